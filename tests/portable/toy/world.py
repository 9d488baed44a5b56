"""Gateways of a toy counter and a follower of theirs, with a broker in between that loses nothing and takes no time."""

from lightclient.codec.cbor import encode
from lightclient.crypto import ed25519
from lightclient.sync.asking import SUBSCRIBE
from lightclient.sync.follower import Follower
from lightclient.sync.ledger import GENESIS
from lightclient.sync.messages import BAD_REQUEST, NOT_FOUND, OK, RUN, WATCH, parse_request, presence, response
from lightclient.sync.topics import REQUESTS, RESPONSES, STATUS, TIP, of_network
from lightclient.sync.wiring import PUBLISH
from tests.portable.toy.ledger import COUNT, Toy, grow

SECRET = bytes(range(32))
NETWORK = Toy("toy", ed25519.public_key(SECRET))
NAME = "meter-7"
LIMIT = 512


def chain(count, start=1_800_000_000):
    """Return genesis and `count` blocks after it, one every five seconds."""
    blocks = [NETWORK.genesis]
    for number in range(1, count + 1):
        blocks.append(grow(SECRET, blocks[-1], start + 5 * number, 10 * number))
    return blocks


class Gateway:
    """An honest one, with the whole chain, unless `answers` says otherwise: a function of (kind, argument)."""

    def __init__(self, blocks):
        self.blocks = blocks
        self.asked = []
        self.silent = False
        self.delay = 0  # seconds until an answer comes
        self.answers = None
        self.retained = {}

    def publish(self):
        self.retained = {STATUS: presence(True), TIP: encode(self.blocks[-2:])}

    def answer(self, payload):
        number, kind, _, argument = parse_request(payload)
        self.asked.append((kind, argument))
        if self.silent:
            return None
        status, body = (self.answers or self.honest)(kind, argument)
        return response(number, status, body)

    def honest(self, kind, argument):
        if kind == RUN:
            first = min(int.from_bytes(argument, "big") + 1, len(self.blocks) - 1)
            return OK, encode(self.blocks[first : first + 3])
        if kind == COUNT:
            return (OK, encode(self.blocks[argument])) if argument < len(self.blocks) else (NOT_FOUND, "not yet")
        return (OK, argument[1]) if kind == WATCH else (BAD_REQUEST, "what?")


class World:
    """Gateways by their names, and a follower of theirs; `network` is the toy's unless said otherwise."""

    network = NETWORK
    window = 1
    limit = LIMIT

    def __init__(self, gateways, trust=GENESIS, saved=None, needed=1, order=None, **options):
        self.gateways = gateways
        self.ledger, self.told = self.network.start(trust, saved, self.window)
        names = order or sorted(gateways)
        self.follower = Follower(self.ledger, names, NAME, 7, needed, limit=self.limit, run=self.limit, **options)
        self.subscribed = set()
        self.coming = []  # answers on their way: when, from whom
        self.now = 0.0

    def connect(self):
        self.subscribed = set()
        self.follower.connect(self.now)
        return self.run(0)

    def run(self, seconds, clock=None):
        """Deliver what is wanted, for so long."""
        end = self.now + seconds
        while True:
            wants = self.follower.take_wants()
            for verb, topic, payload in wants:
                name, _, suffix = topic[len(of_network(self.network.name)) :].partition("/")
                gateway = self.gateways.get(name)
                if verb == SUBSCRIBE:
                    self.subscribed.add(topic)
                    if gateway and suffix in gateway.retained:
                        self.deliver(name, suffix, gateway.retained[suffix], clock, True)
                elif verb == PUBLISH and suffix == REQUESTS + NAME and gateway:
                    answer = gateway.answer(payload)
                    if answer is not None and gateway.delay:
                        self.coming.append((self.now + gateway.delay, name, answer))
                    elif answer is not None:
                        self.deliver(name, RESPONSES + NAME, answer, clock)
            if wants:
                continue
            times = [at for at, _, _ in self.coming] + (
                [] if self.follower.wake_at is None else [self.follower.wake_at]
            )
            if not times or min(times) > end:
                self.now = end
                return self.chain(clock)
            self.now = max(self.now, min(times))
            for message in self.coming[:]:
                if message[0] <= self.now:
                    self.coming.remove(message)
                    self.deliver(message[1], RESPONSES + NAME, message[2], clock)
            self.follower.tick(self.now)

    def deliver(self, name, suffix, payload, clock=None, retained=False):
        """A message comes, in a buffer that is used again at once."""
        topic = of_network(self.network.name) + name + "/" + suffix
        buffer = bytearray(payload)
        self.follower.receive(topic, memoryview(buffer), self.now, clock, retained)
        buffer[:] = b"\xff" * len(buffer)

    def chain(self, clock=None):
        return self.follower.quorum.chain(self.now, clock)

    def gateway(self, name):
        return self.follower.quorum.gateway(name, self.now)

    def faults(self, name):
        return self.follower.quorum.sessions[name].faults
