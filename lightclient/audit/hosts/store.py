"""What a log server keeps: records, the tiles of their tree, and heads. Several servers may share one.

It lies where `store/hosts/database` puts it: in a file of SQLite, or in PostgreSQL. Whoever appends holds the row of
the log's size from the first look to the commit, so records have one order whoever takes them, and a head is signed
with that row held, so no two heads have one size. What a method has returned is on the disk.

Where a record belongs is for `placing` to say; one that contradicts others is kept as evidence, beside the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightclient.audit.hosts.errors import LogDamaged, NoSuchRecord
from lightclient.audit.hosts.placing import Checked, Device, Known, Placing, Taken
from lightclient.audit.hosts.schema import (
    SET_DEVICE,
    SET_TILE,
    devices,
    facts,
    forks,
    heads,
    records,
    state,
    tables,
    tiles,
)
from lightclient.audit.hosts.tiles import Edge, Key, Tiles, edge_keys, edge_of
from lightclient.errors import LightClientError
from lightclient.merkle.errors import OutsideLog
from lightclient.store.hosts.database import Database

VERSION = "1"
LOCK = 0x4C43_4C4F_4753
HEADS = 1024  # of the newest heads that are kept
FORKS = 16  # records of one device that are kept as evidence against it
# Entries are random, so each record touches a page of its own in their index: pages wait in the WAL for each other.
PRAGMAS = ("cache_size=-16384", "wal_autocheckpoint=16384")  # 16 MB of each connection, 64 MB
LIST = "revocation list"  # a fact: the number of the newest one that was used
AT_ONCE = 500  # keys in one question to the database


class Signed(NamedTuple):
    """A head that was signed. time: when, Unix seconds. published: whether those who must have cosigned it."""

    size: int
    time: float
    published: bool
    note: bytes


class Fork(NamedTuple):
    """Two statements of a device that contradict each other; the first is in the log."""

    device: str
    sequence: int
    first: bytes
    second: bytes


class LogStore:
    """See above. Every method raises StoreFailed if the database does not answer; nothing is done by halves."""

    def __init__(self, where: str) -> None:
        """where: path of a file, or a URL. Raises BadStore."""
        self._database = Database(where, "the log's store", PRAGMAS)
        self._edge = Edge(0, [])
        self._appending = asyncio.Lock()
        self.close = self._database.close

    async def open(self, origin: str) -> None:
        """Make what is missing. Raises BadStore for a store of another log or release."""
        await self._database.open(tables, facts, LOCK, {"version": VERSION, "log": origin})
        first = sa.text("INSERT INTO log_state (id, size) VALUES (0, 0) ON CONFLICT DO NOTHING")
        async with self._database.transaction() as connection:
            await connection.execute(first)

    # -- appending

    async def append(self, batch: Sequence[Checked], gaps: bool = True) -> list[Taken | LightClientError]:
        """Append records; return for each where it is, or why it is refused: DeviceForked, RecordsMissing.

        gaps: whether a record is taken before the one that it follows.
        """
        async with self._appending, self._database.transaction() as connection:
            size = await self._size(connection, held=True)
            edge = self._edge if self._edge.size == size else await self._edge_at(connection, size)
            placing = Placing(size, gaps)
            await self._recall(connection, batch, placing)
            found = [placing.place(record) for record in batch]
            if placing.fresh:
                edge, grown = edge.grown([record.leaf for record in placing.fresh])
                await connection.execute(records.insert(), [_row(size, n, r) for n, r in enumerate(placing.fresh)])
                rows = [{"level": key[0], "number": key[1], "hashes": hashes} for key, hashes in grown.items()]
                await connection.execute(SET_TILE, rows)
                await connection.execute(SET_DEVICE, [vars(each) for each in placing.moved()])
                await connection.execute(state.update().values(size=edge.size))
            await self._keep_forks(connection, placing.contradictions)
        self._edge = edge  # nothing of it counts before the commit
        return found

    async def _recall(self, connection: AsyncConnection, batch: Sequence[Checked], placing: Placing) -> None:
        """Give `placing` what the log has of the devices of a batch, as far as that matters to it."""
        numbers: dict[str, list[int]] = {}
        for record in batch:
            numbers.setdefault(record.device, []).append(record.sequence)
        for names in _pieces(sorted(numbers)):
            rows = await connection.execute(sa.select(devices).where(devices.c.device.in_(names)))
            placing.devices.update({row.device: Device(**row._mapping) for row in rows})
        wanted: set[tuple[str, int]] = set()
        for name, sequences in numbers.items():
            newest = placing.devices[name].sequence if name in placing.devices else 0
            if sequences != list(range(newest + 1, newest + 1 + len(sequences))):
                wanted.update((name, at) for number in sequences for at in (number - 1, number, number + 1))
        place = sa.tuple_(records.c.device, records.c.sequence)
        columns = (records.c.device, records.c.sequence, records.c.number, records.c.hash, records.c.statement)
        for keys in _pieces(sorted(wanted)):
            for row in await connection.execute(sa.select(*columns).where(place.in_(keys))):
                known = Known(row.number, bytes(row.hash), bytes(row.statement))
                placing.known[row.device, row.sequence] = known

    async def _keep_forks(self, connection: AsyncConnection, found: list[tuple[int, Checked]]) -> None:
        keep = sa.text(
            "INSERT INTO log_forks (hash, device, sequence, number, statement) "
            "VALUES (:hash, :device, :sequence, :number, :statement) ON CONFLICT DO NOTHING"
        )
        for number, record in found:
            count = sa.select(sa.func.count()).select_from(forks).where(forks.c.device == record.device)
            if (await connection.execute(count)).scalar_one() < FORKS:
                fields = {"hash": record.hash, "device": record.device, "sequence": record.sequence}
                await connection.execute(keep, fields | {"number": number, "statement": record.statement})

    async def _size(self, connection: AsyncConnection, held: bool = False) -> int:
        """Return the size of the log; held: nobody else can append until the transaction ends."""
        question = sa.select(state.c.size)
        if held and not self._database.sqlite:  # SQLite has begun by keeping others out
            question = question.with_for_update()
        return int((await connection.execute(question)).scalar_one())

    async def _edge_at(self, connection: AsyncConnection, size: int) -> Edge:
        found = await self._tiles(connection, edge_keys(size))
        return edge_of(size, lambda key: _held(found, key))

    # -- heads

    async def sign_head(self, sign: Callable[[int, bytes], bytes], now: float, least: float) -> Signed | None:
        """Return the newest head, signed if need be: sign(size, root) returns the note.

        now: Unix seconds. least: seconds between two heads, whoever signs them. Returns None if there is nothing to
        sign yet, or not before that time.
        """
        async with self._database.transaction() as connection:
            size = await self._size(connection, held=True)
            newest = await self._newest(connection)
            if not size or (newest and newest.size == size):
                return newest
            if newest and 0 <= now - newest.time < least:
                return None
            edge = self._edge if self._edge.size == size else await self._edge_at(connection, size)
            made = Signed(size, now, False, sign(size, edge.root()))
            await connection.execute(heads.insert(), made._asdict())
            kept = sa.select(heads.c.size).order_by(heads.c.size.desc()).limit(HEADS)
            published = sa.select(sa.func.coalesce(sa.func.max(heads.c.size), 0)).where(heads.c.published)
            old = heads.c.size.not_in(kept) & heads.c.size.not_in(published)
            await connection.execute(heads.delete().where(old))
            return made

    async def change_head(self, size: int, change: Callable[[bytes], bytes], published: bool) -> Signed | None:
        """Write what `change` makes of the note of a head, such as one with more cosignatures; return the head.

        published: that it is to be shown from now on. Returns None for a head that is no longer kept.
        """
        async with self._database.transaction() as connection:
            await self._size(connection, held=True)
            row = (await connection.execute(sa.select(heads).where(heads.c.size == size))).one_or_none()
            if row is None:
                return None
            old = _signed(row)
            new = old._replace(note=change(old.note), published=old.published or published)
            changed = heads.update().where(heads.c.size == size)
            await connection.execute(changed.values(note=new.note, published=new.published))
            return new

    async def heads(self, published: bool = False) -> list[Signed]:
        """Return the heads that are kept, the oldest first."""
        wanted = sa.select(heads).order_by(heads.c.size)
        async with self._database.reading() as connection:
            return [
                _signed(row)
                for row in await connection.execute(wanted.where(heads.c.published) if published else wanted)
            ]

    async def newest(self, published: bool = False) -> Signed | None:
        async with self._database.reading() as connection:
            return await self._newest(connection, published)

    async def _newest(self, connection: AsyncConnection, published: bool = False) -> Signed | None:
        wanted = sa.select(heads).order_by(heads.c.size.desc()).limit(1)
        row = (await connection.execute(wanted.where(heads.c.published) if published else wanted)).one_or_none()
        return _signed(row) if row else None

    async def take_list(self, number: int) -> bool:
        """Note the number of a revocation list that is to be used; return False if a later one was, by any server."""
        async with self._database.transaction() as connection:
            await self._size(connection, held=True)
            wanted = sa.select(facts.c.value).where(facts.c.name == LIST)
            known = (await connection.execute(wanted)).scalar_one_or_none()
            if known is None:
                await connection.execute(facts.insert(), {"name": LIST, "value": str(number)})
            elif int(known) > number:
                return False
            else:
                await connection.execute(facts.update().where(facts.c.name == LIST).values(value=str(number)))
            return True

    # -- what the log holds

    async def size(self) -> int:
        async with self._database.reading() as connection:
            return await self._size(connection)

    async def root(self) -> tuple[int, bytes]:
        """Return (size, root) of one moment."""
        async with self._database.reading() as connection:
            size = await self._size(connection)
            return size, (await self._edge_at(connection, size)).root()

    async def find(self, entry: bytes) -> tuple[int, bytes]:
        """Return (index, statement) of an entry. Raises NoSuchRecord."""
        wanted = sa.select(records.c.number, records.c.statement).where(records.c.prefix == _prefix(entry))
        async with self._database.reading() as connection:
            for row in await connection.execute(wanted):
                if sha256(row.statement).digest() == entry:
                    return row.number, bytes(row.statement)
        raise NoSuchRecord(entry=entry.hex())

    async def between(self, first: int, end: int) -> list[bytes]:
        """Return the statements from index `first` to before `end`. Raises LogDamaged if some are not there."""
        wanted = sa.select(records.c.statement).where(records.c.number >= first, records.c.number < end)
        async with self._database.reading() as connection:
            found = [bytes(each) for each in (await connection.execute(wanted.order_by(records.c.number))).scalars()]
        if len(found) != end - first:
            raise LogDamaged(what=f"of the records {first} to {end - 1}, {end - first - len(found)} are gone")
        return found

    async def of_device(self, device: str, first: int = 0, most: int = AT_ONCE) -> list[tuple[int, int, bytes]]:
        """Return (sequence, index, statement) of records of a device, in its own order, from number `first` on."""
        wanted = sa.select(records.c.sequence, records.c.number, records.c.statement)
        wanted = wanted.where(records.c.device == device, records.c.sequence >= first).order_by(records.c.sequence)
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted.limit(most))
            return [(row.sequence, row.number, bytes(row.statement)) for row in rows]

    async def devices(self) -> list[Device]:
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(devices).order_by(devices.c.device))
            return [replace(Device(**row._mapping), hash=bytes(row.hash)) for row in rows]

    async def forks(self) -> list[Fork]:
        """Return the records that contradict those in the log."""
        wanted = sa.select(forks.c.device, forks.c.sequence, records.c.statement, forks.c.statement.label("second"))
        wanted = wanted.join(records, records.c.number == forks.c.number)
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted.order_by(forks.c.device, forks.c.sequence, forks.c.hash))
            return [Fork(row.device, row.sequence, bytes(row.statement), bytes(row.second)) for row in rows]

    async def tiles(self, keys: Iterable[Key]) -> dict[Key, bytes]:
        """Return the hashes of those tiles that are there, as far as they have grown."""
        async with self._database.reading() as connection:
            return await self._tiles(connection, keys)

    async def _tiles(self, connection: AsyncConnection, keys: Iterable[Key]) -> dict[Key, bytes]:
        found: dict[Key, bytes] = {}
        for some in _pieces(sorted(keys)):
            place = sa.tuple_(tiles.c.level, tiles.c.number).in_(some)
            for row in await connection.execute(sa.select(tiles).where(place)):
                found[row.level, row.number] = bytes(row.hashes)
        return found

    async def path(self, index: int, size: int) -> bytes:
        """Return the path of a record in the log of the first `size`. Raises OutsideLog, LogDamaged."""
        return await self._made(size, lambda tree: tree.path(index, size))

    async def grown(self, old: int, size: int) -> bytes:
        """Return the path from the log of `old` records to that of `size`. Raises OutsideLog, LogDamaged."""
        return await self._made(size, lambda tree: tree.grown(old, size))

    async def root_at(self, size: int) -> bytes:
        """Return the root of the first `size` records. Raises OutsideLog, LogDamaged."""
        return await self._made(size, lambda tree: tree.root(size))

    async def _made(self, size: int, make: Callable[[Tiles], bytes]) -> bytes:
        async with self._database.reading() as connection:
            most = await self._size(connection)
            if size > most:
                raise OutsideLog(size, most)
            tree = Tiles(size)
            make(tree)
            if tree.missing:
                tree.add(await self._tiles(connection, tree.missing))
        found = make(tree)
        if tree.missing:
            raise LogDamaged(what="tiles of its tree are gone: " + ", ".join(map(str, sorted(tree.missing)[:4])))
        return found


def _row(size: int, number: int, record: Checked) -> dict[str, Any]:
    return {
        "number": size + number,
        "device": record.device,
        "sequence": record.sequence,
        "hash": record.hash,
        "prefix": _prefix(record.entry),
        "statement": record.statement,
    }


def _prefix(entry: bytes) -> int:
    return int.from_bytes(entry[:8], "big", signed=True)


def _signed(row: Any) -> Signed:
    return Signed(row.size, row.time, row.published, bytes(row.note))


def _held(found: dict[Key, bytes], key: Key) -> bytes:
    if key not in found:
        raise LogDamaged(what=f"the tile {key[1]} of level {key[0]} is gone")
    return found[key]


def _pieces(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
