"""The toy counter as a gateway serves it: all that the host's side of a new ledger takes, but for a node."""

import asyncio
import contextlib

from lightclient.codec.cbor import encode, is_uint
from lightclient.gateway.errors import BadArgument, NotHere
from lightclient.gateway.service import Gateway
from lightclient.gateway.source import FOLLOWING, Plan, Work
from lightclient.mqtt.hosts.broker import Broker
from lightclient.sync.messages import RUN
from lightclient.sync.topics import BATCH
from tests.portable.toy.ledger import COUNT, grow
from tests.portable.toy.world import NETWORK, SECRET, chain
from tests.services.loop import LoopThread

START = 1_800_000_000  # Unix seconds, of which the counter's first block is five after


class ToySource:
    network = NETWORK.name
    ledger = NETWORK.id
    settled = NETWORK.cadence.settled
    kinds = {RUN: "run", COUNT: "count"}  # noqa: RUF012 - as in the gateway's interface
    final = ()
    watcher = None
    state = FOLLOWING
    capabilities = ("count", "run")

    def __init__(self, blocks):
        self.blocks = chain(blocks)
        self.news = asyncio.Event()
        self.known = 0  # height that the gateway has taken

    height = property(lambda self: self.known)

    async def start(self):
        pass

    async def follow(self, wait):
        if self.known == len(self.blocks) - 1:
            self.news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), wait)
        before, self.known = self.known, len(self.blocks) - 1
        return before if self.known != before else None

    def count(self):
        """The counter counts."""
        last = self.blocks[-1]
        self.blocks.append(grow(SECRET, last, last[2] + 5, last[3] + 10))
        self.news.set()

    def newest(self):
        return encode(self.blocks[-2:])

    def batch(self, number):
        return encode(self.blocks[number * BATCH : (number + 1) * BATCH])

    def plan(self, kind, limit, argument):
        if kind == RUN:
            if not isinstance(argument, bytes) or len(argument) != 4:
                raise BadArgument(wanted="a height of four bytes")
            first = min(int.from_bytes(argument, "big") + 1, self.known)
            body = encode(self.blocks[first : first + 3])
        elif not is_uint(argument) or argument > self.known:
            raise NotHere(what="a count", which=str(argument))
        else:
            body = encode(self.blocks[argument])
        return Plan(Work(sent=len(body)), lambda: body)

    async def close(self):
        pass


class ToySite:
    """A gateway named "gw" of a counter at `blocks`, in a thread; use it in a `with`."""

    def __init__(self, port, blocks):
        self.port = port
        self.blocks = blocks

    def __enter__(self):
        self.loop = LoopThread()
        self.source = self.loop.run(self._start())
        return self

    def __exit__(self, *error):
        self.loop.close()

    async def _start(self):
        source = ToySource(self.blocks)
        gateway = Gateway("gw", source, Broker("127.0.0.1", self.port))
        self.running = asyncio.create_task(gateway.run())
        await asyncio.wait_for(gateway.ready.wait(), 20)
        return source

    def count(self):
        self.loop.call(self.source.count)
