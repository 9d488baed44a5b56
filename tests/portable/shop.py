"""A shop: a desk with its sales, a follower, and gateways that serve one regtest chain, without any broker between."""

from lightclient.bitcoin import packed
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.kinds import MINED, PROOF, TRANSACTION
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.locators import parse_locator
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.state import genesis, step
from lightclient.payments.desk import desk_of
from lightclient.payments.limits import BOARD
from lightclient.sync.follower import Follower
from lightclient.sync.messages import COVERED, NOT_FOUND, OK, RUN, WATCH, parse_request, presence, response
from lightclient.sync.topics import REQUESTS, RESPONSES, STATUS, of_network
from lightclient.sync.wiring import PUBLISH
from tests.portable.blocks import body, coinbase, root_of
from tests.portable.mining import child

NAME = "till-1"
LIMIT = 4096
ROOM = LIMIT - 64  # bytes of a transaction in an answer


class Blocks:
    """A chain of blocks, with what is in them."""

    def __init__(self, height=3):
        self.headers = [REGTEST.genesis]
        self.states = [genesis(REGTEST)]
        self.bodies = [None]
        for _ in range(height):
            self.mine()

    @property
    def height(self):
        return len(self.headers) - 1

    def mine(self, *transactions):
        transactions = [coinbase(self.height + 1)] + list(transactions)
        header = child(self.states[-1], REGTEST, root=root_of(transactions))
        self.states.append(step(self.states[-1], header, REGTEST))
        self.headers.append(header)
        self.bodies.append(transactions)

    def cut(self, height):
        for part in (self.headers, self.states, self.bodies):
            del part[height + 1 :]

    def find(self, txid):
        """Return (height, transaction, bundle) of a transaction, None if it is in no block."""
        for height in range(1, self.height + 1):
            for position, transaction in enumerate(self.bodies[height]):
                if transaction.txid() == txid:
                    block = Block(self.headers[height] + body(self.bodies[height]))
                    following = b"".join(self.headers[height + 1 :])
                    return height, transaction, block.bundle("regtest", position, following)
        return None


class Gateway:
    """An honest one; whoever lies changes `raw`, whoever is slow sets `silent`.

    asked: kinds of requests, with their arguments. watch: (id, scripts, limit) of the watch, None if there is none.
    """

    def __init__(self, blocks):
        self.blocks = blocks
        self.asked = []
        self.silent = False
        self.watch = None
        self.raw = lambda transaction: transaction.serialize()
        self.room = ROOM

    def take(self, payload):
        """Return the responses to a request."""
        number, kind, limit, argument = parse_request(payload)
        self.asked.append((kind, argument))
        if self.silent and kind != RUN:
            return []
        if kind == WATCH:
            scripts, lease, since = argument
            self.watch = (number, scripts, limit) if scripts else None
            return [response(number, OK, lease)] + (self.tell(since + 1) if scripts else [])
        status, answer = {RUN: self._run, PROOF: self._proof, TRANSACTION: self._transaction}[kind](argument)
        made = response(number, status, answer)
        assert len(made) <= limit, (kind, len(made))
        return [made]

    def tell(self, first):
        """Return what a watcher is told of the blocks from `first` on."""
        number, scripts, limit = self.watch
        told = []
        for height in range(first, self.blocks.height + 1):
            for transaction in self.blocks.bodies[height]:
                if any(script in scripts for _, script in transaction.outputs):
                    raw = transaction.serialize()
                    shown = raw if len(raw) < limit - 200 else None
                    block = hash_of(self.blocks.headers[height])
                    told.append([MINED, transaction.txid(), height, shown, len(raw), block])
        if first <= self.blocks.height:
            told.append([COVERED, first, self.blocks.height])
        return [response(number, OK, one) for one in told]

    def _run(self, locator):
        blocks = self.blocks
        for height, block in parse_locator(bytes(locator)):
            if height <= blocks.height and hash_of(blocks.headers[height]) == block:
                first = min(height + 1, blocks.height)
                return OK, packed.serialize(first, blocks.headers[first : first + 20])
        return NOT_FOUND, "none of these"

    def _proof(self, argument):
        found = self.blocks.find(argument[0])
        if found is None:
            return NOT_FOUND, "not in the chain"
        bundle = found[2]
        if argument[4]:
            bundle.tx = b""
        return OK, bundle.serialize()

    def _transaction(self, argument):
        txid, _, offset = argument
        found = self.blocks.find(txid)
        if found is None:
            return NOT_FOUND, "not in the chain"
        raw = self.raw(found[1])
        return OK, [len(raw), raw[offset : offset + self.room]]


class Clock:
    def __init__(self):
        self.at = 0.0

    def now(self):
        return self.at

    def unix(self):
        return None


class Shop:
    """What a Device is to a desk, and messages that arrive at once."""

    def __init__(self, gateways, limits=BOARD, window=12, ledger=None):
        self.gateways = gateways
        self.ledger = ledger or Ledger(from_genesis(REGTEST, window), "genesis")
        self.clock = Clock()
        self.follower = Follower(self.ledger, sorted(gateways), NAME, 7, limit=LIMIT, run=1024)
        self.desk = desk_of(self, limits)
        self.sales = self.desk.sales
        self.follower.connect(0.0)
        self.news = []
        for name in gateways:
            self.deliver(name, STATUS, presence(True))

    def chain(self):
        return self.follower.quorum.chain(self.clock.at)

    def run(self, seconds, every=1):
        for _ in range(seconds):
            self.clock.at += every
            self.follower.tick(self.clock.at)
            self.flush()
            self.news += self.desk.tick(self.clock.at)
            self.flush()

    def mine(self, blocks, *transactions):
        """A block comes, and every gateway tells of it."""
        blocks.mine(*transactions)
        self.catch_up()
        for name, gateway in self.gateways.items():
            if gateway.watch and not gateway.silent:
                for told in gateway.tell(blocks.height):
                    self.deliver(name, RESPONSES + NAME, told)

    def catch_up(self):
        """Have the newest block asked for."""
        self.follower.disconnect()
        self.follower.connect(self.clock.at)
        self.flush()

    def deliver(self, name, suffix, payload):
        """A message comes, in a buffer that is used again at once."""
        buffer = bytearray(payload)
        self.follower.receive(of_network("regtest") + name + "/" + suffix, memoryview(buffer), self.clock.at)
        buffer[:] = b"\xff" * len(buffer)

    def flush(self):
        """Carry requests and answers to and fro until there are none."""
        while True:
            wants = self.follower.take_wants()
            if not wants:
                return
            for verb, topic, payload in wants:
                name, _, suffix = topic[len(of_network("regtest")) :].partition("/")
                if verb == PUBLISH and suffix == REQUESTS + NAME:
                    for answer in self.gateways[name].take(payload):
                        self.deliver(name, RESPONSES + NAME, answer)

    def faults(self, name):
        return self.follower.quorum.sessions[name].faults

    def states(self):
        """Return what was told, as text, and forget it."""
        told, self.news = self.news, []
        return [("payment " if change.payment else "sale ") + change.state for change in told]


def carries(count):
    """Return a script that carries `count` bytes of data, which make its transaction large."""
    return b"\x6a" + bytes(count)


def is_bare(asked):
    """Whether a request for a proof wants it without the transaction."""
    return asked[0] == PROOF and asked[1][4]
