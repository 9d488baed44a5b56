"""paho-mqtt as a connection uses it: on a socket that is open already, never blocking, and in bounded memory."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Any

from paho.mqtt import client as paho
from paho.mqtt.enums import MQTTErrorCode, MQTTProtocolVersion

from lightclient.mqtt.hosts.broker import Broker
from lightclient.mqtt.hosts.websocket import WebSocket

MAX_TOPIC = 0xFFFF
AT_ONCE = 16  # packets that are handled before others have their turn
PIECE = 1 << 16  # bytes that are read at once
OLD_CONNACK = 2  # bytes of one of MQTT 3.1.1; the length of its properties makes it longer in MQTT 5
MOST_OUT = 20_000  # packets of any kind that wait for the socket: a broker may want answers and read none
QOS_2 = 0x04  # in the first byte of a message
UNSUPPORTED = b"\x84"  # the version of MQTT, by its reason code (MQTT 5 section 3.2.2.2)


class Wire(paho.Client):
    """paho on a socket that is open already, so that it never blocks and never needs another thread.

    A packet of over `largest` bytes is read piece by piece and thrown away, acknowledged if it asks for that:
    skipped(topic, size) is called. Without this paho would hold it whole before anybody could look at its size.

    modern: whether MQTT 5 is spoken, and not 3.1.1. outdated: the broker has answered as one that knows no 5.
    alert: why TLS failed, "" if it did not.
    """

    opened: "socket.socket | WebSocket"
    largest: int
    skipped: Callable[[str, int], None]
    outdated = False
    alert = ""

    @property
    def modern(self) -> bool:
        return bool(self._protocol == MQTTProtocolVersion.MQTTv5)

    @modern.setter
    def modern(self, wanted: bool) -> None:
        self._protocol = MQTTProtocolVersion.MQTTv5 if wanted else MQTTProtocolVersion.MQTTv311

    def limit_to(self, count: int) -> None:
        """Have so many messages of QoS 1 unacknowledged at once; paho's setter cannot while there is a connection."""
        self._max_inflight_messages = count

    def _create_socket(self) -> "socket.socket | WebSocket":
        return self.opened

    def loop_read(self, max_packets: int = AT_ONCE) -> MQTTErrorCode:
        """Handle what came, a few packets at most: paho's own takes as many as are unacknowledged at once."""
        for _ in range(max_packets):
            if self._sock is None:
                return MQTTErrorCode.MQTT_ERR_NO_CONN
            try:
                code = self._packet_read()
            except Exception:  # paho's own; it would handle the same packet again, for ever
                code = MQTTErrorCode.MQTT_ERR_PROTOCOL
            if code == MQTTErrorCode.MQTT_ERR_AGAIN:
                break
            if len(self._out_packet) > MOST_OUT:
                code = MQTTErrorCode.MQTT_ERR_CONN_LOST
            if code > 0:
                return self._loop_rc_handle(code)
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _sock_recv(self, bufsize: int) -> bytes:
        packet = self._in_packet
        large = packet["have_remaining"] and packet["remaining_length"] > self.largest
        if large and not isinstance(packet["packet"], _Front):
            packet["packet"] = _Front()
        try:
            return super()._sock_recv(min(bufsize, PIECE))
        except ssl.SSLError as error:
            self.alert = (error.reason or "").lower().replace("_", " ")
            raise

    def _packet_handle(self) -> MQTTErrorCode:
        front = self._in_packet["packet"]
        command = self._in_packet["command"]
        if command == paho.CONNACK:
            return self._welcomed(front)
        if command & 0xF0 == paho.PUBLISH and command & QOS_2:  # never asked for, and kept until the broker says so
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        if not isinstance(front, _Front):
            return super()._packet_handle()
        if command & 0xF0 != paho.PUBLISH:
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        end = 2 + int.from_bytes(front[:2], "big")
        if command & 0x06:  # unacknowledged ones would use up what the broker sends at once
            self._send_puback(int.from_bytes(front[end : end + 2], "big"))
        self.skipped(front[2:end].decode("utf-8", "replace"), self._in_packet["remaining_length"])
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _welcomed(self, packet: bytearray) -> MQTTErrorCode:
        """Handle a CONNACK, and send what has waited for one."""
        if self.modern and (len(packet) == OLD_CONNACK or packet[1:2] == UNSUPPORTED):
            self.outdated = True
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        code = super()._packet_handle()
        return self._update_inflight() if code == MQTTErrorCode.MQTT_ERR_SUCCESS else code

    def _messages_reconnect_reset_out(self) -> None:
        """Have all that was not acknowledged wait for the CONNACK, which says how many a broker takes at once.

        paho would send all of them: a broker of MQTT 5 ends such a connection.
        """
        self._inflight_messages = 0
        for message in self._out_messages.values():
            message.dup = message.dup or message.state == paho.mqtt_ms_wait_for_puback
            message.state = paho.mqtt_ms_queued


class _Front(bytearray):
    """The front of a packet, topic and packet id; what follows is thrown away."""

    def __iadd__(self, data: Any) -> "_Front":  # type: ignore[misc]
        if len(self) < MAX_TOPIC + 4:
            self.extend(data)
        return self


def opened(broker: Broker, seconds: float) -> "socket.socket | WebSocket":
    """Return what is connected to a broker. seconds: for each step: TCP, TLS, WebSocket. Raises OSError."""
    try:
        if broker.proxy and broker.proxy.serves(broker.host):
            sock = broker.proxy.opened(broker.host, broker.port)
            sock.settimeout(seconds)
        else:
            sock = socket.create_connection((broker.host, broker.port), seconds)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if broker.tls:
                sock = broker.tls.wrap_socket(sock, server_hostname=broker.host)
            if broker.path is None:
                return sock
            return WebSocket(sock, broker.host, broker.port, broker.tls is not None, broker.path, seconds)
        except BaseException:
            sock.close()
            raise
    except TimeoutError:  # which asyncio takes for its own
        raise ConnectionError(f"the broker at {broker.name} does not answer") from None


def close_unused(opening: "asyncio.Future[socket.socket | WebSocket]") -> None:
    if not opening.cancelled() and not opening.exception():
        opening.result().close()
