"""`lightclient evidence`: make evidence of what nodes say."""

from pathlib import Path
from typing import Annotated

import typer

from lightclient.cli import elsewhere
from lightclient.cli.options import JsonOption

app = typer.Typer(help="Make evidence of other ledgers than Bitcoin, for `lightclient verify`.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    pass


@app.command()
def make(
    subject: Annotated[
        str, typer.Argument(help="What to prove, as the ledger shows it: the hash of a transaction, or STORE/KEY.")
    ],
    ledger: Annotated[str, typer.Option("--ledger", metavar="NAMESPACE", help="The ledger: cosmos for CometBFT.")],
    checkpoint: Annotated[Path, typer.Option("--checkpoint", metavar="CP", help="What the verifier trusts.")],
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write the evidence.")],
    node: elsewhere.NodeOption = None,
    node_ca: elsewhere.NodeCaOption = None,
    sources: elsewhere.FromOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make evidence of SUBJECT for whoever trusts CP; `lightclient verify --trust CP` judges it."""
    elsewhere.evidence(ledger, checkpoint, subject, node, node_ca, sources, target, as_json)
