"""A head of a log in a block of Bitcoin Core: signed elsewhere, paid more for, and in one file with a record."""

import json
import time

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.hosts import anchoring
from lightclient.audit.hosts.errors import NoCoins, NoRoomForFee, ServerSilent
from lightclient.audit.hosts.remote import Remote
from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import parse
from lightclient.merkle.errors import OutsideLog
from lightclient.till.receiver import Receiver
from tests.hosts.test_web_till_refund import ROOT, described, signed
from tests.portable.site import Holder, Log, readings
from tests.portable.test_log_evidence import TRUST
from tests.services.core import Core
from tests.services.process import until
from tests.support.command import invoke
from tests.support.logpage import told
from tests.support.logserver import Device, Site, fetch, send
from tests.support.till import transaction

pytest_plugins = ["tests.services.fixtures"]

WALLET = Receiver.from_descriptor(described(84), REGTEST)
HEAD = Log(readings(3)).head()


def coin(*amounts, script=None):
    """Return a raw transaction that pays the wallet's address 0, or another script."""
    made = transaction(script or WALLET.script(0), amounts[0])
    for satoshi in amounts[1:]:
        made.output(satoshi, script or WALLET.script(0))
    return made.serialize()


def run(*arguments, status=0):
    result = invoke(*arguments, "--json")
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def test_the_transaction_spends_what_is_the_wallets_and_carries_the_head():
    raws = [coin(50_000, 20_000), coin(7_000, script=WALLET.script(1))]
    made = parse(signed(anchoring.psbt_of(HEAD, WALLET, 0, raws + raws, 500)))  # each coin once
    assert made.outputs == [(0, b"\x6a\x20" + HEAD.hash()), (69_500, WALLET.script(0))]
    assert [(txid, place, sequence) for txid, place, _, sequence in made.inputs] == [
        (parse(raws[0]).txid(), place, 0xFFFFFFFD) for place in (0, 1)
    ]
    with pytest.raises(NoCoins):
        anchoring.psbt_of(HEAD, WALLET, 0, raws[1:], 500)
    for fee in (69_800, 70_000, 80_000):  # it leaves dust, nothing, or less
        with pytest.raises(NoRoomForFee):
            anchoring.psbt_of(HEAD, WALLET, 0, raws, fee)


def test_what_is_anchored_is_a_head_that_its_witnesses_have_seen(tmp_path):
    secret = described(84).replace(described(84).split("]")[1].split("/")[0], ROOT.serialize(REGTEST))
    (tmp_path / "coin").write_bytes(coin(50_000))
    (tmp_path / "trust").write_bytes(TRUST)

    def error(head, wallet=None):
        (tmp_path / "head").write_bytes(head)
        (tmp_path / "wallet").write_text(wallet or described(84))
        options = ("--trust", tmp_path / "trust", "--head", tmp_path / "head", "--wallet", tmp_path / "wallet")
        options += ("--network", "regtest", "--coin", tmp_path / "coin", "--fee", 500, "-o", tmp_path / "psbt")
        server = "http://127.0.0.1:1"  # nobody is there: the head is in its file
        result = invoke("log", "anchor", "--server", server, *options, "--json")
        assert (tmp_path / "head").read_bytes() == head
        return json.loads(result.stdout).get("error")

    now = int(time.time())
    site = Log(readings(3))
    assert error(site.note(witnesses=("w1",), time=now)) == "NotWitnessed"
    assert error(Log(readings(3), holder=Holder(3)).note(time=now)) == "NotSignedByLog"
    assert error(site.note(time=now), secret) == "SecretKey"
    assert not (tmp_path / "psbt").exists()
    assert error(site.note(time=now)) is None and (tmp_path / "psbt").read_bytes()[:5] == b"psbt\xff"


def test_only_evidence_has_anchors(tmp_path):
    (tmp_path / "record").write_bytes(readings(1)[0].serialize())
    prove = ("log", "prove", tmp_path / "record", "--server", "http://127.0.0.1:1", "-o", tmp_path / "out")
    for option in ("--head", "--anchor"):
        assert invoke(*prove, "--form", "receipt", option, tmp_path / "record").exit_code == 2


def test_a_path_is_made_of_whole_tiles_or_not_at_all(monkeypatch):
    made = readings(5)
    leaves = b"".join(one.leaf() for one in made)
    remote = Remote("http://127.0.0.1:1")
    monkeypatch.setattr(remote, "_fetch", {"/tile/0/000.p/4": leaves[:128]}.__getitem__)
    assert remote.path(2, 4) == Log(made[:4]).path(2)
    for wrong in (b"", leaves[:96], leaves):
        monkeypatch.setattr(remote, "_fetch", lambda path, wrong=wrong: wrong)
        with pytest.raises(ServerSilent):
            remote.path(2, 4)
    with pytest.raises(OutsideLog):
        remote.path(4, 4)


def newest(site):
    status, body, _ = fetch(site.url + "/checkpoint")
    return heads.parse(notes.parse(body).text).size if status == 200 else 0


@pytest.mark.slow
def test_a_record_a_head_and_a_block_of_core_are_one_file(core_folder, tmp_path):
    meter = Device("meter-7", 1)
    site = Site(tmp_path / "site", meter)
    process, node = site.server(), Core(tmp_path)
    process.start()
    site.url = process.url
    try:
        node.start()
        node.mine(101)
        made = meter.readings(300)
        send(site.url, *[one.serialize() for one in made])
        until(lambda: newest(site) == 300, "a head covers the records")
        (tmp_path / "coin").write_text(node.rpc("getrawtransaction", node.pay(WALLET.address(0), 100_000)))
        node.mine(1)
        (tmp_path / "wallet").write_text(described(84))
        (tmp_path / "record").write_bytes(made[5].serialize())

        def anchored(fee):
            options = ("--trust", site.policy, "--head", tmp_path / "head", "--wallet", tmp_path / "wallet")
            options += ("--network", "regtest", "--coin", tmp_path / "coin", "--fee", fee, "-o", tmp_path / "psbt")
            fields = run("log", "anchor", "--server", site.url, *options)
            return fields, node.rpc("sendrawtransaction", signed((tmp_path / "psbt").read_bytes()).hex())

        first, stuck = anchored(200)
        send(site.url, *[one.serialize() for one in meter.readings(20)])
        until(lambda: newest(site) == 320, "the log goes on")
        second, txid = anchored(2_000)  # the same head, and more for the miners
        assert (second["hash"], second["size"]) == (first["hash"], first["size"]) and second["size"] == 300
        assert node.rpc("getrawmempool") == [txid] and txid != stuck
        block = node.mine(3)[0]
        run(
            *("proof", "make", "--network", "regtest", "--block", written(tmp_path / "block", node, block)),
            *("--tx", txid, "-o", tmp_path / "bundle"),
        )
        chain = from_genesis(REGTEST, 2016)
        hashes = [node.rpc("getblockhash", height) for height in range(1, node.rpc("getblockcount") + 1)]
        chain.extend(b"".join(bytes.fromhex(node.rpc("getblockheader", one, False)) for one in hashes))
        (tmp_path / "checkpoint").write_bytes(checkpoint.serialize(chain))
        target = tmp_path / "evidence"
        prove = ("log", "prove", tmp_path / "record", "--server", site.url, "-o", target)
        assert run(*prove, "--head", tmp_path / "head", "--anchor", tmp_path / "bundle")["size"] == 300
    finally:
        node.stop()
        process.stop()
    # From here on, nobody is asked.
    verify = ("verify", target, "--trust", site.policy, "--main", tmp_path / "checkpoint")
    fields = run(*verify)
    assert (fields["outcome"], fields["finality"]["kind"]) == ("proved", "anchored")
    assert fields["finality"]["ledger"] == REGTEST.id and fields["finality"]["height"] == len(hashes) - 2
    assert fields["subject"]["id"] == made[5].entry().hex() and "anchor" in fields["checks"]
    part = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n%s\r\n--x--\r\n'
    process = site.server("--mains", str(tmp_path / "checkpoint"))
    process.start()
    try:
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        _, page, _ = fetch(process.url + "/", part % target.read_bytes(), headers=kind)
    finally:
        process.stop()
    tone, told_there, steps = told(page.decode())
    assert (tone, steps[-1]) == ("good", ("anchor", "good")) and told_there == fields
    (tmp_path / "policy").write_text("confirmations = 4\n")
    assert run(*verify, "--policy", tmp_path / "policy", status=3)["missing"] == ["confirmations"]


def written(path, node, block):
    path.write_text(node.rpc("getblock", block, 0))
    return path
