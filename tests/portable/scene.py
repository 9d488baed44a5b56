"""A gateway and a ledger made of pictures, to drive a session by hand."""

from lightclient.bitcoin import packed
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import split
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.messages import OK, parse_locator, parse_request, response
from lightclient.sync.session import SEND, Session
from lightclient.sync.topics import RESPONSES, TIP
from tests.portable.mining import Tree


def names(first, last, suffix=""):
    return " ".join([str(n) + suffix for n in range(first, last + 1)])


def headers(tree, blocks):
    """Return the message of headers that holds the blocks."""
    return packed.serialize(tree.states[blocks.split()[0]].height, split(tree.run(blocks)))


def requests(wants):
    """Return (id, kind, limit, blocks of the locator) of each request among what a session wants."""
    found = []
    for want in wants:
        if want[-2] == SEND:
            number, kind, limit, argument = parse_request(want[-1])
            found.append((number, kind, limit, parse_locator(argument)))
    return found


def show(receive, topic, payload, now, clock=None):
    """Have a machine receive a message that lies in a buffer, whose bytes are others afterwards."""
    buffer = bytearray(payload)
    wants = receive(topic, memoryview(buffer), now, clock)
    buffer[:] = b"\xff" * len(buffer)
    return wants


class Scene:
    """A tree of `count` blocks, a ledger that knows those up to `known`, and a session that was started."""

    def __init__(self, count=10, known=0, window=144, number=100):
        self.tree = Tree(REGTEST)
        self.tree.grow(names(1, count), after="0")
        self.ledger = Ledger(from_genesis(REGTEST, window))
        self.ledger.extend(split(self.tree.run(names(1, known))), 1, None)
        self.session = Session(self.ledger, number)
        self.wants = self.session.start(0)

    def hash(self, name):
        return self.tree.hash(name)

    def tip(self, blocks, now=1, clock=None):
        """The gateway publishes the blocks as the newest ones."""
        self.wants = show(self.session.receive, TIP, headers(self.tree, blocks), now, clock)
        return self.wants

    def answer(self, blocks, now=2, clock=None):
        """The gateway answers the request in flight with the blocks."""
        body = headers(self.tree, blocks) if blocks else packed.serialize(0, [])
        return self.respond(OK, body, now, clock)

    def respond(self, status, body, now=2, clock=None):
        answer = response(self.session.asked, status, body)
        self.wants = show(self.session.receive, RESPONSES, answer, now, clock)
        return self.wants

    def tick(self, now=None):
        """Time passes, to the next deadline if none is said."""
        self.wants = self.session.tick(self.session.wake_at if now is None else now)
        return self.wants
