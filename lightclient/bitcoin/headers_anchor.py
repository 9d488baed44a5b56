"""HeadersAnchor: a run of headers that the user trusts as given."""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import MINIMUM_WORK, hashes_of, work_over
from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.errors import BadDifficulty, HighHash, RootMismatch, UnknownBlock
from lightclient.bitcoin.more_errors import NoHeaderLog
from lightclient.bitcoin.tie import CLAIMED_HEIGHT, Tie
from lightclient.evidence.finality import Work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network


class HeadersAnchor:
    """Trust in headers as given: linked, with the work their own bits ask for, but with no rule checked beyond that."""

    name = "headers as given"

    def __init__(self, run: bytes, network: "Network") -> None:
        """run: linked raw headers. Raises Truncated, PrevHashMismatch, BadBits, BadDifficulty, HighHash."""
        self.network = network
        self.headers = codec.split(run)
        self.hashes = hashes_of(self.headers)
        limit = target_of(network.limit_bits)
        for header, block_hash in zip(self.headers, self.hashes):  # noqa: B905 - MicroPython's zip has no `strict`
            target = target_of(codec.bits_of(header))
            if target > limit:
                raise BadDifficulty(codec.bits_of(header), network.limit_bits)
            if int.from_bytes(block_hash, "little") > target:
                raise HighHash()

    def by_run(self, run: bytes, clock: "int | None" = None) -> Tie:
        """As `ChainAnchor.by_run`. Headers above the trusted ones count for nothing. Raises UnknownBlock."""
        headers = codec.split(run)
        hashes = hashes_of(headers)
        for older, tied in enumerate(hashes):
            if tied in self.hashes:
                return self._tie(headers[0], hashes[0], self.hashes.index(tied), older, ())
        raise UnknownBlock(codec.display(hashes[0]))

    def by_log(self, header: bytes, index: int, size: int, path: bytes) -> Tie:
        raise NoHeaderLog()

    def by_root(self, root: bytes, height: "int | None") -> Tie:
        """As `ChainAnchor.by_root`; the claimed height cannot be checked. Raises RootMismatch."""
        for index, header in enumerate(self.headers):
            if codec.merkle_root_of(header) == root:
                return self._tie(header, self.hashes[index], index, 0, () if height is None else (CLAIMED_HEIGHT,))
        raise RootMismatch()

    def by_height(self, root: bytes, height: int) -> "Tie | None":
        """As `ChainAnchor.by_height`; no height is known here, so another root is no contradiction: then it is None."""
        try:
            return self.by_root(root, height)
        except RootMismatch:
            return None

    def _tie(self, header: bytes, block_hash: bytes, index: int, older: int, skipped: "tuple[str, ...]") -> Tie:
        above = self.headers[index + 1 :]
        finality = Work(older + 1 + len(above), work_over(above), codec.time_of(self.headers[-1]))
        return Tie(header, block_hash, None, finality, ("headers-given",), skipped + ("header-rules", MINIMUM_WORK))
