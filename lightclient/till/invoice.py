"""Invoice: what one customer is asked to pay, and how far that is."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.networks.network import Network
from lightclient.payments.sale import Sale
from lightclient.sync.errors import ClientStopped
from lightclient.till.change import Change
from lightclient.till.fiat import COIN, Fiat
from lightclient.till.store import Row


class Invoice:
    """What one customer is asked to pay.

    id          32 hex digits, random: nobody guesses the next one
    address     of the shop's wallet, for this invoice alone; `number` is its place there
    satoshi     the amount; fiat: the Fiat that it was computed from, or None
    memo        what the shop noted
    created     Unix seconds; expires_at: the same, None if it never expires
    since       height: only blocks above it count
    closed      whether it is no longer followed
    now         where it stands, as it was told last: a Change
    """

    def __init__(
        self, row: Row, sale: Sale, network: Network, finish: "Callable[[Invoice], Awaitable[bool]] | None"
    ) -> None:
        self.row = row
        self.sale = sale
        self.network = network
        self.closed = row.closed is not None
        self.now = Change.of(sale)
        self._finish = finish
        self._version = 0
        self._stopped = False
        self._news = asyncio.Event()

    def __repr__(self) -> str:
        return f"Invoice({self.id}, {self.satoshi} satoshi, {self.now.state})"

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def address(self) -> str:
        return address_of(self.sale.script, self.network) or ""

    @property
    def satoshi(self) -> int:
        return self.sale.satoshi

    @property
    def memo(self) -> str:
        return self.row.memo

    @property
    def created(self) -> int:
        return self.row.created

    @property
    def expires_at(self) -> int | None:
        return self.sale.expires_at

    @property
    def since(self) -> int:
        return self.sale.since

    @property
    def fiat(self) -> Fiat | None:
        row = self.row
        if row.amount is None or row.currency is None or row.rate is None:
            return None
        return Fiat(row.amount, row.currency, row.rate)

    @property
    def uri(self) -> str:
        """The link that a wallet opens or scans (BIP21), with the whole amount and the memo."""
        amount = format((Decimal(self.satoshi) / COIN).normalize(), "f")
        message = f"&message={quote(self.memo, safe='')}" if self.memo else ""
        return f"bitcoin:{self.address}?amount={amount}{message}"

    def changes(self) -> "Changes":
        """Return an iterator over where the invoice stands: as it is now, then whenever that has changed.

        It ends when the invoice is closed. It may be left and taken up again, be waited for with a timeout, and there
        may be several. A slow reader gets the present state, not all that happened.
        """
        return Changes(self)

    async def close(self) -> bool:
        """Follow it no longer. Return True to one caller alone, whichever till that is. Raises StoreFailed."""
        return False if self._finish is None else await self._finish(self)

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold, with where it stands."""
        return {
            "id": self.id,
            "address": self.address,
            "uri": self.uri,
            "memo": self.memo,
            "fiat": self.fiat.to_dict() if self.fiat else None,
            "created": self.created,
            "expires_at": self.expires_at,
            "closed": self.closed,
            **{name: value for name, value in self.now.to_dict().items() if name != "invoice"},
        }

    # -- the till's side

    def tell(self, closed: bool = False, stopped: bool = False) -> None:
        """Show where the sale stands now to whoever waits."""
        self.now = Change.of(self.sale)
        self.closed = self.closed or closed
        self._stopped = stopped
        self._version += 1
        self._news.set()
        self._news = asyncio.Event()


class Changes:
    """See Invoice.changes."""

    def __init__(self, invoice: Invoice) -> None:
        self._invoice = invoice
        self._told: Change | None = None

    def __aiter__(self) -> "Changes":
        return self

    async def __anext__(self) -> Change:
        """Raises ClientStopped."""
        invoice = self._invoice
        while True:
            if invoice.now != self._told:
                self._told = invoice.now
                return invoice.now
            if invoice.closed:
                raise StopAsyncIteration
            if invoice._stopped:
                raise ClientStopped()
            await invoice._news.wait()
