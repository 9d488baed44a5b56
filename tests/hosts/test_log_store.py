"""The store of a log: one order for all, each record once, one head for each size. In SQLite and PostgreSQL."""

import asyncio
import itertools
import sqlite3
import subprocess
import sys

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit.errors import DeviceForked, RecordsMissing
from lightclient.audit.hosts import store as stores
from lightclient.audit.hosts.errors import LogDamaged, NoSuchRecord
from lightclient.audit.hosts.placing import Taken
from lightclient.audit.hosts.store import LogStore
from lightclient.merkle import tree
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.errors import OutsideLog
from lightclient.merkle.log import check_inclusion
from lightclient.store.errors import BadStore, StoreFailed
from tests.conftest import ROOT
from tests.portable.site import ORIGIN
from tests.support.gateway import in_loop
from tests.support.logserver import Device, checked

pytest_plugins = ["tests.services.fixtures"]

names = itertools.count()

# Another server of the same log: appends so many records of a device of its own, one batch after the other.
SERVER = """
import asyncio, sys
sys.path.insert(0, ".")
from lightclient.audit.hosts.store import LogStore
from tests.support.logserver import Device, checked
async def main(where, origin, name, count):
    store = LogStore(where)
    await store.open(origin)
    device = Device(name, 30 + ord(name[-1]) % 10, origin)
    for _ in range(int(count)):
        batch = [checked(each) for each in device.readings(3)]
        for taken in await store.append(batch):
            print(taken.index, taken.entry.hex(), flush=True)
        head = await store.sign_head(lambda size, root: b"%d %s %s" % (size, root.hex().encode(), name.encode()), 0, 0)
        print("head", head.size, head.note.decode(), flush=True)
    await store.close()
asyncio.run(main(*sys.argv[1:]))
"""
# One whose files may not grow over so many bytes, as on a disk that is full.
FULL = """
import asyncio, resource, signal, sys
sys.path.insert(0, ".")
from lightclient.audit.hosts.store import LogStore
from lightclient.store.errors import StoreFailed
from tests.support.logserver import Device, checked
async def main(where, origin, most):
    store = LogStore(where)
    await store.open(origin)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    device = Device("a", 1, origin)
    try:
        while True:
            for taken in await store.append([checked(each) for each in device.readings(20)]):
                print(taken.index, taken.entry.hex(), flush=True)
    except StoreFailed as error:
        print("failed", error, flush=True)
asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "log.db")
    return request.getfixturevalue("postgres").url(f"log{next(names)}")


class Opened:
    """A store that is open for the length of a block."""

    def __init__(self, where, origin=ORIGIN):
        self.store = LogStore(where)
        self.origin = origin

    async def __aenter__(self):
        await self.store.open(self.origin)
        return self.store

    async def __aexit__(self, *error):
        await self.store.close()


def note(size, root):
    return b"%d %s" % (size, root.hex().encode())


async def append(store, *made, **options):
    return await store.append([checked(each) for each in made], **options)


@pytest.mark.slow
@in_loop
async def test_records_are_kept_in_one_order_with_the_tree_above_them(where):
    meter, door = Device("meter-7", 1), Device("door", 2)
    made = []
    async with Opened(where) as store:
        assert await store.size() == 0 and await store.root_at(0) == tree.root_of([])
        for count in (1, 300, 7):
            batch = [device.read() for _ in range(count) for device in (meter, door)]
            found = await append(store, *batch)
            assert [each.index for each in found] == list(range(len(made), len(made) + len(batch)))
            assert all(each.fresh for each in found)
            made += batch
    leaves = [each.leaf() for each in made]
    async with Opened(where) as store:
        size, root = await store.root()
        assert (size, root) == (616, tree.root_of(leaves))
        for index in (0, 1, 255, 256, 600, 615):
            check_inclusion(leaves[index], index, size, await store.path(index, size), root)
            assert await store.find(made[index].entry()) == (index, made[index].serialize())
        for old in (1, 2, 255, 256, 602):
            check_consistency(old, size, await store.grown(old, size), tree.root_of(leaves[:old]), root)
            assert await store.root_at(old) == tree.root_of(leaves[:old])
        assert await store.between(254, 258) == [each.serialize() for each in made[254:258]]
        assert [(one.device, one.sequence, one.count) for one in await store.devices()] == [
            ("door", 308, 308),
            ("meter-7", 308, 308),
        ]
        own = await store.of_device("door", 300)
        assert [(sequence, index) for sequence, index, _ in own] == [(n, 2 * n - 1) for n in range(300, 309)]
        with pytest.raises(NoSuchRecord):
            await store.find(bytes(32))
        for question in (store.path(616, 616), store.path(0, 617), store.grown(3, 617), store.root_at(617)):
            with pytest.raises(OutsideLog):
                await question
        with pytest.raises(LogDamaged, match="2 are gone"):
            await store.between(614, 618)


@in_loop
async def test_a_record_that_comes_again_stays_where_it_is(where):
    meter = Device("meter-7", 1)
    made = meter.readings(5)
    async with Opened(where) as store:
        first = await append(store, *made)
        again = await append(store, *made, made[4], meter.read())
        assert again == [Taken(each.index, each.entry, False) for each in [*first, first[4]]] + [
            Taken(5, again[-1].entry, True)
        ]
        assert await store.size() == 6 and await store.forks() == []


@in_loop
async def test_records_of_a_device_may_come_in_any_order(where):
    made = Device("meter-7", 1).readings(9)
    async with Opened(where) as store:
        for place in (4, 2, 8, 0, 1, 3, 7, 5, 6):
            assert (await append(store, made[place]))[0].fresh
        assert [index for _, index, _ in await store.of_device("meter-7")] == [3, 4, 1, 5, 0, 7, 8, 6, 2]
        assert [(one.sequence, one.count) for one in await store.devices()] == [(9, 9)]
        assert await store.forks() == []


@in_loop
async def test_a_gap_is_refused_where_none_is_wanted(where):
    made = Device("meter-7", 1).readings(5)
    async with Opened(where) as store:
        found = await append(store, made[0], made[3], made[1], gaps=False)
        assert isinstance(found[1], RecordsMissing) and "records 2 to 3 are missing" in str(found[1])
        assert [found[0].index, found[2].index] == [0, 1]
        assert [one.index for one in await append(store, *made[2:], gaps=False)] == [2, 3, 4]


@in_loop
async def test_two_devices_with_one_identity_contradict_each_other(where):
    meter, clone = Device("meter-7", 1), Device("meter-7", 1)
    ours, theirs = meter.readings(4), [clone.read(b"cloned") for _ in range(5)]
    async with Opened(where) as store:
        await append(store, *ours)
        found = await append(store, *theirs[:4])
        assert [one.name for one in found] == ["DeviceForked"] * 4
        # The clone goes on with its own chain, and the device with its own.
        assert isinstance((await append(store, theirs[4]))[0], DeviceForked)
        assert (await append(store, meter.read()))[0].index == 4
        assert await store.size() == 5
        kept = await store.forks()
        assert [fork.sequence for fork in kept] == [1, 2, 3, 4, 5]
        assert (kept[0].first, kept[0].second) == (ours[0].serialize(), theirs[0].serialize())
        assert kept[4].first == ours[3].serialize()


@in_loop
async def test_a_gap_is_filled_by_the_record_that_belongs_there_and_no_other(where):
    meter, clone = Device("meter-7", 1), Device("meter-7", 1)
    made, false = meter.readings(3), [clone.read(b"cloned") for _ in range(2)]
    async with Opened(where) as store:
        await append(store, made[0], made[2])
        forged = meter.read(b"another", sequence=2, previous=made[0].record().hash())
        found = await append(store, false[1], forged, made[1])
        assert [type(one) for one in found] == [DeviceForked, DeviceForked, Taken]


@in_loop
async def test_evidence_against_one_device_is_bounded(where, monkeypatch):
    monkeypatch.setattr(stores, "FORKS", 3)
    meter, clone = Device("meter-7", 1), Device("meter-7", 1)
    async with Opened(where) as store:
        await append(store, *meter.readings(5))
        for _ in range(2):
            await append(store, *[clone.read(b"cloned", sequence=n, previous=bytes(32)) for n in range(2, 6)])
        assert len(await store.forks()) == 3


@in_loop
async def test_there_is_one_head_for_each_size_and_not_too_many(where):
    meter = Device("meter-7", 1)
    async with Opened(where) as one, Opened(where) as two:
        assert await one.sign_head(note, 100, 1) is None
        await append(one, *meter.readings(3))
        first = await one.sign_head(note, 100, 1)
        assert (first.size, first.published) == (3, False)
        assert await two.sign_head(lambda size, root: b"another", 200, 1) == first
        await append(two, meter.read())
        assert await one.sign_head(note, 100.5, 1) is None
        second = await two.sign_head(note, 101, 1)
        assert second.note == note(4, await one.root_at(4))
        await append(one, meter.read())
        assert (await one.sign_head(note, 90, 1)).size == 5  # the clock was set back
        assert [head.size for head in await one.heads()] == [3, 4, 5]
        changed = await one.change_head(4, lambda note: note + b" cosigned", True)
        assert (await two.newest(published=True)) == changed and changed.note.endswith(b" cosigned")
        assert (await two.change_head(4, lambda note: note, False)).published
        assert await one.change_head(2, lambda note: note, True) is None
        assert [head.size for head in await one.heads(published=True)] == [4]


@in_loop
async def test_old_heads_are_dropped_but_never_the_one_that_is_shown(where, monkeypatch):
    monkeypatch.setattr(stores, "HEADS", 4)
    meter = Device("meter-7", 1)
    async with Opened(where) as store:
        for time in range(10):
            await append(store, meter.read())
            await store.sign_head(note, time, 0)
            if time == 1:
                await store.change_head(2, lambda note: note, True)
        assert [head.size for head in await store.heads()] == [2, 7, 8, 9, 10]


@pytest.mark.slow
def test_servers_that_append_at_the_same_time_make_one_log(where):
    """Three processes on a store that none has seen before."""
    count = 12
    command = [sys.executable, "-c", SERVER, where, ORIGIN]
    servers = [
        subprocess.Popen([*command, f"device-{name}", str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in "abc"
    ]
    lines = [line.split() for server in servers for line in server.communicate(timeout=200)[0].splitlines()]
    assert [server.returncode for server in servers] == [0, 0, 0]
    entries = {int(index): entry for index, entry in [line for line in lines if line[0] != "head"]}
    assert sorted(entries) == list(range(3 * 3 * count))
    notes = {}
    for _, size, *said in [line for line in lines if line[0] == "head"]:
        assert notes.setdefault(int(size), said) == said

    async def check():
        async with Opened(where) as store:
            for index, entry in entries.items():
                assert (await store.find(bytes.fromhex(entry)))[0] == index
            for size, (_, root, _) in notes.items():
                assert (await store.root_at(size)).hex() == root

    asyncio.run(check())


@in_loop
async def test_a_store_of_another_log_or_release_is_refused(where, tmp_path):
    async with Opened(where) as store:
        await append(store, Device("meter-7", 1).read())
    with pytest.raises(BadStore, match="the log's store cannot be used: it is of another log"):
        async with Opened(where, "another.example/log"):
            pass


@in_loop
async def test_a_store_whose_tiles_or_records_are_gone_says_so(tmp_path):
    where = str(tmp_path / "log.db")
    async with Opened(where) as store:
        await append(store, *Device("meter-7", 1).readings(300))
    with sqlite3.connect(where) as connection:
        connection.execute("DELETE FROM log_tiles WHERE level = 0 AND number = 1")
    connection.close()
    async with Opened(where) as store:
        with pytest.raises(LogDamaged, match="tile 1 of level 0 is gone"):
            await store.root()
        with pytest.raises(LogDamaged, match="tiles of its tree are gone"):
            await store.path(0, 300)
        with pytest.raises(LogDamaged):
            await append(store, Device("door", 2).read())


@in_loop
async def test_a_locked_file_takes_nothing_and_loses_nothing(tmp_path, monkeypatch):
    where = str(tmp_path / "log.db")
    monkeypatch.setattr("lightclient.store.hosts.database.BUSY", 0.1)
    meter = Device("meter-7", 1)
    async with Opened(where) as store:
        await append(store, meter.read())
        other = sqlite3.connect(where, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        second = meter.read()
        with pytest.raises(StoreFailed, match=r"the log's store does not answer as it should: .*locked"):
            await append(store, second)
        assert await store.size() == 1  # readers need not wait
        other.execute("ROLLBACK")
        other.close()
        assert (await append(store, second))[0].index == 1


@pytest.mark.slow
def test_a_full_disk_loses_nothing_that_was_taken(tmp_path):
    where = str(tmp_path / "log.db")
    command = [sys.executable, "-c", FULL, where, ORIGIN, str(1 << 20)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    *taken, last = done.stdout.splitlines()
    assert last.startswith("failed the log's store does not answer as it should: ") and len(taken) > 100, done.stderr

    async def check():
        async with Opened(where) as store:
            assert await store.size() == len(taken)
            for line in taken:
                index, entry = line.split()
                assert (await store.find(bytes.fromhex(entry)))[0] == int(index)
            await append(store, Device("b", 2).read())  # there is room again

    asyncio.run(check())


@pytest.mark.slow
@in_loop
async def test_a_server_that_goes_away_in_the_middle_is_found_again(postgres):
    where = postgres.url("gone")
    meter = Device("meter-7", 1)
    async with Opened(where) as store:
        await append(store, *meter.readings(300))
        postgres.kill()
        lost = meter.read()
        for work in (append(store, lost), store.size(), store.sign_head(note, 1, 0)):
            with pytest.raises(StoreFailed) as caught:
                await work
            assert postgres.password not in str(caught.value)
        await asyncio.to_thread(postgres.start)
        assert (await append(store, lost))[0].index == 300
        assert (await store.sign_head(note, 1, 0)).note == note(301, await store.root_at(301))
