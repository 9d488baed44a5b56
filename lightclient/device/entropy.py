"""Random numbers for request ids and pauses. Keys need better ones, and are not made here."""

from hashlib import sha256

from lightclient.device.errors import NoEntropy


def entropy(count: int) -> bytes:
    """Return `count` bytes that nobody can guess, from the board's own source. Raises NoEntropy."""
    try:
        from os import urandom

        return urandom(count)
    except ImportError:
        pass
    try:
        from machine import rng  # type: ignore[import-not-found]  # STM32: 24 random bits

        return bytes([rng() & 255 for _ in range(count)])
    except ImportError:
        raise NoEntropy()


def seeded(seed: bytes) -> "Callable[[], int]":
    """Return a function that gives 32 bits a call, the same ones for the same seed.

    For boards without a source: seed it with the device's name and something that differs at each start.
    """
    state = [sha256(seed).digest()]

    def number() -> int:
        state[0] = sha256(state[0]).digest()
        return int.from_bytes(state[0][:4], "big")

    return number


def for_ids(name: str) -> "Callable[[], int]":
    """Return such a function for ids and pauses, on any board: no two devices are alike, and hardly two starts."""
    try:
        return seeded(entropy(16))
    except NoEntropy:
        from lightclient.device.clock import Clock

        return seeded((name + str(Clock().ticks())).encode())


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
