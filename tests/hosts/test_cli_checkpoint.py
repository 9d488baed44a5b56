"""`lightclient checkpoint make` and `show`: from genesis, from inside a run, and what they refuse."""

from hashlib import sha256

import pytest

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.header import SIZE, display, hash_of, split
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.networks.shipped import checkpoint_of
from tests.hosts.test_cli_headers import REAL
from tests.portable.test_checkpoint import as_format_1
from tests.support.command import REGTEST, TIP, Files, accepted, invoke, misused, refused
from tests.support.data import data
from tests.support.vectors import load, load_json, work_of_run
from tools import shipped

MAKE = ("checkpoint", "make")
INSIDE = "main_822527_830592"
COVERED = 822527 + 10  # eleven blocks into the run, and past the first epoch that begins in it


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("network", "name", "height"), REAL)
def test_from_genesis_on_every_network_and_the_rest_follows(tmp_path, network, name, height):
    raw = load(name)
    middle = height // 2
    target, rest = tmp_path / "checkpoint", tmp_path / "rest"
    work = f"{work_of_run(split(raw[: SIZE * (middle + 1)])):064x}"
    options = ("--headers", data(name), "--first-height", 0, "--at", middle, "--chainwork", work, "-o", target)
    made = accepted(*MAKE, "--network", network, *options)
    assert (made["network"], made["height"], made["chainwork"]) == (network, middle, work)
    assert made["tip"] == display(hash_of(raw[SIZE * middle : SIZE * (middle + 1)]))
    assert (made["log_start"], made["log_size"], made["headers"]) == (0, middle + 1, 0)
    assert made["bytes"] == target.stat().st_size

    shown = accepted("checkpoint", "show", target)
    assert shown == {field: value for field, value in made.items() if field != "file"}
    assert records.parse(target.read_bytes(), by_name(network)).tip.height == middle

    rest.write_bytes(raw[SIZE * (middle + 1) :])
    fields = accepted("headers", "verify", "--network", network, "--checkpoint", target, rest)
    assert fields["height"] == height
    assert fields["chainwork"] == f"{work_of_run(split(raw)):064x}"


def test_from_inside_mainnet_and_the_rest_leads_to_the_tip_of_the_index(tmp_path):
    record = next(record for record in load_json("headers_mainnet/INDEX.json") if record["name"] == INSIDE)
    path = data("headers_mainnet", INSIDE + ".bin.xz")
    raw = load(f"headers_mainnet/{INSIDE}.bin.xz")
    count = COVERED - record["start"] + 1
    work = int(record["chainwork_before_hex"], 16) + work_of_run(split(raw[: SIZE * count]))
    target, rest = tmp_path / "checkpoint", tmp_path / "rest"
    run = (*MAKE, "--network", "mainnet", "--headers", path, "--first-height", record["start"])
    made = accepted(*run, "--at", COVERED, "--chainwork", f"{work:x}", "-o", target)
    assert (made["log_start"], made["log_size"]) == (COVERED, 1)
    rest.write_bytes(raw[SIZE * count :])
    fields = accepted("headers", "verify", "--network", "mainnet", "--checkpoint", target, rest)
    assert (fields["height"], fields["tip"]) == (record["end"], record["tip_hash"])
    assert int(fields["chainwork"], 16) == int(record["chainwork_end_hex"], 16)

    assert refused(*run, "--at", COVERED - 1, "-o", target)["error"] == "EpochNotCovered"
    least = work_of_run(split(raw[: SIZE * count]))
    assert refused(*run, "--at", COVERED, "--chainwork", f"{least - 1:x}", "-o", target)["error"] == "ChainworkMismatch"


def test_chainwork_from_genesis_must_be_the_one_of_the_headers(files):
    right = int(accepted("headers", "verify", *REGTEST, files.headers())["chainwork"], 16)
    run = (*MAKE, *REGTEST, "--headers", files.headers(), "--first-height", 0, "-o", files.folder / "checkpoint")
    accepted(*run, "--chainwork", f"{right:x}")
    accepted(*run, "--chainwork", f"{right:064X}")
    for wrong in (right - 1, right + 1, 0, (1 << 256) - 1):
        assert refused(*run, "--chainwork", f"{wrong:x}")["error"] == "ChainworkMismatch"
    for text in ("", "work", "-1", "0x10", "1_0", " 1", "1" * 65):
        assert "--chainwork" in misused(*run, "--chainwork", text)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--first-height", 0, "--at", TIP + 1), "OutsideRun"),
        (("--first-height", 0, "--at", -1), "OutsideRun"),
        (("--first-height", 7, "--at", 6), "OutsideRun"),
        (("--first-height", 7), "EpochNotCovered"),
    ],
)
def test_heights_that_the_run_does_not_cover(files, options, error):
    target = files.folder / "checkpoint"
    assert refused(*MAKE, *REGTEST, "--headers", files.headers(), *options, "-o", target)["error"] == error
    assert not target.exists()


def test_headers_of_another_network_or_height(files):
    target = files.folder / "checkpoint"
    run = ("--headers", files.headers(), "-o", target)
    assert refused(*MAKE, "--network", "mainnet", *run, "--first-height", 0)["error"] == "BadGenesis"
    assert refused(*MAKE, "--network", "mainnet", *run, "--first-height", 2005)["error"] == "BadDifficulty"
    run = ("--headers", files.headers(1), "-o", target)
    assert refused(*MAKE, *REGTEST, *run, "--first-height", 0)["error"] == "BadGenesis"
    assert not target.exists()


def test_a_first_height_that_no_chain_has(files):
    run = (*MAKE, *REGTEST, "--headers", files.headers(), "-o", files.folder / "checkpoint")
    for height in (-1, 1 << 32, "first"):
        assert "--first-height" in misused(*run, "--first-height", height)


def test_people_are_told_in_words(files):
    path = files.checkpoint(11)
    result = invoke("checkpoint", "show", path)
    assert (result.exit_code, result.stderr) == (0, "")
    for word in ("regtest", "chainwork", "log root", "207fffff"):
        assert word in result.stdout
    result = invoke("checkpoint", "show", files.block)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("refused  ")


def test_a_record_that_is_no_checkpoint_is_not_shown(files):
    record = files.checkpoint(11).read_bytes()
    elsewhere = record.replace(b"regtest", b"regtess")
    for wrong, error in (
        (b"", "EmptyCheckpoint"),
        (record[:-1], "DamagedCheckpoint"),
        (record + b"\x00", "DamagedCheckpoint"),
        (record.replace(b"LCC2", b"LCC3"), "DamagedCheckpoint"),
        (elsewhere, "DamagedCheckpoint"),
        (elsewhere[:-8] + sha256(elsewhere[:-8]).digest()[:8], "WrongNetwork"),
        (record.hex().encode(), "TextCheckpoint"),
        (as_format_1(record)[:-1], "Truncated"),
        (as_format_1(record) + b"\x00", "TrailingBytes"),
        (as_format_1(record).replace(b"LCC1", b"LCC0"), "BadSchema"),
        (as_format_1(record).replace(b"regtest", b"regtess"), "WrongNetwork"),
    ):
        assert refused("checkpoint", "show", files.file("wrong", wrong))["error"] == error


def test_format_and_checksum_are_shown_and_format_1_is_still_read(files):
    path = files.checkpoint(11)
    record = path.read_bytes()
    shown = accepted("checkpoint", "show", path)
    assert (shown["format"], shown["checksum"]) == (2, sha256(record[:-8]).hexdigest()[:16])
    old = accepted("checkpoint", "show", files.file("old", as_format_1(record)))
    assert (old["format"], old["checksum"]) == (1, None)
    for field in set(shown) - {"format", "checksum", "bytes"}:
        assert old[field] == shown[field]


@pytest.mark.parametrize("name", shipped.PUBLIC)
def test_a_shipped_checkpoint_is_shown_like_any_other(tmp_path, name):
    path = tmp_path / "checkpoint"
    path.write_bytes(checkpoint_of(by_name(name)))
    shown = accepted("checkpoint", "show", path)
    assert (shown["network"], shown["format"], shown["headers"]) == (name, 2, 0)
