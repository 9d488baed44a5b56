"""A weaker chain that came first holds no ledger for good: challenges from the trust anchor, on every network."""

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import BadDifficulty, HighHash
from lightclient.bitcoin.ledger import CHALLENGE_WINDOW, Ledger
from lightclient.errors import ForkTooDeep, TimeTooNew, UnknownParent
from lightclient.sync.ledger import GENESIS
from tests.portable.mining import Tree, hashed, network, run_of, unmine
from tests.portable.support import raises

WINDOW = 16
FAST, SLOW = 400, 1300  # seconds between blocks: with the second one the testnets' 20-minute rule makes them easy
RULES = (
    ("mainnet", {}),
    ("regtest", {"no_retargeting": True, "min_difficulty": True}),
    ("testnet3", {"min_difficulty": True}),
    ("testnet4", {"min_difficulty": True, "bip94": True}),
    ("signet", {"challenge": b"\x51"}),
)


def names(first, last, suffix=""):
    return " ".join([str(n) + suffix for n in range(first, last + 1)])


class World:
    """A trust anchor at height 4; from there the real chain, and a longer or shorter one with less work."""

    def __init__(self, rules, weak=WINDOW + 8, real=32):
        self.network = network(interval=4, **rules)
        tree = self.tree = Tree(self.network)
        tree.grow(names(1, 4), after="0")
        tree.grow(names(5, real, "r"), after="4", spacing=FAST)
        tree.grow(names(5, weak, "w"), after="4", spacing=SLOW)
        self.weak, self.real = names(5, weak, "w"), names(5, real, "r")
        chain = from_genesis(self.network)
        chain.extend(tree.run(names(1, 4)))
        self.trust = checkpoint.serialize(chain)
        self.best = tree.states[str(real) + "r"]
        assert tree.states[str(weak) + "w"].chainwork < self.best.chainwork

    def captured(self, trust=None):
        """Return a ledger that followed the weaker chain until the fork lay below its window."""
        ledger, _ = self.network.start(trust or self.trust, None, WINDOW)
        if trust:
            give(ledger, self.tree, names(1, 4))
        give(ledger, self.tree, self.weak)
        with raises(ForkTooDeep):
            give(ledger, self.tree, self.real)
        return ledger


def give(ledger, tree, blocks, size=7, clock=None):
    """Send blocks as a gateway does, in messages of `size`."""
    blocks = blocks.split()
    for start in range(0, len(blocks), size):
        part = blocks[start : start + size]
        message = packed.serialize(tree.states[part[0]].height, codec.split(tree.run(" ".join(part))))
        height, run = ledger.read(message)
        ledger.extend(run, height, clock)


def test_the_chain_with_more_work_is_taken_from_the_trust_anchor_on():
    for _, rules in RULES:
        for trust in (None, GENESIS):
            world = World(rules)
            ledger = world.captured(trust)
            challenger = ledger.challenger()
            assert challenger.height == (0 if trust else 4) and challenger.chain.window == CHALLENGE_WINDOW
            if trust:
                give(challenger, world.tree, names(1, 4))
            assert not ledger.adopt(challenger)
            give(challenger, world.tree, world.real)
            assert ledger.adopt(challenger)
            assert (ledger.height, ledger.tip) == (32, world.best.tip_hash)
            assert ledger.chain.tip == world.best


def test_what_was_adopted_goes_on_like_any_chain():
    world = World({"min_difficulty": True, "bip94": True})
    ledger = world.captured()
    challenger = ledger.challenger()
    give(challenger, world.tree, world.real)
    assert ledger.adopt(challenger)
    assert ledger.chain.window == WINDOW
    more = names(33, 72, "r")
    world.tree.grow(more, after="32r")
    give(ledger, world.tree, more)
    assert ledger.height == 72 and len(ledger.chain.best.headers) == WINDOW
    fresh, _ = world.network.start(world.trust, None, WINDOW)
    give(fresh, world.tree, world.real + " " + more)
    assert ledger.save() == fresh.save()
    again, told = world.network.start(world.trust, ledger.save(), WINDOW)
    assert (again.tip, told) == (ledger.tip, [])
    assert not ledger.adopt(ledger.challenger())  # and it can be challenged as before


def test_a_challenger_with_less_or_as_much_work_is_not_taken():
    for _, rules in RULES:
        world = World(rules)
        ledger, _ = world.network.start(world.trust, None, WINDOW)
        give(ledger, world.tree, world.real)
        before = ledger.save()
        for blocks in ("", world.weak, world.real):
            challenger = ledger.challenger()
            give(challenger, world.tree, blocks)
            assert not ledger.adopt(challenger)
            assert ledger.save() == before and ledger.chain.window == WINDOW


def test_length_does_not_count():
    world = World({"min_difficulty": True}, weak=120, real=28)
    ledger, _ = world.network.start(world.trust, None, WINDOW)
    give(ledger, world.tree, world.real)
    challenger = ledger.challenger()
    give(challenger, world.tree, world.weak)
    assert challenger.height > ledger.height and not ledger.adopt(challenger)


def test_a_challenger_is_checked_by_every_rule_and_the_clock():
    for _, rules in RULES:
        world = World(rules)
        ledger = world.captured()
        challenger = ledger.challenger()
        run = run_of(world.tree.run(world.real))
        headers = run[0]
        late = codec.time_of(headers[-1])
        with raises(TimeTooNew):
            challenger.extend(run, 5, late - 7201)
        with raises(HighHash):
            challenger.extend(hashed(headers[:5] + [unmine(headers[5])]), 5, None)
        with raises(UnknownParent):
            challenger.extend(hashed(headers[1:]), 6, None)
        assert challenger.height == 4
        challenger.extend(run, 5, late - 7200)
        assert ledger.adopt(challenger)


def test_easy_blocks_of_the_20_minute_rule_must_be_20_minutes_apart():
    #   the weaker chain may only be as easy as its own times allow: a challenger cannot buy work with them
    world = World({"min_difficulty": True})
    ledger, _ = world.network.start(world.trust, None, WINDOW)
    state = world.tree.states["4"]
    tree = Tree(world.network)
    tree.states["4"] = state
    hard = world.tree.states["12r"]
    tree.states["12r"] = hard
    header = codec.split(tree.grow("13e", after="12r", spacing=SLOW))[0]  # on bip94-less testnets 12 begins an epoch
    give(ledger, world.tree, names(5, 12, "r"))
    early = header[:68] + (hard.times[-1] + 1200).to_bytes(4, "little") + header[72:]
    with raises(BadDifficulty):
        ledger.extend(hashed([early]), 13, None)
    ledger.extend(hashed([header]), 13, None)


def test_a_ledger_of_another_trust_anchor_is_not_taken():
    world = World({})
    ledger = world.captured()
    other, _ = world.network.start(GENESIS, None, WINDOW)
    give(other, world.tree, names(1, 4) + " " + world.real)
    assert other.chain.tip.chainwork > ledger.chain.tip.chainwork and not ledger.adopt(other)
    assert not ledger.adopt(Ledger(other.chain)) and not ledger.adopt(Ledger(other.chain, GENESIS))


def test_without_a_trust_anchor_at_hand_there_is_no_challenge():
    world = World({})
    assert Ledger(from_genesis(world.network)).challenger() is None


def test_a_challenger_takes_no_more_room_than_the_ledger():
    world = World({})
    for window, room in ((4, 4), (CHALLENGE_WINDOW, CHALLENGE_WINDOW), (144, CHALLENGE_WINDOW)):
        ledger, _ = world.network.start(world.trust, None, window)
        assert ledger.challenger().chain.window == room


def test_a_challenger_survives_a_small_fork_while_it_catches_up():
    world = World({})
    ledger = world.captured()
    challenger = ledger.challenger()
    give(challenger, world.tree, names(5, 20, "r"))
    world.tree.grow("20s", after="19r", spacing=FAST)
    give(challenger, world.tree, "20s")
    give(challenger, world.tree, names(20, 32, "r"))
    assert ledger.adopt(challenger) and ledger.tip == world.best.tip_hash


def test_a_captured_state_that_was_saved_is_freed_after_a_restart():
    for _, rules in RULES:
        world = World(rules)
        saved = world.captured().save()
        ledger, told = world.network.start(world.trust, saved, WINDOW)
        assert told == [] and ledger.tip == world.tree.hash(world.weak.split()[-1])
        challenger = ledger.challenger()
        give(challenger, world.tree, world.real)
        assert ledger.adopt(challenger) and ledger.tip == world.best.tip_hash
        # A checkpoint that is shipped later, with more work, frees it at once.
        chain = from_genesis(world.network)
        chain.extend(world.tree.run(names(1, 4) + " " + world.real))
        ledger, told = world.network.start(checkpoint.serialize(chain), saved, WINDOW)
        assert (ledger.tip, told) == (world.best.tip_hash, ["SavedLessWork"])


def test_a_heavier_branch_that_is_too_long_to_keep_is_a_reason_for_a_challenge():
    #        13h - 14h - 15h - 16h               hard blocks that came first
    #       /
    #   ... 12 - 13e ............. 92e - 93r ..  many easy ones by the 20-minute rule, and then more work than theirs
    world = World({"min_difficulty": True})
    tree = world.tree
    tree.grow(names(13, 16, "h"), after="12r", spacing=FAST - 1)
    tree.grow(names(13, 92, "e"), after="12r", spacing=SLOW)
    tree.grow(names(93, 99, "r"), after="92e", spacing=FAST)
    ledger, _ = world.network.start(world.trust, None, 4)
    give(ledger, tree, names(5, 12, "r") + " " + names(13, 16, "h"))
    heavier = names(13, 92, "e") + " " + names(93, 99, "r")
    assert tree.states["99r"].chainwork > tree.states["16h"].chainwork
    with raises(ForkTooDeep):
        give(ledger, tree, heavier, size=3)
    assert ledger.tip == tree.hash("16h")
    challenger = ledger.challenger()
    give(challenger, tree, names(5, 12, "r") + " " + heavier, size=3)
    assert ledger.adopt(challenger) and ledger.tip == tree.hash("99r")


def test_one_block_of_the_least_difficulty_is_no_chain():
    #   what one CPU mines in minutes, on the network with the most work there is
    from lightclient.bitcoin.networks.mainnet import MAINNET

    header = bytes.fromhex(
        "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000"
        "982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299"
    )
    ledger, _ = MAINNET.start(GENESIS, None, WINDOW)
    ledger.extend(hashed([header]), 1, None)
    assert ledger.height == 1 and not ledger.trusted
