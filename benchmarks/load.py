"""Many MQTT clients in one thread, each so light that the gateway stays what is measured.

Source: MQTT 3.1.1 (OASIS standard), chapters 2 and 3.
"""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from lightclient.sync import topics

if TYPE_CHECKING:
    from collections.abc import Callable

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK, DISCONNECT = 0x10, 0x20, 0x30, 0x40, 0x82, 0x90, 0xE0
QOS_1 = 0x02
WAIT = 10  # seconds for what the broker has to answer


class Link(asyncio.Protocol):
    """A connection with a clean session and no keep-alive. It acknowledges what comes with QoS 1.

    on_message(topic, payload) is called as soon as a message is whole.
    """

    def __init__(self, on_message: Callable[[bytes, bytes], None]) -> None:
        self.on_message = on_message
        self.buffer = bytearray()
        self.number = 0
        self.answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def open(self, port: int, client_id: str, *wanted: str) -> None:
        """Connect to loopback and subscribe. Raises ConnectionRefusedError if the broker grants not all of it."""
        self.transport, _ = await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)
        await self._granted(CONNECT, text("MQTT") + b"\x04\x02\x00\x00" + text(client_id))
        for topic in wanted:
            await self._granted(SUBSCRIBE, self._packet_id() + text(topic) + b"\x01")

    def publish(self, topic: bytes, payload: bytes) -> None:
        """topic: as `text` returns it."""
        self._send(PUBLISH | QOS_1, topic + self._packet_id() + payload)

    def close(self) -> None:
        self._send(DISCONNECT, b"")
        self.transport.close()

    def data_received(self, data: bytes) -> None:
        buffer = self.buffer
        buffer += data
        start = 0
        while True:
            size = shift = 0
            at = start + 1
            while at < len(buffer) and shift < 28:
                size |= (buffer[at] & 0x7F) << shift
                shift += 7
                at += 1
                if buffer[at - 1] < 0x80:
                    break
            else:
                break
            if at + size > len(buffer):
                break
            self._packet(buffer[start], bytes(buffer[at : at + size]))
            start = at + size
        del buffer[:start]

    def _packet(self, kind: int, body: bytes) -> None:
        if kind & 0xF0 == PUBLISH:
            end = 2 + int.from_bytes(body[:2], "big")
            topic = body[2:end]
            if kind & QOS_1:
                self._send(PUBACK, body[end : end + 2])
                end += 2
            self.on_message(topic, body[end:])
        elif kind in (CONNACK, SUBACK):
            self.answered.set_result(body[-1])

    async def _granted(self, kind: int, body: bytes) -> None:
        self.answered = asyncio.get_running_loop().create_future()
        self._send(kind, body)
        code = await asyncio.wait_for(self.answered, WAIT)
        if code > (0 if kind == CONNECT else 2):
            raise ConnectionRefusedError(code)

    def _packet_id(self) -> bytes:
        self.number = self.number % 0xFFFF + 1
        return self.number.to_bytes(2, "big")

    def _send(self, kind: int, body: bytes) -> None:
        length = b""
        size = len(body)
        while size > 0x7F:
            length += bytes((0x80 | size & 0x7F,))
            size >>= 7
        self.transport.write(bytes((kind,)) + length + bytes((size,)) + body)


class Answered(NamedTuple):
    """When an answer came, and how long it took, in seconds."""

    at: float
    took: float


class Asker:
    """A client that asks `questions` in turn, from the one at `first` on, each when the one before is answered."""

    def __init__(self, name: str, base: str, questions: list[bytes], first: int) -> None:
        self.name = name
        self.responses = f"{base}{topics.RESPONSES}{name}"
        self.topic = text(f"{base}{topics.REQUESTS}{name}")
        self.questions = questions
        self.next = first
        self.answers: list[Answered] = []
        self.last = b""
        self.asked_at = 0.0
        self.asking = True
        self.idle = True

    async def open(self, port: int) -> None:
        self.link = Link(self._answered)
        await self.link.open(port, self.name, self.responses)

    def ask(self) -> None:
        question = self.questions[self.next % len(self.questions)]
        self.next += 1
        self.idle = False
        self.asked_at = perf_counter()
        self.link.publish(self.topic, question)

    def _answered(self, topic: bytes, payload: bytes) -> None:
        now = perf_counter()
        self.answers.append(Answered(now, now - self.asked_at))
        self.last = payload
        self.idle = True
        if self.asking:
            self.ask()


def text(value: str) -> bytes:
    """Return a string with its length in front, as MQTT writes it."""
    data = value.encode()
    return len(data).to_bytes(2, "big") + data


async def ask_for(seconds: float, port: int, askers: list[Asker]) -> None:
    """Have all `askers` ask for so many seconds. Raises TimeoutError if one of them is never answered."""
    for asker in askers:
        await asker.open(port)
    for asker in askers:
        asker.ask()
    await asyncio.sleep(seconds)
    for asker in askers:
        asker.asking = False
    deadline = perf_counter() + WAIT
    while not all(asker.idle for asker in askers):
        if perf_counter() > deadline:
            raise TimeoutError("a request was not answered")
        await asyncio.sleep(0.01)
    for asker in askers:
        asker.link.close()
