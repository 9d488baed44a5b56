"""`lightclient proof`: make proofs from whole blocks."""

import json
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from lightclient.bitcoin import merkleblock
from lightclient.bitcoin.anchor import hashes_of
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.errors import UnknownBlock
from lightclient.bitcoin.header import display, from_display, hash_of, split
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.tree import branch_of
from lightclient.cli import files, output
from lightclient.cli.options import JsonOption, NetworkOption, network_of
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import inclusion_path

app = typer.Typer(help="Make proofs.", no_args_is_help=True)


class Form(str, Enum):
    bundle = "bundle"
    electrum = "electrum"
    merkleblock = "merkleblock"


@app.callback()
def _group() -> None:
    pass


@app.command()
def make(
    network: NetworkOption,
    block: Annotated[Path, typer.Option("--block", metavar="RAWBLOCK", help="A raw block, binary, hex or .xz.")],
    tx: Annotated[
        list[str], typer.Option("--tx", metavar="TXID", help="The transaction; repeat it for a merkleblock of several.")
    ],
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write the proof.")],
    form: Annotated[
        Form,
        typer.Option(
            "--form",
            help="bundle: our own, verifies offline. electrum: JSON as blockchain.transaction.get_merkle gives it. "
            "merkleblock: hex as gettxoutproof prints it.",
        ),
    ] = Form.bundle,
    following: Annotated[
        Path | None,
        typer.Option("--following", help="bundle: raw headers after the block's, up to one that the verifier knows."),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option("--log", help="bundle: the raw headers of the verifier's header log, instead of following ones."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a proof that TXID is in RAWBLOCK, in one of three forms."""
    try:
        txids = [from_display(text) for text in tx]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--tx") from None
    if len(txids) > 1 and form is not Form.merkleblock:
        raise typer.BadParameter("only a merkleblock proves several transactions", param_hint="--tx")
    if (following or log) and (form is not Form.bundle or (following and log)):
        raise typer.BadParameter("a bundle takes one of --following and --log, other forms none")
    rules = network_of(network)
    with output.reported(as_json):
        whole = Block(files.from_hex(files.read(block)))
        run = files.read(following) if following else b""
        HeadersAnchor(whole.header + run, rules)  # what it refuses, every verifier would
        positions = [whole.position_of(txid) for txid in txids]
        height = whole.height(rules)
        if form is Form.bundle:
            logged = log_proof(whole.header, split(files.read(log))) if log else None
            proof = whole.bundle(rules.name, positions[0], run, logged).serialize()
        elif form is Form.electrum:
            branch = branch_of(whole.txids, positions[0])
            nodes = [display(branch[i : i + 32]) for i in range(0, len(branch), 32)]
            fields = {"txid": tx[0], "block_height": height, "pos": positions[0], "merkle": nodes}
            proof = (json.dumps(fields, indent=2) + "\n").encode()
        else:
            proof = merkleblock.prove(whole.header, whole.txids, set(positions)).serialize().hex().encode() + b"\n"
        files.write(target, proof)
        output.show(
            {
                "ok": True,
                "file": str(target),
                "form": form.value,
                "network": rules.name,
                "block": display(hash_of(whole.header)),
                "height": height,
                "txids": tx,
                "positions": positions,
                "bytes": len(proof),
            },
            as_json,
            "proof made",
        )


def log_proof(header: bytes, log: list[bytes]) -> tuple[int, int, bytes]:
    """Return (index, size, path) of `header` in the log of these headers. Raises PrevHashMismatch, UnknownBlock."""
    hashes = hashes_of(log)
    if header not in log:
        raise UnknownBlock(display(hash_of(header)))
    index = log.index(header)
    return index, len(log), inclusion_path([leaf_hash(block_hash) for block_hash in hashes], index)
