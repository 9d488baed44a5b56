"""A terminal that shows an address and an amount, and says "paid" when that is proved to be in the chain.

It holds no key that can spend. The sale goes on after the loss of the broker, and after a power cut.
"""

import gc

gc.threshold(2048)  # before the imports: what stays lies together, and the heap stays in one piece

import hardware
import settings
from display import Panel, Words, coins
from port.core import KNOWN
from port.device import Device
from till import CONFIRMED, WAITING, Sale, account_of

from lightclient.bitcoin.address import address_of
from lightclient.codec.cbor import decode, encode

TURN = 1  # seconds
PROOF = 10  # seconds for a proof from each gateway
KEEP_ALIVE = 30  # seconds: a customer should not have to wait longer for "offline"


def main():
    oled = hardware.oled()
    screen = Panel(oled) if oled else Words()
    account = account_of(settings.XPUB, settings.PURPOSE, settings.NETWORK)
    device = Device(
        settings.NETWORK,
        settings.GATEWAYS,
        settings.NAME,
        hardware.open_broker,
        hardware.store("chain"),
        hardware.chance(),
        settings.CHECKPOINT,
        keep_alive=KEEP_ALIVE,
    )
    store = hardware.store("sale")
    record = store.load()
    index, since = decode(record) if record else (0, device.ledger.height)
    store.save(encode([index, since]))  # the height too: of what was mined since then, in the dark, gateways will tell
    while True:
        script = account.script(index)
        address = address_of(script, settings.NETWORK)
        verdict = sell(device, screen, script, address, since)
        # An address is for one sale. The next one is kept before "paid" is shown: no power cut has it shown twice.
        index, since = index + 1, device.ledger.height
        store.save(encode([index, since]))
        screen.show("paid", settings.PRICE, address)
        device.report(verdict)


def sell(device, screen, script, address, since):
    """Wait until the sale is paid; return the verdict."""
    sale = Sale(script, settings.PRICE)
    device.follower.watch([script], since, sale.told)
    shown = None
    while sale.confirmations < settings.CONFIRMATIONS:
        status = status_of(device, sale)
        if status != shown:
            screen.show(status, settings.PRICE, address)
            shown = status
        device.follow(TURN)
        sale.look(device.ledger.tip, lambda txid: device.prove(txid, PROOF))
    return sale.verdict


def status_of(device, sale):
    if device.chain() not in KNOWN:
        return "offline"
    if sale.state == CONFIRMED:
        return "confirmed " + str(sale.confirmations) + "/" + str(settings.CONFIRMATIONS)
    if sale.state == WAITING and sale.less:
        return "short " + coins(sale.less)
    return sale.state


main()
