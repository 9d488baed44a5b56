"""What the web till keeps beside the invoices, in the same database: what a cashier sets, keys of orders, devices,
webhooks.

A webhook is written in the transaction that notes what was told of its invoice last, so that of several tills of a shop
one tells it. It stays until its receiver has taken it.
"""

import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lightclient.store.hosts.database import Database, facts_table
from lightclient.till.web.door import DEVICES
from lightclient.till.web.errors import KeysFull, OtherOrder, WebhooksFull
from lightclient.till.web.look import Look

VERSION = "1"
LOCK = 0x4C43_5449_5745  # PostgreSQL's advisory lock while tables are made
MOST = 10_000  # webhooks that wait
MOST_KEYS = 20_000
DAY = 86_400  # seconds that a key is kept
YEAR = 365 * DAY  # that a device is

tables = sa.MetaData()
facts = facts_table("till_web_facts", tables)
look = sa.Table(
    "till_look", tables, sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
keys = sa.Table(
    "till_keys",
    tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("order", sa.Text, nullable=False),
    sa.Column("invoice", sa.Text, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False, index=True),
)
orderers = sa.Table(  # tills that were asked for a key's invoice and have not refused it
    "till_orderers",
    tables,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("till", sa.Text, primary_key=True),
)
told = sa.Table(
    "till_told",
    tables,
    sa.Column("invoice", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
)
knew = sa.Table(  # what the till knew that told of an invoice last
    "till_knew",
    tables,
    sa.Column("invoice", sa.Text, primary_key=True),
    sa.Column("till", sa.Text, nullable=False),
    sa.Column("height", sa.BigInteger, nullable=False),
    sa.Column("confirmed", sa.BigInteger, nullable=False),
    sa.Column("payments", sa.Text, nullable=False),
)
devices = sa.Table(
    "till_devices",
    tables,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("good", sa.BigInteger, nullable=False),
)
webhooks = sa.Table(
    "till_webhooks",
    tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
    sa.Column("attempts", sa.BigInteger, nullable=False),
    sa.Column("due", sa.BigInteger, nullable=False, index=True),
)


@dataclass(frozen=True)
class Webhook:
    """One that waits. attempts: how often it was sent; made: Unix seconds."""

    id: str
    body: str
    made: int
    attempts: int


@dataclass(frozen=True)
class Knows:
    """What a till knows of an invoice.

    till       which one, as long as it runs
    height     of its chain, as far as it counts
    confirmed  satoshi
    live       txids of payments that stand, or may stand again
    heard      of all that it has heard of
    """

    till: str
    height: int
    confirmed: int
    live: frozenset[str]
    heard: frozenset[str]

    def less_than(self, till: str, height: int, confirmed: int, live: frozenset[str]) -> bool:
        """Whether another till knew more: it has seen later blocks, or payments that this one has not heard of."""
        if self.till == till:
            return False
        return self.height < height or (self.confirmed <= confirmed and not live <= self.heard)


class Kept:
    """See above. Every method raises StoreFailed when the database does not answer."""

    def __init__(self, where: str) -> None:
        """where: path of a file, or a URL. Raises BadStore."""
        self._database = Database(where, "the till's store")
        self.close = self._database.close

    async def open(self, network: str) -> None:
        """Make what is missing. Raises BadStore for a store of another network or release."""
        await self._database.open(tables, facts, LOCK, {"version": VERSION, "network": network})

    async def look(self) -> Look:
        async with self._database.reading() as connection:
            return Look.of_rows(dict((await connection.execute(sa.select(look.c.name, look.c.value))).all()))

    async def set_look(self, new: Look) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(look.delete())
            await connection.execute(look.insert(), [{"name": n, "value": v} for n, v in new.to_rows().items()])

    # -- keys of orders

    async def order(self, key: str, order: str, invoice: str, till: str) -> str:
        """Note that a key stands for an invoice, unless it stands for one already; return which.

        order: what tells orders apart. till: the one that may open it now, until its `refuse`.
        Raises OtherOrder if the key came with another one, KeysFull.
        """
        now = int(time.time())
        async with self._database.transaction() as connection:
            if not self._database.sqlite:
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            old = sa.select(keys.c.key).where(keys.c.made <= now - DAY)
            await connection.execute(orderers.delete().where(orderers.c.key.in_(old)))
            await connection.execute(keys.delete().where(keys.c.made <= now - DAY))
            row = (await connection.execute(sa.select(keys).where(keys.c.key == key))).one_or_none()
            if row is not None:
                if row.order != order:
                    raise OtherOrder()
                mine = sa.select(orderers).where(orderers.c.key == key, orderers.c.till == till)
                if (await connection.execute(mine)).one_or_none() is None:
                    await connection.execute(orderers.insert(), {"key": key, "till": till})
                return str(row.invoice)
            if (await connection.execute(sa.select(sa.func.count()).select_from(keys))).scalar_one() >= MOST_KEYS:
                raise KeysFull(most=MOST_KEYS)
            await connection.execute(keys.insert(), {"key": key, "order": order, "invoice": invoice, "made": now})
            await connection.execute(orderers.insert(), {"key": key, "till": till})
            return invoice

    async def refuse(self, key: str, invoice: str, till: str) -> None:
        """Note that a till does not open a key's invoice; the key is free once no other till is about to.

        A till that was killed meanwhile, or has opened it, keeps the key for its day.
        """
        async with self._database.transaction() as connection:
            if not self._database.sqlite:
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            await connection.execute(orderers.delete().where(orderers.c.key == key, orderers.c.till == till))
            others = sa.select(orderers.c.till).where(orderers.c.key == key)
            mine = keys.delete().where(keys.c.key == key, keys.c.invoice == invoice, ~others.exists())
            await connection.execute(mine)

    # -- devices that gave the PIN

    async def devices(self) -> list[str]:
        """Return the hashes of their names, the one that gave it the longest ago first."""
        since = int(time.time()) - YEAR
        newest = sa.select(devices).where(devices.c.good > since).order_by(devices.c.good.desc()).limit(DEVICES)
        async with self._database.reading() as connection:
            return [row.hash for row in (await connection.execute(newest)).all()][::-1]

    async def keep_device(self, hash: str, before: str | None) -> None:
        """Note a device by the hash of its new name, in the place of the one before; the oldest leaves for it."""
        async with self._database.transaction() as connection:
            if not self._database.sqlite:
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            await connection.execute(devices.delete().where(devices.c.hash == before))
            kept = sa.select(devices.c.hash).order_by(devices.c.good.desc()).limit(DEVICES - 1)
            names = [row.hash for row in (await connection.execute(kept)).all()]
            await connection.execute(devices.delete().where(devices.c.hash.not_in(names)))
            await connection.execute(devices.insert(), {"hash": hash, "good": int(time.time())})

    # -- webhooks

    async def tell(self, invoice: str, mark: str, body: str, knows: Knows) -> bool:
        """Write a webhook, unless this was told of the invoice last. Return False if more was known then.

        Raises WebhooksFull.
        """
        now = int(time.time())
        async with self._database.transaction() as connection:
            if not self._database.sqlite:
                await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            row = (await connection.execute(sa.select(told).where(told.c.invoice == invoice))).one_or_none()
            if row is not None and row.mark == mark:
                return True
            before = (await connection.execute(sa.select(knew).where(knew.c.invoice == invoice))).one_or_none()
            if before is not None:
                live = frozenset(before.payments.split())
                if knows.less_than(before.till, before.height, before.confirmed, live):
                    return False
            if (await connection.execute(sa.select(sa.func.count()).select_from(webhooks))).scalar_one() >= MOST:
                raise WebhooksFull(most=MOST)
            count = 1 if row is None else row.count + 1  # type: ignore[operator]
            if row is None:
                await connection.execute(told.insert(), {"invoice": invoice, "mark": mark, "count": count})
            else:
                change = told.update().where(told.c.invoice == invoice)
                await connection.execute(change.values(mark=mark, count=count))
            now_known = {"till": knows.till, "height": knows.height, "confirmed": knows.confirmed}
            now_known["payments"] = " ".join(sorted(knows.live))
            if before is None:
                await connection.execute(knew.insert(), {"invoice": invoice, **now_known})
            else:
                await connection.execute(knew.update().where(knew.c.invoice == invoice).values(**now_known))
            made: dict[str, Any] = {"id": f"msg_{invoice}_{count}", "body": body, "made": now, "attempts": 0, "due": 0}
            await connection.execute(webhooks.insert(), made)
            return True

    async def take(self, hold: int) -> Webhook | None:
        """Return a webhook that is due, if there is one; no other till takes it for `hold` seconds."""
        now = int(time.time())
        async with self._database.transaction() as connection:
            due = sa.select(webhooks).where(webhooks.c.due <= now).order_by(webhooks.c.due, webhooks.c.made).limit(1)
            row = (await connection.execute(due.with_for_update(skip_locked=True))).one_or_none()
            if row is None:
                return None
            change = webhooks.update().where(webhooks.c.id == row.id)
            await connection.execute(change.values(due=now + hold, attempts=row.attempts + 1))
            return Webhook(row.id, row.body, row.made, row.attempts + 1)

    async def later(self, id: str, seconds: int) -> None:
        """Send a webhook again after so many seconds."""
        async with self._database.transaction() as connection:
            change = webhooks.update().where(webhooks.c.id == id)
            await connection.execute(change.values(due=int(time.time()) + seconds))

    async def done(self, id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(webhooks.delete().where(webhooks.c.id == id))
