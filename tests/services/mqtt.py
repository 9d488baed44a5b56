"""An MQTT client that is not ours (paho), to see what is really on the wire and to speak as others would."""

import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from tests.services.process import PATIENCE


class Message(NamedTuple):
    topic: str
    payload: bytes
    qos: int
    retain: bool  # kept by the broker from before the subscription
    expiry: "int | None" = None  # seconds, over MQTT 5


class Refused(Exception):
    """The broker did not let the client in, or not subscribe; the message is the broker's reason."""


class Observer:
    """A connected client that records every message of the topics it subscribed to, in order.

        with Observer(broker.port, "#") as observer:
            ...
            observer.wait(3)             # the first three messages, or TimeoutError
            observer.messages            # all so far

    Raises Refused, and ssl.SSLError where `ca` did not sign the broker's certificate.
    """

    def __init__(
        self,
        port: int,
        *topics: str,
        client_id: str = "",
        user: "tuple[str, str] | None" = None,
        ca: "Path | None" = None,
        tls: bool = False,
        version: int = paho.MQTTv311,
    ) -> None:
        """user: name and password. tls without `ca`: trust what the system trusts. version: paho.MQTTv5 is another."""
        self.messages: list[Message] = []
        self._changed = threading.Condition()
        self._reason: Any = None  # of the CONNACK
        self._answers: dict[int, list[Any]] = {}  # reasons of SUBACKs, by packet id
        client = self._client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id, protocol=version, reconnect_on_failure=False
        )
        if user:
            client.username_pw_set(*user)
        if ca or tls:
            client.tls_set_context(ssl.create_default_context(cafile=ca))
        client.on_socket_open = _send_at_once
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        client.connect("127.0.0.1", port)
        client.loop_start()
        try:
            self._until(lambda: self._reason is not None, "CONNACK")
            if self._reason.is_failure:
                raise Refused(str(self._reason))
            for topic in topics:
                self.subscribe(topic)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Observer":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def subscribe(self, topic: str, qos: int = 1) -> None:
        """Subscribe, and return when the broker has granted it. Raises Refused."""
        _, packet = self._client.subscribe(topic, qos)
        self._until(lambda: packet in self._answers, "SUBACK")
        for reason in self._answers[packet]:
            if reason.is_failure:
                raise Refused(str(reason))

    def publish(self, topic: str, payload: bytes, qos: int = 1, retain: bool = False) -> None:
        """Publish, and return when the broker has acknowledged it."""
        sent = self._client.publish(topic, payload, qos, retain)
        sent.wait_for_publish(PATIENCE)
        if not sent.is_published():
            raise TimeoutError("no PUBACK")

    def wait(self, count: int = 1, seconds: float = PATIENCE) -> list[Message]:
        """Return the first `count` messages as soon as they are there."""
        self._until(lambda: len(self.messages) >= count, f"message {count}", seconds)
        return self.messages[:count]

    def _until(self, done: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        with self._changed:
            if not self._changed.wait_for(done, seconds):
                raise TimeoutError(f"no {what} within {seconds} s; messages so far: {self.messages}")

    def _on_connect(self, client: Any, data: Any, flags: Any, reason: Any, properties: Any) -> None:
        with self._changed:
            self._reason = reason
            self._changed.notify_all()

    def _on_subscribe(self, client: Any, data: Any, packet: int, reasons: Any, properties: Any) -> None:
        with self._changed:
            self._answers[packet] = reasons
            self._changed.notify_all()

    def _on_message(self, client: Any, data: Any, message: Any) -> None:
        with self._changed:
            expiry = getattr(message.properties, "MessageExpiryInterval", None)
            self.messages.append(Message(message.topic, message.payload, message.qos, message.retain, expiry))
            self._changed.notify_all()


def _send_at_once(client: Any, data: Any, connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
