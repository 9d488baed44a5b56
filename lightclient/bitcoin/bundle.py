"""Proof bundles: one CBOR blob that proves a transaction offline. docs/formats.md has the CDDL.

It holds the transaction itself, stripped of witnesses, so that what it pays can be read from proven bytes; the
coinbase with its branch, which shows how deep the tree really is; and what ties the header to the verifier's chain:
the headers that follow it, or its inclusion proof in the header log.
"""

from collections import namedtuple

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.errors import (
    CoinbaseDepth,
    LeafIsInnerNode,
    NotCoinbase,
    RootMismatch,
    WitnessNotStripped,
    WrongNetwork,
)
from lightclient.bitcoin.merkle import CHECKS, root_of
from lightclient.bitcoin.walk import AMBIGUOUS_SIZE, walk
from lightclient.codec.cbor import ARRAY, BLOB, decode, encode, head, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.codec.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from lightclient.bitcoin.anchor import ChainAnchor
    from lightclient.bitcoin.headers_anchor import HeadersAnchor
    from lightclient.bitcoin.signet import Signature
    from lightclient.bitcoin.walk import Walked
    from lightclient.evidence.verdict import Verdict

    class Leaf(NamedTuple):
        txid: bytes
        is_coinbase: bool
else:
    # What a proof needs to know of a transaction. `leaf_of` makes it: no inner node of the tree passes for one.
    Leaf = namedtuple("Leaf", ("txid", "is_coinbase"))

MAGIC = "LCB1"
FIELDS = 8
PREFIX = head(ARRAY, FIELDS) + encode(MAGIC)
COINBASE_DEPTH = "coinbase-depth"  # a check


class Bundle:
    """A bundle that decodes; `verify` tells what it proves.

    network    name
    tx         transaction without witnesses; empty for a verifier that has walked it already
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

    def verify(
        self,
        anchor: "ChainAnchor | HeadersAnchor",
        clock: "int | None" = None,
        signature: "Signature | None" = None,
        walked: "Leaf | None" = None,
    ) -> "Verdict":
        """Return the verdict against `anchor`: Proved, or NotYet with what is missing.

        clock: Unix seconds; headers of the bundle above the anchor's tip count with it alone. signature: checks a
        signature as `signet.check` wants it, by the backend in use if None. A signet's block needs its solution, and
        for that the coinbase. walked: the transaction, for a bundle that comes without: what `leaf_of` made of what the
        caller has walked from end to end.
        Raises WrongNetwork, WitnessNotStripped, LeafIsInnerNode, NotCoinbase, CoinbaseDepth, RootMismatch,
        BadSignetSolution, and what `walk`, `merkle.root_of` and the anchor raise.
        """
        network = anchor.network
        if self.network != network.name:
            raise WrongNetwork(self.network, network.name)
        root = bytes(codec.merkle_root_of(self.header))
        if walked is None or len(self.tx):
            walked = leaf(self.tx)
        if walked.is_coinbase != (not self.position):
            raise NotCoinbase()
        if root_of(walked.txid, self.position, self.branch) != root:
            raise RootMismatch()
        checks: "tuple[str, ...]" = ("stripped-txid", "leaf-size", "branch-length", "position") + CHECKS
        skipped: "tuple[str, ...]" = ()
        missing: "tuple[str, ...]" = ()
        if self.coinbase is not None:
            self._check_coinbase(root)
            checks += (COINBASE_DEPTH,)
        else:
            skipped += (COINBASE_DEPTH,)
        if self.log_proof is not None:
            index, size, path = self.log_proof
            tie = anchor.by_log(self.header, index, size, bytes(path))
        else:
            tie = anchor.by_run(bytes(self.header) + (self.following or b""), clock)
        if network.challenge is not None:
            from lightclient.bitcoin import signet  # costs memory, and only signets have it

            if self.coinbase is not None:
                tx, branch = self.coinbase
                signet.check(bytes(self.header), bytes(tx), bytes(branch), network, signature or signet.by_backend)
                checks += (signet.CHECK,)
            else:
                skipped += (signet.CHECK,)
                missing += (signet.COINBASE,)
        verdict = tie.verdict(anchor, [(self.position, walked.txid)], checks, skipped, missing)
        verdict.subject.content = self.tx
        return verdict

    def _check_coinbase(self, root: bytes) -> None:
        """Every leaf lies equally deep, and a coinbase cannot be forged into an inner node (BIP54)."""
        tx, branch = self.coinbase or (b"", b"")
        walked = leaf(tx)
        if not walked.is_coinbase:
            raise NotCoinbase()
        if len(branch) != len(self.branch):
            raise CoinbaseDepth(len(branch) // 32, len(self.branch) // 32)
        if root_of(walked.txid, 0, branch) != root:
            raise RootMismatch()


def is_bundle(data: "bytes | memoryview") -> bool:
    """Return whether `data` begins as a bundle does."""
    return bytes(data[: len(PREFIX)]) == PREFIX


def parse(data: "bytes | memoryview") -> Bundle:
    """Return the bundle that `data` holds; of a view, its byte strings are views that last no longer.

    Raises BadSchema and the errors of `cbor.decode`.
    """
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != FIELDS or fields[0] != MAGIC:
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


def leaf_of(walked: "Walked") -> Leaf:
    """Return what a proof needs of a transaction. Raises LeafIsInnerNode if it may be two hashes just as well."""
    if walked.stripped_size == AMBIGUOUS_SIZE:
        raise LeafIsInnerNode()
    return Leaf(walked.txid, walked.is_coinbase)


def leaf(tx: bytes, stripped: bool = True) -> Leaf:
    """Return what `tx` is, whole and alone; `stripped`: it must have no witnesses.

    Raises WitnessNotStripped, LeafIsInnerNode, TrailingBytes and what `walk` raises.
    """
    reader = Reader(tx)
    walked = walk(reader)
    reader.end()
    if stripped and walked.size != walked.stripped_size:
        raise WitnessNotStripped()
    return leaf_of(walked)


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise BadSchema("bundle", what)
