"""Blocks of a simulated world: what honest miners find as time passes, and what attackers mine beside them."""

import random

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import tree
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.state import genesis, median_of, step
from lightclient.bitcoin.transaction import Transaction
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import inclusion_path
from tests.portable.mining import EASY, SPACING, START, mine, required_bits

INTERVAL = 20  # blocks of an epoch: difficulty moves, so length and work differ
HARD = 0x200FFFFF  # eight times the work of EASY, the least that any block of these networks has
RULES = {
    "mainnet": {},
    "regtest": {"no_retargeting": True, "min_difficulty": True},
    "testnet3": {"min_difficulty": True},
    "testnet4": {"min_difficulty": True, "bip94": True},
}
SCRIPT = b"\x00\x14" + b"\x5a" * 20  # the shop's
THIEF = b"\x00\x14" + b"\x66" * 20
USUAL = 2 * 16  # work of an honest block, about: two tries at HARD
LONGEST = 60  # blocks with which a branch tries to overtake


def rules(kind, min_chainwork=0):
    """Return a network of that kind."""
    first = codec.serialize(1, bytes(32), bytes(32), START, HARD, 0)
    return Network("test", first, EASY, INTERVAL, min_chainwork=min_chainwork, **RULES[kind])


class Tx(Transaction):
    """A transaction that is not changed any more once its id or its bytes were asked for."""

    _txid = _raw = None

    def txid(self):
        if self._txid is None:
            self._txid = super().txid()
        return self._txid

    def serialize(self, witness=True):
        if self._raw is None:
            self._raw = super().serialize(witness)
        return self._raw

    @property
    def coin(self):
        return self.inputs[0][0]


def pays(coin, satoshi, script=SCRIPT, change=0, replaceable=False, size=0):
    """Return a transaction that spends the coin with this number."""
    tx = Tx()
    tx.input(
        coin.to_bytes(6, "little") + b"\x01" * 26, 0, b"\x51" + bytes(size), 0xFFFFFFFD if replaceable else 0xFFFFFFFE
    )
    tx.output(satoshi, script)
    tx.output(1000 + change, THIEF)
    return tx


def coinbase_of(height, number):
    """Return a coinbase unlike all others."""
    tx = Tx()
    mark = b"\x04" + number.to_bytes(4, "little")
    tx.input(bytes(32), 0xFFFFFFFF, b"\x02" + height.to_bytes(2, "little") + mark, 0xFFFFFFFF)
    tx.output(5_000_000_000, THIEF)
    return tx


class Block:
    """One block. txs: after the coinbase, which is only made if there are any. honest: not by an attacker."""

    __slots__ = ("coinbase", "hash", "header", "height", "honest", "leaf", "parent", "state", "txs", "work")

    def __init__(self, parent, header, state, txs=(), coinbase=None, honest=True):
        self.parent = parent
        self.header = header
        self.state = state
        self.hash = state.tip_hash
        self.height = state.height
        self.work = state.chainwork
        self.txs = list(txs)
        self.coinbase = coinbase
        self.honest = honest
        self.leaf = leaf_hash(self.hash)

    @property
    def time(self):
        return self.state.times[-1]

    def txids(self):
        return [tx.txid() for tx in [self.coinbase, *self.txs]]


def path_to(block):
    """Return the blocks from genesis to this one, by height."""
    path = []
    while block is not None:
        path.append(block)
        block = block.parent
    return path[::-1]


def follow(path, block):
    """Return the path to `block`, given one to a block near it."""
    new = []
    while block.height >= len(path) or path[block.height] is not block:
        new.append(block)
        block = block.parent
    return path[: block.height + 1] + new[::-1]


def fork_height(path, other):
    """Return the height of the last block that two paths share."""
    height = min(len(path), len(other)) - 1
    while path[height] is not other[height]:
        height -= 1
    return height


class Pit:
    """Mines blocks of one network and knows them all by their hashes."""

    def __init__(self, network, known=None, number=0):
        self.network = network
        self.blocks = dict(known or {})
        self.number = number
        if not self.blocks:
            first = Block(None, network.genesis, genesis(network))
            self.blocks[first.hash] = first

    def mine(self, parent, time, txs=(), honest=True):
        """Return a new block with this timestamp, or the earliest that is allowed."""
        self.number += 1
        state = parent.state
        time = max(time, median_of(state.times) + 1)
        if self.network.bip94 and not (state.height + 1) % self.network.interval:
            time = max(time, state.times[-1])
        coinbase = None
        root = self.number.to_bytes(32, "little")
        if txs:
            coinbase = coinbase_of(state.height + 1, self.number)
            root = tree.root([tx.txid() for tx in [coinbase, *txs]])
        header = mine(state.tip_hash, time, required_bits(state, time, self.network), root)
        block = Block(parent, header, step(state, header, self.network), txs, coinbase, honest)
        self.blocks[block.hash] = block
        return block


def proof_of(path, block, txid, log_start, log_size, network, following=b""):
    """Return the bundle for a transaction of a block, as a gateway makes it for a client with this header log."""
    txids = block.txids()
    position = txids.index(txid)
    tx = [block.coinbase, *block.txs][position]
    top = block.coinbase.serialize(), tree.branch_of(txids, 0)
    bundle = Bundle(network.name, tx.serialize(), position, tree.branch_of(txids, position), block.header, top)
    if log_start <= block.height < log_start + log_size <= len(path):
        leaves = [other.leaf for other in path[log_start : log_start + log_size]]
        bundle.log_proof = block.height - log_start, log_size, inclusion_path(leaves, block.height - log_start)
        bundle.following = None
    else:
        bundle.following = following
    return bundle


class Stock:
    """What a network has behind it when its world begins; made once. Now and then a block pays the shop."""

    made = {}  # noqa: RUF012

    def __init__(self, kind, length):
        self.pit = Pit(rules(kind))
        rng = random.Random(kind + str(length))
        block = next(iter(self.pit.blocks.values()))
        for number in range(length):
            spacing = rng.choice((240, 500, 700, 900)) * block.state.work // USUAL + rng.randrange(200)
            txs = [pays(number, 50_000)] if number % 13 == 3 else []
            block = self.pit.mine(block, block.time + min(spacing, 1100), txs)
        self.tip = block
        self.path = path_to(block)
        self.old = [(tx, other) for other in self.path for tx in other.txs]  # payments of the past

    @classmethod
    def of(cls, kind, length):
        if (kind, length) not in cls.made:
            cls.made[kind, length] = cls(kind, length)
        return cls.made[kind, length]


class Miners:
    """Honest miners: the best chain, the branches that lost, and what waits to be mined.

    unix(now) is the time of day. done: {txid: transaction} of those that can never be mined any more.
    """

    def __init__(self, rng, kind, stock, pit, start):
        self.rng = rng
        self.kind = kind
        self.pit = pit
        self.path = stock.path[:]
        self.start = start
        self.waiting = {}
        self.mined_at = 0.0
        self.confirmed = {tx.txid(): block for tx, block in stock.old}

    @property
    def tip(self):
        return self.path[-1]

    def unix(self, now):
        return int(self.start + now)

    def pause(self):
        """Return the seconds until the next block."""
        return min(self.rng.expovariate(1 / SPACING) * self.tip.state.work / USUAL + 1, 4000)

    def choose(self, parent, share):
        """Return some of what waits, as far as it fits: no coin is spent twice."""
        return [tx for tx in self.waiting.values() if self.rng.random() < share]

    def block(self, now, share=0.8):
        block = self.pit.mine(self.tip, self.unix(now) - self.rng.choice((0, 0, 30, 200)), self.choose(self.tip, share))
        self.path.append(block)
        self._settle(block)
        self.mined_at = now
        return block

    def _settle(self, block):
        for tx in block.txs:
            self.confirmed[tx.txid()] = block
            for txid in [txid for txid, other in self.waiting.items() if other.coin == tx.coin]:
                del self.waiting[txid]

    def offer(self, tx):
        """Take a transaction, in the place of what spends the same coin; return whether it can still be mined."""
        coin = tx.coin
        for block in self.confirmed.values():
            if any(other.coin == coin for other in block.txs):
                return False
        for txid in [txid for txid, other in self.waiting.items() if other.coin == coin]:
            del self.waiting[txid]
        self.waiting[tx.txid()] = tx
        return True

    def reorganise(self, now, depth, double=None):
        """Let a branch overtake the last `depth` blocks; return whether it could.

        double: {txid: what waits there in its place, spending the same coin}.
        """
        depth = min(depth, len(self.path) - 2)
        old, kept = self.path[-depth:], self.path[:-depth]
        confirmed, waiting = dict(self.confirmed), dict(self.waiting)
        for other in old:
            for tx in other.txs:
                del confirmed[tx.txid()]
                tx = (double or {}).get(tx.txid(), tx)
                waiting[tx.txid()] = tx
        block = kept[-1]
        spacing = max(1, min(1100, (self.unix(now) - block.time) // (depth + 1)))
        fresh = []
        while block.work <= old[-1].work:
            if len(fresh) == LONGEST + depth or block.time > self.unix(now) + 3600:
                return False
            txs = [tx for tx in waiting.values() if len(fresh) < depth and self.rng.random() < 0.3]
            block = self.pit.mine(block, block.time + spacing, txs)
            fresh.append(block)
            for tx in txs:
                confirmed[tx.txid()] = block
                del waiting[tx.txid()]
        self.path = kept + fresh
        self.confirmed, self.waiting = confirmed, waiting
        self.mined_at = now
        return True


def weaker(rng, pit, path, root, now_unix, most, future, txs):
    """Return the tip of an attacker's chain that leaves `path` at height `root` and has less work than `most`.

    It uses what makes work cheap: slow timestamps, for retargets and the 20-minute rule. future: seconds by which its
    newest timestamps may be ahead of the time of day. txs: one is in every third block, each once.
    """
    block = path[root]
    elapsed = now_unix + future - block.time
    spacing = rng.choice((150, 600, 1201, 2400))
    txs = list(txs)
    for number in range(rng.choice((12, 30, 60, 110))):
        here = [txs.pop()] if number % 3 == 1 and txs else []
        time = block.time + spacing
        if time > now_unix + future:
            time = now_unix + future
            spacing = max(1, elapsed // 100)
        new = pit.mine(block, time, here, honest=False)
        if new.work >= most:
            break
        block = new
    return block
