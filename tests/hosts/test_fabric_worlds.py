"""Random worlds of SmartBFT, as tests/hosts/test_comet_worlds.py has them of CometBFT. Nothing false is believed.

The liars are less than a third of each set of consenters. They show blocks with their own signatures, with signatures
that they made up or that others gave to another block, blocks of another channel that the same consenters order,
configurations of their own, honest answers with a byte changed, old ones. One gateway is honest.
"""

import random

import pytest

from lightclient.codec.cbor import encode
from lightclient.fabric.block import lean
from lightclient.fabric.checkpoint import parts
from lightclient.fabric.hosts.node import FabricNode
from lightclient.fabric.hosts.source import FabricSource
from lightclient.fabric.verify import anchored
from lightclient.sync.quorum import FORKED
from tests.portable.fabric import NOW, block, config, config_in
from tests.support import liars
from tests.support.fabricsite import Chain, Recorded, message, signatures
from tests.support.liars import Served, crowd, follow

LIARS = "x"
FIRST = "abcx"
HEIGHTS = 10
LIMIT = 1 << 16


class Honest(Served):
    limit = LIMIT

    def __init__(self, chain):
        super().__init__(FabricSource(chain.network, FabricNode(Recorded(chain))))
        self.chain_ = chain


class Liar(Honest):
    def __init__(self, chain, other, rng):
        """other: a channel that the same consenters order."""
        super().__init__(chain)
        self.other = other
        self.begin_to_lie(rng)

    def lie(self):
        rng, blocks = self.rng, self.chain_.blocks
        number = rng.randrange(2, HEIGHTS + 1)
        true = blocks[number]
        parent = blocks[number - 1].hash
        kind = rng.randrange(8)
        if kind == 0:  # an honest block with a byte changed
            data = bytearray(encode([true.fields()]))
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            return bytes(data)
        if kind == 1:  # an old one
            return encode([blocks[rng.randrange(1, HEIGHTS)].fields()])
        if kind == 2:  # a block of another channel, or one that is said to lead there
            made = self.other.blocks[number]
            gap = [self.other.blocks[each].header.data_hash for each in range(rng.randrange(1, number), number)]
            return encode([[b"".join(gap), made.raw]])
        if kind == 3:  # consenters of their own
            made = block(number, parent, [config(who="wxyz", sequence=1)], who="xyz", whole=True)
            return encode([made.fields()])
        made = block(number, parent, [rng.randbytes(9)], blocks[number - 1].last_config, LIARS)
        if kind == 4:  # their own again and again
            made.signatures *= 3
        elif kind == 5:  # given to another block
            made.signatures += true.signatures
        elif kind == 6:  # an honest block that names another configuration
            made = block(number, parent, [b"x"], rng.randrange(number), LIARS)
        elif kind == 7:  # headers in between that are made up
            return encode([[rng.randbytes(32 * rng.randrange(4)), true.raw]])
        return encode([[b"", lean(made.header, [], signatures(made))]])


class World(liars.World):
    limit = LIMIT


def record(chain):
    first = chain.blocks[1]
    return b"".join(parts(chain.network, anchored(first, config_in(chain.blocks[0])), []))


def grown(rng):
    """Return a channel whose consenters change once."""
    return Chain(HEIGHTS, {rng.randrange(2, HEIGHTS): rng.choice(["abdx", "abcdx", "bcex"])}, FIRST)


def check(seed):
    rng = random.Random(seed)
    chain, other = grown(rng), Chain(HEIGHTS, {}, FIRST, "other")
    true = {each.hash for each in chain.blocks.values()}
    gateways, order = crowd(rng, Honest(chain), lambda: Liar(chain, other, rng))
    clock = NOW if rng.random() < 0.7 else None
    world = World(chain.network, gateways, record(chain), order=order)
    return follow(world, true, HEIGHTS, clock, seed)


@pytest.mark.parametrize("seed", range(2))
def test_no_lie_is_believed_and_the_honest_chain_is_reached(seed):
    assert check(seed)


@pytest.mark.slow
def test_no_lie_is_believed_in_many_worlds():
    assert sum(check(seed) for seed in range(2, 25)) > 30


@pytest.mark.parametrize("seed", range(2))
def test_two_decided_blocks_end_all_belief(seed):
    rng = random.Random(seed)
    chain = grown(rng)
    fork = grown(random.Random(seed))
    at = rng.randrange(3, HEIGHTS)
    last = fork.blocks[at - 1].last_config
    who = "".join(chr(number) for number, _ in config_in(fork.blocks[last]).consenters)
    for number in range(at, HEIGHTS + 1):
        made = block(number, fork.blocks[number - 1].hash, [rng.randbytes(9)], last, who)
        fork.blocks[number], fork.messages[number] = made, message(made, [b"\x0a\x01p"])
    world = World(chain.network, {"one": Honest(chain), "two": Honest(fork)}, record(chain))
    world.connect(NOW)
    assert world.run(60, NOW) == FORKED and world.ledger.evidence_of_attack()


@pytest.mark.parametrize(("last", "error"), [(0, "OldConfig"), (4, "NotEnoughVotes")])
def test_keys_of_consenters_that_left_lead_nowhere(last, error):
    """All of those before the fourth block, which brought others, sign on. last: the configuration that they name."""
    chain, fork = Chain(HEIGHTS, {4: "defg"}, FIRST), Chain(HEIGHTS, {4: "defg"}, FIRST)
    for number in range(6, HEIGHTS + 1):
        made = block(number, fork.blocks[number - 1].hash, [b"forged"], last, FIRST)
        fork.blocks[number], fork.messages[number] = made, message(made, [b"\x0a\x01p"])
    trusted = anchored(chain.blocks[5], config_in(chain.blocks[4]))
    world = World(chain.network, {"liar": Honest(fork)}, b"".join(parts(chain.network, trusted, [])))
    world.connect(NOW)
    world.run(600, NOW)
    assert world.ledger.height == 5 and error in world.faults("liar")
