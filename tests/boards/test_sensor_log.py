"""The sensor at its site's log: a real broker, log server and witnesses, power cuts, orders, anchors."""

import json
import random
import subprocess
import sys
import time

import pytest

pytest.importorskip("sqlalchemy")

from examples.run import host_source, pay, rom, settings_of
from examples.sensor import anchors, orders
from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit import statement
from lightclient.codec import base64
from lightclient.codec.cbor import encode
from lightclient.identity import key
from tests.boards.test_device_boards import KB, OnBoard
from tests.boards.test_examples import Said
from tests.conftest import ROOT
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE, until
from tests.support import devices, logserver
from tests.support.witnessed import WitnessServer, policy_of

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

ORDERS, ANCHOR = orders.topic_of("cellar", "sensor-1"), anchors.topic_of("cellar")
HEAP = 192 * KB
LIFE = 3.0  # seconds, within which the power is cut: about what signing, sending and proving take


class Sensor(logserver.Device):
    """As the log's operator knows it: its key is of P-256."""

    @property
    def key(self):
        return key.of_signer(self.holder, "p256")


class World:
    """Broker, gateway, a log that two witnesses cosign; the sensor, as the log knows it, and the desk."""

    def __init__(self, port, folder):
        self.port = port
        self.chain = devices.Site(port, 120)
        self.witnesses = [WitnessServer(71), WitnessServer(72)]
        self.sensor, self.desk = Sensor("sensor-1", 5), logserver.Device("desk", 6)
        known = [self.sensor, self.desk]
        options = ("--broker", f"mqtt://127.0.0.1:{port}", "--name", "log")
        self.site = logserver.Site(folder, *known, quorum=policy_of(self.witnesses, 2), options=options)
        self.server = self.site.server()
        lines = [f"device {one.name} {base64.serialize(one.key.serialize())}\n" for one in known]
        self.policy = self.site.policy.read_bytes() + "".join(lines).encode()

    def __enter__(self):
        self.chain.__enter__()
        for one in self.witnesses:
            one.__enter__()
        return self

    def __exit__(self, *error):
        self.server.stop()
        for one in self.witnesses:
            one.__exit__(*error)
        self.chain.__exit__(*error)

    def settings(self, **changes):
        changes = {"BROKER": f"mqtt://127.0.0.1:{self.port}", "INTERVAL": 1} | changes
        return settings_of("sensor", LOG=self.policy, SIGNER=self.sensor.holder.secret, **changes)

    def publish(self, topic, message):
        with Observer(self.port) as observer:
            observer.publish(topic, message, retain=True)

    def order(self, runs):
        """Have the desk order something, and tell the sensor where; return what the log has to be given."""
        made = self.desk.read(encode(["sensor-1", runs]), content=orders.ORDER)
        self.publish(ORDERS, made.entry())
        return made.serialize()

    def send(self, made):
        assert logserver.send(self.server.url, made)[0] == 200

    def anchor(self):
        """Put the hash of the log's newest head into the chain, tell the sensor, and return the head's size."""
        note = logserver.fetch(self.server.url + "/checkpoint")[1]
        head = heads.parse(notes.parse(note).text)
        transaction = pay(b"\x6a\x20" + head.hash())
        self.chain.mine(1, [transaction.serialize()])
        self.chain.mine(1)
        self.publish(ANCHOR, encode([note, transaction.txid()]))
        return head.size

    def audited(self):
        """Stop the log, read all of it again, and return how many records it has: none is missing or twice there."""
        self.server.stop()
        command = [sys.executable, "-m", "lightclient", "log", "audit", "--json", "--store", self.site.store]
        operator = base64.serialize(logserver.OPERATOR_KEY.serialize())
        command += ["--policy", self.site.policy, "--registry", self.site.registry, "--site", logserver.SITE]
        lines = subprocess.check_output([*command, "--operator", operator], text=True, cwd=ROOT).splitlines()
        (fields,) = map(json.loads, lines)  # a gap or a fork would have a line of its own
        assert fields["signatures"] == fields["records"]
        return fields["records"]


class Sending(Said):
    """made: how many readings the sensor has signed. waits: how many of them it keeps."""

    def next(self, begins, seconds=3 * PATIENCE):
        """A proof takes four signatures, which take long where no library verifies them."""
        return super().next(begins, seconds)

    def waiting(self):
        """Return how many readings wait after the next waking; none is ever lost."""
        _, waits, _, made, _, lost = self.next("waiting").split()
        assert lost == "0"
        self.made, self.waits = int(made), int(waits)
        return self.waits

    def deliver(self):
        """Wait until the log is proved to have all readings but the newest."""
        until(lambda: self.waiting() == 1, "the readings are delivered", 6 * PATIENCE)


def test_a_sensor_at_a_log(mosquitto, micropython, tmp_path):
    def start(**changes):
        (tmp_path / "settings.py").write_text(world.settings(**changes))
        return devices.Unix(micropython, host_source("sensor", tmp_path), "2m")

    with World(mosquitto.port, tmp_path / "site") as world:
        with start(AWAKE=2) as run:
            said = Sending(run)
            assert said.next("key") == "key " + base64.serialize(world.sensor.key.serialize())
            assert [said.waiting(), said.waiting()] == [1, 2]  # there is no log yet
        world.server.start()
        with start() as run:
            said = Sending(run)
            order = world.order(True)
            said.next("refused NotInLog: inclusion")
            world.send(order)
            said.next("order 1 fan True")
            said.next(f"anchored {world.anchor()}")
            said.deliver()
        readings = world.audited() - world.desk.sequence
        assert said.made - said.waits <= readings <= said.made


def test_a_power_cut_on_a_board_loses_no_reading_and_signs_no_number_twice(mosquitto, tmp_path):
    seed = random.randrange(1 << 32)
    print("seed", seed)
    with World(mosquitto.port, tmp_path / "site") as world:
        world.server.start()
        image = rom("sensor", world.settings(INTERVAL=3), log=True)

        def start():
            return OnBoard("import main\n", "rv32", HEAP, mosquitto.port, rom=image, flash=tmp_path / "flash")

        with start() as run:
            Said(run).next("synced")
            time.sleep(random.Random(seed).uniform(0, LIFE))
        with start() as run:
            said = Sending(run)
            world.send(world.order(True))
            said.next("order 1 fan True")
            said.deliver()
        readings = world.audited() - 1
        assert said.made - said.waits <= readings <= said.made


SIGN = """
import settings
from signer import signer_of
from lightclient.audit import record, statement
from lightclient.identity import key
from lightclient.identity.algorithms import ES256
for _ in range(2):
    signer = signer_of(settings.SIGNER)
    made = record.Record("sensor-1", 1, None, None, "reading", record.inline(b"21 C"))
    print(key.of_signer(signer, "p256").serialize().hex(), statement.sign(signer, ES256, made, "log").serialize().hex())
"""
# The chip of tests/portable/element.py on the bus of a board; its time goes on with each call, as the driver waits.
BUS = """
import sys
from tests.portable.element import Element, Portable
from tests.portable.rng import Rng
chip = Element(Portable(), Rng(b"chip"))
chip.keys[0] = bytes(31) + b"\\7"
def at(call):
    def timed(*arguments):
        chip.time += 0.005
        return call(*arguments)
    return timed
class Machine:
    Pin = int
    def I2C(number, scl, sda, freq):
        assert (number, scl, sda, freq) == (0, 5, 6, 100000)
        return Machine
    readfrom, writeto = at(chip.readfrom), at(chip.writeto)
sys.modules["machine"] = Machine
"""


@pytest.mark.parametrize("kind", ["secret", "pin", "atecc608"])
def test_every_key_signs_and_is_the_same_at_the_next_start(kind, micropython, tmp_path):
    changes = {"SIGNER": bytes([5]) * 32 if kind == "secret" else kind, "ELEMENT": (5, 6)}
    (tmp_path / "settings.py").write_text(settings_of("sensor", **changes))
    where = host_source("sensor", tmp_path).replace("import main\n", "")
    program = where + (BUS if kind == "atecc608" else "") + SIGN
    shown = [
        line.split()
        for _ in range(2)
        for line in subprocess.check_output([micropython, "-X", "heapsize=2m", "-c", program], text=True).splitlines()
    ]
    assert len(shown) == 4 and len({public for public, _ in shown}) == 1
    for public, made in shown:
        statement.parse(bytes.fromhex(made)).verify(key.parse(bytes.fromhex(public)))
