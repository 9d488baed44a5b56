"""Watches for Electrum servers, which tell when the history of a script changes.

Before a block counts as looked at, the server is asked for the status of each script once more: a notification may come
later than the block does. Source: the Electrum protocol, blockchain.scripthash.subscribe.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection
from heapq import nsmallest
from typing import Any

from lightclient.bitcoin.hosts.blocks import MAX_SCRIPT
from lightclient.bitcoin.hosts.electrum import ElectrumNode, Entry, script_hash
from lightclient.bitcoin.hosts.errors import BeyondTip, HistoryTooLarge, NotFound
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.kinds import GONE, MINED, SEEN
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.gateway.source import Event, Plan, Told, Work

RAWS = 2000  # transactions that are kept
RAWS_BYTES = 8 << 20
AT_ONCE = 16  # scripts asked for together
LEAST = 0.2  # seconds between two looks
STEP = 16  # waiting transactions that a new watcher is told of at once
FINAL = 0xFFFFFFFE  # the lowest sequence that does not signal replacement (BIP125)


class Script:
    """What is known of a script's history. at: (tip, connection) for which it holds."""

    __slots__ = ("at", "entries", "hash", "status", "told", "too_large")

    def __init__(self, script: bytes) -> None:
        self.hash = script_hash(script)
        self.status: str | None = None
        self.entries: list[Entry] = []
        self.at: tuple[bytes, int] | None = None
        self.too_large = False
        self.told: dict[bytes, list[bytes]] = {}  # waiting transactions that were told of: what they spend


class ScriptWatcher:
    """Items are output scripts."""

    max_item = MAX_SCRIPT

    def __init__(self, node: ElectrumNode, index: HeaderIndex) -> None:
        self.node = node
        self.index = index
        self._scripts: dict[bytes, Script] = {}
        self._raws: OrderedDict[bytes, bytes] = OrderedDict()
        self._raws_bytes = 0

    def work(self, items: Collection[bytes], height: int) -> Work:
        stale = sum([self._is_stale(item) for item in items])
        return Work(calls=stale)

    async def past(self, items: Collection[bytes], first: int, last: int) -> Told:
        await self._refresh(items)
        events = []
        covered = True
        for item in items:
            script = self._scripts[item]
            covered = covered and not script.too_large
            for entry in script.entries:
                if entry.height is not None and first <= entry.height <= last:
                    event = await self._mined(item, entry.txid, entry.height)
                    if event:
                        events.append(event)
        return Told(last, events, covered)

    async def wait(self, timeout: float) -> None:
        least = min(timeout, LEAST)
        await asyncio.sleep(least)
        await self.node.wait_changed(timeout - least)

    def present(self, items: Collection[bytes], after: Any) -> Plan:
        """after: the script and the transaction that were told of last."""
        scripts = [(item, script.entries) for item in items if (script := self._scripts.get(item))]
        found = {(item, one.txid): one for item, entries in scripts for one in entries if one.height is None}
        wanted = nsmallest(STEP, [key for key in found if after is None or key > after])
        calls = sum([txid not in self._raws for _, txid in wanted])

        async def told() -> tuple[list[Event], Any]:
            events = []
            for item, txid in wanted:
                event = await self._seen(item, found[item, txid]) if item in self._scripts else None
                if event:
                    events.append(event)
            return events, wanted[-1] if len(wanted) == STEP else None

        return Plan(Work(calls, len(found) - bool(found)), told)

    async def changes(self, items: Collection[bytes]) -> list[Event]:
        for item in [item for item in self._scripts if item not in items]:
            script = self._scripts.pop(item)
            await self.node.unsubscribe(script.hash)
        changed, self.node.changed = self.node.changed, set()
        fresh = [item for item in items if item not in self._scripts or self._scripts[item].hash in changed]
        fresh += [item for item, script in self._scripts.items() if script.at and script.at[1] != self.node.connections]
        for item in fresh:
            if item in self._scripts:
                self._scripts[item].at = None
        try:
            await self._refresh(fresh)
        except BaseException:
            self.node.changed |= changed  # look again
            raise
        events: list[Event] = []
        for item in dict.fromkeys(fresh):
            await self._compare(item, events)
        return events

    def refused(self, items: Collection[bytes]) -> str:
        busy = any(item in self._scripts and self._scripts[item].too_large for item in items)
        return "watch for so busy a script, whose history its node does not list" if busy else ""

    def back_to(self, height: int) -> None:
        """The blocks above `height` are others now: the tip changed, so histories are asked for anew."""

    def rest(self) -> None:
        """Subscriptions stay for whoever comes next; the next look ends those that nobody needs."""

    # -- histories

    def _is_stale(self, item: bytes) -> bool:
        script = self._scripts.get(item)
        return not script or script.at != (self.index.tip_hash, self.node.connections)

    async def _refresh(self, items: Collection[bytes]) -> None:
        """Bring the histories of `items` to the tip."""
        stale = [item for item in items if self._is_stale(item)]
        for start in range(0, len(stale), AT_ONCE):
            await asyncio.gather(*(self._ask(item) for item in stale[start : start + AT_ONCE]))

    async def _ask(self, item: bytes) -> None:
        script = self._scripts.setdefault(item, Script(item))
        tip = self.index.tip_hash
        try:
            status = await self.node.subscribe(item)
            if status != script.status or script.at is None or script.too_large:
                script.entries = await self.node.history(item) if status else []
            script.too_large = False
            script.status = status
        except HistoryTooLarge:
            script.too_large = True
            script.entries = []
        script.at = tip, self.node.connections

    async def _compare(self, item: bytes, events: list[Event]) -> None:
        """Tell what has begun to wait, and what is gone: neither waiting nor mined."""
        script = self._scripts[item]
        for entry in script.entries:
            if entry.height is None and entry.txid not in script.told:
                event = await self._seen(item, entry)
                if event:
                    events.append(event)
        here = {entry.txid for entry in script.entries}
        for txid in [txid for txid in script.told if txid not in here and not script.too_large]:
            spent = set(script.told.pop(txid))
            rival = None
            for entry in reversed(script.entries):
                raw = await self._raw(entry.txid)
                if raw is not None and spent.intersection(_outpoints(parse(raw))):
                    rival = entry.txid
                    break
                if entry.height is not None and entry.height < self.index.height - 6:
                    break
            body = [GONE, txid, None, rival]
            events.append(Event([item], body, body))
        for entry in script.entries:
            if entry.height is not None:
                script.told.pop(entry.txid, None)

    async def _seen(self, item: bytes, entry: Entry) -> Event | None:
        raw = await self._raw(entry.txid) if entry.height is None else None
        if raw is None:
            return None
        transaction = parse(raw)
        if not any(script == item for _, script in transaction.outputs):
            return None  # it spends from the script
        self._scripts[item].told[entry.txid] = _outpoints(transaction)
        size = (3 * len(transaction.serialize(False)) + len(raw) + 3) // 4
        rate = None if entry.fee is None else entry.fee * 1000 // size
        replaceable = any(sequence < FINAL for _, _, _, sequence in transaction.inputs)
        tail = [len(raw), replaceable, rate, int(entry.has_parents)]
        return Event([item], [SEEN, entry.txid, None, raw, *tail], [SEEN, entry.txid, None, None, *tail])

    async def _mined(self, item: bytes, txid: bytes, height: int) -> Event | None:
        raw = await self._raw(txid)
        if raw is None or not any(script == item for _, script in parse(raw).outputs):
            return None
        try:
            tail = [len(raw), self.index.hash(height)]
        except BeyondTip:
            return None  # a reorganisation: what is there now is told from its fork on
        return Event([item], [MINED, txid, height, raw, *tail], [MINED, txid, height, None, *tail])

    async def _raw(self, txid: bytes) -> bytes | None:
        raw = self._raws.get(txid)
        if raw is None:
            try:
                raw = await self.node.transaction(txid)
            except NotFound:
                return None
            self._raws[txid] = raw
            self._raws_bytes += len(raw)
            while len(self._raws) > RAWS or self._raws_bytes > RAWS_BYTES:
                self._raws_bytes -= len(self._raws.popitem(last=False)[1])
        return raw


def _outpoints(transaction: Transaction) -> list[bytes]:
    return [spent + place.to_bytes(4, "little") for spent, place, _, _ in transaction.inputs]
