"""Blocks of bitcoinjs-lib's fixtures: headers, targets, roots and whole blocks, valid and not."""

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.errors import BadBits, HighHash
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.codec.errors import Truncated
from tests.support.vectors import load_json

FIXTURES = "blocks/bitcoinjs_block_fixtures.json"


def test_targets():
    for case in load_json(FIXTURES)["targets"]:
        bits = int(case["bits"], 16)
        if bits & 0x800000:  # the sign, which bitcoinjs reads as a part of the number
            with pytest.raises(BadBits):
                target_of(bits)
        else:
            assert target_of(bits) == int(case["expected"], 16)


def test_header_fields_and_work():
    cases = load_json(FIXTURES)["valid"]
    assert [case["valid"] for case in cases].count(False) == 1
    for case in cases:
        header = bytes.fromhex(case["hex"])[:80]
        assert codec.hash_of(header).hex() == case["hash"]
        assert codec.display(codec.hash_of(header)) == case["id"]
        assert codec.prev_hash_of(header).hex() == case["prevHash"]
        assert codec.merkle_root_of(header).hex() == case["merkleRoot"]
        assert (codec.time_of(header), codec.bits_of(header)) == (case["timestamp"], case["bits"])
        fields = codec.prev_hash_of(header), codec.merkle_root_of(header), case["timestamp"], case["bits"]
        assert codec.serialize(case["version"], *fields, case["nonce"]) == header
        if case["valid"]:
            HeadersAnchor(header, MAINNET)
        else:
            with pytest.raises(HighHash):
                HeadersAnchor(header, MAINNET)


def test_whole_blocks():
    whole = [case for case in load_json(FIXTURES)["valid"] if case["description"].startswith(("Block", "Genesis"))]
    assert len(whole) == 4
    for case in whole:
        block = Block(bytes.fromhex(case["hex"]))
        if "strippedSize" in case:
            stripped = sum(len(block.transaction(at).serialize(False)) for at in range(len(block.txids)))
            assert len(block.data) == case["size"]
            assert 81 + stripped == case["strippedSize"]
    for case in load_json("blocks/bitcoinjs_core_blocks.json"):
        block = Block(bytes.fromhex(case["hex"]))
        assert codec.display(codec.hash_of(block.header)) == case["id"]
        assert len(block.txids) == case["transactions"]


def test_what_is_shorter_than_a_block_is_refused():
    cases = load_json(FIXTURES)
    for case in cases["invalid"] + [case for case in cases["valid"] if case["description"].startswith("Headers only")]:
        with pytest.raises(Truncated):
            Block(bytes.fromhex(case["hex"]))
