"""One world, drawn from its seed."""

import heapq
import random
from collections import Counter

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.payments.states import SETTLED
from lightclient.sync.ledger import GENESIS
from lightclient.sync.topics import of_network
from tests.simulator.chains import RULES, THIEF, Miners, Pit, Stock, pays, rules, weaker
from tests.simulator.client import KNOWN, Client
from tests.simulator.gateways import LIARS, Gateway
from tests.simulator.truth import Failure, Truth

CALM = 1500  # seconds after the storm in which all must come right
SPIN = 3000  # events at one moment


class Broker:
    """Carries messages, as badly as the network allows, and keeps the retained ones."""

    def __init__(self, world):
        self.world = world
        self.rng = world.rng
        self.up = True
        self.kept = {}
        self.retains = self.rng.random() < 0.8
        self.loss = self.rng.choice((0, 0, 0, 0.05, 0.3))
        self.twice = self.rng.choice((0, 0, 0.1))
        self.reorders = self.rng.random() < 0.3  # MQTT keeps the order of a topic; a bridge may not
        self.delay = self.rng.choice((0.05, 0.05, 0.5, 2))  # seconds one way, at most

    def carry(self, gateway, what, event=None):
        """Deliver once, twice or never."""
        world = self.world
        stormy = world.now < world.calm_at
        if stormy and self.loss and self.rng.random() < self.loss:
            gateway.lost_at = world.now
            world.counts["lost"] += 1
            if event is not None:
                world.lost_events.add(event)
            return
        for _ in range(2 if stormy and self.twice and self.rng.random() < self.twice else 1):
            when = world.now + self.rng.random() * self.delay
            if not self.reorders:
                when = gateway.last_at = max(when, gateway.last_at)
            world.at(when, what)

    def publish(self, gateway, suffix, payload, retain=False, event=None):
        topic = of_network(self.world.network.name) + gateway.name + "/" + suffix
        if retain and self.retains:
            self.kept[topic] = payload
        if self.up and self.world.client.connected:
            self.deliver(gateway, topic, payload, False, event)

    def deliver(self, gateway, topic, payload, kept, event=None):
        client = self.world.client
        life = client.life
        self.carry(
            gateway, lambda: client.life == life and client.connected and client.receive(topic, payload, kept), event
        )

    def subscribed(self, topic):
        if topic in self.kept:
            name = topic[len(of_network(self.world.network.name)) :].partition("/")[0]
            self.deliver(self.world.gateways[name], topic, self.kept[topic], True)

    def request(self, name, payload):
        gateway = self.world.gateways[name]
        self.world.counts["requests"] += 1
        self.carry(gateway, lambda: gateway.up and gateway.asked(payload))

    def down(self):
        if self.up:
            self.up = False
            self.world.client.drop()

    def back(self):
        self.up = True
        self.world.client.connect()


class Customer:
    """Pays the sale, or does not. paid: {txid: transaction} that honest wallets sent and never took back."""

    HABITS = ("exact", "exact", "exact", "parts", "replaced", "conflict", "late", "never")

    def __init__(self, world):
        self.world = world
        self.rng = world.rng
        self.paid = {}
        self.habit = self.rng.choice(self.HABITS)
        self.coin = 1 << 24

    def hears(self, sale):
        world, rng = self.world, self.rng
        habit, price = self.habit, world.price
        wait = rng.choice((1, 30, 400))
        if habit == "late":
            wait += world.expires or 1000
        if habit == "never":
            return
        if habit == "parts":
            part = rng.randrange(1, price)
            self.send(self.make(part), wait)
            self.send(self.make(price - part), wait + rng.choice((1, 700)))
        elif habit in ("replaced", "conflict"):
            first = self.make(price, replaceable=True)
            coin = int.from_bytes(first.coin[:6], "little")
            script = THIEF if habit == "conflict" else first.outputs[0][1]
            versions = [pays(coin, price, script, change=n, replaceable=True) for n in range(1, rng.choice((2, 3, 7)))]
            self.send(first, wait)
            for number, tx in enumerate(versions):
                self.send(tx, wait + 60 * (number + 1))
        else:
            self.send(self.make(price, size=5000 if rng.random() < 0.1 and not world.board else 0), wait)

    def make(self, satoshi, replaceable=False, size=0):
        self.coin += 1
        return pays(self.coin, satoshi, replaceable=replaceable, size=size)

    def send(self, tx, wait):
        self.world.at(self.world.now + wait, lambda: self.offer(tx))

    def offer(self, tx):
        world = self.world
        if world.miners.offer(tx):
            coin = tx.coin
            for txid in [txid for txid, other in self.paid.items() if other.coin == coin]:
                del self.paid[txid]
            if tx.outputs[0][1] != THIEF:
                self.paid[tx.txid()] = tx
            for gateway in world.gateways.values():
                gateway.news()


class World:
    def __init__(self, seed, verbose=False):
        self.seed = seed
        self.verbose = verbose
        rng = self.rng = random.Random(seed)
        self.now = 0.0
        self.queue = []
        self.order_of = 0
        self.spinning = 0
        self.events = 0
        self.counts = Counter()
        self.most = Counter()
        # the chain
        self.kind = rng.choice(sorted(RULES))
        self.stock = Stock.of(self.kind, rng.choice((40, 90, 90, 150, 230)))
        top = len(self.stock.path) - 1
        floor = self.stock.path[rng.choice((0, top // 3, top - 10))].work if rng.random() < 0.5 else 0
        self.network = rules(self.kind, floor)
        self.pit = Pit(self.network, self.stock.pit.blocks, 1 << 20)
        self.miners = Miners(rng, self.kind, self.stock, self.pit, self.stock.tip.time + 60)
        # the client
        self.board = rng.random() < 0.6
        self.window = 12 if self.board else rng.choice((12, 24, 60, 144))
        self.trust, self.anchor_height = self.anchor()
        self.price = rng.choice((50_000, 50_000, 7_777))
        self.confirmations = rng.choice((1, 1, 2, 3, 6))
        self.expires = rng.choice((None, None, 1200))
        self.clocks = rng.random() < 0.7  # whether its clock is right
        self.clock_error = 0 if self.clocks else rng.choice((None, None, None, -9 * 3600, -3600, 3600, 20 * 3600))
        self.clock_jumps = not self.clocks and self.clock_error is not None and rng.random() < 0.5
        # the weather
        self.calm_at = rng.choice((300, 900, 1500, 3000))
        self.absence = rng.choice((0, 0, 0, 0, 3600, 86_400, 86_400 * 5, 86_400 * 60))
        self.broker = Broker(self)
        self.client = Client(self, self.board)
        self.truth = Truth(self)
        self.customer = Customer(self)
        self.gateways = {}
        honest = rng.choice((1, 1, 1, 2, 3))
        for number in range(honest):
            self.gateways[f"honest{number}"] = Gateway(self, f"honest{number}")
        self.lies = []
        for number in range(rng.choice((0, 1, 1, 2, 3, 5))):
            lie = rng.choice(LIARS)
            self.lies.append(lie.lie)
            self.gateways[f"liar{number}"] = lie(self, f"liar{number}")
        self.order = sorted(self.gateways)
        rng.shuffle(self.order)
        self.needed = 1 if honest == 1 or rng.random() < 0.7 else 2
        self.arrived_in = self.paid_in = None
        self.away_until = 0.0
        self.clock_set_at = -1e9
        self.lost_events = set()  # txids of what a gateway told once, in a message that got lost on a line that held
        self.plan()

    def anchor(self):
        rng = self.rng
        if rng.random() < 0.4:
            return GENESIS, 0
        top = len(self.stock.path) - 1
        height = rng.choice((5, top // 2, top - 15, top))
        height = max(height, 1)
        chain = from_genesis(self.network, rng.choice((0, 12)) or 1)
        chain.extend(b"".join([block.header for block in self.stock.path[1 : height + 1]]))
        return checkpoint.serialize(chain), height

    # -- time

    def at(self, when, what):
        self.order_of += 1
        heapq.heappush(self.queue, (when, self.order_of, what))

    def clock(self):
        """Return the client's clock."""
        if self.clock_error is None:
            return None
        return self.miners.unix(self.now) + self.clock_error

    def clock_right(self):
        return self.clock_error == 0

    def clock_fair(self):
        """Whether the clock, if there is one, lets the client take what is there: else it cannot know."""
        return self.clock_error is None or self.clock_error > -3600

    def run_until(self, end, stop=lambda: False):
        while self.queue and self.queue[0][0] <= end:
            when, _, what = heapq.heappop(self.queue)
            self.spinning = self.spinning + 1 if when <= self.now else 0
            if self.spinning > SPIN:
                self.truth.fail("spins", f"at {self.now}")
            self.now = max(self.now, when)
            self.events += 1
            what()
            if stop():
                return True
        self.now = end
        return False

    def say(self, text):
        if self.verbose:
            client = self.client
            state = client.chain() if client.on else "off"
            print(f"{self.now:10.1f}  {text:40}  {state}, client {client.ledger.height}, best {self.miners.tip.height}")

    # -- what happens

    def plan(self):
        rng = self.rng
        for gateway in self.gateways.values():
            if gateway.honest:
                gateway.update()
        self.client.wanted = rng.choice((0, 0, 600))
        self.client.boot()
        for gateway in self.gateways.values():
            gateway.begin()
        self.at(rng.choice((0, 0, 60)), self.client.connect)
        self.at(self.miners.pause(), self.block)
        storm = self.calm_at
        for _ in range(rng.choice((0, 0, 1, 2))):
            self.at(rng.random() * storm, self.reorganise)
        for _ in range(rng.choice((0, 0, 1, 3))):
            self.at(rng.random() * storm, self.restart)
        for _ in range(rng.choice((0, 0, 1))):
            when = rng.random() * storm
            self.at(when, self.broker.down)
            self.at(when + rng.choice((1, 100, 2000)), self.broker.back)
        for gateway in self.gateways.values():
            if rng.random() < 0.3:
                when = rng.random() * storm
                self.at(when, lambda g=gateway: g.down(rng.random() < 0.5))
                self.at(when + rng.choice((5, 300, 2000)), gateway.back)
        for _ in range(4):
            self.at(rng.random() * (storm + 300), lambda: self.client.prove(self.some_txid()))
        if self.absence:
            self.at(rng.random() * storm, self.leave)
        if self.clock_jumps:
            self.at(rng.random() * storm, self.jump)

    def jump(self):
        self.clock_error = self.rng.choice((0, 0, -5000, 5000, -40_000, 40_000))
        self.clock_set_at = self.now
        self.say(f"the clock is {self.clock_error} s off")

    def some_txid(self):
        rng = self.rng
        known = [tx.txid() for tx, _ in self.stock.old] + list(self.customer.paid)
        liars = [gateway for gateway in self.gateways.values() if not gateway.honest]
        if liars and rng.random() < 0.4:
            return rng.choice(liars).some_txid()
        return rng.choice(known)

    def all_blocks(self, txid):
        """Return every (transaction, block) with this id, whoever mined it."""
        found = self.index().get(txid, [])
        return found

    def index(self):
        """Return {txid: [(transaction, block)]}; what is new is added."""
        if not hasattr(self, "_index"):
            self._index, self._indexed = {}, 0
        blocks = self.pit.blocks
        if len(blocks) > self._indexed:
            for number, block in enumerate(list(blocks.values())):
                if number >= self._indexed:
                    for tx in block.txs:
                        self._index.setdefault(tx.txid(), []).append((tx, block))
            self._indexed = len(blocks)
        return self._index

    def block(self):
        if self.now >= self.away_until:
            self.miners.block(self.now)
            self.say("a block")
            self.spread()
        if self.now < self.calm_at:
            self.at(max(self.now + self.miners.pause(), self.away_until), self.block)

    def spread(self):
        for gateway in self.gateways.values():
            gateway.news()

    def reorganise(self):
        rng = self.rng
        depth = rng.choice((1, 1, 2, 3, 6, 12, 13, 20, 40))
        depth = min(depth, len(self.miners.path) - 1 - self.anchor_height)
        double = None
        if rng.random() < 0.15:  # the customer cheats
            double = {}
            for txid, tx in list(self.customer.paid.items()):
                if txid in self.miners.confirmed:
                    double[txid] = pays(int.from_bytes(tx.coin[:6], "little"), 1000, THIEF)
        if depth > 0 and self.miners.reorganise(self.now, depth, double):
            for txid in double or ():
                if self.miners.confirmed.get(txid) is None and txid not in self.miners.waiting:
                    self.customer.paid.pop(txid, None)
            self.counts["reorganised"] += 1
            self.say(f"a reorganisation of depth {depth}")
            self.spread()

    def restart(self):
        client, rng = self.client, self.rng
        if not client.on:
            return
        torn = rng.choice((None, (rng.random(), 1.0), (1.0, rng.random()), (0.0, 0.0)))
        client.off(torn)
        self.counts["restarts"] += 1
        if rng.random() < 0.25:
            self.counts["hostile", self.spoil()] += 1
        self.say("power cut")
        self.at(self.now + rng.choice((0.1, 20)), self.start)

    def start(self):
        if not self.client.on and self.now >= self.away_until:
            self.client.boot()
            self.say("starts " + " ".join(self.client.passed))
            self.client.connect()

    def spoil(self):
        """Replace the saved chain by something else."""
        rng = self.rng
        what = rng.choice(("garbage", "flipped", "weak", "old", "network", "empty"))
        slots = self.client.chain_slots
        record = slots.load() or b""
        if what == "garbage":
            record = rng.randbytes(rng.choice((1, 50, 300)))
        elif what == "flipped":
            broken = bytearray(record or b"x")
            broken[rng.randrange(len(broken))] ^= 1 << rng.randrange(8)
            record = bytes(broken)
        elif what in ("weak", "old"):
            path = self.miners.path
            root = rng.choice((self.anchor_height, max(self.anchor_height, len(path) - 20)))
            if what == "weak":
                tip = weaker(rng, self.pit, path, root, self.miners.unix(self.now), path[-1].work, 0, [])
            else:
                tip = path[rng.randrange(len(path))]
            blocks = []
            while tip.height:
                blocks.append(tip.header)
                tip = tip.parent
            chain = from_genesis(self.network, self.window)
            chain.extend(b"".join(blocks[::-1]))
            record = checkpoint.serialize(chain)
        elif what == "network":
            record = checkpoint.serialize(from_genesis(rules(self.kind)))
            record = record.replace(b"dtest", b"duser")
        else:
            slots.held = [b"", b""]
            return what
        slots.store.save(record)
        return what

    def leave(self):
        """The client is switched off for long; the chain goes on."""
        client = self.client
        if client.on:
            client.off(None)
            self.say("leaves")
            self.counts["absences"] += 1
        away = self.absence
        self.away_until = self.now + away
        blocks = min(int(away / 600), 100)
        start = self.now
        self.calm_at += away
        for number in range(blocks):
            self.at(start + away * (number + 1) / (blocks + 1), self.one_block)
        self.at(start + away, self.start)

    def one_block(self):
        if self.now < self.calm_at:
            self.miners.block(self.now)
            if self.rng.random() < 0.1 or not self.client.on:
                self.spread()

    # -- to the end

    def play(self):
        self.run_until(self.calm_at)
        while self.now < self.calm_at:
            self.run_until(self.calm_at)
        self.end()
        return self

    def end(self):
        """The storm is over: honest gateways are there, and so is the broker."""
        client = self.client
        self.say("calm")
        if self.clock_error is not None and not -3600 <= self.clock_error <= 3600:
            self.clock_error, self.clock_set_at = 0, self.now
        self.broker.up = True
        if not client.on:
            client.boot()
        for gateway in self.gateways.values():
            if gateway.honest:
                gateway.node = True
                gateway.back()
        client.connect()
        for number in range(self.confirmations + 2):
            self.at(self.now + 20 * number, lambda: (self.miners.block(self.now, 1.0), self.spread()))
        self.run_until(self.now + 20 * (self.confirmations + 2))
        began = self.now
        bound = self.bound()
        arrived = self.run_until(began + bound, self.truth.arrived)
        if not arrived and not self.truth.arrived():
            self.truth.fail("stuck", self.describe(bound))
        self.arrived_in = self.now - began
        self.settle()
        self.run_until(self.now + 30)
        if not self.truth.arrived():
            self.run_until(self.now + bound, self.truth.arrived)
            if not self.truth.arrived():
                self.truth.fail("lost again", self.describe(bound))

    def bound(self):
        return CALM

    def settle(self):
        began = self.now
        if not self.run_until(began + self.bound(), lambda: not self.truth.due()) and self.truth.due():
            sale = self.client.sale
            payments = [(p.shown[:8], p.state, p.height, p.confirmations) for p in sale.payments.values()]
            self.truth.fail("payment not told", f"{self.customer.habit}, {payments}, since {sale.since}")
        self.paid_in = self.now - began
        if self.client.sale is not None:
            state = self.client.sale.summary().state
            self.counts["sale", self.customer.habit, state] += 1
            if self.customer.habit in ("exact", "parts", "replaced", "late") and self.customer.paid:
                heights = [self.miners.confirmed[t].height for t in self.customer.paid if t in self.miners.confirmed]
                if (
                    len(heights) == len(self.customer.paid)
                    and not self.lost_events
                    and all(h > self.client.sale.since for h in heights)
                ):
                    total = sum(tx.outputs[0][0] for tx in self.customer.paid.values())
                    deep = all(self.miners.tip.height - h + 1 >= self.confirmations for h in heights)
                    if deep and total >= self.price and state not in SETTLED:
                        self.truth.fail("payment not told", f"the sale is {state}")

    def describe(self, bound):
        client = self.client
        sessions = client.follower.quorum.sessions
        gateways = {name: client.follower.quorum.gateway(name, client.mono()) for name in self.order}
        faults = {name: dict(session.faults) for name, session in sessions.items()}
        tip = client.tip_block()
        return (
            f"after {bound} s {client.chain()} at {client.ledger.height} with {tip.work}, best "
            f"{self.miners.tip.height} with {self.miners.tip.work}; {gateways} {faults}"
        )


def play(seed, verbose=False):
    """Play one world to its end and return it. Raises Failure with the seed in it."""
    world = World(seed, verbose)
    try:
        return world.play()
    except Failure as failure:
        said = ", ".join(f"{name} {gateway.lie}" for name, gateway in world.gateways.items())
        raise Failure(
            f"seed {seed}: {failure} (at {world.now:.0f}; {world.kind}, {'board' if world.board else 'host'} window "
            f"{world.window}, anchor {world.anchor_height}, clock {world.clock_error}, needed {world.needed}; {said})"
        ) from None


__all__ = ["KNOWN", "World", "play"]
