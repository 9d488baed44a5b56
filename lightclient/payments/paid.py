"""What a transaction pays to our scripts. These are facts, because its id commits to them.

paying = Paying(scripts)                       # a visitor: a board walks what it could never hold
paying.finish(walk(reader, paying))
paying = read(raw, scripts)                    # the same of bytes at hand
paying.txid, paying.values                     # values: {script: satoshi}
"""

from lightclient.bitcoin.walk import AMBIGUOUS_SIZE, Visitor, walk
from lightclient.codec.reader import Reader
from lightclient.payments.errors import AmountTooLarge
from lightclient.payments.policy import MAX_MONEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lightclient.bitcoin.walk import Walked

INPUTS = 16  # outpoints of a transaction that are kept, to tell its rivals: one with so many may have more
MARK = 8  # bytes kept of each
FINAL = 0xFFFFFFFE  # BIP125: a lower sequence signals that the transaction may be replaced


class Paying(Visitor):
    """What one transaction pays.

    values     {script: satoshi}, of those scripts that were asked for; what is 0 pays nothing, and is not in it
    signals    whether it signals that it may be replaced (BIP125)
    inputs     a mark of each of its first 16 outpoints: two transactions that share one cannot both be mined
    txid       internal order; coinbase: whether it is one. Both as of `finish`
    """

    def __init__(self, scripts: "Iterable[bytes]") -> None:
        self._scripts = set(scripts)
        self.keep = max([len(script) for script in self._scripts] + [0])
        self.values: "dict[bytes, int]" = {}
        self.signals = False
        self.inputs: "list[bytes]" = []
        self.txid = b""
        self.coinbase = False

    def input(self, txid: bytes, index: int, script: "bytes | None", sequence: int) -> None:
        if sequence < FINAL:
            self.signals = True
        if len(self.inputs) < INPUTS:
            self.inputs.append(txid[: MARK - 2] + (index & 0xFFFF).to_bytes(2, "big"))

    def output(self, value: int, script: "bytes | None") -> None:
        if value and script is not None and script in self._scripts:
            value += self.values.get(script, 0)
            if value > MAX_MONEY:
                raise AmountTooLarge(satoshi=value)
            self.values[script] = value

    def finish(self, walked: "Walked") -> "Paying":
        """Take the id that `walk` has computed. A transaction that may be an inner node of the tree pays nothing."""
        if walked.stripped_size == AMBIGUOUS_SIZE:
            self.values = {}  # no proof of it would hold (bundle.leaf_of)
        self.txid = walked.txid
        self.coinbase = walked.is_coinbase
        if self.coinbase:
            self.inputs = []  # it spends no coin, so it has no rivals
        return self


def read(raw: "bytes | memoryview", scripts: "Iterable[bytes]") -> Paying:
    """Return what the transaction `raw` pays to `scripts`. Raises what `walk` raises, TrailingBytes, AmountTooLarge."""
    reader = Reader(bytes(raw))
    paying = Paying(scripts)
    paying.finish(walk(reader, paying))
    reader.end()
    return paying
