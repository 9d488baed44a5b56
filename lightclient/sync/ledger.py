"""What a session needs of a ledger, and all that it knows of one. bitcoin/ledger.py is the first such ledger.

A run is the list of blocks that the ledger reads from a message, in whatever form: each the child of the one before.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Ledger(Protocol):
        @property
        def height(self) -> int: ...

        @property
        def tip(self) -> bytes: ...

        def read(self, payload: "bytes | memoryview") -> "tuple[int, list[bytes]]":
            """Return (height of the first block, run) of a message, of which it keeps nothing.

            Raises Malformed and its kin.
            """

        def last(self, height: int, run: list[bytes]) -> "tuple[int, bytes]":
            """Return (height, hash) of the last block of a run that begins at `height`."""

        def extend(self, run: list[bytes], height: int, clock: "int | None") -> "int | None":
            """Take a run; return the last common height if the best chain changed, else None.

            Raises UnknownParent and ForkTooDeep for a run that leads on from nothing known, and an error for each rule
            that it breaks; then nothing has changed.
            """

        def knows(self, height: int, block_hash: bytes) -> bool:
            """Return whether a block is known, on whatever branch."""

        def is_best(self, block_hash: bytes) -> bool:
            """Return whether no known block is better than this one."""

        def locator(self) -> "list[tuple[int, bytes]]":
            """Return (height, hash) of blocks from which a gateway can tell where its chain and this one part."""
