"""Packed headers on real ones: every header file comes back as it was, and mainnet takes at most 44 bytes a header."""

import json

import pytest

from lightclient.bitcoin import header, packed
from lightclient.sync.messages import MAX_MESSAGE
from lightclient.sync.topics import BATCH
from tests.portable.mining import hashed
from tests.support.vectors import load, names, records

RAW = [name for folder in ("headers_mainnet", "headers_test") for name in names(folder, "*_[0-9]*.bin*")]
RAW = [name for name in RAW if "epoch" not in name]
IN_HEX = ("overtorment_mainnet_headers", "tbtc-v2_headersWithRetarget", "relays_testVectors", "bitcoin-spv_testVectors")


def linked(run):
    """Cut headers into runs of linked ones, with the index of the first one of each."""
    headers = header.split(run)
    starts = [0]
    for index in range(1, len(headers)):
        if header.prev_hash_of(headers[index]) != header.hash_of(headers[index - 1]):
            starts.append(index)
    ends = [*starts[1:], len(headers)]
    return [(start, headers[start:end]) for start, end in zip(starts, ends, strict=True)]


def check(run, size=BATCH):
    """Send a run in messages of `size` headers, and return how many bytes that takes."""
    total = 0
    for start in range(0, len(run), size):
        part = run[start : start + size]
        message = packed.serialize(start, part)
        assert packed.parse(message) == (start, hashed(part))
        assert len(message) <= MAX_MESSAGE
        total += len(message)
    return total


@pytest.mark.slow
@pytest.mark.parametrize("name", RAW)
def test_every_header_comes_back_as_it_was(name):
    runs = linked(load(name))
    assert len(runs) == 1
    check(runs[0][1])


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in RAW if "main_" in name] or RAW)
def test_a_mainnet_header_takes_at_most_44_bytes(name):
    run = header.split(load(name))
    assert check(run) / len(run) <= 44


@pytest.mark.parametrize("name", IN_HEX)
def test_runs_in_hex_of_others(name):
    found = list(hex_runs(json.loads(load(f"header_vectors/{name}.json"))))
    assert found
    for raw in found:
        for _, run in linked(raw):
            check(run)


def test_single_headers_of_every_mainnet_epoch():
    for height, single in records("headers_mainnet/epoch_boundaries_0_832608.bin", header.SIZE):
        assert packed.parse(packed.serialize(height, [single])) == (height, hashed([single]))


def hex_runs(value):
    """Yield whatever in a JSON document is the hex of whole headers."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from hex_runs(item)
    elif isinstance(value, str):
        text = value.removeprefix("0x")
        if text and len(text) % 160 == 0:
            yield bytes.fromhex(text)
