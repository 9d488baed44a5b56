"""The same work, or the nearest to it, as other Python libraries do it (the extra `peers`).

Each function returns the contender, or nothing if the library cannot be imported here; that is said once on stderr.
A peer gets its input in the form it likes best, converted beforehand. Those for signatures are in `ecdsa_peers`
and `schnorr_peers`.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.timing import Contender
from lightclient.bitcoin.networks.mainnet import MAINNET

if TYPE_CHECKING:
    from collections.abc import Callable

    Built = tuple[list[Any], Callable[..., object], str]  # cases, what is called with each, what it does

MODULES = {
    "bitcoinx": "bitcoinx",
    "btclib": "btclib.block",
    "python_bitcoinlib": "bitcoin.core",
    "python_ecdsa": "ecdsa",
    "embit": "embit.util.py_secp256k1",
    "coincurve": "coincurve",
    "cryptography": "cryptography",
}
COMPILED = ("coincurve", "cryptography")  # libsecp256k1 and OpenSSL: what C reaches, for reference


@functools.cache
def installed(peer: str) -> bool:
    """Tell whether `peer` can be imported; if not, say why, once."""
    try:
        importlib.import_module(MODULES[peer])
    # python-bitcoinlib loads OpenSSL through ctypes, which fails with an OSError.
    except (ImportError, OSError) as error:
        print(f"{peer} is left out: {error}", file=sys.stderr)
        return False
    return True


def header_steps(headers: list[bytes], now: int) -> list[Contender]:
    """headers: raw, from block 1 of mainnet on. now: Unix seconds."""
    contenders = []
    if installed("bitcoinx"):
        contenders.append(_header_step_bitcoinx(headers))
    if installed("btclib"):
        contenders += [_header_step_btclib(headers, now), _header_step_btclib_pow(headers)]
    if installed("python_bitcoinlib"):
        contenders.append(_header_step_python_bitcoinlib(headers, now))
    return contenders


def _header_step_bitcoinx(headers: list[bytes]) -> Contender:
    from bitcoinx import Bitcoin, Headers

    def work() -> None:
        chain = Headers(Bitcoin)
        for header in headers:
            chain.connect(header)

    does = "link, required bits, PoW, chainwork, index by hash; no median time, clock or version"
    return Contender("header_step_bitcoinx", work, len(headers), does, "header_step")


def _header_step_btclib(headers: list[bytes], now: int) -> Contender:
    from datetime import datetime, timezone

    from btclib.block import BlockContext, BlockHeader
    from btclib.block.header_context import median_time_past, next_bits_required
    from btclib.consensus import CONSENSUS_PARAMS

    consensus = CONSENSUS_PARAMS["mainnet"]
    clock = datetime.fromtimestamp(now, timezone.utc)
    genesis = BlockHeader.parse(MAINNET.genesis)

    def work() -> None:
        known = {genesis.hash: genesis}

        def parent_of(header: BlockHeader) -> BlockHeader:
            return known[header.previous_block_hash]

        parent = genesis
        for height, raw in enumerate(headers):
            header = BlockHeader.parse(raw)
            assert parent_of(header) is parent
            assert header.bits == next_bits_required(header, parent, height, parent_of, consensus)
            header.assert_valid_pow()
            assert header.time.timestamp() > median_time_past(parent, height, parent_of)
            header.assert_valid_time(clock)
            assert header.version >= BlockContext(height + 1, clock).min_version
            known[header.hash] = parent = header

    does = "parse, link, required bits, PoW, median time, clock, version: all rules by its functions; no chainwork"
    return Contender("header_step_btclib", work, len(headers), does, "header_step")


def _header_step_btclib_pow(headers: list[bytes]) -> Contender:
    from btclib.block import BlockHeader

    def work() -> None:
        for raw in headers:
            BlockHeader.parse(raw).assert_valid_pow()

    does = "parse, PoW against the header's own bits; no link, required bits, median time, clock or version"
    return Contender("header_step_btclib_pow", work, len(headers), does, "header_step")


def _header_step_python_bitcoinlib(headers: list[bytes], now: int) -> Contender:
    from bitcoin.core import CBlockHeader, CheckBlockHeader

    def work() -> None:
        for raw in headers:
            CheckBlockHeader(CBlockHeader.deserialize(raw), cur_time=now)

    does = "parse, PoW against the header's own bits, clock; no link, required bits, median time or version"
    return Contender("header_step_python_bitcoinlib", work, len(headers), does, "header_step")


def branches(txids: list[bytes], proofs: list[tuple[int, bytes]], root: bytes) -> list[Contender]:
    """proofs: (position, branch) of some of the `txids` under `root`, internal order."""
    contenders = []
    if installed("bitcoinx"):
        contenders.append(_branches_bitcoinx(txids, [position for position, _ in proofs], root))
    if installed("btclib"):
        contenders.append(_branches_btclib(txids, proofs, root))
    return contenders


def _branches_bitcoinx(txids: list[bytes], positions: list[int], root: bytes) -> Contender:
    from bitcoinx.merkle import BUMP

    paths = [BUMP.create(txids, [txids[position]]).path for position in positions]

    def work() -> None:
        for path in paths:
            assert BUMP(path).root == root

    does = "BUMP: this and the block's last transaction; equal nodes at the right edge refused; inner nodes not checked"
    return Contender("merkle_12_bitcoinx", work, len(paths), does, "merkle_12")


def _branches_btclib(txids: list[bytes], proofs: list[tuple[int, bytes]], root: bytes) -> Contender:
    from btclib.block.merkle_proof import assert_as_valid

    displayed_root = root[::-1]
    displayed = [
        (txids[position][::-1], [branch[i : i + 32][::-1] for i in range(0, len(branch), 32)], position)
        for position, branch in proofs
    ]

    def work() -> None:
        for txid, branch, position in displayed:
            assert_as_valid(txid, branch, position, displayed_root)

    does = "equal siblings and inner nodes that parse as transactions refused, position used up; depth not bounded"
    return Contender("merkle_12_btclib", work, len(displayed), does, "merkle_12")


def block_parses(raw: bytes, transactions: int) -> list[Contender]:
    contenders = []
    if installed("btclib"):
        from btclib.block import Block as BtclibBlock

        def btclib() -> None:
            BtclibBlock.parse(raw, check_validity=False).assert_valid_merkle_root()

        does = "all transactions as objects, Merkle root"
        contenders.append(Contender("block_parse_btclib", btclib, transactions, does, "block_parse"))
    if installed("python_bitcoinlib"):
        from bitcoin.core import CBlock

        def python_bitcoinlib() -> None:
            block = CBlock.deserialize(raw)
            assert block.calc_merkle_root() == block.hashMerkleRoot

        does = "all transactions as objects, Merkle root"
        name = "block_parse_python_bitcoinlib"
        contenders.append(Contender(name, python_bitcoinlib, transactions, does, "block_parse"))
    return contenders


def filter_matches(data: bytes, block_hash: bytes, scripts: list[bytes], items: int) -> list[Contender]:
    if not installed("btclib"):
        return []
    from btclib.block.block_filter import BasicBlockFilter

    displayed = block_hash[::-1]

    def work() -> None:
        assert not BasicBlockFilter.parse(data, displayed).match_any(scripts)

    does = "decodes the filter when it parses and again when it matches"
    return [Contender("filter_match_btclib", work, items, does, "filter_match")]


# -- for signatures

Signed = list[tuple[bytes, bytes, bytes]]  # public key, message or digest, signature of 64 bytes


def contenders(against: str, peers: list[tuple[str, Callable[[], Built]]]) -> list[Contender]:
    """Return a contender for each peer that is installed; one that answers False is no peer."""
    contenders = []
    for peer, build in peers:
        if installed(peer):
            cases, call, does = build()

            def work(cases: list[Any] = cases, call: Callable[..., object] = call) -> None:
                for case in cases:
                    assert call(*case)

            contenders.append(Contender(f"{against}_{peer}", work, len(cases), does, against))
    return contenders


def btclib_in_python() -> str:
    """Have btclib compute in Python, and say so."""
    from ecc.curves import curve

    curve.set_libsecp256k1_serving(serving=False)
    return "plain Python"


def arithmetic() -> str:
    return "with gmpy2" if importlib.util.find_spec("gmpy2") else "plain Python"


def columns(*parts: list[Any]) -> list[Any]:
    return list(zip(*parts, strict=True))
