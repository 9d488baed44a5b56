"""Session: follows one gateway."""

from lightclient.codec.cbor import BLOB
from lightclient.codec.errors import TooLarge
from lightclient.errors import ForkTooDeep, LightClientError, TimeTooNew, UnknownParent
from lightclient.sync.messages import MAX_MESSAGE, OK, RUN, locator, parse_response, request
from lightclient.sync.topics import BATCH, BATCHES, KEPT, RESPONSES, SETTLED, TIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.sync.ledger import Ledger

    Buffer = bytes | memoryview
    Want = tuple[str, Any]

# What a session wants: (verb, topic below the gateway's, or a request); RESPONSES is the client's own.
SUBSCRIBE, UNSUBSCRIBE, SEND = "subscribe", "unsubscribe", "send"

DEADLINE = 10  # seconds for an answer
PAUSE = 2  # seconds before a request is repeated, doubled each time
LONGEST_PAUSE = 300
POLL = 300  # seconds between requests for the tip when nothing is missing: pushed messages may be lost
PATIENCE = 5  # seconds for a retained batch, which a broker either has or has not
BAN = 3600  # seconds for which a gateway that lied is not listened to


class Session:
    """Feed it what arrives from one gateway and what time it is; do what it wants.

        wants = session.start(now)                          the broker is connected
        wants = session.receive(topic, payload, now, clock) raises nothing for a bad message: it marks the gateway
        wants = session.tick(now)                           deadlines
        session.stop()                                      the broker is gone
        session.wake_at                                     the next moment at which tick() has something to do

    payload: bytes or a view, of which nothing is kept.
    now: seconds of a clock that never goes back. clock: Unix seconds, None if the time is not known.
    claim: (height, hash) of the newest block that the gateway has shown over this connection.
    faults: how often it failed, by reason.
    Memory: one request in flight, one batch awaited, and a counter for each kind of fault.
    """

    def __init__(self, ledger: "Ledger", number: int = 0, limit: int = MAX_MESSAGE) -> None:
        """number: where request ids start; a random one keeps answers to an earlier life apart.

        limit: bytes of blocks to ask for at once, and the most that is unpacked; the tip message has to fit. With less
        than MAX_MESSAGE no batch is asked for.
        """
        self.ledger = ledger
        self.number = number
        self.claim: "tuple[int, bytes] | None" = None
        self.heard_at: "float | None" = None
        self.faults: "dict[str, int]" = {}
        self.banned_until = 0.0
        self.limit = limit
        self.retained = limit >= MAX_MESSAGE  # whether batches are to be had, as far as is known, and we can take one
        self.asked: "int | None" = None  # id of the request in flight
        self.asked_from = b""  # its locator
        self.batch: "int | None" = None  # number of the batch awaited
        self.wake_at: "float | None" = None
        self.stop()

    def start(self, now: float) -> "list[Want]":
        """Retained messages are a help, never a promise: the tip is asked for after every connect."""
        self.connected = True
        wants = self._drop_batch() + [(SUBSCRIBE, RESPONSES), (SUBSCRIBE, TIP)]
        if now < self.banned_until:
            self.wake_at = self.banned_until
            return wants
        return wants + self._ask(now)

    def stop(self) -> None:
        self.connected = False
        self.attempts = 0
        self.claim = self.heard_at = self.asked = self.wake_at = None  # what was said is old after the next connect

    def receive(self, topic: str, payload: "Buffer", now: float, clock: "int | None" = None) -> "list[Want]":
        if not self.connected or now < self.banned_until:
            return []
        self.heard_at = now
        try:
            if topic == TIP:
                return self._tip(payload, now, clock)
            if topic == RESPONSES:
                return self._answer(payload, now, clock)
            if self.batch is not None and topic == BATCHES + str(self.batch):
                return self._batch(self.batch, payload, now, clock)
        except TimeTooNew:  # perhaps it is our clock that is wrong
            self.mark("TimeTooNew")
            self.claim = None
            return self._wait(now) if self.asked is None and self.batch is None else []
        except LightClientError as error:
            return self._ban(error.name, now)
        return []

    def tick(self, now: float) -> "list[Want]":
        if not self.connected or self.wake_at is None or now < self.wake_at:
            return []
        if self.batch is not None:
            self.retained = False
            return self._drop_batch() + self._ask(now)
        if self.asked is not None:
            self.asked = None
            self.mark("Silent")
            return self._wait(now)
        return self._ask(now)

    def reached(self) -> bool:
        """Whether the ledger has the newest block that the gateway has shown, on whatever branch."""
        return self.claim is None or self.ledger.knows(*self.claim)

    def _tip(self, payload: "Buffer", now: float, clock: "int | None") -> "list[Want]":
        height, run = self._read(payload)
        if not run:
            return []
        self.claim = self.ledger.last(height, run)
        linked = self._extend(run, height, clock)
        return [] if linked and self.reached() else self._catch_up(now)

    def _batch(self, number: int, payload: "Buffer", now: float, clock: "int | None") -> "list[Want]":
        height, run = self._read(payload)
        if not self._extend(run, height, clock) or self.ledger.height + 1 < (number + 1) * BATCH:
            self.retained = False
        return self._drop_batch() + self._catch_up(now)

    def _answer(self, payload: "Buffer", now: float, clock: "int | None") -> "list[Want]":
        number, status, body = parse_response(payload)
        if number != self.asked:
            return []  # late, or twice: what it says was said already
        self.asked = None
        if status != OK or not isinstance(body, BLOB):
            self.mark("Refused")
            return self._wait(now)
        height, run = self._read(body)
        if run:
            last = self.ledger.last(height, run)
            if self.claim is None or last[0] >= self.claim[0]:
                self.claim = last
            if not self._extend(run, height, clock):
                self.mark("Unlinked")
                return self._wait(now)
        if locator(self.ledger.locator()) != self.asked_from:
            self.attempts = 0
            return self._catch_up(now)
        if not self.reached():
            self.mark("Withheld")
            return self._wait(now)
        self.attempts = 0
        self.wake_at = now + POLL
        return []

    def _read(self, payload: "Buffer") -> "tuple[int, list[bytes]]":
        if len(payload) > self.limit:
            raise TooLarge("a message", len(payload), self.limit)
        return self.ledger.read(payload)

    def _extend(self, run: "list[bytes]", height: int, clock: "int | None") -> bool:
        """Give a run to the ledger; return whether it belongs to what is known there."""
        try:
            self.ledger.extend(run, height, clock)
        except (UnknownParent, ForkTooDeep):
            return False
        return True

    def _catch_up(self, now: float) -> "list[Want]":
        if self.asked is not None or self.batch is not None:
            return []
        number = (self.ledger.height + 1) // BATCH
        settled = (self.claim[0] + 1 - SETTLED) // BATCH if self.claim else 0
        if self.retained and settled - KEPT <= number < settled:
            self.batch = number
            self.wake_at = now + PATIENCE
            return [(SUBSCRIBE, BATCHES + str(self.batch))]
        return self._ask(now)

    def _drop_batch(self) -> "list[Want]":
        number, self.batch = self.batch, None
        return [] if number is None else [(UNSUBSCRIBE, BATCHES + str(number))]

    def _ask(self, now: float) -> "list[Want]":
        self.number = self.number + 1 & 0xFFFFFFFF
        self.asked = self.number
        self.asked_from = locator(self.ledger.locator())
        self.wake_at = now + DEADLINE
        return [(SEND, request(self.number, RUN, self.limit, self.asked_from))]

    def _wait(self, now: float) -> "list[Want]":
        """Ask again later, and later each time; the id's low bits keep many devices from asking at once."""
        self.wake_at = now + min(PAUSE << min(self.attempts, 8), LONGEST_PAUSE) * (1 + (self.number & 15) / 16)
        self.attempts += 1
        return []

    def mark(self, reason: str) -> None:
        self.faults[reason] = self.faults.get(reason, 0) + 1

    def _ban(self, reason: str, now: float) -> "list[Want]":
        """Whoever runs a node never sends what breaks a rule: it is not listened to for a while."""
        self.mark(reason)
        wants = self._drop_batch()
        self.asked = None
        self.claim = None
        self.banned_until = self.wake_at = now + BAN
        return wants
