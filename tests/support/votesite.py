"""A gateway of a chain that votes decide, in a thread, at a node that says what the tests have it say."""

import asyncio

from lightclient.gateway.service import Gateway
from lightclient.mqtt.hosts.broker import Broker
from tests.services.loop import LoopThread


class VoteSite:
    """A gateway named "gw" of a source; use it in a `with`."""

    def __init__(self, port, source):
        self.port = port
        self.source = source

    def __enter__(self):
        self.loop = LoopThread()
        self.loop.run(self._start())
        return self

    def __exit__(self, *error):
        self.loop.close()

    async def _start(self):
        gateway = Gateway("gw", self.source, Broker("127.0.0.1", self.port))
        self.running = asyncio.create_task(gateway.run())
        await asyncio.wait_for(gateway.ready.wait(), 20)
