"""The door: which devices know the PIN, and how often it may be guessed.

A device that has given the PIN once has a budget of attempts of its own; all others share one. So a stranger who
guesses locks out strangers, and not the shop's own devices, after a restart neither: hashes of their names are kept
(kept.py), and whoever has only those is nobody. Guesses are bounded by time, whoever makes them:

    TRIES attempts at once; then each wrong one doubles the wait, from PAUSE to LONGEST
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterable

from lightclient.till.web.errors import BadTillConfig, NoPin, PinNeeded, TooManyPins, WrongPin

TRIES = 5
PAUSE = 60.0  # seconds
LONGEST = 3600.0
FRESH = 300.0  # seconds for which the settings are open
LONG = 12 * 3600.0  # and the till
DEVICES = 64  # at once; the one that was here the longest ago has to give the PIN anew
LEAST, MOST = 6, 64  # characters of a PIN


def hash_of(device: str | None) -> str:
    """Return what a device is known by: its name, which lets it in, is kept nowhere."""
    return hashlib.sha256((device or "").encode(errors="replace")).hexdigest()


class _Attempts:
    def __init__(self) -> None:
        self.wrong = 0
        self.until = 0.0

    def failed(self, now: float) -> None:
        self.wrong += 1
        if self.wrong >= TRIES:
            self.until = now + min(LONGEST, PAUSE * 2.0 ** min(self.wrong - TRIES, 16))


class _Device:
    def __init__(self, now: float) -> None:
        self.since = now
        self.attempts = _Attempts()


class Door:
    """See above.

    pin: None where nobody has set one. shut: whether the whole till takes the PIN, and not its settings alone.
    """

    def __init__(self, pin: str | None, shut: bool, clock: Callable[[], float] = time.monotonic) -> None:
        """Raises BadTillConfig, which does not repeat the PIN."""
        if pin is not None and not LEAST <= len(pin) <= MOST:
            raise BadTillConfig(key="pin_file", why=f"a PIN has {LEAST} to {MOST} characters")
        if pin is None and shut:
            raise BadTillConfig(key="pin_file", why="a till that others can reach takes a PIN")
        self.shut = shut
        self._pin = None if pin is None else pin.encode()
        self._clock = clock
        self._devices: dict[str, _Device] = {}  # by the hashes of their names
        self._strangers = _Attempts()

    def __repr__(self) -> str:
        return f"Door(shut={self.shut})"

    def remember(self, hashes: Iterable[str]) -> None:
        """Know devices again, the oldest first. They give the PIN once more, with attempts of their own."""
        for each in hashes:
            self._devices.setdefault(each, _Device(float("-inf")))

    def enter(self, device: str | None, pin: str) -> str:
        """Return the new name of a device that gave the PIN. Raises NoPin, TooManyPins, WrongPin."""
        if self._pin is None:
            raise NoPin()
        now = self._clock()
        known = self._devices.get(hash_of(device))
        attempts = known.attempts if known else self._strangers
        if now < attempts.until:
            raise TooManyPins(seconds=int(attempts.until - now) + 1)
        if not hmac.compare_digest(self._pin, pin.encode(errors="replace")):
            attempts.failed(now)
            raise WrongPin()
        if known:
            del self._devices[hash_of(device)]
        else:
            self._strangers = _Attempts()
        if len(self._devices) >= DEVICES:
            del self._devices[min(self._devices, key=lambda name: self._devices[name].since)]
        name = secrets.token_hex(32)
        self._devices[hash_of(name)] = _Device(now)
        return name

    def leave(self, device: str | None) -> None:
        """Ask for the PIN again; the device keeps its own budget of attempts."""
        known = self._devices.get(hash_of(device))
        if known:
            known.since = float("-inf")

    def lets_in(self, device: str | None) -> bool:
        """Whether a device may use the till."""
        return not self.shut or self._is_known(device, LONG)

    def check(self, device: str | None) -> None:
        """Raises PinNeeded unless a device may use the till."""
        if not self.lets_in(device):
            raise PinNeeded()

    def check_settings(self, device: str | None) -> None:
        """Raises NoPin, or PinNeeded unless a device has given the PIN just now."""
        if self._pin is None:
            raise NoPin()
        if not self._is_known(device, FRESH):
            raise PinNeeded()

    def _is_known(self, device: str | None, seconds: float) -> bool:
        known = self._devices.get(hash_of(device))
        return known is not None and self._clock() - known.since < seconds
