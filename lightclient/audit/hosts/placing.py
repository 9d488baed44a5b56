"""Where records belong in a log, by what is known of their devices.

A record is told by its device and number. It is taken once, in whatever order a device's records come, if it does not
contradict those before and after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from lightclient.audit import statement as statements
from lightclient.audit.errors import DeviceForked, RecordsMissing
from lightclient.errors import LightClientError


class Checked(NamedTuple):
    """A record whose signature has been verified.

    device, sequence, previous   as the record has them
    hash       of the record       entry  what the log holds, 32 bytes       leaf  its leaf hash
    statement  bytes, without receipts
    """

    device: str
    sequence: int
    previous: bytes | None
    hash: bytes
    entry: bytes
    leaf: bytes
    statement: bytes


@dataclass(frozen=True)
class Taken:
    """A record that is in the log for good: its index, its entry, and whether it is new there."""

    index: int
    entry: bytes
    fresh: bool


@dataclass(frozen=True)
class Device:
    """Where the records of a device stand. sequence, hash, number: of its newest. count: how many the log has."""

    device: str
    sequence: int
    hash: bytes
    number: int
    count: int


class Known(NamedTuple):
    number: int
    hash: bytes
    statement: bytes | None  # None for one of this batch, which is `record`
    record: Checked | None = None


class Placing:
    """Where the records of a batch belong, decided one after the other."""

    def __init__(self, size: int, gaps: bool) -> None:
        self.size = size
        self.gaps = gaps
        self.devices: dict[str, Device] = {}
        self.known: dict[tuple[str, int], Known] = {}
        self.fresh: list[Checked] = []
        self.contradictions: list[tuple[int, Checked]] = []
        self._moved: set[str] = set()

    def place(self, record: Checked) -> Taken | LightClientError:
        name, number = record.device, record.sequence
        there = self.known.get((name, number))
        if there:
            if there.hash != record.hash:
                return self._forked(record, there, number)
            return Taken(there.number, _entry(there), False)
        device = self.devices.get(name)
        before = (
            self._newest(device) if device and device.sequence == number - 1 else self.known.get((name, number - 1))
        )
        if before and before.hash != record.previous:
            return self._forked(record, before, number - 1)
        if not before and number > 1 and not self.gaps:
            return RecordsMissing(device=name, first=(device.sequence if device else 0) + 1, last=number - 1)
        after = self.known.get((name, number + 1))
        if after and _previous(after) != record.hash:
            return self._forked(record, after, number)
        index = self.size + len(self.fresh)
        self.fresh.append(record)
        self.known[name, number] = Known(index, record.hash, None, record)
        count = device.count if device else 0
        if device and device.sequence > number:
            self.devices[name] = replace(device, count=count + 1)
        else:
            self.devices[name] = Device(name, number, record.hash, index, count + 1)
        self._moved.add(name)
        return Taken(index, record.entry, True)

    def moved(self) -> list[Device]:
        """Return the devices that stand elsewhere now."""
        return [self.devices[name] for name in sorted(self._moved)]

    def _newest(self, device: Device) -> Known:
        return Known(device.number, bytes(device.hash), None)

    def _forked(self, record: Checked, other: Known, sequence: int) -> DeviceForked:
        self.contradictions.append((other.number, record))
        return DeviceForked(device=record.device, sequence=sequence, first=other.hash.hex(), second=(record.hash).hex())


def _entry(known: Known) -> bytes:
    return known.record.entry if known.record else sha256(known.statement or b"").digest()


def _previous(known: Known) -> bytes | None:
    return known.record.previous if known.record else statements.parse(known.statement or b"").record().previous
