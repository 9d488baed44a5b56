"""The WebSocket of a broker, over paho's: its handshake with a deadline, its frames without end in bounded memory."""

import socket
import time
from typing import Any

from paho.mqtt.client import _WebsocketWrapper

LONGEST_ANSWER = 16_384  # bytes of a handshake
CONTROL = 125  # bytes of a control frame (RFC 6455 section 5.5)
CONTINUATION, BINARY, CLOSE, PING, PONG = KINDS = (0, 2, 8, 9, 10)
AT_ONCE = 16  # frames without data that are read before others have their turn


class WebSocket(_WebsocketWrapper):
    """A socket that speaks RFC 6455 as a client.

    What a frame holds is handed on while it comes: paho would collect a frame of any length before anybody could look
    at what is in it.
    """

    def __init__(self, sock: Any, host: str, port: int, secure: bool, path: str, seconds: float) -> None:
        """sock: connected, and blocking. Raises ConnectionError if nobody speaks WebSocket there, TimeoutError."""
        self._head = bytearray()
        self._left = 0  # bytes of the frame that is being read
        self._control: "bytearray | None" = None
        shown = f"[{host}]" if ":" in host else host
        try:
            super().__init__(_Handshake(sock, seconds), shown, port, secure, path, None)  # type: ignore[arg-type]
        except (ConnectionError, LookupError, ValueError):  # paho takes an answer apart as if it were a right one
            raise ConnectionError(
                f"the server at {host}:{port} has no WebSocket at {path}: many brokers have theirs at /mqtt"
            ) from None
        self._socket = sock

    def _recv_impl(self, length: int) -> bytes:
        """Return what has come of the messages, b"" at their end. Raises BlockingIOError if nothing has."""
        for _ in range(AT_ONCE):
            if not self._left and self._control is None and not self._begin():
                return b""
            if self._control is None and self._left:
                data: bytes = self._socket.recv(min(length, self._left))
                self._left -= len(data)
                return data
            if self._control is not None and not self._controlled(self._control):
                return b""
        raise BlockingIOError  # others have their turn

    def _begin(self) -> bool:
        """Read the head of the next frame; return whether there is one. Raises ConnectionError, BlockingIOError."""
        while len(self._head) < self._size():
            data = self._socket.recv(self._size() - len(self._head))
            if not data:
                return False
            self._head += data
        head, self._head = self._head, bytearray()
        self._kind = head[0] & 15
        self._left = head[1] if len(head) == 2 else int.from_bytes(head[2:], "big")
        control = self._kind >= CLOSE
        if head[0] & 0x70 or head[1] & 0x80 or self._kind not in KINDS or (control and self._left > CONTROL):
            raise ConnectionError("no frame that a server sends")
        self._control = bytearray() if control else None
        return True

    def _size(self) -> int:
        """Return how many bytes the head takes, as far as that is known (section 5.2)."""
        return 2 + {126: 2, 127: 8}.get(self._head[1] & 127, 0) if len(self._head) >= 2 else 2

    def _controlled(self, said: bytearray) -> bool:
        """Read the rest of a control frame and do what it asks for; return whether the connection goes on."""
        while self._left:
            data = self._socket.recv(self._left)
            if not data:
                return False
            said += data
            self._left -= len(data)
        self._control = None
        if self._kind == PING and not self._requested_size and not self._sendbuffer:  # else it is asked once more
            self._sendbuffer += self._create_frame(PONG, said)
            self._flush()
        return self._kind != CLOSE

    def _send_impl(self, data: "bytes | bytearray") -> int:
        """Send one frame. Raises BlockingIOError until it is out as a whole; paho comes again with the same data."""
        if not self._requested_size:
            self._sendbuffer += self._create_frame(BINARY, bytearray(data))
            self._requested_size = len(data)
        self._flush()
        size, self._requested_size = self._requested_size, 0
        return size

    def _flush(self) -> None:
        while self._sendbuffer:
            del self._sendbuffer[: self._socket.send(self._sendbuffer)]


class _Handshake:
    """A socket for as long as the handshake takes, which has a deadline and an end."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._sock = sock
        self._end = time.monotonic() + seconds
        self._left = LONGEST_ANSWER

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def recv(self, length: int) -> bytes:
        self._left -= length
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        if self._left < 0:
            raise ConnectionError("an answer without an end")
        self._sock.settimeout(seconds)
        return self._sock.recv(length)
