"""Which orders and anchors a sensor takes, each rule broken alone; evidence is made and judged as always."""

import pytest

from examples.sensor.anchors import Anchors, BadAnchor
from examples.sensor.orders import NotAnOrder, NotInLog, OldOrder, Orders
from lightclient.audit import record, statement
from lightclient.audit.errors import NotConsistent, NotSignedByLog, NotWitnessed, SplitView
from lightclient.audit.network import LogNetwork
from lightclient.audit.trust import parse
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec import base64
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema
from lightclient.errors import LightClientError
from lightclient.evidence.finality import Work
from lightclient.evidence.policy import Policy
from lightclient.evidence.verdict import Place, Proved, Subject, not_found
from lightclient.identity import algorithms, key
from lightclient.store.slots import SlotStore
from tests.portable.flash import Flash, truncated
from tests.portable.site import NOW, ORIGIN, Holder, Log, policy_text, readings

DESK, METER = Holder(21), Holder(22)
KEYS = "".join(
    f"device {name} {base64.serialize(key.of_signer(holder, 'ed25519').serialize())}\n"
    for name, holder in (("desk", DESK), ("meter", METER))
).encode()
POLICY = policy_text() + KEYS


class Site:
    """A device at a log in memory, as a sensor uses it: what it asks is answered by the log."""

    def __init__(self, statements, policy=POLICY, witnesses=("w1", "w2")):
        self.statements = statements
        self.witnesses = witnesses
        self.ledger = LogNetwork(parse(policy)).start(policy, None, 1)[0]
        self.clock = self

    def unix(self):
        return NOW

    def note(self, size=None):
        return Log(self.statements).note(size, witnesses=self.witnesses)

    def prove(self, entry, seconds):
        question = self.ledger.prove(entry, self.unix, 8192)
        for index, made in enumerate(self.statements):
            if made.entry() == entry:
                path = Log(self.statements).path(index)
                return question.judge(encode([made.serialize(), index, path, self.note(), []]))
        return not_found(self.ledger, question.subject, {})

    def ask(self, growth, seconds):
        size = int.from_bytes(growth.argument(), "big")
        return growth.judge(encode([[self.note(), Log(self.statements).grown(size)]]))

    def follow(self):
        self.ledger.extend(self.ledger.read(encode([[self.note(), b""]]))[1], 0, NOW)


def order(number, body, by=DESK, name="desk", content="order"):
    previous = bytes(32) if number > 1 else None
    made = record.Record(name, number, previous, None, content, record.inline(body))
    return statement.sign(by, algorithms.ED25519_ALG, made, ORIGIN)


class Sensor:
    def __init__(self):
        self.flash = Flash(truncated)
        self.fan = []
        self.start()

    def start(self):
        self.orders = Orders("sensor-1", "desk", SlotStore(self.flash), self.fan.append)

    def take(self, site, made):
        return self.orders.take(made.entry(), site, 1)


ON, OFF = encode(["sensor-1", True]), encode(["sensor-1", False])


def test_an_order_in_the_log_is_obeyed_once_and_after_each_start():
    sensor, made = Sensor(), order(1, ON)
    assert sensor.take(Site([made]), made) is True and sensor.fan == [True]
    assert sensor.take(Site([made]), made) is None and sensor.fan == [True]
    newer = order(7, OFF)
    assert sensor.take(Site([made, newer]), newer) is False
    sensor.start()
    assert sensor.fan == [True, False, False] and sensor.orders.sequence == 7
    with pytest.raises(OldOrder):
        sensor.take(Site([made, newer]), made)


FORGED = {
    "by another device": (order(2, OFF, METER, "meter"), NotAnOrder),
    "no order": (order(2, OFF, content="note"), NotAnOrder),
    "for another device": (order(2, encode(["sensor-2", False])), NotAnOrder),
    "a number for a truth value": (order(2, encode(["sensor-1", 0])), NotAnOrder),
    "too many fields": (order(2, encode(["sensor-1", False, 0])), NotAnOrder),
    "no list": (order(2, encode("sensor-1")), NotAnOrder),
    "no CBOR": (order(2, b"\xff"), LightClientError),
    "in the name of the desk": (order(2, OFF, METER, "desk"), LightClientError),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_is_no_order_of_the_desk_is_refused(what):
    sensor, made = Sensor(), order(1, ON)
    forged, error = FORGED[what]
    site = Site([made, forged])
    sensor.take(site, made)
    kept = list(sensor.flash.slots)
    with pytest.raises(error):
        sensor.take(site, forged)
    assert (sensor.fan, sensor.orders.sequence, sensor.flash.slots) == ([True], 1, kept)


def test_an_order_is_refused_that_the_log_or_its_witnesses_do_not_bear_out():
    sensor, made = Sensor(), order(1, ON)
    for site, error in (
        (Site([]), NotInLog),
        (Site([made], witnesses=("w1",)), NotInLog),
        (Site([made], policy_text()), NotAnOrder),  # a policy without the desk's key
    ):
        with pytest.raises(error):
            sensor.take(site, made)
    for entry in (b"", bytes(31)):
        with pytest.raises(BadSchema):
            sensor.orders.take(entry, Site([made]), 1)
    assert sensor.fan == [] and sensor.flash.slots == [b"", b""]


# -- anchors


class Ledger:
    """Proves that every transaction is there and holds this."""

    def __init__(self, content, confirmations=2):
        self.content = content
        self.confirmations = confirmations

    def prove(self, entry, seconds):
        place, finality = Place(1, bytes(32), 0), Work(self.confirmations, 0, 0)
        return Proved(REGTEST.id, Subject("transaction", [(0, entry)], self.content), place, finality, (), (), "")


MADE = readings(12)
REWRITTEN = readings(12, holder=Holder(3))
ENOUGH = Policy(confirmations=2)


def taken(site, size, content=None, confirmations=2, note=None, kept=None):
    """Return (whether it is new, the anchors) of a head of this size."""
    anchors = Anchors(kept or SlotStore(Flash(truncated)))
    head = b"at " + Log(MADE).head(size).hash() if content is None else content
    message = encode([Site(MADE).note(size) if note is None else note, bytes(32)])
    return anchors.take(message, Ledger(head, confirmations), site, ENOUGH, 1), anchors


def followed(statements=MADE):
    site = Site(statements, policy_text())
    site.follow()
    return site


def test_a_head_in_the_ledger_that_the_log_still_contains_is_anchored():
    kept = SlotStore(Flash(truncated))
    assert taken(followed(), 5, kept=kept)[0] is True
    assert taken(followed(), 5, kept=kept)[0] is False  # known, also after a start
    new, anchors = taken(followed(), 12, kept=kept)
    assert new and anchors.size == 12


def test_an_anchor_is_refused_that_ledger_witnesses_or_log_do_not_bear_out():
    other = Log(MADE, holder=Holder(9))
    for error, arguments in (
        (BadAnchor, {"content": b"nothing of it"}),
        (BadAnchor, {"confirmations": 1}),
        (NotWitnessed, {"note": Log(MADE).note(5, witnesses=("w1",))}),
        (NotSignedByLog, {"note": other.note(5)}),
        (LightClientError, {"note": b"no note"}),
    ):
        with pytest.raises(error):
            taken(followed(), 5, **arguments)
    with pytest.raises(NotConsistent):  # the log was rewritten after that
        taken(followed(REWRITTEN), 5)
    with pytest.raises(SplitView):  # it shows others what it did not show us
        taken(followed(REWRITTEN), 12)
    with pytest.raises(BadAnchor):  # our own head is another one: the next waking decides
        taken(Site(MADE, policy_text()), 5)


@pytest.mark.parametrize("message", [b"", b"\xff", encode([]), encode([b"x"]), encode([b"", 1]), encode([b"x"] * 3)])
def test_what_is_no_anchor_is_refused(message):
    with pytest.raises(LightClientError):
        Anchors(SlotStore(Flash(truncated))).take(message, Ledger(b""), followed(), ENOUGH, 1)
