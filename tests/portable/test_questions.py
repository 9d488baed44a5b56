"""Questions and challenges where broken copies of the code got away with it: one test for each such mutant."""

from lightclient.bitcoin.questions import Broadcast, Proof, RawTransaction
from lightclient.codec.errors import BadSchema
from lightclient.evidence.finality import CLOCK, CONFIRMATIONS, WORK
from lightclient.evidence.verdict import SYNC, NotYet, Proved, Subject
from lightclient.sync.errors import NoAnswer, NotFound
from lightclient.sync.messages import BUSY, NOT_FOUND, OK, parse_request
from lightclient.sync.questions import ANSWER, HEDGE, RENEWALS, Questions
from lightclient.sync.quorum import CATCHING_UP, STALE, SYNCED
from tests.portable.scene import Scene, forked
from tests.portable.support import raises


class Count:
    """A question whose answer must be 1."""

    kind, what, limit = 9, "a number", 64

    def argument(self):
        return 0

    def judge(self, body):
        if body != 1:
            raise BadSchema("number", "not 1")
        return body


class Lacking(Count):
    """A question answered with what its verdict lacks."""

    def judge(self, body):
        subject = Subject("number", [(0, b"")], body)
        missing = tuple(bytes(body).decode().split())
        return (NotYet if missing else Proved)("toy:0", subject, None, None, (), (), "", missing)


class Moving:
    stamp = 0


class Asking:
    def __init__(self, names, question=None):
        self.ledger = Moving()
        self.number = 0
        self.ids = {}
        self.marks = []
        self.questions = Questions(self.ledger, self.fresh, lambda name, reason: self.marks.append((name, reason)))
        self.asked = self.questions.ask(question or Count(), names, 0, 60)

    def fresh(self):
        self.number += 1
        return self.number

    def sent(self, now):
        """Return {gateway: id} of what goes out."""
        return {name: parse_request(data)[0] for name, data in self.questions.tick(now)}

    def answer(self, name, body, now=0, status=OK):
        """Ask until this gateway is asked, which answers at once, in a buffer that is used again."""
        for other, number in self.sent(now).items():
            self.ids[other] = number
        buffer = bytearray(body) if isinstance(body, bytes) else body
        view = memoryview(buffer) if isinstance(body, bytes) else body
        took = self.questions.answer(name, self.ids.pop(name), status, view, now)
        if isinstance(body, bytes):
            buffer[:] = b"?" * len(buffer)
        return took

    def until(self, name, now):
        """Return when a gateway is asked, if nobody answers from now on."""
        while name not in self.sent(now):
            assert not self.asked.done
            now = self.questions.wake_at(True)
        return now


def test_nobody_answers_for_another_gateway():
    asking = Asking(["honest", "liar"])
    number = asking.sent(0)["honest"]
    assert not asking.questions.answer("liar", number, OK, 2, 1)
    assert not asking.marks
    assert asking.questions.answer("honest", number, OK, 1, 1)
    assert asking.asked.by == "honest"


def test_what_may_have_fitted_the_ledger_as_it_was_is_asked_for_anew():
    asking = Asking(["gw"])
    number = asking.sent(0)["gw"]
    for _ in range(RENEWALS):
        asking.ledger.stamp += 1
        asking.questions.answer("gw", number, OK, 2, 1)
        assert not asking.marks
        number = asking.sent(1)["gw"]
    asking.ledger.stamp += 1
    asking.questions.answer("gw", number, OK, 2, 1)
    assert asking.marks == [("gw", "BadSchema")]


def test_the_next_gateway_is_asked_at_once_when_one_is_of_no_help():
    asking = Asking(["a", "b"])
    number = asking.sent(0)["a"]
    assert not asking.sent(HEDGE / 2)
    asking.questions.answer("a", number, 1, "no", HEDGE / 2)
    assert list(asking.sent(HEDGE / 2)) == ["b"]


def test_busy_gateways_use_up_nobody_elses_patience():
    liars = ["liar" + str(number) for number in range(6)]
    asking = Asking(liars + ["honest"])
    for name in liars:
        asking.questions.answer(name, asking.sent(0)[name], BUSY, "busy", 0)
    asking.questions.answer("honest", asking.sent(0)["honest"], BUSY, "busy", 0)
    assert asking.until("honest", 0.5) <= ANSWER


def test_what_another_answer_may_have_is_asked_of_the_others():
    asking = Asking(["liar", "honest"], Lacking())
    asking.answer("liar", b"coinbase")
    assert not asking.asked.done
    asking.answer("honest", b"")
    assert asking.asked.by == "honest" and asking.asked.value().outcome == "proved" and not asking.marks


def test_the_answer_that_lacks_least_holds_if_nobody_has_a_better_one():
    for answers in ((b"a b", b"a", b"b"), (b"b", b"a", b"a b"), (b"a", None, b"a b"), (b"a", "silent", None)):
        names = ["gw0", "gw1", "gw2"]
        asking = Asking(names, Lacking())
        for turn, body in enumerate(answers):
            if body is None:
                asking.answer(names[turn], "no", HEDGE * turn, NOT_FOUND)
            elif body == "silent":
                asking.sent(HEDGE * turn)
            else:
                asking.answer(names[turn], body, HEDGE * turn)
        for now in range(HEDGE * 3, 61):
            asking.questions.tick(now)
        missing = min([body.decode().split() for body in answers if isinstance(body, bytes)], key=len)
        verdict = asking.asked.value()
        assert verdict.missing == tuple(missing) and verdict.subject.content == " ".join(missing).encode()
        assert asking.asked.by in names and not [mark for mark in asking.marks if mark[1] != "Silent"]


def test_what_no_answer_can_have_is_waited_for_of_nobody():
    for missing in ((SYNC,), (CLOCK,), (WORK, CONFIRMATIONS)):
        asking = Asking(["gw", "other"], Lacking())
        asking.answer("gw", " ".join(missing).encode())
        assert asking.asked.done and asking.asked.value().missing == missing
        asking = Asking(["gw", "other"], Lacking())
        asking.answer("gw", " ".join(missing + ("coinbase",)).encode())
        assert not asking.asked.done
        asking.answer("other", " ".join(missing).encode())
        assert asking.asked.done and asking.asked.value().missing == missing and asking.asked.by == "other"


def late(names, answers):
    """Return (asking, when it was over): answers are {second: (name, body, status)} to what was asked at 0."""
    asking = Asking(names)
    numbers = {}
    for now in range(62):
        for name, number in asking.sent(now).items():
            assert numbers.setdefault(name, number) == number  # a request that is repeated keeps its id
        if now in answers:
            name, body, status = answers[now]
            assert asking.questions.answer(name, numbers[name], status, body, now)
            assert not asking.questions.answer(name, numbers[name], status, body, now)  # once
        if asking.asked.done:
            return asking, now
    raise AssertionError(now)


def test_an_answer_counts_while_the_question_is_open_however_late_it_comes():
    for at in (1, ANSWER - 1, ANSWER, ANSWER + 1, 25, 59):
        asking, over = late(["gw", "silent"], {at: ("gw", 1, OK)})
        assert over == at and asking.asked.value() == 1 and asking.asked.by == "gw"
        assert asking.marks.count(("gw", "Silent")) == (at >= ANSWER)
    asking, over = late(["gw"], {})
    assert over == 60 and asking.marks == [("gw", "Silent")]
    with raises(NoAnswer):
        asking.asked.value()


def test_whoever_says_that_it_has_nothing_does_not_shut_out_whoever_is_slow():
    for at in (ANSWER + 1, 2 * ANSWER - 1):
        asking, over = late(["liar", "slow"], {1: ("liar", "no", NOT_FOUND), at: ("slow", 1, OK)})
        assert over == at and asking.asked.value() == 1
    asking, over = late(["liar", "slow"], {1: ("liar", 2, OK), 45: ("slow", 1, OK)})  # a lie says nothing
    assert over == 45 and asking.asked.value() == 1


def test_whoever_is_silent_does_not_keep_an_answer_back_for_long():
    for at in (1, ANSWER + 1, 3 * ANSWER + 1):
        asking, over = late(["honest", "silent"], {at: ("honest", "no", NOT_FOUND)})
        assert at < over <= max(2 * ANSWER, at + ANSWER) + HEDGE
        with raises(NotFound):
            asking.asked.value()


def test_forty_silent_gateways_delay_an_answer_by_no_more_than_one_deadline():
    asking = Asking(["liar" + str(number) for number in range(40)] + ["honest"])
    assert asking.until("honest", 0) <= ANSWER


def test_a_question_that_no_request_can_hold_is_refused_and_those_of_others_go_on():
    for argument in (1.5, object(), 1 << 70, [b"", {1.5: 1}]):
        asking = Asking(["gw"])
        bad = Count()
        bad.argument = lambda given=argument: given
        with raises(BadSchema):
            asking.questions.ask(bad, ["gw"], 0, 60)
        assert asking.questions.open == [asking.asked]
        asking.answer("gw", 1)
        assert asking.asked.value() == 1


def test_what_a_question_about_a_transaction_is_given_is_checked_where_it_is_made():
    ledger = Scene(forked(), {"real": "40r"}).ledger
    for height in (-1, 1.5, "1", True, 1 << 32, b"1", []):
        for make in (
            lambda height: RawTransaction(bytes(32), 4096, height),
            lambda height: Proof(ledger, bytes(32), 4096, height),
            lambda height: Proof(ledger, (bytes(32), height), 4096),
        ):
            with raises(BadSchema):
                make(height)
    for raw in (None, 5, "00", [], {}):
        with raises(BadSchema):
            Broadcast(raw)


def test_a_chain_that_takes_the_place_of_ours_is_told_as_a_reorganisation_from_the_bottom():
    scene = Scene(forked(), {"real": "40r"}, known="30w")
    forks = []
    scene.ledger.replaced.append(forks.append)
    scene.connect()
    scene.run(30)
    assert scene.at() == "40r"
    assert scene.ledger.adopted == 1
    assert forks == [0]


def test_a_reorganisation_is_told_with_the_last_block_that_stayed():
    scene = Scene(forked(real=9, weak=6, fork=4), {"real": "9r"}, known="6w")
    forks = []
    scene.ledger.replaced.append(forks.append)
    scene.connect()
    scene.run(30)
    assert scene.at() == "9r"
    assert forks == [4]


def test_nothing_is_synced_below_the_least_work():
    tree = forked(min_chainwork=1 << 40)
    scene = Scene(tree, {"real": "40r"})
    scene.connect()
    scene.run(30)
    assert scene.at() == "40r"
    assert scene.chain() == CATCHING_UP


def test_a_tip_is_stale_a_second_after_the_day():
    scene = Scene(forked(), {"real": "40r"})
    scene.connect()
    scene.run(30)
    most = scene.ledger.time + scene.ledger.network.cadence.stale_after
    assert scene.chain(most) == SYNCED
    assert scene.chain(most + 1) == STALE
