"""What is kept of a log over a restart, as one record.

["LCH1", origin, signed head or null]                          the head
["LCH2", origin, signed head or null, evidence]                the same of a log that forked
["LCH3", origin, signed head, evidence or "", [signed head]]   the same, and heads that nobody has connected to it
"""

from lightclient.audit.errors import BadSavedHead, NotSignedByLog
from lightclient.codec.cbor import decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.audit.ledger import LogLedger

MAGICS = ("LCH1", "LCH2", "LCH3")
FIRST = 3  # fields of LCH1; each of the others has one more
MAX_ITEMS = 16
ROOM = 1024  # bytes for heads in doubt: whatever a log writes into these, ours has to fit into the store beside them


def parts(ledger: "LogLedger") -> "list[bytes]":
    """Return the record, in pieces."""
    head = ledger.state.head
    fields: "list[Any]" = [ledger.network.origin, head.note.serialize() if head else None]
    notes: "list[bytes]" = []
    for each in ledger.unproved:
        note = each.note.serialize()
        if sum([len(other) for other in notes]) + len(note) <= ROOM:
            notes.append(note)
    if ledger.evidence or notes:
        fields.append(ledger.evidence)
    if notes:
        fields.append(notes)
    return [encode([MAGICS[len(fields) + 1 - FIRST]] + fields)]


def restore(ledger: "LogLedger", record: bytes) -> None:
    """Take the record of an earlier run.

    Raises BadSavedHead, the errors of `cbor.decode`, and what `LogState.restore`, `misbehaviour.restore` and `Other`
    raise; the ledger may have its head then.
    """
    fields = decode(record, MAX_ITEMS)
    more = len(fields) - FIRST if isinstance(fields, list) else -1
    if not 0 <= more < len(MAGICS) or fields[:2] != [MAGICS[more], ledger.network.origin]:
        raise BadSavedHead(why="it is no record of this log")
    note = fields[2]
    if note is not None and not (isinstance(note, bytes) and ledger.state.restore(note)):
        raise BadSavedHead(why="it does not have the witnesses that the policy demands")
    ledger.remember()
    if more and (more == 1 or fields[3] != b""):
        from lightclient.audit.misbehaviour import restore as restore_split

        restore_split(ledger, fields[3])
    if more == 2:
        from lightclient.audit.others import DOUBTED, ROUNDS, Other

        notes = fields[4]
        if note is None or not isinstance(notes, list) or not 0 < len(notes) <= DOUBTED:
            raise BadSavedHead(why="what is unproved is not a list of heads beside ours")
        if not all(isinstance(each, bytes) for each in notes):
            raise BadSavedHead(why="what is unproved is not a list of signed heads")
        for each in notes:
            other = Other(ledger, each, rounds=ROUNDS)
            if not other.note.times(ledger.trust.log):
                raise NotSignedByLog(origin=other.head.origin)
            ledger.others.append(other)
