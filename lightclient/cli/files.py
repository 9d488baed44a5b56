"""Files that commands read: plain or .xz, binary or hex, never larger than what they can hold."""

import lzma
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lightclient.bitcoin.header import SIZE
from lightclient.errors import BadSchema, TooLarge, Truncated

XZ = b"\xfd7zXZ\x00"
CHUNK = 4096 * SIZE
MAX_FILE = 256 << 20  # bytes: three times the headers of Bitcoin so far


def read(path: Path) -> bytes:
    """Return a file's bytes, decompressed if it is .xz. Raises OSError, TooLarge, BadSchema for a broken .xz."""
    data = b""
    for piece in _pieces(path, lambda done: None):
        data += piece
        if len(data) > MAX_FILE:
            raise TooLarge(path.name, len(data), MAX_FILE)
    return data


def from_hex(data: bytes) -> bytes:
    """Return the bytes that a hex text stands for; what is no hex text comes back as it is."""
    try:
        return bytes.fromhex(data.decode("ascii"))
    except ValueError:
        return data


def header_runs(paths: Iterable[Path], progress: Callable[[float], None]) -> Iterator[bytes]:
    """Yield runs of whole raw headers from `paths` in order; `progress` is told how many bytes were read.

    Raises OSError, Truncated if a file ends within a header, BadSchema for a broken .xz.
    """
    before = 0
    for path in paths:
        rest = b""
        read = 0
        for piece in _pieces(path, lambda done, before=before: progress(before + done)):  # type: ignore[misc]
            data = rest + piece
            whole = len(data) - len(data) % SIZE
            yield data[:whole]
            rest = data[whole:]
            read += len(piece)
        if rest:
            raise Truncated(SIZE, read - len(rest))
        before += path.stat().st_size


def size_of(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)


def _pieces(path: Path, progress: Callable[[float], None]) -> Iterator[bytes]:
    with open(path, "rb") as raw:
        compressed = raw.read(len(XZ)) == XZ
        raw.seek(0)
        file = lzma.LZMAFile(raw) if compressed else raw
        total = 0
        try:
            while piece := file.read(CHUNK):
                total += len(piece)
                yield piece
                progress(raw.tell())
        except (lzma.LZMAError, EOFError) as error:
            raise BadSchema(path.name, f"broken .xz after {total} bytes: {error}") from None
