"""Clock and entropy."""

import os
import time

from lightclient.device.clock import EPOCH, Clock
from lightclient.device.entropy import entropy, seeded
from lightclient.device.errors import NoEntropy
from lightclient.device.link import FIRST_PAUSE, LONGEST_PAUSE, pause

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
