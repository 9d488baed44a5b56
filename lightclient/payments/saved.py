"""Sales as records: deterministic CBOR, bounded, checked field by field when they are read.

    save(sales, sale, now)  -> bytes          load(data, now) -> Sale, for `Sales.add`

Times of the monotonic clock are saved as ages in seconds. Questions in flight and their backoff are not saved. What
gateways have covered is saved as far as it needs no claim that is not saved. After a restart they are asked to tell
from a few blocks below that (`book.LOOK_AGAIN`), because they may have covered another branch.

    sale       [1, name, satoshi, script, since, expires or null, started at or null, opened at or null, expired,
                policy, height,
                [[gateway, covered to]], [payment], told or null, null or [height, hash] of the block it was opened at]
    policy     [confirmations, gateways, null or [limit, gateways, seconds, fee rate, parents]]
    payment    [txid, satoshi, signals, coinbase, marks of coins, height or null, block or null, time or null, out,
                late, accepted, rival or null, [gateway that says gone], age of the last challenge or null, number,
                touched, told or null, [claim]]
    claim      [gateway, kind, height or null, block or null, size or null, replaceable or null, fee rate or null,
                parents or null, age, number]                            gateways by their index
    told       what the caller was told last: [state's index, ...]
"""

from lightclient.bitcoin.kinds import MINED, SEEN
from lightclient.codec.cbor import decode, encode
from lightclient.payments import judge
from lightclient.payments.claims import Claim
from lightclient.payments.errors import BadSaleRecord, UnknownSaleVersion
from lightclient.payments.fields import Fields
from lightclient.payments.paid import INPUTS, MARK
from lightclient.payments.payment import Payment
from lightclient.payments.policy import MAX_MONEY, PaymentPolicy, ZeroConfirmation
from lightclient.payments.sale import Sale
from lightclient.payments.states import PAYMENT_STATES, SALE_STATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.payments.sales import Sales

VERSION = 1
MAX_RECORD = 512 * 1024  # bytes of a sale
MAX_ITEMS = 65536
MAX_GATEWAYS = 256


def save(sales: "Sales", sale: Sale, now: float) -> bytes:
    """Return the record of a sale."""
    names = sorted(set(sale.covered) | set(sale.claims) | {n for p in sale.payments.values() for n in p.gone_by})
    covered = [[name, sales.covered(sale, name)] for name in names]
    return encode(
        [VERSION, sale.name, sale.satoshi, sale.script, sale.since, sale.expires, sale.started_at, sale.opened_at]
        + [sale.expired, sale.policy.fields(), sale.height, covered]
        + [[_payment(sale, payment, names, now) for payment in sale.listed()]]
        + [_told(sale.told, SALE_STATES), sale.base]
    )


def _payment(sale: Sale, it: Payment, names: "list[str]", now: float) -> "list[Any]":
    age = None if it.challenged_at is None else int(now - it.challenged_at)
    claims = [
        _claim(index, sale.claims[name][it.txid], now)
        for index, name in enumerate(names)
        if it.txid in sale.claims.get(name, {})
    ]
    return (
        [it.txid, it.satoshi, it.signals, it.coinbase, b"".join(it.inputs), it.height, it.block, it.time, it.out]
        + [it.late, it.accepted, it.rival, [names.index(name) for name in it.gone_by], age, it.number, it.touched]
        + [_told(it.told, PAYMENT_STATES), claims]
    )


def _claim(index: int, claim: Claim, now: float) -> "list[Any]":
    age = max(0, int(now - claim.shown_at))
    place = [index, claim.kind, claim.height, claim.block]
    return place + [claim.size, claim.replaceable, claim.fee_rate, claim.parents, age, claim.number]


def _told(told: "tuple[Any, ...] | None", states: "tuple[str, ...]") -> "list[Any] | None":
    return None if told is None else [states.index(told[0])] + list(told[1:])


def load(data: "bytes | memoryview", now: float) -> Sale:
    """Return the sale that `save` recorded.

    Raises BadSaleRecord, UnknownSaleVersion, what `Sale` raises for its terms and what `cbor.decode` raises.
    """
    if len(data) > MAX_RECORD:
        raise BadSaleRecord(what="it is too large")
    fields = Fields(decode(bytes(data), MAX_ITEMS))
    check_version(fields)
    name, satoshi, script, since = fields.any(), fields.any(), fields.any(), fields.uint()
    expires, started_at = fields.maybe(fields.uint), fields.maybe(fields.uint)
    opened_at, expired = fields.maybe(fields.uint), fields.flag()
    sale = Sale(name, satoshi, script, since, expires, _policy(fields.part()))
    sale.started_at, sale.opened_at, sale.expired = started_at, opened_at, expired
    sale.height = fields.uint()
    sale.loaded = True
    names: "list[str]" = []
    for covered in fields.parts():
        gateway, height = covered.text(), covered.uint()
        covered.end()
        if gateway in names or len(names) == MAX_GATEWAYS:
            raise BadSaleRecord(what="its gateways")
        names.append(gateway)
        sale.covered[gateway] = max(height, since)
    for part in fields.parts():
        _load_payment(sale, part, names, now)
    sale.told = _load_told(fields, SALE_STATES)
    base = fields.maybe(fields.part) if fields.index < len(fields.values) else None  # earlier programs kept none
    if base:
        sale.base = base.uint(), base.id()
        base.end()
    fields.end()
    judge.everything(sale, touch=False)
    return sale


def check_version(fields: Fields) -> None:
    version = fields.uint()
    if version != VERSION:
        raise UnknownSaleVersion(version=version, known=VERSION)


def _policy(fields: Fields) -> PaymentPolicy:
    confirmations, gateways = fields.uint(), fields.uint()
    zero = None
    part = fields.maybe(fields.part)
    if part:
        zero = ZeroConfirmation(part.uint(), part.uint(), part.uint(), part.uint(), part.uint())
        part.end()
    fields.end()
    return PaymentPolicy(confirmations, gateways, zero)


def _load_payment(sale: Sale, fields: Fields, names: "list[str]", now: float) -> None:
    txid, satoshi, signals, coinbase, marks = fields.id(), fields.uint(), fields.flag(), fields.flag(), fields.blob()
    if txid in sale.payments or satoshi > MAX_MONEY or len(marks) % MARK or len(marks) > MARK * INPUTS:
        raise BadSaleRecord(what="a payment")
    it = Payment(txid, satoshi, signals, coinbase, [marks[i : i + MARK] for i in range(0, len(marks), MARK)])
    it.height, it.block, it.time = fields.maybe(fields.uint), fields.maybe(fields.id), fields.maybe(fields.uint)
    if (it.height is None) != (it.block is None) or (it.height is not None and it.height <= sale.since):
        raise BadSaleRecord(what="the place of a payment")
    it.out, it.late, it.accepted, it.rival = fields.flag(), fields.flag(), fields.flag(), fields.maybe(fields.id)
    it.gone_by = [fields.one_of(names, index) for index in fields.items()]
    age = fields.maybe(fields.uint)
    it.challenged_at = None if age is None else now - age
    it.number, it.touched = fields.uint(), fields.uint()
    sale.count = max(sale.count, it.number, it.touched)
    it.told = _load_told(fields, PAYMENT_STATES)
    sale.payments[txid] = it
    for part in fields.parts():
        gateway, claim = _load_claim(part, names, now)
        claim.satoshi = satoshi
        sale.claims.setdefault(gateway, {})[txid] = claim
    fields.end()
    if not satoshi:  # an earlier program kept what pays nothing
        del sale.payments[txid]
        for table in sale.claims.values():
            table.pop(txid, None)


def _load_claim(fields: Fields, names: "list[str]", now: float) -> "tuple[str, Claim]":
    gateway, kind, height = fields.one_of(names, fields.any()), fields.uint(), fields.maybe(fields.uint)
    if kind > MINED or (kind == MINED) != (height is not None):
        raise BadSaleRecord(what="a claim")
    claim = Claim(kind, height, fields.maybe(fields.id))
    claim.size, claim.replaceable = fields.maybe(fields.uint), fields.maybe(fields.flag)
    claim.fee_rate, claim.parents = fields.maybe(fields.uint), fields.maybe(fields.uint)
    claim.shown_at = now - fields.uint()
    claim.number = fields.uint()
    claim.due = None if kind == SEEN else now
    claim.fresh = kind != SEEN
    fields.end()
    return gateway, claim


def _load_told(fields: Fields, states: "tuple[str, ...]") -> "tuple[Any, ...] | None":
    told = fields.maybe(fields.items)
    if told is None:
        return None
    if len(told) != 6:
        raise BadSaleRecord(what="what was told")
    return (fields.one_of(states, told[0]),) + tuple(told[1:])
