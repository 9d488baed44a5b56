from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.checkpoint import parse, serialize
from lightclient.bitcoin.difficulty import required_bits, target_of
from lightclient.bitcoin.errors import BadDifficulty, HighHash, PrevHashMismatch, TimeTooOld
from lightclient.bitcoin.more_errors import BadGenesis, ChainworkMismatch, EpochNotCovered, OutsideRun
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.state import genesis, step
from lightclient.bitcoin.trust import trusted
from tests.portable.support import raises

EPOCH = 16
HEIGHT = 60
LIMIT = 0x207FFFFF


def mined(prev_hash, time, bits):
    nonce = 0
    while True:
        header = codec.serialize(4, prev_hash, bytes(32), time, bits, nonce)
        if int.from_bytes(codec.hash_of(header), "little") <= target_of(bits):
            return header
        nonce += 1


def grown(network):
    """Return the states and headers of a chain with a block every five minutes: difficulty doubles each epoch."""
    states = [genesis(network)]
    headers = [network.genesis]
    while len(headers) <= HEIGHT:
        time = states[-1].times[-1] + 300
        headers.append(mined(states[-1].tip_hash, time, required_bits(states[-1], time, network)))
        states.append(step(states[-1], headers[-1], network))
    return states, headers


NETWORK = Network("mined", mined(bytes(32), 1000000, LIMIT), LIMIT, interval=EPOCH)
STATES, HEADERS = grown(NETWORK)
CHANGED = 48  # the first block of an epoch, with bits of its own


def run(start, end=HEIGHT):
    return b"".join(HEADERS[start : end + 1])


def test_the_chain_really_changes_its_difficulty():
    assert HEADERS[CHANGED][72:76] != HEADERS[CHANGED - 1][72:76]


def test_from_block_0_every_state_is_the_one_the_rules_give():
    for at in (0, 1, 10, 15, 16, HEIGHT):
        chain = trusted(run(0), 0, at, STATES[at].chainwork, NETWORK)
        assert chain.base == STATES[at]
        assert chain.log_start == 0
        assert chain.log.size == at + 1
        assert not chain.best.headers


def test_the_log_is_the_one_that_following_the_chain_gives():
    followed = from_genesis(NETWORK, 0)
    followed.extend(run(1))
    assert trusted(run(0), 0, None, None, NETWORK).log.root() == followed.log.root()


def test_inside_every_state_is_the_one_the_rules_give():
    for start in range(1, 40):
        covered = max((start + EPOCH - 1) // EPOCH * EPOCH, start + 10)
        for at in range(covered, HEIGHT + 1, 7):
            chain = trusted(run(start), start, at, STATES[at].chainwork, NETWORK)
            assert chain.base == STATES[at]
            assert (chain.log_start, chain.log.size) == (at, 1)


def test_one_header_less_is_not_enough():
    for start in (1, 5, 16, 17, 30, 32):
        covered = max((start + EPOCH - 1) // EPOCH * EPOCH, start + 10)
        trusted(run(start), start, covered, None, NETWORK)
        with raises(EpochNotCovered) as caught:
            trusted(run(start), start, covered - 1, None, NETWORK)
        assert caught.error.args == (covered - 1, covered)


def test_a_height_outside_the_run():
    for start, at in ((20, 19), (20, HEIGHT + 1), (0, HEIGHT + 1), (0, -1)):
        with raises(OutsideRun):
            trusted(run(start), start, at, None, NETWORK)
    with raises(OutsideRun):
        trusted(b"", 0, None, None, NETWORK)


def test_a_run_from_0_starts_with_genesis():
    with raises(BadGenesis):
        trusted(run(1), 0, None, None, NETWORK)


def test_chainwork():
    known = STATES[HEIGHT].chainwork
    for wrong in (known - 1, known + 1, 0):
        with raises(ChainworkMismatch):
            trusted(run(0), 0, None, wrong, NETWORK)
    least = known - STATES[19].chainwork
    assert trusted(run(20), 20, None, None, NETWORK).base.chainwork == least
    assert trusted(run(20), 20, None, least, NETWORK).base.chainwork == least
    with raises(ChainworkMismatch):
        trusted(run(20), 20, None, least - 1, NETWORK)


def test_headers_after_the_height_are_not_looked_at():
    assert trusted(run(20, 45) + bytes(80), 20, 45, None, NETWORK).base.tip_hash == STATES[45].tip_hash


def test_a_link_work_or_time_that_is_wrong():
    start = 20  # the first whole epoch begins at 32
    assert codec.hash_of(HEADERS[22]) == HEADERS[23][4:36]
    with raises(PrevHashMismatch):
        trusted(run(start, 21) + run(23), start, None, None, NETWORK)
    with raises(PrevHashMismatch):
        trusted(run(start, 49) + run(51), start, None, None, NETWORK)
    with raises(HighHash):
        trusted(run(start, 49) + idle(HEADERS[50]), start, None, None, NETWORK)
    late = mined(STATES[49].tip_hash, STATES[44].times[-1], STATES[49].bits)
    with raises(TimeTooOld):
        trusted(run(start, 49) + late, start, None, None, NETWORK)


def idle(header):
    """Return a header like this one, but without its work."""
    bits = codec.bits_of(header)
    nonce = 0
    while True:
        header = header[:76] + nonce.to_bytes(4, "little")
        if int.from_bytes(codec.hash_of(header), "little") > target_of(bits):
            return header
        nonce += 1


def test_bits_that_change_inside_an_epoch():
    # before the first whole epoch, in it before eleven times are known, and after
    for height in (25, 35, 50):
        easier = mined(STATES[height - 1].tip_hash, STATES[height].times[-1], LIMIT)
        run_on = run(20, height - 1) + easier + children(easier, 20)
        with raises(BadDifficulty) as caught:
            trusted(run_on, 20, height + 20, None, NETWORK)
        assert caught.error.height == height


def children(header, count):
    """Return a run on top of `header` with its bits."""
    found = b""
    for _ in range(count):
        header = mined(codec.hash_of(header), codec.time_of(header) + 300, codec.bits_of(header))
        found += header
    return found


def test_a_retarget_inside_the_run_is_checked():
    wrong = mined(STATES[CHANGED - 1].tip_hash, STATES[CHANGED].times[-1], codec.bits_of(HEADERS[CHANGED - 1]))
    with raises(BadDifficulty) as caught:
        trusted(run(20, CHANGED - 1) + wrong, 20, None, None, NETWORK)
    assert caught.error.height == CHANGED


def test_what_it_returns_makes_a_checkpoint_and_follows_on():
    for start in (0, 20):
        chain = parse(serialize(trusted(run(start), start, 50, STATES[50].chainwork, NETWORK)), NETWORK)
        assert chain.extend(run(51)) == 50
        assert chain.tip == STATES[HEIGHT]


def test_minimum_difficulty_blocks_are_known_by_their_time():
    easy = Network("easy", NETWORK.genesis, LIMIT, interval=EPOCH, min_difficulty=True)
    states = [genesis(easy)]
    headers = [easy.genesis]
    while len(headers) <= HEIGHT:
        time = states[-1].times[-1] + (1201 if len(headers) % 13 == 3 else 200)
        headers.append(mined(states[-1].tip_hash, time, required_bits(states[-1], time, easy)))
        states.append(step(states[-1], headers[-1], easy))
    for start in (16, 17, 25, 33):
        chain = trusted(b"".join(headers[start:]), start, None, states[HEIGHT].chainwork, easy)
        assert chain.base == states[HEIGHT]
    # the same header without the wait
    height = 42
    assert codec.bits_of(headers[height]) == LIMIT
    early = mined(states[height - 1].tip_hash, states[height - 1].times[-1] + 1200, LIMIT)
    with raises(BadDifficulty):
        trusted(b"".join(headers[32:height] + [early, early, early]), 32, height, None, easy)
