"""A device on a board, with a real mosquitto and our gateway: from connecting to a payment that is verified.

How the bytes arrive is up to the machine, so these figures are not exact: no baseline holds them.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from benchmarks import serving
from benchmarks.boards import chips, forms
from benchmarks.boards.memory import smallest
from benchmarks.timing import row
from tools.boards import ScriptError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

FORMS = forms.FORMS | forms.ONE_FILE
NAMES = ("connect_to_verified", *("heap_sync_" + form for form in FORMS))
TRANSACTIONS = 500  # in the block that the payment is in
POSITION = 100  # of the payment in it
RUNS = 3
LEAST = 16 * 1024
GRAIN = 1024

PROVE = """
import gc
gc.threshold(4096)
from {} import prove
prove({!r}, {!r})
"""


def connecting(kind: str, heap: int) -> list[dict[str, Any]]:
    if not serving.installed():
        return []
    with gateway() as served:
        runs = [prove(kind, "rom", heap, *served, exact=True) for _ in range(RUNS)]
    counts = [took for _, took, _, _ in runs]
    height, _, sent, received = runs[0]
    value = min(counts)
    notes = [
        f"not exact: {value:,} to {max(counts):,} in {RUNS} runs, what only waits for bytes not counted",
        f"from connecting over {height} headers to the verdict; {sent:,} bytes sent, {received:,} received",
        *chips.notes(kind, "connect_to_verified", value),
        f"library in ROM, heap of {heap // 1024} KB",
    ]
    return [row(f"{kind}_connect_to_verified", "instructions", value, notes)]


def heaps(kind: str, heap: int) -> list[dict[str, Any]]:
    if not serving.installed():
        return []
    rows = []
    with gateway() as served:
        for form in forms.available(kind, FORMS):

            def works(size: int, form: str = form) -> bool:
                try:
                    return bool(prove(kind, form, size, *served))
                except ScriptError:
                    return False

            notes = ["follows a gateway over MQTT and has a payment proved", FORMS[form], f"in steps of {GRAIN}"]
            rows.append(row(f"{kind}_heap_sync_{form}", "bytes", smallest(works, LEAST, 2 * heap, GRAIN), notes))
    return rows


def prove(kind: str, form: str, heap: int, port: int, txid: bytes, exact: bool = False) -> list[int]:
    """Have a payment proved on a board. Return the chain's height, the instructions taken, bytes sent and received.

    Raises ScriptError.
    """
    board, prepare = forms.start(kind, form, heap, mqtt=f"127.0.0.1:{port}", exact=exact)
    with board:
        board.run(prepare)
        source = PROVE.format(forms.payment(form), serving.NAME, txid)
        return list(map(int, board.run(source).split()))


@contextlib.contextmanager
def gateway() -> Iterator[tuple[int, bytes]]:
    """Run broker and gateway; yield the broker's port, and the id of the payment that a board has proved."""
    node = serving.transaction_node(TRANSACTIONS)
    txid = node.blocks[node.chain[serving.FULL]].txids[POSITION]
    with serving.broker() as port, serving.transaction_gateway(TRANSACTIONS, port):
        yield port, txid
