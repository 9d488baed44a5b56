"""The page of a log server in a real browser: files dropped, chosen or sent by keyboard, on phone and tablet."""

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("playwright")

from lightclient.audit import record
from lightclient.audit.evidence import of_statement
from tests.portable import test_anchored as anchored
from tests.portable.site import NOW, Holder, readings
from tests.portable.test_log_evidence import ID, SITE, TRUST, evidence_of
from tests.support.browser import SCREENS, check
from tests.support.gateway import in_loop
from tests.support.logpage import alone, reading, told, with_urls
from tests.support.logpage import page as served

pytest_plugins = ["tests.services.fixtures"]
pytestmark = pytest.mark.slow

FORGED = of_statement(ID, readings(9, holder=Holder(3))[3], SITE.proof(3))
DROP = """async ([names, files]) => {
  const transfer = new DataTransfer();
  files.forEach((bytes, number) => transfer.items.add(new File([new Uint8Array(bytes)], names[number])));
  document.querySelector("main").dispatchEvent(
    new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


async def drop(page, **files):
    """Drop files on the page, as a person does."""
    async with page.expect_navigation():
        await page.evaluate(DROP, [list(files), [list(data) for data in files.values()]])


async def verdict(page):
    """Return the tone of the verdict that a page shows, and its colour."""
    colour = await page.evaluate("getComputedStyle(document.querySelector('.state')).backgroundColor")
    return told(await page.content())[0], colour


@pytest.mark.parametrize("screen", SCREENS)
@in_loop
async def test_a_person_drops_evidence_and_sees_in_green_or_red_what_is_proved(browser, axe, tmp_path, screen):
    main, anchor = anchored.bitcoin()
    proof = anchored.SITE.proof(3, time=anchored.CLOCK)
    whole = of_statement(ID, anchored.STATEMENTS[3], proof, [anchor])
    mains = {main.network.id: main}
    async with served(tmp_path, with_urls(TRUST), anchored.CLOCK, mains) as visitor, browser() as device:
        page = await device(visitor.origin, screen, dark=screen == "tablet")
        await page.goto("/")
        assert await page.is_visible("#drop")
        await check(page, axe, f"log-{screen}-form")
        await drop(page, evidence=whole)
        assert await verdict(page) == ("good", "rgb(10, 107, 53)")
        steps = await page.eval_on_selector_all(".path > li", "all => all.map((one) => one.dataset.step)")
        assert steps == ["record", "leaf", "nodes", "head", "witnesses", "anchor"]
        assert await page.evaluate("document.activeElement.id") == "title"  # what a reader of the screen says first
        assert "21004 mC" in await page.inner_text(".path") and "2 of 3" in await page.inner_text("footer")
        await check(page, axe, f"log-{screen}-proved")
        await drop(page, evidence=whole, body=b"21004 mC")
        assert "It is the one of this record." in await page.inner_text(".path")
        await drop(page, body=b"21005 mC", evidence=whole)
        assert await verdict(page) == ("bad", "rgb(168, 24, 31)")
        assert "OtherBody" in await page.inner_text("main")
        await check(page, axe, f"log-{screen}-refused")
        await drop(page, evidence=b"PK\x03\x04 no evidence")
        assert "NotEvidence" in await page.inner_text("main")
        await check(page, axe)


@in_loop
async def test_the_keyboard_and_a_form_are_enough(browser, axe, tmp_path):
    (tmp_path / "evidence").write_bytes(evidence_of(witnesses=("w1",)))
    (tmp_path / "forged").write_bytes(FORGED)
    async with served(tmp_path, with_urls(TRUST), NOW) as visitor, browser() as device:
        page = await device(visitor.origin)
        await page.goto("/?language=de")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.className") == "skip"
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.id") == "files"
        await page.set_input_files("#files", tmp_path / "evidence")
        await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert (await verdict(page))[0] == "coming"
        assert "Noch nicht bewiesen" in await page.inner_text("h1") and "witnesses" in await page.inner_text("main")
        await check(page, axe, "log-phone-waits")
        await page.click("summary")
        assert '"outcome": "not yet"' in await page.inner_text("#raw")
        await check(page, axe)
        plain = await device(visitor.origin, java_script_enabled=False)
        await plain.goto("/")
        assert not await plain.is_visible("#drop")
        await plain.set_input_files("#files", tmp_path / "forged")
        await plain.click("text=Check")
        assert "LogRootMismatch" in await plain.inner_text("main")


@in_loop
async def test_what_a_stranger_wrote_runs_nowhere(browser, axe, tmp_path):
    evil = "<img/src=x/onerror=alert(1)>"
    body = record.inline(b"<script>document.title = 'taken'</script><b id='injected'>x</b>")
    async with served(tmp_path, with_urls(TRUST.split(b"device ")[0]), NOW) as visitor, browser() as device:
        page = await device(visitor.origin)
        page.on("dialog", lambda dialog: page.faults.append(dialog.message))
        await page.goto("/")
        await drop(page, **{evil: alone(reading(body, evil, evil))})
        assert evil in await page.inner_text(".path") and "<script>" in await page.inner_text(".path")
        assert await page.title() == "Proved · site.example/log"
        assert await page.query_selector("#injected") is None and await page.query_selector("img") is None
        await check(page, axe)
