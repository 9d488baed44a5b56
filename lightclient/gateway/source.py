"""One ledger as a gateway serves it. Each ledger's hosts/ has such a source; the gateway knows nothing else of ledgers.

    source = BitcoinSource(...)             every error of its node is a SourceFails; its `state` says more than DOWN
    await source.start()                    read what was kept; nothing is asked of the node yet
    fork = await source.follow(30)          wait for the chain to change, take what is new
    source.newest(), source.batch(7)        what everyone gets
    plan = source.plan(kind, limit, argument)
    plan.work                               what the answer will take: it is paid for before it is made
    await plan.answer()                     the body

Heights count whatever the ledger appends: blocks, rounds, checkpoints.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Any, NamedTuple, Protocol

STARTING, SYNCING, FOLLOWING = "starting", "syncing", "following"  # states of a node
SLOW, STALE, DOWN = "slow", "stale", "down"
SERVING = (FOLLOWING, SLOW)  # a chain may well be slow: only then is there something to wait for


class Work(NamedTuple):
    """What something takes: calls to nodes, bytes to parse, bytes to send. An estimate before, the truth after."""

    calls: int = 0
    parsed: int = 0
    sent: int = 0


class Plan:
    """A question that was understood, before anything was done for it.

    work     what the answer will take; what it did take, once it was given
    answer   returns the body, or an awaitable of it where it takes time; raises Declined and SourceFails
    """

    __slots__ = ("answer", "work")

    def __init__(self, work: Work, answer: Callable[[], Any | Awaitable[Any]]) -> None:
        self.work = work
        self.answer = answer


class Event(NamedTuple):
    """Something that watchers hear of.

    items    it concerns whoever watches one of these
    body     [event, ...] as docs/protocol.md has it
    brief    the same without its large part, for a client that cannot take it
    """

    items: Collection[bytes]
    body: list[Any]
    brief: list[Any]


class Told(NamedTuple):
    """What lies at some heights.

    last      these were looked at up to here
    events    what was found
    covered   False if the node does not have them any more: then nothing is known of them
    """

    last: int
    events: list[Event]
    covered: bool = True


class Watcher(Protocol):
    """Finds what concerns watched items. An item is a byte string, of at most `max_item` bytes."""

    max_item: int

    def work(self, items: Collection[bytes], height: int) -> Work:
        """Return what it takes to look for `items` at `height`; nothing if that was done lately, for anyone."""

    async def past(self, items: Collection[bytes], first: int, last: int) -> Told:
        """Look for `items` from height `first` on, in one step; how far that goes is up to the ledger."""

    async def wait(self, timeout: float) -> None:
        """Return when something may have begun or ceased to wait, after `timeout` seconds at the latest."""

    def present(self, items: Collection[bytes], after: Any) -> Plan:
        """Return how to tell whoever has just begun to watch `items` what is known to wait, in small steps.

        after: None at first, then what the step before ended with. The answer is ([event, ...], after) with None at
        the end. What it takes is asked of the node but for what it said since the last `changes`.
        """

    async def changes(self, items: Collection[bytes]) -> list[Event]:
        """Return what has begun or ceased to wait since the last call, of all `items` that anyone watches."""

    def refused(self, items: Collection[bytes]) -> str:
        """Return why some of `items` cannot be watched, as far as it is known; "" if all of them can."""

    def back_to(self, height: int) -> None:
        """What lies above `height` has been replaced, or is new."""

    def rest(self) -> None:
        """Nobody watches."""


class Source(Protocol):
    """A ledger and the node that gives it.

    network    in topics
    ledger     its id, as in evidence (CAIP-2)
    settled    heights on top of one after which it does not change any more
    kinds      names of the kinds of questions it answers, for metrics and capabilities
    final      errors of `follow` that waiting cannot mend: at the start they end the gateway
    watcher    None if the node cannot tell of what happens: watches are refused
    """

    network: str
    ledger: str
    settled: int
    kinds: dict[int, str]
    final: tuple[type[Exception], ...]
    watcher: Watcher | None

    @property
    def height(self) -> int: ...

    @property
    def state(self) -> str:
        """SYNCING, FOLLOWING, SLOW or STALE, as the node was when it last answered."""

    @property
    def capabilities(self) -> list[str]:
        """What clients can rely on, in the ledger's own words."""

    async def start(self) -> None:
        """Raises OSError and the ledger's own errors if what was kept cannot be used."""

    async def follow(self, wait: float) -> int | None:
        """Take what is new; wait for it so many seconds at most.

        Returns the height of the last block that the chain before and the chain now share, None if nothing changed.
        Raises SourceFails, one of `final`, an error of the ledger's rules, OSError if it cannot be kept.
        """

    def newest(self) -> bytes:
        """Return the message with what is newest, b"" before anything is known."""

    def batch(self, number: int) -> bytes:
        """Return the message with heights `number` * topics.BATCH and so on."""

    def plan(self, kind: int, limit: int, argument: Any) -> Plan:
        """Return how to answer. limit: bytes of response that the client takes. Raises Declined."""

    async def close(self) -> None: ...
