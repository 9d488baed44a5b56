"""Keys of logs and witnesses, as the line `name+hash+base64` writes them.

    kind  base64 holds          signs
    0x01  Ed25519, 32 bytes     the text of a note
    0x04  Ed25519, 32 bytes     "cosignature/v1\\n", "time T\\n" and the text; the signature begins with T, 8 bytes

The id of a key, which is its hash, is the first 4 bytes of SHA-256 over name, newline, kind and key. Other kinds are
refused by name; the one of RFC 6962 has a file of its own (treehead.py), for no line is defined for it.

Source: C2SP signed-note ("Verifier keys"), tlog-cosignature.
"""

from hashlib import sha256

from lightclient.audit.errors import BadNoteKey, NoteSignatureInvalid
from lightclient.codec import base64
from lightclient.codec.errors import BadBase64
from lightclient.crypto import backend
from lightclient.crypto.errors import BadSignature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.keys.signer import Signer

LOG, COSIGNATURE = 1, 4
OTHERS = {2: "ECDSA", 5: "RFC 6962", 6: "ML-DSA-44"}
MAX_NAME = 255  # bytes
MAX_TIME = (1 << 63) - 1
# Beyond ASCII: what Unicode calls spaces.
_SPACES = (0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)


class NoteKey:
    """A key that notes are verified with.

    name  of whoever holds it; that of a log is its origin
    kind  LOG or COSIGNATURE
    key   32 bytes, Ed25519
    id    4 bytes
    """

    __slots__ = ("id", "key", "kind", "name")

    def __init__(self, name: str, kind: int, key: bytes) -> None:
        """Raises BadNoteKey."""
        if not is_name(name):
            raise BadNoteKey(name=name, why="the name is empty or too long, or has spaces, plus or control characters")
        if kind not in (LOG, COSIGNATURE):
            raise BadNoteKey(name=name, why="its kind is " + OTHERS.get(kind, str(kind)) + ", not Ed25519")
        if len(key) != 32:
            raise BadNoteKey(name=name, why="Ed25519 has keys of 32 bytes, this one has " + str(len(key)))
        self.name = name
        self.kind = kind
        self.key = bytes(key)
        self.id = key_id(name, kind, key)

    def serialize(self) -> str:
        """Return the line."""
        return self.name + "+" + self.id.hex() + "+" + base64.serialize(bytes((self.kind,)) + self.key)

    def verify(self, text: bytes, signature: bytes) -> "int | None":
        """Check a signature over a note's text; return when it was made, Unix seconds, or None if it does not say.

        Raises NoteSignatureInvalid.
        """
        time = None
        if self.kind == COSIGNATURE:
            if len(signature) != 72 or signature[0] & 0x80:
                raise NoteSignatureInvalid(name=self.name)
            time = int.from_bytes(signature[:8], "big")
            text, signature = cosigned(text, time), signature[8:]
        try:
            good = backend.ed25519().verify(self.key, text, signature)
        except BadSignature:
            good = False
        if not good:
            raise NoteSignatureInvalid(name=self.name)
        return time

    def sign(self, signer: "Signer", text: bytes, time: int = 0, name: "Any" = None) -> bytes:
        """Return a signature by a signer that holds the key. time: of a cosignature. Raises what the signer raises."""
        if self.kind == LOG:
            return signer.sign("ed25519", text, name)
        return time.to_bytes(8, "big") + signer.sign("ed25519", cosigned(text, time), name)


def parse(line: str) -> NoteKey:
    """Return the key of a line. Raises BadNoteKey, InvalidKey."""
    name, plus, rest = line.partition("+")
    digits, more, text = rest.partition("+")
    if not plus or not more:
        raise BadNoteKey(name=name, why="it is not name+hash+key")
    try:
        data = base64.parse(text)
    except BadBase64:
        raise BadNoteKey(name=name, why="the key is not base64")
    found = NoteKey(name, data[0], data[1:])
    if found.id.hex() != digits:
        raise BadNoteKey(name=name, why="its hash is " + found.id.hex() + ", the line says " + digits)
    return found


def of_signer(signer: "Signer", name: str, kind: int, key: "Any" = None) -> NoteKey:
    """Return the key that a signer signs with. key: its name there. Raises BadNoteKey and what the signer raises."""
    return NoteKey(name, kind, signer.public_key("ed25519", key))


def cosigned(text: bytes, time: int) -> bytes:
    """Return what a witness signs."""
    return b"cosignature/v1\ntime " + str(time).encode() + b"\n" + text


def key_id(name: str, kind: int, key: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + bytes((kind,)) + key).digest()[:4]


def is_name(name: str) -> bool:
    """Return whether a key can have this name."""
    if not 0 < len(name.encode()) <= MAX_NAME:
        return False
    for char in name:
        code = ord(char)
        if code <= 0x20 or char == "+" or code in _SPACES or 0x2000 <= code <= 0x200A:
            return False
    return True
