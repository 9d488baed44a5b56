"""A device over the umqtt clients of micropython-lib, which an application has already."""

import pytest

from tests.boards.test_device import PROVE
from tests.portable.blocks import payment
from tests.services.mqtt import Observer
from tests.services.process import until
from tests.services.rogue import WELCOME, Rogue, hangs_up, says
from tests.support.devices import CATCH_UP, FOLLOW, Unix, report

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

DEVICE = """
import sys
sys.path += ["micropython", {umqtt!r}]
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.ledger import GENESIS
from lightclient.device.entropy import seeded
from lightclient.device.clock import Clock
from lightclient.device.device import Device
from links.umqtt import UmqttLink
from umqtt.{kind} import MQTTClient

def mine(topic, payload):
    print("mine", topic, payload)

client = MQTTClient("till-7", "127.0.0.1", {port}, keepalive={keep_alive})
client.set_callback(mine)
if {ready}:
    client.connect()
    client.subscribe("mine")

def tell():
    global told
    state = device.chain(), device.ledger.height, bytes(reversed(device.ledger.tip)).hex()
    if state != told: print(*state)
    told = state
told = None
rng = seeded(b"1")
link = UmqttLink(client, Clock(), rng)
device = Device(REGTEST, "meter-1", ["gw"], link, GENESIS, {state!r}, random=rng)
tell()
"""
MINE = "client.publish('theirs', b'from me')\n"
GONE = "device.sleep()\nclient.publish('theirs', b'still here')\n"


@pytest.fixture
def device(micropython, umqtt, mosquitto, tmp_path):
    def start(*steps, kind="simple", port=mosquitto.port, ready=True, keep_alive=0):
        values = {"umqtt": str(umqtt), "state": str(tmp_path / "state"), "seconds": 60}
        values |= {"kind": kind, "port": port, "ready": ready, "keep_alive": keep_alive}
        return Unix(micropython, (DEVICE + "".join(steps)).format(**values))

    return start


@pytest.mark.parametrize("ready", [True, False], ids=["connected", "not connected"])
@pytest.mark.parametrize("kind", ["simple", "robust"])
def test_it_does_all_that_a_device_does(site, device, kind, ready):
    tx = payment(1)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    site.mine(2)
    prove = PROVE.replace("{txid!r}", repr(tx.txid().hex()))
    with device(CATCH_UP, prove, FOLLOW, kind=kind, ready=ready) as run:
        until(lambda: "reported True" in run.lines, "it has reported")
        assert run.lines[1:3] == [site.state(), f"proved 1 {height} 3 header-window"]
        assert report(site.where.port)[6] == [tx.txid(), height, "proved", "work", [3]]
        site.mine()
        run.tells(site.state())
        site.reorg(3, 5)
        run.tells(site.state())


def test_the_application_goes_on_using_its_client(site, device, mosquitto):
    with Observer(mosquitto.port, "theirs") as observer, Observer(mosquitto.port) as stranger:
        with device(CATCH_UP, MINE, "device.follow(2)\n", GONE) as run:
            assert observer.wait(1)[0].payload == b"from me"
            stranger.publish("mine", b"to me")
            assert "mine b'mine' b'to me'" in run.ends()
        assert observer.wait(2)[1].payload == b"still here"


def test_it_outlives_its_broker(site, device, mosquitto):
    with device(CATCH_UP, FOLLOW) as run:
        run.tells(site.state())
        mosquitto.kill()
        site.mine(3)
        until(lambda: not run.lines[-1].startswith("synced"), "the device notices")
        mosquitto.start()
        run.tells(site.state())


@pytest.mark.parametrize(
    "part", [hangs_up, says(b"\x20\x02\x00\x05"), says(b"\xf7" * 9)], ids=["no ear", "no", "noise"]
)
def test_a_broker_that_refuses_is_called_again(site, device, part):
    with Rogue(site.where.port, [part]) as broker, device(CATCH_UP, port=broker.port, ready=False) as run:
        assert run.ends()[-1] == site.state()


def test_one_that_does_not_answer_a_ping_is_left(site, device):
    impatient = "import links.umqtt\nlinks.umqtt.PATIENCE = 1\n"
    faults = "print(sorted(set(device.faults) - {{'NoRecord'}}))\n"
    with Rogue(site.where.port, [says(WELCOME, answers=True)]) as broker:
        options = {"port": broker.port, "ready": False, "keep_alive": 2}
        with device(impatient, CATCH_UP, faults, **options) as run:
            assert run.ends()[-2:] == [site.state(), "['NoAnswer']"]
