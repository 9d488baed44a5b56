"""Where a sale stands in our chain: the block that it was opened at, and the height above which others count for it."""

from lightclient.payments.record import EARLIER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.payments.sale import Sale
    from lightclient.payments.view import ChainView

BRANCH = 6  # blocks of a branch that we never had, at most


def begin(sale: "Sale", chain: "ChainView") -> None:
    """Note the block that the sale is opened at."""
    block = chain.at(sale.since)
    sale.base = None if block is None else (sale.since, block)


def opened(sale: "Sale", chain: "ChainView") -> int:
    """Return the height of a whole new chain above which blocks may have come after the sale was opened."""
    return chain.height if sale.opened_at is None else chain.until(sale.opened_at - EARLIER)


def stand(sale: "Sale", chain: "ChainView", fork: "int | None") -> "int | None":
    """See above which block the sale counts. fork: as in `Sale.tip`; return it, or where we take it to be.

    Our chain may never have had the block that the sale was opened at: another till opened it, or a power cut took that
    block before it was saved. Nobody tells of that fork, and where it is we do not know.
    """
    base = sale.base
    if fork is not None and fork < sale.since:  # the block that it was opened at is gone: others came after that
        _lower(sale, chain, fork)
    elif base is not None and base[0] == sale.since <= chain.height and chain.where(*base) is False:
        fork = max(0, sale.since - BRANCH)
        _lower(sale, chain, fork)
        for gateway in sale.watched:
            sale.held[gateway] = sale.since + 1  # it has to tell again
    if base is not None and sale.since < base[0] and chain.where(*base):
        sale.since = base[0]  # and back: so are those before it
    return fork


def _lower(sale: "Sale", chain: "ChainView", fork: int) -> None:
    sale.since = fork if fork else min(sale.since, opened(sale, chain))


def resume(sale: "Sale", chain: "ChainView", another: bool) -> None:
    """Begin with a chain whose newest blocks a power cut may have taken since: others may come in their place.

    another: it may be another chain than that by which payments were proved; they are proved again then, and blocks
    are told of again.
    """
    sale.doubted = another and sale.loaded
    if sale.doubted:
        sale.covered = dict.fromkeys(sale.covered, sale.since)
    if sale.height > chain.height:
        sale.height = chain.height
        for gateway, covered in sale.covered.items():
            sale.covered[gateway] = max(min(covered, chain.height), sale.since)
    sale.lost = {
        it.txid for it in sale.listed() if it.height is not None and (sale.doubted or it.height > chain.height)
    }
