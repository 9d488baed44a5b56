"""The command line: which commands there are and what they are given."""

import platform

import typer

from lightclient import __version__
from lightclient.cli import (
    bench,
    board,
    checkpoint,
    demo,
    devices,
    evidence,
    follow,
    gateway,
    headers,
    keys,
    log,
    proof,
    regtest,
    signature,
    stamp,
    till,
    verify,
)
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from lightclient.crypto.errors import BackendMissing

app = typer.Typer(
    name="lightclient",
    help="Verify block headers, proofs and payments without a full node.\n\n"
    "Exit status: 0 proved, 1 refused (the reason is named), 2 usage or input and output, 3 not yet proved.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(headers.app, name="headers")
app.add_typer(checkpoint.app, name="checkpoint")
app.add_typer(proof.app, name="proof")
app.add_typer(evidence.app, name="evidence")
app.add_typer(keys.app, name="keys")
app.add_typer(log.app, name="log")
app.add_typer(board.app, name="board")
app.command()(verify.verify)
app.command()(stamp.stamp)
app.add_typer(stamp.app, name="ots")
app.add_typer(gateway.app, name="gateway")
app.command()(follow.sync)
app.command()(follow.status)
app.command()(follow.watch)
app.command()(follow.prove)
app.command()(till.till)
app.add_typer(devices.app, name="devices")
app.command()(demo.demo)
app.command()(regtest.regtest)
app.command()(bench.bench)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lightclient {__version__}, Python {platform.python_version()}")
        for curve in (SECP256K1, P256, ED25519):
            typer.echo(f"{curve}: {_backend(curve)}")
        raise typer.Exit


def _backend(curve: str) -> str:
    """Return the name of what computes signatures on a curve here, or why nothing does."""
    try:
        return str(signature.backend(curve).name)
    except BackendMissing as error:
        return str(error)


@app.callback()
def _main(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and backends."
    ),
) -> None:
    pass
