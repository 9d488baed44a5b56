"""`lightclient verify`: outcomes and exit statuses, envelopes, policies, the transaction beside a proof, the clock."""

import json

import pytest

from lightclient.bitcoin.header import from_display
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST as RULES
from lightclient.bitcoin.proof import pack_branch
from lightclient.cli import verify
from lightclient.codec.cbor import encode
from lightclient.evidence.envelope import Envelope
from lightclient.ledgers import LEDGERS
from tests.portable.toy import world
from tests.support.command import (
    FORMS,
    HEIGHT,
    REGTEST,
    TIP,
    TXIDS,
    TXS,
    Files,
    accepted,
    failed,
    invoke,
    misused,
    placed,
    refused,
    unsettled,
)

FIELDS = ("ok", "outcome", "ledger", "subject", "height", "block", "finality", "checks", "skipped", "trust", "missing")


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def policy(files, text):
    return "--policy", files.file("policy.toml", text.encode())


def enveloped(files, form, ledger=RULES.id, body=None):
    """Return the file of a proof in an envelope."""
    if body is None:
        body = files.proof(form).read_bytes()
        if form == "merkleblock":
            body = bytes.fromhex(body.decode())
        if form == "electrum":
            fields = json.loads(body)
            branch = b"".join(map(from_display, fields["merkle"]))
            body = pack_branch(from_display(fields["txid"]), fields["pos"], branch, fields["block_height"])
    return files.file("envelope", Envelope(ledger, form, body).serialize())


# -- what is printed


@pytest.mark.slow
def test_every_outcome_has_the_same_fields(files):
    trust = ("--headers", files.headers())
    proved = accepted("verify", *REGTEST, *trust, files.proof())
    waiting = unsettled("verify", *REGTEST, *trust, files.proof("merkleblock"))
    wrong = refused("verify", *REGTEST, "--headers", files.headers(4), files.proof())
    for fields, outcome in ((proved, "proved"), (waiting, "not yet"), (wrong, "refused")):
        assert set(FIELDS) <= set(fields)
        assert (fields["outcome"], fields["ledger"]) == (outcome, RULES.id)
    assert proved["finality"] == {"kind": "work", "confirmations": TIP - HEIGHT + 1, "work": proved["work_on_top"]}
    assert proved["subject"] == {"kind": "transaction", "id": TXIDS[1]}
    assert (proved["height"], proved["block"], proved["trust"]) == (HEIGHT, files.hash, "genesis block")
    assert (proved["skipped"], proved["missing"]) == ([], [])
    assert (waiting["skipped"], waiting["missing"]) == (["coinbase-depth", "leaf-size"], ["transaction"])
    assert (wrong["error"], wrong["trust"], wrong["finality"]) == ("UnknownBlock", "headers as given", None)
    assert wrong["message"]


def test_no_check_is_called_after_what_nothing_commits_to(files):
    for form in FORMS:
        fields = accepted("verify", *REGTEST, "--headers", files.headers(), files.proof(form), *files.shown(form))
        assert "transaction-count" not in fields["checks"]


# -- which ledger


@pytest.mark.parametrize("form", FORMS)
def test_an_envelope_says_what_its_form_says_alone(files, form):
    trust = ("--headers", files.headers(), "--now", 2_000_000_000, *files.shown(form))
    bare = accepted("verify", *REGTEST, *trust, files.proof(form))
    for names in ((), REGTEST):
        fields = accepted("verify", *names, *trust, enveloped(files, form))
        assert {**bare, **fields} == {**fields, **({"claimed_height": HEIGHT} if form == "electrum" else {})}
    data = (files.folder / "envelope").read_bytes()
    assert accepted("verify", *trust, files.file("hex", data.hex().encode()))["outcome"] == "proved"


def test_evidence_of_another_ledger_is_refused(files):
    trust = ("--headers", files.headers())
    other = enveloped(files, "bundle", MAINNET.id)
    assert refused("verify", *REGTEST, *trust, other)["error"] == "WrongNetwork"
    assert refused("verify", *trust, other)["error"] == "BadDifficulty"  # these headers are not mainnet's
    fields = refused("verify", *trust, enveloped(files, "bundle", "eip155:1"))
    assert (fields["error"], fields["ledger"]) == ("UnknownLedger", None)
    assert "eip155:1" in fields["message"]
    assert refused("verify", *trust, enveloped(files, "poem", body=b""))["error"] == "UnknownForm"
    data = (files.folder / "envelope").read_bytes()
    later = files.file("later", data.replace(b"LCE1", b"LCE2"))
    assert refused("verify", *trust, later)["error"] == "UnknownMagic"


@pytest.mark.slow
def test_the_network_is_read_from_the_evidence_or_the_checkpoint(files):
    for form in FORMS:
        shown = files.shown(form)
        trust = ("--trust", files.checkpoint(2), "--headers", files.headers(3))
        assert accepted("verify", *trust, files.proof(form), *shown)["network"] == "regtest"
    accepted("verify", "--headers", files.headers(), files.proof())
    for form in ("electrum", "merkleblock"):
        assert "--network" in misused("verify", "--headers", files.headers(), files.proof(form))
    both = ("--trust", files.checkpoint(2), "--checkpoint", files.checkpoint(2))
    assert "--trust" in misused("verify", *both, files.proof())


def test_the_shipped_checkpoint_serves_where_none_is_given(files, monkeypatch):
    shipped = files.checkpoint(2).read_bytes()
    monkeypatch.setattr(verify, "_shipped", lambda rules: shipped if rules is RULES else None)
    proof = files.proof("bundle", "--following", files.headers(4, 10))
    fields = accepted("verify", proof)
    assert placed(fields) == ("shipped checkpoint at height 2", HEIGHT, 8, "header-window")
    assert accepted("verify", "--headers", files.headers(), proof)["trust"] == "genesis block"
    assert accepted("verify", "--trust", files.checkpoint(3), proof)["trust"] == "checkpoint at height 3"


# -- the clock


def test_a_proofs_headers_are_held_to_the_clock(files):
    proof = files.proof("bundle", "--following", files.headers(4, 10))
    newest = files.tree.states["10"].times[-1]
    command = ("verify", "--trust", files.checkpoint(2), proof)
    fields = accepted(*command, "--now", newest - 7200)
    assert (fields["confirmations"], fields["checks"][-3]) == (8, "two-hour-rule")
    fields = refused(*command, "--now", newest - 7201)
    assert (fields["error"], fields["height"]) == ("TimeTooNew", 10)


# -- policies


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("confirmations = 21", []),
        ("confirmations = 22", ["confirmations"]),
        ("work = 40", []),
        ("work = 41", ["work"]),
        ("age = 3600", []),
        ("age = 3599", ["fresh-tip"]),
        ("gateways = 2", ["gateways"]),
        ("coinbase = true", []),
        ("confirmations = 100\ngateways = 2", ["confirmations", "gateways"]),
    ],
)
def test_a_policy_decides_the_exit_status(files, text, missing):
    now = files.tree.states[str(TIP)].times[-1] + 3600
    command = ("verify", "--headers", files.headers(), "--now", now, files.proof(), *policy(files, text))
    fields = unsettled(*command) if missing else accepted(*command)
    assert fields["missing"] == missing
    assert fields["confirmations"] == TIP - HEIGHT + 1  # what is true stays told
    name, value = text.split("\n")[0].split(" = ")
    assert fields["policy"][name] == json.loads(value)


def test_a_coinbase_may_be_demanded(files):
    for form in ("merkleblock", "electrum"):
        command = (
            "verify",
            *REGTEST,
            "--headers",
            files.headers(),
            files.proof(form),
            *policy(files, "coinbase = true"),
        )
        assert unsettled(*command, *files.tx())["missing"] == ["coinbase"]
        assert "coinbase-depth" in accepted(*command, "--coinbase", files.tx(0)[1])["checks"]


@pytest.mark.parametrize("form", ["merkleblock", "electrum"])
def test_a_policy_may_accept_a_leaf_that_nobody_looked_at(files, form):
    command = ("verify", *REGTEST, "--headers", files.headers(), files.proof(form))
    fields = accepted(*command, *policy(files, 'accept = ["leaf-size"]'))
    assert (fields["outcome"], fields["missing"]) == ("proved", [])
    assert "leaf-size" in fields["skipped"] and "leaf-size" not in fields["checks"]
    unsettled(*command, *policy(files, 'accept = ["coinbase-depth"]'))


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("confirmation = 6", "UnknownSetting", "'confirmation'"),
        ("[confirmations]\nleast = 6", "BadSetting", "confirmations"),
        ("confirmations = 0", "BadSetting", "from 1 on"),
        ("confirmations = true", "BadSetting", "confirmations"),
        ('accept = "leaf-size"', "BadSetting", "list"),
        ("confirmations", "BadSchema", "no TOML"),
        ("a = " + "[" * 10_000, "BadSchema", "no TOML"),
        ("\udcff", "BadSchema", "no TOML"),
        ("work = 0x" + "f" * 5000, "BadSetting", "over 256 bits"),
        ("age = 1979-05-27", "BadSetting", "age"),
    ],
)
def test_a_policy_that_cannot_be_followed_is_a_mistake_of_the_users(files, text, error, said):
    path = files.file("policy.toml", text.encode("utf-8", "surrogateescape"))
    result = invoke("verify", "--headers", files.headers(), files.proof(), "--policy", path, "--json")
    fields = json.loads(result.stdout)
    assert (result.exit_code, fields["ok"], fields["error"]) == (2, False, error)
    assert said in fields["message"]
    assert "missing" in failed("verify", files.proof(), "--policy", files.folder / "missing")


# -- the transaction beside a proof


@pytest.mark.parametrize("form", ["merkleblock", "electrum"])
def test_what_is_beside_a_proof_belongs_to_it(files, form):
    command = ("verify", *REGTEST, "--headers", files.headers(), files.proof(form))
    assert refused(*command, *files.tx(2))["error"] == "TxidMismatch"
    assert refused(*command, "--coinbase", files.tx(1)[1])["error"] == "NotCoinbase"
    assert refused(*command, *files.tx(), *files.tx(2))["error"] == "TxidMismatch"
    for raw, error in ((b"", "Truncated"), (TXS[1].serialize() + b"\x00", "TrailingBytes")):
        assert refused(*command, "--tx", files.file("raw", raw))["error"] == error
    assert "missing" in failed(*command, "--tx", files.folder / "missing")
    far = ("verify", *REGTEST, "--headers", files.headers(), files.proof(form, txids=TXIDS[3:4]))
    assert unsettled(*far, "--coinbase", files.tx(0)[1])["missing"] == ["coinbase-branch", "transaction"]


def test_a_bundle_brings_its_own(files):
    assert "its own" in misused("verify", "--headers", files.headers(), files.proof(), *files.tx())


@pytest.mark.parametrize("form", FORMS)
def test_a_txid_may_be_demanded_of_every_form(files, form):
    command = ("verify", *REGTEST, "--headers", files.headers(), files.proof(form), *files.shown(form))
    accepted(*command, "--txid", TXIDS[1])
    assert refused(*command, "--txid", TXIDS[2])["error"] == "TxidMismatch"
    assert "--txid" in misused(*command, "--txid", TXIDS[2][:-1])


# -- what servers print


def test_an_electrum_servers_bare_answer_needs_a_txid(files):
    # Finding F7 of the reports, its neighbour: what a server prints was refused for want of a txid.
    fields = json.loads(files.proof("electrum").read_text())
    del fields["txid"]
    reply = {"jsonrpc": "2.0", "id": 1, "result": fields}
    for printed in (fields, reply, {**reply, "error": None}):
        proof = files.file("answer", json.dumps(printed).encode())
        command = ("verify", *REGTEST, "--headers", files.headers(), proof)
        assert refused(*command)["message"] == "Electrum proof: no txid"
        assert accepted(*command, "--txid", TXIDS[1], *files.tx())["claimed_height"] == HEIGHT
        assert unsettled(*command, "--txid", TXIDS[1])["missing"] == ["transaction"]
        assert refused(*command, "--txid", TXIDS[2])["error"] == "RootMismatch"


def test_a_reply_of_a_node_holds_a_merkleblock(files):
    text = files.proof("merkleblock").read_text().strip()
    for printed in (
        json.dumps({"result": text, "error": None, "id": 1}),
        json.dumps(text),
        text.upper(),
        text + "\r\n",
    ):
        proof = files.file("answer", printed.encode())
        assert accepted("verify", *REGTEST, "--headers", files.headers(), proof, *files.tx())["form"] == "merkleblock"


@pytest.mark.parametrize(
    "printed",
    [
        {"result": None, "error": {"code": -5, "message": "Transaction not yet in block"}},
        {"result": 7},
        {"result": [1]},
        {"result": {"result": {}}},
        {"result": {}},
        {"result": "\ud800"},
        "\ud800",
        "\u00e9",
    ],
)
def test_a_reply_without_a_proof_is_refused(files, printed):
    proof = files.file("answer", json.dumps(printed).encode())
    fields = refused("verify", *REGTEST, "--headers", files.headers(), proof)
    assert fields["error"] == "BadSchema"
    if isinstance(printed, dict) and printed["result"] is None:
        assert "not yet in block" in fields["message"]


# -- another ledger


NETWORKS = (world.NETWORK,)  # what LEDGERS points to


def test_evidence_of_another_ledger_is_judged_by_its_own_rules(files, monkeypatch):
    monkeypatch.setitem(LEDGERS, "toy", "tests.hosts.test_cli_verdicts")
    blocks = world.chain(3)
    trust = ("--trust", files.file("trust", encode(["TOY", "toy", blocks[1]])))
    body = encode(blocks[2])
    proof = files.file("count", Envelope("toy:toy", "count", body).serialize())
    fields = accepted("verify", *trust, proof)
    assert set(FIELDS) <= set(fields)
    assert (fields["ledger"], fields["network"], fields["form"]) == ("toy:toy", "toy", "count")
    assert (fields["subject"], fields["height"]) == ({"kind": "count", "id": "2"}, 2)
    assert fields["finality"] == {"kind": "votes", "signed": 1, "of": 1}
    forged = Envelope("toy:toy", "count", encode([*blocks[2][:3], 99, blocks[2][4]])).serialize()
    poem = Envelope("toy:toy", "poem", b"").serialize()
    for data, error in ((forged, "Forged"), (poem, "UnknownForm")):
        fields = refused("verify", *trust, files.file("wrong", data))
        assert (fields["error"], fields["ledger"]) == (error, "toy:toy")
    assert refused("verify", proof)["error"] == "BadTrust"
    for option in (("--txid", TXIDS[0]), files.tx(), ("--headers", files.headers()), ("--coinbase", files.headers())):
        assert "not about Bitcoin" in misused("verify", *trust, proof, *option)  # never without a word
    assert unsettled("verify", *trust, proof, *policy(files, "gateways = 2"))["missing"] == ["gateways"]
