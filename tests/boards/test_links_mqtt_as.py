"""A device over the asyncio clients that an application has already: mqtt_async of PyPI, and mqtt_as.

mqtt_as is in no registry. LIGHTCLIENT_MQTT_AS names the folder that the package mqtt_as lies in.
"""

import os
import time
from pathlib import Path

import pytest

from tests.portable.blocks import payment
from tests.services.mqtt import Observer
from tests.services.process import until
from tests.services.rogue import WELCOME, Rogue, refuses, says
from tests.support.devices import Unix, report

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

# The unix port has sockets, but no Wi-Fi below them, which both clients want to switch on.
WIFI = """
import asyncio, sys
class WLAN:
    here = False
    def __init__(self, interface): pass
    def active(self, on): pass
    def config(self, **options): pass
    def connect(self, name, password): WLAN.here = True
    def disconnect(self): WLAN.here = False
    def isconnected(self): return WLAN.here
    def status(self): return 0
class Board:
    STA_IF, STAT_CONNECTING, WLAN = 0, 1, WLAN
    def unique_id(): return b"till-7"
sys.modules["network"] = sys.modules["machine"] = Board
sys.path += ["micropython", {folder!r}]
"""

# It takes an address for a tuple, which it is not on the unix port; what it has to say of an outage raises.
MQTT_ASYNC = """
import mqtt_async
class Quiet:
    def tell(*what): pass
    debug = info = warning = tell
mqtt_async.log = Quiet()
class MQTTClient(mqtt_async.MQTTClient):
    def _dns_lookup(self): self._addr = self._c.server, self._c.port
config = mqtt_async.config
async def begin():
    await client.connect()
"""
MQTT_AS = """
import mqtt_as
from mqtt_as import MQTTClient, config
async def begin():
    await client.connect(quick=True)
"""
VIEWS = "mqtt_as.MSG_BYTES = False\n"
QUEUE = """
config["queue_len"] = 16
async def ups():
    while True:
        await client.up.wait()
        client.up.clear()
        await link.up(client)
async def downs():
    while True:
        await client.down.wait()
        client.down.clear()
        await link.wifi(False)
async def messages():
    async for message in client.queue:
        link.message(*message)
async def begin():
    for task in ups, downs, messages:
        asyncio.create_task(task())
    await client.connect(quick=True)
"""

DEVICE = """
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.ledger import GENESIS
from lightclient.device.entropy import seeded
from lightclient.device.clock import Clock
from links.mqtt_as import MqttAsLink
from lightclient.device.tasks import AsyncDevice

def mine(topic, payload, *rest):
    print("mine", topic, bytes(payload))
async def subscribe(client):
    await client.subscribe("mine", 1)
async def heard(up):
    print("wifi", up)

for key, value in dict(
    server="127.0.0.1", port={port}, ssid="home", wifi_pw="", subs_cb=mine, connect_coro=subscribe, wifi_coro=heard
).items():
    config[key] = value
rng = seeded(b"1")
link = MqttAsLink(config, Clock(), rng)
client = MQTTClient(config)
device = AsyncDevice(REGTEST, "meter-1", ["gw"], link, GENESIS, {state!r}, random=rng)
txid = bytes.fromhex({txid!r})

def state():
    return device.chain(), device.ledger.height, bytes(reversed(device.ledger.tip)).hex()

async def main():
    await begin()
    device.start()
{steps}
asyncio.run(main())
"""
CATCH_UP = "await device.catch_up(30)", "print(*state())"
SLEEP = "await device.sleep()", "print('asleep')"
FOLLOW = ("told = state()", "while True:", "    await asyncio.sleep(0.02)", "    if state() != told:")
FOLLOW = (*FOLLOW, "        told = state()", "        print(*told)")


@pytest.fixture(params=["mqtt_async", "mqtt_as", "mqtt_as's queue"])
def device(request, micropython, mosquitto, tmp_path):
    if request.param == "mqtt_async":
        folder = request.getfixturevalue("mqtt_async")
        client = MQTT_ASYNC
    else:
        if "LIGHTCLIENT_MQTT_AS" not in os.environ:
            pytest.skip("mqtt_as is in no registry: set LIGHTCLIENT_MQTT_AS")
        folder = Path(os.environ["LIGHTCLIENT_MQTT_AS"])
        client = MQTT_AS + (QUEUE if request.param == "mqtt_as's queue" else VIEWS)

    def start(*steps, port=mosquitto.port, txid="00" * 32):
        main = "\n".join("    " + line for line in steps)
        values = {"folder": str(folder), "port": port, "state": str(tmp_path / "state"), "txid": txid}
        return Unix(micropython, (WIFI + client + DEVICE).format(steps=main, **values))

    return start


def test_it_does_all_that_a_device_does(site, device):
    tx = payment(1)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    site.mine(2)
    steps = (
        *CATCH_UP,
        "verdict = await device.prove(txid, 5)",
        "print('proved', verdict.place.height, verdict.finality.confirmations)",
        "print('reported', await device.report(verdict))",
        *FOLLOW,
    )
    with device(*steps, txid=tx.txid().hex()) as run:
        until(lambda: "reported True" in run.lines, "it has reported")
        assert run.lines[-3:] == [site.state(), f"proved {height} 3", "reported True"]
        assert report(site.where.port)[6] == [tx.txid(), height, "proved", "work", [3]]
        site.mine()
        run.tells(site.state())
        site.reorg(3, 5)
        run.tells(site.state())


def test_the_application_goes_on_using_its_client(site, device, mosquitto):
    steps = (
        *CATCH_UP,
        "await client.publish('theirs', b'from me', False, 1)",
        "await asyncio.sleep(1)",
        *SLEEP,
        "await client.publish('theirs', b'still here', False, 1)",
    )
    with Observer(mosquitto.port, "theirs") as observer, Observer(mosquitto.port) as stranger:
        with device(*steps) as run:
            assert observer.wait(1)[0].payload == b"from me"
            stranger.publish("mine", b"to me")
            assert "mine b'mine' b'to me'" in run.ends()
        assert observer.wait(2)[1].payload == b"still here"


def test_it_knows_what_the_broker_has_whatever_else_is_sent(site, device):
    steps = (
        *CATCH_UP,
        "paid = asyncio.create_task(device.publish('till/1', b'paid'))",
        "await asyncio.sleep(0)",
        "link.publish('till/1', b'no matter')",
        "print('published', await paid)",
    )
    with device(*steps) as run:
        assert run.ends()[-1] == "published True"


def test_it_sleeps_wakes_and_follows_again(site, device):
    with device(*CATCH_UP, *SLEEP, "await asyncio.sleep(2)", "device.start()", *FOLLOW) as run:
        until(lambda: "asleep" in run.lines, "it sleeps")
        site.mine(2)
        run.tells(site.state())
    assert not any(line.startswith("mine") for line in run.lines)


def test_it_outlives_its_broker(site, device, mosquitto):
    with device(*CATCH_UP, *FOLLOW) as run:
        run.tells(site.state())
        mosquitto.kill()
        site.mine(3)
        until(lambda: not run.lines[-1].startswith(("synced", "wifi")), "the device notices")
        time.sleep(2)  # more than one attempt fails
        mosquitto.start()
        run.tells(site.state())
    assert "wifi False" in run.lines


def test_what_it_publishes_in_an_outage_arrives_after_it(site, device, mosquitto):
    steps = (
        *CATCH_UP,
        "while device.link.connected: await asyncio.sleep(0)",
        "print('gone')",
        "both = [device.publish('theirs', text, seconds=40) for text in (b'late', b'later')]",
        "print('published', await asyncio.gather(*both))",
    )
    with device(*steps) as run:
        until(lambda: run.lines[-1:] == [site.state()], "it has caught up")
        mosquitto.kill()
        until(lambda: "gone" in run.lines, "it has noticed")
        mosquitto.start()
        with Observer(mosquitto.port, "theirs") as observer:
            assert [message.payload for message in observer.wait(2, 40)] == [b"late", b"later"]
            assert run.ends()[-1] == "published [True, True]"


def test_who_is_refused_a_subscription_asks_again(site, device, request):
    steps = (*CATCH_UP, "print(sorted(set(device.faults) - {'NoRecord'}))")
    parts, fault = [refuses(1)], "StreamLost"  # mqtt_as connects again
    if "mqtt_async" in request.node.name:  # which has its first connection only to clear a session
        parts, fault = [says(WELCOME), refuses(3)], "BrokerRefused"
    with Rogue(site.where.port, parts) as broker, device(*steps, port=broker.port) as run:
        assert run.ends(40)[-2:] == [site.state(), f"['{fault}']"]


def test_more_messages_than_it_can_take_are_lost_and_none_wait_while_it_sleeps(site, device):
    flood = ("for _ in range(1000): link.message(next(iter(link.topics)), b'?', False)", "print(len(link.arrived))")
    with device(*CATCH_UP, *flood, *CATCH_UP, *SLEEP, *flood) as run:
        assert run.ends()[-5:] == [site.state(), "4", site.state(), "asleep", "0"]
