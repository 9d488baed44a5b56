"""How much one client may ask: a token bucket each, in bounded memory."""

from collections import OrderedDict

RATE = 20.0  # requests a second that a client may go on making
BURST = 60.0  # requests at once, after a quiet time
CLIENTS = 10_000  # remembered; a client that was forgotten starts with a full bucket


class Limiter:
    def __init__(self, rate: float = RATE, burst: float = BURST) -> None:
        self.rate = rate
        self.burst = burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client: (tokens, when)

    def allows(self, client: str, now: float) -> bool:
        """Count a request of `client` at `now` (seconds of a monotonic clock); return whether it may be answered."""
        tokens, before = self._buckets.pop(client, (self.burst, now))
        tokens = min(self.burst, tokens + (now - before) * self.rate)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - allowed, now)
        if len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return allowed
