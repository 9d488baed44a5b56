"""Statements of a key about itself: that another one replaces it, or that nobody should believe it any more.

    ["LCR1", algorithm, key, successor, time, signature]        in deterministic CBOR

successor: [algorithm, key], or null where nothing replaces the key. time: Unix seconds, 0 if unknown; nobody but the
key vouches for it. The signature is over the hash, tagged "lightclient/revocation" as BIP340 does it, of the first five
fields as an array of five.

Anyone with the old public key can verify one. Make the one without a successor when the key is made, and keep it where
a thief of the key is not. Of two statements about a key the one without a successor counts: a thief can make the other.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.crypto.hashes import tagged_hash
from lightclient.keys import algorithms
from lightclient.keys.errors import BadRevocationSignature, RevokesAnother

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.keys.signer import Signer

    Key = tuple[str, bytes]  # algorithm and public key

MAGIC = "LCR1"
TAG = b"lightclient/revocation"
MAX_KEY = 33


def make(store: "Signer", algorithm: str, successor: "Key | None", time: int, name: "str | None" = None) -> bytes:
    """Return the statement of the key `name` in a keystore. Raises what its `sign` raises."""
    fields = [MAGIC, algorithm, store.public_key(algorithm, name), successor, time]
    return encode(fields + [store.sign(algorithm, tagged_hash(TAG, encode(fields)), name)])


def verify(record: bytes, algorithm: str, key: bytes) -> "tuple[Key | None, int]":
    """Return the successor, or None, and the time of a statement about this key.

    Raises BadSchema, RevokesAnother, BadRevocationSignature, InvalidKey, UnknownAlgorithm, BadSignature, and the errors
    of `cbor.decode`.
    """
    fields = decode(record, 16)
    if not isinstance(fields, list) or len(fields) != 6 or fields[0] != MAGIC:
        raise BadSchema("revocation", "not a version 1 statement")
    successor, time, signature = fields[3:]
    if successor is not None and (not isinstance(successor, list) or len(successor) != 2):
        raise BadSchema("revocation", "the successor is not [algorithm, key]")
    for one in (fields[1:3], successor or fields[1:3]):
        if not isinstance(one[0], str) or not isinstance(one[1], bytes) or len(one[1]) > MAX_KEY:
            raise BadSchema("revocation", "no algorithm and key")
    if not is_uint(time) or not isinstance(signature, bytes):
        raise BadSchema("revocation", "time or signature is missing")
    if fields[1:3] != [algorithm, key]:
        raise RevokesAnother()
    if not algorithms.verify(algorithm, key, tagged_hash(TAG, encode(fields[:5])), signature):
        raise BadRevocationSignature()
    return (successor[0], successor[1]) if successor else None, time
