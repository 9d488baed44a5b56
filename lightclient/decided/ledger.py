"""Such a chain as `sync` sees a ledger: headers that validators decided, each final at once."""

from lightclient.codec.cbor import decode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.decided.kept import Kept
from lightclient.votes import period

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.decided.kept import Recent
    from lightclient.decided.network import Network, Signed, Trusted
    from lightclient.evidence.verdict import Verdict

    Buffer = bytes | bytearray | memoryview
    Run = list[Signed]

MAX_RUN = 64  # headers in one message
MAX_FIELDS = 8  # items of one in CBOR, itself included
MAX_LOCATOR = 8  # headers in a locator


class Ledger(Kept):
    """What is kept of a chain (kept.py), behind the interface that every ledger offers to a session (sync/ledger.py).

    unclocked  time of the header from which steps were taken without a clock, None if all of that was checked since
    """

    trusted = True  # a trust anchor is as good as any later header
    adopted = 0

    def __init__(
        self,
        network: "Network",
        root: "Trusted",
        state: "Trusted",
        recent: "Recent",
        unclocked: "int | None",
        window: int,
        anchor: str,
    ) -> None:
        super().__init__(network, root, state, recent)
        self.unclocked = unclocked
        self.window = max(window, 1)
        self.anchor = anchor
        self.replaced: "list[Callable[[int], object]]" = []

    @property
    def height(self) -> int:
        return self.state.height

    @property
    def tip(self) -> bytes:
        return self.state.hash

    @property
    def time(self) -> int:
        return self.state.time

    @property
    def stamp(self) -> int:
        return self.state.height

    def read(self, payload: "Buffer") -> "tuple[int, Run]":
        """Return (height of the first header, signed headers) of a message.

        Raises BadSchema and what `cbor.decode` and `Network.read_signed` raise, TooLarge for more than MAX_RUN.
        """
        items = decode(payload, MAX_RUN * MAX_FIELDS + 1)  # type: ignore[arg-type]
        if not isinstance(items, list):
            raise BadSchema("a run", "not a list of signed headers")
        if len(items) > MAX_RUN:
            raise TooLarge("the number of signed headers", len(items), MAX_RUN)
        run = [self.network.read_signed(item) for item in items]
        return (run[0].height if run else 0), run

    def last(self, height: int, run: "Run") -> "tuple[int, bytes]":
        return run[-1].height, run[-1].hash

    def extend(self, run: "Run", height: int, clock: "int | None") -> "int | None":
        """Take signed headers, each later than the one before; those between two may be missing.

        Raises what `Network.step` does, OtherBlock, and Equivocation for a second block of one height that was decided.
        """
        before, state, unclocked = self.before, self.state, self.unclocked
        self.beside([new for new in run if new.height <= self.height], clock)
        passed = []
        for new in run:
            if new.height <= self.height:
                continue
            unclocked = self.clocked(unclocked, state, clock)
            reached = self.advance(state, new, clock)
            passed.append((state.height, state.hash))
            before, state = state, reached
        if state is self.state:
            return None
        fork = self.height
        self.before, self.state, self.unclocked = before, state, unclocked
        self.recent = (self.recent + passed)[-self.window :]
        return fork

    def clocked(self, unclocked: "int | None", state: "Trusted", clock: "int | None") -> "int | None":
        """Return `unclocked` as it stands after a step from `state`."""
        lasting = self.network.trusting_period
        if lasting is None:
            return None
        if clock is None:
            return state.time if unclocked is None else unclocked
        if unclocked is not None and period.state_of(unclocked, lasting, clock) == period.RUNNING:
            return None  # the check is made up for: it would have held then, as it holds now
        return unclocked

    def knows(self, height: int, block_hash: bytes) -> bool:
        """Return whether a block is ours, as far as we have kept hashes; of others nothing is asked any more."""
        known = self.hash_at(height)
        return height <= self.height and known in (None, block_hash)

    def is_best(self, block_hash: bytes) -> bool:
        return block_hash == self.tip

    def locator(self) -> bytes:
        """Return heights, 8 bytes big-endian, and hashes of the headers that are kept, the newest first."""
        kept = [(self.height, self.tip)] + list(reversed(self.recent))
        return b"".join([height.to_bytes(8, "big") + block_hash for height, block_hash in kept[:MAX_LOCATOR]])

    def root_point(self, clock: "int | None") -> "bytes | None":
        """Return the trust anchor as a locator has it, None if it answers no more for what comes after it.

        Evidence that leads up from there convinces whoever has the same trust anchor, and not only us.
        """
        if period.state_of(self.root.time, self.network.trusting_period, clock) == period.OVER:
            return None
        return self.root.height.to_bytes(8, "big") + self.root.hash

    def challenger(self, saved: "Buffer | None" = None) -> None:
        return None

    def adopt(self, challenger: "Any") -> bool:
        return False

    def where(self, height: int, block_hash: bytes) -> "bool | None":
        known = self.hash_at(height)
        return None if known is None else known == block_hash

    def prove(
        self,
        subject: "Any",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Callable[[Buffer], object] | None" = None,
    ) -> "Any":
        """Return the question about a subject, as the network's own questions take it."""
        return self.network.question(self, subject, clock, limit, proven)

    def judge_evidence(self, data: "bytes | memoryview", clock: "int | None") -> "Verdict":
        """Return the verdict on evidence in an envelope. Raises what `evidence.judge` raises."""
        from lightclient.decided import evidence  # a device that only follows needs none of it

        return evidence.judge(self, data, clock)

    def evidence_of_attack(self) -> "bytes | None":
        """Return evidence that others can judge, once a second block of one height was shown; else None."""
        from lightclient.decided.evidence import attack_of

        return None if self.way is None else attack_of(self.network, self.way)

    def facts(self) -> "dict[str, object]":
        """Return what more there is to say of the chain."""
        state = self.state
        return {
            "profile": self.network.profile.name,
            "validators": len(state.validators),
            "signed": str(state.signed) + " of " + str(state.total),
        }

    def parts(self) -> "list[bytes]":
        """Return the record for the next start, with what shows a fork if there was one.

        Its oldest hash is the trust anchor's: the chain came from there.
        """
        recent, root = self.recent, self.root
        if root.height < (recent[0][0] if recent else self.height):
            recent = [(root.height, root.hash)] + recent
        made = self.network.record(self.state, recent, self.unclocked)
        if self.common is None:
            return made
        from lightclient.decided import forked  # which hardly anybody ever needs

        return forked.parts(self, made, self.common)
