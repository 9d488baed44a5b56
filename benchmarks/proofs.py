"""Proofs, and what makers of proofs and watchers of filters do with a block."""

from __future__ import annotations

from typing import Any

from benchmarks import inputs, peers
from benchmarks.sizes import median_bundle
from benchmarks.timing import Contender, race
from lightclient.bitcoin import filters as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.bundle import parse
from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.tree import branch_of, root
from lightclient.codec.cbor import decode
from lightclient.crypto.hashes import sha256d

PROOFS = 64


def branches() -> list[dict[str, Any]]:
    txids, source = inputs.twelve_levels(inputs.block())
    top = root(txids)
    positions = range(1, len(txids), len(txids) // PROOFS)
    proofs = [(position, branch_of(txids, position)) for position in positions]
    cases = [(txids[position], position, branch) for position, branch in proofs]

    def work() -> None:
        for txid, position, branch in cases:
            assert root_of(txid, position, branch) == top

    does = "all defences: depth bounded, position used up, equal siblings and inner nodes that parse refused"
    contenders = [Contender("merkle_12", work, len(cases), does)]
    return race(contenders + peers.branches(txids, proofs, top), "us/proof", f"12 levels, {source}")


def bundles() -> list[dict[str, Any]]:
    bundle = median_bundle(inputs.block().block)
    data = bundle.serialize()
    anchor = HeadersAnchor(bundle.header, MAINNET)
    levels = f"{len(bundle.branch) // 32} levels with coinbase, {len(data)} bytes"

    def verify() -> None:
        parse(data).verify(anchor)

    contenders = [
        Contender("bundle_verify", verify, 1, f"from bytes to verdict, {levels}"),
        Contender("cbor_proof", lambda: decode(data), 1, f"its bounded, canonical decoding alone, {levels}"),
    ]
    return race(contenders, "us", inputs.block().source)


def blocks() -> list[dict[str, Any]]:
    block, raw, source = inputs.block()
    count = len(block.txids)
    ours = Contender("block_parse", lambda: Block(raw), count, "txids, coinbase rule, Merkle root; nothing kept")
    return race([ours, *peers.block_parses(raw, count)], "us/transaction", f"{source}, {count:,} transactions")


def filters() -> list[dict[str, Any]]:
    block, _, source = inputs.block()
    count = len(block.txids)
    scripts = {script for i in range(count) for _, script in block.transaction(i).outputs}
    block_hash = hash_of(block.header)
    data = codec.build(block_hash, scripts)
    items = sum(1 for _ in codec.values_of(data))
    watched = [bytes((0, 20)) + sha256d(bytes((number,)))[:20] for number in range(10)]

    def work() -> None:
        assert not codec.match_any(data, block_hash, watched)

    ours = Contender("filter_match", work, items, f"{len(watched)} scripts, none of them in it, decoded to the end")
    contenders = [ours, *peers.filter_matches(data, block_hash, watched, items)]
    return race(contenders, "us/item", f"{items:,} output scripts of {source}")
