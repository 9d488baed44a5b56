"""The page of a log server inside the process, those who send it files, and what they send."""

import contextlib
import html
import json
import re

import aiohttp

from lightclient.audit import record, statement
from lightclient.audit import trust as trusts
from lightclient.audit.evidence import of_statement
from lightclient.audit.hosts import inbox
from lightclient.audit.hosts.server import LogServer
from lightclient.audit.hosts.store import LogStore
from lightclient.identity import algorithms
from tests.portable.site import DEVICE, NOW, ORIGIN, SERVER, Log
from tests.portable.test_log_evidence import ID
from tests.services.process import PATIENCE


def with_urls(trust):
    """Return a trust whose witnesses have URLs, as a server wants it; nobody answers there."""
    lines = trust.decode().splitlines()
    return "\n".join(line + " http://127.0.0.1:1" if line.startswith("witness ") else line for line in lines).encode()


@contextlib.asynccontextmanager
async def page(folder, trust, now, mains=None):
    """Serve a log that has no records yet, to those who trust this; yields who visits its page."""
    server = LogServer(LogStore(str(folder / "log.db")), trusts.parse(trust), SERVER, clock=lambda: now)
    async with server:
        runner = await inbox.serve(server, "127.0.0.1", 0, mains)
        try:
            host, port = runner.addresses[0][:2]
            async with Visitor(f"http://{host}:{port}") as visitor:
                visitor.server = server
                yield visitor
        finally:
            await runner.cleanup()


class Visitor:
    """Somebody who sends files to the page. answer: the last one."""

    def __init__(self, origin):
        self.origin = origin
        self.session = aiohttp.ClientSession(origin, timeout=aiohttp.ClientTimeout(PATIENCE))

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.session.close()

    async def see(self, path="/", **options):
        async with self.session.get(path, **options) as answer:
            self.answer = answer
            return await answer.text()

    async def post(self, data, path="/", **options):
        """Return (status, text) of what a body is answered with."""
        async with self.session.post(path, data=data, **options) as answer:
            self.answer = answer
            return answer.status, await answer.text()

    async def send(self, *files, **options):
        return await self.post(form(*files), **options)

    async def shown(self, *files):
        """Return what the page shows of files: (tone, fields of the verdict, [(step, tone)])."""
        status, text = await self.send(*files)
        assert status == 200, text
        return told(text)


def form(*files, field="files"):
    made = aiohttp.FormData()
    for number, data in enumerate(files):
        made.add_field(field, data, filename=f"file{number}", content_type="application/octet-stream")
    return made


def told(text):
    """Return (tone, fields, steps) of a page with a verdict."""
    tone = re.search(r'<section id="verdict"[^>]* data-tone="(\w+)"', text).group(1)
    raw = re.search(r'<pre id="raw"[^>]*>(.*?)</pre>', text, re.DOTALL).group(1)
    steps = re.findall(r'<li data-step="(\w+)" data-tone="(\w+)">', text)
    return tone, json.loads(html.unescape(raw)), steps


def reading(body, device="meter-7", content="reading"):
    """Return a statement of a device that has signed nothing else."""
    made = record.Record(device, 1, None, (NOW, 5, record.NETWORK), content, body)
    return statement.sign(DEVICE, algorithms.ED25519_ALG, made, ORIGIN)


def alone(made, **options):
    """Return evidence of the only record of a log."""
    return of_statement(ID, made, Log([made]).proof(0, **options))
