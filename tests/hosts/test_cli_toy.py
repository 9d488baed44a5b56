"""The command on a ledger that it has never heard of, but for one line: the toy counter, over a real broker."""

import contextlib
import json
import subprocess
import sys

import pytest

from lightclient.gateway.service import Gateway
from tests.portable.toy.world import NETWORK, chain
from tests.services.loop import LoopThread
from tests.services.process import until
from tests.support.command import ROOT
from tests.support.gateway import at
from tests.support.toysource import ToySource

pytest_plugins = ["tests.services.fixtures"]

# The one line of docs/new-ledger.md, for this process.
TOY = "from lightclient import ledgers, cli; ledgers.LEDGERS['toy'] = 'tests.portable.toy.known'; cli.main()"


def lightclient(*arguments):
    line = [sys.executable, "-c", TOY, *map(str, arguments), "--json"]
    result = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    return result.returncode, json.loads(result.stdout) if result.stdout else result.stderr


@contextlib.contextmanager
def served(port, blocks):
    thread = LoopThread()
    made = []

    async def serve():
        made.append(Gateway("gw", ToySource(NETWORK, blocks), at(port)))
        await made[0].run()

    try:
        thread.loop.call_soon_threadsafe(lambda: thread.loop.create_task(serve()))
        until(lambda: made and made[0].ready.is_set(), "the gateway is there")
        yield
    finally:
        thread.close()


@pytest.fixture
def gateway(mosquitto):
    with served(mosquitto.port, chain(30)):
        yield ("--network", "toy", "--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw")


@pytest.mark.slow
def test_a_toy_is_followed_proved_and_judged_by_the_same_commands(gateway, tmp_path):
    status, fields = lightclient("sync", *gateway, "--state", tmp_path / "state")
    assert (status, fields["chain"], fields["height"], fields["count"]) == (0, "synced", 30, 300)


@pytest.mark.slow
def test_evidence_of_a_toy_is_verified_offline(gateway, tmp_path):
    status, fields = lightclient("prove", 7, *gateway, "-o", tmp_path / "evidence")
    assert (status, fields["outcome"], fields["subject"]) == (0, "proved", {"kind": "count", "id": "7"})
    status, fields = lightclient("verify", "--trust", "genesis", tmp_path / "evidence")
    assert (status, fields["outcome"], fields["ledger"], fields["height"]) == (0, "proved", "toy:toy", 7)
    assert fields["finality"] == {"kind": "votes", "signed": 1, "of": 1}
    damaged = bytearray((tmp_path / "evidence").read_bytes())
    damaged[-1] ^= 1
    (tmp_path / "forged").write_bytes(damaged)
    status, fields = lightclient("verify", "--trust", "genesis", tmp_path / "forged")
    assert (status, fields["outcome"], fields["error"]) == (1, "refused", "Forged")


@pytest.mark.slow
def test_what_a_toy_does_not_know_is_said(gateway):
    status, fields = lightclient("prove", 31, *gateway)
    assert (status, fields["outcome"], fields["missing"]) == (3, "not yet", ["inclusion"])
    status, said = lightclient("prove", "seven", *gateway)
    assert status == 2 and "not a number" in said
    status, said = lightclient("sync", "--network", "toys", *gateway[2:])
    assert status == 2 and "toys" in said


@pytest.mark.slow
def test_a_status_names_the_gateways(gateway):
    status, fields = lightclient("status", *gateway, "--seconds", 1)
    assert (status, fields["gateways"]["gw"]["state"], fields["trust"]) == (0, "following", "the counter's key")
