"""The commands that talk to gateways, as scripts and operators run them, over a real broker; and a real node behind a
gateway that is a process of its own."""

import contextlib
import json
import os
import re
import secrets
import select
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from lightclient import __version__
from lightclient.bitcoin import packed, script
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.header import display, from_display
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.cli.nextsteps import NEXT
from lightclient.codec.cbor import decode
from lightclient.sync import messages, topics
from tests.hosts.test_client import coinbase
from tests.services.bcoin import MATURITY
from tests.services.loop import LoopThread
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE, Process, free_port, until
from tests.support.command import ROOT, invoke, process
from tests.support.gateway import BASE, PRICE, at, invoice, regtest, serving

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]


@contextlib.contextmanager
def command(*arguments):
    """Run a command beside the test, which ends it; `readline` gives up where nothing comes."""
    line = [sys.executable, "-m", "lightclient", *map(str, arguments)]
    child = subprocess.Popen(line, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def next_line(child, seconds=15):
    """Return the JSON object on the next line that a command prints."""
    ready, _, _ = select.select([child.stdout], [], [], seconds)
    assert ready, "the command prints nothing"
    return json.loads(child.stdout.readline())


# bcoin writes regtest's addresses in a way of its own (lib/protocol/networks.js).
BCOIN_REGTEST = Network("regtest", REGTEST.genesis, limit_bits=REGTEST.limit_bits, hrp="rb")


class GatewayProcess(Process):
    """`lightclient gateway`, ready when its health is good. Its secrets are in the environment, as they should be."""

    def __init__(self, folder, node_url, broker_url, *options):
        folder.mkdir()
        self.http = free_port()
        arguments = ["--network", "regtest", "--name", "gw", "--http", f"127.0.0.1:{self.http}", *options]
        super().__init__("gateway", folder, [sys.executable, "-m", "lightclient", "gateway", *arguments], [self.http])
        self.environment = os.environ | {"LIGHTCLIENT_NODE": node_url, "LIGHTCLIENT_BROKER": broker_url}

    def start(self):
        super().start()
        until(self.healthy, "the gateway is healthy")
        until(lambda: '"serving"' in self.log(), "the gateway serves")

    def healthy(self):
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.http}/health", timeout=5).status == 200

    def lines(self):
        return [json.loads(line) for line in self.log().splitlines()]

    def events(self):
        return [line["event"] for line in self.lines()]


@pytest.fixture
def loop():
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture
def served(mosquitto, loop):
    """(node, options that name broker and gateway) with a gateway in another thread."""
    node = regtest(150)
    stack = contextlib.AsyncExitStack()
    loop.run(stack.enter_async_context(serving(node, at(mosquitto.port))))
    yield node, ("--network", "regtest", "--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw")
    loop.run(stack.aclose())


def answered(result, status=0):
    assert result.returncode == status, result.stdout + result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


# -- what users see


def test_sync_and_status_say_where_the_chain_stands(served, tmp_path):
    node, options = served
    fields = answered(process("sync", *options, "--state", tmp_path / "state", "--json"))
    tip = display(node.chain[-1])
    expected = {"ok": True, "network": "regtest", "chain": "synced", "height": 150, "tip": tip, "connected": True}
    assert expected.items() <= fields.items()
    about = fields["gateways"]["gw"].pop("about")
    assert fields["gateways"] == {"gw": {"state": "following", "faults": {}, "reason": ""}}
    assert (about["version"], about["node"], about["height"]) == (__version__, "following", fields["height"])
    assert {"proof", "watch", "txindex"} <= set(about["capabilities"])
    assert int(fields["chainwork"], 16) == 2 * 151
    assert (tmp_path / "state.0").exists()
    fields = answered(process("status", *options, "--state", tmp_path / "state", "--seconds", 0.5, "--json"))
    assert (fields["chain"], fields["height"], fields["crypto"]) == ("synced", 150, "ecdsa")
    printed = process("sync", *options).stdout
    assert "synced" in printed and "gw  state following  about version " in printed
    status = ("status", *options, "--seconds", 0.5)
    printed = process(*status, env=os.environ | {"LIGHTCLIENT_BACKEND": "portable"})
    assert (printed.returncode, printed.stdout.split()[-2:]) == (0, ["crypto", "portable"])
    refused = process(*status, env=os.environ | {"LIGHTCLIENT_BACKEND": "imaginary"})
    assert refused.returncode == 2 and "no backend imaginary" in refused.stderr


def test_the_broker_may_be_named_in_the_environment(served):
    _, options = served
    environment = os.environ | {"LIGHTCLIENT_BROKER": options[3]}
    result = process("sync", *options[:2], *options[4:], "--json", env=environment)
    assert answered(result)["height"] == 150


def test_a_proof_is_fetched_and_verified_offline(served, tmp_path):
    node, options = served
    txid = display(coinbase(node, 100))
    bundle, state = tmp_path / "bundle", tmp_path / "state"
    fields = answered(process("prove", txid, *options, "--state", state, "-o", bundle, "--json"))
    assert (fields["ok"], fields["height"], fields["confirmations"]) == (True, 100, 51)
    headers = tmp_path / "headers"
    headers.write_bytes(b"".join(node.blocks[block_hash].header for block_hash in node.chain))
    verified = answered(process("verify", bundle, *options[:2], "--headers", headers, "--json"))
    assert verified["confirmations"] == 51
    fields = answered(process("prove", "00" * 32, *options, "--json"), 3)
    assert (fields["ok"], fields["outcome"], fields["missing"]) == (False, "not yet", ["inclusion"])
    assert "does not know it" in fields["reasons"]["gw"]
    assert answered(process("prove", txid, *options, "--height", 100, "--json"))["height"] == 100
    assert process("prove", "nonsense", *options).returncode == 2


def test_watch_tells_each_step_on_a_line_of_its_own(served, loop):
    node, options = served
    address, payment = invoice()
    with command("watch", address, PRICE, *options, "--confirmations", 2, "--json") as watching:
        loop.run(node.broadcast(payment.serialize()))
        line = next_line(watching)
        assert line == {
            "state": "seen",
            "txid": display(payment.txid()),
            "satoshi": PRICE,
            "confirmations": 0,
            "height": None,
            "seen_by": ["gw"],
            "replaceable": False,
            "received": PRICE,
            "due": 0,
        }
        for confirmations in (1, 2):
            loop.call(node.mine)
            line = next_line(watching)
            assert (line["state"], line["confirmations"], line["height"]) == ("confirmed", confirmations, 151)
        assert watching.communicate(timeout=60) == (b"", b"")
        assert watching.returncode == 0


def test_watch_goes_on_with_a_sale_that_has_a_name(served, loop, tmp_path):
    #   150 - 151: a part | the command is killed | 152: the rest | the same command again
    node, options = served
    address, payment = invoice()
    _, rest = invoice()
    script = payment.outputs[0][1]
    payment.outputs, rest.outputs = [(PRICE - 1, script)], [(1, script)]
    arguments = ("watch", address, PRICE, *options, "--name", "table 4", "--state", tmp_path / "state", "--json")
    assert process("watch", address, PRICE, *options, "--name", "table 4").returncode == 2  # kept where?
    with command(*arguments, "--since", 150) as watching:
        loop.call(lambda: node.mine(1, [payment.serialize()]))
        line = next_line(watching)
        while line["state"] != "confirmed":
            line = next_line(watching)
        assert (line["received"], line["due"]) == (PRICE - 1, 1)
        watching.send_signal(signal.SIGTERM)
        watching.communicate(timeout=60)
    loop.call(lambda: node.mine(1, [rest.serialize()]))
    with command(*arguments) as watching:
        out, _ = watching.communicate(timeout=PATIENCE)
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[-1]["txid"] == display(rest.txid())
    assert (lines[-1]["state"], lines[-1]["due"]) == ("confirmed", 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_waits_can_be_stopped(served, number, tmp_path):
    _, options = served
    with command("watch", invoice()[0], 1, *options, "--state", tmp_path / "state") as watching:
        with Observer(int(options[3].rpartition(":")[2]), BASE + topics.REQUESTS + "+") as observer:
            requested = lambda: [messages.parse_request(one.payload)[1] for one in observer.messages]  # noqa: E731
            until(lambda: messages.WATCH in requested(), "it watches")
        watching.send_signal(number)
        out, err = watching.communicate(timeout=60)
        assert (watching.returncode, out, err) == (128 + number, b"", b"")
    assert (tmp_path / "state.0").exists()


def test_what_keeps_a_command_from_its_work_is_named(mosquitto, tmp_path):
    nowhere = f"mqtt://us:secret@127.0.0.1:{free_port()}"
    options = ("--network", "regtest", "--gateway", "gw", "--json")
    fields = answered(process("sync", *options, "--broker", nowhere), 2)
    assert fields["error"] == "ConnectionRefusedError"
    fields = answered(process("sync", *options, "--broker", "us:secret@nonsense"), 2)
    assert fields["error"] == "BadBrokerUrl"
    assert "secret" not in str(fields)
    here = f"mqtt://127.0.0.1:{mosquitto.port}"
    fields = answered(process("sync", *options, "--broker", here, "--timeout", 0.3), 2)
    assert "not synced within 0.3 s" in fields["message"]
    assert "gw silent" in fields["message"]
    for wrong in (("--gateway", "a/b"), ("--gateway", "gw", "--needed", "2"), ("--gateway", "gw", "--gateway", "gw")):
        assert process("sync", *options[:2], *wrong, "--json", "--broker", here).returncode == 2
    fields = answered(process("prove", "00" * 32, *options, "--broker", here, "--timeout", 0.3), 2)
    assert "not synced within 0.3 s" in fields["message"]
    assert process("sync", "--broker", here, "--gateway", "gw").returncode == 2
    fields = answered(process("watch", "bc1nonsense", "1", *options, "--broker", here), 1)
    assert fields["error"] == "BadCharacter"


def test_the_access_list_is_printed_for_people_and_programs():
    fields = answered(process("gateway", "acl", "--network", "mainnet", "--name", "x", "--user", "g", "--json"))
    where = fields["acl"].index("user g")
    assert fields["acl"][where + 1] == "topic readwrite lc/1/mainnet/x/#"
    assert (
        "\n".join(fields["acl"]) + "\n"
        == process("gateway", "acl", "--network", "mainnet", "--name", "x", "--user", "g").stdout
    )
    assert (
        answered(process("gateway", "acl", "--network", "mainnet", "--name", "a+b", "--json"), 1)["error"]
        == "BadSchema"
    )


def test_the_gateway_says_what_it_lacks():
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIGHTCLIENT_")}
    result = process("gateway", "--network", "regtest", env=clean)
    assert (result.returncode, result.stdout) == (2, "")
    assert "--broker and --node must be given" in " ".join(result.stderr.split())
    some = ("--network", "regtest", "--node", "http://127.0.0.1:1", "--broker", "mqtt://127.0.0.1")
    assert invoke("gateway", *some, "--http", "nonsense").exit_code == 2
    for url in (
        "ftp://x",
        "http://x",
        "http://u:top/secret=@127.0.0.1:1",
        "http://u:p[secret]@127.0.0.1:1",
        "tcp://a:99999",
    ):
        result = invoke("gateway", *some[:3], url, *some[4:])
        assert (result.exit_code, result.stdout) == (2, ""), url
        assert "secret" not in result.stderr and "Traceback" not in result.stderr, url
    for url in (
        "ssl://127.0.0.1:1",
        "https://u:secret@127.0.0.1:1",
        "mqtt://x#secret@127.0.0.1:1",
        "mqtt://127.0.0.1:99999",
    ):
        result = invoke("gateway", *some[:5], url)
        assert (result.exit_code, result.stdout) == (2, ""), url
        assert "secret" not in result.stderr and "Traceback" not in result.stderr, url
    for option, value, words in (
        ("--proxy", "socks5://u:secret@127.0.0.1:1", "socks5h://"),
        ("--proxy", "", "must be a text"),
        ("--node-zmq", "tcp://secret", "tcp://host:port"),
        ("--node-pin", "00", "only https and ssl"),
        ("--node-ca", "nowhere", "only https and ssl"),
    ):
        result = invoke("gateway", *some, option, value)
        assert (result.exit_code, result.stdout) == (2, ""), option
        assert "secret" not in result.stderr and "Traceback" not in result.stderr, option
        assert words in " ".join(result.stderr.replace("│", " ").split()), option


def test_the_demonstration_catches_every_liar():
    result = process("demo")
    assert result.returncode == 0, result.stdout
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    for words in (
        "client caught up with 1,000 headers",
        "payment seen, 0 confirmations (claimed, not yet proved)",
        "payment confirmed, 1 confirmation (proved by its Merkle branch)",
        "payment confirmed, 2 confirmations",
        "proves it offline",
    ):
        assert [line for line in lines if line.startswith("✓") and words in line], words
    for lie in ("forged proof", "fork with less work", "withheld tip"):
        assert [line for line in lines if re.match(f"✗ {lie} +caught$", line)], lie
    assert max(map(len, lines)) <= 80
    assert result.stdout.endswith(f"\n\n{NEXT}\n")


# -- what operators see


@pytest.mark.parametrize("how", ["stop", "interrupt", "kill"])
def test_a_gateway_ends_cleanly_or_leaves_a_will(mosquitto, loop, tmp_path, how):
    node = regtest(20)
    server = RpcServer(node)
    loop.run(server.start())
    gateway = GatewayProcess(tmp_path / "gateway", server.url, f"mqtt://us:secret@127.0.0.1:{mosquitto.port}")
    gateway.start()
    with Observer(mosquitto.port, BASE + topics.STATUS) as status:
        assert messages.is_up(status.wait()[0].payload)
        child = gateway._process
        if how == "interrupt":
            child.send_signal(signal.SIGINT)
            child.wait(10)
        gateway.kill() if how == "kill" else gateway.stop()
        assert status.wait(2)[1].payload == messages.presence(False)
    assert child.returncode == (-signal.SIGKILL if how == "kill" else 0)
    assert {"level", "time", "event"} <= gateway.lines()[0].keys()
    assert gateway.events()[:5] == ["starting", "node answers", "broker connected", "shared subscriptions", "serving"]
    assert (gateway.events()[-1] == "stopped") is (how != "kill")
    assert "secret" not in gateway.log()
    assert "key@" not in gateway.log()
    loop.run(server.close())


def test_a_gateway_logs_in_with_the_nodes_cookie_and_says_what_it_can_do(mosquitto, loop, tmp_path):
    server = RpcServer(regtest(20), password="of-this-start")
    loop.run(server.start())
    (tmp_path / "cookie").write_text("x:of-this-start\n")
    url = "http://" + server.url.rpartition("@")[2]
    options = ("--cookie", str(tmp_path / "cookie"))
    gateway = GatewayProcess(tmp_path / "gateway", url, f"mqtt://127.0.0.1:{mosquitto.port}", *options)
    gateway.start()
    with Observer(mosquitto.port, BASE + topics.STATUS) as status:
        version, up, about = decode(status.wait()[0].payload)
    assert (version, up, about["node"], about["height"]) == (1, True, "following", 20)
    assert {"proof", "watch", "txindex"} <= set(about["capabilities"])
    for path, code in (("live", 200), ("ready", 200), ("health", 200)):
        assert urllib.request.urlopen(f"http://127.0.0.1:{gateway.http}/{path}", timeout=5).status == code
    loop.run(server.close())
    until(lambda: not ready(gateway.http), "it is not ready without its node")
    assert urllib.request.urlopen(f"http://127.0.0.1:{gateway.http}/live", timeout=5).status == 200
    gateway.stop()
    assert "of-this-start" not in gateway.log() and "127.0.0.1" not in gateway.log()


def ready(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5).status == 200
    except urllib.error.HTTPError as error:
        assert error.code == 503
        return False


def test_a_gateway_before_a_real_node_serves_a_real_payment(bcoin, mosquitto, tmp_path):
    #   ... 101 - 102 (pays) - 103        taken back
    #         \
    #          102' - 103' - 104' (pays)
    bcoin.mine(MATURITY + 1)
    broker_url = f"mqtt://127.0.0.1:{mosquitto.port}"
    gateway = GatewayProcess(tmp_path / "gateway", bcoin.url, broker_url, "--headers", str(tmp_path / "headers"))
    gateway.start()
    options = ("--network", "regtest", "--broker", broker_url, "--gateway", "gw")
    assert answered(process("sync", *options, "--json"))["tip"] == bcoin.rpc("getbestblockhash")
    ours = script.p2wpkh(secrets.token_bytes(20))
    address, as_bcoin = address_of(ours, REGTEST), address_of(ours, BCOIN_REGTEST)
    with command("watch", address, 12_345_678, *options, "--confirmations", 3, "--json") as watching:

        def step():
            line = next_line(watching)
            assert line["txid"] == txid
            return line["state"], line["confirmations"], line["height"]

        txid = bcoin.pay(as_bcoin, 12_345_678)
        assert step() == ("seen", 0, None)
        bcoin.mine(1)
        assert step() == ("confirmed", 1, MATURITY + 2)
        raw = bcoin.rpc("getrawtransaction", txid)
        bcoin.reorg(1, 2)  # by submitblock, and without the payment, which is sent again
        assert step() == ("reorged out", 0, None)
        bcoin.rpc("sendrawtransaction", raw)
        until(lambda: txid in bcoin.rpc("getrawmempool"), "the payment waits again")
        assert step() == ("seen", 0, None)
        bcoin.mine(1)
        assert step() == ("confirmed", 1, MATURITY + 4)
        bcoin.mine(2)
        assert step()[0] == "confirmed"
        assert watching.wait(10) == 0

    bundle = tmp_path / "bundle"
    fields = answered(process("prove", txid, *options, "-o", bundle, "--json"))
    assert fields["height"] == MATURITY + 4
    gateway.stop()
    kept = tmp_path / "headers"
    verified = answered(process("verify", bundle, *options[:2], "--headers", kept, "--json"))
    assert verified["confirmations"] == 3

    # The header file brings it back, and a node that was killed meanwhile is no matter.
    gateway.start()
    bcoin.kill()
    until(lambda: not gateway.healthy(), "the node is missed")
    bcoin.start()
    until(gateway.healthy, "the node is back")
    (tip,) = bcoin.mine(1)
    with Observer(mosquitto.port, BASE + topics.TIP) as observer:
        height = bcoin.rpc("getblockcount")
        until(
            lambda: any(packed.parse(one.payload)[1][0][-1:] == [bcoin.header(height)] for one in observer.messages),
            "the new tip is told",
        )
    assert from_display(tip)
    assert gateway.events().count("reorganised") == 1
    gateway.stop()
