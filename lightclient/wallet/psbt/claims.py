"""Which keys of a signer an input asks for: its only one, or those that derivations lead to.

A derivation is anybody's word. One that names us costs nothing until its key is computed. If that is another key than
it says, it is passed over: a cosigner cannot keep us from signing.

Source: BIP174 (PSBT_IN_BIP32_DERIVATION), BIP371 (PSBT_IN_TAP_BIP32_DERIVATION).
"""

from lightclient.bitcoin.script import P2TR
from lightclient.codec.reader import Reader
from lightclient.keys.algorithms import ECDSA
from lightclient.wallet.errors import CannotSign, UncompressedKey, UnknownScript
from lightclient.wallet.psbt.errors import UnknownCoin
from lightclient.wallet.psbt.fields import INPUT
from lightclient.wallet.psbt.input import DERIVATION, TAP_DERIVATION, TAP_LEAF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.keys.signer import Signer
    from lightclient.wallet.psbt.input import Input
    from lightclient.wallet.psbt.maps import Map
    from lightclient.wallet.psbt.psbt import Psbt

    # The public key, 32, 33 or 65 bytes; its derivation, empty for an only key; the hash of a leaf of taproot, or none.
    Claim = tuple[bytes, bytes, bytes]
    Own = tuple[bytes, Any, bytes]  # the same with the name that the signer has for the key


class Claims:
    """Finds what a signer signs. name: which key of a signer that knows no derivations, such as a keystore."""

    def __init__(self, signer: "Signer", name: "Any" = None) -> None:
        """Raises what the signer raises."""
        self._tree: "Any" = signer if hasattr(signer, "path_of") else None
        self._name = name
        self._key = b"" if self._tree else signer.public_key(ECDSA, name)

    def of(self, seen: "Input") -> "list[Claim]":
        """Return the public keys that an input asks for and that seem to be the signer's."""
        if not self._tree:
            named = [(self._key, b"")]
        else:
            named = [each for each in derivations(seen.map) if self._is_named(each[1])]
        found = [(key, origin, b"") for key, origin in named if seen.is_for(key)]
        if not found and named and seen.kind == P2TR and seen.map.all(TAP_LEAF):
            from lightclient.wallet.psbt.leaves import single_leaves

            leaves = single_leaves(seen)
            return [(leaf.key, origin, leaf.hash) for key, origin in named for leaf in leaves if _x_of(key) == leaf.key]
        return found

    def own(self, claims: "list[Claim]") -> "list[Own]":
        """Return those that are the signer's, with the name that it has for each."""
        if not self._tree:
            return [(key, self._name, leaf) for key, _, leaf in claims]
        found = [(key, self._tree.path_of(key, origin[:4], _steps(origin)), leaf) for key, origin, leaf in claims]
        return [own for own in found if own[1] is not None]

    def why_not(self, seen: "Input") -> "CannotSign | None":
        """Return why an input is not signed although a key of the signer has to do with it, None if none has."""
        if not self._tree:
            short = bytes((2 + (self._key[-1] & 1),)) + self._key[1:33]
            return UncompressedKey() if len(self._key) == 65 and seen.is_witness and seen.is_for(short) else None
        named = [(key, origin, b"") for key, origin in derivations(seen.map) if self._is_named(origin)]
        if seen.kind not in (None, P2TR) or not self.own(named):
            return None
        return UnknownScript(seen.index) if seen.coin else UnknownCoin(seen.index)

    def _is_named(self, origin: bytes) -> bool:
        return bool(self._tree.candidates(origin[:4], _steps(origin)))


def derivations(found: "Map") -> "list[tuple[bytes, bytes]]":
    """Return all public keys of an input's map with their derivations: a fingerprint, and four bytes for each step.

    Keys of taproot have 32 bytes.
    """
    return found.all(DERIVATION) + [(key, _origin(value)) for key, value in found.all(TAP_DERIVATION)]


def fingerprints(psbt: "Psbt") -> "list[bytes]":
    """Return the fingerprints that derivations of inputs start with, in order."""
    found = set()
    for each in psbt.maps():
        if each.kind == INPUT:
            found.update([origin[:4] for _, origin in derivations(each)])
    return sorted(found)


def _x_of(key: bytes) -> bytes:
    """Return the x-only form of a key; an uncompressed one has none here."""
    return key[-32:] if len(key) < 65 else b""


def _origin(value: bytes) -> bytes:
    """Return the derivation of a key of taproot, without the hashes of leaves in front."""
    reader = Reader(value)
    reader.take(32 * reader.compact_size())
    return value[reader.offset :]


def _steps(origin: bytes) -> "tuple[int, ...]":
    """Return the path in a derivation, which the fingerprint precedes."""
    return tuple([int.from_bytes(origin[at : at + 4], "little") for at in range(4, len(origin), 4)])
