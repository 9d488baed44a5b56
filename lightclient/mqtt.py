"""MQTT for asyncio: one thin adapter over paho-mqtt, for the gateway and for the client.

It keeps a connection: after a loss it connects again with growing pauses, subscribes again to what is wanted, and paho
sends what was not yet acknowledged. Every socket sets TCP_NODELAY, without which a round trip takes 44 ms.
"""

import asyncio
import contextlib
import random
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from lightclient.errors import LightClientError

FIRST_PAUSE = 0.25  # seconds before the first new attempt; doubled each time
LONGEST_PAUSE = 30.0
KEEP_ALIVE = 30  # seconds
PORTS = {"mqtt": 1883, "mqtts": 8883}


class BrokerRefused(LightClientError, OSError):
    """The broker does not let us in."""

    says = "the broker at {} refuses: {}"


class BadBrokerUrl(LightClientError):
    says = "{!r} is not mqtt://[user:password@]host[:port] or mqtts://..."


@dataclass(frozen=True)
class Broker:
    """Where a broker is and how it lets us in. `repr` hides the password."""

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"


def broker(url: str, ca: str | None = None, certificate: str | None = None, key: str | None = None) -> Broker:
    """Return the broker that a URL names.

    ca: file of the authority that signed the broker's certificate, the system's if None. certificate, key: files that
    show the broker who we are. Raises BadBrokerUrl, OSError if a file cannot be used.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise BadBrokerUrl(_without_password(url)) from None
    if not parts.hostname or parts.path not in ("", "/"):
        raise BadBrokerUrl(_without_password(url))
    tls = None
    if parts.scheme == "mqtts":
        tls = ssl.create_default_context(cafile=ca)
        if certificate:
            tls.load_cert_chain(certificate, key)
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return Broker(parts.hostname, port, user, password, tls)


class Connection:
    """A connection to a broker that is made again whenever it is lost.

    on_message(topic, payload, retained) and on_change(connected) are called in the event loop.
    """

    def __init__(
        self,
        broker: Broker,
        client_id: str,
        on_message: Callable[[str, bytes, bool], None],
        on_change: Callable[[bool], None] = lambda connected: None,
        will: tuple[str, bytes] | None = None,
        clean: bool = True,
    ) -> None:
        """will: (topic, payload) that the broker publishes, retained, when we are gone without a word."""
        self.broker = broker
        self.connected = False
        self._wanted: dict[str, int] = {}
        self._on_message = on_message
        self._on_change = on_change
        self._runner: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._answer: asyncio.Future[str | None] | None = None
        self._reading: Any = None
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id, clean_session=clean)
        client.max_inflight_messages_set(1000)
        client.max_queued_messages_set(10_000)
        if broker.user is not None:
            client.username_pw_set(broker.user, broker.password)
        if broker.tls is not None:
            client.tls_set_context(broker.tls)
        if will:
            client.will_set(will[0], will[1], qos=1, retain=True)
        client.on_socket_open = self._socket_opened
        client.on_socket_close = self._socket_closed
        client.on_socket_register_write = self._writable
        client.on_socket_unregister_write = self._written
        client.on_connect = self._connect_answered
        client.on_disconnect = self._disconnected
        client.on_message = self._message
        self._client = client

    async def start(self) -> None:
        """Connect for the first time. Raises OSError if the broker cannot be reached, BrokerRefused if it says no."""
        self._loop = asyncio.get_running_loop()
        await self._connect()
        self._runner = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Send what is queued, say good-bye and close; on_change is not called any more."""
        self._on_change = lambda connected: None
        if self._runner:
            self._runner.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._runner
        if self.connected:
            self._client.disconnect()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._lost.wait(), 2)

    def subscribe(self, topic: str, qos: int = 1) -> None:
        self._wanted[topic] = qos
        if self.connected:
            self._client.subscribe(topic, qos)

    def unsubscribe(self, topic: str) -> None:
        self._wanted.pop(topic, None)
        if self.connected:
            self._client.unsubscribe(topic)

    def publish(self, topic: str, payload: bytes, qos: int = 1, retain: bool = False) -> None:
        """Hand a message over; with QoS 1 it is sent again after a new connect until the broker has it."""
        self._client.publish(topic, payload, qos, retain)

    async def _run(self) -> None:
        """Keep-alive once a second, and a new connect after each loss."""
        while True:
            try:
                await asyncio.wait_for(self._lost.wait(), 1)
            except asyncio.TimeoutError:
                self._client.loop_misc()
                continue
            pause = FIRST_PAUSE
            while not self.connected:
                await asyncio.sleep(pause * (1 + random.random()))
                pause = min(pause * 2, LONGEST_PAUSE)
                with contextlib.suppress(OSError, BrokerRefused, asyncio.TimeoutError):
                    await self._connect()

    async def _connect(self) -> None:
        self._lost.clear()
        self._answer = self._loop.create_future()
        host, port = self.broker.host, self.broker.port
        try:
            await asyncio.to_thread(self._client.connect, host, port, KEEP_ALIVE)
            refused = await asyncio.wait_for(self._answer, 10)
        except BaseException:
            self._lost.set()
            raise
        if refused is not None:
            self._lost.set()
            raise BrokerRefused(self.broker.name, refused)
        self.connected = True
        for topic, qos in self._wanted.items():
            self._client.subscribe(topic, qos)
        self._on_change(True)

    # -- paho's callbacks; those of the socket may come from the thread that connects

    def _socket_opened(self, client: paho.Client, data: object, sock: Any) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._loop.call_soon_threadsafe(self._read_from, sock)

    def _read_from(self, sock: Any) -> None:
        if sock.fileno() >= 0:
            self._reading = sock
            self._loop.add_reader(sock, self._readable)

    def _readable(self) -> None:
        self._client.loop_read()
        # TLS may hold decrypted bytes that no socket event will announce.
        while isinstance(self._reading, ssl.SSLSocket) and self._reading.pending():
            self._client.loop_read()

    def _socket_closed(self, client: paho.Client, data: object, sock: Any) -> None:
        self._reading = None
        self._loop.remove_reader(sock)
        self._loop.remove_writer(sock)

    def _writable(self, client: paho.Client, data: object, sock: Any) -> None:
        self._loop.call_soon_threadsafe(self._write_to, sock)

    def _write_to(self, sock: Any) -> None:
        if sock.fileno() >= 0 and self._client.want_write():
            self._loop.add_writer(sock, self._client.loop_write)

    def _written(self, client: paho.Client, data: object, sock: Any) -> None:
        self._loop.call_soon_threadsafe(self._stop_writing_to, sock)

    def _stop_writing_to(self, sock: Any) -> None:
        if sock.fileno() >= 0 and not self._client.want_write():
            self._loop.remove_writer(sock)

    def _connect_answered(self, client: paho.Client, data: object, flags: object, reason: object, more: object) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(str(reason) if getattr(reason, "is_failure", False) else None)

    def _disconnected(self, client: paho.Client, data: object, flags: object, reason: object, more: object) -> None:
        was = self.connected
        self.connected = False
        self._lost.set()
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionResetError(f"{self.broker.name} closed the connection"))
        if was:
            self._on_change(False)

    def _message(self, client: paho.Client, data: object, message: paho.MQTTMessage) -> None:
        self._on_message(message.topic, bytes(message.payload), message.retain)


def _without_password(url: str) -> str:
    head, at, tail = url.rpartition("@")
    return head.split(":", 2)[0] + "://***@" + tail if at else url
