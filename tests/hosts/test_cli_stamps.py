"""`lightclient stamp`, `ots` and `verify FILE.ots`, with calendars that put commitments into a chain."""

import contextlib
import json

import pytest

from lightclient.bitcoin.header import SIZE, display
from lightclient.opentimestamps import file
from lightclient.opentimestamps.attestation import BITCOIN, PENDING, in_block, pending
from lightclient.opentimestamps.operations import SHA256, Operation
from tests.services.process import free_port, until
from tests.support.command import REGTEST, accepted, answer, failed, invoke, misused, process, refused, unsettled
from tests.support.stampsite import BLOCKS, StampSite, attested

pytest_plugins = ["tests.services.fixtures"]


@pytest.fixture
def site(tmp_path):
    (tmp_path / "site").mkdir()
    with StampSite(tmp_path / "site", 2) as site:
        yield site


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "document.txt"
    path.write_text("as it was\n")
    return path


def beside(path):
    return path.with_name(path.name + ".ots")


def upgraded(path, *options):
    """Run `ots upgrade` until the calendars have it, and return what it printed last."""

    def ask():
        result = invoke("ots", "upgrade", path, *options, "--json")
        assert result.exit_code in (0, 3), result.output
        fields = json.loads(result.stdout)
        return fields if all(each["result"] == "answered" for each in fields["calendars"]) else None

    return until(ask, "the calendars have the way to the block")


# -- the whole way


@pytest.mark.slow
def test_a_file_is_stamped_upgraded_and_proved_and_any_other_is_refused(site, document):
    proof = beside(document)
    fields = accepted("stamp", document, *site.options())
    assert (fields["files"], fields["promised"], fields["needed"]) == ([str(proof)], 2, 2)
    assert [each["result"] for each in fields["calendars"]] == ["answered", "answered"]
    trust = (*REGTEST, "--headers", site.headers())
    waiting = unsettled("verify", proof, *trust)
    assert waiting["missing"] == ["block-attestation"] and waiting["file"] == str(document)
    assert sorted(each["calendar"] for each in waiting["attestations"]) == sorted(site.urls)

    site.mine(2)
    fields = upgraded(proof, *site.options())
    assert fields["outcome"] == "complete" and attested(proof) == [BLOCKS + 1] * 2
    site.node.mine(5)
    proved = accepted("verify", proof, *REGTEST, "--headers", site.headers(), "--file", document)
    assert (proved["outcome"], proved["height"], proved["confirmations"]) == ("proved", BLOCKS + 1, 6)
    assert proved["subject"] == {"kind": "digest", "id": fields["digest"]}
    assert proved["block"] == display(site.node.chain[BLOCKS + 1])
    assert proved["existed_before"].startswith(f"block {BLOCKS + 1}, 20")
    assert proved["checks"] == ["operations", "block-root", "minimum-work", "header-window"]
    assert proved["trust"] == "genesis block" and "txids" not in proved
    assert {each.get("result") for each in proved["attestations"]} == {"holds", "open"}

    # Old headers do not reach to the block, a policy may ask for more, and another file is another file.
    assert unsettled("verify", proof, *trust, "--file", document)["missing"] == ["headers"]
    policy = document.with_name("policy.toml")
    policy.write_text("confirmations = 7\n")
    wanting = unsettled("verify", proof, *REGTEST, "--headers", site.headers(), "--policy", policy)
    assert wanting["missing"] == ["confirmations"]
    document.write_text("as it never was\n")
    for named in ((), ("--file", document)):
        assert refused("verify", proof, *REGTEST, "--headers", site.headers(), *named)["error"] == "WrongFile"


@pytest.mark.slow
def test_a_reorganisation_takes_the_proof_back(site, document):
    accepted("stamp", document, *site.options())
    site.mine(2)
    upgraded(beside(document), *site.options())
    accepted("verify", beside(document), *REGTEST, "--headers", site.headers())
    site.node.waiting.clear()
    site.node.reorg(1, 2, [])
    fields = refused("verify", beside(document), *REGTEST, "--headers", site.headers())
    assert fields["error"] == "RootMismatch"
    # With headers, what the file says of the block that is gone does not count as complete.
    assert accepted("ots", "upgrade", beside(document), *site.options())["calendars"] == []
    fields = answer(2, "ots", "upgrade", beside(document), *site.options(), *REGTEST, "--headers", site.headers())
    assert fields["error"] == "CalendarLies" and "RootMismatch" in fields["message"]


@pytest.mark.slow
def test_several_files_share_one_commitment_and_each_proof_stands_alone(site, tmp_path):
    paths = [tmp_path / f"file{number}" for number in range(5)]
    for path in paths:
        path.write_text(path.name)
    accepted("stamp", *paths, "--calendar", site.urls[0])
    found = [file.parse(beside(path).read_bytes()) for path in paths]
    promises = {node.message for each in found for node, one in each.timestamp.attested() if one.tag == PENDING}
    assert len(promises) == 1
    assert len({each.digest for each in found}) == 5
    site.mine()
    for path in paths:
        upgraded(beside(path), *site.options())
        accepted("verify", beside(path), *REGTEST, "--headers", site.headers())
    # The calendar has seen neither a digest nor anything that leads there.
    for each in found:
        assert each.digest.hex() not in site.calendars[0].log()


@pytest.mark.slow
def test_evidence_for_a_device_gives_the_same_verdict_as_the_file(site, document, tmp_path):
    proof, made = beside(document), tmp_path / "evidence"
    accepted("stamp", document, "--calendar", site.urls[0])
    assert (
        refused("ots", "evidence", proof, "-o", made, *REGTEST, "--headers", site.headers())["error"] == "NotComplete"
    )
    site.mine()
    upgraded(proof, *site.options())
    site.node.mine(20)
    whole = site.headers()
    trust = (*REGTEST, "--headers", whole)
    bare = accepted("verify", proof, *trust)
    run = whole.read_bytes()
    block = tmp_path / "block"
    block.write_bytes(run[SIZE * (BLOCKS + 1) : SIZE * (BLOCKS + 3)])
    for option in (("--headers", block), ("--log", whole), ()):
        fields = accepted("ots", "evidence", proof, "-o", made, *REGTEST, *option)
        assert fields["form"] == "opentimestamps"
        if option != ("--log", whole):
            assert {**bare, "file": None} == {**accepted("verify", made, *trust), "file": None}
    with_log = tmp_path / "log"
    with_log.write_bytes(run[: SIZE * (BLOCKS + 9)])
    accepted("ots", "evidence", proof, "-o", made, *REGTEST, "--log", with_log)
    checkpoint = tmp_path / "checkpoint"
    accepted("checkpoint", "make", *REGTEST, "--headers", with_log, "--first-height", 0, "-o", checkpoint)
    after = tmp_path / "after"
    after.write_bytes(run[SIZE * (BLOCKS + 9) :])
    old = accepted("verify", made, "--trust", checkpoint, "--file", document)
    assert (old["height"], old["checks"][-1]) == (BLOCKS + 1, "header-log")
    # Below the checkpoint the bare file's header is not at hand.
    assert unsettled("verify", proof, "--trust", checkpoint)["missing"] == ["headers"]
    assert refused("ots", "evidence", proof, "-o", made, *REGTEST, "--headers", after)["error"] == "NoAttestingHeader"
    assert "--log" in misused("ots", "evidence", proof, "-o", made, "--headers", after, "--log", after)


@pytest.mark.slow
def test_it_works_as_a_user_starts_it(site, document):
    done = process("stamp", document, "--calendar", site.urls[0])
    assert done.returncode == 0 and "stamped" in done.stdout, done.stderr
    done = process("stamp", document, "--calendar", site.urls[0])
    assert done.returncode == 2 and "there is a proof already" in done.stderr
    done = process("ots", "info", beside(document))
    assert done.returncode == 0 and f"promise: {site.urls[0]}" in done.stdout
    done = process("ots", "upgrade", beside(document), "--calendar", site.urls[0])
    assert done.returncode == 3 and "CalendarWaits" in done.stdout
    site.mine()
    upgraded(beside(document), *site.options())
    done = process("ots", "info", beside(document))
    assert f"bitcoin: {BLOCKS + 1}" in done.stdout
    done = process("verify", beside(document), *REGTEST, "--headers", site.headers())
    assert done.returncode == 0 and f"block {BLOCKS + 1}, 20" in done.stdout


# -- calendars that fail, and proofs that name others


@pytest.mark.slow
def test_k_of_n_calendars_must_promise(site, document):
    dead = f"http://127.0.0.1:{free_port()}"
    fields = answer(2, "stamp", document, *site.options(), "--calendar", dead, "--needed", 3)
    assert fields["error"] == "TooFewCalendars" and "2 of 3 calendars" in fields["message"]
    assert dead in fields["message"] and not beside(document).exists()
    fields = accepted("stamp", document, *site.options(), "--calendar", dead)
    assert (fields["promised"], [each["result"] for each in fields["calendars"]].count("CalendarUnreachable")) == (2, 1)
    assert "4 of 3" in misused("stamp", document, *site.options(), "--calendar", dead, "--needed", 4)
    assert "address of a calendar" in misused("stamp", document, "--calendar", "ftp://example.com")
    assert "no/such" in failed("stamp", "no/such", *site.options())


@pytest.mark.slow
def test_a_proof_sends_nobody_to_addresses_of_its_own(site, document):
    accepted("stamp", document, *site.options())
    proof = beside(document)
    fields = answer(2, "ots", "upgrade", proof)
    assert fields["error"] == "CalendarNotTrusted"
    site.mine(2)
    fields = until(
        lambda: next(
            (
                found
                for found in [json.loads(invoke("ots", "upgrade", proof, "--calendar", site.urls[0], "--json").stdout)]
                if found.get("outcome") == "complete"
            ),
            None,
        ),
        "the first calendar has it",
    )
    assert sorted(each["result"] for each in fields["calendars"]) == ["CalendarNotTrusted", "answered"]
    assert attested(proof) == [BLOCKS + 1]


@pytest.mark.slow
def test_a_proof_that_is_complete_is_left_alone(site, document):
    accepted("stamp", document, *site.options())
    site.mine(2)
    upgraded(beside(document), *site.options())
    data = beside(document).read_bytes()
    for calendar in site.calendars:
        calendar.stop()
    fields = accepted("ots", "upgrade", beside(document), *site.options())
    assert (fields["new"], fields["calendars"]) == (0, [])
    assert beside(document).read_bytes() == data
    site.calendars.clear()


# -- what is given to `verify`


@pytest.fixture
def known(tmp_path):
    """Return (a proof whose block is said to be the first one, headers)."""
    from tests.portable.stamps import DIGEST, HEIGHT, stamped, world

    tree, _ = world()
    (tmp_path / "headers").write_bytes(tree.run("0 1 2 block 4 5 6"))
    (tmp_path / "proof.ots").write_bytes(stamped(HEIGHT))
    assert DIGEST
    return tmp_path / "proof.ots", tmp_path / "headers"


def test_the_network_is_mainnet_unless_something_else_is_named(known, tmp_path):
    proof, headers = known
    fields = unsettled("verify", proof)
    assert (fields["network"], fields["missing"], fields["file"]) == ("mainnet", ["headers"], None)
    assert accepted("verify", proof, *REGTEST, "--headers", headers)["network"] == "regtest"
    checkpoint = tmp_path / "checkpoint"
    accepted("checkpoint", "make", *REGTEST, "--headers", headers, "--first-height", 0, "--at", 2, "-o", checkpoint)
    fields = accepted("verify", proof, "--trust", checkpoint, "--headers", headers)
    assert (fields["network"], fields["trust"]) == ("regtest", "checkpoint at height 2")


def test_the_file_is_looked_for_beside_the_proof(known, tmp_path):
    proof, headers = known
    trust = (*REGTEST, "--headers", headers)
    assert accepted("verify", proof, *trust)["file"] is None
    (tmp_path / "proof").write_bytes(b"a file")
    assert accepted("verify", proof, *trust)["file"] == str(tmp_path / "proof")
    (tmp_path / "proof").write_bytes(b"another file")
    assert refused("verify", proof, *trust)["error"] == "WrongFile"
    (tmp_path / "copy").write_bytes(b"a file")
    assert accepted("verify", proof, *trust, "--file", tmp_path / "copy")["file"] == str(tmp_path / "copy")
    assert "gone" in failed("verify", proof, *trust, "--file", tmp_path / "gone")


def test_options_that_are_not_for_timestamps_are_refused(known, tmp_path):
    proof, headers = known
    trust = (*REGTEST, "--headers", headers)
    assert "--file" in misused("verify", proof, *trust, "--txid", "00" * 32)
    assert "--file" in misused("verify", proof, *trust, "--tx", proof)
    from tests.support.command import Files

    files = Files(tmp_path)
    bundle = files.proof()
    assert "of no file" in misused("verify", *REGTEST, "--headers", files.headers(), bundle, "--file", bundle)


def test_a_proof_with_a_wrong_root_says_which_attestation_is_wrong(known):
    proof, headers = known
    whole = file.parse(proof.read_bytes())
    node = whole.timestamp.then(Operation(SHA256))
    node.attest(in_block(BITCOIN, 2))
    proof.write_bytes(whole.serialize())
    fields = accepted("verify", proof, *REGTEST, "--headers", headers)
    results = {each["height"]: each["result"] for each in fields["attestations"]}
    assert results == {2: "RootMismatch", 3: "holds"}


def test_a_damaged_proof_is_refused_by_name(known, tmp_path):
    proof, headers = known
    data = proof.read_bytes()
    for changed, error in (
        (data[:-1], "Truncated"),
        (data + b"x", "TrailingBytes"),
        (data[:31] + b"\x02", "UnknownVersion"),
    ):
        proof.write_bytes(changed)
        assert refused("verify", proof, *REGTEST, "--headers", headers)["error"] == error
        assert refused("ots", "info", proof)["error"] == error
        assert refused("ots", "upgrade", proof)["error"] == error
    proof.write_bytes(b"\0" * 100)
    assert refused("ots", "info", proof)["error"] == "NotTimestamp"


def test_what_a_calendar_is_called_does_not_steer_the_terminal(tmp_path):
    with contextlib.suppress(UnicodeEncodeError):
        assert pending("https://a.example").uri == "https://a.example"
    proof = tmp_path / "x.ots"
    whole = file.parse(file.MAGIC + b"\x01\x08" + bytes(32) + b"\x00" + b"\x1b[31m\x07\x07\x07" + b"\x00")
    proof.write_bytes(whole.serialize())
    shown = invoke("ots", "info", proof).stdout
    assert "\x1b" not in shown and "1b5b33316d070707" in shown
