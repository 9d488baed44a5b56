"""Extended keys: a tree of keys from one, and from a public key those of its children that are not hardened.

An extended public key plus the private key of any child that is not hardened reveals the parent's private key.

Source: BIP32.
"""

from lightclient.bitcoin import base58
from lightclient.crypto import backend
from lightclient.crypto.checks import N, check_secret
from lightclient.crypto.errors import BadLength, BadSecretKey
from lightclient.crypto.hmac import hmac_sha512
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.wallet import path
from lightclient.wallet.errors import (
    BadExtendedLength,
    HardenedFromPublic,
    KeyKindMismatch,
    NoSuchChild,
    NotARoot,
    PublicOnly,
    TooDeepPath,
)
from lightclient.wallet.path import HARDENED, MAX_DEPTH
from lightclient.wallet.slip132 import Prefix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network

NO_PARENT = bytes(4)


class ExtendedKey:
    """A key of the tree, private if `secret` is there.

    secret  32 bytes, or None          chain   32 bytes that take part in every derivation
    key     compressed public key      parent  fingerprint of the parent's, zeros at the root
    depth   0 is the root              number  which child of its parent this is
    """

    __slots__ = ("_key", "chain", "depth", "number", "parent", "secret")

    def __init__(
        self,
        secret: "bytes | None",
        key: "bytes | None",
        chain: bytes,
        depth: int = 0,
        parent: bytes = NO_PARENT,
        number: int = 0,
    ) -> None:
        """One of `secret` and `key` may be None."""
        self.secret = secret
        self._key = key
        self.chain = chain
        self.depth = depth
        self.parent = parent
        self.number = number

    @property
    def key(self) -> bytes:
        """The public key, computed when it is asked for: on a board that takes a tenth of a second or more."""
        if self._key is None:
            self._key = backend.current().public_key(self.private())
        return self._key

    def private(self) -> bytes:
        """Return the secret. Raises PublicOnly."""
        if self.secret is None:
            raise PublicOnly()
        return self.secret

    def fingerprint(self) -> bytes:
        """Return the four bytes by which children know this key."""
        return hash160(self.key)[:4]

    def child(self, number: int) -> "ExtendedKey":
        """Return child `number`, hardened from HARDENED on.

        Raises HardenedFromPublic, TooDeepPath, and NoSuchChild for a number over 32 bits: nobody has seen another.
        """
        if not 0 <= number < 2 * HARDENED:
            raise NoSuchChild(number)
        if self.depth == MAX_DEPTH:
            raise TooDeepPath(MAX_DEPTH + 1)
        suffix = number.to_bytes(4, "big")
        if number < HARDENED:
            mixed = hmac_sha512(self.chain, self.key + suffix)
        elif self.secret is None:
            raise HardenedFromPublic()
        else:
            mixed = hmac_sha512(self.chain, b"\x00" + self.secret + suffix)
        secret = key = None
        try:
            if self.secret is None:
                key = backend.current().add(self.key, mixed[:32])
            else:
                secret = _sum(self.secret, mixed[:32])
        except BadSecretKey:
            raise NoSuchChild(number) from None
        return ExtendedKey(secret, key, mixed[32:], self.depth + 1, self.fingerprint(), number)

    def derive(self, steps: "str | tuple[int, ...]") -> "ExtendedKey":
        """Return the key at the end of a path from here. Raises what `path.parse` and `child` raise."""
        found = self
        for number in path.parse(steps) if isinstance(steps, str) else steps:
            found = found.child(number)
        return found

    def public(self) -> "ExtendedKey":
        """Return the same without the secret."""
        return ExtendedKey(None, self.key, self.chain, self.depth, self.parent, self.number)

    def serialize(self, network: "Network") -> str:
        """Return an xprv or xpub, tprv or tpub: as much as is here. It IS the secret if that is here."""
        version = network.xpub_version if self.secret is None else network.xprv_version
        key = self.key if self.secret is None else b"\x00" + self.secret
        place = bytes((self.depth,)) + self.parent + self.number.to_bytes(4, "big")
        return base58.encode_check(version.to_bytes(4, "big") + place + self.chain + key)


def master(seed: bytes) -> ExtendedKey:
    """Return the root that 16 to 64 bytes stand for. Raises BadLength, and NoSuchChild for one seed in 2**127."""
    if not 16 <= len(seed) <= 64:
        raise BadLength("a seed", len(seed), "16 to 64")
    mixed = hmac_sha512(b"Bitcoin seed", seed)
    try:
        check_secret(mixed[:32])
    except BadSecretKey:
        raise NoSuchChild(0) from None
    return ExtendedKey(mixed[:32], None, mixed[32:])


def parse(text: str) -> "tuple[ExtendedKey, Prefix]":
    """Return the key of an xprv or xpub, or of one with a prefix of SLIP132, and what the prefix says.

    Raises BadExtendedLength, UnknownKeyVersion, KeyKindMismatch, NotARoot, BadSecretKey, NotOnCurve, and what
    `base58.decode_check` raises.
    """
    data = base58.decode_check(text)
    if len(data) != 78:
        raise BadExtendedLength(len(data))
    prefix = Prefix(int.from_bytes(data[:4], "big"))
    depth, parent, number = data[4], data[5:9], int.from_bytes(data[9:13], "big")
    if depth == 0 and (parent != NO_PARENT or number):
        raise NotARoot()
    chain, key = data[13:45], data[45:]
    if prefix.is_private:
        if key[0]:
            raise KeyKindMismatch("private")
        check_secret(key[1:])
        return ExtendedKey(key[1:], None, chain, depth, parent, number), prefix
    if key[0] not in (2, 3):
        raise KeyKindMismatch("public")
    point_of(key)
    return ExtendedKey(None, key, chain, depth, parent, number), prefix


def _sum(secret: bytes, tweak: bytes) -> bytes:
    number = int.from_bytes(tweak, "big")
    total = (int.from_bytes(secret, "big") + number) % N
    if number >= N or not total:
        raise BadSecretKey()
    return total.to_bytes(32, "big")
