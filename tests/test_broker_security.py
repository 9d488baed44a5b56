"""Who may do what at the broker: TLS, users, and the access list that the command prints."""

import asyncio
import ssl

import pytest

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.mqtt import BadBrokerUrl, BrokerRefused
from lightclient.mqtt import broker as broker_of
from lightclient.sync import messages, topics
from tests.command import invoke
from tests.gateway import BASE, PRICE, at, follows, in_loop, invoice, regtest, serving
from tests.services.broker import Mosquitto
from tests.services.certificates import Certificates
from tests.services.mqtt import Observer
from tests.test_client import coinbase

pytest_plugins = ["tests.services.fixtures"]

USERS = {"gateway": "p@ss/word", "till": "one", "spy": "two"}


@pytest.fixture
def guarded(installed_mosquitto, tmp_path):
    """A broker with users, the access list of `lightclient gateway acl`, and TLS beside."""
    rules = invoke("gateway", "acl", "--network", "regtest", "--name", "gw")
    assert rules.exit_code == 0
    broker = Mosquitto(tmp_path, USERS, rules.stdout, Certificates(tmp_path))
    broker.ca = str(tmp_path / "ca.pem")
    broker.start()
    yield broker
    broker.stop()


def url(broker, user, scheme="mqtt"):
    password = USERS[user].replace("@", "%40").replace("/", "%2F")
    return f"{scheme}://{user}:{password}@127.0.0.1:{broker.tls_port if scheme == 'mqtts' else broker.port}"


@in_loop
async def test_everything_works_under_the_access_list_and_over_tls(guarded):
    node = regtest(300)
    address, payment = invoice()
    till = broker_of(url(guarded, "till", "mqtts"), guarded.ca)
    async with (
        serving(node, broker_of(url(guarded, "gateway", "mqtts"), guarded.ca)) as gateway,
        Client(till, REGTEST, ["gw"], client_id="till") as ours,
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
            async with Client(broker_of(url(guarded, "till")), REGTEST, ["gw"], client_id="till") as ours:
                await follows(ours, node)
                await ours.prove(coinbase(node, 5))
            request = messages.request(1, messages.TRANSACTION, 4096, bytes(32))
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
            await Client(where, REGTEST, ["gw"]).start()
        assert "wr0ng" not in f"{caught.value} {where!r}"


@in_loop
async def test_a_broker_whose_authority_is_not_ours_is_refused(guarded, tmp_path):
    (tmp_path / "other").mkdir()
    stranger = Certificates(tmp_path / "other").ca
    for ca in (None, str(stranger)):
        with pytest.raises(ssl.SSLCertVerificationError):
            await Client(broker_of(url(guarded, "till", "mqtts"), ca), REGTEST, ["gw"]).start()
    with pytest.raises(OSError):
        where = broker_of(url(guarded, "till", "mqtts").replace(str(guarded.tls_port), str(guarded.port)), guarded.ca)
        await Client(where, REGTEST, ["gw"]).start()


@pytest.mark.parametrize(
    "text",
    [
        "broker",
        "http://broker",
        "mqtt://",
        "mqtt://us:secret@",
        "mqtt://broker:99999",
        "us:secret@broker",
        "mqtt://b/path",
    ],
)
def test_a_bad_url_is_refused_without_its_password(text):
    with pytest.raises(BadBrokerUrl) as caught:
        broker_of(text)
    assert "secret" not in str(caught.value)
