"""Heavy work in processes of its own, so that the event loop never stands still for it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from lightclient.gateway.errors import WorkerLost

WORKERS = 2
NICE = 10  # how much the system puts them behind the event loop

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """At most `count` processes, begun when there is work and ended by `close`; they hold twice as many jobs."""

    def __init__(self, count: int = WORKERS) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._slots = asyncio.Semaphore(2 * count)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a function of a module returns. Raises what it raises, and WorkerLost.

        If one process is killed, the work of the others is lost with it, so it is begun once more.
        """
        async with self._slots:
            for _ in range(2):
                if not self._pool:
                    context = multiprocessing.get_context("spawn")
                    self._pool = ProcessPoolExecutor(self.count, context, _begin)
                pool = self._pool
                try:
                    working = pool.submit(function, *args, **kwargs)
                except (BrokenProcessPool, OSError, RuntimeError):  # it was found dead just now
                    self._give_up(pool)
                    continue
                try:
                    return await asyncio.wrap_future(working)
                except BrokenProcessPool:
                    self._give_up(pool)
            raise WorkerLost()

    def _give_up(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
            pool.shutdown(wait=False)

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool:
            await asyncio.to_thread(pool.shutdown, True, cancel_futures=True)


def _begin() -> None:
    """The gateway ends its workers, also by being killed; a Ctrl-C at the terminal, which goes to all, does not.

    Where cores are few, answers that need no work must not wait for those that do.
    """
    os.nice(NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent does: the pool's queue, which each worker holds both ends of, never says so."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(0)
