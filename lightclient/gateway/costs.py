"""What a question costs, and what each client may spend: an account each, in bounded memory.

A unit is what an answer from memory costs, or about a millisecond of one core. Prices follow the work, not the number
of questions: a client that asks for one old block of 2 MB pays for some 260 small questions.
"""

from __future__ import annotations

from collections import OrderedDict

from lightclient.gateway.source import Work

ASKED = 1.0  # units for any question
RECEIVED = 2 * 1024  # bytes of a question for a unit: they are decoded item by item
CALL = 2.0  # for a call to the node
PARSED = 8 * 1024  # bytes that are parsed for a unit
SENT = 32 * 1024  # bytes that are sent for a unit

RATE = 150.0  # units a second that a client may go on spending
BURST = 600.0  # units at once, after a quiet time
TOLD = 0.05  # seconds between answers to one client that it has spent its budget; it retries anyway
NEWCOMER = 30.0  # seconds from its first question for which a client is new
SHARED = 4  # how many clients' budgets all new ones have together
CLIENTS = 10_000  # that are not new
NEWCOMERS = 10_000  # that are remembered; whoever asks least often is forgotten, and starts again
GONE = 3600.0  # seconds without a question after which a client leaves its place to another


def price(work: Work) -> float:
    """Return the price of some work in units, without what any question costs."""
    return work.calls * CALL + work.parsed / PARSED + work.sent / SENT


class Account:
    """What one client may still spend.

    units   as they were `at` (seconds); they come back with time
    since   when it asked its first question
    told    when it was told last that it has spent its budget
    """

    __slots__ = ("at", "since", "told", "units")

    def __init__(self, units: float, now: float) -> None:
        self.units = units
        self.at = self.since = now
        self.told = now - TOLD


class Budgets:
    """The accounts of clients. A name costs nothing where a broker lets anybody in, so names buy nothing here either:

    A client is new until NEWCOMER seconds after its first question, and all that are new share one budget on top of
    their own. Whoever is no longer new stays for as long as it asks, however many names come after it.
    """

    def __init__(self, rate: float = RATE, burst: float = BURST) -> None:
        self.rate = rate
        self.burst = burst
        self._known: OrderedDict[str, Account] = OrderedDict()  # whoever has asked nothing for the longest comes first
        self._new: OrderedDict[str, Account] = OrderedDict()  # the same
        self._shared = Account(SHARED * burst, 0.0)

    def is_new(self, client: str) -> bool:
        return client not in self._known

    def allows(self, client: str, units: float, now: float) -> bool:
        """Take `units` from the client's budget at `now` (seconds of a monotonic clock); return whether it had them.

        Work that costs more than a whole budget is done once that is full, and leaves a debt.
        """
        account = self._known.get(client)
        if account:
            self._known.move_to_end(client)
            return self._take(account, units, now)
        account = self._new.get(client) or Account(self.burst, now)
        if self._units(self._shared, now, SHARED) < min(units, self.burst):
            return False
        allowed = self._take(account, units, now)
        if allowed:
            self._shared.units -= units
        self._remember(client, account, now)
        return allowed

    def charge(self, client: str, units: float, now: float) -> None:
        """Take units for work that turned out to cost more, or give some back (negative)."""
        account = self._known.get(client)
        if not account:
            account = self._new.get(client)
            self._shared.units = min(SHARED * self.burst, self._units(self._shared, now, SHARED) - units)
        if account:
            account.units = min(self.burst, self._units(account, now) - units)

    def left(self, client: str, now: float) -> float:
        """Return what a client has in its own budget; less than nothing is a debt."""
        account = self._known.get(client) or self._new.get(client)
        return self._units(account, now) if account else self.burst

    def may_tell(self, client: str, now: float) -> bool:
        """Return whether to tell a client that it has spent its budget: not for each message of a flood."""
        account = self._known.get(client) or self._new.get(client) or self._shared
        if now - account.told < TOLD:
            return False
        account.told = now
        return True

    def _take(self, account: Account, units: float, now: float) -> bool:
        allowed = self._units(account, now) >= min(units, self.burst)
        if allowed:
            account.units -= units
        return allowed

    def _units(self, account: Account, now: float, share: int = 1) -> float:
        """Return what an account has now; share: of how many clients it is."""
        account.units = min(share * self.burst, account.units + (now - account.at) * share * self.rate)
        account.at = now
        return account.units

    def _remember(self, client: str, account: Account, now: float) -> None:
        self._new[client] = account
        self._new.move_to_end(client)
        if now - account.since >= NEWCOMER and self._has_room(now):
            self._known[client] = self._new.pop(client)
        elif len(self._new) > NEWCOMERS:
            self._new.popitem(last=False)

    def _has_room(self, now: float) -> bool:
        """Return whether one more client can be known; one that has long gone leaves its place."""
        if len(self._known) < CLIENTS:
            return True
        client, account = next(iter(self._known.items()))
        if now - account.at < GONE:
            return False
        del self._known[client]
        return True
