"""A channel as a ledger: where it starts, what it takes, what contradicts it, and what is proved on it."""

from hashlib import sha256

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, Truncated
from lightclient.codec.protobuf import bytes_field
from lightclient.decided.errors import BadCheckpoint, DamagedCheckpoint, NoConflict, NoTrust, NotTied, WrongNetwork
from lightclient.errors import Equivocation
from lightclient.evidence.errors import UnknownForm
from lightclient.evidence.verdict import Proved
from lightclient.fabric.checkpoint import network_in, parts
from lightclient.fabric.errors import (
    BadNetwork,
    ConfigMissing,
    InvalidCreator,
    NotLinked,
    NoTransaction,
    NotWellFormed,
    OtherChannel,
    OtherTransaction,
    WrongData,
)
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.transaction import parts_of
from lightclient.fabric.verify import anchored
from lightclient.sync.ledger import GENESIS
from lightclient.votes.errors import NotEnoughVotes
from tests.portable import fabric
from tests.portable.fabric import (
    CHANNEL,
    NOW,
    block,
    config,
    config_in,
    evidence,
    genesis,
    once,
    record,
    transaction,
)
from tests.portable.support import raises

START = genesis(peers="x")
NETWORK = FabricNetwork(CHANNEL, START.hash)
TXS = [once(transaction, "client", b"data of " + bytes((0x30 + number,))) for number in range(3)]


class World:
    """Eight blocks: the third has transactions, the fifth brings a fifth consenter; a ledger that starts at block 0."""

    def __init__(self, raft=False, peers="x"):
        kind = b"etcdraft" if raft else b"BFT"
        self.genesis = genesis(kind=kind, peers=peers)
        self.network = FabricNetwork(CHANNEL, self.genesis.hash)
        self.blocks = {0: self.genesis}
        self.gaps = []
        for number in range(1, 9):
            who = "a" if raft else "abc" if number < 6 else "abce"
            envelopes = TXS if number == 3 else [b"data of block " + bytes((0x30 + number,))]
            if number == 5:
                envelopes = [config(kind=kind, who="abcde", sequence=1, peers=peers)]
            parent = self.blocks[number - 1].hash
            last = 0 if number < 5 else 5
            self.blocks[number] = block(number, parent, envelopes, last, who, whole=number == 5, raft=raft)
        self.checkpoint = record(self.genesis, self.network)
        self.renew()

    def renew(self):
        self.ledger, self.told = self.network.start(self.checkpoint, None, 4)
        return self

    def fields(self, number, above):
        """Return a block's fields with the data hashes of those between it and the one at `above`."""
        gap = [self.blocks[each].header.data_hash for each in range(above + 1, number)]
        return [b"".join(gap), self.blocks[number].raw]

    def take(self, *numbers):
        """Take blocks, each reached from the one before."""
        above, run = self.ledger.height, []
        for number in numbers:
            run.append(self.fields(number, above))
            above = number
        height, run = self.ledger.read(memoryview(encode(run)))
        return self.ledger.extend(run, height, NOW)


def world(raft=False):
    return once(World, raft).renew()


# -- following


def test_it_follows_block_by_block_and_over_gaps():
    for raft in (False, True):
        made = world(raft)
        assert (made.ledger.height, made.ledger.anchor, made.told) == (0, "checkpoint at height 0", [])
        assert made.take(1, 2) == 0
        assert made.take(4, 5, 8) == 2
        assert (made.ledger.height, made.ledger.tip, made.ledger.time) == (8, made.blocks[8].hash, 0)
        assert made.ledger.recent == [(number, made.blocks[number].hash) for number in (1, 2, 4, 5)]
        assert made.ledger.facts()["signed"] == ("1 of 5" if raft else "4 of 5")
        assert made.take(8) is None


def test_a_tip_far_ahead_only_says_that_blocks_are_missing():
    made = world()
    with raises(NotLinked):
        made.ledger.extend([made.blocks[3]], 3, NOW)
    with raises(NotLinked):
        made.ledger.extend([made.blocks[8]], 8, NOW)
    with raises(ConfigMissing):
        made.take(8)
    assert made.ledger.height == 0


def test_a_run_with_one_bad_block_changes_nothing():
    made = world()
    before = made.ledger.parts()
    bad = block(2, made.blocks[1].hash, who="ab")
    with raises(NotEnoughVotes):
        made.ledger.extend([made.blocks[1], bad], 1, NOW)
    assert made.ledger.parts() == before


def test_a_record_leads_on():
    made = world()
    made.take(1, 5, 6)
    saved = b"".join(made.ledger.parts())
    ledger, told = made.network.start(made.checkpoint, saved, 4)
    assert (ledger.height, told) == (6, [])
    assert b"".join(ledger.parts()) == saved
    assert ledger.extend([made.blocks[7]], 7, None) == 6
    assert len(saved) < 2500  # of a block that took much more


def test_a_start_needs_a_checkpoint_that_can_serve():
    with raises(NoTrust):
        NETWORK.start(None, None, 4)
    with raises(BadCheckpoint):
        NETWORK.start(GENESIS, None, 4)
    for other in (FabricNetwork("other", START.hash), FabricNetwork(CHANNEL, bytes(32))):
        with raises(WrongNetwork):
            other.start(record(START, NETWORK), None, 4)
    fields = decode(record(START, NETWORK))
    for place in range(1, len(fields) - 1):
        broken = fields[:place] + [{}] + fields[place + 1 :]
        try:
            NETWORK.start(encode(broken), None, 4)
        except (BadCheckpoint, WrongNetwork):
            continue
        raise AssertionError(place)


def test_a_checkpoint_may_know_of_no_view():
    state = anchored(START, config_in(START))
    for view in (None, 0, 7):
        state.view = view
        assert NETWORK.start(b"".join(parts(NETWORK, state, [])), None, 4)[0].state.view == view


def test_a_damaged_checkpoint_is_refused():
    whole = record(START, NETWORK)
    for at in range(0, len(whole), 97):
        broken = bytearray(whole)
        broken[at] ^= 1
        with raises(DamagedCheckpoint):
            NETWORK.start(bytes(broken), None, 4)


def test_a_checkpoint_brings_its_channel():
    found = network_in(record(START, NETWORK), "the checkpoint")
    assert (
        (found.id, found.name)
        == (NETWORK.id, NETWORK.name)
        == ("fabric:" + NETWORK.name, "site." + START.hash.hex()[:16])
    )
    assert found.shipped() is None
    assert found.cadence.slow_after == found.cadence.stale_after == found.cadence.settled == 1 << 53  # never


def test_a_network_that_cannot_be():
    for channel in ("", "Site", "a b", "a/b", "a:b", "a`b", "a{b", "x" * 101):
        with raises(BadNetwork):
            FabricNetwork(channel, bytes(32))
    with raises(BadNetwork):
        FabricNetwork("site", bytes(31))
    for channel in ("a.b-1", "az09", "x" * 100):
        assert FabricNetwork(channel, bytes(32)).name == channel + ".0000000000000000"


def test_two_blocks_on_top_of_one_of_ours_end_all_belief():
    made = world()
    made.take(1, 2)
    other = block(2, made.blocks[1].hash, [b"other"], who="bcd")
    with raises(Equivocation) as caught:
        made.ledger.extend([other], 2, NOW)
    assert caught.error.fields["at"] == 2
    assert made.ledger.forked is caught.error
    attack = made.ledger.attack
    assert (attack.kind, attack.who, attack.total) == (
        "equivocation",
        [number.to_bytes(8, "big") for number in b"bc"],
        4,
    )
    shown = made.ledger.evidence_of_attack()
    judge = world()
    judge.take(1, 2)
    verdict = judge.ledger.judge_evidence(shown, None)
    assert isinstance(verdict, Proved) and verdict.subject.kind == "equivocation"
    assert verdict.finality.fields() == {"signed": 2, "of": 4, "threshold": "3/4"}


def test_a_block_on_top_of_one_whose_hash_alone_is_kept_ends_all_belief_too():
    made = world()
    made.take(1, 2, 3, 5, 6)
    other = block(3, made.blocks[2].hash, [b"other"])
    with raises(Equivocation):
        made.ledger.extend([other], 3, NOW)
    judge = world()
    judge.take(2, 5, 7)
    five = block(5, made.blocks[4].hash, [b"no configuration"], gap=[made.blocks[3].header.data_hash])
    with raises(NotLinked):
        judge.ledger.extend([five], 5, NOW)
    assert judge.ledger.forked is None
    five.gap = [made.blocks[number].header.data_hash for number in (3, 4)]
    with raises(Equivocation):
        judge.ledger.extend([five], 5, NOW)
    judge = world()
    judge.take(2, 5, 7)
    envelopes = [config(who="abcd", sequence=1, peers="x")]
    five = block(5, made.blocks[4].hash, envelopes, whole=True, gap=five.gap)
    with raises(Equivocation):
        judge.ledger.extend([five], 5, NOW)


def test_a_channel_that_forked_stays_so_over_restarts():
    for taken, number in (((1, 2), 2), ((1, 2, 3, 5, 6), 3)):
        made = world()
        made.take(*taken)
        with raises(Equivocation):
            made.ledger.extend([block(number, made.blocks[number - 1].hash, [b"other"], who="bcd")], number, NOW)
        saved = b"".join(made.ledger.parts())
        ledger, told = made.network.start(made.checkpoint, saved, 4)
        assert (told, str(ledger.forked)) == ([], str(made.ledger.forked))
        assert b"".join(ledger.parts()) == saved


def test_in_other_views_the_blocks_do_not_say_who():
    made = world()
    made.take(1, 2)
    with raises(Equivocation):
        made.ledger.extend([block(2, made.blocks[1].hash, [b"other"], view=2)], 2, NOW)
    assert (made.ledger.attack.kind, made.ledger.attack.who) == ("amnesia", [])


def test_a_block_of_another_channel_is_no_contradiction():
    made = world()
    made.take(1, 2)
    foreign = block(2, bytes(32), [b"of another channel"])
    with raises(NotLinked):
        made.ledger.extend([foreign], 2, NOW)
    assert made.ledger.forked is None
    with raises(NoConflict):
        made.ledger.judge_evidence(evidence("attack", [[made.fields(2, 1)]], made.network), NOW)


# -- transactions


def shown(made, number=1, envelopes=TXS, steps=None, links=()):
    steps = [made.fields(3, made.ledger.height)] if steps is None else steps
    return evidence("transaction", [steps, list(links), number, envelopes], made.network)


def test_a_transaction_is_at_its_place():
    made = world()
    verdict = made.ledger.judge_evidence(memoryview(shown(made)), NOW)
    assert isinstance(verdict, Proved)
    assert (verdict.place.height, verdict.place.hash, verdict.subject.content) == (3, made.blocks[3].hash, TXS[1])
    assert verdict.finality.fields() == {"signed": 3, "of": 4, "threshold": "3/4"}
    assert verdict.checks == ("data-hash", "envelopes", "creator", "votes")
    assert verdict.skipped == ("trusting-period", "validity")
    assert made.ledger.height == 0


def test_what_one_orderer_signed_says_so():
    made = world(raft=True)
    verdict = made.ledger.judge_evidence(shown(made), NOW)
    assert isinstance(verdict, Proved)
    assert verdict.skipped == ("trusting-period", "validity", "quorum", "certificate-dates")
    assert verdict.finality.fields() == {"signed": 1, "of": 4, "threshold": "1/4"}


def test_a_transaction_of_a_block_below_is_tied_by_links():
    made = world()
    made.take(4)
    links = [made.blocks[number].header.serialize() for number in (3, 4)]
    verdict = made.ledger.judge_evidence(shown(made, steps=[], links=links), NOW)
    assert (verdict.place.height, verdict.checks[-1], verdict.place.time) == (3, "header-links", 0)
    with raises(NotTied):
        made.ledger.judge_evidence(shown(made, steps=[], links=links[:1]), NOW)
    with raises(NotLinked):
        made.ledger.judge_evidence(shown(made, steps=[], links=[made.blocks[2].header.serialize(), links[1]]), NOW)


def test_a_configuration_is_a_transaction_as_well():
    made = world()
    made.take(4)
    envelopes = [config(who="abcde", sequence=1, peers="x")]
    verdict = made.ledger.judge_evidence(shown(made, 0, envelopes, [made.fields(5, 4)]), NOW)
    assert isinstance(verdict, Proved)
    assert verdict.skipped == ("trusting-period", "validity", "creator")


def test_the_data_is_all_of_the_blocks():
    made = world()
    for envelopes in (TXS[:2], TXS[1:], TXS + TXS[:1], [TXS[1], TXS[0], TXS[2]]):
        with raises(WrongData):
            made.ledger.judge_evidence(shown(made, 0, envelopes), NOW)
    with raises(NoTransaction):
        made.ledger.judge_evidence(shown(made, 3), NOW)


def test_envelopes_end_where_they_end():
    made = world()
    whole = b"".join(TXS)
    first = len(TXS[0])
    payload = len(TXS[0]) - 74  # about where the first one's signature begins
    cuts = [
        [whole],
        [TXS[0] + TXS[1], TXS[2]],
        [whole[:payload], whole[payload:]],
        [whole[: first - 1], whole[first - 1 :]],
    ]
    for envelopes in cuts:
        try:
            made.ledger.judge_evidence(shown(made, 0, envelopes), NOW)
        except (NotWellFormed, Truncated):
            continue
        raise AssertionError(envelopes)


def test_what_an_envelope_may_hold():
    for good in (
        b"\x0a\x01p",
        b"\x0a\x01p\x12\x01s",
        b"\x0a\x01p\x12\x01s\x1a\x01x\x20\x05" + b"\x29" + bytes(8) + b"\x2d" + bytes(4),
    ):
        assert bytes(parts_of(good, 0)[0]) == b"p"
    for bad in (
        b"", b"\x12\x01s", b"\x0a\x01p\x0a\x01p", b"\x0a\x01p\x12\x01s\x12\x01s", b"\x0a\x01p\x12\x01s\x0a\x01p",
        b"\x08\x01", b"\x0a\x00", b"\x0a\x01p\x12\x00", b"\x1a\x01x", b"\x1a\x01x\x0a\x01p", b"\x0a\x01p\x0b",
    ):  # fmt: skip
        with raises(NotWellFormed):
            parts_of(bad, 0)


def test_all_but_a_lone_configuration_are_signed():
    bare = bytes_field(1, b"payload")
    made = world()
    third = block(3, made.blocks[2].hash, [bare, TXS[0]])
    made.take(2)
    body = [[third.fields()], [], 1, [bare, TXS[0]]]
    with raises(NotWellFormed):
        made.ledger.judge_evidence(evidence("transaction", body, made.network), NOW)


def judged(envelope):
    made = world()
    made.take(2)
    third = block(3, made.blocks[2].hash, [envelope])
    return made.ledger.judge_evidence(evidence("transaction", [[third.fields()], [], 0, [envelope]], made.network), NOW)


def test_a_transaction_is_its_creators():
    who = fabric.identity("Orgx", "client", b"peer")
    id_ = sha256(b"n" + who).digest().hex().encode()
    make = fabric.envelope
    assert judged(make(3, b"d", CHANNEL, who, b"n", "client", id_)).subject.id.hex().encode() == id_
    with raises(OtherChannel):
        judged(make(3, b"d", "other", who, b"n", "client", id_))
    with raises(OtherTransaction):
        judged(make(3, b"d", CHANNEL, who, b"m", "client", id_))
    with raises(InvalidCreator):
        judged(make(3, b"d", CHANNEL, who, b"n", "mallory", id_))
    with raises(BadSchema):
        judged(make(2, b"d", CHANNEL, who, b"n", "client", id_))
    idemix = make(3, b"d", CHANNEL, b"\x0a\x01x", b"n", "client", sha256(b"n\x0a\x01x").digest().hex().encode())
    assert judged(idemix).skipped == ("trusting-period", "validity", "creator")


def test_evidence_that_is_none():
    made = world()
    with raises(UnknownForm):
        made.ledger.judge_evidence(evidence("state", [], made.network), NOW)
    with raises(WrongNetwork):
        made.ledger.judge_evidence(evidence("endorsed", [], FabricNetwork("other", bytes(32))), NOW)
    step = made.fields(3, 0)
    for body in (
        [],
        [[step], [], 1],
        [[step], [], "1", TXS],
        [[step], [], 1, []],
        [[step], [], 1, [7]],
        [[step], [], 1, b""],
        {},
    ):
        with raises(BadSchema):
            made.ledger.judge_evidence(evidence("transaction", body, made.network), NOW)
    for body in (
        [],
        [b"", b"", b"", b"", []],
        [b"", b"", b"", 7, [[b"", b""]]],
        [b"", b"", b"", b"", [[b""]]],
        [b"", b"", b"", b"", [b""]],
    ):
        with raises(BadSchema):
            made.ledger.judge_evidence(evidence("endorsed", body, made.network), NOW)
