"""A real browser, and what every page of ours has to be like in it."""

import contextlib
import os
from pathlib import Path

from playwright.async_api import async_playwright

from tests.services.process import PATIENCE

SCREENS = {"phone": (390, 844), "tablet": (1180, 820)}
FLAGS = [
    "--no-sandbox",  # which a container may not have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
NOTED = """
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


@contextlib.asynccontextmanager
async def opened(program):
    """Run a browser; yields a function that opens a page of a device: its screen, its language, dark or light."""
    async with async_playwright() as driver:
        running = await driver.chromium.launch(executable_path=program, args=FLAGS)

        async def device(origin, screen="phone", dark=False, **options):
            width, height = SCREENS[screen]
            context = await running.new_context(
                base_url=origin,
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                has_touch=True,
                **options,
            )
            context.set_default_timeout(1000 * PATIENCE)
            await context.add_init_script(NOTED)
            page = await context.new_page()
            page.faults = []
            page.on("pageerror", lambda error: page.faults.append(str(error)))
            return page

        try:
            yield device
        finally:
            await running.close()


async def check(page, axe, name=""):
    """Nothing keeps people from using the page, nothing sticks out of the screen, no script was refused or failed."""
    await page.evaluate(axe.read_text())
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == [], name
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert await page.evaluate("window.violations") == [] and page.faults == []
    if name and os.environ.get("PAGE_PICTURES"):
        folder = Path(os.environ["PAGE_PICTURES"])
        folder.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=folder / f"{name}.png")
