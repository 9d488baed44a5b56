"""A log server: takes records, signs heads, has them cosigned, and shows them. Several may share one store.

async with LogServer(...) as server:      opened, and at work until the block ends
    await server.sequencer.take([statement], "10.0.0.7")
    await server.head                     the newest head that is shown
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lightclient.audit.head import Head
from lightclient.audit.hosts.checking import Rules
from lightclient.audit.hosts.errors import BadLogConfig
from lightclient.audit.hosts.sequencer import Sequencer
from lightclient.audit.hosts.settings import INTERVAL
from lightclient.audit.hosts.store import LogStore, Signed
from lightclient.audit.hosts.witnesses import Witnesses
from lightclient.audit.note import Note
from lightclient.audit.notekey import LOG, of_signer
from lightclient.audit.policy import NONE
from lightclient.audit.trust import Trust
from lightclient.errors import LightClientError
from lightclient.gateway.logs import Quiet, log
from lightclient.gateway.workers import WORKERS
from lightclient.identity import registry as registries
from lightclient.identity.key import Key
from lightclient.store.errors import StoreFailed

if TYPE_CHECKING:
    from lightclient.audit.hosts.bodies import Bodies
    from lightclient.keys.signer import Signer

PAUSE = 1.0  # seconds until a store that does not answer is asked again
MAX_REGISTRY = 1 << 18  # bytes


class LogServer:
    """See above.

    trust: the log's own trust file: its key, its witnesses with their URLs, keys of devices
    signer, name: of the log's key, which has to be that of the file
    registry: path of the site's registry, read again when it changes; operator: the key that signs it; site: its name
    """

    def __init__(
        self,
        store: LogStore,
        trust: Trust,
        signer: Signer,
        name: Any = None,
        registry: str = "",
        operator: Key | None = None,
        site: str = "",
        gaps: bool = True,
        interval: float = INTERVAL,
        workers: int = WORKERS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Raises BadLogConfig, and what the signer raises."""
        if of_signer(signer, trust.log.name, LOG, name).key != trust.log.key:
            raise BadLogConfig(key="policy", why="its log has another key than the one in the keystore")
        if registry and not (operator and site):
            raise BadLogConfig(key="registry", why="it takes operator and site as well")
        missing = [one for one in trust.policy.counted() if one not in trust.policy.urls]
        if missing and trust.policy.quorum != NONE:
            raise BadLogConfig(key="policy", why=f"the witness {missing[0]} has no URL to ask it at")
        self.store = store
        self.trust = trust
        self.origin = trust.log.name
        self.signer = signer
        self.name = name
        self.head: Signed | None = None
        self.news = asyncio.Event()  # set when `head` changes; whoever waits clears it
        self.failing = ""  # why no heads are signed now
        self.witnesses = Witnesses(trust.policy, store, self._answered)
        self.sequencer = Sequencer(store, lambda: self._rules, gaps, workers, clock)
        self.bodies: Bodies | None = None  # where bodies are kept that do not fit into records
        self.showing: list[Callable[[Signed], Any]] = []  # called, and awaited, with each head before it counts
        self._registry = registry
        self._operator = operator
        self._site = site
        self._interval = interval
        self.clock = clock
        self._quiet = Quiet(log)
        self._read = b""
        devices = tuple((one, key.serialize()) for one, key in sorted(trust.devices.items()))
        self._rules = Rules(self.origin, devices, site, b"", operator.serialize() if operator else b"")
        self._running: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> LogServer:
        """Raises StoreFailed, BadStore, OSError, BadLogConfig, and what `registry.parse` raises."""
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self.store.close)
            await self.store.open(self.origin)
            await self._load(first=True)
            self.head = await self.store.newest(published=True)
            if self.head:
                for show in self.showing:
                    await show(self.head)  # it may have been stopped before
            stack.pop_all()
        self._running = [asyncio.create_task(work) for work in (self.sequencer.run(), self._sign())]
        return self

    async def __aexit__(self, *error: object) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self.witnesses.close()
        await self.store.close()

    @property
    def shown(self) -> int:
        """The size of the head that is shown, 0 before the first."""
        return self.head.size if self.head else 0

    async def ended(self) -> None:
        """Wait for the work to end, which it does by a fault alone. Raises that."""
        await asyncio.gather(*self._running)

    async def _sign(self) -> None:
        """Sign a head each `interval`, if the log has grown, until cancelled."""
        while True:
            await asyncio.sleep(self._interval if not self.failing else max(PAUSE, self._interval))
            await self._load()
            try:
                await self._advance()
                if self.failing:
                    self.failing = ""
                    self._quiet.forget("no heads")
            except StoreFailed as error:
                self.failing = "its store does not answer"
                self._quiet.warning("no heads", {"log": self.origin, "error": error.name, "reason": str(error)})
            except OSError as error:  # of what is shown in files
                self.failing = "its heads cannot be written"
                self._quiet.warning("no heads", {"log": self.origin, "reason": error.strerror or type(error).__name__})
            except Exception:  # a fault of ours, or a store that is damaged, must not end the service
                self.failing = "heads fail"
                self._quiet.exception("failed", {"log": self.origin, "what": "a head"})

    async def _advance(self) -> None:
        signed = await self.store.sign_head(self._note, self.clock(), self._interval)
        if signed and not signed.published:
            if self.witnesses.names:
                signed = await self.witnesses.cosigned(signed)
            elif self.trust.policy.quorum == NONE:
                signed = await self.store.change_head(signed.size, lambda note: note, True)
        if not signed or not signed.published:  # another server may have had one cosigned
            signed = await self.store.newest(published=True)
        if signed and (self.head is None or signed.size > self.head.size):
            for show in self.showing:
                await show(signed)
            self.head = signed
            self.news.set()

    def _note(self, size: int, root: bytes) -> bytes:
        note = Note(Head(self.origin, size, root).serialize())
        note.add(self.trust.log, self.trust.log.sign(self.signer, note.text, name=self.name))
        return note.serialize()

    async def _load(self, first: bool = False) -> None:
        """Read the registry, if it has changed. One that cannot be used changes nothing; at the start it is an error.

        Nobody takes a revocation back: a list that is older than one that was used before, by whichever server of this
        store, is not taken.
        """
        if not self._registry or self._operator is None:
            return
        try:
            with open(self._registry, "rb") as file:
                data = file.read(MAX_REGISTRY + 1)
            if data == self._read:
                return
            new = registries.parse(data, self._operator, self._site)
            if not await self.store.take_list(new.number):
                raise BadLogConfig(key="registry", why="its revocation list is older than one that was used before")
        except (OSError, LightClientError) as error:
            if first:
                raise
            name = type(error).__name__
            self._quiet.warning("registry cannot be used", {"log": self.origin, "error": name, "reason": str(error)})
            return
        self._read = data
        self._rules = self._rules._replace(registry=data)

    def _answered(self, name: str, error: Exception | None) -> None:
        event = f"witness {name} fails"
        if error is None:
            self._quiet.forget(event)
            return
        why = str(error) if isinstance(error, LightClientError) else type(error).__name__
        self._quiet.warning(event, {"log": self.origin, "reason": why})
