"""Files that commands read: plain or .xz, binary or hex, never larger than what they can hold."""

import lzma
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from lightclient.bitcoin.header import SIZE
from lightclient.codec.errors import BadSchema, TooLarge, Truncated

INPUT = "-"  # stands for standard input
XZ = b"\xfd7zXZ\x00"
CHUNK = 4096 * SIZE
MAX_FILE = 256 << 20  # bytes: three times the headers of Bitcoin so far
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
MAX_XZ = 128 << 20  # bytes of memory to unpack with: `xz -9` asks for half of it


def read(path: Path) -> bytes:
    """Return a file's bytes, decompressed if it is .xz. Raises OSError, TooLarge, BadSchema for a broken .xz."""
    data = bytearray()
    for piece in _pieces(path, lambda done: None):
        data += piece
        if len(data) > MAX_FILE:
            raise TooLarge(path.name, len(data), MAX_FILE)
    return bytes(data)


def read_input() -> bytes:
    """Return what standard input holds. Raises OSError, TooLarge."""
    data = sys.stdin.buffer.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise TooLarge("standard input", len(data), MAX_FILE)
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
    """Write a file whole or not at all; a device or a pipe is written to and stays what it is.

    The temporary file beside it has a name that nobody can guess, and is made anew: in a folder that others write to,
    no link that they put there is followed.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, NEW, 0o666), "wb") as file:
            try:
                file.write(data)
                file.flush()
                os.replace(part, path)
            except BaseException:
                part.unlink()
                raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None  # the user gave that name and not the other


def _pieces(path: Path, progress: Callable[[float], None]) -> Iterator[bytes]:
    total = 0
    raw = _raw(path, progress)
    first = next(raw, b"")
    pieces = chain([first], raw)
    try:
        for piece in _unpacked(pieces) if first.startswith(XZ) else pieces:
            total += len(piece)
            yield piece
    except (lzma.LZMAError, EOFError) as error:
        raise BadSchema(path.name, f"broken .xz after {total} bytes: {error}") from None


def _raw(path: Path, progress: Callable[[float], None]) -> Iterator[bytes]:
    done = 0
    with open(path, "rb") as file:
        while data := file.read(CHUNK):
            yield data
            done += len(data)
            progress(done)


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack .xz, one stream or several; lzma.open would pass over in silence what follows one and is none."""
    stream = _stream()
    for data in pieces:
        while data or not (stream.needs_input or stream.eof):
            if stream.eof:
                stream = _stream()
            yield stream.decompress(data, CHUNK)
            data = stream.unused_data
    if not stream.eof:
        raise EOFError("it ends within a stream")


def _stream() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, MAX_XZ)
