"""What is in a keystore: secrets with a name and a kind.

    kind        secret                                     for
    entropy     16, 20, 24, 28 or 32 bytes                 the sentence of BIP39
    seed        16 to 64 bytes                             the root of BIP32
    secp256k1   32 bytes, big-endian                       ecdsa, bip340
    p256        32 bytes, big-endian                       p256
    ed25519     32 bytes, the seed of RFC 8032             ed25519
    statement   a record of `revocation`, no secret        the history of a name

Sealed they are one map in deterministic CBOR, name to [kind, secret].
"""

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.crypto.checks import P256_N, check_secret
from lightclient.crypto.errors import BadLength, BadSecretKey
from lightclient.keys.errors import BadName, UnknownKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    Entries = dict[str, tuple[str, bytearray]]

MAX_ENTRIES = 32
MAX_NAME = 32
SIZES = {
    "entropy": (16, 20, 24, 28, 32),
    "seed": range(16, 65),
    "secp256k1": (32,),
    "p256": (32,),
    "ed25519": (32,),
    "statement": range(1, 257),
}


def check(name: str, kind: str, secret: "bytes | bytearray") -> None:
    """Raise BadName, UnknownKind, BadLength, BadSecretKey for an entry that cannot be."""
    if not 1 <= len(name) <= MAX_NAME or not all(" " <= letter <= "~" for letter in name):
        raise BadName(MAX_NAME)
    if kind not in SIZES:
        raise UnknownKind(kind)
    sizes = SIZES[kind]
    if len(secret) not in sizes:
        raise BadLength(kind + " as a secret", len(secret), f"{sizes[0]} to {sizes[-1]}")
    if kind == "secp256k1":
        check_secret(bytes(secret))
    if kind == "p256" and not 0 < int.from_bytes(secret, "big") < P256_N:
        raise BadSecretKey()


def serialize(entries: "Entries") -> bytes:
    return encode({name: [kind, secret] for name, (kind, secret) in entries.items()})


def parse(data: bytes) -> "Entries":
    """Return what `serialize` wrote. Raises BadSchema, what `check` raises, and the errors of `cbor.decode`.

    Only whoever has the passphrase could have written anything else; it is checked all the same.
    """
    found = decode(data, 4 * MAX_ENTRIES)  # a name, a list, a kind and a secret each
    if not isinstance(found, dict):
        raise BadSchema("entries", "not a map")
    entries: "Entries" = {}
    for name, entry in found.items():
        if not isinstance(name, str) or not isinstance(entry, list) or len(entry) != 2:
            raise BadSchema("entries", "not names with a kind and a secret")
        kind, secret = entry
        if not isinstance(kind, str) or not isinstance(secret, bytes):
            raise BadSchema("entries", "not a kind and a secret")
        check(name, kind, secret)
        entries[name] = kind, bytearray(secret)
    return entries
