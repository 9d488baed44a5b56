"""Where the database of a log or a till is, as settings name it."""

from pathlib import Path

from lightclient.gateway.errors import BadSecret
from lightclient.gateway.settings import password_of


def store_of(where: str, password: Path | None) -> str:
    """Return where a store is, with the password of a file. Raises BadSecret."""
    if password is None:
        return where
    from lightclient.store.hosts.database import with_password

    found = with_password(where, password_of(password, "store_password_file"))
    if found is None:
        raise BadSecret(key="store_password_file", why="it takes a URL with a user and no password, in store")
    return found
