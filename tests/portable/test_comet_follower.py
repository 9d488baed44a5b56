"""Following a chain of CometBFT over gateways: the same follower as any other ledger's."""

from lightclient.codec.cbor import encode
from lightclient.cometbft.network import CometNetwork
from lightclient.sync.messages import NOT_FOUND, OK, RUN
from lightclient.sync.quorum import FORKED, SYNCED
from lightclient.sync.topics import STATUS, TIP
from tests.portable.comet import FOUR, NETWORK, START, Chain, block, lean
from tests.portable.test_comet_ledger import record
from tests.portable.toy import world as toy

NOW = START + 100
STEP = 3  # headers in a run: each gateway skips as far as the client's trust goes


class Gateway(toy.Gateway):
    """One that has signed headers, and knows by the locator where a client stands."""

    def __init__(self, chain, path=None):
        super().__init__([chain.blocks[height] for height in sorted(chain.blocks)])
        self.path = path or [signed.header.height for signed in self.blocks]

    def publish(self):
        self.retained = {STATUS: toy.presence(True), TIP: encode([lean(self.blocks[-1])])}

    def honest(self, kind, argument):
        if kind != RUN:
            return NOT_FOUND, "nothing"
        known = int.from_bytes(argument[:8], "big")
        above = [height for height in self.path if height > known]
        chosen = [signed for signed in self.blocks if signed.header.height in above[:STEP]]
        return OK, encode([signed.fields() for signed in chosen or self.blocks[-1:]])


class World(toy.World):
    network = NETWORK
    window = 4
    limit = 8192

    def connect(self, clock=NOW):
        self.subscribed = set()
        self.follower.connect(self.now)
        return self.run(0, clock)


def changing():
    """Return a chain in which the validators change one by one, until none of the first ones are left."""
    chain = Chain().grow(1)
    for then in ("b1 c1 d1 w1", "c1 d1 w1 x1", "d1 w1 x1 y1", "w1 x1 y1 z1"):
        chain.make(max(chain.blocks) + 1, then)
        chain.grow(1)
    return chain


def test_a_chain_is_followed_to_its_tip():
    chain = changing()
    gateway = Gateway(chain)
    gateway.publish()
    world = World({"gw": gateway}, record(chain.blocks[1]))
    world.connect()
    assert world.run(5, NOW) == SYNCED
    assert world.ledger.height == 9 and world.faults("gw") == {}


def test_a_server_picks_the_shortest_path_that_trust_can_skip_along():
    chain = changing()
    gateway = Gateway(chain, path=[5, 9])
    gateway.publish()
    world = World({"gw": gateway}, record(chain.blocks[1]))
    world.connect()
    assert world.run(5, NOW) == SYNCED
    assert world.ledger.height == 9
    assert [height for height, _ in world.ledger.recent] == [1, 5]


def test_a_path_that_trust_cannot_skip_along_bans_nobody():
    chain = changing()
    gateway, honest = Gateway(chain, path=[9]), Gateway(chain)
    for each in (gateway, honest):
        each.publish()
    world = World({"far": gateway, "gw": honest}, record(chain.blocks[1]))
    world.connect()
    world.run(30, NOW)
    assert world.ledger.height == 9


def test_a_forger_is_banned_and_the_chain_is_followed():
    chain = Chain().grow(5)
    liar = Chain().grow(1)
    forged = block(NETWORK, 5, FOUR, FOUR, None)
    for vote in forged.commit.votes:
        vote.signature = bytes(64)
    liar.blocks = {1: chain.blocks[1], 5: forged}
    gateways = {"liar": Gateway(liar), "gw": Gateway(chain)}
    for gateway in gateways.values():
        gateway.publish()
    world = World(gateways, record(chain.blocks[1]))
    world.connect()
    world.run(5, NOW)
    assert world.ledger.tip == chain.blocks[5].hash
    assert "InvalidSignature" in world.faults("liar")


def test_two_gateways_with_two_decided_blocks_end_all_belief():
    chain = Chain().grow(5)
    fork = Chain().grow(4)
    fork.make(5, data_hash=b"\x01" * 32)
    gateways = {"one": Gateway(chain), "two": Gateway(fork)}
    for gateway in gateways.values():
        gateway.publish()
    world = World(gateways, record(chain.blocks[1]))
    world.connect()
    assert world.run(5, NOW) == FORKED
    assert world.ledger.attack.kind == "equivocation"


def test_trust_that_has_expired_bans_nobody():
    chain = Chain(CometNetwork("test-chain", 20)).grow(9)
    gateway = Gateway(chain)
    gateway.publish()
    world = World({"gw": gateway}, record(chain.blocks[1]))
    world.ledger.network = chain.network
    world.connect()
    world.run(5, NOW)
    assert world.ledger.height == 1
    assert "TrustExpired" in world.faults("gw")
    world.run(400, START + 20)  # the clock was wrong
    assert world.ledger.height > 1
