"""The witnesses of a log, asked to cosign its heads. Source: C2SP tlog-witness."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.errors import BadHead
from lightclient.audit.hosts.errors import WitnessRefuses
from lightclient.audit.hosts.store import LogStore, Signed
from lightclient.audit.note import MAX_NOTE, Note
from lightclient.audit.policy import Policy
from lightclient.audit.witnessrequest import WitnessRequest, add_answer
from lightclient.errors import LightClientError
from lightclient.waiting import within

SECONDS = 5.0  # for one answer
TRIES = 3  # with the size that a witness says that it knows
CONFLICT = 409


class Witnesses:
    """Those of a policy that have a URL. told(name, error or None) hears of each answer."""

    def __init__(
        self, policy: Policy, store: LogStore, told: Callable[[str, Exception | None], None] = lambda name, error: None
    ) -> None:
        self.policy = policy
        self.names = sorted(policy.urls)
        self._store = store
        self._told = told
        self._sizes: dict[str, int] = {}  # that each cosigned last, as far as we know
        self._session: aiohttp.ClientSession | None = None

    async def cosigned(self, signed: Signed) -> Signed | None:
        """Ask all of them for a head; return it with the cosignatures that came, kept, None if it is kept no more.

        It is published once the policy's quorum is met. Raises StoreFailed.
        """
        found = await asyncio.gather(*[self._asked(name, signed) for name in self.names])
        added = [signature for signatures in found for signature in signatures]
        note = notes.parse(signed.note)
        _merge(note, added)
        seen = {name for name, key in self.policy.witnesses.items() if note.times(key)}

        def change(old: bytes) -> bytes:
            kept = notes.parse(old)
            _merge(kept, added)
            return kept.serialize()

        return await self._store.change_head(signed.size, change, self.policy.met(seen))

    async def _asked(self, name: str, signed: Signed) -> list[tuple[str, bytes, bytes]]:
        """Return the cosignatures of one witness; none if it does not answer, or refuses."""
        try:
            note = Note(notes.parse(signed.note).text)
            answer = await within(self._answer(name, signed), SECONDS)
            add_answer(note, answer, self.policy.witnesses[name])
            if not note.signatures:
                raise WitnessRefuses(name=name, why="its answer has no cosignature by its key")
        except (LightClientError, aiohttp.ClientError, OSError, asyncio.TimeoutError, ValueError) as error:
            self._told(name, error)
            return []
        self._sizes[name] = signed.size
        self._told(name, None)
        return note.signatures

    async def _answer(self, name: str, signed: Signed) -> bytes:
        if not self._session:
            self._session = aiohttp.ClientSession()
        url = self.policy.urls[name].rstrip("/") + "/add-checkpoint"
        for _ in range(TRIES):
            old = min(self._sizes.get(name, 0), signed.size)
            path = await self._store.grown(old, signed.size)
            request = WitnessRequest(old, path, signed.note).serialize()
            async with self._session.post(url, data=request, allow_redirects=False) as response:
                body = await _body(response)
                if response.status == 200:
                    return body
                if response.status != CONFLICT:
                    raise WitnessRefuses(name=name, why=f"it answers with status {response.status}")
            self._sizes[name] = _size(name, body, signed.size)
        raise WitnessRefuses(name=name, why="it names another size each time")

    async def close(self) -> None:
        session, self._session = self._session, None
        if session:
            await session.close()


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Return the body of an answer, or its front if it has no end."""
    body = b""
    while len(body) <= MAX_NOTE and (piece := await response.content.readany()):
        body += piece
    return body


def _size(name: str, body: bytes, most: int) -> int:
    """Return the size that a witness says it has cosigned."""
    try:
        return heads.decimal(body.decode("ascii", "replace").removesuffix("\n"), most)
    except BadHead:
        raise WitnessRefuses(name=name, why="it knows a log that is larger, or another one") from None


def _merge(note: Note, added: list[tuple[str, bytes, bytes]]) -> None:
    """Add signatures, one of each key: the witness may have been asked by another server before."""
    keys = {(name, id_) for name, id_, _ in note.signatures}
    note.signatures += [each for each in added if each[:2] not in keys]
