"""The program of docs/porting.md, as it stands there: on MicroPython, with doubles of what only an ESP32 has."""

import re

import pytest

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from tests.conftest import ROOT
from tests.devices import Site, Unix, report
from tests.portable.blocks import payment
from tests.services.broker import Mosquitto
from tests.services.certificates import Certificates

pytest_plugins = ["tests.services.fixtures"]

PROGRAM = re.search(r"`main.py`:\n\n```python\n(.*?)```", (ROOT / "docs/porting.md").read_text(), re.DOTALL)

BOARD = """
import sys
sys.path += ["micropython", "."]
from tests.portable.esp32 import RTC
class Module: pass
class WDT:
    fed = 0
    def __init__(self, timeout): pass
    def feed(self): WDT.fed += 1
class WLAN:
    def __init__(self, interface): self.asked = 0
    def active(self, on): pass
    def connect(self, name, password): pass
    def isconnected(self):
        self.asked += 1
        return self.asked > 2
class Later(OSError): pass
def settime(): raise Later
machine, network, ntptime = Module(), Module(), Module()
machine.WDT, machine.RTC = WDT, RTC
machine.deepsleep = lambda milliseconds: print("asleep for", milliseconds, "fed", WDT.fed > 1)
network.WLAN, network.STA_IF = WLAN, 0
ntptime.settime = settime
sys.modules["machine"], sys.modules["network"], sys.modules["ntptime"] = machine, network, ntptime
"""


@pytest.fixture
def broker(installed_mosquitto, tmp_path):
    broker = Mosquitto(tmp_path, certificates=Certificates(tmp_path))
    broker.start()
    yield broker
    broker.stop()


def test_a_payment_is_verified(micropython, broker, tmp_path):
    tx = payment(1)
    with Site(broker.port, 20, "gw1") as site:
        chain = from_genesis(REGTEST, 12)
        chain.extend(site.gateway.index.run(1, 20))
        (tmp_path / "checkpoint").write_bytes(checkpoint.serialize(chain))
        site.mine(1, [tx.serialize()])
        site.mine(5)
        program = PROGRAM.group(1)
        here = {
            "testnet4": "regtest",
            "TESTNET4": "REGTEST",
            '"broker.example", 8883': f'"localhost", {broker.tls_port}',
            'bytes.fromhex("...")': f'bytes.fromhex("{tx.txid()[::-1].hex()}")',
            '"meter-7"': '"meter-1"',
            '"/ca.pem"': repr(str(broker.certificates.ca)),
            '"/checkpoint"': repr(str(tmp_path / "checkpoint")),
            '"/chain"': repr(str(tmp_path / "chain")),
        }
        for there, ours in here.items():
            assert there in program
            program = program.replace(there, ours)
        with Unix(micropython, BOARD + program) as run:
            assert run.ends(30) == ["paid, at height 21", "asleep for 600000 fed True"]
    assert report(broker.port)[6] == [tx.txid(), 21, 6, "header-window"]
    assert (tmp_path / "chain.0").exists()
