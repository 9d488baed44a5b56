"""Worlds in which a client follows an honest gateway among lying ones, on a chain whose blocks are decided by votes."""

import asyncio

from lightclient.gateway.errors import Declined
from lightclient.sync.messages import NOT_FOUND, OK, RUN
from lightclient.sync.topics import STATUS, TIP
from tests.portable.toy import world as toy

LIMIT = 16384  # bytes of an answer


class Served(toy.Gateway):
    """A gateway that answers as our own source does, or once it was told to, with what its `lie` returns."""

    limit = LIMIT

    def __init__(self, source):
        super().__init__([])
        self.source = source
        self.rng = None
        asyncio.run(source.follow(0))
        self.retained = {STATUS: toy.presence(True), TIP: source.newest()}

    def begin_to_lie(self, rng):
        self.rng = rng
        self.retained[TIP] = self.lie()

    def honest(self, kind, argument):
        if self.rng and self.rng.random() >= 0.2:
            return OK, self.lie()
        if kind != RUN:
            return NOT_FOUND, "nothing"
        try:
            return OK, asyncio.run(self.source.plan(kind, self.limit - 64, argument).answer())
        except Declined as error:
            return error.status, str(error)


class World(toy.World):
    window = 8
    limit = LIMIT

    def __init__(self, network, *rest, **more):
        self.network = network
        super().__init__(*rest, **more)

    def connect(self, clock):
        self.subscribed = set()
        self.follower.connect(self.now)
        return self.run(0, clock)


def crowd(rng, honest, liar):
    """Return ({name: gateway}, names in the order of the user): one honest, and one to three that `liar` returns."""
    gateways = {f"liar-{i}": liar() for i in range(rng.randrange(1, 4))}
    gateways["honest"] = honest
    order = sorted(gateways)
    rng.shuffle(order)
    return gateways, order


def follow(world, true, height, clock, seed):
    """Hold a client to the true blocks, up to the newest; return how many faults of liars it has noticed.

    true: hashes of the blocks of the honest chain. height: of the newest.
    """
    world.connect(clock)
    for _ in range(30):
        world.run(20, clock)
        assert world.ledger.tip in true and world.ledger.forked is None, seed
    assert world.ledger.height == height and world.faults("honest") == {}, seed
    return sum(sum(world.faults(name).values()) for name in world.follower.quorum.sessions if name != "honest")
