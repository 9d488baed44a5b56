"""A meter on a small board, the program that tests make one file: it catches up, proves a payment, reports, follows."""

import board
from links.uart import Line

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.device.device import Device
from lightclient.device.entropy import seeded
from lightclient.sync.ledger import GENESIS


def run(txid):
    """Print where the chain stands whenever that changes, and what came of the payment and of the report."""
    open = Line(board.UART()).open
    device = Device(REGTEST, "meter-1", ["gw"], open, GENESIS, "/flash/chain", random=seeded(b"1"), limit=2048)
    told = tell(device, None)
    device.catch_up(30)
    told = tell(device, told)
    verdict = device.prove(bytes.fromhex(txid), 10)
    print("proved", verdict.place.height, verdict.finality.confirmations, verdict.checks[-1])
    print("reported", device.report())
    print("wire", device.link.sent, device.link.received)
    while True:
        device.follow(0.2)
        told = tell(device, told)


def tell(device, told):
    state = device.chain(), device.ledger.height, bytes(reversed(device.ledger.tip)).hex()
    if state != told:
        print(*state)
    return state
