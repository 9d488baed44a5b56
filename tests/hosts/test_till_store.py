"""The till's store: each address once, whoever asks, and each invoice whole or not at all. In SQLite and PostgreSQL."""

import asyncio
import itertools
import sqlite3
import subprocess
import sys

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.store.errors import BadStore, StoreFailed
from lightclient.till.errors import GapReached, UnknownInvoice
from lightclient.till.store import Row, Store
from tests.conftest import ROOT
from tests.services.process import free_port
from tests.support.gateway import in_loop

pytest_plugins = ["tests.services.fixtures"]

names = itertools.count()

# Another till of the same shop, which opens so many invoices as fast as it can.
TILL = """
import asyncio, sys
from lightclient.till.store import Row, Store
async def main(where, till, count):
    store = Store(where)
    await store.open("net")
    for place in range(int(count)):
        make = lambda number: Row(f"{till}-{place}", "w", number, number, "", None, None, None, None, False, b"")
        print((await store.add("w", 10**6, make)).number, flush=True)
    await store.close()
asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "till.db")
    return request.getfixturevalue("postgres").url(f"till{next(names)}")


def row(number, name=None, wallet="w", record=b"first", **fields):
    terms = {"memo": "", "amount": None, "currency": None, "rate": None, "closed": None, "used": False}
    return Row(name or f"invoice {number}", wallet, number, 1000 + number, record=record, **(terms | fields))


class Opened:
    """A store that is open for the length of a block."""

    def __init__(self, where, network="net"):
        self.store = Store(where)
        self.network = network

    async def __aenter__(self):
        await self.store.open(self.network)
        return self.store

    async def __aexit__(self, *error):
        await self.store.close()


@in_loop
async def test_an_invoice_is_kept_as_it_was_given(where):
    given = row(
        0, memo="<b>Tisch 4</b> '; DROP", amount="12.50", currency="EUR", rate="61234.5", record=bytes(range(256))
    )
    async with Opened(where) as store:
        assert await store.add("w", 20, lambda number: given) == given
    async with Opened(where) as store:
        assert await store.row(given.id) == given
        assert await store.opened() == ({given.id}, [given])
        assert await store.opened({given.id}) == ({given.id}, [])
        with pytest.raises(UnknownInvoice, match="no invoice 'x'"):
            await store.row("x")


@in_loop
async def test_addresses_are_numbered_for_each_wallet_apart(where):
    async with Opened(where) as store:
        for number in range(3):
            assert (await store.add("a", 20, lambda n: row(n, f"a{n}", "a"))).number == number
            assert (await store.add("b", 20, lambda n: row(n, f"b{n}", "b"))).number == number
        assert [one.id for one in await store.between(1001, 1003)] == ["a1", "b1", "a2", "b2"]


@in_loop
async def test_a_number_is_not_used_up_by_an_invoice_that_could_not_be_made(where):
    def fails(number):
        raise ZeroDivisionError

    async with Opened(where) as store:
        await store.add("w", 20, row)
        with pytest.raises(ZeroDivisionError):
            await store.add("w", 20, fails)
        with pytest.raises(StoreFailed):
            await store.add("w", 20, lambda number: row(number, "invoice 0"))  # there is one of this name
        assert (await store.add("w", 20, row)).number == 1


@in_loop
async def test_no_more_addresses_in_a_row_are_unpaid_than_a_wallet_looks_at(where):
    async with Opened(where) as store:
        for _ in range(5):
            await store.add("w", 5, row)
        with pytest.raises(GapReached, match="last 5 addresses"):
            await store.add("w", 5, row)
        assert (await store.add("w", 6, row)).number == 5  # as the policy says now
        await store.save([("invoice 2", b"paid", True)])
        assert [(await store.add("w", 5, row)).number for _ in range(2)] == [6, 7]
        with pytest.raises(GapReached):
            await store.add("w", 5, row)
        assert (await store.add("another", 5, lambda n: row(n, "other", "another"))).number == 0


@in_loop
async def test_a_closed_invoice_is_written_no_more_and_closed_once(where):
    async with Opened(where) as one, Opened(where) as two:
        await one.add("w", 20, row)
        await two.add("w", 20, row)
        closed = await asyncio.gather(*(till.finish("invoice 0", b"last", True, 77) for till in (one, two, one)))
        assert sorted(closed) == [False, False, True]
        await two.save([("invoice 0", b"old", False), ("invoice 1", b"new", True)])
        kept = await one.row("invoice 0")
        assert (kept.record, kept.used, kept.closed) == (b"last", True, 77)
        assert (await one.row("invoice 1")).record == b"new"
        assert (await one.opened())[0] == {"invoice 1"}
        assert await one.finish("no such", b"", False, 1) is False


@pytest.mark.slow
@pytest.mark.parametrize("count", [25])
def test_tills_that_open_invoices_at_the_same_time_never_get_the_same_address(where, count):
    """Two processes on a store that neither has seen before."""
    tills = [
        subprocess.Popen(
            [sys.executable, "-c", TILL, where, till, str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for till in ("left", "right")
    ]
    numbers = [[int(line) for line in till.communicate(timeout=120)[0].split()] for till in tills]
    assert [till.returncode for till in tills] == [0, 0]
    assert sorted(numbers[0] + numbers[1]) == list(range(2 * count))
    assert all(own == sorted(own) and len(own) == count for own in numbers)


@in_loop
async def test_a_store_of_another_network_or_release_is_refused(where):
    async with Opened(where) as store:
        await store.add("w", 20, row)
    other = Store(where)
    with pytest.raises(BadStore, match="another network"):
        await other.open("another")
    await other.close()


@in_loop
async def test_a_newer_store_is_refused(tmp_path):
    where = str(tmp_path / "till.db")
    async with Opened(where):
        pass
    with sqlite3.connect(where) as connection:
        connection.execute("UPDATE till_facts SET value = '2' WHERE name = 'version'")
    connection.close()
    with pytest.raises(BadStore, match="another release"):
        async with Opened(where):
            pass


@pytest.mark.parametrize(
    "where", ["mysql://u:secret@h/d", "nonsense://u:secret@h/d", ":memory:", "sqlite://", "://secret"]
)
def test_a_store_that_cannot_be_is_refused_without_its_password(where):
    with pytest.raises(BadStore) as caught:
        Store(where)
    assert "secret" not in str(caught.value)


@in_loop
async def test_a_store_that_does_not_answer_says_so_without_its_password(tmp_path):
    (tmp_path / "text").write_text("no database, but long enough to be taken for one: " * 20)
    urls = [str(tmp_path / "no" / "till.db"), str(tmp_path / "text"), f"postgresql://u:hush@127.0.0.1:{free_port()}/d"]
    for where in urls:
        with pytest.raises(StoreFailed) as caught:
            async with Opened(where):
                pass
        assert "hush" not in str(caught.value)
        assert len(str(caught.value)) > len("the till's store does not answer as it should: ")


@in_loop
async def test_a_full_disk_or_a_locked_file_loses_nothing(tmp_path, monkeypatch):
    where = str(tmp_path / "till.db")
    monkeypatch.setattr("lightclient.store.hosts.database.BUSY", 0.1)
    async with Opened(where) as store:
        await store.add("w", 20, row)
        other = sqlite3.connect(where, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="locked"):
            await store.add("w", 20, row)
        other.execute("ROLLBACK")
        other.close()
        assert (await store.add("w", 20, row)).number == 1


@pytest.mark.slow
@in_loop
async def test_a_server_that_is_killed_is_found_again(postgres):
    where = postgres.url("killed")
    async with Opened(where) as store:
        await store.add("w", 20, row)
        postgres.kill()
        with pytest.raises(StoreFailed):
            await store.add("w", 20, row)
        await asyncio.to_thread(postgres.start)
        assert (await store.add("w", 20, row)).number == 1
    with pytest.raises(StoreFailed) as caught:
        async with Opened(where.replace(postgres.password, "wrong-one")):
            pass
    assert "wrong-one" not in str(caught.value)


@in_loop
async def test_whoever_is_cancelled_at_any_statement_leaves_no_lock(tmp_path, monkeypatch):
    """A page that is closed, a program that is stopped: others write on at once."""
    monkeypatch.setattr("lightclient.store.hosts.database.BUSY", 0.5)
    aiosqlite = pytest.importorskip("aiosqlite")
    execute = aiosqlite.Connection._execute
    left = 0

    async def cancelled(self, *arguments, **named):
        nonlocal left
        left -= 1
        if left == 0:
            asyncio.current_task().cancel()
        return await execute(self, *arguments, **named)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", cancelled)
    async with Opened(str(tmp_path / "till.db")) as one, Opened(str(tmp_path / "till.db")) as other:
        ended = []
        for place in itertools.count(1):
            left = place
            adding = asyncio.create_task(one.add("w", 1000, row))
            ended += await asyncio.gather(adding, return_exceptions=True)  # which keeps what it was doing
            done, left = left > 0, 0
            await other.add("x", 1000, lambda number: row(number, f"other {number}", wallet="x"))
            if done:
                break
        assert place > 8 and all(isinstance(one, asyncio.CancelledError) for one in ended[:-2])
