"""The command line: which commands there are and what they are given."""

import typer

from lightclient import __version__
from lightclient.cli import bench, board, checkpoint, demo, follow, gateway, headers, keys, proof, verify

app = typer.Typer(
    name="lightclient",
    help="Check Bitcoin block headers, Merkle proofs and payments without a full node.\n\n"
    "Exit status: 0 verified, 1 refused (the reason is named), 2 usage or input and output.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(headers.app, name="headers")
app.add_typer(checkpoint.app, name="checkpoint")
app.add_typer(proof.app, name="proof")
app.add_typer(keys.app, name="keys")
app.add_typer(board.app, name="board")
app.command()(verify.verify)
app.add_typer(gateway.app, name="gateway")
app.command()(follow.sync)
app.command()(follow.status)
app.command()(follow.watch)
app.command()(follow.prove)
app.command()(demo.demo)
app.command()(bench.bench)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass
