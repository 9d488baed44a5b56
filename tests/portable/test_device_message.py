from lightclient.codec.errors import BadSchema
from lightclient.identity import algorithms, cose, message
from lightclient.identity.errors import (
    BehindWindow,
    CredentialRevoked,
    FutureDated,
    NotRegistered,
    OutOfDate,
    Replayed,
    SignatureInvalid,
)
from lightclient.identity.message import Inbox
from lightclient.identity.registry import revoke
from lightclient.identity.replay import Counter, Window
from lightclient.store.slots import SlotStore
from tests.portable.site import NOW, Holder
from tests.portable.support import raises
from tests.portable.test_enrolment import DEVICE, OPERATOR, SITE, credential, filled
from tests.portable.test_replay import Flash

TOPIC = "site/meter-7/readings"


class Site:
    """An inbox, the windows of its devices, and where they are kept."""

    def __init__(self, *credentials, age=None):
        self.registry = filled(*(credentials or (credential(),)))
        self.flash = {}
        self.inbox = Inbox(self.registry, self.window, age)

    def window(self, device):
        self.flash.setdefault(device, Flash())
        return Window(SlotStore(self.flash[device]))

    def take(self, data, topic=TOPIC, clock=NOW):
        return self.inbox.take(data, topic, clock)


def sent(sequence=1, number=1, device=DEVICE, topic=TOPIC, time=NOW, **options):
    return message.sign(Holder(number), algorithms.ED25519_ALG, device, sequence, topic, b"21.5", time, **options)


def test_a_message_is_taken_once():
    site = Site()
    counter = Counter(SlotStore(Flash()))
    for _ in range(3):
        data = sent(counter.next(), kid=b"1")
        found = site.take(data)
        assert (found.device, found.payload, found.time, found.signed.kid) == (DEVICE, b"21.5", NOW, b"1")
        with raises(Replayed):
            site.take(data)
    site.take(sent(100))
    with raises(BehindWindow):
        site.take(sent(4))
    assert site.take(sent(101, time=None)).time is None


def test_a_message_is_for_one_topic():
    site = Site()
    with raises(SignatureInvalid):
        site.take(sent(), "site/meter-7/orders")
    assert site.take(sent()).sequence == 1  # what did not verify has used up nothing


def test_a_message_is_of_one_device_and_its_key():
    site = Site(credential(), credential(4, "meter-8", b"2"))
    with raises(SignatureInvalid):
        site.take(sent(device="meter-8"))
    with raises(SignatureInvalid):
        site.take(sent(number=4))
    with raises(NotRegistered):
        site.take(sent(device="meter-9"))
    assert site.flash == {}
    site.take(sent(number=4, device="meter-8"))
    site.take(sent())  # each has its own numbers


def test_both_keys_serve_while_they_overlap():
    site = Site(credential(), credential(4, serial=b"2"))
    site.take(sent(1))
    site.take(sent(2, 4))
    with raises(SignatureInvalid):
        site.take(sent(3, 5))
    site.registry.take_list(revoke(OPERATOR, SITE, 1, NOW, {b"1": NOW}))
    with raises(SignatureInvalid):
        site.take(sent(3))
    site.registry.take_list(revoke(OPERATOR, SITE, 2, NOW, {b"1": NOW, b"2": NOW}))
    with raises(CredentialRevoked):
        site.take(sent(3, 4))


def test_time_where_a_message_has_one():
    site = Site(age=60)
    with raises(FutureDated):
        site.take(sent(time=NOW + 61))
    with raises(OutOfDate):
        site.take(sent(time=NOW - 61))
    site.take(sent(time=NOW - 60))


def test_what_is_saved_is_taken_and_what_is_not_is_not():
    site = Site()
    site.window(DEVICE)
    site.flash[DEVICE].fails, site.flash[DEVICE].after = 0, 5
    with raises(OSError):
        site.take(sent())
    site.take(sent())
    with raises(Replayed):
        site.take(sent())


def test_messages_that_are_none():
    for headers in ({}, {15: {1: DEVICE}}, {15: {7: bytes(8)}}, {15: {1: DEVICE, 7: bytes(7)}}, {15: 1}):
        with raises(BadSchema):
            message.parse(cose.sign(Holder(1), algorithms.ED25519_ALG, b"x", headers).serialize())
    with raises(BadSchema):
        message.parse(cose.sign(Holder(1), algorithms.ED25519_ALG, b"x", {15: {1: "d" * 65, 7: bytes(8)}}).serialize())
    claims = {15: {1: DEVICE, 7: bytes(8)}}
    with raises(BadSchema):
        message.parse(cose.sign(Holder(1), algorithms.ED25519_ALG, b"x", claims, detached=True).serialize())
