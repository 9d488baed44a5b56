"""Updating a PSBT: what a wallet knows of inputs and outputs, by its descriptor.

Source: BIP174, "Updater"; BIP371.
"""

from lightclient.bitcoin.script import P2TR, destination_of, witness_of
from lightclient.codec.reader import Reader, compact_size
from lightclient.wallet.outputs import TR
from lightclient.wallet.psbt.fields import GLOBAL, INPUT
from lightclient.wallet.psbt.input import (
    DERIVATION,
    REDEEM_SCRIPT,
    TAP_DERIVATION,
    TAP_KEY,
    WITNESS_SCRIPT,
    WITNESS_UTXO,
)
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.maps import TRANSACTION, Part
from lightclient.wallet.psbt.psbt import UNCHANGED
from lightclient.wallet.spending import output_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lightclient.wallet.descriptor import Descriptor
    from lightclient.wallet.psbt.maps import Field, Map, Write
    from lightclient.wallet.psbt.psbt import Change, Psbt

INPUT_TYPES = (REDEEM_SCRIPT, WITNESS_SCRIPT, DERIVATION, TAP_KEY, TAP_DERIVATION)
OUTPUT_TYPES = (0x00, 0x01, 0x02, 0x05, 0x07)  # the same of an output


def update(
    psbt: "Psbt",
    descriptor: "Descriptor",
    write: "Write",
    indices: "Iterable[int]" = (0,),
    previous: "Callable[[bytes], bytes | None] | None" = None,
) -> int:
    """Write the PSBT with the scripts and derivations of all that is the descriptor's, and return how much that is.

    indices: those to look for. previous(txid) returns the transaction with that id (internal order), None if it is
    not known; it is asked for inputs that do not show what they spend, and held whole. What is there already stays.
    Raises what `Inputs` raises before anything is written.
    """
    updater = _Updater(psbt, descriptor, indices, previous)
    psbt.rewrite(write, updater.change, updater.inputs.passing)
    return updater.known


class _Updater:
    def __init__(
        self,
        psbt: "Psbt",
        descriptor: "Descriptor",
        indices: "Iterable[int]",
        previous: "Callable[[bytes], bytes | None] | None",
    ) -> None:
        self.descriptor = descriptor
        self.own = {descriptor.script(index): index for index in indices}
        self.previous = previous
        self.inputs = Inputs(psbt)
        self.known = 0
        self.paid: "dict[int, int]" = {}  # our outputs: place to index
        self.places = 0
        spending = self.inputs.spending
        spending.show_outputs(self.output, 0, spending.outputs)

    def output(self, output: bytes) -> None:
        """Look at the next output, which is whole: amount, length of the script, script."""
        reader = Reader(output)
        reader.take(8)
        index = self.own.get(reader.take(reader.compact_size()))
        if index is not None:
            self.paid[self.places] = index
        self.places += 1

    def change(self, found: "Map") -> "Change":
        if found.kind == GLOBAL:
            return UNCHANGED
        added: "list[Field]" = []
        if found.kind == INPUT:
            index = self.own.get(self.coin(found, added))
            types = INPUT_TYPES
        else:
            index = self.paid.get(found.index)
            types = OUTPUT_TYPES
        if index is not None:
            self.known += 1
            added += self.fields(index, types)
        return (), [field for field in added if not found.has(field[0])]

    def coin(self, found: "Map", added: "list[Field]") -> bytes:
        """Return the script that an input spends, nothing if it is not known; add what shows it."""
        seen = self.inputs.take(found)
        if seen.coin is not None:
            return seen.coin[1]
        transaction = self.previous(self.inputs.spending.outpoint(found.index)[:32]) if self.previous else None
        if transaction is None:
            return b""
        part = Part(Reader(transaction), len(transaction))
        self.inputs.passing(found.index, part)
        part.end()
        value, script = self.inputs.take(found).spent()
        destination = destination_of(script)
        if destination is None or destination[0] != P2TR:  # its signatures commit to all amounts
            added.append((TRANSACTION, transaction))
        index = self.own.get(script)
        redeem = self.descriptor.redeem_script(index) if index is not None else None
        if witness_of(redeem or script) is not None:
            added.append((bytes((WITNESS_UTXO,)), output_bytes(value, script)))
        return script

    def fields(self, index: int, types: "tuple[int, ...]") -> "list[Field]":
        """Return what the descriptor says of its script number `index`, in the order of the types."""
        redeem_type, witness_type, derivation_type, tap_key_type, tap_derivation_type = [
            bytes((type_,)) for type_ in types
        ]
        found: "dict[bytes, bytes]" = {}  # a key that stands in several places has one derivation
        for key, script in (
            (redeem_type, self.descriptor.redeem_script(index)),
            (witness_type, self.descriptor.witness_script(index)),
        ):
            if script is not None:
                found[key] = script
        taproot = TR in self.descriptor.functions
        leaves: "dict[bytes, list[bytes]]" = {}
        if taproot and self.descriptor.policy:
            from lightclient.wallet.psbt.leaves import tree_fields

            more, leaves = tree_fields(self.descriptor, index, types is INPUT_TYPES)
            found.update(more)
        for expression in self.descriptor.keys:
            key = expression.key(index)
            fingerprint, steps = expression.derivation(index)
            origin = fingerprint + b"".join([step.to_bytes(4, "little") for step in steps])
            if taproot:
                found.setdefault(tap_key_type, key[1:33])  # the first one is the internal key
                hashes = leaves.get(key[1:33], [])
                tap_key = tap_derivation_type + key[1:33]
                found.setdefault(tap_key, compact_size(len(hashes)) + b"".join(hashes) + origin)
            else:
                found.setdefault(derivation_type + key, origin)
        return sorted(found.items())  # keys sort as their types do
