"""Finalizing a PSBT: signatures that suffice become the scriptSig and the witness of their input.

A signature is verified before it is used, because what it was made from is thrown away.

Source: BIP174, "Input Finalizer"; BIP371.
"""

from lightclient.bitcoin.script import P2TR
from lightclient.codec.reader import compact_size
from lightclient.crypto import backend, der
from lightclient.crypto.errors import BadSignature, InvalidKey
from lightclient.wallet import sighash
from lightclient.wallet.psbt.errors import BadPartialSignature, HashTypeMismatch
from lightclient.wallet.psbt.fields import INPUT
from lightclient.wallet.psbt.input import (
    FINAL_SCRIPT,
    FINAL_WITNESS,
    HASH_TYPE,
    MULTI,
    PARTIAL_SIGNATURE,
    PK,
    TAP_LEAF_SIGNATURE,
    TAP_SIGNATURE,
    WITNESS_SCRIPT,
)
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.psbt import UNCHANGED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.wallet.psbt.input import Input
    from lightclient.wallet.psbt.maps import Map, Write
    from lightclient.wallet.psbt.psbt import Change, Psbt

# What is of no use any more: all but what is spent, what version 2 needs, and what is not understood.
USED_UP = (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x1A, 0x1B, 0x1C)


def finalize(psbt: "Psbt", write: "Write") -> int:
    """Write the PSBT with every input final that has enough signatures, and return how many have not.

    Raises what `Inputs` raises before anything is written; HashTypeMismatch, BadPartialSignature.
    """
    finalizer = _Finalizer(psbt)
    psbt.rewrite(write, finalizer.change, finalizer.inputs.passing)
    return finalizer.left


class _Finalizer:
    def __init__(self, psbt: "Psbt") -> None:
        self.inputs = Inputs(psbt)
        self.left = 0

    def change(self, found: "Map") -> "Change":
        if found.kind != INPUT:
            return UNCHANGED
        seen = self.inputs.take(found)
        if seen.is_final:
            return UNCHANGED
        unlocked = self.unlock(seen)
        if unlocked is None:
            self.left += 1
            return UNCHANGED
        script, items = unlocked
        added = []
        if script:
            added.append((bytes((FINAL_SCRIPT,)), script))
        if items:
            parts = [compact_size(len(items))] + [compact_size(len(item)) + item for item in items]
            added.append((bytes((FINAL_WITNESS,)), b"".join(parts)))
        return USED_UP, added

    def unlock(self, seen: "Input") -> "tuple[bytes, list[bytes]] | None":
        """Return the scriptSig and the witness, None if signatures are missing."""
        if seen.kind == P2TR:
            signature = seen.map.value(TAP_SIGNATURE)
            if signature is not None:
                self.check_schnorr(seen, seen.program, signature)
                return b"", [signature]
            return self.leaf(seen) if seen.map.all(TAP_LEAF_SIGNATURE) else None
        signed = {key: signature for key, signature in seen.map.all(PARTIAL_SIGNATURE) if seen.is_for(key)}
        if seen.kind == MULTI:
            used = [key for key in seen.keys if key in signed][: seen.threshold]
            items = [b""] + [signed[key] for key in used]
        else:
            used = list(signed)
            items = [signed[key] for key in used] + (used if seen.kind != PK else [])
        if len(used) < max(seen.threshold, 1):
            return None
        for key in used:
            self.check(seen, key, signed[key][:-1], signed[key][-1])
        if not seen.is_witness:
            script = b"".join([push(item) for item in items])
            return script + (push(seen.redeem) if seen.redeem is not None else b""), []
        if seen.map.value(WITNESS_SCRIPT) is not None:
            items.append(seen.code)
        return push(seen.redeem) if seen.redeem is not None else b"", items

    def leaf(self, seen: "Input") -> "tuple[bytes, list[bytes]] | None":
        """Return what spends by a leaf of a single key that has signed, or None."""
        from lightclient.wallet.psbt.leaves import single_leaves

        signed = dict(seen.map.all(TAP_LEAF_SIGNATURE))
        for leaf in single_leaves(seen):
            signature = signed.get(leaf.key + leaf.hash)
            if signature is not None:
                self.check_schnorr(seen, leaf.key, signature, leaf.hash)
                return b"", [signature, leaf.script, leaf.control]
        return None

    def check_schnorr(self, seen: "Input", key: bytes, signature: bytes, leaf: bytes = b"") -> None:
        """Refuse a signature of taproot, with its hash type if that is not the usual one. Raises what `check` does."""
        hash_type = signature[64] if len(signature) == 65 else sighash.DEFAULT
        if len(signature) == 65 and not hash_type:  # which BIP341 forbids
            raise BadPartialSignature(seen.index)
        self.check(seen, key, signature[:64], hash_type, leaf)

    def check(self, seen: "Input", key: bytes, signature: bytes, hash_type: int, leaf: bytes = b"") -> None:
        """Refuse a signature that the network would refuse.

        Raises BadHashType, HashTypeMismatch, BadPartialSignature, UnknownCoin.
        """
        if seen.map.number(HASH_TYPE) not in (None, hash_type):
            raise HashTypeMismatch(seen.index, hash_type)
        seen.check_type(hash_type)
        if seen.kind == P2TR and not hash_type & sighash.ANYONE_CAN_PAY:
            self.inputs.need_all()
        digest = seen.digest(self.inputs.spending, hash_type, leaf)
        used = backend.current()
        try:
            if seen.kind == P2TR:
                good = used.schnorr_verify(key, digest, signature)
            else:
                good = used.verify(key, digest, der.parse(signature), True)
        except (BadSignature, InvalidKey):
            good = False
        if not good:
            raise BadPartialSignature(seen.index)


def push(data: bytes) -> bytes:
    """Return the script that pushes up to 520 bytes, in its shortest form but for numbers."""
    size = len(data)
    if size < 76:
        return bytes((size,)) + data
    return (b"\x4c" + bytes((size,)) if size < 256 else b"\x4d" + size.to_bytes(2, "little")) + data
