"""What a gateway's messages cost on the wire: what is asked for again needs no acknowledgement."""

import asyncio
import contextlib

from lightclient.bitcoin import kinds
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.source import BitcoinSource
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.gateway.service import Gateway
from lightclient.mqtt.hosts.broker import Broker
from lightclient.sync import messages, topics
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE

pytest_plugins = ["tests.services.fixtures"]


def test_responses_are_sent_without_acknowledgement_and_news_with_it(mosquitto):
    asyncio.run(_qos(mosquitto.port))


async def _qos(port):
    node = RegtestNode()
    node.mine(3)
    gateway = Gateway("gateway", BitcoinSource(REGTEST, node), Broker("127.0.0.1", port))
    running = asyncio.create_task(gateway.run())
    await asyncio.wait_for(gateway.ready.wait(), PATIENCE)
    with Observer(port, gateway.base + "res/#", gateway.base + "tip") as observer:
        request = messages.request(7, kinds.HEADER, messages.MAX_MESSAGE, [1, 0, 4])
        await asyncio.to_thread(observer.publish, gateway.base + topics.REQUESTS + "device", request)
        kept, answer = await asyncio.to_thread(observer.wait, 2)
        assert (kept.topic, kept.qos) == (gateway.base + topics.TIP, 1)
        assert (answer.topic, answer.qos) == (gateway.base + topics.RESPONSES + "device", 0)
        assert messages.parse_response(answer.payload)[:2] == (7, messages.OK)
        node.mine()
        assert (await asyncio.to_thread(observer.wait, 3))[2].qos == 1
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
