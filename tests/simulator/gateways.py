"""Gateways of a simulated world: honest ones, and one class for each way to lie."""

from lightclient.bitcoin import packed
from lightclient.bitcoin.bundle import Bundle
from lightclient.bitcoin.difficulty import target_of, work_of
from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.kinds import GONE, MINED, PROOF, SEEN, TRANSACTION
from lightclient.bitcoin.locators import parse_locator
from lightclient.codec.cbor import encode
from lightclient.sync.messages import BAD_REQUEST, COVERED, NOT_FOUND, OK, RUN, WATCH, parse_request, presence, response
from lightclient.sync.topics import BATCH, BATCHES, RESPONSES, STATUS, TIP
from tests.portable.mining import unmine
from tests.simulator.chains import follow, fork_height, path_to, pays, proof_of, weaker

NEWEST = 6  # headers in a tip message
SETTLED = 100  # blocks on top of a batch that is published
STEP = 20  # blocks between two COVERED
AROUND = 160  # bytes around a transaction in a message
WILL = 90  # seconds until the broker gives up a gateway


class Watch:
    """What the gateway watches for the client, and how far it has told."""

    def __init__(self, number, limit, scripts, since, until):
        self.number = number
        self.limit = limit
        self.scripts = scripts
        self.until = until
        self.path = None  # what was told goes up to here
        self.since = since
        self.seen = {}

    def wants(self, tx):
        return any(script in self.scripts for _, script in tx.outputs)


class Gateway:
    """An honest one. It follows the miners with a lag, and answers as docs/protocol.md says."""

    honest = True
    lie = "honest"

    def __init__(self, world, name):
        self.world = world
        self.name = name
        self.rng = world.rng
        self.up = True
        self.node = True  # whether its node is there: else the chain stands still
        self.lag = self.rng.choice((0, 0, 2, 30))
        self.path = world.miners.path[:]
        self.updated_at = 0.0
        self.up_at = 0.0
        self.watch = None
        self.batches = 0
        self.lost_at = None
        self.last_at = 0.0  # when its last message arrives

    # -- what happens to it

    def begin(self):
        self.send(STATUS, presence(True), retain=True)
        self.publish()

    def news(self):
        """The miners have something new."""
        self.world.at(self.world.now + self.lag, self.update)

    def update(self):
        if self.node and self.path[-1] is not self.world.miners.tip:
            self.path = follow(self.path, self.world.miners.tip)
            self.updated_at = self.world.now
            if self.up:
                self.publish()
        if self.up:
            self.tell()

    def down(self, graceful):
        self.up = False
        self.watch = None
        will = 0 if graceful else self.rng.choice((1, WILL))
        self.world.at(self.world.now + will, lambda: self.up or self.send(STATUS, presence(False), retain=True))

    def back(self):
        if not self.up:
            self.up = True
            self.up_at = self.world.now
            self.send(STATUS, presence(True), retain=True)
            self.update()
            self.publish()

    # -- what it says unasked

    def send(self, topic, payload, retain=False, event=None):
        self.world.broker.publish(self, topic, payload, retain, event)

    def publish(self):
        self.send(TIP, self.newest(), retain=True)
        while (self.batches + 1) * BATCH + SETTLED <= len(self.path):
            first = self.batches * BATCH
            self.send(BATCHES + str(self.batches), self.headers(first, first + BATCH), retain=True)
            self.batches += 1

    def newest(self):
        return self.headers(max(1, len(self.path) - NEWEST), len(self.path))

    def headers(self, first, last):
        return packed.serialize(first, [block.header for block in self.path[first:last]])

    # -- what it is asked

    def asked(self, payload):
        number, kind, limit, argument = parse_request(payload)
        if kind == WATCH:
            self.set_watch(number, limit, argument)
            return
        status, body = self.answer(kind, limit, argument)
        self.respond(number, status, body)

    def respond(self, number, status, body, event=None):
        self.send(RESPONSES + self.world.client.name, response(number, status, body), event=event)

    def answer(self, kind, limit, argument):
        if kind == RUN:
            return self.run(argument, limit)
        if kind == PROOF:
            return self.proof(*argument[:3])
        if kind == TRANSACTION:
            return self.transaction(argument[0], limit)
        return BAD_REQUEST, "what?"

    def run(self, argument, limit):
        for height, block_hash in parse_locator(argument):
            if height < len(self.path) and self.path[height].hash == block_hash:
                first = min(height + 1, len(self.path) - 1)
                if not first:
                    return OK, packed.serialize(0, [])
                return OK, self.headers(first, first + min((limit - 64) // 46, 2016))
        return NOT_FOUND, "no block of the locator is known here"

    def find(self, txid):
        """Return the block of our path that holds a transaction, and it."""
        for block in reversed(self.path):
            for tx in block.txs:
                if tx.txid() == txid:
                    return block, tx
        return None, None

    def proof(self, txid, log_start, log_size):
        block, _ = self.find(txid)
        if block is None:
            return NOT_FOUND, "no such transaction"
        bundle = proof_of(self.path, block, txid, log_start, log_size, self.world.network)
        return OK, bundle.serialize()

    def transaction(self, txid, limit):
        tx = self.find(txid)[1] or self.world.miners.waiting.get(txid)
        if tx is None:
            return NOT_FOUND, "no such transaction"
        raw = tx.serialize()
        return OK, [len(raw), raw[: limit - AROUND]]

    # -- its watch

    def set_watch(self, number, limit, argument):
        scripts, seconds, since = argument
        old = self.watch
        if old is None or old.number != number or old.scripts != scripts:
            self.watch = Watch(number, limit, scripts, since, 0) if scripts else None
        self.respond(number, OK, min(seconds, 3600))
        if self.watch is not None:
            self.watch.until = self.world.now + seconds
            self.tell()

    def tell(self):
        watch = self.watch
        if watch is None or watch.until < self.world.now:
            self.watch = None
            return
        first = (watch.since if watch.path is None else fork_height(self.path, watch.path)) + 1
        here = set()
        for start in range(first, len(self.path), STEP):
            blocks = self.path[start : start + STEP]
            for block in blocks:
                for tx in block.txs:
                    if watch.wants(tx):
                        self.event(MINED, tx, block)
            self.respond(watch.number, OK, [COVERED, start, blocks[-1].height])
        watch.path = self.path
        for tx in list(self.world.miners.waiting.values()):
            if watch.wants(tx):
                here.add(tx.txid())
                if tx.txid() not in watch.seen:
                    watch.seen[tx.txid()] = tx
                    self.event(SEEN, tx, None)
        for txid in [txid for txid in watch.seen if txid not in here]:
            tx = watch.seen.pop(txid)
            if self.find(txid)[0] is None:
                self.respond(watch.number, OK, [GONE, txid, None, self.rival(tx)])

    def rival(self, tx):
        for other in list(self.world.miners.waiting.values()):
            if other.coin == tx.coin:
                return other.txid()
        return None

    def event(self, kind, tx, block):
        raw = tx.serialize()
        body = [
            kind,
            tx.txid(),
            block.height if block else None,
            raw if len(raw) + AROUND <= self.watch.limit else None,
        ]
        if block:
            body += [len(raw), block.hash]
        else:
            body += [len(raw), tx.inputs[0][3] < 0xFFFFFFFE, 2000, 0]
        self.respond(self.watch.number, OK, body, tx.txid() if self.honest else None)


# -- liars


class Liar(Gateway):
    """Honest until `from_at`, when its attack begins."""

    honest = False
    lie = "liar"

    def __init__(self, world, name):
        super().__init__(world, name)
        self.from_at = self.rng.choice((0, 0, self.rng.random() * 3000))

    @property
    def lying(self):
        return self.world.now >= self.from_at

    def some_txid(self):
        """Return a txid that pays the shop or did: an old one, one of a sale, or one of nothing."""
        known = [tx.txid() for tx, _ in self.world.stock.old] + list(self.world.customer.paid)
        return self.rng.choice(known) if known and self.rng.random() < 0.8 else self.rng.randbytes(32)


class Stale(Liar):
    lie = "stale"

    def update(self):
        if not self.lying:
            super().update()


class Silent(Liar):
    lie = "silent"

    def asked(self, payload):
        if not self.lying:
            super().asked(payload)


class Gone(Liar):
    """Was there once: what the broker keeps of it is all there is."""

    lie = "gone"

    def begin(self):
        super().begin()
        self.world.at(self.from_at, lambda: self.down(self.rng.random() < 0.3))


class Slow(Liar):
    """Answers just before anybody gives up."""

    lie = "slow"

    def asked(self, payload):
        if self.lying:
            self.world.at(self.world.now + 9.9 - 2 * self.world.broker.delay, lambda: super(Slow, self).asked(payload))
        else:
            super().asked(payload)


class Boaster(Liar):
    """Names blocks far above ours that belong to nothing."""

    lie = "boaster"

    def boast(self):
        height = len(self.path) + self.rng.choice((1, 50, 10**6))
        count = self.rng.randint(1, 3)
        return packed.serialize(height, self.linked(count))

    def linked(self, count):
        headers, prev = [], self.rng.randbytes(32)
        for _ in range(count):
            raw = self.path[-1].header
            headers.append(raw[:4] + prev + self.rng.randbytes(32) + raw[68:])
            prev = hash_of(headers[-1])
        return headers

    def newest(self):
        return self.boast() if self.lying else super().newest()

    def begin(self):
        super().begin()
        for _ in range(8):
            self.world.at(self.rng.random() * self.world.calm_at, self.publish)

    def run(self, argument, limit):
        if not self.lying:
            return super().run(argument, limit)
        return self.rng.choice(((OK, self.boast()), (OK, packed.serialize(0, [])), super().run(argument, limit)))


class Flooder(Boaster):
    """Says much, all the time: its status, tips, answers to nothing, oversize and garbage."""

    lie = "flooder"

    def begin(self):
        super().begin()
        for _ in range(6):
            self.world.at(self.rng.random() * (self.world.calm_at + 300), self.flood)

    def flood(self):
        if not self.lying:
            return
        kind = self.rng.randrange(7)
        for _ in range(12):
            if kind == 0:
                self.send(STATUS, presence(self.rng.random() < 0.7), retain=True)
            elif kind == 1:
                self.send(TIP, self.boast(), retain=True)
            elif kind == 2:
                self.send(TIP, self.rng.randbytes(self.rng.choice((3, 60, 5000))), retain=True)
            elif kind == 3:
                self.send(RESPONSES + self.world.client.name, self.rng.randbytes(40))
            elif kind == 4 and self.watch:
                tx = pays(self.rng.randrange(1 << 40), self.rng.choice((1, 50_000)))
                self.event(self.rng.choice((SEEN, MINED)), tx, self.rng.choice(self.path))
            elif kind == 5 and self.watch:
                self.respond(self.watch.number, OK, self.rng.choice((0, 0, 1, [], [9], [GONE, 1, 2, 3], "text", -1)))
            else:
                self.send(TIP, encode([1, bytes(32), bytes(600_000)]) if self.rng.random() < 0.1 else self.newest())


class Flapper(Liar):
    """Comes and goes all the time, or says so."""

    lie = "flapper"

    def begin(self):
        super().begin()
        self.left = 200
        self.world.at(self.from_at, self.flap)

    def flap(self):
        self.left -= 1
        self.send(STATUS, presence(self.rng.random() < 0.6), retain=True)
        if self.left:
            self.world.at(self.world.now + self.rng.choice((0.4, 1.5, 1.9, 5, 30)), self.flap)


class Replayer(Liar):
    """Says again what was true once: old txids, old tips, answers of an earlier life."""

    lie = "replayer"

    def __init__(self, world, name):
        super().__init__(world, name)
        self.said = []

    def send(self, topic, payload, retain=False, event=None):
        if len(self.said) < 40:
            self.said.append((topic, payload, retain))
        super().send(topic, payload, retain, event)

    def begin(self):
        super().begin()
        for _ in range(10):
            self.world.at(self.rng.random() * (self.world.calm_at + 300), self.again)

    def again(self):
        if self.up and self.lying and self.said:
            for topic, payload, retain in self.rng.sample(self.said, min(3, len(self.said))):
                super().send(topic, payload, retain)

    def tell(self):
        super().tell()
        if self.watch and self.lying:
            for tx, block in self.world.stock.old[-6:]:
                if self.watch.wants(tx):
                    raw = tx.serialize()
                    height = self.rng.choice((block.height, len(self.path) - 1, len(self.path) + 5))
                    place = [height, raw, len(raw), self.rng.choice((None, block.hash, self.path[-1].hash))]
                    self.respond(self.watch.number, OK, [MINED, tx.txid(), *place])


class Weak(Liar):
    """Serves a chain with less work than the honest one, and payments in it."""

    lie = "weak"

    def __init__(self, world, name):
        super().__init__(world, name)
        self.honest_path = self.path
        self.chain = self.make()

    def make(self):
        world, miners = self.world, self.world.miners
        anchor = world.anchor_height
        top = len(miners.path) - 1
        roots = (anchor, max(anchor, top - world.window // 2), max(anchor, top - world.window - 5), top - 1)
        root = self.rng.choice(roots)
        future = self.rng.choice((0, 0, 7000, 7000, 100_000)) if not world.clocks or self.rng.random() < 0.3 else 0
        txs = [pays(1 << 30 | self.rng.randrange(1 << 20), 50_000) for _ in range(8)]
        tip = weaker(self.rng, world.pit, miners.path, root, miners.unix(0), miners.tip.work, future, txs)
        self.secret = txs
        return path_to(tip)

    def update(self):
        if not self.lying:
            super().update()
            return
        if self.path is not self.chain:
            self.path = self.chain
            self.batches = 0
        elif self.rng.random() < 0.5:  # it grows, so as not to look old
            tip = self.chain[-1]
            block = self.world.pit.mine(tip, self.world.miners.unix(self.world.now), (), honest=False)
            if block.work < self.world.miners.tip.work:
                self.path = self.chain = [*self.chain, block]
        if self.up:
            self.publish()
            self.tell()

    def begin(self):
        self.update()
        super().begin()
        self.world.at(self.from_at, self.update)
        for _ in range(4):
            self.world.at(self.rng.random() * self.world.calm_at, self.update)

    def some_txid(self):
        return self.rng.choice(self.secret).txid()


class Trickle(Weak):
    """Serves its chain one block at a time, as slowly as it may, to hold the place of others."""

    lie = "trickle"

    def run(self, argument, limit):
        status, body = super().run(argument, limit)
        if self.lying and status == OK:
            height, run = packed.parse(body)
            body = packed.serialize(height, run[0][:1])
        return status, body

    def asked(self, payload):
        wait = self.rng.choice((0.5, 5, 9.5)) if self.lying else 0
        self.world.at(
            self.world.now + max(0, wait - 2 * self.world.broker.delay), lambda: super(Trickle, self).asked(payload)
        )


class Changing(Weak):
    """Now on one chain, now on the other."""

    lie = "changing"

    def update(self):
        if self.lying and self.rng.random() < 0.5:
            self.path = path_to(self.world.miners.tip)
            if self.up:
                self.publish()
            return
        super().update()


class Withholder(Liar):
    """Shows its tip and nothing else."""

    lie = "withholder"

    def answer(self, kind, limit, argument):
        if self.lying and self.rng.random() < 0.9:
            return self.rng.choice(
                ((OK, packed.serialize(0, [])), (NOT_FOUND, "no"), (BAD_REQUEST, "no"), (OK, 7), (3, "busy"))
            )
        return super().answer(kind, limit, argument)


class WatchLiar(Liar):
    """Lies about what it watches: COVERED, MINED, SEEN, GONE."""

    lie = "watch liar"

    def tell(self):
        watch = self.watch
        if watch is None or not self.lying:
            super().tell()
            return
        for _ in range(self.rng.randint(1, 6)):
            kind = self.rng.randrange(4)
            txid = self.some_txid()
            if kind == 0:
                body = [
                    COVERED,
                    self.rng.choice((0, 1, watch.since + 1)),
                    self.rng.choice((len(self.path), 0xFFFFFFFF)),
                ]
            elif kind == 1:
                tx = pays(self.rng.randrange(1 << 20), self.rng.choice((50_000, 1)))
                tx = self.world.customer.paid.get(txid, tx)
                raw = tx.serialize()
                height = max(0, len(self.path) - self.rng.randint(-3, 8))
                body = [MINED, tx.txid(), height, raw, len(raw), self.rng.choice((None, self.path[-1].hash))]
            elif kind == 2:
                body = [GONE, txid, None, self.rng.choice((None, self.rng.randbytes(32)))]
            else:
                tx = self.world.customer.paid.get(txid) or pays(self.rng.randrange(1 << 20), 50_000)
                raw = tx.serialize()
                body = [SEEN, tx.txid(), None, raw, len(raw), False, 9000, 0]
            self.respond(watch.number, OK, body)


class Prover(Liar):
    """Proves with headers of its own what is in no chain, or more than there is on top."""

    lie = "prover"

    def proof(self, txid, log_start, log_size):
        if not self.lying:
            return super().proof(txid, log_start, log_size)
        world = self.world
        known = world.client.tip_block() or self.path[-1]
        tx = world.customer.paid.get(txid) or pays(self.rng.randrange(1 << 20), 50_000)
        future = self.rng.choice((0, 7100, 8000, 50_000))
        spacing = self.rng.choice((1201, 2500))
        parent = self.rng.choice((known, known.parent or known))
        block = parent
        chain = []
        mined = self.rng.random() < 0.6
        if not mined:  # what is there, with headers on top
            old, _ = self.find(txid)
            if old is None:
                return NOT_FOUND, "no"
            block = self.path[-1]
        for number in range(self.rng.randint(1, 8)):
            time = max(block.time + spacing, world.miners.unix(world.now) + future - 1300 * (7 - number))
            new = world.pit.mine(block, time, [tx] if mined and not number else [], honest=False)
            level = mined and not number and parent is known.parent
            if not self.cheap(new) and not level:
                break  # that would be mining as everybody else does
            chain.append(new)
            block = new
        if not chain:
            return super().proof(txid, log_start, log_size)
        if mined:
            bundle = proof_of([], chain[0], tx.txid(), 0, 0, world.network)
            bundle.following = b"".join([other.header for other in chain[1:]])
        else:
            bundle = proof_of([], old, txid, 0, 0, world.network)
            between = self.path[old.height + 1 :]
            bundle.following = b"".join([other.header for other in between + chain])
        if self.rng.random() < 0.3:
            bundle = forged(bundle, self.rng)
        return OK, bundle.serialize()

    def cheap(self, block):
        """Whether this block is worth less than ours are, or a clock shows that it cannot be yet."""
        usual = work_of(target_of(block.parent.state.epoch_bits))
        early = self.world.clocks and block.time > self.world.miners.unix(self.world.now) + 7200 + 60
        return early or block.state.work < usual

    def tell(self):
        super().tell()
        if self.watch and self.lying:
            for tx in list(self.world.miners.waiting.values()) + [pays(self.rng.randrange(1 << 20), 50_000)]:
                if self.watch.wants(tx):
                    raw = tx.serialize()
                    self.respond(self.watch.number, OK, [MINED, tx.txid(), len(self.path) - 1, raw, len(raw), None])


def forged(bundle, rng):
    """Return the proof changed to one of something that is not so."""
    what = rng.randrange(4)
    tx, position, branch, header, coinbase = bundle.tx, bundle.position, bundle.branch, bundle.header, bundle.coinbase
    if what == 0:
        tx = pays(rng.randrange(1 << 20), 21 * 10**14).serialize()
    elif what == 1:
        position, branch = 3, branch + bytes(32)
    elif what == 2:
        header = unmine(header)
    else:
        branch = rng.randbytes(32)
    return Bundle(bundle.network, tx, position, branch, header, coinbase, bundle.following, bundle.log_proof)


class Forger(Liar):
    """Sends headers without work, with a bit changed, or in no order."""

    lie = "forger"

    def headers(self, first, last):
        if not self.lying:
            return super().headers(first, last)
        run = [block.header for block in self.path[first:last]]
        if run:
            run[-1] = unmine(run[-1] if self.rng.random() < 0.5 else run[-1][:40] + bytes(28) + run[-1][68:])
        return packed.serialize(first, run)


LIARS = (
    Stale, Silent, Gone, Slow, Boaster, Flooder, Flapper, Replayer, Weak, Weak, Trickle, Changing, Withholder,
    WatchLiar, Prover, Forger,
)  # fmt: skip
