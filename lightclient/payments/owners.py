"""Which sale a transaction serves: one for each script that it pays, for good.

A transaction that spends a coin of one that has served a sale pays no other of the script: only one of the two is ever
mined, so it is the same money. What pays another script with that coin counts as paid once it is proved, not before.
"""

from lightclient.payments.paid import MARK, Paying
from lightclient.payments.states import SEEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.payments.payment import Payment
    from lightclient.payments.sale import Sale


class Owners:
    """The open sales by their scripts, and what closed ones were paid with.

    A transaction goes to the sale that has it already; else, among the sales of its script, to the first that has one
    with a coin of it, such as that whose fee it raises; else to the first whose due it pays exactly, else to the first
    with anything due, else to the first. One script for each sale is better.
    """

    def __init__(self, limit: int) -> None:
        """limit: of transactions of closed sales that are remembered; the oldest are forgotten."""
        self.limit = limit
        self.by_script: "dict[bytes, list[Sale]]" = {}
        self.used: "list[tuple[bytes, bytes, bytes]]" = []  # (txid, script, marks of its coins)
        self.spent: "dict[bytes, bytes]" = {}  # mark of a coin: the proved payment of an open sale that spends it

    def add(self, sale: "Sale") -> None:
        sale.owners, sale.spent = self, self.spent
        self.by_script.setdefault(sale.script, []).append(sale)

    def remove(self, sale: "Sale", seen: bool = False) -> None:
        """Take a sale out; what is proved to have paid it, or was taken for money, pays no other one.

        seen: whether its caller took for money what is merely seen.
        """
        sales = self.by_script[sale.script]
        sales.remove(sale)
        if not sales:
            del self.by_script[sale.script]
        for payment in sale.listed():
            if payment.height is not None or payment.accepted or (seen and payment.state == SEEN):
                self.spend(payment.txid, sale.script, b"".join(payment.inputs))

    def replaced(self, fork: int) -> None:
        """Take that the blocks above height `fork` were replaced; 0: perhaps all. Sales of later stand on others."""
        for sales in self.by_script.values():
            for sale in sales:
                sale.fork = fork if sale.fork is None else min(sale.fork, fork)

    def spend(self, txid: bytes, script: bytes, marks: bytes = b"") -> None:
        """Remember that a transaction has served a sale that is closed."""
        if not any(txid == other and script == by for other, by, _ in self.used):
            self.used.append((txid, script, marks))
            del self.used[: max(0, len(self.used) - self.limit)]

    def has_served(self, paying: Paying, script: bytes) -> bool:
        """Whether a transaction has served a closed sale, or spends a coin of one that has: it takes its place then."""
        for txid, by, marks in self.used:
            if by == script:
                if txid == paying.txid:
                    return True
                for start in range(0, len(marks), MARK):
                    if marks[start : start + MARK] in paying.inputs:
                        return True
        return False

    def rivals(self, paying: "Paying | Payment") -> "list[Sale]":
        """Return the open sales that have another transaction with a coin of this one."""
        return [sale for sales in self.by_script.values() for sale in sales if _has_rival(sale, paying)]

    def contested(self, paying: "Paying | Payment") -> bool:
        """Whether another transaction with a coin of this one is shown or proved to pay an open sale, or paid one."""
        if any(_has_rival(sale, paying, True) for sale in self.rivals(paying)):
            return True
        used = [marks for txid, _, marks in self.used if txid != paying.txid]
        return any(marks[at : at + MARK] in paying.inputs for marks in used for at in range(0, len(marks), MARK))

    def scripts(self) -> "list[bytes]":
        return list(self.by_script)

    def of(self, txid: bytes) -> "list[Sale]":
        """Return the sales that a transaction pays, as far as it is known."""
        return [sale for sales in self.by_script.values() for sale in sales if txid in sale.payments]

    def paying(self, txid: bytes) -> "Paying | None":
        """Return what is known of a transaction, None if its bytes were never seen."""
        sales = self.of(txid)
        if not sales:
            return None
        payment = sales[0].payments[txid]
        paying = Paying([])
        paying.txid, paying.inputs = txid, payment.inputs
        paying.signals, paying.coinbase = payment.signals, payment.coinbase
        paying.values = {sale.script: sale.payments[txid].satoshi for sale in sales}
        return paying

    def choose(self, paying: Paying, proved: "int | None" = None, time: "int | None" = None) -> "list[Sale]":
        """Return the sales that a transaction serves.

        proved: height at which it is proved to be, else None. time: of that block, Unix seconds, if it is known.
        """
        chosen = []
        for script in sorted(paying.values):
            sale = self._choose(paying, script, proved, time)
            if sale:
                chosen.append(sale)
        return chosen

    def _choose(self, paying: Paying, script: bytes, proved: "int | None", time: "int | None") -> "Sale | None":
        txid, satoshi = paying.txid, paying.values[script]
        sales = self.by_script.get(script, [])
        for sale in sales:
            if txid in sale.payments:
                if proved is None or sale.is_after(proved, time):
                    return sale
                sale.remove(txid)
        if self.has_served(paying, script):
            return None
        sales = [sale for sale in sales if proved is None or sale.is_after(proved, time)]
        if len(sales) > 1:
            for sale in sales:
                if _has_rival(sale, paying):
                    return sale
            dues = [sale.summary().due for sale in sales]
            for index, due in enumerate(dues):
                if due == satoshi:
                    return sales[index]
            for index, due in enumerate(dues):
                if due:
                    return sales[index]
        return sales[0] if sales else None


def _has_rival(sale: "Sale", paying: "Paying | Payment", shown: bool = False) -> bool:
    """Whether a sale has another transaction with a coin of this one. shown: one that is shown, or proved."""
    others = [it for it in sale.payments.values() if it.txid != paying.txid and (it.shows or it.proved or not shown)]
    return any(mark in it.inputs for it in others for mark in paying.inputs)
