"""The web till's API: what its description says, what it refuses by name, and webhooks that receivers can check."""

import asyncio
import contextlib
import itertools
import json
import secrets
import sqlite3
import time

import pytest
from aiohttp import web
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from yarl import URL

pytest.importorskip("sqlalchemy")

from lightclient.gateway import teller
from lightclient.store.errors import StoreFailed
from lightclient.till import till as tills
from lightclient.till.errors import GapReached, NotSynced, UnknownInvoice
from lightclient.till.states import PaymentState, State
from lightclient.till.web import openapi, webhooks
from lightclient.till.web.access import Access
from lightclient.till.web.door import Door, hash_of
from lightclient.till.web.errors import BadTillConfig, OtherOrder, TooManyPins, WebhooksFull, WrongPin
from lightclient.till.web.kept import DAY, YEAR, Kept, Knows
from lightclient.till.web.orders import Orders
from lightclient.till.web.server import application
from tests.services.process import PATIENCE
from tests.support.gateway import at, in_loop, serving, until
from tests.support.till import Watching
from tests.support.webtill import PIN, SECRET, TOKEN, shop

pytest_plugins = ["tests.services.fixtures"]
DOCUMENT = openapi.document()
ORDER = {"satoshi": 50_000}
NAMES = itertools.count()  # of databases


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)
    monkeypatch.setattr(tills, "LOOK", 0.1)
    monkeypatch.setattr(webhooks, "LOOK", 0.02)


def check(name, value):
    """Whether a value is as the description has it."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(value)


def test_the_description_is_openapi_and_has_every_route():
    validate(DOCUMENT)
    app = application(_Till())
    ours = {
        (route.method.lower(), route.resource.canonical.removeprefix(openapi.PREFIX))
        for route in app.router.routes()
        if route.resource.canonical.startswith(openapi.PREFIX) and route.method != "HEAD"
    }
    methods = {"get", "post", "put"}
    assert ours == {(method, path) for path, found in DOCUMENT["paths"].items() for method in methods & set(found)}


class _Till:
    """What routes are made for; nobody asks anything."""

    till = None
    access = Access(Door(None, False))


@in_loop
async def test_an_invoice_is_opened_followed_and_closed(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        invoice = await browser.api("POST", "/invoices", 201, json={**ORDER, "memo": "table 4", "expires": None})
        check("Invoice", invoice)
        assert browser.answer.headers["Location"] == f"/api/v1/invoices/{invoice['id']}"
        assert invoice["satoshi"] == 50_000 and invoice["expires_at"] is None and invoice["memo"] == "table 4"
        ours = await browser.web.till.get(invoice["id"])
        await site.pay(ours)
        site.node.mine(1)
        await Watching(ours).until(State.PAID)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with browser.session.get(f"/api/v1/invoices/{invoice['id']}/events", headers=headers) as stream:
            line = await asyncio.wait_for(stream.content.readline(), PATIENCE)
            change = json.loads(line.removeprefix(b"data: "))
        check("Change", change)
        assert change["state"] == "paid" and change["settled"]
        found = await browser.api("GET", f"/invoices/{invoice['id']}")
        check("Invoice", found)
        (payment,) = found["payments"]
        assert len(await browser.api("GET", f"/invoices/{invoice['id']}/proofs/{payment['txid']}")) > 200
        now = int(time.time())
        listed = await browser.api("GET", "/invoices", params={"from": now - 600, "to": now + 600})
        assert [one["id"] for one in listed["invoices"]] == [invoice["id"]]
        for first in (True, False):
            closed = await browser.api("POST", f"/invoices/{invoice['id']}/close")
            assert closed["first"] is first and closed["invoice"]["closed"]
            check("Invoice", closed["invoice"])


@in_loop
async def test_prices_take_the_rate_of_the_order_or_of_the_till(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        price = {"amount": "12.50", "currency": "EUR"}
        assert (await browser.api("POST", "/invoices", 400, json={"fiat": price}))["error"] == "NoRate"
        rate = await browser.api("PUT", "/rate", json={"currency": "EUR", "rate": "50000"})
        check("Rate", rate)
        assert abs(rate["set"] - time.time()) < 60 and rate == await browser.api("GET", "/rate")
        made = await browser.api("POST", "/invoices", 201, json={"fiat": price})
        check("Invoice", made)
        assert made["satoshi"] == 25_000 and made["fiat"] == {**price, "rate": "50000"}
        made = await browser.api("POST", "/invoices", 201, json={"fiat": {**price, "rate": "25000"}})
        assert made["satoshi"] == 50_000
        other = {"fiat": {"amount": "1", "currency": "USD"}}
        assert (await browser.api("POST", "/invoices", 400, json=other))["error"] == "NoRate"


WRONG = [
    ("{}", "NoAmount"),
    ('{"satoshi": 50000, "fiat": {"amount": "1", "currency": "EUR", "rate": "5"}}', "NoAmount"),
    ('{"satoshi": 50000.0}', "NotSatoshi"),
    ('{"satoshi": 5e4}', "NotSatoshi"),
    ('{"satoshi": true}', "NotSatoshi"),
    ('{"satoshi": "50000"}', "NotSatoshi"),
    ('{"satoshi": 1e400}', "NotSatoshi"),
    ('{"satoshi": NaN}', "BadField"),
    ('{"satoshi": -Infinity}', "BadField"),
    ('{"satoshi": -5}', "AmountNotPositive"),
    ('{"satoshi": 0}', "AmountNotPositive"),
    ('{"satoshi": 2100000000000001}', "AmountTooLarge"),
    ('{"satoshi": 1' + "0" * 5000 + "}", "BadField"),
    ('{"satoshi": 293}', "Dust"),
    ('{"satoshi": 50000, "satoshi": 1000}', "BadField"),
    ('{"satoshi": 50000, "amount": 1}', "BadField"),
    ('{"satoshi": 50000, "expires": 0}', "BadTerm"),
    ('{"satoshi": 50000, "expires": 1.5}', "BadTerm"),
    ('{"satoshi": 50000, "memo": "a\\u0000b"}', "BadText"),
    ('{"satoshi": 50000, "memo": ["x"]}', "BadText"),
    ('{"satoshi": 50000, "memo": "' + "x" * 201 + '"}', "BadText"),
    ('{"fiat": {"amount": 12.5, "currency": "EUR", "rate": "5"}}', "NotDecimal"),
    ('{"fiat": {"amount": "NaN", "currency": "EUR", "rate": "5"}}', "NotDecimal"),
    ('{"fiat": {"amount": "-1", "currency": "EUR", "rate": "5"}}', "NotDecimal"),
    ('{"fiat": {"amount": "1", "currency": "euro", "rate": "5"}}', "BadText"),
    ('{"fiat": {"amount": "1", "currency": "EUR", "rate": "0"}}', "NotDecimal"),
    ('{"fiat": {"amount": "1", "currency": ["EUR"]}}', "NoRate"),
    ('{"fiat": "12 EUR"}', "BadField"),
    ("[]", "BadField"),
    ("[" * 10_000, "BadField"),
    ("", "BadField"),
    ("\xff", "BadField"),
]


@pytest.mark.slow
@in_loop
async def test_what_cannot_be_is_refused_by_name_and_nothing_is_opened(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        kind = {"Content-Type": "application/json"}
        for body, name in WRONG:
            said = await browser.api("POST", "/invoices", 400, data=body.encode("latin-1"), headers=kind)
            check("Error", said)
            assert said["error"] == name, body
        assert (await browser.api("POST", "/invoices", 400, data=json.dumps(ORDER)))["error"] == "BadField"
        await browser.api("POST", "/invoices", 413, data=b" " * 20_000, headers=kind)
        for path, params, status, name in [
            ("/invoices", {}, 400, "BadField"),
            ("/invoices", {"from": "5", "to": "4"}, 400, "BadField"),
            ("/invoices", {"from": "-5", "to": "4"}, 400, "BadField"),
            ("/invoices", {"from": "0", "to": "9" * 30}, 400, "BadField"),
            ("/invoices", {"from": "0", "to": str(33 * 86_400)}, 400, "BadField"),
            ("/invoices/" + "0" * 32, {}, 404, "UnknownInvoice"),
            ("/nothing", {}, 404, "NotFound"),
        ]:
            said = await browser.api("GET", path, status, params=params)
            check("Error", said)
            assert said["error"] == name
        for rate in ({"currency": "EUR"}, {"currency": "EUR", "rate": 5}, {"currency": "", "rate": "5"}):
            assert (await browser.api("PUT", "/rate", 400, json=rate))["error"] == "BadField"
        assert (await browser.api("PUT", "/rate", 400, json={"currency": "EUR", "rate": "-5"}))["error"] == "NotDecimal"
        assert browser.web.till.open() == [] and (await browser.ask()).number == 0


@in_loop
async def test_the_api_takes_its_token_and_nothing_else(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        await browser.unlock("settings")  # the cookie of a cashier counts for nothing
        for path, found in DOCUMENT["paths"].items():
            for method in {"get", "post", "put"} & set(found):
                place = path.replace("{id}", "0" * 32).replace("{txid}", "ab" * 32)
                if place == "/openapi.json":
                    assert await browser.api(method, place, token=None) == json.loads(json.dumps(DOCUMENT))
                    continue
                for token in (None, "", "wrong", TOKEN[:-1], TOKEN + "x", "é"):
                    said = await browser.api(method, place, 401, token=token)
                    assert said["error"] == "TokenNeeded" and TOKEN not in said["message"]
        said = await browser.api("GET", "/rate", 401, token=None, headers={"Authorization": f"Basic {TOKEN}"})
        assert said["error"] == "TokenNeeded"
        said = await browser.api("GET", "/rate", 421, headers={"Host": "evil.example"})
        assert said["error"] == "OtherHost"
        with pytest.raises(BadTillConfig) as short:
            async with site.till("other", token="short"):
                raise AssertionError
        assert "short" not in str(short.value).replace("api_token_file", "")


@pytest.mark.slow
@in_loop
async def test_a_store_that_does_not_answer_is_said_and_nothing_of_it_is_shown(mosquitto, tmp_path, monkeypatch):
    monkeypatch.setattr("lightclient.store.hosts.database.BUSY", 0.3)
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        first = await browser.ask()
        with contextlib.closing(sqlite3.connect(tmp_path / "till.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            said = await browser.api("POST", "/invoices", 503, json=ORDER)
            assert said == {"error": "StoreFailed", "message": "the store does not answer"}
            page = await browser.send("/invoices", 503, amount="60000", unit="sat", memo="kept")
            assert "the store does not answer" in page and 'value="60000"' in page and 'value="kept"' in page
            assert "Waiting" in await browser.see(f"/i/{first.id}")  # whoever reads waits for nobody
            other.execute("ROLLBACK")
        assert (await browser.ask()).number == 1  # no address got lost


# -- orders that are sent again


BEARER = [("Authorization", f"Bearer {TOKEN}")]
KEY = ("Idempotency-Key", "at-once")


def key(text):
    return {"Idempotency-Key": text}


@pytest.mark.slow
@in_loop
async def test_an_order_that_is_sent_again_with_its_key_opens_no_second_invoice(mosquitto, tmp_path, monkeypatch):
    async with shop(mosquitto, tmp_path) as site:
        async with site.till() as browser:
            order = {**ORDER, "memo": "table 4"}
            first = await browser.api("POST", "/invoices", 201, json=order, headers=key("order-4"))
            again = [
                browser.api(
                    "POST", "/invoices", 200, data=text, headers={**key("order-4"), "Content-Type": "application/json"}
                )
                for text in (json.dumps(order), ' {"memo": "table 4",\n"satoshi": 50000}')
            ]
            assert await asyncio.gather(*again) == [first, first]
            assert browser.answer.headers["Location"] == f"/api/v1/invoices/{first['id']}"
            said = await browser.api("POST", "/invoices", 422, json=ORDER, headers=key("order-4"))
            assert said["error"] == "OtherOrder"
            await browser.api("POST", f"/invoices/{first['id']}/close")
        async with site.till() as browser:  # after a restart, of an invoice that is closed
            found = await browser.api("POST", "/invoices", 200, json=order, headers=key("order-4"))
            assert found["id"] == first["id"] and found["closed"]
            other = await browser.api("POST", "/invoices", 201, json=order, headers=key("order-5"))
            assert other["id"] != first["id"]
            real = time.time
            monkeypatch.setattr("lightclient.till.web.kept.time.time", lambda: real() + DAY)
            third = await browser.api("POST", "/invoices", 201, json=order, headers=key("order-4"))
            assert third["id"] not in (first["id"], other["id"])
            monkeypatch.undo()
            assert len(await browser.web.till.between(0, 2**40)) == 3


@pytest.mark.slow
@in_loop
async def test_whatever_fails_between_key_and_invoice_one_is_opened(mosquitto, tmp_path, monkeypatch):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        till = browser.web.till
        add = till._store.add

        async def fails(*terms):
            raise StoreFailed(role="the till's store", reason="a test")

        async def fails_after(*terms):
            await add(*terms)
            await fails()

        for failing in (fails, fails_after):
            monkeypatch.setattr(till._store, "add", failing)
            await browser.api("POST", "/invoices", 503, json=ORDER, headers=key(failing.__name__))
            monkeypatch.setattr(till._store, "add", add)
            status = 200 if failing is fails_after else 201
            made = await browser.api("POST", "/invoices", status, json=ORDER, headers=key(failing.__name__))
            await browser.api("POST", "/invoices", 422, json={**ORDER, "memo": "x"}, headers=key(failing.__name__))
            assert made == await browser.api("POST", "/invoices", 200, json=ORDER, headers=key(failing.__name__))

        async def post():
            async with browser.session.post("/api/v1/invoices", json=ORDER, headers=[*BEARER, KEY]) as answer:
                return answer.status, (await answer.json())["id"]

        async def is_late(*terms):
            await add(*terms)  # as another till of the shop does at that moment
            raise GapReached(gap=20)

        monkeypatch.setattr(till._store, "add", is_late)
        made = await browser.api("POST", "/invoices", 200, json=ORDER, headers=key("two-tills"))
        monkeypatch.setattr(till._store, "add", add)
        assert made == await browser.api("POST", "/invoices", 200, json=ORDER, headers=key("two-tills"))

        found = await asyncio.gather(*(post() for _ in range(5)))
        assert sorted(status for status, _ in found) == [200] * 4 + [201] and len({id for _, id in found}) == 1
        assert len(await till.between(0, 2**40)) == 4


@pytest.mark.slow
@in_loop
async def test_what_is_no_key_is_refused_and_a_refused_order_leaves_its_key_free(mosquitto, tmp_path, monkeypatch):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        for wrong in ("", "a b", "x" * 256, "\xe9"):
            assert (await browser.api("POST", "/invoices", 400, json=ORDER, headers=key(wrong)))["error"] == "BadField"
        async with browser.session.post("/api/v1/invoices", json=ORDER, headers=[*BEARER, KEY, KEY]) as twice:
            assert twice.status == 400
        price = {"fiat": {"amount": "12.50", "currency": "EUR"}}
        await browser.api("POST", "/invoices", 400, json=price, headers=key("rate"))
        await browser.api("PUT", "/rate", json={"currency": "EUR", "rate": "50000"})
        made = await browser.api("POST", "/invoices", 201, json=price, headers=key("rate"))
        await browser.api("PUT", "/rate", json={"currency": "USD", "rate": "60000"})
        assert made == await browser.api("POST", "/invoices", 200, json=price, headers=key("rate"))
        await browser.api("POST", "/invoices", 400, json={"satoshi": 1}, headers=key("k"))
        await browser.api("POST", "/invoices", 201, json=ORDER, headers=key("k"))
        monkeypatch.setattr("lightclient.till.web.kept.MOST_KEYS", 1)
        assert (await browser.api("POST", "/invoices", 503, json=ORDER, headers=key("l")))["error"] == "KeysFull"
        await browser.api("POST", "/invoices", 200, json=ORDER, headers=key("k"))
        await browser.api("POST", "/invoices", 201, json=ORDER)


# -- webhooks


class Receiver:
    """A shop's system: takes webhooks, checks them as Standard Webhooks says, and may fail for a while."""

    def __init__(self):
        self.taken = []
        self.sent = []  # (headers, body)
        self.failing = 0
        self.checks = Webhook(SECRET)

    @contextlib.asynccontextmanager
    async def running(self):
        app = web.Application()
        app.router.add_post("/hook", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        finally:
            await runner.cleanup()

    async def take(self, request):
        body = await request.read()
        self.sent.append((dict(request.headers), body))
        if self.failing:
            self.failing -= 1
            return web.Response(status=500)
        found = self.checks.verify(body, {name.lower(): value for name, value in request.headers.items()})
        self.taken.append((request.headers["webhook-id"], found))
        return web.Response(status=204)


@pytest.mark.slow
@in_loop
async def test_changes_are_told_signed_and_again_until_they_are_taken(mosquitto, tmp_path, monkeypatch):
    monkeypatch.setattr(webhooks, "PAUSE", 0)  # seconds until it is sent again
    receiver = Receiver()
    receiver.failing = 2
    async with (
        receiver.running() as url,
        shop(mosquitto, tmp_path) as site,
        site.till("left", webhook=url) as browser,
        site.till("right", webhook=url),  # which tells nothing twice
    ):
        invoice = await browser.ask(memo="table 4")
        await until(lambda: receiver.taken, "the first one is taken")
        await site.pay(invoice)
        await until(lambda: len(receiver.taken) >= 2, "the payment is told")
        site.node.mine(1)
        await until(lambda: receiver.taken[-1][1]["type"] == "invoice.paid", "it is paid")
        ids, told = zip(*receiver.taken, strict=True)
        assert len(set(ids)) == len(ids) and ids[0] == f"msg_{invoice.id}_1"
        assert [one["type"] for one in told] == ["invoice.waiting", "invoice.seen", "invoice.paid"]
        for one in told:
            check("Webhook", one)
        assert told[-1]["data"]["id"] == invoice.id and told[-1]["data"]["settled"]
        first = [headers["webhook-id"] for headers, _ in receiver.sent[:3]]
        assert len(receiver.sent) == 5 and set(first) == {ids[0]}  # two that failed, and then it was taken


def test_a_webhook_cannot_be_changed_or_played_again_later():
    checks = Webhook(SECRET)
    now = int(time.time())
    secret = webhooks.Target("https://shop.example", SECRET).secret
    headers = webhooks.signed(secret, "msg_1", now, b"{}")
    assert checks.verify(b"{}", headers) == {}
    for wrong in (
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": str(now + 1)},
        {"webhook-signature": headers["webhook-signature"][:-4] + "AAA="},
    ):
        with pytest.raises(WebhookVerificationError):
            checks.verify(b"{}", headers | wrong)
    with pytest.raises(WebhookVerificationError):
        checks.verify(b"[]", headers)
    with pytest.raises(WebhookVerificationError):
        checks.verify(b"{}", webhooks.signed(secret, "msg_1", now - 600, b"{}"))
    with pytest.raises(WebhookVerificationError):
        checks.verify(b"{}", webhooks.signed(bytes(32), "msg_1", now, b"{}"))


@pytest.mark.slow
@in_loop
async def test_webhooks_outlive_the_process_and_tell_what_was_closed_meanwhile(mosquitto, tmp_path):
    receiver = Receiver()
    async with receiver.running() as url, shop(mosquitto, tmp_path) as site:
        receiver.failing = 10**6
        async with site.till(webhook=url) as browser:
            invoice = await browser.ask()
            await until(lambda: receiver.sent, "it is sent, in vain")
        async with site.till() as browser:  # without webhooks
            await site.pay(invoice)
            site.node.mine(1)
            same = await browser.web.till.get(invoice.id)
            await Watching(same).until(State.PAID)
            await same.close()
        receiver.failing = 0
        async with site.till(webhook=url):
            await until(lambda: receiver.taken, "how it ended is told")
        assert receiver.taken[0][1]["type"] == "invoice.paid" and receiver.taken[0][1]["data"]["closed"]


@pytest.mark.slow
@in_loop
async def test_redirects_are_not_followed(mosquitto, tmp_path):
    async def redirect(request):
        raise web.HTTPTemporaryRedirect("/hook")

    receiver = Receiver()
    asked = []

    async def elsewhere(request):
        asked.append(request)
        return await redirect(request)

    async with shop(mosquitto, tmp_path) as site:
        app = web.Application()
        app.router.add_post("/hook", receiver.take)
        app.router.add_post("/elsewhere", elsewhere)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/elsewhere"
        async with site.till(webhook=url) as browser:
            await browser.ask()
            await until(lambda: asked, "it is sent")
            await asyncio.sleep(0.1)
        await runner.cleanup()
        assert receiver.sent == []


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "till.db")
    return request.getfixturevalue("postgres").url(f"webtill{next(NAMES)}")


def knows(till, height=100, confirmed=0, live="", lost=""):
    return Knows(till, height, confirmed, frozenset(live.split()), frozenset((live + " " + lost).split()))


@pytest.mark.parametrize(
    ("told", "asks", "fine"),
    [
        (knows("a", live="x"), knows("b"), False),  # a payment that it has not heard of
        (knows("a", confirmed=5, live="x"), knows("b", live="x"), True),  # a reorganisation took it out
        (knows("a", 101, 5, "x"), knows("b", 100, live="x"), False),  # a block that it has not seen
        (knows("a", lost="x"), knows("b"), True),  # it came to nothing
        (knows("a", live="x"), knows("b", lost="x"), True),  # the other one knows what became of it
        (knows("a", live="x"), knows("b", confirmed=5, live="y"), True),  # y took its place, in a block
        (knows("a", live="x"), knows("b", live="y"), False),
        (knows("a", 101, 5, "x"), knows("a", 100), True),  # it is its own word
        (knows("a", 100), knows("b", 101), True),
    ],
)
@in_loop
async def test_no_till_tells_what_knows_less_than_what_was_told(where, told, asks, fine):
    kept = [Kept(where) for _ in range(2)]
    for one in kept:
        await one.open("net")
    name = secrets.token_hex(16)
    assert await kept[0].tell(name, "first", "{}", told)
    assert await kept[1].tell(name, "second", "{}", asks) is fine
    waiting = [await kept[0].take(60) for _ in range(3)]
    assert [one.id for one in waiting if one] == [f"msg_{name}_{number}" for number in (1, 2)[: 1 + fine]]
    for one in kept:
        await one.close()


@in_loop
async def test_of_tills_that_tell_at_once_none_tells_less_afterwards(where):
    kept = [Kept(where) for _ in range(4)]
    for one in kept:
        await one.open("net")
    heights = [103, 101, 104, 102]
    name = secrets.token_hex(16)
    found = await asyncio.gather(
        *(
            one.tell(name, str(height), str(height), knows(str(height), height))
            for one, height in zip(kept, heights, strict=True)
        )
    )
    waiting = [await kept[0].take(60) for _ in range(5)]
    told = [int(one.body) for one in sorted([one for one in waiting if one], key=lambda one: one.id)]
    assert told == sorted(told) and told[-1] == 104 and len(told) == sum(found)
    for one in kept:
        await one.close()


@pytest.mark.slow
@in_loop
async def test_a_till_without_its_gateway_tells_no_expiry_of_what_another_one_saw_paid(mosquitto, tmp_path):
    receiver = Receiver()
    async with (
        receiver.running() as url,
        shop(mosquitto, tmp_path) as site,
        site.till("left", webhook=url) as browser,
        contextlib.AsyncExitStack() as stack,
    ):
        async with serving(site.node, at(mosquitto.port), "gw2"):
            cut_off = await stack.enter_async_context(site.till("right", webhook=url, names=("gw2",)))
        made = await browser.api("POST", "/invoices", 201, json={"satoshi": 50_000, "expires": 6})
        await until(lambda: made["id"] in [one.id for one in cut_off.web.till.open()], "the other till has it, too")
        watching = Watching(await cut_off.web.till.get(made["id"]))
        await site.pay(await browser.web.till.get(made["id"]))
        site.node.mine(1)
        await until(lambda: receiver.taken and receiver.taken[-1][1]["type"] == "invoice.paid", "it is paid")
        await watching.until(State.EXPIRED)
        await asyncio.sleep(1)
        assert receiver.taken[-1][1]["type"] == "invoice.paid"


@in_loop
async def test_the_store_bounds_what_waits_and_gives_each_to_one_till(where, monkeypatch):
    monkeypatch.setattr("lightclient.till.web.kept.MOST", 3)
    kept = [Kept(where) for _ in range(2)]
    for one in kept:
        await one.open("net")
    left, right = knows("left"), knows("right")
    assert await kept[0].tell("a", "waiting", "{}", left)
    assert await kept[1].tell("a", "waiting", "{}", right), "it was told: nothing is left to tell"
    assert await kept[1].tell("a", "seen", "{}", right) and await kept[0].tell("a", "waiting", "{}", left)
    with pytest.raises(WebhooksFull):
        await kept[0].tell("b", "waiting", "{}", left)
    taken = [await kept[number % 2].take(60) for number in range(4)]
    assert [one and one.id for one in taken] == ["msg_a_1", "msg_a_2", "msg_a_3", None]
    await kept[0].later("msg_a_2", 0)
    again = await kept[1].take(60)
    assert (again.id, again.attempts) == ("msg_a_2", 2)
    for number in (1, 2, 3):
        await kept[0].done(f"msg_a_{number}")
    assert await kept[0].tell("b", "waiting", "{}", left)
    for one in kept:
        await one.close()


@in_loop
async def test_a_key_stands_for_one_invoice_in_all_tills_of_a_store(where):
    kept = [Kept(where) for _ in range(2)]
    for one in kept:
        await one.open("net")
    found = await asyncio.gather(
        *(kept[number % 2].order("key", "order", str(number), str(number % 2)) for number in range(6))
    )
    assert len(set(found)) == 1
    with pytest.raises(OtherOrder):
        await kept[0].order("key", "another", "7", "0")
    assert await kept[1].order("another key", "another", "7", "1") == "7"
    await kept[0].refuse("key", found[0], "0")
    with pytest.raises(OtherOrder):  # the other till is about to open it
        await kept[1].order("key", "another", "8", "1")
    await kept[1].refuse("key", "of another invoice", "1")
    with pytest.raises(OtherOrder):
        await kept[1].order("key", "another", "8", "1")
    await kept[1].refuse("key", found[0], "1")
    assert await kept[1].order("key", "another", "8", "1") == "8"
    for one in kept:
        await one.close()


class Counters:
    """Tills of one shop, as orders see them: invoices by their ids."""

    def __init__(self):
        self.opened = {}

    async def get(self, name):
        if name not in self.opened:
            raise UnknownInvoice(invoice=name)
        return self.opened[name]

    def after(self, gate, refuse=False):
        async def make(name):
            await gate.wait()
            if refuse:
                raise NotSynced(chain="behind")
            self.opened[name] = name
            return name

        return make


@pytest.mark.parametrize("first", ["the one that made the key", "the one that came after it"])
@in_loop
async def test_a_till_that_refuses_does_not_free_a_key_that_another_one_opens(where, first):
    #   refuses   |--- order ------- refused
    #   opens        |--- order ----------------- opened          and the other way about
    kept = [Kept(where) for _ in range(2)]
    for one in kept:
        await one.open("net")
    tills, gates = Counters(), [asyncio.Event(), asyncio.Event()]
    refusing, opening = [Orders(tills, one) for one in kept]
    orders = [
        (refusing, tills.after(gates[0], refuse=True)),
        (opening, tills.after(gates[1])),
    ]
    tasks = []
    for orders_of, make in orders if first == "the one that made the key" else orders[::-1]:
        tasks.append(asyncio.create_task(orders_of.once("key", ORDER, make)))
        await asyncio.sleep(0.1)
    gates[0].set()
    await asyncio.sleep(0.1)
    gates[1].set()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(isinstance(one, NotSynced) for one in found) == 1
    for again in (refusing, opening):
        assert await again.once("key", ORDER, tills.after(gates[1])) == (next(iter(tills.opened)), False)
    assert len(tills.opened) == 1
    for one in kept:
        await one.close()


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "whsec_AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "whsec_" + "A" * 100, "whsec_é" + "A" * 32],
)
def test_a_secret_that_is_none_is_refused_and_not_repeated(secret):
    with pytest.raises(BadTillConfig) as refused:
        webhooks.Target("https://shop.example", secret)
    assert "AAAA" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook",
        "ftp://127.0.0.1/",
        "https://",
        "https://u:p@shop.example/",
        "shop",
        "http://[::1",
        "",
    ],
)
def test_webhooks_go_over_tls_or_stay_on_this_machine(url):
    with pytest.raises(BadTillConfig) as refused:
        webhooks.Target(url, SECRET)
    assert "u:p" not in str(refused.value)
    for fine in ("https://shop.example/hook", "http://127.0.0.1:9000/hook", "http://localhost/"):
        assert webhooks.Target(fine, SECRET).url == fine


def test_every_state_is_in_the_description():
    schemas = DOCUMENT["components"]["schemas"]
    assert set(schemas["Invoice"]["properties"]["state"]["enum"]) == {state.value for state in State}
    assert set(schemas["Payment"]["properties"]["state"]["enum"]) == {state.value for state in PaymentState}


# -- devices that gave the PIN


@in_loop
async def test_devices_outlive_the_process_in_bounds_and_only_as_hashes(where, monkeypatch):
    monkeypatch.setattr("lightclient.till.web.kept.DEVICES", 3)
    kept = Kept(where)
    await kept.open("net")
    clock = iter(range(1_000_000, 2_000_000))
    monkeypatch.setattr("lightclient.till.web.kept.time.time", lambda: next(clock))
    for number in range(5):
        await kept.keep_device(hash_of(str(number)), hash_of(None))
    assert await kept.devices() == [hash_of(name) for name in "234"]
    await kept.keep_device(hash_of("5"), hash_of("3"))
    assert await kept.devices() == [hash_of(name) for name in "245"]
    clock = iter(range(1_000_100 + YEAR, 2_000_000 + YEAR))
    assert await kept.devices() == []
    await kept.close()


@in_loop
async def test_the_shops_own_device_gets_in_after_a_restart_whatever_strangers_do(where):
    kept = Kept(where)
    await kept.open("net")
    name = Door(PIN, True).enter(None, PIN)
    await kept.keep_device(hash_of(name), hash_of(None))
    door = Door(PIN, True)  # the till was restarted
    door.remember(await kept.devices())
    for _ in range(5):
        with pytest.raises(WrongPin):
            door.enter(None, "000000")
    with pytest.raises(TooManyPins):
        door.enter(None, PIN)
    assert not door.lets_in(name), "it gives the PIN again"
    with pytest.raises(TooManyPins):
        door.enter(hash_of(name), PIN)  # whoever reads the database has no device by that
    assert door.lets_in(door.enter(name, PIN))
    await kept.close()


@pytest.mark.slow
@in_loop
async def test_a_till_remembers_its_devices_when_it_is_started_again(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site:
        async with site.till(shut=True) as browser:
            await browser.unlock()
            cookies = {one.key: one.value for one in browser.session.cookie_jar}
        async with site.till(shut=True) as browser:
            door = browser.web.access.door
            for _ in range(5):
                with pytest.raises(WrongPin):
                    door.enter(None, "000000")
            browser.session.cookie_jar.update_cookies(cookies, URL(browser.origin))
            await browser.unlock()
            assert door.lets_in(next(one.value for one in browser.session.cookie_jar if one.key in cookies))
