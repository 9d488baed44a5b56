"""Webhooks: a shop's system is told when the state of an invoice changes.

    POST URL, with the headers of Standard Webhooks 1.0 (standardwebhooks.com):
    webhook-id         the same whenever it is sent again: whoever has seen it has nothing to do
    webhook-timestamp  Unix seconds at which it was sent; receivers refuse what is older than five minutes
    webhook-signature  v1, base64 of HMAC-SHA256 over id.timestamp.body

It is sent until a status of 2xx comes back, for three days. The body says which invoice and how it stands; between two
changes that follow each other at once, the first may be left out. Of several tills, one that knows less than the one
that told of an invoice last tells nothing of it, and one whose chain does not count tells of no expiry.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from lightclient.errors import LightClientError
from lightclient.gateway.logs import Quiet, log
from lightclient.till.states import PaymentState
from lightclient.till.web.errors import BadTillConfig
from lightclient.till.web.kept import Knows
from lightclient.till.web.origin import is_loopback
from lightclient.waiting import came

if TYPE_CHECKING:
    from lightclient.till.invoice import Invoice
    from lightclient.till.till import Till
    from lightclient.till.web.kept import Kept, Webhook

PREFIX = "whsec_"
LEAST, MOST = 24, 64  # bytes of a secret
LOOK = 0.25  # seconds between looks at the invoices
AGAIN = 2.0  # seconds until it is seen whether we know enough now
LOST = (PaymentState.REPLACED, PaymentState.CONFLICTED, PaymentState.GONE)
TIMEOUT = 10  # seconds for an answer
PAUSE, LONGEST = 5, 3600  # seconds until it is sent again, doubled each time
GIVE_UP = 3 * 86_400
RECENT = 3 * 86_400  # seconds: invoices that were closed while nobody was here are looked at as well


class Target:
    """Where webhooks go, and the secret that signs them. `repr` shows neither."""

    def __init__(self, url: str, secret: str) -> None:
        """secret: whsec_ and base64. Raises BadTillConfig, which repeats neither."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
            raise BadTillConfig(key="webhook", why="it is https://..., or http:// to this machine")
        if parts.username is not None:
            raise BadTillConfig(key="webhook", why="it carries no login: the signature says who sends")
        try:
            self.secret = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except ValueError:
            self.secret = b""
        if not secret.startswith(PREFIX) or not LEAST <= len(self.secret) <= MOST:
            wanted = f"its file has {PREFIX} and base64 of {LEAST} to {MOST} random bytes"
            raise BadTillConfig(key="webhook_secret_file", why=wanted)
        self.url = url


def signed(secret: bytes, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers that a webhook is sent with."""
    code = hmac.new(secret, f"{id}.{timestamp}.".encode() + body, "sha256").digest()
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": "v1," + base64.b64encode(code).decode(),
        "content-type": "application/json",
    }


class Webhooks:
    """Tells of all invoices of a till, from `run` until `stop`. A transaction under way is not cut short."""

    def __init__(self, till: Till, kept: Kept, target: Target) -> None:
        self._till = till
        self._kept = kept
        self._target = target
        self._quiet = Quiet(log)
        self._stopped = asyncio.Event()
        self._watched: dict[str, Invoice] = {}
        self._seen: dict[str, str] = {}
        self._name = secrets.token_hex(8)
        self._held: dict[str, float] = {}  # invoices of which another till knew more; when to look again

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(TIMEOUT)) as session:
            await asyncio.gather(self._tell(), self._send(session))

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._stopped.set()

    async def _tell(self) -> None:
        """Write what has changed."""
        caught_up = False
        while not self._stopped.is_set():
            try:
                if not caught_up:
                    now = int(time.time())
                    self._watched = {one.id: one for one in await self._till.between(now - RECENT, now + 1)}
                    caught_up = True
                opened = {invoice.id: invoice for invoice in self._till.open()}
                for name, invoice in {**self._watched, **opened}.items():
                    await self._look_at(invoice)
                    if name not in opened:  # it was told how it ended
                        self._watched.pop(name, None)
                        self._seen.pop(name, None)
                        self._held.pop(name, None)
                self._watched.update(opened)
            except LightClientError as error:
                self._quiet.warning("webhooks wait", {"error": error.name})
            await came(self._stopped, LOOK)

    async def _look_at(self, invoice: Invoice) -> None:
        change = invoice.now
        mark = f"{change.state} {change.received} {change.confirmed} {change.settled}"
        if change.expired and not change.settled and not invoice.closed and not self._till.counts:
            return  # it may be paid, and we have not heard of it
        if self._seen.get(invoice.id) != mark and self._held.get(invoice.id, 0.0) <= time.monotonic():
            knows = Knows(
                self._name,
                invoice.sale.height,
                change.confirmed,
                frozenset(one.txid for one in change.payments if one.state not in LOST),
                frozenset(one.txid for one in change.payments),
            )
            body = {"type": "invoice." + change.state.replace(" ", "_"), "timestamp": _iso(time.time())}
            if await self._kept.tell(invoice.id, mark, json.dumps(body | {"data": invoice.to_dict()}), knows):
                self._seen[invoice.id] = mark
            else:
                self._held[invoice.id] = time.monotonic() + AGAIN

    async def _send(self, session: aiohttp.ClientSession) -> None:
        while not self._stopped.is_set():
            try:
                webhook = await self._kept.take(3 * TIMEOUT)
                if webhook is None:
                    await came(self._stopped, LOOK)
                    continue
                why = await self._posted(session, webhook)
                if why is None:
                    await self._kept.done(webhook.id)
                elif time.time() - webhook.made > GIVE_UP:
                    self._quiet.warning("webhook given up", {"id": webhook.id, "reason": why})
                    await self._kept.done(webhook.id)
                else:
                    self._quiet.warning("webhook not taken", {"reason": why})
                    await self._kept.later(webhook.id, min(LONGEST, PAUSE * 2 ** min(webhook.attempts - 1, 16)))
            except LightClientError as error:
                self._quiet.warning("webhooks wait", {"error": error.name})
                await came(self._stopped, PAUSE)

    async def _posted(self, session: aiohttp.ClientSession, webhook: Webhook) -> str | None:
        """Return why a webhook was not taken, None if it was. Once it is to stop, nobody waits for an answer."""
        posting = asyncio.create_task(self._post(session, webhook))
        ending = asyncio.create_task(self._stopped.wait())
        await asyncio.wait((posting, ending), return_when=asyncio.FIRST_COMPLETED)
        for task in (posting, ending):
            task.cancel()
        await asyncio.wait((posting, ending))
        return "the till stops" if posting.cancelled() else posting.result()

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook) -> str | None:
        body = webhook.body.encode()
        headers = signed(self._target.secret, webhook.id, int(time.time()), body)
        try:
            async with session.post(self._target.url, data=body, headers=headers, allow_redirects=False) as answer:
                return None if 200 <= answer.status < 300 else f"status {answer.status}"
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError) as error:
            return type(error).__name__


def _iso(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
