"""A world in which clients follow gateways through a bad network, drawn from a seed.

    miners -> honest gateways  \\
              lying gateways    >  broker (loses, doubles, delays, reorders, forgets)  ->  clients (lose power)

Everything runs on one simulated clock: a run takes milliseconds and always goes the same way. `play(seed)` raises
Failure, with the seed, when a client ends on the wrong chain or ever reports something false as verified.
"""

import heapq
import random
from collections import Counter

from lightclient.bitcoin import bundle, packed
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger, load
from lightclient.bitcoin.state import step
from lightclient.errors import LightClientError
from lightclient.store.slots import SlotStore
from lightclient.sync.messages import MAX_MESSAGE, NOT_FOUND, OK, RUN, parse_locator, parse_request, response
from lightclient.sync.quorum import SYNCED, Quorum
from lightclient.sync.session import SEND, SUBSCRIBE
from lightclient.sync.topics import BATCH, BATCHES, RESPONSES, SETTLED, TIP
from tests.portable.blocks import coinbase, payment, root_of
from tests.portable.mining import EASY, Tree, child, network, unmine

RULES = network(interval=20, start_bits=EASY)  # difficulty moves every 20 blocks, so length and work differ
WINDOW = 30
NEWEST = 6  # headers in a tip message
STORM = 3000  # seconds of faults
CALM = 3000  # seconds without, in which every client must arrive

LIES = ("forger", "lesser", "withholder", "silent", "garbage", "stale", "boaster")


class Failure(AssertionError):
    pass


# -- the chain that is there to be found


class Ledgers:
    """All blocks of a world: the best chain at each moment, and a branch that lost. Each block holds a payment."""

    def __init__(self, rng):
        self.tree = Tree(RULES)
        self.bodies = {}
        self.best = ["0"]
        self.branch = []
        self.rng = rng
        self.count = 0

    def grow(self, after, blocks):
        """Mine `blocks` on top of the block called `after` and return their names."""
        names = []
        for _ in range(blocks):
            self.count += 1
            name = str(self.count)
            state = self.tree.states[after]
            self.bodies[name] = coinbase(state.height + 1), payment(self.count)
            spacing = self.rng.choice((60, 600, 600, 1200, 2400))
            header = child(state, RULES, spacing, root_of(self.bodies[name]))
            self.tree.headers[name] = header
            self.tree.states[name] = step(state, header, RULES)
            names.append(name)
            after = name
        return names

    def mine(self):
        """Let time pass: the best chain grows, or a branch overtakes it."""
        if self.rng.random() < 0.85 or len(self.best) < 3:
            self.best += self.grow(self.best[-1], 1)
            return
        depth = self.rng.randint(1, min(6, len(self.best) - 1))
        stay = self.best[: len(self.best) - depth]
        rival = stay + self.grow(stay[-1], depth + self.rng.randint(0, 2))
        if self.work(rival) > self.work(self.best):
            rival, self.best = self.best, rival
        self.branch = rival

    def work(self, chain):
        return self.tree.states[chain[-1]].chainwork

    def run(self, names):
        return [self.tree.headers[name] for name in names]

    def proof(self, name):
        """Return the bundle for the payment in the block called `name`."""
        first, second = self.bodies[name]
        top = first.serialize(), second.txid()
        header = self.tree.headers[name]
        return bundle.Bundle(RULES.name, second.serialize(), 1, first.txid(), header, top)


# -- gateways


class Gateway:
    """Answers from the chain it believes in, as a real gateway does."""

    def __init__(self, world, name):
        self.world = world
        self.name = name
        self.chain = ["0"]
        self.lag = world.rng.choice((0, 0, 5, 60))

    def update(self):
        self.chain = list(self.world.ledgers.best)

    def newest(self):
        first = max(1, len(self.chain) - NEWEST)
        return packed.serialize(first, self.world.ledgers.run(self.chain[first:])) if first < len(self.chain) else None

    def publish(self):
        message = self.newest()
        if message:
            self.world.publish(self.name, TIP, message, retain=True)
        for number in range(max(0, len(self.chain) - SETTLED) // BATCH):
            names = self.chain[number * BATCH : (number + 1) * BATCH]
            self.world.publish(self.name, BATCHES + str(number), self.batch(number * BATCH, names), retain=True)

    def batch(self, first, names):
        return packed.serialize(first, self.world.ledgers.run(names))

    def answer(self, client, data):
        number, kind, limit, locator = parse_request(data)
        if kind == RUN:
            self.world.publish(self.name, RESPONSES, response(number, *self.after(locator, limit)), to=client)

    def after(self, locator, limit):
        """The headers after the first block of the locator that is on this chain; the newest one if there are none."""
        for height, block_hash in parse_locator(locator):
            if height < len(self.chain) and self.world.ledgers.tree.hash(self.chain[height]) == block_hash:
                first = min(height + 1, len(self.chain) - 1)
                if not first:
                    return OK, packed.serialize(0, [])
                return OK, packed.serialize(first, self.world.ledgers.run(self.chain[first : first + limit // 100]))
        return NOT_FOUND, "no block of the locator is known here"


class Liar(Gateway):
    def __init__(self, world, name, lie):
        super().__init__(world, name)
        self.lie = lie

    def update(self):
        if self.lie == "lesser":
            self.chain = list(self.world.ledgers.branch or self.chain)
        elif self.lie != "stale" or len(self.chain) < 5:
            super().update()

    def forged(self, message):
        height, run = packed.parse(message)
        return packed.serialize(height, [*run[:-1], unmine(run[-1])]) if run else message

    def publish(self):
        if self.lie == "garbage":
            self.world.publish(self.name, TIP, self.world.rng.randbytes(self.world.rng.randint(0, 60)), retain=True)
        elif self.lie == "forger":
            message = self.newest()
            if message:
                self.world.publish(self.name, TIP, self.forged(message), retain=True)
        elif self.lie == "boaster":
            message = packed.serialize(10**6, [self.world.rng.randbytes(codec.SIZE)])
            self.world.publish(self.name, TIP, message, retain=True)
        elif self.lie != "silent":
            super().publish()

    def batch(self, first, names):
        return packed.serialize(first, self.world.ledgers.run(names[: len(names) // 2]))

    def after(self, locator, limit):
        status, body = super().after(locator, limit)
        if self.lie == "forger" and status == OK:
            body = self.forged(body)
        elif self.lie == "withholder":
            status, body = OK, packed.serialize(0, [])
        elif self.lie == "garbage":
            body = self.world.rng.randbytes(20)
        return status, body

    def answer(self, client, data):
        if self.lie != "silent":
            super().answer(client, data)


# -- clients


class Client:
    """A device: a quorum, a store that survives its power cuts, and a question now and then."""

    def __init__(self, world, name):
        self.world = world
        self.name = name
        self.slots = [b"", b""]
        self.boot()

    def read(self, slot):
        return self.slots[slot]

    def write(self, slot, parts):
        self.slots[slot] = b"".join(parts)

    def boot(self):
        self.store = SlotStore(self)
        saved = self.store.load()
        self.ledger = load(saved, RULES, WINDOW) if saved else Ledger(from_genesis(RULES, WINDOW))
        names = sorted(self.world.gateways)
        self.quorum = Quorum(self.ledger, names, 1, self.world.rng.getrandbits(32))
        self.subscribed = set()
        self.tick_at = None
        for name in names:
            self.do(self.quorum.start(name, self.world.now))

    def cut(self):
        """Lose power, perhaps in the middle of a write."""
        if self.world.rng.random() < 0.5:
            data = self.ledger.save()
            torn = self.world.rng.randint(0, len(data))
            self.slots[1 - self.store.slot] = data[:torn]
        self.boot()

    def receive(self, gateway, topic, payload):
        height = self.ledger.height
        self.do(self.quorum.receive(gateway, topic, payload, self.world.now, self.world.clock()))
        if self.ledger.height > height and self.world.rng.random() < 0.2:
            self.store.save(self.ledger.save())

    def tick(self, planned):
        if planned == self.tick_at:  # else something has moved the deadline since
            self.tick_at = None
            self.do(self.quorum.tick(self.world.now))

    def do(self, wants):
        for gateway, verb, argument in wants:
            if verb == SEND:
                self.world.send(gateway, lambda g=gateway, a=argument: self.world.gateways[g].answer(self, a))
            elif verb == SUBSCRIBE:
                self.subscribed.add((gateway, argument))
                self.world.replay(self, gateway, argument)
            else:
                self.subscribed.discard((gateway, argument))
        wake_at = self.quorum.wake_at
        if wake_at is not None and wake_at != self.tick_at:
            self.tick_at = wake_at
            self.world.at(max(wake_at, self.world.now), lambda: self.tick(wake_at))

    def check(self, name):
        """Try a proof for the block called `name`, perhaps a forged one; what verifies must be true."""
        proof, true = self.world.ledgers.proof(name), self.world.rng.random() < 0.5
        if not true:
            forge(proof, self.world.rng)
        try:
            place = proof.verify(ChainAnchor(self.ledger.chain, "what was synced")).place
        except LightClientError:
            self.world.counts["proofs refused"] += 1
            return
        state = self.world.ledgers.tree.states[name]
        if not true or place.height != state.height:
            raise Failure(f"{self.name} takes a forged proof for verified")
        # A block right above the tip is a step further on the best chain; nothing is on top of it yet.
        if state.chainwork + place.work > max(self.ledger.chain.tip.chainwork, state.chainwork):
            raise Failure(f"{self.name} counts more work on top of a block than there is")
        self.world.counts["proofs verified"] += 1


def forge(proof, rng):
    """Change a true proof into one of something that is not so."""
    what = rng.randrange(5)
    if what == 0:
        proof.tx = payment(40_000, 21 * 10**14).serialize()
    elif what == 1:
        proof.position, proof.branch = 3, proof.branch + bytes(32)
    elif what == 2:
        proof.header = unmine(proof.header)
    elif what == 3:
        proof.branch = rng.randbytes(32)
    else:
        fake = payment(40_001)
        proof.tx, proof.coinbase = fake.serialize(), None
        root = root_of((coinbase(1), fake))
        proof.header = unmine(proof.header[:36] + root + proof.header[68:])


# -- the network


class World:
    def __init__(self, seed):
        self.seed = seed
        self.rng = random.Random(seed)
        self.now = 0.0
        self.queue = []
        self.order = 0
        self.kept = {}
        self.counts = Counter()
        self.retains = self.rng.random() < 0.7
        self.loss, self.twice = self.rng.choice((0, 0.05, 0.3)), self.rng.choice((0, 0.1))
        self.delay = self.rng.choice((0.05, 1, 20))
        self.ledgers = Ledgers(self.rng)
        for _ in range(self.rng.choice((1, 3, 40, 250))):
            self.ledgers.mine()
        self.gateways = {f"honest{i}": Gateway(self, f"honest{i}") for i in range(self.rng.randint(1, 2))}
        for lie in self.rng.sample(LIES, self.rng.randint(0, 3)):
            self.gateways[lie] = Liar(self, lie, lie)
        for gateway in self.gateways.values():
            gateway.update()
            gateway.publish()
        self.clients = [Client(self, f"client{i}") for i in range(2)]

    def clock(self):
        """Unix seconds: far enough on that no block is from the future."""
        return self.ledgers.tree.states[self.ledgers.best[-1]].times[-1] + 10**6

    def at(self, when, what):
        self.order += 1
        heapq.heappush(self.queue, (when, self.order, what))

    def send(self, name, what):
        """Carry a message to or from the gateway `name`, as well as the network does it."""
        calm = self.now > STORM
        if not calm and self.rng.random() < self.loss:
            self.counts["lost"] += 1
            return
        for _ in range(1 if calm or self.rng.random() >= self.twice else 2):
            self.counts["carried"] += 1
            self.at(self.now + self.rng.random() * (0.1 if calm else self.delay), what)

    def publish(self, gateway, topic, payload, retain=False, to=None):
        assert len(payload) <= MAX_MESSAGE
        if retain and self.retains:
            self.kept[gateway, topic] = payload
        for client in [to] if to else getattr(self, "clients", []):
            if (gateway, topic) in client.subscribed:
                self.send(gateway, lambda c=client: c.receive(gateway, topic, payload))

    def replay(self, client, gateway, topic):
        """What the broker retained arrives upon subscription."""
        if (gateway, topic) in self.kept:
            payload = self.kept[gateway, topic]
            self.send(gateway, lambda: client.receive(gateway, topic, payload))

    def mined(self):
        self.ledgers.mine()
        self.counts["mined"] += 1
        for gateway in self.gateways.values():
            self.at(self.now + gateway.lag, lambda g=gateway: (g.update(), g.publish()))

    def run(self):
        for _ in range(self.rng.randint(0, 12)):
            self.at(self.rng.random() * STORM, self.mined)
        for client in self.clients:
            for _ in range(self.rng.randint(0, 3)):
                self.at(self.rng.random() * STORM, client.cut)
            for _ in range(3):
                self.at(self.rng.random() * (STORM + CALM), lambda c=client: c.check(self.rng.choice(self.some())))
        while self.queue and self.queue[0][0] <= STORM + CALM:
            self.now, _, what = heapq.heappop(self.queue)
            what()
        self.now = STORM + CALM
        for client in self.clients:
            self.arrived(client)

    def some(self):
        return list(self.ledgers.bodies)

    def arrived(self, client):
        best = self.ledgers.tree.states[self.ledgers.best[-1]]
        if client.ledger.chain.tip.chainwork != best.chainwork:
            raise Failure(f"{client.name} is at {client.ledger.height}, the best chain at {best.height}")
        if client.quorum.chain(self.now) != SYNCED:
            raise Failure(f"{client.name} says {client.quorum.chain(self.now)}")
        for name, gateway in self.gateways.items():
            self.counts[type(gateway).__name__, getattr(gateway, "lie", ""), client.quorum.gateway(name, self.now)] += 1


def play(seed):
    """Play one world to its end and return what was counted. Raises Failure with the seed in it."""
    world = World(seed)
    try:
        world.run()
    except Failure as failure:
        raise Failure(f"seed {seed}: {failure}") from None
    return world.counts
