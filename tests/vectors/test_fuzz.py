"""Every decoder under arbitrary bytes and under damaged valid ones: a value, or one of our errors, and nothing else."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightclient.bitcoin import base58, bech32, bundle, checkpoint, evidence, filters, header, merkleblock, transaction
from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.known import NETWORKS
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.proof import Beside, pack_branch, verify_branch, verify_merkleblock
from lightclient.bitcoin.tree import branch_in, levels
from lightclient.bitcoin.walk import walk
from lightclient.codec import cbor
from lightclient.codec.errors import TooDeep
from lightclient.codec.reader import Reader, compact_size
from lightclient.codec.stream import StreamReader
from lightclient.evidence import envelope
from lightclient.evidence.envelope import Envelope
from lightclient.evidence.verdict import Proved
from lightclient.merkle.compact import CompactRange
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.log import check_inclusion
from tests.portable.blocks import PAYEE, body, chain_over, coinbase, payment, root_of, tx_of_64_bytes, witnessed
from tests.portable.test_transaction import BIP143, GENESIS, Trickle
from tests.support.fuzzing import REFUSED, mutated, outcome

TXS = [coinbase(3), payment(1), witnessed(2), payment(3), payment(4)]
TREE, CHAIN = chain_over(root_of(TXS))
ANCHOR = ChainAnchor(CHAIN, "genesis")
BLOCK = Block(TREE.headers["block"] + body(TXS))
GIVEN = HeadersAnchor(TREE.run("block 4 5"), REGTEST)

anything = st.binary(max_size=300)

transactions = st.sampled_from([GENESIS, BIP143, tx_of_64_bytes()] + [tx.serialize() for tx in TXS])
checkpoints = st.integers(1, 6).map(lambda window: checkpoint.serialize(chain_over(root_of(TXS), window=window)[1]))
headers = st.lists(st.sampled_from(list(TREE.headers)), max_size=4).map(lambda names: TREE.run(" ".join(names)))
ROWS = list(levels(BLOCK.txids))
NODES = [  # of the tree, each as if it were a transaction
    (node, position, branch_in(ROWS[level:], position))
    for level, row in enumerate(ROWS)
    for position, node in enumerate(row)
]
merkleblocks = st.sets(st.integers(0, 4)).map(
    lambda positions: merkleblock.prove(BLOCK.header, BLOCK.txids, positions).serialize()
)
bundles = st.builds(
    lambda position, following, log_proof: BLOCK.bundle(
        "regtest", position, TREE.run(following), log_proof
    ).serialize(),
    st.integers(0, 4),
    st.sampled_from(["", "4", "4 5 6"]),
    st.none() | st.tuples(st.integers(0, 4), st.integers(0, 4), st.binary(max_size=96)),
)

numbers = st.integers(-(1 << 64), (1 << 64) - 1)
scalars = st.none() | st.booleans() | numbers | st.binary() | st.text()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(numbers | st.binary() | st.text(), inner, max_size=5),
    max_leaves=20,
).filter(lambda value: depth(value) <= cbor.MAX_DEPTH)
encodings = values.map(cbor.encode)


def depth(value):
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


envelopes = st.one_of(
    st.builds(lambda body: Envelope(REGTEST.id, "bundle", body).serialize(), bundles),
    st.builds(lambda body: Envelope(REGTEST.id, "merkleblock", body).serialize(), merkleblocks),
    st.sampled_from(NODES).map(lambda node: Envelope(REGTEST.id, "electrum", pack_branch(*node)).serialize()),
)
BESIDE = [None, *[Beside([tx.serialize()]) for tx in TXS], Beside(coinbase=TXS[0].serialize())]


def inputs(valid):
    return anything | mutated(valid) | valid


# -- CBOR


@given(inputs(encodings))
def test_cbor_that_is_accepted_has_no_second_form(data):
    value = outcome(cbor.decode, data)
    assert value is REFUSED or cbor.encode(value) == data


@given(values)
def test_cbor_survives_the_round_trip(value):
    decoded = cbor.decode(cbor.encode(value))
    assert decoded == value and repr(decoded) == repr(in_order(value))


def in_order(value):
    """Return `value` with the keys of its maps in the order of their encodings."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value, key=cbor.encode)}
    return [in_order(item) for item in value] if isinstance(value, list) else value


@given(values)
def test_cbor_is_read_by_the_cbor2_library(value):
    assert cbor2.loads(cbor.encode(value)) == value


@given(st.recursive(scalars, lambda inner: st.lists(inner, max_size=5), max_leaves=20))
def test_cbor_without_maps_is_written_as_by_the_cbor2_library(value):
    assert cbor.encode(value) == cbor2.dumps(value, canonical=True)


@given(st.dictionaries(st.integers(0, 23) | st.text(max_size=5), scalars))
def test_cbor_maps_of_short_keys_are_written_as_by_the_cbor2_library(value):
    # For others it differs: cbor2 still sorts the shorter key first (RFC 7049), not by bytes alone (RFC 8949).
    assert cbor.encode(value) == cbor2.dumps(value, canonical=True)


@pytest.mark.slow
@given(inputs(encodings))
def test_cbor_that_is_accepted_means_the_same_to_the_cbor2_library(data):
    value = outcome(cbor.decode, data)
    assert value is REFUSED or cbor2.loads(data) == value


@given(st.lists(st.sampled_from([b"\x81", b"\x82\x00", b"\xa1\x00"]), min_size=cbor.MAX_DEPTH + 1, max_size=20))
def test_cbor_nested_a_thousand_deep_is_too_deep(layers):
    with pytest.raises(TooDeep):
        cbor.decode(b"".join(layers) * 1000 + b"\x00")


@given(st.binary(max_size=40))
def test_text_is_what_python_takes_for_utf_8(data):
    try:
        expected = data.decode()
    except UnicodeDecodeError:
        expected = REFUSED
    assert outcome(cbor.text, data) == expected


# -- numbers and headers


@given(st.binary(max_size=10))
def test_a_compact_size_that_is_accepted_has_no_second_form(data):
    reader = Reader(data)
    value = outcome(reader.compact_size, "a number", 1 << 64)
    if value is not REFUSED:
        assert compact_size(value) == data[: reader.offset]


@given(st.integers(0, (1 << 64) - 1))
def test_every_number_is_a_compact_size(value):
    assert Reader(compact_size(value)).compact_size("a number", 1 << 64) == value


@given(inputs(headers))
def test_runs_of_headers(data):
    run = outcome(header.split, data)
    assert run is REFUSED or b"".join(run) == data
    outcome(HeadersAnchor, data, REGTEST)


@given(inputs(headers), st.none() | st.integers(0, 10), st.none() | st.integers(0, 1 << 32))
def test_a_chain_takes_any_run_and_keeps_its_bounds(data, height, now):
    chain = CHAIN.scratch()
    outcome(chain.extend, data, now, height)
    assert chain.tip.chainwork >= CHAIN.tip.chainwork
    assert len(chain.best.headers) <= chain.window
    assert sum(len(branch.headers) for branch in chain.branches) <= chain.window


# -- transactions and blocks


@given(inputs(transactions))
def test_a_transaction_that_is_accepted_has_no_second_form(data):
    tx = outcome(transaction.parse, data)
    if tx is not REFUSED:
        assert tx.serialize() == data
        walked = walk(Reader(data))
        assert (walked.txid, walked.size) == (tx.txid(), len(data))
        assert walked.stripped_size == len(tx.serialize(False))
        assert transaction.paid_to(data, PAYEE) == sum(value for value, script in tx.outputs if script == PAYEE)


@given(inputs(transactions), st.binary(max_size=30))
def test_any_bytes_pay_something_or_are_refused(data, script):
    paid = outcome(transaction.paid_to, data, script)
    assert (paid is REFUSED) == (outcome(transaction.parse, data) is REFUSED)


@given(inputs(transactions), st.integers(1, 50))
def test_a_stream_gives_the_same_as_bytes(data, most):
    whole = outcome(walk, Reader(data))
    walked = outcome(walk, StreamReader(Trickle(data, most).read))
    if whole is REFUSED:
        assert walked is REFUSED
    else:
        assert (walked.txid, walked.size) == (whole.txid, whole.size)


@given(inputs(st.just(BLOCK.data)))
def test_blocks(data):
    block = outcome(Block, data)
    if block is not REFUSED:
        for network in NETWORKS:
            block.height(network)
        again = b"".join(block.transaction(position).serialize() for position in range(len(block.txids)))
        assert block.header + compact_size(len(block.txids)) + again == data


# -- proofs, bundles, checkpoints


@given(inputs(merkleblocks))
def test_a_merkleblock_that_is_accepted_has_no_second_form(data):
    proof = outcome(merkleblock.parse, data)
    if proof is not REFUSED:
        assert proof.serialize() == data
        outcome(proof.matches)


@given(inputs(merkleblocks))
def test_a_merkleblock_proves_nothing_but_the_truth(data):
    verdict = outcome(verify_merkleblock, data, ANCHOR)
    if verdict is not REFUSED:
        assert all(BLOCK.txids[position] == txid for position, txid in verdict.subject.found)


@given(inputs(envelopes))
def test_an_envelope_that_is_accepted_has_no_second_form(data):
    found = outcome(envelope.parse, data)
    assert found is REFUSED or found.serialize() == data


@given(inputs(envelopes | bundles | merkleblocks), st.sampled_from(BESIDE), st.sampled_from([None, 1, 2_000_000_000]))
def test_what_is_proved_is_a_transaction_of_the_block(data, beside, clock):
    """Whatever the form, whatever is beside it: NotYet may be about an inner node, Proved never is."""
    opened = outcome(evidence.opened, data, ANCHOR)
    verdict = REFUSED if opened is REFUSED else outcome(evidence.verify, *opened, ANCHOR, clock, beside)
    if verdict is REFUSED:
        return
    if isinstance(verdict, Proved):
        assert all(BLOCK.txids[position] == txid for position, txid in verdict.subject.found)
        assert not verdict.missing and verdict.finality.confirmations >= 1
        assert clock == 2_000_000_000 or verdict.finality.confirmations <= ANCHOR.chain.tip.height - 2
    else:
        assert verdict.missing


@given(inputs(bundles))
def test_a_bundle_that_is_accepted_has_no_second_form(data):
    found = outcome(bundle.parse, data)
    assert found is REFUSED or found.serialize() == data


@given(inputs(bundles), st.sampled_from([ANCHOR, GIVEN]))
def test_a_bundle_proves_nothing_but_the_truth(data, anchor):
    found = outcome(bundle.parse, data)
    verdict = REFUSED if found is REFUSED else outcome(found.verify, anchor)
    if verdict is not REFUSED:
        [(position, txid)] = verdict.subject.found
        assert BLOCK.txids[position] == txid
        assert verdict.place.hash == TREE.hash("block")
        assert found.tx == TXS[position].serialize(False)


@given(st.binary(min_size=32, max_size=32) | st.sampled_from(BLOCK.txids), st.integers(-1, 1 << 70), anything)
def test_branches(txid, position, branch):
    outcome(verify_branch, txid, position, branch, ANCHOR)


@given(inputs(checkpoints))
def test_a_checkpoint_that_is_accepted_has_no_second_form(data):
    outcome(checkpoint.network_of, data)
    chain = outcome(checkpoint.parse, data, REGTEST)
    assert chain is REFUSED or checkpoint.serialize(chain) == data


@given(st.integers(0, 1 << 70), st.integers(0, 1 << 70), anything, anything)
def test_paths_of_any_log(index, size, path, leaf):
    outcome(check_inclusion, leaf, index, size, path, leaf)
    outcome(check_consistency, index, size, path, leaf, leaf)
    outcome(CompactRange, size, path)


# -- text and filters (their own tests say more)


@given(st.text(max_size=120))
def test_addresses(text):
    for decode in (base58.decode, base58.decode_check, bech32.decode, bech32.decode_witness):
        outcome(decode, text)
    for network in NETWORKS:
        outcome(script_of, text, network)


@given(inputs(st.lists(st.binary(min_size=1, max_size=30)).map(lambda scripts: filters.build(bytes(32), scripts))))
def test_filters(data):
    outcome(filters.match_any, data, bytes(32), [PAYEE])
    outcome(lambda: list(filters.values_of(data)))
