"""Bitcoin as `sync` sees a ledger: a chain that takes messages and says where it stands."""

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin.locators import blocks_of, locator
from lightclient.errors import ForkTooDeep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.bitcoin.chain import Chain
    from lightclient.bitcoin.networks.network import Network
    from lightclient.bitcoin.questions import Proof
    from lightclient.evidence.verdict import Verdict

    Buffer = bytes | bytearray | memoryview
    Run = tuple[Any, ...]

CHALLENGE_WINDOW = 12  # headers of a challenger: enough for the forks that happen while it catches up


class Ledger:
    """A Chain behind the interface that every ledger offers to a session (sync/ledger.py).

    trust: the checkpoint that `chain` started from, or GENESIS: the trust anchor, where a challenger starts again. None
    where it is not at hand. anchor: its name, for verdicts. adopted: how often a challenger's chain was taken.
    replaced: functions that get the height above which blocks were replaced, 0 after a challenge.

    Headers say nothing about the signature of a signet's blocks: there a ledger, and a challenge, are worth no more
    than the work, and only the block's coinbase shows the rest (signet.py).
    """

    forked = None  # work decides: two blocks of one height are nothing to stop for

    def __init__(self, chain: "Chain", trust: "Buffer | str | None" = None, anchor: str = "chain as given") -> None:
        self.chain = chain
        self.trust = trust
        self.anchor = anchor
        self.adopted = 0
        self.replaced: "list[Callable[[int], object]]" = []

    @property
    def network(self) -> "Network":
        return self.chain.network

    @property
    def height(self) -> int:
        return self.chain.tip.height

    @property
    def tip(self) -> bytes:
        return self.chain.tip.tip_hash

    @property
    def time(self) -> int:
        """Unix seconds, as the newest header has them."""
        return self.chain.tip.times[-1]

    @property
    def trusted(self) -> bool:
        """Whether the chain has the network's minimum work. Below it it is no chain to confirm anything by."""
        return self.chain.tip.chainwork >= self.chain.network.min_chainwork

    @property
    def stamp(self) -> bytes:
        """The newest block of the header log: a proof into the log is about the log that ends there."""
        return self.chain.base.tip_hash

    def read(self, payload: "Buffer") -> "tuple[int, Run]":
        """Return (height of the first header, run); see packed.unpack. Raises Malformed and its kin."""
        return packed.parse(payload)  # type: ignore[arg-type]

    def last(self, height: int, run: "Run") -> "tuple[int, bytes]":
        """Return (height, hash) of the last block of a run that begins at `height` and is not empty."""
        headers, last = run
        return height + len(headers) - 1, last

    def extend(self, run: "Run", height: int, clock: "int | None") -> "int | None":
        """Raises what `Chain.connect` raises, and ForkTooDeep for a branch too long to keep before it wins."""
        if not run:
            return None
        headers, last = run
        before = self.chain.tip.height
        fork = self.chain.connect(headers, clock, height, last)
        self.chain.slide()
        if fork is not None and fork < before:
            self._replaced(fork)
        if fork is None and not self.knows(height + len(headers) - 1, last):
            raise ForkTooDeep(self.chain.base.height)
        return fork

    def knows(self, height: int, block_hash: bytes) -> bool:
        """Return whether a block is on the best chain or a side branch; below the window nothing is asked any more."""
        chain = self.chain
        if height <= chain.base.height:
            return True
        return any(branch.index(block_hash) is not None for branch in [chain.best] + chain.branches)

    def is_best(self, block_hash: bytes) -> bool:
        """Return whether a block is the tip, or the tip of a side branch with as much work."""
        tip = self.chain.tip
        level = (branch.tip for branch in self.chain.branches if branch.tip.chainwork == tip.chainwork)
        return tip.tip_hash == block_hash or any(state.tip_hash == block_hash for state in level)

    def locator(self) -> bytes:
        """Return where this ledger stands, as bytes (locators.py)."""
        return locator(self.blocks())

    def blocks(self) -> "list[tuple[int, bytes]]":
        return blocks_of(self.chain)

    def challenger(self, saved: "Buffer | None" = None) -> "Ledger | None":
        """Return a ledger that starts at the trust anchor again, beside this one; None where that is not at hand.

        Its window holds at most CHALLENGE_WINDOW headers.
        saved: the record of a challenger that goes on. Raises what `start.chain_of` raises.
        """
        if self.trust is None:
            return None
        from lightclient.bitcoin import start  # which imports this file

        window = min(self.chain.window, CHALLENGE_WINDOW)
        record = (self.trust, start.TRUST) if saved is None else (saved, start.SAVED)
        return Ledger(start.chain_of(self.network, record[0], window, record[1]), self.trust, self.anchor)

    def adopt(self, challenger: "Ledger") -> bool:
        """Take the chain of our challenger if the whole of it has more work than ours; return whether it had.

        The challenger is used up: its chain, window and header log are ours then, and our own are gone.
        """
        if challenger.trust is not self.trust or challenger.network is not self.network:
            return False  # not from our trust anchor: nobody has checked what lies below it
        chain = challenger.chain
        if chain.tip.chainwork <= self.chain.tip.chainwork:
            return False
        chain.window = self.chain.window
        self.chain = chain
        self.adopted += 1
        self._replaced(0)
        return True

    def _replaced(self, fork: int) -> None:
        for tell in self.replaced:
            tell(fork)

    def where(self, height: int, block_hash: bytes) -> "bool | None":
        """Return whether the block at `height` is this one; None below the window, where only a proof can say."""
        chain = self.chain
        if height < chain.base.height:
            return None
        return height <= chain.tip.height and chain.index(block_hash) == height

    def prove(
        self,
        subject: "object",
        clock: "Callable[[], int | None]",
        limit: int,
        proven: "Callable[[Buffer], object] | None" = None,
    ) -> "Proof":
        """Return the question for the proof of a transaction; see questions.Proof."""
        from lightclient.bitcoin.questions import Proof  # costs memory, and a device that only follows needs none of it

        return Proof(self, subject, limit, proven=proven)

    def judge_evidence(self, data: "bytes | memoryview", clock: "int | None") -> "Verdict":
        """Return the verdict on evidence in hand, of any form. Raises what `evidence.verify` raises."""
        from lightclient.bitcoin import evidence
        from lightclient.bitcoin.anchor import ChainAnchor

        anchor = ChainAnchor(self.chain, self.anchor)
        form, body = evidence.opened(data, anchor)
        return evidence.verify(form, body, anchor, clock)

    def facts(self) -> "dict[str, object]":
        """Return what more there is to say of the chain."""
        return {"chainwork": f"{self.chain.tip.chainwork:064x}"}

    def save(self) -> bytes:
        return checkpoint.serialize(self.chain)

    def parts(self) -> "list[bytes]":
        """Return what `save` returns in pieces, for a board has no room for it in one."""
        return checkpoint.parts(self.chain)

    def brief(self) -> "list[bytes]":
        """Return the same without the headers of the window: none of them can be replaced then."""
        chain = self.chain.scratch()
        chain.window = 0
        chain.slide()
        return checkpoint.parts(chain)


def load(data: bytes, network: "Network", window: int) -> Ledger:
    """Return the ledger that `save` recorded, without a trust anchor. Raises what `checkpoint.parse` raises."""
    return Ledger(checkpoint.parse(data, network, window))
