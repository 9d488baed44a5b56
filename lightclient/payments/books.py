"""A whole book of sales as one record; saved.py has that of one sale.

book       [1, [[txid, script]], [sale as bytes]]
"""

from lightclient.codec.cbor import decode, encode
from lightclient.payments.fields import Fields
from lightclient.payments.saved import MAX_ITEMS, VERSION, check_version, load, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lightclient.payments.sales import Sales


def save_all(sales: "Sales", now: float, names: "Iterable[str] | None" = None) -> bytes:
    """Return the record of all sales, or of those with these names, and of what closed ones were paid with."""
    used = [[txid, script] for txid, script in sales.owners.used]
    kept = [sale for sale in sales.listed() if names is None or sale.name in names]
    return encode([VERSION, used, [save(sales, sale, now) for sale in kept]])


def load_all(sales: "Sales", data: "bytes | memoryview", now: float) -> None:
    """Take up what `save_all` recorded, all of it or nothing. Raises what `load` and `Sales.add` raise."""
    fields = Fields(decode(bytes(data), MAX_ITEMS))
    check_version(fields)
    used = [(part.id(), part.blob()) for part in fields.parts()]
    loaded = [load(record, now) for record in fields.blobs()]
    fields.end()
    for txid, script in used:
        sales.owners.spend(txid, script)
    for sale in loaded:
        sales.add(sale)
