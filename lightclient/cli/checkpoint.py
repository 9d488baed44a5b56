"""`lightclient checkpoint`: make and show the record that a device starts from."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.chain import Chain
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.trust import trusted
from lightclient.cli import files, output
from lightclient.cli.options import JsonOption, NetworkOption, network_of

app = typer.Typer(help="Make and show checkpoints.", no_args_is_help=True)


@app.command()
def make(
    network: NetworkOption,
    headers: Annotated[Path, typer.Option("--headers", help="A run of raw headers from a node that you trust.")],
    first_height: Annotated[
        int, typer.Option("--first-height", min=0, max=records.MAX_UINT32, help="The height of its first header.")
    ],
    target: Annotated[Path, typer.Option("-o", "--output", metavar="CP", help="Where to write the checkpoint.")],
    at: Annotated[
        int | None, typer.Option("--at", metavar="HEIGHT", help="The last header's height if not given.")
    ] = None,
    chainwork: Annotated[
        str | None,
        typer.Option(
            "--chainwork",
            metavar="HEX",
            help="The whole chain's work up to and including HEIGHT, as getblockheader prints it. "
            "Without it, what the run holds: enough to follow the chain, not to compare with others.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a checkpoint from a trusted run of headers.

    The run must hold the first block of the difficulty epoch of HEIGHT and the last 11 blocks up to it. Where it
    starts at block 0 every rule is checked and the header log covers the whole chain; elsewhere the log starts at
    HEIGHT.
    """
    if chainwork is not None and not re.fullmatch("[0-9a-fA-F]{1,64}", chainwork):
        raise typer.BadParameter("it is not 1 to 64 hexadecimal digits", param_hint="--chainwork")
    work = None if chainwork is None else int(chainwork, 16)
    with output.reported(as_json):
        chain = trusted(files.read(headers), first_height, at, work, network_of(network))
        record = records.serialize(chain)
        files.write(target, record)
        output.show({"ok": True, "file": str(target), **_fields(chain, record)}, as_json, "checkpoint made")


@app.command()
def show(
    path: Annotated[Path, typer.Argument(metavar="CP", help="A checkpoint.")],
    as_json: JsonOption = False,
) -> None:
    """Show what a checkpoint holds."""
    with output.reported(as_json):
        record = files.read(path)
        chain = records.parse(record, by_name(records.network_of(record)))
        output.show({"ok": True, **_fields(chain, record)}, as_json, str(path))


def _fields(chain: Chain, record: bytes) -> dict[str, Any]:
    base = chain.base
    return {
        "network": chain.network.name,
        "height": base.height,
        "tip": display(base.tip_hash),
        "bits": f"{base.bits:08x}",
        "chainwork": f"{base.chainwork:064x}",
        "epoch_time": base.epoch_time,
        "epoch_bits": f"{base.epoch_bits:08x}",
        "times": list(base.times),
        "log_start": chain.log_start,
        "log_size": chain.log.size,
        "log_root": chain.log.root().hex(),
        "headers": len(chain.best.headers),
        "bytes": len(record),
    }
