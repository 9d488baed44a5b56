"""Extracting: the signed transaction that a final PSBT stands for, written as it is made.

Source: BIP174, "Transaction Extractor"; BIP370.
"""

from lightclient.codec.reader import compact_size
from lightclient.wallet.psbt.errors import NotFinal
from lightclient.wallet.psbt.fields import INPUT
from lightclient.wallet.psbt.input import FINAL_SCRIPT, FINAL_WITNESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.wallet.psbt.maps import Write
    from lightclient.wallet.psbt.psbt import Psbt


def extract(psbt: "Psbt", write: "Write") -> None:
    """Write the signed transaction. What makes inputs final is taken as it is: `finalize` verified what it put in.

    Raises NotFinal before anything is written, and what `Psbt.spending` raises.
    """
    spending = psbt.spending()
    has_witness = False
    for found in psbt.maps():
        if found.kind == INPUT:
            witness = found.value(FINAL_WITNESS)
            if witness is None and found.value(FINAL_SCRIPT) is None:
                raise NotFinal(found.index)
            has_witness = has_witness or witness is not None
    write(spending.version + (b"\x00\x01" if has_witness else b"") + compact_size(spending.count))
    for found in psbt.maps():
        if found.kind == INPUT:
            script = found.value(FINAL_SCRIPT) or b""
            write(spending.outpoint(found.index) + compact_size(len(script)) + script + spending.sequence(found.index))
    write(compact_size(spending.outputs))
    spending.show_outputs(write, 0, spending.outputs)
    if has_witness:
        for found in psbt.maps():
            if found.kind == INPUT:
                write(found.value(FINAL_WITNESS) or b"\x00")
    write(spending.locktime)
