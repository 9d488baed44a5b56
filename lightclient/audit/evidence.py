"""The forms of evidence about a log, and the verdict on each. Bodies are CBOR but for that of receipts.

record    [statement, index, path, signed head, [envelopes]]     that a record is in the log under a witnessed head
receipt   a statement with receipts beside it                    the same, by the log's word alone
          (or without an envelope: an .scitt file)
split     [signed head, signed head]                             that the log showed two heads of one size
fork      [statement, statement]                                 that a device signed two records that contradict

A statement that is not a record of ours is judged as well, and its payload is not looked at. Envelopes are evidence of
other chains, each of an entry that holds the hash of the head: then it is anchored.
"""

from lightclient.audit import statement
from lightclient.audit.entry import Entry
from lightclient.audit.errors import NoDeviceKey, NoReceipt, OtherLog
from lightclient.audit.finality import WITNESSES, Anchored, Endorsed
from lightclient.audit.policy import NONE
from lightclient.audit.witnessed import check
from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.evidence import envelope
from lightclient.evidence.errors import UnknownForm
from lightclient.evidence.verdict import NotYet, Place, Proved, Subject
from lightclient.identity.cwt import AUD, ISS
from lightclient.merkle.log import check_inclusion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.audit.ledger import LogLedger
    from lightclient.audit.logproof import LogProof
    from lightclient.audit.statement import Statement
    from lightclient.audit.witnessed import Witnessed
    from lightclient.evidence.verdict import Verdict

RECORD, RECEIPT, SPLIT, FORK = "record", "receipt", "split", "fork"
FORMS = (RECORD, RECEIPT, SPLIT, FORK)
MAX_ANCHORS = 4
MAX_BODY = 1 << 18  # bytes
STATEMENT_TAG = b"\xd2"
# Checks of a verdict.
LOG_SIGNATURE, INCLUSION, DEVICE = "log-signature", "inclusion", "device-signature"
OPERATOR = "operator-signature"  # of a record that says whose keys speak for a device
REGISTRATION = "application/vnd.lightclient.registration"  # the content of such a record
UNPROVED = "unproved-heads"  # the log signed a head for somebody else that nobody has connected to ours


def judge(ledger: "LogLedger", data: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Return the verdict on evidence in an envelope, or on a bare statement with receipts.

    clock: Unix seconds, None if not known.
    Raises OtherLog, UnknownForm, what `envelope.parse` raises, and what the form's own judge raises.
    """
    if bytes(data[:1]) == STATEMENT_TAG:
        return of_receipt(ledger, bytes(data), clock)
    found = envelope.parse(data)
    if found.ledger != ledger.network.id:
        raise OtherLog(what="the evidence", found=found.ledger, wanted=ledger.network.id)
    if len(found.body) > MAX_BODY:
        raise BadSchema("evidence", "a body of over " + str(MAX_BODY) + " bytes")
    body = bytes(found.body)
    if found.form == RECORD:
        return of_record(ledger, body, clock)
    if found.form == RECEIPT:
        return of_receipt(ledger, body, clock)
    if found.form in (SPLIT, FORK):
        from lightclient.audit import misbehaviour  # which hardly anybody ever needs

        return misbehaviour.judge(ledger, found.form, body, clock)
    raise UnknownForm(ledger=found.ledger, form=found.form, known=", ".join(FORMS))


def of_record(ledger: "LogLedger", body: bytes, clock: "int | None") -> "Verdict":
    """Raises BadSchema, LogRootMismatch, OutsideLog, PathLength, SplitView, NotAnchored, what `witnessed.check` and
    `statement.parse` raise, and what the ledgers of anchors raise."""
    made, index, path, note, anchors = fields_of(body, 5)
    if not is_uint(index) or not all(isinstance(each, bytes) for each in (made, path, note)):
        raise BadSchema("evidence", "not [statement, index, path, signed head, envelopes]")
    if not isinstance(anchors, list) or len(anchors) > MAX_ANCHORS or not all(isinstance(e, bytes) for e in anchors):
        raise BadSchema("evidence", "the envelopes of anchors are not a list of at most " + str(MAX_ANCHORS))
    head = check(note, ledger.trust.policy, ledger.network.origin, clock)
    ledger.state.compare(head)
    found = statement.parse(made)
    check_inclusion(found.leaf(), index, head.head.size, path, head.head.root)
    return _verdict(ledger, found, index, head, anchors, clock)


def of_receipt(ledger: "LogLedger", body: bytes, clock: "int | None" = None) -> "Verdict":
    """Raises NoReceipt, and what `statement.parse`, `receipt.parse` and `Receipt.verify_inclusion` raise."""
    from lightclient.audit import receipt  # a board's stack has no room to import it before it is needed

    found = statement.parse(body)
    for data in found.receipts:
        shown = receipt.parse(data)
        if shown.issuer == ledger.network.origin:
            root = shown.verify_inclusion(ledger.trust.receipts, found.leaf())
            ledger.state.compare_root(shown.numbers[0], root)
            return _verdict(ledger, found, shown.numbers[1], None, [], clock)
    raise NoReceipt(origin=ledger.network.origin)


def of_statement(origin_id: str, made: "Statement", proof: "LogProof", anchors: "tuple[bytes, ...]" = ()) -> bytes:
    """Return the evidence of a record. origin_id: of the log, as `network.id_of` says."""
    body = encode([made.serialize(), proof.index, proof.path, proof.note, list(anchors)])
    return envelope.Envelope(origin_id, RECORD, body).serialize()


def _verdict(
    ledger: "LogLedger",
    found: "Statement",
    index: int,
    head: "Witnessed | None",
    anchors: "list[bytes]",
    clock: "int | None",
) -> "Verdict":
    """Return the verdict on a statement that is in the log; head: None where the log's word is all there is."""
    device = found.claim(ISS)
    operator = None
    if found.is_record():
        record = found.record()
        subject: Subject = Entry(index, found.entry(), record)
        operator = ledger.trust.operator if record.content == REGISTRATION else None
    else:
        subject = Subject("statement", [(index, found.entry())], found.message.payload or b"")
    if found.is_record() or found.claim(AUD) is not None:
        found.check_log(ledger.network.origin)
    checks: "tuple[str, ...]" = (LOG_SIGNATURE, INCLUSION)
    skipped: "tuple[str, ...]" = ()
    missing: "tuple[str, ...]" = ()
    key = ledger.trust.devices.get(device) if isinstance(device, str) else None
    if operator is not None:
        found.verify(operator[1])
        checks += (OPERATOR,)
    elif key is not None:
        found.verify(key)
        checks += (DEVICE,)
    elif ledger.trust.devices:
        raise NoDeviceKey(device=device)
    else:
        skipped += (DEVICE,)
    finality: "Any" = endorsed(ledger, head)
    if ledger.trust.policy.quorum == NONE:
        skipped += (WITNESSES,)
    elif head and head.met:
        checks += (WITNESSES,)
    else:
        missing += (WITNESSES,)
    if ledger.unproved:
        skipped += (UNPROVED,)
    for name in head.ahead if head else ():
        skipped += ("future-cosignature " + name,)
    if anchors:
        from lightclient.audit.anchored import judge as judge_anchors  # which few records have

        through, more = judge_anchors(ledger, head, anchors, clock)
        checks, skipped = checks + more[0], skipped + more[1]
        missing += tuple([each for each in more[2] if each not in missing])
        if through is not None:
            finality = Anchored(through, finality)
    place = Place(index, found.leaf(), finality.time)
    fields = (ledger.network.id, subject, place, finality, checks, skipped, ledger.anchor)
    verdict = NotYet(*fields, missing) if missing else Proved(*fields)
    if operator is None:
        return verdict
    from lightclient.audit import registration  # which few records are

    return registration.judge(verdict, operator[0], clock)


def endorsed(ledger: "LogLedger", head: "Witnessed | None") -> Endorsed:
    """Return what the witnesses say of a head. head: None where the word of the log is all there is."""
    policy = ledger.trust.policy
    names = sorted(head.times) if head else []
    return Endorsed(names, len(policy.counted()), policy.threshold(), head.time if head else 0)


def fields_of(body: bytes, count: int) -> "list[Any]":
    """Return the fields of a body, a list of so many. Raises BadSchema and the errors of `cbor.decode`."""
    fields = decode(body, 16)
    if not isinstance(fields, list) or len(fields) != count:
        raise BadSchema("evidence", "not a list of " + str(count) + " fields")
    return fields
