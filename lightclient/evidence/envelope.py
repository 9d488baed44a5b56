"""The envelope of evidence: ["LCE1", ledger id, form, body], deterministic CBOR. docs/formats.md has the CDDL.

What the body holds is the form's own; an envelope may be inside another one's body.
"""

from lightclient.codec.cbor import ARRAY, BLOB, TEXT, decode, encode, head
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.evidence.errors import UnknownMagic

MAGIC = "LCE1"
MAX_LEDGER = 128  # characters of a ledger id
MAX_FORM = 32  # characters of a form's name
MAX_BODY = 4 << 20  # bytes: as many as the largest transaction that a proof may carry
FIELDS = 4
PREFIX = head(ARRAY, FIELDS) + head(TEXT, len(MAGIC)) + MAGIC[:-1].encode()  # the last character is the version


class Envelope:
    """Evidence about a ledger.

    ledger  CAIP-2 id, or of the same shape: namespace:reference
    form    name of what the body is; each ledger has its own
    body    bytes, or a view of what was parsed
    """

    __slots__ = ("body", "form", "ledger")

    def __init__(self, ledger: str, form: str, body: "bytes | memoryview") -> None:
        self.ledger = ledger
        self.form = form
        self.body = body

    def serialize(self) -> bytes:
        """Raises BadSchema, TooLarge."""
        _check(self.ledger, self.form, self.body)
        return encode([MAGIC, self.ledger, self.form, self.body])


def is_envelope(data: "bytes | memoryview") -> bool:
    """Return whether `data` begins as an envelope does, of this version or another one."""
    return bytes(data[: len(PREFIX)]) == PREFIX


def parse(data: "bytes | memoryview") -> Envelope:
    """Return the envelope that `data` holds; of a view, its body is a view that lasts no longer.

    Raises UnknownMagic, BadSchema, TooLarge and the errors of `cbor.decode`.
    """
    fields = decode(data, FIELDS)
    magic = fields[0] if isinstance(fields, list) and fields else fields
    if not isinstance(magic, str):
        magic = "no text"
    if magic != MAGIC:
        raise UnknownMagic(magic=magic, known=MAGIC)
    if len(fields) != FIELDS:
        raise BadSchema("evidence", "not [magic, ledger, form, body]")
    _check(fields[1], fields[2], fields[3])
    return Envelope(fields[1], fields[2], fields[3])


def _check(ledger: object, form: object, body: object) -> None:
    if not isinstance(ledger, str) or not isinstance(form, str) or not isinstance(body, BLOB):
        raise BadSchema("evidence", "ledger and form are not text, or the body is not bytes")
    for what, text, limit in (("the ledger id", ledger, MAX_LEDGER), ("the form", form, MAX_FORM)):
        if not 0 < len(text) <= limit or not all("!" <= char <= "~" for char in text):
            raise BadSchema("evidence", what + " is not 1 to " + str(limit) + " printable characters of ASCII")
    namespace, colon, reference = ledger.partition(":")
    if not namespace or not colon or not reference:
        raise BadSchema("evidence", "the ledger id is not namespace:reference")
    if len(body) > MAX_BODY:
        raise TooLarge("the body of evidence", len(body), MAX_BODY)
