"""A real Burrow: its headers are followed, its transactions proved, and what it does not tell is said."""

import hashlib

import pytest

from tests.hosts.test_comet_node import served
from tests.services.burrow import Burrow, written
from tests.services.install import Missing
from tests.support.command import accepted, failed, refused
from tests.support.data import stop

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

RULES = ("--ledger", "cosmos", "--rule", "trusting_period=none", "--rule", "trees=none", "--rule", "profile=v0.34")


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    try:
        made = Burrow(tmp_path_factory.mktemp("burrow"))
    except Missing as error:
        stop(str(error))
    made.start()
    try:
        made.grow(4)
        yield made
    finally:
        made.kill()


@pytest.fixture
def checkpoint(node, tmp_path):
    path = tmp_path / "cp"
    made = accepted("checkpoint", "make", "--node", f"burrow+{node.url}", "--height", 2, *RULES, "-o", path)
    assert (made["height"], made["profile"], made["validators"]) == (2, "v0.34", 1)
    return path


def test_a_transaction_of_its_blocks_is_proved(node, checkpoint, tmp_path):
    tx, height = node.send()
    node.grow(height + 1)
    answers = {f"block-{at}": node.block(at) for at in (height, height + 1)}
    files = written(tmp_path, validators=node.rpc.call("validators", {}), **answers)
    tx_hash = hashlib.sha256(tx).hexdigest().upper()
    given = [each for path in files for each in ("--from", path)]
    accepted(
        "evidence", "make", tx_hash, "--ledger", "cosmos", "--checkpoint", checkpoint, *given, "-o", tmp_path / "made"
    )
    fields = accepted("verify", "--trust", checkpoint, tmp_path / "made")
    assert (fields["outcome"], fields["height"], fields["subject"]["id"]) == ("proved", height, tx_hash)


def test_its_headers_are_verified_and_a_change_is_refused(node, checkpoint, tmp_path):
    node.grow(7)
    answers = {f"block-{at}": node.block(at) for at in (5, 6)}
    files = written(tmp_path, validators=node.rpc.call("validators", {}), **answers)
    given = ("headers", "verify", "--ledger", "cosmos", "--checkpoint", checkpoint)
    fields = accepted(*given, *files)
    assert (fields["height"], fields["from_height"]) == (5, 2)
    files[-1].write_text(files[-1].read_text().replace('"round": 0', '"round": 1'))
    assert refused(*given, *files)["error"] == "InvalidSignature"


def test_what_it_does_not_tell_is_said(node, checkpoint, tmp_path):
    asked = ("evidence", "make", "ab" * 32, "--ledger", "cosmos", "--checkpoint", checkpoint)
    asked += ("--node", f"burrow+{node.url}", "-o", tmp_path / "made")
    assert "index of transactions" in failed(*asked)
    late = ("checkpoint", "make", "--node", f"burrow+{node.url}", "--height", 10**9, *RULES, "-o", tmp_path / "late")
    assert "block of height" in failed(*late)


def test_a_gateway_serves_its_headers(node, checkpoint, tmp_path, mosquitto):
    with served(mosquitto.port, checkpoint.read_bytes(), f"burrow+{node.url}") as network:
        where = ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--gateway", "gw", "--network", network.id)
        where += ("--checkpoint", checkpoint, "--state", tmp_path / "state")
        before = accepted("sync", *where)
        assert before["chain"] == "synced"
        node.grow(before["height"] + 4)
        after = accepted("sync", *where)
        assert after["height"] > before["height"] and after["gateways"]["gw"]["faults"] == {}
