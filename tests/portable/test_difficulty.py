from lightclient.bitcoin.difficulty import bits_of, required_bits, retarget, target_of, work_of
from lightclient.bitcoin.errors import BadBits
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.state import ChainState
from tests.portable.support import raises

# Core arith_uint256_tests.cpp (bignum_SetCompact): compact, target, compact again
TARGETS = (
    (0x01120000, 0x12, 0x01120000),
    (0x01123456, 0x12, 0x01120000),
    (0x02008000, 0x80, 0x02008000),
    (0x02123456, 0x1234, 0x02123400),
    (0x03123456, 0x123456, 0x03123456),
    (0x04123456, 0x12345600, 0x04123456),
    (0x05009234, 0x92340000, 0x05009234),
    (0x20123456, 0x123456 << 232, 0x20123456),
    (0x1D00FFFF, 0xFFFF << 208, 0x1D00FFFF),
    (0x207FFFFF, 0x7FFFFF << 232, 0x207FFFFF),
    (0x2100FFFF, 0xFFFF << 240, 0x2100FFFF),
    (0x220000FF, 0xFF << 248, 0x2100FF00),
)
ZERO = (0, 0x00123456, 0x01003456, 0x02000056, 0x03000000, 0x04000000, 0x1D000000, 0xFF000000)
NEGATIVE = (0x00923456, 0x01803456, 0x01FEDCBA, 0x04923456, 0x1D80FFFF, 0x20FFFFFF, 0x03800000)
OVERFLOW = (0xFF123456, 0x21010000, 0x22000100, 0x23000001, 0x217FFFFF, 0xFF000001)

# Core pow_tests.cpp: height, time of the epoch's first block, of its last, bits before, bits after
RETARGETS = (
    (32255, 1261130161, 1262152739, 0x1D00FFFF, 0x1D00D86A),
    (2015, 1231006505, 1233061996, 0x1D00FFFF, 0x1D00FFFF),  # not above the limit
    (68543, 1279008237, 1279297671, 0x1C05A3F4, 0x1C0168FD),  # not harder than four times
    (46367, 1263163443, 1269211443, 0x1C387F6F, 0x1D00E1FD),  # not easier than four times
)
AIM = 2016 * 600


def state(height, first_time, last_time, bits, epoch_bits=None):
    target = target_of(bits)
    epoch_bits = bits if epoch_bits is None else epoch_bits
    return ChainState(height, bytes(32), bits, target, work_of(target), first_time, epoch_bits, (last_time,), 0)


def after_epoch(seconds, bits=0x1C7FFFFF, network=MAINNET, epoch_bits=None):
    return retarget(state(2015, 1_300_000_000, 1_300_000_000 + seconds, bits, epoch_bits), network)


def test_compact_bits_and_targets():
    for bits, target, again in TARGETS:
        assert target_of(bits) == target
        assert bits_of(target) == again


def test_bits_that_encode_no_target_are_refused():
    for bits in ZERO + NEGATIVE + OVERFLOW:
        with raises(BadBits) as caught:
            target_of(bits)
        assert caught.error.args == (bits,)


def test_a_target_is_rounded_down_to_three_bytes():
    assert bits_of(0x12345678) == 0x04123456
    assert bits_of(0x7FFFFF) == 0x037FFFFF
    assert bits_of((1 << 256) - 1) == 0x2100FFFF
    assert bits_of(0) == 0


def test_a_mantissa_never_has_the_sign_bit():
    assert bits_of(0x80) == 0x02008000
    assert bits_of(0x800000) == 0x04008000


def test_work_is_the_expected_number_of_hashes():
    assert work_of(target_of(MAINNET.limit_bits)) == 0x100010001
    assert work_of(target_of(REGTEST.limit_bits)) == 2
    assert work_of((1 << 256) - 1) == 1
    assert work_of(0) == 1 << 256


def test_retargets_of_core():
    for height, first_time, last_time, before, after in RETARGETS:
        assert required_bits(state(height, first_time, last_time, before), last_time + 600, MAINNET) == after


def test_bits_stay_within_an_epoch():
    for height in (2016, 2500, 4030):
        assert required_bits(state(height, 0, 1, 0x1C05A3F4), 2, MAINNET) == 0x1C05A3F4


def test_an_epoch_of_two_weeks_changes_nothing():
    assert after_epoch(AIM) == 0x1C7FFFFF


def test_a_retarget_measures_one_interval_less_than_the_epoch_has_blocks():
    # 2016 blocks ten minutes apart span 2015 intervals: the target falls by a part in 2016.
    assert after_epoch(2015 * 600) == bits_of(target_of(0x1C7FFFFF) * 2015 // 2016) == 0x1C7FEFBD


def test_a_retarget_is_at_most_four_times_either_way():
    bits = 0x1B7FFFFF
    target = target_of(bits)
    for seconds in (AIM // 4, AIM // 4 - 1, 0, -AIM):
        assert after_epoch(seconds, bits) == bits_of(target // 4)
    assert after_epoch(AIM // 4 + 600, bits) > bits_of(target // 4)
    for seconds in (AIM * 4, AIM * 4 + 1, AIM * 100):
        assert after_epoch(seconds, bits) == bits_of(target * 4)
    assert after_epoch(AIM * 4 - 600, bits) < bits_of(target * 4)


def test_no_target_is_above_the_limit():
    assert after_epoch(AIM * 4, 0x1D00FFFF) == 0x1D00FFFF
    assert after_epoch(AIM * 4, 0x1D007FFF) == 0x1D00FFFF


def test_testnet4_starts_from_the_first_block_of_the_epoch():
    # The last block took the 20-minute rule: BIP94 keeps its easy bits out of the next epoch.
    assert after_epoch(AIM, 0x1D00FFFF, TESTNET4, epoch_bits=0x1B7FFFFF) == 0x1B7FFFFF
    assert after_epoch(AIM, 0x1D00FFFF, TESTNET3, epoch_bits=0x1B7FFFFF) == 0x1D00FFFF


def test_testnets_allow_anything_after_20_minutes():
    for network in (TESTNET3, TESTNET4):
        tip = state(2100, 0, 1_300_000_000, 0x1B7FFFFF)
        assert required_bits(tip, 1_300_001_200, network) == 0x1B7FFFFF
        assert required_bits(tip, 1_300_001_201, network) == network.limit_bits


def test_testnets_return_to_the_difficulty_of_the_epoch():
    tip = state(2100, 0, 1_300_000_000, TESTNET3.limit_bits, epoch_bits=0x1B7FFFFF)
    assert required_bits(tip, 1_300_000_600, TESTNET3) == 0x1B7FFFFF


def test_the_20_minute_rule_rests_at_a_retarget():
    tip = state(4031, 1_300_000_000, 1_300_000_000 + AIM, 0x1B7FFFFF)
    assert required_bits(tip, 1_300_000_000 + AIM + 5000, TESTNET3) == 0x1B7FFFFF


def test_mainnet_knows_no_20_minute_rule():
    assert required_bits(state(2100, 0, 1_300_000_000, 0x1B7FFFFF), 1_300_900_000, MAINNET) == 0x1B7FFFFF


def test_regtest_never_retargets():
    for height in (143, 144, 150):
        tip = state(height, 1_300_000_000, 1_300_000_001, REGTEST.limit_bits)
        assert required_bits(tip, 1_300_000_002, REGTEST) == REGTEST.limit_bits
