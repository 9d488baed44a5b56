"""Streams over a serial line whose other end is connected to a broker, in the clear or with TLS on the board.

`Line(...).open` is what a Link opens its stream with.
"""

import time

from lightclient.device.streams import Stream, secured
from lightclient.mqtt.errors import Disconnected, TlsFailed

QUIET = 100  # milliseconds without a byte: whoever was speaking has ended
MOST = 1024  # pieces of 64 bytes that may run out: a bridge holds some, and who never ends is not waited for
SETTLE = 2500  # milliseconds for a bridge to connect again

# What makes the other side of a line close the connection, whether that is an old one or was just made.
DISCONNECT = b"\xe0\0"  # of MQTT
ALERT = b"\x15\3\3\0\2\2\x5a"  # fatal, user_canceled, in the clear (RFC 5246, 7.2): within a session it is garbage


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
        return TlsOnLine(secured(self.raw, self.tls, self.host, do_handshake_on_connect=False))

    def _run_out(self) -> None:
        scrap = memoryview(bytearray(64))
        for _ in range(MOST):
            if not self.readable.poll(QUIET):
                return
            self.raw.readinto(scrap)

    def close(self) -> None:
        """The line stays where it is."""


class TlsOnLine(Stream):
    """One session. A line has no time-out, so the handshake is not made before the first write, which has one."""

    established = False

    def write(self, data: bytes) -> None:
        try:
            super().write(data)
        except (Disconnected, OSError, ValueError) as error:
            if self.established:
                raise
            raise TlsFailed(str(error))
        self.established = True

    def close(self) -> None:
        """Free the memory of the session."""
        try:
            super().close()
        except OSError:  # a machine.UART knows no closing
            pass


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
