"""A device under MicroPython against a real broker and our gateway: all that befalls one."""

import asyncio
import inspect

import pytest

from lightclient.bitcoin import checkpoint, kinds
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.ledger import GENESIS
from tests.portable.blocks import payment
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE, until
from tests.support.devices import CATCH_UP, DEVICE, FOLLOW, REPORT, SLEEP, STATUS, UNIX, Site, Unix, report
from tests.support.gateway import until as in_time

pytest_plugins = ["tests.services.fixtures"]

PROVE = """
try:
    verdict = device.prove(bytes.fromhex({txid!r}), 5)
    place = verdict.place
    if place is None:
        print(verdict.outcome, *verdict.missing)
    else:
        position = verdict.subject.found[0][0]
        print(verdict.outcome, position, place.height, verdict.finality.confirmations, verdict.checks[-1])
    print("reported", device.report(verdict))
except Exception as error:
    print(error)
"""
CHECK = """
try:
    question = device.ledger.prove(bytes.fromhex({txid!r}), device.clock.unix, 4096)
    verdict = question.judge(bytes.fromhex({data!r}))
    place, finality = verdict.place, verdict.finality
    print("proved", verdict.subject.found[0][0], place.height, finality.confirmations, verdict.checks[-1])
except Exception as error:
    print(error.name)
"""
LISTEN = 'device.listen("fleets/one/news", lambda payload: print("news", payload))\n'
# A gateway's watch is asked for anew every second.
WATCH = """
device.follower.watches.lease = 2
def told(gateway, body, now):
    if body[0] in (1, 2): print("told", gateway, body[0], body[1].hex(), body[2], len(body[3]))
device.follower.watch("gw", [bytes.fromhex({script!r})], device.ledger.height, told, device.clock.now())
"""
FIRST = {"NoRecord": 1}  # faults of a device that starts for the first time
PUBLISH = 'print("published", device.publish("fleets/one/readings", b"21.5"))\n'


@pytest.fixture
def device(micropython, mosquitto, tmp_path):
    """Return a function that starts a device which does `steps`."""

    def start(*steps, gateways=("gw",), trust=GENESIS, heap="1m", seconds=int(PATIENCE), before=""):
        source = before + UNIX + DEVICE + "".join(steps)
        values = {"port": mosquitto.port, "state": str(tmp_path / "state"), "seed": b"1", "seconds": seconds}
        return Unix(micropython, source.format(gateways=list(gateways), trust=trust, **values), heap)

    return start


def test_it_catches_up_follows_and_survives_a_reorganisation(site, device):
    with device(CATCH_UP, FOLLOW) as run:
        run.tells(site.state())
        site.mine()
        run.tells(site.state())
        site.reorg(3, 5)
        run.tells(site.state())
        site.mine(30)  # more than the tip message holds
        run.tells(site.state())
    assert run.lines[0].startswith("starting 0 ")


def test_it_goes_on_from_its_store(site, device):
    with device(CATCH_UP) as run:
        assert run.ends()[-1] == site.state()
    known = site.state("starting")
    site.mine(2)
    with device(CATCH_UP) as run:
        assert run.ends() == [known, site.state()]


def test_it_starts_from_the_checkpoint_it_was_shipped_with(site, device):
    chain = from_genesis(REGTEST, 12)
    chain.extend(site.index.run(1, 100))
    with device(CATCH_UP, trust=checkpoint.serialize(chain)) as run:
        lines = run.ends()
    assert lines[0].split()[:2] == ["starting", "100"]
    assert lines[-1] == site.state()


def test_a_store_that_is_worn_out_is_reported_and_the_checkpoint_taken(site, device, tmp_path):
    for slot in "01":
        (tmp_path / ("state." + slot)).write_bytes(b"nonsense")
    with device(CATCH_UP, REPORT, SLEEP) as run:
        assert run.ends()[-3:] == [site.state(), "reported True", "asleep"]
    assert report(site.where.port)[5] == {"CorruptStore": 1}


def test_it_proves_a_payment_and_reports_it(site, device):
    tx = payment(1)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    site.mine(2)
    with device(CATCH_UP, PROVE.replace("{txid!r}", repr(tx.txid().hex())), SLEEP) as run:
        assert run.ends()[-3:] == [f"proved 1 {height} 3 header-window", "reported True", "asleep"]
    version, up, chain, tip_height, tip, faults, proved, crypto, tested = report(site.where.port)
    assert (version, up, chain, tip_height, tip, faults) == (1, True, "synced", height + 2, site.node.chain[-1], FIRST)
    assert proved == [tx.txid(), height, "proved", "work", [3]]
    assert (crypto, tested) == ("portable", ["SHA-256", "big-integer division"])


def test_it_proves_a_payment_deep_below_its_window(site, device):
    tx = payment(2)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    site.mine(50)
    with device(CATCH_UP, PROVE.replace("{txid!r}", repr(tx.txid().hex()))) as run:
        assert run.ends()[-2:] == [f"proved 1 {height} 51 header-log", "reported True"]


def test_a_payment_that_nobody_made_is_not_proved(site, device):
    with device(CATCH_UP, PROVE.replace("{txid!r}", repr("11" * 32))) as run:
        last = run.ends()[-1]
        assert "not yet inclusion" in run.lines
    assert last == "reported True", last


class Settling:
    """The answers of a gateway, of which those about proofs come after blocks that push others out of the window."""

    def __init__(self, site, times):
        self.site = site
        self.left = times
        self.asked = 0
        self.plan = site.source.plan
        site.source.plan = self

    def __call__(self, kind, limit, argument):
        plan = self.plan(kind, limit, argument)
        answer = plan.answer

        async def late():
            self.asked += 1
            if self.left:
                self.left -= 1
                self.site.node.mine(2)
                await asyncio.sleep(0.5)
                # The broker keeps the order of one publisher's messages: the device has them before it has the answer.
                told = self.site.gateway.metrics.height._value
                await in_time(lambda: told.get() == len(self.site.node.chain) - 1, "the gateway publishes them")
            body = answer()
            return await body if inspect.isawaitable(body) else body

        if kind == kinds.PROOF:
            plan.answer = late
        return plan


def test_a_proof_that_came_after_its_header_log_grew_is_asked_for_again(site, device):
    tx = payment(5)
    site.mine(1, [tx.serialize()])
    height = len(site.node.chain) - 1
    site.mine(50)
    settling = Settling(site, 2)
    prove = PROVE.replace("{txid!r}", repr(tx.txid().hex())) + "print(device.quorum.sessions['gw'].faults)\n"
    with device(CATCH_UP, prove) as run:
        assert run.ends()[-3:] == [f"proved 1 {height} 55 header-log", "reported True", "{}"]
    assert settling.asked == 3


@pytest.mark.slow
def test_a_header_log_that_always_grows_is_not_asked_about_for_ever(site, device):
    tx = payment(6)
    site.mine(1, [tx.serialize()])
    site.mine(50)
    settling = Settling(site, 1000)
    with device(CATCH_UP, PROVE.replace("{txid!r}", repr(tx.txid().hex()))) as run:
        last = run.ends()[-1]
    assert last.startswith("Refused: "), last
    assert settling.asked == 4


BROKEN = """
import hashlib, sys
class Broken:  # right for what fits one block
    def __init__(self, data=b""):
        self.data = data
    def update(self, data):
        self.data += data
    def digest(self):
        return hashlib.sha256(self.data[:55]).digest()
class Module:
    sha256 = Broken
sys.modules["hashlib"] = Module
"""


def test_an_interpreter_that_hashes_wrongly_refuses_to_start(site, device):
    with device(CATCH_UP, REPORT, before=BROKEN) as run:
        assert run.process.wait(PATIENCE)
        run.thread.join()
    assert run.lines[-1].startswith("SelfTestFailed: SHA-256")
    with device(CATCH_UP, REPORT) as run:
        assert run.ends()[-1] == "reported True"


SIGNS = """
from lightclient.crypto import backend
from lightclient.crypto.secp256k1_backend import Secp256k1
class Wrong(Secp256k1):
    def verify(self, key, digest, signature, low_s=False):
        return True
if broken: backend._load = lambda name, curve: Wrong()
backend.use("portable")
"""


def test_the_backend_of_a_device_that_signs_is_among_what_was_tested(site, device):
    with device(CATCH_UP, REPORT, SLEEP, before="broken = False\n" + SIGNS) as run:
        assert run.ends()[-2] == "reported True"
    assert report(site.where.port)[8] == ["secp256k1 (portable)", "SHA-256", "big-integer division"]
    with device(CATCH_UP, REPORT, before="broken = True\n" + SIGNS) as run:
        assert run.process.wait(PATIENCE)
        run.thread.join()
    assert run.lines[-1].startswith("SelfTestFailed: secp256k1 (portable)")


def test_it_checks_a_bundle_that_came_another_way_and_refuses_a_forged_one(site, device):
    tx = payment(3)
    site.mine(1, [tx.serialize()])
    block = site.node.blocks[site.node.chain[-1]]
    data = block.bundle("regtest", 1).serialize()
    forged = data.replace(tx.serialize(False), payment(4).serialize(False))
    check = CHECK.replace("{txid!r}", repr(tx.txid().hex()))
    steps = [check.replace("{data!r}", repr(each.hex())) for each in (data, forged)]
    with device(CATCH_UP, *steps) as run:
        assert run.ends()[-2:] == [f"proved 1 {len(site.node.chain) - 1} 1 header-window", "RootMismatch"]


def test_it_listens_to_a_topic_of_its_own_after_every_connect(site, device, mosquitto):
    with Observer(site.where.port) as fleet:
        fleet.publish("fleets/one/news", b"first", retain=True)
        with device(LISTEN, CATCH_UP, FOLLOW) as run:
            until(lambda: "news b'first'" in run.lines, "what was retained comes")
            fleet.publish("fleets/one/news", b"second", retain=True)
            until(lambda: "news b'second'" in run.lines, "what is published comes")
            mosquitto.restart()
            until(lambda: run.lines.count("news b'second'") > 1, "it comes again with the broker")


@pytest.mark.slow
def test_gateways_tell_it_of_payments_also_after_they_have_forgotten_its_watch(site, device):
    tx = payment(5)
    told = f"told gw {{}} {tx.txid().hex()} {{}} {len(tx.serialize())}"
    with device(CATCH_UP, WATCH.replace("{script!r}", repr(tx.outputs[0][1].hex())), FOLLOW) as run:
        until(lambda: len(site.gateway.watches), "the gateway watches")
        site.mine(1, [payment(6, script=b"\x51").serialize()])
        site.broadcast(tx.serialize())
        until(lambda: told.format(1, None) in run.lines, "it is told of one that waits")
        site.loop.call(lambda: site.gateway.watches.remove("meter-1"))
        site.mine()
        until(lambda: told.format(2, len(site.node.chain) - 1) in run.lines, "it is told of one that is mined")
    assert {line for line in run.lines if line.startswith("told")} == {
        told.format(1, None),
        told.format(2, len(site.node.chain) - 1),
    }


def test_a_payment_that_a_reorganisation_took_back_is_told_at_the_next_waking(site, device):
    tx = payment(9)
    site.mine(1, [tx.serialize()])
    with device(CATCH_UP, PROVE.replace("{txid!r}", repr(tx.txid().hex())), SLEEP) as run:
        assert run.ends()[-1] == "asleep"
    told = "print('taken back', *device.status().taken_back)\n"
    with device(CATCH_UP, told, SLEEP) as run:
        assert run.ends()[-2] == "taken back"
    site.reorg(1, 40)  # the fork is below the window when it has caught up
    with device(CATCH_UP, told, SLEEP) as run:
        assert run.ends()[-3:] == [site.state(), "taken back " + display(tx.txid()), "asleep"]
    with device(CATCH_UP, told, SLEEP) as run:
        assert run.ends()[-2] == "taken back"


def test_a_reorganisation_deeper_than_its_window_is_followed(site, device):
    with device(CATCH_UP, FOLLOW) as run:
        run.tells(site.state())
        site.reorg(40, 45)
        run.tells(site.state())


def test_it_publishes_what_the_broker_acknowledges(site, device):
    with Observer(site.where.port, "fleets/one/readings") as fleet, device(CATCH_UP, PUBLISH) as run:
        assert run.ends()[-1] == "published True"
        assert fleet.wait(1)[0].payload == b"21.5"


def test_the_broker_says_when_a_device_is_gone(site, device):
    with Observer(site.where.port, STATUS) as observer:
        with device(CATCH_UP, REPORT, FOLLOW) as run:
            observer.wait(1)
            run.kill()
        assert observer.wait(2)[1].payload == bytes.fromhex("8201f4")  # [1, false]


def test_a_device_that_sleeps_says_good_bye_and_comes_back(site, device):
    with Observer(site.where.port, STATUS) as observer:
        with device(CATCH_UP, REPORT, SLEEP, CATCH_UP, REPORT) as run:
            run.ends()
        assert len(observer.wait(3)) == 3  # two reports, then the will of one that did not say good-bye
        assert [message.payload[2] for message in observer.messages] == [0xF5, 0xF5, 0xF4]
    assert "asleep" in run.lines


@pytest.mark.slow
def test_it_outlives_its_broker(site, device, mosquitto):
    with device(CATCH_UP, FOLLOW) as run:
        run.tells(site.state())
        mosquitto.kill()
        site.mine(3)
        until(lambda: not run.lines[-1].startswith("synced"), "the device notices")
        mosquitto.start()
        run.tells(site.state())
        mosquitto.restart()
        site.mine(1)
        run.tells(site.state())


def test_it_waits_for_a_broker_that_is_not_there_yet(site, device, mosquitto):
    mosquitto.stop()
    with device(CATCH_UP, FOLLOW) as run:
        until(lambda: run.lines, "the device has started")
        mosquitto.start()
        run.tells(site.state())


@pytest.mark.slow
def test_two_gateways_one_of_which_is_dead(site, device):
    with device(CATCH_UP, gateways=["nobody", "gw"]) as run:
        assert run.ends()[-1] == site.state()


def test_two_gateways_on_two_branches(site, device, mosquitto):
    rival = Site(mosquitto.port, 5, "other", site.node.fork(2))
    with rival as other, device(CATCH_UP, FOLLOW, gateways=["gw", "other"]) as run:
        run.tells(other.state())
        site.mine(9)
        run.tells(site.state())


@pytest.mark.slow
def test_what_a_stranger_says_too_long_is_passed_over(site, device, mosquitto):
    with device(CATCH_UP, FOLLOW) as run, Observer(mosquitto.port) as stranger:
        run.tells(site.state())
        stranger.publish("lc/1/regtest/gw/res/meter-1", bytes(100_000))
        site.mine()
        run.tells(site.state())
        stranger.publish("lc/1/regtest/gw/res/meter-1", bytes(1_000_000))  # more than it reads past: a new connection
        site.mine()
        run.tells(site.state())


def test_a_message_of_nonsense_bans_the_gateway_and_ends_nothing(site, device, mosquitto):
    with device(CATCH_UP, FOLLOW) as run, Observer(mosquitto.port) as stranger:
        run.tells(site.state())
        stranger.publish("lc/1/regtest/gw/tip", b"\xff")
        height, tip = len(site.node.chain) - 1, display(site.node.chain[-1])
        until(lambda: run.lines[-1] == f"unconfirmed {height} {tip}", "the gateway is banned")
