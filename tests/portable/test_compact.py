from lightclient.codec.errors import BadSchema, TooLarge, Truncated
from lightclient.merkle.compact import CompactRange
from lightclient.merkle.log import EMPTY_ROOT, leaf_hash
from lightclient.merkle.tree import root_of
from tests.portable.support import raises

LEAVES = [leaf_hash(bytes((n,))) for n in range(70)]


def grown(size):
    log = CompactRange()
    for leaf in LEAVES[:size]:
        log.append(leaf)
    return log


def test_the_root_is_that_of_the_whole_log_after_every_leaf():
    log = CompactRange()
    assert log.root() == EMPTY_ROOT
    for size, leaf in enumerate(LEAVES):
        log.append(leaf)
        assert log.size == size + 1
        assert log.root() == root_of(LEAVES[: size + 1])


def test_one_peak_is_kept_for_each_bit_of_the_size():
    #            7 leaves: three perfect subtrees
    #       o
    #     o   o     o
    #    0 1 2 3   4 5   6
    log = grown(7)
    assert log.peaks == [root_of(LEAVES[:4]), root_of(LEAVES[4:6]), LEAVES[6]]
    assert [len(grown(size).peaks) for size in (1, 2, 3, 4, 63, 64)] == [1, 1, 2, 1, 6, 1]


def test_a_log_goes_on_from_its_size_and_peaks():
    log = grown(21)
    again = CompactRange(21, b"".join(log.peaks))
    again.append(LEAVES[21])
    assert again.root() == root_of(LEAVES[:22])


def test_a_copy_grows_alone():
    log = grown(7)
    copy = log.clone()
    copy.append(LEAVES[7])
    assert copy.root() == root_of(LEAVES[:8])
    assert log.size == 7 and log.root() == root_of(LEAVES[:7])


def test_peaks_that_do_not_fit_the_size_are_refused():
    for size, count in ((0, 1), (1, 0), (7, 2), (7, 4), (8, 3)):
        with raises(BadSchema):
            CompactRange(size, bytes(32 * count))


def test_ragged_peaks_are_refused():
    with raises(Truncated):
        CompactRange(1, bytes(33))


def test_more_peaks_than_any_log_has_are_refused():
    with raises(TooLarge):
        CompactRange((1 << 66) - 1, bytes(32 * 66))
