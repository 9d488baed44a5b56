from lightclient.codec.errors import TooLarge, Truncated
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.log import EMPTY_ROOT, MAX_PATH, check_inclusion, inclusion_root, leaf_hash, node_hash
from lightclient.merkle.tree import consistency_path, inclusion_path, root_of
from tests.portable.support import raises

SIZE = 40
LEAVES = [leaf_hash(bytes((n,))) for n in range(SIZE)]
ROOTS = [root_of(LEAVES[:size]) for size in range(SIZE + 1)]

# The log that certificate-transparency tests with: its leaves, and the root after each of them.
CT_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
CT_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def flip(data, index):
    return data[:index] + bytes((data[index] ^ 1,)) + data[index + 1 :]


def test_roots_of_the_certificate_transparency_log():
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]
    assert [root_of(leaves[: size + 1]).hex() for size in range(8)] == list(CT_ROOTS)
    assert root_of([]) == EMPTY_ROOT


def test_leaves_and_nodes_are_hashed_apart():
    assert leaf_hash(bytes(64)) != node_hash(bytes(32), bytes(32))


def test_every_leaf_is_included_in_every_log():
    for size in range(1, SIZE + 1):
        for index in range(size):
            check_inclusion(LEAVES[index], index, size, inclusion_path(LEAVES[:size], index), ROOTS[size])


def test_every_log_is_the_beginning_of_every_longer_one():
    for size2 in range(SIZE + 1):
        for size1 in range(size2 + 1):
            path = consistency_path(LEAVES[:size2], size1)
            check_consistency(size1, size2, path, ROOTS[size1], ROOTS[size2])


def test_a_leaf_is_included_at_its_own_place_only():
    path = inclusion_path(LEAVES[:21], 13)
    for index in range(21):
        if index != 13:
            # Leaves 16 to 20 lie higher than the others: there the path does not even fit.
            with raises(PathLength if index >= 16 else LogRootMismatch):
                check_inclusion(LEAVES[13], index, 21, path, ROOTS[21])


def test_another_leaf_is_not_included():
    with raises(LogRootMismatch):
        check_inclusion(LEAVES[1], 0, 8, inclusion_path(LEAVES[:8], 0), ROOTS[8])


def test_every_node_of_an_inclusion_path_counts():
    path = inclusion_path(LEAVES[:21], 13)
    for index in range(0, len(path), 32):
        with raises(LogRootMismatch):
            check_inclusion(LEAVES[13], 13, 21, flip(path, index), ROOTS[21])


def test_an_index_outside_the_log_is_refused():
    for index, size in ((8, 8), (-1, 8), (0, 0), (1 << 64, 8)):
        with raises(OutsideLog) as caught:
            inclusion_root(LEAVES[0], index, size, b"")
        assert caught.error.args == (index, size)


def test_an_inclusion_path_of_the_wrong_length_is_refused():
    path = inclusion_path(LEAVES[:8], 3)
    for wrong in (b"", path[32:], path[:-32], path + bytes(32)):
        with raises(PathLength) as caught:
            inclusion_root(LEAVES[3], 3, 8, wrong)
        assert caught.error.args == (len(wrong) // 32,)


def test_a_ragged_path_is_refused():
    with raises(Truncated) as caught:
        inclusion_root(LEAVES[0], 0, 8, bytes(95))
    assert caught.error.args == (32, 64)
    with raises(Truncated):
        check_consistency(3, 8, bytes(33), ROOTS[3], ROOTS[8])


def test_a_path_that_no_log_needs_is_refused():
    with raises(TooLarge):
        inclusion_root(LEAVES[0], 0, 1 << 64, bytes(MAX_PATH + 32))
    inclusion_root(LEAVES[0], 0, 1 << 64, bytes(64 * 32))


def test_every_node_of_a_consistency_path_counts():
    for size1 in (3, 4, 7, 8):
        path = consistency_path(LEAVES[:21], size1)
        for index in range(0, len(path), 32):
            with raises(LogRootMismatch):
                check_consistency(size1, 21, flip(path, index), ROOTS[size1], ROOTS[21])


def test_both_roots_of_a_consistency_proof_count():
    for size1 in (3, 4):
        path = consistency_path(LEAVES[:8], size1)
        with raises(LogRootMismatch):
            check_consistency(size1, 8, path, ROOTS[5], ROOTS[8])
        with raises(LogRootMismatch):
            check_consistency(size1, 8, path, ROOTS[size1], ROOTS[5])


def test_logs_of_one_size_have_one_root():
    with raises(LogRootMismatch):
        check_consistency(8, 8, b"", ROOTS[7], ROOTS[8])


def test_an_empty_log_has_the_empty_root():
    with raises(LogRootMismatch):
        check_consistency(0, 8, b"", ROOTS[1], ROOTS[8])


def test_equal_and_empty_logs_take_an_empty_path():
    for size in (0, 8):
        with raises(PathLength):
            check_consistency(size, 8, bytes(32), ROOTS[size], ROOTS[8])


def test_a_log_does_not_shrink():
    for size1 in (9, -1):
        with raises(OutsideLog):
            check_consistency(size1, 8, b"", ROOTS[0], ROOTS[8])


def test_a_consistency_path_of_the_wrong_length_is_refused():
    for size1 in (3, 4):
        path = consistency_path(LEAVES[:21], size1)
        for wrong in (b"", path[:-32], path + bytes(32)):
            with raises(PathLength):
                check_consistency(size1, 21, wrong, ROOTS[size1], ROOTS[21])
