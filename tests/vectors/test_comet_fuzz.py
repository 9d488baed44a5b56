"""Everything that is read of a chain of CometBFT, under arbitrary and damaged bytes: a value, or one of our errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightclient.codec import protobuf
from lightclient.codec.cbor import encode
from lightclient.cometbft.checkpoint import network_in
from lightclient.cometbft.commit import parse_commit
from lightclient.cometbft.header import parse_header
from lightclient.cometbft.ics23 import absence_root, membership_root, read_proof
from lightclient.cometbft.keys import read_key
from lightclient.cometbft.profiles import PROFILES, V0_32, V0_38
from lightclient.cometbft.trees import IAVL, SMT, TENDERMINT
from lightclient.cometbft.validators import parse_validators, serialize_validators
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.verdict import Proved
from tests.portable import test_comet_evidence as evidence
from tests.portable.comet import NETWORK, block, key, members
from tests.portable.test_comet_header import golden
from tests.portable.test_comet_ics23 import between, build, serialize
from tests.portable.test_comet_ledger import NOW, World, record
from tests.support.fuzzing import REFUSED, mutated, outcome

WORLD = evidence.world()
WORLD.extend(4)
BLOCKS = WORLD.chain.blocks
OTHER = block(NETWORK, 4, "a1 b1 c1 d1", "a1 b1 c1 d1", None, app_hash=b"forged")
SIGNED = [signed.fields() for signed in BLOCKS.values()]

anything = st.binary(max_size=300)
schemas = st.dictionaries(st.integers(1, 20), st.integers(0, 5), max_size=6)
headers = st.sampled_from([signed.header.serialize() for signed in BLOCKS.values()] + [golden((3, 4)).serialize()])
commits = st.sampled_from([signed.commit.serialize() for signed in BLOCKS.values()])
sets = st.sampled_from([serialize_validators(members(text)) for text in ("a1", "a5 B3 c2", "a1 b1 c1 d1")])
proofs = st.sampled_from(
    [serialize(proof) for tree in (IAVL, TENDERMINT, SMT) for proof in build(tree)[1].values()]
    + [serialize(between(tree, order, found, b"e")) for tree in (IAVL, SMT) for _, found, order in [build(tree)]]
)
runs = st.lists(st.sampled_from(SIGNED), max_size=4).map(encode)
records = st.sampled_from([record(signed) for signed in BLOCKS.values()])
bodies = st.sampled_from(
    [
        Envelope(NETWORK.id, form, encode(body)).serialize()
        for form, body in (
            ("transaction", evidence.transaction(links=[evidence.header(WORLD, 3), evidence.header(WORLD, 4)])),
            ("transaction", evidence.transaction(steps=[BLOCKS[3].fields()])),
            ("state", evidence.entry([evidence.header(WORLD, 4)])),
            ("attack", [[OTHER.fields()]]),
        )
    ]
)


def inputs(valid):
    return anything | mutated(valid) | valid


@given(anything, schemas)
def test_any_schema_over_any_bytes(data, schema):
    outcome(protobuf.parse, data, schema, "a thing")


@given(inputs(headers), st.sampled_from(PROFILES))
def test_headers_that_are_taken_have_no_second_form(data, profile):
    header = outcome(parse_header, data, profile)
    assert header is REFUSED or header.serialize() == data
    assert header is REFUSED or len(header.hash(V0_32)) == 32


@given(inputs(commits))
def test_commits_that_are_taken_have_no_second_form(data):
    commit = outcome(parse_commit, data)
    assert commit is REFUSED or commit.serialize() == data


@given(inputs(sets))
def test_sets_that_are_taken_have_no_second_form(data):
    made = outcome(parse_validators, data, V0_38)
    assert made is REFUSED or serialize_validators(made) == data


@given(inputs(st.sampled_from([key(name).serialize() for name in "aAbB"])))
def test_keys_that_are_taken_have_no_second_form(data):
    made = outcome(read_key, data)
    assert made is REFUSED or made.serialize() == data


@given(inputs(proofs))
def test_proofs_that_are_taken_have_no_second_form(data):
    proof = outcome(read_proof, data)
    if proof is REFUSED:
        return
    for tree in (IAVL, TENDERMINT, SMT):
        outcome(membership_root, proof, tree, proof.key, getattr(proof, "value", b""))
        outcome(absence_root, proof, tree, proof.key)


@given(inputs(runs))
def test_runs_leave_the_ledger_whole(data):
    ledger = World().ledger
    before = ledger.parts()
    read = outcome(ledger.read, data)
    if read is REFUSED:
        return
    height, run = read
    if outcome(ledger.extend, run, height, NOW) is REFUSED:
        assert ledger.parts() == before
    else:
        assert ledger.tip in [signed.hash for signed in BLOCKS.values()]


@given(inputs(records))
def test_checkpoints_that_are_taken_start_a_ledger_that_records_itself_again(data):
    outcome(network_in, data, "the checkpoint")
    started = outcome(NETWORK.start, data, None, 4)
    if started is not REFUSED:
        again = b"".join(started[0].parts())
        assert NETWORK.start(again, data, 4)[0].tip == started[0].tip
    assert NETWORK.start(record(BLOCKS[1]), data, 4)[0].height >= 1


@pytest.mark.slow
@given(inputs(bodies))
def test_evidence_proves_nothing_but_what_is_in_the_chain(data):
    ledger = World().ledger
    for height in (2, 3, 4):
        ledger.extend([BLOCKS[height]], height, NOW)
    verdict = outcome(ledger.judge_evidence, data, NOW)
    if verdict is REFUSED:
        return
    assert isinstance(verdict, Proved)
    found = verdict.subject.kind, verdict.subject.id
    if verdict.subject.kind in ("lunatic", "equivocation", "amnesia"):
        assert verdict.subject.id == OTHER.hash
    elif verdict.subject.kind == "transaction":
        assert evidence.sha256(evidence.TXS[verdict.subject.found[0][0]]).digest() == verdict.subject.id
    else:
        assert found == ("entry", b"bank/d") and verdict.subject.value == b"d!"
    assert verdict.place.hash in (OTHER.hash, BLOCKS[verdict.place.height].hash)


def test_ten_thousand_signatures_cost_no_more_than_those_that_fit():
    front = BLOCKS[1].commit.serialize()
    vote = protobuf.message_field(4, BLOCKS[1].commit.votes[0].serialize())
    assert outcome(parse_commit, front + vote * 10_000) is REFUSED
    member = serialize_validators(members("a1"))
    assert outcome(parse_validators, member * 10_000, V0_38) is REFUSED
