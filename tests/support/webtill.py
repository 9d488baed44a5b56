"""A web till on a real node, gateway and broker, and those who use it over HTTP."""

import contextlib
import time

import aiohttp

from lightclient.till.policy import Policy
from lightclient.till.web.access import Access
from lightclient.till.web.door import Door
from lightclient.till.web.kept import Kept
from lightclient.till.web.server import serve
from lightclient.till.web.webhooks import Target, Webhooks
from lightclient.till.web.webtill import WebTill
from tests.services.process import PATIENCE
from tests.support.gateway import at, client, follows, regtest, serving
from tests.support.till import paying
from tests.support.till import wallet as shops_wallet

PIN = "271828"
TOKEN = "a token of the shop's own system"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Shop:
    """A node, a broker and a store; `till` runs a web till on them."""

    def __init__(self, node, broker, folder):
        self.node = node
        self.broker = broker
        self.folder = folder

    @contextlib.asynccontextmanager
    async def till(
        self,
        name="state",
        shut=False,
        pin=PIN,
        token=TOKEN,
        url=None,
        webhook=None,
        port=0,
        wallet=None,
        names=("gw",),
        **policy,
    ):
        store = str(self.folder / "till.db")
        access = Access(Door(pin, shut), token, url)
        async with client(at(self.broker.port), *names, state=str(self.folder / name)) as ours:
            await follows(ours, self.node)
            till = await ours.till(wallet or shops_wallet(), store=store, policy=Policy(**policy))
            kept = Kept(store)
            hooks = Webhooks(till, kept, Target(webhook, SECRET)) if webhook else None
            async with WebTill(ours, till, kept, access, hooks) as web:
                runner = await serve(web, "127.0.0.1", port)
                try:
                    host, port = runner.addresses[0][:2]
                    async with Browser(f"http://{host}:{port}") as browser:
                        browser.web = web
                        yield browser
                finally:
                    await runner.cleanup()

    async def pay(self, invoice, *terms):
        await self.node.broadcast(paying(invoice, *terms))


@contextlib.asynccontextmanager
async def shop(broker, folder, blocks=30):
    node = regtest(blocks)
    node.clock = lambda: int(time.time())
    async with serving(node, at(broker.port)):
        yield Shop(node, broker, folder)


class Browser:
    """Somebody with a browser: it keeps cookies and says where its forms come from. answer: the last one."""

    def __init__(self, origin):
        self.origin = origin
        jar = aiohttp.CookieJar(unsafe=True)
        self.session = aiohttp.ClientSession(origin, cookie_jar=jar, timeout=aiohttp.ClientTimeout(PATIENCE))

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.session.close()

    async def see(self, path, status=200, **options):
        """Return the text of a page."""
        return await self._said(self.session.get(path, **options), status)

    async def send(self, path, status=200, headers=(), **fields):
        """Send a form of one of the till's pages; return the text of the page that it leads to."""
        headers = {"Origin": self.origin, **dict(headers)}
        return await self._said(self.session.post(path, data=fields, headers=headers), status)

    async def api(self, method, path, status=200, token=TOKEN, headers=(), **options):
        """Ask the API; return what it says."""
        sent = {**({"Authorization": f"Bearer {token}"} if token else {}), **dict(headers)}
        async with self.session.request(method, "/api/v1" + path, headers=sent, **options) as answer:
            assert answer.status == status, await answer.text()
            self.answer = answer
            return await answer.json() if "json" in answer.content_type else await answer.read()

    async def _said(self, request, status):
        async with request as answer:
            text = await answer.text()
            assert answer.status == status, text
            self.answer = answer
            return text

    async def ask(self, amount=50_000, unit="sat", memo=""):
        """Ask for a payment as a cashier does; return the invoice."""
        await self.send("/invoices", amount=str(amount), unit=unit, memo=memo)
        return await self.web.till.get(self.answer.url.path.rsplit("/", 1)[1])

    async def unlock(self, to="", pin=PIN):
        await self.send("/pin", pin=pin, to=to)
