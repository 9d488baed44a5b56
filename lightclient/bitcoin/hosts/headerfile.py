"""A flat file of raw headers for hosts: one 80-byte record per block of the best chain.

The file is never trusted and never thrown away. Whatever a crash or a bad disk left in it, `recover` checks every
header as if a stranger had sent it and cuts the file back to the last good one.
"""

import os

from lightclient.bitcoin.chain import Chain
from lightclient.bitcoin.header import SIZE, prev_hash_of, split
from lightclient.errors import InvalidHeader
from lightclient.store.errors import CorruptStore
from lightclient.store.hosts.lock import Lock

MESSAGE = 2016 * SIZE


class HeaderFile:
    """The headers of `chain` from its base on, block 0 included if the chain begins there.

    Call `recover` once, then `extend` with what arrives. The file can be given to `lightclient headers verify`. From
    `recover` to `close` no other process has it.
    """

    def __init__(self, path: str, chain: Chain) -> None:
        """chain: what is trusted already, a checkpoint or genesis, without headers above its base."""
        self.path = path
        self.chain = chain
        self.head = b"" if chain.base.height else chain.network.genesis
        self.first = chain.base.height + 1 - len(self.head) // SIZE
        self.lock: "Lock | None" = None

    def recover(self) -> int:
        """Read the file into the chain and cut off what does not belong there; return how many bytes were cut off.

        A file that does not exist is made. Raises StateLocked, OSError, and CorruptStore if not even the first header
        is good: then it is some other file, and it stays as it is.
        """
        if self.lock is None:
            self.lock = Lock(self.path, "the header file")
        with open(self.path, "a+b") as file:
            size = file.tell()
            file.seek(0)
            good = len(self.head)
            start = file.read(good)
            if start == self.head:
                taken = MESSAGE
                while taken == MESSAGE:
                    file.seek(good)
                    taken = self._take(file.read(MESSAGE))
                    good += taken
            elif not self.head.startswith(start):
                raise CorruptStore(self.path + " does not begin with the genesis block of " + self.chain.network.name)
            if size >= SIZE and not good:
                raise CorruptStore(self.path + " does not begin with a header that follows the checkpoint")
            if good != size:
                file.truncate(min(good, size))
                file.write(self.head[size:])
                _settle(file)
        return max(size - good, 0)

    def extend(self, data: bytes, now: "int | None" = None) -> "int | None":
        """As `Chain.extend`, and write what changed to the file. Raises what it raises, and OSError."""
        fork = self.chain.connect(split(data), now)
        if fork is not None:
            self.write_after(fork)
            self.chain.slide()
        return fork

    def write_after(self, fork: int, settle: bool = True) -> None:
        """Replace what the file holds above height `fork` by the chain's headers. Raises OSError.

        settle: whether to wait until the disk has it; `recover` copes with either.
        """
        with open(self.path, "r+b") as file:
            file.seek((fork + 1 - self.first) * SIZE)
            file.write(self.chain.headers_after(fork))
            file.truncate()
            if settle:
                _settle(file)

    def close(self) -> None:
        """Let another process have the file."""
        lock, self.lock = self.lock, None
        if lock is not None:
            lock.close()

    def _take(self, data: bytes) -> int:
        """Extend the chain with the good headers at the front of `data`; return their bytes."""
        tip = self.chain.tip
        good = len(data) - len(data) % SIZE
        if not good or prev_hash_of(data) != tip.tip_hash:
            return 0
        try:
            self.chain.extend(data[:good])
        except InvalidHeader as error:
            good = ((error.height or 0) - tip.height - 1) * SIZE
            self.chain.extend(data[:good])
        return good


def _settle(file: "BinaryIO") -> None:
    file.flush()
    os.fsync(file.fileno())


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO
