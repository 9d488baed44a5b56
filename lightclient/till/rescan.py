"""Blocks that no gateway has told of, and what their filters say (BIP158).

A watch misses nothing that the gateway's node still has. A pruned node has not all of it, and may keep the filters of
what it threw away. Like a watch, a filter is a gateway's word: it says which blocks pay nothing to a script.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from lightclient.bitcoin.filters import match_any
from lightclient.bitcoin.header import display
from lightclient.bitcoin.kinds import FILTER
from lightclient.bitcoin.questions import bytes_of
from lightclient.evidence.verdict import Subject
from lightclient.payments.sale import Sale
from lightclient.sync.errors import NoAnswer, Unanswered
from lightclient.till.counter import Counter


class Gap(NamedTuple):
    """Blocks that too few gateways have told of.

    first, last   heights, both included
    invoices      ids of those for which they were not looked at
    """

    first: int
    last: int
    invoices: tuple[str, ...]


class Touched:
    """Which of these scripts may a block touch? The others it surely does not, if the filter is honest."""

    kind = FILTER

    def __init__(self, block_hash: bytes, scripts: list[bytes], limit: int) -> None:
        self.block_hash = block_hash
        self.scripts = scripts
        self.limit = limit
        self.subject = Subject("block", [(0, block_hash)])
        self.what = "the filter of block " + display(block_hash)

    def argument(self) -> object:
        return self.block_hash

    def judge(self, body: Any) -> list[bytes]:
        """Raises BadSchema, and what `filters.values_of` raises."""
        data = bytes(bytes_of(body))
        if not match_any(data, self.block_hash, self.scripts):
            return []
        return [script for script in self.scripts if match_any(data, self.block_hash, [script])]


def gaps(sales: Iterable[Sale], needed: int) -> list[Gap]:
    """Return what fewer than `needed` gateways have told of, up to the height that counts, in order."""
    found: dict[tuple[int, int], list[str]] = {}
    for sale in sales:
        first = sale.covered_to(needed) + 1
        if first <= sale.height:
            found.setdefault((first, sale.height), []).append(sale.name)
    return [Gap(first, last, tuple(names)) for (first, last), names in sorted(found.items())]


async def look(counter: Counter, sales: list[Sale], last: int) -> list[Gap]:
    """Have gateways' filters say which blocks up to `last` pay nothing to these sales; they count as told then.

    Return the blocks that seem to pay. Raises the last gateway's Unanswered if none gave any filter, NoAnswer if none
    can be asked.
    """
    matches: dict[int, set[str]] = {}
    gateways = counter.online()
    failed: Unanswered | None = None if gateways else NoAnswer(what="the filters of blocks", reasons={})
    answered = False
    for gateway in gateways:
        first = min((sale.covered.get(gateway, sale.since) for sale in sales), default=last) + 1
        for height in range(first, last + 1):
            block_hash = counter.hash_at(height)
            if block_hash is None:
                continue  # our chain does not keep it any more: nobody can say which filter is the right one
            try:
                touched = await counter.ask(
                    Touched(block_hash, [sale.script for sale in sales], counter.limit), gateway
                )
            except Unanswered as error:
                failed = error
                break
            answered = True
            if counter.hash_at(height) != block_hash:
                break  # the chain was reorganised meanwhile
            for sale in sales:
                if sale.script in touched:
                    matches.setdefault(height, set()).add(sale.name)
                else:
                    sale.looked(gateway, height)
    if failed and not answered:
        raise failed
    return [Gap(height, height, tuple(sorted(names))) for height, names in sorted(matches.items())]
