"""A private chain as a ledger: where it starts, what it takes, what contradicts it, and what is proved on it."""

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.decided.errors import (
    BadCheckpoint,
    DamagedCheckpoint,
    NoTrust,
    NotTied,
    OtherBlock,
    WrongNetwork,
    WrongSubject,
)
from lightclient.errors import Equivocation
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.errors import UnknownForm
from lightclient.evidence.verdict import NotYet, Proved
from lightclient.evm import rlp
from lightclient.evm.checkpoint import network_in, parts
from lightclient.evm.consensus import IBFT1, IBFT2, KINDS
from lightclient.evm.contract import mapping_slot, padded, slot_of
from lightclient.evm.errors import BadNetwork, BrokenProof, ExtraNodes, NoAccount, NoReceipt, NotChild, NotOfTrie
from lightclient.evm.network import EvmNetwork
from lightclient.evm.questions import ACCOUNT, RECEIPT, STORAGE, TRANSACTION, subject_of
from lightclient.evm.verify import anchored
from lightclient.sync.ledger import GENESIS
from lightclient.votes.errors import NotEnoughTrust, NotEnoughVotes, TrustExpired
from tests.portable.evm import START, Trie, block
from tests.portable.support import raises
from tests.portable.test_evm_state import CONTRACT, NOBODY, PERSON, SLOT, STATE, receipt
from tests.portable.test_evm_state import STORAGE as STORED

PERIOD = 1000
NETWORK = EvmNetwork(1337, PERIOD)
NOW = START + 100
TXS = [b"\x02" + bytes((number,)) * 40 for number in range(5)]
TX_TRIE = Trie({rlp.serialize(number): raw for number, raw in enumerate(TXS)})
RECEIPTS = [receipt(gas=number + 1) for number in range(5)]
RECEIPT_TRIE = Trie({rlp.serialize(number): raw for number, raw in enumerate(RECEIPTS)})


def record(sealed, network=NETWORK, recent=(), unclocked=None):
    return b"".join(parts(network, anchored(sealed, network), list(recent), unclocked))


class World:
    """Ten blocks, of which the third has a state, transactions and receipts; a ledger that starts at the first."""

    def __init__(self, network=NETWORK, who="abcd", window=4):
        kind = network.profile.name
        self.network = network
        self.blocks = {}
        parent = None
        for number in range(1, 11):
            roots = {"p3": STATE.root, "p4": TX_TRIE.root, "p5": RECEIPT_TRIE.root} if number == 3 else {}
            self.blocks[number] = block(number, who, parent, kind=kind, **roots)
            parent = self.blocks[number].hash
        self.checkpoint = record(self.blocks[1], network)
        self.ledger, self.told = network.start(self.checkpoint, None, window)

    def extend(self, *numbers, clock=NOW):
        return self.take([self.blocks[number].header.raw for number in numbers], clock)

    def take(self, fields, clock=NOW):
        height, run = self.ledger.read(memoryview(encode(fields)))
        return self.ledger.extend(run, height, clock)


_worlds = {}


def world(network=NETWORK):
    """Return a world as it begins; its blocks are made once."""
    if network.profile.name not in _worlds:
        _worlds[network.profile.name] = World(network)
    made = _worlds[network.profile.name]
    made.network = network
    made.ledger, made.told = network.start(record(made.blocks[1], network), None, 4)
    return made


# -- following


def test_it_follows_step_by_step_and_by_skips():
    for kind in KINDS:
        made = world(EvmNetwork(1337, PERIOD, kind))
        assert (made.ledger.height, made.ledger.anchor, made.told) == (1, "checkpoint at height 1", [])
        assert made.extend(2, 3) == 1
        assert made.extend(10) == 3
        assert (made.ledger.height, made.ledger.tip) == (10, made.blocks[10].hash)
        assert made.ledger.recent == [(number, made.blocks[number].hash) for number in (1, 2, 3)]
        assert made.ledger.facts() == {"profile": kind, "validators": 4, "signed": "3 of 4"}
        assert made.extend(10) is None


def test_a_run_with_one_bad_header_changes_nothing():
    made = world()
    before = made.ledger.parts()
    bad = block(3, signers="ab")
    with raises(NotEnoughVotes):
        made.take([made.blocks[2].header.raw, bad.header.raw])
    assert made.ledger.parts() == before


def test_messages_that_are_no_runs():
    made = world()
    for value in ({}, "run", [[b""]], [7], [None]):
        with raises(BadSchema):
            made.ledger.read(encode(value))
    with raises(TooLarge):
        made.ledger.read(encode([made.blocks[2].header.raw[:9]] * 65))
    assert made.ledger.read(encode([])) == (0, [])


def test_a_record_leads_on():
    made = world()
    made.extend(2, 3, clock=None)
    saved = b"".join(made.ledger.parts())
    ledger, told = NETWORK.start(made.checkpoint, saved, 4)
    assert (ledger.height, ledger.unclocked, told) == (3, START + 5, [])
    assert b"".join(ledger.parts()) == saved
    assert ledger.extend([made.blocks[4]], 4, NOW) == 3 and ledger.unclocked is None


def test_a_saved_chain_that_contradicts_a_newer_trust_anchor_is_passed_over():
    made = world()
    forged, parent = [], made.blocks[1].hash
    for number in (2, 3, 4):
        forged.append(block(number, "abcd", parent, p3=b"\x01" * 32))
        parent = forged[-1].hash
    made.take([each.header.raw for each in forged])
    ledger, told = NETWORK.start(record(made.blocks[3]), b"".join(made.ledger.parts()), 4)
    assert (ledger.tip, told) == (made.blocks[3].hash, ["SavedOtherBlock"])


def test_a_chain_that_forked_stays_so_over_restarts():
    made = world()
    made.extend(2)
    with raises(Equivocation):
        made.take([block(2, signers="bcd", parent=made.blocks[1].hash, p3=b"\x01" * 32).header.raw])
    saved = b"".join(made.ledger.parts())
    ledger, told = NETWORK.start(made.checkpoint, saved, 4)
    assert (told, str(ledger.forked)) == ([], str(made.ledger.forked))
    assert b"".join(ledger.parts()) == saved


def test_a_start_needs_a_checkpoint_that_can_serve():
    with raises(NoTrust):
        NETWORK.start(None, None, 4)
    with raises(BadCheckpoint):
        NETWORK.start(GENESIS, None, 4)
    made = world()
    for other in (EvmNetwork(1338, PERIOD), EvmNetwork(1337, PERIOD, IBFT2)):
        with raises(WrongNetwork):
            other.start(made.checkpoint, None, 4)
    fields = decode(made.checkpoint)
    for place in range(1, len(fields) - 1):
        broken = fields[:place] + [{}] + fields[place + 1 :]
        try:
            NETWORK.start(encode(broken), None, 4)
        except (BadCheckpoint, WrongNetwork):
            continue
        assert place in (3, 4, 5), place  # rules, which the network has itself


def test_every_flipped_bit_of_a_checkpoint_is_refused_by_one_error():
    made = world()
    for place in range(0, len(made.checkpoint), 9):
        damaged = bytearray(made.checkpoint)
        damaged[place] ^= 1 << place % 8
        with raises(DamagedCheckpoint):
            NETWORK.start(bytes(damaged), None, 4)


def test_a_checkpoint_brings_its_rules():
    for network in (NETWORK, EvmNetwork(9, None, IBFT1, drift=3)):
        found = network_in(record(block(1, kind=network.profile.name), network), "it")
        assert (found.id, found.profile.name, found.trusting_period, found.drift) == (
            network.id, network.profile.name, network.trusting_period, network.drift,
        )  # fmt: skip


def test_a_network_that_cannot_be():
    for wrong in (
        lambda: EvmNetwork(0, None),
        lambda: EvmNetwork(1 << 63, None),
        lambda: EvmNetwork("1", None),
        lambda: EvmNetwork(1, 0),
        lambda: EvmNetwork(1, None, "clique"),
        lambda: EvmNetwork(1, None, drift=-1),
    ):
        with raises(BadNetwork):
            wrong()
    assert (NETWORK.id, NETWORK.name, NETWORK.shipped(), NETWORK.show(b"\x01")) == ("eip155:1337", "1337", None, "0x01")


# -- what contradicts


def test_two_decided_blocks_of_one_height_end_all_belief_and_can_be_shown():
    made = world()
    made.extend(2)
    other = block(2, signers="bcd", parent=made.blocks[1].hash, p3=b"\x01" * 32)
    with raises(Equivocation):
        made.take([other.header.raw])
    assert made.ledger.forked is not None
    assert (made.ledger.attack.kind, made.ledger.attack.weight, made.ledger.attack.total) == ("equivocation", 2, 4)
    shown = made.ledger.evidence_of_attack()
    judge = world()
    judge.extend(2)
    verdict = judge.ledger.judge_evidence(shown, NOW)
    assert isinstance(verdict, Proved) and verdict.subject.kind == "equivocation"


def test_rounds_that_differ_name_nobody():
    made = world()
    made.extend(2)
    other = block(2, parent=made.blocks[1].hash, round_=1, p3=b"\x01" * 32)
    with raises(Equivocation):
        made.take([other.header.raw])
    assert (made.ledger.attack.kind, made.ledger.attack.who) == ("amnesia", [])


def test_another_block_that_was_not_decided_shows_nothing():
    made = world()
    made.extend(2)
    forged = block(2, signers="abx", parent=made.blocks[1].hash, p3=b"\x01" * 32)
    try:
        made.take([forged.header.raw])
    except Exception as error:
        assert not isinstance(error, Equivocation)
    assert made.ledger.forked is None
    with raises(OtherBlock):
        made.take([block(2, parent=made.blocks[1].hash, p3=b"\x01" * 32).header.raw], clock=None)
    assert made.ledger.forked is None


# -- evidence


def judged(made, form, body, clock=NOW):
    data = Envelope(made.network.id, form, encode(body)).serialize()
    return made.ledger.judge_evidence(memoryview(data), clock)


def steps(made, *numbers):
    return [made.blocks[number].header.raw for number in numbers]


def storage(tied, slot=SLOT, address=CONTRACT):
    return tied + [address, slot, STATE.proof(keccak256(address)), STORED.proof(keccak256(slot))]


def test_a_slot_of_a_contract_is_proved():
    made = world()
    verdict = judged(made, "storage", storage([steps(made, 3), []]))
    assert isinstance(verdict, Proved)
    assert (verdict.subject.value, verdict.subject.id) == (slot_of(1), CONTRACT + SLOT)
    assert (verdict.place.height, verdict.place.hash, verdict.place.time) == (3, made.blocks[3].hash, START + 15)
    assert verdict.finality.fields() == {"signed": 3, "of": 4, "threshold": "2/3"}
    assert verdict.checks == ("trusting-period", "state-root", "storage-root", "votes")
    assert (verdict.skipped, verdict.trust, verdict.ledger) == ((), "checkpoint at height 1", "eip155:1337")
    assert judged(made, "storage", storage([steps(made, 3), []], slot_of(99))).subject.value == bytes(32)


def test_a_block_is_tied_by_links_too():
    made = world()
    made.extend(2, 5)
    verdict = judged(made, "storage", storage([[], steps(made, 3, 4, 5)]))
    assert isinstance(verdict, Proved) and verdict.checks[-1] == "header-links"
    with raises(NotChild):
        judged(made, "storage", storage([[], steps(made, 3, 5)]))
    with raises(NotTied):
        judged(made, "storage", storage([[], steps(made, 3, 4)]))
    forged = block(3, p3=STATE.root)
    with raises(NotChild):
        judged(made, "storage", storage([[], [forged.header.raw] + steps(made, 4, 5)]))


def test_without_a_clock_it_is_not_yet():
    made = world()
    verdict = judged(made, "storage", storage([steps(made, 3), []]), clock=None)
    assert isinstance(verdict, NotYet) and verdict.missing == ("clock",)
    with raises(TrustExpired):
        judged(made, "storage", storage([steps(made, 3), []]), clock=START + 5 + PERIOD)
    unending = world(EvmNetwork(1337, None))
    verdict = judged(unending, "storage", storage([steps(unending, 3), []]), clock=None)
    assert isinstance(verdict, Proved) and verdict.skipped == ("trusting-period",)


def test_an_account_is_proved_present_and_absent():
    made = world()
    tied = [steps(made, 3), []]
    verdict = judged(made, "account", tied + [PERSON, STATE.proof(keccak256(PERSON))])
    assert (verdict.subject.kind, verdict.subject.account.balance) == ("account", 10**18)
    verdict = judged(made, "account", tied + [NOBODY, STATE.proof(keccak256(NOBODY))])
    assert (verdict.subject.kind, verdict.subject.account) == ("absent account", None)


def test_a_transaction_and_its_receipt_are_proved():
    made = world()
    tied = [steps(made, 3), []]
    for number in (0, 4):
        verdict = judged(made, "transaction", tied + [number, TX_TRIE.proof(rlp.serialize(number))])
        assert verdict.subject.found == [(number, keccak256(TXS[number]))]
        verdict = judged(made, "receipt", tied + [number, RECEIPT_TRIE.proof(rlp.serialize(number))])
        assert (verdict.subject.receipt.succeeded, verdict.subject.receipt.gas_used) == (True, number + 1)
        assert verdict.subject.value == RECEIPTS[number]


def test_proofs_that_lead_elsewhere():
    made = world()
    tied = [steps(made, 3), []]
    good = storage(tied)
    for place, wrong, error in (
        (2, PERSON, BrokenProof),
        (3, slot_of(8), ExtraNodes),
        (4, [], NotOfTrie),
        (5, [], NotOfTrie),
        (4, STORED.proof(keccak256(SLOT)), NotOfTrie),
        (5, good[5] + [b"\xc0"], ExtraNodes),
    ):
        body = good[:place] + [wrong] + good[place + 1 :]
        try:
            found = judged(made, "storage", body)
        except (BrokenProof, ExtraNodes, NotOfTrie, NoAccount):
            continue
        assert found.subject.value == bytes(32), (place, error)  # a slot that the same nodes show to be empty
    with raises(NotOfTrie):
        judged(made, "storage", storage([steps(made, 4), []]))
    with raises(NoAccount):
        judged(made, "storage", storage(tied, address=NOBODY))
    with raises(NoReceipt):
        judged(made, "receipt", tied + [9, RECEIPT_TRIE.proof(rlp.serialize(9))])


def test_bodies_that_are_none():
    made = world()
    tied = [steps(made, 3), []]
    for form, body in (
        ("storage", tied + [CONTRACT, SLOT, []]),
        ("storage", tied + ["a", SLOT, [], []]),
        ("storage", tied + [CONTRACT, SLOT, {}, []]),
        ("storage", tied + [CONTRACT, SLOT, [b""] * 66, []]),
        ("account", tied + [CONTRACT, ["node"]]),
        ("account", tied + [bytes(19), STATE.proof(keccak256(CONTRACT))]),
        ("receipt", tied + ["1", []]),
        ("transaction", [[], [], 1, []]),
        ("transaction", [{}, [], 1, []]),
    ):
        with raises(BadSchema):
            judged(made, form, body)
    with raises(UnknownForm):
        judged(made, "state", [])
    with raises(WrongNetwork):
        made.ledger.judge_evidence(Envelope("eip155:1", "storage", encode([])).serialize(), NOW)


def test_steps_hold_by_votes():
    made = world()
    forged = block(3, signers="ab", p3=STATE.root)
    with raises(NotEnoughVotes):
        judged(made, "storage", storage([[forged.header.raw], []]))
    strangers = block(3, who="wxyz", p3=STATE.root)
    with raises(NotEnoughTrust):
        judged(made, "storage", storage([[strangers.header.raw], []]))
    assert made.ledger.height == 1


# -- questions


def test_subjects():
    tx, address = "0x" + "ab" * 32, "0x" + "cd" * 20
    slot = mapping_slot(padded(b"\x05" * 20), slot_of(3))
    for subject, wanted in (
        (tx, (TRANSACTION, [b"\xab" * 32])),
        (b"\xab" * 32, (TRANSACTION, [b"\xab" * 32])),
        ("receipt:" + tx, (RECEIPT, [b"\xab" * 32])),
        (address, (ACCOUNT, [b"\xcd" * 20])),
        (address + "/3", (STORAGE, [b"\xcd" * 20, slot_of(3)])),
        (address + "/0x03", (STORAGE, [b"\xcd" * 20, slot_of(3)])),
        (address + "/3[0x" + "05" * 20 + "]", (STORAGE, [b"\xcd" * 20, slot])),
        (address + "/3[0x" + "05" * 20 + "][7]", (STORAGE, [b"\xcd" * 20, mapping_slot(padded(7), slot)])),
        ((b"\xcd" * 20, slot), (STORAGE, [b"\xcd" * 20, slot])),
    ):
        assert subject_of(subject) == wanted, subject
    for wrong in ("", "0x", "abcd", tx[:-2], "receipt:" + address, address + "/", address + "/x", address + "/3[1",
                  address + "/3[]", address + "/0x" + "05" * 33, tx + "/1", b"", (b"", b""), 7, None):  # fmt: skip
        with raises(BadSchema):
            subject_of(wrong)
    with raises(TooLarge):
        subject_of(address + "/" + str(1 << 256))


def test_answers_are_about_what_was_asked_for():
    made = world()
    tied = [steps(made, 3), []]
    kept = []

    def asked(subject):
        return made.ledger.prove(subject, lambda: NOW, 4096, kept.append)

    question = asked((CONTRACT, SLOT))
    assert question.argument() == [CONTRACT, SLOT, made.ledger.locator(), made.ledger.root_point(NOW)]
    assert question.kind == STORAGE and made.ledger.locator().endswith(made.ledger.root_point(NOW))
    verdict = question.judge(encode(storage(tied)))
    assert verdict.subject.value == slot_of(1) and made.ledger.judge_evidence(kept[0], NOW).subject.value == slot_of(1)
    with raises(WrongSubject):
        question.judge(encode(storage(tied, slot_of(0))))
    with raises(BadSchema):
        question.judge([1])

    bodies = [tied + [1, TX_TRIE.proof(b"\x01")], tied + [1, RECEIPT_TRIE.proof(b"\x01")]]
    question = asked("receipt:0x" + keccak256(TXS[1]).hex())
    verdict = question.judge(encode([encode(each) for each in bodies]))
    assert verdict.subject.receipt.gas_used == 2
    other = tied + [2, RECEIPT_TRIE.proof(b"\x02")]
    for wrong in ([bodies[0], other], [tied + [2, TX_TRIE.proof(b"\x02")], other]):
        with raises(WrongSubject):
            question.judge(encode([encode(each) for each in wrong]))
    for wrong in ([encode(bodies[0])], [1, 2], {}):
        with raises(BadSchema):
            question.judge(encode(wrong))
