"""A log as `sync` sees a ledger: its blocks are heads, each final once it has its witnesses.

run       [[signed head, path], ...]     each path leads from the head before it, the first from the one we have
locator   our size, 8 bytes big-endian
record    as saved.py says
"""

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit import saved
from lightclient.audit.errors import NotWitnessed, SplitView
from lightclient.audit.logstate import LogState
from lightclient.audit.run import parse
from lightclient.errors import LightClientError, UnknownParent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.audit.network import LogNetwork
    from lightclient.audit.others import Other
    from lightclient.audit.questions import Inclusion
    from lightclient.audit.run import Shown
    from lightclient.audit.trust import Trust
    from lightclient.audit.witnessed import Witnessed
    from lightclient.evidence.verdict import Verdict
    from lightclient.sync.gossip import Gossip

    Buffer = bytes | bytearray | memoryview

SEEN = 8  # heads that are kept to be compared with what others have seen


class LogLedger:
    """What is kept of a log (logstate.py), behind the interface that every ledger offers (sync/ledger.py)."""

    trusted = True  # whoever is believed signs each head
    adopted = 0

    def __init__(self, network: "LogNetwork", trust: "Trust") -> None:
        self.network = network
        self.trust = trust
        self.state = LogState(trust.policy, network.origin)
        self.forked: "SplitView | None" = None
        self.evidence = b""  # an envelope of two signed heads that contradict each other, once there is one
        self.seen: "list[Witnessed]" = []  # the newest heads, the last of them ours
        self.others: "list[Other]" = []  # heads of other sizes that the log signed (others.py)
        self.passed_over = b""  # the last signed head that was shown and did not become ours
        self.replaced: "list[Callable[[int], object]]" = []
        self.anchor = "log key " + trust.log.id.hex() + ", witnesses " + trust.policy.threshold()

    @property
    def height(self) -> int:
        return self.state.size

    @property
    def tip(self) -> bytes:
        return self.state.root

    @property
    def time(self) -> int:
        return self.state.head.time if self.state.head else 0

    @property
    def unproved(self) -> "list[Other]":
        """Heads that the log signed and that nobody has connected to ours: a doubt, and no evidence."""
        return [each for each in self.others if each.unproved]

    @property
    def stamp(self) -> int:
        return self.state.size

    def read(self, payload: "Buffer") -> "tuple[int, list[Shown]]":
        """Return (size of the first head, heads) of a message.

        Raises what `run.parse` raises.
        """
        run = parse(bytes(payload))
        return (run[0].head.size if run else 0), run

    def last(self, height: int, run: "list[Shown]") -> "tuple[int, bytes]":
        return run[-1].head.size, run[-1].head.root

    def extend(self, run: "list[Shown]", height: int, clock: "int | None") -> "int | None":
        """Take heads, each of a larger log than the one before; return our size before, None if it is the same.

        Raises UnknownParent for a larger log without a path from ours, NotWitnessed, and what `LogState.take` raises.
        """
        before, kept = self.state.size, self.state.head
        try:
            for shown in run:
                if shown.head.size != self.state.size:
                    self.passed_over = bytes(shown.note)
                if shown.head.size > self.state.size > 0 and not shown.path:
                    raise UnknownParent()
                if self.state.take(shown.note, shown.path, clock):
                    self._meet()
                if shown.head.size > self.state.size:
                    raise NotWitnessed(size=shown.head.size, threshold=self.trust.policy.threshold())
        except SplitView as error:
            from lightclient.audit import misbehaviour

            misbehaviour.contradicted(self, error, self.state.head, shown.note)
            self.state.head = kept
            raise
        except LightClientError:
            self.state.head = kept
            raise
        self.remember()
        return before if self.state.size != before else None

    def _meet(self) -> None:
        """Raises SplitView if the head that is now ours contradicts one that others were shown."""
        self.passed_over = b""
        if self.others and self.state.head is not None:
            from lightclient.audit.others import meet

            meet(self, self.state.head)

    def remember(self) -> None:
        """Keep our head among those that are compared with what others have seen."""
        head = self.state.head
        if head is not None and (not self.seen or self.seen[-1].head.size < head.head.size):
            self.seen = self.seen[1 - SEEN :] + [head]

    def gossip(self, client: str) -> "Gossip":
        from lightclient.audit.others import Comparing  # whoever only judges evidence need not have it

        return Comparing(self, client)

    def said(self) -> "bytes | None":
        """Return the newest head as it is signed, for others to compare; None before the first."""
        return self.state.head.note.serialize() if self.state.head else None

    def heard(self, data: bytes) -> "bytes | None":
        """Compare a head that somebody else was shown with those we know of that size; return what contradicts it.

        Nothing but the log's own signature makes it count. Raises BadNote, BadHead, NotSignedByLog,
        NoteSignatureInvalid.
        """
        head = heads.parse(notes.parse(data).text)
        for ours in self.seen + self.others:
            if head.origin == self.network.origin and head.size == ours.head.size and head.root != ours.head.root:
                from lightclient.audit import misbehaviour  # which hardly anybody ever needs

                return misbehaviour.heard(self, ours, data)
        return None

    def knows(self, height: int, block_hash: bytes) -> bool:
        return height < self.state.size or (height == self.state.size and block_hash == self.state.root)

    def is_best(self, block_hash: bytes) -> bool:
        return block_hash == self.state.root

    def locator(self) -> bytes:
        return self.state.size.to_bytes(8, "big")

    def challenger(self, saved: "Buffer | None" = None) -> None:
        return None  # a log that forked is not followed any further

    def adopt(self, challenger: "Any") -> bool:
        return False

    def where(self, height: int, block_hash: bytes) -> "bool | None":
        return block_hash == self.state.root if height == self.state.size else None

    def prove(
        self,
        subject: "Any",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Callable[[Buffer], object] | None" = None,
    ) -> "Inclusion":
        """Return the question for a record. subject: its entry, 32 bytes or as many in hex."""
        from lightclient.audit.questions import Inclusion

        return Inclusion(self, subject, clock, limit, proven)

    def judge_evidence(self, data: "bytes | memoryview", clock: "int | None") -> "Verdict":
        from lightclient.audit import evidence

        return evidence.judge(self, data, clock)

    def facts(self) -> "dict[str, object]":
        found: "dict[str, object]" = {
            "witnesses": sorted(self.state.head.times) if self.state.head else [],
            "of": self.trust.policy.threshold(),
        }
        if self.evidence:
            found["evidence"] = self.evidence.hex()
        if self.unproved:
            found["unproved_heads"] = [[each.head.size, each.head.root.hex()] for each in self.unproved]
        return found

    def parts(self) -> "list[bytes]":
        return saved.parts(self)

    def restore(self, record: "Buffer | None") -> "list[str]":
        """Take the head of an earlier run; return the names of what kept that from being."""
        if record is None:
            return []
        try:
            saved.restore(self, bytes(record))
        except LightClientError as error:
            return ["Saved" + error.name]
        return []
