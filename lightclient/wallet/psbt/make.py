"""A PSBT of version 0 of a transaction that pays out of a descriptor's coins, for its keys to sign elsewhere."""

from lightclient.codec.reader import Reader
from lightclient.wallet.psbt.create import create
from lightclient.wallet.psbt.psbt import Psbt
from lightclient.wallet.psbt.update import update
from lightclient.wallet.spending import Spending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lightclient.wallet.descriptor import Descriptor

REPLACEABLE = 0xFFFFFFFD  # sequence (BIP125): a fee that is too small can be raised


def make(
    raw: bytes, descriptor: "Descriptor", indices: "Iterable[int]", previous: "Callable[[bytes], bytes | None]"
) -> bytes:
    """Return the PSBT of an unsigned transaction. indices, previous: for `update`. Raises what that raises."""
    parts: "list[bytes]" = []
    create(Spending(lambda: Reader(raw)), parts.append)
    unsigned = b"".join(parts)
    parts.clear()
    update(Psbt(lambda: Reader(unsigned)), descriptor, parts.append, indices, previous)
    return b"".join(parts)
