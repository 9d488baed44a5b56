"""Refunds: a transaction that the shop's wallet signs elsewhere, and Core finds satisfied."""

import asyncio

import pytest
from embit import bip32 as embit_bip32
from embit.psbt import PSBT

pytest.importorskip("sqlalchemy")

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import parse
from lightclient.codec.reader import Reader
from lightclient.gateway import teller
from lightclient.sync.errors import NoAnswer
from lightclient.till import till as tills
from lightclient.till.receiver import Receiver
from lightclient.till.states import State
from lightclient.wallet import bip32
from lightclient.wallet.accounts import Account, path
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.psbt import Psbt
from tests.support import kernel
from tests.support.gateway import in_loop
from tests.support.till import Watching
from tests.support.webtill import shop

pytest_plugins = ["tests.services.fixtures"]

ROOT = bip32.master(bytes(32))
CUSTOMER = Account.of(bip32.master(bytes([7]) * 32), 86, REGTEST).address(0)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)
    monkeypatch.setattr(tills, "LOOK", 0.1)


def described(purpose):
    """Return the descriptor of an account of ROOT, with the origin by which a wallet finds its keys."""
    key = Account.of(ROOT, purpose, REGTEST).key.public().serialize(REGTEST)
    steps = "/".join(f"{step & 0x7FFFFFFF}h" for step in path(purpose, REGTEST))
    inner = f"[{ROOT.fingerprint().hex()}/{steps}]{key}/<0;1>/*"
    return {44: "pkh({})", 49: "sh(wpkh({}))", 84: "wpkh({})", 86: "tr({})"}[purpose].format(inner)


def written(role, psbt):
    parts = []
    role(Psbt(lambda: Reader(psbt)), parts.append)
    return b"".join(parts)


def signed(psbt):
    """Return the transaction of a PSBT that embit has signed with the root key, whole."""
    theirs = PSBT.parse(psbt)
    assert theirs.sign_with(embit_bip32.HDKey.from_seed(bytes(32))) == len(theirs.inputs)
    return written(extract, written(finalize, theirs.serialize()))


async def paid(site, browser, *amounts):
    invoice = await browser.ask(sum(amounts))
    for amount in amounts:
        await site.pay(invoice, amount)
    site.node.mine(1)
    await Watching(invoice).until(State.PAID)
    return invoice


@pytest.mark.slow
@pytest.mark.parametrize("purpose", [44, 49, 84, 86])
@in_loop
async def test_a_refund_is_signed_elsewhere_and_core_takes_it(mosquitto, tmp_path, purpose):
    wallet = Receiver.from_descriptor(described(purpose), REGTEST)
    async with shop(mosquitto, tmp_path) as site, site.till(wallet=wallet) as browser:
        await browser.ask()  # so that the number of the address is not 0
        invoice = await paid(site, browser, 50_000, 30_000)
        await browser.see(f"/i/{invoice.id}/refund")
        assert browser.answer.url.path == "/pin"
        await browser.unlock(f"i/{invoice.id}/refund")
        assert browser.answer.url.path == f"/i/{invoice.id}/refund"
        form = {"address": f" {CUSTOMER} ", "satoshi": "60000", "fee": "500"}
        headers = {"Origin": browser.origin}
        async with browser.session.post(f"/i/{invoice.id}/refund", data=form, headers=headers) as answer:
            assert answer.headers["Content-Disposition"] == f'attachment; filename="refund-{invoice.id[:8]}.psbt"'
            psbt = await answer.read()
        raw = await asyncio.to_thread(signed, psbt)
        made = parse(raw)
        assert made.outputs == [(60_000, script_of(CUSTOMER, REGTEST)), (19_500, invoice.sale.script)]
        own = invoice.sale.script
        assert sorted(txid for txid, *_ in made.inputs) == sorted(one.internal for one in invoice.now.payments)
        amounts = {payment.internal: payment.satoshi for payment in invoice.now.payments}
        coins = [(amounts[txid], own) for txid, *_ in made.inputs]
        assert kernel.valid(raw, coins) == [True, True]
        await site.node.broadcast(raw)


@pytest.mark.slow
@in_loop
async def test_what_cannot_be_refunded_is_refused_by_name(mosquitto, tmp_path, monkeypatch):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        invoice = await paid(site, browser, 50_000)
        form = {"address": CUSTOMER, "satoshi": "49500", "fee": "500"}
        place = f"/i/{invoice.id}/refund"
        assert "PinNeeded" in await browser.send(place, 403, **form)
        await browser.unlock(f"i/{invoice.id}/refund")
        for wrong, says in [
            ({"address": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}, "bc"),
            ({"address": "<script>"}, "not in the alphabet"),
            ({"address": CUSTOMER[:-1] + "q"}, "mistyped"),
            ({"satoshi": "-1"}, "a whole number of satoshi"),
            ({"satoshi": "1e3"}, "a whole number of satoshi"),
            ({"satoshi": "0"}, "0 satoshi"),
            ({"satoshi": "329"}, "at least 330"),
            ({"satoshi": "49501"}, "do not fit 50000"),
            ({"satoshi": "9999999999999999"}, "satoshi"),
            ({"fee": "0"}, "0 satoshi"),
            ({"fee": "NaN"}, "a whole number of satoshi"),
            ({"satoshi": "49300"}, "leave at least 294"),
        ]:
            page = await browser.send(place, 400, **{**form, **wrong})
            said = page.split('role="alert">')[1].split("</p>")[0]
            assert says in said and "<script" not in said, (wrong, said)
        unpaid = await browser.ask()
        assert "is proved to be paid" in await browser.send(f"/i/{unpaid.id}/refund", 409, **form)

        async def silent(*args):
            raise NoAnswer(what="transaction", seconds=1)

        monkeypatch.setattr(browser.web.client, "transaction", silent)
        assert "no gateway" in await browser.send(place, 503, **form)


@pytest.mark.parametrize("purpose", [44, 49, 84, 86])
def test_an_account_and_its_descriptor_are_one_wallet(purpose):
    key = Account.of(ROOT, purpose, REGTEST).key.public().serialize(REGTEST)
    one, other = Receiver.from_key(key, REGTEST, purpose), Receiver.from_descriptor(described(purpose), REGTEST)
    account = Account.of(ROOT, purpose, REGTEST)
    assert one.id == other.id and one.address(7) == other.address(7) == account.address(7)
