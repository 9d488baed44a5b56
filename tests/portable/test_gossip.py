"""Clients tell each other which heads they have seen: a log that shows two of them two histories is caught.

log ── heads of 5 and 7 ──> one client      ─┐
 └──── heads of 6 and 7', ─> another client ─┴── both hear of 7 and 7': evidence, and nothing more is believed
"""

from lightclient.audit import note as notes
from lightclient.audit.ledger import SEEN
from lightclient.codec.cbor import decode, encode
from lightclient.evidence import envelope
from lightclient.sync import gossip
from lightclient.sync.asking import SUBSCRIBE
from lightclient.sync.gossip import Gossip
from lightclient.sync.quorum import FORKED, SYNCED
from lightclient.sync.topics import TIP, seen
from lightclient.sync.wiring import PUBLISH
from tests.portable.site import NOW, ORIGIN, WITNESS_KEYS, Holder, Log
from tests.portable.test_log_follower import REWRITTEN, STATEMENTS, TRUST, Gateway, World, world
from tests.portable.toy import world as toy

TOPICS = seen(World.network.name)
OURS = Log(STATEMENTS[:7]).note()
OTHER = Log(REWRITTEN[:7]).note()


def following(size=7, statements=STATEMENTS, **options):
    made = world({"gw": Gateway(statements, size)}, **options)
    assert made.run(5, NOW) == SYNCED
    return made


def hear(made, data, sender="other"):
    """Let a client hear something; return what it says then."""
    buffer = bytearray(data)
    assert made.follower.receive(TOPICS + sender, memoryview(buffer), made.now, NOW)
    buffer[:] = bytes(len(buffer))
    return [payload for verb, _, payload in made.follower.take_wants() if verb == PUBLISH]


def grow(made, gateway, size):
    gateway.size = size
    gateway.publish()
    made.deliver("gw", TIP, gateway.retained[TIP], NOW)
    made.run(20, NOW)


def test_a_split_view_is_seen_by_both_and_is_evidence_to_anybody():
    one, other = following(), following(statements=REWRITTEN)
    said = hear(one, other.ledger.said())
    assert one.run(1, NOW) == FORKED and said == [OURS]
    assert hear(other, said[0]) == [OTHER] and other.run(1, NOW) == FORKED
    for made in (one, other):
        assert envelope.parse(made.ledger.evidence).form == "split"
        assert made.ledger.facts()["evidence"] == made.ledger.evidence.hex()
        judge = World.network.start(TRUST, None, 1)[0]
        verdict = judge.judge_evidence(made.ledger.evidence, NOW)
        assert verdict.outcome == "proved" and verdict.subject.kind == "split view"
        assert verdict.subject.found[0][0] == 7
    before = one.ledger.evidence
    hear(one, Log(STATEMENTS[:6] + REWRITTEN[6:7]).note(), "third")
    assert one.ledger.evidence == before  # the first one is enough


def test_a_client_says_what_it_has_seen_and_hears_all():
    gateway = Gateway(STATEMENTS, 5)
    gateway.publish()
    made = World({"gw": gateway}, TRUST)
    made.follower.connect(made.now)
    wants = made.follower.take_wants()
    assert (SUBSCRIBE, TOPICS + "+", None) in wants
    assert not [topic for verb, topic, _ in wants if verb == PUBLISH and topic.startswith(TOPICS)]  # nothing yet
    made = following(5)
    told = []

    def say(seconds):
        made.now += seconds
        made.follower.tick(made.now)
        told.extend([payload for _, topic, payload in made.follower.take_wants() if topic == TOPICS + toy.NAME])
        return len(told)

    assert say(0) == say(gossip.PAUSE) == 0  # it spoke as soon as it had seen one
    assert say(gossip.AGAIN) == 1 and told[0] == made.ledger.said()
    grow(made, made.gateways["gw"], 6)
    assert made.ledger.height == 6 and say(gossip.AGAIN - 25) == 1
    assert say(30) == 2 and told[1] == made.ledger.said()


def test_news_is_said_after_a_pause():
    ledger = following(5).ledger
    one = Gossip(ledger, "me")
    assert one.wake_at == 0 and one.said(0) == ledger.said() and one.said(0) is None
    assert one.wake_at == gossip.AGAIN
    ledger.state.head = following(7).ledger.state.head
    assert one.wake_at == gossip.PAUSE and one.said(gossip.PAUSE - 1) is None
    assert one.said(gossip.PAUSE) == ledger.said() == OURS and one.wake_at == gossip.PAUSE + gossip.AGAIN


def test_old_heads_are_compared_as_long_as_they_are_kept():
    gateway = Gateway(STATEMENTS, 2)
    made = world({"gw": gateway})
    made.run(5, NOW)
    for size in range(3, 3 + SEEN):
        grow(made, gateway, size)
    assert [each.head.size for each in made.ledger.seen] == list(range(3, 3 + SEEN))
    assert hear(made, Log(REWRITTEN[:2]).note()) == [] and made.ledger.forked is None  # no longer kept
    assert hear(made, Log(REWRITTEN[:3]).note(), "third") == [Log(STATEMENTS[:3]).note()]
    assert made.run(1, NOW) == FORKED


def test_nothing_but_the_logs_own_signature_counts():
    made = following()
    forged = Log(REWRITTEN[:7], holder=Holder(9)).note()  # another key under the same name
    unsigned = notes.Note(notes.parse(OTHER).text).serialize()
    moved = notes.parse(OTHER)
    stolen = notes.Note(moved.text, notes.parse(OURS).signatures).serialize()  # of another head
    foreign = Log(REWRITTEN[:7], origin="else.example/log").note()
    for number, data in enumerate((forged, unsigned, stolen, foreign, b"", b"junk", b"\xff" * 100, OURS, OTHER[:-9])):
        assert hear(made, data, "liar" + str(number)) == [] and made.ledger.forked is None
    assert made.run(1, NOW) == SYNCED and made.faults("gw") == {}
    assert made.ledger.evidence == b"" and "evidence" not in made.ledger.facts()


def test_whoever_passes_a_head_on_cannot_spoil_the_evidence():
    made = following()
    spoilt = notes.parse(OTHER)
    key = WITNESS_KEYS["w3"]
    spoilt.signatures.append((key.name, key.id, bytes(72)))  # which no reader of the whole note would take
    assert hear(made, spoilt.serialize()) == [OURS]
    verdict = World.network.start(TRUST, None, 1)[0].judge_evidence(made.ledger.evidence, NOW)
    assert verdict.outcome == "proved"


def test_whoever_floods_is_bounded_and_keeps_nobody_else_from_being_heard():
    class Counting:
        network = World.network
        stamp = 0
        count = 0

        def said(self):
            return None

        def heard(self, data):
            self.count += 1

    ledger = Counting()
    one = Gossip(ledger, "me")
    for number in range(1000):
        one.receive(TOPICS + "liar", b"x", 100 + number / 1000)
    assert ledger.count == 1
    one.receive(TOPICS + "honest", b"x", 101)
    assert ledger.count == 2
    one.receive(TOPICS + "honest", bytes(gossip.MAX + 1), 103)
    one.receive(TOPICS + "me", b"x", 103)
    assert ledger.count == 2 and one.wake_at is None
    for number in range(1000):  # by as many names
        one.receive(TOPICS + str(number), b"x", 200)
    assert ledger.count == 2 + gossip.BURST
    for number in range(1000):
        one.receive(TOPICS + str(number), b"x", 300 + number)
    assert ledger.count == 2 + gossip.BURST + 1000 and len(one._heard) == gossip.CLIENTS
    two = Gossip(ledger, "me")
    for number in range(gossip.BURST + 1):
        two.receive(TOPICS + str(number), b"x", 1)
    assert ledger.count == 2 + 2 * gossip.BURST + 1000


def test_a_liar_that_never_stops_keeps_nobody_else_from_being_heard():
    messages = []

    class Hearing:
        network = World.network

        def heard(self, data):
            messages.append(data)

    one = Gossip(Hearing(), "me")
    for tenth in range(3000):
        one.receive(TOPICS + "liar", b"x", tenth / 10)
        if tenth % 100 == 99:  # as often as an honest client speaks
            one.receive(TOPICS + "honest", b"honest", tenth / 10)
    assert messages.count(b"honest") == 30


def test_a_message_that_breaks_the_connection_leaves_the_topic_alone():
    made = following()
    made.follower.unheard(TOPICS + "liar", made.now, "TooLarge", "", True)
    made.follower.disconnect()
    made.follower.connect(made.now)
    assert TOPICS + "+" not in [topic for _, topic, _ in made.follower.take_wants()]
    made.now += 10
    made.follower.tick(made.now)
    assert (SUBSCRIBE, TOPICS + "+", None) in made.follower.take_wants()


def test_evidence_outlives_a_restart():
    made = following()
    hear(made, OTHER)
    saved = b"".join(made.ledger.parts())
    again, told = World.network.start(TRUST, saved, 1)
    assert told == [] and again.evidence == made.ledger.evidence
    assert again.forked.fields == made.ledger.forked.fields and b"".join(again.parts()) == saved
    fields = decode(saved)
    assert fields[:2] == ["LCH2", ORIGIN] and len(fields) == 4
    honest = envelope.Envelope(World.network.id, "split", encode([OURS, OURS])).serialize()
    foreign = envelope.Envelope("log:else", "split", envelope.parse(fields[3]).body).serialize()
    for wrong in (b"x", b"", 7, honest, foreign, fields[3][:-1]):
        again, told = World.network.start(TRUST, encode(fields[:3] + [wrong]), 1)
        assert len(told) == 1 and told[0].startswith("Saved") and again.forked is None and again.evidence == b""
    again, told = World.network.start(TRUST, encode(["LCH1"] + fields[1:3]), 1)
    assert told == [] and again.forked is None and hear_again(again) is not None


def hear_again(ledger):
    """What is kept of an earlier run is compared as well."""
    return ledger.heard(OTHER)


def test_ledgers_whose_blocks_nobody_signs_take_no_part():
    made = toy.World({"gw": toy.Gateway(toy.chain(3))})
    assert made.follower.gossip is None
    assert not made.follower.receive(seen(made.network.name) + "other", b"x", 0)
