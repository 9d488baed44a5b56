"""The real headers and the real block that everything is measured on.

From the data folder ($LIGHTCLIENT_DATA, else ../shared/data beside the repository); without it from the source
distribution of py-bitcoinkernel, which carries test data of Bitcoin Core, in the cache folder's `sdist`.
"""

from __future__ import annotations

import functools
import json
import lzma
import os
import pathlib
from typing import NamedTuple

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.networks import MAINNET
from lightclient.bitcoin.transaction import NULL_INDEX, NULL_TXID, Transaction

ROOT = pathlib.Path(__file__).resolve().parent.parent
ADVICE = (
    "no real {} to measure on: set LIGHTCLIENT_DATA to the data folder, or unpack the sdist of py-bitcoinkernel "
    "(pip download --no-deps --no-binary :all: py-bitcoinkernel==0.1.0a5) in {}"
)


class MissingInput(Exception):
    """Neither the data folder nor the source distribution is there; the message says what to do."""


class Headers(NamedTuple):
    """Raw headers of mainnet from block 1 on, and where they come from."""

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
    path = _data("headers_mainnet", "main_000000_039999.bin.xz")
    if path:
        return Headers(codec.split(lzma.decompress(path.read_bytes()))[1:], "mainnet headers")
    path = _sdist("headers", "depend/bitcoin/test/functional/data/mainnet_alt.json")
    return Headers(_alternative(json.loads(path.read_text())), "headers of Core's alternative mainnet")


@functools.cache
def block() -> RealBlock:
    """Return a mainnet block of 2,500 transactions (12 levels), or one of 1,557 (11 levels)."""
    path = _data("blocks", "mainnet_0c835b.blk.xz")
    raw = lzma.decompress(path.read_bytes()) if path else None
    if raw is None:
        raw = _sdist("block", "depend/bitcoin/src/bench/data/block413567.raw").read_bytes()
    source = f"mainnet block {702861 if path else 413567}"
    return RealBlock(Block(raw), raw, source)


def _data(*parts: str) -> pathlib.Path | None:
    folder = pathlib.Path(os.environ.get("LIGHTCLIENT_DATA") or ROOT.parent / "shared" / "data")
    path = folder.joinpath(*parts)
    return path if path.is_file() else None


def _sdist(what: str, name: str) -> pathlib.Path:
    caches = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    folder = pathlib.Path(os.environ.get("LIGHTCLIENT_CACHE") or caches / "lightclient") / "sdist"
    for path in sorted(folder.glob("**/" + name)):
        return path
    raise MissingInput(ADVICE.format(what, folder))


def _alternative(mined: dict[str, list[int]]) -> list[bytes]:
    """Return the chain whose times and nonces `mined` holds (Core test/functional/mining_mainnet.py)."""
    headers: list[bytes] = []
    previous = MAINNET.genesis
    for height, (time, nonce) in enumerate(zip(mined["timestamps"], mined["nonces"], strict=True), 1):
        coinbase = Transaction()
        coinbase.input(NULL_TXID, NULL_INDEX, _script_number(height), 0xFFFFFFFF)
        coinbase.output(50 * 100_000_000, bytes.fromhex("76a914eadbac7f36c37e39361168b7aaee3cb24a25312d88ac"))
        bits = 0x1D00FFFF if height < 2016 else 0x1C3FFFC0
        previous = codec.serialize(0x20000000, codec.hash_of(previous), coinbase.txid(), time, bits, nonce)
        headers.append(previous)
    return headers


def _script_number(height: int) -> bytes:
    """Return the script that pushes `height`; small ones have an opcode, and Core's test adds OP_0 to them."""
    if height <= 16:
        return bytes((0x50 + height, 0))
    size = height.bit_length() // 8 + 1
    return bytes((size,)) + height.to_bytes(size, "little")
