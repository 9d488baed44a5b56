"""A meter on a small board, the program that tests make one file: it catches up, proves a payment, reports, follows."""

import board
from port.chance import seeded
from port.device import Device
from port.streams import Line

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore


def run(txid):
    """Print where the chain stands whenever that changes, and what came of the payment and of the report."""
    store = SlotStore(FileSlots("/flash/chain"))
    device = Device(REGTEST, ["gw"], "meter-1", Line(board.UART()).open, store, seeded(b"1"), limit=2048)
    told = tell(device, None)
    device.catch_up(30)
    told = tell(device, told)
    place = device.prove(bytes.fromhex(txid), 10).place
    print("proved", place.height, place.confirmations, place.how)
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
