"""Such a chain as the gateway serves it: signed headers of one node, and proofs made of its answers.

Blocks are not numbered into batches: whoever has missed some is given the few headers along which its trust can skip.
Each ledger's source adds what its node is asked, and the proofs.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

from lightclient.codec.cbor import encode
from lightclient.decided.hosts.errors import NotAtNode, OtherChain
from lightclient.decided.hosts.path import way
from lightclient.decided.hosts.ties import Locator, Ties, ties, whole
from lightclient.decided.ledger import MAX_LOCATOR, MAX_RUN
from lightclient.decided.record import RECENT as KNOWN
from lightclient.decided.tie import MAX_LINKS
from lightclient.gateway.errors import AnswerTooLarge, BadArgument, NotHere
from lightclient.gateway.rpc import SPENT, Spent
from lightclient.gateway.source import FOLLOWING, SLOW, STALE, SYNCING, Plan, Watcher, Work
from lightclient.sync import messages

CACHE = 256  # signed headers that are kept
POLL = 0.5  # seconds between looks at the node's height
FRAME = 64  # bytes of a response around its body
CALLS = 8  # to the node for one answer, as an estimate


class Status(NamedTuple):
    """chain_id: as its network has it. behind: whether the node is still catching up."""

    chain_id: Any
    height: int
    behind: bool


class Known(NamedTuple):
    """What a client has: the headers in its locator; its trust anchor, [] if evidence need not lead up from it."""

    locator: Locator
    anchor: Locator


class DecidedSource(ABC):
    """node: has status(), signed(height, profile) and header(height, profile), which block."""

    first = 1  # height of the first block
    final: tuple[type[Exception], ...] = (OtherChain,)
    watcher: Watcher | None = None

    def __init__(
        self, network: Any, node: Any, kinds: dict[int, tuple[str, int]], clock: Callable[[], float] = time.time
    ) -> None:
        """kinds: of questions beside runs: name, and how many byte strings it is about."""
        self.rules = network
        self.network = network.name
        self.ledger = network.id
        self.settled = network.cadence.settled
        self.kinds = {messages.RUN: "run", **{kind: name for kind, (name, _) in kinds.items()}}
        self.leads = {kind: count for kind, (_, count) in kinds.items()}
        self.node = node
        self.clock = clock
        self.tip: Any = None
        self._behind = False
        self._cache: OrderedDict[int, Any] = OrderedDict()

    # -- what a ledger's own source says

    @abstractmethod
    def reaches(self, base: Any, new: Any) -> bool:
        """Return whether enough of those who are trusted at `base` claim to have signed `new`."""

    @abstractmethod
    def lean(self, run: list[Any], base: Any) -> list[Any]:
        """Return the fields of a run without what a reader who is at `base` knows."""

    @abstractmethod
    def link(self, height: int) -> bytes:
        """Return the header at a height, alone."""

    @abstractmethod
    def answer(self, kind: int, asked: list[bytes]) -> Callable[[Known], bytes]:
        """Return what makes an answer of what the client knows. asked: what its argument begins with.

        Raises BadArgument.
        """

    # -- what the gateway asks for

    @property
    def capabilities(self) -> list[str]:
        return sorted(self.kinds.values())

    @property
    def height(self) -> int:
        return int(self.tip.height) if self.tip else 0

    @property
    def state(self) -> str:
        if self._behind or not self.tip:
            return SYNCING
        age = self.clock() - self.tip.time
        cadence = self.rules.cadence
        return STALE if age > cadence.stale_after else SLOW if age > cadence.slow_after else FOLLOWING

    async def start(self) -> None:
        return  # each question to the node is a connection of its own

    async def follow(self, wait: float) -> int | None:
        deadline = asyncio.get_running_loop().time() + wait
        while True:
            status = await asyncio.to_thread(self.node.status)
            if status.chain_id != self.rules.chain_id:
                raise OtherChain(status.chain_id, self.rules.chain_id)
            self._behind = status.behind
            if status.height > self.height:
                before = self.height
                self.tip = await asyncio.to_thread(self.signed, status.height)
                return before
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return None
            await asyncio.sleep(min(POLL, left))

    def newest(self) -> bytes:
        return encode(self.lean([self.tip], self.tip)) if self.tip else b""

    def batch(self, number: int) -> bytes:
        return b""  # none is ever settled

    def plan(self, kind: int, limit: int, argument: Any) -> Plan:
        if kind == messages.RUN:
            locator = located(argument)
            return self._plan(limit, lambda room: self.run(locator, room))
        asked, known = parted(argument, self.leads[kind])
        make = self.answer(kind, asked)
        return self._plan(limit, lambda room: make(known))

    async def close(self) -> None:
        return

    # -- answers, made in threads

    def run(self, locator: Locator, room: int) -> bytes:
        """Return signed headers above the locator's newest, or the way to the first block on which we do not agree."""
        common, other = self._common(locator)
        target = self.height if other is None else other
        run = way(common, target, self.signed, self.reaches, MAX_RUN) or [self._tip()]
        fields = self.lean(run, common)
        body = encode(fields)
        while len(body) > room and len(fields) > 1:
            fields.pop()
            body = encode(fields)
        if len(body) > room:
            raise AnswerTooLarge(size=str(len(body) + FRAME))
        return body

    def signed(self, height: int) -> Any:
        found = self._cache.get(height)
        if found is None:
            found = self.node.signed(height, self.rules.profile)
            self._keep(height, found)
        return found

    def header(self, height: int) -> Any:
        found = self._cache.get(height)
        if found is None:
            found = self.node.header(height, self.rules.profile)
        return found

    def ties(self, height: int, known: Known) -> Ties:
        """Return what ties the block at a height to the reader's trust anchor, or else to what it has followed to.

        Raises NotAtNode.
        """
        if known.anchor and known.anchor[0][0] < height + MAX_LINKS:
            with contextlib.suppress(NotAtNode):
                return ties(height, known.anchor, self)
        return ties(height, known.locator, self)

    def steps(self, run: list[Any], base: Any) -> list[Any]:
        """Return the fields of a run as a reader who is at `base`, and keeps nothing else, takes them."""
        return whole(run, base)

    def shown(self, block_hash: bytes) -> str:
        return str(self.rules.show(block_hash))

    def _common(self, locator: Locator) -> tuple[Any, int | None]:
        """Return the newest header that the client has as we do, and the height of the first one that it has not."""
        other = None
        for height, block_hash in locator:
            if self.first <= height <= self.height and self.signed(height).hash == block_hash:
                return self.signed(height), other
            if height <= self.height:
                other = height
        raise NotHere(what="none of these headers is known here")

    def _tip(self) -> Any:
        if self.tip is None:
            raise NotHere(what="this gateway has no block yet")
        return self.tip

    def _keep(self, height: int, found: Any) -> None:
        self._cache[height] = found
        while len(self._cache) > CACHE:
            self._cache.popitem(last=False)

    def _plan(self, limit: int, answer: Callable[[int], bytes]) -> Plan:
        async def made() -> bytes:
            spent, sent = Spent(), 0
            SPENT.set(spent)
            try:
                body = await asyncio.to_thread(answer, limit - FRAME)
                sent = len(body)
            except NotAtNode as error:
                raise NotHere(what=str(error)) from None
            finally:  # what was asked for in vain was asked for
                plan.work = Work(spent.calls, spent.parsed, sent)
            return body

        plan = Plan(Work(CALLS, 0, min(limit, 4096)), made)
        return plan


def located(locator: Any) -> Locator:
    """Return (height, hash) of the headers in a locator. Raises BadArgument."""
    if not isinstance(locator, bytes) or len(locator) % KNOWN or not 0 < len(locator) <= MAX_LOCATOR * KNOWN:
        raise BadArgument(wanted=f"a locator of 1 to {MAX_LOCATOR} heights and hashes")
    pieces = [locator[at : at + KNOWN] for at in range(0, len(locator), KNOWN)]
    return [(int.from_bytes(piece[:8], "big"), piece[8:]) for piece in pieces]


def parted(argument: Any, count: int) -> tuple[list[bytes], Known]:
    """Return the `count` byte strings that a question is about, and what its client knows. Raises BadArgument.

    argument: those, a locator, and perhaps the client's trust anchor.
    """
    if (
        not isinstance(argument, list)
        or len(argument) not in (count + 1, count + 2)
        or not all(isinstance(one, bytes) for one in argument)
    ):
        raise BadArgument(wanted=f"{count} byte strings, a locator and perhaps a trust anchor")
    anchor = located(argument[count + 1])[:1] if len(argument) > count + 1 else []
    return argument[:count], Known(located(argument[count]), anchor)
