"""Session: follows one gateway."""

from lightclient.codec.cbor import BLOB
from lightclient.errors import ForkTooDeep, LightClientError, UnknownParent
from lightclient.sync.asking import DEADLINE, LONGEST_PAUSE, PAUSE, POLL, SUBSCRIBE, Asking
from lightclient.sync.messages import MAX_PRESENCE, NOT_FOUND, OK, is_up, printable
from lightclient.sync.record import FIRST, LONG_AGO
from lightclient.sync.topics import BATCHES, RESPONSES, STATUS, TIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.sync.asking import Buffer
    from lightclient.sync.record import Want


class Session(Asking):
    """Feed it what arrives from one gateway and what time it is; do what it wants.

        wants = session.start(now)                           the broker is connected
        wants = session.receive(topic, payload, now, clock)  raises nothing for a bad message: it marks the gateway
        wants = session.answer(status, body, now, clock)     of the request with the id `asked`, or `late`
        wants = session.tick(now)                            deadlines
        session.stop()                                       the broker is gone
        session.wake_at                                      the next moment at which tick() has something to do

    payload, body: bytes or views, of which nothing is kept. retained: whether the broker had kept the message.
    now: seconds of a clock that never goes back. clock: Unix seconds, None if the time is not known.
    claim: (height, hash) of the newest block that the gateway has shown over this connection.
    answered_at: when it last answered a request over this connection. What a broker remembers is no answer.
    challenger: a ledger that follows the gateway's chain from our trust anchor on, because that chain leaves ours below
    the blocks that ours keeps; the better one stays. parked: a challenger that waits for its gateway's next turn.
    faults: how often it failed, by reason. presence: its status, as it came.
    last: the newest of its faults, in words. news: whether that is worth a line in a log: each reason is the first
    time, and then ever more rarely.
    """

    def start(self, now: float) -> "list[Want]":
        """Retained messages promise nothing: the tip is asked for after every connect."""
        if not self.connected:
            self.first_until = now + FIRST  # once in a connection: coming and going delays nobody
        self.connected = True
        self.started_at = now
        wants = self._drop_batch() + [(SUBSCRIBE, RESPONSES), (SUBSCRIBE, STATUS)]
        if self.pushed:
            wants.append((SUBSCRIBE, TIP))
        if now < self.banned_until:
            self.wake_at = self.banned_until
            return wants
        return wants + self._ask(now)

    def receive(
        self, topic: str, payload: "Buffer", now: float, clock: "int | None" = None, retained: bool = False
    ) -> "list[Want]":
        if not self.connected:
            return []
        if topic == STATUS:
            return self._status(payload, now, retained)
        if now < self.banned_until:
            return []
        try:
            if topic == TIP:
                return self._tip(payload, now, clock)
            if self.batch is not None and topic == BATCHES + str(self.batch):
                return self._batch(self.batch, payload, now, clock)
        except LightClientError as error:
            return self._failed(error, now)
        return []

    def answer(self, status: int, body: "Any", now: float, clock: "int | None" = None) -> "list[Want]":
        self.asked = self.late = None
        self.advancing_until = 0.0
        self.refused = self.withheld = False
        if not self.connected or now < self.banned_until:
            return []
        self.answered_at = now
        self.up = True
        self.foreign = False
        try:
            wants = self._answer(status, body, now, clock)
        except LightClientError as error:
            wants = self._failed(error, now)
        if not self.foreign and self.challenger is None:
            self._leave()  # it needs no turn any more
        return wants

    def tick(self, now: float) -> "list[Want]":
        if self.again_at is not None and now >= self.again_at:
            return self._begin(now)
        if not self.connected or self.wake_at is None or now < self.wake_at:
            return []
        if self.batch is not None:
            self.retained = False
            wants = self._drop_batch() + self._ask(now)
            self._advances(now)
            return wants
        if self.asked is not None:
            self.asked, self.late = None, self.asked
            self.advancing_until = 0.0
            self.mark("Silent")
            if self.challenger is None:
                self._leave()  # a silent gateway keeps no turn
            return self._wait(now)
        return self._ask(now)

    # -- what a gateway sends unasked; more in asking.py

    def _status(self, payload: "Buffer", now: float, retained: bool) -> "list[Want]":
        """A gateway that comes back may have forgotten what it was asked; saying so again changes nothing."""
        self.up = is_up(payload)
        self.presence = bytes(payload[:MAX_PRESENCE])
        if not self.up:
            self.answered_at = None
            self._leave()
        if not self.up or retained:
            return []
        if now < self.welcome_at:
            self.again_at = self.welcome_at
            return []
        return self._begin(now)

    def _begin(self, now: float) -> "list[Want]":
        self.again_at = None
        self.welcome_at = now + PAUSE
        return self.start(now)

    # -- answers

    def _answer(self, status: int, body: "Any", now: float, clock: "int | None") -> "list[Want]":
        ledger = self.challenger or self.ledger
        moved = ledger.tip != self.asked_tip  # since we asked; what others show beside our chain moves nothing
        once, self.again = not self.again, False  # no challenge can be hidden
        again = moved and once
        if status == NOT_FOUND:  # it knows none of our blocks
            return self._ask_again(now) if again else self._challenge(now, "Foreign")
        if status != OK or not isinstance(body, BLOB):
            self.refused = True
            self.mark("Refused", printable(body) if isinstance(body, str) else "")
            return self._wait(now)
        height, run = self._read(body)
        if not run:  # a gateway that has nothing newer shows its tip
            if not self.reached():
                return self._withheld("Withheld", now, once)
            self.refused = True
            self.mark("Empty")
            return self._wait(now)
        last, shown = ledger.last(height, run), self.claim
        if self.claim is None or last[0] >= self.claim[0]:
            self.claim = last
        before = ledger.height
        try:
            fork = ledger.extend(run, height, clock)
        except ForkTooDeep:
            return self._ask_again(now) if again else self._challenge(now, "ForkTooDeep")
        except UnknownParent:
            if moved:
                return self._ask_again(now)
            # A branch that it goes on may have been dropped meanwhile.
            return self._withheld("Unlinked", now) if ledger.locator() == self.asked_from else self._aside(now)
        if ledger is self.ledger and fork is not None and fork < before:
            self.side_until = LONG_AGO  # its branch has won
        if self.challenger is None:
            self.parked = None  # its chain is ours again
        elif self.ledger.adopt(self.challenger):
            self._lose()
            self.waited_until, self.asked_of = None, self.ledger
        ledger = self.challenger or self.ledger
        self.more = True
        if ledger.tip != self.asked_tip:
            self.attempts = 0
            self._advances(now)
            return self._go_on(now)
        if ledger.locator() != self.asked_from and last != shown and last[1] != ledger.tip:
            return self._aside(now)
        self.more = False
        if self.challenger is not None and self.reached():  # meanwhile somebody else has shown us this chain
            self._lose()
            if self.ledger.adopted != self.began[1]:  # it was true that its chain was not ours
                self.waited_until = None
        if self.challenger is not None:  # this is all that the gateway's chain has
            return self._ban("LessWork", now, LONGEST_PAUSE)  # perhaps its node has not got all of the chain yet
        if not self.reached():
            return self._withheld("Withheld", now, once)
        self.attempts = 0
        self.wake_at = now + min(POLL, max(DEADLINE, self.ledger.network.cadence.spacing // 2))
        return []
