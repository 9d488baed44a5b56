"""A chain of CometBFT as a ledger: where it starts, what it takes, and what contradicts it."""

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.cometbft.checkpoint import network_in, parts
from lightclient.cometbft.errors import BadNetwork
from lightclient.cometbft.network import CometNetwork
from lightclient.cometbft.profiles import V0_34, V0_38
from lightclient.decided.errors import (
    BadCheckpoint,
    DamagedCheckpoint,
    EmptyCheckpoint,
    NoTrust,
    OtherBlock,
    TextCheckpoint,
    WrongNetwork,
)
from lightclient.errors import Equivocation
from lightclient.sync.ledger import GENESIS
from lightclient.votes.errors import InvalidSignature, NotEnoughTrust, ThresholdOutOfRange, TrustExpired
from lightclient.votes.threshold import Threshold
from tests.portable.comet import FOUR, NETWORK, PERIOD, START, Chain, block, lean, members, payload, trusted
from tests.portable.support import raises

NOW = START + 100


def record(signed, network=NETWORK, recent=(), unclocked=None):
    return b"".join(parts(network, trusted(signed), list(recent), unclocked))


class World:
    """A chain of ten blocks, and a ledger that starts at the first."""

    def __init__(self, network=NETWORK, window=4):
        self.chain = Chain(network).grow(1)
        self.network = network
        self.checkpoint = record(self.chain.blocks[1], network)
        self.ledger, self.told = network.start(self.checkpoint, None, window)

    def extend(self, *heights, clock=NOW):
        return self.take([self.chain.blocks[height].fields() for height in heights], clock)

    def take(self, fields, clock=NOW):
        height, run = self.ledger.read(encode(fields))
        return self.ledger.extend(run, height, clock)


def test_a_ledger_starts_at_its_trust_anchor():
    world = World()
    first = world.chain.blocks[1]
    assert (world.ledger.height, world.ledger.tip, world.told) == (1, first.hash, [])
    assert (world.ledger.anchor, world.ledger.trusted, world.ledger.time) == ("checkpoint at height 1", True, START + 5)


def test_it_follows_step_by_step_and_by_skips():
    world = World()
    world.chain.grow(9)
    assert world.extend(2, 3) == 1
    assert world.extend(9) == 3
    assert world.ledger.tip == world.chain.blocks[9].hash
    assert [height for height, _ in world.ledger.recent] == [1, 2, 3]
    assert world.extend(9) is None and world.extend(2) is None


def test_sets_that_the_ledger_knows_need_not_come():
    world = World()
    world.chain.grow(3)
    assert world.take([lean(world.chain.blocks[2]), lean(world.chain.blocks[4])]) == 1
    assert world.ledger.height == 4


def test_it_follows_a_change_of_the_set():
    world = World()
    world.chain.make(2, then="a1 b1 x1 y1")
    world.chain.grow(1)
    world.chain.make(4, then="x1 y1 z1")
    world.chain.grow(2)
    assert world.extend(2, 3, 4, 5, 6) == 1
    with raises(NotEnoughTrust):  # nobody of the first set is left
        World().take([world.chain.blocks[6].fields()])


def test_a_run_with_one_bad_header_changes_nothing():
    world = World()
    world.chain.grow(2)
    bad = block(NETWORK, 4, FOUR, FOUR, world.chain.blocks[3])
    bad.commit.votes[0].signature = bytes(64)
    before = world.ledger.parts()
    with raises(InvalidSignature) as caught:
        world.take([world.chain.blocks[2].fields(), world.chain.blocks[3].fields(), bad.fields()])
    assert caught.error.height == 4
    assert world.ledger.parts() == before


def test_where_blocks_are():
    world = World()
    world.chain.grow(8)
    world.extend(2, 9)
    ledger, hash_at = world.ledger, lambda height: world.chain.blocks[height].hash
    assert ledger.where(2, hash_at(2)) is True and ledger.where(9, hash_at(2)) is False
    assert ledger.where(5, hash_at(5)) is None
    assert ledger.knows(5, b"?") and not ledger.knows(9, b"?") and not ledger.knows(10, b"?")
    assert ledger.is_best(hash_at(9)) and not ledger.is_best(hash_at(2))
    assert ledger.locator() == b"".join([n.to_bytes(8, "big") + hash_at(n) for n in (9, 2, 1)])
    assert ledger.last(9, [world.chain.blocks[9]]) == (9, hash_at(9))
    assert ledger.challenger() is None and ledger.adopt(None) is False
    assert ledger.facts()["signed"] == "3 of 4"


def test_the_window_bounds_what_is_kept():
    world = World(window=2)
    world.chain.grow(9)
    world.extend(2, 3, 4, 5, 6)
    assert [height for height, _ in world.ledger.recent] == [4, 5]


def test_two_decided_blocks_of_one_height_end_all_belief():
    for clock in (NOW, None):
        world = World()
        world.chain.grow(1)
        world.extend(2)
        other = block(NETWORK, 2, FOUR, FOUR, world.chain.blocks[1], data_hash=b"\x01" * 32)
        if clock is None:  # whoever signed it may have left long ago
            with raises(OtherBlock):
                world.take([other.fields()], clock)
            assert world.ledger.forked is None
            continue
        with raises(Equivocation) as caught:
            world.take([other.fields()], clock)
        assert world.ledger.forked is caught.error
        assert (world.ledger.attack.kind, world.ledger.attack.weight) == ("equivocation", 3)


def test_a_consortium_needs_no_clock_to_see_it():
    network = CometNetwork("test-chain", None)
    world = World(network)
    world.chain.grow(1)
    world.extend(2, clock=None)
    with raises(Equivocation):
        world.take([block(network, 2, FOUR, FOUR, None, data_hash=b"\x01" * 32).fields()], None)


def test_the_way_to_another_block_may_take_several_steps():
    #   1 - - - - - 6         ours, of a b c d
    #     2 - 4 - - 6'        w x y z, who came by two changes of the set and cannot be skipped to
    world = World()
    world.chain.grow(5)
    world.extend(6)
    fork = Chain()
    fork.blocks = {1: world.chain.blocks[1]}
    fork.make(2, then="a1 b1 w1 x1")
    fork.make(3, then="w1 x1 y1 z1")
    fork.grow(3)
    with raises(NotEnoughTrust):
        world.take([fork.blocks[6].fields()])
    with raises(Equivocation):
        world.take([fork.blocks[height].fields() for height in (2, 3, 4, 6)])
    assert world.ledger.attack.kind == "lunatic"
    assert [signed.header.height for signed in world.ledger.way] == [2, 3, 4, 6]


def test_another_block_that_was_not_decided_shows_nothing():
    world = World()
    world.chain.grow(1)
    world.extend(2)
    other = block(NETWORK, 2, FOUR, FOUR, None, data_hash=b"\x01" * 32)
    other.commit.votes[0].signature = bytes(64)
    with raises(InvalidSignature):
        world.take([other.fields()])
    with raises(OtherBlock):  # nothing is below the trust anchor to judge it from
        world.take([block(NETWORK, 1, FOUR, FOUR, None, data_hash=b"\x01" * 32).fields()])
    assert world.ledger.forked is None


def test_a_block_on_top_of_another_one_than_ours_ends_all_belief_too():
    world = World()
    other = block(NETWORK, 1, FOUR, FOUR, None, data_hash=b"\x01" * 32)
    with raises(Equivocation) as caught:
        world.take([block(NETWORK, 2, FOUR, FOUR, other).fields()])
    assert world.ledger.forked is caught.error


def test_trust_expires():
    world = World()
    world.chain.make(2, time=START + PERIOD)
    with raises(TrustExpired):
        world.extend(2, clock=START + PERIOD + 5)
    assert world.ledger.height == 1


def test_steps_without_a_clock_are_remembered_until_a_clock_makes_up_for_them():
    world = World()
    world.chain.grow(3)
    world.extend(2, clock=None)
    world.extend(3, clock=None)
    assert world.ledger.unclocked == START + 5
    saved = b"".join(world.ledger.parts())
    again = NETWORK.start(world.checkpoint, saved, 4)[0]
    assert (again.height, again.unclocked) == (3, START + 5)
    world.extend(4, clock=START + PERIOD + 4)
    assert world.ledger.unclocked is None


def test_steps_that_no_clock_can_make_up_for_stay_remembered():
    world = World()
    world.chain.make(2, time=START + PERIOD)
    world.chain.make(3, time=START + PERIOD + 5)
    world.extend(2, clock=None)
    world.extend(3, clock=START + PERIOD + 10)
    assert (world.ledger.height, world.ledger.unclocked) == (3, START + 5)


def test_a_saved_record_serves_unless_it_is_older_or_unreadable():
    chain = Chain().grow(5)
    old, trust, new = (record(chain.blocks[height], recent=[(3, chain.blocks[3].hash)]) for height in (2, 3, 5))
    other = record(block(NETWORK, 3, FOUR, FOUR, None, data_hash=b"\x01" * 32))
    for saved, height, told in (
        (None, 3, []),
        (new, 5, []),
        (trust, 3, []),
        (old, 3, ["SavedOlder"]),
        (other, 3, ["SavedOtherBlock"]),
        (new[:-1], 3, ["SavedDamagedCheckpoint"]),
        (b"", 3, ["SavedEmptyCheckpoint"]),
        (record(chain.blocks[5], CometNetwork("other-chain", PERIOD)), 3, ["SavedWrongNetwork"]),
    ):
        ledger, found = NETWORK.start(trust, saved, 4)
        assert (ledger.height, found) == (height, told)
        assert ledger.root.height == 3


def test_a_saved_chain_that_does_not_hold_a_newer_trust_anchor_is_passed_over():
    #   1 - 2 - 3 - 4 - 5         a newer release brings a checkpoint at 3
    #     2' - 3' - - - 5'        what was saved before: it has another block there, or skips it
    world = World()
    world.chain.grow(4)
    trust = record(world.chain.blocks[3])
    fork = Chain()
    fork.blocks = {1: world.chain.blocks[1]}
    fork.make(2, data_hash=b"\x01" * 32)
    fork.grow(3)
    for blocks, heights, height, told in (
        (fork.blocks, (2, 3, 5), 3, ["SavedOtherBlock"]),
        (fork.blocks, (2, 5), 3, ["SavedNotTied"]),
        (world.chain.blocks, (2, 5), 3, ["SavedNotTied"]),  # nothing tells it from the one above
        (world.chain.blocks, (3, 5), 5, []),
    ):
        ledger = NETWORK.start(world.checkpoint, None, 1)[0]
        ledger.extend([blocks[each] for each in heights], heights[0], NOW)
        found, names = NETWORK.start(trust, b"".join(ledger.parts()), 1)
        assert (found.height, names) == (height, told)
        assert found.where(3, world.chain.blocks[3].hash) is True
    whole = NETWORK.start(world.checkpoint, None, 4)[0]
    whole.extend([world.chain.blocks[each] for each in (2, 3, 4, 5)], 2, NOW)
    assert NETWORK.start(trust, b"".join(whole.parts()), 4)[1] == []


def test_a_chain_is_kept_over_restarts_from_the_same_trust_anchor_or_an_older_one():
    world = World(window=2)
    world.chain.grow(9)
    trust = record(world.chain.blocks[2])
    ledger = NETWORK.start(trust, None, 2)[0]
    for height in range(3, 10):
        ledger.extend([world.chain.blocks[height]], height, NOW)
        saved = b"".join(ledger.parts())
        ledger, told = NETWORK.start(trust, saved, 2)
        assert (ledger.height, told, b"".join(ledger.parts())) == (height, [], saved)
    assert [height for height, _ in ledger.recent] == [2, 7, 8]
    ledger, told = NETWORK.start(world.checkpoint, saved, 2)
    assert (ledger.height, told) == (9, [])
    # A record that does not begin with its trust anchor, as they were written before, serves as it did.
    short = record(world.chain.blocks[9], recent=[(8, world.chain.blocks[8].hash)])
    assert NETWORK.start(trust, short, 2)[1] == []


def forks():
    """Return worlds whose ledger has seen a second block: beside the tip, below it, on top of it and within a run."""
    made = []
    for heights, at, parent in (((2,), 2, 0), ((2, 5), 2, 0), ((2, 5), 5, 0), ((2, 5), 6, 1), ((2,), 6, 1)):
        world = World()
        world.chain.grow(6)
        world.extend(*heights)
        other = block(NETWORK, at - parent, FOUR, FOUR, None, data_hash=b"\x01" * 32)
        run = [block(NETWORK, at, FOUR, FOUR, other) if parent else other]
        if parent and heights == (2,):
            run.insert(0, world.chain.blocks[5])
        with raises(Equivocation):
            world.take([each.fields() for each in run])
        made.append(world)
    return made


def test_a_chain_that_forked_stays_so_over_restarts():
    for world in forks():
        ledger = world.ledger
        for _ in range(2):
            saved = b"".join(ledger.parts())
            again, told = NETWORK.start(world.checkpoint, saved, 4)
            assert told == [] and again.height == ledger.height and str(again.forked) == str(ledger.forked)
            assert again.evidence_of_attack() == ledger.evidence_of_attack()
            assert (again.attack is None) == (ledger.attack is None)
            assert b"".join(again.parts()) == saved
            ledger = again


def test_a_chain_that_forked_from_a_header_that_is_kept_no_longer_stays_so():
    #   1 - 3 - - - 6         ours; the set has changed since 1
    #         4' - - 6'       what was verified from 3
    world = World()
    world.chain.make(2, then="a1 b1 x1 y1")
    world.chain.make(3, then="x1 y1 z1")
    world.chain.grow(4)
    world.extend(2, 3, 6)
    fork = Chain()
    fork.blocks, fork.who = {3: world.chain.blocks[3]}, world.chain.who
    fork.make(4, data_hash=b"\x01" * 32)
    fork.grow(2)
    with raises(Equivocation):
        world.take([fork.blocks[4].fields(), fork.blocks[6].fields()])
    world.extend(7)  # whatever is followed after it
    again, told = NETWORK.start(world.checkpoint, memoryview(b"".join(world.ledger.parts())), 4)
    assert (told, again.height) == ([], 7) and str(again.forked) == str(world.ledger.forked)


def test_a_newer_trust_anchor_that_rules_out_the_chain_ends_its_fork_too():
    world = forks()[0]
    found, told = NETWORK.start(record(world.chain.blocks[4]), b"".join(world.ledger.parts()), 4)
    assert (found.forked, found.height, told) == (None, 4, ["SavedOlder"])


def test_what_was_kept_of_a_fork_has_to_show_it():
    world = forks()[0]
    saved = b"".join(world.ledger.parts())
    fields = decode(saved)
    ours = [world.chain.blocks[2].fields()]
    unsigned = block(NETWORK, 2, FOUR, FOUR, None, data_hash=b"\x01" * 32)
    unsigned.commit.votes[0].signature = bytes(64)
    later = [world.chain.blocks[3].fields()]
    for changed, height, told in (
        (fields[:3] + [ours, world.chain.blocks[2].hash], 2, ["SavedNoConflict"]),
        (fields[:3] + [later, None], 2, ["SavedNoConflict"]),
        (fields[:3] + [[unsigned.fields()], fields[4]], 2, ["SavedInvalidSignature"]),
        (fields[:3] + [[b""], fields[4]], 2, ["SavedBadSchema"]),
        (fields[:2] + [b""] + fields[3:], 2, ["SavedEmptyCheckpoint"]),
        (fields[:4] + [7], 2, ["SavedBadSchema"]),
        (fields[:3] + [[], None], 1, ["SavedBadSchema"]),
        (fields[:3] + [7, None], 1, ["SavedBadSchema"]),
        (fields[:4], 1, ["SavedBadSchema"]),
        (fields[:1] + [7] + fields[2:], 1, ["SavedTextCheckpoint"]),
    ):
        ledger, names = NETWORK.start(world.checkpoint, encode(changed), 4)
        assert (ledger.forked, ledger.height, names) == (None, height, told)
    assert NETWORK.start(world.checkpoint, saved[:-1], 4)[1] != []


def test_a_start_needs_a_checkpoint_that_can_serve():
    good = record(Chain().grow(1).blocks[1])
    for trust, error in (
        (None, NoTrust),
        (GENESIS, BadCheckpoint),
        (b"", EmptyCheckpoint),
        ("abcd", TextCheckpoint),
        (good.hex().encode(), TextCheckpoint),
        (good[:-9] + good[-8:], DamagedCheckpoint),
        (b"\x80", BadCheckpoint),
        (encode(["LCC2"] + 13 * [0]), BadCheckpoint),
    ):
        with raises(error):
            NETWORK.start(trust, None, 4)


def test_every_flipped_bit_of_a_checkpoint_is_refused_by_one_error():
    good = record(Chain().grow(1).blocks[1])
    for bit in range(0, 8 * len(good), 7):
        damaged = bytearray(good)
        damaged[bit >> 3] ^= 1 << (bit & 7)
        with raises(DamagedCheckpoint):
            NETWORK.start(bytes(damaged), None, 4)


def test_a_checkpoint_is_of_the_network_and_its_profile():
    signed = Chain().grow(1).blocks[1]
    for network in (CometNetwork("other-chain", PERIOD), CometNetwork("test-chain", PERIOD, V0_34)):
        with raises(WrongNetwork):
            NETWORK.start(record(signed, network), None, 4)


def test_sets_of_a_checkpoint_are_those_of_its_header():
    one = Chain().make(1, then="x1 y1")
    others = members("a1 b1 x1")
    for validators, following in ((others, one.next), (one.validators, others)):
        state = trusted(one)
        state.validators, state.next = validators, following
        with raises(BadCheckpoint):
            NETWORK.start(b"".join(parts(NETWORK, state, [], None)), None, 4)


def test_a_checkpoint_brings_the_rules_of_its_network():
    trust = Threshold(1, 2, False)
    network = CometNetwork("test_chain 2", None, V0_34, 7, trust, ("smt",))
    found = network_in(record(Chain(network).grow(1).blocks[1], network), "the checkpoint")
    for name in ("chain_id", "id", "name", "profile", "trusting_period", "drift", "trust", "trees"):
        assert getattr(found, name) == getattr(network, name)


def test_networks_are_named_as_caip_2_has_it():
    assert (NETWORK.id, NETWORK.name, NETWORK.profile) == ("cosmos:test-chain", "test-chain", V0_38)
    for chain_id in ("Test_1", "a" * 33, "hashed-1", "x y"):
        network = CometNetwork(chain_id, None)
        assert network.id == "cosmos:" + network.name and network.name.startswith("hashed-") and len(network.name) == 23
    assert NETWORK.show(b"\xab") == "AB" and NETWORK.shipped() is None


def test_a_network_that_cannot_be():
    for arguments in (("", 1), (51 * "x", 1), ("c", 0), ("c", "1"), ("c", 1, V0_38, -1)):
        with raises(BadNetwork):
            CometNetwork(*arguments)
    for trees in (("mpt",), ("iavl", "iavl", "iavl")):
        with raises(BadNetwork):
            CometNetwork("c", 1, trees=trees)
    with raises(ThresholdOutOfRange):
        CometNetwork("c", 1, trust=Threshold(1, 4, False))


def test_messages_that_are_no_runs():
    ledger = World().ledger
    fields = decode(payload(Chain().grow(1).blocks[1]))[0]
    for value in (
        {},
        [1],
        [[]],
        [fields[:3]],
        [fields[:2] + ["", None]],
        [[None] + fields[1:]],
    ):
        with raises(BadSchema):
            ledger.read(encode(value))
    with raises(TooLarge):
        ledger.read(encode([[b"", b"", None, None]] * 65))
    assert ledger.read(encode([])) == (0, [])
