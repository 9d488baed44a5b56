"""The pages of the till. Whoever has the link of an invoice sees it and its receipt; the rest is the shop's.

/                    the amount
/i/ID                an invoice: what to pay, and how far that is; /events, /receipt, /receipt.pdf, /proof/TXID
/check               what a receipt of Lightning proves, which anybody may paste
/day                 the invoices of a day; /day.csv
/settings, /pin      what a cashier sets, and the PIN for it
"""

from __future__ import annotations

import asyncio
import functools
import re
from typing import Any

import segno
from aiohttp import web
from jinja2 import Environment
from markupsafe import Markup

from lightclient.errors import LightClientError
from lightclient.sync.quorum import KNOWN
from lightclient.till.change import Change
from lightclient.till.invoice import Invoice
from lightclient.till.states import State
from lightclient.till.web import day as days
from lightclient.till.web import feed, money, receipt, words
from lightclient.till.web.access import DEVICE, device, whole
from lightclient.till.web.errors import BadField, NoEvidence, NotHere, NotProved, PinNeeded
from lightclient.till.web.look import Look
from lightclient.till.web.refund import refund
from lightclient.till.web.refusals import reason_of, status_of
from lightclient.till.web.webtill import WebTill
from lightclient.web import languages, templates
from lightclient.web.languages import Language
from lightclient.web.tones import SIGNS

LANGUAGE = "till_language"  # the cookie of whoever has chosen one
YEAR = 365 * 86_400
KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", ".", "0", "<")  # < takes the last one back
FORMS = ("/check", "/pin", "/settings")  # pages that answer their own forms
LONGEST = 20  # characters of an amount
EMPTY = {"address": "", "satoshi": "", "fee": ""}  # the form of a refund
TO = re.compile("settings|day|i/[0-9a-f]{32}/refund")  # pages that the PIN leads to
ROOM = "lightclient.till.web"
# The files of the pages, and whose they are.
FILES = {"base.css": templates.WEB} | dict.fromkeys(
    ("till.css", "till.js", "icon.svg", "icon-192.png", "icon-512.png"), ROOM
)


@functools.cache
def _environment(language: Language) -> Environment:
    environment = templates.environment(ROOM, language)
    environment.filters["sat"] = functools.partial(money.satoshi, locale=language.code)
    environment.filters["currency"] = functools.partial(money.currency, locale=language.code)
    environment.filters["when"] = functools.partial(receipt.when, language=language)
    environment.filters["words"] = functools.partial(_words, language=language)
    return environment


def _words(state: State, language: Language) -> words.Words:
    says = words.STATES[state]
    return says._replace(title=language(says.title), says=language(says.says))


@functools.lru_cache(maxsize=64)
def qr(link: str) -> Markup:
    """Return a link as a code to scan, an SVG that fills what it stands in."""
    svg = segno.make(link, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # the link around it has a name


class Pages:
    def __init__(self, till: WebTill) -> None:
        self._web = till
        self._till = till.till
        self._door = till.access.door

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.pad),
            web.post("/invoices", self.ask),
            web.get("/i/{id}", self.invoice),
            web.get("/i/{id}/events", self.events),
            web.post("/i/{id}/close", self.close),
            web.get("/i/{id}/receipt", self.receipt),
            web.get("/i/{id}/receipt.pdf", self.pdf),
            web.get("/i/{id}/proof/{txid}", self.proof),
            web.get("/i/{id}/refund", self.refund),
            web.post("/i/{id}/refund", self.make_refund),
            web.get("/check", self.check),
            web.post("/check", self.judge),
            web.get("/day", self.day),
            web.get("/day.csv", self.csv),
            web.get("/settings", self.settings),
            web.post("/settings", self.set),
            web.get("/pin", self.pin),
            web.post("/pin", self.enter),
            web.post("/lock", self.lock),
            web.get("/language", self.language),
            web.get("/offline", self.offline),
            web.get("/manifest.webmanifest", self.manifest),
            web.get("/sw.js", self.worker),
            web.get("/static/{name}", self.file),
        ]

    # -- selling

    async def pad(self, request: web.Request) -> web.Response:
        self._web.access.check_till(request)
        return await self._pad(request, request.query)

    async def _pad(self, request: web.Request, given: Any, error: LightClientError | None = None) -> web.Response:
        look = await self._web.look()
        typed = str(given.get("amount", ""))[:LONGEST]
        key = given.get("key")
        if key == "<":
            typed = typed[:-1]
        elif key in KEYS:
            typed = (typed + key)[:LONGEST]
        units = [look.currency, money.SATOSHI] if look.rate else [money.SATOSHI]
        unit = given.get("unit") if given.get("unit") in units else units[0]
        status = self._web.client.status()
        return self._page(
            request,
            "pad.html",
            look,
            keys=KEYS,
            amount=typed,
            units=units,
            unit=unit,
            memo=str(given.get("memo", "")),
            error=error and reason_of(error),
            chain_counts=status.connected and status.chain in KNOWN,
            status=status_of(error) if error else 200,
        )

    async def ask(self, request: web.Request) -> web.Response:
        self._web.access.check_till(request)
        form = await _form(request)
        look = await self._web.look()
        try:
            satoshi, fiat = money.amount_of(form.get("amount", ""), form.get("unit", ""), look)
            invoice = await self._till.invoice(satoshi, fiat=fiat, expires=look.expires, memo=form.get("memo", ""))
        except LightClientError as error:
            return await self._pad(request, form, error)
        raise web.HTTPSeeOther(f"/i/{invoice.id}")

    async def invoice(self, request: web.Request) -> web.Response:
        invoice = await self._asked(request)
        look = await self._web.look()
        fields = self._state_fields(invoice, invoice.now)
        return self._page(request, "invoice.html", look, **fields, qr=qr(invoice.uri))

    async def events(self, request: web.Request) -> web.StreamResponse:
        invoice = await self._asked(request)
        part = _environment(self._language(request, await self._web.look())).get_template("_state.html")

        def shown(change: Change) -> dict[str, Any]:
            fields = self._state_fields(invoice, change)
            return {
                "state": change.state,
                "settled": change.settled,
                "due": fields["takes"],
                "html": part.render(fields),
            }

        with self._web.reading(invoice.id):
            return await feed.follow(request, invoice, shown)

    async def close(self, request: web.Request) -> web.Response:
        self._web.access.check_till(request)
        invoice = await self._asked(request)
        await invoice.close()
        raise web.HTTPSeeOther(f"/i/{invoice.id}")

    @staticmethod
    def _state_fields(invoice: Invoice, change: Change) -> dict[str, Any]:
        return {"invoice": invoice, "change": change, "takes": words.takes_payment(change)}

    async def _asked(self, request: web.Request) -> Invoice:
        return await self._till.get(request.match_info["id"])

    # -- receipts

    async def receipt(self, request: web.Request) -> web.Response:
        invoice = await self._asked(request)
        look = await self._web.look()
        language = self._language(request, look)
        payments = [
            (rows, payment.txid if payment.height is not None else None)
            for rows, payment in zip(receipt.payment_lines(invoice, language), invoice.now.payments, strict=True)
        ]
        lines = receipt.lines(invoice, language)
        return self._page(request, "receipt.html", look, invoice=invoice, lines=lines, payments=payments)

    async def pdf(self, request: web.Request) -> web.Response:
        invoice = await self._asked(request)
        look = await self._web.look()
        language = self._language(request, look)
        proofs = {}
        for payment in invoice.now.payments:
            try:
                proofs[receipt.proof_name(payment.txid)] = await self._web.proofs.of(invoice, payment.txid)
            except (NotProved, NoEvidence):
                continue
        body = await asyncio.to_thread(receipt.pdf, invoice, look, language, proofs)
        return _file(body, "application/pdf", f"receipt-{invoice.id[:8]}.pdf")

    async def proof(self, request: web.Request) -> web.Response:
        invoice = await self._asked(request)
        txid = request.match_info["txid"]
        evidence = await self._web.proofs.of(invoice, txid)
        return _file(evidence, receipt.MIME, receipt.proof_name(txid))

    async def check(self, request: web.Request) -> web.Response:
        return self._page(request, "check.html", await self._web.look(), shown=None, error=None)

    async def judge(self, request: web.Request) -> web.Response:
        form = await _form(request)
        look = await self._web.look()
        try:
            shown = await self._web.checker.check(form.get("receipt", ""), self._language(request, look))
        except LightClientError as error:
            return self._page(request, "check.html", look, shown=None, error=reason_of(error), status=status_of(error))
        return self._page(request, "check.html", look, shown=shown, signs=SIGNS, error=None)

    # -- the shop's own

    async def refund(self, request: web.Request) -> web.Response:
        self._web.access.check_settings(request)
        invoice = await self._asked(request)
        return self._page(request, "refund.html", await self._web.look(), invoice=invoice, form=EMPTY, error=None)

    async def make_refund(self, request: web.Request) -> web.Response:
        self._web.access.check_settings(request)
        form = await _form(request)
        invoice = await self._asked(request)
        try:
            satoshi, fee = (money.satoshi_of(form.get(name, "")) for name in ("satoshi", "fee"))
            made = await refund(self._web.client, self._till.wallet, invoice, form.get("address", ""), satoshi, fee)
        except LightClientError as error:
            look, why = await self._web.look(), reason_of(error)
            fields = {"invoice": invoice, "form": {**EMPTY, **form}, "error": why}
            return self._page(request, "refund.html", look, status=status_of(error), **fields)
        return _file(made, "application/octet-stream", f"refund-{invoice.id[:8]}.psbt")

    async def day(self, request: web.Request) -> web.Response:
        self._web.access.check_till(request)
        day = days.day_of(request.query.get("day"))
        invoices = await self._till.between(*days.bounds(day))
        settled = [invoice for invoice in invoices if invoice.now.settled]
        total = sum(invoice.now.received for invoice in settled)
        return self._page(
            request,
            "day.html",
            await self._web.look(),
            day=day.isoformat(),
            invoices=invoices[::-1],
            settled=len(settled),
            total=total,
        )

    async def csv(self, request: web.Request) -> web.Response:
        self._web.access.check_till(request)
        day = days.day_of(request.query.get("day"))
        table = days.table(await self._till.between(*days.bounds(day)))
        return _file(table.encode(), "text/csv", f"till-{day.isoformat()}.csv")

    async def settings(self, request: web.Request) -> web.Response:
        self._web.access.check_settings(request)
        return self._page(request, "settings.html", await self._web.look(), error=None)

    async def set(self, request: web.Request) -> web.Response:
        self._web.access.check_settings(request)
        form = await _form(request)
        look = await self._web.look()
        try:
            minutes = form.get("minutes", "")
            if not (minutes.isascii() and minutes.isdecimal() and len(minutes) <= 6):
                raise BadField(field="the time", wanted="a whole number of minutes")
            new = look.changed(
                languages.LANGUAGES,
                shop=form.get("shop", "").strip(),
                currency=form.get("currency", "").strip().upper(),
                rate=form.get("rate", "").strip().replace(",", "."),
                expires=60 * int(minutes),
                language=form.get("language", ""),
            )
        except LightClientError as error:
            return self._page(request, "settings.html", look, error=reason_of(error), status=status_of(error))
        await self._web.set_look(new)
        raise web.HTTPSeeOther("/settings")

    async def pin(self, request: web.Request) -> web.Response:
        return self._page(request, "pin.html", await self._web.look(), to=_to(request.query.get("to")), error=None)

    async def enter(self, request: web.Request) -> web.Response:
        form = await _form(request)
        to = _to(form.get("to"))
        try:
            name = await self._web.enter(device(request), form.get("pin", ""))
        except LightClientError as error:
            return self._page(
                request, "pin.html", await self._web.look(), to=to, error=reason_of(error), status=status_of(error)
            )
        answer = web.HTTPSeeOther("/" + to)
        answer.set_cookie(
            DEVICE, name, max_age=YEAR, httponly=True, samesite="Strict", secure=self._web.access.secure, path="/"
        )
        raise answer

    async def lock(self, request: web.Request) -> web.Response:
        self._door.leave(device(request))
        raise web.HTTPSeeOther("/")

    # -- what comes with the pages

    async def language(self, request: web.Request) -> web.Response:
        wanted = request.query.get("language", "")
        if wanted not in languages.LANGUAGES:
            raise BadField(field="the language", wanted="one of " + ", ".join(languages.LANGUAGES))
        back = request.query.get("back", "/")
        local = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
        answer = web.HTTPSeeOther(back if local else "/")
        answer.set_cookie(LANGUAGE, wanted, max_age=YEAR, samesite="Lax", secure=self._web.access.secure, path="/")
        raise answer

    async def offline(self, request: web.Request) -> web.Response:
        return self._page(request, "offline.html", await self._web.look())

    async def manifest(self, request: web.Request) -> web.Response:
        look = await self._web.look()
        name = look.shop or "Till"
        icons = [
            {"src": f"/static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in (192, 512)
            for purpose in ("any", "maskable")
        ]
        return web.json_response(
            {
                "name": name,
                "short_name": name[:12],
                "id": "/",
                "start_url": "/",
                "scope": "/",
                "display": "standalone",
                "lang": self._language(request, look).code,
                "background_color": "#0b1620",
                "theme_color": "#0b1620",
                "icons": icons,
            },
            content_type="application/manifest+json",
        )

    async def worker(self, request: web.Request) -> web.Response:
        return templates.file(ROOM, "sw.js")

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in FILES:
            raise NotHere()
        return templates.file(FILES[name], name)

    # -- how a page is made

    def refusal(self, request: web.Request, status: int, name: str, why: str) -> web.Response:
        """Return the page that says why a request is refused, or where the PIN is given."""
        if name == PinNeeded.__name__ and request.method == "GET":
            to = request.path[1:] if TO.fullmatch(request.path[1:]) else ""
            return web.Response(status=303, headers={"Location": f"/pin?to={to}"})
        return self._page(request, "error.html", Look(), name=name, why=why, status=status)

    def _language(self, request: web.Request, look: Look) -> Language:
        header = request.headers.get("Accept-Language", "")
        return languages.chosen(ROOM, request.cookies.get(LANGUAGE), header, look.language)

    def _page(self, request: web.Request, template: str, look: Look, status: int = 200, **fields: Any) -> web.Response:
        environment = _environment(self._language(request, look))
        shown = environment.get_template(template).render(
            look=look,
            path=request.path if request.method == "GET" or request.path in FORMS else "/",
            staff=self._door.lets_in(device(request)),
            shut=self._door.shut,
            **fields,
        )
        return web.Response(
            text=shown, content_type="text/html", status=status, headers={"Vary": "Accept-Language, Cookie"}
        )


async def _form(request: web.Request) -> dict[str, str]:
    """Return the texts of a form. Raises BadField for anything else in it."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadField(field="the request", wanted="a form")
    return {name: value for name, value in (await whole(request.post())).items() if isinstance(value, str)}


def _file(body: bytes, kind: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    charset = "utf-8" if kind.startswith("text/") else None
    return web.Response(body=body, content_type=kind, charset=charset, headers=headers)


def _to(text: Any) -> str:
    """Return where to go after the PIN: to a page of the till, whatever somebody has written."""
    return str(text) if TO.fullmatch(str(text)) else ""
