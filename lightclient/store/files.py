"""Slots as two files, on a host or on a board's file system."""

try:
    from os import fsync
except ImportError:  # MicroPython, whose file systems commit a file when it is closed
    fsync = None  # type: ignore[assignment]


class FileSlots:
    """A medium for slots: the files `path`.0, `path`.1 and so on."""

    def __init__(self, path: str) -> None:
        self.path = path

    def read(self, slot: int) -> bytes:
        try:
            with open(self.path + "." + str(slot), "rb") as file:
                return file.read()
        except OSError as error:
            if error.errno != 2:  # ENOENT: nothing was stored yet
                raise
            return b""

    def write(self, slot: int, parts: "list[bytes]") -> None:
        with open(self.path + "." + str(slot), "wb") as file:
            for part in parts:
                file.write(part)
            if fsync is not None:
                file.flush()
                fsync(file.fileno())
