"""A device that knows the genesis block alone follows a gateway over its serial line, and has a payment proved."""

import board
from port.chance import seeded
from port.device import Device
from port.streams import Line

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore

LIMIT = 2048  # bytes of an answer


class Waits(Line):
    """A line that counts the instructions which pass while nothing comes: the emulated boards wait by turning."""

    idle = 0

    def open(self):
        start = board.insn()
        super().open()
        self.idle += board.insn() - start
        return self

    def wait(self, seconds):
        start = board.insn()
        super().wait(seconds)
        self.idle += board.insn() - start


def prove(gateway, txid):
    """Print the height of the chain, the instructions without those that only waited, and the bytes on the wire."""
    start = board.insn()
    line = Waits(board.UART())
    store = SlotStore(FileSlots("/flash/chain"))
    device = Device(REGTEST, [gateway], "meter", line.open, store, seeded(b"1"), limit=LIMIT)
    device.catch_up(20)
    verdict = device.prove(txid, 20)
    if verdict.proved[0][1] != txid:
        raise ValueError(txid)
    took = board.insn() - start - line.idle
    print(device.ledger.height, took, device.link.sent, device.link.received)
