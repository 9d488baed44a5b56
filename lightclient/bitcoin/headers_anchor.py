"""HeadersAnchor: a run of headers that the user trusts as given."""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import Place, hashes_of, work_over
from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.errors import BadDifficulty, HighHash
from lightclient.bitcoin.proof_errors import RootMismatch, UnknownBlock
from lightclient.bitcoin.trust_errors import NoHeaderLog

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

    def by_run(self, run: bytes) -> Place:
        """As `ChainAnchor.by_run`. Headers above the trusted ones add no confirmations. Raises UnknownBlock."""
        headers = codec.split(run)
        hashes = hashes_of(headers)
        for older, tied in enumerate(hashes):
            if tied in self.hashes:
                return self._place(hashes[0], self.hashes.index(tied), older)
        raise UnknownBlock(codec.display(hashes[0]))

    def by_log(self, header: bytes, index: int, size: int, path: bytes) -> Place:
        raise NoHeaderLog()

    def by_root(self, root: bytes, height: "int | None") -> Place:
        """As `ChainAnchor.by_root`; the claimed height cannot be checked. Raises RootMismatch."""
        for index, header in enumerate(self.headers):
            if codec.merkle_root_of(header) == root:
                return self._place(self.hashes[index], index, 0)
        raise RootMismatch()

    def _place(self, block_hash: bytes, index: int, older: int) -> Place:
        above = self.headers[index + 1 :]
        return Place(block_hash, None, older + 1 + len(above), work_over(above), "headers-given")
