"""Creating a PSBT from a transaction that nobody has signed.

Source: BIP174, "Creator"; BIP370, "Creator" and "Constructor".
"""

from lightclient.codec.reader import Reader, compact_size
from lightclient.wallet.psbt import unsigned
from lightclient.wallet.psbt.maps import END, TRANSACTION, put
from lightclient.wallet.psbt.psbt import INPUT_COUNT, MAGIC, OUTPUT_COUNT, VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.wallet.psbt.maps import Write
    from lightclient.wallet.spending import Spending


def create(spending: "Spending", write: "Write") -> None:
    """Write a PSBT of version 0 for the transaction that `spending` has read."""
    head = spending.version + compact_size(spending.count)
    outputs = compact_size(spending.outputs)
    sizes = [len(head) + unsigned.MIN_INPUT * spending.count + len(outputs) + len(spending.locktime)]
    spending.show_outputs(lambda output: sizes.append(len(output)), 0, spending.outputs)
    write(MAGIC + compact_size(len(TRANSACTION)) + TRANSACTION + compact_size(sum(sizes)) + head)
    for index in range(spending.count):
        write(spending.outpoint(index) + b"\x00" + spending.sequence(index))
    write(outputs)
    spending.show_outputs(write, 0, spending.outputs)
    write(spending.locktime + END)
    for _ in range(spending.count + spending.outputs):
        write(END)


def create_2(spending: "Spending", write: "Write") -> None:
    """Write a PSBT of version 2 for it. It says that nothing may be changed any more, by not saying otherwise."""
    write(MAGIC)
    for type_, value in (
        (unsigned.TX_VERSION, spending.version),
        (unsigned.FALLBACK_LOCKTIME, spending.locktime),
        (INPUT_COUNT, compact_size(spending.count)),
        (OUTPUT_COUNT, compact_size(spending.outputs)),
        (VERSION, b"\x02\x00\x00\x00"),
    ):
        put(write, (bytes((type_,)), value))
    write(END)
    for index in range(spending.count):
        outpoint = spending.outpoint(index)
        put(write, (bytes((unsigned.PREVIOUS_TXID,)), outpoint[:32]))
        put(write, (bytes((unsigned.OUTPUT_INDEX,)), outpoint[32:]))
        put(write, (bytes((unsigned.SEQUENCE,)), spending.sequence(index)))
        write(END)

    def show(output: bytes) -> None:
        reader = Reader(output)
        put(write, (bytes((unsigned.AMOUNT,)), reader.take(8)))
        put(write, (bytes((unsigned.SCRIPT,)), reader.take(reader.compact_size())))
        write(END)

    spending.show_outputs(show, 0, spending.outputs)
