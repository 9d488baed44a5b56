"""The web till in a real browser: a cashier and a customer, on phone and tablet, by touch and by keyboard.

PAGE_PICTURES=build/pictures pytest tests/hosts/test_web_till_chromium.py      writes pictures of the pages there
"""

import asyncio
import contextlib
import secrets
import time

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("playwright")

from lightclient.bitcoin.hosts import regtest
from lightclient.gateway import teller
from lightclient.till import till as tills
from lightclient.till.states import State
from lightclient.till.web import words
from lightclient.till.web.lightning import Checker
from tests.hosts.test_web_till_lightning import PAID as RECEIPT
from tests.portable.lightning import PAYEE
from tests.portable.test_lightning import NOW, trusted
from tests.support.browser import SCREENS, check
from tests.support.gateway import at, in_loop, serving, until
from tests.support.till import Watching, paying, transaction
from tests.support.webtill import PIN, shop

pytest_plugins = ["tests.services.fixtures"]
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)
    monkeypatch.setattr(tills, "LOOK", 0.1)


async def shows(page, state):
    """Wait until a page shows a state, as it comes by events."""
    await page.wait_for_selector(f'#state[data-state="{state.value}"]')
    assert words.STATES[state].title in await page.inner_text("#state .title")


@pytest.mark.parametrize("screen", SCREENS)
@in_loop
async def test_a_cashier_sells_by_touch_and_the_page_follows_the_payment(browser, axe, mosquitto, tmp_path, screen):
    async with shop(mosquitto, tmp_path) as site, site.till(confirmations=2) as till, browser() as device:
        page = await device(till.origin, screen, dark=screen == "tablet")
        await page.goto("/")
        for digit in "500000":
            await page.tap(f'button[name=key][value="{digit}"]')
        await page.tap('button[name=key][value="<"]')
        assert await page.input_value("#amount") == "50000" and page.url == till.origin + "/"  # without a reload
        await page.fill("#memo", "table 4 <b>")
        await check(page, axe, f"till-{screen}-pad")
        await page.tap("#ask")
        await shows(page, State.WAITING)
        (invoice,) = till.web.till.open()
        assert await page.is_visible(".qr svg") and await page.get_attribute(".qr", "href") == invoice.uri
        assert await page.inner_text(".memo") == "table 4 <b>"
        await check(page, axe, f"till-{screen}-waiting")
        began = time.monotonic()
        await site.pay(invoice)
        await shows(page, State.SEEN)
        print(f"seen on the screen after {time.monotonic() - began:.2f} s")
        assert not await page.is_visible("#pay") and await page.evaluate("window.tones") == 0
        await check(page, axe)
        site.node.mine(1)
        await shows(page, State.CONFIRMED)
        site.node.mine(1)
        await shows(page, State.PAID)
        assert await page.evaluate("window.tones") == 2  # it rings once, of two tones
        size = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('.title')).fontSize)")
        assert size >= 32  # CSS pixels, some 8 mm: read from two metres
        await check(page, axe, f"till-{screen}-paid")
        await page.reload()
        await shows(page, State.PAID)
        assert await page.evaluate("window.tones") == 0  # what was paid before rings no more
        await page.tap("text=Receipt")
        assert "table 4 <b>" in await page.inner_text(".receipt") and await page.is_visible("#print")
        await check(page, axe, f"till-{screen}-receipt")
        await page.goto(f"/i/{invoice.id}/refund")
        await page.fill("#pin", PIN)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#address")
        assert "50,000 sat are proved" in await page.inner_text("main")
        await check(page, axe, f"till-{screen}-refund")
        till.web.checker = Checker(trusted(PAYEE), lambda: NOW)
        await page.tap("header nav >> text=Check")
        await page.fill("#receipt", RECEIPT)
        await check(page, axe)
        await page.tap("button.main")
        await page.wait_for_selector('#verdict[data-outcome="proved"]')
        assert "1 cup coffee" in await page.inner_text("main")
        await check(page, axe, f"till-{screen}-check")
        await page.goto(f"/i/{invoice.id}/receipt")
        await page.emulate_media(media="print")
        assert not await page.is_visible("header nav") and not await page.is_visible("text=Proof of this payment")


@in_loop
async def test_every_state_is_shown_in_words_and_a_colour_that_can_be_read(
    browser, axe, mosquitto, tmp_path, monkeypatch
):
    ahead = 0
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + ahead)
    async with shop(mosquitto, tmp_path) as site, site.till(confirmations=2) as till, browser() as device:
        pages = {}

        async def opened(name, *amounts, expires=None):
            invoice = await till.web.till.invoice(satoshi=50_000, expires=expires, memo=name)
            pages[name] = await device(till.origin, dark=len(pages) % 2 == 1)
            await pages[name].goto(f"/i/{invoice.id}")
            for satoshi in amounts:
                await site.pay(invoice, satoshi)
            return invoice

        async def expect(**states):
            for name, state in states.items():
                await shows(pages[name.replace("_", " ")], state)

        node = site.node
        contested, replaced = await opened("contested"), await opened("replaced")
        await opened("over", 50_000, 50_000)
        await opened("paid", 50_000)
        coin, other = secrets.token_bytes(32), secrets.token_bytes(32)
        nobody = bytes.fromhex("0014") + bytes(20)
        await node.broadcast(transaction(contested.sale.script, 50_000, coin).serialize())
        first, second = (transaction(replaced.sale.script, 50_000 + n, other, 0xFFFFFFFD) for n in range(2))
        await node.broadcast(first.serialize())
        await expect(contested=State.SEEN, replaced=State.SEEN, over=State.SEEN, paid=State.SEEN)
        kept = [raw for txid, raw in node.waiting.items() if txid != first.txid()]
        rival = transaction(nobody, 50_000, coin).serialize()
        node.waiting = {second.txid(): second.serialize()}
        mined = [raw for raw in kept if transaction(contested.sale.script, 50_000, coin).serialize() != raw]
        node.mine(1, [*mined, rival])
        await opened("confirmed", 50_000)
        late, under = await opened("late", expires=60), await opened("under", expires=60)
        await opened("nothing", expires=60)
        node.mine(1)
        await expect(over=State.OVERPAID, paid=State.PAID, contested=State.CONFLICTED, confirmed=State.CONFIRMED)
        ahead = 120
        await expect(nothing=State.EXPIRED)
        await site.pay(late)
        await site.pay(under, 600)
        await opened("waiting")
        await opened("part", 700)
        await opened("seen", 50_000)
        await expect(under=State.UNDERPAID, waiting=State.WAITING, part=State.PART_PAID, seen=State.SEEN)
        node.mine(2)
        await expect(late=State.LATE, seen=State.PAID, part=State.PART_PAID)
        shown = set()
        for name, page in pages.items():
            shown.add(await page.get_attribute("#state", "data-state"))
            await check(page, axe, f"till-state-{name}")
        assert shown >= {"overpaid", "paid", "conflicted", "late", "underpaid", "expired", "waiting", "part paid"}
        for name in ("nothing", "under", "contested"):
            assert "bad" in await pages[name].get_attribute("#state .state", "class")


class Partial:
    """A node to which some transactions never come."""

    def __init__(self, node):
        self.node = node
        self.missing = set()

    def __getattr__(self, name):
        return getattr(self.node, name)

    async def mempool(self):
        return [txid for txid in await self.node.mempool() if txid not in self.missing]


@in_loop
async def test_what_became_of_payments_that_were_lost_is_shown_too(browser, axe, mosquitto, tmp_path, monkeypatch):
    names, where = ("whole", "partial", "third"), at(mosquitto.port)
    async with (
        shop(mosquitto, tmp_path) as site,
        contextlib.AsyncExitStack() as gateways,
        browser() as device,
    ):
        node, partial = site.node, Partial(site.node)
        await gateways.enter_async_context(serving(node, where, "whole"))
        await gateways.enter_async_context(serving(partial, where, "partial"))
        async with site.till(names=names, gateways=2) as till:
            invoices, pages = {}, {}
            for state in (State.GONE, State.REPLACED, State.IMMATURE, State.REORGED_OUT):
                invoices[state] = await till.web.till.invoice(satoshi=50_000)
                pages[state] = await device(till.origin, dark=len(pages) % 2 == 1)
                await pages[state].goto(f"/i/{invoices[state].id}")

            async def expect(state):
                await shows(pages[state], state)
                await check(pages[state], axe, f"till-state-{state.value.replace(' ', '-')}")
                bad = "bad" in await pages[state].get_attribute("#state .state", "class")
                assert bad == (state is not State.IMMATURE)

            coin, script = secrets.token_bytes(32), invoices[State.REPLACED].sale.script
            first, second = (transaction(script, 50_000 + n, coin, 0xFFFFFFFD) for n in range(2))
            await node.broadcast(first.serialize())
            await site.pay(invoices[State.GONE])
            for state in (State.GONE, State.REPLACED):
                await shows(pages[state], State.SEEN)
            partial.missing.add(second.txid())  # what took its place is shown by one gateway alone
            node.waiting = {second.txid(): second.serialize()}
            await expect(State.GONE)
            await expect(State.REPLACED)
            with monkeypatch.context() as patched:
                patched.setattr(regtest, "PAYEE", invoices[State.IMMATURE].sale.script)
                node.mine(1, [])  # which pays its miner
            await expect(State.IMMATURE)
            node.mine(1, [paying(invoices[State.REORGED_OUT])])
            await shows(pages[State.REORGED_OUT], State.PAID)
            await gateways.aclose()  # nobody is left who could say what became of it
            branch = node.fork(1)
            branch.mine(2)
            async with serving(branch, where, "third"):
                await expect(State.REORGED_OUT)


@in_loop
async def test_the_keyboard_is_enough(browser, axe, mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as till, browser() as device:
        page = await device(till.origin, "tablet")
        await page.goto("/")
        await page.keyboard.type("60000")  # the amount has the focus
        await page.keyboard.press("Enter")
        await shows(page, State.WAITING)
        (invoice,) = till.web.till.open()
        assert invoice.satoshi == 60_000
        await page.goto("/day")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.className") == "skip"
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "main"
        await check(page, axe, "till-tablet-day")
        reached = set()
        for _ in range(12):
            await page.keyboard.press("Tab")
            reached.add(await page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id"))
        assert f"/i/{invoice.id}" in reached and "day" in reached
        await page.goto("/settings")
        await page.keyboard.type(PIN)
        await check(page, axe)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/settings")
        await page.fill("#currency", "eur")
        await page.fill("#rate", "50000")
        await page.select_option("#language", "de")
        await check(page, axe, "till-tablet-settings")
        await page.focus("#rate")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        await page.goto("/")
        assert await page.input_value("#unit") == "EUR"
        await page.keyboard.type("12,345")
        await page.keyboard.press("Enter")
        assert "at most 2 decimals" in await page.inner_text("[role=alert]")
        await check(page, axe)


@in_loop
async def test_a_page_that_was_offline_shows_what_came_meanwhile(browser, axe, mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as till, browser() as device:
        page = await device(till.origin)
        await page.goto("/")
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        invoice = await till.ask()
        await page.goto(f"/i/{invoice.id}")
        await shows(page, State.WAITING)
        await page.context.set_offline(True)
        await page.wait_for_selector("#offline:visible")
        await check(page, axe, "till-phone-offline")
        await site.pay(invoice)
        site.node.mine(1)
        await Watching(invoice).until(State.PAID)
        other = await page.context.new_page()
        await other.goto("/day")
        assert "does not reach the till" in await other.inner_text("main")  # the worker's page, and nothing of the day
        await page.context.set_offline(False)
        await page.reload()
        await shows(page, State.PAID)
        assert not await page.is_visible("#offline")


@in_loop
async def test_a_till_that_was_away_is_followed_on(browser, mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, browser() as device:
        async with site.till() as till:
            port = int(till.origin.rpartition(":")[2])
            invoice = await till.ask()
            page = await device(till.origin)
            await page.goto(f"/i/{invoice.id}")
            await shows(page, State.WAITING)
        await page.wait_for_selector("#offline:visible")
        await site.pay(invoice)
        site.node.mine(1)
        async with site.till(port=port):
            await shows(page, State.PAID)  # without a reload, and it rings
            await page.wait_for_selector("#offline", state="hidden")
            assert await page.evaluate("window.tones") == 2


@in_loop
async def test_two_tills_at_once_show_each_other(browser, mosquitto, tmp_path):
    async with (
        shop(mosquitto, tmp_path) as site,
        site.till("left") as left,
        site.till("right") as right,
        browser() as device,
    ):
        invoice = await left.ask()
        await until(right.web.till.open, "the right till has it")
        pages = [await device(till.origin, screen) for till, screen in ((left, "phone"), (right, "tablet"))]
        for page in pages:
            await page.goto(f"/i/{invoice.id}")
            await shows(page, State.WAITING)
        await site.pay(invoice)
        await asyncio.gather(*(shows(page, State.SEEN) for page in pages))
        site.node.mine(1)
        await asyncio.gather(*(shows(page, State.PAID) for page in pages))


@in_loop
async def test_without_javascript_it_sells_all_the_same(browser, mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as till, browser() as device:
        page = await device(till.origin, java_script_enabled=False)
        await page.goto("/")
        for digit in "50000":
            await page.click(f'button[name=key][value="{digit}"]')
        assert await page.input_value("#amount") == "50000"
        await page.click("#ask")
        await page.wait_for_selector("text=Waiting for payment")
        (invoice,) = till.web.till.open()
        await site.pay(invoice)
        site.node.mine(1)
        await page.wait_for_selector("text=Thank you.")  # the page comes anew by itself


@in_loop
async def test_a_phone_can_install_it(browser, mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as till, browser() as device:
        page = await device(till.origin)
        await page.goto("/")
        session = await page.context.new_cdp_session(page)
        manifest = await session.send("Page.getAppManifest")
        assert manifest["errors"] == [] and manifest["url"] == till.origin + "/manifest.webmanifest"
        found = await session.send("Page.getInstallabilityErrors")
        known = {"in-incognito"}  # which is how a test's browser runs
        assert {one["errorId"] for one in found["installabilityErrors"]} <= known
