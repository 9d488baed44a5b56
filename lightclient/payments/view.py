"""Our own chain, as payments ask for it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.bitcoin.ledger import Ledger


class ChainView:
    """What `sales.Sales` needs to know of a chain; any object of this shape serves.

    height          of the tip
    counts          whether confirmations count now: enough work, not stale, shown by enough gateways
    where(height, block)   whether this block is in our best chain: True, False, or None below what the chain keeps
    at(height)      the hash of our block at this height, None unless the chain keeps it
    until(time)     height of the newest block, of those that the chain keeps, that is not of after `time`, Unix seconds
    """

    def __init__(self, ledger: "Ledger", counts: "Callable[[], bool]") -> None:
        self.ledger = ledger
        self._counts = counts

    @property
    def height(self) -> int:
        return self.ledger.height

    @property
    def counts(self) -> bool:
        return self._counts()

    def where(self, height: int, block: bytes) -> "bool | None":
        chain = self.ledger.chain
        index = height - chain.base.height
        if index < 0:
            return None
        return index <= len(chain.best.headers) and chain.best.hash_at(index) == block

    def at(self, height: int) -> "bytes | None":
        best, index = self.ledger.chain.best, height - self.ledger.chain.base.height
        return best.hash_at(index) if 0 <= index <= len(best.headers) else None

    def until(self, time: int) -> int:
        chain = self.ledger.chain
        headers = chain.best.headers
        index = len(headers)
        while index and int.from_bytes(headers[index - 1][68:72], "little") > time:
            index -= 1
        return chain.base.height + index
