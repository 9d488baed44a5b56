"""Who signs: a single secret, or all keys below an extended one.

Source: BIP174 (PSBT_IN_BIP32_DERIVATION), BIP371 (PSBT_IN_TAP_BIP32_DERIVATION).
"""

from lightclient.bitcoin.script import P2TR
from lightclient.codec.reader import Reader
from lightclient.crypto import backend
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.keys.errors import UnknownScript
from lightclient.keys.psbt.input import DERIVATION, TAP_DERIVATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.keys.bip32 import ExtendedKey
    from lightclient.keys.psbt.input import Input

    Claim = tuple[bytes, tuple[int, ...]]


class SingleKey:
    """One secret, of a WIF for example; it signs where its public key is asked for."""

    def __init__(self, secret: bytes, compressed: bool = True) -> None:
        """Raises BadSecretKey."""
        self._secret = secret
        self._key = backend.current().public_key(secret)
        if not compressed:
            self._key = uncompressed(point_of(self._key))

    def claims(self, seen: "Input") -> "list[Claim]":
        """Return the public keys that sign an input, each with its path from here."""
        return [(self._key, ())] if seen.is_for(self._key) else []

    def secret(self, _: "tuple[int, ...]") -> bytes:
        return self._secret


class HdKey:
    """An extended private key; it signs where a derivation starts with its fingerprint."""

    def __init__(self, root: "ExtendedKey") -> None:
        """Raises PublicOnly."""
        root.private()
        self._fingerprint = root.fingerprint()
        self._nodes = [root]  # along the last path: the next one mostly has the same beginning
        self._steps: "tuple[int, ...]" = ()

    def claims(self, seen: "Input") -> "list[Claim]":
        """Return the public keys that sign an input, each with its path from here.

        Raises UnknownCoin, UnknownScript if the input says that it is ours and cannot be signed.
        """
        claims = [(key, _steps(value)) for key, value in seen.map.all(DERIVATION) if self._is_own(value)]
        tap = [(b"\x02" + key, _origin(value)) for key, value in seen.map.all(TAP_DERIVATION)]
        tap_claims = [(key, _steps(origin)) for key, origin in tap if self._is_own(origin)]
        if seen.kind == P2TR:
            claims = [claim for claim in tap_claims if seen.is_for(claim[0])]
            if tap_claims and not claims:  # a key of a script only
                raise UnknownScript(seen.index)
        elif seen.kind is None and (claims or tap_claims):
            seen.spent()
            raise UnknownScript(seen.index)
        return claims

    def secret(self, steps: "tuple[int, ...]") -> bytes:
        """Return the secret at the end of a path. Raises what `ExtendedKey.child` raises."""
        same = 0
        while same < min(len(steps), len(self._steps)) and steps[same] == self._steps[same]:
            same += 1
        self._nodes = self._nodes[: same + 1]
        for number in steps[same:]:
            self._nodes.append(self._nodes[-1].child(number))
        self._steps = steps
        return self._nodes[-1].private()

    def _is_own(self, origin: bytes) -> bool:
        return origin[:4] == self._fingerprint


def _origin(value: bytes) -> bytes:
    """Return the derivation of a key of taproot, without the hashes of leaves in front."""
    reader = Reader(value)
    reader.take(32 * reader.compact_size())
    return value[reader.offset :]


def _steps(origin: bytes) -> "tuple[int, ...]":
    """Return the path in a derivation, which the fingerprint precedes."""
    return tuple([int.from_bytes(origin[at : at + 4], "little") for at in range(4, len(origin), 4)])
