"""Saved or shipped: which of two records a chain starts from, and what is said about the other."""

from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.checkpoint import serialize
from lightclient.bitcoin.errors import (
    BadCheckpoint,
    DamagedCheckpoint,
    EmptyCheckpoint,
    NoTrust,
    TextCheckpoint,
    WrongNetwork,
)
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.codec.cbor import decode, encode
from lightclient.store.slots import SlotStore
from lightclient.sync.ledger import GENESIS
from tests.portable.mining import Tree, network
from tests.portable.support import raises
from tests.portable.test_checkpoint import HEADERS, as_format_1, changed

WINDOW = 4


def names(first, last, suffix=""):
    return " ".join([str(n) + suffix for n in range(first, last + 1)])


class World:
    """A network on which blocks grow harder; records of its chain, and of a longer one with less work."""

    def __init__(self, least=0):
        self.network = network(interval=4, min_chainwork=least)
        self.tree = Tree(self.network)
        self.tree.grow(names(1, 20), after="0", spacing=150)
        self.tree.grow(names(1, 30, "w"), after="0", spacing=1200)

    def record(self, last, window=WINDOW, suffix=""):
        """Return the record of the chain up to a height."""
        chain = from_genesis(self.network, window)
        chain.extend(self.tree.run(names(1, last, suffix)))
        return serialize(chain)

    def start(self, trust, saved):
        return self.network.start(trust, saved, WINDOW)


def starts(world, trust, saved):
    """Return (height, names) that a start comes to."""
    ledger, told = world.start(trust, saved)
    assert ledger.chain.window == WINDOW and ledger.network is world.network
    return ledger.height, told


def test_without_a_saved_record_the_trust_anchor_serves():
    world = World()
    assert starts(world, world.record(8), None) == (8, [])
    assert starts(world, GENESIS, None) == (0, [])


def test_a_start_needs_a_trust_anchor():
    world = World()
    saved = world.record(12)
    for trust, error in (
        (None, NoTrust),
        (b"", EmptyCheckpoint),
        ("", TextCheckpoint),
        ("Genesis", TextCheckpoint),
        (saved.hex(), TextCheckpoint),
        (saved.hex().encode(), TextCheckpoint),
        (7, TextCheckpoint),
        (saved[:-1], DamagedCheckpoint),
        (b"\xff" * 200, BadCheckpoint),
        (serialize(from_genesis(TESTNET4)), WrongNetwork),
        (as_format_1(saved)[:-1], BadCheckpoint),  # cut in a format that has no checksum
        (changed(saved, HEADERS, decode(saved)[HEADERS][:-1]), BadCheckpoint),  # made wrongly
    ):
        for kept in (None, saved):  # a saved record, however good, does not stand in for it
            with raises(error) as caught:
                world.start(trust, kept)
            assert caught.error.fields.get("record", "the trust anchor") == "the trust anchor"


def test_a_saved_record_serves_if_it_is_no_worse_than_the_trust_anchor():
    world = World()
    for trust, saved, found in (
        (world.record(8), world.record(12), (12, [])),
        (world.record(8), world.record(8), (8, [])),
        (GENESIS, world.record(12), (12, [])),
        (world.record(12), world.record(8), (12, ["SavedLessWork"])),
        (world.record(12), world.record(30, suffix="w"), (12, ["SavedLessWork"])),  # longer, and less work
    ):
        assert starts(world, trust, saved) == found
        assert starts(world, trust, as_format_1(saved)) == found


def test_a_saved_record_below_the_minimum_gives_way_to_a_trust_anchor_above_it():
    world = World()
    least = world.tree.states["12"].chainwork
    world = World(least)
    assert starts(world, world.record(12), world.record(8)) == (12, ["SavedBelowMinimum"])
    assert starts(world, world.record(16), world.record(12)) == (16, ["SavedLessWork"])
    # Where the trust anchor lies below it too, what an earlier run came to is not thrown away: the way is long.
    assert starts(world, world.record(4), world.record(8)) == (8, [])
    assert starts(world, GENESIS, world.record(8)) == (8, [])


def test_a_ledger_is_trusted_from_the_minimum_on():
    world = World()
    least = world.tree.states["12"].chainwork
    world = World(least)
    for height in (0, 8, 11, 12, 13):
        assert world.start(world.record(height), None)[0].trusted == (height >= 12)
    assert World(least + 1).start(world.record(12), None)[0].trusted is False
    assert REGTEST.start(GENESIS, None, 12)[0].trusted


def test_a_saved_record_that_cannot_be_read_is_passed_over_by_name():
    world = World()
    saved = world.record(12)
    flipped = bytearray(saved)
    flipped[20] ^= 1
    for record, name in (
        (b"", "SavedEmptyCheckpoint"),
        (saved.hex(), "SavedTextCheckpoint"),
        (saved.hex().encode(), "SavedTextCheckpoint"),
        (flipped, "SavedDamagedCheckpoint"),
        (saved[:-9], "SavedDamagedCheckpoint"),
        (b"\xff" * 2000, "SavedUnsupported"),
        (serialize(from_genesis(TESTNET4)), "SavedWrongNetwork"),
        (as_format_1(saved)[:-1], "SavedTruncated"),
        (encode(["LCC1"]), "SavedBadSchema"),
        (changed(saved, HEADERS, decode(saved)[HEADERS][80:]), "SavedBadSchema"),
        (changed(saved, HEADERS, decode(saved)[HEADERS][:-1]), "SavedTruncated"),
    ):
        assert starts(world, world.record(8), record) == (8, [name])


def test_no_saved_record_whatsoever_ends_a_start():
    world = World()
    trust = world.record(4, 2)
    for saved in (world.record(8, 2), as_format_1(world.record(8, 2))):
        for size in range(0, len(saved), 3):
            world.start(trust, saved[:size])
        for place in range(len(saved)):
            wrong = bytearray(saved)
            wrong[place] ^= 0xA5
            world.start(trust, wrong)


def test_what_a_store_gives_back_is_what_a_start_takes():
    class Memory:
        def __init__(self):
            self.slots = {}

        def read(self, slot):
            return self.slots.get(slot, b"")

        def write(self, slot, parts):
            self.slots[slot] = b"".join(parts)

    world = World()
    store = SlotStore(Memory())
    ledger, _ = world.start(GENESIS, store.load())
    ledger.chain.extend(world.tree.run(names(1, 12)))
    store.save(*ledger.parts())
    assert store.load() == ledger.save()
    assert starts(world, GENESIS, store.load()) == (12, [])


def test_the_anchor_is_named_and_not_the_saved_record():
    world = World()
    for trust, saved, name in (
        (GENESIS, None, "genesis block"),
        (GENESIS, world.record(12), "genesis block"),
        (world.record(8), world.record(12), "checkpoint at height 8"),
        (world.record(0), None, "genesis block"),
    ):
        assert world.start(trust, saved)[0].anchor == name


def test_time_and_stamp_follow_the_chain():
    world = World()
    ledger, _ = world.start(GENESIS, None)
    assert ledger.time == world.tree.states["0"].times[-1]
    stamps = []
    for height in range(1, 9):
        ledger.chain.extend(world.tree.run(str(height)))
        assert ledger.time == world.tree.states[str(height)].times[-1]
        stamps.append(ledger.stamp)
    assert stamps[:WINDOW] == [world.tree.hash("0")] * WINDOW  # nothing has left the window
    assert stamps[WINDOW:] == [world.tree.hash(str(height)) for height in range(1, 5)]
