"""Real validators of CometBFT: the command makes checkpoints and evidence of them, and a gateway serves their chain."""

import contextlib
import json

import pytest

from lightclient.cometbft.checkpoint import network_in
from lightclient.cometbft.hosts.serving import source
from lightclient.gateway.service import Gateway
from tests.services import cometbft
from tests.services.install import Missing
from tests.services.loop import LoopThread
from tests.services.process import until
from tests.support.command import accepted, invoke, refused
from tests.support.data import stop
from tests.support.gateway import at

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

V0_38 = pytest.mark.parametrize("net", ["cometbft"], indirect=True)
EVERY = pytest.mark.parametrize("net", ["cometbft", "cometbft-v1"], indirect=True)
RULES = ("--rule", "trusting_period=86400", "--rule", "trees=none")


@pytest.fixture(scope="module")
def net(request, tmp_path_factory):
    try:
        made = cometbft.Net(tmp_path_factory.mktemp("comet"), request.param)
    except Missing as error:
        stop(str(error))
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def checkpoint(net, tmp_path):
    """Return the path of a checkpoint of the second block."""
    path = tmp_path / "cp"
    made = accepted("checkpoint", "make", "--ledger", "cosmos", "--node", net.url(), "--height", 2, *RULES, "-o", path)
    assert (made["height"], made["profile"], made["validators"]) == (2, "v0.38", 4)
    return path


@contextlib.contextmanager
def served(port, record, url):
    thread = LoopThread()
    network = network_in(record, "the checkpoint")
    made = []

    async def serve():
        made.append(Gateway("gw", source(network, {"node": url}), at(port)))
        await made[0].run()

    try:
        thread.loop.call_soon_threadsafe(lambda: thread.loop.create_task(serve()))
        until(lambda: made and made[0].ready.is_set(), "the gateway is there")
        yield network
    finally:
        thread.close()


@EVERY
def test_evidence_of_a_transaction_is_made_by_a_node_and_verified(net, checkpoint, tmp_path):
    tx_hash, height = net.send("device-7=registered")
    made = accepted(
        "evidence", "make", tx_hash, "--ledger", "cosmos", "--checkpoint", checkpoint, "--node", net.url(),
        "-o", tmp_path / "evidence",
    )  # fmt: skip
    fields = accepted("verify", "--trust", checkpoint, tmp_path / "evidence")
    assert (fields["outcome"], fields["height"], fields["subject"]["id"]) == ("proved", height, tx_hash)
    assert made["ledger"] == fields["ledger"]
    assert fields["checks"] == ["trusting-period", "data-hash", "votes"]


@V0_38
def test_every_byte_of_real_evidence_matters(net, checkpoint, tmp_path):
    tx_hash, _ = net.send("every=byte")
    path = tmp_path / "evidence"
    accepted(
        "evidence", "make", tx_hash, "--ledger", "cosmos", "--checkpoint", checkpoint, "--node", net.url(), "-o", path
    )
    whole = path.read_bytes()
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place] + bytes((whole[place] ^ 1,)) + whole[place + 1 :])
        result = invoke("verify", "--trust", checkpoint, "--json", path)
        if result.exit_code == 0:  # a signature that the threshold did not need
            assert json.loads(result.stdout)["subject"]["id"] == tx_hash
        else:
            assert result.exit_code == 1, place


@EVERY
def test_headers_of_a_node_are_verified_across_a_change_of_the_set(net, checkpoint, tmp_path):
    net.set_power(0, 3)
    files = []
    for height in (net.grow(1), net.grow(1)):
        for method in ("commit", "validators"):
            files.append(tmp_path / f"{method}-{height}")
            files[-1].write_text(json.dumps({"result": net.call(method, height=str(height))}))
    fields = accepted("headers", "verify", "--ledger", "cosmos", "--checkpoint", checkpoint, *files)
    assert (fields["height"], fields["from_height"], fields["headers"]) == (height, 2, 2)
    assert fields["signed"].endswith(" of 6")
    text = files[-2].read_text().replace('"round": 0', '"round": 1')
    files[-2].write_text(text)
    error = refused("headers", "verify", "--ledger", "cosmos", "--checkpoint", checkpoint, *files)
    assert (error["error"], error["height"]) == ("InvalidSignature", height)


@EVERY
def test_a_gateway_serves_a_chain_whose_validators_change_and_fail(net, checkpoint, tmp_path, mosquitto):
    record = checkpoint.read_bytes()
    with served(mosquitto.port, record, net.url()) as network:
        where = ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw", "--network", network.id)
        where += ("--checkpoint", checkpoint, "--state", tmp_path / "state")
        before = accepted("sync", *where)
        assert before["chain"] == "synced"
        for number in (1, 2):  # those who were trusted lose most of their weight
            net.set_power(number, 30 * number)
        net.nodes[3].kill()
        tx_hash, height = net.send(f"after=change-{before['height']}")
        net.grow(2)
        fields = accepted("sync", *where)
        assert fields["height"] >= height and fields["gateways"]["gw"]["faults"] == {}
        fields = accepted("prove", tx_hash, *where, "-o", tmp_path / "evidence")
        assert (fields["outcome"], fields["height"]) == ("proved", height)
        fields = accepted("verify", "--trust", checkpoint, tmp_path / "evidence")  # whoever has the same trust anchor
        assert (fields["outcome"], fields["height"]) == ("proved", height)
    net.nodes[3].start()
