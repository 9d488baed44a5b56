"""Several calendars at once: stamping files, and upgrading what calendars have promised."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from lightclient.errors import LightClientError
from lightclient.opentimestamps import file
from lightclient.opentimestamps.attestation import BITCOIN, PENDING, Attestation
from lightclient.opentimestamps.file import TimestampFile
from lightclient.opentimestamps.gather import gathered
from lightclient.opentimestamps.hosts.calendar import PATIENCE, is_trusted, session
from lightclient.opentimestamps.hosts.errors import (
    CalendarFails,
    CalendarLies,
    CalendarNotTrusted,
    CalendarWaits,
    TooFewCalendars,
)
from lightclient.opentimestamps.operations import APPEND, SHA256, Operation
from lightclient.opentimestamps.timestamp import Timestamp

if TYPE_CHECKING:
    from lightclient.mqtt.hosts.proxy import Proxy

    Check = Callable[[Attestation, bytes], object]

NONCE = 16  # bytes: a calendar cannot try whether a commitment is that of a file it knows


class Answer:
    """What a calendar gave: error is None, or why it gave nothing. new: how many attestations."""

    def __init__(self, calendar: str, error: CalendarFails | None, new: int = 0) -> None:
        self.calendar = calendar
        self.error = error
        self.new = new


async def stamp(
    digests: Iterable[tuple[int, bytes]],
    calendars: tuple[str, ...],
    needed: int,
    proxy: Proxy | None = None,
    patience: float = PATIENCE,
) -> tuple[list[TimestampFile], list[Answer]]:
    """Return a timestamp file for each (algorithm, digest), in their order, and what each calendar gave.

    Calendars see one commitment for all files, made with a random number for each. Raises TooFewCalendars unless
    `needed` of them promise an attestation, BadCalendarUrl.
    """
    files = [TimestampFile(algorithm, Timestamp(digest)) for algorithm, digest in digests]
    salted = [each.timestamp.then(Operation(APPEND, secrets.token_bytes(NONCE))) for each in files]
    top = gathered([node.then(Operation(SHA256)) for node in salted])
    async with session(proxy, patience) as calendar:
        asked = [calendar(url) for url in dict.fromkeys(calendars)]
        given = await asyncio.gather(*[each.submit(top.message) for each in asked], return_exceptions=True)
    answers = []
    for one, what in zip(asked, given, strict=True):
        if isinstance(what, CalendarFails):
            answers.append(Answer(one.url, what))
        elif isinstance(what, BaseException):
            raise what
        else:
            answers.append(Answer(one.url, None, top.merge(what)))
    good = [each for each in answers if each.error is None]
    if len(good) < needed:
        why = "; ".join(str(each.error) for each in answers if each.error)
        raise TooFewCalendars(got=len(good), asked=len(answers), needed=needed, why=why)
    for each in files:
        file.parse(each.serialize())  # which is what others will do
    return files, answers


async def upgrade(
    data: bytes,
    named: tuple[str, ...] = (),
    proxy: Proxy | None = None,
    check: Check | None = None,
    patience: float = PATIENCE,
) -> tuple[bytes, list[Answer]]:
    """Return a timestamp file with what its calendars have by now, and what each of them gave.

    named: addresses that may be asked beside the public calendars. check: raises a LightClientError for what a block
    is said to attest, and does not; such an answer is refused as a whole, and what the file says of such a block is
    asked for anew.
    Raises what `file.parse` raises, and BadCalendarUrl.
    """
    named = tuple(url.rstrip("/") for url in named)
    promised = _promised(file.parse(data), check)
    async with session(proxy, patience) as calendar:

        async def asked(uri: str, commitment: bytes) -> Timestamp:
            if not is_trusted(uri, named):
                raise CalendarNotTrusted(calendar=uri)
            return await calendar(uri).ask(commitment)

        given = await asyncio.gather(*[asked(*each) for each in promised], return_exceptions=True)
    answers = []
    for (uri, commitment), what in zip(promised, given, strict=True):
        try:
            if isinstance(what, BaseException):
                raise what
            data, new = _merged(data, uri, commitment, what, check)
            answers.append(Answer(uri, None, new))
        except CalendarFails as error:
            answers.append(Answer(uri, error))
    return data, answers


def is_complete(found: Timestamp, check: Check | None = None) -> bool:
    """Return whether a block is said to attest a timestamp, and `check` has nothing against it."""
    for node, each in found.attested():
        if each.tag == BITCOIN:
            try:
                if check:
                    check(each, node.message)
                return True
            except LightClientError:  # a block that is gone: the calendar may have another one by now
                continue
    return False


def waiting(answers: list[Answer]) -> bool:
    """Return whether some calendar could be asked, and has nothing yet."""
    return any(isinstance(each.error, CalendarWaits) for each in answers)


def _promised(found: TimestampFile, check: Check | None) -> list[tuple[str, bytes]]:
    """Return (calendar, commitment) of each promise that is not kept yet."""
    return [
        (each.uri, node.message)
        for node, each in found.timestamp.attested()
        if each.tag == PENDING and each.uri and not is_complete(node, check)
    ]


def _merged(data: bytes, uri: str, commitment: bytes, found: Timestamp, check: Check | None) -> tuple[bytes, int]:
    """Return a timestamp file with what a calendar gave, and how much of that is new. Raises CalendarLies."""
    whole = file.parse(data)
    new = 0
    try:
        for node, each in found.attested():
            if check and each.tag == BITCOIN:
                check(each, node.message)
        for node, each in whole.timestamp.attested():
            if each.uri == uri and node.message == commitment:
                new += node.merge(found)
        merged = whole.serialize()
        file.parse(merged)  # the whole may be too deep although its parts are not
    except LightClientError as error:
        raise CalendarLies(calendar=uri, why=f"{error.name}: {error}") from None
    return merged, new
