"""What signs for a wallet: a single secret, or all keys below an extended one. Both are a `keys.signer.Signer`.

    HdKey(root).sign("ecdsa", digest, "m/84h/0h/0h/0/5")
    store.signer("savings", HdKey.of)          the same of a keystore's words, which end with it

random: a function that returns so many random bytes. `bytes` itself gives zeros, with which signatures are as good.

Source: BIP32; BIP174 for what a derivation says.
"""

from lightclient.crypto import backend
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.crypto.steps import finish
from lightclient.errors import LightClientError
from lightclient.keys import algorithms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.crypto.steps import Steps
    from lightclient.wallet.bip32 import ExtendedKey

    Path = tuple[int, ...]

NOBODY = bytes(4)  # the fingerprint that wallets write which do not know the one of the root


class _OneSecret:
    """What both do alike once they know the secret."""

    random: "Callable[[int], bytes]"
    _secret: "Callable[[str, str | Path | None], bytes]"

    def sign(self, algorithm: str, message: bytes, name: "str | Path | None" = None) -> bytes:
        """Return the signature, in the forms that `keys.algorithms` lists. Raises what it raises."""
        return finish(self.sign_steps(algorithm, message, name))

    def sign_steps(self, algorithm: str, message: bytes, name: "str | Path | None" = None) -> "Steps[bytes]":
        """Return what `sign` does, in steps."""
        return algorithms.sign_steps(algorithm, self._secret(algorithm, name), message, self.random(32))


class SingleKey(_OneSecret):
    """One secret, of a WIF for example. Its public key for ECDSA on secp256k1 has 65 bytes unless `compressed`."""

    def __init__(self, secret: bytes, compressed: bool = True, random: "Callable[[int], bytes]" = bytes) -> None:
        self._only = secret
        self._key = b""
        self.compressed = compressed
        self.random = random

    def public_key(self, algorithm: str, name: "str | Path | None" = None) -> bytes:
        """Return the public key that `sign` signs for. Raises UnknownAlgorithm, BadSecretKey."""
        if algorithm not in (algorithms.ECDSA, algorithms.LOW_R, algorithms.RECOVERABLE):
            return algorithms.public_key(algorithm, self._only)
        if not self._key:
            self._key = backend.current().public_key(self._only)
            if not self.compressed:
                self._key = uncompressed(point_of(self._key))
        return self._key

    def _secret(self, algorithm: str, name: "str | Path | None") -> bytes:
        return self._only


class HdKey(_OneSecret):
    """All keys below an extended private one, each by its path from there: as text, or as numbers; none is its own.

    starts: paths at which a derivation may begin, for `path_of`: () for the key itself, and accounts for PSBTs of
    wallets that know no more than one
    """

    def __init__(
        self,
        root: "ExtendedKey",
        random: "Callable[[int], bytes]" = bytes,
        starts: "tuple[Path, ...]" = ((),),
    ) -> None:
        """Raises PublicOnly."""
        root.private()
        self.random = random
        self.starts = starts
        self._fingerprints: "list[bytes]" = []
        self._nodes = [root]  # along the last path: the next one mostly has the same beginning
        self._steps: "Path" = ()

    @staticmethod
    def of(kind: str, secret: bytes, random: "Callable[[int], bytes]", passphrase: bytes = b"") -> "HdKey":
        """Return the wallet of a keystore's entry. kind: "entropy" or "seed". passphrase: of the words, in NFKD.

        Raises BadLength.
        """
        from lightclient.wallet import bip32  # a single key needs none of it

        if kind == "entropy":
            from lightclient.wallet import bip39

            secret = bip39.seed(bip39.sentence(secret), passphrase)
        return HdKey(bip32.master(secret), random)

    def public_key(self, algorithm: str, name: "str | Path | None" = None) -> bytes:
        """Return the public key at the end of a path. Raises UnknownAlgorithm, and what `public` raises."""
        _derivable(algorithm)
        key = self._node(name).key
        return key[1:] if algorithm in (algorithms.BIP340, algorithms.TWEAKED) else key

    def public(self, name: "str | Path | None" = None) -> "ExtendedKey":
        """Return the extended public key at the end of a path.

        Raises what `path.parse` and `ExtendedKey.child` raise.
        """
        return self._node(name).public()

    def reveal(self, name: "str | Path | None" = None) -> "ExtendedKey":
        """Return the extended private key at the end of a path, because it was asked for."""
        return self._node(name)

    def fingerprints(self) -> "list[bytes]":
        """Return the fingerprints that derivations may start with: of the keys at `starts`."""
        if not self._fingerprints:
            self._fingerprints = [self._node(start).fingerprint() for start in self.starts]
        return self._fingerprints

    def candidates(self, fingerprint: bytes, steps: "Path") -> "list[Path]":
        """Return the paths from here that a derivation may mean, the likeliest first.

        The fingerprint is that of the wallet's root, of a key at `starts`, or zeros where a wallet did not know it.
        From a root that is not here, the path leads through our key at the depth that this has.
        """
        found: "list[Path]" = []
        root = self._node(())
        for at, own in enumerate(self.fingerprints()):
            start = self.starts[at]
            depth = root.depth + len(start)
            place = start[-1] if start else root.number
            if fingerprint in (own, NOBODY):
                found.append(start + steps)
            elif not root.depth:
                continue  # we know the root, and it is not the one that is named
            if depth and steps[depth - 1 : depth] == (place,) and steps[root.depth : depth] == start:
                found.append(start + steps[depth:])
        return found

    def path_of(self, key: bytes, fingerprint: bytes, steps: "Path") -> "Path | None":
        """Return our path to the public key of a derivation, None if it is not ours, whatever it says.

        key: 33 or 65 bytes, or 32 of an x-only one.
        """
        for name in self.candidates(fingerprint, steps):
            try:
                own = self._node(name).key
            except LightClientError:  # no such child: nobody's path
                continue
            if key in (own, own[1:]) or (len(key) == 65 and uncompressed(point_of(own)) == key):
                return name
        return None

    def close(self) -> None:
        """Forget the secret; there is no key here any more."""
        self._nodes = []

    def _secret(self, algorithm: str, name: "str | Path | None") -> bytes:
        _derivable(algorithm)
        return self._node(name).private()

    def _node(self, name: "str | Path | None") -> "ExtendedKey":
        """Return the key at the end of a path. Raises KeyStoreClosed, and what `ExtendedKey.child` raises."""
        if not self._nodes:
            from lightclient.keys.errors import KeyStoreClosed

            raise KeyStoreClosed()
        if isinstance(name, str):
            from lightclient.wallet import path

            name = path.parse(name)
        steps = name or ()
        same = 0
        while same < min(len(steps), len(self._steps)) and steps[same] == self._steps[same]:
            same += 1
        nodes = self._nodes[: same + 1]
        for number in steps[same:]:
            nodes.append(nodes[-1].child(number))
        self._nodes, self._steps = nodes, steps  # both or, after an error, neither
        return nodes[-1]


def _derivable(algorithm: str) -> None:
    """Raise UnknownAlgorithm for one whose keys do not follow from others."""
    if algorithms.kind_of(algorithm) != "secp256k1":
        from lightclient.keys.errors import UnknownAlgorithm

        raise UnknownAlgorithm(algorithm)
