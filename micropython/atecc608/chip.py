"""The chip's commands, one method each. Source: ATECC608A data sheet, "Security Commands"; times: CryptoAuthLib.

    chip = Chip(machine.I2C(0, freq=100_000), Clock().now, time.sleep)

Each command wakes the chip and leaves it asleep, so that its watchdog (0.7 to 1.7 s) cuts no command short.
"""

from atecc608 import packet
from atecc608.errors import ChipSilent, NotAwake, NotLocked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Bus(Protocol):
        """What machine.I2C is. Both raise OSError if nobody answers at the address."""

        def readfrom(self, address: int, count: int) -> bytes: ...
        def writeto(self, address: int, data: bytes) -> object: ...


ADDRESS = 0x60  # of a chip that nobody configured
SLEEP, IDLE = b"\x01", b"\x02"  # word addresses; what was loaded for a signature survives idling, not sleep
AWAKE = b"\x04\x11\x33\x43"
WAKE = 0.0016  # seconds from the wake signal until it listens
POLL = 0.005

INFO, RANDOM, READ, NONCE, GENKEY, SIGN = 0x30, 0x1B, 0x02, 0x16, 0x40, 0x41
# Seconds that a command may take: twice what the slowest setting of the chip's clock needs.
SHORT, LONG = 0.1, 1.4

CONFIG, CONFIG_32 = 0x00, 0x80  # modes of READ: 4 or 32 bytes of the configuration
LOCKS = 0x15  # the word of the configuration with the two lock bytes
UNLOCKED = 0x55
PUBLIC, CREATE = 0x00, 0x04  # modes of GENKEY
PASS_THROUGH = 0x03  # mode of NONCE
EXTERNAL = 0x80  # mode of SIGN


class Chip:
    """One chip. What goes wrong is a ChipError, and the chip is asleep after it.

    bus: at most 100 kHz, because a byte of zeros has to be as long as the chip's wake signal. now: seconds that do not
    go back. pause: sleeps for so many seconds.
    """

    def __init__(
        self, bus: "Bus", now: "Callable[[], float]", pause: "Callable[[float], object]", address: int = ADDRESS
    ) -> None:
        self.bus = bus
        self.now = now
        self.pause = pause
        self.address = address

    def revision(self) -> bytes:
        """Return the four bytes of the chip's revision, of which the third is 60."""
        return self._run(INFO, 0, 0, b"", 4, SHORT)

    def serial(self) -> bytes:
        """Return the serial number, 9 bytes."""
        data = self._run(READ, CONFIG_32, 0, b"", 32, SHORT)
        return data[:4] + data[8:13]

    def locked(self) -> "tuple[bool, bool]":
        """Return whether the configuration is locked, and whether data and keys are."""
        data = self._run(READ, CONFIG, LOCKS, b"", 4, SHORT)
        return data[3] != UNLOCKED, data[2] != UNLOCKED

    def random(self) -> bytes:
        """Return 32 random bytes. Raises NotLocked if they are none."""
        data = self._run(RANDOM, 0, 0, b"", 32, SHORT)
        if data == b"\xff\xff\x00\x00" * 8:
            raise NotLocked()
        return data

    def public_key(self, slot: int) -> bytes:
        """Return the public key of a slot's private one, 64 bytes, x and y."""
        return self._run(GENKEY, PUBLIC, slot, b"", 64, LONG)

    def create_key(self, slot: int) -> bytes:
        """Make a private key in a slot, in the place of what is there, and return its public key, 64 bytes."""
        return self._run(GENKEY, CREATE, slot, b"", 64, LONG)

    def sign(self, slot: int, digest: bytes) -> bytes:
        """Return a signature over a digest of 32 bytes: 64 bytes, r and s, and s is as likely high as low."""
        self._run(NONCE, PASS_THROUGH, 0, digest, 1, SHORT, IDLE)
        return self._run(SIGN, EXTERNAL, slot, b"", 64, LONG)

    def _run(
        self, opcode: int, param1: int, param2: int, data: bytes, size: int, limit: float, rest: bytes = SLEEP
    ) -> bytes:
        """Return the `size` bytes that the chip answers, and leave it asleep or idle."""
        self._wake()
        then = SLEEP
        try:
            answer = self._answer(opcode, packet.command(opcode, param1, param2, data), size, limit)
            found = packet.data_of(answer, size)
            then = rest
        finally:
            self._send(then)
        return found

    def _answer(self, opcode: int, command: bytes, size: int, limit: float) -> bytes:
        end = self.now() + limit
        if self._send(command):
            while self.now() < end:
                self.pause(POLL)
                answer = self._read(size + packet.FRAME)
                if answer:
                    return answer
        raise ChipSilent(opcode, limit)

    def _wake(self) -> None:
        answer = b""
        for _ in range(2):
            try:
                self.bus.writeto(0, b"\x00")
            except OSError:
                pass  # nobody has this address; that the line is low for so long is the signal
            self.pause(WAKE)
            answer = self._read(len(AWAKE))
            if answer == AWAKE:
                return
            self._send(SLEEP)  # a chip that was awake does not hear the signal
        raise NotAwake(answer.hex() or "nothing")

    def _send(self, data: bytes) -> bool:
        """Return whether the chip took it: asleep or busy it does not."""
        try:
            self.bus.writeto(self.address, data)
        except OSError:
            return False
        return True

    def _read(self, count: int) -> bytes:
        """Return what the chip has to say, nothing while it is asleep or busy."""
        try:
            return self.bus.readfrom(self.address, count)
        except OSError:
            return b""
