from lightclient.bitcoin.errors import BranchTooLong, DuplicateSibling, InnerNodeIsTransaction, PositionOutOfRange
from lightclient.bitcoin.merkle import MAX_DEPTH, is_transaction, root_of
from lightclient.bitcoin.more_errors import TooManyTransactions
from lightclient.bitcoin.tree import MAX_TRANSACTIONS, branch_of, doubled, levels, parent_of, root
from lightclient.codec.errors import Truncated
from lightclient.crypto.hashes import sha256d
from tests.portable.blocks import tx_of_64_bytes
from tests.portable.support import raises

# Block 100,000 in display order
TXIDS_100000 = (
    "8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87",
    "fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4",
    "6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4",
    "e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d",
)
ROOT_100000 = "f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766"

TXIDS = [sha256d(bytes((n,))) for n in range(20)]


def internal(text):
    return bytes(reversed(bytes.fromhex(text)))


def test_the_tree_of_block_100000():
    txids = [internal(text) for text in TXIDS_100000]
    assert root(txids) == internal(ROOT_100000)
    assert root_of(txids[2], 2, txids[3] + sha256d(txids[0] + txids[1])) == internal(ROOT_100000)


def test_every_branch_of_every_small_tree_leads_to_the_root():
    for count in range(1, 21):
        txids = TXIDS[:count]
        for position in range(count):
            assert root_of(txids[position], position, branch_of(txids, position)) == root(txids)


def test_the_last_node_of_an_odd_row_is_doubled():
    #        root
    #       /    \
    #     01      22
    #    /  \    /  \
    #   0    1  2   (2)
    left, right = sha256d(TXIDS[0] + TXIDS[1]), sha256d(TXIDS[2] + TXIDS[2])
    assert list(levels(TXIDS[:3])) == [TXIDS[:3], [left, right], [sha256d(left + right)]]
    assert branch_of(TXIDS[:3], 2) == TXIDS[2] + left


def test_a_lone_transaction_is_the_root():
    assert root(TXIDS[:1]) == TXIDS[0] == root_of(TXIDS[0], 0, b"")


def test_every_node_of_a_branch_counts():
    branch = branch_of(TXIDS, 13)
    for index in range(0, len(branch), 32):
        changed = branch[:index] + bytes((branch[index] ^ 1,)) + branch[index + 1 :]
        assert root_of(TXIDS[13], 13, changed) != root(TXIDS)


def test_every_bit_of_the_position_counts():
    branch = branch_of(TXIDS, 13)
    for position in range(32):
        assert (root_of(TXIDS[13], position, branch) == root(TXIDS)) == (position == 13)


def test_a_ragged_branch_is_refused():
    with raises(Truncated) as caught:
        root_of(TXIDS[0], 0, bytes(33))
    assert caught.error.args == (32, 32)


def test_a_branch_is_no_longer_than_the_largest_block_is_deep():
    assert (MAX_TRANSACTIONS - 1) >> MAX_DEPTH == 0 != (MAX_TRANSACTIONS - 1) >> MAX_DEPTH - 1
    root_of(TXIDS[0], 0, TXIDS[1] * MAX_DEPTH)
    with raises(BranchTooLong) as caught:
        root_of(TXIDS[0], 0, TXIDS[1] * (MAX_DEPTH + 1))
    assert caught.error.args == (16, 15)


def test_a_position_beyond_the_tree_is_refused():
    for position, depth in ((1, 0), (2, 1), (8, 3), (1 << 64, 3), (-1, 3)):
        with raises(PositionOutOfRange) as caught:
            root_of(TXIDS[0], position, TXIDS[1] * depth)
        assert caught.error.args == (position, depth)


def test_a_transaction_cannot_be_shown_twice():
    #   CVE-2012-2459: transactions 0 1 2 and 0 1 2 2 have one root, and 2 seems to stand at 2 and at 3
    branch = branch_of(TXIDS[:3], 2)
    assert root_of(TXIDS[2], 2, branch) == root(TXIDS[:3])
    with raises(DuplicateSibling) as caught:
        root_of(TXIDS[2], 3, branch)
    assert caught.error.args == (0,)


def test_a_subtree_cannot_be_shown_twice():
    #   0 1 2 3 4 5 and 0 1 2 3 4 5 4 5 have one root
    branch = branch_of(TXIDS[:6], 4)
    assert root_of(TXIDS[4], 4, branch) == root(TXIDS[:6])
    with raises(DuplicateSibling) as caught:
        root_of(TXIDS[4], 6, branch)
    assert caught.error.args == (1,)


def test_a_block_with_doubled_transactions_is_refused():
    for txids, level in ((TXIDS[:3] + TXIDS[2:3], 0), (TXIDS[:6] + TXIDS[4:6], 1)):
        with raises(DuplicateSibling) as caught:
            root(txids)
        assert caught.error.args == (level,)


def test_a_transaction_cannot_pass_as_an_inner_node():
    #   CVE-2017-12842: a real transaction of 64 bytes ends with the txid of a payment that was never made.
    #
    #           root                     root
    #          /    \                   /    \
    #        tx      1       reads    tx      1
    #                                /  \
    #                            front   fake
    for script_size in range(5):
        fake = tx_of_64_bytes(script_size)
        front, fake_txid = fake[:32], fake[32:]
        real_root = root([sha256d(fake), TXIDS[1]])
        assert sha256d(sha256d(front + fake_txid) + TXIDS[1]) == real_root
        for kind in (bytes, memoryview):
            with raises(InnerNodeIsTransaction) as caught:
                root_of(fake_txid, 1, kind(front + TXIDS[1]))
            assert caught.error.args == (0,)
            with raises(InnerNodeIsTransaction):
                root_of(front, 0, kind(fake_txid + TXIDS[1]))


def test_every_way_to_join_two_nodes_looks_for_a_transaction():
    fake = tx_of_64_bytes()
    with raises(InnerNodeIsTransaction) as caught:
        parent_of(fake[:32], fake[32:], 3)
    assert caught.error.args == (3,)
    twin = bytearray(32)
    for offset, value in ((4, 1), (9, 1), (15, 1), (24, 3)):
        twin[offset] = value
    with raises(InnerNodeIsTransaction) as caught:
        doubled(bytes(twin), 2)
    assert caught.error.args == (2,)
    with raises(InnerNodeIsTransaction):
        root([TXIDS[0], TXIDS[1], fake[:32], fake[32:]])


def test_64_bytes_are_a_transaction_in_five_shapes_only():
    for script_size in range(5):
        data = tx_of_64_bytes(script_size)
        assert len(data) == 64 and is_transaction(data)
        # the counts and lengths: inputs, input script, outputs, output script
        for offset in (4, 41, 46 + script_size, 55 + script_size):
            for value in range(256):
                changed = data[:offset] + bytes((value,)) + data[offset + 1 :]
                assert is_transaction(changed) == (value == data[offset])


def test_two_ordinary_hashes_are_no_transaction():
    assert not is_transaction(TXIDS[0] + TXIDS[1])
    assert doubled(TXIDS[0], 0) == sha256d(TXIDS[0] + TXIDS[0])


def test_a_block_has_no_more_transactions_than_fit():
    with raises(TooManyTransactions) as caught:
        root(range(MAX_TRANSACTIONS + 1))
    assert caught.error.args == (16667, 16666)
