"""Evidence that a log or a device broke its rules: two things that it signed and that cannot both be."""

from lightclient.audit import devicechain, logstate, statement
from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.errors import BadSavedHead, NoConflict, NoDeviceKey, NotSignedByLog, SplitView
from lightclient.audit.evidence import DEVICE, LOG_SIGNATURE, SPLIT, endorsed, fields_of
from lightclient.audit.finality import Endorsed
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema
from lightclient.evidence.envelope import Envelope, parse
from lightclient.evidence.verdict import Place, Proved, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.audit.ledger import LogLedger
    from lightclient.audit.note import Note
    from lightclient.audit.notekey import NoteKey
    from lightclient.audit.others import Other
    from lightclient.audit.witnessed import Witnessed
    from lightclient.evidence.verdict import Verdict


def judge(ledger: "LogLedger", form: str, body: bytes, clock: "int | None") -> "Verdict":
    """Return the verdict on a body of one of the two forms. Raises what `of_split` and `of_fork` raise."""
    return of_split(ledger, body, clock) if form == SPLIT else of_fork(ledger, body)


def of_split(ledger: "LogLedger", body: bytes, clock: "int | None") -> "Verdict":
    """Raises BadSchema, and what `logstate.check_split` raises."""
    first, second = fields_of(body, 2)
    if not isinstance(first, bytes) or not isinstance(second, bytes):
        raise BadSchema("evidence", "not two signed heads")
    policy = ledger.trust.policy
    found = logstate.check_split(first, second, policy, ledger.network.origin, clock)
    subject = Subject("split view", [(found[0].head.size, each.head.hash()) for each in found])
    place = Place(found[0].head.size, found[0].head.root, found[0].time)
    return Proved(ledger.network.id, subject, place, endorsed(ledger, found[0]), (LOG_SIGNATURE,), (), ledger.anchor)


def heard(ledger: "LogLedger", ours: "Other | Witnessed", data: bytes) -> bytes:
    """Take a head of the size of `ours` and of another root, whoever passes it on; return ours, for them.

    Raises NotSignedByLog, NoteSignatureInvalid, BadNote: nothing but the log's own signature makes it count.
    """
    note = notes.parse(data)
    head = heads.parse(note.text)
    if not note.times(ledger.trust.log):
        raise NotSignedByLog(origin=head.origin)
    error = SplitView(who=head.origin, at=head.size, first=ours.head.root.hex(), second=head.root.hex())
    contradicted(ledger, error, ours, data)
    return ours.note.serialize()


def contradicted(ledger: "LogLedger", error: SplitView, ours: "Any", data: bytes) -> None:
    """Note that the log signed both: nothing more of it is believed, and the first evidence of that is kept."""
    if ledger.forked is None:
        ledger.forked = error
        ledger.evidence = split_of(ledger.network.id, ledger.trust.log, (ours.note, notes.parse(data)))


def split_of(id_: str, key: "NoteKey", both: "tuple[Note, Note]") -> bytes:
    """Return the evidence that the log with this id and key signed two heads.

    It has the log's own signatures alone: whoever passes a head on can add a false one of a witness.
    """
    signed = []
    for note in both:
        own = [each for each in note.signatures if each[0] == key.name and each[1] == key.id]
        signed.append(notes.Note(note.text, own).serialize())
    return Envelope(id_, SPLIT, encode(signed)).serialize()


def restore(ledger: "LogLedger", data: "Any") -> None:
    """Take evidence of an earlier run that the log forked. Raises BadSavedHead, and what `of_split` raises."""
    found = parse(data) if isinstance(data, bytes) else None
    if found is None or (found.ledger, found.form) != (ledger.network.id, SPLIT):
        raise BadSavedHead(why="what is beside it is no evidence of this log")
    body = bytes(found.body)
    of_split(ledger, body, None)
    first, second = [heads.parse(notes.parse(each).text) for each in fields_of(body, 2)]
    ledger.forked = SplitView(who=first.origin, at=first.size, first=first.root.hex(), second=second.root.hex())
    ledger.evidence = data


def of_fork(ledger: "LogLedger", body: bytes) -> "Verdict":
    """Raises BadSchema, NoConflict, NoDeviceKey, OtherLog, and what `statement.parse` and its methods raise."""
    both = []
    for data in fields_of(body, 2):
        if not isinstance(data, bytes):
            raise BadSchema("evidence", "not two statements")
        found = statement.parse(data)
        record = found.record()
        key = ledger.trust.devices.get(record.device)
        if key is None:
            raise NoDeviceKey(device=record.device)
        found.verify(key)
        found.check_log(ledger.network.origin)
        both.append((found, record))
    if not devicechain.conflict(both[0][1], both[1][1]):
        raise NoConflict()
    record = both[0][1]
    subject = Subject("forked device", [(each.sequence, found.entry()) for found, each in both])
    place = Place(record.sequence, record.hash(), record.time[0] if record.time else 0)
    finality = Endorsed([], 0, "none", 0)
    return Proved(ledger.network.id, subject, place, finality, (DEVICE,), (), ledger.anchor)
