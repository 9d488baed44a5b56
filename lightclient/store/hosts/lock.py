"""Files that no second process may write: flock, where the system has it (not on Windows)."""

import os

from lightclient.store.errors import StateLocked
from lightclient.store.files import FileSlots

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:
    flock = None  # type: ignore[assignment]


class Lock:
    """Holds `path` for this process until `close`, or until the process ends. The file is made if it is not there.

    The lock is on the file itself, so nothing is left behind, and a process that was killed blocks nobody. It binds
    whoever asks for it too, and the file has to be written in place: one that is put in its stead is not locked.
    """

    def __init__(self, path: str, role: str, make: int = os.O_CREAT) -> None:
        """role: what the file is, for people, such as "the state file". make: 0 for a file that has to be there.

        Raises StateLocked, OSError.
        """
        self.file: int | None = None
        if flock is None:
            return
        file = os.open(path, os.O_RDWR | make | os.O_CLOEXEC, 0o666)
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise StateLocked(role=role, path=path) from None
        except OSError:
            os.close(file)
            raise
        self.file = file

    def close(self) -> None:
        file, self.file = self.file, None
        if file is not None:
            os.close(file)

    def __del__(self) -> None:
        self.close()


class LockedSlots(FileSlots):
    """FileSlots that no other process has until `close`, which SlotStore.close calls."""

    def __init__(self, path: str, role: str = "the state file") -> None:
        """Raises StateLocked, OSError."""
        self.lock = Lock(path + ".0", role)
        super().__init__(path)

    def close(self) -> None:
        self.lock.close()
