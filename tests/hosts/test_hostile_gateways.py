"""Gateways that do whatever they like, at random, beside one that is honest: how long they can hold a client up.

Each may show chains with less work than ours, announce what it never delivers, answer late, wrongly or not at all, and
come and go. That costs them nothing, so all they get is what each gateway has once: a wait for a challenge, and one for
blocks that do not win.
"""

import random

import pytest

from lightclient.bitcoin import packed
from lightclient.sync.asking import SIDE, WAITED
from lightclient.sync.messages import NOT_FOUND, OK, presence
from lightclient.sync.quorum import SYNCED
from lightclient.sync.record import FIRST
from lightclient.sync.topics import STATUS, TIP
from tests.portable.scene import Gateway, Scene, forked, headers, names

pytestmark = pytest.mark.slow

SECONDS = 1500
OURS = "30w"
LIGHTER = ("13r", "30w", "29w", "10r", "5w")
BOASTS = ("12r 13r", "29w 30w", "30x 31x", "10r")
DELAYS = ((0,), (1, 9), (3,), (6,), (9.5,), (0, 1, 2, 3, 5, 8), (12,))


@pytest.fixture(scope="module")
def tree():
    made = forked()
    made.grow(names(27, 31, "x"), after="26w", spacing=1300)  # nobody has it
    return made


class Hostile(Gateway):
    def __init__(self, tree, entropy):
        super().__init__(tree, entropy.choice(LIGHTER), entropy.choice((1, 2, 5, 24)))
        self.entropy = entropy
        self.delays = entropy.choice(DELAYS)
        self.habits = sorted(entropy.random() ** entropy.choice((1, 3)) for _ in range(5))
        self.restless = entropy.choice((0, 0.05, 0.2, 0.5))
        self.boastful = entropy.choice((0, 0.1, 0.5))
        self.up = True
        self.answers = self.anything

    def anything(self, kind, argument):
        self.delay = self.entropy.choice(self.delays)
        knows_none, empty, busy, silent, moves = self.habits
        drawn = self.entropy.random()
        if drawn < knows_none:
            return NOT_FOUND, "no"
        if drawn < empty:
            return OK, packed.serialize(0, [])
        if drawn < busy:
            return 3, "busy"
        self.silent = drawn < silent
        if drawn < moves:
            self.tip = self.entropy.choice(LIGHTER)
        return self.honest(kind, argument)

    def act(self, scene, name):
        """Do what it does in a second without being asked."""
        if self.entropy.random() < self.restless:
            self.up ^= self.entropy.random() < 0.7  # else it says once more what it has said
            scene.deliver(name, STATUS, presence(self.up))
        if self.entropy.random() < self.boastful:
            self.silent = False
            scene.deliver(name, TIP, headers(self.tree, self.entropy.choice(BOASTS)))


@pytest.mark.parametrize("count", (1, 2, 3))
def test_hostile_gateways_hold_a_client_up_for_one_wait_of_each_kind(count, tree):
    for seed in range(20):
        entropy = random.Random(seed)
        hostile = {f"hostile{number}": Hostile(tree, entropy) for number in range(count)}
        order = [*hostile, "honest"]
        entropy.shuffle(order)
        challenges = entropy.choice((1, 2))
        scene = Scene(tree, {**hostile, "honest": OURS}, known=OURS, challenges=challenges, order=order)
        scene.connect()
        held = 0
        for _ in range(SECONDS):
            for name, gateway in hostile.items():
                gateway.act(scene, name)
            scene.run(1)
            held += scene.chain() != SYNCED
        assert scene.at() == OURS
        assert held <= count * (WAITED + SIDE + FIRST), seed
