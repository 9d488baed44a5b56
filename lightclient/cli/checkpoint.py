"""`lightclient checkpoint`: make and show the record that a device starts from."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient import ledgers
from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.chain import Chain
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.trust import trusted
from lightclient.cli import elsewhere, files, online, output
from lightclient.cli.options import JsonOption, NetworkOption, PerhapsNetworkOption, network_of

app = typer.Typer(help="Make, fetch and show checkpoints.", no_args_is_help=True)


@app.command()
def make(
    target: Annotated[Path, typer.Option("-o", "--output", metavar="CP", help="Where to write the checkpoint.")],
    network: PerhapsNetworkOption = None,
    headers: Annotated[
        Path | None, typer.Option("--headers", help="Bitcoin: a run of raw headers from a node that you trust.")
    ] = None,
    first_height: Annotated[
        int | None,
        typer.Option("--first-height", min=0, max=records.MAX_UINT32, help="The height of its first header."),
    ] = None,
    at: Annotated[
        int | None, typer.Option("--at", metavar="HEIGHT", help="The height to stop at. Default: the last header's.")
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
    ledger: elsewhere.LedgerOption = None,
    node: elsewhere.NodeOption = None,
    node_ca: elsewhere.NodeCaOption = None,
    sources: elsewhere.FromOption = None,
    height: Annotated[
        int | None, typer.Option("--height", min=1, help="With --ledger: the header to trust; the newest if not given.")
    ] = None,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="NAME=VALUE", help="With --ledger: a rule of the chain. Repeatable."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a checkpoint from a trusted run of headers, or with --ledger from what a trusted node says.

    Bitcoin: the run must hold the first block of the difficulty epoch of HEIGHT and the last 11 blocks up to it. Where
    it starts at block 0 every rule is checked and the header log covers the whole chain; elsewhere the log starts at
    HEIGHT.

    --ledger cosmos: a header, its commit and its validators, of a node's RPC (--node) or of files with its answers
    (--from). --rule trusting_period=SECONDS, or none for a consortium whose members always answer, must be given;
    profile, trees and drift may be.
    """
    if ledger is not None:
        elsewhere.checkpoint(ledger, node, node_ca, sources, height, rules or [], target, as_json)
        return
    if headers is None or first_height is None:
        raise typer.BadParameter("it takes --headers and --first-height, or --ledger")
    if chainwork is not None and not re.fullmatch("[0-9a-fA-F]{1,64}", chainwork):
        raise typer.BadParameter("it is not 1 to 64 hexadecimal digits", param_hint="--chainwork")
    work = None if chainwork is None else int(chainwork, 16)
    chosen = network_of(network)
    with output.reported(as_json):
        chain = trusted(files.read(headers), first_height, at, work, chosen)
        record = records.serialize(chain)
        files.write(target, record)
        output.show({"ok": True, "file": str(target), **_fields(chain, record)}, as_json, "checkpoint made")


@app.command()
def fetch(
    network: NetworkOption,
    node: Annotated[
        str,
        typer.Option(
            "--node",
            metavar="URL",
            envvar="LIGHTCLIENT_NODE",
            help="Your node, as `lightclient gateway --node` takes it. A password is safer in the environment.",
            show_default=False,
        ),
    ],
    target: Annotated[Path, typer.Option("-o", "--output", metavar="CP", help="Where to write the checkpoint.")],
    cookie: Annotated[
        Path | None,
        typer.Option("--cookie", metavar="FILE", help="The file with the node's login, which Core writes."),
    ] = None,
    at: Annotated[
        int | None,
        typer.Option(
            "--at",
            min=0,
            metavar="HEIGHT",
            help="The block's height. Default: the newest block that is deep enough to stay.",
        ),
    ] = None,
    whole: Annotated[
        bool,
        typer.Option(
            "--whole",
            help="Fetch and check every header from block 0 on: minutes on mainnet. A device that starts there can "
            "prove old payments, too. Electrum servers need it.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a checkpoint from your own node.

    The node is trusted for what its headers cannot show: that they are the best chain, and the work below them.
    """
    from lightclient.bitcoin.hosts import fetch as fetching
    from lightclient.bitcoin.hosts.connect import connect

    rules = network_of(network)

    async def work() -> Chain:
        source = connect(node, cookie=cookie)
        try:
            with output.progress("headers", 1, as_json) as done:
                return await fetching.fetch(source, rules, at, whole, lambda got, count: done(got / count))
        finally:
            await source.close()

    with output.reported(as_json):
        chain = online.run(work)
        record = records.serialize(chain)
        files.write(target, record)
        fields = {"ok": True, "file": str(target), **_fields(chain, record)}
        fields["minimum_work"] = chain.base.chainwork >= rules.min_chainwork
        output.show(fields, as_json, "checkpoint made")


@app.command()
def show(
    path: Annotated[Path, typer.Argument(metavar="CP", help="A checkpoint.")],
    as_json: JsonOption = False,
) -> None:
    """Show what a checkpoint holds."""
    with output.reported(as_json):
        record = files.read(path)
        brought = ledgers.brought(record)
        if brought is not None:
            fields = elsewhere.shown(brought, brought.start(record, None, elsewhere.WINDOW)[0])
            output.show({"ok": True, **fields, "bytes": len(record)}, as_json, str(path))
            return
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
        "format": records.format_of(record),
        "checksum": None if records.format_of(record) == 1 else record[-records.CHECKSUM :].hex(),
    }
