"""Nodes and brokers behind a SOCKS5 proxy, microsocks: everything goes through it, names included.

NAME is a name to us, and this machine to whoever resolves it, which must be the proxy alone.
"""

import asyncio
import contextlib
import json
import os
import socket
import ssl
import sys

import pytest

from lightclient.bitcoin.hosts.connect import connect
from lightclient.bitcoin.hosts.errors import BadNodeUrl, NodeUnreachable
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.mqtt.errors import BadProxyUrl, ProxyMissing
from lightclient.mqtt.hosts.broker import Broker
from lightclient.mqtt.hosts.proxy import Proxy, ProxyFailed, proxy
from tests.services.certificates import Certificates
from tests.services.electrum import ElectrumServer
from tests.services.process import free_port
from tests.support.command import process
from tests.support.gateway import client, follows, regtest, serving
from tests.support.nodes import in_loop

pytest_plugins = ["tests.services.fixtures"]

NAME = "0x7f000001"


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """The names that this process has resolved."""
    names = []
    real = socket.getaddrinfo

    def getaddrinfo(host, *arguments, **options):
        names.append(host)
        return real(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return names


@contextlib.asynccontextmanager
async def json_rpc(own):
    server = RpcServer(own)
    await server.start()
    yield server.url.replace("127.0.0.1", NAME)
    await server.close()


@contextlib.asynccontextmanager
async def electrum(own):
    async with ElectrumServer(own).running() as url:
        yield url.replace("127.0.0.1", NAME)


every_kind = pytest.mark.parametrize("kind", [json_rpc, electrum])


@pytest.mark.slow
@every_kind
@in_loop
async def test_a_node_is_reached_through_a_proxy_that_resolves_its_name(proxies, asked, kind):
    own = regtest(7)
    through = proxies()
    async with kind(own) as url:
        node = connect(url, proxy=proxy(f"socks5h://127.0.0.1:{through.port}"))
        assert (await node.tip()).height == 7
        await node.close()
    assert NAME not in asked
    assert NAME in through.log()


@every_kind
@in_loop
async def test_a_proxy_wants_the_right_login(proxies, kind):
    own = regtest(7)
    through = proxies("us/er", "pass@word")
    async with kind(own) as url:
        node = connect(url, proxy=proxy(f"socks5h://us%2Fer:pass%40word@127.0.0.1:{through.port}"))
        assert (await node.tip()).height == 7
        await node.close()
        for way in (f"socks5h://user:wrong@127.0.0.1:{through.port}", f"socks5h://127.0.0.1:{through.port}"):
            node = connect(url, proxy=proxy(way))
            with pytest.raises(NodeUnreachable, match="the proxy does not connect") as caught:
                await node.tip()
            await node.close()
            for secret in ("wrong", NAME, "127.0.0.1", str(through.port)):
                assert secret not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["http", "tcp"])
@in_loop
async def test_what_fails_on_the_way_is_told_without_an_address(proxies, scheme):
    through, nobody = proxies(), free_port()

    async def hang(reader, writer):
        await reader.read()
        writer.close()

    async def hang_up(reader, writer):
        writer.close()

    async def talk(reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def fails(port, match, timeout=5.0):
        node = connect(f"{scheme}://{NAME}:{nobody}", proxy=Proxy("127.0.0.1", port))
        (node.http if scheme == "http" else node).timeout = timeout
        with pytest.raises(NodeUnreachable, match=match) as caught:
            await node.tip()
        await node.close()
        for secret in (NAME, str(port), str(nobody)):
            assert secret not in str(caught.value)

    await fails(through.port, "that host refuses")
    await fails(nobody, "the proxy cannot be reached")
    for converse, match, timeout in (
        (hang_up, "the proxy does|reset by peer|was cut", 5.0),
        (talk, "the proxy does|reset by peer|was cut", 5.0),
        (hang, "no answer|does not answer in time", 0.3),
    ):
        server = await asyncio.start_server(converse, "127.0.0.1", 0)
        await fails(server.sockets[0].getsockname()[1], match, timeout)
        server.close()


@every_kind
@in_loop
async def test_tls_holds_to_the_end_of_the_way(proxies, tmp_path, kind):
    own = regtest(7)
    right = Certificates(tmp_path, host=NAME)
    (tmp_path / "other").mkdir()
    wrong = Certificates(tmp_path / "other", host="another.example")
    through = Proxy("127.0.0.1", proxies().port)
    for served, trusted, good in ((right, right.ca, True), (right, wrong.ca, False), (wrong, wrong.ca, False)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(served.certificate, served.key)
        async with over_tls(own, kind, context) as url:
            node = connect(url, ca=str(trusted), proxy=through)
            if good:
                assert (await node.tip()).height == 7
            else:
                with pytest.raises(NodeUnreachable, match="certificate is not trusted"):
                    await node.tip()
            await node.close()


@contextlib.asynccontextmanager
async def over_tls(own, kind, context):
    if kind is electrum:
        async with ElectrumServer(own).running(context) as url:
            yield url.replace("127.0.0.1", NAME)
        return
    server = RpcServer(own)
    await server.start(tls=context)
    yield server.url.replace("127.0.0.1", NAME)
    await server.close()


@pytest.mark.slow
@in_loop
async def test_gateway_and_client_reach_their_broker_through_a_proxy(proxies, mosquitto, asked):
    own = regtest(20)
    through = proxies("gw", "secret")
    where = Broker(NAME, mosquitto.port, proxy=proxy(f"socks5h://gw:secret@127.0.0.1:{through.port}"))
    async with json_rpc(own) as url:
        node = connect(url, proxy=where.proxy)
        async with serving(node, where), client(where) as ours:
            await follows(ours, own)
            own.mine(1)
            await follows(ours, own)
        await node.close()
    assert NAME not in asked
    assert through.log().count(NAME) >= 3
    assert "secret" not in repr(where)


@pytest.mark.slow
@in_loop
async def test_the_commands_reach_their_broker_through_a_proxy(proxies, mosquitto):
    own = regtest(20)
    through = proxies("shop", "secret")
    way = f"socks5h://shop:secret@127.0.0.1:{through.port}"
    options = ["--network", "regtest", "--broker", f"mqtt://{NAME}:{mosquitto.port}", "--gateway", "gw", "--json"]
    async with json_rpc(own) as url:
        node = connect(url, proxy=proxy(way))
        async with serving(node, Broker("127.0.0.1", mosquitto.port)):
            synced = await asyncio.to_thread(process, "sync", *options, env=os.environ | {"LIGHTCLIENT_PROXY": way})
            closed = await asyncio.to_thread(process, "sync", *options, "--proxy", f"socks5h://127.0.0.1:{free_port()}")
        await node.close()
    assert json.loads(synced.stdout)["height"] == 20
    assert through.log().count(NAME) >= 2
    assert closed.returncode == 2 and "the proxy cannot be reached" in closed.stdout
    assert "secret" not in synced.stdout + synced.stderr


@in_loop
async def test_a_broker_that_its_proxy_does_not_reach_is_told_without_an_address(proxies):
    with pytest.raises(ProxyFailed, match="that host refuses"):
        async with client(Broker(NAME, free_port(), proxy=Proxy("127.0.0.1", proxies().port))):
            pass
    with pytest.raises(ProxyFailed, match="cannot be reached"):
        async with client(Broker(NAME, 1883, proxy=Proxy("127.0.0.1", free_port()))):
            pass


@every_kind
@in_loop
async def test_this_machine_is_reached_without_the_proxy(kind):
    own = regtest(3)
    nowhere = Proxy("127.0.0.1", free_port())
    async with kind(own) as url:
        for name in ("127.0.0.1", "localhost"):
            node = connect(url.replace(NAME, name), proxy=nowhere)
            assert (await node.tip()).height == 3
            await node.close()
    assert not any(nowhere.serves(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST."))
    assert all(
        nowhere.serves(host) for host in (NAME, "10.0.0.1", "node.example", "::2", "x.onion", "localhost.example")
    )


def test_zmq_goes_to_this_machine_or_without_a_proxy():
    through = Proxy("127.0.0.1", 9050)
    for address in ("tcp://127.0.0.1:28332", "tcp://[::1]:28332", "tcp://localhost:28332", "ipc:///run/zmq"):
        assert connect("http://127.0.0.1:1", zmq=[address], proxy=through).feed
    with pytest.raises(BadNodeUrl, match="ZMQ does not go through a proxy"):
        connect("http://127.0.0.1:1", zmq=["tcp://127.0.0.1:1", "tcp://node.example:28332"], proxy=through)


def test_a_proxy_has_a_url_of_its_own():
    assert proxy("socks5h://127.0.0.1:9050") == Proxy("127.0.0.1", 9050)
    assert proxy("socks5h://[::1]:9050/") == Proxy("::1", 9050)
    known = proxy("socks5h://a%40b:c%3Ad@tor.example:9050")
    assert known == Proxy("tor.example", 9050, "a@b", "c:d")
    assert "a@b" not in repr(known) and "c:d" not in repr(known)


@pytest.mark.parametrize(
    "url",
    [
        "", "127.0.0.1:9050", "socks5://127.0.0.1:9050", "socks4://h:1", "http://h:1", "socks5h://h", "socks5h://h:0",
        "socks5h://h:65536", "socks5h://h:1/x", "socks5h://h:1?x", "socks5h://us/er:secret@h:1", "socks5h://secret@h:1",
        "socks5h://u:sec@ret@h:1", "socks5h://:@h:1", "socks5h://u:secret@:1", "socks5h://u:s#@h:1", "SOCKS5H://h:1",
    ],
)  # fmt: skip
def test_what_is_no_proxy_is_refused_without_showing_it(url):
    with pytest.raises(BadProxyUrl, match="socks5h://") as caught:
        proxy(url)
    assert "secret" not in str(caught.value)


def test_without_the_library_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "aiohttp_socks", None)
    with pytest.raises(ProxyMissing, match=r"pip install 'lightclient\[proxy\]'"):
        proxy("socks5h://127.0.0.1:9050")
