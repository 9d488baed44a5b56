"""A log in a folder of files: it is read back by paths and hashes alone, by ours and by another project's reader."""

import asyncio
import hashlib

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.head import Head
from lightclient.audit.hosts.publishing import Folder
from lightclient.audit.hosts.store import LogStore
from lightclient.audit.hosts.tiles import path_of
from lightclient.audit.note import Note
from lightclient.merkle import tree
from lightclient.merkle.log import leaf_hash
from tests.portable.site import LOG_KEY, ORIGIN, SERVER
from tests.support.gateway import in_loop
from tests.support.logserver import Device, checked


def note(size, root):
    made = Note(Head(ORIGIN, size, root).serialize())
    made.add(LOG_KEY, LOG_KEY.sign(SERVER, made.text))
    return made.serialize()


class World:
    """A store and a folder; `grow` appends records and shows their head."""

    def __init__(self, path):
        self.store = LogStore(str(path / "log.db"))
        self.path = path / "tiles"
        self.folder = Folder(self.path, self.store)
        self.device = Device("meter-7", 1)
        self.made = []

    async def __aenter__(self):
        await self.store.open(ORIGIN)
        return self

    async def __aexit__(self, *error):
        await self.store.close()

    async def grow(self, count, show=True):
        new = self.device.readings(count)
        self.made += new
        await self.store.append([checked(one) for one in new])
        self.signed = await self.store.sign_head(note, 0, 0)
        if show:
            await self.folder.show(self.signed)

    def entries(self, size):
        """Return the entries that the folder holds of a log of this size, read as a stranger reads them."""
        found = []
        while len(found) < size:
            width = min(256, size - len(found))
            data = (self.path / path_of("entries", len(found) // 256, width)).read_bytes()
            while data:
                length = int.from_bytes(data[:2], "big")
                found.append(data[2 : 2 + length])
                data = data[2 + length :]
        return found

    def files(self):
        return {str(path.relative_to(self.path)) for path in self.path.rglob("*") if path.is_file()}


@pytest.mark.slow
@in_loop
async def test_what_is_in_the_folder_is_the_log(tmp_path):
    async with World(tmp_path) as world:
        for count in (1, 4, 250, 1, 1, 255, 300):
            await world.grow(count)
            size = len(world.made)
            head = heads.parse(notes.parse((world.path / "checkpoint").read_bytes()).text)
            entries = world.entries(size)
            assert head.size == size and entries == [one.entry() for one in world.made]
            assert tree.root_of([leaf_hash(entry) for entry in entries]) == head.root
            hashes = b"".join(
                (world.path / path_of(0, number, min(256, size - 256 * number))).read_bytes()
                for number in range((size + 255) // 256)
            )
            assert hashes == b"".join(one.leaf() for one in world.made)
        # Nothing is left of tiles that are full now, nor of files that were being written.
        assert not [name for name in world.files() if name.startswith("tile/0/000.p") or ".part" in name]
        assert {"tile/0/003.p/44", "tile/entries/003.p/44", "tile/1/000.p/3"} <= world.files()


@pytest.mark.slow
@in_loop
async def test_a_folder_that_lags_behind_catches_up_and_never_goes_back(tmp_path):
    async with World(tmp_path) as world:
        await world.grow(3)
        first = world.signed
        await world.grow(600, show=False)
        await world.folder.show(world.signed)
        assert world.entries(603) == [one.entry() for one in world.made]
        before = world.files()
        await world.folder.show(first)  # of a server that is behind
        assert world.files() == before and world.folder.size() == 603
        (world.path / "checkpoint").write_text("broken")
        await world.folder.show(world.signed)
        assert world.folder.size() == 603


@pytest.mark.slow
@in_loop
async def test_two_servers_may_write_into_one_folder(tmp_path):
    async with World(tmp_path) as world:
        other = Folder(world.path, world.store)
        for _ in range(5):
            await world.grow(200, show=False)
            await asyncio.gather(world.folder.show(world.signed), other.show(world.signed))
        assert world.entries(1000) == [one.entry() for one in world.made]


@in_loop
async def test_a_folder_that_cannot_be_written_keeps_its_old_head(tmp_path):
    async with World(tmp_path) as world:
        await world.grow(3)
        (world.path / "tile" / "1").write_text("in the way")
        with pytest.raises(OSError):
            await world.grow(300)
        assert world.folder.size() == 3
        (world.path / "tile" / "1").unlink()
        await world.folder.show(world.signed)
        assert world.folder.size() == 303


@in_loop
async def test_another_projects_reader_audits_the_folder(tmp_path):
    tiles = pytest.importorskip("aics_tlog.tiles", reason="aics-tlog needs Python 3.12")
    from aics_tlog.verified import audit_tiles

    async with World(tmp_path) as world:
        old = 0
        for count in (5, 251, 300, 44):
            await world.grow(count)
            size = len(world.made)
            reader = tiles.FileSystemTileReader(world.path)
            head = heads.parse(notes.parse((world.path / "checkpoint").read_bytes()).text)
            assert tiles.tree_root_from_tiles(reader, size) == head.root
            audit_tiles(reader, size, head.root)
            for index in (0, size // 2, size - 1):
                path = b"".join(tiles.inclusion_proof_from_tiles(reader, index, size))
                assert path == await world.store.path(index, size)
                assert tiles.read_entry(reader, index, size) == world.made[index].entry()
            if old:
                theirs = b"".join(tiles.consistency_proof_from_tiles(reader, old, size))
                assert theirs == await world.store.grown(old, size)
            old = size
        written = tmp_path / "theirs"
        tiles.write_tiles([one.entry() for one in world.made], written)
        for path in written.rglob("*"):
            name = path.relative_to(written)
            if path.is_file() and (world.path / name).exists():
                same = hashlib.sha256(path.read_bytes()).digest()
                assert hashlib.sha256((world.path / name).read_bytes()).digest() == same
