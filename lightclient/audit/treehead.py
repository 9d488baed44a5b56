"""Keys of Certificate Transparency logs, whose heads are notes too: the signature is the TreeHeadSignature of RFC 6962.

The signature of the note is  time in milliseconds, 8 bytes | 04 03 | length, 2 bytes | ECDSA in DER
and signs                     00 01 | the time | size, 8 bytes | root, 32 bytes

Extensions of such a head are not signed, so it may have none.

Source: C2SP static-ct-api ("Checkpoints"), RFC 6962 sections 2.1.4 and 3.5.
"""

from hashlib import sha256

from lightclient.audit import head as heads
from lightclient.audit.errors import BadNoteKey, NoteSignatureInvalid
from lightclient.audit.notekey import is_name
from lightclient.crypto import backend, der
from lightclient.crypto.errors import BadSignature

KIND = 5
P256_INFO = b"0Y0\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\x00"  # what stands before a point


class TreeHeadKey:
    """A key of the same methods as NoteKey. key: 65 bytes, a point of P-256."""

    __slots__ = ("id", "key", "kind", "name")

    def __init__(self, name: str, key: bytes) -> None:
        """Raises BadNoteKey."""
        if not is_name(name) or len(key) != 65 or key[0] != 4:
            raise BadNoteKey(name=name, why="the name has spaces, or the key is not a point of P-256 in 65 bytes")
        self.name = name
        self.kind = KIND
        self.key = bytes(key)
        log_id = sha256(P256_INFO + self.key).digest()
        self.id = sha256(name.encode() + b"\n" + bytes((KIND,)) + log_id).digest()[:4]

    def verify(self, text: bytes, signature: bytes) -> int:
        """Check a signature over a head; return when it was made, Unix seconds.

        Raises NoteSignatureInvalid, BadHead, InvalidKey.
        """
        head = heads.parse(text)
        length = int.from_bytes(signature[10:12], "big")
        if signature[8:10] != b"\x04\x03" or len(signature) != 12 + length or head.extensions:
            raise NoteSignatureInvalid(name=self.name)
        signed = b"\x00\x01" + signature[:8] + head.size.to_bytes(8, "big") + head.root
        try:
            good = backend.p256().verify(self.key, sha256(signed).digest(), der.parse(signature[12:]))
        except BadSignature:
            good = False
        if not good:
            raise NoteSignatureInvalid(name=self.name)
        return int.from_bytes(signature[:8], "big") // 1000
