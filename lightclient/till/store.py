"""The till's store: invoices, and how far each wallet's addresses are used. Several tills may share one.

It lies where `store/hosts/database` puts it: in a file of SQLite, or in PostgreSQL.

What an invoice was asked for is written once, before anybody sees its address. `record` is the machine's own record of
the sale (payments/saved.py), written as a whole: it never says that a gateway has told more than the same record
holds, so whichever till wrote it last, nothing is lost by going on from it. `used` follows from the record and is kept
beside it, in the same statement, to find the gap. `wallets.next` is the only owner of the next address.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lightclient.store.hosts.database import Database, facts_table
from lightclient.till.errors import GapReached, UnknownInvoice

VERSION = "1"
LOCK = 0x4C43_5449_4C4C  # PostgreSQL's advisory lock while tables are made

tables = sa.MetaData()
facts = facts_table("till_facts", tables)
wallets = sa.Table(
    "till_wallets", tables, sa.Column("id", sa.Text, primary_key=True), sa.Column("next", sa.BigInteger, nullable=False)
)
invoices = sa.Table(
    "till_invoices",
    tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("wallet", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("created", sa.BigInteger, nullable=False, index=True),
    sa.Column("memo", sa.Text, nullable=False),
    sa.Column("amount", sa.Text),
    sa.Column("currency", sa.Text),
    sa.Column("rate", sa.Text),
    sa.Column("closed", sa.BigInteger, index=True),
    sa.Column("used", sa.Boolean, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("wallet", "number"),
)


@dataclass(frozen=True)
class Row:
    """An invoice as it is stored.

    number            of its address in its wallet
    created, closed   Unix seconds; closed: None while it is open
    amount, currency, rate   of the fiat amount, as text, or None
    used              whether its address has received anything, as far as gateways say
    """

    id: str
    wallet: str
    number: int
    created: int
    memo: str
    amount: str | None
    currency: str | None
    rate: str | None
    closed: int | None
    used: bool
    record: bytes


class Store:
    """See above. Every method raises StoreFailed when the database does not answer; nothing is done by halves."""

    def __init__(self, where: str) -> None:
        """where: path of a file, or a URL. Raises BadStore."""
        self._database = Database(where, "the till's store")
        self._transaction = self._database.transaction
        self.close = self._database.close

    async def open(self, network: str) -> None:
        """Make what is missing. network: the chain's id. Raises BadStore for a store of another network or release."""
        await self._database.open(tables, facts, LOCK, {"version": VERSION, "network": network})

    async def add(self, wallet: str, gap: int, make: Callable[[int], Row]) -> Row:
        """Write a new invoice on the wallet's next address. make(number): returns it. Raises GapReached."""
        async with self._transaction() as connection:
            number = await self._take_number(connection, wallet)
            paid = sa.select(sa.func.max(invoices.c.number)).where(invoices.c.wallet == wallet, invoices.c.used)
            last = (await connection.execute(paid)).scalar()
            if number - (-1 if last is None else last) > gap:
                raise GapReached(gap=gap)
            row = make(number)
            await connection.execute(invoices.insert(), asdict(row))
            return row

    async def _take_number(self, connection: AsyncConnection, wallet: str) -> int:
        """Return the wallet's next number and move on; whoever else wants one waits until this transaction ends."""
        take = wallets.update().where(wallets.c.id == wallet).values(next=wallets.c.next + 1)
        number = (await connection.execute(take.returning(wallets.c.next - 1))).scalar()
        if number is None:  # the first one of this wallet; two tills may both come here
            first = sa.text("INSERT INTO till_wallets (id, next) VALUES (:id, 0) ON CONFLICT DO NOTHING")
            await connection.execute(first, {"id": wallet})
            number = (await connection.execute(take.returning(wallets.c.next - 1))).scalar_one()
        return int(number)

    async def save(self, records: Iterable[tuple[str, bytes, bool]]) -> None:
        """Write (id, record, used) of open invoices, all of them or none."""
        change = invoices.update().where(invoices.c.id == sa.bindparam("name"), invoices.c.closed.is_(None))
        change = change.values(record=sa.bindparam("new"), used=sa.bindparam("paid"))
        async with self._transaction() as connection:
            rows = [{"name": name, "new": record, "paid": used} for name, record, used in records]
            await connection.execute(change, rows)

    async def finish(self, name: str, record: bytes, used: bool, now: int) -> bool:
        """Close an invoice. Return whether it was open: of all who close it, one is told True."""
        change = invoices.update().where(invoices.c.id == name, invoices.c.closed.is_(None))
        async with self._transaction() as connection:
            done = await connection.execute(change.values(record=record, used=used, closed=now))
            return done.rowcount == 1

    async def amend(self, name: str, record: bytes, used: bool) -> None:
        """Write the record of an invoice that is closed."""
        change = invoices.update().where(invoices.c.id == name, invoices.c.closed.is_not(None))
        async with self._transaction() as connection:
            await connection.execute(change.values(record=record, used=used))

    async def opened(self, known: Iterable[str] = ()) -> tuple[set[str], list[Row]]:
        """Return the ids of all open invoices, and those of them that are not known yet."""
        async with self._transaction() as connection:
            ids = set((await connection.execute(sa.select(invoices.c.id).where(invoices.c.closed.is_(None)))).scalars())
            new = ids.difference(known)
            if not new:
                return ids, []
            rows = sa.select(invoices).where(invoices.c.id.in_(new)).order_by(invoices.c.created, invoices.c.number)
            return ids, [_row(one) for one in await connection.execute(rows)]

    async def row(self, name: str) -> Row:
        """Return one invoice. Raises UnknownInvoice."""
        async with self._database.reading() as connection:
            found = (await connection.execute(sa.select(invoices).where(invoices.c.id == name))).one_or_none()
        if found is None:
            raise UnknownInvoice(invoice=repr(name)[:80])
        return _row(found)

    async def between(self, first: int, last: int) -> list[Row]:
        """Return the invoices created from `first` to before `last`, Unix seconds, the oldest first."""
        wanted = sa.select(invoices).where(invoices.c.created >= first, invoices.c.created < last)
        async with self._database.reading() as connection:
            found = await connection.execute(wanted.order_by(invoices.c.created, invoices.c.number))
            return [_row(one) for one in found]


def _row(found: Any) -> Row:
    row = Row(**found._mapping)
    return replace(row, record=bytes(row.record))
