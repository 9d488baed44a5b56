"""Chance for request ids and pauses. Keys want more than that: they are not made here."""

from hashlib import sha256

from port.errors import NoEntropy


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

    For boards without a source: seed it with the device's name and something that differs from start to start.
    """
    state = [sha256(seed).digest()]

    def number() -> int:
        state[0] = sha256(state[0]).digest()
        return int.from_bytes(state[0][:4], "big")

    return number


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
