"""Whoever is waited for is waited for once: turns of challenges, parts of chains, and gateways that come and go.

Each of these was found by the simulator (tests/simulator): a false "synced", or a client that was never synced again.
"""

from lightclient.bitcoin import packed
from lightclient.bitcoin.header import split
from lightclient.bitcoin.locators import parse_locator
from lightclient.sync.asking import DEADLINE, REST, SIDE, WAITED
from lightclient.sync.messages import NOT_FOUND, OK, RUN, presence, response
from lightclient.sync.quorum import FOLLOWING, SYNCED, UNCONFIRMED
from lightclient.sync.topics import RESPONSES, STATUS, TIP
from tests.portable.mining import Tree, network, unmine
from tests.portable.scene import Gateway, Scene, forked, headers, names
from tests.portable.toy.world import NAME


def foreign(tree, answer):
    """Return a gateway that says that it knows none of our blocks, and then answers so to the challenge."""
    liar = Gateway(tree, "30w")
    said = []

    def answers(kind, argument):
        said.append(kind)
        return (NOT_FOUND, "no") if len(said) == 1 else answer

    liar.answers = answers
    return liar


def captured(tree, gateways, **options):
    """Return a scene whose ledger has followed the weaker chain, below whose window the real one leaves it."""
    scene = Scene(tree, gateways, known="30w", **options)
    scene.connect()
    return scene


def test_a_challenge_that_brings_nothing_is_given_up_for_the_next_one():
    tree = forked()
    for answer in ((OK, packed.serialize(0, [])), (3, "busy"), (OK, 7)):
        scene = captured(tree, {"liar": foreign(tree, answer), "real": "40r"}, order=["liar", "real"])
        scene.seconds_to("40r", 60)
        scene.run(60)
        assert scene.chain() == SYNCED


def test_whose_turn_has_come_is_woken():
    tree = forked()
    liars = {"a": foreign(tree, (3, "busy")), "b": foreign(tree, (3, "busy")), "c": foreign(tree, (3, "busy"))}
    scene = captured(tree, dict(liars, real="40r"), order=["a", "b", "c", "real"])
    scene.seconds_to("40r", 15)


def test_whoever_goes_slowly_is_waited_for_once():
    tree = forked()
    slow = Gateway(tree, "40r", 1)  # one block in nine seconds
    slow.delay = 9
    scene = captured(tree, {"slow": slow, "weak": "30w"})
    for _ in range(100):
        scene.run(1)
    assert scene.chain() == SYNCED
    for _ in range(100):
        scene.run(1)
        assert scene.chain() == SYNCED or scene.at() != "30w"
    scene.seconds_to("40r", 300)


def test_nothing_is_synced_while_a_first_challenge_waits_for_its_turn():
    tree = forked()
    liar = foreign(tree, (3, "busy"))
    scene = captured(tree, {"a": liar, "real": "40r", "weak": "30w"}, order=["a", "real", "weak"])
    while scene.at() != "40r":
        assert scene.chain() != SYNCED
        scene.run(1)


def test_nothing_is_synced_while_a_challenge_has_made_room_for_one_that_had_fewer_turns():
    tree = forked()
    real, liar = Gateway(tree, "40r", 1), foreign(tree, (3, "busy"))
    real.delay, liar.delay = 1, 2
    scene = Scene(tree, {"real": real, "liar": liar, "weak": "30w"}, known="30w", order=["real", "liar", "weak"])
    scene.follower.quorum.sessions["real"].turns_had = 1
    scene.connect()
    while scene.at() != "40r":
        assert scene.chain() != SYNCED
        scene.run(1)


def test_whoever_shows_the_chain_that_another_has_just_brought_is_no_liar():
    tree = forked()
    scene = captured(tree, {"one": Gateway(tree, "40r", 5), "two": Gateway(tree, "40r", 5)}, challenges=2)
    scene.run(30)
    assert scene.at() == "40r"
    for name in ("one", "two"):
        assert scene.gateway(name) == FOLLOWING
        assert "LessWork" not in scene.faults(name)


def test_a_part_of_a_chain_is_no_tip_when_the_rest_does_not_come():
    tree = forked()
    gateway = Gateway(tree, "40r", 8)
    honest = gateway.honest
    gateway.answers = lambda kind, argument: (
        (gateway.asked[1:] and setattr(gateway, "silent", True)) or honest(kind, argument)
    )
    scene = Scene(tree, {"gw": gateway})
    scene.connect()
    seen = []
    for _ in range(60):
        scene.run(1)
        seen.append(scene.chain())
    assert SYNCED not in seen
    assert seen[-1] == UNCONFIRMED
    gateway.silent, gateway.answers = False, None
    scene.seconds_to("40r", 60)
    scene.run(10)
    assert scene.chain() == SYNCED


def test_whoever_is_banned_is_not_waited_for():
    tree = forked()
    liar = Gateway(tree, "40r", 8)
    scene = Scene(tree, {"liar": liar, "real": "40r"})
    scene.connect()
    session = scene.follower.quorum.sessions["liar"]
    session.advancing_until = scene.now + 60  # it has just sent blocks
    broken = split(tree.run("39r 40r"))
    scene.deliver("liar", TIP, packed.serialize(39, [broken[0], unmine(broken[1])]))
    scene.run(20)
    assert session.banned_until > scene.now
    assert scene.chain() == SYNCED


def test_whoever_comes_and_goes_delays_nobody():
    tree = forked()
    scene = Scene(tree, {"flapper": Gateway(tree, "40r"), "real": "40r"})
    scene.gateways["flapper"].silent = True
    scene.connect()
    scene.run(5)
    for turn in range(100):
        scene.deliver("flapper", STATUS, presence(turn % 2 == 1))
        scene.run(0.7)
        assert scene.chain() == SYNCED


def test_whoever_comes_and_goes_in_its_turn_is_waited_for_once():
    tree = forked()
    for delay, every, away in ((3, 8, 4), (6, 11, 1), (6, 14, 7), (9, 11, 9)):
        flapper = Gateway(tree, "40r", 1)
        flapper.delay = delay
        scene = captured(tree, {"flapper": flapper, "weak": "30w"})
        waited = 0
        for second in range(1, 201):
            if second % every in (0, every - away):
                scene.deliver("flapper", STATUS, presence(second % every == 0))
            scene.run(1)
            waited += scene.chain() != SYNCED
        assert scene.at() == "30w" and waited <= WAITED


def test_whoever_has_moved_us_and_comes_again_and_again_is_waited_for_once():
    tree = forked()
    flapper = Gateway(tree, "40r", 5)
    scene = Scene(tree, {"flapper": flapper, "real": "40r"}, order=["flapper", "real"])

    def answers(kind, argument):
        flapper.silent = True  # from now on
        return flapper.honest(kind, argument)

    flapper.answers = answers
    scene.connect()
    for _ in range(20):
        scene.deliver("flapper", STATUS, presence(True))
        scene.run(3)
        assert scene.at() == "40r"
        assert scene.chain() == SYNCED or scene.now <= DEADLINE


def test_an_answer_that_fitted_what_we_were_is_asked_for_again():
    tree = forked(real=12, weak=8, fork=2)
    tree.grow(names(3, 30, "x"), after="2", spacing=300)
    gateway = Gateway(tree, "12r")
    scene = Scene(tree, {"gw": gateway})
    moved = []

    def answers(kind, argument):
        if kind == RUN and not moved:
            moved.append(True)
            body = packed.serialize(7, split(tree.run(names(7, 12, "r"))))  # after 6r, which we have no more
            scene.give(names(1, 2))
            return OK, body
        return gateway.honest(kind, argument)

    gateway.answers = answers
    scene.connect()
    scene.run(5)  # without a pause
    assert scene.at() == "12r"
    assert "Unlinked" not in scene.faults("gw")


def test_an_answer_to_what_we_were_is_no_sign_of_another_chain():
    tree = forked()
    gateway = Gateway(tree, "40r")
    scene = Scene(tree, {"gw": gateway})
    crossed = []

    def answers(kind, argument):
        if kind == RUN and not crossed:
            crossed.append(True)
            scene.give(names(1, 4) + " 5r")
            return NOT_FOUND, "no block of the locator is known here"
        return gateway.honest(kind, argument)

    gateway.answers = answers
    scene.connect()
    scene.run(5)
    assert scene.at() == "40r"
    assert scene.follower.quorum.disputes() == [] and not scene.faults("gw")


def test_a_block_that_is_announced_behind_an_answer_is_asked_for_at_once_and_once():
    tree = forked()
    gateway = Gateway(tree, "9r")
    scene = Scene(tree, {"gw": gateway}, known="9r")
    announced = [str(n) + "r" for n in range(11, 40)]

    def answers(kind, argument):
        answer = gateway.honest(kind, argument)
        scene.now += 0.1
        scene.deliver("gw", TIP, headers(tree, announced.pop(0)))  # its parent is one that we lack
        return answer

    gateway.answers = answers
    scene.connect()
    scene.run(1)
    assert (len(gateway.asked), scene.faults("gw")) == (2, {"Withheld": 1})
    gateway.answers = None
    gateway.tip = "12r"
    scene.run(5)
    assert scene.at() == "12r"


def test_whoever_moves_us_all_the_time_hides_no_challenge():
    tree = forked()
    tree.grow(names(31, 60, "w"), after="30w", spacing=1300)
    honest = Gateway(tree, "40r")
    scene = Scene(tree, {"honest": honest, "weak": "30w"}, known="30w")
    moves = [str(n) + "w" for n in range(31, 37)]

    def answers(kind, argument):
        if moves and honest.tree.hash("30w") in [block_hash for _, block_hash in parse_locator(argument)]:
            scene.give(moves.pop(0))
        return honest.honest(kind, argument)

    honest.answers = answers
    scene.connect()
    scene.seconds_to("40r", 60)
    assert len(moves) < 6  # our chain grew while it was asked


# -- answers that come late


def test_whoever_is_slow_is_followed():
    tree = forked()
    for delay in (11, 12, 20, 45, 150):
        slow = Gateway(tree, "40r")
        slow.delay = delay
        scene = Scene(tree, {"slow": slow, "silent": "4"})
        scene.gateways["silent"].silent = True
        scene.connect()
        scene.seconds_to("40r", 3 * delay + 30)
        scene.run(2 * delay + 30)
        assert scene.chain() == SYNCED and scene.gateway("slow") == FOLLOWING
        assert list(scene.faults("slow")) == ["Silent"]


def test_whoever_is_slow_frees_a_device():
    tree = forked()
    for delay in (12, 20):
        slow = Gateway(tree, "40r")
        slow.delay = delay
        scene = captured(tree, {"slow": slow, "weak": "30w"})
        scene.seconds_to("40r", 10 * delay)


def test_an_answer_is_taken_once_however_late_it_comes():
    tree = forked()
    gateway = Gateway(tree, "40r", 4)
    scene = Scene(tree, {"gw": gateway})
    gateway.silent = True
    scene.connect()
    session = scene.follower.quorum.sessions["gw"]
    number = session.asked
    scene.run(DEADLINE + 5)
    assert len(gateway.asked) == 2 and session.faults == {"Silent": 1}
    assert session.asked == number  # of the repeated request, too
    late = response(number, OK, headers(tree, names(1, 4)))
    for height in (4, 4):
        scene.deliver("gw", RESPONSES + NAME, late)
        scene.run(0)
        assert scene.ledger.height == height and len(gateway.asked) == 3
    assert session.asked not in (None, number) and session.faults == {"Silent": 1}
    scene.deliver("gw", RESPONSES + NAME, response(session.asked + 1, OK, headers(tree, names(5, 5, "r"))))
    assert scene.ledger.height == 4  # of nothing that was asked


def test_whoever_answers_late_keeps_nobody_waiting():
    tree = plain()
    liar = Sidestep(tree, "10")
    liar.delay = DEADLINE + 3
    scene = Scene(tree, {"honest": "10", "liar": liar}, known="10")
    scene.connect()
    waited = [scene.run(1) for _ in range(300)]
    assert len([state for state in waited if state != SYNCED]) <= SIDE


# -- blocks that do not win


class Sidestep(Gateway):
    """Shows one more block beside the chain at each request; each leaves it at `after`."""

    after = "8"

    def honest(self, kind, argument):
        tree = self.tree
        name = "s" + str(len(tree.states))
        tree.grow(name, after=self.after, spacing=500 + len(tree.states))
        return OK, headers(tree, name)


def plain(count=10):
    tree = Tree(network(interval=144))
    tree.grow(names(1, count), after="0")
    return tree


def test_whoever_shows_blocks_that_do_not_win_is_waited_for_once():
    for delay in (0.5, 9):
        tree = plain()
        liar = Sidestep(tree, "10")
        liar.delay = delay
        scene = Scene(tree, {"honest": "10", "liar": liar}, known="10")
        scene.connect()
        waited = [scene.run(1) for _ in range(SIDE + 280)]
        assert waited.count(SYNCED) >= 280 - 1
        assert scene.faults("liar")["SideBlocks"] > 3 and scene.faults("honest") == {}
        assert len(liar.asked) < SIDE / delay + 12  # and is asked more and more rarely
        scene.run(REST)
        begun = liar.asked[:]
        waited = [scene.run(1) for _ in range(SIDE + 280)]
        assert waited.count(SYNCED) >= 280 - 1 and len(liar.asked) < len(begun) + SIDE / delay + 12


def test_whoever_answers_at_once_with_blocks_that_do_not_win_is_asked_no_more_for_a_while():
    tree = plain()
    liar = Sidestep(tree, "10")
    liar.delay = 0.5
    scene = Scene(tree, {"liar": liar}, known="10")
    scene.connect()
    scene.run(SIDE)
    liar.asked = []
    scene.run(100)
    assert len(liar.asked) < 8


def beside(unlinked):
    """Return (gateway, scene): while the gateway is asked, a liar shows blocks that do not win."""
    tree = plain()
    tree.grow("8x 9x", after="7", spacing=900)
    honest = Gateway(tree, "10")
    aside = Sidestep(tree, "10")
    scene = Scene(tree, {"asked": honest, "liar": "10", "third": "10"}, known="10")

    def answers(kind, argument):
        scene.deliver("liar", TIP, aside.honest(RUN, b"")[1])
        return (OK, headers(tree, "9x")) if unlinked else honest.honest(kind, argument)

    honest.answers = answers
    honest.delay = 1
    scene.connect()
    scene.run(SIDE + 100)
    return honest, scene


def test_what_one_shows_beside_our_chain_has_nobody_else_asked_again():
    for unlinked in (False, True):
        asked, scene = beside(unlinked)
        assert len(asked.asked) < (SIDE + 8 if unlinked else 3)
        assert scene.chain() == SYNCED


def test_a_branch_that_wins_is_followed_however_many_answers_it_takes():
    for delay, most in ((0.1, SIDE), (5, 200)):
        tree = plain(12)
        tree.grow(names(3, 13, "b"), after="2", spacing=700)
        honest = Gateway(tree, "12", 3)
        honest.delay = delay
        scene = Scene(tree, {"honest": honest}, known="12")
        scene.connect()
        for tip in ("13b", "14"):
            if tip == "14":
                tree.grow("13 14", after="12", spacing=900)
            honest.tip = tip
            scene.follower.disconnect()
            scene.connect()
            scene.seconds_to(tip, most)
        assert delay > 1 or "SideBlocks" not in scene.faults("honest")  # its branch has won each time


def test_a_challenge_that_shows_blocks_that_do_not_win_is_paused():
    tree = forked()
    liar = Sidestep(tree, "30w")
    liar.delay = 0.2

    def answers(kind, argument):
        known = [block_hash for _, block_hash in parse_locator(argument)]
        if tree.hash("30w") in known:
            return NOT_FOUND, "no"
        return liar.honest(kind, argument) if tree.hash("4") in known else (OK, headers(tree, names(1, 4)))

    liar.answers = answers
    liar.after = "2"
    scene = captured(tree, {"liar": liar, "weak": "30w"})
    scene.run(SIDE + 10)
    liar.asked = []
    scene.run(200)
    assert len(liar.asked) < 30 and scene.chain() == SYNCED
