"""The programs of docs/porting.md, as they stand there: on MicroPython, with doubles of what only an ESP32 has."""

import re

import pytest

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.regtest import REGTEST
from tests.conftest import ROOT
from tests.portable.blocks import payment
from tests.services.broker import Mosquitto
from tests.services.certificates import Certificates
from tests.support.devices import Site, Unix, report

pytest_plugins = ["tests.services.fixtures"]

FIRST = re.search(r"```python\n(.*?)```", (ROOT / "docs/porting.md").read_text(), re.DOTALL)
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
    away = False
    def __init__(self, interface): self.asked = 0
    def active(self, on): pass
    def connect(self, name, password): pass
    def disconnect(self): pass
    def isconnected(self):
        self.asked += 1
        return self.asked > 2 and not WLAN.away
class Later(OSError): pass
def settime(): raise Later
machine, network, ntptime = Module(), Module(), Module()
machine.WDT, machine.RTC = WDT, RTC
def deepsleep(milliseconds):
    print("asleep for", milliseconds, "fed", WDT.fed > 1)
    sys.exit()
machine.deepsleep = deepsleep
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


@pytest.fixture
def program(micropython, broker, tmp_path):
    """Return a function that runs the program for a transaction of the site's."""

    def start(site, tx, before="", **changes):
        chain = from_genesis(REGTEST, 12)
        chain.extend(site.index.run(1, 20))
        (tmp_path / "checkpoint").write_bytes(checkpoint.serialize(chain))
        program = PROGRAM.group(1)
        here = {
            "testnet4": "regtest",
            "TESTNET4": "REGTEST",
            "mqtts://broker.example": f"mqtts://localhost:{broker.tls_port}",
            'TXID = "..."': f'TXID = "{display(tx.txid())}"',
            'password="..."': 'password="secret"',
            '"meter-7"': '"meter-1"',
            '"/ca.pem"': repr(str(broker.certificates.ca)),
            '"/checkpoint"': repr(str(tmp_path / "checkpoint")),
            '"/chain"': repr(str(tmp_path / "chain")),
            '"/proven"': repr(str(tmp_path / "proven")),
            **changes,
        }
        for there, ours in here.items():
            assert there in program
            program = program.replace(there, ours)
        return Unix(micropython, BOARD + before + program)

    return start


@pytest.mark.slow
def test_a_payment_is_verified(program, broker, tmp_path):
    tx = payment(1)
    with Site(broker.port, 20, "gw1") as site:
        with program(site, tx) as run:
            lines = run.ends(30)
        assert lines[-2:] == ["not yet ('inclusion',)", "asleep for 600000 fed True"], lines
        site.mine(1, [tx.serialize()])
        site.mine(5)
        with program(site, tx) as run:
            lines = run.ends(30)
    assert lines[-2:] == ["paid, at height 21", "asleep for 600000 fed True"], lines
    assert any(line.startswith("regtest synced at 26") for line in lines)
    assert report(broker.port)[6] == [tx.txid(), 21, "proved", "work", [6]]
    assert (tmp_path / "chain.0").exists() and (tmp_path / "proven.0").exists()


@pytest.mark.slow
def test_without_a_wifi_it_says_so_and_sleeps_all_the_same(program, broker):
    with Site(broker.port, 20, "gw1") as site:
        changes = {"device.run(work, sleep, EVERY)": "device.run(work, sleep, EVERY, 3)", "range(100)": "range(5)"}
        with program(site, payment(1), "WLAN.away = True\n", **changes) as run:
            lines = run.ends(40)
    assert "StreamLost: no Wi-Fi" in lines
    assert lines[-1] == "asleep for 10000 fed True"  # sooner than usual, at first


def test_what_cannot_work_is_said_and_the_board_sleeps(program, broker, tmp_path):
    with Site(broker.port, 20, "gw1") as site:
        empty = tmp_path / "empty"
        empty.write_bytes(b"")
        with program(site, payment(1), **{'"/checkpoint"': repr(str(empty))}) as run:
            lines = run.ends(30)
    assert lines[-2].startswith("cannot start: EmptyCheckpoint") and lines[-1].startswith("asleep for 600000")


@pytest.mark.slow
def test_the_shorter_program_at_the_top_runs_too(micropython, mosquitto, tmp_path):
    program = FIRST.group(1)
    tx = payment(1)
    with Site(mosquitto.port, 20, "gw1") as site:
        site.mine(1, [tx.serialize()])
        for there, ours in {
            "testnet4": "regtest",
            "TESTNET4": "REGTEST",
            "meter-7": "meter-1",
            "mqtts://broker.example": f"mqtt://127.0.0.1:{mosquitto.port}",
            '    ca="/ca.pem",\n': "",
            '"/chain"': repr(str(tmp_path / "chain")),
            "4c57...": display(tx.txid()),
        }.items():
            assert there in program
            program = program.replace(there, ours)
        with Unix(micropython, "checkpoint, secret = 'genesis', 'x'\n" + program) as run:
            lines = run.ends(30)
    assert lines[-1] == "proved" and lines[-2] == "regtest synced at 21; gw1 following; gw2 silent", lines
