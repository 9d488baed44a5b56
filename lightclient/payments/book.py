"""The open sales, and what the gateways are asked to watch for them. `sales.Sales` is the whole machine."""

from lightclient.bitcoin.kinds import MINED, SEEN
from lightclient.payments import standing
from lightclient.payments.claims import MAX_UINT32
from lightclient.payments.errors import SaleExists, TooManySales, UnknownSale
from lightclient.payments.limits import HOST
from lightclient.payments.owners import Owners
from lightclient.payments.sale import Sale
from lightclient.payments.turns import Turns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.errors import LightClientError
    from lightclient.payments.claims import Claim
    from lightclient.payments.limits import Limits
    from lightclient.payments.policy import PaymentPolicy
    from lightclient.payments.record import SaleRecord
    from lightclient.payments.view import ChainView

FORGET = 120  # seconds in which a gateway that watches anew shows again what waits
LOOK_AGAIN = 6  # blocks that a gateway tells again when its watch begins anew
AHEAD = 2  # blocks above our tip that a gateway may say that it has told of: it hears of a new one first
REWATCH = 60  # seconds between two watches that are asked for because a gateway told more than there was room for


class Book:
    """Open sales by name in `sales`; `gateways`: names of those in use."""

    def __init__(self, chain: "ChainView", gateways: "list[str]", limits: "Limits" = HOST) -> None:
        self.chain = chain
        self.gateways = list(gateways)
        self.limits = limits
        self.sales: "dict[str, Sale]" = {}
        self.owners = Owners(limits.used)
        self.turns = Turns(limits.fetch)
        self.unknown: "dict[str, dict[bytes, Claim]]" = {}  # gateway: transactions too large to be told
        self.began_at: "dict[str, float]" = {}
        self.watched_at: "dict[str, float]" = {}
        self.watch_anew: "dict[str, bool]" = {}  # gateways whose watch has to be asked for anew
        self.height = chain.height
        self.number = 0
        self.another = False  # whether our chain is not the one that was saved with the sales
        self.aside: "list[tuple[str, bytes, LightClientError]]" = []  # records that are no sale: name if any, why

    def open(
        self,
        name: str,
        satoshi: int,
        script: bytes,
        since: int,
        expires: "int | None" = None,
        policy: "PaymentPolicy | None" = None,
    ) -> Sale:
        """Return a new sale; see SaleRecord for what it takes. since: our height now, of a chain that is synced.

        Raises what `Sale` raises, SaleExists, TooManySales.
        """
        sale = Sale(name, satoshi, script, since, expires, policy)
        standing.begin(sale, self.chain)
        return self.add(sale)

    def add(self, sale: Sale) -> Sale:
        """Take up a sale, new or as `saved.load` returned it. Raises SaleExists, TooManySales."""
        if sale.name in self.sales:
            raise SaleExists(sale=sale.name)
        if len(self.sales) >= self.limits.sales:
            raise TooManySales(limit=self.limits.sales)
        sale.number = self.next()
        for table in sale.claims.values():
            self.number = max([self.number] + [claim.number for claim in table.values()])
        self.sales[sale.name] = sale
        self.owners.add(sale)
        for gateway in list(sale.claims) + list(sale.covered):
            if gateway not in self.gateways:
                sale.leave(gateway)
        standing.resume(sale, self.chain, self.another)
        sale.tip(self.chain, 0, self.gateways)
        self._watch_all()
        return sale

    def close(self, name: str, seen: bool = False) -> Sale:
        """Forget a sale, but for the transactions that served it. Raises UnknownSale.

        seen: whether it ends because enough was seen; else what was merely seen may pay another one.
        """
        sale = self.sales.pop(name, None)
        if sale is None:
            raise UnknownSale(sale=name)
        self.owners.remove(sale, seen)
        self._watch_all()
        return sale

    def listed(self) -> "list[Sale]":
        """Return the open sales, the oldest first."""
        return sorted(self.sales.values(), key=lambda sale: sale.number)

    def use(self, gateways: "list[str]") -> None:
        """Use these gateways from now on; what others claimed is forgotten."""
        for gateway in self.gateways:
            if gateway not in gateways:
                self.unknown.pop(gateway, None)
                self.turns.asked.pop(gateway, None)
                self.watch_anew.pop(gateway, None)
                for sale in self.listed():
                    sale.leave(gateway)
        for gateway in gateways:
            if gateway not in self.gateways:
                self.watch_anew[gateway] = True
        self.gateways = list(gateways)

    def next(self) -> int:
        """Return a number that grows."""
        self.number += 1
        return self.number

    # -- watches

    def watch(self, gateway: str, now: float) -> "tuple[list[bytes], int]":
        """Return what to watch for at a gateway: scripts, and the height above which it is to tell.

        Hand on what comes under it, and what is still on its way under the watch before, but for COVERED: that is
        about other scripts. No scripts: there is nothing to watch for.
        """
        self.watch_anew.pop(gateway, None)
        self.watched_at[gateway] = now
        since = self.chain.height
        for sale in self.sales.values():
            since = min(since, self.resume(sale, gateway))
            sale.watched[gateway] = True
            held = sale.held.pop(gateway, None)
            if held is not None:
                sale.covered[gateway] = max(sale.since, min(sale.covered.get(gateway, 0), held - 1))
        return sorted(self.owners.scripts()), since

    def began(self, gateway: str, now: float) -> None:
        """A gateway has begun to watch for us and knows nothing of what it told before: it or we were restarted.

        Payments that it does not show again within two minutes no longer count as shown. Do not call this when a watch
        that holds is merely renewed.
        """
        self.began_at[gateway] = now
        for sale in self.sales.values():
            for claim in sale.claims.get(gateway, {}).values():
                claim.fresh = claim.kind != SEEN

    def covered(self, sale: "SaleRecord", gateway: str) -> int:
        """Return the height up to which a gateway has told all, and no claim of it waits whose bytes are not known."""
        height = min(sale.covered.get(gateway, sale.since), sale.held.get(gateway, MAX_UINT32) - 1)
        for claim in self.unknown.get(gateway, {}).values():
            if claim.height is not None:
                height = min(height, claim.height - 1)
        return max(sale.since, height)

    def resume(self, sale: Sale, gateway: str) -> int:
        """Return the height above which a gateway is to tell (again) of payments to a sale.

        What a gateway covered decides only what that gateway is asked: a liar cannot hide a payment that another one
        tells of. A few blocks are told again, because the gateway may have covered another branch than ours.
        """
        height = min(self.covered(sale, gateway), self.chain.height)
        for claim in sale.claims.get(gateway, {}).values():
            if claim.kind == MINED and claim.height is not None:
                height = min(height, claim.height - 1)
        return max(sale.since, height - LOOK_AGAIN)

    def wants_watch(self, gateway: str, now: float) -> bool:
        """Whether the gateway's watch has to be asked for anew."""
        if gateway in self.watch_anew:
            return True
        if now - self.watched_at.get(gateway, now) < REWATCH:
            return False
        return any(sale.held.get(gateway, MAX_UINT32) <= self.chain.height for sale in self.sales.values())

    def forget_stale(self, now: float) -> None:
        """Forget what gateways have not shown again since they began anew."""
        for gateway, began_at in list(self.began_at.items()):
            if now - began_at >= FORGET:
                del self.began_at[gateway]
                for sale in self.listed():
                    sale.forget(gateway, True)

    def _watch_all(self) -> None:
        for gateway in self.gateways:
            self.watch_anew[gateway] = True
