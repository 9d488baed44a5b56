"""MQTT 3.1.1 packets (OASIS Standard, 29 October 2014), those of a client that uses QoS 0 and 1."""

from lightclient.codec.cbor import text
from lightclient.codec.errors import BadSchema, BadText, TooLarge
from lightclient.mqtt.errors import BadPacket

CONNECT, CONNACK, PUBLISH, PUBACK = 1, 2, 3, 4
SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT = range(8, 15)

DUP, RETAIN = 8, 1  # flags of PUBLISH
SIZES = {CONNACK: 2, PUBACK: 2, SUBACK: 3, UNSUBACK: 2, PINGRESP: 0}  # of what a broker sends beside messages
FAILURE = 0x80  # return code of a SUBACK
MAX_LENGTH = (1 << 28) - 1
READ_PAST = 64  # buffers: a larger message ends the connection, once its topic is known


class Packets:
    """Cuts what arrives into packets.

        view = packets.space()          fill it from the stream, and say how much came:
        packet = packets.took(count)    None until a packet is whole, then (first byte, body, size)

    Memory: one buffer of `limit` bytes, made once. A message that does not fit is read past in pieces; its body is then
    the first half of the buffer. Of one that is larger than READ_PAST buffers only that half is read. A body is a view,
    which lasts until more is read into `space()`.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.buffer = memoryview(bytearray(limit))
        self.reset()

    def reset(self) -> None:
        """Forget the rest of a packet: a new connection begins."""
        self.first = 0  # no packet starts with a zero
        self.heading = True  # the length is not known yet, but its lowest `shift` bits
        self.shift = 0
        self.size = self.have = 0

    def space(self) -> memoryview:
        if self.heading:
            return self.buffer[:1]
        start = self.have if self.size <= self.limit else min(self.have, self.limit // 2)
        return self.buffer[start : min(self.limit, start + self.size - self.have)]

    def took(self, count: int) -> "tuple[int, memoryview, int] | None":
        """Raises BadPacket."""
        if not self.heading:
            self.have += count
        elif not self.first:
            self.first = self.buffer[0]
            if self.first >> 4 != PUBLISH and (self.first & 15 or self.first >> 4 not in SIZES):
                raise BadPacket("no broker starts a packet like this")
            return None
        elif not self._length(self.buffer[0]):
            return None
        if self.have < (self.limit // 2 if self.too_large(self.size) else self.size):
            return None
        packet = self.first, self.buffer[: self.size if self.size <= self.limit else self.limit // 2], self.size
        self.reset()
        return packet

    def _length(self, byte: int) -> bool:
        """Take a byte of the remaining length (section 2.2.3); return whether it was the last one."""
        self.size |= (byte & 127) << self.shift
        self.shift += 7
        if byte & 128:
            if self.shift == 28:
                raise BadPacket("the length has over four bytes")
            return False
        if not byte and self.shift > 7:
            raise BadPacket("the length is not in its shortest form")
        kind = self.first >> 4
        if kind != PUBLISH and self.size != SIZES[kind]:
            raise BadPacket("the length does not fit the packet")
        self.heading = False
        return True

    def too_large(self, size: int) -> bool:
        """Whether a message of `size` bytes takes too long to be read past."""
        return size > READ_PAST * self.limit


def parse_publish(first: int, body: memoryview) -> "tuple[str, int, int]":
    """Return (topic, packet id or 0, offset of the payload). Raises BadPacket."""
    qos = first >> 1 & 3
    if qos > 1:
        raise BadPacket("QoS 2 was never asked for")
    if not qos and first & DUP:
        raise BadPacket("a duplicate with QoS 0")
    size = len(body)
    end = 2 + (body[0] << 8 | body[1]) if size >= 2 else size + 1
    payload = end + 2 * qos
    if payload > size:
        raise BadPacket("the message ends before its payload")
    try:
        topic = text(bytes(body[2:end]))
    except BadText:
        raise BadPacket("the topic is not UTF-8")
    if not topic or "+" in topic or "#" in topic or "\0" in topic:
        raise BadPacket("the topic is empty or a pattern")
    return topic, parse_id(body[end:]) if qos else 0, payload


def parse_id(body: memoryview) -> int:
    """Raises BadPacket for the id zero, which no packet has."""
    number = body[0] << 8 | body[1]
    if not number:
        raise BadPacket("a packet id of zero")
    return number


def connect(
    client_id: str,
    keep_alive: int,
    user: "str | None" = None,
    password: "str | None" = None,
    will: "tuple[str, bytes] | None" = None,
) -> bytes:
    """Return a CONNECT for a clean session. will: topic and payload, retained, QoS 1. Section 3.1."""
    flags = 2
    parts = [string(client_id.encode())]
    if will:
        flags |= 0x2C
        parts += [string(will[0].encode()), string(will[1])]
    if user is not None:
        flags |= 0x80
        parts.append(string(user.encode()))
        if password is not None:
            flags |= 0x40
            parts.append(string(password.encode()))
    return packet(CONNECT << 4, [b"\0\4MQTT\4", bytes((flags,)), keep_alive.to_bytes(2, "big")] + parts)


def publish(topic: str, payload: bytes, number: int = 0, retain: bool = False) -> bytes:
    """Return a PUBLISH, with QoS 1 if it has a number. Section 3.3.

    Raises TooLarge, and BadSchema for what a broker would end the connection for, and again whenever it is sent anew.
    """
    if not topic or [1 for letter in "+#\0" if letter in topic]:
        raise BadSchema("topic", "it is empty, or has + or #, which are for subscribing")
    if not isinstance(payload, (bytes, bytearray, memoryview)):
        raise BadSchema("payload", "not bytes")
    first = PUBLISH << 4 | (2 if number else 0) | (RETAIN if retain else 0)
    return packet(first, [string(topic.encode()), number.to_bytes(2, "big") if number else b"", payload])


def again(message: bytes) -> bytes:
    """Return a PUBLISH as it is sent a second time."""
    return bytes((message[0] | DUP,)) + message[1:]


def subscribe(topic: str, number: int) -> bytes:
    """Return a SUBSCRIBE with QoS 1. Section 3.8."""
    return packet(SUBSCRIBE << 4 | 2, [number.to_bytes(2, "big"), string(topic.encode()), b"\1"])


def unsubscribe(topic: str, number: int) -> bytes:
    return packet(UNSUBSCRIBE << 4 | 2, [number.to_bytes(2, "big"), string(topic.encode())])


def puback(number: int) -> bytes:
    return packet(PUBACK << 4, [number.to_bytes(2, "big")])


def packet(first: int, parts: "list[bytes]") -> bytes:
    """Return a whole packet, made in one piece so that it is written in one call."""
    size = sum([len(part) for part in parts])
    if size > MAX_LENGTH:
        raise TooLarge("a packet", size, MAX_LENGTH)
    head = [first]
    while size >= 128:
        head.append(size & 127 | 128)
        size >>= 7
    return b"".join([bytes(head + [size])] + parts)


def string(data: bytes) -> bytes:
    if len(data) > 0xFFFF:
        raise TooLarge("a string", len(data), 0xFFFF)
    return len(data).to_bytes(2, "big") + data
