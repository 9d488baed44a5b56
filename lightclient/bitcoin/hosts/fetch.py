"""A checkpoint from your own node: its headers, and the work that it says is below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lightclient.bitcoin.header import SIZE, display, hash_of
from lightclient.bitcoin.hosts import nodejson
from lightclient.bitcoin.hosts.errors import NodeNonsense, NoWork, TooShort
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.more_errors import BadGenesis
from lightclient.bitcoin.state import MEDIAN_SPAN
from lightclient.bitcoin.trust import trusted

if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.bitcoin.chain import Chain
    from lightclient.bitcoin.hosts.node import Node
    from lightclient.bitcoin.networks.network import Network

RUN = 2016  # headers that are asked for at once


async def fetch(node: Node, network: Network, at: int | None, whole: bool, done: Callable[[int, int], object]) -> Chain:
    """Return the chain whose base is the block at height `at` of the node's best chain.

    at: None for the newest block that is settled, `network.cadence.settled` below the tip. whole: every header from
    block 0 on is fetched and checked; else those of the epoch, and the node is asked for the work of the whole chain.
    done: called with how many headers came, and how many there are to be.
    Raises BadGenesis for a node of another network, TooShort, NoWork for a node that does not tell its work, what
    `trusted` and the node raise.
    """
    if await node.header_run(0, 1) != network.genesis:
        raise BadGenesis(network.name)
    tip = (await node.tip()).height
    if at is None:
        at = tip - network.cadence.settled
    if not 0 <= at <= tip:
        raise TooShort(tip=tip, settled=network.cadence.settled)
    first = 0 if whole else _first(at, network.interval)
    run = b""
    count = at + 1 - first
    while len(run) < count * SIZE:
        got = len(run) // SIZE
        done(got, count)
        part = await node.header_run(first + got, min(RUN, count - got))
        if not part:
            raise NodeNonsense("fewer headers than its tip is high")
        run += part
    work = await _work(node, run[-SIZE:]) if first else None
    return trusted(run, first, at, work, network)


def _first(at: int, interval: int) -> int:
    """Return where the run has to begin: at the block's epoch, or the one before if the median time needs it."""
    first = at - at % interval
    return max(0, first if at - first >= MEDIAN_SPAN else first - interval)


async def _work(node: Node, header: bytes) -> int:
    """Return the work of the whole chain up to and including a block, as the node says it."""
    if not isinstance(node, JsonRpcNode):
        raise NoWork()
    answer = await node.call("getblockheader", display(hash_of(header)), True)
    work = nodejson.field(answer, "chainwork")
    if not isinstance(work, str) or not re.fullmatch("[0-9a-f]{64}", work):
        raise NodeNonsense("a chainwork that is not 64 hexadecimal digits")
    return int(work, 16)
