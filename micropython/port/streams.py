"""Streams to a broker: TCP, TLS, or a serial line whose other end is connected to one.

    stream.readinto(view)    bytes that are there now, 0 if none; raises StreamLost at the end
    stream.write(data)       all of it, in one call where the other side keeps up
    stream.wait(seconds)     until there is something to read, or the time is over
    stream.close()

`tcp` and `Line(...).open` give the function that a Link opens its stream with.
"""

import select
import time

from port.errors import StreamLost, TlsFailed

CONNECT_WAIT = 10  # seconds
WRITE_WAIT = 10_000  # milliseconds that the other side may take nothing
QUIET = 100  # milliseconds without a byte: whoever was speaking has ended
MOST = 1024  # pieces of 64 bytes that may run out: a bridge holds some, and who never ends is not waited for
SETTLE = 2500  # milliseconds for a bridge to connect again


class Stream:
    """A non-blocking stream of MicroPython's, a socket or a UART."""

    def __init__(self, raw: "Any") -> None:
        self.raw = raw
        self.readable = _poll(raw, select.POLLIN)

    def readinto(self, view: memoryview) -> int:
        count = self.raw.readinto(view)
        if count == 0:
            raise StreamLost()
        return count or 0

    def write(self, data: bytes) -> None:
        start = 0
        while start < len(data):
            count = self.raw.write(data if not start else data[start:])
            if not count and not _poll(self.raw, select.POLLOUT).poll(WRITE_WAIT):
                raise StreamLost()
            start += count or 0

    def wait(self, seconds: float) -> None:
        if seconds > 0:
            self.readable.poll(int(seconds * 1000) + 1)

    def close(self) -> None:
        self.raw.close()


def tcp(host: str, port: int, tls: "Any" = None) -> "Callable[[], Stream]":
    """tls: a tls.SSLContext that checks the broker's certificate; None sends everything in the clear.

    Raises OSError, TlsFailed.
    """
    import socket

    def connect() -> Stream:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
        raw = socket.socket(family, kind, protocol)
        try:
            raw.settimeout(CONNECT_WAIT)
            raw.connect(address)
            try:
                raw.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY: without it a round trip takes 44 ms
            except OSError:  # not every port has it
                pass
            if tls is not None:
                raw = _secured(raw, tls, host)
            raw.setblocking(False)
        except Exception:
            raw.close()
            raise
        return Stream(raw)

    return connect


def _secured(raw: "Any", tls: "Any", host: str) -> "Any":
    try:
        return tls.wrap_socket(raw, server_hostname=host)
    except (OSError, ValueError) as error:
        raise TlsFailed(str(error))


def _poll(raw: "Any", event: int) -> "Any":
    poll = select.poll()
    poll.register(raw, event)
    return poll


class Line(Stream):
    """A serial line to a bridge that is connected to the broker, and connects again when that ends.

    raw: board.UART() of an emulated board, or a machine.UART with timeout 0.
    """

    def __init__(self, raw: "Any") -> None:
        super().__init__(raw)
        self.used = False

    def open(self) -> "Line":
        """A line cannot be hung up: end the old connection with a DISCONNECT, and let run out what is still said."""
        if self.used:
            self.write(b"\xe0\0")
            self._run_out()  # before that the bridge may not notice that the other side has closed
            time.sleep(SETTLE / 1000)
        self.used = True
        self._run_out()
        return self

    def _run_out(self) -> None:
        scrap = memoryview(bytearray(64))
        for _ in range(MOST):
            if not self.readable.poll(QUIET):
                return
            self.raw.readinto(scrap)

    def close(self) -> None:
        """The line stays where it is."""


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
