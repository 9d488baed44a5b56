"""The services that other tests stand on do what those tests rely on."""

import contextlib
import os
import pathlib
import random
import signal
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import threading
import time

import paho.mqtt.client as paho
import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.errors import UnknownBlock
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.proof import verify_merkleblock
from tests.conftest import ROOT
from tests.services.bcoin import MATURITY, SIMNET, Bcoin
from tests.services.broker import Mosquitto
from tests.services.mqtt import Message, Observer, Refused
from tests.services.process import free_port, running, until
from tests.services.proxy import Proxy
from tests.services.rpc import RpcError

pytest_plugins = ["tests.services.fixtures"]

# Nothing can be waited for where nothing may come. What may not come is sent before something that must: the broker
# keeps the order of one publisher's messages.
LAST = Message("last", b"", 1, False)


# -- mosquitto

USERS = {"gateway": "correct horse", "device": "battery staple"}
ACL = """
user gateway
topic readwrite #
user device
topic read headers
topic write requests/device/#
"""


@pytest.fixture
def guarded(installed_mosquitto, tmp_path):
    """A broker that knows two users and what each may do."""
    broker = Mosquitto(tmp_path, USERS, ACL)
    broker.start()
    yield broker
    broker.stop()


def user(name):
    return name, USERS[name]


def test_mosquitto_delivers_what_is_published(mosquitto):
    with Observer(mosquitto.port, "#") as observer:
        observer.publish("a/b", b"one")
        observer.publish("a", b"two", qos=0)
        assert observer.wait(2) == [Message("a/b", b"one", 1, False), Message("a", b"two", 0, False)]


def test_mosquitto_speaks_mqtt_5(mosquitto):
    with Observer(mosquitto.port, "#", version=paho.MQTTv5) as observer:
        observer.publish("a", b"one")
        assert observer.wait() == [Message("a", b"one", 1, False)]


def test_mosquitto_refuses_a_wrong_password(guarded):
    with pytest.raises(Refused, match="Not authorized"):
        Observer(guarded.port, user=("device", "wrong"))
    with pytest.raises(Refused, match="Not authorized"):
        Observer(guarded.port)
    Observer(guarded.port, user=user("device")).close()


def test_mosquitto_keeps_a_user_to_his_topics(guarded):
    with (
        Observer(guarded.port, "#", user=user("gateway")) as gateway,
        Observer(guarded.port, "#", user=user("device")) as device,
    ):
        device.publish("headers", b"forged")
        device.publish("requests/other/1", b"in another's name")
        device.publish("requests/device/1", b"may I")
        assert gateway.wait() == [Message("requests/device/1", b"may I", 1, False)]
        gateway.publish("requests/other/2", b"not for you")
        gateway.publish("headers", b"true")
        assert device.wait() == [Message("headers", b"true", 1, False)]


def test_mosquitto_over_tls_is_for_who_trusts_its_ca(mosquitto_tls):
    with Observer(mosquitto_tls.tls_port, "#", ca=mosquitto_tls.certificates.ca) as observer:
        observer.publish("a", b"one")
        assert observer.wait() == [Message("a", b"one", 1, False)]
    with pytest.raises(ssl.SSLCertVerificationError):
        Observer(mosquitto_tls.tls_port, tls=True)


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_mosquitto_keeps_retained_messages_when_it_ends(mosquitto, end):
    with Observer(mosquitto.port) as observer:
        observer.publish("tip", b"old", retain=True)
        observer.publish("tip", b"new", retain=True)
        observer.publish("last", b"")  # before it reads this, the broker writes to disk what came before
    getattr(mosquitto, end)()
    with pytest.raises(ConnectionRefusedError):
        Observer(mosquitto.port)
    mosquitto.start()
    with Observer(mosquitto.port, "#") as observer:
        assert observer.wait() == [Message("tip", b"new", 1, True)]


# -- amqtt


def test_amqtt_delivers_retained_messages_to_a_wildcard(amqtt):
    with Observer(amqtt.port) as publisher:
        publisher.publish("headers/1", b"one", retain=True)
        publisher.publish("headers/2", b"two", retain=True)
    with Observer(amqtt.port, "headers/+") as observer:
        messages = [Message("headers/1", b"one", 1, True), Message("headers/2", b"two", 1, True)]
        assert sorted(observer.wait(2)) == messages


def test_amqtt_grants_shared_subscriptions_that_never_deliver(amqtt):
    with Observer(amqtt.port, "$share/gateways/requests", "last") as observer:
        observer.publish("requests", b"anybody there?")
        observer.publish("last", b"")
        assert observer.wait() == [LAST]


def test_mosquitto_delivers_to_one_of_those_who_share(mosquitto):
    with (
        Observer(mosquitto.port, "$share/gateways/requests", "last") as one,
        Observer(mosquitto.port, "$share/gateways/requests", "last") as other,
    ):
        for number in range(10):
            one.publish("requests", b"%d" % number)
        one.publish("last", b"")
        until(lambda: LAST in one.messages and LAST in other.messages, "both have the last message")
        assert len(one.messages) + len(other.messages) == 10 + 2
        assert len(one.messages) > 1 < len(other.messages)


# -- bcoin


@pytest.fixture
def chain(bcoin):
    """Our chain, at the node's tip; the node has coins to spend."""
    if not bcoin.rpc("getblockcount"):
        bcoin.mine(MATURITY + 1)
    chain = from_genesis(REGTEST)
    follow(chain, bcoin)
    return chain


def follow(chain, bcoin, first=1):
    return chain.extend(bcoin.headers(first, bcoin.rpc("getblockcount")))


def tip(chain):
    return codec.display(chain.tip.tip_hash)


@pytest.mark.slow
def test_our_chain_accepts_the_headers_of_bcoin(bcoin, chain):
    assert bcoin.header(0) == REGTEST.genesis
    assert chain.tip.height >= MATURITY
    assert tip(chain) == bcoin.rpc("getbestblockhash")
    assert f"{chain.tip.chainwork:064x}" == bcoin.rpc("getblockheader", tip(chain))["chainwork"]


@pytest.mark.slow
def test_a_payment_is_proved_to_our_chain(bcoin, chain):
    txid = bcoin.pay(bcoin.address(), 12_345_678)
    with pytest.raises(RpcError):
        bcoin.rpc("gettxoutproof", [txid])
    (block,) = bcoin.mine(1)
    proof = bytes.fromhex(bcoin.rpc("gettxoutproof", [txid], block))
    with pytest.raises(UnknownBlock):
        verify_merkleblock(proof, ChainAnchor(from_genesis(REGTEST), "genesis"))
    follow(chain, bcoin)
    verdict = verify_merkleblock(proof, ChainAnchor(chain, "genesis"))
    assert [(1, txid)] == [(position, codec.display(proved)) for position, proved in verdict.subject.found]
    assert verdict.place.height == chain.tip.height
    outputs = bcoin.rpc("getrawtransaction", txid, True)["vout"]
    assert 12_345_678 in [round(output["value"] * 100_000_000) for output in outputs]


@pytest.mark.slow
def test_our_chain_follows_a_reorganisation_of_bcoin(bcoin, chain):
    #          o - o - o       the old branch
    #         /
    #   ... 0
    #         \
    #          x - x - x - x - x
    bcoin.mine(3)
    follow(chain, bcoin)
    height, old = chain.tip.height, tip(chain)
    hashes = bcoin.reorg(3, 5)
    assert bcoin.rpc("getblockcount") == height + 2
    assert follow(chain, bcoin) == height - 3
    assert tip(chain) == hashes[-1] == bcoin.rpc("getbestblockhash")
    branches = {branch["hash"]: (branch["branchlen"], branch["status"]) for branch in bcoin.rpc("getchaintips")}
    assert branches[old] == (3, "valid-headers")
    assert branches[hashes[-1]] == (0, "active")


@pytest.mark.slow
@pytest.mark.parametrize("end", ["kill", "stop"])
def test_bcoin_keeps_chain_and_wallet_when_it_ends(bcoin, chain, end):
    getattr(bcoin, end)()
    with pytest.raises(ConnectionRefusedError):
        bcoin.rpc("getblockcount")
    bcoin.start()
    assert bcoin.rpc("getbestblockhash") == tip(chain)
    bcoin.pay(bcoin.address(), 10_000)
    bcoin.mine(1)
    follow(chain, bcoin)
    assert tip(chain) == bcoin.rpc("getbestblockhash")


def test_bcoin_listens_and_speaks_on_loopback_alone(bcoin):
    with open(f"/proc/{bcoin.pid}/net/tcp") as file:
        table = [line.split() for line in file][1:]
    with open(f"/proc/{bcoin.pid}/net/tcp6") as file:
        table += [line.split() for line in file][1:]
    inodes = {os.readlink(f"/proc/{bcoin.pid}/fd/{fd}") for fd in os.listdir(f"/proc/{bcoin.pid}/fd")}
    sockets = [row for row in table if f"socket:[{row[9]}]" in inodes]
    assert {int(row[1].partition(":")[2], 16) for row in sockets} >= set(bcoin.ports)
    for row in sockets:
        assert row[1].startswith("0100007F:"), row  # 127.0.0.1


@pytest.mark.slow
def test_our_chain_accepts_the_retargets_of_simnet(installed_npm, tmp_path):
    node = Bcoin(tmp_path, "simnet")
    node.start()
    try:
        address = node.address()
        clock = codec.time_of(SIMNET.genesis)
        chain = from_genesis(SIMNET)
        bits = {}
        for height in range(1, 2 * SIMNET.interval + 21):
            # Every hundredth block is late, and the 20-minute rule lets it be easy.
            clock += 1201 if height % 100 == 50 else 60
            node.set_clock(clock)
            node.mine(1, address)
            header = node.header(height)
            chain.extend(header, clock)
            bits[height] = codec.bits_of(header)
        assert tip(chain) == node.rpc("getbestblockhash")
        assert f"{chain.tip.chainwork:064x}" == node.rpc("getblockheader", tip(chain))["chainwork"]
    finally:
        node.stop()
    easy, hard, harder = 0x207FFFFF, 0x201FFFFF, 0x2007FFFF
    assert [bits[height] for height in (2015, 2016, 2049, 2050, 2051)] == [easy, hard, hard, easy, hard]
    assert [bits[height] for height in (4031, 4032, 4050, 4051)] == [hard, harder, easy, harder]


# -- the proxy


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        with contextlib.suppress(ConnectionError):
            while data := self.request.recv(65536):
                self.request.sendall(data)


@pytest.fixture
def link():
    """A proxy in front of a server that sends every byte back."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    proxy = Proxy(server.server_address[1], seed=1)
    proxy.start()
    yield proxy
    proxy.stop()
    server.shutdown()
    server.server_close()


class Caller:
    """A client of the echo server."""

    def __init__(self, link):
        self.socket = socket.create_connection(("127.0.0.1", link.port), 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, size):
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise EOFError(data)
            data += piece
        return data

    def echo(self, data):
        """Return how many seconds it took until all of `data` was back."""
        start = time.monotonic()
        self.send(data)
        assert self.receive(len(data)) == data
        return time.monotonic() - start

    def is_silent(self, seconds):
        self.socket.settimeout(seconds)
        try:
            self.socket.recv(1)
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(5)
        return False


def test_a_link_without_faults_carries_every_byte_and_counts_them(link):
    data = bytes(range(256)) * 4096
    with Caller(link) as caller:
        sender = threading.Thread(target=caller.send, args=[data])
        sender.start()
        assert caller.receive(len(data)) == data
        sender.join()
    assert (link.up, link.down) == (len(data), len(data))


def test_the_end_of_the_input_reaches_the_other_side(link):
    with Caller(link) as caller:
        caller.echo(b"all of it")
        caller.socket.shutdown(socket.SHUT_WR)
        assert caller.socket.recv(1) == b""


def test_delay_and_jitter_are_those_that_were_asked_for(link):
    link.delay, link.jitter = 0.02, 0.02
    with Caller(link) as caller:
        times = [caller.echo(b"ping") for _ in range(10)]
    assert min(times) >= 2 * 0.02
    assert max(times) - min(times) > 0.005
    drawn = random.Random(1)
    assert times[0] >= 2 * 0.02 + drawn.uniform(0, 0.02) + drawn.uniform(0, 0.02)


def test_pieces_do_not_overtake_each_other(link):
    link.jitter = 0.02
    data = [b"%04d" % number for number in range(20)]
    with Caller(link) as caller:
        for piece in data:
            caller.send(piece)
            time.sleep(0.001)
        assert caller.receive(80) == b"".join(data)


def test_delay_does_not_limit_the_rate(link):
    link.delay = 0.4
    with Caller(link) as caller:
        assert 0.8 <= caller.echo(bytes(100_000)) < 10  # which 25 pieces would take one after the other


def test_the_rate_is_limited(link):
    link.rate = 50_000
    with Caller(link) as caller:
        assert caller.echo(bytes(20_000)) >= 0.4


def test_a_stall_is_silent_and_loses_nothing(link):
    with Caller(link) as caller:
        caller.echo(b"before")
        link.stall()
        caller.send(b"while")
        with Caller(link) as late:  # the connection is made, nothing more
            late.send(b"too")
            assert caller.is_silent(0.1)
            assert late.is_silent(0.1)
            link.resume()
            assert caller.receive(5) == b"while"
            assert late.receive(3) == b"too"


def test_a_cut_resets_every_connection_and_lets_new_ones_in(link):
    with Caller(link) as one, Caller(link) as other:
        one.echo(b"one")
        other.echo(b"other")
        link.cut()
        for caller in (one, other):
            with pytest.raises(ConnectionResetError):
                caller.receive(1)
    with Caller(link) as again:
        again.echo(b"again")


def test_a_cut_reaches_a_link_that_is_stalled(link):
    with Caller(link) as caller:
        caller.echo(b"before")
        link.stall()
        caller.send(b"lost")
        link.cut()
        with pytest.raises(ConnectionResetError):
            caller.receive(1)
    link.resume()
    with Caller(link) as again:
        again.echo(b"again")
    assert link.up == len(b"before" + b"again")


def test_a_cut_after_so_many_bytes_delivers_these_and_no_more(link):
    with Caller(link) as caller:
        caller.echo(b"12345")
        link.cut(after=8)  # five there, three back
        caller.send(b"abcde")
        assert caller.receive(3) == b"abc"
        with pytest.raises(ConnectionResetError):
            caller.receive(1)
    assert (link.up, link.down) == (10, 8)
    with Caller(link) as again:
        again.echo(b"once only")


def test_a_refused_connection_leaves_the_open_ones_alone(link):
    with Caller(link) as caller:
        caller.echo(b"before")
        link.refuse()
        with pytest.raises(ConnectionRefusedError):
            Caller(link)
        caller.echo(b"while")
        link.accept()
        with Caller(link) as again:
            again.echo(b"after")


def test_a_reset_by_the_client_travels_to_the_server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy = Proxy(server.getsockname()[1])
        proxy.start()
        try:
            caller = Caller(proxy)
            far, _ = server.accept()
            caller.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            caller.socket.close()
            far.settimeout(5)
            with far, pytest.raises(ConnectionResetError):
                far.recv(1)
        finally:
            proxy.stop()


def test_a_proxy_to_nowhere_hangs_up():
    proxy = Proxy(free_port())
    proxy.start()
    try:
        with pytest.raises((ConnectionError, EOFError)), Caller(proxy) as caller:  # perhaps while it still connects
            caller.receive(1)
    finally:
        proxy.stop()


# -- processes

RUN = """
import pathlib, sys, time
from tests.services.process import Process
service = Process("sleep", pathlib.Path(sys.argv[1]), ["sleep", "60"], [])
service.start()
print(service.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_service_outlives_its_test_run(tmp_path, how):
    run = subprocess.Popen([sys.executable, "-c", RUN, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    command = pathlib.Path("/proc", run.stdout.readline().strip(), "cmdline")
    until(lambda: command.read_bytes().startswith(b"sleep"), "setpriv has become the service")
    run.send_signal(how)
    run.communicate()
    # A process that has ended has no command line, though it may wait for somebody to take note.
    until(lambda: not command.exists() or not command.read_bytes(), "the service is gone")


def test_a_service_that_cannot_start_says_why(installed_mosquitto, tmp_path):
    broker = Mosquitto(tmp_path, acl="nonsense")
    with pytest.raises(RuntimeError, match="Invalid line in acl_file"):
        broker.start()
    assert broker not in running
