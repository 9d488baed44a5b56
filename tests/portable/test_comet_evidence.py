"""Evidence about a chain of CometBFT: what ties a block, what is proved in it, and what a verdict says of the clock."""

from hashlib import sha256

from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.cometbft.errors import NoStateProofs, NotInBlock, NotLinked, NotOfState, OtherEntry, WrongChain
from lightclient.cometbft.evidence import STATE, TRANSACTION, Entry
from lightclient.cometbft.network import CometNetwork
from lightclient.decided.errors import NoConflict, NotTied, WrongNetwork, WrongSubject
from lightclient.decided.evidence import ATTACK
from lightclient.errors import Equivocation
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.errors import UnknownForm
from lightclient.evidence.policy import Policy
from lightclient.evidence.verdict import NotYet, Proved
from lightclient.merkle.errors import PathLength
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import inclusion_path, root_of
from lightclient.votes.errors import InvalidSignature, NotEnoughTrust, TrustExpired
from tests.portable.comet import FOUR, NETWORK, PERIOD, START, block
from tests.portable.support import raises
from tests.portable.test_comet_ics23 import IAVL, TENDERMINT, between, build, serialize
from tests.portable.test_comet_ledger import World

NOW = START + 100
TXS = [b"one", b"two", b"three"]
LEAVES = [leaf_hash(sha256(tx).digest()) for tx in TXS]
STORE = b"bank"
SUBROOT, PROOFS, ORDER = build(IAVL)
ROOT, STORES, _ = build(TENDERMINT, [(STORE, SUBROOT), (b"gov", b"\x01" * 32)])


def world(**options):
    """Return a world whose block 3 has the transactions, and whose block 4 shows the state."""
    made = World(**options)
    made.chain.make(2)
    made.chain.make(3, data_hash=root_of(LEAVES))
    made.chain.make(4, app_hash=ROOT)
    made.chain.grow(2)
    return made


def transaction(steps=(), links=(), tx=b"two", index=1, total=3, path=None):
    path = inclusion_path(LEAVES, 1) if path is None else path
    return [list(steps), list(links), tx, index, total, path]


def entry(links, key=b"d", value=b"d!", proofs=None, store=STORE):
    proofs = proofs or [serialize(PROOFS[b"d"]), serialize(STORES[STORE])]
    return [[], list(links), store, key, value, proofs]


def header(world, height):
    return world.chain.blocks[height].header.serialize()


def judged(world, body, form=TRANSACTION, clock=NOW):
    data = Envelope(world.network.id, form, encode(body)).serialize()
    return world.ledger.judge_evidence(data, clock)


def refused(error, world, body, form=TRANSACTION, clock=NOW):
    before = world.ledger.parts()
    with raises(error) as caught:
        judged(world, body, form, clock)
    assert world.ledger.parts() == before
    return caught.error


def test_a_transaction_in_a_block_that_was_verified():
    made = world()
    made.extend(3)
    verdict = judged(made, transaction(links=[header(made, 3)]))
    assert isinstance(verdict, Proved)
    assert verdict.subject.found == [(1, sha256(b"two").digest())] and verdict.subject.kind == "transaction"
    assert (verdict.place.height, verdict.place.hash, verdict.place.time) == (3, made.ledger.tip, START + 15)
    assert verdict.finality.fields() == {"signed": 3, "of": 4, "threshold": "2/3"}
    assert verdict.finality.short() == [3, 4] and verdict.finality.lacks(Policy(confirmations=6)) == ()
    assert verdict.checks == ("trusting-period", "data-hash", "trusted-header")
    assert (verdict.skipped, verdict.trust, verdict.ledger) == ((), "checkpoint at height 1", "cosmos:test-chain")


def test_a_block_below_one_that_was_verified_is_tied_by_links():
    made = world()
    made.extend(6)
    links = [header(made, height) for height in (3, 4, 5, 6)]
    verdict = judged(made, transaction(links=links))
    assert isinstance(verdict, Proved) and verdict.checks[-1] == "header-links" and verdict.place.height == 3
    refused(NotLinked, made, transaction(links=links[:1] + links[2:]))
    refused(NotTied, made, transaction(links=links[:3]))
    refused(BadSchema, made, transaction(links=[b""] * 65))
    refused(BadSchema, made, transaction(links=["header"]))


def test_a_verdict_names_the_trusting_period_only_where_it_was_checked():
    made = world()
    made.extend(6)
    links = [header(made, height) for height in (3, 4, 5, 6)]
    verdict = judged(made, transaction(links=links), clock=NOW + PERIOD)
    assert isinstance(verdict, Proved)
    assert (verdict.checks, verdict.skipped) == (("data-hash", "header-links"), ("trusting-period",))
    refused(TrustExpired, made, transaction(steps=[made.chain.blocks[3].fields()]), clock=NOW + PERIOD)


def test_a_block_above_ours_is_tied_by_steps_and_leaves_the_ledger_alone():
    made = world()
    before = made.ledger.parts()
    verdict = judged(made, transaction(steps=[made.chain.blocks[3].fields()]))
    assert isinstance(verdict, Proved) and verdict.checks[-1] == "votes" and verdict.place.height == 3
    assert made.ledger.parts() == before
    # And one below it by links down from there.
    links = [header(made, height) for height in (3, 4, 5)]
    verdict = judged(made, transaction([made.chain.blocks[5].fields()], links))
    assert verdict.checks[-2:] == ("votes", "header-links") and verdict.place.height == 3
    refused(NotTied, made, transaction([made.chain.blocks[4].fields()], links))


def test_a_block_between_those_that_are_kept_is_tied_by_steps_from_below():
    made = world()
    made.extend(6)
    assert judged(made, transaction(steps=[made.chain.blocks[3].fields()])).place.height == 3


def test_steps_are_held_to_every_rule():
    made = world()
    forged = made.chain.blocks[3]
    forged.commit.votes[0].signature = bytes(64)
    refused(InvalidSignature, made, transaction(steps=[forged.fields()]))
    stranger = block(NETWORK, 3, "w1 x1 y1 z1", FOUR, None, data_hash=root_of(LEAVES))
    refused(NotEnoughTrust, made, transaction(steps=[stranger.fields()]))
    refused(TrustExpired, made, transaction(steps=[made.chain.blocks[3].fields()]), clock=START + PERIOD + 5)
    refused(BadSchema, made, transaction())
    refused(BadSchema, made, transaction(steps=[[]] * 17))
    refused(NotTied, made, transaction(steps=[made.chain.blocks[1].fields()]))


def test_steps_to_another_block_than_ours_end_all_belief():
    made = world()
    made.extend(3)
    other = block(NETWORK, 3, FOUR, FOUR, None, data_hash=b"\x01" * 32)
    with raises(Equivocation):
        judged(made, transaction(steps=[other.fields()]))
    assert made.ledger.forked is not None


def test_links_are_of_our_chain():
    made = world()
    made.extend(3)
    changed = made.chain.blocks[3].header
    changed.chain_id = "other"
    refused(WrongChain, made, transaction(links=[changed.serialize()]))
    refused(NotTied, made, transaction(links=[header(made, 5)]))


def test_a_transaction_is_at_its_place():
    made = world()
    made.extend(3)
    links = [header(made, 3)]
    for changes in ({"tx": b"four"}, {"index": 0}, {"path": bytes(64)}):
        refused(NotInBlock, made, transaction(links=links, **changes))
    refused(PathLength, made, transaction(links=links, total=1, index=0))
    refused(BadSchema, made, transaction(links=links, index=-1))
    refused(BadSchema, made, transaction(links=links)[:5])


def test_without_a_clock_the_verdict_waits_for_one():
    made = world()
    made.extend(3)
    verdict = judged(made, transaction(links=[header(made, 3)]), clock=None)
    assert isinstance(verdict, NotYet)
    assert (verdict.missing, verdict.skipped) == (("clock",), ("trusting-period",))


def test_a_consortium_that_answers_for_ever_needs_no_clock_and_the_verdict_says_so():
    made = world(network=CometNetwork("test-chain", None))
    made.extend(3, clock=None)
    verdict = judged(made, transaction(links=[header(made, 3)]), clock=None)
    assert isinstance(verdict, Proved) and verdict.skipped == ("trusting-period",)


def test_steps_without_a_clock_that_no_clock_can_make_up_for_prove_nothing():
    made = World()
    made.chain.make(2, time=START + PERIOD)
    made.chain.make(3, time=START + PERIOD + 5, data_hash=root_of(LEAVES))
    made.extend(2, 3, clock=None)
    body = transaction(links=[header(made, 3)])
    assert judged(made, body, clock=START + PERIOD + 4).missing == ()
    verdict = judged(made, body, clock=START + PERIOD + 5)
    assert (verdict.missing, verdict.skipped) == (("trusting-period",), ("trusting-period",))


def test_an_entry_of_the_state():
    made = world()
    made.extend(4)
    verdict = judged(made, entry([header(made, 4)]), STATE)
    assert isinstance(verdict, Proved)
    assert (verdict.subject.kind, verdict.subject.id, verdict.subject.value) == ("entry", b"bank/d", b"d!")
    assert "app-hash" in verdict.checks


def test_an_entry_that_is_not_there():
    made = world()
    made.extend(4)
    proofs = [serialize(between(IAVL, ORDER, PROOFS, b"e")), serialize(STORES[STORE])]
    verdict = judged(made, entry([header(made, 4)], b"e", None, proofs), STATE)
    assert isinstance(verdict, Proved)
    assert (verdict.subject.kind, verdict.subject.id, verdict.subject.value) == ("absent entry", b"bank/e", None)
    refused(OtherEntry, made, entry([header(made, 4)], b"d", None, proofs), STATE)


def test_proofs_that_lead_elsewhere():
    made = world()
    made.extend(3, 4)
    links = [header(made, 4)]
    refused(NotOfState, made, entry([header(made, 3)]), STATE)
    refused(OtherEntry, made, entry(links, value=b"e!"), STATE)
    refused(OtherEntry, made, entry(links, store=b"gov"), STATE)
    refused(OtherEntry, made, entry(links, proofs=[serialize(PROOFS[b"d"]), serialize(STORES[b"gov"])]), STATE)
    refused(BadSchema, made, entry(links, proofs=[serialize(PROOFS[b"d"])]), STATE)
    refused(BadSchema, made, entry(links, value=1), STATE)
    refused(TooLarge, made, entry(links, key=bytes(4097)), STATE)


def test_a_state_of_one_tree():
    made = World(network=CometNetwork("test-chain", PERIOD, trees=("iavl",)))
    made.chain.make(2, app_hash=SUBROOT)
    made.extend(2)
    proofs = [serialize(PROOFS[b"d"])]
    assert isinstance(judged(made, entry([header(made, 2)], proofs=proofs, store=b""), STATE), Proved)


def test_a_state_of_one_tree_has_no_stores():
    """Nothing would bind a store's name: with it, the entry `eve` passed for the entry `owner/eve`."""
    made = World(network=CometNetwork("test-chain", PERIOD, trees=("iavl",)))
    root, proofs, _ = build(IAVL, [(b"eve", b"all"), (b"owner/eve", b"nothing")])
    made.chain.make(2, app_hash=root)
    made.extend(2)
    question = made.ledger.prove((b"", b"owner/eve"), lambda: NOW, 4096)
    other = entry([header(made, 2)], b"eve", b"all", [serialize(proofs[b"eve"])], b"/owner")
    refused(BadSchema, made, other, STATE)
    with raises(BadSchema):
        question.judge(encode(other))
    with raises(BadSchema):
        made.ledger.prove((b"/owner", b"eve"), lambda: NOW, 4096)
    true = entry([header(made, 2)], b"owner/eve", b"nothing", [serialize(proofs[b"owner/eve"])], b"")
    assert question.judge(encode(true)).subject.value == b"nothing"


def test_an_answer_is_about_the_store_and_the_key_that_were_asked_for():
    #   asked: store app, key owner/d        shown: store app/owner, key d
    made = World()
    root, stores, _ = build(TENDERMINT, [(b"app", b"\x01" * 32), (b"app/owner", SUBROOT)])
    made.chain.make(2, app_hash=root)
    made.extend(2)
    proofs = [serialize(PROOFS[b"d"]), serialize(stores[b"app/owner"])]
    body = encode(entry([header(made, 2)], proofs=proofs, store=b"app/owner"))
    with raises(WrongSubject):
        made.ledger.prove((b"app", b"owner/d"), lambda: NOW, 4096).judge(body)
    for subject in ((b"app/owner", b"d"), "app/owner/64"):
        question = made.ledger.prove(subject, lambda: NOW, 4096)
        assert question.judge(body).subject.id == question.subject.id == b"app%2Fowner/d"


def test_no_two_entries_have_one_id():
    parts = (b"", b"a", b"/", b"a/", b"/a", b"a/a", b"%2F", b"%", b"2F", b"%2Fa", b"a%2F", b"%252F")
    ids = [Entry(store, key, b"").id for store in parts for key in parts]
    assert len(set(ids)) == len(parts) ** 2


def test_a_chain_without_proofs_of_its_state_says_so():
    made = World(network=CometNetwork("test-chain", PERIOD, trees=()))
    refused(NoStateProofs, made, entry([header(made, 1)]), STATE)


def test_evidence_of_an_attack():
    made = world()
    made.extend(4)
    victim = world()
    victim.extend(4)
    other = block(NETWORK, 4, FOUR, FOUR, None, app_hash=b"forged")
    with raises(Equivocation):
        victim.take([other.fields()])
    verdict = made.ledger.judge_evidence(victim.ledger.evidence_of_attack(), NOW)
    assert isinstance(verdict, Proved)
    assert (verdict.subject.kind, verdict.subject.id, verdict.finality.signed) == ("lunatic", other.hash, 3)
    assert made.ledger.forked is not None
    fresh = world()
    fresh.extend(4)
    refused(NoConflict, fresh, [[fresh.chain.blocks[4].fields()]], ATTACK)
    refused(BadSchema, fresh, [[]], ATTACK)
    other.commit.votes[0].signature = bytes(64)
    refused(InvalidSignature, fresh, [[other.fields()]], ATTACK)


def test_evidence_of_an_attack_names_the_block_that_was_verified_and_not_one_behind_it():
    made = world()
    made.extend(2, 4)
    other, later = (block(NETWORK, height, FOUR, FOUR, None, app_hash=b"forged") for height in (2, 4))
    later.commit.votes[0].signature = bytes(64)
    verdict = judged(made, [[other.fields(), later.fields()]], ATTACK)
    assert (verdict.subject.id, verdict.place.height) == (other.hash, 2)


def test_a_step_onto_another_block_than_ours_ends_all_belief():
    made = world()
    made.extend(4)
    other = block(NETWORK, 4, FOUR, FOUR, None, data_hash=b"\x01" * 32)
    with raises(Equivocation):
        judged(made, transaction(steps=[block(NETWORK, 5, FOUR, FOUR, other).fields()]))
    assert made.ledger.forked is not None and made.ledger.way[-1].header.height == 5


def test_other_ledgers_and_forms_are_refused_by_name():
    made = world()
    data = Envelope("cosmos:other", TRANSACTION, b"\x80").serialize()
    with raises(WrongNetwork):
        made.ledger.judge_evidence(data, NOW)
    refused(UnknownForm, made, [], "block")


def test_questions():
    made = world()
    made.extend(3)
    ledger = made.ledger
    seen = []
    tx_hash = sha256(b"two").digest()
    question = ledger.prove(tx_hash.hex(), lambda: NOW, 4096, seen.append)
    assert question.argument() == [tx_hash, ledger.locator(), ledger.root_point(NOW)] and question.kind == 2
    body = encode(transaction(links=[header(made, 3)]))
    assert isinstance(question.judge(memoryview(body)), Proved)
    assert isinstance(ledger.judge_evidence(seen[0], NOW), Proved)
    with raises(WrongSubject):
        ledger.prove(bytes(32), lambda: NOW, 4096).judge(body)
    with raises(BadSchema):
        question.judge("text")


def test_evidence_that_is_kept_is_to_lead_up_from_the_trust_anchor_while_that_answers():
    made = world()
    made.extend(3)
    ledger, root = made.ledger, made.chain.blocks[1]
    point = (1).to_bytes(8, "big") + root.hash
    late = START + 5 + PERIOD
    for clock, wanted in ((NOW, point), (None, point), (late - 1, point), (late, None)):
        assert ledger.root_point(clock) == wanted
        question = ledger.prove(bytes(32), lambda clock=clock: clock, 4096, len)
        assert question.argument()[2:] == ([] if wanted is None else [point])
    assert ledger.prove(bytes(32), lambda: NOW, 4096).argument()[2:] == []


def test_questions_about_the_state():
    made = world()
    made.extend(4)
    for subject in ("bank/64", (b"bank", b"d")):
        question = made.ledger.prove(subject, lambda: NOW, 4096)
        assert question.argument() == [b"bank", b"d", made.ledger.locator()] and question.kind == 3
        assert question.judge(encode(entry([header(made, 4)]))).subject.value == b"d!"


def test_what_cannot_be_asked_for():
    ledger = World().ledger
    for subject in (b"short", "abcd", "xy", "bank/", "bank/zz", 7, (b"a",), ("a", "b"), (b"", b""), (b"", bytes(4097))):
        with raises(BadSchema):
            ledger.prove(subject, lambda: NOW, 4096)
