"""A log as `sync` sees a ledger: its blocks are heads, each final once it has its witnesses.

run       [[signed head, path], ...]     each path leads from the head before it, the first from the one we have
locator   our size, 8 bytes big-endian
record    ["LCH1", origin, signed head or null], or ["LCH2", the same, evidence that the log forked]
"""

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.errors import BadSavedHead, NotWitnessed, SplitView
from lightclient.audit.logstate import LogState
from lightclient.codec.cbor import BLOB, decode, encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.errors import LightClientError, UnknownParent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.audit.head import Head
    from lightclient.audit.network import LogNetwork
    from lightclient.audit.questions import Inclusion
    from lightclient.audit.trust import Trust
    from lightclient.audit.witnessed import Witnessed
    from lightclient.evidence.verdict import Verdict
    from lightclient.sync.gossip import Gossip

    Buffer = bytes | bytearray | memoryview

MAGIC, MAGIC_FORKED = "LCH1", "LCH2"
MAX_RUN = 16  # heads in one message
SEEN = 8  # heads that are kept to be compared with what others have seen


class Shown:
    """A signed head in a run; nothing of it is verified yet."""

    __slots__ = ("head", "note", "path")

    def __init__(self, note: bytes, path: bytes) -> None:
        """Raises BadNote, BadHead."""
        self.note = note
        self.path = path
        self.head: "Head" = heads.parse(notes.parse(note).text)


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
    def stamp(self) -> int:
        return self.state.size

    def read(self, payload: "Buffer") -> "tuple[int, list[Shown]]":
        """Return (size of the first head, heads) of a message.

        Raises BadSchema, TooLarge, BadNote, BadHead, and the errors of `cbor.decode`.
        """
        items = decode(bytes(payload), 3 * MAX_RUN + 1)
        if not isinstance(items, list):
            raise BadSchema("a run", "not a list of signed heads")
        if len(items) > MAX_RUN:
            raise TooLarge("the number of signed heads", len(items), MAX_RUN)
        run = []
        for item in items:
            if not isinstance(item, list) or len(item) != 2 or not all(isinstance(each, BLOB) for each in item):
                raise BadSchema("a run", "not [signed head, path]")
            run.append(Shown(item[0], item[1]))
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
                if shown.head.size > self.state.size > 0 and not shown.path:
                    raise UnknownParent()
                self.state.take(shown.note, shown.path, clock)
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
        self._remember()
        return before if self.state.size != before else None

    def _remember(self) -> None:
        head = self.state.head
        if head is not None and (not self.seen or self.seen[-1].head.size < head.head.size):
            self.seen = self.seen[1 - SEEN :] + [head]

    def gossip(self, client: str) -> "Gossip":
        from lightclient.sync.gossip import Gossip  # whoever follows no log need not have it

        return Gossip(self, client)

    def said(self) -> "bytes | None":
        """Return the newest head as it is signed, for others to compare; None before the first."""
        return self.state.head.note.serialize() if self.state.head else None

    def heard(self, data: bytes) -> "bytes | None":
        """Compare a head that somebody else was shown with ours of that size; return ours if the two contradict.

        Nothing but the log's own signature makes it count. Raises BadNote, BadHead, NotSignedByLog,
        NoteSignatureInvalid.
        """
        head = heads.parse(notes.parse(data).text)
        for ours in self.seen:
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
        return found

    def parts(self) -> "list[bytes]":
        head = self.state.head
        fields = [self.network.origin, head.note.serialize() if head else None]
        return [encode([MAGIC_FORKED] + fields + [self.evidence] if self.evidence else [MAGIC] + fields)]

    def restore(self, saved: "Buffer | None") -> "list[str]":
        """Take the head of an earlier run; return the names of what kept that from being."""
        if saved is None:
            return []
        try:
            fields = decode(bytes(saved), 4)
            size = len(fields) if isinstance(fields, list) else 0
            if size not in (3, 4) or fields[:2] != [MAGIC if size == 3 else MAGIC_FORKED, self.network.origin]:
                raise BadSavedHead(why="it is neither " + MAGIC + " nor " + MAGIC_FORKED + " of this log")
            note = fields[2]
            if note is not None and not (isinstance(note, bytes) and self.state.restore(note)):
                raise BadSavedHead(why="it does not have the witnesses that the policy demands")
            self._remember()
            if size == 4:
                from lightclient.audit.misbehaviour import restore

                restore(self, fields[3])
        except LightClientError as error:
            return ["Saved" + error.name]
        return []
