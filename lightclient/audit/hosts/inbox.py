"""The log server over HTTP: takes records and shows heads, paths and tiles.

    POST /records            a statement, or a CBOR list of them; answered in JSON once they are on the disk
    POST /body/ENTRY         the body of a record that has its hash alone, where the server keeps bodies
    GET  /checkpoint         the newest head, with its cosignatures
    GET  /tile/...           tiles and bundles of entries (C2SP tlog-tiles)
    GET  /proof/ENTRY        a .tlog-proof of the record with this entry, 64 hex digits
    GET  /receipt/ENTRY      a COSE receipt of it
    GET  /growth/SIZE        the path from a head of this size to the newest, and that, as for a witness
    GET  /                   a page that judges evidence (page.py)

A record is never shown: whoever has one can prove it, and nobody else learns more than its hash.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from hashlib import sha256
from typing import Any

from aiohttp import web

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit import receipt, statement
from lightclient.audit.errors import BadHead, OtherBody
from lightclient.audit.hosts.bodies import MAX_BODY as BODIES
from lightclient.audit.hosts.checking import MAX_STATEMENT, Refused
from lightclient.audit.hosts.errors import (
    LogBusy,
    LogDamaged,
    NoBodies,
    NoSuchRecord,
    NotTaken,
    ReadersBusy,
    UploadTooLarge,
    UploadTooSlow,
)
from lightclient.audit.hosts.page import Page
from lightclient.audit.hosts.server import LogServer
from lightclient.audit.hosts.store import LogStore, Signed
from lightclient.audit.hosts.tiles import ENTRIES, HEIGHT, WIDTH, bundles, parsed
from lightclient.audit.logproof import LogProof
from lightclient.audit.record import ELSEWHERE, INLINE
from lightclient.audit.witnessrequest import WitnessRequest
from lightclient.codec.cbor import decode
from lightclient.codec.errors import BadSchema
from lightclient.errors import LightClientError
from lightclient.gateway.logs import Quiet, log
from lightclient.identity.algorithms import ED25519_ALG
from lightclient.merkle.errors import OutsideLog
from lightclient.merkle.log import NODE
from lightclient.store.errors import StoreFailed
from lightclient.waiting import within
from lightclient.web.headers import HEADERS

MAX_BODY = 1 << 20  # bytes of a request
MAX_RECORDS = 2048  # in one
READING = 10.0  # seconds for a request to be sent
UPLOAD = 60.0  # seconds for a body
BODIES_AT_ONCE = 4  # held in memory, each of MAX_BODY of bodies.py at most
AT_ONCE = 64  # requests with records whose bodies are held, and as many questions that are being answered
AT_ONCE_EACH = 16  # of one peer: whoever sends slowly, or asks much, keeps nobody else waiting
TAG = 0xD2  # which a single statement begins with
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
TEXT, OCTETS = "text/plain", "application/octet-stream"
PAGE = web.AppKey("page", Page)

QUIET = Quiet(log)
UNHEARD = logging.getLogger("lightclient.audit.unheard")  # aiohttp's word on what is not HTTP
UNHEARD.disabled = True

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(server: LogServer, mains: dict[str, Any] | None = None) -> web.Application:
    """Return what serves a log; aiohttp bounds headers and lines. mains: for the page."""
    inbox = _Inbox(server)
    page = Page(server, mains or {})
    app = web.Application(client_max_size=MAX_BODY, middlewares=[_told])
    app[PAGE] = page
    app.on_response_prepare.append(_secured)
    app.add_routes(
        [
            web.post("/records", inbox.records),
            web.post("/body/{entry}", inbox.asked(inbox.body, collections.Counter(), BODIES_AT_ONCE)),
            web.get("/checkpoint", inbox.checkpoint),
            web.get("/tile/{path:.*}", inbox.asked(inbox.tile)),
            web.get("/proof/{entry}", inbox.asked(inbox.proof)),
            web.get("/receipt/{entry}", inbox.asked(inbox.receipt)),
            web.get("/growth/{size}", inbox.asked(inbox.growth)),
            web.get("/", page.form),
            web.post("/", inbox.asked(page.judge, collections.Counter())),
            web.get("/static/{name}", page.file),
        ]
    )
    return app


async def serve(server: LogServer, host: str, port: int, mains: dict[str, Any] | None = None) -> web.AppRunner:
    """Serve until the runner that is returned is cleaned up. Raises OSError."""
    runner = web.AppRunner(
        application(server, mains),
        access_log=None,
        logger=UNHEARD,
        keepalive_timeout=30,
        handler_cancellation=True,
    )
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


@web.middleware
async def _told(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer an error of ours by its name, and a fault of ours without a word of it."""
    try:
        return await handler(request)
    except (LogBusy, NotTaken, ReadersBusy, StoreFailed) as error:
        # What a store says of itself is for its operator.
        why = str(error) if not isinstance(error, StoreFailed) else "the store does not answer"
        return _refused(request, 503, error.name, why, {"Retry-After": "1"})
    except (NoBodies, NoSuchRecord, OutsideLog) as error:
        return _refused(request, 404, error.name, str(error))
    except LogDamaged as error:
        return _refused(request, 500, error.name, "the store of the log is damaged")
    except UploadTooLarge as error:
        return _refused(request, 413, error.name, str(error))
    except UploadTooSlow as error:
        return _refused(request, 408, error.name, str(error))
    except LightClientError as error:
        return _refused(request, 400, error.name, str(error))
    except web.HTTPException:
        raise
    except Exception:
        QUIET.exception("failed", {"what": f"{request.method} {request.path[:40]}"})
        return _refused(request, 500, "Failed", "the log server failed")


async def _secured(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def _refused(
    request: web.Request, status: int, name: str, why: str, headers: dict[str, str] | None = None
) -> web.Response:
    """Return a refusal: of the page to a person, of anything else to a program."""
    if request.path == "/":
        return request.app[PAGE].refusal(request, status, name, why)
    return _refusal(status, name, why, headers)


def _refusal(status: int, name: str, why: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"ok": False, "error": name, "message": why}, status=status, headers=headers)


class _Inbox:
    def __init__(self, server: LogServer) -> None:
        self._server = server
        self._store = server.store
        self._sending: collections.Counter[str] = collections.Counter()
        self._asking: collections.Counter[str] = collections.Counter()

    async def records(self, request: web.Request) -> web.Response:
        peer = request.remote or ""
        if _is_full(self._sending, peer):
            raise LogBusy(waiting=self._server.sequencer.waiting)
        try:
            with _held(self._sending, peer):
                body = await within(request.read(), READING)
                single = body[:1] == bytes([TAG])
                found = await self._server.sequencer.take([body] if single else _listed(body), peer)
        except asyncio.TimeoutError:
            return _refusal(408, "TooSlow", f"the request was not sent within {READING:g} s")
        except (ConnectionError, web.RequestPayloadError):
            return _refusal(400, "Truncated", "the request ended before its body did")  # which nobody hears
        answers = [_shown(each) for each in found]
        if single and isinstance(found[0], Refused):
            status = 503 if found[0].name == "NotTaken" else 413 if found[0].name == "RecordTooLarge" else 422
            return _refusal(status, *found[0])
        return web.json_response({"ok": not any(isinstance(each, Refused) for each in found), "records": answers})

    async def body(self, request: web.Request) -> web.Response:
        """Keep the body of a record that the log has: nobody else's, and nothing that the record does not name."""
        bodies = self._server.bodies
        if bodies is None:
            raise NoBodies()
        _, data = await self._store.find(_entry_of(request))
        found = statement.parse(data)
        form = found.record().body if found.is_record() else (INLINE,)
        if form[0] != ELSEWHERE or form[2] > BODIES:
            raise BadSchema("body", f"the record has none elsewhere, or one of over {BODIES} bytes")
        read = bytearray()
        try:
            await within(_read(request, read, form[2]), UPLOAD)
        except asyncio.TimeoutError:
            return _refusal(408, "TooSlow", f"the body was not sent within {UPLOAD:g} s")
        found.record().check_body(bytes(read))
        await asyncio.to_thread(bodies.put, bytes(read))
        return web.json_response({"ok": True, "sha256": form[1].hex(), "size": form[2]})

    def asked(self, answer: Handler, asking: collections.Counter[str] | None = None, most: int = AT_ONCE) -> Handler:
        """Return what answers only so many questions at once, of one peer and of all.

        asking: those that are answered, by their peers, where these keep none of the other questions waiting.
        """
        held = self._asking if asking is None else asking

        async def bounded(request: web.Request) -> web.StreamResponse:
            peer = request.remote or ""
            if _is_full(held, peer, most):
                raise ReadersBusy(count=held.total())
            with _held(held, peer):
                return await answer(request)

        return bounded

    async def checkpoint(self, request: web.Request) -> web.Response:
        return web.Response(body=self._head().note, content_type=TEXT, charset="utf-8")

    async def tile(self, request: web.Request) -> web.Response:
        data = await tile_of(self._store, "tile/" + request.match_info["path"], self._head().size)
        return web.Response(body=data, content_type=OCTETS, headers=FOREVER)

    async def proof(self, request: web.Request) -> web.Response:
        head = self._head()
        index = await self._placed(request, head)
        made = LogProof(index, await self._store.path(index, head.size), head.note)
        return web.Response(body=made.serialize(), content_type=TEXT, charset="utf-8")

    async def receipt(self, request: web.Request) -> web.Response:
        head, server = self._head(), self._server
        index = await self._placed(request, head)
        path = await self._store.path(index, head.size)
        root = heads.parse(notes.parse(head.note).text).root
        made = receipt.issue(
            server.signer,
            ED25519_ALG,
            server.origin,
            receipt.INCLUSION,
            (head.size, index),
            path,
            root,
            name=server.name,
        )
        return web.Response(body=made.serialize(), content_type="application/cose")

    async def growth(self, request: web.Request) -> web.Response:
        head = self._head()
        try:
            old = heads.decimal(request.match_info["size"])
        except BadHead:
            raise BadSchema("size", "not a number in decimal") from None
        made = WitnessRequest(old, await self._store.grown(old, head.size), head.note)
        return web.Response(body=made.serialize(), content_type=TEXT, charset="utf-8")

    def _head(self) -> Signed:
        if self._server.head is None:
            raise NotTaken(why="it has shown no head yet")
        return self._server.head

    async def _placed(self, request: web.Request, head: Signed) -> int:
        """Return the index of the entry that a request names, which the head has to cover."""
        index, _ = await self._store.find(_entry_of(request))
        if index >= head.size:
            raise OutsideLog(index, head.size)  # it is there, and the next head covers it
        return index


async def _read(request: web.Request, data: bytearray, size: int) -> None:
    """Read the body of a request, and no more than its record says. Raises OtherBody."""
    async for piece in request.content.iter_chunked(1 << 16):
        data += piece
        if len(data) > size:
            raise OtherBody(what="body")


def _entry_of(request: web.Request) -> bytes:
    """Return the entry that a request names. Raises BadSchema."""
    word = request.match_info["entry"]
    try:
        entry = bytes.fromhex(word)
    except ValueError:
        entry = b""
    if len(entry) != NODE or len(word) != 2 * NODE:
        raise BadSchema("entry", "not 64 hex digits")
    return entry


def _is_full(held: collections.Counter[str], peer: str, most: int = AT_ONCE) -> bool:
    return held.total() >= most or held[peer] >= most * AT_ONCE_EACH // AT_ONCE


@contextlib.contextmanager
def _held(held: collections.Counter[str], peer: str) -> Iterator[None]:
    held[peer] += 1
    try:
        yield
    finally:
        held[peer] -= 1
        if not held[peer]:
            del held[peer]


async def tile_of(store: LogStore, path: str, size: int) -> bytes:
    """Return the tile or bundle with this path of a log of `size` records.

    Raises BadSchema for what is no such path, OutsideLog for one that the log does not reach yet.
    """
    named = parsed(path)
    if named is None:
        raise BadSchema("tile", "no tile has such a path")
    kind, number, width = named
    level = 0 if isinstance(kind, str) else kind
    if number * WIDTH + width > size >> HEIGHT * level:
        raise OutsideLog((number * WIDTH + width) << HEIGHT * level, size)
    if kind == ENTRIES:
        made = await store.between(number * WIDTH, number * WIDTH + width)
        return bundles([sha256(each).digest() for each in made])
    found = (await store.tiles([(level, number)])).get((level, number), b"")[: width * NODE]
    if len(found) != width * NODE:
        raise LogDamaged(what=f"the tile {number} of level {level} is gone")
    return found


def _listed(body: bytes) -> list[bytes]:
    """Return the statements of a list. Raises BadSchema and the errors of `cbor.decode`."""
    found = decode(body, MAX_RECORDS + 1)
    if (
        not isinstance(found, list)
        or not 0 < len(found) <= MAX_RECORDS
        or not all(isinstance(one, bytes) for one in found)
    ):
        raise BadSchema("records", f"neither a statement nor a list of 1 to {MAX_RECORDS} of them")
    if any(len(one) > MAX_STATEMENT for one in found):
        raise BadSchema("records", f"a statement is over {MAX_STATEMENT} bytes")
    return found


def _shown(answer: Any) -> dict[str, Any]:
    if isinstance(answer, Refused):
        return {"error": answer.name, "message": answer.why}
    return {"index": answer.index, "entry": answer.entry.hex(), "fresh": answer.fresh}
