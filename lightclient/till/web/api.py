"""The API for shop systems: JSON over HTTP, with a token. openapi.py describes it.

Whoever has no token learns nothing but that description. Cookies count for nothing here, so that no other site's page
can use the API of whoever opens it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from lightclient.till.change import Change
from lightclient.till.fiat import Fiat
from lightclient.till.invoice import Invoice
from lightclient.till.web import feed, openapi, receipt
from lightclient.till.web.access import whole
from lightclient.till.web.errors import BadField, NoRate
from lightclient.till.web.orders import key_of
from lightclient.till.web.webtill import WebTill
from lightclient.web import languages

PREFIX = openapi.PREFIX
SPAN = 32 * 86_400  # seconds of invoices that are listed at once
LATEST = 1 << 40  # Unix seconds

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Api:
    def __init__(self, till: WebTill) -> None:
        self._web = till
        self._till = till.till

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(PREFIX + "/openapi.json", self.description),
            web.post(PREFIX + "/invoices", self._guarded(self.open)),
            web.get(PREFIX + "/invoices", self._guarded(self.between)),
            web.get(PREFIX + "/invoices/{id}", self._guarded(self.get)),
            web.get(PREFIX + "/invoices/{id}/events", self._guarded(self.events)),
            web.post(PREFIX + "/invoices/{id}/close", self._guarded(self.close)),
            web.get(PREFIX + "/invoices/{id}/proofs/{txid}", self._guarded(self.proof)),
            web.get(PREFIX + "/rate", self._guarded(self.rate)),
            web.put(PREFIX + "/rate", self._guarded(self.set_rate)),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            self._web.access.check_token(request)
            return await handler(request)

        return guarded

    async def description(self, request: web.Request) -> web.Response:
        return web.json_response(openapi.document())

    async def open(self, request: web.Request) -> web.Response:
        key = key_of(request.headers)
        fields = await _fields(request, "satoshi", "fiat", "expires", "memo")

        async def make(name: str | None = None) -> Invoice:
            look = await self._web.look()
            given: dict[str, Any] = {name: fields[name] for name in ("satoshi", "memo") if name in fields}
            if fields.get("fiat") is not None:
                given["fiat"] = self._fiat(fields["fiat"], look.currency, look.rate)
            return await self._till.invoice(expires=fields.get("expires", look.expires), name=name, **given)

        invoice, new = (await make(), True) if key is None else await self._web.orders.once(key, fields, make)
        headers = {"Location": f"{PREFIX}/invoices/{invoice.id}"}
        return web.json_response(invoice.to_dict(), status=201 if new else 200, headers=headers)

    @staticmethod
    def _fiat(given: Any, currency: str, rate: str) -> Fiat:
        """Return an amount of a currency; the till's rate serves for its own currency."""
        known = {"amount", "currency", "rate"}
        if not isinstance(given, dict) or not {"amount", "currency"} <= set(given) <= known:
            raise BadField(field="fiat", wanted="an object with amount and currency, and a rate")
        if "rate" not in given and (not rate or given["currency"] != currency):
            raise NoRate(currency=repr(given["currency"])[:20])
        return Fiat(given["amount"], given["currency"], given.get("rate", rate))

    async def between(self, request: web.Request) -> web.Response:
        first, last = (_seconds(request, name) for name in ("from", "to"))
        if not 0 <= last - first <= SPAN:
            raise BadField(field="to", wanted=f"from 0 to {SPAN} seconds after `from`")
        found = await self._till.between(first, last)
        return web.json_response({"invoices": [invoice.to_dict() for invoice in found]})

    async def get(self, request: web.Request) -> web.Response:
        return web.json_response((await self._till.get(request.match_info["id"])).to_dict())

    async def events(self, request: web.Request) -> web.StreamResponse:
        invoice = await self._till.get(request.match_info["id"])
        with self._web.reading(invoice.id):
            return await feed.follow(request, invoice, Change.to_dict)

    async def close(self, request: web.Request) -> web.Response:
        invoice = await self._till.get(request.match_info["id"])
        first = await invoice.close()
        return web.json_response({"first": first, "invoice": (await self._till.get(invoice.id)).to_dict()})

    async def proof(self, request: web.Request) -> web.Response:
        invoice = await self._till.get(request.match_info["id"])
        evidence = await self._web.proofs.of(invoice, request.match_info["txid"])
        return web.Response(body=evidence, content_type=receipt.MIME)

    async def rate(self, request: web.Request) -> web.Response:
        look = await self._web.look()
        return web.json_response({"currency": look.currency, "rate": look.rate, "set": look.rated})

    async def set_rate(self, request: web.Request) -> web.Response:
        fields = await _fields(request, "currency", "rate")
        if set(fields) != {"currency", "rate"} or not all(isinstance(one, str) and one for one in fields.values()):
            raise BadField(field="the rate", wanted="currency and rate, both as text")
        look = await self._web.look()
        await self._web.set_look(look.changed(languages.LANGUAGES, **fields))
        return await self.rate(request)


async def _fields(request: web.Request, *known: str) -> dict[str, Any]:
    """Return the object that a request carries. Raises BadField for what is no JSON, or has other fields."""
    if request.content_type != "application/json":
        raise BadField(field="the request", wanted="of the type application/json")
    try:
        found = json.loads(await whole(request.read()), parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadField(field="the request", wanted="JSON, with each field once and no NaN") from None
    if not isinstance(found, dict) or not set(found) <= set(known):
        raise BadField(field="the request", wanted="an object with no other fields than " + ", ".join(known))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(constant: str) -> None:
    raise ValueError


def _seconds(request: web.Request, name: str) -> int:
    text = request.query.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 13 and int(text) <= LATEST):
        raise BadField(field=name, wanted="Unix seconds")
    return int(text)
