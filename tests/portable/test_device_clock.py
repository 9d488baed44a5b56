"""Clock and entropy."""

import os
import time

from lightclient.device.clock import EPOCH, Clock
from lightclient.device.device import Device
from lightclient.device.entropy import entropy, seeded
from lightclient.device.errors import NoEntropy
from lightclient.device.link import FIRST_PAUSE, LONGEST_PAUSE, pause
from lightclient.sync.ledger import GENESIS
from lightclient.sync.topics import of_network
from tests.portable.mining import Tree, network
from tests.portable.scene import Gateway, names
from tests.portable.toy.bench import Wire
from tests.portable.toy.world import NAME

NOON = 1_800_000_000


def reader(values):
    """Return a function that returns one of `values` after the other."""
    rest = list(values)
    return lambda: rest.pop(0)


def test_time_goes_on_where_the_counter_runs_over():
    period = 1 << 30
    clock = Clock(reader([period - 1500, period - 500, 500, 500, 1000]), period)
    assert [clock.now() for _ in range(4)] == [1.0, 2.0, 2.0, 2.5]


def test_time_goes_on_for_longer_than_the_counter():
    period = 1 << 10
    clock = Clock(reader([0] + [1000 * step % period for step in range(1, 101)]), period)
    assert [clock.now() for _ in range(100)][-1] == 100.0


def test_a_real_clock_never_goes_back():
    clock = Clock()
    readings = [clock.now() for _ in range(50)]
    assert readings == sorted(readings) and 0 <= readings[0] <= readings[-1] < 10


def test_a_calendar_before_its_floor_is_not_known():
    for calendar, floor, known in ((NOON, 0, True), (NOON, NOON, True), (NOON, NOON + 1, False), (0, 0, False)):
        clock = Clock(None, None, lambda: calendar - EPOCH, floor)  # noqa: B023
        assert clock.unix() == (calendar if known else None)


def test_a_good_calendar_stays_known_whatever_blocks_come():
    rules = network(interval=144, start_bits=0x2000FFFF, min_difficulty=True, bip94=True)  # of testnet4
    tree = Tree(rules)
    tree.grow(names(1, 20), after="0")
    gateway = Gateway(tree, "20")
    gateway.publish()
    wire = Wire({"gw": gateway}, None, of_network(rules.name))
    passed = wire.clock
    began = tree.states["20"].times[-1] + 60
    wire.clock = Clock(lambda: int(1000 * passed.seconds), 1 << 62, lambda: began + passed.seconds - EPOCH)
    wire.next = clocked(wire, passed)
    device = Device(rules, NAME, ["gw"], wire, GENESIS, random=lambda: 7)

    def shown(tip):
        gateway.tip = tip
        gateway.publish()
        device.sleep()
        return device.catch_up(60)

    assert device.catch_up(20) == "synced"
    tree.grow("early", after="20", spacing=50 * 60)  # miners are ahead of time, and may be
    assert shown("early") == "synced" and wire.clock.unix() is not None
    far = ["far" + str(number) for number in range(20)]
    tree.grow(" ".join(far), after="early", spacing=1201)  # of the least difficulty, and into the future
    assert shown(far[-1]) != "synced" and device.ledger.height == 21
    tree.grow("21 22", after="20", spacing=601)
    assert shown("22") == "synced" and wire.clock.unix() is not None
    passed.seconds += 2 * 86400
    assert device.chain() != "synced" and wire.clock.unix() is not None  # nobody calls an old tip the newest


def clocked(wire, passed):
    """Return the wire's `next`, whose waiting moves another clock than the one that the device reads."""
    turn = wire.next

    def next_(until):
        clock, wire.clock = wire.clock, passed
        try:
            return turn(until)
        finally:
            wire.clock = clock

    return next_


def test_a_calendar_that_counts_from_2000_is_put_right():
    # Wherever it counts from, the present is after this was written and before a header's time runs out.
    seconds = Clock(None, None, time.time, NOON - 60_000_000).unix()
    if hasattr(time, "gmtime"):  # else the board may have no calendar, and it is not known
        assert seconds is not None
    assert seconds is None or seconds < 1 << 32


def test_pauses_grow_to_a_limit_and_differ_at_random():
    assert [pause(attempts, 0) for attempts in (0, 1, 2)] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pause(7, 0) == pause(1000, 0) == LONGEST_PAUSE
    assert pause(0, 0x80000000) == 1.5 * FIRST_PAUSE
    assert LONGEST_PAUSE < pause(1000, 0xFFFFFFFF) <= 2 * LONGEST_PAUSE


def test_the_same_seed_gives_the_same_numbers_and_another_one_others():
    one, same, other = seeded(b"1"), seeded(b"1"), seeded(b"2")
    numbers = [one() for _ in range(20)]
    assert numbers == [same() for _ in range(20)] and numbers[0] != other()
    assert len({number >> 24 for number in numbers}) > 10


def test_entropy_differs_every_time_where_there_is_any():
    try:
        assert len(entropy(16)) == 16 and entropy(16) != entropy(16)
    except NoEntropy:
        assert not hasattr(os, "urandom")
