"""What following needs of a ledger, and all that it knows of one; docs/new-ledger.md walks through the smallest.

A network is one record: the rules of one chain as data. `start` makes a ledger of it: the state that we check.
A run is what a ledger reads from one message: blocks, each the child of the one before. Without any it is empty.
"""

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from lightclient.evidence.verdict import Subject, Verdict

    Buffer = bytes | bytearray | memoryview
    Run = Any

    class Network(Protocol):
        """The record of one chain.

        name          as in topics: letters, digits, hyphens, underscores and dots
        id            CAIP-2, as evidence names its ledger
        cadence       how fast the chain moves
        small_blocks  whether some blocks of a run fit into a kilobyte, and whoever has little memory asks for no more
        """

        @property
        def name(self) -> str: ...

        @property
        def id(self) -> str: ...

        @property
        def cadence(self) -> "Cadence": ...

        @property
        def small_blocks(self) -> bool: ...

        def start(
            self, trust: "Buffer | str | None", saved: "Buffer | None", window: int
        ) -> "tuple[Ledger, list[str]]":
            """Return the ledger to follow, and the names of what was passed over to get there.

            trust: a checkpoint, or GENESIS. saved: the record of an earlier run, or None; it serves
            unless it is worse than the trust anchor. window: blocks kept whole, where a ledger keeps any.
            Raises a named error for a trust anchor that cannot serve, never for a saved record.
            """

        def shipped(self) -> "bytes | None":
            """Return the checkpoint that comes with the package, or None."""

        def show(self, id_: bytes) -> str:
            """Return the id of a block or of a subject as people see it."""

    class Ledger(Protocol):
        """The state of one chain, as far as it was checked. After an error it is as it was.

        anchor     the name of the trust anchor
        tip, time  hash of the newest block, and its Unix seconds
        trusted    whether the chain has the least that its network demands; below that it confirms nothing
        stamp      changes when an answer about the ledger as it was may no longer fit
        adopted    how often a challenger's chain was taken
        replaced   functions that get the height above which blocks were replaced; 0 for a challenger's chain
        forked     the Equivocation that `extend` raised once, else None

        A ledger whose blocks are signed by somebody who must not contradict themselves may have three methods more:
        `gossip(client)` returns the Gossip of a client (gossip.py); `said()` the newest block as it is signed, or None;
        `heard(data)` takes one that somebody else was shown and, if it contradicts ours, sets `forked` and returns
        ours. It raises for what proves nothing. `unproved` lists blocks that are signed and that nobody has connected
        to ours, if there may be any. A ledger with challengers may have `brief()`: its record as short as it
        can be, in pieces, for a store that has no room for those of several.
        """

        @property
        def network(self) -> Network: ...

        @property
        def anchor(self) -> str: ...

        @property
        def height(self) -> int: ...

        @property
        def tip(self) -> bytes: ...

        @property
        def time(self) -> int: ...

        @property
        def trusted(self) -> bool: ...

        @property
        def stamp(self) -> object: ...

        @property
        def adopted(self) -> int: ...

        @property
        def replaced(self) -> "list[Callable[[int], object]]": ...

        @property
        def forked(self) -> object: ...

        def read(self, payload: Buffer) -> "tuple[int, Run]":
            """Return (height of the first block, run) of a message; nothing of the message is kept.

            Raises Malformed and its kin.
            """

        def last(self, height: int, run: Run) -> "tuple[int, bytes]":
            """Return (height, hash) of the last block of a run that begins at `height` and is not empty."""

        def extend(self, run: Run, height: int, clock: "int | None") -> "int | None":
            """Take a run; return the last common height if the best chain changed, else None.

            clock: Unix seconds, None if the time is not known.
            Raises UnknownParent and ForkTooDeep for a run that leads on from nothing we keep, Equivocation for a second
            valid block of one height where there can be only one, and an error for each rule that it breaks.
            """

        def knows(self, height: int, block_hash: bytes) -> bool:
            """Return whether a block is known, on whatever branch."""

        def is_best(self, block_hash: bytes) -> bool:
            """Return whether no known block is better than this one."""

        def locator(self) -> bytes:
            """Return where this ledger stands, at most MAX_LOCATOR bytes that only the ledger itself reads."""

        def challenger(self, saved: "Buffer | None" = None) -> "Ledger | None":
            """Return a ledger that starts at the trust anchor again, beside this one; None where no fork can win.

            saved: the record of a challenger from the same trust anchor, which goes on. Raises what makes it unusable.
            """

        def adopt(self, challenger: Any) -> bool:
            """Take the challenger's chain if it is better than ours; return whether it was."""

        def where(self, height: int, block_hash: bytes) -> "bool | None":
            """Return whether the block at `height` is this one; None if only new evidence can say."""

        def prove(
            self,
            subject: Any,
            clock: "Callable[[], int | None]",
            limit: int,
            proven: "Callable[[Buffer], object] | None" = None,
        ) -> "Question":
            """Return the question for evidence of a subject, whose answer is judged to a Verdict.

            clock: Unix seconds now, None if the time is not known. limit: bytes of the largest answer. proven(body):
            gets evidence that holds, perhaps as a view. Raises BadSchema for what cannot be a subject.
            """

        def judge_evidence(self, data: "bytes | memoryview", clock: "int | None") -> "Verdict":
            """Return the verdict on evidence in hand, of any form of the ledger's; clock: Unix seconds, or None.

            Raises a LightClientError if it does not hold.
            """

        def facts(self) -> "dict[str, object]":
            """Return what more there is to say of the chain: values for people, by name."""

        def parts(self) -> "list[bytes]":
            """Return the record of this ledger for `start`, in pieces."""

    class Question(Protocol):
        """Something that a gateway is asked. Each ledger brings its own kinds.

        kind    as in the request
        subject what it is about
        what    what is asked for, as errors name it
        limit   bytes of the largest answer that can be taken
        """

        @property
        def kind(self) -> int: ...

        @property
        def subject(self) -> Subject: ...

        @property
        def what(self) -> str: ...

        @property
        def limit(self) -> int: ...

        def argument(self) -> object:
            """Return the argument of the request, as the ledger stands now."""

        def judge(self, body: Any) -> Any:
            """Return what the answer says. Raises a LightClientError if it does not hold.

            Byte strings of `body` may be views of a buffer that is used again: keep copies.
            """


def record_of(ledger: "Any") -> "tuple[bytes, bool, int]":
    """Return what is another once the record of a ledger is: its tip, whether it forked, how much is unproved."""
    if ledger is None:
        return b"", False, 0
    return ledger.tip, ledger.forked is not None, len(getattr(ledger, "unproved", ()))


GENESIS = "genesis"  # the trust anchor of whoever checks a chain from its first block
MAX_LOCATOR = 4096  # bytes

# How fast a chain moves. spacing: seconds between blocks, as expected. slow_after: seconds without news after which
# something may be wrong. stale_after: age in seconds of a tip that is too old to confirm anything. settled: blocks on
# top of one that will stay.
Cadence = namedtuple("Cadence", ("spacing", "slow_after", "stale_after", "settled"))
