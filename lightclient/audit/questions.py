"""What a log is asked: whether a record is in it, answered with the body of evidence; to take records; and for paths.

    kind         argument                       answer
    RECORD       [entry, our size]              the body of evidence of the form "record"
    APPEND       [statement, ...]               for each [index, entry, whether it is new], or [name of an error, why]
    CONSISTENCY  [size, root, size, root]       the path from the first head to the second, larger one
    RUN          a size, 8 bytes                [[newest signed head, path from the log of that size]]

APPEND is answered once the records are on the log's disk. Sent again they are where they were, so a device sends until
it is answered; the index is no proof, which comes with RECORD once a head covers it.
"""

from lightclient.audit import evidence
from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.errors import NotConsistent, NotWitnessed, SplitView
from lightclient.audit.logstate import LogState
from lightclient.audit.record import HASH
from lightclient.codec.cbor import BLOB, decode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import WrongSubject
from lightclient.errors import UnknownParent
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.verdict import Subject
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.errors import LogRootMismatch
from lightclient.sync.messages import RUN, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.audit.head import Head
    from lightclient.audit.ledger import LogLedger
    from lightclient.audit.statement import Statement
    from lightclient.evidence.verdict import Verdict

    Buffer = bytes | bytearray | memoryview

RECORD, APPEND, CONSISTENCY = 2, 3, 4
MAX_APPENDED = 64  # statements in one request


class Inclusion:
    """Is the record with this entry in the log?"""

    kind = RECORD

    def __init__(
        self,
        ledger: "LogLedger",
        subject: "Any",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Callable[[Buffer], object] | None",
    ) -> None:
        """Raises BadSchema unless `subject` is 32 bytes, or as many in hex."""
        if isinstance(subject, str):
            try:
                subject = bytes.fromhex(subject)
            except ValueError:
                subject = b""
        if not isinstance(subject, bytes) or len(subject) != HASH:
            raise BadSchema("entry", "not 32 bytes, in hex or not")
        self.ledger = ledger
        self.limit = limit
        self.subject = Subject("record", [(0, subject)])
        self.what = "the record " + subject.hex()
        self._clock = clock
        self._proven = proven

    def argument(self) -> "list[Any]":
        return [self.subject.id, self.ledger.state.size]

    def judge(self, body: "Buffer") -> "Verdict":
        """Raises WrongSubject, and what `evidence.of_record` raises."""
        data = bytes(body)
        verdict = evidence.of_record(self.ledger, data, self._clock())
        if verdict.subject.id != self.subject.id:
            raise WrongSubject()
        if self._proven is not None:
            self._proven(Envelope(self.ledger.network.id, evidence.RECORD, data).serialize())
        return verdict


class Append:
    """Will the log take these records?"""

    kind = APPEND
    limit = 1 << 14

    def __init__(self, made: "list[Statement]") -> None:
        """Raises BadSchema unless there are 1 to MAX_APPENDED."""
        if not 0 < len(made) <= MAX_APPENDED:
            raise BadSchema("records to append", "not 1 to " + str(MAX_APPENDED))
        self.made = made
        self.subject = Subject("record", [(0, made[-1].entry())])
        self.what = "room for " + str(len(made)) + " records"

    def argument(self) -> "list[bytes]":
        return [one.serialize() for one in self.made]

    def judge(self, body: "Buffer") -> "list[tuple[int | None, str]]":
        """Return for each record (its index, ""), or (None, name of the error and why) for one that is not taken.

        Nothing of it is proved. Raises BadSchema, and the errors of `cbor.decode`.
        """
        answers = decode(bytes(body), 4 * MAX_APPENDED)
        if not isinstance(answers, list) or len(answers) != len(self.made):
            raise BadSchema("answer", "not one for each record")
        return [_told(answers[index], one.entry()) for index, one in enumerate(self.made)]


class Growth:
    """Does the log's newest head contain all that a head does which somebody else has shown?

    state: LogState, which stands at that head, and after the answer at the newest
    """

    kind = RUN
    limit = 1 << 12

    def __init__(self, ledger: "LogLedger", note: bytes, clock: "Callable[[], int | None]") -> None:
        """note: the signed head. Raises NotWitnessed, and what `witnessed.check` raises."""
        self.ledger = ledger
        self.state = LogState(ledger.trust.policy, ledger.network.origin)
        if not self.state.restore(note):
            raise NotWitnessed(size=heads.parse(notes.parse(note).text).size, threshold=self.state.policy.threshold())
        self.subject = Subject("head", [(self.state.size, self.state.root)])
        self.what = "the growth of the log from " + str(self.state.size) + " records"
        self._clock = clock

    def argument(self) -> bytes:
        return self.state.size.to_bytes(8, "big")

    def judge(self, body: "Buffer") -> int:
        """Return the size of the newest head, which our own does not contradict; what is refused moves nothing.

        Raises BadSchema, SplitView, and what `LogLedger.read` and `LogState.take` raise.
        """
        _, run = self.ledger.read(body)
        if len(run) != 1:
            raise BadSchema("answer", "not the newest head")
        before = self.state.head
        self.state.take(run[0].note, run[0].path, self._clock())
        try:
            self.ledger.state.compare_root(self.state.size, self.state.root)
        except SplitView:
            self.state.head = before
            raise
        return self.state.size


class Consistency:
    """Does the log of the larger one of two heads, ours and `head`, go on from that of the smaller one?

    Roots are in the argument: a server that has other ones says so, and does not make a path that leads nowhere.
    """

    kind = CONSISTENCY
    limit = 1 << 12

    def __init__(self, ledger: "LogLedger", head: "Head") -> None:
        """Raises UnknownParent before we have a head of our own."""
        if ledger.state.head is None:
            raise UnknownParent()
        ours = ledger.state.head.head  # as it is now, whatever comes meanwhile
        self.old, self.new = (head, ours) if head.size < ours.size else (ours, head)
        self.subject = Subject("head", [(head.size, head.root)])
        self.what = "the growth of the log from " + str(self.old.size) + " to " + str(self.new.size) + " records"

    def argument(self) -> "list[Any]":
        return [self.old.size, self.old.root, self.new.size, self.new.root]

    def judge(self, body: "Buffer") -> int:
        """Return the size of the larger log.

        Raises BadSchema, NotConsistent, and what `check_consistency` raises.
        """
        if not isinstance(body, BLOB):
            raise BadSchema("answer", "not a path")
        try:
            check_consistency(self.old.size, self.new.size, bytes(body), self.old.root, self.new.root)
        except LogRootMismatch:
            raise NotConsistent(new=self.new.size, old=self.old.size)
        return self.new.size


def _told(answer: "Any", entry: bytes) -> "tuple[int | None, str]":
    if isinstance(answer, list) and len(answer) == 3 and is_uint(answer[0]) and answer[1] == entry:
        return answer[0], ""
    if isinstance(answer, list) and len(answer) == 2 and all(isinstance(each, str) for each in answer):
        return None, printable(answer[0] + ": " + answer[1])
    raise BadSchema("answer", "neither where the record is nor why it was not taken")
