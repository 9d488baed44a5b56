"""Server-sent events: what becomes of an invoice, as it happens.

Each event has the present state. An empty comment each BEAT seconds tells a proxy, and us, that somebody is there. The
event `end` comes when the invoice is followed no longer.

Source: HTML Living Standard, server-sent events.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from lightclient.sync.errors import ClientStopped
from lightclient.till.change import Change
from lightclient.till.invoice import Invoice
from lightclient.waiting import within

BEAT = 15.0  # seconds
LOOK = 1.0  # seconds until we look whether somebody is still there
HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def follow(request: web.Request, invoice: Invoice, shown: Callable[[Change], Any]) -> web.StreamResponse:
    """Answer a request with an invoice's changes until it is closed, or whoever asks is gone. shown: as JSON."""
    response = web.StreamResponse(headers=HEADERS)
    await response.prepare(request)
    with contextlib.suppress(ClientStopped, ConnectionError):
        await _tell(request, response, invoice, shown)
    return response


async def _tell(
    request: web.Request, response: web.StreamResponse, invoice: Invoice, shown: Callable[[Change], Any]
) -> None:
    changes = invoice.changes()
    beat = time.monotonic()
    while request.transport is not None and not request.transport.is_closing():
        try:
            change = await within(anext(changes), min(LOOK, BEAT))
        except StopAsyncIteration:
            await response.write(b"event: end\ndata: {}\n\n")
            return
        except asyncio.TimeoutError:
            if time.monotonic() - beat >= BEAT:
                beat = time.monotonic()
                await response.write(b":\n\n")
            continue
        await response.write(f"data: {json.dumps(shown(change))}\n\n".encode())
