"""A follower over a real link, whose stream is written by hand."""

from port import packets
from port.chance import seeded
from port.clock import Clock
from port.follower import Follower
from port.link import Link
from port.mqtt import Mqtt

from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.errors import BadSchema
from lightclient.sync.messages import HEADER, OK, SEEN, response
from lightclient.sync.quorum import Quorum
from tests.portable.support import raises

RESPONSES = "lc/1/regtest/gw/res/me"
SECONDS = 5


class Wire:
    """A stream: what `arrived` is read, what is written is lost."""

    arrived = b""

    def readinto(self, view):
        count = min(len(view), len(self.arrived))
        view[:count] = self.arrived[:count]
        self.arrived = self.arrived[count:]
        return count

    def write(self, data):
        pass

    def wait(self, seconds):
        pass


class Scene:
    """A follower of the gateway "gw" that is connected."""

    def __init__(self):
        self.wire = Wire()
        self.link = Link(Mqtt("me", 512), lambda: self.wire, Clock(), seeded(b"1"))
        quorum = Quorum(Ledger(from_genesis(REGTEST)), ["gw"])
        self.follower = Follower(quorum, self.link, "regtest", "me", lambda: None, 100, 512)
        self.take(b"\x20\2\0\0")

    def take(self, packet):
        self.wire.arrived = packet
        self.follower.take(self.link.next(self.link.clock.now() + SECONDS))

    def wipe(self):
        """Another message takes the place of the last one."""
        self.take(packets.publish("other", bytes(500)))

    def ask(self, read):
        """Ask, and return the question, which waits for its answer."""
        job = self.follower.asking("gw", HEADER, [1, 0, 2], self.link.clock.now() + SECONDS, read)
        next(job)
        return job

    def answer(self, body):
        self.take(packets.publish(RESPONSES, response(self.follower.number, OK, body)))


def result(job):
    try:
        next(job)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("it still waits")


def test_what_was_heard_and_told_outlives_the_buffer_that_it_came_in():
    scene = Scene()
    kept = []
    scene.follower.listen("news", kept.append)
    scene.follower.watch([b"\x51"], 0, lambda gateway, body: kept.append((gateway, body)))
    scene.take(packets.publish("news", b"good"))
    scene.answer([SEEN, b"txid", None, b"transaction"])
    scene.wipe()
    assert kept == [b"good", ("gw", [SEEN, b"txid", None, b"transaction"])]


def test_an_answer_is_read_at_once_from_the_buffer_that_it_lies_in():
    scene = Scene()
    views = []

    def read(status, body):
        views.extend(body)
        return status, bytes(body[0])

    job = scene.ask(read)
    scene.answer([b"header"])
    assert views == [b"header"]
    scene.wipe()
    assert views != [b"header"]  # as it was never copied
    assert result(job) == (OK, b"header")


def test_what_reading_an_answer_raises_is_raised_to_who_asked():
    scene = Scene()

    def read(status, body):
        raise BadSchema("answer", "not liked")

    job = scene.ask(read)
    scene.answer(b"")
    scene.wipe()
    with raises(BadSchema):
        next(job)
    job = scene.ask(lambda status, body: body)
    scene.answer(7)
    assert result(job) == 7


def test_an_answer_to_an_earlier_question_is_none_to_this_one():
    scene = Scene()
    first = scene.ask(lambda status, body: body)
    scene.answer(1)
    assert result(first) == 1
    second = scene.ask(lambda status, body: body)
    scene.take(packets.publish(RESPONSES, response(scene.follower.number - 1, OK, 1)))
    next(second)
    scene.answer(2)
    assert result(second) == 2
