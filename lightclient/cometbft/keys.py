"""Public keys of validators: their addresses, how they are encoded, and their signatures.

Source: proto/tendermint/crypto/keys.proto; crypto/ed25519 and crypto/secp256k1 of CometBFT; Amino's registered names.
"""

from hashlib import sha256

from lightclient.codec.errors import BadSchema
from lightclient.codec.protobuf import MESSAGE, message_field, parse
from lightclient.cometbft.errors import BadField, UnsupportedKey
from lightclient.crypto.errors import BadSignature, InvalidKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.cometbft.profiles import Profile

ED25519, SECP256K1 = "ed25519", "secp256k1"
ADDRESS = 20  # bytes

# By the field of PublicKey that holds it: name, bytes of the key, prefix of Amino.
KINDS = {
    1: (ED25519, 32, b"\x16\x24\xde\x64\x20"),
    2: (SECP256K1, 33, b"\xeb\x5a\xe9\x87\x21"),
}
# What later versions have, and nobody verifies here.
OTHERS = {3: "bls12381", 4: "secp256k1eth", 5: "mldsa65"}
SCHEMA = {1: MESSAGE, 2: MESSAGE, 3: MESSAGE, 4: MESSAGE, 5: MESSAGE}


class Key:
    """kind: the field of PublicKey. data: the key's bytes, 32 of Ed25519 or 33 of secp256k1."""

    __slots__ = ("address", "data", "kind")

    def __init__(self, kind: int, data: bytes) -> None:
        """Raises UnsupportedKey, BadField."""
        if kind not in KINDS:
            raise UnsupportedKey(kind=OTHERS.get(kind, str(kind)))
        name, size, _ = KINDS[kind]
        if len(data) != size:
            raise BadField(what="a key", field="its size in " + name, value=len(data), wanted=size)
        self.kind = kind
        self.data = bytes(data)
        self.address = sha256(self.data).digest()[:ADDRESS] if name == ED25519 else _hash160(self.data)

    def serialize(self) -> bytes:
        """Return the message PublicKey."""
        return message_field(self.kind, self.data)

    def amino(self) -> bytes:
        return KINDS[self.kind][2] + self.data

    def verify(self, message: bytes, signature: bytes, profile: "Profile") -> bool:
        """Return whether `signature` is one over `message` by the rules of the profile; of secp256k1 with a low s."""
        from lightclient.crypto import backend  # costs memory, and verified headers need no curve

        try:
            if KINDS[self.kind][0] == SECP256K1:
                return backend.current().verify(self.data, sha256(message).digest(), signature, True)
            if profile.zip215:
                return backend.ed25519().verify_zip215(self.data, message, signature)
            return backend.ed25519().verify(self.data, message, signature)
        except (InvalidKey, BadSignature):
            return False  # nothing is signed by what is no key, or with what is no signature


def read_key(data: "bytes | memoryview") -> Key:
    """Return the key of a message PublicKey. Raises UnsupportedKey, BadField, BadSchema and what `parse` raises."""
    fields = parse(data, SCHEMA, "PublicKey")
    given = [kind for kind in fields if fields[kind] is not None]
    if len(given) != 1:
        raise BadSchema("PublicKey", "not one key but " + str(len(given)))
    return Key(given[0], fields[given[0]])


def _hash160(data: bytes) -> bytes:
    from lightclient.crypto.ripemd160 import hash160

    return hash160(data)
