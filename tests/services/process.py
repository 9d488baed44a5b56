"""A service in a process of its own, on loopback ports, with a log."""

import contextlib
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

PATIENCE = 120.0  # seconds for what must happen: a busy machine takes long, and where all is well nobody waits
T = TypeVar("T")

running: "list[Process]" = []


def free_port() -> int:
    """Return a loopback port that nobody listens on.

    It lies below those that the kernel gives to outgoing connections: there, a client that keeps calling while the
    service is down can meet itself, and the service does not get its port back.
    """
    while True:
        port = random.SystemRandom().randrange(12000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def until(answer: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Return what `answer` returns as soon as it is true. Raises TimeoutError, which says `what` did not happen."""
    end = time.monotonic() + seconds
    while True:
        result = answer()
        if result:
            return result
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.005)


class Process:
    """A command that serves `ports` when it is ready.

        process.start()       returns when every port accepts a connection
        process.stop()        as an operator would, with SIGTERM
        process.kill()        as a power cut would, with SIGKILL
        process.restart()     on the same ports, with the files that are there

    `setpriv` has the kernel end the service when the test run ends, however that comes about.
    """

    def __init__(self, name: str, folder: Path, command: list[str], ports: list[int]) -> None:
        self.name = name
        self.folder = folder
        self.command = command
        self.ports = ports
        self.environment: dict[str, str] | None = None
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def log(self) -> str:
        """Return the lines that it has printed since it was made, without one that it is still printing."""
        text = self._log.read_text(errors="replace") if self._log.exists() else ""
        return text[: text.rfind("\n") + 1]

    def start(self) -> None:
        command = ["setpriv", "--pdeathsig", "KILL", *self.command]
        with open(self._log, "ab") as log:
            # A session of its own: Ctrl-C in a terminal is for pytest, which then stops the service in good order.
            self._process = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        running.append(self)
        try:
            for port in self.ports:
                until(lambda: self._accepts(port), f"{self.name} accepts connections on port {port}")  # noqa: B023
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _end(self, how: signal.Signals) -> None:
        """Send a signal and wait; it may have ended already, and it may be too stuck to listen."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        running.remove(self)

    def _accepts(self, port: int) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"{self.name} ended:\n{self.log()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0
