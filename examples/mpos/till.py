"""What a terminal is paid: to which account, one sale after the other, kept through power cuts."""

from lightclient.bitcoin.address import address_of
from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.payments.desk import desk_of
from lightclient.payments.policy import PaymentPolicy
from lightclient.payments.saved import load, save
from lightclient.payments.states import CONFIRMED, PART_PAID, SETTLED
from lightclient.sync.quorum import KNOWN
from lightclient.wallet import bip32
from lightclient.wallet.accounts import Account

OFFLINE = "offline"
READY = "ready"
GAP = 20  # addresses in a row that may stay unpaid: wallets look no further


class SpendingKey(LightClientError):
    """A terminal is given an extended public key, and this is a private one."""


def account_of(xpub: str, purpose: int, network: "Network") -> Account:
    """Return the account of an extended public key. Raises SpendingKey, WrongNetwork and what `bip32.parse` raises."""
    key, prefix = bip32.parse(xpub)
    prefix.check(network)
    if key.secret is not None:
        raise SpendingKey()
    return Account(key, purpose, network)


class Till:
    """One sale at a time, each to the next address of the account.

        till = Till(device, store, account, price, confirmations)
        status = till.look()          about once a second
        paid = till.take()            the sale that was paid, None while it is not; then the next one may open

    With a price the next sale opens by itself; without one, `open` and `cancel` begin and end what nobody has paid.

    sale     the open one (payments/sales.py), None between two
    address  where it is paid
    """

    def __init__(
        self, device: "Device", store: "SlotStore", account: Account, price: "int | None", confirmations: int
    ) -> None:
        """store: keeps the number and the state of the sale. Raises what it and `payments.saved.load` raise."""
        self.device = device
        self.store = store
        self.account = account
        self.price = price
        self.policy = PaymentPolicy(confirmations)
        self.desk = desk_of(device)
        self.sale: "Sale | None" = None
        kept = decode(store.load() or b"\x82\x00\xf6")  # [0, null]
        self.index, record = kept[:2]
        self.unpaid = kept[2] if len(kept) > 2 else 0  # terminals that could not give up a sale kept no such number
        if record is not None:
            self.sale = self.desk.sales.add(load(record, device.clock.now()))
        self._find()

    def look(self) -> str:
        """Ask and hear what there is to the sale; keep it if it has changed, and return where it stands."""
        if self.price is not None:
            self.open(self.price)
        now = self.device.clock.now()
        changes = self.desk.tick(now)
        self.device.flush()
        if changes:
            self._save()
        return self.status()

    def status(self) -> str:
        """Return what to show of the sale as it is."""
        if self.device.chain() not in KNOWN:
            return OFFLINE
        if self.sale is None:
            return READY
        summary = self.sale.summary()
        if summary.state == CONFIRMED:
            return "confirmed " + str(summary.confirmations) + "/" + str(self.policy.confirmations)
        return "short" if summary.state == PART_PAID else summary.state

    @property
    def due(self) -> int:
        """Satoshi that are missing of the open sale; all of them once none are."""
        if self.sale is None:
            return self.price or 0
        summary = self.sale.summary()
        return summary.due or summary.amount

    def open(self, satoshi: int) -> bool:
        """Open a sale, which is kept before anybody sees its address. Return whether this call opened one.

        It takes that the chain is known: else nobody knows which block is the first that may pay it.
        """
        if self.sale is not None or self.device.chain() not in KNOWN:
            return False
        height = self.device.ledger.height
        self.sale = self.desk.sales.open(str(self.index), satoshi, self.script, height, policy=self.policy)
        self._save()
        return True

    def cancel(self) -> bool:
        """Give up the open sale and its address. Return whether it was: not once a payment is known, nor at the gap."""
        sale = self.sale
        if sale is None or sale.listed() or self.unpaid + 1 >= GAP:
            return False
        self._end(sale, self.unpaid + 1)
        return True

    def take(self) -> "Sale | None":
        """Return the sale if it is paid, and end it, which is kept before anybody hears that it is paid."""
        sale = self.sale
        if sale is None or sale.summary().state not in SETTLED:
            return None
        self._end(sale, 0)
        return sale

    def _end(self, sale: "Sale", unpaid: int) -> None:
        self.desk.sales.close(sale.name)
        self.sale = None
        self.index += 1
        self.unpaid = unpaid
        self._find()
        self._save()

    def _find(self) -> None:
        self.script = self.account.script(self.index)
        self.address = address_of(self.script, self.device.ledger.network)

    def _save(self) -> None:
        record = save(self.desk.sales, self.sale, self.device.clock.now()) if self.sale else None
        self.store.save(encode([self.index, record, self.unpaid]))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network
    from lightclient.device.device import Device
    from lightclient.payments.sale import Sale
    from lightclient.store.slots import SlotStore
