"""The command line: which commands there are and what they are given."""

import platform

import typer

from lightclient import __version__
from lightclient.cli import lazy, signature
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from lightclient.crypto.errors import BackendMissing

COMMANDS = {
    "verify": "verify.verify",
    "headers": "headers.app",
    "checkpoint": "checkpoint.app",
    "proof": "proof.app",
    "evidence": "evidence.app",
    "keys": "keys.app",
    "stamp": "stamp.stamp",
    "ots": "stamp.app",
    "log": "log.app",
    "devices": "devices.app",
    "gateway": "gateway.app",
    "sync": "follow.sync",
    "status": "follow.status",
    "watch": "follow.watch",
    "prove": "follow.prove",
    "till": "till.till",
    "board": "board.app",
    "bench": "bench.bench",
    "demo": "demo.demo",
    "regtest": "regtest.regtest",
}

app = typer.Typer(
    name="lightclient",
    cls=lazy.group(COMMANDS),
    help="Verify block headers, proofs and payments without a full node.\n\n"
    "Exit status: 0 proved, 1 refused (the reason is named), 2 usage or input and output, 3 not yet proved.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
