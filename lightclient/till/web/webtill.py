"""What the pages and the API of a web till share: the till, and what a cashier set."""

from __future__ import annotations

import asyncio
import collections
import contextlib
from collections.abc import Iterator

from lightclient.client import Client
from lightclient.store.errors import StoreFailed
from lightclient.till.till import Till
from lightclient.till.web.access import Access
from lightclient.till.web.door import hash_of
from lightclient.till.web.errors import TooManyReaders
from lightclient.till.web.kept import Kept
from lightclient.till.web.lightning import Checker
from lightclient.till.web.look import Look
from lightclient.till.web.orders import Orders
from lightclient.till.web.proofs import Proofs
from lightclient.till.web.webhooks import Webhooks

READERS = 256  # pages and programs that follow invoices at once
READERS_EACH = 16  # of one invoice
FRESH = 1.0  # seconds until the store is asked what another till has set


class WebTill:
    """What pages and API share. webhooks: of the same till, if they are told. checker: of receipts of Lightning."""

    def __init__(
        self,
        client: Client,
        till: Till,
        kept: Kept,
        access: Access,
        webhooks: Webhooks | None = None,
        checker: Checker | None = None,
    ) -> None:
        self.client = client
        self.till = till
        self.access = access
        self.proofs = Proofs(client)
        self.checker = checker or Checker()
        self.orders = Orders(till, kept)
        self._kept = kept
        self._look = Look()
        self._looked = float("-inf")
        self._readers: collections.Counter[str] = collections.Counter()
        self._webhooks = webhooks
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> WebTill:
        """Raises StoreFailed, BadStore."""
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self._kept.close)
            await self._kept.open(self.till.wallet.network.id)
            await self.look()
            self.access.door.remember(await self._kept.devices())
            stack.pop_all()
        if self._webhooks:
            self._running = asyncio.create_task(self._webhooks.run())
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._webhooks and self._running:
            self._webhooks.stop()
            await asyncio.wait([self._running])
        await self._kept.close()

    async def ended(self) -> None:
        """Wait for the work to end, which it does by a fault alone. Raises that."""
        if self._running:
            await self._running
        else:
            await asyncio.Event().wait()

    async def enter(self, device: str | None, pin: str) -> str:
        """Return the new name of a device that gave the PIN. Raises what `Door.enter` raises."""
        name = self.access.door.enter(device, pin)
        with contextlib.suppress(StoreFailed):  # then it is a stranger after a restart
            await self._kept.keep_device(hash_of(name), hash_of(device))
        return name

    # -- what a cashier sets

    async def look(self) -> Look:
        """Return what is set now, by whichever till of the shop. Raises StoreFailed."""
        now = asyncio.get_running_loop().time()
        if now - self._looked >= FRESH:
            self._look = await self._kept.look()
            self._looked = now
        return self._look

    async def set_look(self, new: Look) -> None:
        """Raises StoreFailed."""
        await self._kept.set_look(new)
        self._look = new

    @contextlib.contextmanager
    def reading(self, invoice: str) -> Iterator[None]:
        """Count who follows an invoice. Raises TooManyReaders."""
        if self._readers.total() >= READERS or self._readers[invoice] >= READERS_EACH:
            raise TooManyReaders()
        self._readers[invoice] += 1
        try:
            yield
        finally:
            self._readers[invoice] -= 1
            if not self._readers[invoice]:
                del self._readers[invoice]
