"""`lightclient headers`: check runs of raw headers."""

import time
from pathlib import Path
from typing import Annotated

import typer

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.header import SIZE, display, split
from lightclient.bitcoin.more_errors import BadGenesis
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.state import ChainState, genesis, steps
from lightclient.cli import elsewhere, files, output
from lightclient.cli.options import CheckpointOption, JsonOption, NowOption, PerhapsNetworkOption, network_of
from lightclient.codec.errors import Truncated
from lightclient.errors import InvalidHeader, LightClientError

NOT_YET = 3  # exit status

app = typer.Typer(help="Check block headers.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    pass


@app.command()
def verify(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Raw 80-byte headers, plain or .xz, in order; with --ledger a node's answers in its own form.",
        ),
    ],
    network: PerhapsNetworkOption = None,
    checkpoint: CheckpointOption = None,
    now: NowOption = None,
    minimum_work: Annotated[
        bool, typer.Option("--minimum-work", help="Exit with 3 unless the chain has the network's minimum work.")
    ] = False,
    ledger: elsewhere.LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every consensus rule for headers on every header of FILE...

    Without --checkpoint the first header must be the genesis block; with it, the first one after the checkpoint.

    Headers that keep every rule need not be the network's chain: a chain of minimum difficulty takes minutes to make.
    MINIMUM WORK in the output says whether this one has the work that the network's chain must have; with
    --minimum-work, less than that exits with status 3, not yet.

    With --ledger the headers are those of another ledger, and --checkpoint says where its chain starts.
    """
    if ledger is not None:
        elsewhere.verify_headers(ledger, checkpoint, paths, now, as_json)
        return
    rules = network_of(network)
    clock = int(time.time()) if now is None else now
    with output.reported(as_json):
        state = records.parse(files.read(checkpoint), rules).tip if checkpoint else None
        run = _Run(rules, state, clock)
        try:
            with output.progress("headers", files.size_of(paths), as_json) as done:
                for data in files.header_runs(paths, done):
                    run.take(data)
            tip = run.end()
        except LightClientError as error:
            at = error.height if isinstance(error, InvalidHeader) else None
            output.refuse(error, as_json, height=run.height if at is None else at)
        fields = {
            "ok": True,
            "network": rules.name,
            "height": tip.height,
            "tip": display(tip.tip_hash),
            "chainwork": f"{tip.chainwork:064x}",
            "headers": run.count,
            "headers_per_s": round(run.count / run.seconds),
            "minimum_work": tip.chainwork >= rules.min_chainwork,
        }
        if fields["minimum_work"]:
            output.show(fields, as_json, "verified")
        elif not minimum_work:
            output.show(fields, as_json, "verified, below the network's minimum work")
        else:
            output.show({**fields, "ok": False, "missing": ["work"]}, as_json, "not yet")
            raise typer.Exit(NOT_YET)


class _Run:
    """Steps through headers, from a state or from genesis."""

    def __init__(self, rules: Network, state: ChainState | None, now: int) -> None:
        self.rules = rules
        self.state = state
        self.now = now
        self.count = 0
        self.seconds = 0.0

    @property
    def height(self) -> int:
        """The height of the header that comes next."""
        return self.state.height + 1 if self.state else 0

    def take(self, data: bytes) -> None:
        began = time.perf_counter()
        headers = split(data)
        self.count += len(headers)
        if self.state is None and headers:
            if headers.pop(0) != self.rules.genesis:
                raise BadGenesis(self.rules.name)
            self.state = genesis(self.rules)
        if self.state:
            self.state = steps(self.state, headers, self.rules, self.now)
        self.seconds += time.perf_counter() - began

    def end(self) -> ChainState:
        if self.state is None:
            raise Truncated(SIZE, 0)
        return self.state
