"""MQTT for asyncio: one thin adapter over paho-mqtt, for the gateway and for the client.

It keeps a connection: after a loss it connects again with growing pauses, subscribes again to what is wanted, and paho
sends what was not yet acknowledged. It speaks MQTT 5, and 3.1.1 where the broker knows no 5. Every socket sets
TCP_NODELAY, without which a round trip takes 44 ms.
"""

import asyncio
import contextlib
import random
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from lightclient.mqtt.errors import BrokerRefused
from lightclient.mqtt.hosts.broker import Broker
from lightclient.mqtt.hosts.websocket import WebSocket
from lightclient.mqtt.hosts.wire import MAX_TOPIC, Wire, close_unused, opened
from lightclient.waiting import came, within

FIRST_PAUSE = 0.25  # seconds before the first new attempt; doubled each time
LONGEST_PAUSE = 30.0
STEADY = 10.0  # seconds that a connection has to hold before the pauses start from the first again
QUEUE = 1000  # messages not acknowledged that are too many
CONGESTED = 256 * 1024  # bytes on their way to the broker that are too many
MOST = 16 << 20  # bytes on their way, beyond which only retained messages are taken
LONGEST_QUEUE = 10_000  # messages
MAX_PAYLOAD = 1 << 20  # bytes of a message that is taken; a longer one is read and thrown away
KEEP_ALIVE = 30  # seconds without a byte until the broker is asked for one; a link is given up after twice that
CONNECT = 5.0  # seconds for each step of connecting: TCP, TLS, WebSocket, MQTT
OWED = 60.0  # seconds in which a broker has to acknowledge something, if it owes us anything
IN_FLIGHT = 1000  # messages that are not acknowledged, where the broker takes as many
HEADER = 16  # bytes of a message beside topic and payload, at most
FIRST_WORD = 2.0  # seconds for the answer to MQTT 5: some brokers of 3.1.1 wait for bytes that it does not have
GOODBYE = 2.0  # seconds for what is queued when we leave


class Connection:
    """A connection to a broker that is made again whenever it is lost.

    on_message(topic, payload, retained) and on_change(connected) are called in the event loop; what they raise goes to
    its exception handler. A new connection has no subscriptions: on_change(True) is where to make them, and they go out
    before what was published meanwhile.

    shares: whether the broker may have shared subscriptions; one that says it has none is not to be asked.
    """

    def __init__(
        self,
        broker: Broker,
        client_id: str,
        on_message: Callable[[str, bytes, bool], None],
        on_change: Callable[[bool], None] = lambda connected: None,
        will: tuple[str, bytes] | None = None,
        *,
        max_payload: int = MAX_PAYLOAD,
        on_large: Callable[[str, int], None] = lambda topic, size: None,
        on_refused: Callable[[str, BrokerRefused], None] = lambda topic, error: None,
        on_failure: Callable[[OSError | BrokerRefused], None] = lambda error: None,
        expiry: int | None = None,
    ) -> None:
        """will: (topic, payload) that the broker publishes, retained, when we are gone without a word.

        max_payload: bytes; a longer message never is in memory, and on_large(topic, bytes of its packet) tells of it.
        on_refused: told of a subscription or a message that the broker does not take, and, with the topic "", of why it
        has ended the connection; one of MQTT 3.1.1 tells of refused subscriptions alone. on_failure: told why a
        connection that was lost cannot be made again, each time. expiry: of the will, as in `publish`.
        """
        self.broker = broker
        self.connected = False
        self._on_message = on_message
        self._on_change = on_change
        self._on_refused = on_refused
        self._on_failure = on_failure
        self._runner: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._answer: asyncio.Future[str | None] | None = None
        self.shares = True
        self._largest: int | None = None  # bytes of a packet that the broker takes, if it says so
        self._unacknowledged: dict[int, tuple[int, str]] = {}  # of QoS 1: packet id, bytes and topic
        self._unwritten: dict[int, int] = {}  # of QoS 0, until the socket has taken it
        self._subscribing: dict[int | None, str] = {}  # packet id, topic
        self._owed_since = 0.0  # when the broker last acknowledged something, or began to owe us something
        self._held: list[tuple[str, bytes, int, bool, int | None]] = []
        self.waiting_bytes = 0
        self._all_sent = asyncio.Event()
        client = Wire(CallbackAPIVersion.VERSION2, client_id, reconnect_on_failure=False)
        client.max_inflight_messages_set(IN_FLIGHT)
        client.max_queued_messages_set(LONGEST_QUEUE)
        client.largest = max_payload + MAX_TOPIC
        client.skipped = lambda topic, size: self._call(on_large, topic, size)
        if broker.user is not None:
            client.username_pw_set(broker.user, broker.password)
        if will:
            client.will_set(will[0], will[1], qos=1, retain=True, properties=_expiring(expiry, PacketTypes.WILLMESSAGE))
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
        """Connect for the first time.

        Raises OSError if the broker cannot be reached, with its name as `filename`, and BrokerRefused if it says no.
        """
        self._loop = asyncio.get_running_loop()
        try:
            await self._connect()
        except OSError as error:
            if error.strerror:
                error.filename = f"the broker at {self.broker.name}"
            raise
        self._runner = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Send what is queued until the broker has it, disconnect and close; on_change is not called any more."""
        self._on_change = lambda connected: None
        if self._runner:
            self._runner.cancel()
            await asyncio.wait([self._runner])
        if self.connected:
            with contextlib.suppress(asyncio.TimeoutError):
                await within(self.all_sent(), GOODBYE)
        if self.connected:
            self._client.disconnect()
            await came(self._lost, GOODBYE)
        self._hang_up()

    def subscribe(self, topic: str, qos: int = 1) -> None:
        """Subscribe; what is published from now on goes out when the broker has granted it.

        Some brokers would handle the two in another order, and an answer would find nobody.
        """
        if self.connected:
            self._owe()
            self._subscribing[self._client.subscribe(topic, qos)[1]] = topic

    def unsubscribe(self, topic: str) -> None:
        if self.connected:
            self._client.unsubscribe(topic)

    def publish(
        self, topic: str, payload: bytes, qos: int = 1, retain: bool = False, expiry: int | None = None
    ) -> bool:
        """Hand a message over; with QoS 1 it is sent again after a new connect until the broker has it.

        expiry: seconds after which a broker of MQTT 5 drops it, retained or not yet delivered; None for never.
        Returns False if it is lost: too much is on its way already, the broker takes none of this size, or with QoS 0,
        the broker is not connected.
        """
        if self._largest is not None and len(payload) + len(topic.encode()) + HEADER > self._largest:
            return False
        if self.waiting >= LONGEST_QUEUE or (self.waiting_bytes + len(payload) > MOST and not retain):
            return False
        if self._subscribing or (self._answer and not self._answer.done()):
            self._held.append((topic, payload, qos, retain, expiry))
            self.waiting_bytes += len(payload)
            return True
        sent = self._client.publish(topic, payload, qos, retain, _expiring(expiry, PacketTypes.PUBLISH))
        if sent.rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE or (not qos and sent.rc != MQTTErrorCode.MQTT_ERR_SUCCESS):
            return False
        if qos:
            self._owe()
            self._unacknowledged[sent.mid] = len(payload), topic
            self.waiting_bytes += len(payload)
        elif self._client.want_write():
            self.waiting_bytes += len(payload) - self._unwritten.pop(sent.mid, 0)
            self._unwritten[sent.mid] = len(payload)
        return True

    async def all_sent(self) -> None:
        """Wait until the broker has all that was published with QoS 1."""
        if self._unacknowledged or self._held:
            self._all_sent.clear()
            await self._all_sent.wait()

    @property
    def waiting(self) -> int:
        """How many messages are on their way to the broker."""
        return len(self._unacknowledged) + len(self._unwritten) + len(self._held)

    @property
    def congested(self) -> bool:
        """Whether the broker takes less than it is given: what can be left out should be."""
        return self.waiting_bytes > CONGESTED or self.waiting > QUEUE

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
                if self._owes and time.monotonic() - self._owed_since > OWED:
                    self._refused("", "to acknowledge", f"nothing has come for {OWED:g} s")
                    self._hang_up()
            if self._loop.time() - began > STEADY:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause * (1 + random.random()))
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await self._connect()
            except (OSError, BrokerRefused) as error:  # also refused: it may have forgotten its users for a moment
                self._call(self._on_failure, error)

    @property
    def _owes(self) -> bool:
        """Whether the broker has to acknowledge something that it has got."""
        return bool(self._subscribing or (self._unacknowledged and not self._client.want_write()))

    def _owe(self) -> None:
        if not self._subscribing and not self._unacknowledged:
            self._owed_since = time.monotonic()

    async def _connect(self) -> None:
        """Connect with MQTT 5; with 3.1.1 if the broker knows no 5, and if it closes or says nothing."""
        if self.broker.mqtt5 and not self._client.outdated:
            self._client.modern = True
            with contextlib.suppress(_NoWord):
                await self._try(min(FIRST_WORD, CONNECT))
                return
        self._client.modern = False
        await self._try(CONNECT)

    async def _try(self, seconds: float) -> None:
        self._client.opened = await self._open()
        self._client.alert = ""
        self._lost.clear()
        self._answer = self._loop.create_future()
        try:
            self._client.connect(self.broker.host, self.broker.port, KEEP_ALIVE)
            refused = await within(self._answer, seconds)
        except asyncio.TimeoutError:
            self._hang_up()
            raise _NoWord(f"the broker at {self.broker.name} does not answer") from None
        except BaseException:
            self._hang_up()
            raise
        if refused is not None:
            raise BrokerRefused(what=f"a connection at {self.broker.name}", reason=refused)

    async def _open(self) -> "socket.socket | WebSocket":
        """Return a socket that is connected to the broker; threads are for this alone, paho stays in the loop."""
        opening = self._loop.run_in_executor(None, opened, self.broker, CONNECT)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(close_unused)
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
        while isinstance(sock, (ssl.SSLSocket, WebSocket)) and sock.fileno() >= 0 and sock.pending():
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
            self._client.limit_to(min(IN_FLIGHT, getattr(more, "ReceiveMaximum", IN_FLIGHT)))
            self._largest = getattr(more, "MaximumPacketSize", None)
            self.shares = getattr(more, "SharedSubscriptionAvailable", 1) == 1
            self._owed_since = time.monotonic()
            self.connected = True
            self._call(self._on_change, True)
            if not self._subscribing:
                self._release()

    def _disconnected(self, client: paho.Client, data: object, flags: Any, reason: object, more: object) -> None:
        was = self.connected
        if flags.is_disconnect_packet_from_server:
            self._refused("", "to go on", str(reason))
        self.connected = False
        self._lost.set()
        if self._answer and not self._answer.done():
            why = f" ({self._client.alert})" if self._client.alert else ""
            self._answer.set_exception(_NoWord(f"the broker at {self.broker.name} closed the connection{why}"))
        self._subscribing.clear()
        self.waiting_bytes -= sum(self._unwritten.values())
        self._unwritten.clear()
        self._release()
        if was:
            self._call(self._on_change, False)

    def _message(self, client: paho.Client, data: object, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            return  # nobody subscribes to such a topic
        self._call(self._on_message, topic, bytes(message.payload), message.retain)

    def _acknowledged(self, client: paho.Client, data: object, mid: int, reason: Any, more: object) -> None:
        """paho tells this of QoS 0 too, as soon as the socket has taken it."""
        self.waiting_bytes -= self._unwritten.pop(mid, 0)
        if mid in self._unacknowledged:
            size, topic = self._unacknowledged.pop(mid)
            self.waiting_bytes -= size
            self._owed_since = time.monotonic()
            if reason.is_failure:
                self._refused(topic, f"a message on {topic}", str(reason))
        if not self._unacknowledged and not self._held:
            self._all_sent.set()

    def _subscribed(self, client: paho.Client, data: object, mid: int, reasons: Any, more: object) -> None:
        topic = self._subscribing.pop(mid, "")
        self._owed_since = time.monotonic()
        if any(reason.is_failure for reason in reasons):
            self._refused(topic, f"a subscription to {topic}", str(reasons[0]))
        if not self._subscribing:
            self._release()

    def _refused(self, topic: str, what: str, reason: str) -> None:
        self._call(self._on_refused, topic, BrokerRefused(what=what, reason=reason))

    def _release(self) -> None:
        held, self._held = self._held, []
        self.waiting_bytes -= sum([len(payload) for _, payload, *_ in held])
        for message in held:
            self.publish(*message)

    def _call(self, callback: Callable[..., None], *arguments: object) -> None:
        try:
            callback(*arguments)
        except Exception as error:
            self._loop.call_exception_handler({"message": "a callback of the connection failed", "exception": error})


class _NoWord(ConnectionError):
    """The broker has closed a connection that it had not answered yet, or still does not answer."""


def _expiring(seconds: int | None, kind: int) -> Properties | None:
    if seconds is None:
        return None
    properties = Properties(kind)  # type: ignore[no-untyped-call]
    properties.MessageExpiryInterval = seconds
    return properties
