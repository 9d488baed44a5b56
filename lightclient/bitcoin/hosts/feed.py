"""What Bitcoin Core tells by itself, over ZMQ: transactions that it takes, and blocks that win (rawtx, hashblock).

ZMQ has neither login nor TLS, and drops messages when somebody is slow. What comes this way is a hint and no more: the
node is asked before a watcher is told, and asked for its tip and its mempool as often as without it. Missing hints
cost seconds, and false ones nothing.

Source: Bitcoin Core doc/zmq.md: three frames, topic, body, and a counter for each topic (4 bytes, little-endian).
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lightclient.bitcoin.hosts import nodeurl
from lightclient.bitcoin.hosts.errors import ZmqMissing
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.errors import LightClientError
from lightclient.gateway.logs import Quiet
from lightclient.waiting import came

if TYPE_CHECKING:
    import zmq.asyncio

RAWTX, HASHBLOCK = b"rawtx", b"hashblock"
TOPICS = (RAWTX, HASHBLOCK)
MAX_MESSAGE = 1_000_000  # bytes of a transaction; nodes relay none of over 400,000, and blocks tell of the others
QUEUED = 100  # messages that libzmq keeps for us; the publisher waits, or drops them, and its counter says so
KEPT, KEPT_BYTES = 50_000, 16 << 20  # transactions that wait to be looked at
RETRY = 1.0  # seconds before a new attempt
HEARTBEAT = 10_000  # milliseconds
EARLIER, LATER = 30.0, 10.0  # seconds around a block in which a publisher has to tell of it
LEAST = 0.05  # seconds between two blocks that are told

log = logging.getLogger("lightclient.bitcoin")


class ZmqFeed:
    """The publishers at `addresses`, tcp://host:port or ipc:///path; one may have both topics.

    Only the operator's word says where they are: an address that a node tells could lead anywhere.
    Memory: KEPT_BYTES here, QUEUED messages of MAX_MESSAGE in libzmq for each publisher.
    """

    def __init__(self, addresses: list[str]) -> None:
        """Raises BadZmqAddress, ZmqMissing."""
        try:
            import zmq.asyncio
        except ModuleNotFoundError:
            raise ZmqMissing() from None

        self._zmq = zmq
        self.addresses = [nodeurl.zmq_address(address) for address in addresses]
        self.quiet = Quiet(log)
        self._context: zmq.asyncio.Context | None = None
        self._work: list[asyncio.Task[None]] = []
        self._raws: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self._block = asyncio.Event()
        self._connected: set[str] = set()
        self._heard: dict[bytes, float] = {}  # topic: when its last message came
        self._owed: float | None = None  # when the node had a new block, until it is judged
        self._deaf = False

    # -- for whoever listens

    @property
    def alive(self) -> bool:
        """Whether every publisher is connected, and told of the last block."""
        return len(self._connected) == len(self.addresses) and not self._deaf

    async def wait(self, timeout: float) -> None:
        """Return as soon as there is something to take, after `timeout` seconds at the latest."""
        await came(self._news, timeout)

    async def wait_block(self, timeout: float) -> None:
        """Return as soon as a block is told, after `timeout` seconds at the latest."""
        began = time.monotonic()
        await came(self._block, timeout)
        self._block.clear()
        await asyncio.sleep(max(0, min(timeout, LEAST) - (time.monotonic() - began)))

    def take(self) -> Iterator[tuple[bytes, Transaction]]:
        """Yield the transactions that were told, each once, mined or waiting or neither."""
        while self._raws:
            raw = self._raws.popleft()
            self._bytes -= len(raw)
            try:
                yield raw, parse(raw)
            except LightClientError as error:
                self._garbage(error.name)
        self._news.clear()

    def clear(self) -> None:
        """Forget what was told: nobody cares."""
        self._news.clear()
        self._raws.clear()
        self._bytes = 0

    def expect(self) -> None:
        """The node has a new block: both topics should tell of it, its coinbase being a transaction."""
        if self._owed is None:
            self._owed = time.monotonic()

    def check(self) -> None:
        """Judge the publishers by the last block, once they have had time."""
        if self._owed is None or time.monotonic() - self._owed < LATER:
            return
        silent = [topic.decode() for topic in TOPICS if self._heard.get(topic, 0.0) < self._owed - EARLIER]
        self._owed = None
        if silent and not self._deaf:
            self.quiet.warning("zmq silent", {"topics": silent})
        elif self._deaf and not silent:
            self.quiet.info("zmq heard again", {})
        self._deaf = bool(silent)

    # -- the connection

    def start(self) -> None:
        """Connect, once, in the running loop."""
        if self._context:
            return
        self._context = self._zmq.asyncio.Context()
        self._work = [asyncio.create_task(self._listen(address)) for address in self.addresses]

    async def close(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        if self._context:
            self._context.destroy(linger=0)

    async def _listen(self, address: str) -> None:
        """Listen to a publisher for ever. libzmq waits for one that is not there yet, and gives up one that errs."""
        zmq = self._zmq
        while self._context:
            socket = self._context.socket(zmq.SUB)
            socket.setsockopt(zmq.LINGER, 0)
            socket.setsockopt(zmq.IPV6, 1)
            socket.setsockopt(zmq.RCVHWM, QUEUED)
            socket.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
            socket.setsockopt(zmq.RECONNECT_IVL, int(1000 * RETRY))
            socket.setsockopt(zmq.HEARTBEAT_IVL, HEARTBEAT)
            for topic in TOPICS:
                socket.setsockopt(zmq.SUBSCRIBE, topic)
            monitor = socket.get_monitor_socket(
                zmq.EVENT_HANDSHAKE_SUCCEEDED | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_DISCONNECTED
            )
            reading = asyncio.create_task(self._read(socket))
            try:
                socket.connect(address)
                await self._watch(address, monitor)
            except zmq.ZMQError as error:
                self.quiet.warning("zmq fails", {"reason": os.strerror(error.errno or 0)})
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
                socket.disable_monitor()
                socket.close()
            await asyncio.sleep(RETRY)

    async def _watch(self, address: str, monitor: zmq.asyncio.Socket) -> None:
        """Note when a publisher is there; return when it is there no more."""
        from zmq.utils.monitor import parse_monitor_message

        while parse_monitor_message(await monitor.recv_multipart())["event"] == self._zmq.EVENT_HANDSHAKE_SUCCEEDED:
            self._connected.add(address)
            if len(self._connected) == len(self.addresses):
                self.quiet.info("zmq connected", {"publishers": len(self.addresses)})
        self._connected.discard(address)
        self.quiet.warning("zmq lost", {"until": "it is back, the node is asked every second"})

    async def _read(self, socket: zmq.asyncio.Socket) -> None:
        counts: dict[bytes, int] = {}
        while True:
            frames = await socket.recv_multipart()
            if len(frames) != 3 or frames[0] not in TOPICS or len(frames[2]) != 4:
                self._garbage("frames")
                continue
            topic, body, counted = frames
            count = int.from_bytes(counted, "little")
            if topic in counts and count != counts[topic] + 1 & 0xFFFFFFFF:
                self.quiet.warning("zmq missed messages", {"topic": topic.decode()})
            counts[topic] = count
            self._heard[topic] = time.monotonic()
            if topic == RAWTX:
                self._keep(body)
            elif len(body) == 32:
                self._block.set()
            else:
                self._garbage("block hash")

    def _keep(self, raw: bytes) -> None:
        if len(self._raws) < KEPT and self._bytes + len(raw) <= KEPT_BYTES:
            self._raws.append(raw)
            self._bytes += len(raw)
            self._news.set()

    def _garbage(self, what: str) -> None:
        self.quiet.warning("zmq nonsense", {"what": what})
