"""Keystores in files of a host: one record in one file, which only its owner may read.

keyfile.create(path, passphrase).close()
with keyfile.changing(path, passphrase) as store:
    store.put("savings", "entropy", os.urandom(16))

store = keyfile.load(path, passphrase)

`changing` holds a lock from load to save, so that of two writers neither loses what the other wrote.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lightclient.keys import keystore, suite
from lightclient.keys.errors import KeyStoreChanged
from lightclient.keys.keystore import KeyStore
from lightclient.keys.sealed import MAX_SIZE
from lightclient.store.errors import StateLocked
from lightclient.store.hosts.lock import Lock

PATIENCE = 30  # seconds for another writer; scrypt takes it a quarter of a second, at most two
PAUSE = 0.02


def create(path: Path, passphrase: bytes, number: int = suite.SCRYPT, cost: int | None = None) -> KeyStore:
    """Make an empty keystore and its file. Raises FileExistsError, OSError, and what `keystore.create` raises.

    number: `suite.PBKDF2` for one that a board opens as well. cost: the suite's usual one if None.
    """
    store = keystore.create(number, passphrase, suite.load(number).usual if cost is None else cost, os.urandom)
    _make(path, store)
    return store


def load(path: Path, passphrase: bytes) -> KeyStore:
    """Return the keystore of a file. Raises OSError, and what `keystore.unlock` raises."""
    record = _read(path)
    store = keystore.unlock(record, passphrase, os.urandom)
    store.kept = record
    return store


def save(path: Path, store: KeyStore) -> None:
    """Write what is in the store now. After a power cut the file is the old one or the new one.

    Raises KeyStoreChanged if the file is not the one that the store was read from, StateLocked, OSError.
    """
    try:
        with _locked(path):
            _replace(path, store)
    except FileNotFoundError:
        _make(path, store)


@contextmanager
def changing(path: Path, passphrase: bytes) -> Iterator[KeyStore]:
    """Yield the keystore of a file, and save it unless an error ends the block. Other writers wait until then.

    Raises StateLocked after half a minute, and what `load` raises.
    """
    with _locked(path):
        store = load(path, passphrase)
        try:
            yield store
            _replace(path, store)
        finally:
            store.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other writers out. What is locked is the file itself, which has to be in its place still."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            lock = Lock(str(path), "the keystore", 0)
        except StateLocked:
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)
            continue
        try:
            if lock.file is None or os.path.samestat(os.fstat(lock.file), os.stat(path)):
                yield
                return
        finally:
            lock.close()


def _read(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(MAX_SIZE + 1)


def _make(path: Path, store: KeyStore) -> None:
    """Write a file that was not there, whole at once. Raises FileExistsError."""
    record = store.seal()
    beside = _write_beside(path, record)
    try:
        os.link(beside, path)
    except PermissionError:  # a file system without links
        _write(path, record)
    finally:
        beside.unlink()
    _settle(path.parent)
    store.kept = record


def _replace(path: Path, store: KeyStore) -> None:
    if _read(path) != store.kept:
        raise KeyStoreChanged(path=path)
    record = store.seal()
    os.replace(_write_beside(path, record), path)
    _settle(path.parent)
    store.kept = record


def _write_beside(path: Path, record: bytes) -> Path:
    """Return a new file with the record, whose name nobody can guess."""
    beside = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        _write(beside, record)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from None  # the user gave that name
    return beside


def _write(path: Path, record: bytes) -> None:
    with open(path, "xb", opener=_private) as file:
        file.write(record)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make a new name in a folder outlast a power cut, where folders can be opened for that."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
