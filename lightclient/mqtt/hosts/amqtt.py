"""A broker inside this process: amqtt, for a first try, a demonstration, a small shop.

It speaks MQTT 3.1.1, takes whoever comes, and forgets everything when it ends. docs/operations.md says when to move on.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

from lightclient.mqtt.errors import BrokerMissing
from lightclient.mqtt.hosts.broker import Broker
from lightclient.waiting import within

GOODBYE = 3.0  # seconds for the broker to end
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # where whoever is on this machine finds it


class Settled(dict[str, Any]):
    """A dictionary that may change while somebody walks it, who then meets what stood in it at the beginning.

    amqtt waits for clients while it walks its subscriptions: when another client came meanwhile, Python ended the walk
    with an error, and with it the connection, or all that the broker sends to anybody.
    """

    def __iter__(self) -> Iterator[str]:
        return iter(list(super().keys()))

    def items(self) -> Any:
        return [(key, list(value) if isinstance(value, list) else value) for key, value in super().items()]


@contextlib.asynccontextmanager
async def embedded(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Broker]:
    """Run a broker; yields where it is. port: 0 takes a free one. Raises BrokerMissing, OSError for a port in use."""
    try:
        from amqtt.broker import Broker as Amqtt
    except ModuleNotFoundError:
        raise BrokerMissing from None

    version6 = ":" in host
    with socket.create_server((host, port), family=socket.AF_INET6 if version6 else socket.AF_INET) as probe:
        port = probe.getsockname()[1]
    bind = f"[{host}]:{port}" if version6 else f"{host}:{port}"
    plugin = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
    server = Amqtt({"listeners": {"default": {"type": "tcp", "bind": bind}}, "plugins": plugin})
    server._subscriptions, server._retained_messages = Settled(), Settled()
    await server.start()
    try:
        yield Broker(EVERYWHERE.get(host, host), port, mqtt5=False)
    finally:
        # Since Python 3.12 a server that closes waits for its connections, and amqtt forgets one now and then.
        with contextlib.suppress(asyncio.TimeoutError):
            await within(server.shutdown(), GOODBYE)
