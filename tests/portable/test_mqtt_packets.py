"""MQTT packets: what is sent, byte for byte, and what is refused."""

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.mqtt import packets
from lightclient.mqtt.errors import BadPacket
from lightclient.mqtt.packets import Packets
from tests.portable.support import raises


def cut(data, limit=64, step=1):
    """Return the packets in `data`, which arrives in pieces of at most `step` bytes."""
    cutter = Packets(limit)
    found = []
    at = 0
    while at < len(data):
        view = cutter.space()
        count = min(len(view), step, len(data) - at)
        view[:count] = data[at : at + count]
        at += count
        packet = cutter.took(count)
        if packet:
            found.append((packet[0], bytes(packet[1]), packet[2]))
    return found


def message(size, first=0x30):
    """Return a PUBLISH with topic "t" and the payload 0, 1, 2, ... whose body has `size` bytes."""
    return packets.packet(first, [b"\0\1t", bytes([index & 255 for index in range(size - 3)])])


# -- what is sent: section 3 of the standard


def test_a_connect_without_anything():
    assert packets.connect("ab", 60) == b"\x10\x0e\0\4MQTT\4\x02\0\x3c\0\2ab"


def test_a_connect_with_everything():
    packet = packets.connect("a", 65535, "u", "pw", ("w", b"\1\2"))
    assert packet == b"\x10\x1b\0\4MQTT\4\xee\xff\xff\0\1a\0\1w\0\2\1\2\0\1u\0\2pw"
    assert packets.connect("a", 1, "u")[9] == 0x82


def test_messages_and_subscriptions():
    assert packets.publish("a/b", b"hi") == b"\x30\7\0\3a/bhi"
    assert packets.publish("a/b", b"hi", 258, True) == b"\x33\x09\0\3a/b\1\2hi"
    assert packets.again(packets.publish("t", b"", 1)) == b"\x3a\5\0\1t\0\1"
    assert packets.subscribe("t", 3) == b"\x82\6\0\3\0\1t\1"
    assert packets.unsubscribe("t", 3) == b"\xa2\5\0\3\0\1t"
    assert packets.puback(0xFFFF) == b"\x40\2\xff\xff"


def test_lengths_take_one_to_four_bytes():
    for size, length in ((127, b"\x7f"), (128, b"\x80\1"), (16383, b"\xff\x7f"), (16384, b"\x80\x80\1")):
        assert packets.packet(0x30, [bytes(size)])[1:-size] == length


def test_what_has_no_place_in_a_packet():
    with raises(TooLarge):
        packets.string(bytes(65536))


# -- what is received


def test_what_no_broker_takes_is_never_sent():
    for topic in ("", "a/#", "+/b", "a\0b"):
        with raises(BadSchema) as caught:
            packets.publish(topic, b"hi", 1)
        assert "topic" in str(caught.error)
    for payload in (None, "text", 5, ["hi"]):
        with raises(BadSchema) as caught:
            packets.publish("a", payload, 1)
        assert "payload" in str(caught.error)


def test_packets_are_cut_wherever_the_stream_breaks():
    stream = b"\x20\2\0\0" + message(3) + b"\xd0\0" + message(64) + b"\x40\2\0\1"
    whole = cut(stream, 64, 1000)
    assert [(first, size) for first, _, size in whole] == [(0x20, 2), (0x30, 3), (0xD0, 0), (0x30, 64), (0x40, 2)]
    for step in (1, 2, 3, 7, 64):
        assert cut(stream, 64, step) == whole


def test_a_message_that_is_too_large_is_read_past_and_the_next_one_is_whole():
    for size in (65, 96, 97, 1000, 64 * 64):
        for step in (1, 31, 1000):
            large, small = cut(message(size) + message(10), 64, step)
            assert (large[0], large[2]) == (0x30, size)
            assert large[1] == message(size)[-size:][:32]
            assert small[1] == message(10)[2:]


def test_of_what_is_larger_still_only_the_front_is_read():
    size = 64 * 64 + 1
    front = packets.packet(0x30, [b"\0\1t", bytes(size - 3)])[: 3 + 32]
    assert cut(front) == [(0x30, front[3:], size)]
    assert Packets(64).too_large(size) and not Packets(64).too_large(size - 1)


def test_packets_that_no_broker_sends():
    firsts = [0x00, 0x10, 0x50, 0x62, 0x70, 0x82, 0xA2, 0xC0, 0xE0, 0xF0]  # types of clients and of QoS 2
    firsts += [0x21, 0x41, 0x92, 0xB2, 0xD1]  # flags that must be 0
    for first in firsts:
        with raises(BadPacket):
            cut(bytes((first,)))


def test_lengths_that_are_none():
    lengths = [b"\x20\1", b"\x20\3", b"\x40\0", b"\x90\2", b"\x90\4", b"\xb0\3", b"\xd0\1"]  # of another packet
    lengths += [b"\x30\x80\x80\x80\x80", b"\x30\x83\0", b"\x30\x80\x80\0"]  # five bytes, not the shortest form
    for data in lengths:
        with raises(BadPacket):
            cut(data)


def test_a_message_says_where_its_payload_is():
    assert packets.parse_publish(0x31, b"\0\3a/bhi") == ("a/b", 0, 5)
    assert packets.parse_publish(0x3B, b"\0\3a/b\1\2hi") == ("a/b", 258, 7)
    assert packets.parse_publish(0x30, b"\0\2\xc3\xa4") == ("\u00e4", 0, 4)


def test_messages_that_are_none():
    bodies = [b"", b"\0", b"\0\1", b"\0\3ab", b"\xff\xff"]  # end within the topic
    bodies += [b"\0\0", b"\0\1+", b"\0\2a#", b"\0\1\0", b"\0\2\xc0\x80", b"\0\3\xed\xa0\x80", b"\0\1\xff"]
    for body in bodies:
        with raises(BadPacket):
            packets.parse_publish(0x30, body)
    for first, body in (
        (0x32, b"\0\1t"),
        (0x32, b"\0\1t\0"),
        (0x32, b"\0\1t\0\0"),
        (0x34, b"\0\1t\0\1"),
        (0x36, b"\0\1t\0\1"),
    ):
        with raises(BadPacket):
            packets.parse_publish(first, body)
    with raises(BadPacket):
        packets.parse_publish(0x38, b"\0\1t")
