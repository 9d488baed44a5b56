"""`lightclient gateway` as an operator starts it: from a file, with several ledgers, with and without a broker."""

import contextlib
import json
import os
import signal
import sys
import urllib.error
import urllib.request

import pytest

from lightclient.client import Client
from lightclient.mqtt.hosts.broker import Broker
from lightclient.sync import messages, topics
from lightclient.sync.ledger import GENESIS
from tests.hosts.test_gateway_config import TOY
from tests.portable.toy.world import NETWORK
from tests.services.broker import Mosquitto
from tests.services.mqtt import Observer
from tests.services.process import Process, free_port, until
from tests.support.command import ROOT
from tests.support.gateway import in_loop
from tests.support.gateway import until as until_in_loop

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

TOY_TABLE = "[[ledger]]\nnetwork = 'toy:toy'\ncounted = 30\n"


class Gateway(Process):
    """The command with a file, and the toy as one of its ledgers; it listens for HTTP before it does anything else."""

    def __init__(self, folder, text, **variables):
        self.http = free_port()
        folder = folder / "gateway"
        folder.mkdir(exist_ok=True)
        path = folder / "gateway.toml"
        path.write_text(f"http = '127.0.0.1:{self.http}'\nname = 'gw'\n" + text)
        path.chmod(0o600)
        command = [sys.executable, "-c", TOY, "gateway", "--config", str(path)]
        super().__init__("gateway", folder, command, [self.http])
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LIGHTCLIENT_")}
        self.environment = clean | {"PYTHONPATH": str(ROOT)} | variables

    def get(self, path):
        """Return the status and the JSON of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/{path}", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def lines(self, event):
        return [line for line in map(json.loads, self.log().splitlines()) if line["event"] == event]


@pytest.fixture
def gateway(tmp_path):
    """Return a function that starts a gateway; it is stopped in the end."""
    with contextlib.ExitStack() as stack:

        def start(text, **variables):
            gateway = Gateway(tmp_path, text, **variables)
            gateway.start()
            stack.callback(gateway.stop)
            return gateway

        yield start


@pytest.fixture
def late(installed_mosquitto, tmp_path):
    """A broker that has not been started."""
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = Mosquitto(folder, users={"gw": "of the broker"})
    yield broker
    broker.stop()


def test_one_file_serves_a_toy_beside_bitcoin(mosquitto, gateway):
    node = f"http://127.0.0.1:{free_port()}"  # which is down: the other ledger does not wait for it
    broker = f"broker = 'mqtt://127.0.0.1:{mosquitto.port}'\n"
    served = gateway(broker + TOY_TABLE + f"[[ledger]]\nnetwork = 'regtest'\nnode = '{node}'\n")
    with Observer(mosquitto.port, topics.base("toy", "gw") + topics.STATUS) as status:
        assert messages.is_up(status.wait()[0].payload)
    until(lambda: served.get("ready")[1].get("why", {}).keys() == {"regtest"}, "the toy is ready")
    status, answer = served.get("ready")
    assert (status, answer["why"]) == (503, {"regtest": "it waits for the node (NodeUnreachable)"})
    assert served.lines("starting")[0]["networks"] == ["toy", "regtest"]


def test_a_broker_that_is_not_there_yet_is_waited_for(late, gateway, tmp_path):
    (tmp_path / "gateway").mkdir()
    (tmp_path / "gateway/password").write_text("of the broker\n")
    served = gateway(f"broker = 'mqtt://gw@127.0.0.1:{late.port}'\nbroker_password_file = 'password'\n" + TOY_TABLE)
    waiting = {"ok": False, "why": {"toy": "it waits for the broker: Connection refused"}}
    until(lambda: served.get("ready") == (503, waiting), "it says what it waits for")
    assert served.get("live") == (200, {"ok": True})
    late.start()
    until(lambda: served.get("ready") == (200, {"ok": True}), "it serves")
    (failed,) = served.lines("broker fails")  # however often it has tried
    assert (failed["network"], failed["reason"], failed["level"]) == ("toy", "Connection refused", "warning")
    assert "127.0.0.1" not in served.log() and "of the broker" not in served.log()


def test_a_broker_that_refuses_the_gateway_is_waited_for_too(late, gateway):
    late.start()
    served = gateway(f"broker = 'mqtt://gw:wrong@127.0.0.1:{late.port}'\n" + TOY_TABLE)
    until(lambda: "Not authorized" in str(served.get("ready")[1].get("why")), "it says why it is refused")
    assert served.lines("broker fails")[0]["reason"] == "Not authorized"
    assert "wrong" not in served.log()


def test_a_gateway_that_waits_can_be_stopped(late, gateway):
    served = gateway(f"broker = 'mqtt://127.0.0.1:{late.port}'\n" + TOY_TABLE)
    until(lambda: served.lines("broker fails"), "it waits")
    child = served._process
    child.send_signal(signal.SIGTERM)
    assert child.wait(10) == 0


@in_loop
async def test_a_gateway_brings_a_broker_of_its_own(gateway):
    port = free_port()
    served = gateway(f"broker = 'embedded'\nlisten = '127.0.0.1:{port}'\n" + TOY_TABLE)
    async with Client(Broker("127.0.0.1", port, mqtt5=False), NETWORK, ["gw"], trust=GENESIS) as client:
        await until_in_loop(lambda: client.status().chain == "synced", "the client is in step")
        assert client.ledger.height == 30
        _, verdict = await client.prove(7)
        assert verdict.outcome == "proved"
    assert {line["logger"] for line in map(json.loads, served.log().splitlines()) if "logger" in line} == set()


def test_an_embedded_broker_says_that_its_port_is_taken(mosquitto, tmp_path):
    gateway = Gateway(tmp_path, f"broker = 'embedded'\nlisten = '127.0.0.1:{mosquitto.port}'\n" + TOY_TABLE)
    with pytest.raises(RuntimeError, match="Address already in use"):
        gateway.start()


def test_what_is_logged_begins_at_the_level_that_was_asked_for(mosquitto, gateway):
    served = gateway(f"broker = 'mqtt://127.0.0.1:{mosquitto.port}'\nlog_level = 'warning'\n" + TOY_TABLE)
    until(lambda: served.get("ready")[0] == 200, "it serves")
    assert served.log() == ""
