"""The till over bcoin, and over Bitcoin Core: fees that are raised, zero confirmations, hundreds of invoices."""

import asyncio
import contextlib
import resource
import time
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.gateway import service, teller
from lightclient.payments.policy import ZeroConfirmation
from lightclient.till.policy import Policy
from lightclient.till.states import PaymentState, State
from tests.hosts.test_cli_online import BCOIN_REGTEST
from tests.services.core import COIN, MATURITY
from tests.services.process import PATIENCE
from tests.support.gateway import PRICE, at, client, in_loop, invoice, serving, until
from tests.support.till import Watching, wallet

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

MANY = 500  # open invoices
BATCH = 150  # of them are paid by one transaction
MB = 1 << 20


def resident():
    """Return how many bytes of memory this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(service, "NODE_PAUSES", (0.05, 0.2))
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)


@pytest.fixture
def funded(core):
    """A Bitcoin Core with coins to spend."""
    node = core()
    node.mine(5)
    node.mine(MATURITY + 5, invoice()[0])
    return node


@contextlib.asynccontextmanager
async def selling(node, mosquitto, folder, **policy):
    """A till over a node, and the gateway between them."""
    source = JsonRpcNode(node.url, timeout=20, poll=0.05)
    try:
        async with (
            serving(source, at(mosquitto.port)) as gateway,
            client(at(mosquitto.port), state=str(folder / "state")) as ours,
        ):
            await ours.synced()
            yield await ours.till(wallet(), store=str(folder / "till.db"), policy=Policy(**policy)), gateway
    finally:
        await source.close()


@in_loop
async def test_a_sale_over_bcoin(bcoin, mosquitto, tmp_path):
    bcoin.mine(MATURITY + 5)
    async with selling(bcoin, mosquitto, tmp_path, confirmations=2) as (till, _):
        invoice = await till.invoice(satoshi=PRICE)
        watching = Watching(invoice)
        for satoshi in (PRICE - 10_000, 10_000):
            bcoin.pay(address_of(invoice.sale.script, BCOIN_REGTEST), satoshi)
        (one, other) = (await watching.until(State.SEEN)).payments
        assert {one.satoshi, other.satoshi} == {PRICE - 10_000, 10_000}
        bcoin.mine(1)
        await watching.until(State.CONFIRMED, confirmations=1)
        bcoin.mine(1)
        change = await watching.until(State.PAID)
        assert {payment.txid for payment in change.payments} == {one.txid, other.txid}
        assert all(payment.verdict.outcome == "proved" for payment in change.payments)


@in_loop
async def test_sales_over_bcoin_go_on_through_a_reorganisation_and_a_restart_of_everything(bcoin, mosquitto, tmp_path):
    bcoin.mine(MATURITY + 10)
    policy = {"confirmations": 2, "final": 100}

    def pay(invoice, *amounts):
        """Return the raw transactions."""
        address = address_of(invoice.sale.script, BCOIN_REGTEST)
        return [bcoin.rpc("getrawtransaction", bcoin.pay(address, satoshi)) for satoshi in amounts]

    async def send_again(raws):
        """Do what customers' wallets do: bcoin forgets what waits, in a restart and in a reorganisation."""
        txids = {bcoin.rpc("sendrawtransaction", raw) for raw in raws}
        await until(lambda: txids <= set(bcoin.rpc("getrawmempool")), "they wait", PATIENCE)

    async def all_are(states):
        with contextlib.suppress(TimeoutError):
            await until(lambda: {one.memo: one.now.state for one in till.open()} == states, "", PATIENCE)
        assert {one.memo: one.now.state for one in till.open()} == states

    async with selling(bcoin, mosquitto, tmp_path, **policy) as (till, _):

        async def opened(memo, expires=None):
            return await till.invoice(satoshi=PRICE, expires=expires, memo=memo)

        three, over = await opened("three"), await opened("over")
        late, under, _ = [await opened(memo, 1) for memo in ("late", "under", "nothing")]
        raws = pay(three, 20_000, 20_000, PRICE - 40_000) + pay(over, PRICE + 2000)
        states = {"three": State.SEEN, "over": State.SEEN}
        states |= dict.fromkeys(("late", "under", "nothing"), State.EXPIRED)
        await all_are(states)
        raws += pay(late, PRICE) + pay(under, 600)
        states |= {"late": State.SEEN, "under": State.UNDERPAID}
        await all_are(states)
        assert len(three.now.payments) == 3
        #   block - all of them
        #       \
        #        block - block        without them
        bcoin.mine(1)
        await all_are(states | dict.fromkeys(("three", "over", "late"), State.CONFIRMED))
        bcoin.reorg(1, 2)
        await all_are(states | dict.fromkeys(("three", "over", "late", "under"), State.GONE))
        assert three.now.received == 0
        await send_again(raws)
        await all_are(states)
        bcoin.mine(2)
        states |= {"three": State.PAID, "over": State.OVERPAID, "late": State.LATE}
        await all_are(states)
        assert (over.now.over, three.now.over) == (2000, 0)
        pay(await opened("confirmed"), PRICE)
        bcoin.mine(1)
        await opened("waiting")
        raws = pay(await opened("part"), 700) + pay(await opened("seen"), PRICE)
        states |= {"confirmed": State.CONFIRMED, "waiting": State.WAITING}
        states |= {"part": State.PART_PAID, "seen": State.SEEN}
        await all_are(states)
        before = {one.memo: one.now.received for one in till.open()}
    mosquitto.kill()
    bcoin.stop()
    bcoin.start()
    mosquitto.start()
    await send_again(raws)
    async with selling(bcoin, mosquitto, tmp_path, **policy) as (till, _):
        assert {one.memo: one.now.state for one in till.open()} == states
        assert {one.memo: one.now.received for one in till.open()} == before
        bcoin.mine(2)
        await all_are(states | {"confirmed": State.PAID, "seen": State.PAID})


@in_loop
async def test_a_fee_that_is_raised_between_seen_and_confirmed(funded, mosquitto, tmp_path):
    async with selling(funded, mosquitto, tmp_path) as (till, _):
        invoice = await till.invoice(satoshi=PRICE)
        watching = Watching(invoice)
        first = funded.pay(invoice.address, PRICE)
        (payment,) = (await watching.until(State.SEEN)).payments
        assert (payment.txid, payment.replaceable, payment.parents) == (first, True, 0)
        cheap = payment.fee_rate
        second = funded.rpc("bumpfee", first)["txid"]
        change = await watching.until(State.SEEN)
        while [payment.state for payment in change.payments] != [PaymentState.REPLACED, PaymentState.SEEN]:
            change = await watching.until(State.SEEN)
        old, new = change.payments
        assert (old.txid, old.rival, new.txid, change.received) == (first, second, second, PRICE)
        assert new.fee_rate > cheap > 0
        funded.mine(1)
        change = await watching.until(State.PAID)
        assert [payment.txid for payment in change.payments if payment.state is PaymentState.CONFIRMED] == [second]


@in_loop
async def test_small_sums_without_a_confirmation_by_rules_that_are_data(funded, mosquitto, tmp_path):
    zero = ZeroConfirmation(limit=PRICE, gateways=1, seconds=1, fee_rate=1000)
    async with selling(funded, mosquitto, tmp_path, zero=zero) as (till, _):
        small, large, signalled, chained = [await till.invoice(satoshi=PRICE + more) for more in (0, 1, 0, 0)]

        def send(address, satoshi, replaceable=False):
            return funded.rpc("sendtoaddress", address, satoshi / COIN, "", "", False, replaceable)

        send(large.address, PRICE + 1)
        send(signalled.address, PRICE, True)
        send(small.address, PRICE)
        parent = send(funded.address(), 100_000)  # still unconfirmed when it is spent
        coin = next(one for one in funded.rpc("listunspent", 0, 0) if one["txid"] == parent)
        raw = funded.rpc(
            "createrawtransaction",
            [{"txid": parent, "vout": coin["vout"], "sequence": 0xFFFFFFFE}],
            [{chained.address: PRICE / COIN}, {funded.address(): round(coin["amount"] - PRICE / COIN - 0.0001, 8)}],
        )
        funded.rpc("sendrawtransaction", funded.rpc("signrawtransactionwithwallet", raw)["hex"])
        (payment,) = (await Watching(small).until(State.PAID)).payments
        assert payment.accepted and payment.state is PaymentState.SEEN and payment.verdict is None
        for invoice in (large, signalled, chained):
            await Watching(invoice).until(State.SEEN)
        await asyncio.sleep(2)
        assert {invoice.now.state for invoice in (large, signalled, chained)} == {State.SEEN}
        assert (signalled.now.payments[0].replaceable, chained.now.payments[0].parents) == (True, 1)
        funded.mine(1)
        for invoice in (small, large, signalled, chained):
            await Watching(invoice).until(State.PAID, confirmations=1)


@in_loop
async def test_hundreds_of_invoices_of_which_one_transaction_pays_many(funded, mosquitto, tmp_path):
    small = {funded.address(): 0.001 for _ in range(BATCH)}
    funded.rpc("sendmany", "", small)
    funded.mine(1)
    async with selling(funded, mosquitto, tmp_path, gap=1000, final=2) as (till, gateway):
        began, memory = time.monotonic(), resident()
        invoices = [await till.invoice(satoshi=PRICE) for _ in range(MANY)]
        opened = time.monotonic() - began
        assert len({invoice.address for invoice in invoices}) == MANY == len(till.open())
        await until(lambda: len(gateway.watches.items) == MANY, "the gateway watches for each of them", PATIENCE)
        assert len(gateway.watches) == 1
        memory = resident() - memory
        assert memory < 32 * MB  # of till and gateway together
        print(f"{MANY} invoices: {opened:.1f} s, {memory / MB:.1f} MB in till and gateway")
        coins = [
            {"txid": one["txid"], "vout": one["vout"]} for one in funded.rpc("listunspent") if one["amount"] == 0.001
        ]
        raw = funded.rpc("createrawtransaction", coins, [{one.address: PRICE / COIN} for one in invoices[::3][:BATCH]])
        signed = funded.rpc("signrawtransactionwithwallet", raw)["hex"]
        assert len(signed) // 2 > 25_000  # bytes: too many to be told at once
        txid = funded.rpc("sendrawtransaction", signed, 0)
        paid = invoices[::3][:BATCH]
        for invoice in paid:
            assert (await Watching(invoice).until(State.SEEN)).payments[0].txid == txid
        funded.mine(1)
        for invoice in paid:
            await Watching(invoice).until(State.PAID)
        funded.mine(1)
        await until(lambda: len(till.open()) == MANY - BATCH, "those that are final are closed", PATIENCE)
        assert all(invoice.closed for invoice in paid)
        await until(lambda: len(gateway.watches.items) == MANY - BATCH, "nobody watches for those", PATIENCE)
        again = await till.invoice(satoshi=PRICE)
        assert again.number == MANY
