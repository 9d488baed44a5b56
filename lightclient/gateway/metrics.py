"""What operators watch: Prometheus metrics, and whether the process lives and is ready, over HTTP."""

from __future__ import annotations

import functools
from collections.abc import Callable

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from lightclient import __version__

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counters of one gateway process; `of` gives those of one ledger in it."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        network = ["network"]
        self.requests = Counter("lightclient_requests", "Requests", ["network", "kind", "status"], registry=registry)
        self.seconds = Histogram(
            "lightclient_answer_seconds", "Time to answer", ["network", "kind"], buckets=SECONDS, registry=registry
        )
        self.malformed = Counter("lightclient_malformed", "Messages that do not decode", network, registry=registry)
        self.dropped = Counter(
            "lightclient_dropped", "Messages that the broker did not take in time", network, registry=registry
        )
        self.events = Counter("lightclient_watch_events", "What watchers were told", network, registry=registry)
        self.height = Gauge("lightclient_height", "Height of the best chain", network, registry=registry)
        self.reorganisations = Counter("lightclient_reorganisations", "Heights taken back", network, registry=registry)
        self.watches = Gauge("lightclient_watches", "Clients that watch something", network, registry=registry)
        self.waiting = Gauge("lightclient_questions", "Questions that are being worked on", network, registry=registry)
        self.broker = Gauge(
            "lightclient_broker_connected", "1 while the broker is connected", network, registry=registry
        )
        self.node = Gauge("lightclient_node_up", "1 while the node answers", network, registry=registry)
        self.ready = Gauge(
            "lightclient_ready", "1 while clients are served as they should be", network, registry=registry
        )
        self.ledger = Info("lightclient_ledger", "What is served here", network, registry=registry)
        Info("lightclient_build", "What runs here", registry=registry).info({"version": __version__})
        ProcessCollector(registry=registry)

    def of(self, network: str, ledger: str) -> LedgerMetrics:
        """Return the counters of one ledger, by its name in topics and by its id."""
        self.ledger.labels(network).info({"id": ledger, "version": __version__})
        return LedgerMetrics(self, network)

    def show(self, name: str, help: str, value: Callable[[], float]) -> None:
        """Show one more number, which `value` returns whenever somebody looks."""
        Gauge(name, help, registry=self.registry).set_function(value)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class LedgerMetrics:
    """The counters of one ledger. Looking one up by its labels costs more than counting with it."""

    def __init__(self, metrics: Metrics, network: str) -> None:
        self.malformed = metrics.malformed.labels(network)
        self.dropped = metrics.dropped.labels(network)
        self.events = metrics.events.labels(network)
        self.height = metrics.height.labels(network)
        self.reorganisations = metrics.reorganisations.labels(network)
        self.watches = metrics.watches.labels(network)
        self.waiting = metrics.waiting.labels(network)
        self.broker = metrics.broker.labels(network)
        self.node = metrics.node.labels(network)
        self.ready = metrics.ready.labels(network)
        self.requests_of = functools.cache(lambda kind, status: metrics.requests.labels(network, kind, status))
        self.seconds_of = functools.cache(lambda kind: metrics.seconds.labels(network, kind))


async def serve(metrics: Metrics, why_not: Callable[[], dict[str, str]], host: str, port: int) -> web.AppRunner:
    """Serve /metrics, /live and /ready until the runner that is returned is cleaned up. Raises OSError.

    /live is 200 as long as the process turns. /ready is 200, or 503 with what `why_not` returns: for each network that
    is not served as it should be, the reason. /health is another name of /ready.
    """

    async def show_metrics(request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def show_live(request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def show_ready(request: web.Request) -> web.Response:
        reasons = why_not()
        if reasons:
            return web.json_response({"ok": False, "why": reasons}, status=503)
        return web.json_response({"ok": True})

    app = web.Application()
    app.add_routes(
        [
            web.get("/metrics", show_metrics),
            web.get("/live", show_live),
            web.get("/ready", show_ready),
            web.get("/health", show_ready),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
