"""Watches: what gateways tell us without being asked each time, and the leases that this takes.

A gateway keeps one watch for each client, for as long as its lease lasts. It may forget the watch at any time, so the
client renews it at half of the lease. A request that nobody answers is repeated: it was lost, or too much just then.
"""

from lightclient.sync.messages import COVERED, OK, UNSUPPORTED, WATCH, printable, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Told = Callable[[str, Any, float], object]
    Began = Callable[[str, float], object]

ANSWER = 20  # seconds for an answer, which a slow line may take for a large watch
AGAIN = 5  # seconds until a gateway that had no room is asked again, doubled each time
FAILURES = 8  # after which that is doubled no more
OLDER = 16  # watches that a newer one has replaced, and under which something may still be on its way


class Watch:
    """What one gateway watches for. older: numbers of the watches that it replaced."""

    __slots__ = ("began", "failed", "items", "number", "older", "renew_at", "since", "told")

    def __init__(
        self,
        number: int,
        items: "list[bytes]",
        since: int,
        told: "Told",
        began: "Began | None",
        now: float,
        older: "list[int]",
    ) -> None:
        self.number = number
        self.older = older
        self.items = items
        self.since = since
        self.told = told
        self.began = began
        self.renew_at = now
        self.failed = 0  # requests in a row that did not bring it about


class Watches:
    """The watches of this client, by the names of their gateways.

    refused: gateways that cannot watch at all, with what they say.
    """

    def __init__(self, ids: "Callable[[], int]", limit: int, lease: int) -> None:
        """limit: bytes of the largest message that can be taken. lease: seconds to ask for."""
        self.ids = ids
        self.limit = limit
        self.lease = lease
        self.open: "dict[str, Watch]" = {}
        self.refused: "dict[str, str]" = {}

    def set(
        self, name: str, items: "list[bytes]", since: int, told: "Told", now: float, began: "Began | None" = None
    ) -> None:
        """Have a gateway watch for `items`, as it understands them, in place of what it watched for before.

        since: existing blocks above this height are told of, too. told(gateway, body, now): gets what it says,
        unchecked, perhaps more than once; byte strings may be views. began(gateway, now): is called when the gateway or
        the connection is new: it has forgotten what it told. No items: the watch ends.
        What is still on its way under the watch that this one replaces is told too: a gateway does not say it twice.
        Only that everything was told up to some height does not hold for other items.
        """
        old = self.open.get(name)
        older = (old.older + [old.number])[-OLDER:] if old else []
        self.open[name] = Watch(self.ids(), items, since, told, began, now, older)

    def answer(self, name: str, number: int, status: int, body: "Any", now: float) -> bool:
        """Take what a gateway says of its watch; return whether it was about it."""
        watch = self.open.get(name)
        if watch is None:
            return False
        if number != watch.number:
            if number not in watch.older:
                return False
            if status == OK and isinstance(body, list) and body[:1] != [COVERED]:
                watch.told(name, body, now)
        elif status == OK and type(body) is not int:
            watch.told(name, body, now)
        elif status == OK and body > 0:
            if self.refused.pop(name, None) is None:  # a watch may be granted and refused right after that
                watch.failed = 0
            # Whoever grants a second or two would have us ask without end.
            watch.renew_at = now + max(min(self.lease, body) / 2, min(self.lease / 2, AGAIN))
        else:
            watch.failed = max(watch.failed, 1)
            watch.renew_at = now + self._pause(watch)
            if status == UNSUPPORTED:
                self.refused[name] = printable(body)
        return True

    def again(self, name: str, now: float) -> None:
        """Renew a gateway's watch: the gateway or the connection is new."""
        watch = self.open.get(name)
        if watch is not None:
            watch.failed = 0
            watch.renew_at = now
            if watch.began is not None:
                watch.began(name, now)

    def tick(self, now: float) -> "list[tuple[str, bytes]]":
        """Return the requests that are due, and to whom."""
        requests = []
        for name in list(self.open):
            watch = self.open[name]
            if now < watch.renew_at:
                continue
            argument = [watch.items, self.lease if watch.items else 0, watch.since]
            requests.append((name, request(watch.number, WATCH, self.limit, argument)))
            watch.failed = min(watch.failed + 1, FAILURES)  # until it is answered
            watch.renew_at = now + max(ANSWER, self._pause(watch))
            if not watch.items:
                del self.open[name]  # said once
        return requests

    def _pause(self, watch: Watch) -> float:
        return min(AGAIN << watch.failed - 1, self.lease / 2)

    @property
    def wake_at(self) -> "float | None":
        return min([watch.renew_at for watch in self.open.values()]) if self.open else None
