"""Every single bit of a proof, turned over: the proof is refused, or nothing that it says depends on that bit."""

import pytest

from lightclient.bitcoin import bundle, header, merkleblock
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.merkle import MAX_DEPTH
from lightclient.bitcoin.proof import verify_branch, verify_merkleblock
from lightclient.bitcoin.tree import branch_of
from lightclient.merkle.tree import inclusion_path
from tests.portable.blocks import body, chain_over, coinbase, payment, root_of, witnessed
from tests.support.fuzzing import REFUSED, flipped, outcome

TXS = [coinbase(3), payment(1), witnessed(2), payment(3), payment(4)]


def setup(after):
    """Return a block, and a tree and trust in a chain with `after` more blocks."""
    tree, chain = chain_over(root_of(TXS), after)
    return Block(tree.headers["block"] + body(TXS)), tree, ChainAnchor(chain, "genesis")


def survivors(data, verify):
    """Return {bit: verdict} of the bits that may be turned over without being refused."""
    assert verify(data) is not REFUSED
    verdicts = {bit: outcome(verify, flipped(data, bit)) for bit in range(8 * len(data))}
    return {bit: verdict for bit, verdict in verdicts.items() if verdict is not REFUSED}


@pytest.mark.slow
def test_every_bit_of_a_bundle_counts():
    block, _, anchor = setup(after=3)
    for position in range(len(TXS)):
        data = block.bundle("regtest", position).serialize()
        assert not survivors(data, lambda data: bundle.parse(data).verify(anchor))


def test_every_bit_of_a_bundle_with_a_log_proof_counts():
    block, tree, anchor = setup(after=5)
    path = inclusion_path(tree.leaves("0 1 2 block 4"), 3)
    data = block.bundle("regtest", 2, log_proof=(3, 5, path)).serialize()
    assert not survivors(data, lambda data: bundle.parse(data).verify(anchor))


def test_every_bit_of_a_bundle_whose_headers_lead_up_to_the_chain_counts():
    block, tree, anchor = setup(after=5)
    data = block.bundle("regtest", 2, tree.run("4")).serialize()
    assert not survivors(data, lambda data: bundle.parse(data).verify(anchor))


def test_a_bundle_survives_only_if_the_last_header_is_mined_again():
    # Half of all changes to a header of regtest leave it with enough work: then it is another header, and valid.
    block, tree, anchor = setup(after=1)
    tree.grow("5", after="4")
    data = block.bundle("regtest", 2, tree.run("4 5")).serialize()
    for bit, verdict in survivors(data, lambda data: bundle.parse(data).verify(anchor)).items():
        last = flipped(data, bit)[-80:]
        assert last != tree.headers["5"]
        assert int.from_bytes(header.hash_of(last), "little") <= target_of(header.bits_of(last))
        assert (verdict.subject.found, verdict.place.height) == ([(2, TXS[2].txid())], 3)


def test_every_bit_of_a_branch_counts():
    block, _, anchor = setup(after=3)
    for position in range(len(TXS)):
        data = position.to_bytes(4, "big") + block.txids[position] + branch_of(block.txids, position)
        assert not survivors(
            data, lambda data: verify_branch(data[4:36], int.from_bytes(data[:4], "big"), data[36:], anchor)
        )


def test_every_bit_of_a_merkleblock_counts_but_two_kinds():
    # Nothing commits to the number of transactions, but what is proved, and where it stands, does not depend on it.
    # A flag at a leaf says whether the leaf is meant: the leaf is in the block either way.
    block, _, anchor = setup(after=3)
    for positions in ({0}, {1, 2}, {4}, set(range(5))):
        data = merkleblock.prove(block.header, block.txids, positions).serialize()
        expected = {(position, block.txids[position]) for position in positions}
        flags = 8 * (len(data) - len(merkleblock.parse(data).flags))
        for bit, verdict in survivors(data, lambda data: verify_merkleblock(data, anchor)).items():
            changed = expected.symmetric_difference(verdict.subject.found)
            if bit >= flags:
                [(position, txid)] = changed
                assert block.txids[position] == txid
            else:
                assert 80 <= bit >> 3 < 84 and not changed


@pytest.mark.slow
def test_no_total_moves_a_transaction_of_a_merkleblock():
    block, _, anchor = setup(after=3)
    for positions in ({0}, {3}, {4}, {0, 4}):
        data = merkleblock.prove(block.header, block.txids, positions).serialize()
        expected = [(position, block.txids[position]) for position in sorted(positions)]
        accepted = []
        for total in range(1 << MAX_DEPTH):
            verdict = outcome(verify_merkleblock, data[:80] + total.to_bytes(4, "little") + data[84:], anchor)
            if verdict is not REFUSED:
                assert verdict.subject.found == expected
                accepted.append(total)
        # Trees as deep as the real one, and if the walk goes down to the last transaction just the real one.
        assert 5 in accepted and accepted[0] >= 5 and accepted[-1] <= 8
        assert accepted == [5] or 4 not in positions
