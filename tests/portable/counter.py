"""A counter where sales are paid: a chain of our own, transactions, and gateways that answer by it."""

from hashlib import sha256

from lightclient.bitcoin.kinds import GONE, MINED, SEEN
from lightclient.bitcoin.transaction import Transaction
from lightclient.payments.asking import NOT_YET
from lightclient.payments.limits import HOST
from lightclient.payments.sales import Sales
from lightclient.payments.turns import FETCH, WATCH
from lightclient.sync.messages import COVERED

PRICE = 50_000
SCRIPT = b"\x00\x14" + b"\x11" * 20
OTHER = b"\x00\x14" + b"\x22" * 20
THIEF = b"\x00\x14" + b"\x66" * 20
FINAL, REPLACEABLE = 0xFFFFFFFE, 0xFFFFFFFD


def block_hash(name):
    return sha256(str(name).encode()).digest()


def pays(satoshi=PRICE, script=SCRIPT, coin="coin", sequence=FINAL, change=None, coinbase=False, size=0):
    """Return a transaction that spends `coin`; change: satoshi that go elsewhere. size: bytes of data it carries."""
    transaction = Transaction()
    if coinbase:
        transaction.input(bytes(32), 0xFFFFFFFF, coin.encode(), 0xFFFFFFFF)
    else:
        transaction.input(block_hash(coin), 0, b"\x51", sequence)
    transaction.output(satoshi, script)
    if change is not None:
        transaction.output(change, THIEF)
    if size:
        transaction.output(0, b"\x6a" + bytes(size))
    return transaction


def seen(transaction, raw=True, replaceable=False, fee_rate=5000, parents=0):
    data = transaction.serialize()
    return [SEEN, transaction.txid(), None, data if raw else None, len(data), replaceable, fee_rate, parents]


def mined(transaction, height, block=None, raw=True):
    data = transaction.serialize()
    return [MINED, transaction.txid(), height, data if raw else None, len(data), block or block_hash(height)]


def gone(transaction, rival=None):
    return [GONE, transaction.txid(), None, rival.txid() if rival else None]


def covered(first, last):
    return [COVERED, first, last]


class Blocks:
    """Our chain: the hash of each block, with what it holds. kept: how many blocks it can look up."""

    def __init__(self, height=100, kept=1000):
        self.kept = kept
        self.counts = True
        self.hashes = [block_hash(number) for number in range(height + 1)]
        self.found = {}  # txid: (transaction, hash of its block)

    @property
    def height(self):
        return len(self.hashes) - 1

    def where(self, height, block):
        if height < self.height - self.kept:
            return None
        return height <= self.height and self.hashes[height] == block

    def at(self, height):
        return self.hashes[height] if max(0, self.height - self.kept) <= height <= self.height else None

    def until(self, time):
        return min(self.height, max(self.height - self.kept, (time - 1_700_000_000) // 600))

    def mine(self, *transactions, name=None):
        block = block_hash(self.height + 1 if name is None else name)
        self.hashes.append(block)
        for transaction in transactions:
            self.found[transaction.txid()] = transaction, block

    def cut(self, height):
        """Take the blocks above `height` away."""
        del self.hashes[height + 1 :]

    def place(self, txid):
        """Return (transaction, height, block) of what is mined in this chain, else None."""
        if txid not in self.found:
            return None
        transaction, block = self.found[txid]
        return (transaction, self.hashes.index(block), block) if block in self.hashes else None


class Counter:
    """Sales beside a chain; honest gateways answer what is asked. now: seconds.

    asked    questions that were asked so far; liars: gateways that prove nothing
    """

    def __init__(self, gateways="gw", height=100, limits=HOST, kept=1000):
        self.chain = Blocks(height, kept)
        self.sales = Sales(self.chain, gateways.split(" "), limits)
        self.now = 1000
        self.asked = []
        self.liars = []
        self.waiting = {}  # transactions that a gateway can be asked for

    def open(self, satoshi=PRICE, script=SCRIPT, name="sale", since=None, **terms):
        since = self.chain.height if since is None else since
        return self.sales.open(name, satoshi, script, since, **terms)

    def tell(self, *bodies, gateway="gw"):
        """Tell, answer what is asked, and return the faults."""
        faults = [self.sales.told(gateway, body, self.now) for body in bodies]
        self.answer()
        return [fault for fault in faults if fault]

    def mine(self, *transactions, count=1, tell=True, gateway="gw"):
        """Mine blocks, the transactions in the first one; gateways tell of them."""
        for number in range(count):
            fork = self.chain.height
            self.chain.mine(*(transactions if not number else ()))
            self.sales.tip(self.now, fork)
        if tell:
            for transaction in transactions:
                self.tell(mined(transaction, self.chain.height - count + 1), gateway=gateway)
        self.answer()

    def reorganise(self, fork, *blocks):
        """Replace what is above `fork` by blocks, each (name, transactions)."""
        self.chain.cut(fork)
        for name, transactions in blocks:
            self.chain.mine(*transactions, name=name)
        self.sales.tip(self.now, fork)
        self.answer()

    def answer(self, online=None):
        """Answer questions until there are none."""
        while True:
            questions = self.sales.wants(self.now, online)
            for question in questions:
                self.reply(question)
            if not questions:
                return

    def reply(self, question):
        sales, gateway, txid, now = self.sales, question.gateway, question.txid, self.now
        if question.kind == WATCH:
            sales.watch(gateway, now)
            return
        self.asked.append(question)
        place = self.chain.place(txid)
        if question.kind == FETCH and (place or txid in self.waiting) and gateway not in self.liars:
            transaction = place[0] if place else self.waiting[txid]
            sales.fetched(gateway, sales.read(transaction.serialize()), now)
        elif place and gateway not in self.liars:
            paying = None if question.known else sales.read(place[0].serialize())
            sales.proved(gateway, txid, place[1], place[2], now, paying, time=1_700_000_000 + 600 * place[1])
        else:
            sales.failed(gateway, txid, now, NOT_YET if place else "not found")

    def wait(self, seconds, clock=None, step=1):
        """Let time pass."""
        for _ in range(0, seconds, step):
            self.now += step
            self.sales.tick(self.now, clock)
            self.answer()

    def changes(self):
        """Return what is new as text: "sale seen", "payment seen -> confirmed 1" ..."""
        news = []
        for change in self.sales.changes():
            what = "payment " if change.payment else "sale "
            depth = " " + str(change.confirmations) if change.state == "confirmed" else ""
            news.append(what + (change.before + " -> " if change.before else "") + change.state + depth)
        return news


def state(sale):
    """Return the state of a sale and what is still due."""
    summary = sale.summary()
    return summary.state, summary.due


def states(sale):
    return [payment.state for payment in sale.listed()]
