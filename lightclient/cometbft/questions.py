"""What gateways are asked about a chain of CometBFT, beside headers, and how their answers are judged.

    TRANSACTION   [hash, locator, anchor]          answered with the body of evidence of form "transaction"
    STATE         [store, key, locator, anchor]    answered with the body of evidence of form "state"

By the locator a gateway sees what its client keeps, and so by which steps or links a block can be tied to it. The
anchor, height and hash of the client's trust anchor, is there if the evidence should be tied to that.
"""

from lightclient.codec.cbor import BLOB
from lightclient.codec.errors import BadSchema
from lightclient.cometbft import evidence
from lightclient.decided.errors import WrongSubject
from lightclient.evidence import envelope
from lightclient.evidence.verdict import Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.decided.ledger import Ledger
    from lightclient.evidence.verdict import Verdict

    Proven = Callable[[bytes | bytearray | memoryview], object] | None

TRANSACTION, STATE = 2, 3  # kinds of requests


class Question:
    """The evidence of one subject, of one form."""

    def __init__(
        self,
        ledger: "Ledger",
        subject: Subject,
        asked: "list[bytes]",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Proven" = None,
    ) -> None:
        """asked: what the argument begins with: a hash, or store and key."""
        self.ledger = ledger
        self.subject = subject
        self.asked = asked
        self.clock = clock
        self.limit = limit
        self.proven = proven
        self.kind = TRANSACTION if len(asked) == 1 else STATE
        self.form = evidence.TRANSACTION if len(asked) == 1 else evidence.STATE
        self.what = "a proof of " + self.form + " " + ledger.network.show(subject.id)

    def argument(self) -> object:
        """Evidence that is kept leads up from the trust anchor, where it can: others have to be convinced as well."""
        point = None if self.proven is None else self.ledger.root_point(self.clock())
        return self.asked + [self.ledger.locator()] + ([] if point is None else [point])

    def judge(self, body: "Any") -> "Verdict":
        """Raises WrongSubject, BadSchema and what the form's own judge raises."""
        if not isinstance(body, BLOB):
            raise BadSchema("response", "the body is not bytes")
        if self.kind == TRANSACTION:
            verdict = evidence.transaction(self.ledger, body, self.clock())
            shown = [verdict.subject.id]
        else:
            verdict = evidence.state(self.ledger, body, self.clock())
            shown = verdict.subject.asked  # type: ignore[attr-defined]
        if shown != self.asked:
            raise WrongSubject()
        if self.proven is not None:
            self.proven(envelope.Envelope(self.ledger.network.id, self.form, body).serialize())
        return verdict


def question_of(
    ledger: "Ledger", subject: "Any", clock: "Callable[[], int | None]", limit: int, proven: "Proven" = None
) -> Question:
    """Return the question about a subject, as `subject_of` takes it. Raises BadSchema."""
    asked = subject_of(subject)
    if len(asked) == 1:
        about = Subject(evidence.TRANSACTION, [(0, asked[0])])
    else:
        evidence.check_store(ledger.network, asked[0])
        about = evidence.Entry(asked[0], asked[1], b"")
    return Question(ledger, about, asked, clock, limit, proven)


def subject_of(subject: "Any") -> "list[bytes]":
    """Return [hash] of a transaction, given as 32 bytes or 64 hex digits; or [store, key] of an entry of the state,
    given as (store, key) or as "store/key in hex". Raises BadSchema.
    """
    if isinstance(subject, str):
        store, slash, digits = subject.rpartition("/")
        data = _unhex(digits)
        subject = (store.encode(), data) if slash else data
    if isinstance(subject, bytes):
        if len(subject) != 32:
            raise BadSchema("transaction", "its hash has not 32 bytes, or 64 hex digits")
        return [subject]
    if not isinstance(subject, tuple) or len(subject) != 2 or not all(isinstance(each, bytes) for each in subject):
        raise BadSchema("subject", "neither the hash of a transaction nor store and key")
    store, key = subject
    if not key or len(store) > evidence.MAX_KEY or len(key) > evidence.MAX_KEY:
        raise BadSchema("key", "not 1 to " + str(evidence.MAX_KEY) + " bytes")
    return [store, key]


def _unhex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise BadSchema("subject", "not hex digits") from None
