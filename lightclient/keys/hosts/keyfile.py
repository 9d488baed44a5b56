"""Keystores in files of a host: one record in one file, which only its owner may read.

store = keyfile.create(path, passphrase)
store.put("savings", "entropy", os.urandom(16))
keyfile.save(path, store)

store = keyfile.load(path, passphrase)
"""

import os
from pathlib import Path

from lightclient.keys import keystore, suite
from lightclient.keys.keystore import KeyStore
from lightclient.keys.sealed import MAX_SIZE


def create(path: Path, passphrase: bytes, number: int = suite.SCRYPT, cost: int | None = None) -> KeyStore:
    """Make an empty keystore and its file. Raises FileExistsError, OSError, and what `keystore.create` raises.

    number: `suite.PBKDF2` for one that a board opens as well. cost: the suite's usual one if None.
    """
    store = keystore.create(number, passphrase, suite.load(number).usual if cost is None else cost, os.urandom)
    _write(path, store.seal())
    _settle(path.parent)
    return store


def load(path: Path, passphrase: bytes) -> KeyStore:
    """Return the keystore of a file. Raises OSError, and what `keystore.unlock` raises."""
    with open(path, "rb") as file:
        record = file.read(MAX_SIZE + 1)
    return keystore.unlock(record, passphrase, os.urandom)


def save(path: Path, store: KeyStore) -> None:
    """Write what is in the store now. After a power cut the file is the old one or the new one. Raises OSError."""
    beside = path.with_name(path.name + ".new")
    record = store.seal()
    beside.unlink(missing_ok=True)
    _write(beside, record)
    os.replace(beside, path)
    _settle(path.parent)


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
