"""Proof bundles: one CBOR blob that proves a transaction offline. docs/formats.md has the CDDL.

It holds the transaction itself, stripped of witnesses, so that what it pays can be read from proven bytes; the
coinbase with its branch, which shows how deep the tree really is; and what ties the header to the verifier's chain:
the headers that follow it, or its inclusion proof in the header log.
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.merkle import CHECKS, root_of
from lightclient.bitcoin.proof_errors import (
    CoinbaseDepth,
    LeafIsInnerNode,
    NotCoinbase,
    RootMismatch,
    WitnessNotStripped,
)
from lightclient.bitcoin.verdict import Verdict
from lightclient.bitcoin.walk import walk
from lightclient.codec.cbor import BLOB, decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.codec.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.anchor import ChainAnchor
    from lightclient.bitcoin.headers_anchor import HeadersAnchor
    from lightclient.bitcoin.signet import Signature
    from lightclient.bitcoin.walk import Walked

MAGIC = "LCB1"
AMBIGUOUS_SIZE = 64  # bytes: a transaction of this size cannot be told from two hashes


class Bundle:
    """A bundle that decodes; `verify` tells what it proves.

    network    name
    tx         transaction without witnesses
    position   its place in the block
    branch     its branch, one string, lowest level first
    header     80 bytes
    coinbase   (transaction without witnesses, its branch), or None
    following  raw headers after `header`, perhaps none; or None if there is a log proof
    log_proof  (index, log size, path), or None
    """

    __slots__ = ("branch", "coinbase", "following", "header", "log_proof", "network", "position", "tx")

    def __init__(
        self,
        network: str,
        tx: bytes,
        position: int,
        branch: bytes,
        header: bytes,
        coinbase: "tuple[bytes, bytes] | None" = None,
        following: "bytes | memoryview | None" = b"",
        log_proof: "tuple[int, int, bytes] | None" = None,
    ) -> None:
        self.network = network
        self.tx = tx
        self.position = position
        self.branch = branch
        self.header = header
        self.coinbase = coinbase
        self.following = following
        self.log_proof = log_proof

    def serialize(self) -> bytes:
        evidence = self.following if self.log_proof is None else self.log_proof
        return encode([MAGIC, self.network, self.tx, self.position, self.branch, self.header, self.coinbase, evidence])

    def verify(self, anchor: "ChainAnchor | HeadersAnchor", signature: "Signature | None" = None) -> Verdict:
        """Return the verdict against `anchor`.

        signature: checks an ECDSA signature as `signet.check` wants it. With it a signet block's solution is checked
        too, if the bundle carries the coinbase.
        Raises WrongNetwork, WitnessNotStripped, LeafIsInnerNode, NotCoinbase, CoinbaseDepth, RootMismatch,
        BadSignetSolution, and what `walk`, `merkle.root_of` and the anchor raise.
        """
        if self.network != anchor.network.name:
            raise WrongNetwork(self.network, anchor.network.name)
        root = bytes(codec.merkle_root_of(self.header))
        walked = _leaf(self.tx)
        if walked.is_coinbase != (not self.position):
            raise NotCoinbase()
        if root_of(walked.txid, self.position, self.branch) != root:
            raise RootMismatch()
        checks: "tuple[str, ...]" = ("stripped-txid", "leaf-size", "branch-length", "position") + CHECKS
        if self.coinbase is not None:
            self._check_coinbase(root)
            checks += ("coinbase-depth",)
            if anchor.network.challenge and signature:
                from lightclient.bitcoin import signet  # costs memory, and only signets have it

                tx, branch = self.coinbase
                signet.check(bytes(self.header), bytes(tx), bytes(branch), anchor.network, signature)
                checks += ("signet-solution",)
        if self.log_proof is not None:
            index, size, path = self.log_proof
            place = anchor.by_log(self.header, index, size, bytes(path))
        else:
            place = anchor.by_run(bytes(self.header) + (self.following or b""))
        return Verdict(self.network, [(self.position, walked.txid)], place, anchor.name, checks)

    def _check_coinbase(self, root: bytes) -> None:
        """Every leaf lies equally deep, and a coinbase cannot be forged into an inner node (BIP54)."""
        tx, branch = self.coinbase or (b"", b"")
        walked = _leaf(tx)
        if not walked.is_coinbase:
            raise NotCoinbase()
        if len(branch) != len(self.branch):
            raise CoinbaseDepth(len(branch) // 32, len(self.branch) // 32)
        if root_of(walked.txid, 0, branch) != root:
            raise RootMismatch()


def parse(data: "bytes | memoryview") -> Bundle:
    """Return the bundle that `data` holds; of a view, its byte strings are views that last no longer.

    Raises BadSchema and the errors of `cbor.decode`.
    """
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != 8 or fields[0] != MAGIC:
        raise BadSchema("bundle", "not a version 1 bundle")
    network, tx, position, branch, header, coinbase, evidence = fields[1:]
    _check(isinstance(network, str), "the network is not text")
    _check(is_uint(position), "the position is not an unsigned integer")
    for blob in (tx, branch, header):
        _check(isinstance(blob, BLOB), "the transaction, branch and header are not bytes")
    _check(len(header) == codec.SIZE, "the header is not of 80 bytes")
    if coinbase is not None:
        _check(isinstance(coinbase, list) and len(coinbase) == 2, "the coinbase is not [transaction, branch]")
        _check(isinstance(coinbase[0], BLOB) and isinstance(coinbase[1], BLOB), "the coinbase is not of bytes")
        coinbase = (coinbase[0], coinbase[1])
    if isinstance(evidence, BLOB):
        return Bundle(network, tx, position, branch, header, coinbase, evidence)
    _check(
        isinstance(evidence, list)
        and len(evidence) == 3
        and is_uint(evidence[0])
        and is_uint(evidence[1])
        and isinstance(evidence[2], BLOB),
        "neither following headers nor [index, size, path]",
    )
    log_proof = (evidence[0], evidence[1], evidence[2])
    return Bundle(network, tx, position, branch, header, coinbase, None, log_proof)


def _leaf(tx: bytes) -> "Walked":
    reader = Reader(tx)
    walked = walk(reader)
    reader.end()
    if walked.size != walked.stripped_size:
        raise WitnessNotStripped()
    if walked.size == AMBIGUOUS_SIZE:
        raise LeafIsInnerNode()
    return walked


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise BadSchema("bundle", what)
