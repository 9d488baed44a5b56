"""What is known of one gateway over this connection, and how it behaved. `session.Session` follows it."""

from lightclient.sync.messages import MAX_MESSAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.sync.ledger import Ledger

    Want = tuple[str, Any]

FIRST = 2  # seconds in which a gateway that was just connected to may give a first answer that others wait for
LONG_AGO = -1e9


class Record:
    """See `session.Session` for what its attributes mean."""

    def __init__(
        self,
        ledger: "Ledger",
        ids: "Callable[[], int]",
        turns: "list[Any]",
        challenges: int = 1,
        limit: int = MAX_MESSAGE,
    ) -> None:
        """ids: gives the id of a new request. turns: the sessions that want to challenge, shared by all;
        the first `challenges` of them may.

        limit: bytes of blocks to ask for at once, and the most that is unpacked; the tip message has to fit. With less
        than MAX_MESSAGE no batch is asked for.
        """
        self.ledger = ledger
        self.ids = ids
        self.turns = turns
        self.challenges = challenges
        self.faults: "dict[str, int]" = {}
        self.last = ""
        self.news = False
        self.banned_until = 0.0
        self.limit = limit
        self.retained = limit >= MAX_MESSAGE  # whether the broker has batches, as far as we know, and we can take one
        self.pushed = True  # whether we take what it pushes; else we only ask it
        self.asked: "int | None" = None  # id of the request in flight
        self.late: "int | None" = None  # id of a request that was not answered in time, and may still be
        self.asked_at = 0.0
        self.asked_of: "Ledger | None" = None  # whose next blocks it asks for, ours or a challenger's
        self.asked_from = self.asked_tip = b""  # its locator and tip
        self.batch: "int | None" = None  # number of the batch awaited
        self.challenger: "Ledger | None" = None
        self.parked: "Ledger | None" = None  # the challenger of a challenge that goes on in its next turn
        self.turns_had = 0
        self.waited_until: "float | None" = None  # others wait for its challenges, once one began
        self.left_at: "float | None" = None  # when it was last heard in a turn that it left: from then on nobody waited
        self.side_until = LONG_AGO  # until then blocks that do not win are asked for without a pause
        self.connected = False
        self.first_until = 0.0
        self.again = False  # whether it was asked again because we had moved meanwhile
        self.foreign = False  # whether the last answer called for a challenge
        self.began = (0.0, 0)  # when its turn began, and how many challenges had been won before
        self.wake_at: "float | None" = None
        self.stop()

    def stop(self) -> None:
        self.connected = False
        self.up: "bool | None" = None  # what its status topic says
        self.presence = b""
        self.welcome_at = 0.0  # from then on its return makes us begin anew
        self.again_at: "float | None" = None  # when we begin anew, because it came back earlier
        self.attempts = 0
        # What was said is old after the next connect.
        self.claim: "tuple[int, bytes] | None" = None
        self.claimed_at = 0.0  # when it last announced one unasked
        self.answered_at: "float | None" = None
        self.asked = self.late = self.wake_at = None
        self.advancing_until = 0.0  # others wait so long: its last answer brought blocks that belong to what is known
        self.refused = self.withheld = False  # what else the last answer was
        self.more = True  # whether it may have more blocks than it has shown: until it has nothing to add
        self._leave()

    def _queue(self) -> None:
        """Ask for a turn: whoever had half as many comes first, so nobody keeps the others out."""
        if self not in self.turns:
            place = len([session for session in self.turns if order(session.turns_had) <= order(self.turns_had)])
            self.turns.insert(place, self)

    def _is_next(self) -> bool:
        """Whether its next turn comes before those of all who wait."""
        mine = order(self.turns_had + 1)
        return not [1 for session in self.turns if session is not self and order(session.turns_had) < mine]

    def _leave(self) -> None:
        """Leave the place to the next session, and wake it if it pauses. The challenge goes on in the next turn."""
        if self.challenger is not None:
            self.parked, self.challenger = self.challenger, None
            self.turns_had += 1
            self.left_at = self.asked_at
        if self in self.turns:
            self.turns.remove(self)
            for session in self.turns[: self.challenges]:
                if session.challenger is None and session.asked is None and session.batch is None:
                    session.wake_at = 0.0

    def _lose(self) -> None:
        """The challenge came to nothing: the next one begins at the trust anchor, and nobody waits for it."""
        self._leave()
        self.parked = self.left_at = None
        self.waited_until = 0.0

    def reached(self) -> bool:
        """Whether the ledger has the newest block that the gateway has shown, on whatever branch."""
        return self.claim is None or self.ledger.knows(*self.claim)

    def awaited(self, now: float) -> bool:
        """Whether what is known may change at once: by a first answer, a batch, or a challenge for a while."""
        if not self.connected or self.up is False or now < self.banned_until:
            return False
        if self.answered_at is None:
            return now < self.first_until
        if self.batch is not None:
            return True
        return self in self.turns and (self.waited_until is None or now < self.waited_until)

    def shows_best(self) -> bool:
        """Whether the gateway has shown all it has over this connection, and the newest block of that is the best."""
        if self.answered_at is None or self.more or self.claim is None:
            return False
        return self.ledger.is_best(self.claim[1])

    def mark(self, reason: str, text: str = "") -> None:
        count = self.faults[reason] = self.faults.get(reason, 0) + 1
        self.last = worded(reason, text)
        if not count & count - 1:
            self.news = True


def order(turns: int) -> "tuple[int, int]":
    """Return the place in the queue of whoever had so many turns, lowest first.

    It goes on until it has had twice as many, and then waits for the others. So its turns in a row become ever more: a
    store that has no room for how far all of them came keeps one of them for as long as that one takes.
    """
    return len(bin(turns + 1)), -turns


def worded(reason: str, text: str) -> str:
    """Return the name of a fault and what is said about it, as one sentence. On a board errors name themselves."""
    return reason if not text else text if text.startswith(reason) else reason + ": " + text
