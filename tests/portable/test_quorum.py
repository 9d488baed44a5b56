from lightclient.bitcoin import packed
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.messages import OK, response
from lightclient.sync.quorum import (
    BANNED,
    BEHIND,
    CATCHING_UP,
    FAILURES,
    FOLLOWING,
    GRACE,
    OFFLINE,
    SILENCE,
    SILENT,
    SLOW,
    SLOW_AFTER,
    STARTING,
    SYNCED,
    UNCONFIRMED,
    WITHHOLDING,
    Quorum,
)
from lightclient.sync.session import BAN, DEADLINE, POLL, SUBSCRIBE
from lightclient.sync.topics import RESPONSES, TIP
from tests.portable.mining import Tree
from tests.portable.scene import headers, names, requests

TREE = Tree(REGTEST)
TREE.grow(names(1, 20), after="0")
TREE.grow("10b 11b", after="9")
TREE.grow("20c", after="19")


class Several:
    """Gateways a, b ... over one ledger."""

    def __init__(self, gateways="a b", needed=1):
        self.ledger = Ledger(from_genesis(REGTEST, 144))
        self.quorum = Quorum(self.ledger, gateways.split(), needed, 500)
        self.now = 0
        for name in gateways.split():
            self.quorum.start(name, 0)

    def tip(self, name, blocks):
        return self.quorum.receive(name, TIP, headers(TREE, blocks), self.now)

    def answer(self, name, blocks):
        body = headers(TREE, blocks) if blocks else packed.serialize(0, [])
        answer = response(self.quorum.sessions[name].asked, OK, body)
        return self.quorum.receive(name, RESPONSES, answer, self.now)

    def later(self, seconds):
        """Let time pass without a message; every deadline is met."""
        end = self.now + seconds
        wants = []
        while self.quorum.wake_at is not None and self.quorum.wake_at <= end:
            self.now = self.quorum.wake_at
            wants += self.quorum.tick(self.now)
        self.now = end
        return wants

    def chain(self):
        return self.quorum.chain(self.now)

    def gateways(self):
        return [self.quorum.gateway(name, self.now) for name in sorted(self.quorum.sessions)]


def test_wants_say_which_gateway_they_are_for():
    quorum = Quorum(Ledger(from_genesis(REGTEST, 144)), ["a", "b"])
    wants = quorum.start("b", 0)
    assert wants[:2] == [("b", SUBSCRIBE, RESPONSES), ("b", SUBSCRIBE, TIP)]
    assert wants[2][0] == "b" and len(requests(wants)) == 1


def test_before_anything_was_shown_the_chain_is_starting():
    scene = Several()
    assert scene.chain() == STARTING and scene.gateways() == [SILENT, SILENT]
    scene.quorum.receive("a", TIP, b"", 0)
    assert scene.chain() == STARTING and scene.gateways() == [BANNED, SILENT]


def test_what_one_gateway_delivers_all_have():
    scene = Several()
    scene.answer("a", names(1, 10))
    assert scene.ledger.tip == TREE.hash("10")


def test_an_answer_to_a_question_that_has_grown_old_is_asked_again_and_is_no_fault():
    scene = Several()
    scene.tip("b", "18 19 20")
    scene.answer("a", names(1, 10))
    [(name, _, _)] = wants = scene.answer("b", "1 2")
    [(_, _, _, locator)] = requests(wants)
    assert name == "b" and locator[0] == (10, TREE.hash("10"))
    assert scene.quorum.sessions["b"].faults == {}


def test_the_chain_is_synced_when_enough_gateways_show_its_tip():
    for needed, states in ((1, [SYNCED, SYNCED, SYNCED]), (2, [UNCONFIRMED, SYNCED, SYNCED])):
        scene = Several("a b c", needed)
        for name, state in zip("abc", states):  # noqa: B905 - MicroPython's zip has no `strict`
            scene.tip(name, names(1, 10))
            assert scene.chain() == state


def test_while_a_gateway_shows_more_than_is_known_the_chain_catches_up():
    scene = Several()
    scene.tip("a", names(1, 10))
    scene.tip("b", "18 19 20")
    assert scene.chain() == CATCHING_UP and scene.gateways() == [FOLLOWING, FOLLOWING]
    scene.answer("b", names(11, 20))
    assert scene.chain() == SYNCED and scene.gateways() == [FOLLOWING, FOLLOWING]
    scene.now += GRACE
    assert scene.gateways() == [BEHIND, FOLLOWING]
    scene.tip("a", "19 20")
    assert scene.gateways() == [FOLLOWING, FOLLOWING]


def test_a_stale_gateway_is_behind():
    scene = Several()
    scene.tip("a", names(1, 10))
    scene.tip("b", "1 2 3")
    scene.now = GRACE - 1
    assert scene.gateways() == [FOLLOWING, FOLLOWING]
    scene.now = GRACE
    assert scene.gateways() == [FOLLOWING, BEHIND] and scene.chain() == SYNCED


def test_a_gateway_on_a_branch_with_less_work_is_behind():
    scene = Several()
    scene.tip("a", names(1, 20))
    scene.tip("b", "10b 11b")
    scene.now = GRACE
    assert scene.gateways() == [FOLLOWING, BEHIND] and scene.chain() == SYNCED


def test_a_gateway_on_a_branch_with_as_much_work_hides_nothing():
    #   ... 19 - 20      two blocks found at the same time: we saw 20 first, both gateways saw 20c first
    #          \
    #           20c
    scene = Several()
    scene.tip("a", names(1, 20))
    scene.tip("a", "20c")
    scene.tip("b", "20c")
    scene.now = GRACE
    assert scene.ledger.tip == TREE.hash("20")
    assert scene.gateways() == [FOLLOWING, FOLLOWING] and scene.chain() == SYNCED


def test_a_gateway_that_announces_and_never_delivers_withholds_and_holds_nobody_up():
    scene = Several()
    scene.tip("a", names(1, 10))
    scene.tip("b", "18 19 20")
    assert len(requests(scene.answer("b", "10"))) == 1
    for failures in range(FAILURES):
        assert scene.chain() == CATCHING_UP and scene.gateways()[1] == FOLLOWING, failures
        scene.answer("b", "15 16")
        scene.now = scene.quorum.sessions["b"].wake_at
        scene.quorum.tick(scene.now)
    assert scene.gateways()[1] == WITHHOLDING and scene.chain() == SYNCED
    assert scene.quorum.sessions["b"].faults == {"Unlinked": FAILURES}
    scene.answer("b", names(11, 20))
    assert scene.gateways()[1] == FOLLOWING and scene.ledger.tip == TREE.hash("20")


def test_one_answer_that_leaves_out_what_was_announced_is_enough():
    scene = Several()
    scene.tip("a", names(1, 10))
    scene.tip("b", "18 19 20")
    for blocks in ("10", "10"):  # the first question was an old one
        assert scene.gateways()[1] == FOLLOWING and scene.chain() == CATCHING_UP
        scene.answer("b", blocks)
    assert scene.gateways()[1] == WITHHOLDING and scene.chain() == SYNCED
    scene.later(10)
    scene.answer("b", "11 12 13")
    assert scene.gateways()[1] == FOLLOWING and scene.chain() == CATCHING_UP
    assert scene.quorum.sessions["b"].faults["Withheld"] == 1


def test_a_chain_that_is_known_only_from_who_withholds_is_not_confirmed():
    scene = Several("a")
    scene.tip("a", names(1, 10))
    scene.tip("a", "18 19 20")
    scene.later(60)
    assert scene.gateways() == [WITHHOLDING] and scene.chain() == UNCONFIRMED


def test_a_slow_chain_is_one_that_all_agree_on():
    scene = Several("a b", needed=2)
    while scene.now <= SLOW_AFTER:
        assert scene.chain() == (SYNCED if scene.now else STARTING)
        for name in "ab":
            scene.answer(name, names(1, 10) if scene.ledger.height < 10 else "10")
            if scene.quorum.sessions[name].asked:
                scene.answer(name, "10")
        scene.later(POLL)
    assert scene.chain() == SLOW and scene.gateways() == [FOLLOWING, FOLLOWING]
    scene.tip("a", "11")
    scene.tip("b", "11")
    assert scene.chain() == SYNCED


def test_silence_is_no_slow_chain():
    scene = Several("a b")
    for name in "ab":
        scene.tip(name, names(1, 10))
    scene.later(SILENCE)
    assert scene.chain() == SYNCED
    scene.later(1)
    assert scene.gateways() == [SILENT, SILENT] and scene.chain() == UNCONFIRMED
    scene.later(SLOW_AFTER)
    assert scene.chain() == UNCONFIRMED
    assert scene.quorum.sessions["a"].faults["Silent"] > 3


def test_who_is_banned_confirms_nothing():
    scene = Several()
    scene.tip("a", names(1, 10))
    scene.quorum.receive("a", TIP, b"", 1)
    assert scene.gateways()[0] == BANNED and scene.chain() == UNCONFIRMED
    scene.tip("b", "10")
    assert scene.chain() == SYNCED
    scene.now = 1 + BAN
    assert scene.gateways()[0] == SILENT


def test_without_a_broker_all_are_offline():
    scene = Several()
    scene.tip("a", names(1, 10))
    for name in "ab":
        scene.quorum.stop(name)
    assert scene.gateways() == [OFFLINE, OFFLINE] and scene.chain() == UNCONFIRMED
    assert scene.quorum.wake_at is None and scene.quorum.tick(10**6) == []
    assert len(requests(scene.quorum.start("a", 5))) == 1
    assert scene.gateways() == [SILENT, OFFLINE] and scene.chain() == UNCONFIRMED
    scene.tip("a", "9 10")
    assert scene.gateways() == [FOLLOWING, OFFLINE] and scene.chain() == SYNCED


def test_it_wakes_at_the_earliest_deadline_of_all():
    scene = Several()
    scene.now = 3
    scene.answer("a", "")
    assert scene.quorum.sessions["a"].wake_at == 3 + POLL
    assert scene.quorum.wake_at == DEADLINE
    assert scene.quorum.tick(DEADLINE - 1) == [] and scene.quorum.tick(DEADLINE) == []
    assert scene.quorum.wake_at == scene.quorum.sessions["b"].wake_at > DEADLINE
    wants = scene.quorum.tick(3 + POLL)
    assert [name for name, _, _ in wants] == ["a", "b"] and len(requests(wants)) == 2
