"""A log as the gateway serves it: heads for everyone, paths and records for whoever asks, and an inbox.

A gateway of a log is one of any ledger: heads are retained, each client has a budget, and what it asks waits its turn.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from lightclient.audit.hosts.checking import MAX_STATEMENT, Refused
from lightclient.audit.hosts.errors import LogBusy, LogDamaged, NoSuchRecord, NotTaken
from lightclient.audit.hosts.server import LogServer
from lightclient.audit.hosts.store import Signed
from lightclient.audit.network import LogNetwork
from lightclient.audit.questions import APPEND, CONSISTENCY, MAX_APPENDED, RECORD
from lightclient.audit.record import HASH
from lightclient.codec.cbor import encode, is_uint
from lightclient.gateway.errors import BadArgument, Declined, NotHere, Unavailable
from lightclient.gateway.source import FOLLOWING, STARTING, Plan, Watcher, Work
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.errors import LogRootMismatch, OutsideLog
from lightclient.merkle.log import NODE
from lightclient.store.errors import StoreFailed
from lightclient.sync import messages
from lightclient.waiting import came

SENDER = "mqtt"  # all that come this way, of whom the gateway lets none have too much
CHECKED = 4096  # bytes to parse that the check of a record counts as
NEVER = 1 << 62  # heads are not numbered into batches


class Busy(Declined):
    """the log has too many records to take: wait"""

    status = messages.BUSY


class LogSource:
    """A server, as a source of its log."""

    final: tuple[type[Exception], ...] = ()
    watcher: Watcher | None = None
    settled = NEVER

    def __init__(self, server: LogServer) -> None:
        network = LogNetwork(server.trust)
        self.network = network.name
        self.ledger = network.id
        self.kinds = {messages.RUN: "run", RECORD: "record", APPEND: "append", CONSISTENCY: "consistency"}
        self._server = server
        self._shown: Signed | None = None

    @property
    def capabilities(self) -> list[str]:
        return sorted(self.kinds.values())

    @property
    def height(self) -> int:
        return self._shown.size if self._shown else 0

    @property
    def state(self) -> str:
        return FOLLOWING if self._shown else STARTING

    async def start(self) -> None:
        pass

    async def follow(self, wait: float) -> int | None:
        """Raises NotTaken while the server signs no heads."""
        server = self._server
        if server.head is self._shown and wait:
            server.news.clear()
            await came(server.news, wait)
        if server.failing:
            raise NotTaken(why=server.failing)
        if server.head is self._shown or server.head is None:
            return None
        before, self._shown = self.height, server.head
        return before

    def newest(self) -> bytes:
        return encode([[self._shown.note, b""]]) if self._shown else b""

    def batch(self, number: int) -> bytes:
        return b""  # none is ever settled

    def plan(self, kind: int, limit: int, argument: object) -> Plan:
        if kind == APPEND:
            return self._append(argument)
        if kind == CONSISTENCY:
            return self._consistency(argument)
        if kind == RECORD:
            fields = argument if isinstance(argument, list) and len(argument) == 2 else [None, None]
            entry, size = fields
            if not isinstance(entry, bytes) or len(entry) != HASH or not is_uint(size):
                raise BadArgument(wanted="an entry of 32 bytes and a size")
            return Plan(Work(calls=1, sent=MAX_STATEMENT // 8), lambda: self._told(self._record(entry)))
        if not isinstance(argument, bytes) or len(argument) != 8:
            raise BadArgument(wanted="a size of eight bytes")
        old = int.from_bytes(argument, "big")
        return Plan(Work(calls=1, sent=4096), lambda: self._told(self._run(old)))

    def _append(self, argument: object) -> Plan:
        made = argument if isinstance(argument, list) else []
        if not 0 < len(made) <= MAX_APPENDED or not all(isinstance(one, bytes) for one in made):
            raise BadArgument(wanted=f"a list of 1 to {MAX_APPENDED} statements")
        work = Work(parsed=sum(CHECKED + len(one) for one in made), sent=64 * len(made))
        return Plan(work, lambda: self._told(self._taken(made)))

    def _consistency(self, argument: object) -> Plan:
        fields: list[Any] = argument if isinstance(argument, list) and len(argument) == 4 else [None] * 4
        old, first, new, second = fields
        if not (
            is_uint(old) and is_uint(new) and all(isinstance(e, bytes) and len(e) == NODE for e in (first, second))
        ):
            raise BadArgument(wanted="a size and a root of 32 bytes, twice")
        return Plan(Work(calls=1, sent=4096), lambda: self._told(self._between(old, first, new, second)))

    async def _between(self, old: int, first: bytes, new: int, second: bytes) -> bytes:
        """Return the path between two heads, if both are this log's: whoever asks may have seen another one's."""
        if not 0 < old <= new <= self._head().size:
            raise NotHere(what="the head that this log shows does not cover both")
        path = await self._server.store.grown(old, new) if old < new else b""
        try:
            check_consistency(old, new, path, first, second)
        except LogRootMismatch:
            raise NotHere(what="these two heads are not both of this log") from None
        return path

    async def _taken(self, made: list[bytes]) -> bytes:
        try:
            answers = await self._server.sequencer.take(made, SENDER)
        except LogBusy:
            raise Busy() from None
        if all(isinstance(one, Refused) and one.name == "NotTaken" for one in answers):
            raise Unavailable()
        return encode([list(one) if isinstance(one, Refused) else [one.index, one.entry, one.fresh] for one in answers])

    async def _run(self, old: int) -> bytes:
        head = self._head()
        path = await self._server.store.grown(old, head.size) if 0 < old < head.size else b""
        return encode([[head.note, path]])

    async def _record(self, entry: bytes) -> bytes:
        head = self._head()
        index, statement = await self._server.store.find(entry)
        if index >= head.size:
            raise NotHere(what="no head covers this record yet")
        return encode([statement, index, await self._server.store.path(index, head.size), head.note, []])

    def _head(self) -> Signed:
        if self._shown is None:
            raise NotHere(what="this log has shown no head yet")
        return self._shown

    async def _told(self, answer: Awaitable[bytes]) -> bytes:
        """Return an answer, its errors in words that a client may see."""
        try:
            return await answer
        except (NoSuchRecord, OutsideLog) as error:
            raise NotHere(what=str(error)) from None
        except (StoreFailed, LogDamaged):
            raise Unavailable() from None

    async def close(self) -> None:
        pass
