"""What a device promises to whoever programs it, on the toy ledger and without a broker."""

from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import DamagedCheckpoint, EmptyCheckpoint, NoTrust, TextCheckpoint
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema
from lightclient.device.device import Device
from lightclient.device.kept import FIRST_PAUSE
from lightclient.device.link import FAULT, LOST
from lightclient.device.url import parse
from lightclient.mqtt.client import MESSAGE
from lightclient.mqtt.errors import BadBroker, TlsFailed
from lightclient.store.errors import CorruptStore
from lightclient.sync.errors import BadGateways, NoAnswer
from lightclient.sync.ledger import GENESIS
from lightclient.sync.messages import presence
from lightclient.sync.quorum import FOLLOWING, FORKED, OFFLINE, STARTING, SYNCED
from lightclient.sync.topics import RESPONSES, STATUS, TIP
from lightclient.sync.wiring import DEAF
from tests.portable.mining import Tree
from tests.portable.scene import Gateway as BitcoinGateway
from tests.portable.scene import names as named
from tests.portable.support import raises
from tests.portable.toy.bench import Store, device
from tests.portable.toy.ledger import grow
from tests.portable.toy.world import NAME, NETWORK, SECRET, Gateway, chain

BLOCKS = chain(9)
BASE = "lc/1/toy/"


def gateways(count=1):
    made = {"gw" + str(number): Gateway(BLOCKS) for number in range(count)}
    for gateway in made.values():
        gateway.publish()
    return made


# -- the start


def test_what_cannot_work_is_refused_at_the_start_by_name():
    for names in ("gw", [], None, ["a", "a"]):
        with raises(BadGateways):
            Device(NETWORK, NAME, names, "mqtt://broker", GENESIS)
    for name, names in (("", ["gw"]), ("a/b", ["gw"]), (NAME, ["g w"])):
        with raises(BadSchema):
            Device(NETWORK, name, names, "mqtt://broker", GENESIS)
    good = b"".join(REGTEST.start(GENESIS, None, 12)[0].parts())
    for trust, error in (
        (None, NoTrust),
        (b"", EmptyCheckpoint),
        ("4c434832" + 64 * "00", TextCheckpoint),
        (good[:60] + bytes((good[60] ^ 1,)) + good[61:], DamagedCheckpoint),
    ):
        with raises(error):
            Device(REGTEST, NAME, ["gw"], "mqtt://broker", trust)
    for broker in (
        "broker",
        "broker:1883",
        "http://broker",
        "mqtt://",
        "mqtt://broker:99999",
        "mqtt://broker..example",
        "mqtt://" + 64 * "a",
        "mqtt://u:p@broker",
        None,
    ):
        with raises(BadBroker):
            Device(NETWORK, NAME, ["gw"], broker, GENESIS)
    for name, numbers in (
        ("limit", (-1, 0, 1023, 1 << 32)),
        ("keep_alive", (-1, 1 << 16)),
        ("needed", (-1, 0, 2)),
        ("window", (-1, 0, 1 << 32)),
        ("state", (5, b"/chain")),
    ):
        for value in numbers + (None, 60.5, "60")[: 3 if name != "state" else 0]:
            with raises(BadSchema) as caught:
                Device(REGTEST, NAME, ["gw"], "mqtt://broker", GENESIS, **{name: value})
            assert name in str(caught.error)


def test_a_password_in_a_url_is_not_repeated():
    with raises(BadBroker) as caught:
        parse("mqtt://me:secret@broker")
    assert "secret" not in str(caught.error) and "broker" in str(caught.error)


def test_urls_of_brokers():
    assert parse("mqtt://broker") == (False, "broker", 1883)
    assert parse("mqtts://broker.example:443") == (True, "broker.example", 443)
    assert parse("mqtt://[::1]:1884") == (False, "::1", 1884)


def test_files_for_tls_beside_a_broker_in_the_clear_are_refused():
    for files in ({"ca": "/ca.pem"}, {"ca": b"der"}, {"certificate": ("/own.pem", "/own.key")}):
        with raises(TlsFailed):
            Device(REGTEST, "till-7", ["gw"], "mqtt://broker", GENESIS, password="secret", **files)


def test_a_state_that_is_lost_or_cannot_be_read_is_counted_by_name():
    class Worn(Store):
        def load(self):
            raise CorruptStore("neither slot holds a whole record")

    class Gone(Store):
        def load(self):
            raise OSError(5)

    for store, names in (
        (Store(), ["NoRecord"]),
        (Worn(), ["CorruptStore"]),
        (Gone(), ["NotLoaded"]),
        (Store(b"\xff"), ["Unsupported"]),
        (None, []),
    ):
        made, _, lines = device(gateways(), store)
        assert sorted(made.faults) == names or (names == ["Unsupported"] and len(made.faults) == 1)
        assert len(lines) == len(names)
    made, _, lines = device(gateways(), (Store(), Worn()))
    assert made.faults == {"NoRecord": 1, "CorruptStore": 1}


def test_a_damaged_record_of_bitcoin_is_counted_by_name_and_the_trust_anchor_serves():
    made, _, lines = device({"gw": None}, Store(b"LCH2 and noise"), REGTEST)
    assert made.ledger.height == 0
    assert len(lines) == 1 and lines[0].startswith("Saved")


def test_what_was_proved_is_in_doubt_without_the_chain_that_was_kept():
    class Worn(Store):
        def load(self):
            raise CorruptStore("neither slot holds a whole record")

    tree = Tree(REGTEST)
    tree.grow(named(1, 60), after="0")
    gateway = BitcoinGateway(tree, "60")
    gateway.publish()
    chain_ = from_genesis(REGTEST, 1)
    chain_.extend(tree.run(named(1, 40)))
    trust = checkpoint.serialize(chain_)
    proved = encode([0, [[b"\x77" * 32, 5, b"\x66" * 32, False]], None])  # in a block that this chain does not have
    for store in (Store(), Worn(), Store(b"\xff")):
        made, _, _ = device({"gw": gateway}, (store, Store(proved)), REGTEST, trust=trust)
        assert made.catch_up(20) == SYNCED and made.proven.taken_back == ["77" * 32]


# -- a waking


def test_a_fork_is_kept_though_the_newest_block_stays():
    there = gateways()
    store = Store()
    made, _, _ = device(there, store)
    with made.awake(30) as status:
        assert status.chain == SYNCED
    saves = store.saves
    there["gw0"].blocks = BLOCKS[:-1] + [grow(SECRET, BLOCKS[-2], BLOCKS[-1][2], 91)]
    there["gw0"].publish()
    with made.awake(30):
        assert made.chain() == FORKED
    assert store.saves == saves + 1
    with made.awake(30):
        pass
    assert store.saves == saves + 1


def test_it_wakes_catches_up_proves_saves_and_says_good_bye():
    store, kept = Store(), Store()
    made, wire, _ = device(gateways(), (store, kept))
    with made.awake(30) as status:
        assert status.known and status.live and status.connected
        assert (status.chain, status.height) == (SYNCED, 9)
        assert made.prove(4).outcome == "proved"
        verdict = made.prove(99)
        assert (verdict.outcome, verdict.missing) == ("not yet", ("inclusion",))
        assert made.report(verdict)
    assert wire.left == 1 and not wire.connected
    assert store.record == encode(["TOY", "toy", BLOCKS[9]]) and kept.record
    again, _, _ = device(gateways(), (store, kept))
    assert again.ledger.height == 9 and again.faults == {}


def test_status_is_one_line():
    made, wire, _ = device(gateways(2), calendar=BLOCKS[9][2])
    assert str(made.status()) == "toy starting at 0; no broker; gw0 offline; gw1 offline"
    made.catch_up(30)
    assert str(made.status()) == "toy synced at 9; gw0 following; gw1 following"
    for node, shown in (("stale", "gw0 following, its node stale"), ("following", "gw0 following")):
        wire.coming.append((MESSAGE, BASE + "gw0/" + STATUS, presence(True, {"node": node}), True))
        made.follow(1)
        assert str(made.status()) == "toy synced at 9; " + shown + "; gw1 following"
        assert made.status().nodes == {"gw0": node, "gw1": ""}
    wire.coming.append((LOST, "BrokerRefused", "the broker refuses the connection: code 5, not authorised", None))
    wire.away = True
    made.follow(1)
    assert "no broker (BrokerRefused: the broker refuses the connection: code 5, not authorised)" in str(made.status())


def test_whatever_happens_in_a_waking_it_saves_and_says_good_bye():
    class Odd(Exception):
        pass

    for error in (Odd, KeyboardInterrupt, MemoryError):
        store = Store()
        made, wire, _ = device(gateways(), store)
        with raises(error), made.awake(30):
            raise error
        assert store.record and wire.left == 1
    made, wire, _ = device(gateways(), Store())
    made.follower.quorum.chain = None  # whatever is wrong in us
    with raises(TypeError), made.awake(30):
        raise AssertionError("never awake")
    assert wire.left == 1


def test_a_store_that_takes_nothing_costs_nothing_else():
    store, kept = Store(), Store()
    store.refuses = OSError(28)
    made, wire, _ = device(gateways(), (store, kept))
    with made.awake(30):
        made.prove(4)
    assert made.faults["NotSaved"] == 1 and kept.record and wire.left == 1
    kept.refuses, store.refuses = OSError(28), None
    made, _, _ = device(gateways(), (store, kept))
    with made.awake(30):
        made.prove(3)
    assert store.record and made.faults["NotSaved"] >= 2  # tried again


# -- losses and their reasons


def test_every_loss_reaches_the_log_with_its_reason():
    made, wire, lines = device(gateways())
    made.catch_up(30)
    wire.coming += [(LOST, "Unreachable", "no connection to broker:1883: [Errno 111] ECONNREFUSED", None)]
    made.follow(1)
    wire.coming += [(LOST, "TlsFailed", "TlsFailed: certificate is not for broker", None)]
    made.follow(1)
    assert lines == [
        "Unreachable: no connection to broker:1883: [Errno 111] ECONNREFUSED",
        "TlsFailed: certificate is not for broker",
    ]
    assert made.faults == {"Unreachable": 1, "TlsFailed": 1}
    assert made.status().reason == lines[-1] and made.chain() == SYNCED


def test_a_gateways_faults_reach_the_log_too_and_ever_more_rarely():
    made, wire, lines = device(gateways())
    made.catch_up(30)
    for _ in range(20):
        wire.coming.append((MESSAGE, BASE + "gw0/" + TIP, b"\xff", False))
    made.follow(1)
    assert len(lines) == 5 and lines[0].startswith("gw0: ")  # after 1, 2, 4, 8 and 16
    assert made.status().gateways[0][2]


def test_a_dead_gateway_is_not_following_however_much_the_broker_remembers():
    dead = gateways()
    dead["gw0"].silent = True
    dead["gw0"].retained[STATUS] = presence(False)
    made, _, _ = device(dead)
    assert made.catch_up(20) == STARTING
    status = made.status()
    assert not status.live and not status.known and status.gateways[0][1] == OFFLINE
    assert made.clock.now() == 20
    with raises(NoAnswer):
        made.prove(4, 5)


# -- messages that cannot be taken


def test_a_retained_message_that_is_too_large_is_skipped_and_its_gateway_only_asked():
    made, wire, _ = device(gateways(2))
    made.catch_up(30)
    tip = BASE + "gw0/" + TIP
    wire.coming.append((FAULT, "MessageTooLarge", "a message of 9000 bytes on " + tip, tip))
    made.follow(1)
    assert wire.unsubscribed == [tip] and made.chain() == SYNCED
    assert made.status().gateways[0][1] == FOLLOWING
    wire.subscribed = []
    wire.coming.append((LOST, "NoAnswer", "", None))
    made.follow(1)
    assert tip not in wire.subscribed and BASE + "gw1/" + TIP in wire.subscribed
    assert made.status().gateways[0][1] == FOLLOWING


def test_one_that_cannot_even_be_skipped_costs_one_connection():
    for suffix in (TIP, STATUS, "headers/0"):
        made, wire, _ = device(gateways(2))
        made.catch_up(30)
        wire.subscribed = []
        topic = BASE + "gw0/" + suffix
        wire.coming.append((LOST, "PacketTooLarge", "", topic))
        made.follow(3 * DEAF)
        assert topic not in wire.subscribed and made.faults == {"PacketTooLarge": 1}
        assert [gateway[1] for gateway in made.status().gateways] == [FOLLOWING, FOLLOWING]


def test_where_a_gateway_answers_is_left_alone_for_longer_each_time():
    made, wire, _ = device(gateways(2))
    made.catch_up(30)
    topic = BASE + "gw0/" + RESPONSES + NAME
    for pause in (DEAF, 2 * DEAF, 4 * DEAF):
        wire.subscribed = []
        wire.coming.append((LOST, "PacketTooLarge", "", topic))
        made.follow(pause - 0.5)
        assert topic not in wire.subscribed and made.status().known  # by the other gateway
        made.follow(1)
        assert topic in wire.subscribed
    made.follow(60)
    assert [gateway[1] for gateway in made.status().gateways] == [FOLLOWING, FOLLOWING]


def test_a_topic_of_the_application_is_left_alone_as_well():
    heard = []
    made, wire, _ = device(gateways())
    made.listen("fleet/news", heard.append)
    made.catch_up(30)
    assert wire.subscribed.count("fleet/news") == 1
    wire.coming += [(MESSAGE, "fleet/news", b"news", True), (LOST, "PacketTooLarge", "", "fleet/news")]
    made.follow(DEAF - 1)
    assert heard == [b"news"] and wire.subscribed.count("fleet/news") == 1
    made.follow(2)
    assert wire.subscribed.count("fleet/news") == 2


def test_a_subscription_that_is_refused_costs_no_connection():
    made, wire, _ = device(gateways(2))
    made.catch_up(30)
    wire.coming.append((FAULT, "SubscriptionRefused", "", BASE + "gw0/" + TIP))
    made.follow(1)
    assert made.faults == {"SubscriptionRefused": 1} and made.chain() == SYNCED


def test_more_gateways_than_the_broker_acknowledges_at_once():
    made, wire, _ = device(gateways(70))
    made.listen("news", lambda payload: None)
    assert made.catch_up(5) == SYNCED
    made.follow(5)
    assert len(wire.subscribed) == len(set(wire.subscribed)) == 3 * 70 + 1
    assert [gateway[1] for gateway in made.status().gateways] == [FOLLOWING] * 70
    wire.waiting = 1000
    assert made.publish("reading", b"21.5")


# -- the main loop


class Enough(Exception):
    pass


def naps(made, work, count, **options):
    """Run the main loop; return for how long it slept each time."""
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == count:
            raise Enough

    with raises(Enough):
        made.run(work, sleep, **options)
    return slept


def test_the_main_loop_sleeps_in_every_case():
    made, wire, _ = device(gateways())
    assert naps(made, lambda device, status: None, 2, every=600) == [600, 600]
    assert naps(made, lambda device, status: 7, 2) == [7, 7]
    assert wire.left == 4

    def fails(device, status):
        raise ValueError("no sensor")

    made, _, lines = device(gateways())
    assert naps(made, fails, 8, every=600) == [10, 20, 40, 80, 160, 320, 600, 600]
    assert made.faults["ValueError"] == 8 and "ValueError: no sensor" in lines


def test_a_waking_without_an_answer_is_tried_again_sooner_and_a_reset_does_not_forget_it():
    kept = Store()
    silent = gateways()
    silent["gw0"].silent = True
    assert naps(device(silent, (Store(), kept))[0], lambda device, status: None, 3, awake=5) == [10, 20, 40]
    made, _, _ = device(silent, (Store(), kept))  # a deep sleep ends in a reset
    assert naps(made, lambda device, status: None, 1, awake=5) == [80]
    silent["gw0"].silent = False
    made, _, _ = device(silent, (Store(), kept))
    assert naps(made, lambda device, status: None, 1, awake=5) == [600]
    silent["gw0"].silent = True
    made, _, _ = device(silent, (Store(), kept))
    assert naps(made, lambda device, status: None, 1, awake=5) == [FIRST_PAUSE]


def test_the_watchdog_is_fed_at_least_every_second():
    fed = []
    made, _, _ = device(gateways(), watchdog=lambda: fed.append(made.clock.now()))
    made.follow(30)
    assert max([later - earlier for earlier, later in zip(fed, fed[1:])]) <= 1  # noqa: B905, RUF007 - MicroPython
