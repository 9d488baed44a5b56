"""What must hold in every world at every step, and in the end. See the package for the definitions."""

from lightclient.payments.states import CONFIRMED, IMMATURE, SETTLED
from lightclient.sync.record import FIRST
from tests.simulator.chains import SCRIPT
from tests.simulator.client import KNOWN

DIRTY = 700  # seconds after which a client whose messages got lost has asked again, in whatever state it was
DAY_AND_MORE = 26 * 3600  # heights alone do not tell what was mined before a sale, if its chain was replaced


class Failure(AssertionError):
    pass


class Truth:
    def __init__(self, world):
        self.world = world
        self.looks = 0
        self.judged = None  # the sale as it was judged last

    def fail(self, kind, text):
        raise Failure(f"{kind}: {text}")

    # -- what honest nodes know

    def reachable(self, gateway, extra=0):
        """Whether an honest gateway was there long enough for the client to have all of its chain."""
        world = self.world
        client = world.client
        if not gateway.honest or not gateway.up or not client.connected:
            return False
        since = max(client.connected_at, gateway.up_at, gateway.updated_at, world.clock_set_at + DIRTY)
        if gateway.lost_at is not None and gateway.lost_at >= max(client.connected_at, gateway.up_at):
            since = max(since, gateway.lost_at + DIRTY)
        return world.now - since > self.round_trip() + extra

    def round_trip(self):
        """Return the seconds after which whoever was asked has answered."""
        return FIRST + 1 + 4 * self.world.broker.delay

    def missed(self, work, extra=0):
        """Return an honest gateway that shows more work than this, if the client must know of it."""
        for gateway in self.world.gateways.values():
            if gateway.honest and gateway.path[-1].work > work and self.reachable(gateway, extra):
                session = self.world.client.follower.quorum.sessions[gateway.name]
                now = self.world.client.mono()
                if now - session.banned_until > self.round_trip() and not self.waited(session, now):
                    return gateway
        return None

    def waited(self, session, now):
        """Whether its challenge goes on, and was waited for as long as any is (WAITED): nobody waits for ever."""
        return session in session.turns and session.waited_until is not None and now >= session.waited_until

    # -- at every step

    def look(self):
        world = self.world
        client = world.client
        ledger = client.ledger
        self.looks += 1
        tip = world.pit.blocks.get(ledger.tip)
        if tip is None or (tip.height, tip.work) != (ledger.height, ledger.chain.tip.chainwork):
            self.fail("false chain", f"its tip at {ledger.height} is no valid block")
        chain = client.chain()
        if chain in KNOWN:
            client.top = ledger.height
            self.synced(tip, chain)
        world.counts["chain", chain] += 1
        if client.sale is not None:
            self.sale(client.sale, chain in KNOWN)
        if self.looks % 16 == 0:
            self.bounds()

    def synced(self, tip, chain):
        world = self.world
        if tip.work < world.network.min_chainwork:
            self.fail("false synced", "below the minimum work")
        if world.clock_right() and world.clock() - tip.time > 86400:
            self.fail("false synced", "on a tip that is older than a day")
        if not world.clock_fair():
            return
        gateway = self.missed(tip.work)
        if gateway is not None:
            self.fail("false synced", f"{chain} at {tip.height}, {gateway.name} is at {len(gateway.path) - 1}")

    def sale(self, sale, known):
        """Nothing is confirmed but what is in our own chain, above `since`, that deep, and pays that much.

        Before the chain is known, a sale says what it said when it was saved: that was judged then.
        """
        client = self.world.client
        key = known, client.ledger.tip, [(p.txid, p.state, p.confirmations, p.height) for p in sale.payments.values()]
        if key == self.judged:
            return
        self.judged = key
        sure = 0
        for payment in sale.payments.values():
            if payment.state not in (CONFIRMED, IMMATURE):
                continue
            if not known and (payment.txid, payment.block) in client.proved:
                sure += payment.satoshi if payment.confirmations >= sale.policy.confirmations else 0
                continue
            tx, block = self.place(payment.txid, client.tip_block())
            if block is None and self.ours_once(payment):
                sure += payment.satoshi if payment.confirmations >= sale.policy.confirmations else 0
                continue
            if block is None:
                self.fail("false confirmed", f"{payment.shown} is not in its chain")
            client.proved.add((payment.txid, payment.block))
            depth = max(client.ledger.height, client.top) - block.height + 1
            if block.height <= sale.since or payment.confirmations > depth:
                self.fail("false confirmed", f"{payment.shown} at {block.height}, {payment.confirmations} of {depth}")
            if sale.opened_at is not None and block.time <= sale.opened_at - DAY_AND_MORE:
                self.fail("false confirmed", "was mined long before the sale")
            if payment.satoshi != sum(value for value, script in tx.outputs if script == SCRIPT):
                self.fail("false confirmed", "of another amount")
            if payment.confirmations >= sale.policy.confirmations:
                sure += payment.satoshi
        if sale.summary().state in SETTLED and sure < sale.satoshi:
            self.fail("false paid", f"{sale.summary().state} by {sure} of {sale.satoshi}")

    def ours_once(self, payment):
        """Whether its block was proved to be in our chain, and a power cut has taken the newest blocks from us."""
        if payment.height > self.world.client.ledger.height:
            return (payment.txid, payment.block) in self.world.client.proved
        self.world.client.proved.discard((payment.txid, payment.block))
        return False

    def place(self, txid, block):
        """Return the transaction and its block on the chain up to `block`; by the blocks, not by the ledger."""
        for tx, there in self.world.all_blocks(txid):
            above = block
            while above.height > there.height:
                above = above.parent
            if above is there:
                return tx, there
        return None, None

    def changed(self, change):
        """News of a sale: if it says confirmed or paid, no honest gateway at hand may know better."""
        world = self.world
        state = change.state if change.payment is None else change.payment.state
        world.counts["told", state] += 1
        if change.payment is None or state != CONFIRMED or not world.clock_fair():
            return
        client, payment = world.client, change.payment
        if client.chain() not in KNOWN and (payment.txid, payment.block) in client.proved:
            return  # told once more after a restart
        tip = client.tip_block()
        if not tip.work >= world.network.min_chainwork:
            self.fail("false confirmed", "below the minimum work")
        if self.missed(tip.work):
            _, there = self.place(change.payment.txid, world.miners.tip)
            if there is None and change.confirmations > (change.before == CONFIRMED):
                self.fail("false confirmed", f"{change.payment.shown} is only in a chain with less work")

    def proved(self, txid, verdict):
        world = self.world
        for tip in (world.client.tip_block(), world.miners.tip):
            _, block = self.place(txid, tip)
            if block is not None and block.hash == bytes(verdict.place.hash):
                if verdict.place.height != block.height:
                    self.fail("false proved", "at another height")
                depth = max(tip.height, world.miners.tip.height, world.client.ledger.height) - block.height + 1
                if verdict.finality.confirmations > depth:
                    self.fail("false proved", f"{verdict.finality.confirmations} of {depth} confirmations")
                return
        self.fail("false proved", "what is in no chain")

    def bounds(self):
        """What outsiders can make a client remember has its bounds."""
        client = self.world.client
        follower, chain = client.follower, client.ledger.chain
        quorum, questions = follower.quorum, follower.questions
        count = len(follower.names)
        window = self.world.window
        self.bound("questions", len(questions.open), questions.most)
        self.bound("tries", max([len(asked.tries) for asked in questions.open] or [0]), count)
        self.bound(
            "challengers",
            sum(s.challenger is not None for s in quorum.sessions.values()),
            count and follower_challenges(client),
        )
        self.bound("turns", len(next(iter(quorum.sessions.values())).turns), count)
        self.bound("faults", max(len(s.faults) for s in quorum.sessions.values()), 40)
        self.bound("last", max(len(s.last) for s in quorum.sessions.values()), 200)
        self.bound("watches", len(follower.watches.open), count)
        self.bound("window", len(chain.best.headers), window)
        self.bound("branches", sum(len(branch.headers) for branch in chain.branches), 2 * window)
        for session in quorum.sessions.values():
            for challenger in (session.challenger, session.parked):
                if challenger is not None:
                    self.bound("challenger", len(challenger.chain.best.headers), min(window, 12))
        limits = client.sales.limits
        sale = client.sale
        if sale is not None:
            most = limits.claims + limits.payments  # beside what it claims, what left our chain is asked for
            self.bound("claims", max([len(table) for table in sale.claims.values()] or [0]), most)
            self.bound("payments", len(sale.payments), 2 * count * limits.claims + limits.payments + 8)
        self.bound("unknown", max([len(t) for t in client.sales.unknown.values()] or [0]), limits.claims)
        self.bound("asked", len(client.sales.turns.asked), limits.at_once)
        self.bound("desk", len(client.desk.open), limits.at_once)

    def bound(self, what, count, most):
        self.world.most[what] = max(self.world.most[what], count)
        if count > most:
            self.fail("memory", f"{count} {what}, at most {most}")

    # -- in the end

    def arrived(self):
        """Whether the client is where it has to be: on the most-work chain, and says so."""
        client = self.world.client
        return client.ledger.chain.tip.chainwork >= self.world.miners.tip.work and client.chain() in KNOWN

    def due(self):
        """Return the txids of honest payments that the client has to tell as confirmed, and does not."""
        world = self.world
        sale = world.client.sale
        if sale is None:
            return []
        due = []
        for txid in world.customer.paid:
            block = world.miners.confirmed.get(txid)
            if block is None or block.height <= sale.since or txid in world.lost_events:
                continue
            payment = sale.payments.get(txid)
            depth = world.miners.tip.height - block.height + 1
            wanted = min(depth, sale.policy.confirmations)
            if payment is None or payment.state != CONFIRMED or payment.confirmations < wanted:
                due.append(txid)
        return due


def follower_challenges(client):
    return 1 if client.board else 4
