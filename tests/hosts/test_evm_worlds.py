"""Random worlds of QBFT, as tests/hosts/test_comet_worlds.py has them of CometBFT. Nothing false is believed.

The liars are less than a third of each set of validators. They show blocks with their own seals, with seals that they
made up, that others gave to another block or another round, sets of their own, honest answers with a byte changed, old
ones; and, with keys that have left a set long ago, whole chains. One gateway is honest.
"""

import random
from functools import lru_cache

import pytest

from lightclient.codec.cbor import encode
from lightclient.decided.errors import NoConflict
from lightclient.evidence.verdict import Proved
from lightclient.evm import rlp, seals, verify
from lightclient.evm.consensus import parse_sealed
from lightclient.evm.header import EXTRA
from lightclient.evm.hosts import making
from lightclient.evm.hosts.node import EvmNode
from lightclient.evm.hosts.source import EvmSource
from lightclient.sync.quorum import FORKED, SYNCED
from tests.portable.evm import START, address, block, written
from tests.portable.test_evm_ledger import NETWORK, record
from tests.support.evmnode import FakeRpc
from tests.support.liars import Served, World, crowd, follow

LIARS = "xyz"
FIRST = "abcdex"
HEIGHTS = 10
NOW = START + 5 * HEIGHTS + 2


@pytest.fixture(autouse=True)
def _remembered(monkeypatch):
    """A seal whose signer was recovered once costs nothing again."""
    recover = lru_cache(maxsize=None)(seals.signer_of)
    monkeypatch.setattr(verify, "signer_of", recover)
    monkeypatch.setattr(making, "signer_of", recover)


def tame(who):
    return 3 * len(set(who) & set(LIARS)) < len(who)


def varied(rng, who):
    """Return a set that differs from `who` in one member."""
    while True:
        some = set(who) ^ {rng.choice("abcdefgh" + LIARS)}
        if len(some) > 3 and tame(some):
            return "".join(sorted(some))


def grown(rng):
    """Return blocks by number; the validators change, and no more of them seal than have to."""
    blocks, parent, who = {}, None, FIRST
    for number in range(1, HEIGHTS + 1):
        signers = rng.sample(who, -(-2 * len(who) // 3))
        blocks[number] = block(number, who, parent, signers="".join(signers))
        parent = blocks[number].hash
        who = varied(rng, who) if rng.random() < 0.5 else who
    return blocks


class Honest(Served):
    def __init__(self, blocks):
        super().__init__(EvmSource(NETWORK, EvmNode(FakeRpc(blocks))))


class Liar(Honest):
    def __init__(self, blocks, rng):
        super().__init__(blocks)
        self.blocks_ = blocks
        self.begin_to_lie(rng)

    def lie(self):
        rng, blocks = self.rng, self.blocks_
        number = rng.randrange(2, HEIGHTS + 3)
        true = blocks.get(number)
        kind = rng.randrange(7)
        if kind == 0:  # an honest header with a byte changed
            data = bytearray(encode([(true or blocks[HEIGHTS]).header.raw]))
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            return bytes(data)
        if kind == 1:  # an old one
            return encode([blocks[rng.randrange(1, HEIGHTS)].header.raw])
        parent = blocks[number - 1].hash if number - 1 in blocks else None
        if kind == 2:  # a set of their own
            return encode([block(number, LIARS, parent).header.raw])
        made = block(number, FIRST, parent, LIARS, p3=rng.randbytes(32))
        own = made.extra.seals
        if kind == 3:  # their own again and again
            made.extra.seals = own[:1] * len(FIRST)
        elif kind == 4:  # made up
            made.extra.seals = own + [rng.randbytes(64) + b"\x00" for _ in FIRST]
        elif kind == 5 and true:  # given to another block
            made.extra.seals = true.extra.seals + own
        elif kind == 6 and true:  # an honest block in a round in which nobody sealed it
            made = parse_sealed(true.header.raw, "qbft")
            made.extra.round = 3
        made.header.fields[EXTRA] = written(made.extra, "qbft")
        return encode([rlp.serialize(made.header.fields)])


def check(seed):
    rng = random.Random(seed)
    blocks = grown(rng)
    true = {sealed.hash for sealed in blocks.values()}
    gateways, order = crowd(rng, Honest(blocks), lambda: Liar(blocks, rng))
    clock = NOW if rng.random() < 0.7 else None
    world = World(NETWORK, gateways, record(blocks[1]), order=order)
    return follow(world, true, HEIGHTS, clock, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_no_lie_is_believed_and_the_honest_chain_is_reached(seed):
    assert check(seed)


@pytest.mark.slow
def test_no_lie_is_believed_in_many_worlds():
    assert sum(check(seed) for seed in range(2, 25)) > 30


def forked(blocks, at, rng, start=START):
    """Return blocks that part from others at a height, sealed by those who sealed the one below."""
    fork = {number: blocks[number] for number in range(1, at)}
    letters = {address(name): name for name in "abcdefgh" + LIARS}
    names = "".join(letters[each] for each in blocks[at - 1].validators)
    for number in range(at, HEIGHTS + 1):
        fork[number] = block(number, names, fork[number - 1].hash, time=start + 5 * number, p3=rng.randbytes(32))
    return fork


@pytest.mark.parametrize("seed", range(2))
def test_two_decided_blocks_end_all_belief_and_can_be_shown(seed):
    rng = random.Random(seed)
    blocks = grown(rng)
    fork = forked(blocks, rng.randrange(3, HEIGHTS), rng)
    world = World(NETWORK, {"one": Honest(blocks), "two": Honest(fork)}, record(blocks[1]))
    world.connect(NOW)
    assert world.run(60, NOW) == FORKED
    shown = world.ledger.evidence_of_attack()
    proved = 0
    for each in (blocks, fork):
        judge = World(NETWORK, {"one": Honest(each)}, record(blocks[1]))
        judge.connect(NOW)
        assert judge.run(60, NOW) == SYNCED
        try:
            proved += isinstance(judge.ledger.judge_evidence(shown, NOW), Proved)
        except NoConflict:
            continue  # it is this judge's own block
    assert proved


def test_keys_that_left_long_ago_lead_nowhere():
    """Everybody in the checkpoint's set sells their keys once the trusting period is over."""
    rng = random.Random(0)
    blocks = grown(rng)
    late = START + NETWORK.trusting_period + 5 * HEIGHTS
    fork = forked(blocks, 2, rng, START + NETWORK.trusting_period)
    world = World(NETWORK, {"liar": Honest(fork)}, record(blocks[1]))
    world.connect(late)
    world.run(600, late)
    assert world.ledger.height == 1 and "TrustExpired" in world.faults("liar")
