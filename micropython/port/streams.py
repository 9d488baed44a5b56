"""Streams to a broker: TCP, TLS, or a serial line whose other end is connected to one.

    stream.readinto(view)    bytes that are there now, 0 if none; raises StreamLost at the end
    stream.write(data)       all of it, in one call where the other side keeps up
    stream.wait(seconds)     until there is something to read, or the time is over
    stream.close()

`tcp` and `Line(...).open` give the function that a Link opens its stream with.
"""

import select
import time

from port.clock import Clock
from port.errors import Disconnected, StreamLost, TlsFailed

CONNECT_WAIT = 10  # seconds
WRITE_WAIT = 10_000  # milliseconds that the other side may take nothing
QUIET = 100  # milliseconds without a byte: whoever was speaking has ended
MOST = 1024  # pieces of 64 bytes that may run out: a bridge holds some, and who never ends is not waited for
SETTLE = 2500  # milliseconds for a bridge to connect again

# What makes the other side of a line close the connection, be it an old one or one that was just made.
DISCONNECT = b"\xe0\0"  # of MQTT
ALERT = b"\x15\3\3\0\2\2\x5a"  # fatal, user_canceled, in the clear (RFC 5246, 7.2): within a session it is garbage


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
        stalled: "Clock | None" = None
        while start < len(data):
            count = self.raw.write(data if not start else data[start:])
            if count:
                start += count
                stalled = None
                continue
            # To be ready is not to take something: the greeting of TLS may go on and get nowhere.
            stalled = stalled or Clock()
            left = WRITE_WAIT - int(stalled.now() * 1000)
            if left <= 0 or not _poll(self.raw, select.POLLOUT).poll(left):
                raise StreamLost()

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


def _secured(raw: "Any", tls: "Any", host: str, **options: bool) -> "Any":
    try:
        return tls.wrap_socket(raw, server_hostname=host, **options)
    except (OSError, ValueError) as error:
        raise TlsFailed(str(error))


def _poll(raw: "Any", event: int) -> "Any":
    poll = select.poll()
    poll.register(raw, event)
    return poll


class Line(Stream):
    """A serial line to a bridge that is connected to the broker, and connects again when that ends.

    raw: board.UART() of an emulated board, or a machine.UART with timeout 0. tls, host: as for `tcp`, where the bridge
    leaves TLS to the board.
    """

    def __init__(self, raw: "Any", tls: "Any" = None, host: str = "") -> None:
        super().__init__(raw)
        self.tls = tls
        self.host = host
        self.used = False

    def open(self) -> Stream:
        """A line cannot be hung up: make the other side end the old connection, and let run out what is still said.

        Raises OSError, StreamLost, TlsFailed.
        """
        if self.used:
            self.write(DISCONNECT if self.tls is None else ALERT)
            self._run_out()  # before that the bridge may not notice that the other side has closed
            time.sleep(SETTLE / 1000)
        self.used = True
        self._run_out()
        if self.tls is None:
            return self
        return TlsOnLine(_secured(self.raw, self.tls, self.host, do_handshake_on_connect=False))

    def _run_out(self) -> None:
        scrap = memoryview(bytearray(64))
        for _ in range(MOST):
            if not self.readable.poll(QUIET):
                return
            self.raw.readinto(scrap)

    def close(self) -> None:
        """The line stays where it is."""


class TlsOnLine(Stream):
    """One session. A line has no time-out, so the greeting is not made before the first write, which has one."""

    greeted = False

    def write(self, data: bytes) -> None:
        try:
            super().write(data)
        except (Disconnected, OSError, ValueError) as error:
            if self.greeted:
                raise
            raise TlsFailed(str(error))
        self.greeted = True

    def close(self) -> None:
        """Free the memory of the session."""
        try:
            super().close()
        except OSError:  # a machine.UART knows no closing
            pass


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
