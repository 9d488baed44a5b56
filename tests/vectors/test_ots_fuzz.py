"""Everything that is read of timestamps, under arbitrary and damaged bytes: a value, or one of our errors; bounded."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.bitcoin import evidence, stamp
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.varint import varint
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.verdict import DIGEST as KIND
from lightclient.evidence.verdict import Proved
from lightclient.opentimestamps import file, timestamp
from lightclient.opentimestamps.attestation import BITCOIN, in_block, pending
from lightclient.opentimestamps.file import MAGIC
from lightclient.opentimestamps.timestamp import MAX_ATTESTATIONS, MAX_COST, MAX_DEPTH
from tests.portable.stamps import DIGEST, HEIGHT, URI, stamped, world
from tests.support.fuzzing import REFUSED, mutated, outcome

TREE, CHAIN = world(after=8, window=12)
HEADER = TREE.headers["block"]
HEAD = MAGIC + b"\x01\x08" + DIGEST
# Pieces of trees, so that deep and wide ones are found: operations, attestations and forks, whole or not.
PIECES = [
    b"\xff",
    b"\x00",
    b"\x00" + in_block(BITCOIN, HEIGHT).serialize(),
    b"\x00" + pending(URI).serialize(),
    b"\x00" + b"\x01" * 8 + varint(8192) + bytes(8192),
    b"\x00" + b"\x01" * 8 + varint(1 << 62),
    b"\xf0\x01a",
    b"\xf1\x05nonce",
    b"\xf0" + varint(4064) + bytes(4064),
    b"\xf0\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    *(bytes((tag,)) for tag in (0x02, 0x03, 0x08, 0x67, 0xF2, 0xF3)),
]
anything = st.binary(max_size=300)
trees = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)
repeated = st.tuples(st.sampled_from(PIECES), st.integers(0, 600), trees).map(
    lambda parts: parts[0] * parts[1] + parts[2]
)
files = st.sampled_from([stamped(HEIGHT), stamped(HEIGHT, 4, 900, calendar=URI), stamped(900, calendar=URI)])
bodies = st.sampled_from(
    [
        stamped(HEIGHT, calendar=URI),
        stamp.pack(stamped(HEIGHT), HEADER, TREE.run("4 5"), None),
        stamp.pack(stamped(HEIGHT), HEADER, None, (3, 4, bytes(64))),
    ]
)


@given(anything | trees | repeated | mutated(files))
def test_a_tree_is_read_within_its_bounds_and_written_as_it_is_read_again(data):
    for read in (lambda: timestamp.parse(data, DIGEST), lambda: file.parse(HEAD + data).timestamp):
        found = outcome(read)
        if found is REFUSED:
            continue
        assert 0 < len(found.attested()) <= MAX_ATTESTATIONS
        again = timestamp.parse(found.serialize(), DIGEST)
        assert again.serialize() == found.serialize()
        assert len(again.attested()) == len(found.attested())


@given(anything | mutated(files) | files)
def test_a_file_of_any_bytes_is_read_and_written_or_refused(data):
    found = outcome(file.parse, data)
    walked = outcome(stamp.parse, data)
    if found is not REFUSED:
        assert outcome(file.parse, found.serialize()) is not REFUSED
        assert {each.order for each, _ in walked.attested} == {each.order for _, each in found.timestamp.attested()}
    elif file.is_timestamp(data):
        assert walked is REFUSED  # one reader, whoever asks


@given(anything | mutated(bodies) | bodies, st.booleans(), st.sampled_from([None, 2_000_000_000]))
def test_no_damaged_evidence_proves_another_digest(data, wrapped, clock):
    raw = Envelope(REGTEST.id, evidence.OPENTIMESTAMPS, data).serialize() if wrapped else data
    for anchor in (ChainAnchor(CHAIN, "here"), HeadersAnchor(HEADER, REGTEST)):

        def judge():
            form, body = evidence.opened(raw, anchor)  # noqa: B023
            return evidence.verify(form, body, anchor, clock)  # noqa: B023

        verdict = outcome(judge)
        if isinstance(verdict, Proved) and verdict.subject.kind == KIND:
            assert verdict.subject.id == DIGEST
            assert verdict.place.hash == TREE.hash("block")


@pytest.mark.slow
@settings(max_examples=30)
@given(st.sampled_from(PIECES), st.sampled_from(PIECES), st.integers(1, 20_000))
def test_no_64_kilobytes_take_more_than_a_few_megabytes(first, second, count):
    data = (HEAD + (first + second) * count)[: file.MAX_SIZE]
    tracemalloc.start()
    outcome(file.parse, data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20
    assert MAX_DEPTH == 255 and MAX_COST == 1 << 20
