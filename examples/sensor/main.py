"""A sensor in deep sleep that obeys no configuration which is not in the chain: wake, verify, measure, report, sleep.

On a real board this is main.py: sleeping ends in a reset, and everything it knows is in its stores.
"""

import gc

gc.threshold(2048)  # before the imports: what stays lies together, and the heap stays in one piece

import hardware
import settings
from fleet import Fleet, topic_of
from port.core import NOT_LOADED, NOT_SAVED
from port.device import Device

from lightclient.codec.cbor import encode
from lightclient.errors import LightClientError

LISTEN = 2  # seconds for what the broker has kept, which it sends at once


def wake():
    """Return for how many seconds to sleep."""
    device = Device(
        settings.NETWORK,
        settings.GATEWAYS,
        settings.NAME,
        hardware.open_broker,
        hardware.sleep_store("chain"),
        hardware.chance(),
        settings.CHECKPOINT,
    )
    fleet = None
    inbox = [None]  # the newest message only: there is room for one

    def receive(message):
        inbox[0] = message

    try:
        fleet = Fleet(settings.FLEET, settings.KEY, settings.INTERVAL, hardware.store("obeyed"))
        device.follower.listen(topic_of(settings.FLEET), receive)
    except LightClientError as error:  # who does not know what he obeyed could be given an older one: take nothing
        device.follower.mark(error.name)
    except OSError:
        device.follower.mark(NOT_LOADED)
    print("awake", device.ledger.height, fleet.sequence if fleet else None)

    print(device.catch_up(settings.AWAKE), device.ledger.height)
    verdict = listen(device, fleet, inbox) if fleet else None

    sequence, interval = (fleet.sequence, fleet.interval) if fleet else (0, settings.INTERVAL)
    reading = encode([sequence, hardware.temperature()])
    topic = "fleets/" + settings.FLEET + "/readings/" + settings.NAME
    reported = device.report(verdict) and device.publish(topic, reading)
    device.sleep()
    print("asleep", interval, "reported" if reported else "not heard")
    return interval


def listen(device, fleet, inbox):
    """Take the configuration that is at the broker; return the verdict on its anchor if it is a new one."""
    end = device.clock.now() + LISTEN
    while inbox[0] is None and device.clock.now() < end:
        device.step(end)
    if inbox[0] is None:
        print("no configuration")
        return None
    try:
        verdict = fleet.take(inbox[0], lambda txid: device.prove(txid, settings.AWAKE), settings.CONFIRMATIONS)
    except LightClientError as error:
        device.follower.mark(error.name)  # reported
        print("refused", error)
        return None
    except OSError:  # what would be forgotten is not obeyed
        device.follower.mark(NOT_SAVED)
        print("refused", NOT_SAVED)
        return None
    print("obeys", fleet.sequence, "every", fleet.interval, "s", "from now on" if verdict else "as before")
    return verdict


while True:
    hardware.sleep(wake())
