"""An ATECC608 that answers its bus byte for byte, and a clock that only it and its driver move.

Sources: ATECC608A data sheet, "I2C Interface", "Security Command Packets", "Security Commands"; CryptoAuthLib's
execution times. It signs for real, by a signer: `sign(secret, digest)` and `public(secret)`, 64 bytes each.
"""

from errno import EIO

from lightclient.crypto import ecdsa, p256
from lightclient.crypto.steps import finish

ADDRESS = 0x60
ASLEEP, IDLE, AWAKE = range(3)
BYTE = 0.00009  # seconds on a bus of 100 kHz
WAKE = 0.0015
PARSE, EXECUTION, WOKE, EXPIRING, DAMAGED = 0x03, 0x0F, 0x11, 0xEE, 0xFF


class Portable:
    """Signs with the library itself."""

    def sign(self, secret, digest):
        return ecdsa.sign(p256, secret, digest)

    def public(self, secret):
        x, y = finish(p256.multiply(int.from_bytes(secret, "big"), bytes(range(36))))
        return x.to_bytes(32, "big") + y.to_bytes(32, "big")


class Element:
    """A bus with one chip on it; has the methods of machine.I2C.

    keys     secrets by slot                        locked   whether the configuration is
    times    seconds that commands take, by opcode  fails    a status that the next command answers with
    watchdog seconds from waking until it falls asleep whatever it does
    spoil    a function of what passes over the bus ("write" or "read", and the bytes) that returns what arrives
    """

    def __init__(self, signer, rng):
        self.signer = signer
        self.rng = rng
        self.keys = {}
        self.config = bytearray(128)
        self.config[:13] = bytes.fromhex("01233ac1000060029f0d27a3ee")
        self.config[86:88] = b"\x00\x00"
        self.times = {0x30: 0.005, 0x1B: 0.023, 0x02: 0.005, 0x16: 0.020, 0x40: 0.115, 0x41: 0.115}
        self.watchdog = 1.3
        self.fails = None
        self.spoil = None
        self.time = 0.0
        self.state = ASLEEP
        self.ready = self.expires = 0.0
        self.output = b""
        self.place = 0
        self.temp_key = None
        self.commands = []

    @property
    def locked(self):
        return self.config[87] != 0x55

    # -- the clock of all

    def now(self):
        return self.time

    def pause(self, seconds):
        self.time += seconds

    # -- the bus

    def writeto(self, address, data):
        self._pass(len(data))
        if address == 0 and not any(data) and self.state != AWAKE:
            self.state = AWAKE
            self.ready = self.time + WAKE
            self.expires = self.time + self.watchdog
            self._answer(bytes((WOKE,)))
        if not self._listens(address):
            raise OSError(EIO)
        if self.spoil:
            data = self.spoil("write", data)
        word = data[0]
        if word == 0:
            self.place = 0
        elif word == 1:
            self.state = ASLEEP
            self.temp_key = None
        elif word == 2:
            self.state = IDLE
        elif word == 3:
            self._command(data[1:])

    def readfrom(self, address, count):
        self._pass(count)
        if not self._listens(address):
            raise OSError(EIO)
        data = self.output[self.place : self.place + count]
        self.place += count
        data = data + b"\xff" * (count - len(data))
        return self.spoil("read", data) if self.spoil else data

    def _pass(self, count):
        self.time += BYTE * (count + 1)
        if self.state == AWAKE and self.time >= self.expires:
            self.state = ASLEEP
            self.temp_key = None

    def _listens(self, address):
        return address == ADDRESS and self.state == AWAKE and self.time >= self.ready

    # -- the commands

    def _command(self, group):
        if len(group) < 7 or group[0] != len(group) or crc(group[:-2]) != group[-2:]:
            self._answer(bytes((DAMAGED,)))
            return
        opcode, mode, parameter, data = group[1], group[2], group[3] | group[4] << 8, group[5:-2]
        self.commands.append(opcode)
        methods = {
            0x30: self._info,
            0x1B: self._random,
            0x02: self._read,
            0x16: self._nonce,
            0x40: self._genkey,
            0x41: self._sign,
        }
        seconds = self.times.get(opcode, 0.001)
        if self.time + seconds > self.expires:
            self._answer(bytes((EXPIRING,)))
            return
        found = methods[opcode](mode, parameter, data) if opcode in methods else PARSE
        if self.fails is not None:
            found, self.fails = self.fails, None
        self.ready = self.time + seconds
        self._answer(bytes((found,)) if isinstance(found, int) else found)

    def _answer(self, data):
        group = bytes((len(data) + 3,)) + data
        self.output = group + crc(group)
        self.place = 0

    def _info(self, mode, parameter, data):
        return bytes(self.config[4:8]) if mode == 0 and not data else PARSE

    def _random(self, mode, parameter, data):
        if mode > 1 or parameter or data:
            return PARSE
        return self.rng(32) if self.locked else b"\xff\xff\x00\x00" * 8

    def _read(self, mode, address, data):
        if mode not in (0x00, 0x80) or data or address >= 32:
            return PARSE
        size = 32 if mode else 4
        start = address // 8 * 32 if mode else address * 4
        return bytes(self.config[start : start + size])

    def _nonce(self, mode, parameter, data):
        if mode != 3 or parameter or len(data) != 32:
            return PARSE
        self.temp_key = data
        return 0

    def _genkey(self, mode, slot, data):
        if mode not in (0, 4) or slot > 15 or data:
            return PARSE
        if mode == 4 and self.locked:
            self.keys[slot] = self.rng(32)
        return self.signer.public(self.keys[slot]) if slot in self.keys else EXECUTION

    def _sign(self, mode, slot, data):
        digest, self.temp_key = self.temp_key, None
        if mode != 0x80 or slot > 15 or data:
            return PARSE
        if digest is None or slot not in self.keys:
            return EXECUTION
        signature = self.signer.sign(self.keys[slot], digest)
        s = int.from_bytes(signature[32:], "big")
        # As likely high as low, as the chip's own are.
        return signature[:32] + (p256.N - s if digest[0] & 1 else s).to_bytes(32, "big")


def crc(data):
    """Return the chip's CRC, two bytes; computed from the other end than the driver does."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0xA001 if register & 1 else 0)
    turned = 0
    for bit in range(16):
        turned |= (register >> bit & 1) << 15 - bit
    return bytes((turned & 255, turned >> 8))
