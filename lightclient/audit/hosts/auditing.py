"""An audit of a log's store: everything is read again and computed anew, and what is amiss is explained.

Damage says that the store contradicts itself or the log's signed heads. Gaps, clocks that went back and devices that
contradicted themselves are what devices did, or what was kept from the log: it is whole all the same.

Memory is flat in the log's size: records are read a tile at a time, and once more by device.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from lightclient.audit import record as records
from lightclient.audit import statement as statements
from lightclient.audit.devicechain import DeviceChain, conflict
from lightclient.audit.errors import RecordsMissing, TimeWentBack
from lightclient.audit.hosts.checking import Rules, checked
from lightclient.audit.hosts.store import LogStore, Signed
from lightclient.audit.hosts.tiles import WIDTH, Edge
from lightclient.audit.policy import Policy
from lightclient.audit.record import Record
from lightclient.audit.statement import Statement
from lightclient.audit.witnessed import check
from lightclient.errors import InvalidProof, LightClientError
from lightclient.identity import key as keys
from lightclient.identity import registry as registries
from lightclient.identity.key import Key

DAMAGE, GAP, CLOCK, FORK, UNKNOWN = "damage", "gap", "clock", "fork", "unknown device"


@dataclass(frozen=True)
class Finding:
    """What is amiss. kind: DAMAGE, GAP, CLOCK, FORK or UNKNOWN. error: a name. where: fields, for programs."""

    kind: str
    error: str
    why: str
    where: dict[str, Any] = field(default_factory=dict)


class Auditor:
    """rules: what the log took; without devices or registry, signatures are not checked. policy: of the log's key."""

    def __init__(self, store: LogStore, policy: Policy, rules: Rules) -> None:
        self.size = self.heads = self.signatures = self.devices = 0
        self._store = store
        self._policy = policy
        self._rules = rules
        self._keys = _keys(rules)

    async def run(self) -> AsyncIterator[Finding]:
        """Yield what is amiss. Raises StoreFailed, LogDamaged for records that are gone."""
        self.size = await self._store.size()
        async for found in self._tree():
            yield found
        for device in await self._store.devices():
            self.devices += 1
            async for found in self._chain(device.device, device.sequence, device.count):
                yield found
        for fork in await self._store.forks():
            first, second = statements.parse(fork.first).record(), statements.parse(fork.second).record()
            if conflict(first, second):
                why = f"{fork.device} signed two records that contradict each other: somebody else has its key"
                yield Finding(FORK, "DeviceForked", why, {"device": fork.device, "sequence": fork.sequence})

    async def _tree(self) -> AsyncIterator[Finding]:
        """Compare records with the tiles, and both with the heads that were signed."""
        signed = await self._store.heads()
        edge = Edge(0, [])
        for head in [head for head in signed if head.size > self.size]:
            yield Finding(DAMAGE, "TailCut", f"a head of {head.size} records was signed, and there are {self.size}")
        ends = sorted({head.size for head in signed if head.size <= self.size} | {self.size})
        at = 0
        while at < self.size:
            end = min(next(size for size in ends if size > at), (at // WIDTH + 1) * WIDTH)
            leaves = []
            for index, data in enumerate(await self._store.between(at, end), at):
                leaf, found = self._record(index, data)
                leaves.append(leaf)
                for each in found:
                    yield each
            edge, grown = edge.grown(leaves)
            if not end % WIDTH or end == self.size:
                kept = await self._store.tiles(grown)
                for key, hashes in grown.items():
                    if kept.get(key, b"")[: len(hashes)] != hashes:
                        why = f"tile {key[1]} of level {key[0]} is not that of the records"
                        yield Finding(DAMAGE, "LogDamaged", why, {"level": key[0], "tile": key[1]})
            for head in [head for head in signed if head.size == end]:
                self.heads += 1
                for each in self._head(head, edge.root()):
                    yield each
            at = end

    def _head(self, head: Signed, root: bytes) -> list[Finding]:
        try:
            found = check(head.note, self._policy)
        except LightClientError as error:
            return [Finding(DAMAGE, error.name, f"the head of {head.size} records: {error}", {"size": head.size})]
        if (found.head.size, found.head.root) != (head.size, root):
            why = f"the head of {head.size} records is not that of the records: they were changed, or it was"
            return [Finding(DAMAGE, "LogRootMismatch", why, {"size": head.size})]
        return []

    def _record(self, index: int, data: bytes) -> tuple[bytes, list[Finding]]:
        """Return the leaf hash of a record, and what is amiss with it alone."""
        where = {"index": index}
        try:
            found = checked(data, self._rules, None)
        except LightClientError as error:
            # What it hashes to is still what the tree has to have.
            try:
                leaf = statements.parse(data).leaf()
            except LightClientError:
                leaf = bytes(32)
            return leaf, [Finding(DAMAGE, error.name, f"record {index}: {error}", where)]
        if not self._keys:
            return found.leaf, []
        known = self._keys.get(found.device, [])
        if not known:
            why = f"record {index} is of {found.device!r}, of whom there is no credential"
            return found.leaf, [Finding(UNKNOWN, "NotRegistered", why, where)]
        self.signatures += 1
        wrong = _signed(statements.parse(data), known)
        return found.leaf, [Finding(DAMAGE, wrong.name, f"record {index}: {wrong}", where)] if wrong else []

    async def _chain(self, device: str, last: int, count: int) -> AsyncIterator[Finding]:
        """Look at the records of one device, in its own order."""
        chain = DeviceChain(device)
        before: tuple[Record, int] | None = None
        seen = 0
        unread: set[int] = set()  # numbers of records that are there and damaged
        rows = await self._store.of_device(device)
        while rows:
            for sequence, index, data in rows:
                seen += 1
                try:
                    record = statements.parse(data).record()
                except LightClientError:  # the tree has told of it
                    unread.add(sequence)
                    continue
                if sequence != record.sequence or device != record.device:
                    where = {"index": index, "device": device}
                    yield Finding(DAMAGE, "OtherDevice", f"record {index} is kept as another one's", where)
                    unread.add(sequence)
                    continue
                for found in _taken(chain, record, index, before):
                    if found.kind != GAP or not unread.issuperset(range(found.where["first"], record.sequence)):
                        yield found
                before = record, index
                unread.clear()
            rows = await self._store.of_device(device, rows[-1][0] + 1)
        if seen != count or chain.sequence != last:
            why = f"{device} has {seen} records up to number {chain.sequence}; {count} up to {last} were taken"
            yield Finding(DAMAGE, "TailCut", why, {"device": device})


def _taken(chain: DeviceChain, record: Record, index: int, before: tuple[Record, int] | None) -> list[Finding]:
    """Have a chain take a record; return what that shows. The chain then stands at the record."""
    where = {"device": record.device, "sequence": record.sequence, "index": index}
    found: list[Finding] = []
    try:
        chain.take(record)
        return found
    except RecordsMissing as error:
        first, last = error.fields["first"], error.fields["last"]
        where |= {"first": first, "last": last}
        told = f"after {_told(*before)}" if before else "from its first one on"
        why = f"{record.device}: records {first} to {last} never came; {told}, before {_told(record, index)}"
        found.append(Finding(GAP, error.name, why, where))
    except TimeWentBack as error:
        found.append(Finding(CLOCK, error.name, f"{error} (index {index})", where))
    except LightClientError as error:
        found.append(Finding(DAMAGE, error.name, f"record {index}: {error}", where))
    chain.sequence, chain.newest = record.sequence, record.hash()
    return found


def _told(record: Record, index: int) -> str:
    sources = {records.OWN_CLOCK: "its own clock", records.NETWORK: "a server's", records.LEDGER: "a ledger's"}
    dated = f"dated {record.time[0]} by {sources[record.time[2]]}" if record.time else "undated"
    return f"number {record.sequence} (index {index}, {dated})"


def _keys(rules: Rules) -> dict[str, list[Key]]:
    """Return all keys that ever spoke for each device: when a record was taken, nobody but the log knows."""
    found = {name: [keys.parse(data)] for name, data in rules.devices}
    if rules.registry:
        for each in registries.parse(rules.registry, keys.parse(rules.operator), rules.site).devices():
            found.setdefault(each.device, []).append(each.key)
    return found


def _signed(made: Statement, known: list[Key]) -> LightClientError | None:
    error: LightClientError | None = None
    for key in known:
        try:
            made.verify(key)
            return None
        except InvalidProof as caught:
            error = caught
    return error
