"""Whatever a broker sends, the MQTT client raises named errors only, and holds no more than its buffer."""

from hypothesis import given
from hypothesis import strategies as st

from lightclient.mqtt import packets
from lightclient.mqtt.client import CONNECTED, MESSAGE, TAKEN, Mqtt
from lightclient.mqtt.errors import Disconnected, MessageTooLarge, SubscriptionRefused

LIMIT = 64
TOPICS = st.text(min_size=1, max_size=8).filter(lambda topic: not set(topic) & set("+#\0"))
PACKETS = st.one_of(
    st.builds(packets.publish, TOPICS, st.binary(max_size=200), st.integers(0, 0xFFFF), st.booleans()),
    st.builds(packets.puback, st.integers(0, 0xFFFF)),
    st.sampled_from([b"\x20\2\0\0", b"\xd0\0", b"\x90\3\0\1\1", b"\xb0\2\0\2"]),
    st.binary(max_size=20),
    st.builds(lambda first, data: packets.packet(first, [data]), st.integers(0, 255), st.binary(max_size=100)),
)


def take(mqtt, data, step):
    """Give `data` to the client in pieces; return events and names of errors, up to one that ends it."""
    found = []
    at = 0
    while at < len(data):
        view = mqtt.space()
        assert 0 < len(view) <= LIMIT
        count = min(len(view), step, len(data) - at)
        view[:count] = data[at : at + count]
        at += count
        try:
            event = mqtt.took(count, 0)
        except (MessageTooLarge, SubscriptionRefused) as error:
            found.append(error.name)
        except Disconnected as error:
            return [*found, error.name]
        else:
            if event:
                found.append(event if event[0] != MESSAGE else (*event[:2], bytes(event[2]), event[3]))
    return found


@given(st.lists(PACKETS), st.integers(1, 100), st.booleans())
def test_nothing_that_arrives_is_more_than_an_event_or_a_named_error(stream, step, welcome):
    mqtt = Mqtt("me", LIMIT)
    mqtt.connect(0)
    mqtt.publish("t", b"", 0, 1)
    data = (b"\x20\2\0\0" if welcome else b"") + b"".join(stream)
    found = take(mqtt, data, step)
    assert all(event in ((CONNECTED,),) or isinstance(event, str) or event[0] in (MESSAGE, TAKEN) for event in found)
    mqtt.connect(0)
    again = Mqtt("me", LIMIT)
    again.connect(0)
    again.publish("t", b"", 0, 1)
    assert take(again, data, 1000) == found  # wherever the stream breaks


@given(TOPICS, st.binary(max_size=40), st.integers(0, 0xFFFF), st.booleans())
def test_a_message_comes_out_as_it_went_in(topic, payload, number, retained):
    packet = packets.publish(topic, payload, number, retained)
    mqtt = Mqtt("me", LIMIT)
    mqtt.connect(0)
    data = b"\x20\2\0\0" + packet
    size = len(packet) - 2
    expected = (MESSAGE, topic, payload, retained) if size <= LIMIT else "MessageTooLarge"
    if size > LIMIT and len(topic.encode()) + 4 > LIMIT // 2:
        expected = "BadPacket"
    assert take(mqtt, data, 7)[1:] == [expected]
