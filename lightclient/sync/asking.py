"""Asking one gateway for blocks: requests, pauses, batches and challenges. `session.Session` is the whole."""

from lightclient.codec.errors import TooLarge
from lightclient.errors import Equivocation, ForkTooDeep, LightClientError, Malformed, TimeTooNew, UnknownParent
from lightclient.sync.messages import RUN, request
from lightclient.sync.record import Record
from lightclient.sync.topics import BATCH, BATCHES, KEPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.sync.ledger import Run
    from lightclient.sync.record import Want

    Buffer = bytes | memoryview

# What a session wants: (verb, topic below the gateway's, or a request); RESPONSES is the client's own.
SUBSCRIBE, UNSUBSCRIBE, SEND = "subscribe", "unsubscribe", "send"

DEADLINE = 10  # seconds for an answer
PAUSE = 2  # seconds before a request is repeated, doubled each time
LONGEST_PAUSE = 300
POLL = 300  # seconds between requests for the tip when nothing is missing, at most: pushed messages may be lost
PATIENCE = 5  # seconds for a retained batch, which a broker either has or lacks
BAN = 3600  # seconds for which a gateway that lied is not listened to
FAILURES = 3  # requests in a row that failed, after which a challenge is given up
TURN = 10  # seconds after which a gateway that waits for its turn to challenge is asked again
SHARE = 60  # seconds of a turn while others wait for theirs: nobody keeps them waiting by going slowly
WAITED = 60  # seconds in its turns for which a gateway's challenge is waited for, once until it wins one
SIDE = 20  # seconds for which blocks that do not win are waited for and asked on without a pause,
REST = 3600  # seconds until a gateway has so many again, unless its branch wins


class Asking(Record):
    """A gateway that is asked for blocks."""

    def _withheld(self, reason: str, now: float, once: bool = False) -> "list[Want]":
        """It names blocks, which costs nothing, and does not show how they connect to ours.

        once: it may have announced a block after it had answered, and is asked again without a pause.
        """
        if once and self.claimed_at > self.asked_at:
            self.again = True
            return self._go_on(now)
        self.mark(reason)
        self.withheld = True
        self.claim = None
        return self._wait(now)

    def _go_on(self, now: float) -> "list[Want]":
        if self.challenger is None:
            return self._catch_up(now)
        crowded = len(self.turns) > self.challenges
        if crowded and now - self.began[0] > SHARE and self._is_next():
            self.began = now, self.began[1]
            self.turns_had += 1
        elif crowded and (now - self.began[0] > SHARE or self.turns.index(self) >= self.challenges):
            self._leave()
            self._queue()
            self.foreign = True  # it keeps its place, and is waited for there
            self.wake_at = now + TURN
            return []
        return self._ask(now)

    def _ask_again(self, now: float) -> "list[Want]":
        """Its answer was about what we were when we asked."""
        self.again = True
        self._advances(now)
        return self._go_on(now)

    def _advances(self, now: float) -> None:
        """It may have more blocks than the others: wait as long as for one answer, however often it is asked.

        An answer to a challenge, even to one that was left meanwhile, is no reason to.
        """
        if self.asked_of is self.ledger:
            self.advancing_until = now + DEADLINE

    def _aside(self, now: float) -> "list[Want]":
        """It shows blocks that do not win, which may cost nothing: they may lead to more, for a while."""
        if now >= self.side_until + REST:
            self.side_until = now + SIDE
        if now < self.side_until:
            self._advances(now)
            self.advancing_until = min(self.advancing_until, self.side_until)
            return self._go_on(now)
        self.mark("SideBlocks")
        return self._wait(now)

    def _challenge(self, now: float, reason: str) -> "list[Want]":
        """The gateway's chain leaves ours below what we keep: see what it has, from our trust anchor on."""
        if self.challenger is not None:  # we do not agree even there
            self.mark(reason)
            self._lose()
            return self._wait(now)
        self.foreign = True
        self._queue()
        active = len([session for session in self.turns if session.challenger is not None])
        if max(self.turns.index(self), active) < self.challenges:
            self.challenger, self.parked = self.parked or self.ledger.challenger(), None
        if self.challenger is None:
            self.mark(reason)
            self.wake_at = now + TURN  # it keeps its place
            return []
        self.began = now, self.ledger.adopted
        if self.waited_until is None:
            self.waited_until = now + WAITED
        elif self.left_at is not None:
            self.waited_until += max(0, now - self.left_at - DEADLINE)  # until then we waited for its answer
        return self._ask(now)

    def _read(self, payload: "Buffer") -> "tuple[int, Run]":
        if len(payload) > self.limit:
            raise TooLarge("a message", len(payload), self.limit)
        return self.ledger.read(payload)

    def _catch_up(self, now: float) -> "list[Want]":
        if self.asked is not None or self.batch is not None:
            return []
        number = (self.ledger.height + 1) // BATCH
        settled = (self.claim[0] + 1 - self.ledger.network.cadence.settled) // BATCH if self.claim else 0
        if self.retained and self.challenger is None and settled - KEPT <= number < settled:
            self.batch, self.late = number, None
            self.wake_at = now + PATIENCE
            return [(SUBSCRIBE, BATCHES + str(self.batch))]
        return self._ask(now)

    # -- what a gateway sends unasked

    def _tip(self, payload: "Buffer", now: float, clock: "int | None") -> "list[Want]":
        height, run = self._read(payload)
        if not run:
            return []
        self.claim, self.claimed_at = self.ledger.last(height, run), now
        try:
            self.ledger.extend(run, height, clock)
            if self.reached():
                return []
        except (UnknownParent, ForkTooDeep):
            pass
        # Saying it once more does not make us ask.
        return [] if self.attempts and now - self.asked_at < DEADLINE else self._catch_up(now)

    def _batch(self, number: int, payload: "Buffer", now: float, clock: "int | None") -> "list[Want]":
        height, run = self._read(payload)
        try:
            self.ledger.extend(run, height, clock)
            self.retained = self.ledger.height + 1 >= (number + 1) * BATCH
        except (UnknownParent, ForkTooDeep):
            self.retained = False
        return self._drop_batch() + self._catch_up(now)

    # --

    def _drop_batch(self) -> "list[Want]":
        number, self.batch = self.batch, None
        return [] if number is None else [(UNSUBSCRIBE, BATCHES + str(number))]

    def _ask(self, now: float) -> "list[Want]":
        """A repeated request keeps its id, so the answer to it counts however late it comes."""
        ledger = self.challenger or self.ledger
        locator = ledger.locator()
        if self.late is None or self.asked_of is not ledger:
            self.late = self.ids()
            self.asked_of, self.asked_from, self.asked_tip = ledger, locator, ledger.tip
        self.asked, self.late = self.late, None
        self.asked_at = now
        self.wake_at = now + DEADLINE
        return [(SEND, request(self.asked, RUN, self.limit, locator))]

    def _wait(self, now: float) -> "list[Want]":
        """Retry later, and later each time; the id's low bits keep many devices from asking at once."""
        self.wake_at = now + min(PAUSE << min(self.attempts, 8), LONGEST_PAUSE) * (1 + (self.ids() & 15) / 16)
        self.attempts += 1
        if self.attempts >= FAILURES:  # however it fails: others wait for their turn
            self._leave()
        return []

    def _failed(self, error: LightClientError, now: float) -> "list[Want]":
        if isinstance(error, (TimeTooNew, Malformed)):  # our clock may be wrong, and bytes may be damaged on their way
            self.mark(error.name, str(error))
            self.claim = None
            return self._drop_batch() + (self._wait(now) if self.asked is None else [])
        if isinstance(error, Equivocation):  # showing it is a service to us
            self.mark(error.name, str(error))
            return self._wait(now)
        return self._ban(error.name, now, BAN, str(error))

    def _ban(self, reason: str, now: float, seconds: float, text: str = "") -> "list[Want]":
        """Stop listening for a while: nobody who runs a node sends what breaks a rule."""
        self.mark(reason, text)
        wants = self._drop_batch()
        if self.challenger is not None:
            self._lose()
        self._leave()
        self.asked = self.late = self.claim = None
        self.advancing_until = 0.0
        self.banned_until = self.wake_at = now + seconds
        return wants
