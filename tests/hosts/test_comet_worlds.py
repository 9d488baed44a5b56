"""Random worlds of validators, of whom some lie, and of gateways, of which some are theirs. Nothing false is believed.

In every world the liars have less than a third of each set. What they show: blocks with their own votes, with votes
that they made up or that others gave to another block, sets of their own, honest answers with a byte changed, old ones,
none; and, with keys that have left a set long ago, whole chains. One gateway is honest, and is the one of
hosts/source.py. Where more than a third lie, two blocks are decided, and whoever sees both believes neither.
"""

import random
from functools import lru_cache

import pytest

from lightclient.codec.cbor import encode
from lightclient.cometbft.commit import COMMIT, Vote
from lightclient.cometbft.hosts.node import CometNode
from lightclient.cometbft.hosts.source import CometSource
from lightclient.cometbft.keys import Key
from lightclient.cometbft.network import CometNetwork
from lightclient.decided.errors import NoConflict
from lightclient.evidence.verdict import Proved
from lightclient.sync.quorum import FORKED, SYNCED
from tests.portable.comet import PERIOD, START, Chain, block, key, named, sign
from tests.portable.test_comet_ledger import record
from tests.support.cometnode import FakeRpc
from tests.support.liars import Served, World, crowd, follow

NETWORK = CometNetwork("test-chain", PERIOD, trees=())
LIARS = "xyz"
HEIGHTS = 12
FIRST = "a2 b2 c2 d2 x2 y1"


@pytest.fixture(autouse=True)
def _remembered(monkeypatch):
    """A signature that was verified once costs nothing again: the worlds show the same ones over and over."""
    honest = Key.verify
    verify = lru_cache(maxsize=None)(lambda kind, data, *rest: honest(Key(kind, data), *rest))
    monkeypatch.setattr(Key, "verify", lambda self, *rest: verify(self.kind, self.data, *rest))


def power(text, names):
    return sum(weight for name, weight in named(text) if name in names)


def total(text):
    return sum(weight for _, weight in named(text))


def tame(text):
    """Whether the liars in a set have less than a third of it."""
    return 3 * power(text, LIARS) < total(text)


def written(weights):
    return " ".join(f"{name}{weight}" for name, weight in sorted(weights.items()))


def varied(rng, text):
    """Return a set that differs from `text` in one or two members."""
    for _ in range(50):
        weights = dict(named(text))
        for _ in range(rng.randrange(1, 3)):
            name = rng.choice("abcdefgh" + LIARS)
            if name in weights and len(weights) > 3 and rng.random() < 0.5:
                del weights[name]
            else:
                weights[name] = rng.randrange(1, 6)
        if tame(written(weights)):
            return written(weights)
    return text


def grown(rng):
    """Return a chain whose sets change, and whose blocks are signed by no more than has to."""
    chain = Chain(NETWORK, FIRST)
    for height in range(1, HEIGHTS + 1):
        then = varied(rng, chain.who) if rng.random() < 0.6 else chain.who
        names = [name for name, _ in named(chain.who)]
        rng.shuffle(names)
        while 3 * power(chain.who, names[1:]) > 2 * total(chain.who):
            names.pop(0)
        chain.make(height, then, names)
    return chain


class Honest(Served):
    def __init__(self, chain):
        super().__init__(CometSource(NETWORK, CometNode(FakeRpc(chain))))


class Liar(Honest):
    """Lies anew each time. chain: of the honest ones."""

    def __init__(self, chain, rng):
        super().__init__(chain)
        self.chain = chain
        self.begin_to_lie(rng)

    def lie(self):
        rng = self.rng
        height = rng.randrange(2, HEIGHTS + 3)
        true = self.chain.blocks.get(height)
        kind = rng.randrange(6)
        if kind == 0:  # an honest header with a byte changed
            data = bytearray(encode([(true or self.chain.blocks[HEIGHTS]).fields()]))
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            return bytes(data)
        if kind == 1:  # an old one
            return encode([self.chain.blocks[rng.randrange(1, HEIGHTS)].fields()])
        if kind == 2:  # a set of their own, which decides by itself
            return encode([block(NETWORK, height, "x9 y9 z9", "x9 y9 z9", self.chain.blocks.get(height - 1)).fields()])
        who = rng.choice([FIRST, self.chain.who])
        names = [name for name, _ in named(who)]
        made = block(NETWORK, height, who, who, self.chain.blocks.get(height - 1), LIARS, data_hash=rng.randbytes(32))
        votes = made.commit.votes
        for place, name in enumerate(names):
            if name in LIARS:
                continue
            if kind == 3:  # made up
                votes[place] = Vote(COMMIT, key(name).address, (START, 0), rng.randbytes(64))
            elif kind == 4 and true and place < len(true.commit.votes):  # given to another block
                votes[place] = true.commit.votes[place]
            elif kind == 5:  # their own once more, under another's place
                liar = next((each for each in names if each in LIARS), LIARS[0])
                vote = Vote(COMMIT, key(rng.choice([liar, name])).address, (START, 0), b"?")
                votes[place] = vote
                vote.signature = sign(liar, made.commit.sign_bytes(place, NETWORK.chain_id, NETWORK.profile))
        return encode([made.fields()])


def check(seed):
    rng = random.Random(seed)
    chain = grown(rng)
    true = {signed.hash for signed in chain.blocks.values()}
    gateways, order = crowd(rng, Honest(chain), lambda: Liar(chain, rng))
    clock = START + 5 * HEIGHTS + 2 if rng.random() < 0.7 else None
    world = World(NETWORK, gateways, record(chain.blocks[1], NETWORK), order=order)
    return follow(world, true, HEIGHTS, clock, seed)


@pytest.mark.parametrize("seed", range(3))
def test_no_lie_is_believed_and_the_honest_chain_is_reached(seed):
    assert check(seed)


@pytest.mark.slow
def test_no_lie_is_believed_in_many_worlds():
    assert sum(check(seed) for seed in range(3, 60)) > 100


@pytest.mark.parametrize("seed", range(4))
def test_keys_that_left_long_ago_lead_nowhere(seed):
    """Everybody in the checkpoint's set sells their keys once the trusting period is over."""
    rng = random.Random(seed)
    chain = grown(rng)
    other = Chain(NETWORK, letters_of(chain.blocks[1].next))
    other.blocks[1] = chain.blocks[1]
    for height in range(2, HEIGHTS):
        other.make(height, data_hash=rng.randbytes(32), time=START + PERIOD + 5 * height)
    world = World(NETWORK, {"liar": Honest(other)}, record(chain.blocks[1], NETWORK))
    late = START + PERIOD + 5 * HEIGHTS + 60
    world.connect(late)
    world.run(600, late)
    assert world.ledger.height == 1 and "TrustExpired" in world.faults("liar")


def letters_of(members):
    """Return a set as text, as `Chain` takes it."""
    letters = {key(name).address: name for name in "abcdefgh" + LIARS}
    return " ".join(f"{letters[members.ids[i]]}{members.weights[i]}" for i in range(len(members)))


@pytest.mark.parametrize("seed", range(3))
def test_two_decided_blocks_end_all_belief_and_can_be_shown(seed):
    rng = random.Random(seed)
    chain, fork = grown(rng), Chain(NETWORK)
    at = rng.randrange(3, HEIGHTS)
    fork.blocks = {height: chain.blocks[height] for height in range(1, at)}
    following = chain.blocks[at - 1].next
    fork.who = letters_of(following)
    for height in range(at, HEIGHTS + 1):
        fork.make(height, app_hash=rng.randbytes(32))
    clock = START + 5 * HEIGHTS + 2
    world = World(NETWORK, {"one": Honest(chain), "two": Honest(fork)}, record(chain.blocks[1], NETWORK))
    world.connect(clock)
    assert world.run(60, clock) == FORKED
    shown = world.ledger.evidence_of_attack()
    judges = [World(NETWORK, {"one": Honest(each)}, record(chain.blocks[1], NETWORK)) for each in (chain, fork)]
    proved = 0
    for judge in judges:
        judge.connect(clock)
        assert judge.run(60, clock) == SYNCED
        try:
            proved += isinstance(judge.ledger.judge_evidence(shown, clock), Proved)
        except NoConflict:
            continue  # it is this judge's own block
    assert proved
