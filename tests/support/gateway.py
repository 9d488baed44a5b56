"""A gateway, a node and clients in the test's own event loop, and devices that speak for themselves."""

import asyncio
import contextlib
import functools
import secrets

from lightclient.bitcoin import script
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.source import BitcoinSource
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction
from lightclient.client import Client
from lightclient.gateway.service import Gateway
from lightclient.mqtt.hosts.broker import Broker
from lightclient.sync import messages, topics
from lightclient.sync.ledger import GENESIS
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE

BASE = topics.base("regtest", "gw")
PRICE = 50_000


def in_loop(test):
    """Run an asynchronous test in a loop of its own; what a callback or a forgotten task raises fails it."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        failures = []

        def note(loop, context):
            # Some releases of 3.12 tell of a test's own server whose conversation is cancelled as the loop ends.
            if not isinstance(context.get("exception"), asyncio.CancelledError):
                failures.append(context)

        async def watched():
            asyncio.get_running_loop().set_exception_handler(note)
            await test(*args, **kwargs)

        asyncio.run(watched())
        assert not failures, failures

    return run


def regtest(blocks=0):
    node = RegtestNode()
    node.mine(blocks)
    return node


def at(port):
    return Broker("127.0.0.1", port)


def source_of(node, index=None):
    return BitcoinSource(index.chain.network if index else REGTEST, node, index=index)


def requests(gateway, kind):
    """Return how many questions of a kind a gateway has answered."""
    samples = gateway.all_metrics.requests.collect()[0].samples
    return sum(one.value for one in samples if one.labels["kind"] == kind and one.name.endswith("_total"))


@contextlib.asynccontextmanager
async def serving(node, where, name="gw", index=None, **options):
    """Run a gateway until the block ends; what ends it earlier is raised at the end."""
    gateway = Gateway(name, source_of(node, index), where, **options)
    running = asyncio.create_task(gateway.run())
    ready = asyncio.create_task(gateway.ready.wait())
    await asyncio.wait({running, ready}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    assert gateway.ready.is_set()
    try:
        yield gateway
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        gateway.source.index.close()
        await gateway.source.blocks.close()


def client(where, *names, **options):
    options.setdefault("trust", GENESIS)
    return Client(where, REGTEST, list(names or ("gw",)), **options)


async def until(holds, what, seconds=PATIENCE):
    """Wait until `holds()`; return how many seconds it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while not holds():
        if loop.time() - began > seconds:
            raise TimeoutError(f"{what}: not within {seconds} s")
        await asyncio.sleep(0.01)
    return loop.time() - began


async def subscribed(client):
    """Wait until the broker has granted all that the client subscribed to: what is published from now on reaches it.

    An `Observer` blocks the loop of the test, and a subscription that has not left yet leaves after what it publishes.
    """
    connection = client.connection
    await until(lambda: connection.connected and not connection._subscribing, "the broker has granted everything")


async def follows(client, node, seconds=PATIENCE):
    """Wait until the client has the node's tip, and says that it is in step; return how long it took."""
    return await until(
        lambda: client.ledger.tip == node.chain[-1] and client.status().chain == "synced",
        "the client has the tip of the node",
        seconds,
    )


def invoice():
    """Return an address that nobody else has, and a transaction that pays PRICE to it."""
    pay_to = script.p2wpkh(secrets.token_bytes(20))
    payment = Transaction()
    payment.input(secrets.token_bytes(32), 0, b"\x51", 0xFFFFFFFE)
    payment.output(PRICE, pay_to)
    return address_of(pay_to, REGTEST), payment


class Events:
    """What `payment` yields, one by one."""

    def __init__(self, client, address, confirmations=2, **options):
        self.events = client.payment(address, PRICE, confirmations, **options)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.events.aclose()

    async def next(self, seconds=PATIENCE):
        """Return (state, confirmations) of the next event."""
        event = await asyncio.wait_for(anext(self.events), seconds)
        assert (event.verdict is None) == (event.state != "confirmed")
        return event.state, event.confirmations


class Device:
    """Somebody who speaks the protocol by hand, as no client of ours would."""

    def __init__(self, port, name="device", base=BASE, **options):
        self.name = name
        self.base = base
        self.observer = Observer(port, base + topics.RESPONSES + name, client_id=name, **options)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.observer.close()

    def send(self, payload):
        self.observer.publish(self.base + topics.REQUESTS + self.name, payload)

    def answers(self, count, seconds=PATIENCE):
        return [messages.parse_response(message.payload) for message in self.observer.wait(count, seconds)]

    async def ask(self, kind, argument, limit=messages.MAX_MESSAGE, number=7):
        """Return (status, body) of the answer."""
        self.observer.messages.clear()
        await asyncio.to_thread(self.send, messages.request(number, kind, limit, argument))
        ((answered, status, body),) = await asyncio.to_thread(self.answers, 1)
        assert answered == number
        return status, body
