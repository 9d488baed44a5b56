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
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from lightclient.errors import LightClientError

FIRST_PAUSE = 0.25  # seconds before the first new attempt; doubled each time
LONGEST_PAUSE = 30.0
STEADY = 10.0  # seconds that a connection has to hold before the pauses start from the first again
QUEUE = 1000  # messages not acknowledged that are too many
KEEP_ALIVE = 30  # seconds without a byte until the broker is asked for one; a link is given up after twice that
CONNECT = 5.0  # seconds for each step of connecting: TCP, TLS, MQTT
GOODBYE = 2.0  # seconds for what is queued when we leave
PORTS = {"mqtt": 1883, "mqtts": 8883}


# The broker does not let us in.
class BrokerRefused(LightClientError, OSError):
    """the broker at {} refuses: {}"""


class BadBrokerUrl(LightClientError):
    """{!r} is not mqtt://[user:password@]host[:port] or mqtts://..."""


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

    on_message(topic, payload, retained) and on_change(connected) are called in the event loop; what they raise goes to
    its exception handler. A new connection has no subscriptions: on_change(True) is where to make them, and they go out
    before what was published meanwhile.
    """

    def __init__(
        self,
        broker: Broker,
        client_id: str,
        on_message: Callable[[str, bytes, bool], None],
        on_change: Callable[[bool], None] = lambda connected: None,
        will: tuple[str, bytes] | None = None,
    ) -> None:
        """will: (topic, payload) that the broker publishes, retained, when we are gone without a word."""
        self.broker = broker
        self.connected = False
        self._on_message = on_message
        self._on_change = on_change
        self._runner: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._answer: asyncio.Future[str | None] | None = None
        self._unacknowledged: set[int] = set()
        self._subscribing: set[int | None] = set()
        self._held: list[tuple[str, bytes, int, bool]] = []
        self._all_sent = asyncio.Event()
        client = _Paho(CallbackAPIVersion.VERSION2, client_id, reconnect_on_failure=False)
        client.max_inflight_messages_set(1000)
        client.max_queued_messages_set(10_000)
        if broker.user is not None:
            client.username_pw_set(broker.user, broker.password)
        if will:
            client.will_set(will[0], will[1], qos=1, retain=True)
        client.on_socket_open = self._socket_opened
        client.on_socket_close = self._socket_closed
        client.on_socket_register_write = self._writable
        client.on_socket_unregister_write = self._written
        client.on_connect = self._connect_answered
        client.on_disconnect = self._disconnected
        client.on_message = self._message
        client.on_publish = self._acknowledged
        client.on_subscribe = self._subscribed
        self._client = client

    async def start(self) -> None:
        """Connect for the first time. Raises OSError if the broker cannot be reached, BrokerRefused if it says no."""
        self._loop = asyncio.get_running_loop()
        await self._connect()
        self._runner = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Send what is queued until the broker has it, say good-bye and close; on_change is not called any more."""
        self._on_change = lambda connected: None
        if self._runner:
            self._runner.cancel()
            await asyncio.wait([self._runner])
        if self.connected:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.all_sent(), GOODBYE)
        if self.connected:
            self._client.disconnect()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._lost.wait(), GOODBYE)
        self._hang_up()

    def subscribe(self, topic: str, qos: int = 1) -> None:
        """Subscribe; what is published from now on goes out when the broker has granted it.

        Some brokers would handle the two in another order, and an answer would find nobody.
        """
        if self.connected:
            self._subscribing.add(self._client.subscribe(topic, qos)[1])

    def unsubscribe(self, topic: str) -> None:
        if self.connected:
            self._client.unsubscribe(topic)

    def publish(self, topic: str, payload: bytes, qos: int = 1, retain: bool = False) -> None:
        """Hand a message over; with QoS 1 it is sent again after a new connect until the broker has it.

        At most 10,000 wait for that; what comes on top of them is lost.
        """
        if self._subscribing:
            self._held.append((topic, payload, qos, retain))
            return
        sent = self._client.publish(topic, payload, qos, retain)
        if qos and sent.rc != MQTTErrorCode.MQTT_ERR_QUEUE_SIZE:
            self._unacknowledged.add(sent.mid)

    async def all_sent(self) -> None:
        """Wait until the broker has all that was published with QoS 1."""
        if self.waiting:
            self._all_sent.clear()
            await self._all_sent.wait()

    @property
    def waiting(self) -> int:
        """How many messages the broker has not acknowledged."""
        return len(self._unacknowledged) + len(self._held)

    @property
    def congested(self) -> bool:
        """Whether the broker takes less than it is given: what can be left out should be."""
        return self._client.want_write() or self.waiting > QUEUE

    async def _run(self) -> None:
        """Keep-alive once a second, and a new connect after each loss.

        The pauses shrink again once a connection has held for a while: a broker that drops whoever it has let in is
        not asked more often than one that is down.
        """
        pause = FIRST_PAUSE
        while True:
            began = self._loop.time()
            while self.connected:
                await came(self._lost, 1)
                self._client.loop_misc()
            if self._loop.time() - began > STEADY:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause * (1 + random.random()))
            pause = min(pause * 2, LONGEST_PAUSE)
            with contextlib.suppress(OSError):  # also BrokerRefused: it may have forgotten its users for a moment
                await self._connect()

    async def _connect(self) -> None:
        self._client.opened = await self._open()
        self._lost.clear()
        self._answer = self._loop.create_future()
        try:
            self._client.connect(self.broker.host, self.broker.port, KEEP_ALIVE)
            refused = await asyncio.wait_for(self._answer, CONNECT)
        except asyncio.TimeoutError:
            self._hang_up()
            raise ConnectionError(f"the broker at {self.broker.name} does not answer") from None
        except BaseException:
            self._hang_up()
            raise
        if refused is not None:
            raise BrokerRefused(self.broker.name, refused)

    async def _open(self) -> socket.socket:
        """Return a socket that is connected to the broker; threads are for this alone, paho stays in the loop."""
        opening = self._loop.run_in_executor(None, _opened, self.broker)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_unused)
            raise

    def _hang_up(self) -> None:
        """Close the socket, if there is one, without a word to the broker."""
        sock = self._client.socket()
        if sock:
            self._socket_closed(self._client, None, sock)
            sock.close()
            self._client.loop_read()  # where paho notices

    # -- paho's callbacks: an exception in one of them would have it handle the same packet for ever

    def _socket_opened(self, client: paho.Client, data: object, sock: Any) -> None:
        self._loop.add_reader(sock, self._readable)

    def _readable(self) -> None:
        sock: Any = self._client.socket()
        self._client.loop_read()
        # TLS may hold decrypted bytes that no socket event will announce.
        while isinstance(sock, ssl.SSLSocket) and sock.fileno() >= 0 and sock.pending():
            self._client.loop_read()

    def _socket_closed(self, client: paho.Client, data: object, sock: Any) -> None:
        if sock.fileno() >= 0:
            self._loop.remove_reader(sock)
            self._loop.remove_writer(sock)

    def _writable(self, client: paho.Client, data: object, sock: Any) -> None:
        self._loop.add_writer(sock, self._client.loop_write)

    def _written(self, client: paho.Client, data: object, sock: Any) -> None:
        if sock.fileno() >= 0:
            self._loop.remove_writer(sock)

    def _connect_answered(self, client: paho.Client, data: object, flags: object, reason: object, more: object) -> None:
        refused = str(reason) if getattr(reason, "is_failure", False) else None
        if self._answer and not self._answer.done():
            self._answer.set_result(refused)
        if refused is None:
            self.connected = True
            self._call(self._on_change, True)

    def _disconnected(self, client: paho.Client, data: object, flags: object, reason: object, more: object) -> None:
        was = self.connected
        self.connected = False
        self._lost.set()
        self._subscribing.clear()
        self._release()
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionResetError(f"{self.broker.name} closed the connection"))
        if was:
            self._call(self._on_change, False)

    def _message(self, client: paho.Client, data: object, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            return  # nobody subscribes to such a topic
        self._call(self._on_message, topic, bytes(message.payload), message.retain)

    def _acknowledged(self, client: paho.Client, data: object, mid: int, reason: object, more: object) -> None:
        self._unacknowledged.discard(mid)
        if not self.waiting:
            self._all_sent.set()

    def _subscribed(self, client: paho.Client, data: object, mid: int, reasons: object, more: object) -> None:
        self._subscribing.discard(mid)
        if not self._subscribing:
            self._release()

    def _release(self) -> None:
        held, self._held = self._held, []
        for message in held:
            self.publish(*message)

    def _call(self, callback: Callable[..., None], *arguments: object) -> None:
        try:
            callback(*arguments)
        except Exception as error:
            self._loop.call_exception_handler({"message": "a callback of the connection failed", "exception": error})


async def came(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, at most so many seconds; return whether it came.

    asyncio.wait_for before Python 3.12 may swallow a cancellation that comes together with the event.
    """
    waiting = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait([waiting], timeout=seconds)
    finally:
        waiting.cancel()
    return event.is_set()


class _Paho(paho.Client):
    """paho on a socket that is open already, so that it never blocks and never needs another thread."""

    opened: socket.socket

    def _create_socket(self) -> socket.socket:
        return self.opened


def _opened(broker: Broker) -> socket.socket:
    try:
        sock = socket.create_connection((broker.host, broker.port), CONNECT)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return broker.tls.wrap_socket(sock, server_hostname=broker.host) if broker.tls else sock
        except BaseException:
            sock.close()
            raise
    except TimeoutError:  # which asyncio takes for its own
        raise ConnectionError(f"the broker at {broker.name} does not answer") from None


def _close_unused(opening: "asyncio.Future[socket.socket]") -> None:
    if not opening.cancelled() and not opening.exception():
        opening.result().close()


def _without_password(url: str) -> str:
    head, at, tail = url.rpartition("@")
    return head.split(":", 2)[0] + "://***@" + tail if at else url
