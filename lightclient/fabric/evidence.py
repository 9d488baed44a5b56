"""The forms of evidence, and the verdict on each.

transaction   [steps, links, number, envelopes]     begins with what ties its block (decided/tie.py)
endorsed      [channel header, signature header, proposal, answer, [[identity, signature], ...]]

number: of the transaction in its block, whose envelopes are all there. proposal, answer: messages
ChaincodeProposalPayload and ProposalResponsePayload; the other three are as peers sent them, too.
"""

from lightclient.codec.cbor import BLOB, decode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.decided.evidence import MAX_ITEMS, fields_of
from lightclient.decided.tie import tie
from lightclient.evidence.finality import CLOCK
from lightclient.evidence.verdict import NotYet, Place, Proved, Subject
from lightclient.fabric.config import BFT
from lightclient.fabric.finality import ENDORSEMENTS, Endorsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict
    from lightclient.fabric.endorsed import Answer

TRANSACTION, ENDORSED = "transaction", "endorsed"
# Checks that cannot run: what no orderer signs, what one orderer alone signs, dates of certificates, age of an answer.
VALIDITY, QUORUM, DATES, FRESHNESS = "validity", "quorum", "certificate-dates", "freshness"


class AnswerSubject(Subject):
    """An answer of chaincode. Its id is that of the proposal; `value` is what was answered."""

    __slots__ = ("answer", "value")

    def __init__(self, answer: "Answer") -> None:
        super().__init__("answer", [(0, answer.payload.id())], answer.value)
        self.answer = answer
        self.value = answer.value

    def fields(self) -> "dict[str, Any]":
        """Return what was asked and how it went, as texts and numbers to show."""
        shown = [_shown(each) for each in self.answer.arguments]
        return {"chaincode": self.answer.chaincode, "arguments": shown, "status": self.answer.status}


def judge(ledger: "Ledger", form: str, body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """Return the verdict on a body of one of the forms above. Raises BadSchema, and what the forms' judges raise."""
    return (transaction if form == TRANSACTION else endorsed)(ledger, body, clock)


def transaction(ledger: "Ledger", body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """That orderers put it there. Raises BadSchema, and what `tie`, `check_data` and `transaction_at` raise."""
    from lightclient.fabric.transaction import MAX_TRANSACTIONS, check_data, transaction_at

    fields = decode(body, MAX_ITEMS + MAX_TRANSACTIONS)
    if not isinstance(fields, list) or len(fields) != 4:
        raise BadSchema("evidence", "not a list of 4 fields")
    steps, links, number, envelopes = fields
    if not is_uint(number, MAX_TRANSACTIONS) or not _blobs(envelopes, MAX_TRANSACTIONS):
        raise BadSchema("evidence", "not the number of a transaction and the envelopes of its block")
    tied = tie(ledger, steps, links, clock)
    check_data(envelopes, tied.header)
    id_, _, verified = transaction_at(envelopes, number, ledger.network.channel)  # type: ignore[attr-defined]
    checks: "tuple[str, ...]" = ("data-hash", "envelopes") + (("creator",) if verified else ())
    verdict = tied.verdict(Subject(TRANSACTION, [(number, id_)], bytes(envelopes[number])), checks)
    verdict.skipped += (VALIDITY,) + (() if verified else ("creator",))
    if tied.counted.by.kind != BFT:  # type: ignore[attr-defined]
        verdict.skipped += (QUORUM, DATES)
    return verdict


def endorsed(ledger: "Ledger", body: "bytes | memoryview", clock: "int | None") -> "Verdict":
    """That peers of enough organisations answered so. Raises BadSchema, and what `Answer` and `count` raise."""
    from lightclient.fabric.endorsed import MAX_ENDORSEMENTS, Answer, count

    channel_header, signature_header, proposal, answer, given = fields_of(body, 5)
    if not _blobs([channel_header, signature_header, proposal, answer], 4):
        raise BadSchema("evidence", "not two headers, a proposal and an answer")
    if not isinstance(given, list) or not 0 < len(given) <= MAX_ENDORSEMENTS:
        raise BadSchema("evidence", "not 1 to " + str(MAX_ENDORSEMENTS) + " endorsements")
    for each in given:
        if not _blobs(each, 2) or len(each) != 2:
            raise BadSchema("evidence", "an endorsement is not [identity, signature]")
    read = Answer(channel_header, signature_header, proposal, answer)
    state: "Any" = ledger.state
    network: "Any" = ledger.network
    found = count(read, [(each[0], each[1]) for each in given], state.config, network.channel, clock)
    missing: "tuple[str, ...]" = () if found.met else (ENDORSEMENTS,)
    skipped: "tuple[str, ...]" = (FRESHNESS,)  # nothing says when it was asked
    checks: "tuple[str, ...]" = ("proposal", "certificates", "endorsements")
    if clock is None:
        skipped, missing = skipped + (DATES,), missing + (CLOCK,)
    else:
        checks += (DATES,)
    return (NotYet if missing else Proved)(
        network.id,
        AnswerSubject(read),
        Place(None, b"", 0),
        Endorsed(found.names, found.total, found.threshold),
        checks,
        skipped,
        ledger.anchor,
        missing,
    )


def _blobs(value: "Any", most: int) -> bool:
    return isinstance(value, list) and 0 < len(value) <= most and all(isinstance(each, BLOB) for each in value)


def _shown(argument: bytes) -> str:
    """Return an argument as text if it is printable ASCII, else in hex after 0x."""
    if all(0x20 <= byte < 0x7F for byte in argument):
        return "".join([chr(byte) for byte in argument])
    return "0x" + argument.hex()
