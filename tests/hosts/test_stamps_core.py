"""Timestamps in a real Bitcoin Core's chain, by our command and by opentimestamps-client."""

import subprocess
import sys
from pathlib import Path

import pytest

from lightclient.bitcoin.header import SIZE
from tests.conftest import ROOT
from tests.services.calendar import Calendar
from tests.services.process import until
from tests.support.command import REGTEST, accepted, invoke, refused
from tests.support.stampsite import attested

pytest.importorskip("otsclient")
pytest_plugins = ["tests.services.fixtures"]
pytestmark = pytest.mark.slow


@pytest.fixture
def node(core):
    node = core()
    node.mine(101)
    return node


@pytest.fixture
def calendar(node, tmp_path):
    (tmp_path / "calendar").mkdir()
    calendar = Calendar(tmp_path / "calendar", node.rpc_port, wallet=True)
    calendar.start()
    yield calendar
    calendar.stop()


@pytest.fixture
def theirs(node, calendar):
    """Return a function that runs their command; it returns the status and all that was printed."""

    def run(*arguments):
        command = [str(Path(sys.executable).with_name("ots")), "--no-cache", "--no-default-whitelist", "-l"]
        command += [calendar.url, "--btc-regtest", "--bitcoin-node", node.url, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "document.txt"
    path.write_text("as it was\n")
    return path


def headers(node, folder):
    """Return the path of a file with all headers of the node."""
    path = folder / f"headers-{len(list(folder.glob('headers-*')))}"
    hashes = [node.rpc("getblockhash", height) for height in range(node.rpc("getblockcount") + 1)]
    raw = [bytes.fromhex(node.rpc("getblockheader", each, False)) for each in hashes]
    path.write_bytes(b"".join(raw))
    assert path.stat().st_size == SIZE * len(hashes)
    return path


def confirmed(node):
    """Mine the calendar's transaction, and return the height of its block."""
    until(lambda: node.rpc("getrawmempool"), "the calendar has paid")
    node.mine(1)
    return node.rpc("getblockcount")


def test_what_we_stamp_they_complete_and_verify(node, calendar, theirs, document, tmp_path):
    proof = document.with_name(document.name + ".ots")
    accepted("stamp", document, "--calendar", calendar.url)
    status, said = theirs("info", proof)
    assert status == 0 and calendar.url in said
    height = confirmed(node)
    until(lambda: theirs("upgrade", proof)[0] == 0, "the calendar has the way to the block")
    assert attested(proof) == [height]
    status, said = theirs("verify", proof)
    assert status == 0 and f"Bitcoin block {height} attests existence" in said
    node.mine(5)
    fields = accepted("verify", proof, *REGTEST, "--headers", headers(node, tmp_path))
    assert (fields["height"], fields["confirmations"]) == (height, 6)
    assert fields["block"] == node.rpc("getblockhash", height)
    assert fields["time"] == node.rpc("getblockheader", fields["block"])["time"]


def test_what_they_stamp_we_complete_and_verify(node, calendar, theirs, document, tmp_path):
    proof = document.with_name(document.name + ".ots")
    status, said = theirs("stamp", "-c", calendar.url, "-m", 1, document)
    assert status == 0, said
    height = confirmed(node)
    until(
        lambda: invoke("ots", "upgrade", proof, "--calendar", calendar.url).exit_code == 0,
        "the calendar has the way to the block",
    )
    trust = (*REGTEST, "--headers", headers(node, tmp_path))
    assert accepted("verify", proof, *trust)["height"] == height
    assert theirs("verify", proof)[0] == 0
    # Both say no to another file, and to a block that is gone.
    document.write_text("as it never was\n")
    assert refused("verify", proof, *trust)["error"] == "WrongFile"
    assert theirs("verify", proof)[0] != 0
    document.write_text("as it was\n")
    node.reorg(1, 2)
    assert refused("verify", proof, *REGTEST, "--headers", headers(node, tmp_path))["error"] == "RootMismatch"
    assert theirs("verify", proof)[0] != 0
