"""Compact block filters against the BIP158 vectors, as published by the BIP, Bitcoin Core and bcoin."""

import json
import random

import pytest

from lightclient.bitcoin.filters import build, filter_header, match_any, values_of
from tests.support.data import data

FILES = ["core_vectors/blockfilters.json", "bips/bip158_testnet-19.json", "bips/bcoin_filter-valid.json"]


class Case:
    def __init__(self, row):
        self.height = row[0]
        self.block_hash = bytes.fromhex(row[1])[::-1]
        self.outputs = list(output_scripts(bytes.fromhex(row[2])))
        self.spent = [bytes.fromhex(script) for script in row[3]]
        self.previous_header = bytes.fromhex(row[4])[::-1]
        self.filter = bytes.fromhex(row[5])
        self.header = bytes.fromhex(row[6])[::-1]

    @property
    def matching(self):
        return [script for script in self.outputs + self.spent if script and script[0] != 0x6A]


@pytest.fixture(params=FILES)
def cases(request):
    found = [
        Case(row) for row in json.loads(data(request.param).read_text()) if len(row) > 1 and row[0] != "Block Height"
    ]
    assert found
    return found


def test_build_equals_the_published_filter(cases):
    for case in cases:
        assert build(case.block_hash, case.outputs + case.spent) == case.filter


def test_every_output_and_spent_script_matches(cases):
    for case in cases:
        for script in case.matching:
            assert match_any(case.filter, case.block_hash, [script])
        assert match_any(case.filter, case.block_hash, case.matching) == bool(case.matching)


def test_left_out_scripts_do_not_match(cases):
    for case in cases:
        left_out = [script for script in case.outputs + case.spent if script not in case.matching]
        assert not match_any(case.filter, case.block_hash, left_out)


def test_random_scripts_do_not_match(cases):
    rng = random.Random(158)
    for case in cases:
        foreign = [b"\x00\x14" + rng.randbytes(20) for _ in range(200)]
        assert not match_any(case.filter, case.block_hash, foreign)


def test_number_of_values_is_number_of_different_scripts(cases):
    for case in cases:
        assert len(list(values_of(case.filter))) == len(set(case.matching))


def test_header_commits_to_filter_and_previous_header(cases):
    for case in cases:
        assert filter_header(case.filter, case.previous_header) == case.header
    by_height = {case.height: case for case in cases}
    assert by_height[0].previous_header == bytes(32)
    assert by_height[3].previous_header == by_height[2].header


def output_scripts(block):
    """Yield the script of every output of a serialized block."""
    number, at = compact_size(block, 80)
    for _ in range(number):
        at += 4
        witness = block[at] == 0
        if witness:
            at += 2
        inputs, at = compact_size(block, at)
        for _ in range(inputs):
            length, at = compact_size(block, at + 36)
            at += length + 4
        outputs, at = compact_size(block, at)
        for _ in range(outputs):
            length, at = compact_size(block, at + 8)
            yield block[at : at + length]
            at += length
        if witness:
            for _ in range(inputs):
                items, at = compact_size(block, at)
                for _ in range(items):
                    length, at = compact_size(block, at)
                    at += length
        at += 4
    assert at == len(block)


def compact_size(raw, at):
    width = {0xFD: 2, 0xFE: 4, 0xFF: 8}.get(raw[at])
    if width is None:
        return raw[at], at + 1
    return int.from_bytes(raw[at + 1 : at + 1 + width], "little"), at + 1 + width
