"""The page of a log server: a person gives it evidence, and sees in green or red what is proved.

    GET  /                   the form
    POST /                   a form with one file or two: evidence or a signed record, and the file that it is of
    GET  /static/NAME        style and script; the page works without either

Files are bounded, judged and forgotten: none is kept, unpacked or run. What is not evidence is hashed as it comes.
"""

from __future__ import annotations

import asyncio
import datetime
import functools
import json
from hashlib import sha256
from typing import Any, NamedTuple

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from jinja2 import Environment

from lightclient.audit import evidence, logproof, statement
from lightclient.audit.evidence import STATEMENT_TAG
from lightclient.audit.hosts import judging
from lightclient.audit.hosts.bodyfile import File
from lightclient.audit.hosts.errors import BadUpload, NotEvidence, NotTaken, UploadTooLarge, UploadTooSlow
from lightclient.audit.hosts.judging import MAX_EVIDENCE
from lightclient.audit.hosts.server import LogServer
from lightclient.audit.logproof import LogProof
from lightclient.audit.network import id_of
from lightclient.audit.statement import Statement
from lightclient.evidence import envelope
from lightclient.merkle.errors import OutsideLog
from lightclient.waiting import within
from lightclient.web import languages, templates
from lightclient.web.languages import Language
from lightclient.web.tones import BAD

ROOM = "lightclient.audit.hosts"
FILES = {"base.css": templates.WEB, "log.css": ROOM, "log.js": ROOM}
FIELD = "files"  # of the form
MAX_FILES = 2
MAX_UPLOAD = 16 << 20  # bytes of them together
SENDING = 60  # seconds for them to be sent
CHUNK = 1 << 16
LATEST = 253_402_300_799  # the last second that has a date


class Upload(NamedTuple):
    """A file that was sent. data: its bytes, b"" if they are too many for evidence."""

    data: bytes
    file: File


class Page:
    """mains: ledgers of main chains that the log may be anchored in, by id."""

    def __init__(self, server: LogServer, mains: dict[str, Any]) -> None:
        self._server = server
        self._mains = mains
        self._turn = asyncio.Lock()  # one is judged at a time: the log has other work

    async def form(self, request: web.Request) -> web.Response:
        return self._answer(request)

    async def judge(self, request: web.Request) -> web.Response:
        """Raises BadUpload, UploadTooLarge, UploadTooSlow, NotEvidence, NotTaken, NoSuchRecord, OutsideLog, StoreFailed
        and what `statement.parse` raises."""
        try:
            sent = await within(_uploads(request), SENDING)
        except asyncio.TimeoutError:
            raise UploadTooSlow(seconds=SENDING) from None
        except (ValueError, RuntimeError, AssertionError, HttpProcessingError, ConnectionError):
            raise BadUpload() from None
        data, file = await self._evidence_in(sent)
        async with self._turn:
            now = int(self._server.clock())
            found = await asyncio.to_thread(judging.judge, self._server.trust, self._mains, data, file, now)
        raw = json.dumps(found.fields, indent=2)
        error = (found.fields["error"], found.fields["message"]) if "error" in found.fields else None
        return self._answer(request, shown=found, raw=raw, error=error)

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in FILES:
            raise web.HTTPNotFound()
        return templates.file(FILES[name], name)

    def refusal(self, request: web.Request, status: int, name: str, why: str) -> web.Response:
        """Return the page that says why a request is refused."""
        return self._answer(request, status, error=(name, why))

    async def _evidence_in(self, sent: list[Upload]) -> tuple[bytes, File | None]:
        """Return evidence, and the file that it should be of. Of a record alone the log itself makes the evidence."""
        first = next((one for one in sent if envelope.is_envelope(one.data) or one.data[:1] == STATEMENT_TAG), None)
        if first is None:
            raise NotEvidence()
        others = [one for one in sent if one is not first]
        file = others[0].file if others else None
        if envelope.is_envelope(first.data):
            return first.data, file
        made = statement.parse(first.data)
        if made.receipts:
            return first.data, file
        if others and others[0].data.startswith(logproof.MAGIC.encode()):
            return evidence.of_statement(id_of(self._server.origin), made, logproof.parse(others[0].data)), None
        return await self._proved(made), file

    async def _proved(self, made: Statement) -> bytes:
        """Return the evidence of a record. Raises NotTaken, NoSuchRecord, OutsideLog, StoreFailed."""
        server = self._server
        if server.head is None:
            raise NotTaken(why="it has shown no head yet")
        index, _ = await server.store.find(made.entry())
        size = server.head.size
        if index >= size:
            raise OutsideLog(index, size)  # it is there, and the next head covers it
        proof = LogProof(index, await server.store.path(index, size), server.head.note)
        return evidence.of_statement(id_of(server.origin), made, proof)

    def _answer(self, request: web.Request, status: int = 200, **fields: Any) -> web.Response:
        wish = request.query.get("language")
        language = languages.chosen(ROOM, wish, request.headers.get("Accept-Language", ""))
        page = _environment(language).get_template("page.html")
        text = page.render(
            {
                "log": self._server.origin,
                "size": self._server.shown,
                "threshold": self._server.trust.policy.threshold(),
                "action": f"/?language={language.code}" if wish == language.code else "/",
                "megabytes": MAX_UPLOAD >> 20,
                "shown": None,
                "error": None,
                "bad": BAD,
                **fields,
            }
        )
        headers = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", status=status, headers=headers)


async def _uploads(request: web.Request) -> list[Upload]:
    """Return the files of a form. Raises BadUpload, UploadTooLarge, and what aiohttp raises for what is no form."""
    if request.content_type != "multipart/form-data":
        raise BadUpload()
    reader = await request.multipart()
    found: list[Upload] = []
    left = MAX_UPLOAD
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name != FIELD:
            raise BadUpload()
        hasher, size, data = sha256(), 0, b""
        while chunk := await part.read_chunk(CHUNK):
            size += len(chunk)
            if size > left:
                raise UploadTooLarge(limit=MAX_UPLOAD)
            hasher.update(chunk)
            data = data + chunk if size <= MAX_EVIDENCE else b""
        left -= size
        if size or part.filename:  # a browser sends an empty part where nothing was chosen
            found.append(Upload(data, File(size, hasher.digest())))
        if len(found) > MAX_FILES:
            raise BadUpload()
    if not found:
        raise BadUpload()
    return found


@functools.cache
def _environment(language: Language) -> Environment:
    made = templates.environment(ROOM, language)
    made.filters["when"] = _when
    return made


def _when(seconds: int) -> str:
    """Return a time as people read it, in UTC."""
    if seconds > LATEST:
        return str(seconds)
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
