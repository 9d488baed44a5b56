"""The examples as they are, under MicroPython on this machine and on the emulated boards, against a real broker."""

import contextlib
import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory.rtc import RtcSlot

from examples.mpos import settings as till
from examples.mpos.till import SpendingKey, Till, account_of
from examples.run import EXAMPLES, SECRET, host_source, pay, rom, settings_of
from examples.sensor import fleet, publish
from examples.sensor import settings as sensor
from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import parse
from lightclient.codec.cbor import decode, encode
from lightclient.evidence.finality import Work
from lightclient.evidence.verdict import Place, Proved, Subject
from lightclient.store.slots import SlotStore
from lightclient.wallet import bip32
from lightclient.wallet.accounts import Account
from tests.boards.test_device_boards import OnBoard
from tests.conftest import ROOT
from tests.portable.esp32 import RTC
from tests.portable.shop import Blocks, Gateway, Shop
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE, until
from tests.support.devices import Site, Unix
from tests.support.fuzzing import REFUSED, mutated, outcome
from tools.portability import check

pytest_plugins = ["tests.services.fixtures"]

KB = 1024
PRICE = till.PRICE
TILL = account_of(till.XPUB, till.PURPOSE, REGTEST)
THIEF = bytes(31) + b"\x07"
TOPIC = fleet.topic_of("cellar")
CUTS = 8
LIFE = {"unix": 0.3, "rv32": 2.0}  # seconds, within which the power is cut: about what a decision takes
NAP = {"unix": 1, "rv32": 3, "cm3": 3}  # seconds: a board's line needs a moment to be connected again

# Where each example runs: the boards in the smallest heap that it works in (the READMEs name it).
HEAPS = {"sensor": {"rv32": 92 * KB, "cm3": 92 * KB}, "mpos": {"rv32": 126 * KB, "cm3": 126 * KB}}
UNIX = "unix"
UNIX_SLOW = pytest.param("unix", marks=pytest.mark.slow)
RV32 = pytest.param("rv32", marks=pytest.mark.slow)
CM3 = pytest.param("cm3", marks=pytest.mark.slow)


class Said:
    """What a device prints, read once from the first line to the last."""

    def __init__(self, run):
        self.run = run
        self.read = 0

    def next(self, begins, seconds=PATIENCE):
        """Return the next line that begins like this, or like one of these."""

        def found():
            lines = self.run.lines
            if getattr(self.run, "error", None):
                raise AssertionError((begins, lines, self.run.error))
            while self.read < len(lines):
                self.read += 1
                if lines[self.read - 1].startswith(begins):
                    return lines[self.read - 1]
            return None

        try:
            return until(found, begins, seconds)
        except TimeoutError:
            raise AssertionError((begins, self.run.lines)) from None


@pytest.fixture
def site(mosquitto):
    with Site(mosquitto.port, 120) as site:
        yield site


@pytest.fixture
def start(mosquitto, micropython, tmp_path):
    """Return a function that starts an example with what an earlier start has left in its files."""

    def start(example, where=UNIX, **changes):
        settings = settings_of(example, BROKER=f"mqtt://127.0.0.1:{mosquitto.port}", INTERVAL=NAP[where], **changes)
        if where == UNIX:
            (tmp_path / "settings.py").write_text(settings)
            return Unix(micropython, host_source(example, tmp_path))
        options = {"flash": tmp_path / "flash"} if where == "rv32" else {}
        image = rom(example, settings)
        return OnBoard("import main\n", where, HEAPS[example][where], mosquitto.port, rom=image, **options)

    return start


class Operator:
    """Whoever has the fleet's secret, and whoever has not."""

    def __init__(self, site):
        self.site = site

    def configuration(self, sequence, interval=1, secret=SECRET, name="cellar"):
        """Return (anchor, message)."""
        body = fleet.body_of(name, sequence, interval)
        raw = publish.anchor(SECRET, body, pay(publish.script_of(SECRET)), 0)
        return raw, publish.message_of(secret, body, parse(raw).txid())

    def publish(self, message):
        with Observer(self.site.where.port) as observer:
            observer.publish(TOPIC, message, retain=True)

    def release(self, *arguments, **more):
        """Anchor and publish a configuration that will be obeyed, and return its message."""
        raw, message = self.configuration(*arguments, **more)
        self.site.mine(2, [raw])
        self.publish(message)
        return message


@pytest.fixture
def operator(site):
    return Operator(site)


def proof(content):
    """Return what proves that every transaction is there and holds this."""
    place, finality = Place(1, bytes(32), 0), Work(9, 0, 0)
    return lambda txid: Proved(REGTEST.id, Subject("transaction", [(1, txid)], content), place, finality, (), (), "")


# -- the sensor


@pytest.mark.slow
@pytest.mark.parametrize("where", [UNIX, RV32, CM3])
def test_a_sensor_obeys_what_is_signed_and_deep_enough_in_the_chain(site, operator, start, where):
    nap = NAP[where]
    readings = "fleets/cellar/readings/sensor-1"
    with Observer(site.where.port, readings) as observer, start("sensor", where) as run:
        said = Said(run)
        assert said.next("awake") == "awake 0 0"
        assert said.next("synced") == "synced 120"
        said.next("no configuration")
        assert said.next("asleep") == f"asleep {nap} reported"
        raw, message = operator.configuration(1, nap + 1)
        operator.publish(message)
        said.next("refused NotFinal: inclusion")
        site.mine(1, [raw])
        assert said.next("refused") == "refused NotFinal: confirmations"
        site.mine(1)
        assert said.next("obeys") == f"obeys 1 every {nap + 1} s from now on"
        assert said.next("asleep") == f"asleep {nap + 1} reported"
        assert said.next("awake") == "awake 122 1"
        assert said.next("obeys") == f"obeys 1 every {nap + 1} s as before"
        said.next("asleep")
        found = [decode(message.payload) for message in observer.messages]
    assert found[0] == [0, 21500] and found[-1] == [1, 21500]


@pytest.mark.parametrize("where", [UNIX_SLOW, RV32])
def test_a_sensor_refuses_what_is_not_the_fleets_or_is_old(site, operator, start, where):
    def mined(*arguments, **more):
        raw, message = operator.configuration(*arguments, **more)
        site.mine(2, [raw])
        return message

    def refuses(message, error):
        operator.publish(message)
        said.next("refused " + error)
        said.next("asleep")

    operator.release(5)
    with start("sensor", where) as run:
        said = Said(run)
        said.next("obeys 5")
        refuses(mined(4), "OldSequence: 4, 5")
        refuses(mined(5, 60), "OldSequence: 5, 5")  # as new, but another one
        stolen = mined(6, 60, secret=THIEF)
        refuses(stolen, "NotSigned")
        body, signature, _ = decode(operator.configuration(6)[1])
        refuses(encode([body, signature, decode(stolen)[2]]), "NotAnchored")
        refuses(operator.configuration(6)[1], "NotFinal")
        refuses(mined(6, name="attic"), "OtherFleet: attic")
        refuses(b"\xff", "Unsupported")
        operator.release(6)
        said.next("obeys 6")


@pytest.mark.slow
@pytest.mark.parametrize("where", [UNIX, RV32])
def test_a_sensor_refuses_an_anchor_that_a_reorganisation_has_taken_away(site, operator, start, where):
    #    120 - anchor              seen, not deep enough
    #       \
    #        121b - 122b          without the anchor
    raw, message = operator.configuration(1)
    site.mine(1, [raw])
    operator.publish(message)
    with start("sensor", where) as run:
        said = Said(run)
        said.next("refused NotFinal: confirmations")
        site.reorg(1, 2)
        said.next("refused NotFinal: inclusion")
        assert not [line for line in run.lines if line.startswith("obeys")]
        site.mine(1, [raw])
        site.mine(1)
        said.next("obeys 1")


@pytest.mark.slow
def test_a_sensor_keeps_what_it_obeys_while_the_broker_is_away(operator, start, mosquitto):
    operator.release(3, 1)
    with start("sensor", AWAKE=2) as run:
        said = Said(run)
        said.next("obeys 3")
        mosquitto.kill()
        assert said.next("asleep 1 not heard") and said.next("awake").endswith(" 3")
        mosquitto.start()
        said.next("obeys 3 every 1 s as before")


@pytest.mark.parametrize("where", [UNIX_SLOW, RV32])
def test_power_cuts_make_a_sensor_neither_forget_nor_go_back(operator, start, where):
    seed = random.randrange(1 << 32)
    print("seed", seed)
    rng = random.Random(seed)
    kept = 0
    for sequence in range(1, CUTS + 1):
        operator.release(sequence)
        with start("sensor", where) as run:
            said = Said(run)
            begins = said.next("awake")
            # What it said that it obeys it obeys again, and nothing that was not published.
            assert kept <= int(begins.split()[2]) < sequence
            if sequence % 2:
                said.next("obeys")
            time.sleep(rng.uniform(0, LIFE[where]))
        obeyed = [int(line.split()[1]) for line in run.lines if line.startswith("obeys")]
        assert set(obeyed) <= {sequence}
        kept = max([kept, *obeyed])
    assert kept >= CUTS - 1
    with start("sensor", where) as run:
        Said(run).next(f"obeys {CUTS}")


@pytest.mark.slow
def test_what_a_sensor_keeps_while_it_sleeps_fits_rtc_memory(site, operator, start, tmp_path):
    operator.release(1)
    with start("sensor") as run:
        said = Said(run)
        for _ in range(2):
            said.next("asleep")
            site.mine(3)
        said.next("asleep")
    sizes = [(tmp_path / f"chain.{slot}").stat().st_size for slot in (0, 1)]
    # At block 120 the header log has 4 peaks, at a million it will have 20 at most.
    assert 1000 < max(sizes) + 16 * 32 <= 2048


def test_a_sensor_that_cannot_know_what_it_obeyed_takes_nothing_new_and_says_so(operator, start, tmp_path):
    operator.release(1)
    for slot in "01":
        (tmp_path / f"obeyed.{slot}").write_bytes(b"nonsense")
    with Observer(operator.site.where.port, "lc/1/devices/sensor-1") as observer, start("sensor") as run:
        said = Said(run)
        assert said.next("awake") == "awake 0 None"
        said.next("asleep 1 reported")
        assert not [line for line in run.lines if line.startswith(("obeys", "refused"))]
        assert decode(observer.wait(1)[0].payload)[5]["CorruptStore"] == 1


@pytest.mark.slow
def test_a_sensor_does_not_obey_what_it_cannot_keep(operator, start, tmp_path):
    operator.release(1)
    (tmp_path / "obeyed.0").symlink_to(tmp_path / "nowhere" / "at all")  # nothing to read, and no place to write
    with Observer(operator.site.where.port, "lc/1/devices/sensor-1") as observer, start("sensor") as run:
        said = Said(run)
        for _ in range(2):
            said.next("refused NotSaved")
            assert said.next("asleep") == "asleep 1 reported"
        assert decode(observer.wait(1)[0].payload)[5]["NotSaved"] == 1
        (tmp_path / "obeyed.0").unlink()
        said.next("obeys 1 every 1 s from now on")


@pytest.mark.slow
@given(st.data())
def test_whatever_comes_a_fleet_obeys_only_what_its_key_has_signed(data):
    def message(sequence, secret):
        return publish.message_of(secret, fleet.body_of("cellar", sequence, 60), bytes(32))

    key, bodies = publish.key_of(SECRET), [fleet.body_of("cellar", sequence, 60) for sequence in (2, 3)]
    signed = message(2, SECRET)
    valid = st.sampled_from([signed, message(3, THIEF), encode([decode(signed)[0], bytes(64), b""])])
    told = data.draw(st.one_of(st.binary(max_size=300), mutated(valid)))
    kept = SlotStore(RtcSlot(RTC()))
    obeyed = fleet.Fleet("cellar", key, 600, kept)
    if outcome(obeyed.take, told, proof(b"".join(fleet.anchor_of(key, body) for body in bodies))) is REFUSED:
        assert (obeyed.sequence, obeyed.interval, kept.load()) == (0, 600, None)
    else:
        assert (obeyed.sequence, obeyed.interval, kept.load()) == (2, 60, bodies[0])
        assert fleet.Fleet("cellar", key, 600, kept).sequence == 2


def test_the_anchor_is_a_transaction_that_core_takes():
    from tests.support.kernel import valid  # skips without libbitcoinkernel

    coin = pay(publish.script_of(SECRET))
    raw = publish.anchor(SECRET, fleet.body_of("cellar", 1, 60), coin, 0)
    assert valid(raw, coin.outputs) == [True]
    assert valid(publish.anchor(SECRET, b"another body", coin, 0), coin.outputs) == [True]
    assert parse(raw).outputs[1] == (coin.outputs[0][0] - publish.FEE, publish.script_of(SECRET))


@pytest.mark.slow
def test_what_the_command_publishes_is_obeyed_and_its_change_is_the_next_coin(site, start, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SECRET.hex())
    command = [sys.executable, "-m", "examples.sensor.publish", "--secret", secret, "--network", "regtest"]
    key, fund = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    assert key == "key " + sensor.KEY.hex()
    coin = pay(script_of(fund.removeprefix("fund "), REGTEST))
    site.mine(1, [coin.serialize()])
    command += ["--broker", f"mqtt://127.0.0.1:{site.where.port}", "--gateway", "gw"]
    coin = f"{display(coin.txid())}:0"
    with start("sensor") as run:
        for sequence in ("1", "2"):
            more = ["--coin", coin, "--sequence", sequence, "--interval", "1"]
            coin = subprocess.check_output(command + more, cwd=ROOT, text=True).split()[-1]
            site.mine(2)
            Said(run).next(f"obeys {sequence}")


# -- the terminal


def uri(index, satoshi=PRICE):
    return f"bitcoin:{TILL.address(index)}?amount={satoshi / 100_000_000:.8f}"


@pytest.mark.slow
@pytest.mark.parametrize("where", [UNIX, RV32, CM3])
def test_a_terminal_says_what_is_missing_then_seen_then_confirmed_then_paid(site, start, where):
    part, rest = pay(TILL.script(0), PRICE - 10_000), pay(TILL.script(0), 10_000)
    rest.output(0, b"\x6a" + bytes(4700))  # too large for any message of a board: it comes in pieces
    with start("mpos", where) as run:
        said = Said(run)
        assert said.next("waiting") == "waiting: " + uri(0)
        site.broadcast(part.serialize())
        assert said.next("short") == "short: " + uri(0, 10_000)
        site.broadcast(pay(TILL.script(1), PRICE).serialize())  # the right amount, another address
        site.broadcast(rest.serialize())
        assert said.next("seen") == "seen: " + uri(0)
        site.mine()
        assert said.next("confirmed 1/2") == "confirmed 1/2: " + uri(0)
        site.mine()
        assert said.next("paid") == "paid: " + uri(0)
        assert said.next("waiting") == "waiting: " + uri(1)
    with Observer(site.where.port, "lc/1/devices/till-1") as observer:
        # The payment to the next address was mined before anybody was asked to make it, and does not count for it.
        status = decode(observer.wait(1)[0].payload)
    assert status[:2] == [1, False] or status[6][0] in (part.txid(), rest.txid())


@pytest.mark.parametrize("where", [UNIX_SLOW, RV32])
def test_a_terminal_works_through_the_loss_of_its_broker(site, start, mosquitto, where):
    with start("mpos", where) as run:
        said = Said(run)
        said.next("waiting")
        site.broadcast(pay(TILL.script(0), PRICE).serialize())
        said.next("seen")
        mosquitto.kill()
        said.next("offline")
        site.mine(3)
        mosquitto.start()
        assert said.next("paid") == "paid: " + uri(0)
        said.next("waiting")


@pytest.mark.slow
def test_a_terminal_takes_back_what_a_reorganisation_has_taken_back(site, start):
    #    120 - payment             confirmed 1/2
    #       \
    #        121b - 122b - 123b   without it
    payment = pay(TILL.script(0), PRICE).serialize()
    with start("mpos") as run:
        said = Said(run)
        said.next("waiting")
        site.mine(1, [payment])
        said.next("confirmed 1/2")
        site.reorg(1, 3)
        said.next(("reorged out", "seen"))  # the payment waits again, and a gateway may have told that already
        site.mine(1)
        said.next("confirmed 1/2")
        site.mine(1)
        said.next("paid")


@pytest.mark.parametrize("where", [UNIX_SLOW, RV32])
def test_a_terminal_goes_on_with_its_sale_after_a_power_cut_and_never_sells_twice(site, start, where):
    with start("mpos", where) as run:
        Said(run).next("waiting")
    site.mine(3, [pay(TILL.script(0), PRICE).serialize()])
    with start("mpos", where) as run:
        said = Said(run)
        assert said.next("paid") == "paid: " + uri(0)
        assert said.next("waiting") == "waiting: " + uri(1)
    with start("mpos", where) as run:
        assert Said(run).next("waiting") == "waiting: " + uri(1)
        assert not [line for line in run.lines if uri(0) in line]


def test_a_terminal_has_the_addresses_of_the_wallet_and_takes_no_key_that_spends():
    wallet = Account.of(bip32.master(bytes(range(32))), 84, REGTEST)  # whose public key is in settings.py
    assert [TILL.address(index) for index in range(3)] == [wallet.address(index) for index in range(3)]
    with pytest.raises(SpendingKey):
        account_of(wallet.key.serialize(REGTEST), 84, REGTEST)
    with pytest.raises(WrongNetwork):
        account_of(till.XPUB, 84, MAINNET)


class Chip:
    """A device as a till needs it, with a gateway's chain at hand, and a flash that outlives it."""

    def __init__(self, blocks, flash):
        self.shop = Shop({"gw": Gateway(blocks)})
        self.till = Till(self.shop, SlotStore(flash), TILL, PRICE, 2)

    def run(self, seconds=5):
        """Return what is shown meanwhile, once each."""
        shown = []
        for _ in range(seconds):
            self.shop.clock.at += 1
            self.shop.follower.tick(self.shop.clock.at)
            self.shop.flush()
            status = self.till.look()
            paid = self.till.take()
            shown += [status] if shown[-1:] != [status] else []
            assert (status == "paid") == (paid is not None)
        return shown


def test_the_power_may_fail_while_anything_is_written():
    #   3 - a half - the other half - empty     after each block it starts, and its power fails at the write `lost`
    for lost in range(6):
        blocks, flash = Blocks(), Slots()
        halves = [pay(TILL.script(0), PRICE // 2) for _ in range(2)]
        shown = Chip(blocks, flash).run()
        for transactions in (halves[:1], halves[1:], []):
            blocks.mine(*transactions)
            flash.lose = lost
            with contextlib.suppress(PowerCut):
                shown += Chip(blocks, flash).run()
            flash.lose = None
        chip = Chip(blocks, flash)
        shown += chip.run(10)
        assert shown[0] == "waiting" and shown[-1] == "waiting"
        assert chip.till.index == 1, shown
        assert shown.count("paid") <= 1


class PowerCut(Exception):
    pass


class Slots:
    """Two records in flash; `lose`: writes after which the power fails, in the middle of one."""

    def __init__(self):
        self.slots = [b"", b""]
        self.lose = None

    def read(self, slot):
        return self.slots[slot]

    def write(self, slot, parts):
        data = b"".join(parts)
        if self.lose is not None:
            self.lose -= 1
            if self.lose < 0:
                self.slots[slot] = data[: len(data) // 2]
                raise PowerCut()
        self.slots[slot] = data


def test_a_panel_shows_status_amount_and_the_whole_address(micropython):
    source = f"""
import sys
sys.path.append("examples/mpos")
import framebuf
from display import Panel
class Screen(framebuf.FrameBuffer):
    def show(self): print(bytes(pixels).hex())
pixels = bytearray(1024)
screen = Screen(pixels, 128, 64, framebuf.MONO_VLSB)
Panel(screen).show("waiting", 50000, {TILL.address(0)!r})
screen.fill(0)
for row, line in enumerate(["waiting", "0.00050000"] + {[TILL.address(0)[at : at + 16] for at in (0, 16, 32)]!r}):
    screen.text(line, 0, 10 * row)
screen.show()
"""
    shown, wanted = subprocess.check_output([micropython, "-c", source], text=True, cwd=ROOT).split()
    assert shown == wanted != bytes(1024).hex()


# -- both


@pytest.mark.parametrize("path", ["sensor/anchors.py", "sensor/fleet.py", "sensor/orders.py", "mpos/till.py"])
def test_what_decides_is_portable(path):
    assert not list(check((EXAMPLES / path).read_text(), "examples/" + path))
