"""The sequencer: gives records their places in the log, a batch at a time.

    sequencer = Sequencer(store, rules)
    running = asyncio.create_task(sequencer.run())
    answers = await sequencer.take([statement, ...], "10.0.0.7")     a Taken, or why it is Refused, for each

While one batch is being written, signatures of the next are verified in worker processes: one commit carries all that
came meanwhile. An answer is given once the record is on the disk. What waits is bounded, and a single sender has half
of it at most.
"""

from __future__ import annotations

import asyncio
import collections
import time
from collections.abc import Callable
from typing import NamedTuple

from lightclient.audit.hosts.checking import Refused, Rules, check, refused
from lightclient.audit.hosts.errors import LogBusy, NotTaken
from lightclient.audit.hosts.placing import Checked, Taken
from lightclient.audit.hosts.store import LogStore
from lightclient.errors import LightClientError
from lightclient.gateway.errors import WorkerLost
from lightclient.gateway.logs import Quiet, log
from lightclient.gateway.workers import WORKERS, Workers
from lightclient.store.errors import StoreFailed

WAITING = 16_384  # records that wait or are worked on
WAITING_BYTES = 32 << 20
BATCH = 2048  # records of one commit
CHUNK = 256  # records that a worker checks at once

Answer = Taken | Refused


class _Job(NamedTuple):
    statement: bytes
    sender: str
    answer: asyncio.Future[Answer]


class Sequencer:
    """See above. rules: returns what the log takes now. gaps: as in `LogStore.append`."""

    def __init__(
        self,
        store: LogStore,
        rules: Callable[[], Rules],
        gaps: bool = True,
        workers: int = WORKERS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self.taken = self.refused = 0  # records so far
        self.bytes = 0  # of what waits
        self._rules = rules
        self._gaps = gaps
        self._clock = clock
        self._workers = Workers(workers)
        self._queue: collections.deque[_Job] = collections.deque()
        self._senders: collections.Counter[str] = collections.Counter()
        self._news = asyncio.Event()
        self._checked: asyncio.Queue[tuple[list[_Job], asyncio.Task[list[Checked | Refused]]]] = asyncio.Queue(2)
        self._quiet = Quiet(log)

    @property
    def waiting(self) -> int:
        """How many records wait or are worked on."""
        return self._senders.total()

    async def take(self, batch: list[bytes], sender: str) -> list[Answer]:
        """Return what became of statements, once those that are taken are on the disk.

        sender: whoever they are from, as far as that is known. Raises LogBusy if they do not fit any more.
        """
        size = sum(map(len, batch))
        own = self._senders[sender] + len(batch)
        if self.waiting + len(batch) > WAITING or own > WAITING // 2 or self.bytes + size > WAITING_BYTES:
            raise LogBusy(waiting=self.waiting)
        loop = asyncio.get_running_loop()
        jobs = [_Job(statement, sender, loop.create_future()) for statement in batch]
        self._queue.extend(jobs)
        self._senders[sender] = own
        self.bytes += size
        self._news.set()
        for job in jobs:
            job.answer.add_done_callback(lambda _, job=job: self._forget(job))  # type: ignore[misc]
        return await asyncio.gather(*[job.answer for job in jobs])

    def _forget(self, job: _Job) -> None:
        self.bytes -= len(job.statement)
        self._senders[job.sender] -= 1
        if not self._senders[job.sender]:
            del self._senders[job.sender]

    async def run(self) -> None:
        """Work until cancelled; whoever waits then is told that nothing is known of their records."""
        # The first records need not wait for processes to begin.
        warming = [self._workers.run(check, [], self._rules(), 0) for _ in range(self._workers.count)]
        working: list[asyncio.Task[None]] = []
        try:
            await asyncio.gather(*warming, return_exceptions=True)
            working += [asyncio.create_task(self._write()), asyncio.create_task(self._read())]
            await asyncio.gather(*working)
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            left = list(self._queue)
            while not self._checked.empty():
                jobs, checking = self._checked.get_nowait()
                checking.cancel()
                left += jobs
            _answer(left, refused(NotTaken(why="it is being stopped")))
            await self._workers.close()

    async def _read(self) -> None:
        while True:
            if not self._queue:
                self._news.clear()
                await self._news.wait()
            jobs = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
            jobs = [job for job in jobs if not job.answer.done()]  # whose sender has gone
            checking = asyncio.create_task(self._check(jobs))
            try:
                await self._checked.put((jobs, checking))
            except asyncio.CancelledError:
                checking.cancel()
                _answer(jobs, refused(NotTaken(why="it is being stopped")))
                raise

    async def _check(self, jobs: list[_Job]) -> list[Checked | Refused]:
        rules, clock = self._rules(), int(self._clock())
        chunks = [[job.statement for job in jobs[at : at + CHUNK]] for at in range(0, len(jobs), CHUNK)]
        found = await asyncio.gather(*[self._workers.run(check, chunk, rules, clock) for chunk in chunks])
        return [each for chunk in found for each in chunk]

    async def _write(self) -> None:
        while True:
            jobs, checking = await self._checked.get()
            try:
                answers = await self._append(await checking)
            except (StoreFailed, WorkerLost) as error:
                self._quiet.warning("log cannot take records", {"error": error.name, "reason": str(error)})
                _answer(jobs, refused(NotTaken(why="its store does not answer")))
                continue
            except asyncio.CancelledError:
                checking.cancel()
                _answer(jobs, refused(NotTaken(why="it is being stopped")))
                raise
            except Exception:  # a fault of ours, or a store that is damaged, must not end the service
                self._quiet.exception("failed", {"what": "a batch of records"})
                _answer(jobs, refused(NotTaken(why="it failed")))
                continue
            for job, answer in zip(jobs, answers, strict=True):
                if not job.answer.done():
                    job.answer.set_result(answer)

    async def _append(self, found: list[Checked | Refused]) -> list[Answer]:
        good = [each for each in found if isinstance(each, Checked)]
        placed = iter(await self.store.append(good, self._gaps) if good else [])
        answers: list[Answer] = []
        for each in found:
            answer = next(placed) if isinstance(each, Checked) else each
            if isinstance(answer, LightClientError):
                answer = refused(answer)
            self.taken += isinstance(answer, Taken) and answer.fresh
            self.refused += isinstance(answer, Refused)
            if isinstance(answer, Refused):
                self._quiet.warning("record refused", {"error": answer.name, "reason": answer.why})
            answers.append(answer)
        return answers


def _answer(jobs: list[_Job], answer: Answer) -> None:
    for job in jobs:
        if not job.answer.done():
            job.answer.set_result(answer)
