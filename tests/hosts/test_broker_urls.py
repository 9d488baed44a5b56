"""Where a broker is: what a URL may say, and WebSocket, real and hostile."""

import asyncio
import base64
import contextlib
import hashlib
import ssl
import tracemalloc

import pytest

from lightclient.device.url import context
from lightclient.mqtt.errors import BadBrokerUrl, TlsFailed
from lightclient.mqtt.hosts import paho
from lightclient.mqtt.hosts.broker import broker as broker_of
from lightclient.mqtt.hosts.paho import Connection
from tests.hosts.test_client import coinbase
from tests.services.broker import Mosquitto
from tests.services.certificates import Certificates
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE
from tests.services.rogue import publish
from tests.support.gateway import client, follows, in_loop, regtest, serving, until

pytest_plugins = ["tests.services.fixtures"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("broker", "not mqtt, mqtts, ws or wss"),
        ("us:secret@broker", "is not mqtt"),
        ("http://us:secret@broker", "http:// is not"),
        ("tcp://broker", "tcp:// is not"),
        ("mqtt://", "host, port or path"),
        ("mqtt://us:secret@", "host, port or path"),
        ("mqtt://broker:99999", "no port 99999"),
        ("mqtt://broker:0", "no port 0"),
        ("mqtt://broker:18x3", "host, port or path"),
        ("mqtt://b/path", "only ws:// and wss:// have a path"),
        ("ws://us:secret@broker/mqtt?token=secret", "host, port or path"),
        ("mqtt://us:secret@" + 64 * "a" + ".example", "host, port or path"),
        ("mqtt://us:secret@broker..example", "host, port or path"),
        ("mqtt://us:secret@.", "host, port or path"),
        ("mqtt://:secret@broker", "no user"),
        ("mqtt://us:secret%ff@broker", "not UTF-8"),
        *[(f"mqtt://us:secret{letter}secret@broker", "%2F %3F %23 %5B %5D %40 %25 %20") for letter in "/?#[]@% "],
        ("mqtt://us:secret/1:secret", "host, port or path"),
    ],
)
def test_a_bad_url_is_refused_by_name_without_its_login(text, says):
    with pytest.raises(BadBrokerUrl) as caught:
        broker_of(text)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value) and "us:" not in str(caught.value)


def test_each_part_of_a_url_means_one_thing():
    for text, place in [
        ("mqtt://broker", ("broker", 1883, None, False)),
        ("MQTTS://broker.example./", ("broker.example.", 8883, None, True)),
        ("mqtt://[::1]:7", ("::1", 7, None, False)),
        ("ws://broker", ("broker", 80, "/", False)),
        ("wss://broker:8084/mqtt/a%20b", ("broker", 8084, "/mqtt/a%20b", True)),
    ]:
        found = broker_of(text)
        assert (found.host, found.port, found.path, found.tls is not None) == place
    found = broker_of("mqtt://us%3Aer:p%40ss%2Fword:x@broker")
    assert (found.user, found.password) == ("us:er", "p@ss/word:x")
    assert "p@ss" not in repr(found) and "us:er" not in repr(found)


def test_files_for_tls_are_refused_by_name_where_they_cannot_serve(tmp_path):
    files = Certificates(tmp_path)
    (tmp_path / "other").mkdir()
    other = Certificates(tmp_path / "other")
    ours = str(files.client_certificate)
    with pytest.raises(BadBrokerUrl, match="write mqtts"):
        broker_of("mqtt://broker", str(files.ca))
    with pytest.raises(BadBrokerUrl, match="write wss"):
        broker_of("ws://broker", None, ours, str(files.client_key))
    for wrong, says in [
        ((str(tmp_path / "none"),), r"authority cannot be used \(No such file"),
        ((str(files.key),), "authority cannot be used"),
        ((None, None, str(files.client_key)), "a key without its certificate"),
        ((None, ours, str(other.client_key)), "key values mismatch"),
        ((None, ours, str(tmp_path / "secret")), r"its key cannot be used \(No such file"),
        ((None, ours), "its key cannot be used"),
    ]:
        with pytest.raises(TlsFailed, match=says) as caught:
            broker_of("mqtts://broker", *wrong)
        assert "secret" not in str(caught.value)
    files.lock()
    with pytest.raises(TlsFailed, match="passphrase"):
        broker_of("mqtts://broker", None, ours, str(files.client_key))


# -- WebSocket


@pytest.fixture
def web(installed_mosquitto, tmp_path):
    broker = Mosquitto(tmp_path, certificates=Certificates(tmp_path), websockets=True)
    broker.start()
    yield broker
    broker.stop()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["ws", "wss"])
@in_loop
async def test_everything_works_over_websocket(web, scheme):
    node = regtest(300)
    port = web.ws_port if scheme == "ws" else web.wss_port
    where = broker_of(f"{scheme}://127.0.0.1:{port}/mqtt", str(web.certificates.ca) if scheme == "wss" else None)
    async with serving(node, where) as gateway, client(where) as ours:
        await follows(ours, node)
        await ours.prove(coinbase(node, 5))
        node.mine(3)
        await follows(ours, node)
        with Observer(web.port, "large") as observer:  # over many pieces, both ways
            large = bytes(range(256)) * 3000
            gateway.connection.publish("large", large)
            (message,) = await asyncio.to_thread(observer.wait)
            assert message.payload == large
            heard = []
            other = Connection(
                where, "other", lambda *message: heard.append(message), lambda up: up and other.subscribe("x")
            )
            await other.start()
            await until(lambda: not other._subscribing, "it has subscribed")
            # mosquitto 2.0 takes 0.1 s for each 4 KB of a message that it sends over WebSocket.
            await asyncio.to_thread(observer.publish, "x", large[:20_000])
            await until(lambda: heard, "it is heard")
            assert heard == [("x", large[:20_000], False)]
            await other.stop()


@contextlib.asynccontextmanager
async def server(frames, accepts=True):
    """A WebSocket server that welcomes whoever comes, and then says `frames`; yields (port, what it was asked)."""
    asked = []

    async def serve(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            asked.append(request.decode())
            key = request.split(b"Sec-WebSocket-Key: ")[1].split(b"\r\n")[0]
            proof = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
            writer.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + proof + b"\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n"
                if accepts is True
                else accepts
            )
            for frame in frames:
                writer.write(frame)
                await writer.drain()
            asked.append(await reader.read(1 << 16))
            await reader.read()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1], asked
    finally:
        listening.close()


CONNACK = b"\x82\x05\x20\x03\x00\x00\x00"


@in_loop
async def test_the_path_is_what_the_url_says_and_frames_may_come_in_any_pieces():
    pieces = [b"\x02\x01\x20", b"\x89\x02hi", b"\x00\x01\x03", b"\x00\x00", b"\x8a\x00", b"\x80\x03\x00\x00\x00"]
    async with server([bytes([byte]) for byte in b"".join(pieces)]) as (port, asked):
        ours = Connection(broker_of(f"ws://127.0.0.1:{port}/a/b%20c"), "ours", lambda *message: None)
        await ours.start()
        assert asked[0].startswith("GET /a/b%20c HTTP/1.1\r\n")
        await until(lambda: len(asked) > 1, "it speaks")
        ours._hang_up()
        await ours.stop()


@in_loop
async def test_a_message_that_is_too_large_is_passed_over_on_a_websocket_too():
    heard, passed = [], []
    body = publish(3_000_003) + bytes(3_000_000)
    frames = [CONNACK, b"\x82\x7f" + len(body).to_bytes(8, "big"), body, b"\x82\x07\x30\x05\x00\x01t\x00x"]
    async with server(frames) as (port, _):
        ours = Connection(
            broker_of(f"ws://127.0.0.1:{port}"),
            "ours",
            lambda topic, payload, retained: heard.append(payload),
            max_payload=1000,
            on_large=lambda topic, size: passed.append((topic, size)),
        )
        tracemalloc.start()
        await ours.start()
        await until(lambda: heard, "the next one is heard")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (heard, passed) == ([b"x"], [("t", 3_000_003)])
        assert most < 5_000_000  # the body itself is 3 MB of it
        ours._hang_up()
        await ours.stop()


@pytest.mark.parametrize(
    "frame",
    [
        b"\x81\x01x",  # text
        b"\xc2\x01x",  # a bit of an extension
        b"\x82\x81xxxxx",  # masked, as only a client's are
        b"\x89\x7e\x00\xff" + bytes(255),  # a ping that is too long
        b"\x88\x00",  # the end
    ],
    ids=["text", "extension", "masked", "long ping", "close"],
)
@in_loop
async def test_a_frame_that_no_server_sends_ends_the_connection(frame):
    async with server([frame]) as (port, _):
        ours = Connection(broker_of(f"ws://127.0.0.1:{port}"), "ours", lambda *message: None)
        with pytest.raises(ConnectionError):
            await ours.start()
        await ours.stop()


@pytest.mark.slow
@in_loop
async def test_a_flood_of_empty_frames_and_pings_stops_nothing_else():
    flood = (b"\x80\x00" + b"\x89\x00") * 5000
    async with server([CONNACK, *[flood] * 50]) as (port, _):
        ours = Connection(broker_of(f"ws://127.0.0.1:{port}"), "ours", lambda *message: None)
        await ours.start()
        loop = asyncio.get_running_loop()
        longest, end = 0.0, loop.time() + 1
        while loop.time() < end:
            began = loop.time()
            await asyncio.sleep(0)
            longest = max(longest, loop.time() - began)
        assert longest < 0.5
        ours._hang_up()
        await ours.stop()


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n", b"x" * 100_000, b"sec-websocket-accept:\xff\n", b""],
    ids=["404", "no end", "nonsense", "nothing"],
)
@in_loop
async def test_a_server_without_a_websocket_is_refused_by_name(answer, monkeypatch):
    monkeypatch.setattr(paho, "CONNECT", 0.5)
    async with server([], answer) as (port, _):
        says = "no WebSocket at /mqtt" if answer else "does not answer"
        with pytest.raises(ConnectionError, match=says):
            await client(f"ws://us:secret@127.0.0.1:{port}/mqtt").start()


@in_loop
async def test_a_handshake_that_comes_in_drips_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(paho, "CONNECT", 0.6)

    async def drip(reader, writer):
        with contextlib.suppress(OSError):
            while True:
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.2)
        writer.close()
        ended.set()

    ended = asyncio.Event()
    listening = await asyncio.start_server(drip, "127.0.0.1", 0)
    ours = Connection(broker_of(f"ws://127.0.0.1:{listening.sockets[0].getsockname()[1]}"), "us", lambda *message: None)
    with pytest.raises(ConnectionError, match="not answer"):
        await asyncio.wait_for(ours.start(), PATIENCE)
    await ours.stop()
    listening.close()
    await ended.wait()


def test_a_device_refuses_files_by_the_name_of_their_argument(tmp_path):
    files = Certificates(tmp_path)
    missing = str(tmp_path / "secret")
    own = str(files.client_certificate), str(files.client_key)
    assert context(str(files.ca), own).verify_mode == ssl.CERT_REQUIRED
    for ca, certificate, says in [
        (missing, None, "`ca` cannot be used"),
        (b"\x30", None, "`ca` cannot be used"),
        (None, (own[0], missing), "`certificate` cannot be used"),
        (None, (own[0], own[0]), "`certificate` cannot be used"),
    ]:
        with pytest.raises(TlsFailed, match=says) as caught:
            context(ca, certificate)
        assert "secret" not in str(caught.value)
