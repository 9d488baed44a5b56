"""Whatever the files hold, the command says yes, no or why not: it never falls over, and never writes half a file."""

import json
import lzma
import random
import time

import pytest

from lightclient.codec.cbor import decode, encode
from tests.support.command import FORMS, REGTEST, TXIDS, Files, accepted, failed, invoke, refused

VERIFY = ("verify", *REGTEST)
MAKE = ("proof", "make", *REGTEST, "--tx", TXIDS[1])

# Every place where the command reads a file.
INPUTS = {
    "headers": lambda files, path: ("headers", "verify", *REGTEST, path),
    "headers from a checkpoint": lambda files, path: (
        "headers",
        "verify",
        *REGTEST,
        files.headers(),
        "--checkpoint",
        path,
    ),
    "checkpoint": lambda files, path: ("checkpoint", "show", path),
    "run for a checkpoint": lambda files, path: (
        ("checkpoint", "make", *REGTEST, "--headers", path, "--first-height", 0, "-o", files.folder / "made")
    ),
    "block": lambda files, path: (*MAKE, "--block", path, "-o", files.folder / "made"),
    "following": lambda files, path: (*MAKE, "--block", files.block, "--following", path, "-o", files.folder / "made"),
    "log": lambda files, path: (*MAKE, "--block", files.block, "--log", path, "-o", files.folder / "made"),
    "proof": lambda files, path: (*VERIFY, "--headers", files.headers(), path),
    "trusted checkpoint": lambda files, path: (*VERIFY, "--checkpoint", path, files.proof()),
    "trusted headers": lambda files, path: (*VERIFY, "--headers", path, files.proof()),
    "headers on a checkpoint": lambda files, path: (
        (*VERIFY, "--checkpoint", files.checkpoint(2), "--headers", path, files.proof())
    ),
}

NOTHING = "an .xz of nothing"
GARBAGE = {
    "empty": b"",
    "a byte": b"\x00",
    "text": b"no proof of anything\n",
    "noise": random.Random(1).randbytes(4000),
    "zeros": bytes(160),
    "a nested array in JSON": b'{"txid": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    "a nested object in JSON": b'{"txid": ' * 100_000 + b"0" + b"}" * 100_000,
    "a nested array in CBOR": b"\x81" * 1000 + b"\x00",
    "a nested bundle": b"\x88\x64LCB1" + b"\x81" * 1000,
    "a huge count in CBOR": b"\x9b" + b"\xff" * 8,
    "a huge count in a bundle": b"\x88\x64LCB1\x9a" + b"\xff" * 4,
    "a huge text in a checkpoint": b"\x8b\x64LCC1\x7b" + b"\xff" * 8,
    "a huge block or proof": bytes(80) + b"\xff" * 80,
    NOTHING: lzma.compress(b""),
    "a broken .xz": lzma.compress(bytes(800))[:-9],
    "no .xz": b"\xfd7zXZ\x00" + bytes(80),
}


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


# A bundle without following headers is one.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "kind"),
    sorted({(p, k) for p in INPUTS for k in GARBAGE} - {("following", "empty"), ("following", NOTHING)}),
)
def test_garbage_is_refused_by_a_name(files, place, kind):
    garbage = files.file("garbage", GARBAGE[kind])
    fields = refused(*INPUTS[place](files, garbage))
    assert fields["error"] and fields["message"]
    assert not (files.folder / "made").exists()


@pytest.mark.parametrize("place", INPUTS)
def test_files_that_cannot_be_read_are_named(files, place):
    missing = files.folder / "missing"
    assert failed(*INPUTS[place](files, missing)) == f"{missing}: No such file or directory"
    assert failed(*INPUTS[place](files, files.folder)) == f"{files.folder}: Is a directory"


@pytest.mark.parametrize(
    ("kind", "place", "error"),
    [
        ("empty", "headers", "Truncated"),
        ("empty", "proof", "Truncated"),
        ("a nested object in JSON", "proof", "TooDeep"),
        ("a nested bundle", "proof", "TooDeep"),
        ("a nested array in CBOR", "checkpoint", "TooDeep"),
        ("a huge count in CBOR", "checkpoint", "TooLarge"),
        ("a huge count in a bundle", "proof", "TooLarge"),
        ("a huge text in a checkpoint", "checkpoint", "Truncated"),
        ("a huge block or proof", "proof", "TooManyTransactions"),
        ("a huge block or proof", "block", "TooLarge"),
        ("no .xz", "block", "BadSchema"),
    ],
)
def test_the_name_says_what_is_wrong(files, kind, place, error):
    assert refused(*INPUTS[place](files, files.file("garbage", GARBAGE[kind])))["error"] == error


@pytest.mark.slow
def test_a_small_file_that_unpacks_to_more_than_any_is_refused_at_once(files):
    bomb = files.file("bomb", lzma.compress(bytes(8 << 20), preset=0) * 33)
    assert bomb.stat().st_size < 100_000
    began = time.process_time()
    assert refused(*VERIFY, "--headers", files.headers(), bomb)["error"] == "TooLarge"
    assert time.process_time() - began < 10  # each piece was copied with all before it: minutes


def rewritten(files, form, data):
    return files.file(f"changed-{form}", data)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_proof_cut_anywhere_is_refused(files, form):
    trust = ("--headers", files.headers())
    data = files.proof(form).read_bytes()
    for size in range(0, len(data) - 2, 37):  # without its last newline a text is still whole
        refused(*VERIFY, *trust, rewritten(files, form, data[:size]))


@pytest.mark.parametrize("form", FORMS)
def test_a_proof_with_something_after_it_is_refused(files, form):
    data = files.proof(form).read_bytes()
    for more in (b"00", b"\x00", data):
        refused(*VERIFY, "--headers", files.headers(), rewritten(files, form, data + more))


def flips(data, count=150):
    """Yield `data` with one of its bits flipped: the first ones after the header, the last ones, and `count` others."""
    size = 8 * len(data)
    for bit in [*range(640, 680), *range(size - 16, size), *random.Random(2).sample(range(size), count)]:
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


@pytest.mark.slow
def test_a_bundle_with_a_flipped_bit_is_refused(files):
    trust = ("--headers", files.headers())
    for changed in flips(files.proof().read_bytes()):
        refused(*VERIFY, *trust, rewritten(files, "bundle", changed))


@pytest.mark.slow
def test_a_merkleblock_with_a_flipped_bit_is_refused_or_proves_what_is_true(files):
    """The number of transactions is committed to nowhere, and the flag of a leaf shown beside a match can be set."""
    trust = ("--headers", files.headers())
    true = 0
    for changed in flips(bytes.fromhex(files.proof("merkleblock").read_text())):
        result = invoke(*VERIFY, *trust, "--json", rewritten(files, "merkleblock", changed))
        fields = json.loads(result.stdout)
        assert not fields["ok"]  # nobody has shown the transaction
        if fields["outcome"] == "not yet":
            true += 1
            assert fields["txids"] == [TXIDS[position] for position in fields["positions"]]
    assert 0 < true < 10


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("txid", TXIDS[2], "RootMismatch"),
        ("txid", None, "BadSchema"),
        ("txid", TXIDS[1][:-1], "BadSchema"),
        ("txid", "é" * 64, "BadSchema"),
        ("pos", 0, "RootMismatch"),
        ("pos", 9, "PositionOutOfRange"),
        ("pos", 1 << 70, "PositionOutOfRange"),
        ("pos", -1, "BadSchema"),
        ("pos", True, "BadSchema"),
        ("pos", 1.0, "BadSchema"),
        ("pos", "1", "BadSchema"),
        ("merkle", [], "PositionOutOfRange"),
        ("merkle", {}, "BadSchema"),
        ("merkle", "", "BadSchema"),
        ("merkle", [1], "BadSchema"),
        ("merkle", ["ab"], "BadSchema"),
        ("merkle", TXIDS[:3], "RootMismatch"),
        ("merkle", TXIDS * 4, "BranchTooLong"),
        ("block_height", 4, "HeightMismatch"),
        ("block_height", 400, "UnknownHeight"),
        ("block_height", -1, "UnknownHeight"),
        ("block_height", "3", "BadSchema"),
    ],
)
def test_an_electrum_proof_with_a_wrong_field_is_refused(files, field, value, error):
    fields = json.loads(files.proof("electrum").read_text())
    fields[field] = value
    changed = rewritten(files, "electrum", json.dumps(fields).encode())
    assert refused(*VERIFY, "--headers", files.headers(), changed)["error"] == error


@pytest.mark.parametrize("field", ["txid", "pos", "merkle"])
def test_an_electrum_proof_without_a_field_is_refused(files, field):
    fields = json.loads(files.proof("electrum").read_text())
    del fields[field]
    said = refused(*VERIFY, "--headers", files.headers(), rewritten(files, "electrum", json.dumps(fields).encode()))
    assert (said["error"], said["message"]) == ("BadSchema", f"Electrum proof: no {field}")


def test_an_electrum_proof_may_be_silent_on_its_height(files):
    fields = json.loads(files.proof("electrum").read_text())
    del fields["block_height"]
    changed = rewritten(files, "electrum", json.dumps(fields).encode())
    said = accepted(*VERIFY, "--headers", files.headers(), changed, *files.tx())
    assert (said["height"], said["claimed_height"]) == (3, None)


def test_what_a_stranger_wrote_does_not_steer_the_terminal(files):
    fields = decode(files.proof().read_bytes())
    fields[1] = "regtest\x1b[2J\r\u202e[bold]"
    changed = rewritten(files, "bundle", encode(fields))
    result = invoke(*VERIFY, "--headers", files.headers(), changed)
    assert result.exit_code == 1
    assert r"regtest\x1b[2J\r\u202e[bold]" in result.stdout.replace("\n", "")
    assert refused(*VERIFY, "--headers", files.headers(), changed)["error"] == "WrongNetwork"


# -- files that are written


def writers(files):
    """Every command that writes a file, without the name of the file."""
    yield "checkpoint", "make", *REGTEST, "--headers", files.headers(), "--first-height", 0, "-o"
    for form in FORMS:
        yield *MAKE, "--block", files.block, "--form", form, "-o"


@pytest.mark.slow
def test_output_that_cannot_be_written(files):
    taken = files.folder / "taken"
    taken.mkdir()
    before = sorted(files.folder.rglob("*")) + [files.headers()]
    for command in writers(files):
        assert str(taken) in failed(*command, taken)
        for place in (files.folder / "nowhere" / "made", files.block / "made"):
            assert str(place) in failed(*command, place)
        failed(*command, files.folder / ("a" * 300))
    assert sorted(files.folder.rglob("*")) == sorted(before)


def test_a_refusal_leaves_an_older_file_as_it_was(files):
    old = files.file("old", b"old")
    for command in (
        ("checkpoint", "make", *REGTEST, "--headers", files.headers(1), "--first-height", 0),
        (*MAKE, "--block", files.headers()),
        (*MAKE, "--block", files.block, "--log", files.headers(4)),
    ):
        refused(*command, "-o", old)
        assert old.read_bytes() == b"old"


def test_an_older_file_is_replaced(files):
    for command in writers(files):
        old = files.file("old", b"old" * 1000)
        accepted(*command, old)
        assert b"old" not in old.read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        ("board", "run", "FILE"),
        ("board", "amalgamate", "FILE", "-o", "made"),
        ("bench", "--board", "rv32", "--script", "FILE"),
        ("verify", "FILE", "--policy", "FILE"),
        ("log", "body", "FILE", "--bodies", "s3+http://127.0.0.1:9/bucket", "--login-file", "FILE", "-o", "made"),
        ("log", "serve", "--config", "FILE"),
        ("gateway", "--config", "FILE"),
    ],
    ids=" ".join,
)
def test_a_file_that_has_to_be_text_and_is_not_is_no_traceback(files, command):
    garbage = files.file("garbage.py", b"\xff\xfe\x00")
    made = files.folder / "made"
    result = invoke(*({"FILE": garbage, "made": made}.get(word, word) for word in command))
    assert result.exit_code == 2, result.output
    assert "UTF-8" in result.stderr or "utf-8" in result.stderr or "login" in result.stderr
    assert not made.exists()
