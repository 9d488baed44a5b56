"""Databases that several processes share: a file of SQLite, or a server of PostgreSQL.

    database = Database(where, "the till's store")
    await database.open(tables, facts, LOCK, {"version": "1", "network": id})
    async with database.transaction() as connection: ...       all of it or nothing, and on the disk once it ends
    async with database.reading() as connection: ...           one moment of it, and nobody waits

A file is an SQLite database; a URL is for SQLAlchemy, postgresql://USER:PASSWORD@HOST/NAME for example. Statements are
SQLAlchemy's. No error shows a URL, a statement or what is in one.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from lightclient.store.errors import BadStore, StoreFailed

BUSY = 30  # seconds for a statement, and to wait for another process's write
CONNECT = 10  # seconds to reach a server
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
READING = "lightclient_reading"


class Database:
    """See above. Each method raises StoreFailed if the database does not answer; nothing is done by halves.

    role: what it is, for people, such as "the till's store". sqlite: whether it is a file.
    """

    def __init__(self, where: str, role: str, pragmas: tuple[str, ...] = ()) -> None:
        """where: path of a file, or a URL. pragmas: for SQLite, beside what makes it durable. Raises BadStore."""
        self.role = role
        try:
            url = sa.make_url(where if "://" in where else "sqlite:///" + where)
            url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
            self.sqlite = url.get_backend_name() == "sqlite"
            if self.sqlite and url.database in (None, "", ":memory:"):
                raise BadStore(role=role, what="it would be in memory and keep nothing: give the path of a file")
            waits = {"timeout": BUSY} if self.sqlite else {"timeout": CONNECT, "command_timeout": BUSY}
            self._engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=waits)
            self._fails: tuple[type[BaseException], ...] = (SQLAlchemyError, OSError, asyncio.TimeoutError)
            if not self.sqlite:  # SQLAlchemy before 2.1 does not wrap what the driver raises while it connects
                import asyncpg

                self._fails += (asyncpg.PostgresError, asyncpg.InterfaceError)
        except (ArgumentError, ImportError) as error:
            raise BadStore(role=role, what=f"{type(error).__name__} for its URL") from None
        if self.sqlite:
            sa.event.listen(self._engine.sync_engine, "connect", lambda made, _: _durable(made, pragmas))
            sa.event.listen(self._engine.sync_engine, "begin", _immediate)
            sa.event.listen(self._engine.sync_engine, "invalidate", _undone)
        self._reader = self._engine.execution_options(**{READING: True})

    async def open(self, tables: sa.MetaData, facts: sa.Table, lock: int, wanted: dict[str, str]) -> None:
        """Make what is missing. facts: the table of (name, value) that says whose it is, which has to be `wanted`.

        lock: a number of these tables' own, for two processes may start at once.
        Raises BadStore for a database of another release, or of another owner.
        """
        async with self.transaction() as connection:
            if not self.sqlite:
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
            await connection.run_sync(tables.create_all)
            known = dict((await connection.execute(sa.select(facts.c.name, facts.c.value))).all())
            if not known:
                await connection.execute(facts.insert(), [{"name": n, "value": v} for n, v in wanted.items()])
                return
            for name, value in wanted.items():
                if known.get(name) != value:
                    another = "another release has written it" if name == "version" else f"it is of another {name}"
                    raise BadStore(role=self.role, what=another)

    async def close(self) -> None:
        with contextlib.suppress(SQLAlchemyError, OSError):
            await self._engine.dispose()

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        with self._told():
            async with self._engine.begin() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes nothing, and keeps no writer waiting."""
        with self._told():
            async with self._reader.connect() as connection:
                if not self.sqlite:
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                yield connection

    @contextlib.contextmanager
    def _told(self) -> Any:
        try:
            yield
        except self._fails as error:
            cause = getattr(error, "orig", None) or error  # SQLAlchemy's own text holds the statement
            reason = " ".join(str(cause).split())[:200] or type(cause).__name__
            raise StoreFailed(role=self.role, reason=reason) from None


def with_password(where: str, password: str) -> str | None:
    """Return a URL with the password of its user, None for what has no user or a password already."""
    try:
        url = sa.make_url(where)
    except ArgumentError:
        return None
    if not url.username or url.password is not None:
        return None
    return url.set(password=password).render_as_string(hide_password=False)


def facts_table(name: str, tables: sa.MetaData) -> sa.Table:
    """Return the table that says whose a database is."""
    return sa.Table(
        name, tables, sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )


def _durable(connection: Any, pragmas: tuple[str, ...]) -> None:
    """Set SQLite up so that what is committed is on the disk, and readers do not wait."""
    connection.isolation_level = None  # or the driver begins transactions where it likes
    for setting in ("journal_mode=WAL", "synchronous=FULL", *pragmas):
        connection.execute("PRAGMA " + setting)


def _immediate(connection: Any) -> None:
    """Two that begin by reading could not both go on to write."""
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _undone(connection: Any, record: Any, error: BaseException | None) -> None:
    """End the transaction of whoever was cancelled in it: a connection that is closed while a statement of it is still
    known to somebody keeps its locks.
    """
    if connection is not None:
        with contextlib.suppress(SQLAlchemyError, OSError, sqlite3.Error):
            connection.rollback()
