"""Quorum: follows several gateways with one ledger, and tells a slow chain from a gateway that is behind or holds back.

Headers prove themselves, so one honest gateway is enough to find the best chain; the others show whether we hear of
all there is.
"""

from lightclient.sync.messages import MAX_MESSAGE
from lightclient.sync.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.sync.ledger import Ledger

    Buffer = bytes | memoryview
    Wants = list[tuple[str, str, Any]]

# What a gateway is doing.
OFFLINE, BANNED, SILENT, WITHHOLDING, BEHIND, FOLLOWING = (
    "offline",
    "banned",
    "silent",
    "withholding",
    "behind",
    "following",
)
# What is known of the chain.
STARTING, CATCHING_UP, UNCONFIRMED, SLOW, SYNCED = "starting", "catching up", "unconfirmed", "slow", "synced"

SILENCE = 660  # seconds: two polls, and their answers, were missed
FAILURES = 3  # requests in a row that failed, after which an announced block counts as withheld
GRACE = 60  # seconds in which a gateway may show a block that another one has shown
SLOW_AFTER = 2 * 60 * 60  # seconds without a block: with honest gateways this happens once in some 160,000 blocks


class Quorum:
    """Sessions by the names of their gateways, over one ledger. What they want is (name, verb, argument)."""

    def __init__(
        self, ledger: "Ledger", names: "list[str]", needed: int = 1, number: int = 0, limit: int = MAX_MESSAGE
    ) -> None:
        """needed: how many gateways must show the tip before the chain counts as synced; the others as for Session."""
        self.ledger = ledger
        self.needed = needed
        self.sessions = {name: Session(ledger, number, limit) for name in names}
        self.tip = ledger.tip
        self.tip_at: "float | None" = None

    def start(self, name: str, now: float) -> "Wants":
        return self._named(name, self.sessions[name].start(now))

    def stop(self, name: str) -> None:
        self.sessions[name].stop()

    def receive(self, name: str, topic: str, payload: "Buffer", now: float, clock: "int | None" = None) -> "Wants":
        wants = self._named(name, self.sessions[name].receive(topic, payload, now, clock))
        if self.ledger.tip != self.tip or (self.tip_at is None and self.sessions[name].claim):
            self.tip = self.ledger.tip
            self.tip_at = now
        return wants

    def tick(self, now: float) -> "Wants":
        wants: "Wants" = []
        for name in sorted(self.sessions):
            wants += self._named(name, self.sessions[name].tick(now))
        return wants

    @property
    def wake_at(self) -> "float | None":
        times = [session.wake_at for session in self.sessions.values() if session.wake_at is not None]
        return min(times) if times else None

    def gateway(self, name: str, now: float) -> str:
        """Return what the gateway is doing."""
        session = self.sessions[name]
        if not session.connected:
            return OFFLINE
        if now < session.banned_until:
            return BANNED
        if session.heard_at is None or now - session.heard_at > SILENCE:
            return SILENT
        if not session.reached():
            most = 1 if session.faults.get("Withheld") else FAILURES
            return WITHHOLDING if session.attempts >= most else FOLLOWING
        if session.claim and (self.ledger.is_best(session.claim[1]) or now - (self.tip_at or 0) < GRACE):
            return FOLLOWING
        return BEHIND

    def chain(self, now: float) -> str:
        """Return what is known of the chain. What a gateway merely announces and never delivers does not count."""
        if self.tip_at is None:
            return STARTING
        heard = [self.sessions[name] for name in self.sessions if self.gateway(name, now) in (FOLLOWING, BEHIND)]
        if not all(session.reached() for session in heard):
            return CATCHING_UP
        # Two blocks found at the same time are level: a gateway on the other one hides nothing from us.
        shown = [session for session in heard if session.claim and self.ledger.is_best(session.claim[1])]
        if len(shown) < self.needed:
            return UNCONFIRMED
        return SLOW if now - self.tip_at > SLOW_AFTER else SYNCED

    def _named(self, name: str, wants: "list[tuple[str, Any]]") -> "Wants":
        return [(name, verb, argument) for verb, argument in wants]
