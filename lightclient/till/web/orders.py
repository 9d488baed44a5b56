"""Orders that may be sent again: one key, one invoice, whatever got lost.

The invoice's id is kept with the key before the invoice is opened, so that whoever comes after a crash in between opens
that one, and no second. A till that refuses an order frees its key unless another till is about to open the invoice.
"""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from lightclient.errors import LightClientError
from lightclient.store.errors import StoreFailed
from lightclient.till.errors import UnknownInvoice
from lightclient.till.invoice import Invoice
from lightclient.till.till import Till
from lightclient.till.web.errors import BadField
from lightclient.till.web.kept import Kept

HEADER = "Idempotency-Key"
LONGEST = 255  # characters of a key


def key_of(headers: Mapping[str, str]) -> str | None:
    """Return the key of a request, None without one. Raises BadField for what is no key."""
    keys = [value for name, value in headers.items() if name.lower() == HEADER.lower()]
    if not keys:
        return None
    if len(keys) > 1 or not 1 <= len(keys[0]) <= LONGEST or not all("!" <= letter <= "~" for letter in keys[0]):
        raise BadField(field=HEADER, wanted=f"given once, with 1 to {LONGEST} visible characters of ASCII")
    return keys[0]


class Orders:
    def __init__(self, till: Till, kept: Kept) -> None:
        self._till = till
        self._kept = kept
        self._name = secrets.token_hex(8)  # of this till among those of the shop, as long as it runs
        self._lock = asyncio.Lock()

    async def once(
        self, key: str, order: dict[str, Any], make: Callable[[str], Awaitable[Invoice]]
    ) -> tuple[Invoice, bool]:
        """Return the invoice of a key, and whether it is new. An order that is refused leaves its key free.

        make(name): opens the invoice with this id. Two tills that open it at once: one raises StoreFailed.
        Raises OtherOrder, KeysFull, StoreFailed, and what `make` raises.
        """
        mark = hashlib.sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()
        async with self._lock:
            name = await self._kept.order(key, mark, secrets.token_hex(16), self._name)
            try:
                return await self._till.get(name), False
            except UnknownInvoice:
                pass
            try:
                return await make(name), True
            except StoreFailed:  # it may be there
                raise
            except LightClientError:
                try:
                    return await self._till.get(name), False  # another till was asked as well, and has opened it
                except UnknownInvoice:
                    await self._kept.refuse(key, name, self._name)
                raise
