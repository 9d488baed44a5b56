"""Worlds of gateways that lie, networks that lose, and clients that lose power: nothing false, and nobody is stuck."""

import pytest

from tests.simulator import totals as counting
from tests.simulator.totals import run, some
from tests.simulator.truth import Failure
from tests.simulator.world import World, play


def test_some_worlds():
    totals = some(0, 60)
    assert not totals.failures, totals.failures[0]
    counts = totals.counts
    for what in ("lost", "reorganised", "restarts", "absences"):
        assert counts[what] > 8
    for outcome in ("proved", "not yet"):
        assert counts["proof", outcome] > 8
    for state in ("seen", "confirmed", "paid"):
        assert counts["told", state] > 20
    assert len(totals.lies) > 12


@pytest.mark.slow
@pytest.mark.parametrize("first", (10_000, 11_000))
def test_thousands_of_worlds(first):
    """The first of the ten thousand that the workflow plays."""
    totals = run(first, 1000, 2)
    assert not totals.failures, "\n".join(totals.failures[:10])


def test_worlds_in_two_processes_are_those_in_one(monkeypatch):
    monkeypatch.setattr(counting, "CHUNK", 4)
    both, alone = run(0, 8, 2), some(0, 8)
    assert (both.worlds, both.counts, both.arrived) == (alone.worlds, alone.counts, alone.arrived)


def test_a_world_that_ends_in_an_error_is_a_failure_with_its_seed(monkeypatch):
    def broken(seed):
        if seed == 1:
            raise KeyError("txid")
        return play(seed)

    monkeypatch.setattr(counting, "play", broken)
    found = some(0, 3)
    assert found.failures == ["seed 1: KeyError('txid')"] and found.worlds["played"] == 3


def test_a_world_always_goes_the_same_way():
    assert play(5).counts == play(5).counts


def test_the_simulator_notices_a_client_that_does_not_arrive():
    world = World(3)
    for gateway in world.gateways.values():
        gateway.asked = lambda *anything: None
    with pytest.raises(Failure, match="stuck"):
        world.play()


def test_the_simulator_notices_a_client_that_says_synced_too_soon():
    world = World(3)
    world.client.follower.quorum.chain = lambda *now: "synced"
    with pytest.raises(Failure, match="false synced"):
        world.play()
