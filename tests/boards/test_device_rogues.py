"""A device against brokers that misbehave: a named fault, no more memory, and a new connection."""

import random

import pytest

from lightclient.sync.ledger import GENESIS
from tests.services.rogue import WELCOME, Rogue, floods, hangs_up, publish, says
from tests.support.devices import DEVICE, UNIX, Unix

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

LIMIT = 4096 + 256  # a device's buffer
HEAP = "260k"  # less than the largest message below

COLLECT = "import gc\ngc.threshold(4096)\n"  # what stays lies together
IMPATIENT = "import lightclient.mqtt.client\nlightclient.mqtt.client.PATIENCE = 1\n"

FAULTS = """
print(device.catch_up(30), device.ledger.height)
print(sorted(set(device.faults) - {{"NoRecord"}}))
"""


ROGUES = {
    "noise": (says(random.Random(4).randbytes(5000)), "BadPacket"),
    "a flood of noise": (floods(b"\xf7" * 65536), "BadPacket"),
    "another protocol": (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "BadPacket"),
    "a message before the welcome": (says(publish(3)), "BadPacket"),
    "two welcomes": (says(WELCOME + WELCOME), "BadPacket"),
    "a length of five bytes": (says(WELCOME + b"\x30\xff\xff\xff\xff\x01"), "BadPacket"),
    "an acknowledgement of nothing": (says(WELCOME + b"\x40\x02\x00\x00"), "BadPacket"),
    "QoS 2": (says(WELCOME + publish(5, 0x34) + b"\x00\x01"), "BadPacket"),
    "a topic longer than its message": (says(WELCOME + b"\x30\x04\x00\x09ab"), "BadPacket"),
    "no admittance": (says(b"\x20\x02\x00\x05"), "BrokerRefused"),
    "the largest packet there is": (says(WELCOME + publish((1 << 28) - 1) + bytes(LIMIT)), "PacketTooLarge"),
    "a packet of over 64 buffers": (says(WELCOME + publish(64 * LIMIT + 1) + bytes(LIMIT)), "PacketTooLarge"),
    "silence": (says(b""), "NoAnswer"),
    "half a welcome": (says(WELCOME[:2]), "NoAnswer"),
    "no acknowledgement": (says(WELCOME), "NoAnswer"),
    "half a length": (says(WELCOME + b"\x30\xff", answers=True), "NoAnswer"),
    "half a message": (says(WELCOME + publish(1000) + bytes(500), answers=True), "NoAnswer"),
    "half of a large message": (says(WELCOME + publish(100_000) + bytes(50_000), answers=True), "NoAnswer"),
    "nothing but talk": (floods(publish(3), WELCOME), "NoAnswer"),
    "no ear": (hangs_up, "StreamLost"),
}


def device(micropython, port, folder, *steps, log=""):
    source = COLLECT + UNIX + IMPATIENT + DEVICE.replace("told, log = None, None\n", "told, log = None, None\n" + log)
    source = source.replace("log=log", "log=log, keep_alive=2") + "".join(steps)
    values = {"port": port, "state": str(folder / "state"), "seed": b"1", "gateways": ["gw"], "trust": GENESIS}
    return Unix(micropython, source.format(**values), HEAP)


@pytest.mark.parametrize("rogue", ROGUES)
def test_it_names_what_is_wrong_and_comes_back(site, micropython, tmp_path, rogue):
    part, fault = ROGUES[rogue]
    with Rogue(site.where.port, [part]) as broker, device(micropython, broker.port, tmp_path, FAULTS) as run:
        assert run.ends()[-2:] == ["synced 120", f"['{fault}']"]
        assert len(broker.met) == 2


def test_the_log_says_why(site, micropython, tmp_path):
    parts = [says(b"\x20\x02\x00\x05"), says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), hangs_up]
    log = "log = print\n"
    with Rogue(site.where.port, parts) as broker, device(micropython, broker.port, tmp_path, FAULTS, log=log) as run:
        lines = run.ends()
    words = "\n".join(lines)
    assert "BrokerRefused: " in words and "reason=code 5, not authorised: look at user and password" in words
    assert "BadPacket: no broker starts a packet like this" in words
    assert "StreamLost" in words


@pytest.mark.parametrize(
    ("where", "reason"), [("nowhere.invalid", "its name: "), ("127.0.0.1", "ECONNREFUSED")], ids=["name", "port"]
)
def test_the_log_says_why_there_is_no_connection(micropython, where, reason):
    source = UNIX.replace("127.0.0.1", where) + DEVICE.replace("told, log = None, None", "told, log = None, print")
    values = {"port": 1, "state": None, "seed": b"1", "gateways": ["gw"], "trust": GENESIS}
    with Unix(micropython, (source + "device.catch_up(1)\nprint(device.status())\n").format(**values)) as run:
        lines = run.ends()
    assert lines[1].startswith("Unreachable: ") and where + ":1" in lines[1] and reason in lines[1], lines
    assert lines[-1].startswith("regtest starting at 0; no broker (Unreachable: ")


def test_each_pause_is_twice_as_long_and_longer_at_random(site, micropython, tmp_path):
    with Rogue(site.where.port, [hangs_up] * 3) as broker, device(micropython, broker.port, tmp_path, FAULTS) as run:
        assert run.ends()[-2:] == ["synced 120", "['StreamLost']"]
    pauses = [met - left for left, met in zip(broker.left, broker.met[1:], strict=True)]
    for least, took in zip((0.5, 1, 2), pauses, strict=True):
        assert least <= took < 2 * least + 1.5  # for this machine, which may be busy
    assert any(took > 1.02 * least for least, took in zip((0.5, 1, 2), pauses, strict=True))


def test_a_message_larger_than_all_memory_is_read_past(site, micropython, tmp_path):
    part = says(WELCOME + publish(270_000) + bytes(270_000 - 3), answers=True)
    heap = "print(gc.mem_alloc() + gc.mem_free())\n"
    with Rogue(site.where.port, [part]) as broker, device(micropython, broker.port, tmp_path, FAULTS, heap) as run:
        *_, state, faults, total = run.ends()
    assert (state, faults) == ("synced 120", "['MessageTooLarge', 'NoAnswer']")
    assert int(total) < 270_000
