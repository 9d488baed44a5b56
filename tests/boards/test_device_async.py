"""A device under asyncio, on MicroPython and on CPython, while the application does other things."""

import sys

import pytest

from tests.portable.blocks import payment
from tests.services.process import until
from tests.services.rogue import WELCOME, Rogue, floods, hangs_up, publish, says
from tests.support.devices import Unix, report

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

START = """
import asyncio, sys, time
sys.path.append("micropython")
sys.path.append(".")
import lightclient.mqtt.client
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.ledger import GENESIS
from lightclient.device.async_link import tcp
from lightclient.device.entropy import seeded
from lightclient.device.clock import Clock
from lightclient.device.tasks import AsyncDevice, in_steps

open = tcp("127.0.0.1", {port})
device = AsyncDevice(
    REGTEST, "meter-1", ["gw"], open, GENESIS, {state!r}, random=seeded(b"1"), keep_alive={keep_alive}
)
txid = bytes.fromhex({txid!r})

def tell(*values):
    print(*values)
    if hasattr(sys.stdout, "flush"): sys.stdout.flush()

def state():
    return device.chain(), device.ledger.height, bytes(reversed(device.ledger.tip)).hex()

def faults():
    tell("faults", *sorted(set(device.faults) - {{"NoRecord"}}))
"""
MAIN = """
async def main():
    device.start()
{steps}
asyncio.run(main())
"""
CATCH_UP = "await device.catch_up(30)", "tell(*state())"
SLEEP = "await device.sleep()", "tell('asleep')"
FOLLOW = ("told = state()", "while True:", "    await asyncio.sleep(0.02)", "    if state() != told:")
FOLLOW = (*FOLLOW, "        told = state()", "        tell(*told)")


@pytest.fixture(params=["micropython", "cpython"])
def device(request, mosquitto, tmp_path):
    """Return a function that starts a device which does `steps`."""
    interpreter = sys.executable if request.param == "cpython" else request.getfixturevalue("micropython")

    def start(*steps, port=mosquitto.port, txid="00" * 32, keep_alive=60, before=""):
        main = MAIN.format(steps="\n".join("    " + line for line in steps))
        values = {"port": port, "state": str(tmp_path / "state"), "txid": txid, "keep_alive": keep_alive}
        return Unix(interpreter, START.format(**values) + before + main, "1m" if request.param != "cpython" else None)

    return start


def test_it_does_all_that_a_device_does_and_the_application_goes_on(site, device):
    tx = payment(1)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    site.mine(2)
    steps = (
        "gaps = []",
        "async def other():",
        "    clock = Clock()",
        "    while True:",
        "        before = clock.now()",
        "        await asyncio.sleep(0.001)",
        "        gaps.append(clock.now() - before)",
        "asyncio.create_task(other())",
        *CATCH_UP,
        "one, two = await asyncio.gather(device.prove(txid, 5), device.prove(txid, 5))",
        "tell(one.place.height, two.finality.confirmations)",
        "tell('reported', await device.report(one), await device.publish('till/1', b'paid'))",
        *SLEEP,
        "tell(len(gaps) > 3, max(gaps) < 1)",
    )
    with device(*steps, txid=tx.txid().hex()) as run:
        assert run.ends() == [site.state(), f"{height} 3", "reported True True", "asleep", "True True"]
    assert report(site.where.port)[6] == [tx.txid(), height, "proved", "work", [3]]


def test_a_payment_that_nobody_made_is_not_proved(site, device):
    steps = ("verdict = await device.prove(txid, 2)", "tell(verdict.outcome, *verdict.missing)")
    with device(*CATCH_UP, *steps, *SLEEP, txid="11" * 32) as run:
        assert run.ends()[-2] == "not yet inclusion"


def test_it_sleeps_wakes_and_goes_on_from_its_store(site, device):
    with device(*CATCH_UP, *SLEEP, "device.start()", *CATCH_UP, *SLEEP) as run:
        assert run.ends() == 2 * [site.state(), "asleep"]
    known = site.state("starting")
    site.mine(3)
    with device("tell(*state())", *CATCH_UP, *SLEEP) as run:
        assert run.ends() == [known, site.state(), "asleep"]


def test_who_waits_for_a_device_that_is_sent_to_sleep_is_told(site, device):
    steps = (
        "waiting = asyncio.create_task(device.prove(txid, 30))",
        "await asyncio.sleep(0.2)",
        *SLEEP,
        "try:",
        "    await waiting",
        "except asyncio.CancelledError:",
        "    tell('told')",
    )
    with Rogue(site.where.port, [says(WELCOME)]) as broker, device(*steps, port=broker.port) as run:
        assert run.ends() == ["asleep", "told"]


def test_it_outlives_its_broker_and_a_reorganisation(site, device, mosquitto):
    with device(*CATCH_UP, *FOLLOW) as run:
        run.tells(site.state())
        mosquitto.kill()
        site.mine(3)
        until(lambda: not run.lines[-1].startswith("synced"), "the device notices")
        mosquitto.start()
        run.tells(site.state())
        site.reorg(3, 5)
        run.tells(site.state())


ROGUES = {
    "noise": (says(b"\xf7" * 5000), "BadPacket"),
    "a flood of messages": (floods(publish(3), WELCOME), "NoAnswer"),
    "silence": (says(b""), "NoAnswer"),
    "half a message": (says(WELCOME + publish(1000) + bytes(500), answers=True), "NoAnswer"),
    "too large a message": (
        says(WELCOME + publish(200_000) + bytes(199_997) + b"\xff" * 9),
        "BadPacket MessageTooLarge",
    ),
    "no ear": (hangs_up, "StreamLost"),
}


@pytest.mark.parametrize("rogue", ROGUES)
def test_it_names_what_is_wrong_with_a_broker_and_comes_back(site, device, rogue):
    part, fault = ROGUES[rogue]
    with Rogue(site.where.port, [part]) as broker:
        before = "lightclient.mqtt.client.PATIENCE = 1\n"
        with device(*CATCH_UP, "faults()", *SLEEP, port=broker.port, keep_alive=2, before=before) as run:
            assert run.ends(40) == [site.state(), "faults " + fault, "asleep"]


SIGNATURE = "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
SIGNATURE += "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a"
VERIFY = f"""
from lightclient.crypto import schnorr
from lightclient.crypto.steps import finish
key = bytes.fromhex("DFF1D77F2A671C5F36183726DB2341BE58FEAE1DA2DECED843240F7B502BA659")
message = bytes.fromhex("243F6A8885A308D313198A2E03707344A4093822299F31D0082EFA98EC4E6C89")
signature = bytes.fromhex("{SIGNATURE}")
"""
LONG = (
    "clock = Clock()",
    "while clock.now() < 10:",
    "    assert {verify}",
    "await asyncio.sleep(0.5)",
    "faults()",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verify", "faults"),
    [
        ("await in_steps(schnorr.verify_steps(key, message, signature))", "faults"),
        (
            "finish(schnorr.verify_steps(key, message, signature))",
            "faults StreamLost",
        ),  # the broker waits 3 to 8 seconds
    ],
)
def test_a_connection_survives_long_verifications_that_are_made_in_steps(site, device, verify, faults):
    with device(*CATCH_UP, *(line.format(verify=verify) for line in LONG), *SLEEP, keep_alive=2, before=VERIFY) as run:
        assert run.ends(40) == [site.state(), faults, "asleep"]
