"""The web till over HTTP: its routes, what every answer carries, and how an error is told.

async with WebTill(client, till, kept, Access(door, token)) as web:
    runner = await serve(web, "127.0.0.1", 8042)
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from lightclient.errors import LightClientError
from lightclient.gateway.logs import Quiet, log
from lightclient.till.web import openapi
from lightclient.till.web.api import Api
from lightclient.till.web.pages import Pages
from lightclient.till.web.refusals import reason_of, status_of
from lightclient.till.web.webtill import WebTill
from lightclient.web.headers import HEADERS

MAX_BODY = 16 * 1024  # bytes of a request
TLS = {"Strict-Transport-Security": "max-age=31536000"}

QUIET = Quiet(log)
UNHEARD = logging.getLogger("lightclient.till.unheard")  # aiohttp's word on what is not HTTP
UNHEARD.disabled = True

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(till: WebTill) -> web.Application:
    """Return what serves a web till; aiohttp bounds headers and lines."""
    pages = Pages(till)

    @web.middleware
    async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer an error of ours by its name, and a fault of ours without a word of it."""
        try:
            till.access.check_origin(request)
            answer = await handler(request)
        except web.HTTPException as error:
            if 300 <= error.status < 400:
                raise
            answer = refused(request, error.status, type(error).__name__.removeprefix("HTTP"), error.reason)
        except LightClientError as error:
            answer = refused(request, status_of(error), error.name, reason_of(error))
        except Exception:
            QUIET.exception("failed", {"what": f"{request.method} of the till"})
            answer = refused(request, 500, "Failed", "the till failed")
        return answer

    def refused(request: web.Request, status: int, name: str, why: str) -> web.Response:
        if request.path.startswith(openapi.PREFIX):
            return web.json_response({"error": name, "message": why}, status=status)
        return pages.refusal(request, status, name, why)

    async def secured(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in {**HEADERS, **(TLS if till.access.secure else {})}.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.pop("Server", None)

    app = web.Application(client_max_size=MAX_BODY, middlewares=[told])
    app.on_response_prepare.append(secured)
    app.add_routes([*pages.routes(), *Api(till).routes()])
    return app


async def serve(till: WebTill, host: str, port: int) -> web.AppRunner:
    """Serve until the runner that is returned is cleaned up. Raises OSError."""
    runner = web.AppRunner(
        application(till),
        access_log=None,
        logger=UNHEARD,
        keepalive_timeout=30,
        shutdown_timeout=1.0,
    )
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
