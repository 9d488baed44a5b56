"""The till: invoices that are paid, underpaid, overpaid, late, replaced and reorganised; that outlive their process and
are shared by the tills of a shop.
"""

import asyncio
import contextlib
import json
import secrets
import sqlite3
import time

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.gateway import teller
from lightclient.payments.errors import AmountNotPositive, AmountTooLarge, BadTerm, NotSatoshi, SaleExists
from lightclient.payments.policy import MAX_MONEY
from lightclient.sync.errors import ClientStopped
from lightclient.till import errors
from lightclient.till import till as tills
from lightclient.till.fiat import Fiat
from lightclient.till.policy import Policy
from lightclient.till.states import PaymentState, State
from tests.services.process import PATIENCE
from tests.support.gateway import PRICE, at, client, follows, in_loop, regtest, serving, until
from tests.support.till import ACCOUNT, Watching, paying, transaction, wallet

pytest_plugins = ["tests.services.fixtures"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)
    monkeypatch.setattr(tills, "LOOK", 0.1)


class Shop:
    """A node, a gateway, and tills of one store."""

    def __init__(self, node, broker, folder):
        self.node = node
        self.broker = broker
        self.folder = folder

    @contextlib.asynccontextmanager
    async def till(self, name="state", follow=True, **policy):
        async with client(at(self.broker.port), state=str(self.folder / name)) as ours:
            if follow:
                await follows(ours, self.node)
            yield await ours.till(wallet(), store=str(self.folder / "till.db"), policy=Policy(**policy))

    async def pay(self, invoice, *terms, **options):
        await self.node.broadcast(paying(invoice, *terms, **options))


@pytest.fixture
def shop(mosquitto, tmp_path):
    """Return a context of a Shop whose node has 30 blocks."""

    @contextlib.asynccontextmanager
    async def run(blocks=30):
        node = regtest(blocks)
        node.clock = lambda: int(time.time())  # which tests put forward
        async with serving(node, at(mosquitto.port)):
            yield Shop(node, mosquitto, tmp_path)

    return run


@in_loop
async def test_an_invoice_is_seen_confirmed_and_paid(shop):
    async with shop() as shop, shop.till(confirmations=2) as till:
        invoice = await till.invoice(satoshi=PRICE, expires=900, memo="table 4 & <b>")
        assert invoice.address == ACCOUNT.address(0) and invoice.number == 0
        assert invoice.uri == f"bitcoin:{invoice.address}?amount=0.0005&message=table%204%20%26%20%3Cb%3E"
        assert invoice.expires_at == invoice.created + 900 and invoice.since == 30
        watching = Watching(invoice)
        assert (await watching.until(State.WAITING)).due == PRICE
        await shop.pay(invoice)
        (payment,) = (await watching.until(State.SEEN)).payments
        assert payment.state is PaymentState.SEEN and payment.seen_by == ("gw",) and payment.verdict is None
        assert payment.replaceable is False and payment.parents == 0
        assert payment.txid == payment.internal[::-1].hex()
        shop.node.mine(1)
        change = await watching.until(State.CONFIRMED)
        assert (change.confirmations, change.due, change.settled) == (1, 0, False)
        assert change.payments[0].verdict.place.height == change.payments[0].height == 31
        shop.node.mine(1)
        change = await watching.until(State.PAID)
        assert change.settled and change.received == PRICE
        assert watching.read == [State.WAITING, State.SEEN, State.CONFIRMED, State.PAID]
        assert json.loads(json.dumps(invoice.to_dict()))["payments"][0]["txid"] == payment.txid
        assert json.loads(json.dumps(change.to_dict()))["state"] == "paid"
        shop.node.mine(4)
        with pytest.raises(StopAsyncIteration):  # six confirmations: it is final
            while True:
                last = await asyncio.wait_for(anext(watching.changes), PATIENCE)
        assert last.confirmations == 6 and invoice.closed and till.open() == []
        again = await till.get(invoice.id)
        assert again.closed and again.now.state is State.PAID and again.now.payments[0].satoshi == PRICE
        assert not await again.close()


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (0.0005, NotSatoshi),
        (50_000.0, NotSatoshi),
        (True, NotSatoshi),
        ("50000", NotSatoshi),
        (-5, AmountNotPositive),
        (0, AmountNotPositive),
        (float("nan"), NotSatoshi),
        (MAX_MONEY + 1, AmountTooLarge),
        (10**30, AmountTooLarge),
        (293, errors.Dust),
        (None, errors.NoAmount),
    ],
)
def test_an_amount_is_checked_where_it_is_given(amount, error, terms):
    with pytest.raises(error):
        terms(satoshi=amount)


def test_other_terms_are_checked_there_too(terms):
    for error, wrong in [
        (errors.BadText, {"memo": "a\nb"}),
        (errors.BadText, {"memo": None}),
        (errors.BadText, {"name": "7"}),
        (errors.BadText, {"name": 32 * "é" + "x"}),
        (BadTerm, {"expires": 0}),
        (BadTerm, {"expires": 1.5}),
        (errors.NoAmount, {"fiat": Fiat(1, "EUR", 50_000)}),
    ]:
        with pytest.raises(error):
            terms(satoshi=PRICE, **wrong)
    with pytest.raises(errors.Dust):
        terms(fiat=Fiat("0.01", "EUR", 50_000))


@pytest.fixture
def terms():
    """Return a function that asks for an invoice whose terms are refused before anything else is looked at."""
    till = tills.Till(None, wallet(), None, Policy())
    return lambda **given: asyncio.run(till.invoice(**given))


@in_loop
async def test_what_was_read_with_a_timeout_goes_on_and_several_may_read(shop):
    async with shop() as shop, shop.till() as till:
        invoice = await till.invoice(satoshi=PRICE)
        changes = invoice.changes()
        assert (await anext(changes)).state is State.WAITING
        for _ in range(3):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(anext(changes), 0.05)
        other = Watching(invoice)
        await shop.pay(invoice)
        assert (await asyncio.wait_for(anext(changes), PATIENCE)).state is State.SEEN
        await other.until(State.SEEN)
        assert (await anext(invoice.changes())).state is State.SEEN  # the present state first


@in_loop
async def test_part_payments_add_up_and_too_much_is_told(shop):
    async with shop() as shop, shop.till() as till:
        invoice = await till.invoice(satoshi=PRICE)
        watching = Watching(invoice)
        await shop.pay(invoice, PRICE - 20_000)
        assert (await watching.until(State.PART_PAID)).due == 20_000
        await shop.pay(invoice, 19_000)
        assert (await watching.until(State.PART_PAID, received=PRICE - 1000)).due == 1000
        await shop.pay(invoice, 3000)
        await watching.until(State.SEEN, received=PRICE + 2000)
        shop.node.mine(1)
        change = await watching.until(State.OVERPAID, over=2000)
        assert change.settled and [payment.satoshi for payment in change.payments] == [30_000, 19_000, 3000]


@in_loop
async def test_what_comes_after_the_expiry_is_late_and_too_little_is_underpaid(shop, monkeypatch):
    clock = Clock(monkeypatch)
    async with shop() as shop, shop.till(linger=3600) as till:
        late, under, nothing = [await till.invoice(satoshi=PRICE, expires=600) for _ in range(3)]
        await shop.pay(under, 600)
        await Watching(under).until(State.PART_PAID)
        clock.forward(601)
        await Watching(under).until(State.UNDERPAID)
        await Watching(nothing).until(State.EXPIRED)
        await shop.pay(late)
        (payment,) = (await Watching(late).until(State.SEEN)).payments
        assert payment.late
        shop.node.mine(1)
        await Watching(late).until(State.LATE)
        clock.forward(3600)
        await until(lambda: nothing.closed, "it lingers no longer", PATIENCE)
        assert till.open() == [late, under] and not under.closed  # one confirmation is not final
        shop.node.mine(5)
        await until(lambda: late.closed and under.closed, "both are final", PATIENCE)
        assert [one.now.state for one in await till.between(0, 2**40)] == [State.LATE, State.UNDERPAID, State.EXPIRED]


class Clock:
    """The time of day, which a test puts forward."""

    def __init__(self, monkeypatch):
        self.real = time.time
        self.ahead = 0
        monkeypatch.setattr(time, "time", lambda: self.real() + self.ahead)

    def forward(self, seconds):
        self.ahead += seconds


@in_loop
async def test_a_payment_that_is_replaced_and_a_double_spend_that_wins(shop):
    async with shop() as shop, shop.till() as till:
        invoice = await till.invoice(satoshi=PRICE)
        watching = Watching(invoice)
        coin = secrets.token_bytes(32)
        first, second = (transaction(invoice.sale.script, PRICE + n, coin, 0xFFFFFFFD) for n in range(2))
        await shop.node.broadcast(first.serialize())
        (payment,) = (await watching.until(State.SEEN)).payments
        assert payment.replaceable is True
        shop.node.waiting = {second.txid(): second.serialize()}
        change = await watching.until(State.SEEN, received=PRICE + 1)
        while change.payments[0].state is not PaymentState.REPLACED:
            change = await watching.until(State.SEEN)
        assert change.payments[0].rival == change.payments[1].txid
        assert [payment.satoshi for payment in change.payments] == [PRICE, PRICE + 1] and change.received == PRICE + 1
        shop.node.mine(1, [transaction(bytes.fromhex("0014") + bytes(20), PRICE, coin).serialize()])
        change = await watching.until(State.CONFLICTED)
        assert change.received == 0 and change.due == PRICE


@in_loop
async def test_a_reorganisation_takes_a_payment_back_even_after_it_was_paid(shop):
    async with shop() as shop, shop.till() as till:
        invoice = await till.invoice(satoshi=PRICE)
        watching = Watching(invoice)
        await shop.pay(invoice)
        shop.node.mine(1)
        await watching.until(State.PAID)
        shop.node.reorg(1, 2)
        change = await watching.until(State.SEEN)
        assert change.confirmed == 0
        shop.node.mine(1)
        await watching.until(State.PAID)


# -- restarts, and several tills


@in_loop
async def test_what_was_paid_while_nobody_was_there_is_told_after_a_restart(shop):
    async with shop() as shop:
        async with shop.till(confirmations=2) as till:
            first, second, third = [await till.invoice(satoshi=PRICE, memo=str(n)) for n in range(3)]
            await shop.pay(first)
            await Watching(first).until(State.SEEN)
        await shop.pay(second)
        shop.node.mine(150)  # more than a night's closing, and more than a gateway looks back by itself
        async with shop.till(confirmations=2) as till:
            invoices = till.open()
            assert [one.memo for one in invoices] == ["0", "1", "2"]
            assert [one.address for one in invoices] == [one.address for one in (first, second, third)]
            assert {one.since for one in invoices} == {30} and invoices[0].expires_at == first.expires_at
            for invoice in invoices[:2]:
                change = await Watching(invoice).until(State.PAID)
                assert change.payments[0].height == 31
            assert invoices[2].now.state is State.WAITING
            assert (await till.invoice(satoshi=PRICE)).number == 3


@pytest.mark.slow
@in_loop
async def test_every_state_is_the_same_after_a_restart_even_without_a_gateway(shop, mosquitto, monkeypatch):
    clock = Clock(monkeypatch)
    async with shop() as one, one.till(confirmations=2) as till:
        node = one.node

        async def opened(memo, *amounts, expires=None):
            invoice = await till.invoice(satoshi=PRICE, expires=expires, memo=memo)
            for satoshi in amounts:
                await one.pay(invoice, satoshi)
            return invoice

        over, paid, contested = (
            await opened("over", PRICE, PRICE),
            await opened("paid", PRICE),
            await opened("contested"),
        )
        coin = secrets.token_bytes(32)
        await node.broadcast(transaction(contested.sale.script, PRICE, coin).serialize())
        await Watching(contested).until(State.SEEN)
        honest = list(node.waiting.values())[:-1]
        node.mine(1, [*honest, transaction(bytes.fromhex("0014") + bytes(20), PRICE, coin).serialize()])
        await opened("confirmed", PRICE)
        late, under, nothing = [await opened(memo, expires=60) for memo in ("late", "under", "nothing")]
        node.mine(1)
        for invoice, state in ((paid, State.PAID), (over, State.OVERPAID), (contested, State.CONFLICTED)):
            await Watching(invoice).until(state)
        clock.forward(120)
        await Watching(nothing).until(State.EXPIRED)
        await one.pay(late)
        await one.pay(under, 600)
        await opened("waiting")
        await opened("part", 700)
        await opened("seen", PRICE)
        states = {"over": State.OVERPAID, "paid": State.PAID, "contested": State.CONFLICTED, "late": State.SEEN}
        states |= {"confirmed": State.CONFIRMED, "under": State.UNDERPAID, "nothing": State.EXPIRED}
        states |= {"waiting": State.WAITING, "part": State.PART_PAID, "seen": State.SEEN}
        await until(lambda: {one.memo: one.now.state for one in till.open()} == states, "all is told", PATIENCE)
        before = {one.memo: one.now.to_dict() for one in till.open()}
    async with one.till(follow=False) as till:  # the gateway has ended
        assert {one.memo: one.now.to_dict() for one in till.open()} == before
    async with serving(node, at(mosquitto.port)), one.till() as till:
        node.mine(2)
        states |= {"late": State.LATE, "confirmed": State.PAID, "seen": State.PAID}
        await until(lambda: {one.memo: one.now.state for one in till.open()} == states, "all goes on", PATIENCE)


@pytest.mark.slow
@in_loop
async def test_an_invoice_needs_no_gateway_once_the_chain_is_known(shop, mosquitto, monkeypatch):
    """A stall without a link sells on: the till tells what has come when the link is back."""
    node = regtest()
    monkeypatch.setattr("lightclient.client.ASK", 1.0)
    where = at(mosquitto.port)
    async with client(where) as ours:
        till = await ours.till(wallet(), store="sqlite:///" + str(mosquitto.folder / "till.db"))
        with pytest.raises(errors.NotSynced, match="starting"):
            await till.invoice(satoshi=PRICE)
        async with serving(node, where):
            node.mine(3)  # now, by the clock
            await follows(ours, node)
            await till.invoice(satoshi=PRICE)
        invoice = await asyncio.wait_for(till.invoice(satoshi=PRICE), PATIENCE)
        assert invoice.since == 3
        async with serving(node, where):
            await node.broadcast(paying(invoice))
            node.mine(1)
            await Watching(invoice).until(State.PAID)


@in_loop
async def test_two_tills_of_a_shop_share_invoices_and_each_checks_for_itself(shop):
    async with shop() as shop, shop.till("left") as left, shop.till("right") as right:
        invoices = await asyncio.gather(*(till.invoice(satoshi=PRICE) for till in (left, right) * 4))
        assert sorted(invoice.number for invoice in invoices) == list(range(8))
        assert len({invoice.address for invoice in invoices}) == 8
        await until(lambda: len(left.open()) == len(right.open()) == 8, "both have all", PATIENCE)
        await shop.pay(invoices[0])
        shop.node.mine(1)
        for till in (left, right):
            change = await Watching(await till.get(invoices[0].id)).until(State.PAID)
            assert change.payments[0].verdict is not None
        theirs = await right.get(invoices[1].id)
        assert sorted(await asyncio.gather(invoices[1].close(), theirs.close())) == [False, True]
        await until(lambda: theirs.closed and len(left.open()) == len(right.open()) == 7, "both know", PATIENCE)
        assert [change async for change in theirs.changes()][-1].state is State.WAITING


@pytest.mark.parametrize("there", [True, False])
@in_loop
async def test_a_till_that_hears_nothing_closes_no_payment_away(shop, monkeypatch, there):
    """One till has lost its gateway; the other has noted a payment and is gone, or is there and has noted nothing."""
    async with shop() as shop, client(at(shop.broker.port), "away") as cut_off:
        left = await cut_off.till(wallet(), store=str(shop.folder / "till.db"))
        async with shop.till("right") as right:
            invoice = await right.invoice(satoshi=PRICE)
            await until(left.open, "both have it", PATIENCE)
            (same,) = left.open()
            if there:
                monkeypatch.setattr(right, "_keep", lambda: asyncio.sleep(0))
            await shop.pay(invoice)
            shop.node.mine(1)
            await Watching(invoice).until(State.PAID)
            if there:
                assert await same.close()
                await until(lambda: invoice.closed, "the other one has noticed", PATIENCE)
        if not there:
            assert await same.close()
        assert same.now.state is State.WAITING
        assert (await left.get(invoice.id)).now.state is State.PAID


@in_loop
async def test_a_till_goes_on_from_what_another_one_has_kept(shop):
    async with shop() as shop:
        async with shop.till("left") as left:
            invoice = await left.invoice(satoshi=PRICE)
            await shop.pay(invoice)
            shop.node.mine(1)
            await Watching(invoice).until(State.PAID)
        async with shop.till("right", follow=False) as right:
            (same,) = right.open()
            assert same.now.payments[0].height == 31  # as the store has it; our own chain counts it when it is there
            await Watching(same).until(State.PAID)


@pytest.mark.slow
@in_loop
async def test_a_full_till_makes_room_by_what_has_expired_unpaid(shop, monkeypatch):
    clock = Clock(monkeypatch)
    monkeypatch.setattr(tills, "MOST", 3)
    async with shop() as shop, shop.till() as till:
        brief, longer, lasting = [await till.invoice(satoshi=PRICE, expires=expires) for expires in (60, 90, None)]
        await shop.pay(longer)
        await Watching(longer).until(State.SEEN)
        with pytest.raises(errors.TooManyInvoices):
            await till.invoice(satoshi=PRICE)
        clock.forward(100)
        await Watching(brief).until(State.EXPIRED)
        another = await till.invoice(satoshi=PRICE)
        assert brief.closed and till.open() == [longer, lasting, another]
        with pytest.raises(errors.TooManyInvoices):
            await till.invoice(satoshi=PRICE)


# -- what a till is not


@in_loop
async def test_a_wallet_of_another_network_is_refused(shop, mosquitto, tmp_path):
    from lightclient.till.receiver import Receiver
    from lightclient.wallet import bip32
    from lightclient.wallet.accounts import Account

    key = Account.of(bip32.master(bytes(32)), 84, MAINNET).key.public().serialize(MAINNET)
    async with client(at(mosquitto.port)) as ours:
        with pytest.raises(errors.WrongWallet, match="mainnet"):
            await ours.till(Receiver.from_key(key, MAINNET, 84), store=str(tmp_path / "till.db"))
    assert not (tmp_path / "till.db").exists()


@in_loop
async def test_an_address_that_somebody_has_changed_in_the_store_is_not_shown(shop):
    async with shop() as shop:
        async with shop.till() as till:
            ours, theirs = await till.invoice(satoshi=PRICE), await till.invoice(satoshi=PRICE)
        with sqlite3.connect(shop.folder / "till.db") as store:
            records = dict(store.execute("SELECT id, record FROM till_invoices"))
            forged = records[theirs.id].replace(theirs.sale.script, script_of(ACCOUNT.address(7), REGTEST))
            assert forged != records[theirs.id]
            store.execute("UPDATE till_invoices SET record = ? WHERE id = ?", (forged, theirs.id))
        store.close()
        async with shop.till() as till:  # what is good goes on, and what is not is named and kept
            assert [one.id for one in till.open()] == [one.id for one in await till.between(0, 2**40)] == [ours.id]
            assert list(till.faults) == [theirs.id] and theirs.id in till.faults[theirs.id]
            with pytest.raises(errors.OtherAddress, match=theirs.id):
                await till.get(theirs.id)
        with sqlite3.connect(shop.folder / "till.db") as store:
            store.execute("UPDATE till_invoices SET record = ? WHERE id = ?", (records[theirs.id], theirs.id))
        store.close()
        async with shop.till() as till:
            assert {one.id for one in till.open()} == {ours.id, theirs.id}


@in_loop
async def test_a_till_ends_with_its_client(shop):
    async with shop() as shop:
        async with shop.till() as till:
            invoice = await till.invoice(satoshi=PRICE)
            changes = invoice.changes()
            await anext(changes)
            waiting = asyncio.ensure_future(anext(changes))
            await asyncio.sleep(0)
        with pytest.raises(ClientStopped):
            await waiting
        with pytest.raises(ClientStopped):
            await till.invoice(satoshi=PRICE)


@in_loop
async def test_a_fiat_amount_and_its_rate_stay_with_the_invoice(shop):
    async with shop() as shop:
        async with shop.till() as till:
            fiat = Fiat("12.50", "EUR", rate="61234.50")
            invoice = await till.invoice(fiat=fiat, memo="Kaffee & Kuchen")
            assert invoice.satoshi == fiat.satoshi == 20_414
        async with shop.till() as till:
            (same,) = till.open()
            assert same.satoshi == 20_414 and same.fiat.to_dict() == fiat.to_dict()
            kept = json.loads(json.dumps(same.to_dict()))
            assert kept["fiat"] == {"amount": "12.50", "currency": "EUR", "rate": "61234.50"}
            assert kept["uri"] == f"bitcoin:{ACCOUNT.address(0)}?amount=0.00020414&message=Kaffee%20%26%20Kuchen"


@in_loop
async def test_a_till_that_fails_leaves_nobody_waiting(shop, monkeypatch, caplog):
    async with shop() as shop, shop.till() as till:
        invoice = await till.invoice(satoshi=PRICE)
        changes = invoice.changes()
        await anext(changes)
        monkeypatch.setattr(till, "_is_at_rest", lambda sale: 1 // 0)
        with pytest.raises(ClientStopped):
            await asyncio.wait_for(anext(changes), PATIENCE)
        with pytest.raises(ClientStopped):
            await till.invoice(satoshi=PRICE)
        assert "ZeroDivisionError" in caplog.text


@in_loop
async def test_an_invoice_is_no_sale_of_the_client(shop):
    async with shop() as shop, shop.till() as till:
        invoice = await till.invoice(satoshi=PRICE)
        ours = till._counter._client
        assert ours.sales() == []
        with pytest.raises(SaleExists):
            await anext(ours.payment(invoice.address, PRICE, name=invoice.id))
    assert not any(path.stat().st_size for path in shop.folder.glob("state-sales*"))


@in_loop
async def test_a_store_that_is_gone_for_a_while_stops_nobody(shop, monkeypatch, caplog):
    monkeypatch.setattr("lightclient.store.hosts.database.BUSY", 0.05)
    async with shop() as shop, shop.till() as till:
        invoice = await till.invoice(satoshi=PRICE)
        other = sqlite3.connect(shop.folder / "till.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await shop.pay(invoice)
        await Watching(invoice).until(State.SEEN)  # it is told, although it cannot be written
        with pytest.raises(errors.StoreFailed):
            await till.invoice(satoshi=PRICE)
        await until(lambda: "database is locked" in caplog.text, "it is logged", PATIENCE)
        other.execute("ROLLBACK")
        other.close()
        shop.node.mine(1)
        await Watching(invoice).until(State.PAID)
    assert caplog.text.count("database is locked") < 5
    async with client(at(shop.broker.port)) as ours:
        till = await ours.till(wallet(), store=str(shop.folder / "till.db"))
        assert till.open()[0].now.payments[0].height == 31
