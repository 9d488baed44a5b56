from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.errors import (
    BadBits,
    BadDifficulty,
    BadVersion,
    HighHash,
    PrevHashMismatch,
    TimeTooOld,
    TimeWarp,
)
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.state import ChainState, advance, genesis, median_of, step
from lightclient.codec.errors import TrailingBytes, Truncated
from lightclient.errors import TimeTooNew
from tests.portable.mining import EASY, START, Tree, child, mine, network, unmine
from tests.portable.support import raises


def chain(blocks, network=REGTEST, spacing=600):
    """Return the state after `blocks` blocks on top of genesis."""
    state = genesis(network)
    for _ in range(blocks):
        state = step(state, child(state, network, spacing), network)
    return state


def copy(state):
    fields = ("height", "tip_hash", "bits", "target", "work", "epoch_time", "epoch_bits", "times", "chainwork")
    return ChainState(*[getattr(state, field) for field in fields])


def refused(error, state, header, network=REGTEST, now=None):
    """Return the args of the `error` that refuses `header`; it names the height and the state stays as it was."""
    before = copy(state)
    with raises(error) as caught:
        step(state, header, network, now)
    assert caught.error.height == state.height + 1
    assert str(caught.error).startswith("height " + str(state.height + 1) + ": ")
    assert state == before
    return caught.error.args


def test_the_state_after_genesis():
    state = genesis(MAINNET)
    assert (state.height, state.bits, state.chainwork) == (0, 0x1D00FFFF, 0x100010001)
    assert (state.epoch_time, state.epoch_bits, state.times) == (1231006505, 0x1D00FFFF, (1231006505,))


def test_block_1_of_bitcoin_follows_genesis():
    header = bytes.fromhex(
        "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000"
        "982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299"
    )
    state = step(genesis(MAINNET), header, MAINNET)
    assert codec.display(state.tip_hash) == "00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048"
    assert (state.height, state.times, state.chainwork) == (1, (1231006505, 1231469665), 0x200020002)
    assert state.epoch_time == 1231006505


def test_a_header_of_another_length_is_refused():
    state = genesis(REGTEST)
    header = child(state, REGTEST)
    for error, wrong in ((Truncated, header[:79]), (Truncated, b""), (TrailingBytes, header + b"\x00")):
        with raises(error):
            step(state, wrong, REGTEST)


def test_a_header_follows_the_tip_and_no_other_block():
    state = chain(2)
    time = state.times[-1] + 600
    refused(PrevHashMismatch, state, mine(genesis(REGTEST).tip_hash, time, EASY))


def test_bits_are_the_required_ones():
    state = chain(1)
    header = mine(state.tip_hash, state.times[-1] + 600, 0x207FFFFE)
    assert refused(BadDifficulty, state, header) == (0x207FFFFE, EASY)


def test_easier_bits_are_refused_on_a_network_that_asks_for_more():
    hard = network(start_bits=0x200FFFFF)
    state = chain(1, hard)
    header = mine(state.tip_hash, state.times[-1] + 600, EASY)
    assert refused(BadDifficulty, state, header, hard) == (EASY, 0x200FFFFF)


def test_bits_do_not_stay_when_they_have_to_change():
    net = network(interval=4)
    state = chain(3, net, 300)
    header = mine(state.tip_hash, state.times[-1] + 600, EASY)
    assert refused(BadDifficulty, state, header, net) == (EASY, 0x202FFFFF)

    net = network(interval=100, start_bits=0x200FFFFF, min_difficulty=True)
    state = chain(1, net, 1201)
    header = mine(state.tip_hash, state.times[-1] + 600, EASY)
    assert refused(BadDifficulty, state, header, net) == (EASY, 0x200FFFFF)


def test_bits_that_encode_no_target_have_their_own_error():
    state = chain(1)
    for bits in (0, 0x2080FFFF, 0x217FFFFF):
        header = codec.serialize(4, state.tip_hash, bytes(32), state.times[-1] + 600, bits, 0)
        assert refused(BadBits, state, header) == (bits,)


def test_a_hash_is_not_above_its_target():
    state = chain(1)
    refused(HighHash, state, unmine(child(state, REGTEST)))


def test_the_target_counts_and_not_the_one_before_it():
    # The 20-minute rule makes one block easy; the next must be worth the epoch's difficulty again.
    net = network(interval=100, start_bits=0x200FFFFF, min_difficulty=True)
    state = chain(1, net, 1201)
    assert state.bits == EASY
    header = child(state, net)
    assert codec.bits_of(header) == 0x200FFFFF
    refused(HighHash, state, unmine(header), net)
    state = step(state, header, net)
    easy = child(state, net, 1201)
    assert step(state, easy, net).target == target_of(REGTEST.limit_bits)


def test_time_is_after_the_median_of_eleven():
    #   times   0 1 2 3 4 5 6 7 8 9 10 11   of which the last eleven have the median of block 6
    state = chain(11)
    median = REGTEST_TIME + 6 * 600
    assert median_of(state.times) == median and len(state.times) == 11
    header = mine(state.tip_hash, median, EASY)
    assert refused(TimeTooOld, state, header) == (median, median)
    assert step(state, mine(state.tip_hash, median + 1, EASY), REGTEST).height == 12


def test_time_is_after_the_median_of_fewer_blocks_at_the_start():
    for blocks, median in ((0, 0), (1, 1), (2, 1), (3, 2), (4, 2)):
        state = chain(blocks)
        time = REGTEST_TIME + median * 600
        refused(TimeTooOld, state, mine(state.tip_hash, time, EASY))
        step(state, mine(state.tip_hash, time + 1, EASY), REGTEST)


def test_the_median_of_an_even_number_is_the_upper_one_wherever_it_stands():
    for seconds, median in (((30,), 30), ((30, 40, 35), 35), ((30, 40, 35, 36, 50), 36)):
        state = genesis(REGTEST)
        for second in seconds:
            state = step(state, mine(state.tip_hash, REGTEST_TIME + second, EASY), REGTEST)
        refused(TimeTooOld, state, mine(state.tip_hash, REGTEST_TIME + median, EASY))
        assert step(state, mine(state.tip_hash, REGTEST_TIME + median + 1, EASY), REGTEST).height == len(seconds) + 1


def test_the_newest_time_is_never_before_the_median():
    state = genesis(REGTEST)
    rng = 1
    for _ in range(60):
        rng = rng * 1103515245 + 12345 & 0x7FFFFFFF
        time = median_of(state.times) + (rng >> 16) % 40 - 10  # often too old, often older than the newest
        header = mine(state.tip_hash, time, EASY)
        if time <= median_of(state.times):
            refused(TimeTooOld, state, header)
            continue
        state = step(state, header, REGTEST)
        assert state.times[-1] >= median_of(state.times)


def test_the_median_is_of_sorted_times():
    state = chain(11)
    for time in (1, 2, 3):
        state = step(state, mine(state.tip_hash, REGTEST_TIME + 6 * 600 + time, EASY), REGTEST)
    # 4 5 6 then 6 and 1, 2, 3 seconds, then 7 8 9 10 11
    assert median_of(state.times) == REGTEST_TIME + 6 * 600 + 3


def test_time_is_at_most_two_hours_ahead_of_the_clock():
    state = chain(1)
    header = child(state, REGTEST)
    time = codec.time_of(header)
    assert refused(TimeTooNew, state, header, now=time - 7201) == (time, time - 7201)
    assert step(state, header, REGTEST, now=time - 7200).height == 2


def test_without_a_clock_the_future_is_not_refused():
    state = chain(1)
    assert step(state, mine(state.tip_hash, 0xFFFFFFFF, EASY), REGTEST).height == 2


def test_testnet4_refuses_a_time_warp():
    #   0 - 1 - 2 - 3 | 4    the first block of an epoch is at most ten minutes before the last of the one before
    net = network(interval=12, bip94=True)
    state = chain(11, net)
    last = state.times[-1]
    assert refused(TimeWarp, state, child(state, net, -601), net) == (last - 601, last)
    assert step(state, child(state, net, -600), net).height == 12


def test_a_time_warp_is_refused_at_the_start_of_an_epoch_only():
    net = network(interval=12, bip94=True)
    for blocks in (10, 12):
        state = chain(blocks, net)
        assert step(state, child(state, net, -601), net).height == blocks + 1


def test_other_networks_let_time_warp():
    net = network(interval=12)
    state = chain(11, net)
    assert step(state, child(state, net, -601), net).height == 12


def test_old_versions_end_at_their_heights():
    net = network(interval=100, bip34_height=2, bip66_height=3, bip65_height=4)
    state = genesis(net)
    for height, least in ((1, -(1 << 31)), (2, 2), (3, 3), (4, 4), (5, 4)):
        if height > 1:
            for version in (least - 1, 0, -1, -0x60000000):  # the last one has BIP9's top bits but for the sign
                header = child(state, net, version=version)
                assert refused(BadVersion, state, header, net) == (version, least)
        state = step(state, child(state, net, version=least), net)
    assert state.height == 5


def test_versions_with_high_bits_are_signals_and_welcome():
    state = chain(1)
    assert step(state, child(state, REGTEST, version=0x3FFFE000), REGTEST).height == 2


def test_an_epoch_begins_with_its_first_block():
    net = network(interval=4)
    state = chain(3, net, 300)
    assert (state.epoch_time, state.epoch_bits) == (START, EASY)
    state = step(state, child(state, net), net)
    #   blocks 0 to 3 took 900 of 2400 seconds
    assert state.bits == state.epoch_bits == 0x202FFFFF
    assert state.epoch_time == START + 900 + 600
    assert state.chainwork == 4 * 2 + 5


def test_headers_that_were_accepted_advance_to_the_same_state():
    #   epochs  0 1 2 3 | 4 5 6 7 | 8 9 10 11 | 12 ...   and after 20 minutes a block may be easy
    tree = Tree(network(interval=4, start_bits=0x201FFFFF, min_difficulty=True))
    for name in range(1, 15):
        tree.grow(str(name), str(name - 1), 1201 if name in (2, 7, 8, 13) else 100)
    assert len({state.bits for state in tree.states.values()}) > 3
    for start in range(15):
        for end in range(start, 15):
            headers = [tree.headers[str(name)] for name in range(start + 1, end + 1)]
            state = advance(tree.states[str(start)], headers, tree.hash(str(end)), tree.network)
            assert state == tree.states[str(end)]


def test_states_are_equal_if_all_that_decides_is():
    state = chain(1)
    assert state == copy(state) and hash(state) == hash(copy(state))
    assert state != genesis(REGTEST) and state != "state"


REGTEST_TIME = codec.time_of(REGTEST.genesis)
