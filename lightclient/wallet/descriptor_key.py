"""Keys in descriptors: [fingerprint/path] and then a public key, a WIF, or an extended key with a path and perhaps *.

Source: BIP380, "Key Expressions".
"""

from lightclient.crypto import backend
from lightclient.crypto.jacobian import serialize, uncompressed
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.secp256k1 import lift_x
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.errors import LightClientError
from lightclient.wallet import bip32, path, wif
from lightclient.wallet.errors import BadKeyExpression, HardenedFromPublic, NoSuchChild
from lightclient.wallet.path import HARDENED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network
    from lightclient.wallet.slip132 import Prefix

HEX = "0123456789abcdefABCDEF"


class KeyExpression:
    """One key, or with `ranged` one for each index.

    origin  (fingerprint, path) of the key that the text starts from, or None
    length  of the public key in bytes
    private whether the text holds a private key
    """

    def __init__(self, text: str, network: "Network", place: int, x_only: bool, uncompressed: bool) -> None:
        """place: which key of the descriptor, for errors. Raises BadKeyExpression."""
        self.origin: "tuple[bytes, tuple[int, ...]] | None" = None
        self._key = b""
        self.private = False
        self.ranged = False
        self._root: "bip32.ExtendedKey | None" = None
        self._prefix: "Prefix | None" = None
        self._steps: "tuple[int, ...]" = ()
        self._last = 0
        try:
            self._parse(text, network, x_only)
        except _Wrong as error:
            raise BadKeyExpression(place, error.args[0]) from None
        except LightClientError as error:
            raise BadKeyExpression(place, error) from None
        self.length = 33 if self._root else len(self._key)
        if self.length == 65 and not uncompressed:
            raise BadKeyExpression(place, "an uncompressed key cannot stand here")

    def key(self, index: int = 0) -> bytes:
        """Return the public key, or the one for `index`. Raises NoSuchChild for one that would be hardened."""
        if not 0 <= index < HARDENED:
            raise NoSuchChild(index)
        if self._root is None:
            return self._key
        found = self._root.derive(self._steps)
        return found.child(index + self._last).key if self.ranged else found.key

    def check_scripts(self, functions: str, place: int) -> None:
        """Raise BadKeyExpression if SLIP132's prefix says other scripts than these functions, "sh(wsh(multi" or so."""
        meant = self._prefix.scripts if self._prefix else ""
        if meant and functions.partition("(sortedmulti")[0].partition("(multi")[0] != meant.rstrip(")"):
            raise BadKeyExpression(place, self._prefix.name + " stands for " + meant)  # type: ignore[union-attr]

    def derivation(self, index: int = 0) -> "tuple[bytes, tuple[int, ...]]":
        """Return by which fingerprint and which path from there a signer knows the key, or the one for `index`.

        What has no origin is its own.
        """
        if self._root is None:
            return self.origin or (hash160(self._key)[:4], ())
        fingerprint, steps = self.origin or (self._root.fingerprint(), ())
        return fingerprint, steps + self._steps + ((index + self._last,) if self.ranged else ())

    def _parse(self, text: str, network: "Network", x_only: bool) -> None:
        if text[:1] == "[":
            inside, closed, text = text[1:].partition("]")
            fingerprint, _, steps = inside.partition("/")
            if not closed or len(fingerprint) != 8 or not _is_hex(fingerprint) or inside[-1:] == "/" or "m" in steps:
                raise _Wrong("its origin is not a fingerprint and a path in brackets")
            self.origin = bytes.fromhex(fingerprint), path.parse(steps)
        if not text:
            raise _Wrong("it is missing")
        if len(text) in (64, 66, 130) and _is_hex(text):
            self._key = bytes.fromhex(text)
            if len(self._key) == 32:
                if not x_only:
                    raise _Wrong("a key without its first byte can stand in tr() only")
                self._key = serialize(lift_x(int.from_bytes(self._key, "big")))
            point_of(self._key)
            return
        first, slash, rest = text.partition("/")
        if len(first) < 60:
            if slash:
                raise _Wrong("a single key has no path")
            secret, compressed = wif.parse(first, network)
            self.private = True
            self._key = backend.current().public_key(secret)
            if not compressed:
                self._key = uncompressed(point_of(self._key))
            return
        self._root, self._prefix = bip32.parse(first)
        self._prefix.check(network)
        self.private = self._prefix.is_private
        self._walk(self._root, slash, rest)

    def _walk(self, root: "bip32.ExtendedKey", slash: str, rest: str) -> None:
        """Read the path after an extended key, /1/2/* for example."""
        steps, _, last = rest.rpartition("/")
        if last in ("*", "*h", "*'", "*H"):
            self.ranged = True
            self._last = HARDENED if len(last) == 2 else 0
            rest = steps
        elif slash and not rest:
            raise _Wrong("its path ends in the middle")
        if rest[:1] == "m":
            raise _Wrong("its path starts anew")
        self._steps = path.parse(rest)
        if root.secret is None and any(number >= HARDENED for number in self._steps + (self._last,)):
            raise HardenedFromPublic()


class _Wrong(Exception):
    """Says what is wrong, without the key."""


def _is_hex(text: str) -> bool:
    return all(character in HEX for character in text)
