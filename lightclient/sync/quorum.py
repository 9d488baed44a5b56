"""Quorum: follows several gateways with one ledger, and tells a slow chain from a gateway that is behind or holds back.

Blocks prove themselves, so one honest gateway is enough to find the best chain; the others show whether we hear of all
there is.
"""

from lightclient.sync.asking import FAILURES
from lightclient.sync.messages import MAX_MESSAGE
from lightclient.sync.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.sync.ledger import Ledger

    Buffer = bytes | memoryview
    Wants = list[tuple[str, str, Any]]

# What a gateway is doing.
OFFLINE = "offline"  # no connection, or its last will was heard
BANNED = "banned"  # it broke a rule; it is not listened to for a while
SILENT = "silent"  # it has not answered, over this connection
CHALLENGING = "challenging"  # its chain is not ours; we are checking it from the trust anchor on
WITHHOLDING = "withholding"  # it names blocks that it does not show
REFUSING = "refusing"  # it answers, but not with blocks
BEHIND = "behind"  # we have a better block than it shows
FOLLOWING = "following"
# What is known of the chain.
STARTING = "starting"  # no gateway has answered
CATCHING_UP = "catching up"  # more is coming, or the chain lacks the least that its network demands
UNCONFIRMED = "unconfirmed"  # fewer gateways than needed show our tip
STALE = "stale"  # the tip is too old
SLOW = "slow"  # no news for long, which may be coincidence
SYNCED = "synced"
KNOWN = (SYNCED, SLOW)  # states on which verdicts can be counted
FORKED = "forked"  # two blocks where there can be only one: nothing more is believed

SILENCE = 660  # seconds: two polls, and their answers, were missed
GRACE = 60  # seconds in which a gateway may show a block that another one has shown


class Quorum:
    """Sessions by the names of their gateways, over one ledger. What they want is (name, verb, argument)."""

    def __init__(
        self,
        ledger: "Ledger",
        names: "list[str]",
        ids: "Callable[[], int]",
        needed: int = 1,
        challenges: int = 1,
        limit: int = MAX_MESSAGE,
    ) -> None:
        """needed: how many gateways must show the tip before the chain counts as synced.

        challenges: chains that are compared with ours at the same time. ids, limit: as for Session.
        """
        self.ledger = ledger
        self.needed = needed
        turns: "list[Session]" = []
        self.sessions = {name: Session(ledger, ids, turns, challenges, limit) for name in names}
        self.tip = ledger.tip
        self.tip_at: "float | None" = None

    def start(self, name: str, now: float) -> "Wants":
        return self._named(name, self.sessions[name].start(now), now)

    def stop(self, name: str) -> None:
        self.sessions[name].stop()

    def receive(
        self, name: str, topic: str, payload: "Buffer", now: float, clock: "int | None" = None, retained: bool = False
    ) -> "Wants":
        return self._named(name, self.sessions[name].receive(topic, payload, now, clock, retained), now)

    def answer(self, name: str, status: int, body: "Any", now: float, clock: "int | None" = None) -> "Wants":
        return self._named(name, self.sessions[name].answer(status, body, now, clock), now)

    def tick(self, now: float) -> "Wants":
        wants: "Wants" = []
        for name in sorted(self.sessions):
            wants += self._named(name, self.sessions[name].tick(now), now)
        return wants

    @property
    def wake_at(self) -> "float | None":
        sessions = self.sessions.values()
        times = [session.wake_at for session in sessions] + [session.again_at for session in sessions]
        due = [at for at in times if at is not None]
        return min(due) if due else None

    def gateway(self, name: str, now: float) -> str:
        """Return what the gateway is doing."""
        session = self.sessions[name]
        if not session.connected or session.up is False:
            return OFFLINE
        if now < session.banned_until:
            return BANNED
        if session.challenger is not None:
            return CHALLENGING
        if _is_silent(session, now):
            return SILENT
        if session.refused:
            return REFUSING
        if session.withheld or (session.attempts >= FAILURES and not session.reached()):
            return WITHHOLDING
        if session.claim is None or self.ledger.is_best(session.claim[1]) or now - (self.tip_at or 0) < GRACE:
            return FOLLOWING
        return BEHIND

    def chain(self, now: float, clock: "int | None" = None) -> str:
        """Return what is known of the chain. What a gateway merely announces and never delivers does not count.

        clock: Unix seconds, None if the time is not known; then no tip is called stale.
        """
        ledger = self.ledger
        if ledger.forked is not None:
            return FORKED
        answered = [session for session in self.sessions.values() if session.answered_at is not None]
        if not answered:
            return STARTING
        coming = [
            session for session in self.sessions.values() if now < session.advancing_until or session.awaited(now)
        ]
        # Two blocks found at the same time are level: a gateway on the other one hides nothing from us.
        # A gateway that has fallen silent shows nothing any more.
        heard = [session for session in answered if now >= session.banned_until and not _is_silent(session, now)]
        shown = [session for session in heard if session.shows_best()]
        if coming or not ledger.trusted:
            return CATCHING_UP
        if len(shown) < self.needed:
            return UNCONFIRMED
        if clock is not None and clock - ledger.time > ledger.network.cadence.stale_after:
            return STALE
        return SLOW if self.tip_at is not None and now - self.tip_at > ledger.network.cadence.slow_after else SYNCED

    def disputes(self) -> "list[tuple[str, int, bytes]]":
        """Return (gateway, turns it had, tip of its challenger) of those who challenged and have not won since."""
        found = []
        for name, session in self.sessions.items():
            if session.waited_until is not None:
                challenger = session.challenger or session.parked
                turns = session.turns_had + (session.challenger is not None)
                found.append((name, turns, b"" if challenger is None else challenger.tip))
        return found

    def _named(self, name: str, wants: "list[tuple[str, Any]]", now: float) -> "Wants":
        if self.ledger.tip != self.tip or (self.tip_at is None and self.sessions[name].claim):
            self.tip = self.ledger.tip
            self.tip_at = now
        return [(name, verb, argument) for verb, argument in wants]


def _is_silent(session: Session, now: float) -> bool:
    return session.answered_at is None or now - session.answered_at > SILENCE
