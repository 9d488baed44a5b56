"""Signing a PSBT: every input that a key is for, by p2pkh, p2wpkh, multisig, the key path of p2tr, or a leaf <key>
CHECKSIG of its tree.

    sign(Psbt(open), HdKey(root), write)

All inputs are looked at before a byte is written. Each signature is made when its input is reached, over digests that
`sighash` makes of the transaction and of nothing that an unknown field says.

Source: BIP174, "Signer"; BIP370 for what a signer sets; BIP371.
"""

from lightclient.bitcoin.script import P2TR
from lightclient.keys.algorithms import BIP340
from lightclient.wallet import sighash
from lightclient.wallet.errors import CannotSign, WrongKey
from lightclient.wallet.psbt.claims import Claims
from lightclient.wallet.psbt.errors import HashTypeRefused, UnprovedAmount
from lightclient.wallet.psbt.fields import GLOBAL, INPUT
from lightclient.wallet.psbt.input import HASH_TYPE, PARTIAL_SIGNATURE, TAP_LEAF_SIGNATURE, TAP_ROOT, TAP_SIGNATURE
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.psbt import HAS_SINGLE, INPUTS_MODIFIABLE, MODIFIABLE, OUTPUTS_MODIFIABLE, UNCHANGED
from lightclient.wallet.sign import ecdsa_signature, tr_witness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.keys.signer import Signer
    from lightclient.wallet.psbt.claims import Claim, Own
    from lightclient.wallet.psbt.input import Input
    from lightclient.wallet.psbt.maps import Field, Map, Write
    from lightclient.wallet.psbt.psbt import Change, Psbt
    from lightclient.wallet.spending import Spending

DEFAULT_TYPES = (sighash.DEFAULT, sighash.ALL)


def sign(
    psbt: "Psbt",
    signer: "Signer",
    write: "Write",
    hash_types: "tuple[int, ...]" = DEFAULT_TYPES,
    low_r: bool = True,
    believe_amounts: bool = False,
    name: "Any" = None,
) -> int:
    """Write the PSBT with the signatures of `signer` put in, and return how many they are.

    hash_types: those that an input may ask for. believe_amounts: sign without the transaction that pays an input, where
    the signature commits to the amount of this one alone (segwit version 0, ANYONECANPAY). name: which key of a signer
    that knows no derivations. Inputs that are final, that have the signature or that belong to others stay as they are.
    Raises before anything is written what `Inputs` raises, HashTypeRefused, UnprovedAmount, UnknownCoin; and
    UnknownScript, UncompressedKey, if there is nothing else that this key could sign.
    """
    made = _Signing(psbt, signer, hash_types, low_r, believe_amounts, name)
    psbt.rewrite(write, made.change, made.inputs.passing)
    return made.count


class _Signing:
    def __init__(
        self,
        psbt: "Psbt",
        signer: "Signer",
        hash_types: "tuple[int, ...]",
        low_r: bool,
        believe_amounts: bool,
        name: "Any",
    ) -> None:
        self.signer = signer
        self.keys = Claims(signer, name)
        self.hash_types = hash_types
        self.low_r = low_r
        self.believe_amounts = believe_amounts
        self.count = 0
        self.flags_off = self.flags_on = 0
        self.is_asked = self.needs_all = False
        self.refusal: "CannotSign | None" = None
        self.inputs = Inputs(psbt, self.look)
        if self.needs_all and self.inputs.unknown is not None:
            self._check_need(psbt)
        if self.refusal and not self.is_asked:
            raise self.refusal

    def look(self, seen: "Input", spending: "Spending") -> None:
        """Find out what signing an input will take."""
        if _is_done(seen):
            return
        claims = self.claims(seen)
        if not claims:
            if not self.refusal and not self.keys.of(seen):  # not just signed by us before
                self.refusal = self.keys.why_not(seen)
            return
        try:
            hash_type = self.agreed(seen, spending)
        except CannotSign:
            if self.keys.own(claims):
                raise
            return
        self.is_asked = True
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
        """Return the hash type to sign with.

        Raises HashTypeRefused, UnprovedAmount, and what `Input.hash_type` raises.
        """
        hash_type = seen.hash_type(spending)
        if hash_type not in self.hash_types:
            raise HashTypeRefused(seen.index, hash_type)
        if not self.believe_amounts and not seen.is_proved():
            raise UnprovedAmount(seen.index)
        return hash_type

    def claims(self, seen: "Input") -> "list[Claim]":
        """Return the keys that have to sign an input and have not yet, if they are ours."""
        if _is_done(seen):
            return []
        found = []
        for claim in self.keys.of(seen):
            key, _, leaf = claim
            field = bytes((TAP_LEAF_SIGNATURE,)) + key + leaf if leaf else bytes((PARTIAL_SIGNATURE,)) + key
            if not seen.map.has(field):
                found.append(claim)
        return found

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
        added = []
        for own in self.keys.own(self.claims(seen)):
            try:
                added.append(self.signed(seen, own))
            except WrongKey:
                pass  # taproot's output is not of this internal key, whatever the PSBT says
        self.count += len(added)
        return (), added

    def signed(self, seen: "Input", own: "Own") -> "Field":
        """Return the field with the signature."""
        spending = self.inputs.spending
        hash_type = self.agreed(seen, spending)
        key, name, leaf = own
        by = self.signer, name
        if leaf:
            signature = self.signer.sign(BIP340, seen.digest(spending, hash_type, leaf), name)
            return bytes((TAP_LEAF_SIGNATURE,)) + key + leaf, signature + (bytes((hash_type,)) if hash_type else b"")
        if seen.kind == P2TR:
            value, script = seen.spent()
            root = seen.map.value(TAP_ROOT) or b""
            (signature,) = tr_witness(spending, seen.index, value, script, by, root, hash_type)
            return bytes((TAP_SIGNATURE,)), signature
        signature = ecdsa_signature(by, seen.digest(spending, hash_type), hash_type, self.low_r)
        return bytes((PARTIAL_SIGNATURE,)) + key, signature

    def _check_need(self, psbt: "Psbt") -> None:
        """Raise UnknownCoin if an input that is ours commits to what all inputs spend."""
        for found in psbt.maps(self.inputs.passing):
            if found.kind == INPUT:
                seen = self.inputs.take(found)
                alone = (seen.map.number(HASH_TYPE) or 0) & sighash.ANYONE_CAN_PAY
                if seen.kind == P2TR and not alone and self.keys.own(self.claims(seen)):
                    self.inputs.need_all()


def _is_done(seen: "Input") -> bool:
    return seen.is_final or (seen.kind == P2TR and seen.map.value(TAP_SIGNATURE) is not None)
