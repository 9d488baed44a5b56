"""Gateways of Bitcoin's chains that were drawn as a tree, and who follows them: the toy's world with another ledger."""

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import split
from lightclient.bitcoin.locators import parse_locator
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.asking import SEND
from lightclient.sync.ledger import GENESIS
from lightclient.sync.messages import BAD_REQUEST, MAX_MESSAGE, NOT_FOUND, OK, RUN, parse_request, presence
from lightclient.sync.session import Session
from lightclient.sync.topics import BATCH, BATCHES, STATUS, TIP
from tests.portable.mining import Tree, network, run_of
from tests.portable.toy import world as toy

NEWEST = 12  # headers in a tip message
WINDOW = 12


def names(first, last, suffix=""):
    return " ".join([str(n) + suffix for n in range(first, last + 1)])


def headers(tree, blocks):
    """Return the message of headers that holds the blocks."""
    return packed.serialize(tree.states[blocks.split()[0]].height, split(tree.run(blocks)))


class Gateway(toy.Gateway):
    """One that follows the branch of `tree` that ends with the block `tip`; `most` headers in an answer.

    tip may be changed. answers: as the toy's.
    """

    def __init__(self, tree, tip, most=24):
        super().__init__(None)
        self.tree = tree
        self.tip = tip
        self.most = most

    def chain(self):
        """Return the names of its blocks, genesis first."""
        tree = self.tree
        by_hash = {tree.states[name].tip_hash: name for name in tree.states}
        chain = [self.tip]
        while chain[-1] != "0":
            chain.append(by_hash[tree.headers[chain[-1]][4:36]])
        return chain[::-1]

    def publish(self, batches=()):
        chain = self.chain()
        self.retained = {STATUS: presence(True), TIP: headers(self.tree, " ".join(chain[1:][-NEWEST:]))}
        for number in batches:
            run = chain[number * BATCH : (number + 1) * BATCH]
            self.retained[BATCHES + str(number)] = headers(self.tree, " ".join(run))

    def honest(self, kind, argument):
        if kind != RUN:
            return BAD_REQUEST, "what?"
        chain = self.chain()
        hashes = [self.tree.states[name].tip_hash for name in chain]
        for height, block_hash in parse_locator(argument):
            if height < len(hashes) and hashes[height] == block_hash:
                first = min(height + 1, len(chain) - 1)
                return OK, headers(self.tree, " ".join(chain[first : first + self.most]))
        return NOT_FOUND, "no block of the locator is known here"


class Scene(toy.World):
    """A follower of a network whose difficulty moves every four blocks."""

    window = WINDOW
    limit = 4096

    def __init__(self, tree, gateways, known="0", **options):
        """gateways: by name, each a Gateway or the tip of an honest one. known: the tip that the ledger has."""
        self.tree = tree
        self.network = tree.network
        gateways = {
            name: Gateway(tree, gateways[name]) if isinstance(gateways[name], str) else gateways[name]
            for name in gateways
        }
        super().__init__(gateways, **options)
        if known != "0":
            run = Gateway(tree, known).chain()[1:]
            for start in range(0, len(run), 8):
                self.give(" ".join(run[start : start + 8]))

    def give(self, blocks):
        """The ledger has these blocks, whoever gave them."""
        height, run = self.ledger.read(headers(self.tree, blocks))
        self.ledger.extend(run, height, None)

    def at(self):
        """Return the name of the block that the ledger has as its tip."""
        return next(name for name in self.tree.states if self.tree.hash(name) == self.ledger.tip)

    def seconds_to(self, tip, most):
        """Let time pass until the ledger has this tip; return how much it took."""
        began = self.now
        while self.at() != tip:
            assert self.now - began < most, (self.at(), self.gateways_state())
            self.run(1)
        return self.now - began

    def gateways_state(self):
        return {name: (self.gateway(name), self.faults(name)) for name in self.gateways}


def forked(real=40, weak=30, fork=4, **rules):
    """Return a tree whose branches leave block `fork`: the real one, and a weaker one, whose times make it easier."""
    tree = Tree(network(interval=4, **rules))
    tree.grow(names(1, fork), after="0")
    tree.grow(names(fork + 1, real, "r"), after=str(fork), spacing=400)
    tree.grow(names(fork + 1, weak, "w"), after=str(fork), spacing=1300)
    assert tree.states[str(weak) + "w"].chainwork < tree.states[str(real) + "r"].chainwork
    return tree


def anchor(tree, tip):
    """Return a checkpoint at a block that no branch has left yet."""
    chain = from_genesis(tree.network)
    chain.extend(tree.run(" ".join(Gateway(tree, tip).chain()[1:])))
    return checkpoint.serialize(chain)


class Hand:
    """A session that is driven by hand: a tree of `count` blocks, and a ledger that knows those up to `known`."""

    def __init__(self, count=10, known=0, window=144, limit=MAX_MESSAGE, number=100, tree=None):
        self.tree = tree or Tree(REGTEST)
        if tree is None:
            self.tree.grow(names(1, count), after="0")
        self.ledger, _ = REGTEST.start(GENESIS, None, window)
        if known:
            self.ledger.extend(run_of(self.tree.run(names(1, known))), 1, None)
        self.number = number
        self.session = Session(self.ledger, self.fresh, [], limit=limit)
        self.wants = self.session.start(0)

    def fresh(self):
        self.number += 1
        return self.number

    def hash(self, name):
        return self.tree.hash(name)

    def push(self, topic, payload, now=1, clock=None):
        """A message that nobody asked for comes, in a buffer whose bytes are others afterwards."""
        buffer = bytearray(payload)
        self.wants = self.session.receive(topic, memoryview(buffer), now, clock)
        buffer[:] = b"\xff" * len(buffer)
        return self.wants

    def tip(self, blocks, now=1, clock=None):
        return self.push(TIP, headers(self.tree, blocks), now, clock)

    def answer(self, blocks, now=2, clock=None):
        """The gateway answers the request in flight with the blocks."""
        return self.respond(OK, headers(self.tree, blocks) if blocks else packed.serialize(0, []), now, clock)

    def respond(self, status, body, now=2, clock=None):
        buffer = bytearray(body) if isinstance(body, bytes) else None
        self.wants = self.session.answer(status, body if buffer is None else memoryview(buffer), now, clock)
        if buffer is not None:
            buffer[:] = b"\xff" * len(buffer)
        return self.wants

    def tick(self, now=None):
        """Time passes, to the next deadline if none is said."""
        self.wants = self.session.tick(self.session.wake_at if now is None else now)
        return self.wants

    def locator(self):
        """Return the blocks of the locator in the one request that is wanted."""
        ((number, kind, limit, argument),) = [parse_request(want[1]) for want in self.wants if want[0] == SEND]
        assert (number, kind, limit) == (self.session.asked, RUN, self.session.limit)
        return parse_locator(argument)
