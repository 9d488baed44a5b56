"""Output scripts that clients wait for: leases in bounded memory, which a client renews as long as it cares.

A restart of the gateway forgets them, and no client relies on them: they bring news early, proofs come by asking.
"""

from collections.abc import Iterable, Iterator

MAX_SCRIPTS = 16  # in one watch
MAX_SCRIPT = 64  # bytes: every script that has an address is shorter
MAX_CLIENTS = 10_000
LONGEST = 3600  # seconds


class Watch:
    def __init__(self, number: int, scripts: list[bytes], until: float) -> None:
        self.number = number
        self.scripts = scripts
        self.until = until


class Watches:
    """At most one watch for each client: a new one takes the place of the old.

    new: the clients whose watch was added, who have to be told what is there already; and after which height.
    """

    def __init__(self) -> None:
        self.new: dict[str, int] = {}
        self._clients: dict[str, Watch] = {}
        self._scripts: dict[bytes, set[str]] = {}

    def __len__(self) -> int:
        return len(self._clients)

    def add(self, client: str, number: int, scripts: list[bytes], seconds: int, now: float, since: int) -> int | None:
        """Watch `scripts` for a client; return for how many seconds, None if it asks too much.

        number: the id of its request, under which it hears of what is seen. since: the height above which it wants to
        hear of blocks that are there already.
        """
        if len(scripts) > MAX_SCRIPTS or any(len(script) > MAX_SCRIPT for script in scripts):
            return None
        self.expire(now)
        self.remove(client)
        if len(self._clients) >= MAX_CLIENTS:
            return 0
        seconds = min(seconds, LONGEST)
        self.new[client] = since
        self._clients[client] = Watch(number, scripts, now + seconds)
        for script in scripts:
            self._scripts.setdefault(script, set()).add(client)
        return seconds

    def remove(self, client: str) -> None:
        watch = self._clients.pop(client, None)
        self.new.pop(client, None)
        for script in set(watch.scripts) if watch else ():
            clients = self._scripts[script]
            clients.discard(client)
            if not clients:
                del self._scripts[script]

    def expire(self, now: float) -> None:
        for client in [client for client, watch in self._clients.items() if watch.until <= now]:
            self.remove(client)

    def interested(self, scripts: Iterable[bytes]) -> Iterator[tuple[str, int]]:
        """Yield (client, id of its request) of everyone who watches one of `scripts`, once each."""
        clients: set[str] = set()
        for script in scripts:
            clients |= self._scripts.get(script, set())
        for client in sorted(clients):
            yield client, self._clients[client].number
