"""What gateways are asked about Bitcoin, beside blocks: the kinds of requests, and how their answers are judged.

docs/protocol.md has the arguments and the bodies.
"""

from lightclient.bitcoin import bundle
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.errors import TxidMismatch
from lightclient.bitcoin.header import display, from_display
from lightclient.bitcoin.kinds import BROADCAST, PROOF, TRANSACTION
from lightclient.bitcoin.walk import walk
from lightclient.codec.cbor import BLOB, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.codec.reader import Reader
from lightclient.evidence.finality import CLOCK
from lightclient.evidence.verdict import SYNC, Subject
from lightclient.sync.messages import MAX_UINT32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.bitcoin.bundle import Leaf
    from lightclient.bitcoin.ledger import Ledger
    from lightclient.evidence.verdict import Verdict


def height_of(height: "Any") -> "int | None":
    """Return the height of a block, or None. Raises BadSchema."""
    if height is not None and not is_uint(height, MAX_UINT32):
        raise BadSchema("height", "not a whole number of 32 bits")
    return height  # type: ignore[no-any-return]


def txid_of(subject: "bytes | str") -> bytes:
    """Return a txid in internal order: bytes as they are, text as it is shown. Raises BadSchema."""
    if isinstance(subject, str):
        try:
            subject = from_display(subject)
        except ValueError as error:
            raise BadSchema("txid", str(error))
    if not isinstance(subject, bytes) or len(subject) != 32:
        raise BadSchema("txid", "not 32 bytes, or 64 hex digits as shown")
    return subject


class Proof:
    """Where is a transaction? Answered with a bundle; its verdict is counted on our ledger."""

    kind = PROOF

    def __init__(
        self,
        ledger: "Ledger",
        txid: "Any",
        limit: int,
        height: "int | None" = None,
        proven: "Callable[[bytes | memoryview], object] | None" = None,
        walked: "Leaf | None" = None,
    ) -> None:
        """txid: bytes, text as shown, or (txid, height). height: where it may be found, if that is known.

        proven(bundle): gets the bytes of a bundle that holds, which may be a view. walked: what `bundle.leaf_of` made
        of the transaction, if the caller has walked it: then the bundle may come without it. Raises what `txid_of`
        raises.
        """
        if isinstance(txid, tuple):
            if len(txid) != 2 or not is_uint(txid[1], MAX_UINT32):
                raise BadSchema("txid", "neither a txid nor (txid, height)")
            txid, height = txid
        self.ledger = ledger
        self.txid = txid_of(txid)
        self.limit = limit
        self.height = height_of(height)
        self.proven = proven
        self.walked = walked
        self.subject = subject_of(self.txid)
        self.what = "a proof of " + display(self.txid)

    def argument(self) -> object:
        chain = self.ledger.chain
        return [self.txid, chain.log_start, chain.log.size, self.height, self.walked is not None]

    def judge(self, body: "Any") -> "Verdict":
        """Raises TxidMismatch, and what `bundle.parse` and `Bundle.verify` raise."""
        anchor = ChainAnchor(self.ledger.chain, self.ledger.anchor)
        # Headers that a proof brings count for nothing here: the chain that we follow says how deep it is.
        verdict = bundle.parse(bytes_of(body)).verify(anchor, walked=self.walked)
        if CLOCK in verdict.missing:
            verdict.missing = tuple([SYNC if name == CLOCK else name for name in verdict.missing])
        if verdict.subject.id != self.txid:
            raise TxidMismatch()
        if self.proven is not None:
            self.proven(body)
        return verdict


class RawTransaction:
    """What does a transaction look like? That it is in the chain is not proved by this."""

    kind = TRANSACTION

    def __init__(self, txid: "bytes | str", limit: int, height: "int | None" = None) -> None:
        """Raises what `txid_of` and `height_of` raise."""
        self.txid = txid_of(txid)
        self.limit = limit
        self.height = height_of(height)
        self.subject = subject_of(self.txid)
        self.what = "transaction " + display(self.txid)

    def argument(self) -> object:
        return [self.txid, self.height, 0]

    def judge(self, body: "Any") -> bytes:
        """Return the transaction, with its witnesses. Raises TxidMismatch, BadSchema and what `walk` raises."""
        if not isinstance(body, list) or len(body) != 2:
            raise BadSchema("transaction", "not [size, bytes]")
        raw = bytes(bytes_of(body[1]))
        if len(raw) != body[0]:
            raise BadSchema("transaction", "only a part of it")
        if _txid(raw) != self.txid:
            raise TxidMismatch()
        return raw


class Broadcast:
    """Hand a transaction to the network. Answered with its txid."""

    kind = BROADCAST
    limit = 256

    def __init__(self, raw: bytes) -> None:
        """Raises BadSchema for what is not bytes, and what `walk` raises."""
        if not isinstance(raw, (bytes, bytearray, memoryview)):
            raise BadSchema("transaction", "not bytes")
        self.raw = raw
        self.txid = _txid(raw)
        self.subject = subject_of(self.txid)
        self.what = "a broadcast of " + display(self.txid)

    def argument(self) -> object:
        return self.raw

    def judge(self, body: "Any") -> bytes:
        """Raises TxidMismatch."""
        if body != self.txid:
            raise TxidMismatch()
        return self.txid


def subject_of(txid: bytes) -> Subject:
    return Subject("transaction", [(0, txid)])  # where in its block only a proof says


def _txid(raw: bytes) -> bytes:
    reader = Reader(raw)
    walked = walk(reader)
    reader.end()
    return walked.txid


def bytes_of(body: "Any") -> "bytes | memoryview":
    if not isinstance(body, BLOB):
        raise BadSchema("response", "the body is not bytes")
    return body
