"""Streams to a broker: TCP, and TLS over it or over what else there is.

    stream.readinto(view)    bytes that are there now, 0 if none; raises StreamLost at the end
    stream.write(data)       all of it, in one call where the other side keeps up
    stream.wait(seconds)     until there is something to read, or the time is over
    stream.close()

`tcp` returns the function with which a Link opens its stream.
"""

import select

from lightclient.device.clock import Clock
from lightclient.mqtt.errors import StreamLost, TlsFailed, Unreachable

CONNECT_WAIT = 10  # seconds
WRITE_WAIT = 10_000  # milliseconds that the other side may take nothing


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
            # A stream that is ready may still take nothing: a TLS handshake can go on and get nowhere.
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

    The function that is returned raises Unreachable and TlsFailed.
    """
    import socket

    def connect() -> Stream:
        raw = None
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
            raw = socket.socket(family, kind, protocol)
            raw.settimeout(CONNECT_WAIT)
            raw.connect(address)
        except OSError as error:
            reason = str(error)
            if raw is None:
                reason = "its name: " + reason
            else:
                raw.close()
            raise Unreachable(where=host + ":" + str(port), reason=reason)
        try:
            try:
                raw.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY: without it a round trip takes 44 ms
            except OSError:  # not every port has it
                pass
            if tls is not None:
                raw = secured(raw, tls, host)
            raw.setblocking(False)
        except Exception:
            raw.close()
            raise
        return Stream(raw)

    return connect


def secured(raw: "Any", tls: "Any", host: str, **options: bool) -> "Any":
    """Return a session of TLS over a socket or a line. Raises TlsFailed."""
    try:
        return tls.wrap_socket(raw, server_hostname=host, **options)
    except (OSError, ValueError) as error:
        raise TlsFailed(str(error))


def _poll(raw: "Any", event: int) -> "Any":
    poll = select.poll()
    poll.register(raw, event)
    return poll


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
