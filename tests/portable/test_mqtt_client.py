"""The MQTT client by hand: what it owes, what it is owed, and when it has waited long enough."""

from lightclient.mqtt import client as module
from lightclient.mqtt import packets
from lightclient.mqtt.client import CONNECTED, MESSAGE, PATIENCE, TAKEN, Mqtt
from lightclient.mqtt.errors import (
    BadPacket,
    BrokerRefused,
    MessageTooLarge,
    NoAnswer,
    PacketTooLarge,
    SubscriptionRefused,
    TooManyWaiting,
)
from tests.portable.support import raises

WELCOME = b"\x20\2\0\0"
PINGREQ, PINGRESP = b"\xc0\0", b"\xd0\0"


def receive(mqtt, data, now=0):
    """Give `data` to the client; return the events."""
    events = []
    at = 0
    while at < len(data):
        view = mqtt.space()
        count = min(len(view), len(data) - at)
        view[:count] = data[at : at + count]
        at += count
        event = mqtt.took(count, now)
        if event:
            events.append(event if event[0] != MESSAGE else event[:2] + (bytes(event[2]), event[3]))
    return events


def sent(mqtt):
    out = mqtt.out[:]
    del mqtt.out[:]
    return out


def connected(now=0, **options):
    mqtt = Mqtt("me", 64, **options)
    mqtt.connect(now)
    assert receive(mqtt, WELCOME, now) == [(CONNECTED,)]
    sent(mqtt)
    return mqtt


def test_it_greets_and_nothing_else_before_the_broker_has_answered():
    mqtt = Mqtt("me", 64)
    mqtt.connect(5)
    mqtt.subscribe("t", 5)
    mqtt.publish("t", b"lost", 5)
    assert sent(mqtt) == [packets.connect("me", 60)]
    with raises(BadPacket):
        receive(mqtt, packets.publish("t", b""))
    mqtt.connect(6)
    assert receive(mqtt, WELCOME) == [(CONNECTED,)]
    assert not mqtt.waiting


def test_a_broker_that_says_no_says_why():
    for code, words in ((4, "password"), (5, "not authorised"), (77, "unknown")):
        mqtt = Mqtt("me", 64)
        mqtt.connect(0)
        with raises(BrokerRefused) as caught:
            receive(mqtt, b"\x20\2\0" + bytes((code,)))
        assert "code " + str(code) in str(caught.error) and words in str(caught.error)


def test_a_subscription_that_is_refused_is_named_and_all_else_goes_on():
    mqtt = connected()
    mqtt.subscribe("s", 0)
    mqtt.subscribe("t", 0)
    with raises(SubscriptionRefused) as caught:
        receive(mqtt, b"\x90\3\0\2\x80")
    assert caught.error.fields == {"topic": "t"}
    assert receive(mqtt, b"\x90\3\0\1\1" + packets.publish("s", b"x")) == [(TAKEN, 1), (MESSAGE, "s", b"x", False)]
    assert not mqtt.waiting


def test_answers_that_are_none():
    for data in (WELCOME, b"\x40\2\0\0", b"\x90\3\0\1\3", b"\xb0\2\0\0", b"\x90\3\0\0\1"):
        with raises(BadPacket):
            receive(connected(), data)
    for data in (b"\x20\2\1\0", b"\x20\2\2\0"):
        mqtt = Mqtt("me", 64)
        mqtt.connect(0)
        with raises(BadPacket):
            receive(mqtt, data)


def test_messages_arrive_and_those_with_qos_1_are_acknowledged_each_time():
    mqtt = connected()
    first = packets.publish("t", b"one", 7)
    data = first + packets.again(first) + packets.publish("t", b"two", 0, True)
    events = receive(mqtt, data)
    assert events == [(MESSAGE, "t", b"one", False), (MESSAGE, "t", b"one", False), (MESSAGE, "t", b"two", True)]
    assert sent(mqtt) == [packets.puback(7), packets.puback(7)]


def test_a_message_that_is_too_large_is_acknowledged_and_named_and_the_next_one_arrives():
    mqtt = connected()
    with raises(MessageTooLarge) as caught:
        receive(mqtt, packets.publish("t", bytes(1000), 9))
    assert caught.error.fields == {"size": 1005, "topic": "t", "limit": 64}
    assert sent(mqtt) == [packets.puback(9)]
    assert receive(mqtt, packets.publish("t", b"small")) == [(MESSAGE, "t", b"small", False)]


def test_a_message_that_nobody_can_read_past_ends_the_connection_and_its_topic_is_known():
    mqtt = connected()
    with raises(PacketTooLarge) as caught:
        receive(mqtt, packets.packet(0x31, [b"\0\1t", bytes(5000)])[:40])
    assert caught.error.fields == {"size": 5003, "topic": "t", "limit": 64}


def test_a_topic_that_does_not_fit_ends_the_connection():
    with raises(BadPacket):
        receive(connected(), packets.publish("t" * 40, bytes(40)))


def test_what_was_not_acknowledged_is_sent_again_after_the_next_connect():
    mqtt = connected()
    mqtt.publish("t", b"sure", 0, 1)
    mqtt.publish("t", b"perhaps", 0)
    mqtt.subscribe("s", 0)
    assert sent(mqtt)[0] == packets.publish("t", b"sure", 1)
    mqtt.connect(1)
    assert receive(mqtt, WELCOME, 1) == [(CONNECTED,)]
    assert sent(mqtt)[1:] == [packets.again(packets.publish("t", b"sure", 1))]
    assert list(mqtt.waiting) == [1]
    assert receive(mqtt, packets.puback(1)) == [(TAKEN, 1)]
    assert not mqtt.waiting
    assert not receive(mqtt, packets.puback(1) + packets.puback(99))  # twice, or never asked for


def test_what_is_published_while_there_is_no_broker_waits_for_one():
    mqtt = Mqtt("me", 64)
    mqtt.publish("t", b"sure", 0, 1)
    mqtt.connect(1000)
    mqtt.tick(1001)
    receive(mqtt, WELCOME, 1001)
    assert packets.again(packets.publish("t", b"sure", 1)) in sent(mqtt)


def test_an_answer_to_another_question_is_none():
    mqtt = connected()
    mqtt.subscribe("s", 0)
    receive(mqtt, packets.puback(1) + b"\xb0\2\0\1")
    assert list(mqtt.waiting) == [1]
    receive(mqtt, b"\x90\3\0\1\1")
    assert not mqtt.waiting


def test_packet_ids_go_round_and_pass_over_those_in_use():
    mqtt = connected(number=65533)
    for number in (65534, 65535, 1):
        mqtt.publish("t", b"", 0, 1)
        assert sent(mqtt) == [packets.publish("t", b"", number)]
    mqtt.number = 65533
    mqtt.publish("t", b"", 0, 1)
    assert sent(mqtt) == [packets.publish("t", b"", 2)]


def test_so_many_packets_wait_and_no_more():
    mqtt = connected()
    for _ in range(module.MAX_WAITING):
        mqtt.subscribe("t", 0)
    with raises(TooManyWaiting):
        mqtt.subscribe("t", 0)


def test_whoever_owes_an_answer_for_too_long_is_gone():
    for owe, what in (
        (lambda mqtt: mqtt.publish("t", b"", 0, 1), "PUBACK"),
        (lambda mqtt: mqtt.subscribe("t", 0), "SUBACK"),
        (lambda mqtt: mqtt.unsubscribe("t", 0), "UNSUBACK"),
        (lambda mqtt: mqtt.connect(0), "CONNACK"),
    ):
        mqtt = connected()
        owe(mqtt)
        for now in range(PATIENCE):
            mqtt.tick(now)
        assert mqtt.wake_at == PATIENCE
        with raises(NoAnswer) as caught:
            mqtt.tick(PATIENCE)
        assert caught.error.args == (what,)


def test_other_messages_do_not_excuse_a_missing_answer():
    mqtt = connected()
    mqtt.publish("t", b"", 0, 1)
    for now in range(PATIENCE):
        receive(mqtt, packets.publish("t", b"noise"), now)
    with raises(NoAnswer):
        receive(mqtt, packets.publish("t", b"noise"), PATIENCE)


def test_a_long_message_excuses_what_waits_behind_it():
    mqtt = connected()
    mqtt.publish("t", b"", 0, 1)
    with raises(MessageTooLarge):
        receive(mqtt, packets.publish("t", bytes(1000)), 2 * PATIENCE)
    receive(mqtt, packets.puback(1), 2 * PATIENCE)
    assert not mqtt.waiting


def test_it_pings_when_it_has_said_nothing_and_expects_an_answer():
    mqtt = connected(keep_alive=60)
    for now in range(30):
        mqtt.tick(now)
    assert sent(mqtt) == []
    assert mqtt.wake_at == 30
    mqtt.tick(30)
    mqtt.tick(30.5)
    assert sent(mqtt) == [PINGREQ]
    receive(mqtt, PINGRESP, 31)
    for now in range(31, 60):
        mqtt.tick(now)
    mqtt.tick(60)
    assert sent(mqtt) == [PINGREQ]
    for now in range(61, 70):
        mqtt.tick(now)
    with raises(NoAnswer) as caught:
        mqtt.tick(70)
    assert caught.error.args == ("PINGRESP",)


def test_it_does_not_wake_for_a_ping_that_waits_for_its_answer():
    mqtt = connected(keep_alive=4)
    for now in range(3):
        mqtt.tick(now)
    assert sent(mqtt) == [PINGREQ]
    assert mqtt.wake_at == 2 + PATIENCE
    mqtt.tick(6)
    assert mqtt.wake_at >= 2 + PATIENCE


def test_without_a_keep_alive_there_is_no_ping():
    mqtt = connected(keep_alive=0)
    mqtt.tick(1e6)
    assert sent(mqtt) == [] and mqtt.wake_at > 1e6


def test_it_pings_though_the_broker_never_stops_talking():
    mqtt = connected(keep_alive=60)
    for now in range(31):
        receive(mqtt, packets.publish("t", b"noise"), now)
    assert sent(mqtt) == [PINGREQ]


def test_nobody_is_blamed_for_a_computation_of_ours():
    mqtt = connected()
    mqtt.tick(0)
    mqtt.publish("t", b"", 0, 1)
    mqtt.tick(40)  # a signature was checked, and the answer waits in the stream
    assert PINGREQ in sent(mqtt)
    receive(mqtt, packets.puback(1) + PINGRESP, 40)
    mqtt.tick(40.5)
    assert not mqtt.waiting


def test_a_good_bye_is_the_last_word():
    mqtt = connected()
    mqtt.disconnect(1)
    mqtt.publish("t", b"", 1)
    assert sent(mqtt) == [b"\xe0\0"]
