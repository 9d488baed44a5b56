"""What a device has signed for a log, in a file: a number is never used twice, and nothing signed is lost.

    with opened(path) as outbox:             no other process signs for this file meanwhile
        outbox.check(device, origin)
        made = outbox.to_send([(content, body)], sign)     what waits, and each body, signed unless it waits already
        outbox.answered(made, taken)         which of them the log has on its disk

The file is the newest statement alone once the log has all of them. Until then it is deterministic CBOR:

    ["LCO1", newest statement, [[statement, whether the log has it], ...]]

It is on the disk before a statement leaves this process, and whole whenever the power fails.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lightclient.audit import statement
from lightclient.audit.hosts.errors import OutboxFull
from lightclient.audit.statement import Statement
from lightclient.cli import files
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.store.errors import StateLocked
from lightclient.store.hosts.lock import Lock

MAGIC = "LCO1"
MAX_SIZE = 64 << 20  # bytes of statements that wait
MAX_WAITING = 1 << 16  # statements
PATIENCE, PAUSE = 60.0, 0.05  # seconds to wait for another process, and between looks whether it has ended

Body = tuple[str, tuple[Any, ...]]  # what it is, and the record's body


@contextmanager
def opened(path: Path) -> "Iterator[Outbox]":
    """Yield the outbox of a file, which need not be there. Raises StateLocked after a minute, what `Outbox` raises."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            lock = Lock(str(path) + ".lock", "the state file")  # beside it: the file itself is replaced
            break
        except StateLocked:
            if time.monotonic() > deadline:
                raise StateLocked(role="the state file", path=path) from None
            time.sleep(PAUSE)
    try:
        yield Outbox(path)
    finally:
        lock.close()


class Outbox:
    """See above. newest: the statement with the highest number, None before the first."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, BadSchema and what the decoder raises for another file."""
        self._path = path
        self._sent: list[tuple[bytes, bool]] = []
        self.newest: Statement | None = None
        data = files.read(path) if path.exists() else b""
        if not data:
            if path.exists():
                raise BadSchema("state", "the file is empty")
            return
        if data.startswith(encode([MAGIC, 0, 0])[:6]):
            found = decode(data, 4 + 3 * MAX_WAITING)
            if len(found) != 3 or not isinstance(found[1], bytes) or not all(map(_is_sent, found[2])):
                raise BadSchema("state", "it is not an " + MAGIC)
            self._sent = [(made, known) for made, known in found[2]]
            data = found[1]
        self.newest = statement.parse(data)

    def check(self, device: str, origin: str) -> None:
        """Raises BadSchema for the state of another device, OtherLog."""
        if self.newest:
            self.newest.check_log(origin)
            if self.newest.record().device != device:
                raise BadSchema("state", "it is of another device")

    def to_send(self, bodies: list[Body], sign: Callable[[int, bytes | None, Body], Statement]) -> list[bytes]:
        """Return the statements to send, in their order: those that wait, and one for each body; all are in the file.

        A body that was given before, when not all were taken, is the one that was signed then. Where nothing waits the
        newest comes first, once more. sign(sequence, previous, body) makes the next one.
        Raises OutboxFull, and then nothing is signed; OSError; what `sign` raises.
        """
        earlier = [(made, known, statement.parse(made).record()) for made, known in self._sent]
        again, new = set(), []
        for body in bodies:
            for place, (_, _, record) in enumerate(earlier):
                if place not in again and (record.content, record.body) == body:
                    again.add(place)
                    break
            else:
                new.append(body)
        sent = [(made, known) for place, (made, known, _) in enumerate(earlier) if place in again or not known]
        size = sum(len(made) for made, _ in sent) + sum(len(part) for _, held in new for part in held[1:2])
        if size > MAX_SIZE or len(sent) + len(new) > MAX_WAITING:
            raise OutboxFull(waiting=len(sent))
        if not sent and self.newest:
            sent.append((self.newest.serialize(), False))
        last = self.newest.record() if self.newest else None
        for body in new:
            self.newest = sign(last.sequence + 1 if last else 1, last.hash() if last else None, body)
            last = self.newest.record()
            sent.append((self.newest.serialize(), False))
        self._sent = sent
        if new:
            self._save()
        return [made for made, _ in sent]

    def answered(self, made: list[bytes], taken: list[bool]) -> None:
        """Note which of these statements the log has. Raises OSError."""
        has = {one for one, known in zip(made, taken, strict=True) if known}
        self._sent = [(one, known or one in has) for one, known in self._sent]
        if all(known for _, known in self._sent):
            self._sent = []
        self._save()

    def _save(self) -> None:
        if self.newest is None:
            return
        newest = self.newest.serialize()
        data = encode([MAGIC, newest, [[made, known] for made, known in self._sent]]) if self._sent else newest
        part = self._path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with os.fdopen(os.open(part, files.NEW, 0o666), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self._path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(self._path)) from None  # the user gave that name
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _is_sent(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and isinstance(one[0], bytes) and isinstance(one[1], bool)
