"""A device that knows the genesis block alone follows a gateway over its serial line, and has a payment proved."""

import board
from links.uart import Line

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.device.device import Device
from lightclient.device.entropy import seeded
from lightclient.sync.ledger import GENESIS

LIMIT = 2048  # bytes of an answer
PAUSE = 5  # milliseconds


class Waits(Line):
    """A line that counts the instructions which pass while nothing comes: the emulated boards wait by turning.

    Their serial line gives one byte at a time, or a few, as the machine has time for it. A network brings a message
    whole, so the device gets all that comes without a pause at once.
    """

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

    def readinto(self, view):
        start = board.insn()
        count = super().readinto(view)
        while count and count < len(view) and self.readable.poll(PAUSE):
            count += super().readinto(view[count:])
        self.idle += board.insn() - start
        return count


def prove(gateway, txid):
    """Print the height of the chain, the instructions without those that only waited, and the bytes on the wire."""
    start = board.insn()
    line = Waits(board.UART())
    device = Device(REGTEST, "meter", [gateway], line.open, GENESIS, "/flash/chain", random=seeded(b"1"), limit=LIMIT)
    device.catch_up(20)
    verdict = device.prove(txid, 20)
    if verdict.subject.id != txid:
        raise ValueError(txid)
    took = board.insn() - start - line.idle
    print(device.ledger.height, took, device.link.sent, device.link.received)
