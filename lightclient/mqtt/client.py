"""An MQTT client without I/O: bytes and time in, packets and events out.

    mqtt.connect(now)                     a stream to the broker was opened
    event = mqtt.took(count, now)         so many bytes were read into mqtt.space()
    mqtt.tick(now)                        nothing more is to be read now
    mqtt.out                              packets to be written, each in one call; whoever writes them empties it
    mqtt.wake_at                          the next moment at which tick() has something to do

What reaches the other side may arrive twice, as QoS 1 allows, or not at all when the connection breaks: messages must
bear both. Memory: the buffer of `limit` bytes, MAX_WAITING packets.
"""

from lightclient.mqtt import packets
from lightclient.mqtt.errors import (
    BadPacket,
    BrokerRefused,
    MessageTooLarge,
    NoAnswer,
    PacketTooLarge,
    SubscriptionRefused,
    TooManyWaiting,
)

CONNECTED, MESSAGE, TAKEN = "connected", "message", "taken"  # events

PATIENCE = 10  # seconds for whatever the broker owes us
AWAY = 2  # seconds, more than a follower waits at once: a caller that comes back later did not listen meanwhile
# Why a broker refuses a connection (section 3.2.2.3).
REFUSALS = {
    1: "wrong version",
    2: "client id refused",
    3: "not available",
    4: "bad user or password",
    5: "not authorised: look at user and password",
}
MAX_WAITING = 64  # packets that the broker has not acknowledged
CONNACK, PINGRESP = -1, 0  # what is waited for, beside packet ids


class Mqtt:
    """One client. Its subscriptions do not survive a connection: subscribe again after each CONNECTED.

    Events are (CONNECTED,), (MESSAGE, topic, payload, retained) and (TAKEN, number): the broker has it.
    A payload is a view, which lasts until more is read into `space()`.
    waiting: what the broker owes: packet id, CONNACK or PINGRESP -> [deadline, what for, PUBLISH to repeat or None,
    topic of a subscription]
    """

    def __init__(
        self,
        client_id: str,
        limit: int,
        keep_alive: int = 60,
        user: "str | None" = None,
        password: "str | None" = None,
        will: "tuple[str, bytes] | None" = None,
        number: int = 0,
    ) -> None:
        """limit: bytes of the largest packet that can be taken. keep_alive: seconds, 0 for none; a computation may take
        as long.

        number: the last packet id that counts as used.
        """
        self.packets = packets.Packets(limit)
        self.space = self.packets.space
        self.packet = packets.connect(client_id, keep_alive, user, password, will)
        self.quiet = keep_alive / 2 if keep_alive else 1e9  # seconds after which we ping
        self.number = number
        self.connected = False
        self.out: "list[bytes]" = []
        self.waiting: "dict[int, list[Any]]" = {}
        self.sent_at = self.ticked_at = 0.0

    def connect(self, now: float) -> None:
        self.packets.reset()
        self.connected = False
        # What was published and not acknowledged is sent again; all else is asked for anew.
        self.waiting = {number: owed for number, owed in self.waiting.items() if owed[2] is not None}
        self.out = []
        self.ticked_at = now
        self._send(self.packet, now, CONNACK, "CONNACK")

    def disconnect(self, now: float) -> None:
        """Send DISCONNECT, so that the broker does not publish the will."""
        self._send(bytes((packets.DISCONNECT << 4, 0)), now)
        self.connected = False

    def publish(self, topic: str, payload: bytes, now: float, qos: int = 0, retain: bool = False) -> None:
        """QoS 0 is sent if there is a connection now; QoS 1 again after each connect until the broker has it.

        Raises TooManyWaiting and what `packets.publish` does.
        """
        number = self._next_number() if qos else 0
        message = packets.publish(topic, payload, number, retain)
        if self.connected:
            self._send(message, now, number or None, "PUBACK", message if qos else None)
        elif qos:
            self.waiting[number] = [now + PATIENCE, "PUBACK", message, topic]

    def subscribe(self, topic: str, now: float) -> None:
        if self.connected:
            number = self._next_number()
            self._send(packets.subscribe(topic, number), now, number, "SUBACK", None, topic)

    def unsubscribe(self, topic: str, now: float) -> None:
        if self.connected:
            number = self._next_number()
            self._send(packets.unsubscribe(topic, number), now, number, "UNSUBACK")

    def took(self, count: int, now: float) -> "tuple[Any, ...] | None":
        """Return the event that ends with these bytes, if one does.

        Raises MessageTooLarge and SubscriptionRefused, after which all goes on, and Disconnected and its kin, after
        which nothing does.
        """
        packet = self.packets.took(count)
        if packet is None:
            return None
        event = self._packet(*packet, now)
        self.tick(now)  # for a broker may never stop talking
        return event

    def _packet(self, first: int, body: memoryview, size: int, now: float) -> "tuple[Any, ...] | None":
        kind = first >> 4
        if not self.connected and kind != packets.CONNACK:
            raise BadPacket("the first packet is no CONNACK")
        if kind == packets.PUBLISH:
            return self._message(first, body, size, now)
        if kind == packets.CONNACK:
            return self._connected(body, now)
        if kind == packets.PINGRESP:
            self.waiting.pop(PINGRESP, None)
            return None
        number = packets.parse_id(body)
        if kind == packets.SUBACK and body[2] not in (0, 1, packets.FAILURE):
            raise BadPacket("the return code of a SUBACK")
        owed = self.waiting.get(number)
        # One that was acknowledged before: the broker may say so twice.
        if owed is not None and owed[1] == NAMES[kind]:
            del self.waiting[number]
            if kind == packets.SUBACK and body[2] == packets.FAILURE:
                raise SubscriptionRefused(topic=owed[3])
            return TAKEN, number
        return None

    def tick(self, now: float) -> None:
        """See that the connection is alive, and keep it so: ping if nothing was said for half the keep-alive.

        Raises NoAnswer.
        """
        away = now - self.ticked_at
        self.ticked_at = now
        for owed in self.waiting.values():
            if away > AWAY:
                owed[0] += away
            if now >= owed[0] and (self.connected or owed[2] is None):
                raise NoAnswer(owed[1])
        if self.connected and now >= self.sent_at + self.quiet and PINGRESP not in self.waiting:
            self._send(bytes((packets.PINGREQ << 4, 0)), now, PINGRESP, "PINGRESP")

    @property
    def wake_at(self) -> float:
        wake_at = self.sent_at + self.quiet if PINGRESP not in self.waiting else 1e9
        for owed in self.waiting.values():
            if self.connected or owed[2] is None:
                wake_at = min(wake_at, owed[0])
        return wake_at

    def _connected(self, body: memoryview, now: float) -> "tuple[str]":
        if self.connected:
            raise BadPacket("a second CONNACK")
        if body[0]:
            raise BadPacket("flags of a CONNACK without a session")
        if body[1]:
            raise BrokerRefused(
                what="the connection", reason="code " + str(body[1]) + ", " + REFUSALS.get(body[1], "which is unknown")
            )
        self.connected = True
        self.waiting.pop(CONNACK, None)
        for number in sorted(self.waiting):
            message = self.waiting[number][2]
            self._send(packets.again(message), now, number, "PUBACK", message)
        return (CONNECTED,)

    def _message(self, first: int, body: memoryview, size: int, now: float) -> "tuple[Any, ...]":
        topic, number, start = packets.parse_publish(first, body)
        if number:
            self._send(packets.puback(number), now)
        if size > len(body):
            if self.packets.too_large(size):
                raise PacketTooLarge(size=size, topic=topic, limit=self.packets.limit)
            raise MessageTooLarge(size=size, topic=topic, limit=self.packets.limit)
        return MESSAGE, topic, body[start:], bool(first & packets.RETAIN)

    def _send(
        self,
        packet: bytes,
        now: float,
        key: "int | None" = None,
        what: str = "",
        message: "bytes | None" = None,
        topic: str = "",
    ) -> None:
        self.out.append(packet)
        self.sent_at = now
        if key is not None:
            self.waiting[key] = [now + PATIENCE, what, message, topic]

    def _next_number(self) -> int:
        if len(self.waiting) >= MAX_WAITING:
            raise TooManyWaiting(len(self.waiting))
        self.number = self.number % 0xFFFF + 1
        while self.number in self.waiting:
            self.number = self.number % 0xFFFF + 1
        return self.number


NAMES = {packets.PUBACK: "PUBACK", packets.SUBACK: "SUBACK", packets.UNSUBACK: "UNSUBACK"}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
