"""Counters that no power cut sets back, and windows that take each message once.

A device numbers what it signs with a Counter. Numbers are reserved in the store before the first of them is used, some
at a time to spare flash: after a power cut the rest of them is lost and none is used twice.

Whoever receives keeps a Window for each device. It takes a number once, in order or up to 64 late, and is saved before
what came with the number is acted upon: after a power cut the message that was being handled is refused, not repeated.
Ask for acknowledgement and send again under the same number, and handle a refusal as done.

    ["LCN1", next free number]                   ["LCW1", newest, bits of the 64 before it and itself, newest time]
"""

from lightclient.codec.cbor import MAX_UINT, decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.identity.errors import (
    BehindWindow,
    CounterExhausted,
    FutureDated,
    OutOfDate,
    Replayed,
    TooFarAhead,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Store(Protocol):
        """A SlotStore, or what does the same."""

        def load(self) -> "bytes | None": ...

        def save(self, *payload: bytes) -> None: ...


COUNTER, WINDOW = "LCN1", "LCW1"
WIDTH = 64  # numbers that a window remembers
_FULL = (1 << WIDTH) - 1
LEEWAY = 60  # seconds by which two clocks may differ
MAX_AHEAD = 1 << 32  # numbers that may be skipped at once: one forged message cannot use them all up


class Counter:
    """Gives each number once, from 1 on."""

    def __init__(self, store: "Store", reserve: int = 16) -> None:
        """reserve: numbers at a time. Raises BadSchema, CorruptStore and the errors of `cbor.decode`."""
        self._store = store
        self._reserve = reserve
        fields = _record(store.load(), COUNTER, 1)
        self._next = fields[0] if fields else 1
        self._end = self._next  # the first number that is not reserved

    def next(self) -> int:
        """Return the next number. Raises CounterExhausted, and what the store raises; no number is used up then."""
        number = self._next
        if number >= MAX_UINT - self._reserve:
            raise CounterExhausted(at=number)
        if number == self._end:
            self._store.save(encode([COUNTER, number + self._reserve]))
            self._end = number + self._reserve
        self._next = number + 1
        return number


class Window:
    """Takes each number of one sender once.

    newest  the highest number that was taken, 0 before the first
    time    the latest time of a message that was taken, Unix seconds; 0 if none had one
    """

    def __init__(self, store: "Store | None" = None, limit: int = MAX_AHEAD) -> None:
        """store: None for a window that whoever holds it saves. Raises as `Counter`."""
        self._store = store
        self._limit = limit
        fields = _record(store.load() if store else None, WINDOW, 3)
        self.newest, self._bits, self.time = fields or (0, 0, 0)

    def check(
        self, sequence: int, time: "int | None" = None, clock: "int | None" = None, age: "int | None" = None
    ) -> None:
        """Check that a message is new, and change nothing.

        time: of the message, clock: of the receiver, Unix seconds; what is None is not looked at. age: the greatest
        that is taken, in seconds.
        Raises Replayed, BehindWindow, TooFarAhead, FutureDated, OutOfDate.
        """
        if sequence > self.newest:
            if self.newest and sequence - self.newest > self._limit:
                raise TooFarAhead(sequence=sequence, newest=self.newest, limit=self._limit)
        else:
            behind = self.newest - sequence
            if behind >= WIDTH or sequence < 1:
                raise BehindWindow(sequence=sequence, newest=self.newest, window=WIDTH)
            if self._bits >> behind & 1:
                raise Replayed(sequence=sequence)
        if time is not None and clock is not None:
            if time > clock + LEEWAY:
                raise FutureDated(time=time, clock=clock, leeway=LEEWAY)
            if age is not None and time < clock - age:
                raise OutOfDate(time=time, clock=clock, age=age)

    def take(
        self, sequence: int, time: "int | None" = None, clock: "int | None" = None, age: "int | None" = None
    ) -> None:
        """Take a message, once its signature has held, and save that before returning.

        Raises what `check` and the store raise; the window is as it was then.
        """
        self.check(sequence, time, clock, age)
        newest, bits = self.newest, self._bits
        if sequence > newest:
            shift = sequence - newest
            bits = (bits << shift if shift < WIDTH else 0) & _FULL | 1
            newest = sequence
        else:
            bits |= 1 << newest - sequence
        latest = max(self.time, time or 0)
        if self._store:
            self._store.save(encode([WINDOW, newest, bits, latest]))
        self.newest, self._bits, self.time = newest, bits, latest

    def serialize(self) -> bytes:
        return encode([WINDOW, self.newest, self._bits, self.time])


def parse_window(data: bytes) -> Window:
    """Return a window that was serialized, without a store. Raises BadSchema and the errors of `cbor.decode`."""
    found = Window()
    found.newest, found._bits, found.time = _record(data, WINDOW, 3)
    return found


def _record(data: "bytes | None", magic: str, count: int) -> "list[int]":
    """Return the numbers of a record, none if there is no record."""
    if data is None:
        return []
    fields = decode(bytes(data), 8)
    if not isinstance(fields, list) or len(fields) != count + 1 or fields[0] != magic:
        raise BadSchema("replay record", "not a " + magic)
    if not all(is_uint(each) for each in fields[1:]):
        raise BadSchema("replay record", "not numbers")
    if magic == WINDOW and bool(fields[1]) != bool(fields[2] & 1):
        raise BadSchema("replay record", "the newest number is not marked as taken")
    return fields[1:]
