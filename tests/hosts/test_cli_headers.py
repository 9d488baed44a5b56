"""`lightclient headers verify` on real runs of every network and on mined ones."""

import json
import lzma

import pytest

from lightclient.bitcoin.header import display, hash_of, split, time_of
from tests.portable.mining import unmine
from tests.support.command import REGTEST, TIP, Files, accepted, failed, invoke, misused, refused
from tests.support.data import data
from tests.support.vectors import load, load_json, work_of_run

REAL = [
    ("mainnet", "headers_mainnet/main_000000_039999.bin.xz", 39999),
    ("testnet3", "headers_test/testnet3_0000000_0009999.bin.xz", 9999),
    ("testnet4", "headers_test/testnet4_0_100.bin", 100),
    ("signet", "headers_test/signet_0_2015.bin.xz", 2015),
    ("regtest", "headers_test/regtest_0_100.bin", 100),
]
NETWORKS = [network for network, _, _ in REAL]
VERIFY = ("headers", "verify")


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("network", "name", "height"), REAL)
def test_real_headers_of_every_network(network, name, height):
    fields = accepted(*VERIFY, "--network", network, data(name))
    raw = load(name)
    assert fields.pop("headers_per_s") > 0
    assert fields == {
        "ok": True,
        "network": network,
        "height": height,
        "tip": display(hash_of(raw[-80:])),
        "chainwork": f"{work_of_run(split(raw)):064x}",
        "headers": height + 1,
        "minimum_work": network == "regtest",
    }


def test_the_tip_of_mainnet_is_the_one_of_the_index():
    record = load_json("headers_mainnet/INDEX.json")[0]
    fields = accepted(*VERIFY, "--network", "mainnet", data("headers_mainnet", record["name"] + ".bin.xz"))
    assert fields["tip"] == record["tip_hash"]
    assert int(fields["chainwork"], 16) == int(record["chainwork_end_hex"], 16)


@pytest.mark.parametrize(("network", "name", "_height"), REAL)
def test_headers_of_another_network_are_refused(network, name, _height):
    for other in set(NETWORKS) - {network}:
        fields = refused(*VERIFY, "--network", other, data(name))
        assert (fields["error"], fields["height"]) == ("BadGenesis", 0)


def test_plain_and_packed_files_and_parts_of_a_run_are_the_same(files):
    whole = accepted(*VERIFY, *REGTEST, files.headers())
    raw = files.raw
    packed = files.file("packed.xz", lzma.compress(raw))
    streams = files.file("two-streams.xz", lzma.compress(raw[:800]) + lzma.compress(raw[800:]))
    parts = [files.headers(0, 0), files.file("part.xz", lzma.compress(raw[80:960])), files.headers(12, TIP)]
    for paths in ([packed], [streams], parts):
        again = accepted(*VERIFY, *REGTEST, *paths)
        assert {**again, "headers_per_s": 0} == {**whole, "headers_per_s": 0}


def test_the_clock_refuses_what_is_more_than_two_hours_ahead(files):
    path = files.headers()
    newest = time_of(files.raw[-80:])
    assert accepted(*VERIFY, *REGTEST, "--now", newest - 7200, path)["height"] == TIP
    fields = refused(*VERIFY, *REGTEST, "--now", newest - 7201, path)
    assert (fields["error"], fields["height"]) == ("TimeTooNew", TIP)


def test_a_run_goes_on_from_a_checkpoint(files):
    whole = accepted(*VERIFY, *REGTEST, files.headers())
    checkpoint = files.checkpoint(11)
    rest = accepted(*VERIFY, *REGTEST, "--checkpoint", checkpoint, files.headers(12))
    assert rest["headers"] == TIP - 11
    for field in ("height", "tip", "chainwork"):
        assert rest[field] == whole[field]
    for first in (0, 11, 13):
        fields = refused(*VERIFY, *REGTEST, "--checkpoint", checkpoint, files.headers(first))
        assert (fields["error"], fields["height"]) == ("PrevHashMismatch", 12)


def test_a_checkpoint_of_another_network_is_refused(files):
    fields = refused(*VERIFY, "--network", "testnet3", "--checkpoint", files.checkpoint(11), files.headers(12))
    assert fields["error"] == "WrongNetwork"


def changed(files, change):
    headers = split(files.raw)
    change(headers)
    return files.file("changed", b"".join(headers))


@pytest.mark.parametrize(
    ("change", "error", "height"),
    [
        (lambda headers: headers.pop(0), "BadGenesis", 0),
        (lambda headers: headers.insert(0, headers[0]), "PrevHashMismatch", 1),
        (lambda headers: headers.insert(7, headers[7]), "PrevHashMismatch", 8),
        (lambda headers: headers.pop(7), "PrevHashMismatch", 7),
        (lambda headers: headers.insert(7, headers.pop(8)), "PrevHashMismatch", 7),
        (lambda headers: headers.append(headers[0]), "PrevHashMismatch", TIP + 1),
        (lambda headers: headers.append(unmine(headers.pop())), "HighHash", TIP),
        (lambda headers: headers.append(bytes(80)), "PrevHashMismatch", TIP + 1),
        (lambda headers: headers.append(b"\x00"), "Truncated", TIP + 1),
        (lambda headers: headers.append(headers.pop()[:-1]), "Truncated", TIP),
        (lambda headers: headers.clear(), "Truncated", 0),
    ],
)
def test_a_run_that_is_not_whole_or_not_in_order_is_refused_where_it_breaks(files, change, error, height):
    fields = refused(*VERIFY, *REGTEST, changed(files, change))
    assert (fields["error"], fields["height"]) == (error, height)


def test_files_in_the_wrong_order_are_refused(files):
    fields = refused(*VERIFY, *REGTEST, files.headers(0, 4), files.headers(10), files.headers(5, 9))
    assert (fields["error"], fields["height"]) == ("PrevHashMismatch", 5)


def test_a_damaged_real_header_is_refused_at_its_height(tmp_path):
    raw = bytearray(load("headers_test/signet_0_2015.bin.xz"))
    raw[80 * 1000 + 76] ^= 1
    path = tmp_path / "headers"
    path.write_bytes(raw)
    fields = refused(*VERIFY, "--network", "signet", path)
    assert (fields["error"], fields["height"]) == ("HighHash", 1000)


@pytest.mark.parametrize("damage", ["cut", "junk after", "junk within", "not the first stream"])
def test_broken_xz_is_refused_and_not_read_halfway(files, damage):
    packed = lzma.compress(files.raw)
    broken = {
        "cut": packed[:-1],
        "junk after": packed + b"junk",
        "junk within": packed[:200] + bytes(8) + packed[208:],
        "not the first stream": packed + lzma.compress(files.raw)[:4] + b"junk" * 80,
    }[damage]
    fields = refused(*VERIFY, *REGTEST, files.file("broken.xz", broken))
    assert fields["error"] == "BadSchema"
    assert "broken .xz" in fields["message"]


def test_people_are_told_in_words(files):
    result = invoke(*VERIFY, *REGTEST, files.headers())
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("verified\n")
    assert display(hash_of(files.raw[-80:])) in result.stdout
    result = invoke(*VERIFY, *REGTEST, files.headers(1))
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("refused  BadGenesis  ")


def test_a_chain_below_the_minimum_work_is_told_from_one_above_it(tmp_path, files):
    # One block of the least difficulty keeps every rule of mainnet, and so do the first 40,000 of the real chain.
    path = tmp_path / "headers"
    path.write_bytes(load("headers_mainnet/main_000000_039999.bin.xz")[:160])
    mainnet = (*VERIFY, "--network", "mainnet")
    assert accepted(*mainnet, path)["minimum_work"] is False
    assert invoke(*mainnet, path).stdout.startswith("verified, below the network's minimum work\n")
    result = invoke(*mainnet, "--minimum-work", "--json", path)
    fields = json.loads(result.stdout)
    assert (result.exit_code, fields["ok"], fields["missing"]) == (3, False, ["work"])
    assert (fields["height"], fields["minimum_work"]) == (1, False)
    assert invoke(*mainnet, "--minimum-work", path).stdout.startswith("not yet\n")
    assert accepted(*VERIFY, *REGTEST, "--minimum-work", files.headers())["minimum_work"] is True


def test_files_that_cannot_be_read_are_named(files):
    good, missing = files.headers(), files.folder / "missing"
    for paths in ([missing], [good, missing], ["--checkpoint", missing, good]):
        assert failed(*VERIFY, *REGTEST, *paths) == f"{missing}: No such file or directory"
    for paths in ([files.folder], [good, files.folder], ["--checkpoint", files.folder, good]):
        assert failed(*VERIFY, *REGTEST, *paths) == f"{files.folder}: Is a directory"
    result = invoke(*VERIFY, *REGTEST, missing)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "missing" in result.stderr.replace("\n", "")


def test_arguments_that_make_no_sense(files):
    path = files.headers()
    assert "Missing argument" in misused(*VERIFY, *REGTEST)
    assert "--network" in misused(*VERIFY, path)
    assert "'mainnet', 'testnet3'" in misused(*VERIFY, "--network", "litecoin", path)
    assert "--now" in misused(*VERIFY, *REGTEST, "--now", "noon", path)
    assert "--frobnicate" in misused(*VERIFY, *REGTEST, "--frobnicate", path)
