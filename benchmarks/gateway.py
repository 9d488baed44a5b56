"""The gateway's header index: growing it by checked headers, and proving one of them, at mainnet's length."""

from __future__ import annotations

import random
import sys
from typing import Any

from benchmarks import inputs
from benchmarks.timing import Contender, race, row
from lightclient.bitcoin.header import SIZE
from lightclient.bitcoin.hosts.index import RUN, HeaderIndex
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.merkle.log import NODE

BLOCKS = 955_000  # about as many as mainnet has
PATHS = 1000


def extending() -> list[dict[str, Any]]:
    headers = inputs.headers().raw[: 2 * RUN]
    runs = [b"".join(headers[i : i + RUN]) for i in range(0, len(headers), RUN)]

    def work() -> None:
        index = HeaderIndex(MAINNET)
        for run in runs:
            index.extend(run)

    does = f"every rule, window, header log and all its subtrees, {RUN:,} headers a run"
    contender = Contender("index_extend", work, len(headers), does)
    return race([contender], "us/header", f"first {len(headers):,} {inputs.headers().source}")


def proving() -> list[dict[str, Any]]:
    rng = random.Random(1)
    index = HeaderIndex(MAINNET)
    index.headers = bytearray(rng.randbytes(BLOCKS * SIZE))
    index.log.resize(BLOCKS)
    sizes = [rng.randrange(1, BLOCKS) for _ in range(PATHS)]
    questions = [(rng.randrange(size), size) for size in sizes]

    def work() -> None:
        for height, size in questions:
            index.path(height, size)

    nodes = sum(len(index.path(height, size)) for height, size in questions) / PATHS / NODE
    source = f"{BLOCKS:,} headers of noise"
    contender = Contender("index_path", work, PATHS, f"any header against a log of any size, {nodes:.1f} nodes")
    memory = sum(sys.getsizeof(part) for part in [index.headers, *index.log.levels])
    return [
        *race([contender], "us/path", source),
        row("index_memory", "bytes", memory, [f"headers and subtrees, {memory / BLOCKS:.0f} for each header", source]),
    ]
