"""Following a log over gateways: the same follower as any other ledger's, whose blocks are witnessed heads."""

from lightclient.audit.errors import NotConsistent, NotWitnessed, SplitView
from lightclient.audit.network import LogNetwork
from lightclient.audit.questions import CONSISTENCY, RECORD, Growth, Inclusion
from lightclient.audit.run import MAX_RUN
from lightclient.audit.trust import parse
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.decided.errors import WrongSubject
from lightclient.evidence import envelope
from lightclient.sync.messages import NOT_FOUND, OK, RUN
from lightclient.sync.quorum import FORKED, SYNCED
from lightclient.sync.topics import STATUS, TIP
from tests.portable.site import NOW, Holder, Log, policy_text, readings
from tests.portable.support import raises
from tests.portable.toy import world as toy

TRUST = policy_text()
STATEMENTS = readings(12)
REWRITTEN = readings(12, holder=Holder(3))


class Gateway(toy.Gateway):
    """One that serves a log, and knows by the locator how far a client is."""

    def __init__(self, statements, size=None, witnesses=("w1", "w2")):
        super().__init__([])
        self.statements = statements
        self.witnesses = witnesses
        self.size = len(statements) if size is None else size

    def site(self):
        return Log(self.statements[: self.size])

    def note(self):
        return self.site().note(witnesses=self.witnesses)

    def publish(self):
        self.retained = {STATUS: toy.presence(True), TIP: encode([[self.note(), b""]])}

    def honest(self, kind, argument):
        if kind == RUN:
            known = int.from_bytes(argument, "big")
            return OK, encode([[self.note(), self.site().grown(known)]])
        if kind == CONSISTENCY:
            old, first, new, second = argument
            ours = [Log(self.statements[:size]).head().root for size in (old, new) if size <= self.size]
            if ours == [first, second]:
                return OK, Log(self.statements[:new]).grown(old)
        if kind == RECORD:
            entry = argument[0]
            for index in range(self.size):
                if self.statements[index].entry() == entry:
                    path = self.site().path(index)
                    return OK, encode([self.statements[index].serialize(), index, path, self.note(), []])
        return NOT_FOUND, "nothing"


class World(toy.World):
    network = LogNetwork(parse(TRUST))
    limit = 8192

    def connect(self, clock=NOW):
        self.subscribed = set()
        self.follower.connect(self.now)
        return self.run(0, clock)


def world(gateways, **options):
    for gateway in gateways.values():
        gateway.publish()
    made = World(gateways, TRUST, **options)
    made.connect()
    return made


def test_a_log_is_followed_as_it_grows():
    gateway = Gateway(STATEMENTS, 5)
    made = world({"gw": gateway})
    assert made.run(5, NOW) == SYNCED and made.ledger.height == 5
    for size in (6, 8, 12):
        gateway.size = size
        gateway.publish()
        made.deliver("gw", TIP, gateway.retained[TIP], NOW)
        assert made.run(5, NOW) == SYNCED
        assert (made.ledger.height, made.ledger.tip) == (size, gateway.site().head().root)
    assert made.faults("gw") == {}


def test_a_rewritten_log_is_not_followed():
    gateway = Gateway(STATEMENTS, 5)
    made = world({"gw": gateway})
    made.run(5, NOW)
    kept = made.ledger.tip
    gateway.statements, gateway.size = REWRITTEN, 9
    gateway.publish()
    made.deliver("gw", TIP, gateway.retained[TIP], NOW)
    made.run(5, NOW)
    assert made.ledger.tip == kept and made.faults("gw").get("NotConsistent")


def test_two_heads_of_one_size_end_all_belief():
    made = world({"a": Gateway(STATEMENTS, 7)})
    made.run(5, NOW)
    other = Gateway(REWRITTEN, 7)
    other.publish()
    made.deliver("a", TIP, other.retained[TIP], NOW)
    assert made.run(5, NOW) == FORKED
    assert made.ledger.forked.fields["at"] == 7


def test_a_head_without_its_witnesses_moves_nothing():
    made = world({"gw": Gateway(STATEMENTS, 7, ("w1",))})
    assert made.run(5, NOW) != SYNCED and made.ledger.height == 0
    assert made.faults("gw").get("NotWitnessed")


def test_a_record_is_asked_for():
    made = world({"gw": Gateway(STATEMENTS)})
    made.run(5, NOW)
    shown = []
    question = made.ledger.prove(STATEMENTS[4].entry().hex(), lambda: NOW, 8192, shown.append)
    asked = made.follower.ask(question, made.now)
    made.run(5, NOW)
    assert asked.result.outcome == "proved" and asked.result.subject.fields()["sequence"] == 5
    assert made.ledger.judge_evidence(shown[0], NOW).outcome == "proved"
    assert envelope.parse(shown[0]).form == "record"


def test_another_record_is_no_answer():
    made = world({"gw": Gateway(STATEMENTS)})
    made.run(5, NOW)
    question = Inclusion(made.ledger, STATEMENTS[4].entry(), lambda: NOW, 8192, None)
    body = Gateway(STATEMENTS).honest(RECORD, [STATEMENTS[5].entry(), 12])[1]
    with raises(WrongSubject):
        question.judge(body)
    for subject in ("", "00", "zz" * 32, 5, bytes(31)):
        with raises(BadSchema):
            made.ledger.prove(subject, lambda: NOW, 8192)


def test_a_head_that_others_show_is_in_the_logs_past():
    made = world({"gw": Gateway(STATEMENTS)})
    made.run(5, NOW)
    for size in (5, 12):
        growth = Growth(made.ledger, Gateway(STATEMENTS, size).note(), lambda: NOW)
        asked = made.follower.ask(growth, made.now)
        made.run(5, NOW)
        assert (asked.result, growth.state.root) == (12, made.ledger.tip)


def test_a_head_that_is_not_in_the_logs_past_is_refused():
    made = world({"gw": Gateway(STATEMENTS)})
    made.run(5, NOW)
    other = Gateway(REWRITTEN, 5)
    for gateway, error in ((Gateway(STATEMENTS), NotConsistent), (Gateway(REWRITTEN), SplitView)):
        growth = Growth(made.ledger, other.note(), lambda: NOW)
        with raises(error):
            growth.judge(gateway.honest(RUN, growth.argument())[1])
        assert growth.state.size == 5
    with raises(BadSchema):
        growth.judge(encode([]))
    with raises(NotWitnessed):
        Growth(made.ledger, Gateway(STATEMENTS, 5, ("w1",)).note(), lambda: NOW)
    assert made.ledger.tip == Gateway(STATEMENTS).site().head().root


def test_runs_that_are_none():
    ledger = LogNetwork(parse(TRUST)).start(TRUST, None, 1)[0]
    note = Gateway(STATEMENTS).note()
    for wrong, error in (
        ({}, BadSchema),
        ([note], BadSchema),
        ([[note]], BadSchema),
        ([[note, "path"]], BadSchema),
        ([[note, b""]] * (MAX_RUN + 1), TooLarge),
    ):
        with raises(error):
            ledger.read(encode(wrong))
    assert ledger.read(encode([])) == (0, [])
    height, run = ledger.read(memoryview(encode([[note, b""]])))
    assert height == 12 and ledger.last(height, run) == (12, Log(STATEMENTS).head().root)
    assert ledger.extend(run, height, NOW) == 0 and ledger.extend(run, height, NOW) is None
    assert ledger.knows(12, ledger.tip) and not ledger.knows(12, bytes(32)) and ledger.knows(3, bytes(32))
    assert ledger.is_best(ledger.tip) and ledger.where(12, ledger.tip) and ledger.where(3, bytes(32)) is None
    assert ledger.facts() == {"witnesses": ["w1", "w2"], "of": "2 of 3"}
    assert ledger.locator() == (12).to_bytes(8, "big") and ledger.challenger() is None and not ledger.adopt(ledger)


def test_a_run_is_taken_whole_or_not_at_all():
    ledger = LogNetwork(parse(TRUST)).start(TRUST, None, 1)[0]
    good = [Log(STATEMENTS[:3]).note(), b""]
    bad = [Log(REWRITTEN[:5]).note(), Log(REWRITTEN[:5]).grown(3)]
    height, run = ledger.read(encode([good, bad]))
    with raises(NotConsistent):
        ledger.extend(run, height, NOW)
    assert ledger.height == 0
    assert decode(b"".join(ledger.parts()))[2] is None
