"""Heads of other sizes: a log that shows one client a head of 10 records and another one of 14 has to connect the two.

               ┌── 8 ── 9 ── 10      what our gateway shows
1 ── ... ── 7 ─┤
               └── 8'── ... ── 14'   what another client says it was shown: nobody makes a path to it
"""

from lightclient.audit import note as notes
from lightclient.audit import others
from lightclient.audit.errors import NotConsistent
from lightclient.audit.head import MAX_SIZE, Head
from lightclient.audit.others import DOUBTED, PACE, PAUSE, PEERS, PROVED, RARELY, ROUNDS, SOON
from lightclient.audit.questions import CONSISTENCY, Consistency
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.errors import UnknownParent
from lightclient.evidence import envelope
from lightclient.merkle.errors import PathLength
from lightclient.sync.gossip import COMPARED, EACH
from lightclient.sync.messages import NOT_FOUND, OK
from lightclient.sync.quorum import FORKED, SYNCED
from lightclient.sync.topics import TIP, seen
from lightclient.sync.wiring import PUBLISH
from tests.portable.site import LOG_KEY, NOW, ORIGIN, SERVER, Holder, Log, readings
from tests.portable.support import raises
from tests.portable.test_log_follower import TRUST, Gateway, World, world

HONEST = readings(20)
FORK = HONEST[:7] + readings(14, holder=Holder(3))[7:]
TOPICS = seen(World.network.name)
LONG = SOON + ROUNDS * (COMPARED + PAUSE)  # seconds after which a head is proved, or in doubt


def following(size=10, **gateways):
    made = world(gateways or {"gw": Gateway(HONEST, size)})
    assert made.run(5, NOW) == SYNCED
    return made


def hear(made, data, sender="other"):
    """Let a client hear a head; return what it says then."""
    made.follower.receive(TOPICS + sender, memoryview(bytearray(data)), made.now, NOW)
    wants = made.follower.wants
    said = [payload for verb, topic, payload in wants if verb == PUBLISH and topic.startswith(TOPICS)]
    made.follower.wants = [want for want in wants if want[0] != PUBLISH or not want[1].startswith(TOPICS)]
    return said


def show(made, name, data):
    made.deliver(name, TIP, encode([[data, b""]]), NOW)


def asked(gateway):
    return [argument for kind, argument in gateway.asked if kind == CONSISTENCY]


def sizes(found):
    return [each.head.size for each in found]


def signed(size, root):
    """Return a head as the log can sign it, whatever it says."""
    made = notes.Note(Head(ORIGIN, size, root).serialize())
    made.add(LOG_KEY, LOG_KEY.sign(SERVER, made.text))
    return made.serialize()


def test_heads_of_one_log_are_proved_whichever_is_older():
    for size, shown in ((4, 10), (14, 10), (14, 20)):
        made = following(10)
        gateway = made.gateways["gw"]
        hear(made, Log(HONEST[:size]).note(witnesses=()))
        gateway.size = max(size, shown)  # its server has that head by now, though it does not push it
        assert made.run(SOON + 1, NOW) == SYNCED
        assert sizes(made.ledger.others) == [size] and made.ledger.unproved == []
        low, high = min(size, 10), max(size, 10)
        roots = [Log(HONEST[:each]).head().root for each in (low, high)]
        assert asked(gateway) == [[low, roots[0], high, roots[1]]]
        assert made.ledger.height == 10 and made.faults("gw") == {}  # such a head moves nothing
        hear(made, Log(HONEST[:size]).note(), "third")
        made.run(LONG, NOW)
        assert len(asked(gateway)) == 1  # it is known


def test_a_head_that_nobody_connects_to_ours_is_a_doubt_and_no_evidence():
    for size in (8, 14):
        made = following(a=Gateway(HONEST, 10), b=Gateway(HONEST, 10))
        hear(made, Log(FORK[:size]).note())
        made.run(SOON + 2 * PAUSE - 1, NOW)
        assert made.ledger.unproved == []
        assert made.run(LONG, NOW) == SYNCED
        assert sizes(made.ledger.unproved) == [size] and made.ledger.evidence == b""
        assert made.ledger.facts()["unproved_heads"] == [[size, Log(FORK[:size]).head().root.hex()]]
        for name in ("a", "b"):  # each was asked in each round, and none is blamed for what it does not have
            assert len(asked(made.gateways[name])) == ROUNDS and made.faults(name) == {}


def test_whoever_shows_a_head_that_we_do_not_know_is_told_ours():
    made = following()
    hear(made, Log(FORK[:14]).note())
    told = []
    for _ in range(40):
        made.now += 1
        made.follower.tick(made.now)
        told += [payload for _, topic, payload in made.follower.take_wants() if topic.startswith(TOPICS)]
    assert told == [made.ledger.said()]


def test_verdicts_name_the_doubt():
    made = following()
    hear(made, Log(FORK[:14]).note())

    def verdict():
        question = made.ledger.prove(HONEST[4].entry(), lambda: NOW, 8192)
        found = made.follower.ask(question, made.now)
        made.run(1, NOW)
        return found.result

    assert "unproved-heads" not in verdict().skipped
    made.run(LONG, NOW)
    assert verdict().outcome == "proved" and "unproved-heads" in verdict().skipped


def test_a_doubt_becomes_evidence_once_both_have_one_size():
    made = following()
    gateway = made.gateways["gw"]
    hear(made, Log(FORK[:14]).note())
    made.run(LONG, NOW)
    gateway.size = 14
    show(made, "gw", gateway.note())
    assert made.run(5, NOW) == FORKED and made.ledger.height == 10
    judge = World.network.start(TRUST, None, 1)[0]
    verdict = judge.judge_evidence(made.ledger.evidence, NOW)
    assert verdict.outcome == "proved" and verdict.subject.found[0][0] == 14
    assert envelope.parse(made.ledger.evidence).form == "split"


def test_two_peers_that_contradict_each_other_are_evidence():
    for wait in (LONG, SOON + 1):
        made = following()
        hear(made, Log(FORK[:14]).note())
        made.run(wait, NOW)
        assert hear(made, Log(HONEST[:14]).note(), "third") == [
            notes.Note(made.ledger.others[0].note.text, made.ledger.others[0].note.signatures).serialize()
        ]
        assert made.run(1, NOW) == FORKED and made.ledger.evidence


def test_a_doubt_is_lifted_by_a_proof():
    made = following()
    gateway = made.gateways["gw"]
    hear(made, Log(HONEST[:14]).note())  # its server lags
    made.run(LONG, NOW)
    assert sizes(made.ledger.unproved) == [14]
    gateway.size = 14
    made.run(RARELY + COMPARED, NOW)
    assert made.ledger.unproved == [] and "unproved_heads" not in made.ledger.facts()


def test_a_doubt_is_kept_over_a_restart():
    made = following()
    hear(made, Log(FORK[:14]).note())
    made.run(LONG, NOW)
    record = b"".join(made.ledger.parts())
    again, told = World.network.start(TRUST, record, 1)
    assert told == [] and sizes(again.unproved) == [14] and b"".join(again.parts()) == record
    fields = decode(record)
    assert fields[0] == "LCH3" and fields[3] == b""
    foreign = Log(FORK[:14], origin="else.example/log").note()
    forged = Log(FORK[:14], holder=Holder(9)).note()
    for wrong in (b"", [7], [b""], [foreign], [forged], [fields[4][0][:-9]]):
        again, told = World.network.start(TRUST, encode(fields[:4] + [wrong]), 1)
        assert len(told) == 1 and told[0].startswith("Saved") and again.others == []
    other = World({"gw": Gateway(HONEST, 12)}, TRUST, record)
    other.gateways["gw"].publish()
    other.connect()
    other.run(5, NOW)
    assert sizes(other.ledger.unproved) == [14] and asked(other.gateways["gw"])  # asked for at once
    hear(other, Log(HONEST[:14]).note())
    assert other.run(1, NOW) == FORKED
    fields = decode(b"".join(other.ledger.parts()))
    assert fields[0] == "LCH3" and fields[3] == other.ledger.evidence
    again, told = World.network.start(TRUST, encode(fields), 1)
    assert told == [] and again.forked is not None and sizes(again.unproved) == [14]


def test_what_a_log_writes_into_a_head_in_doubt_keeps_no_head_of_ours_from_being_saved():
    made = following()
    for size, text in ((12, "x" * 1100), (13, ""), (14, "x" * 1100)):
        hear(made, Log(FORK[:size]).note(extensions=(text,) if text else ()))
        made.run(LONG, NOW)
    assert sizes(made.ledger.unproved) == [12, 13, 14]
    record = b"".join(made.ledger.parts())
    again, told = World.network.start(TRUST, record, 1)
    assert told == [] and again.tip == made.ledger.tip and sizes(again.unproved) == [13]
    assert len(record) < 2048


def test_gateways_are_compared_as_peers_are():
    # An old head that the broker kept, a smaller one of another history, a larger one without and with a path.
    for size, statements, doubt in ((4, HONEST, []), (8, FORK, [8]), (14, FORK, [14])):
        made = following(a=Gateway(HONEST, 10), b=Gateway(HONEST, 10))
        show(made, "b", Log(statements[:size]).note())
        made.run(LONG, NOW)
        assert sizes(made.ledger.unproved) == doubt and made.ledger.height == 10
        assert len(asked(made.gateways["a"])) == (ROUNDS if doubt else 1)
    made = following(a=Gateway(HONEST, 10), b=Gateway(HONEST, 10))
    made.gateways["b"].statements, made.gateways["b"].size = FORK, 14
    show(made, "b", made.gateways["b"].note())
    made.run(LONG, NOW)
    assert made.faults("b").get("NotConsistent") and sizes(made.ledger.unproved) == [14]


def test_a_head_of_ours_costs_no_question():
    gateway = Gateway(HONEST, 10)
    made = world({"gw": gateway})
    made.run(5, NOW)
    for size in range(11, 15):
        gateway.size = size
        gateway.publish()
        show(made, "gw", gateway.note())
        hear(made, gateway.note())
        made.run(2 * PACE, NOW)
    assert made.ledger.height == 14 and asked(gateway) == [] and made.ledger.others == []


def test_heads_that_prove_nothing_cost_no_question():
    made = following()
    gateway = made.gateways["gw"]
    stolen = notes.Note(Log(FORK[:14]).head().serialize(), notes.parse(Log(HONEST[:10]).note()).signatures)
    for number, data in enumerate(
        (
            Log(FORK[:14], holder=Holder(9)).note(),  # another key under the same name
            Log(FORK[:14], origin="else.example/log").note(),
            stolen.serialize(),
            notes.Note(Log(FORK[:14]).head().serialize()).serialize(),
            Log([]).note(),
            b"junk",
        )
    ):
        hear(made, data, "liar" + str(number))
        made.run(2 * PACE, NOW)
    assert made.ledger.others == [] and asked(gateway) == []
    empty = Gateway(HONEST, 10)
    fresh = World({"gw": empty}, TRUST)  # nobody has shown it anything
    fresh.follower.connect(fresh.now)
    hear(fresh, Log(FORK[:14]).note())
    assert fresh.follower.gossip.question(100) is None and fresh.ledger.others == []
    with raises(UnknownParent):
        Consistency(fresh.ledger, Log(HONEST[:4]).head())


def test_the_largest_size_costs_one_question_like_any():
    made = following()
    hear(made, signed(MAX_SIZE, bytes(32)))
    made.run(LONG, NOW)
    assert sizes(made.ledger.unproved) == [MAX_SIZE] and made.run(5, NOW) == SYNCED
    assert len(asked(made.gateways["gw"])) == ROUNDS


def test_a_path_that_leads_nowhere_is_the_fault_of_who_gives_it():
    made = following(a=Gateway(HONEST, 10), b=Gateway(HONEST, 10))
    gateway = made.gateways["a"]
    honest = gateway.honest
    gateway.answers = lambda kind, argument: (OK, bytes(64)) if kind == CONSISTENCY else honest(kind, argument)
    hear(made, Log(HONEST[:4]).note())
    made.run(LONG, NOW)
    assert made.ledger.unproved == [] and len(asked(made.gateways["b"])) == 1  # the other one was asked
    assert sum(made.faults("a").values()) == 1 and made.faults("b") == {}
    question = Consistency(made.ledger, Log(HONEST[:4]).head())
    assert question.judge(Log(HONEST[:10]).grown(4)) == 10
    wrong = Log(FORK[:10]).grown(4)
    for body, error in ((b"", PathLength), (wrong, NotConsistent), ("", BadSchema), ([], BadSchema)):
        with raises(error):
            question.judge(body)


def test_peers_share_their_turns_and_keep_none_from_gateways():
    made = following()
    gateway = made.gateways["gw"]
    honest = gateway.honest
    gateway.answers = lambda kind, argument: (NOT_FOUND, "no") if kind == CONSISTENCY else honest(kind, argument)
    for turn in range(12):  # one liar speaks whenever it is heard, an honest peer once
        hear(made, signed(1000 + turn, bytes(32)), "liar")
        if turn == 4:
            hear(made, Log(FORK[:14]).note(), "honest")
            show(made, "gw", Log(FORK[:9]).note())
        made.run(EACH, NOW)
    waiting = made.ledger.others
    assert {14, 9} <= set(sizes(waiting)) and len(waiting) <= PEERS + 1
    assert len([each for each in waiting if each.source.endswith("liar")]) <= 60 // PACE
    for turn in range(40):
        hear(made, signed(2000 + turn, bytes(32)), "liar" + str(turn))
        made.run(EACH, NOW)
    assert len(made.ledger.others) <= PEERS + 1 + DOUBTED and len(made.ledger.unproved) <= DOUBTED
    assert len(made.follower.gossip._had) <= others.SOURCES
    assert len(asked(gateway)) / (52 * EACH) < 1 / 4


def test_what_is_proved_is_bounded():
    made = following(20)
    for size in range(1, 12):
        hear(made, Log(HONEST[:size]).note(), "peer" + str(size))
        made.run(2 * PACE, NOW)
    assert sizes(made.ledger.others) == list(range(12 - PROVED, 12))
    assert len(asked(made.gateways["gw"])) == 11


def test_silence_without_a_connection_is_no_round():
    made = following()
    made.gateways["gw"].silent = True
    for number in range(2 * ROUNDS):
        hear(made, Log(HONEST[:4]).note(), "peer" + str(number))
        made.run(SOON + 2, NOW)
        made.follower.disconnect()
        made.now += COMPARED
        made.follower.tick(made.now)
        made.connect()
    assert made.ledger.unproved == [] and [each.rounds for each in made.ledger.others] == [0]
    made.gateways["gw"].silent = False
    made.run(LONG, NOW)
    assert made.ledger.others[0].ask_at is None


def test_applications_come_first():
    made = following()
    made.follower.questions.most = 2
    made.gateways["gw"].silent = True
    made.follower.ask(made.ledger.prove(HONEST[4].entry(), lambda: NOW, 8192), made.now, 60)
    hear(made, Log(HONEST[:4]).note())
    made.run(3 * SOON, NOW)
    assert asked(made.gateways["gw"]) == [] and len(made.follower.questions.open) == 1
    made.gateways["gw"].silent = False
    made.run(LONG, NOW)
    assert len(asked(made.gateways["gw"])) == 1 and made.ledger.others[0].ask_at is None
