"""The port's device against brokers that misbehave: a named fault, no more memory, and a new connection."""

import random

import pytest

from tests.devices import DEVICE, UNIX, Unix
from tests.services.rogue import WELCOME, Rogue, floods, hangs_up, publish, says

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

LIMIT = 4096 + 256  # the port's buffer
HEAP = "260k"  # less than the largest message below

COLLECT = "import gc\ngc.threshold(4096)\n"  # what stays lies together
IMPATIENT = "import port.mqtt\nport.mqtt.PATIENCE = 1\n"

FAULTS = """
print(device.catch_up(30), device.ledger.height)
print(sorted(device.follower.faults))
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
    "the largest packet there is": (says(WELCOME + publish((1 << 28) - 1)), "PacketTooLarge"),
    "a packet of over 64 buffers": (says(WELCOME + publish(64 * LIMIT + 1)), "PacketTooLarge"),
    "silence": (says(b""), "NoAnswer"),
    "half a welcome": (says(WELCOME[:2]), "NoAnswer"),
    "no acknowledgement": (says(WELCOME), "NoAnswer"),
    "half a length": (says(WELCOME + b"\x30\xff", answers=True), "NoAnswer"),
    "half a message": (says(WELCOME + publish(1000) + bytes(500), answers=True), "NoAnswer"),
    "half of a large message": (says(WELCOME + publish(100_000) + bytes(50_000), answers=True), "NoAnswer"),
    "nothing but talk": (floods(publish(3), WELCOME), "NoAnswer"),
    "no ear": (hangs_up, "StreamLost"),
}


def device(micropython, port, folder, *steps):
    source = COLLECT + UNIX + IMPATIENT + DEVICE.replace("{shipped!r})", "keep_alive=2)") + "".join(steps)
    values = {"port": port, "state": str(folder / "state"), "seed": b"1", "gateways": ["gw"]}
    return Unix(micropython, source.format(**values), HEAP)


@pytest.mark.parametrize("rogue", ROGUES)
def test_it_names_what_is_wrong_and_comes_back(site, micropython, tmp_path, rogue):
    part, fault = ROGUES[rogue]
    with Rogue(site.where.port, [part]) as broker, device(micropython, broker.port, tmp_path, FAULTS) as run:
        assert run.ends(30)[-2:] == ["synced 120", f"['{fault}']"]
        assert len(broker.met) == 2


def test_each_pause_is_twice_as_long_and_longer_by_chance(site, micropython, tmp_path):
    with Rogue(site.where.port, [hangs_up] * 3) as broker, device(micropython, broker.port, tmp_path, FAULTS) as run:
        assert run.ends(30)[-2:] == ["synced 120", "['StreamLost']"]
    pauses = [met - left for left, met in zip(broker.left, broker.met[1:], strict=True)]
    for least, took in zip((0.5, 1, 2), pauses, strict=True):
        assert least <= took < 2 * least + 0.5
    assert any(took > 1.02 * least for least, took in zip((0.5, 1, 2), pauses, strict=True))


def test_a_message_larger_than_all_memory_is_read_past(site, micropython, tmp_path):
    part = says(WELCOME + publish(270_000) + bytes(270_000 - 3), answers=True)
    heap = "print(gc.mem_alloc() + gc.mem_free())\n"
    with Rogue(site.where.port, [part]) as broker, device(micropython, broker.port, tmp_path, FAULTS, heap) as run:
        *_, state, faults, total = run.ends(30)
    assert (state, faults) == ("synced 120", "['MessageTooLarge', 'NoAnswer']")
    assert int(total) < 270_000
