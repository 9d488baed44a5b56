"""One sale: what is to be paid, and the payments that count for it. `sales.Sales` feeds it."""

from lightclient.bitcoin.kinds import MINED, SEEN
from lightclient.payments import judge, standing
from lightclient.payments.claims import insert
from lightclient.payments.payment import payment_of
from lightclient.payments.record import SaleRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.payments.claims import Claim
    from lightclient.payments.paid import Paying
    from lightclient.payments.payment import Payment
    from lightclient.payments.view import ChainView

PROBE_AFTER = 20  # seconds after a block until we ask unprompted: a gateway's word usually comes first


class Sale(SaleRecord):
    """A sale that takes what its book hands on. Callers read it: see SaleRecord."""

    # -- what gateways say

    def take(self, gateway: str, paying: "Paying", claim: "Claim", now: float, limit: int) -> None:
        """Take a claim about a transaction that pays the script, whose id and amount were computed from its bytes."""
        if claim.kind == MINED and (claim.height or 0) <= self.since:
            return
        txid = paying.txid
        payment = self.payments.get(txid)
        if payment is None:
            payment = self.payments[txid] = payment_of(paying, self.script)
            payment.late = self.expired
            payment.number = self.touch(payment)
            judge.relabel(self, txid)
        elif payment.proved and (claim.kind, claim.height, claim.block or payment.block) == (
            MINED,
            payment.height,
            payment.block,
        ):
            return
        table = self.claims.setdefault(gateway, {})
        old = table.get(txid)
        claim.satoshi = payment.satoshi
        if old:
            claim.follow(old, now)
        if gateway in payment.gone_by:
            payment.gone_by.remove(gateway)
        gone = insert(table, txid, claim, limit)
        if not gone or gone[0] != txid:
            self.judge(payment)
        if gone:
            self.dropped(gateway, gone[1])
            self.judge(self.payments.get(gone[0]))

    def dropped(self, gateway: str, claim: "Claim") -> None:
        """A claim found no room: a block that it names has to be told of again."""
        if claim.kind == MINED and claim.height is not None:
            self.held[gateway] = min(self.held.get(gateway, claim.height), claim.height)

    def gone(self, gateway: str, txid: bytes, rival: "bytes | None", now: float) -> None:
        """A gateway says that a transaction no longer waits, and perhaps which one took its place."""
        payment = self.payments.get(txid)
        if payment is None:
            return
        self.claims.get(gateway, {}).pop(txid, None)
        if gateway not in payment.gone_by:
            payment.gone_by.append(gateway)
        if rival is not None and rival != txid and payment.rival not in self.payments:
            payment.rival = rival
        payment.challenged_at = now
        self.judge(payment)

    def cover(self, gateway: str, first: int, last: int, most: int) -> None:
        """A gateway has told of all blocks from `first` to `last`. most: a height above which its word is not taken."""
        if gateway not in self.watched:
            return
        covered = self.covered.get(gateway, self.since)
        if last > most:  # it has to tell of those again when our chain has come there
            self.held[gateway] = max(self.since, min(self.held.get(gateway, most + 1), most + 1))
        last = min(last, self.held.get(gateway, last + 1) - 1)
        if first > covered + 1:  # a message got lost: what lies between has to be told again
            self.held[gateway] = min(self.held.get(gateway, covered + 1), covered + 1)
        elif last > covered:
            self.covered[gateway] = last

    def forget(self, gateway: str, stale: bool) -> None:
        """A gateway no longer shows unconfirmed payments: only the stale ones, or all if we no longer use it."""
        table = self.claims.get(gateway, {})
        for txid in sorted(table):
            claim = table.get(txid)  # judging one may forget others
            if claim and (not stale or (claim.kind == SEEN and not claim.fresh)):
                del table[txid]
                self.judge(self.payments.get(txid))

    def leave(self, gateway: str) -> None:
        """We no longer use a gateway."""
        self.forget(gateway, False)
        for by_gateway in (self.claims, self.covered, self.held, self.watched):
            by_gateway.pop(gateway, None)
        for payment in self.listed():
            if gateway in payment.gone_by:
                payment.gone_by.remove(gateway)
                self.judge(payment)

    def remove(self, txid: bytes) -> None:
        """Forget a transaction that does not pay this sale: it was mined before."""
        del self.payments[txid]
        for table in self.claims.values():
            table.pop(txid, None)
        self.changed = True

    # -- what is proved

    def proved(
        self, paying: "Paying", height: int, block: bytes, time: "int | None", verdict: "Any", limit: int
    ) -> None:
        """Take a payment that is proved to be in a block of our chain, above `since`."""
        txid = paying.txid
        payment = self.payments.get(txid)
        if payment is None:
            payment = self.payments[txid] = payment_of(paying, self.script)
            payment.late = self.expired
            payment.number = self.touch(payment)
        payment.height, payment.block, payment.time, payment.verdict = height, block, time, verdict
        payment.out = False
        payment.gone_by = []
        payment.rival = None
        if time is not None and self.expires_at is not None and time <= self.expires_at:
            payment.late = False  # it was in time, but we were not there
        for table in self.claims.values():
            table.pop(txid, None)
        proved = [other for other in self.payments.values() if other.height is not None]
        if len(proved) > limit:
            least = sorted(proved, key=lambda payment: (payment.satoshi, -payment.number))[0]
            self.remove(least.txid)
        self.touch(payment)
        judge.everything(self)

    def tip(self, chain: "ChainView", now: float, gateways: "list[str]") -> None:
        """Our chain has changed: see whether proved blocks are still in it."""
        fork, self.fork = standing.stand(self, chain, self.fork), None
        if fork is not None:
            self.height = min(self.height, fork)
            for gateway, covered in self.covered.items():
                self.covered[gateway] = min(covered, max(fork, self.since))
        for payment in self.listed():
            if payment.height is not None and payment.height <= self.since:  # there it does not pay this sale
                payment.height, payment.block, payment.out = None, None, False
        if chain.counts:
            if self.doubted and self.since > chain.height:  # of the other chain
                self.since = standing.opened(self, chain)
                for gateway in self.watched:
                    self.held[gateway] = self.since + 1
            self.doubted = False
            self.height = chain.height
        for payment in self.listed():
            if payment.height is None or payment.block is None:
                continue
            there = chain.where(payment.height, payment.block)
            if there is None and ((fork is not None and fork < payment.height) or payment.txid in self.lost):
                there = False  # below what our chain keeps
            if there or payment.height <= chain.height:
                self.lost.discard(payment.txid)
            if there is False and (fork is not None or payment.height <= chain.height) and not payment.out:
                payment.out = True
                payment.accepted = False
                self.touch(payment)
                for gateway in gateways:
                    judge.probe(self.claims.setdefault(gateway, {}), payment, now + PROBE_AFTER)
            elif there:
                payment.out = False
        judge.probe_waiting(self, now, PROBE_AFTER)
        judge.everything(self)

    def tick(self, now: float, clock: "int | None") -> None:
        """Time has passed. clock: Unix seconds, None if it is not known."""
        if self.first_at is None:
            self.first_at = now
        if clock is not None:
            if self.started_at is None:
                self.started_at = clock
                self.opened_at = None if self.loaded else max(0, clock - int(now - self.first_at))
            expires_at = self.expires_at
            expired = expires_at is not None and clock >= expires_at
            self.changed = self.changed or expired != self.expired
            self.expired = expired
        judge.accept(self, now)

    # -- bookkeeping

    def judge(self, payment: "Payment | None") -> None:
        """Judge a payment again, and forget what came to nothing: others, too."""
        if payment is not None and judge.payment(self, payment):
            self.touch(payment)
            judge.clean(self)
