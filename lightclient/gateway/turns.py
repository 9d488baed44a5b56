"""Whose question is worked on next: clients take turns, however much each of them has asked."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable

LANES = 16  # questions worked on at the same time: more would wait for the node or for workers anyway
LANES_EACH = 4  # of one client
WAITING_EACH = 64  # questions of one client that wait or are worked on; more are refused
WAITING = 1000  # of all clients; beyond it each has its share
MOST = 4 * WAITING  # of all clients, those included that have nothing waiting yet
LANES_NEW = 8  # of all clients that are new: names cost nothing where the broker lets anybody in
WAITING_NEW = 256  # of all that are new
WAITING_BYTES = 32 << 20  # of the arguments of all that wait; beyond it large ones are refused
SMALL = 4096  # bytes of an argument that is taken all the same

Job = Callable[[], Awaitable[None]]


class Turns:
    """Runs jobs of clients, round robin; all clients that are new together have a part of the lanes and places.

    turns.room(client, size, new)     whether it may give one more job
    turns.add(client, size, job, new)
    await turns.ended(2)              let them end
    """

    def __init__(self, lanes: int = LANES, each: int = LANES_EACH, newcomers: int = LANES_NEW) -> None:
        """lanes: jobs at the same time, of all; each: of one client; newcomers: of all that are new."""
        self.lanes = lanes
        self.each = each
        self.newcomers = newcomers
        self.bytes = 0
        self._queues: OrderedDict[str, deque[tuple[int, Job, bool]]] = OrderedDict()  # next turn first
        self._running: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._count = 0
        self._new = self._new_running = 0  # jobs of clients that are new
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def __len__(self) -> int:
        return self._count

    def room(self, client: str, size: int, new: bool = False) -> bool:
        own = self._counts.get(client, 0)
        if own >= WAITING_EACH or self._count >= MOST or self._closed:
            return False
        if new and self._new >= WAITING_NEW:
            return False
        if size > SMALL and self.bytes + size > WAITING_BYTES:
            return False
        return own == 0 or len(self) < WAITING or own < WAITING // len(self._counts)

    def add(self, client: str, size: int, job: Job, new: bool = False) -> None:
        """size: bytes that the job holds until it is done."""
        self.bytes += size
        self._count += 1
        self._new += new
        self._counts[client] = self._counts.get(client, 0) + 1
        self._queues.setdefault(client, deque()).append((size, job, new))
        self._next()

    async def ended(self, seconds: float) -> None:
        """Take no more jobs, wait for those that are here, and then end them."""
        self._closed = True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while self._tasks and loop.time() < deadline:
            await asyncio.wait(self._tasks, timeout=deadline - loop.time(), return_when=asyncio.FIRST_COMPLETED)
        self._queues.clear()
        for task in self._tasks:
            task.cancel()

    def _next(self) -> None:
        """Start jobs while there are lanes for them."""
        passed = 0
        while len(self._tasks) < self.lanes and passed < len(self._queues):
            client, queue = next(iter(self._queues.items()))
            self._queues.move_to_end(client)
            size, job, new = queue[0]
            if self._running.get(client, 0) >= self.each or (new and self._new_running >= self.newcomers):
                passed += 1
                continue
            passed = 0
            queue.popleft()
            if not queue:
                del self._queues[client]
            self._running[client] = self._running.get(client, 0) + 1
            self._new_running += new
            task = asyncio.get_running_loop().create_task(self._run(client, size, job, new))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    async def _run(self, client: str, size: int, job: Job, new: bool) -> None:
        try:
            await job()
        finally:
            self.bytes -= size
            self._count -= 1
            self._new -= new
            self._new_running -= new
            for counts in (self._running, self._counts):
                counts[client] -= 1
                if not counts[client]:
                    del counts[client]

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._next()
