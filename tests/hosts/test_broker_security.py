"""Who may do what at the broker: TLS, users, and the access list that the command prints."""

import asyncio
import contextlib
import json
import ssl

import pytest

from lightclient.bitcoin import kinds
from lightclient.bitcoin.header import display
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.mqtt.errors import BrokerRefused
from lightclient.mqtt.hosts import paho
from lightclient.mqtt.hosts.broker import broker as broker_of
from lightclient.sync import messages, topics
from lightclient.sync.ledger import GENESIS
from tests.hosts.test_cli_online import GatewayProcess
from tests.hosts.test_client import coinbase
from tests.services.broker import Mosquitto
from tests.services.certificates import Certificates
from tests.services.loop import LoopThread
from tests.services.mqtt import Observer
from tests.support.command import invoke, process
from tests.support.gateway import BASE, PRICE, at, client, follows, in_loop, invoice, regtest, serving, until

pytest_plugins = ["tests.services.fixtures"]

USERS = {"gateway": "p@ss/word", "till": "one", "spy": "two"}


def rules(*options):
    printed = invoke("gateway", "acl", "--network", "regtest", "--name", "gw", *options)
    assert printed.exit_code == 0
    return printed.stdout


@pytest.fixture(params=["named", "for all"])
def guarded(installed_mosquitto, tmp_path, request):
    """A broker with users, an access list of `lightclient gateway acl`, and TLS beside."""
    names = ("--client", "till", "--client", "spy") if request.param == "named" else ()
    settings = ("use_username_as_clientid true",) if request.param == "named" else ()
    broker = Mosquitto(tmp_path, USERS, rules(*names), Certificates(tmp_path), settings=settings)
    broker.ca = str(tmp_path / "ca.pem")
    broker.start()
    yield broker
    broker.stop()
    warnings = [line for line in broker.log().splitlines() if "Warning" in line and "root" not in line]
    assert len(warnings) == (0 if request.param == "named" else 3), warnings


@pytest.fixture
def loop():
    thread = LoopThread()
    yield thread
    thread.close()


def node_of(loop, stack):
    """Return the URL of a node with 20 blocks."""
    server = RpcServer(regtest(20))
    loop.run(server.start())
    stack.callback(lambda: loop.run(server.close()))
    return server.url


def url(broker, user, scheme="mqtt"):
    password = USERS[user].replace("@", "%40").replace("/", "%2F")
    return f"{scheme}://{user}:{password}@127.0.0.1:{broker.tls_port if scheme == 'mqtts' else broker.port}"


@pytest.mark.slow
@in_loop
async def test_everything_works_under_the_access_list_and_over_tls(guarded):
    node = regtest(300)
    address, payment = invoice()
    till = broker_of(url(guarded, "till", "mqtts"), guarded.ca)
    async with (
        serving(node, broker_of(url(guarded, "gateway", "mqtts"), guarded.ca)) as gateway,
        Client(till, REGTEST, ["gw"], trust=GENESIS, client_id="till") as ours,
    ):
        assert gateway._wanted.startswith("$share/")
        await follows(ours, node)
        await ours.prove(coinbase(node, 5))
        payments = ours.payment(address, PRICE, 1)
        seen = asyncio.ensure_future(anext(payments))
        await ours.broadcast(payment.serialize())
        assert (await seen).state == "seen"
        node.mine(1)
        assert (await anext(payments)).state == "confirmed"
        await payments.aclose()


@pytest.mark.slow
@in_loop
async def test_whoever_is_not_let_in_again_is_told_why(tmp_path, caplog):
    broker = Mosquitto(tmp_path, {name: secret for name, secret in USERS.items() if name != "spy"})
    broker.start()
    passwords, node = tmp_path / "passwords", regtest(10)
    known = passwords.read_bytes()
    with contextlib.ExitStack() as stack:
        stack.callback(broker.stop)
        where = (broker_of(url(broker, user)) for user in ("gateway", "till"))
        async with serving(node, next(where)) as gateway, client(next(where), client_id="till") as ours:
            await follows(ours, node)
            for _ in range(2):
                told = caplog.text.count("had again")
                await asyncio.to_thread(broker.kill)
                passwords.write_bytes(b"")
                await asyncio.to_thread(broker.start)
                await until(lambda: "Not authori" in gateway.why_not(), "the gateway says why")
                await until(lambda told=told: caplog.text.count("had again") > told, "so does the client")
                await asyncio.to_thread(broker.kill)
                passwords.write_bytes(known)
                await asyncio.to_thread(broker.start)
                await until(lambda: ours.connection.connected and not gateway.why_not(), "both are back")
    said = [record.getMessage() for record in caplog.records if record.name == "lightclient.client"]
    assert 2 <= len(said) <= 2 * 4  # twice: refused by the system, then by the broker; MQTT 5 and 3.1.1
    assert not any(secret in caplog.text for secret in USERS.values())


@pytest.mark.slow
@in_loop
async def test_the_commands_work_under_the_access_list(guarded):
    # Finding 24 of the audit and D7: they named themselves at random, and nobody answered.
    node = regtest(20)
    address, payment = invoice()
    options = ("--network", "regtest", "--gateway", "gw", "--json")
    async with serving(node, broker_of(url(guarded, "gateway"))):

        async def run(*arguments):
            return await asyncio.to_thread(process, *arguments)

        await node.broadcast(payment.serialize())
        node.mine(1)
        paid = ("watch", address, PRICE, "--since", "20")
        for command in (("sync",), ("prove", display(coinbase(node, 5))), paid):
            done = await run(*command, *options, "--broker", url(guarded, "till"))
            assert done.returncode == 0, done.stdout + done.stderr
        told = await run("status", *options, "--broker", url(guarded, "spy"), "--client-id", "spy", "--seconds", "1")
        assert json.loads(told.stdout)["chain"] == "synced"
        other = await run(
            "sync", *options, "--broker", url(guarded, "spy"), "--client-id", "till", "--timeout", "1"
        )  # another one's name is of no use
        assert other.returncode == 2
        assert (await run("sync", *options, "--broker", url(guarded, "spy"), "--client-id", "a/b")).returncode == 2


@pytest.mark.slow
def test_a_gateway_that_runs_as_a_command_lives_under_the_access_list(loop, guarded, tmp_path):
    with contextlib.ExitStack() as stack:
        gateway = GatewayProcess(tmp_path / "gateway", node_of(loop, stack), url(guarded, "gateway"))
        gateway.start()
        stack.callback(gateway.stop)
        options = ("--network", "regtest", "--gateway", "gw", "--broker", url(guarded, "till"), "--json")
        assert json.loads(process("sync", *options).stdout)["height"] == 20
        assert "broker refuses" not in gateway.events()


@pytest.mark.slow
def test_a_gateway_without_its_access_says_so_by_name(loop, installed_mosquitto, tmp_path):
    broker = Mosquitto(tmp_path, USERS, rules("--user", "another"))
    broker.start()
    with contextlib.ExitStack() as stack:
        stack.callback(broker.stop)
        gateway = GatewayProcess(tmp_path / "gateway", node_of(loop, stack), url(broker, "gateway"))
        stack.callback(gateway.stop)
        gateway.start()
        reasons = [line["reason"] for line in gateway.lines() if line["event"] == "broker refuses"]
        assert f"the broker refuses a message on {BASE}tip: Not authorized" in reasons


def test_the_access_list_takes_its_clients_from_a_password_file(tmp_path):
    file = tmp_path / "passwords"
    file.write_text("gateway:$7$101$x$y\ntill:$7$101$z$w\n\nspy:$7$1$2$3\n")
    printed = rules("--clients", str(file), "--client", "till")
    assert [line for line in printed.splitlines() if line.startswith("user ")] == [
        "user gateway",
        "user till",
        "user spy",
    ]
    assert "$7$" not in printed
    file.write_text("a b:x\n")
    refused = invoke("gateway", "acl", "--network", "regtest", "--clients", str(file))
    assert refused.exit_code == 2 and "user 'a b'" in refused.stderr


@in_loop
async def test_a_client_cannot_take_the_name_of_another_where_the_broker_gives_them(installed_mosquitto, tmp_path):
    acl = rules("--client", "till", "--client", "spy")
    broker = Mosquitto(tmp_path, USERS, acl, settings=("use_username_as_clientid true",))
    broker.start()
    node = regtest(20)
    try:
        async with (
            serving(node, broker_of(url(broker, "gateway"))),
            Client(broker_of(url(broker, "till")), REGTEST, ["gw"], trust=GENESIS, client_id="till") as ours,
        ):
            await follows(ours, node)
            with Observer(broker.port, user=("spy", USERS["spy"]), client_id="till"):
                await ours.prove(coinbase(node, 5))
                assert ours.connection.connected
    finally:
        broker.stop()


# -- certificates


@pytest.fixture
def mutual(installed_mosquitto, tmp_path):
    """A broker that over TLS knows its users by their certificates; that of the client is for till-7."""
    acl = rules("--client", "till-7")
    broker = Mosquitto(tmp_path, USERS, acl, Certificates(tmp_path), mutual=True)
    broker.start()
    yield broker
    broker.stop()


@pytest.mark.slow
@in_loop
async def test_a_certificate_of_its_own_lets_a_client_in(mutual):
    files = mutual.certificates
    node = regtest(20)
    where = f"mqtts://127.0.0.1:{mutual.tls_port}"
    own = (str(files.ca), str(files.client_certificate), str(files.client_key))
    async with serving(node, broker_of(url(mutual, "gateway"))):
        async with Client(broker_of(where, *own), REGTEST, ["gw"], trust=GENESIS, client_id="till-7") as ours:
            await follows(ours, node)
            await ours.prove(coinbase(node, 5))
        options = ("--network", "regtest", "--gateway", "gw", "--client-id", "till-7", "--ca", own[0], "--json")
        certified = ("--client-cert", own[1], "--client-key", own[2])
        done = await asyncio.to_thread(process, "sync", *options, "--broker", where, *certified)
        assert json.loads(done.stdout)["height"] == 20
        without = await asyncio.to_thread(process, "sync", *options, "--broker", where)
        assert without.returncode == 2 and "certificate required" in without.stdout
        wrong = await asyncio.to_thread(process, "sync", *options, "--broker", where, *certified[:3], own[1])
        assert wrong.returncode == 2 and "our certificate and its key" in wrong.stdout and own[2] not in wrong.stdout


@pytest.mark.slow
def test_a_gateway_may_show_a_certificate_too(loop, installed_mosquitto, tmp_path):
    broker = Mosquitto(tmp_path, acl=rules("--user", "till-7"), certificates=Certificates(tmp_path), mutual=True)
    broker.start()
    files = broker.certificates
    own = ("--ca", files.ca, "--client-cert", files.client_certificate, "--client-key", files.client_key)
    with contextlib.ExitStack() as stack:
        stack.callback(broker.stop)
        where = f"mqtts://127.0.0.1:{broker.tls_port}"
        gateway = GatewayProcess(tmp_path / "gateway", node_of(loop, stack), where, *map(str, own))
        stack.callback(gateway.stop)
        gateway.start()
        assert "broker refuses" not in gateway.events() and str(files.client_key) not in gateway.log()


@in_loop
async def test_a_device_can_neither_listen_to_another_one_nor_speak_for_the_gateway(guarded):
    node = regtest(170)  # one batch is settled
    spy = ("spy", USERS["spy"])
    gateway_user = ("gateway", USERS["gateway"])
    async with serving(node, broker_of(url(guarded, "gateway"))):
        with (
            Observer(guarded.port, "#", "last", user=spy, client_id="spy") as listening,
            Observer(guarded.port, BASE + "#", user=gateway_user) as truth,
        ):
            for suffix in (topics.TIP, topics.BATCHES + "0", topics.STATUS, topics.RESPONSES + "till"):
                listening.publish(BASE + suffix, b"forged", retain=True)
            listening.publish(BASE + topics.REQUESTS + "till", b"in another's name")
            async with Client(
                broker_of(url(guarded, "till")), REGTEST, ["gw"], trust=GENESIS, client_id="till"
            ) as ours:
                await follows(ours, node)
                await ours.prove(coinbase(node, 5))
            request = messages.request(1, kinds.TRANSACTION, 4096, bytes(32))
            listening.publish(BASE + topics.REQUESTS + "spy", request)
            own = BASE + topics.RESPONSES + "spy"
            await asyncio.to_thread(wait_for, listening, own)
            heard = {message.topic for message in listening.messages}
            assert heard == {BASE + topics.TIP, BASE + topics.BATCHES + "0", BASE + topics.STATUS, own}
            assert b"forged" not in [message.payload for message in truth.messages]
            assert b"in another's name" not in [message.payload for message in truth.messages]
            assert [one for one in truth.messages if one.topic == BASE + topics.REQUESTS + "till"]


def wait_for(observer, topic):
    observer._until(lambda: any(message.topic == topic for message in observer.messages), topic)


@in_loop
async def test_a_wrong_password_is_refused_by_name_and_not_repeated(guarded):
    for where in (broker_of(f"mqtt://till:wr0ng@127.0.0.1:{guarded.port}"), at(guarded.port)):
        with pytest.raises(BrokerRefused, match="Not authorized") as caught:
            await Client(where, REGTEST, ["gw"], trust=GENESIS).start()
        assert "wr0ng" not in f"{caught.value} {where!r}"


@in_loop
async def test_a_broker_whose_authority_is_not_ours_is_refused(guarded, tmp_path):
    (tmp_path / "other").mkdir()
    stranger = Certificates(tmp_path / "other").ca
    for ca in (None, str(stranger)):
        with pytest.raises(ssl.SSLCertVerificationError):
            await Client(broker_of(url(guarded, "till", "mqtts"), ca), REGTEST, ["gw"], trust=GENESIS).start()
    with pytest.raises(OSError):
        where = broker_of(url(guarded, "till", "mqtts").replace(str(guarded.tls_port), str(guarded.port)), guarded.ca)
        await Client(where, REGTEST, ["gw"], trust=GENESIS).start()


@in_loop
async def test_a_tls_handshake_that_comes_in_drips_is_not_waited_for(monkeypatch, tmp_path):
    monkeypatch.setattr(paho, "CONNECT", 0.6)

    async def drip(reader, writer):
        with contextlib.suppress(OSError):
            writer.write(b"\x16\x03\x03\x40\x00")
            for _ in range(100):
                writer.write(b"\x02")
                await writer.drain()
                await asyncio.sleep(0.2)  # less than what one read may take
        writer.close()
        ended.set()

    ended = asyncio.Event()
    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    where = broker_of(f"mqtts://127.0.0.1:{server.sockets[0].getsockname()[1]}", str(Certificates(tmp_path).ca))
    began = asyncio.get_running_loop().time()
    with pytest.raises(OSError):
        await Client(where, REGTEST, ["gw"], trust=GENESIS).start()
    assert asyncio.get_running_loop().time() - began < 3
    server.close()
    await ended.wait()


@pytest.mark.slow
def test_what_is_held_until_a_subscription_is_granted_is_bounded():
    # Finding 32 of the audit: a broker that owes a SUBACK made it grow without end.
    for size in (0, 1000, 1 << 20):
        connection = paho.Connection(at(1), "us", lambda *message: None)
        connection._subscribing = {1}
        taken = sum([connection.publish("t", bytes(size), qos) for qos in (0, 1) for _ in range(12_000)])
        assert taken <= paho.LONGEST_QUEUE and taken * size <= paho.MOST
        assert len(connection._held) == taken
