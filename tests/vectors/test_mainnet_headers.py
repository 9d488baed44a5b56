"""Real mainnet headers against every rule: six contiguous runs, and both ends of each epoch up to 832,608."""

import json

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.difficulty import retarget, target_of, work_of
from lightclient.bitcoin.errors import BadDifficulty, HighHash, PrevHashMismatch
from lightclient.bitcoin.more_errors import BadGenesis, ChainworkMismatch, EpochNotCovered, OutsideRun
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import EPOCH
from lightclient.bitcoin.trust import trusted
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import root_of
from tests.support.data import FOLDER
from tests.support.vectors import load, load_json, records, state_of, work_of_run

INDEX = "headers_mainnet/INDEX.json"
BOUNDARIES = "headers_mainnet/epoch_boundaries_0_832608.bin"
CHAINWORK = "headers_mainnet/epoch_chainwork_0_832608.bin"


class Run:
    def __init__(self, name):
        record = next(record for record in load_json(INDEX) if record["name"] == name)
        self.raw = load(f"headers_mainnet/{name}.bin.xz")
        self.start = record["start"]
        self.end = record["end"]
        self.tip_hash = codec.from_display(record["tip_hash"])
        self.before = int(record["chainwork_before_hex"], 16)
        self.chainwork = int(record["chainwork_end_hex"], 16)
        # The height from which on every rule can be checked
        self.covered = max(self.start + -self.start % EPOCH, self.start + 10)

    def up_to(self, height):
        return self.raw[: codec.SIZE * (height - self.start + 1)]

    def after(self, height):
        return self.raw[codec.SIZE * (height - self.start + 1) :]

    def chainwork_at(self, height):
        return self.before + work_of_run(codec.split(self.up_to(height)))


def run_names():
    path = FOLDER / INDEX
    if not path.exists():
        return ["main_000000_039999"]
    return [record["name"] for record in json.loads(path.read_text()) if record["network"] == "mainnet"]


@pytest.fixture(params=run_names(), scope="module")
def run(request):
    return Run(request.param)


@pytest.mark.slow
def test_every_rule_holds_from_where_the_run_tells_enough(run):
    chain = trusted(run.raw, run.start, run.covered, run.chainwork_at(run.covered), MAINNET)
    fork = chain.extend(run.after(run.covered))
    assert fork == run.covered
    assert (chain.tip.height, chain.tip.tip_hash, chain.tip.chainwork) == (run.end, run.tip_hash, run.chainwork)
    assert chain.log_start + chain.log.size == chain.base.height + 1


@pytest.mark.slow
def test_trusting_the_whole_run_gives_the_state_that_the_rules_lead_to(run):
    chain = trusted(run.raw, run.start, None, run.chainwork, MAINNET)
    stepped = trusted(run.raw, run.start, run.covered, run.chainwork_at(run.covered), MAINNET)
    stepped.extend(run.after(run.covered))
    assert chain.base == stepped.tip
    assert chain.best.headers == []
    hashes = [codec.hash_of(header) for header in codec.split(run.raw)]
    logged = hashes if not run.start else hashes[-1:]
    assert chain.log.root() == root_of([leaf_hash(block_hash) for block_hash in logged])


def test_without_chainwork_the_sum_over_the_run_is_a_lower_bound(run):
    chain = trusted(run.raw, run.start, None, None, MAINNET)
    assert chain.base.chainwork == run.chainwork - run.before


def test_chainwork_that_cannot_be_is_refused(run):
    least = run.chainwork - run.before
    with pytest.raises(ChainworkMismatch):
        trusted(run.raw, run.start, None, least - 1, MAINNET)


def test_a_run_that_tells_too_little_is_refused(run):
    if not run.start:
        pytest.skip("from block 0 on every height is covered")
    with pytest.raises(EpochNotCovered):
        trusted(run.raw, run.start, run.covered - 1, None, MAINNET)
    for at in (run.start - 1, run.end + 1):
        with pytest.raises(OutsideRun):
            trusted(run.raw, run.start, at, None, MAINNET)


def test_a_run_that_does_not_start_with_the_genesis_block_is_no_run_from_block_0(run):
    other = run.raw if run.start else run.raw[codec.SIZE :]
    with pytest.raises(BadGenesis):
        trusted(other, 0, None, None, MAINNET)


def test_a_header_that_was_changed_is_refused_before_and_after_rules_cover_it(run):
    before = PrevHashMismatch if run.start else HighHash
    for height, error in ((run.covered - 1, before), (run.covered + 1, HighHash), (run.end, HighHash)):
        changed = run.up_to(height)[:-4] + bytes(4)  # the nonce
        with pytest.raises(error):
            trusted(changed + run.after(height), run.start, None, None, MAINNET)


@pytest.fixture(scope="module")
def boundaries():
    return dict(records(BOUNDARIES, codec.SIZE))


def test_all_413_retargets_reproduce(boundaries):
    starts = [height for height in boundaries if height and height % EPOCH == 0]
    assert len(starts) == 413
    for height in starts:
        last = state_of(height - 1, boundaries[height - 1], boundaries[height - EPOCH])
        assert retarget(last, MAINNET) == codec.bits_of(boundaries[height])


def test_every_boundary_header_has_its_work_and_follows_the_one_before(boundaries):
    for height, header in boundaries.items():
        assert int.from_bytes(codec.hash_of(header), "little") <= target_of(codec.bits_of(header))
        if height and height % EPOCH == 0:
            assert codec.prev_hash_of(header) == codec.hash_of(boundaries[height - 1])


def test_chainwork_at_both_ends_of_every_epoch_reproduces(boundaries):
    expected = {height: int.from_bytes(work, "big") for height, work in records(CHAINWORK, 32)}
    assert expected.keys() == boundaries.keys()
    chainwork = 0
    for height in sorted(boundaries):
        work = work_of(target_of(codec.bits_of(boundaries[height])))
        chainwork += work if height % EPOCH == 0 else (EPOCH - 1) * work
        assert chainwork == expected[height]


def test_runs_and_boundaries_are_of_one_chain(run, boundaries):
    headers = codec.split(run.raw)
    shared = [height for height in boundaries if run.start <= height <= run.end]
    assert shared
    for height in shared:
        assert headers[height - run.start] == boundaries[height]


def test_the_first_header_of_an_epoch_with_the_old_bits_is_refused(boundaries):
    # 32,256: the first time that mainnet's difficulty changed
    run = Run("main_000000_039999")
    chain = from_genesis(MAINNET)
    chain.extend(run.up_to(32255)[codec.SIZE :])
    header = codec.split(run.raw)[32256]
    wrong = header[:72] + (0x1D00FFFF).to_bytes(4, "little") + header[76:]
    with pytest.raises(BadDifficulty) as caught:
        chain.extend(wrong)
    assert caught.value.args == (0x1D00FFFF, 0x1D00D86A)
    assert caught.value.height == 32256
