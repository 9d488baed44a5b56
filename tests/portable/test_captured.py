"""A chain with less work holds no client for long, whoever shows it and in whatever company."""

from lightclient.bitcoin.locators import parse_locator
from lightclient.sync.asking import DEADLINE, LONGEST_PAUSE, SHARE, WAITED
from lightclient.sync.messages import BUSY, NOT_FOUND, OK, presence
from lightclient.sync.quorum import BANNED, CATCHING_UP, CHALLENGING, FOLLOWING, SYNCED
from lightclient.sync.topics import STATUS
from tests.portable.scene import Gateway, Scene, anchor, forked, headers, names

#            5r - ... - 40r        the real chain
#           /
#   0 ... 4
#           \
#            5w - ... - 30w        weaker, and the fork lies below a window of 12
#            5x - ... - 200x       longer, and 5y - ... - 199y
TREE = forked()
LONG = forked()
LONG.grow(names(5, 200, "x"), after="4", spacing=1301)  # less work than the real chain has at 24r
LONG.grow(names(5, 199, "y"), after="4", spacing=1302)
assert LONG.states["200x"].chainwork < LONG.states["24r"].chainwork
MINUTE = 60


def captured(gateways, **options):
    """Return a scene whose ledger has followed the weaker chain."""
    return Scene(TREE, gateways, known="30w", **options)


def test_one_honest_gateway_frees_a_captured_ledger():
    scene = captured({"honest": "40r"})
    assert scene.connect() == SYNCED
    assert scene.at() == "40r" and scene.gateway("honest") == FOLLOWING
    assert scene.ledger.adopted == 1


def test_from_a_checkpoint_as_well():
    scene = captured({"honest": "40r"}, trust=anchor(TREE, "4"))
    assert scene.connect() == SYNCED
    assert scene.at() == "40r" and scene.ledger.adopted == 1


def test_on_a_network_with_easy_blocks_as_well():
    for rules in ({"min_difficulty": True}, {"min_difficulty": True, "bip94": True}):
        tree = forked(**rules)
        scene = Scene(tree, {"liar": "30w", "honest": "40r"}, known="30w")
        scene.connect()
        assert scene.at() == "40r"


def test_whoever_shows_the_weaker_chain_afterwards_is_marked_and_left_alone_for_a_while():
    scene = Scene(TREE, {"honest": "40r", "liar": "30w"}, known="40r")
    scene.connect()
    assert (scene.chain(), scene.at()) == (SYNCED, "40r")
    assert scene.gateway("liar") == BANNED and scene.faults("liar") == {"LessWork": 1}
    asked = len(scene.gateways["liar"].asked)
    scene.run(LONGEST_PAUSE - MINUTE)
    assert len(scene.gateways["liar"].asked) == asked
    scene.gateways["liar"].tip = "40r"  # its node has caught up
    scene.run(2 * LONGEST_PAUSE)
    assert scene.gateway("liar") == FOLLOWING


def test_a_challenge_with_less_work_changes_nothing():
    scene = Scene(TREE, {"honest": "40r", "liar": "30w"}, known="40r")
    before = scene.ledger.save()
    scene.connect()
    scene.run(MINUTE)
    assert scene.ledger.save() == before and scene.chain() == SYNCED


def test_a_reorganisation_of_any_depth_is_followed():
    #   12 is the window: up to there a side branch does, below it a challenge
    for depth in (3, 11, 12, 13, 20, 36):
        scene = Scene(forked(real=40, weak=40, fork=40 - depth), {"gw": "40w"})
        scene.connect()
        assert scene.at() == "40w", depth
        scene.gateways["gw"].tip = "40r"
        scene.gateways["gw"].publish()
        scene.deliver("gw", "tip", scene.gateways["gw"].retained["tip"])
        assert scene.run(0) == SYNCED and scene.at() == "40r", depth
        assert scene.ledger.adopted == (depth > 12), depth


def test_a_slow_challenger_shares_its_turn():
    #   one header every seven seconds, and there is but one turn, which it has first
    slow, honest = Gateway(TREE, "40r", most=1), Gateway(TREE, "40r")
    slow.delay, honest.delay = 7, 8
    scene = captured({"slow": slow, "honest": honest}, order=["slow", "honest"])
    scene.connect()
    scene.run(20)
    assert scene.gateway("slow") == CHALLENGING and scene.at() == "30w"
    scene.seconds_to("40r", SHARE + 3 * DEADLINE)


def endless(delay):
    """Return a gateway on a long chain with little work, which shows one block of it at a time."""
    gateway = Gateway(LONG, "199y", most=1)
    gateway.delay = delay
    return gateway


def test_a_challenge_that_never_ends_is_waited_for_once():
    #   one block in nine seconds is no silence, and easy blocks cost little
    for count in (1, 2, 5):
        gateways = {"liar" + str(number): endless(9) for number in range(count)}
        scene = Scene(LONG, dict(gateways, honest="40r"), known="40r")
        assert scene.connect() == CATCHING_UP
        scene.run(count * (WAITED + DEADLINE))
        for _ in range(20):
            assert scene.run(3) == SYNCED
            scene.coming = []
            scene.follower.disconnect()
            scene.now += MINUTE
            scene.connect()
        scene.run(3 * DEADLINE)
        assert CHALLENGING in [scene.gateway(name) for name in gateways]


def connects_now_and_then(scene, most, apart):
    """Connect for 30 seconds, up to so many times, until the ledger has the real chain. apart: seconds in between."""
    for _ in range(most):
        scene.connect()
        scene.run(30)
        if scene.at() == "40r":
            break
        scene.coming = []
        scene.follower.disconnect()
        scene.now += apart


def test_a_challenge_goes_on_over_the_next_connection():
    #   a link that holds for 30 seconds, on which 12 headers come
    honest = Gateway(LONG, "40r", most=3)
    honest.delay = 7
    scene = Scene(LONG, {"honest": honest}, known="200x")
    connects_now_and_then(scene, 6, 600)
    assert scene.at() == "40r" and scene.ledger.adopted == 1
    assert scene.follower.quorum.sessions["honest"].parked is None


def test_whoever_answers_first_on_every_connection_does_not_keep_the_turn():
    #   one turn, a connection of 30 seconds a day, and a liar that is always faster and never done
    honest = Gateway(LONG, "40r", most=3)
    honest.delay = 5
    scene = Scene(LONG, {"liar": endless(1), "honest": honest}, known="200x", order=["liar", "honest"])
    connects_now_and_then(scene, 8, 86400)
    assert scene.at() == "40r"


def test_forty_gateways_in_the_queue_do_not_keep_the_honest_one_from_its_turn():
    for how in ("weak", "refuses", "unlinked", "unknown"):
        gateways = {}
        for number in range(40):
            liar = Gateway(TREE, "30w")
            if how != "weak":
                liar.answers = Stuck(liar, how)
            gateways["a" + str(number)] = liar
        gateways["honest"] = Gateway(TREE, "40r")
        scene = captured(gateways, order=sorted(gateways))
        scene.connect()
        scene.seconds_to("40r", 40 * MINUTE)


class Stuck:
    """Answers that claim a chain of their own until they have a turn, and keep it by not going on."""

    def __init__(self, gateway, how):
        self.gateway = gateway
        self.how = how
        self.count = 0

    def __call__(self, kind, argument):
        self.count += 1
        if self.count == 1:
            return OK, headers(TREE, names(5, 8, "r"))  # a fork below the window: it wants a turn
        if self.how == "refuses":
            return BUSY, "later"
        if self.how == "unlinked":
            return OK, headers(TREE, names(20, 24, "r"))
        return NOT_FOUND, "nothing"


def test_whoever_only_waited_for_its_turn_does_not_hold_it_when_it_comes():
    #   b asks for a turn while a has it, and then shows our own chain: c is the next
    a, b = Gateway(TREE, "30w"), Gateway(TREE, "30w")
    first = []

    def answers(kind, argument):
        if not first:
            first.append(1)
            return OK, headers(TREE, names(5, 8, "r"))
        return b.honest(kind, argument)

    a.answers = Stuck(a, "refuses")
    b.answers = answers
    scene = captured({"a": a, "b": b, "c": Gateway(TREE, "40r")}, order=["a", "b", "c"])
    scene.connect()
    scene.seconds_to("40r", 3 * MINUTE)


def test_a_gateway_that_goes_offline_in_its_challenge_gives_its_turn_back():
    slow, other = Gateway(TREE, "40r", most=1), Gateway(TREE, "40r")
    slow.delay, other.delay = 7, 8
    scene = captured({"a": slow, "b": other}, order=["a", "b"])
    scene.connect()
    scene.run(10)
    assert scene.gateway("a") == CHALLENGING and scene.chain() == CATCHING_UP
    scene.deliver("a", STATUS, presence(False))
    scene.seconds_to("40r", 4 * DEADLINE)


def test_whoever_challenges_with_our_own_chain_over_and_over_is_waited_for_once():
    #   it says that it knows none of our blocks, goes through the real chain up to our tip, slowly, and begins anew
    liar = Gateway(TREE, "40r", most=6)
    liar.delay = 6
    foreign = [True]

    def answers(kind, argument):
        at_tip = TREE.hash("40r") in [block_hash for _, block_hash in parse_locator(argument)]
        if at_tip:
            foreign[0] = not foreign[0]
        return (NOT_FOUND, "none") if at_tip and not foreign[0] else liar.honest(kind, argument)

    liar.answers = answers
    scene = Scene(TREE, {"gw": "40r", "liar": liar}, known="40r")
    scene.connect()
    assert scene.chain() == CATCHING_UP
    scene.run(2 * MINUTE)
    challenges = 0
    for _ in range(10 * MINUTE):
        if not scene.coming:  # it does not wait for our next poll
            scene.deliver("liar", STATUS, presence(True))
        assert scene.run(1) == SYNCED
        challenges += scene.gateway("liar") == CHALLENGING
    assert challenges > 5 * MINUTE


def test_a_saved_chain_with_less_work_than_a_newer_trust_anchor_does_not_serve():
    saved = captured({"gw": "40r"}).ledger.save()
    scene = Scene(TREE, {"gw": "40r"}, trust=anchor(TREE, "32r"), saved=saved)
    assert scene.told == ["SavedLessWork"] and scene.at() == "32r"
    assert scene.connect() == SYNCED and scene.at() == "40r"


def test_a_saved_chain_that_was_captured_is_freed_after_the_restart():
    saved = captured({"gw": "40r"}).ledger.save()
    scene = Scene(TREE, {"gw": "40r"}, saved=saved)
    assert (scene.told, scene.at()) == ([], "30w")
    assert scene.connect() == SYNCED and scene.at() == "40r"
