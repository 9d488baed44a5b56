"""A sensor in deep sleep that obeys no configuration which is not in its ledger: wake, verify, measure, report, sleep.

On a real board this is main.py: sleeping ends in a reset, and everything it knows is in its stores.
"""

import gc

gc.threshold(4096)  # before the imports: what stays lies together, and the heap stays in one piece

import hardware
import settings
from fleet import Fleet, topic_of

from lightclient.codec.cbor import encode
from lightclient.device.device import Device
from lightclient.device.kept import NOT_LOADED, NOT_SAVED
from lightclient.errors import LightClientError
from lightclient.evidence.policy import Policy

if settings.LOG is not None:  # it costs memory, and not every site has a log
    from journal import Journal

LISTEN = 2  # seconds for what the broker has kept, which it sends at once
ENOUGH = Policy(confirmations=settings.CONFIRMATIONS)


class Sensor:
    """One waking."""

    def __init__(self):
        self.device = Device(
            settings.NETWORK,
            settings.NAME,
            settings.GATEWAYS,
            hardware.open_broker,
            settings.CHECKPOINT,
            (hardware.sleep_store("chain"), hardware.store("proven")),
            password=settings.PASSWORD,
            log=hardware.log,
            random=hardware.random(),
            watchdog=hardware.feed,
            limit=settings.LIMIT,
        )
        self.message = None  # the newest only: there is room for one
        # A device that forgot what it obeyed could be given an older one, and one that forgot what it signed could
        # sign two records of one number: without what they have kept, it has no fleet and no journal.
        self.fleet = self.started(self.join)
        self.journal = None if settings.LOG is None else self.started(lambda: Journal(self.device, hardware.fan))
        print("awake", self.device.ledger.height, self.fleet.sequence if self.fleet else None)

    def started(self, start):
        """Return what `start` returns, None if what it wants to go on from cannot be read."""
        try:
            return start()
        except LightClientError as error:
            self.device.mark(error.name, str(error))
        except OSError as error:
            self.device.mark(NOT_LOADED, str(error))
        return None

    def join(self):
        fleet = Fleet(settings.FLEET, settings.KEY, settings.INTERVAL, hardware.store("obeyed"), settings.ENTRY)
        self.device.listen(topic_of(settings.FLEET), self.receive)
        return fleet

    def receive(self, message):
        self.message = message

    def work(self, device, status):
        """Return for how many seconds to sleep."""
        print(status.chain, status.height)
        verdict = self.obey() if self.fleet else None
        sequence, interval = (self.fleet.sequence, self.fleet.interval) if self.fleet else (0, settings.INTERVAL)
        reading = [sequence, hardware.temperature()]
        if self.journal is not None:
            self.journal.work(reading, ENOUGH)
        topic = "fleets/" + settings.FLEET + "/readings/" + settings.NAME
        reported = device.report(verdict) and device.publish(topic, encode(reading))
        print("asleep", interval, "reported" if reported else "not heard")
        return interval

    def obey(self):
        """Take the configuration that is at the broker; return the verdict on its anchor if it is a new one."""
        device, fleet = self.device, self.fleet
        end = device.clock.now() + LISTEN
        while self.message is None and device.clock.now() < end:
            device.step(end)
        if self.message is None:
            print("no configuration")
            return None
        try:
            verdict = fleet.take(self.message, lambda entry: ENOUGH.judge(device.prove(entry, settings.AWAKE)))
        except LightClientError as error:
            device.mark(error.name)  # reported
            print("refused", error)
            return None
        except OSError:  # what would be forgotten is not obeyed
            device.mark(NOT_SAVED)
            print("refused", NOT_SAVED)
            return None
        print("obeys", fleet.sequence, "every", fleet.interval, "s", "from now on" if verdict else "as before")
        return verdict


while True:
    try:
        sensor = Sensor()
        sensor.device.run(sensor.work, hardware.sleep, settings.INTERVAL, settings.AWAKE)
    except hardware.Reset:
        continue
    except Exception as error:  # what it was set up with cannot work: say so, and spare the battery
        print("cannot start:", repr(error))
    try:
        hardware.sleep(settings.INTERVAL)
    except hardware.Reset:
        pass
