"""A whole book of sales as one record; saved.py has that of one sale.

book       [1, [[txid, script, marks of its coins]], [sale as bytes]]        earlier programs kept no marks
"""

from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.payments.errors import BadSaleRecord
from lightclient.payments.fields import Fields
from lightclient.payments.paid import INPUTS, MARK
from lightclient.payments.saved import MAX_ITEMS, VERSION, check_version, load, save

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lightclient.payments.sales import Sales


def save_all(sales: "Sales", now: float, names: "Iterable[str] | None" = None) -> bytes:
    """Return the record of all sales, or of those with these names, and of what closed ones were paid with."""
    used = [list(one) for one in sales.owners.used]
    kept = [sale for sale in sales.listed() if names is None or sale.name in names]
    records = [save(sales, sale, now) for sale in kept] + [record for _, record, _ in sales.aside]
    return encode([VERSION, used, records])


def load_all(sales: "Sales", data: "bytes | memoryview", now: float) -> None:
    """Take up what `save_all` recorded.

    A sale that cannot be read, or taken up, ends none of the others: it goes to `sales.aside`, and is saved again as it
    is. Raises BadSaleRecord, UnknownSaleVersion and what `cbor.decode` raises for what is no record of a book.
    """
    fields = Fields(decode(bytes(data), MAX_ITEMS))
    check_version(fields)
    used = [(part.id(), part.blob(), _marks(part)) for part in fields.parts()]
    records = fields.blobs()
    fields.end()
    for one in used:
        sales.owners.spend(*one)
    for record in records:
        try:
            sales.add(load(record, now))
        except LightClientError as error:
            sales.aside.append((_name(record), record, error))


def _marks(fields: Fields) -> bytes:
    marks = fields.blob() if fields.index < len(fields.values) else b""
    if len(marks) % MARK or len(marks) > MARK * INPUTS:
        raise BadSaleRecord(what="what a payment has spent")
    fields.end()
    return marks


def _name(record: bytes) -> str:
    """Return the name of a sale that cannot be read, "" if not even that can."""
    try:
        fields = Fields(decode(record, MAX_ITEMS))
        fields.any()
        return fields.text()
    except LightClientError:
        return ""
