"""Signing a PSBT: every input that a key is for, by p2pkh, p2wpkh, multisig, or the key path of p2tr.

    sign(Psbt(open), HdKey(root), write)

All inputs are looked at before a byte is written. Each signature is made when its input is reached, over digests that
`sighash` makes of the transaction and of nothing that an unknown field says.

Source: BIP174, "Signer"; BIP370 for what a signer sets; BIP371.
"""

from lightclient.bitcoin.script import P2TR
from lightclient.crypto import backend
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.secp256k1 import parse as point_of
from lightclient.keys import sighash
from lightclient.keys.errors import WrongKey
from lightclient.keys.psbt.errors import HashTypeRefused
from lightclient.keys.psbt.fields import GLOBAL, INPUT
from lightclient.keys.psbt.input import PARTIAL_SIGNATURE, TAP_ROOT, TAP_SIGNATURE
from lightclient.keys.psbt.inputs import Inputs
from lightclient.keys.psbt.psbt import HAS_SINGLE, INPUTS_MODIFIABLE, MODIFIABLE, OUTPUTS_MODIFIABLE, UNCHANGED
from lightclient.keys.sign import NO_AUX, ecdsa_signature, tr_witness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.keys.psbt.input import Input
    from lightclient.keys.psbt.maps import Field, Map, Write
    from lightclient.keys.psbt.psbt import Change, Psbt
    from lightclient.keys.psbt.signers import Claim, HdKey, SingleKey
    from lightclient.keys.spending import Spending

DEFAULT_TYPES = (sighash.DEFAULT, sighash.ALL)


def sign(
    psbt: "Psbt",
    keys: "SingleKey | HdKey",
    write: "Write",
    hash_types: "tuple[int, ...]" = DEFAULT_TYPES,
    aux: bytes = NO_AUX,
    low_r: bool = True,
) -> int:
    """Write the PSBT with the signatures of `keys` put in, and return how many they are.

    hash_types: those that an input may ask for. aux: 32 bytes, best random, for Schnorr signatures. Inputs that are
    final, that have the signature or that belong to others stay as they are.
    Raises before anything is written what `Inputs` raises, HashTypeRefused, UnknownCoin, UnknownScript, WrongKey; and
    WrongKey while writing if a derivation leads to another key than it says.
    """
    signer = _Signer(psbt, keys, hash_types, aux, low_r)
    psbt.rewrite(write, signer.change, signer.inputs.passing)
    return signer.made


class _Signer:
    def __init__(
        self, psbt: "Psbt", keys: "SingleKey | HdKey", hash_types: "tuple[int, ...]", aux: bytes, low_r: bool
    ) -> None:
        self.keys = keys
        self.hash_types = hash_types
        self.aux = aux
        self.low_r = low_r
        self.made = 0
        self.flags_off = self.flags_on = 0
        self.needs_all = False
        self.inputs = Inputs(psbt, self.look)
        if self.needs_all:
            self.inputs.need_all()

    def look(self, seen: "Input", spending: "Spending") -> None:
        """Find out what signing an input will take."""
        if not self.claims(seen):
            return
        hash_type = self.agreed(seen, spending)
        alone = hash_type & sighash.ANYONE_CAN_PAY
        self.needs_all = self.needs_all or (seen.kind == P2TR and not alone)
        base = hash_type & 3
        if not alone:
            self.flags_off |= INPUTS_MODIFIABLE
        if base != sighash.NONE:
            self.flags_off |= OUTPUTS_MODIFIABLE
        if base == sighash.SINGLE:
            self.flags_on |= HAS_SINGLE

    def agreed(self, seen: "Input", spending: "Spending") -> int:
        """Return the hash type to sign with. Raises HashTypeRefused, and what `Input.hash_type` raises."""
        hash_type = seen.hash_type(spending)
        if hash_type not in self.hash_types:
            raise HashTypeRefused(seen.index, hash_type)
        return hash_type

    def claims(self, seen: "Input") -> "list[Claim]":
        """Return the keys that have to sign an input and have not yet. Raises WrongKey for one with no part in it."""
        if seen.is_final:
            return []
        claims = self.keys.claims(seen)
        for key, _ in claims:
            if not seen.is_for(key):
                raise WrongKey(seen.index)
        if seen.kind == P2TR:
            return [] if seen.map.value(TAP_SIGNATURE) else claims
        return [claim for claim in claims if not seen.map.has(bytes((PARTIAL_SIGNATURE,)) + claim[0])]

    def change(self, found: "Map") -> "Change":
        if found.kind == GLOBAL:
            before = found.number(MODIFIABLE)
            after = (before or 0) & ~self.flags_off | self.flags_on
            if before is None or before == after:
                return UNCHANGED
            return (MODIFIABLE,), [(bytes((MODIFIABLE,)), bytes((after,)))]
        if found.kind != INPUT:
            return UNCHANGED
        seen = self.inputs.take(found)
        added = [self.signed(seen, key, steps) for key, steps in self.claims(seen)]
        self.made += len(added)
        return (), added

    def signed(self, seen: "Input", key: bytes, steps: "tuple[int, ...]") -> "Field":
        """Return the field with the signature."""
        spending = self.inputs.spending
        hash_type = self.agreed(seen, spending)
        secret = self.keys.secret(steps)
        if seen.kind == P2TR:
            value, script = seen.spent()
            root = seen.map.value(TAP_ROOT) or b""
            (signature,) = tr_witness(spending, seen.index, value, script, secret, root, hash_type, self.aux)
            return bytes((TAP_SIGNATURE,)), signature
        own = backend.current().public_key(secret)
        if own != key and uncompressed(point_of(own)) != key:
            raise WrongKey(seen.index)
        signature = ecdsa_signature(secret, seen.digest(spending, hash_type), hash_type, self.low_r)
        return bytes((PARTIAL_SIGNATURE,)) + key, signature
