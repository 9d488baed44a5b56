"""A transaction that is asked for in pieces and walked as they come: a board pays no memory for what it only hashes."""

from lightclient.bitcoin.errors import TxidMismatch
from lightclient.bitcoin.header import display
from lightclient.bitcoin.kinds import TRANSACTION
from lightclient.bitcoin.questions import bytes_of, subject_of
from lightclient.bitcoin.walk import MAX_SIZE, Walked, walking
from lightclient.codec.cbor import is_uint
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.codec.pieces import PieceReader
from lightclient.errors import LightClientError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.bitcoin.walk import Visitor

ENVELOPE = 64  # bytes of an answer beside its piece, at most


class Pieces:
    """What does a transaction show to a visitor? Asked for in pieces, and walked as they come; none is kept.

    Ask one gateway again until `judge` returns something. Only the txid, at the end, tells whether the pieces were
    true, so all of them have to come from one gateway. After an error the walk begins anew.
    """

    kind = TRANSACTION

    def __init__(
        self,
        txid: bytes,
        visitor: "Callable[[], Visitor]",
        limit: int,
        height: "int | None" = None,
        most: int = MAX_SIZE,
    ) -> None:
        """visitor(): makes the visitor of a walk. most: bytes of the largest transaction that is taken."""
        self.txid = txid
        self.visitor = visitor
        self.limit = limit
        self.height = height
        self.most = most
        self.subject = subject_of(self.txid)
        self.what = "transaction " + display(self.txid)
        self._begin()

    def argument(self) -> object:
        return [self.txid, self.height, self.reader.received if self.reader else 0]

    def judge(self, body: "Any") -> "tuple[Walked, Visitor] | None":
        """Return what was found, with the visitor that saw it; None if there is more to ask for.

        Raises BadSchema, TooLarge, TrailingBytes, TxidMismatch and what `walk` raises.
        """
        try:
            return self._take(body)
        except LightClientError:
            self._begin()
            raise

    def _begin(self) -> None:
        self.reader: "PieceReader | None" = None
        self.needs = 0

    def _take(self, body: "Any") -> "tuple[Walked, Visitor] | None":
        if not isinstance(body, list) or len(body) != 2 or not is_uint(body[0]):
            raise BadSchema("transaction", "not [size, bytes]")
        size, piece = body[0], bytes_of(body[1])
        reader = self.reader
        if reader is None:
            if size > self.most:
                raise TooLarge("the transaction", size, self.most)
            reader = self.reader = PieceReader(size)
            self.seen = self.visitor()
            self.steps = walking(reader, self.seen)
            self.needs = 1
        if size != reader.size:
            raise BadSchema("transaction", "its size has changed")
        if len(piece) < min(size - reader.received, (self.limit - ENVELOPE) // 2):
            raise BadSchema("transaction", "the piece is too small")  # nobody keeps us busy for long
        reader.feed(piece)
        while not reader.lacks(self.needs):
            step = next(self.steps)
            if isinstance(step, Walked):
                reader.end()
                if step.txid != self.txid:
                    raise TxidMismatch()
                return step, self.seen
            self.needs = step
        reader.keep()
        return None
