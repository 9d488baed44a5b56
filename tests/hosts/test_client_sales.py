"""Sales that outlive their client: killed, away for long, told once."""

import asyncio
import contextlib
import signal
import sys

import pytest

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.codec.cbor import encode
from lightclient.payments.books import load_all
from lightclient.payments.errors import BadSaleRecord, SaleDiffers, SaleExists, UnknownSale
from lightclient.payments.sale import Sale
from lightclient.payments.sales import Sales
from lightclient.payments.saved import save
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore
from tests.conftest import ROOT
from tests.portable.counter import Blocks, Counter
from tests.services.process import PATIENCE
from tests.support.gateway import PRICE, at, client, follows, in_loop, invoice, regtest, serving, until

pytest_plugins = ["tests.services.fixtures"]

# A shop that prints what becomes of a sale, and comes to an end when that has.
SHOP = """
import asyncio
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.sync.ledger import GENESIS
async def main():
    async with Client("mqtt://127.0.0.1:{port}", REGTEST, ["gw"], trust=GENESIS, state={state!r}) as ours:
        await ours.synced()
        print("synced", ours.ledger.height, flush=True)
        async for payment in ours.payment({address!r}, {price}, 2, name="table 4"):
            print(payment.state, payment.confirmations, payment.received, payment.due, flush=True)
    print("paid", flush=True)
asyncio.run(main())
"""


class Shop:
    """A process of its own, which a test may kill."""

    def __init__(self, port, state, address):
        self.source = SHOP.format(port=port, state=state, address=address, price=PRICE)
        self.state = state
        self.lines = []

    async def __aenter__(self):
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", self.source, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        )
        self.reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *error):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        await self.reading

    async def _read(self):
        async for line in self.process.stdout:
            if line.endswith(b"\n"):  # else it was killed in the middle of one
                self.lines.append(line.decode().rstrip())

    async def says(self, line):
        with contextlib.suppress(TimeoutError):
            await until(lambda: line in self.lines, line, PATIENCE)
        assert line in self.lines, "\n".join(self.lines)

    async def keeps(self, state):
        """Wait until what was told last is kept."""
        await until(lambda: state in told(self.state), f"{state} is kept", PATIENCE)


def told(state):
    """Return the states of payments that were told, as the files have them."""
    record = SlotStore(FileSlots(state + "-sales")).load()
    sales = Sales(Blocks(0), ["gw"])
    load_all(sales, record, 0)
    return [payment.told[0] for sale in sales.listed() for payment in sale.listed() if payment.told]


def pay(node, payment):
    return node.broadcast(payment.serialize())


@pytest.mark.slow
@pytest.mark.parametrize("away", [0, 20, 150])
@in_loop
async def test_a_client_that_was_killed_after_seen_tells_confirmed_once_however_long_it_was_away(
    mosquitto, tmp_path, away
):
    node = regtest(30)
    address, payment = invoice()
    state = str(tmp_path / "state")
    async with serving(node, at(mosquitto.port)):
        async with Shop(mosquitto.port, state, address) as shop:
            await shop.says("synced 30")
            await until((tmp_path / "state-sales.0").exists, "the sale is kept", PATIENCE)
            await pay(node, payment)
            await shop.says(f"seen 0 {PRICE} 0")
            await shop.keeps("seen")
        node.mine(away)  # it is in the first of them
        async with Shop(mosquitto.port, state, address) as shop:
            await shop.says(f"synced {30 + away}")
            if away == 0:
                node.mine(1)
                await shop.says(f"confirmed 1 {PRICE} 0")
                node.mine(1)
            await shop.says("paid")
            states = [line.split(" ")[0] for line in shop.lines]
            assert states == ["synced"] + ["confirmed"] * (1 if away else 2) + ["paid"]
            assert await asyncio.wait_for(shop.process.wait(), PATIENCE) == 0
        async with client(at(mosquitto.port), state=state) as ours:
            assert ours.sales() == []


@in_loop
async def test_a_client_that_is_killed_before_it_was_told_is_told_again(mosquitto, tmp_path):
    node = regtest(30)
    address, payment = invoice()
    state = str(tmp_path / "state")
    async with serving(node, at(mosquitto.port)):
        for _ in range(2):
            async with client(at(mosquitto.port), state=state) as ours:
                await follows(ours, node)
                events = ours.payment(address, PRICE, 1, name="table 4")
                first = asyncio.ensure_future(anext(events))
                await until(lambda ours=ours: ours.sales() == ["table 4"], "it is open", PATIENCE)
                if node.chain.index(node.chain[-1]) == 30:
                    await pay(node, payment)
                    node.mine(1)
                while (await asyncio.wait_for(first, PATIENCE)).state != "confirmed":
                    first = asyncio.ensure_future(anext(events))
                await events.aclose()  # as a crash would: nobody has asked for the next one
                assert ours.sales() == ["table 4"]
        async with client(at(mosquitto.port), state=state) as ours:
            told = [event.state async for event in ours.payment(address, PRICE, 1, name="table 4")]
            assert told == ["confirmed"] and ours.sales() == []


@in_loop
async def test_a_sale_that_expires_while_nobody_is_there_ends_when_all_blocks_are_told(mosquitto, tmp_path):
    for paid in (True, False):
        node = regtest(5)
        address, payment = invoice()
        state = str(tmp_path / str(paid))
        async with serving(node, at(mosquitto.port)):
            async with client(at(mosquitto.port), state=state) as ours:
                await follows(ours, node)
                first = asyncio.ensure_future(anext(ours.payment(address, PRICE, 1, seconds=1, name="table 4")))
                await until(lambda ours=ours: ours.sales() == ["table 4"], "it is open", PATIENCE)
                sale = ours._desk.sales.sales["table 4"]
                await until(lambda sale=sale: sale.expires_at, "its time runs", PATIENCE)
                first.cancel()
                await asyncio.wait([first])
            if paid:
                await node.broadcast(payment.serialize())
            node.mine(1)
            await asyncio.sleep(1)
            async with client(at(mosquitto.port), state=state) as ours:
                events = ours.payment(address, PRICE, 1, seconds=1, name="table 4")
                told = [event.state async for event in events]
                assert told[-1:] == ["confirmed"] * paid and ours.sales() == []
                assert ours.status().height == 6


@in_loop
async def test_without_confirmations_one_payment_serves_one_sale_too(mosquitto):
    node = regtest(5)
    address, payment = invoice()
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port)) as ours:
        await follows(ours, node)
        await node.broadcast(payment.serialize())

        async def sell():
            return [event.state async for event in ours.payment(address, PRICE, 0)]

        assert await asyncio.wait_for(sell(), PATIENCE) == ["seen"]
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(sell(), 2)


@in_loop
async def test_a_sale_is_resumed_on_its_own_terms_or_not_at_all(mosquitto, tmp_path):
    node = regtest(5)
    address, _ = invoice()
    other, _ = invoice()
    state = str(tmp_path / "state")

    async def refused(error, *terms, match=None):
        with pytest.raises(error, match=match):
            await anext(ours.payment(*terms, name="table 4"))

    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port), state=state) as ours:
        await follows(ours, node)
        waiting = asyncio.ensure_future(anext(ours.payment(address, PRICE, 3, name="table 4")))
        await until(lambda: ours.sales() == ["table 4"], "it is open", PATIENCE)
        await refused(SaleExists, address, PRICE, 3)
        with pytest.raises(SaleExists):
            ours.forget("table 4")
        waiting.cancel()
        await asyncio.wait([waiting])
        await refused(SaleDiffers, other, PRICE, 3, match="table 4 .* another address")
        await refused(SaleDiffers, address, PRICE + 1, 3, match="amount")
        await refused(SaleDiffers, address, PRICE, 2, match="confirmations")
    async with client(at(mosquitto.port), state=state) as ours:
        assert ours.sales() == ["table 4"]
        (sale,) = ours._desk.sales.listed()
        assert (sale.script, sale.since) == (script_of(address, REGTEST), 5)
        ours.forget("table 4")
        with pytest.raises(UnknownSale):
            ours.forget("table 4")
    async with client(at(mosquitto.port), state=state) as ours:
        assert ours.sales() == []


@in_loop
async def test_a_sale_without_a_name_is_one_of_this_run(mosquitto, tmp_path):
    node = regtest(5)
    state = str(tmp_path / "state")
    async with serving(node, at(mosquitto.port)), client(at(mosquitto.port), state=state) as ours:
        await follows(ours, node)
        waiting = asyncio.ensure_future(anext(ours.payment(invoice()[0], PRICE)))
        await until(lambda: ours._desk and ours._desk.sales.sales, "it is open", PATIENCE)
        assert ours.sales() == []
        waiting.cancel()
        await asyncio.wait([waiting])
        assert not ours._desk.sales.sales
    assert not any(path.stat().st_size for path in tmp_path.glob("state-sales*"))


@pytest.mark.slow
@in_loop
async def test_one_payment_serves_one_sale_even_if_the_first_ended_before_a_restart(mosquitto, tmp_path):
    node = regtest(5)
    address, payment = invoice()
    state = str(tmp_path / "state")
    async with serving(node, at(mosquitto.port)):
        async with client(at(mosquitto.port), state=state) as ours:
            await follows(ours, node)
            first = ours.payment(address, PRICE, name="first")
            event = asyncio.ensure_future(anext(first))
            await until(lambda: ours.sales() == ["first"], "it is open", PATIENCE)
            await pay(node, payment)
            node.mine(1)
            while (await asyncio.wait_for(event, PATIENCE)).state != "confirmed":
                event = asyncio.ensure_future(anext(first))
            with pytest.raises(StopAsyncIteration):
                await anext(first)
        async with client(at(mosquitto.port), state=state) as ours:
            await follows(ours, node)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(anext(ours.payment(address, PRICE, since=5, name="second")), 3)


def test_sales_that_cannot_be_read_are_not_forgotten_silently(tmp_path):
    SlotStore(FileSlots(str(tmp_path / "state-sales"))).save(b"\x82\x01\x80")
    with pytest.raises(BadSaleRecord):
        client(at(1), state=str(tmp_path / "state"))
    assert Client.payment.__doc__


def test_what_has_paid_a_sale_without_a_name_is_kept_too(tmp_path):
    state = str(tmp_path / "state")
    used = [(bytes(32), b"\x51", bytes(8))]
    ours = client(at(1), state=state)
    ours._open_desk().sales.owners.spend(*used[0])
    ours._save_sales()
    ours._close_store()
    ours = client(at(1), state=state)
    assert ours._open_desk().sales.owners.used == used and not ours.sales()
    ours._close_store()


def test_payments_are_doubted_if_the_chain_is_not_the_one_that_was_saved(tmp_path):
    state = str(tmp_path / "state")

    def another():
        ours = client(at(1), state=state)
        ours.save()
        ours._close_store()
        return ours._open_desk().sales.another

    assert another()  # there was none
    assert not another()
    for slot in tmp_path.glob("state.*"):
        if slot.name != "state.lock":
            slot.write_bytes(b"damaged")
    assert another()
    assert not another()


def test_one_sale_that_cannot_be_read_is_named_and_ends_no_client(tmp_path, caplog):
    state = str(tmp_path / "state")
    good = save(Counter().sales, Sale("good", PRICE, b"\x51", 3), 0)
    SlotStore(FileSlots(state + "-sales")).save(encode([1, [], [encode([1, "bad"]), good]]))
    for _ in range(2):  # and it is still there the next time
        ours = client(at(1), state=state)
        assert ours.sales() == ["good"]
        assert ours.status().passed[-1:] == ["BadSaleRecord"] and "bad" in caplog.text
        with pytest.raises(BadSaleRecord):
            asyncio.run(anext(ours.payment(invoice()[0], PRICE, name="bad")))
        ours._named.add("")  # something has changed
        ours._save_sales()
        ours._close_store()
    ours = client(at(1), state=state)
    ours.forget("bad")
    ours._close_store()
    ours = client(at(1), state=state)
    assert ours.sales() == ["good"] and not ours.status().passed
    ours._close_store()
