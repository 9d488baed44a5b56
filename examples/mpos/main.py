"""A terminal that shows an address and an amount, and says "paid" when that is proved to be in the chain.

It holds no key that can spend. The sale goes on after the loss of the broker, and after a power cut.
"""

import gc

gc.threshold(4096)  # before the imports: what stays lies together, and the heap stays in one piece

import hardware
import settings
from display import Panel, Words
from till import Till, account_of

from lightclient.device.device import Device

TURN = 1  # seconds
KEEP_ALIVE = 30  # seconds: a customer should not have to wait longer for "offline"


def screen_of():
    """Return what shows: a page, a small panel, or the console."""
    if settings.PAPER is not None:
        from fittings import paper
        from page import Page

        return Page(*paper())
    oled = hardware.oled()
    return Panel(oled) if oled else Words()


def main():
    account = account_of(settings.XPUB, settings.PURPOSE, settings.NETWORK)
    device = Device(
        settings.NETWORK,
        settings.NAME,
        settings.GATEWAYS,
        hardware.open_broker,
        settings.CHECKPOINT,
        hardware.store("chain"),
        password=settings.PASSWORD,
        log=hardware.log,
        random=hardware.random(),
        watchdog=hardware.feed,
        keep_alive=KEEP_ALIVE,
    )
    price = settings.PRICE if settings.KEYS is None else None
    till = Till(device, hardware.store("sale"), account, price, settings.CONFIRMATIONS)
    counter = None
    if settings.KEYS is not None:
        from counter import Counter
        from fittings import beep, keys

        counter = Counter(till, settings.AMOUNTS, keys(), beep)
    screen = screen_of()
    shown = None
    while True:
        if counter is None:
            device.follow(TURN)
        else:
            counter.follow(device, TURN)
        showing = till.look(), till.due, till.address
        paid = till.take()  # which is kept before "paid" is shown: no power cut has one paid twice
        if counter is not None:
            showing = counter.showing(showing, paid is not None)
        if showing != shown:
            screen.show(*showing)
            shown = showing
        if paid:
            device.report(paid.listed()[-1].verdict)


main()
