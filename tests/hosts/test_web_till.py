"""The web till's pages, over HTTP: a real server on a real gateway, broker and store."""

import asyncio
import csv
import io
import json
import re
from datetime import date

import pypdf
import pytest
from yarl import URL

pytest.importorskip("sqlalchemy")

from lightclient.gateway import teller
from lightclient.sync.errors import NoAnswer
from lightclient.till import till as tills
from lightclient.till.states import State
from lightclient.till.web import access, feed, webtill
from lightclient.till.web.errors import BadTillConfig
from lightclient.till.web.server import HEADERS
from tests.services.process import PATIENCE
from tests.support.command import accepted
from tests.support.gateway import in_loop, until
from tests.support.till import ACCOUNT, Watching
from tests.support.webtill import PIN, shop

pytest_plugins = ["tests.services.fixtures"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)
    monkeypatch.setattr(tills, "LOOK", 0.1)


def shown(page):
    """Return the state, and whether it is settled, as the page of an invoice has them."""
    return re.search(r'data-settled="(\w+)" data-state="([\w ]+)"', page).group(2, 1)


async def events(browser, path, last):
    """Return the events of a stream, as (kind, data), up to one of the kind or state `last`."""
    found = []
    async with browser.session.get(path) as answer:
        assert answer.status == 200 and answer.content_type == "text/event-stream"
        kind = "message"
        while not found or last not in (found[-1][0], found[-1][1].get("state")):
            line = (await asyncio.wait_for(answer.content.readline(), PATIENCE)).decode()
            if line.startswith("event: "):
                kind = line[7:].strip()
            if line.startswith("data: "):
                found.append((kind, json.loads(line[6:])))
                kind = "message"
    return found


@pytest.mark.slow
@in_loop
async def test_an_invoice_is_asked_for_paid_and_proved(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till(confirmations=2) as browser:
        assert "Ask for payment" in await browser.see("/")
        invoice = await browser.ask(50_000, memo="table <b>4</b> & more")
        page = await browser.see(f"/i/{invoice.id}")
        assert shown(page) == ("waiting", "no") and "50,000 sat" in page and ACCOUNT.address(0) in page
        assert "table &lt;b&gt;4&lt;/b&gt; &amp; more" in page and "<b>4" not in page
        assert f'href="{invoice.uri.replace("&", "&amp;")}"' in page
        following = asyncio.create_task(events(browser, f"/i/{invoice.id}/events", "paid"))
        await site.pay(invoice)
        watching = Watching(invoice)
        await watching.until(State.SEEN)
        site.node.mine(1)
        await watching.until(State.CONFIRMED)
        site.node.mine(1)
        await watching.until(State.PAID)
        told = [data for _, data in await following]
        assert [one["state"] for one in told] == ["waiting", "seen", "confirmed", "paid"]
        assert [one["due"] for one in told] == [True, False, False, False]
        assert [one["settled"] for one in told] == [False, False, False, True] and "Thank you" in told[3]["html"]
        assert shown(await browser.see(f"/i/{invoice.id}")) == ("paid", "yes")

        receipt = await browser.see(f"/i/{invoice.id}/receipt")
        txid = invoice.now.payments[0].txid
        assert f"/i/{invoice.id}/proof/{txid}" in receipt and "50,000 sat" in receipt
        async with browser.session.get(f"/i/{invoice.id}/proof/{txid}") as answer:
            evidence = await answer.read()
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{txid[:16]}.evidence"'
        headers = b"".join([site.node.blocks[block].header for block in site.node.chain])
        (tmp_path / "evidence").write_bytes(evidence)
        (tmp_path / "headers").write_bytes(headers)
        verdict = await asyncio.to_thread(
            accepted, "verify", tmp_path / "evidence", "--headers", tmp_path / "headers", "--txid", txid
        )
        assert (verdict["outcome"], verdict["height"], verdict["confirmations"]) == ("proved", 31, 2)
        assert invoice.address in str(verdict)

        async with browser.session.get(f"/i/{invoice.id}/receipt.pdf") as answer:
            assert answer.content_type == "application/pdf"
            paper = pypdf.PdfReader(io.BytesIO(await answer.read()))
        text = paper.pages[0].extract_text()
        assert "50,000 sat" in text and "table <b>4</b> & more" in text and "Paid" in text
        assert paper.attachments[f"{txid[:16]}.evidence"] == [evidence]


@in_loop
async def test_a_receipt_without_a_payment_has_no_proof_and_one_without_gateways_says_so(
    mosquitto, tmp_path, monkeypatch
):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        invoice = await browser.ask(memo="naïve € Ω")
        async with browser.session.get(f"/i/{invoice.id}/receipt.pdf") as answer:
            paper = pypdf.PdfReader(io.BytesIO(await answer.read()))
        text = " ".join(paper.pages[0].extract_text().split())
        assert "naïve € ?" in text and "no proof of payment" in text and not paper.attachments
        page = await browser.see(f"/i/{invoice.id}/proof/{'ab' * 32}", 404)
        assert "NotProved" in page
        await site.pay(invoice)
        site.node.mine(1)
        await Watching(invoice).until(State.PAID)

        async def silent(*args):
            raise NoAnswer(what="evidence", seconds=1)

        proved = browser.web.client.prove
        monkeypatch.setattr(browser.web.client, "prove", silent)
        txid = invoice.now.payments[0].txid
        assert "NoEvidence" in await browser.see(f"/i/{invoice.id}/proof/{txid}", 503)
        async with browser.session.get(f"/i/{invoice.id}/receipt.pdf") as answer:
            assert answer.status == 200 and not pypdf.PdfReader(io.BytesIO(await answer.read())).attachments
        monkeypatch.setattr(browser.web.client, "prove", proved)
        async with browser.session.get(f"/i/{invoice.id}/proof/{txid}") as answer:
            first = await answer.read()
        monkeypatch.setattr(browser.web.client, "prove", silent)
        async with browser.session.get(f"/i/{invoice.id}/proof/{txid}") as answer:
            assert answer.status == 200 and await answer.read() == first  # it is kept


@in_loop
async def test_the_pad_works_without_javascript(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:

        async def pressed(amount, key):
            page = await browser.see("/", params={"amount": amount, "key": key, "memo": "table 4", "unit": "sat"})
            assert 'name="memo" value="table 4"' in page
            return re.search(r'name="amount" value="([^"]*)"', page)[1]

        assert await pressed("", "5") == "5" and await pressed("5", "0") == "50" and await pressed("50", "<") == "5"
        assert await pressed("5", "<script>") == "5" and await pressed("1" * 40, "2") == "1" * 20
        assert '<noscript><meta http-equiv="refresh"' in await browser.see(f"/i/{(await browser.ask()).id}")


WRONG = [
    ("", "sat", "a whole number of satoshi"),
    ("-5", "sat", "a whole number of satoshi"),
    ("NaN", "sat", "a whole number of satoshi"),
    ("1e9", "sat", "a whole number of satoshi"),
    ("0.5", "sat", "a whole number of satoshi"),
    ("\u0665", "sat", "a whole number of satoshi"),
    ("0", "sat", "0 satoshi"),
    ("293", "sat", "at least 294"),
    ("2100000000000001", "sat", "2100000000000001"),
    ("9" * 17, "sat", "a whole number of satoshi"),
    ("12.345", "EUR", "at most 2 decimals"),
    ("1,000.00", "EUR", "at most 2 decimals"),
    ("1.000", "EUR", "at most 2 decimals"),
    ("-1", "EUR", "at most 2 decimals"),
    ("NaN", "EUR", "at most 2 decimals"),
    ("0", "EUR", "a number above zero"),
    ("0.01", "EUR", "at least 294"),
    ("999999999999999", "EUR", "satoshi"),
    ("1", "USD", "in the till"),
]


@in_loop
async def test_an_amount_that_cannot_be_is_refused_and_stays_in_the_form(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        await browser.unlock("settings")
        await browser.send("/settings", shop="", currency="EUR", rate="50000", minutes="15", language="en")
        for amount, unit, says in WRONG:
            page = await browser.send("/invoices", 400, amount=amount, unit=unit, memo="x")
            assert says in re.search(r'role="alert">(.*?)</p>', page, re.DOTALL)[1], amount
            assert f'name="amount" value="{amount[:20]}"' in page
        assert browser.web.till.open() == [] and (await browser.ask()).number == 0


@in_loop
async def test_a_price_in_a_currency_is_kept_with_its_rate(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        await browser.unlock("settings")
        fields = {"shop": "Kiosk <1>", "currency": "eur", "rate": "50000,00", "minutes": "30", "language": "en"}
        await browser.send("/settings", **fields)
        assert "Kiosk &lt;1&gt;" in await browser.see("/")
        invoice = await browser.ask("12,50", "EUR")
        assert invoice.satoshi == 25_000 and str(invoice.fiat.amount) == "12.50"
        assert invoice.expires_at - invoice.created == 1800
        assert "€12.50" in await browser.see(f"/i/{invoice.id}")
        page = await browser.send("/settings", 400, **{**fields, "rate": "-1"})
        assert "the rate is" in page
        for wrong in (
            {"minutes": "0"},
            {"minutes": "1.5"},
            {"language": "xx"},
            {"currency": "EURO"},
            {"shop": "x" * 61},
        ):
            await browser.send("/settings", 400, **{**fields, **wrong})
        await browser.send("/settings", **{**fields, "currency": "USD"})
        assert (await browser.web.look()).rate == ""  # a rate of the other currency does not serve


@in_loop
async def test_the_day_is_listed_and_comes_as_a_table(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        paid = await browser.ask(60_000, memo='=HYPERLINK("http://x")')
        await browser.ask(70_000, memo='comma, "quote"')
        await site.pay(paid)
        site.node.mine(1)
        await Watching(paid).until(State.PAID)
        page = await browser.see("/day")
        assert "1 paid, 60,000 sat in all" in page and page.count("<tr>") == 3
        rows = list(csv.DictReader(io.StringIO(await browser.see("/day.csv"))))
        assert [row["satoshi"] for row in rows] == ["60000", "70000"]
        assert [row["memo"] for row in rows] == ['\'=HYPERLINK("http://x")', 'comma, "quote"']
        assert [row["state"] for row in rows] == ["paid", "waiting"]
        assert rows[0]["transactions"] == paid.now.payments[0].txid
        assert f"till-{date.today().isoformat()}.csv" in browser.answer.headers["Content-Disposition"]
        assert "Nothing was asked for" in await browser.see("/day?day=2020-02-29")
        for wrong in ("2021-02-29", "0001-01-01", "9999-12-31", "today", "2026-W01-1"):
            assert "BadField" in await browser.see("/day", 400, params={"day": wrong})


@in_loop
async def test_an_invoice_is_given_up_once_and_its_stream_ends(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        invoice = await browser.ask()
        following = asyncio.create_task(events(browser, f"/i/{invoice.id}/events", "end"))
        await until(lambda: browser.web._readers[invoice.id] == 1, "somebody follows it")
        page = await browser.send(f"/i/{invoice.id}/close")
        assert "is closed" in page and 'data-events=""' in page
        assert [kind for kind, _ in await following] == ["message", "end"]
        await browser.send(f"/i/{invoice.id}/close")
        assert "UnknownInvoice" in await browser.see("/i/" + "0" * 32, 404)
        assert "UnknownInvoice" in await browser.see("/i/<script>", 404)
        assert "<script>" not in re.sub(r"<script src=.*?</script>", "", await browser.see("/i/%3Cscript%3E", 404))


@pytest.mark.slow
@in_loop
async def test_streams_are_bounded_and_beat(mosquitto, tmp_path, monkeypatch):
    monkeypatch.setattr(feed, "BEAT", 0.05)
    monkeypatch.setattr(webtill, "READERS", 3)
    monkeypatch.setattr(webtill, "READERS_EACH", 2)
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        first, second = await browser.ask(), await browser.ask()
        streams = [await browser.session.get(f"/i/{first.id}/events") for _ in range(2)]
        while await asyncio.wait_for(streams[0].content.readline(), PATIENCE) != b":\n":
            pass
        assert "TooManyReaders" in await browser.see(f"/i/{first.id}/events", 503)
        streams.append(await browser.session.get(f"/i/{second.id}/events"))
        assert "TooManyReaders" in await browser.see(f"/i/{second.id}/events", 503)
        for stream in streams:
            stream.close()
        await until(lambda: not browser.web._readers, "nobody follows any more")
        (await browser.session.get(f"/i/{first.id}/events")).close()


@in_loop
async def test_whoever_leaves_while_an_invoice_is_closed_is_no_fault(mosquitto, tmp_path, caplog):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        for _ in range(3):
            invoice = await browser.ask()
            stream = await browser.session.get(f"/i/{invoice.id}/events")
            await asyncio.wait_for(stream.content.readline(), PATIENCE)
            stream.close()
            await invoice.close()
            await until(lambda: not browser.web._readers, "nobody follows any more")
        assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.mark.slow
@in_loop
async def test_two_tills_of_a_shop_show_the_same(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till("left") as left, site.till("right") as right:
        invoice = await left.ask(50_000, memo="from the left")
        other = await right.ask(50_000)
        assert invoice.address != other.address
        await until(lambda: len(right.web.till.open()) == 2, "the right till has both")
        assert "from the left" in await right.see("/day")
        following = asyncio.create_task(events(right, f"/i/{invoice.id}/events", "paid"))
        await until(lambda: right.web._readers[invoice.id] == 1, "somebody follows it")
        await site.pay(invoice)
        await Watching(invoice).until(State.SEEN)
        site.node.mine(1)
        told = [data["state"] for _, data in await following]
        assert (told[0], told[-1]) == ("waiting", "paid")
        await right.unlock("settings")
        await right.send("/settings", shop="Two", currency="", rate="", minutes="15", language="en")
        await asyncio.sleep(webtill.FRESH)
        assert "Two" in await left.see("/")


# -- who may do what


@in_loop
async def test_settings_take_the_pin_and_no_more_guesses_than_are_allowed(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        assert "Enter the PIN" in await browser.see("/settings") and browser.answer.url.path == "/pin"
        fields = {"shop": "Mine", "currency": "", "rate": "", "minutes": "15", "language": "en"}
        assert "PinNeeded" in await browser.send("/settings", 403, **fields)
        for _ in range(5):
            page = await browser.send("/pin", 403, pin="000000", to="settings")
            assert "that is not the PIN" in page and "000000" not in page
        page = await browser.send("/pin", 429, pin=PIN, to="settings")
        assert "wait 60 seconds" in page or "wait 59 seconds" in page
        assert (await browser.web.look()).shop == ""


@in_loop
async def test_the_pin_opens_the_settings_for_a_while_and_the_till_that_others_reach(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till(shut=True) as browser:
        for path in ("/", "/day", "/day.csv"):
            await browser.see(path)
            assert browser.answer.url.path == "/pin"
        assert "PinNeeded" in await browser.send("/invoices", 403, amount="50000", unit="sat", memo="")
        await browser.unlock()
        cookie = browser.session.cookie_jar.filter_cookies(URL(browser.origin))["till_device"]
        assert len(cookie.value) == 64
        async with browser.session.post(
            "/pin", data={"pin": PIN}, headers={"Origin": browser.origin}, allow_redirects=False
        ) as answer:
            assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
        invoice = await browser.ask()
        await browser.send("/lock")
        assert browser.answer.url.path == "/pin"
        assert "50,000 sat" in await browser.see(f"/i/{invoice.id}")  # whoever has the link
        assert "PinNeeded" in await browser.send(f"/i/{invoice.id}/close", 403)


@in_loop
async def test_a_till_without_a_pin_has_no_settings(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till(pin=None, token=None) as browser:
        assert "NoPin" in await browser.see("/settings", 403)
        assert "NoPin" in await browser.send("/settings", 403, shop="x")
        await browser.send("/pin", 403, pin="x")
        await browser.api("GET", "/rate", 404)


@in_loop
async def test_other_sites_and_other_names_change_nothing(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        order = {"amount": "50000", "unit": "sat", "memo": ""}
        for headers in (
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": "https://" + browser.origin.partition("://")[2] + ".evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            assert "OtherSite" in await browser.send("/invoices", 403, headers=headers, **order)
        async with browser.session.post("/invoices", data=order) as answer:
            assert answer.status == 403 and "OtherSite" in await answer.text()  # no word of where it comes from
        for host in ("evil.example", "localhost.evil.example", "[::"):
            page = await browser.see("/", 421, headers={"Host": host})
            assert "OtherHost" in page and host not in page
        await browser.see("/", headers={"Host": "localhost:8042"})
        assert browser.web.till.open() == []
        async with browser.session.post("/invoices", json=order, headers={"Origin": browser.origin}) as answer:
            assert answer.status == 400 and "BadField" in await answer.text()
        assert "memo must be a text" in await browser.send("/invoices", 400, **{**order, "memo": "a\nb"})
        await browser.send("/invoices", 413, **{**order, "memo": "x" * 20_000})


@in_loop
async def test_a_till_behind_a_proxy_goes_by_its_url_alone(mosquitto, tmp_path):
    url = "https://till.example"
    async with shop(mosquitto, tmp_path) as site, site.till(shut=True, url=url) as browser:
        page = await browser.see("/pin", headers={"Host": "till.example"})
        assert "Enter the PIN" in page and "max-age" in browser.answer.headers["Strict-Transport-Security"]
        await browser.see("/pin", 421, headers={"Host": "other.example"})
        async with browser.session.post(
            "/pin", data={"pin": PIN}, headers={"Host": "till.example", "Origin": url}, allow_redirects=False
        ) as answer:
            assert answer.status == 303 and "Secure" in answer.headers["Set-Cookie"]
        address = browser.origin.partition("://")[2]
        for origin, host, status in [
            (url, address, 303),  # a proxy that passes its own name on
            (browser.origin, address, 303),  # who opens it on this machine
            ("http://till.example", "till.example", 403),
            ("http://till.example", address, 403),
            ("https://till.example.evil.example", "till.example", 403),
        ]:
            headers = {"Host": host, "Origin": origin}
            async with browser.session.post("/lock", headers=headers, allow_redirects=False) as answer:
                assert answer.status == status, (origin, host)


@in_loop
async def test_whoever_sends_slowly_is_told_so(mosquitto, tmp_path, monkeypatch):
    monkeypatch.setattr(access, "READING", 0.1)

    async def slowly():
        yield b"amount=5"
        await asyncio.sleep(PATIENCE)

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        headers = {"Origin": browser.origin, **kind}
        async with browser.session.post("/invoices", data=slowly(), headers=headers) as answer:
            assert answer.status == 408 and "TooSlow" in await answer.text()


@in_loop
async def test_every_answer_carries_the_headers_that_browsers_go_by(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        invoice = await browser.ask()
        paths = ["/", "/day", "/nothing", "/static/till.js", "/static/..", "/sw.js", "/manifest.webmanifest"]
        paths += [
            f"/i/{invoice.id}",
            f"/i/{invoice.id}/receipt",
            "/api/v1/openapi.json",
            "/api/v1/invoices",
            "/offline",
        ]
        for path in paths:
            async with browser.session.get(path) as answer:
                for name, value in HEADERS.items():
                    assert answer.headers[name] == value, path
                assert "Server" not in answer.headers
                text = await answer.text()
            if answer.content_type == "text/html":
                assert "<style" not in text and not re.search(r"\son\w+=|\sstyle=|javascript:", text)
                assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/till.js" defer>']
        assert "unsafe" not in HEADERS["Content-Security-Policy"]
        async with browser.session.get(f"/i/{invoice.id}") as answer:
            assert answer.headers["Cache-Control"] == "no-store"


@in_loop
async def test_a_page_leads_nowhere_else(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site, site.till() as browser:
        for back in ("//evil.example", "https://evil.example", "/\\evil.example", "/\r\nX: y"):
            async with browser.session.get(
                "/language", params={"language": "de", "back": back}, allow_redirects=False
            ) as answer:
                assert answer.status == 303 and answer.headers["Location"] == "/"
        await browser.see("/language?language=de&back=/day")
        assert browser.answer.url.path == "/day" and 'lang="de"' in await browser.see("/")
        await browser.see("/language?language=xx", 400)
        await browser.send("/pin", pin=PIN, to="//evil.example")
        assert browser.answer.url.path == "/"


@in_loop
async def test_a_till_that_others_reach_needs_a_pin(mosquitto, tmp_path):
    async with shop(mosquitto, tmp_path) as site:
        with pytest.raises(BadTillConfig, match="takes a PIN"):
            async with site.till(pin=None, shut=True):
                raise AssertionError
