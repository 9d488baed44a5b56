"""Heads of another size than ours that the log has signed, and whether theirs and ours belong to one log.

Two signed heads of one size show two histories: both are evidence (misbehaviour.py). Two of different sizes show
nothing by themselves. A path between them says that the larger log goes on from the smaller one (RFC 9162 2.1.4), and
whoever serves the log can make it: so every gateway is asked, a few times. A head that none of them connects to ours is
told as unproved. That is a doubt and no evidence: the log may have two histories, or its servers may lag.

Such a head moves nothing, whoever cosigned it: only a gateway's run does. It is kept to be compared with all that
comes: once our log has its size, or somebody shows another one of that size, the two can be evidence.

Bounds: one head in PACE seconds of all peers together, those first who had no turn for longest; one in PACE of each
gateway; PEERS of peers and one of each gateway that wait, one question at a time. A signature is verified when a head
gets its turn. `ledger.others` has these, PROVED that are proved and DOUBTED that are not.
"""

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.errors import NotSignedByLog, SplitView
from lightclient.audit.questions import Consistency
from lightclient.errors import LightClientError
from lightclient.sync.gossip import MAX, Gossip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.ledger import LogLedger
    from lightclient.audit.witnessed import Witnessed

PACE = 15  # seconds
PEERS, PROVED, DOUBTED = 4, 8, 4
SOURCES = 32  # of whom it is known when they had a turn
SOON = 5  # seconds until a head has its turn
ROUNDS, PAUSE = 3, 20  # how often they are asked until a head counts as unproved, and the seconds in between
RARELY = 300  # seconds between questions about a head that is unproved


class Other:
    """A head that somebody else was shown. `head` and `note` are as in Witnessed, with the log's signature alone.

    source   whose it is: a topic, or the name of a gateway
    at       when its turn may come: our gateway may be about to show it
    ask_at   when it is asked for next, None once it is proved
    rounds   how often it was asked for in vain
    """

    __slots__ = ("ask_at", "at", "head", "note", "rounds", "source")

    def __init__(self, ledger: "LogLedger", data: bytes, source: str = "", now: float = 0.0, rounds: int = 0) -> None:
        """Raises BadNote, BadHead, NotSignedByLog; the signature is not verified."""
        note, key = notes.parse(data), ledger.trust.log
        own = [each for each in note.signatures if each[0] == key.name and each[1] == key.id][:1]
        self.head = heads.parse(note.text)
        if not own or self.head.origin != ledger.network.origin:
            raise NotSignedByLog(origin=self.head.origin)
        self.note = notes.Note(note.text, own)
        self.source = source
        self.at = now + SOON
        self.ask_at: "float | None" = self.at
        self.rounds = rounds

    @property
    def unproved(self) -> bool:
        return self.ask_at is not None and self.rounds >= ROUNDS


def meet(ledger: "LogLedger", ours: "Witnessed") -> None:
    """Compare a head that becomes ours with those that others were shown.

    Raises SplitView if the log signed another one of that size; `ledger` has the evidence then.
    """
    for each in ledger.others:
        if each.head.size == ours.head.size:
            if each.head.root != ours.head.root:
                from lightclient.audit.misbehaviour import contradicted

                error = SplitView(
                    who=each.head.origin, at=each.head.size, first=each.head.root.hex(), second=ours.head.root.hex()
                )
                contradicted(ledger, error, each, ours.note.serialize())
                raise error
            each.ask_at = None


class Comparing(Gossip):
    """What one client says and hears, and what it asks gateways because of that. `asked`: the open question."""

    def __init__(self, ledger: "LogLedger", name: str) -> None:
        super().__init__(ledger, name)
        self._offered: "dict[str, Other]" = {}  # what gets the next turn: of each gateway, and of all peers under ""
        self._turn_at: "dict[str, float]" = {}  # from when on, by the same names
        self._had: "dict[str, float]" = {}  # when a source had its last turn
        self._about: "Other | None" = None

    def shown(self, gateway: str, now: float) -> None:
        """Take the head that a gateway has just shown and that moved nothing, if there is one."""
        data, self.ledger.passed_over = self.ledger.passed_over, b""
        if data and len(data) <= MAX:
            try:
                self._answer = self._hear(gateway, data, now) or self._answer
            except LightClientError:
                pass  # the session has marked the gateway

    def _hear(self, source: str, data: bytes, now: float) -> "bytes | None":
        answer: "bytes | None" = self.ledger.heard(data)
        if answer is None and self.ledger.forked is None and self.ledger.state.head is not None:
            slot = "" if source.startswith(self.prefix) else source
            other, before = Other(self.ledger, data, source, now), self._offered.get(slot)
            first = before is None or self._had.get(source, -1.0) < self._had.get(before.source, -1.0)
            if first and other.head.size and not self._is_known(other):
                self._offered[slot] = other
        return answer

    def question(self, now: float) -> "Consistency | None":
        if self.asked is not None and not self.asked.done:
            return None
        self._settle(now)
        for slot in list(self._offered):
            if now >= self._due(slot):
                self._take(slot, now)
        due = [each for each in self.ledger.others if each.ask_at is not None and each.ask_at <= now]
        if not due or self.ledger.forked is not None or self.ledger.state.head is None:
            return None
        self._about = min(due, key=lambda each: each.ask_at)
        return Consistency(self.ledger, self._about.head)

    def later(self, now: float) -> None:
        """There is no room for the question now."""
        if self._about is not None:
            self._about.ask_at = now + SOON
        self._about = None

    @property
    def wake_at(self) -> "float | None":
        due = [] if self.say_at is None else [self.say_at]
        if self.ledger.forked is None and (self.asked is None or self.asked.done):
            due += [self._due(slot) for slot in self._offered]
            due += [each.ask_at for each in self.ledger.others if each.ask_at is not None]
        return min(due) if due else None

    def _due(self, slot: str) -> float:
        return max(self._turn_at.get(slot, 0.0), self._offered[slot].at)

    def _take(self, slot: str, now: float) -> None:
        """Verify a head that has its turn, and have it asked for."""
        other = self._offered[slot]
        if self._is_known(other):
            del self._offered[slot]
            return
        self._turn_at[slot] = now + PACE
        waiting = [each for each in self.ledger.others if each.ask_at is not None and not each.unproved]
        if slot:
            full = slot in [each.source for each in waiting]
        else:
            full = len([1 for each in waiting if each.source.startswith(self.prefix)]) >= PEERS
        if full:
            return
        del self._offered[slot]
        if other.source not in self._had and len(self._had) >= SOURCES:
            del self._had[min(self._had, key=lambda name: self._had[name])]
        self._had[other.source] = now
        try:
            self._answer = self.ledger.heard(other.note.serialize()) or self._answer  # our log may have grown
            if self.ledger.forked is None and other.note.times(self.ledger.trust.log):
                self.ledger.others.append(other)
                self._stamp = None  # whoever was shown that head is told ours soon
        except LightClientError:
            pass  # anybody can write anything

    def _is_known(self, other: Other) -> bool:
        for each in self.ledger.seen + self.ledger.others:
            if each.head.size == other.head.size and each.head.root == other.head.root:
                return True
        return False

    def _settle(self, now: float) -> None:
        """See what became of the question."""
        about, asked, self._about, self.asked = self._about, self.asked, None, None
        if about is None or asked is None or about.ask_at is None:
            return
        if asked.by is not None:
            about.ask_at = None
        else:
            about.rounds += 1
            about.ask_at = now + (RARELY if about.unproved else PAUSE)
        kept = self.ledger.others
        proved = [each for each in kept if each.ask_at is None][-PROVED:]
        unproved = self.ledger.unproved[:DOUBTED]
        self.ledger.others = [e for e in kept if e in proved or e in unproved or (e.ask_at and not e.unproved)]
