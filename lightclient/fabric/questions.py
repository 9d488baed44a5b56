"""What gateways are asked about a channel, beside blocks, and how their answers are judged.

    TRANSACTION   [id, locator, anchor]    answered with the body of evidence of form "transaction"
    QUERY         [call, locator]          answered with the body of evidence of form "endorsed"

A call is [chaincode, [arguments], nonce] in CBOR. Peers answer it to the gateway, under the nonce if it is not empty:
whoever chose one at random knows that the answer is not older. The anchor, height and hash of the client's trust
anchor, is there if the evidence should be tied to that.
"""

from hashlib import sha256

from lightclient.codec.cbor import BLOB, encode
from lightclient.codec.errors import BadSchema
from lightclient.decided.errors import WrongSubject
from lightclient.evidence import envelope
from lightclient.evidence.verdict import Subject
from lightclient.fabric import evidence
from lightclient.fabric.header import HASH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict

    Proven = Callable[[bytes | bytearray | memoryview], object] | None

TRANSACTION, QUERY = 2, 3  # kinds of requests
NONCE = 24  # bytes, as Fabric's own clients have them
CALLED = "query:"


class Question:
    """The evidence of one transaction."""

    kind = TRANSACTION

    def __init__(
        self, ledger: "Ledger", tx_id: bytes, clock: "Callable[[], int | None]", limit: int, proven: "Proven" = None
    ) -> None:
        self.ledger = ledger
        self.clock = clock
        self.limit = limit
        self.proven = proven
        self.subject = Subject(evidence.TRANSACTION, [(0, tx_id)])
        self.what = "a proof of transaction " + ledger.network.show(tx_id)

    def argument(self) -> object:
        """Evidence that is kept leads up from the trust anchor, where it can: others have to be convinced as well."""
        point = None if self.proven is None else self.ledger.root_point(self.clock())
        return [self.subject.id, self.ledger.locator()] + ([] if point is None else [point])

    def judge(self, body: "Any") -> "Verdict":
        """Raises WrongSubject, BadSchema and what the form's own judge raises."""
        if not isinstance(body, BLOB):
            raise BadSchema("response", "the body is not bytes")
        verdict = evidence.transaction(self.ledger, body, self.clock())
        if verdict.subject.id != self.subject.id:
            raise WrongSubject()
        if self.proven is not None:
            self.proven(envelope.Envelope(self.ledger.network.id, evidence.TRANSACTION, body).serialize())
        return verdict


class Query:
    """What peers of enough organisations answer to a call of a chaincode."""

    kind = QUERY

    def __init__(
        self,
        ledger: "Ledger",
        call: "tuple[str, list[bytes], bytes]",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Proven" = None,
    ) -> None:
        """call: name of the chaincode, arguments, and a nonce of 24 bytes, or none."""
        self.ledger = ledger
        self.chaincode, self.arguments, self.nonce = call
        self.call = encode([self.chaincode, self.arguments, self.nonce])
        self.clock = clock
        self.limit = limit
        self.proven = proven
        self.subject = Subject("answer", [(0, sha256(self.call).digest())])
        self.what = "an answer of chaincode " + self.chaincode

    def argument(self) -> object:
        return [self.call, self.ledger.locator()]

    def judge(self, body: "Any") -> "Verdict":
        """Raises WrongSubject, BadSchema and what `evidence.endorsed` raises."""
        if not isinstance(body, BLOB):
            raise BadSchema("response", "the body is not bytes")
        verdict = evidence.endorsed(self.ledger, body, self.clock())
        answer = verdict.subject.answer  # type: ignore[attr-defined]
        if (answer.chaincode, answer.arguments) != (self.chaincode, self.arguments):
            raise WrongSubject()
        if self.nonce:
            if answer.payload.nonce != self.nonce:
                raise WrongSubject()
            verdict.checks += (evidence.FRESHNESS,)
            verdict.skipped = tuple([each for each in verdict.skipped if each != evidence.FRESHNESS])
        if self.proven is not None:
            self.proven(envelope.Envelope(self.ledger.network.id, evidence.ENDORSED, body).serialize())
        return verdict


def question_of(
    ledger: "Ledger", subject: "Any", clock: "Callable[[], int | None]", limit: int, proven: "Proven" = None
) -> "Question | Query":
    """Return the question about a transaction, as `subject_of` takes it, or about what `call_of` takes.

    Raises BadSchema.
    """
    call = call_of(subject)
    if call is not None:
        return Query(ledger, call, clock, limit, proven)
    return Question(ledger, subject_of(subject), clock, limit, proven)


def call_of(subject: "Any") -> "tuple[str, list[bytes], bytes] | None":
    """Return (chaincode, arguments, nonce) of such a tuple, or of a text "query:CHAINCODE ARGUMENT ..." with no
    nonce; None for any other subject.

    Raises BadSchema for a call without its parts.
    """
    if isinstance(subject, str) and subject.startswith(CALLED):
        words = subject[len(CALLED) :].split()
        subject = (words[0] if words else None, [each.encode() for each in words[1:]], b"")
    if not isinstance(subject, tuple):
        return None
    if len(subject) == 3 and isinstance(subject[0], str) and isinstance(subject[1], list):
        chaincode, arguments, nonce = subject
        if all(isinstance(each, bytes) for each in arguments + [nonce]) and len(nonce) in (0, NONCE):
            return chaincode, arguments, nonce
    raise BadSchema("subject", "not (chaincode, arguments, nonce of " + str(NONCE) + " bytes or none)")


def subject_of(subject: "Any") -> bytes:
    """Return the id of a transaction: 32 bytes, or a text of 64 hex digits. Raises BadSchema."""
    if isinstance(subject, str):
        try:
            subject = bytes.fromhex(subject)
        except ValueError:
            subject = b""
    if not isinstance(subject, bytes) or len(subject) != HASH:
        raise BadSchema("subject", "not the id of a transaction, 64 hex digits")
    return subject
