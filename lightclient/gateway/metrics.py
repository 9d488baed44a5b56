"""What operators watch: Prometheus metrics and a health endpoint, over HTTP."""

import functools
from collections.abc import Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counters of one gateway process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter("lightclient_requests", "Requests", ["kind", "status"], registry=registry)
        self.seconds = Histogram(
            "lightclient_answer_seconds", "Time to answer", ["kind"], buckets=SECONDS, registry=registry
        )
        self.malformed = Counter("lightclient_malformed", "Messages that do not decode", registry=registry)
        self.height = Gauge("lightclient_height", "Height of the best chain", registry=registry)
        self.reorganisations = Counter("lightclient_reorganisations", "Blocks taken back", registry=registry)
        self.watches = Gauge("lightclient_watches", "Clients that watch scripts", registry=registry)
        self.broker = Gauge("lightclient_broker_connected", "1 while the broker is connected", registry=registry)
        self.node = Gauge("lightclient_node_up", "1 while the node answers", registry=registry)

        # Looking a child up by its labels costs more than counting with it.
        self.requests_of = functools.cache(self.requests.labels)
        self.seconds_of = functools.cache(self.seconds.labels)

    def text(self) -> bytes:
        return generate_latest(self.registry)


async def serve(metrics: Metrics, healthy: Callable[[], bool], host: str, port: int) -> web.AppRunner:
    """Serve /metrics and /health (200 or 503) until the runner that is returned is cleaned up. Raises OSError."""

    async def show_metrics(request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def show_health(request: web.Request) -> web.Response:
        good = healthy()
        return web.json_response({"ok": good}, status=200 if good else 503)

    app = web.Application()
    app.add_routes([web.get("/metrics", show_metrics), web.get("/health", show_health)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
