"""The stores on a real file system: two-slot files, and the flat header file that heals itself."""

import os
import random
import subprocess
import sys

import pytest

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import HighHash
from lightclient.bitcoin.header import SIZE
from lightclient.bitcoin.hosts.headerfile import HeaderFile
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.store.errors import CorruptStore, StateLocked
from lightclient.store.files import FileSlots
from lightclient.store.hosts.lock import LockedSlots
from lightclient.store.slots import SlotStore
from tests.portable.mining import Tree, unmine
from tests.support.command import ROOT


def test_file_slots_keep_the_newest_record(tmp_path):
    path = str(tmp_path / "state")
    assert SlotStore(FileSlots(path)).load() is None
    for payload in (b"one", b"two", b"three"):
        store = SlotStore(FileSlots(path))
        store.load()
        store.save(payload)
    assert SlotStore(FileSlots(path)).load() == b"three"
    os.truncate(path + ".0", 10)
    assert SlotStore(FileSlots(path)).load() == b"two"


def test_a_folder_in_place_of_a_slot_is_an_error_and_not_an_empty_store(tmp_path):
    (tmp_path / "state.0").mkdir()
    with pytest.raises(OSError):
        SlotStore(FileSlots(str(tmp_path / "state"))).load()


LONG = " ".join(str(height) for height in range(1, 31))
BRANCH = " ".join(f"{height}'" for height in range(26, 34))


@pytest.fixture(scope="module")
def tree():
    #   0 - 1 ... 25 - 26 ... 30
    #                \
    #                 26' ... 33'
    tree = Tree(REGTEST)
    tree.grow(LONG, after="0")
    tree.grow(BRANCH, after="25")
    return tree


@pytest.fixture
def run(tree):
    """Headers 1 to 30."""
    return tree.run(LONG)


@pytest.fixture
def branch(tree):
    """Headers 26' to 33', which follow header 25."""
    return tree.run(BRANCH)


def opened(path, window=10):
    """Open a header file as a process does that finds it: the one before it is gone."""
    file = HeaderFile(str(path), from_genesis(REGTEST, window))
    dropped = file.recover()
    file.close()
    return file, dropped


def test_a_new_header_file_holds_genesis_and_what_arrives(tmp_path, run):
    path = tmp_path / "headers"
    file, dropped = opened(path)
    assert dropped == 0
    for start in range(0, len(run), 7 * SIZE):
        file.extend(run[start : start + 7 * SIZE])
    assert path.read_bytes() == REGTEST.genesis + run
    again, dropped = opened(path)
    assert dropped == 0
    assert checkpoint.serialize(again.chain) == checkpoint.serialize(file.chain)


@pytest.mark.slow
def test_a_file_cut_after_any_byte_is_rolled_back_to_the_last_good_header(tmp_path, run):
    path = tmp_path / "headers"
    whole = REGTEST.genesis + run[: 5 * SIZE]
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        file, dropped = opened(path)
        assert dropped == (size % SIZE if size > SIZE else 0)
        assert file.chain.tip.height == max(size // SIZE - 1, 0)
        file.extend(run)
        assert path.read_bytes() == REGTEST.genesis + run


def test_a_damaged_header_and_all_after_it_are_dropped_and_the_rest_stays(tmp_path, run):
    path = tmp_path / "headers"
    rng = random.Random(1)
    for _ in range(50):
        data = bytearray(REGTEST.genesis + run)
        at = rng.randrange(SIZE, len(data))
        data[at] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        file, dropped = opened(path)
        good = len(data) - dropped
        # A flip that leaves the header valid breaks the link of the next one.
        assert good in (at // SIZE * SIZE, at // SIZE * SIZE + SIZE)
        assert path.read_bytes() == bytes(data[:good])
        assert file.chain.tip.height == good // SIZE - 1


def test_a_reorganisation_replaces_the_tail_of_the_file(tmp_path, run, branch):
    path = tmp_path / "headers"
    file, _ = opened(path)
    file.extend(run)
    keep = run[: 25 * SIZE]
    assert file.extend(branch) == 25
    assert path.read_bytes() == REGTEST.genesis + keep + branch
    assert opened(path)[0].chain.tip == file.chain.tip


def test_a_crash_within_a_reorganisation_loses_no_good_header(tmp_path, run, branch):
    path = tmp_path / "headers"
    keep = run[: 25 * SIZE]
    before = REGTEST.genesis + run
    for written in range(0, len(branch) + 1, 16):
        # What a write that was cut off leaves: the new branch so far, and then what was there.
        head = REGTEST.genesis + keep + branch[:written]
        path.write_bytes(head + before[len(head) :])
        file, _ = opened(path)
        assert file.chain.tip.height >= 25
        file.extend(branch)
        assert path.read_bytes() == REGTEST.genesis + keep + branch


def test_a_refused_header_leaves_file_and_chain_as_they_were(tmp_path, run):
    path = tmp_path / "headers"
    file, _ = opened(path)
    file.extend(run[: 10 * SIZE])
    before = path.read_bytes(), checkpoint.serialize(file.chain)
    with pytest.raises(HighHash):
        file.extend(unmine(run[10 * SIZE : 11 * SIZE]))
    assert (path.read_bytes(), checkpoint.serialize(file.chain)) == before


def test_some_other_file_is_refused_and_stays(tmp_path, run):
    path = tmp_path / "headers"
    for content in (b"my diary", b"my diary, day by day, " * 9, MAINNET.genesis + run):
        path.write_bytes(content)
        with pytest.raises(CorruptStore, match="genesis"):
            opened(path)
        assert path.read_bytes() == content


def test_a_file_that_starts_at_a_checkpoint(tmp_path, run):
    path = tmp_path / "headers"
    chain = from_genesis(REGTEST, 0)
    chain.extend(run[: 20 * SIZE])
    record = checkpoint.serialize(chain)
    file = HeaderFile(str(path), checkpoint.parse(record, REGTEST))
    assert file.recover() == 0
    file.extend(run[20 * SIZE :])
    assert path.read_bytes() == run[20 * SIZE :]
    file.close()
    file = HeaderFile(str(path), checkpoint.parse(record, REGTEST))
    assert file.recover() == 0
    assert file.chain.tip.height == 30
    file.close()
    path.write_bytes(run)
    with pytest.raises(CorruptStore, match="checkpoint"):
        HeaderFile(str(path), checkpoint.parse(record, REGTEST)).recover()
    assert path.read_bytes() == run


# -- a second process


TAKE = """
import sys
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.store.errors import StateLocked
from lightclient.bitcoin.hosts.headerfile import HeaderFile
from lightclient.store.hosts.lock import LockedSlots
from lightclient.store.hosts.lock import LockedSlots
kind, path, wait = sys.argv[1:]
try:
    held = LockedSlots(path) if kind == "state" else HeaderFile(path, from_genesis(REGTEST))
    if kind == "headers":
        held.recover()
    print("taken", flush=True)
    if wait == "wait":
        sys.stdin.read()
except StateLocked as error:
    print(error, flush=True)
"""


def taken(kind, path, wait="go"):
    """Start another process that takes the files; return it and the line that it prints."""
    command = [sys.executable, "-c", TAKE, kind, str(path), wait]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return process, process.stdout.readline().strip()


@pytest.mark.parametrize(("kind", "role"), [("state", "the state file"), ("headers", "the header file")])
def test_a_second_process_is_refused_until_the_first_one_ends_however_it_ends(tmp_path, kind, role):
    path = tmp_path / "files"
    for end in ("closed", "killed"):
        first, said = taken(kind, path, "wait")
        assert said == "taken"
        second, said = taken(kind, path)
        assert said.startswith(f"{role} {path}") and "in use by another process" in said
        second.communicate()
        if end == "killed":
            first.kill()
        first.communicate()
    third, said = taken(kind, path)
    assert said == "taken"
    third.communicate()


def test_what_is_refused_is_not_touched(tmp_path, run):
    path = tmp_path / "headers"
    file = HeaderFile(str(path), from_genesis(REGTEST))
    file.recover()
    file.extend(run)
    before = path.read_bytes()
    with pytest.raises(StateLocked):
        HeaderFile(str(path), from_genesis(REGTEST)).recover()
    assert path.read_bytes() == before
    file.close()
    HeaderFile(str(path), from_genesis(REGTEST)).recover()


def test_locked_slots_are_slots(tmp_path):
    path = str(tmp_path / "state")
    store = SlotStore(LockedSlots(path))
    assert store.load() is None and store.told == []
    store.save(b"one")
    store.save(b"two")
    with pytest.raises(StateLocked):
        LockedSlots(path)
    store.close()
    store.close()
    again = SlotStore(LockedSlots(path))
    assert again.load() == b"two"
    again.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["state.0", "state.1"]  # no lock is left behind


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        LockedSlots(str(tmp_path / "nowhere" / "state"))
