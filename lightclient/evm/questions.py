"""What gateways are asked about a private chain, beside headers, and how their answers are judged.

    TRANSACTION   [hash, locator, anchor]             answered with the body of evidence of form "transaction"
    STORAGE       [address, slot, locator, anchor]    answered with the body of evidence of form "storage"
    ACCOUNT       [address, locator, anchor]          answered with the body of evidence of form "account"
    RECEIPT       [hash, locator, anchor]             answered with [body of form "transaction", body of form "receipt"]

The anchor, height and hash of the client's trust anchor, is there if the evidence should be tied to that.
A receipt alone names no transaction, only its place in a block: the answer has both, of one place in one block.
"""

from lightclient.codec.cbor import BLOB, decode
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import WrongSubject
from lightclient.evidence import envelope
from lightclient.evidence.verdict import Subject
from lightclient.evm import evidence
from lightclient.evm.contract import SIZE as SLOT
from lightclient.evm.contract import mapping_slot, padded, slot_of
from lightclient.evm.header import ADDRESS, HASH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict

    Proven = Callable[[bytes | bytearray | memoryview], object] | None

TRANSACTION, STORAGE, ACCOUNT, RECEIPT = 2, 3, 4, 5  # kinds of requests
FORMS = {
    TRANSACTION: evidence.TRANSACTION,
    STORAGE: evidence.STORAGE,
    ACCOUNT: evidence.ACCOUNT,
    RECEIPT: evidence.RECEIPT,
}


class Question:
    """The evidence of one subject, of one form."""

    def __init__(
        self,
        ledger: "Ledger",
        kind: int,
        asked: "list[bytes]",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Proven" = None,
    ) -> None:
        """asked: what the argument begins with: a hash, an address, or address and slot."""
        self.ledger = ledger
        self.kind = kind
        self.asked = asked
        self.clock = clock
        self.limit = limit
        self.proven = proven
        self.form = FORMS[kind]
        self.subject = Subject(self.form, [(0, b"".join(asked))])
        self.what = "a proof of " + self.form + " " + ledger.network.show(self.subject.id)

    def argument(self) -> object:
        """Evidence that is kept leads up from the trust anchor, where it can: others have to be convinced as well."""
        point = None if self.proven is None else self.ledger.root_point(self.clock())
        return self.asked + [self.ledger.locator()] + ([] if point is None else [point])

    def judge(self, body: "Any") -> "Verdict":
        """Raises WrongSubject, BadSchema and what the form's own judge raises."""
        if not isinstance(body, BLOB):
            raise BadSchema("response", "the body is not bytes")
        if self.kind == RECEIPT:
            return self._receipt(body)
        verdict = evidence.judge(self.ledger, self.form, body, self.clock())
        if verdict.subject.id != self.subject.id:
            raise WrongSubject()
        self._keep(body)
        return verdict

    def _receipt(self, body: "Any") -> "Verdict":
        both = decode(body, 2)
        if not isinstance(both, list) or len(both) != 2 or not all(isinstance(each, BLOB) for each in both):
            raise BadSchema("response", "not [transaction, receipt]")
        clock = self.clock()
        first = evidence.judge(self.ledger, evidence.TRANSACTION, both[0], clock)
        verdict = evidence.judge(self.ledger, evidence.RECEIPT, both[1], clock)
        same = first.place.hash == verdict.place.hash and first.subject.found[0][0] == verdict.subject.found[0][0]
        if not same or first.subject.id != self.subject.id:
            raise WrongSubject()
        self._keep(both[1])
        return verdict

    def _keep(self, body: "Any") -> None:
        if self.proven is not None:
            self.proven(envelope.Envelope(self.ledger.network.id, self.form, body).serialize())


def question_of(
    ledger: "Ledger", subject: "Any", clock: "Callable[[], int | None]", limit: int, proven: "Proven" = None
) -> Question:
    """Return the question about a subject, as `subject_of` takes it. Raises BadSchema, TooLarge."""
    kind, asked = subject_of(subject)
    return Question(ledger, kind, asked, clock, limit, proven)


def subject_of(subject: "Any") -> "tuple[int, list[bytes]]":
    """Return (kind, [hash]) of a transaction, or (kind, [address]) or (kind, [address, slot]) of the state.

    subject: bytes, a tuple (address, slot), or a text: "0x" and 64 hex digits of a transaction, "receipt:" and the
    same, "0x" and 40 of an account, "ADDRESS/SLOT", "ADDRESS/SLOT[KEY]" and "ADDRESS/SLOT[KEY][KEY]" of a contract's
    variable and what its mappings have under keys: numbers, or up to 32 bytes in hex after 0x.
    Raises BadSchema, TooLarge.
    """
    if isinstance(subject, str):
        return _named(subject)
    if isinstance(subject, tuple) and [len(each) for each in subject if isinstance(each, bytes)] == [ADDRESS, SLOT]:
        return STORAGE, [subject[0], subject[1]]
    if isinstance(subject, bytes) and len(subject) in (HASH, ADDRESS):
        return (TRANSACTION if len(subject) == HASH else ACCOUNT), [subject]
    raise BadSchema("subject", "neither a transaction, an account nor a slot of one")


def _named(text: str) -> "tuple[int, list[bytes]]":
    if text.startswith("receipt:"):
        tx_hash = _unhex(text[8:])
        if len(tx_hash) != HASH:
            raise BadSchema("subject", "a receipt is named by the hash of its transaction")
        return RECEIPT, [tx_hash]
    address, slash, place = text.partition("/")
    if not slash:
        return subject_of(_unhex(address))
    number, *keys = place.split("[")
    slot = _key(number)
    for key in keys:
        if not key.endswith("]"):
            raise BadSchema("subject", "a bracket is not closed")
        slot = mapping_slot(_key(key[:-1]), slot)
    return subject_of((_unhex(address), slot))


def _key(text: str) -> bytes:
    """Return a number, or bytes in hex after 0x, as 32 bytes."""
    if text.startswith("0x"):
        return padded(_unhex(text))
    if not text or not all(digit in "0123456789" for digit in text) or len(text) > 78:
        raise BadSchema("subject", "a slot or key is neither a number nor hex after 0x")
    return slot_of(int(text))


def _unhex(text: str) -> bytes:
    try:
        if not text.startswith("0x"):
            raise ValueError
        return bytes.fromhex(text[2:])
    except ValueError:
        raise BadSchema("subject", "not hex after 0x")
