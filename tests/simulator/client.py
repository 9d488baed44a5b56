"""The client of a simulated world: what client.py and device/core.py drive, driven by the simulated clock."""

from lightclient.codec.cbor import decode
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import PROVED, counted, not_found
from lightclient.payments.books import load_all, save_all
from lightclient.payments.desk import Desk
from lightclient.payments.limits import BOARD, HOST
from lightclient.payments.policy import PaymentPolicy
from lightclient.payments.sales import Sales
from lightclient.payments.view import ChainView
from lightclient.store.errors import StoreError
from lightclient.store.slots import SlotStore
from lightclient.sync import challenges
from lightclient.sync.asking import SUBSCRIBE
from lightclient.sync.errors import NotFound, TooManyQuestions
from lightclient.sync.follower import Follower
from lightclient.sync.quorum import SLOW, SYNCED
from lightclient.sync.topics import of_network
from tests.simulator.chains import SCRIPT

KNOWN = (SYNCED, SLOW)
IDLE = 15  # seconds between two looks at the sales when nothing comes
SALE = "sale"


class Slots:
    """Two slots of flash that power cuts may tear."""

    def __init__(self):
        self.held = [b"", b""]
        self.store = SlotStore(self)
        self.torn_at = None

    def read(self, slot):
        return self.held[slot]

    def write(self, slot, parts):
        data = b"".join(parts)
        if self.torn_at is not None:
            data, self.torn_at = data[: int(len(data) * self.torn_at)], None
        self.held[slot] = data

    def load(self):
        self.store = SlotStore(self)
        try:
            return self.store.load()
        except StoreError:
            return None


class Client:
    """A host's client or a board-like one. It opens one sale once it is synced, and asks for proofs now and then."""

    def __init__(self, world, board):
        self.world = world
        self.rng = world.rng
        self.name = "till"
        self.board = board
        self.chain_slots, self.sale_slots, self.challenge_slots = Slots(), Slots(), Slots()
        self.limit = 4096 if board else 512 * 1024
        self.on = False
        self.connected = False
        self.life = 0  # of its connection: what was sent to an earlier one never arrives
        self.sale = None
        self.wanted = None  # when to open a sale
        self.tick_at = None
        self.told = []
        self.confirmed = {}
        self.passed = []
        self.proved = set()  # (txid, block) that were in our chain when they were first called confirmed
        self.known_at, self.known = 0, ""  # what the chain is, and as of which event
        self.top = 0  # height up to which our chain counted last

    # -- power

    def boot(self):
        world = self.world
        self.on = True
        self.connected = False
        self.boot_at = world.now
        self.ledger, passed = world.network.start(world.trust, self.chain_slots.load(), world.window)
        self.passed += passed
        names = world.order
        number = self.rng.getrandbits(32)
        if self.board:
            self.follower = Follower(self.ledger, names, self.name, number, world.needed, 1, 4096, 1024, 8)
        else:
            self.follower = Follower(
                self.ledger, names, self.name, number, world.needed, 4, self.limit, 128 * 1024, 256, 600
            )
        kept = self.challenge_slots.load()
        if kept:
            challenges.resume(self.follower.quorum, decode(kept))
        view = ChainView(self.ledger, lambda: self.chain() in KNOWN)
        self.sales = Sales(view, names, BOARD if self.board else HOST)
        self.desk = Desk(self.follower, self.sales, self.clock)
        self.sale = None
        record = self.sale_slots.load()
        if record:
            load_all(self.sales, record, self.mono())
            self.sale = self.sales.sales[SALE]
        self.proving = []
        self.heard = False  # whether a gateway has answered since the sales were looked at
        self.sold_at = 0.0

    def off(self, torn=None):
        """Lose power, perhaps while saving. torn: (of the chain, of all else) the part that was written."""
        if torn is None:
            self.save()
        else:
            self.chain_slots.torn_at, self.sale_slots.torn_at = torn
            self.challenge_slots.torn_at = torn[1]
            if self.rng.random() < 0.5:
                self.save()
            self.chain_slots.torn_at = self.sale_slots.torn_at = self.challenge_slots.torn_at = None
        self.on = False
        self.drop()

    def save(self):
        self.chain_slots.store.save(*self.ledger.parts())
        if self.sale is not None:
            self.sale_slots.store.save(save_all(self.sales, self.mono()))
        if self.board:
            self.challenge_slots.store.save(*challenges.parts(self.follower.quorum))

    def mono(self):
        return self.world.now - self.boot_at

    def clock(self):
        return self.world.clock()

    # -- the broker

    def connect(self):
        if self.on and not self.connected and self.world.broker.up:
            self.connected = True
            self.life += 1
            self.connected_at = self.world.now
            self.subscribed = set()
            self.follower.connect(self.mono())
            self.after()

    def drop(self):
        if self.connected:
            self.connected = False
            self.life += 1
            if self.on:
                self.follower.disconnect()
                self.after()

    def receive(self, topic, payload, kept):
        if topic not in self.subscribed:
            return
        if len(payload) > self.limit + 256:
            self.follower.unheard(topic, self.mono(), "TooLarge")
        else:
            self.heard = self.heard or topic.endswith(self.name)
            buffer = bytearray(payload)
            self.follower.receive(topic, memoryview(buffer), self.mono(), self.clock(), kept)
            buffer[:] = b"\xff" * len(buffer)
        self.after()

    def tick(self, planned):
        if self.on and planned == self.tick_at:
            self.tick_at = None
            self.follower.tick(self.mono())
            self.after()

    def after(self):
        """Something has happened: look at the sales, do what is wanted, and see whether all is true."""
        world = self.world
        world.events += 1
        moved = (self.ledger.tip, self.chain() in KNOWN) != self.desk.chain
        busy = self.sale is not None and (self.heard or moved or world.now - self.sold_at >= 1)
        self.heard = False
        if busy:
            self.sold_at = world.now
        for change in self.desk.tick(self.mono()) if busy else ():
            self.told.append((world.now, change.payment.state if change.payment else None, change.state))
            world.truth.changed(change)
        self.flush()
        for verdict_of in self.proving[:]:
            if verdict_of[0].done:
                self.proving.remove(verdict_of)
                self.judge(*verdict_of)
        if self.wanted is not None and world.now >= self.wanted and self.chain() in KNOWN:
            self.open()
        world.truth.look()
        wake = self.follower.wake_at
        idle = IDLE if self.sale is not None else 60
        at = min(world.now + idle, world.now + idle if wake is None else max(self.boot_at + wake + 1e-6, world.now))
        if self.tick_at is None or at < self.tick_at or self.tick_at <= world.now:
            self.tick_at = at
            world.at(at, lambda: self.tick(at))

    def flush(self):
        prefix = of_network(self.world.network.name)
        for verb, topic, payload in self.follower.take_wants():
            if payload is not None:
                name, _, _ = topic[len(prefix) :].partition("/")
                self.world.broker.request(name, payload)
            elif verb == SUBSCRIBE:
                self.subscribed.add(topic)
                self.world.broker.subscribed(topic)
            else:
                self.subscribed.discard(topic)

    # -- what it is for

    def chain(self):
        if self.known_at != self.world.events:
            self.known_at = self.world.events
            self.known = self.follower.quorum.chain(self.mono(), self.clock())
        return self.known

    def tip_block(self):
        return self.world.pit.blocks.get(self.ledger.tip)

    def open(self):
        self.wanted = None
        world = self.world
        policy = PaymentPolicy(world.confirmations)
        self.sale = self.sales.open(SALE, world.price, SCRIPT, self.ledger.height, world.expires, policy)
        world.customer.hears(self.sale)
        self.save()
        self.after()

    def prove(self, txid):
        if not self.on:
            return
        question = self.ledger.prove(txid, self.clock, self.limit)
        try:
            asked = self.follower.ask(question, self.mono(), 30)
        except TooManyQuestions:
            return
        self.proving.append((asked, question))
        self.after()

    def judge(self, asked, question):
        try:
            verdict = asked.value()
        except NotFound as error:
            verdict = not_found(self.ledger, question.subject, error.reasons)
        except LightClientError as error:
            self.world.counts["proof", error.name] += 1
            return
        verdict = counted(verdict, self.chain(), KNOWN)
        self.world.counts["proof", verdict.outcome] += 1
        if verdict.outcome == PROVED:
            self.world.truth.proved(question.txid, verdict)
