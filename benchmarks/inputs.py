"""The real headers and the real block that everything is measured on."""

from __future__ import annotations

import functools
from typing import NamedTuple

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.crypto.hashes import sha256d
from tools import realdata


class Headers(NamedTuple):
    """Raw headers of mainnet, and where they come from."""

    raw: list[bytes]
    source: str


class RealBlock(NamedTuple):
    """A mainnet block, parsed and raw, and where it comes from."""

    block: Block
    raw: bytes
    source: str


@functools.cache
def headers() -> Headers:
    """Return mainnet's first headers after genesis: 39,999 of them, or 2,016 of the alternative chain."""
    folder = realdata.folder()
    if folder is None:
        return alternative_headers()
    raw = realdata.read(folder / "headers_mainnet" / "main_000000_039999.bin.xz")
    return Headers(codec.split(raw)[1:], "mainnet headers")


@functools.cache
def alternative_headers() -> Headers:
    """Return the 2,016 headers that everybody can get: exact figures are the same with a data folder and without."""
    return Headers(realdata.alternative_headers(), "headers of Core's alternative mainnet")


@functools.cache
def recent_headers() -> Headers:
    """Return 8,066 headers of mainnet from block 822,527 on, when miners rolled versions; else those of `headers`."""
    folder = realdata.folder()
    if folder is None:
        return headers()
    raw = realdata.read(folder / "headers_mainnet" / "main_822527_830592.bin.xz")
    return Headers(codec.split(raw), "mainnet headers from block 822,527 on")


@functools.cache
def block() -> RealBlock:
    """Return a mainnet block of 2,500 transactions (12 levels), or one of 1,557 (11 levels)."""
    folder = realdata.folder()
    if folder is None:
        return block_413567()
    raw = realdata.read(folder / "blocks" / "mainnet_0c835b.blk.xz")
    return RealBlock(Block(raw), raw, "mainnet block 702861")


@functools.cache
def block_413567() -> RealBlock:
    """Return the block of 1,557 transactions that everybody can get."""
    raw = realdata.carried(realdata.BLOCK_413567).read_bytes()
    return RealBlock(Block(raw), raw, "mainnet block 413567")


def twelve_levels(real: RealBlock) -> tuple[list[bytes], str]:
    """Return the txids of a block for a tree of 12 levels, and where they come from."""
    txids = real.block.txids
    if len(txids) > 2048:
        return txids, real.source
    # Eleven levels are a level short: hash the real leaves once more to have as many again.
    return txids + [sha256d(txid) for txid in txids], real.source + " and as many synthetic leaves"
