"""`lightclient devices`: reports of a real device's shape, those that are none, and nobody at all."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.cli import devices
from lightclient.codec.cbor import encode
from lightclient.device import report
from lightclient.errors import Malformed
from lightclient.evidence.finality import Work
from lightclient.evidence.verdict import Place, Proved, Subject
from lightclient.sync import topics
from tests.services.mqtt import Observer
from tests.support.command import process

pytest_plugins = ["tests.services.fixtures"]

LEDGER = Ledger(from_genesis(REGTEST), "genesis")
PAID = Proved(
    REGTEST.id, Subject("transaction", [(1, bytes(32))]), Place(100, bytes(32), 1), Work(6, 12, 1), (), (), "genesis"
)
REPORT = report.serialize("synced", LEDGER, {"StreamLost": 2}, PAID)


def run(port, *options):
    return process("devices", "--broker", f"mqtt://127.0.0.1:{port}", *options)


@pytest.mark.slow
def test_each_device_has_a_row_and_a_record(mosquitto):
    with Observer(mosquitto.port) as observer:
        said = {
            "meter-7": REPORT,
            "gone": encode([1, False]),
            "bad": b"\xff",
            "till": report.serialize("stale", LEDGER, {}, None),
        }
        for name, payload in said.items():
            observer.publish(topics.DEVICES + name, payload, retain=True)
        observer.publish(topics.DEVICES + "not a name", REPORT, retain=True)
        result = run(mosquitto.port, "--seconds", 1, "--json")
        assert (result.returncode, result.stderr) == (0, "")
        found = {each["device"]: each for each in json.loads(result.stdout)}
        assert set(found) == set(said)
        meter = found["meter-7"]
        assert (meter["up"], meter["chain"], meter["height"], meter["faults"]) == (True, "synced", 0, {"StreamLost": 2})
        assert meter["proved"]["outcome"] == "proved" and meter["proved"]["height"] == 100
        assert found["gone"] == {"device": "gone", "up": False}
        assert found["bad"]["error"].startswith("malformed: ")
        printed = run(mosquitto.port, "--seconds", 1).stdout.splitlines()
        assert printed[0].split() == list(devices.HEAD)
        assert any(line.startswith("meter-7") and "proved at 100" in line for line in printed)
        assert max(map(len, printed)) <= 80


@pytest.mark.slow
def test_reports_are_told_as_they_come_until_stopped(mosquitto):
    command = [sys.executable, "-m", "lightclient", "devices", "--broker", f"mqtt://127.0.0.1:{mosquitto.port}"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Observer(mosquitto.port) as observer:
        observer.publish(topics.DEVICES + "meter-7", REPORT, retain=True)
        with subprocess.Popen([*command, "--follow", "--json"], **pipes) as following:
            assert json.loads(following.stdout.readline())["height"] == 0
            observer.publish(topics.DEVICES + "meter-7", encode([1, False]), retain=True)
            assert json.loads(following.stdout.readline()) == {"device": "meter-7", "up": False}
            following.send_signal(2)
            _, err = following.communicate()
            assert (following.returncode, err) == (0, b"")


@pytest.mark.slow
def test_silence_and_a_broker_that_is_not_there_are_said(mosquitto, unused_port):
    result = run(mosquitto.port, "--seconds", 0.2)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "no device reported within 0.2 s\n")
    result = run(unused_port)
    assert result.returncode == 2
    assert result.stderr.startswith("error  the broker at ") and "Connection refused" in result.stderr


@pytest.fixture
def unused_port():
    from tests.services.process import free_port

    return free_port()


def test_what_a_device_sends_is_read_back():
    fields = devices.report_of("meter-7", REPORT)
    assert (fields["crypto"], fields["tip"], fields["proved"]["amounts"]) == (fields["crypto"], LEDGER.tip.hex(), [6])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2**64 - 1) | st.binary(max_size=8) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=10) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=20,
)


@pytest.mark.slow
@given(st.lists(VALUES, min_size=7, max_size=7) | VALUES)
def test_what_is_no_report_is_refused_by_name(value):
    payload = encode([1, True, *value] if isinstance(value, list) else value)
    try:
        fields = devices.report_of("x", payload)
    except Malformed:
        return
    json.dumps(fields)
    devices._brief(fields)
