"""Waiting with a limit, on hosts: asyncio.wait_for before Python 3.12 may swallow a cancellation.

It does where the cancellation comes together with the result; whoever waits for the cancelled task then waits for ever.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

T = TypeVar("T")


async def within(waited: Awaitable[T], seconds: float | None) -> T:
    """Return what is waited for; if it takes longer, cancel it and raise asyncio.TimeoutError."""
    future = asyncio.ensure_future(waited)
    try:
        await asyncio.wait([future], timeout=seconds)
        late = not future.done()
        if late:
            future.cancel()
            await asyncio.wait([future])
    except asyncio.CancelledError:
        future.cancel()
        future.add_done_callback(_looked_at)
        raise
    if late and future.cancelled():
        raise asyncio.TimeoutError
    return future.result()


async def came(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, at most so many seconds; return whether it came."""
    try:
        await within(event.wait(), seconds)
    except asyncio.TimeoutError:
        return False
    return True


def _looked_at(future: asyncio.Future[T]) -> None:
    """Take an error that nobody waits for any more: asyncio would complain of it."""
    if not future.cancelled():
        future.exception()
