"""Output scripts that clients wait for: leases in bounded memory, which a client renews as long as it cares.

A restart of the gateway forgets them, and no client relies on them: they bring news early, proofs come by asking.
"""

from collections.abc import Iterator

from lightclient.bitcoin.transaction import Transaction

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

    changed: set when a watch was added, for whoever has to look again.
    """

    def __init__(self) -> None:
        self.changed = False
        self._clients: dict[str, Watch] = {}
        self._scripts: dict[bytes, set[str]] = {}

    def __len__(self) -> int:
        return len(self._clients)

    def add(self, client: str, number: int, scripts: list[bytes], seconds: int, now: float) -> int | None:
        """Watch `scripts` for a client; return for how many seconds, None if it asks too much.

        number: the id of its request, under which it hears of what is seen.
        """
        if len(scripts) > MAX_SCRIPTS or any(len(script) > MAX_SCRIPT for script in scripts):
            return None
        self.expire(now)
        self.remove(client)
        if len(self._clients) >= MAX_CLIENTS:
            return 0
        seconds = min(seconds, LONGEST)
        self.changed = True
        self._clients[client] = Watch(number, scripts, now + seconds)
        for script in scripts:
            self._scripts.setdefault(script, set()).add(client)
        return seconds

    def remove(self, client: str) -> None:
        watch = self._clients.pop(client, None)
        for script in watch.scripts if watch else ():
            clients = self._scripts[script]
            clients.discard(client)
            if not clients:
                del self._scripts[script]

    def expire(self, now: float) -> None:
        for client in [client for client, watch in self._clients.items() if watch.until <= now]:
            self.remove(client)

    def interested(self, transaction: Transaction) -> Iterator[tuple[str, int]]:
        """Yield (client, id of its request) of everyone whose script the transaction pays, once each."""
        if not self._clients:
            return
        clients: set[str] = set()
        for _, script in transaction.outputs:
            clients |= self._scripts.get(script, set())
        for client in sorted(clients):
            yield client, self._clients[client].number
