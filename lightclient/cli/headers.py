"""`lightclient headers`: check runs of raw headers."""

import time
from pathlib import Path
from typing import Annotated

import typer

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.header import SIZE, display, split
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.state import ChainState, genesis, step
from lightclient.bitcoin.trust_errors import BadGenesis
from lightclient.cli import files, output
from lightclient.cli.options import CheckpointOption, JsonOption, NetworkOption, NowOption, network_of
from lightclient.codec.errors import Truncated
from lightclient.errors import LightClientError

app = typer.Typer(help="Check block headers.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    pass


@app.command()
def verify(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Raw 80-byte headers, plain or .xz, in order.")
    ],
    network: NetworkOption,
    checkpoint: CheckpointOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every consensus rule for headers on every header of FILE...

    Without --checkpoint the first header must be the genesis block; with it, the first one after the checkpoint.
    """
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
            output.refuse(error, as_json, height=run.height)
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
        output.show(fields, as_json, "verified")


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
        for header in headers:
            self.state = step(self.state, header, self.rules, self.now)  # type: ignore[arg-type]
        self.seconds += time.perf_counter() - began

    def end(self) -> ChainState:
        if self.state is None:
            raise Truncated(SIZE, 0)
        return self.state
