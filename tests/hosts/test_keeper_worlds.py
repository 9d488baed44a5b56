"""Random worlds of QBFT whose validators a contract keeps, as tests/hosts/test_evm_worlds.py has them of listed ones.

Beside what liars show there, they prove validators of their own in states of their own, and honest headers by states of
other blocks.
"""

import random

import pytest

from lightclient.codec.cbor import encode
from lightclient.evm import rlp
from lightclient.evm.consensus import parse_sealed
from lightclient.evm.header import EXTRA
from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.hosts.source import EvmSource
from lightclient.evm.validators import joined
from lightclient.sync.quorum import FORKED
from tests.hosts.test_evm_worlds import FIRST, HEIGHTS, LIARS, NOW, varied
from tests.hosts.test_evm_worlds import _remembered as _remembered
from tests.portable.evm import START, block, written
from tests.portable.keeper import NETWORK, Kept, appointed, grown
from tests.portable.test_evm_ledger import record
from tests.support.evmnode import FakeRpc
from tests.support.liars import Served, World, crowd, follow

pytestmark = pytest.mark.slow


class Chain:
    """blocks and states by number; whose: validators by the number of the block that they seal."""

    def __init__(self, rng):
        sets, self.whose, who = {0: FIRST}, {}, FIRST
        for number in range(1, HEIGHTS + 1):
            self.whose[number] = who
            if rng.random() < 0.5:
                who = sets[number] = varied(rng, who)
        self.blocks, self.states = grown(HEIGHTS, sets)

    def forked(self, at, rng):
        """Return the blocks of a chain that parts from this one at a height, with the same validators from there on."""
        blocks, who, kept = self.blocks[:at], self.whose[at], self.states[at - 1]
        for number in range(at, HEIGHTS + 1):
            new = block(number, who, blocks[-1].hash, listed=False, p3=Kept(who).root, p5=rng.randbytes(32))
            blocks.append(appointed(new, blocks[-1], kept))
            kept = Kept(who)
        return blocks, self.states[:at] + [kept] * (HEIGHTS + 1 - at)


class Honest(Served):
    def __init__(self, blocks, states):
        tries = {number: (each.state, each.storage) for number, each in enumerate(states)}
        super().__init__(EvmSource(NETWORK, EvmNode(FakeRpc(dict(enumerate(blocks)), states=tries))))


class Liar(Honest):
    def __init__(self, chain, rng):
        super().__init__(chain.blocks, chain.states)
        self.chain = chain
        self.begin_to_lie(rng)

    def lie(self):
        rng, blocks = self.rng, self.chain.blocks
        number = rng.randrange(2, HEIGHTS + 1)
        true, parent, kept = blocks[number], blocks[number - 1], self.chain.states[number - 1]
        kind = rng.randrange(8)
        if kind == 0:  # an honest header with a byte of it or of its proof changed
            data = bytearray(encode([true.fields()]))
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            return bytes(data)
        if kind == 1:  # an old one
            return encode([blocks[rng.randrange(1, HEIGHTS)].fields()])
        if kind == 2:  # validators of their own, in a state of their own
            kept = Kept(LIARS)
            parent = block(number - 1, LIARS, listed=False, p3=kept.root)
            return encode([appointed(block(number, LIARS, parent.hash, listed=False), parent, kept).fields()])
        if kind == 3:  # the state of another block
            other = self.chain.states[rng.randrange(HEIGHTS)]
            nodes = other.account_nodes(), other.slot_nodes()
            return encode([joined(true.header.raw, parent.header.raw, *nodes)])
        if kind == 4:  # another block before
            other = block(number - 1, LIARS, listed=False, p3=kept.root)
            return encode([joined(true.header.raw, other.header.raw, kept.account_nodes(), kept.slot_nodes())])
        made = block(number, FIRST, parent.hash, LIARS, listed=False, p3=rng.randbytes(32))
        own = made.extra.seals
        if kind == 5:  # their own seals again and again
            made.extra.seals = own[:1] * len(FIRST)
        elif kind == 6:  # made up
            made.extra.seals = own + [rng.randbytes(64) + b"\x00" for _ in FIRST]
        else:  # given to another block
            made.extra.seals = true.extra.seals + own
        fields = list(made.header.fields)
        fields[EXTRA] = written(made.extra, "qbft")
        return encode([appointed(parse_sealed(rlp.serialize(fields), "qbft"), parent, kept).fields()])


def check(seed):
    rng = random.Random(seed)
    chain = Chain(rng)
    true = {sealed.hash for sealed in chain.blocks}
    gateways, order = crowd(rng, Honest(chain.blocks, chain.states), lambda: Liar(chain, rng))
    clock = NOW if rng.random() < 0.7 else None
    world = World(NETWORK, gateways, record(chain.blocks[1], NETWORK), order=order)
    return follow(world, true, HEIGHTS, clock, seed)


def test_no_lie_is_believed_in_many_worlds():
    assert sum(check(seed) for seed in range(8)) > 12


def test_two_decided_blocks_end_all_belief():
    rng = random.Random(1)
    chain = Chain(rng)
    fork = chain.forked(rng.randrange(3, HEIGHTS), rng)
    gateways = {"one": Honest(chain.blocks, chain.states), "two": Honest(*fork)}
    world = World(NETWORK, gateways, record(chain.blocks[1], NETWORK))
    world.connect(NOW)
    assert world.run(60, NOW) == FORKED and world.ledger.evidence_of_attack()


def test_keys_that_left_long_ago_lead_nowhere():
    """Everybody in the checkpoint's set sells their keys once the trusting period is over."""
    rng = random.Random(2)
    chain = Chain(rng)
    late = START + NETWORK.trusting_period + 5 * HEIGHTS
    world = World(NETWORK, {"liar": Honest(*chain.forked(2, rng))}, record(chain.blocks[1], NETWORK))
    world.connect(late)
    world.run(600, late)
    assert world.ledger.height == 1 and "TrustExpired" in world.faults("liar")
