"""The key that a sensor signs its readings with, by its settings: a secret, a keystore behind a PIN, an ATECC608."""

import hardware
import settings

from lightclient.device.clock import Clock
from lightclient.device.entropy import entropy
from lightclient.keys import algorithms

PIN, ELEMENT = "pin", "atecc608"
NAME = "device"  # of the key, in a keystore or a secure element
DERIVING = 0.5  # seconds for trying one PIN


class Software:
    """A secret in memory, for a trial: whoever reads the flash has it."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret

    def public_key(self, algorithm: str, name: "str | None" = None) -> bytes:
        return algorithms.public_key(algorithm, self.secret)

    def sign(self, algorithm: str, message: bytes, name: "str | None" = None) -> bytes:
        return algorithms.sign(algorithm, self.secret, message, bytes(32))

    def sign_steps(self, algorithm: str, message: bytes, name: "str | None" = None) -> "Steps[bytes]":
        return algorithms.sign_steps(algorithm, self.secret, message, bytes(32))


def signer_of(kind: "bytes | str") -> "Signer":
    """Return what signs. kind: a secret, PIN or ELEMENT. Raises what keystores and the chip raise."""
    if isinstance(kind, bytes):
        return Software(kind)
    return _element() if kind == ELEMENT else _keystore()


def _keystore() -> "Signer":
    """A keystore that is made at the first start, with a key that nobody else has."""
    from lightclient.keys import keystore, suite
    from lightclient.keys.errors import NoKeyStore
    from lightclient.keys.pin import PinLock

    now = Clock().now
    lock = PinLock(hardware.store("keys"), now())
    try:
        return lock.unlock(settings.PIN, now(), entropy)
    except NoKeyStore:
        store = keystore.create(suite.PBKDF2, settings.PIN, suite.rounds_for(DERIVING, now), entropy)
        store.put(NAME, "p256", entropy(32))
        lock.save(store)
        return store


def _element() -> "Signer":
    """The chip's key in slot 0, which was made there and never leaves it."""
    from time import sleep

    from atecc608.chip import Chip
    from atecc608.element import Element
    from machine import I2C, Pin

    clock, data = settings.ELEMENT
    bus = I2C(0, scl=Pin(clock), sda=Pin(data), freq=100_000)
    return Element(Chip(bus, Clock().now, sleep), {NAME: 0})


TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.steps import Steps
    from lightclient.keys.signer import Signer
