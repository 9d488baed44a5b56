"""A device on a bench: toy gateways, and a link without a broker in between, whose clock only moves when it waits."""

from lightclient.device.device import Device
from lightclient.device.link import LOST, Connection
from lightclient.mqtt.client import CONNECTED, MAX_WAITING, MESSAGE
from lightclient.mqtt.errors import TooManyWaiting
from lightclient.sync.ledger import GENESIS
from lightclient.sync.topics import REQUESTS, RESPONSES, of_network
from tests.portable.toy.world import NAME, NETWORK


class Clock:
    """As device.clock.Clock; moves when it is told to."""

    def __init__(self, calendar=None):
        self.seconds = 0.0
        self.calendar = calendar
        self.floor = 0

    def now(self):
        return self.seconds

    def unix(self):
        return self.calendar


class Wire(Connection):
    """A link that is always there, unless `away`; events in `coming` come first.

    subscribed, unsubscribed, published: what the device wanted, over all connections. room: subscriptions that wait.
    """

    def __init__(self, gateways, calendar=None, prefix=None):
        super().__init__(None, None, Clock(calendar), lambda: 0)
        self.gateways = gateways
        self.prefix = prefix or of_network(NETWORK.name)
        self.coming = []
        self.up = False
        self.away = False
        self.subscribed = []
        self.unsubscribed = []
        self.published = []
        self.waiting = 0
        self.left = 0  # times that it said good-bye

    @property
    def connected(self):
        return self.up

    def subscribe(self, topic):
        if self.waiting >= MAX_WAITING:
            raise TooManyWaiting(self.waiting)
        self.waiting += 1
        self.subscribed.append(topic)
        name, _, suffix = topic[len(self.prefix) :].partition("/")
        gateway = self.gateways.get(name) if topic.startswith(self.prefix) else None
        if gateway and suffix in gateway.retained:
            self.coming.append((MESSAGE, topic, gateway.retained[suffix], True))

    def unsubscribe(self, topic):
        self.unsubscribed.append(topic)

    def publish(self, topic, payload, qos=0, retain=False):
        if qos and self.waiting >= MAX_WAITING:
            raise TooManyWaiting(self.waiting)
        self.published.append((topic, payload))
        name, _, suffix = topic[len(self.prefix) :].partition("/")
        gateway = self.gateways.get(name) if topic.startswith(self.prefix) else None
        answer = gateway.answer(payload) if gateway and suffix.startswith(REQUESTS) else None
        if answer is not None:
            self.coming.append((MESSAGE, self.prefix + name + "/" + RESPONSES + NAME, answer, False))
        return 0

    def acknowledged(self, number):
        return self.up

    def next(self, until):
        if not self.up and not self.away:
            self.up = True
            self.waiting = 0
            return (CONNECTED,)
        if self.coming:
            event = self.coming.pop(0)
            if event[0] == LOST:
                self.up = False
                self.coming = []
            if event[0] == MESSAGE:
                return event[0], event[1], memoryview(bytearray(event[2])), event[3]
            return event
        if self.waiting:
            self.waiting = 0  # the broker has acknowledged
            return None
        self.clock.seconds = max(self.clock.seconds, until)
        return None

    def leave(self):
        self.left += 1
        self.up = False
        self.coming = []


class Store:
    """A store in memory. refuses: an OSError that saving raises."""

    def __init__(self, record=None):
        self.record = record
        self.refuses = None
        self.saves = 0

    def load(self):
        return self.record

    def save(self, *parts):
        if self.refuses is not None:
            raise self.refuses
        self.saves += 1
        self.record = b"".join([bytes(part) for part in parts])


def device(gateways, state=None, network=NETWORK, trust=GENESIS, calendar=None, order=None, **options):
    """Return (device, its link, the lines of its log)."""
    wire = Wire(gateways, calendar, of_network(network.name))
    lines = []
    made = Device(
        network, NAME, order or sorted(gateways), wire, trust, state, log=lines.append, random=lambda: 7, **options
    )
    return made, wire, lines
