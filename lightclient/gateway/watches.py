"""Items that clients wait for: leases in bounded memory, which a client renews as long as it cares.

A restart of the gateway forgets them, and no client relies on them: they bring news early, proofs come by asking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

MAX_SCRIPTS = 512  # items in one watch
MAX_ITEMS = 200_000  # in all watches
MAX_CLIENTS = 10_000
NEW_ITEMS = 20_000  # in the watches of clients that are new, beside those of the others
NEW_CLIENTS = 1_000
LONGEST = 3600  # seconds


class Room:
    """For how many clients, and items of theirs, there is room left."""

    def __init__(self, clients: int, items: int) -> None:
        self.left = clients
        self.items_left = items

    def take(self, items: int, clients: int = 1) -> None:
        self.left -= clients
        self.items_left -= items


class Watch:
    """What one client waits for.

    number   id of its request, under which it hears of everything
    limit    bytes of a response that it takes
    told     height up to which it has heard of everything
    fresh    whether it has yet to hear of what waits
    after    how far it has heard of that, None at the start
    turns    how often it had its turn to hear of it
    room     what it takes up of
    """

    __slots__ = ("after", "client", "fresh", "items", "limit", "number", "room", "told", "turns", "until")

    def __init__(
        self, client: str, number: int, items: list[bytes], until: float, since: int, limit: int, room: Room
    ) -> None:
        self.client = client
        self.number = number
        self.items = items
        self.until = until
        self.told = since
        self.limit = limit
        self.room = room
        self.turns = 0
        self.renew()

    def renew(self) -> None:
        """It hears of all that waits, once more."""
        self.fresh = True
        self.after: Any = None


class Watches:
    """At most one watch for each client: a new one takes the place of the old."""

    def __init__(self) -> None:
        self._clients: dict[str, Watch] = {}
        self._items: dict[bytes, set[str]] = {}
        self._known = Room(MAX_CLIENTS, MAX_ITEMS)
        self._new = Room(NEW_CLIENTS, NEW_ITEMS)
        self.turned = 0  # how many times the chain was replaced

    def __len__(self) -> int:
        return len(self._clients)

    @property
    def items(self) -> Collection[bytes]:
        """All that anyone waits for."""
        return self._items.keys()

    def all(self) -> list[Watch]:
        return list(self._clients.values())

    def holds(self, watch: Watch) -> bool:
        """Return whether a watch has not ended meanwhile, and no other has taken its place."""
        return self._clients.get(watch.client) is watch

    def add(
        self,
        client: str,
        number: int,
        items: list[bytes],
        seconds: int,
        now: float,
        since: int,
        limit: int,
        new: bool = False,
    ) -> int:
        """Watch `items` for a client; return for how many seconds, 0 if there is no room: then its old watch stays.

        new: whether the client is; all that are have little room together.
        """
        self.expire(now)
        items = sorted(set(items))
        old, room = self._clients.get(client), self._new if new else self._known
        own = old if old and old.room is room else None
        if items and (room.left + bool(own) < 1 or room.items_left + len(own.items if own else ()) < len(items)):
            return 0
        self.remove(client)
        if not items:
            return 0
        seconds = min(seconds, LONGEST)
        self._clients[client] = Watch(client, number, items, now + seconds, since, limit, room)
        room.take(len(items))
        for item in items:
            self._items.setdefault(item, set()).add(client)
        return seconds

    def remove(self, client: str) -> None:
        watch = self._clients.pop(client, None)
        if not watch:
            return
        watch.room.take(-len(watch.items), -1)
        for item in watch.items:
            clients = self._items[item]
            clients.discard(client)
            if not clients:
                del self._items[item]

    def expire(self, now: float) -> None:
        for client in [client for client, watch in self._clients.items() if watch.until <= now]:
            self.remove(client)

    def back_to(self, height: int) -> None:
        """What lies above `height` is another chain now: everyone hears of it anew."""
        self.turned += 1
        for watch in self._clients.values():
            watch.told = min(watch.told, height)

    def interested(self, items: Iterable[bytes]) -> list[Watch]:
        """Return the watches of everyone who waits for one of `items`, once each."""
        clients: set[str] = set()
        for item in items:
            clients |= self._items.get(item, set())
        return [self._clients[client] for client in sorted(clients)]
