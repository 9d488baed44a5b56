"""Combining two PSBTs of the same transaction: what either knows.

Source: BIP174, "Combiner"; BIP370.
"""

from lightclient.wallet.psbt.errors import NotTheSame
from lightclient.wallet.psbt.fields import GLOBAL
from lightclient.wallet.psbt.maps import TRANSACTION, copy, pick, type_of
from lightclient.wallet.psbt.psbt import HAS_SINGLE, MAGIC, MODIFIABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.wallet.psbt.maps import Write
    from lightclient.wallet.psbt.psbt import Psbt


def combine(first: "Psbt", second: "Psbt", write: "Write") -> None:
    """Write the first PSBT with the fields of the second that it lacks. Where they differ, the first is believed.

    Raises NotTheSame before anything is written.
    """
    if first.identity() != second.identity():
        raise NotTheSame()
    one, other = first.start(), second.start()
    write(MAGIC)
    others = second.maps()
    for mine in first.maps():
        theirs = next(others)
        without: "tuple[int, ...]" = ()
        added: "list[tuple[int, int, bytes, bytes]]" = []
        for key, value in theirs.fields:
            if key != TRANSACTION and not mine.has(key):
                added.append((type_of(key), len(added), key, value))
        flags, more = mine.number(MODIFIABLE), theirs.number(MODIFIABLE)
        if mine.kind == GLOBAL and flags is not None and more is not None:
            # as much may be changed as both allow
            without = (MODIFIABLE,)
            flags = flags & more | (flags | more) & HAS_SINGLE
            added.append((MODIFIABLE, len(added), bytes((MODIFIABLE,)), bytes((flags,))))
        pick(other, write, () if mine.has(TRANSACTION) else (TRANSACTION,))
        copy(one, write, without, [field[2:] for field in sorted(added)])
