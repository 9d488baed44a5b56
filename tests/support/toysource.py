"""The toy ledger as a gateway serves it: all that a new ledger's hosts/ needs. docs/new-ledger.md walks through it."""

import asyncio

from lightclient.codec.cbor import encode, is_uint
from lightclient.gateway.errors import BadArgument, NotHere
from lightclient.gateway.settings import Setting
from lightclient.gateway.source import FOLLOWING, Event, Plan, Told, Work
from lightclient.sync import messages, topics
from tests.portable.toy.ledger import COUNT
from tests.portable.toy.world import chain

REACHED = 1  # event: [REACHED, height, count]


SETTINGS = (
    Setting("counted", int, "How far the toy has counted.", 10, metavar="COUNT", least=1),
    Setting("meters", str, "Where the toy's counter is.", metavar="URL", many=True, login=True),
)


def source(network, values):
    return ToySource(network, chain(values["counted"]))


class ToySource:
    """Serves `blocks`, a list that somebody else appends to and then calls `grown`."""

    settled = 1
    final = ()
    state = FOLLOWING

    def __init__(self, network, blocks):
        self.kinds = {messages.RUN: "run", COUNT: "count"}
        self.capabilities = ["count", "run", "watch"]
        self.network = network.name
        self.ledger = network.id
        self.kinds = {messages.RUN: "run", COUNT: "count"}
        self.capabilities = ["count", "run", "watch"]
        self.blocks = blocks
        self.watcher = ToyWatcher(blocks)
        self.told = 0
        self.news = asyncio.Event()

    height = property(lambda self: len(self.blocks) - 1)

    def grown(self):
        self.news.set()

    async def start(self):
        pass

    async def follow(self, wait):
        if wait:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), wait)
            except asyncio.TimeoutError:
                return None
        before, self.told = self.told, self.height
        return before if before != self.height else None

    def newest(self):
        return encode(self.blocks[-2:])

    def batch(self, number):
        return encode(self.blocks[number * topics.BATCH : (number + 1) * topics.BATCH])

    def plan(self, kind, limit, argument):
        if kind == messages.RUN:
            if not isinstance(argument, bytes) or len(argument) != 4:
                raise BadArgument(wanted="a height of 4 bytes")
            first = int.from_bytes(argument, "big") + 1
            if first > self.height + 1:
                raise NotHere(what="this counter is not that far")
            first = min(first, self.height)
            run = self.blocks[first : first + max(1, (limit - 64) // 160)]
            return Plan(Work(sent=160 * len(run)), lambda: encode(run))
        if not is_uint(argument) or argument > self.height:
            raise NotHere(what="this counter is not that far")
        return Plan(Work(calls=1), lambda: self.count(argument))

    async def count(self, height):
        await asyncio.sleep(0)
        return encode(self.blocks[height])

    async def close(self):
        pass


class ToyWatcher:
    """Items are counts: who waits for one hears when it is reached."""

    max_item = 8

    def __init__(self, blocks):
        self.blocks = blocks

    def work(self, items, height):
        return Work()

    async def past(self, items, first, last):
        events = []
        for block in self.blocks[first : last + 1]:
            item = block[3].to_bytes(8, "big")
            if item in items:
                body = [REACHED, block[0], block[3]]
                events.append(Event([item], body, body))
        return Told(last, events)

    async def wait(self, timeout):
        await asyncio.sleep(timeout)

    def present(self, items, after):
        async def told():
            return [], None

        return Plan(Work(), told)

    async def changes(self, items):
        return []

    def refused(self, items):
        return ""

    def back_to(self, height):
        pass

    def rest(self):
        pass
