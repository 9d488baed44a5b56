"""The inputs of a PSBT, each looked at and all reckoned up before anything is signed or finalized.

Source: BIP174, "Input Signer" and the checks there; BIP341 for what all inputs spend.
"""

from lightclient.bitcoin.walk import Visitor, walk
from lightclient.wallet.errors import Overspent, UnknownScript
from lightclient.wallet.psbt.errors import CoinMismatch, NoSuchCoin, UnknownCoin
from lightclient.wallet.psbt.fields import INPUT
from lightclient.wallet.psbt.input import Input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lightclient.wallet.psbt.maps import Map, Part
    from lightclient.wallet.psbt.psbt import Psbt
    from lightclient.wallet.spending import Spending

MAX_SCRIPT = 10_000  # bytes: Core script.h MAX_SCRIPT_SIZE, nothing longer can be spent


class Inputs:
    """All inputs of a PSBT, looked at once.

    spending  the transaction, ready for digests
    fee       in satoshi, None if an input does not show what it spends
    """

    def __init__(self, psbt: "Psbt", visit: "Callable[[Input, Spending], object] | None" = None) -> None:
        """visit(input, spending) sees each as it passes. Raises what `Psbt.spending` and `Input` raise, CoinMismatch,
        NoSuchCoin, Overspent."""
        self.unknown: "int | None" = None
        self.whole: "tuple[int, bytes] | None" = None
        self.spending = psbt.spending()
        self.fee: "int | None" = None
        total = self.spending.spends(self._coins(psbt, visit))
        if self.unknown is None:
            self.fee = total - self.spending.value
            if self.fee < 0:
                raise Overspent(self.spending.value, total)

    def need_all(self) -> None:
        """Raise UnknownCoin unless all are known: taproot's digests commit to what every input spends."""
        if self.unknown is not None:
            raise UnknownCoin(self.unknown)

    def passing(self, index: int, part: "Part") -> None:
        """Read the transaction that an input shows, and find in it the output that it spends."""
        outpoint = self.spending.outpoint(index)
        wanted = _Output(int.from_bytes(outpoint[32:], "little"))
        if walk(part, wanted).txid != outpoint[:32]:
            raise CoinMismatch(index)
        if wanted.place <= wanted.index:
            raise NoSuchCoin(index, wanted.index, wanted.place)
        if wanted.coin is None:
            raise UnknownScript(index)
        self.whole = wanted.coin

    def take(self, found: "Map") -> Input:
        """Return the input of a map that was read just now with `passing`."""
        whole, self.whole = self.whole, None
        return Input(found, whole)

    def _coins(
        self, psbt: "Psbt", visit: "Callable[[Input, Spending], object] | None"
    ) -> "Iterator[tuple[int, bytes]]":
        for found in psbt.maps(self.passing):
            if found.kind == INPUT:
                seen = self.take(found)
                if visit:
                    visit(seen, self.spending)
                if seen.coin is None and self.unknown is None:
                    self.unknown = seen.index
                yield seen.coin or (0, b"")


class _Output(Visitor):
    """Finds one output of a transaction; what is in the way of it stays within MAX_SCRIPT bytes."""

    keep = MAX_SCRIPT

    def __init__(self, index: int) -> None:
        self.index = index
        self.place = 0
        self.coin: "tuple[int, bytes] | None" = None

    def output(self, value: int, script: "bytes | None") -> None:
        if self.place == self.index and script is not None:
            self.coin = value, script
        self.place += 1
