"""Ten thousand worlds with bad networks, power cuts and lying gateways: each client ends on the best chain."""

from collections import Counter

import pytest

from tests.simulator import Failure, World, play

CHUNK = 500


def test_a_few_worlds():
    counts = Counter()
    for seed in range(100):
        counts += play(seed)
    for what in ("lost", "mined", "proofs verified", "proofs refused"):
        assert counts[what] > 100
    for lie, seen_as in (("forger", "banned"), ("garbage", "banned"), ("silent", "silent"), ("lesser", "behind")):
        assert counts["Liar", lie, seen_as] > 10


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(20))
def test_ten_thousand_worlds(chunk):
    for seed in range(1000 + chunk * CHUNK, 1000 + (chunk + 1) * CHUNK):
        play(seed)


def test_a_world_always_goes_the_same_way():
    assert play(7) == play(7)


def test_the_simulator_notices_a_client_that_does_not_arrive():
    world = World(3)
    for gateway in world.gateways.values():
        gateway.publish = gateway.answer = lambda *anything: None
    world.kept.clear()
    world.ledgers.mine()
    with pytest.raises(Failure, match="the best chain at"):
        world.run()
