"""The same work, or the nearest to it, as other Python libraries do it (the extra `peers`).

Each function returns the contender, or nothing if the library cannot be imported here; that is said once on stderr.
A peer gets its input in the form it likes best, converted beforehand.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import sys
from typing import Any

from benchmarks.timing import Contender
from lightclient.bitcoin.networks import MAINNET

MODULES = {
    "bitcoinx": "bitcoinx",
    "btclib": "btclib.block",
    "python_bitcoinlib": "bitcoin.core",
    "python_ecdsa": "ecdsa",
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


Signed = list[tuple[bytes, bytes, bytes]]  # public key, message or digest, signature


def ecdsa_verifications(signed: Signed) -> list[Contender]:
    """signed: by secp256k1 keys over digests, 64 bytes."""
    contenders = []
    if installed("python_ecdsa"):
        from ecdsa import SECP256k1

        contenders.append(_python_ecdsa("ecdsa_verify", SECP256k1, signed))
    if installed("coincurve"):
        from coincurve import PublicKey

        from lightclient.crypto.der import serialize

        cases = [(PublicKey(key), digest, serialize(signature)) for key, digest, signature in signed]

        def work() -> None:
            for key, digest, signature in cases:
                assert key.verify(signature, digest, hasher=None)

        does = "libsecp256k1, from a key that is parsed already"
        contenders.append(Contender("ecdsa_verify_coincurve", work, len(cases), does, "ecdsa_verify"))
    return contenders


def ecdsa_signings(secrets: list[bytes], digests: list[bytes]) -> list[Contender]:
    contenders = []
    if installed("python_ecdsa"):
        import hashlib

        from ecdsa import SECP256k1, SigningKey

        keys = [SigningKey.from_string(secret, SECP256k1) for secret in secrets]

        def python_ecdsa() -> None:
            for key, digest in zip(keys, digests, strict=True):
                key.sign_digest_deterministic(digest, hashlib.sha256)

        does = "RFC 6979, from a key that is computed already"
        contenders.append(Contender("ecdsa_sign_python_ecdsa", python_ecdsa, len(keys), does, "ecdsa_sign"))
    if installed("coincurve"):
        from coincurve import PrivateKey

        private = [PrivateKey(secret) for secret in secrets]

        def coincurve() -> None:
            for key, digest in zip(private, digests, strict=True):
                key.sign(digest, hasher=None)

        does = "libsecp256k1: RFC 6979, low S, constant time"
        contenders.append(Contender("ecdsa_sign_coincurve", coincurve, len(private), does, "ecdsa_sign"))
    return contenders


def schnorr_verifications(signed: Signed) -> list[Contender]:
    if not installed("coincurve"):
        return []
    from coincurve import PublicKeyXOnly

    cases = [(PublicKeyXOnly(key), message, signature) for key, message, signature in signed]

    def work() -> None:
        for key, message, signature in cases:
            assert key.verify(signature, message)

    does = "libsecp256k1, from a key that is parsed already"
    return [Contender("schnorr_verify_coincurve", work, len(cases), does, "schnorr_verify")]


def p256_verifications(signed: Signed) -> list[Contender]:
    """signed: by P-256 keys over digests, 64 bytes."""
    contenders = []
    if installed("python_ecdsa"):
        from ecdsa import NIST256p

        contenders.append(_python_ecdsa("p256_verify", NIST256p, signed))
    if installed("cryptography"):
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
        from cryptography.hazmat.primitives.hashes import SHA256

        from lightclient.crypto.der import serialize

        algorithm = ec.ECDSA(Prehashed(SHA256()))
        cases = [
            (ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key), digest, serialize(signature))
            for key, digest, signature in signed
        ]

        def work() -> None:
            for key, digest, signature in cases:
                key.verify(signature, digest, algorithm)

        does = "OpenSSL, from a key that is parsed already"
        contenders.append(Contender("p256_verify_cryptography", work, len(cases), does, "p256_verify"))
    return contenders


def ed25519_verifications(signed: Signed) -> list[Contender]:
    contenders = []
    if installed("python_ecdsa"):
        from ecdsa import Ed25519, VerifyingKey

        keys = [(VerifyingKey.from_string(key, Ed25519), message, signature) for key, message, signature in signed]

        def python_ecdsa() -> None:
            for key, message, signature in keys:
                assert key.verify(signature, message)

        does = "from a key that is decompressed already"
        contenders.append(Contender("ed25519_verify_python_ecdsa", python_ecdsa, len(keys), does, "ed25519_verify"))
    if installed("cryptography"):
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        cases = [(Ed25519PublicKey.from_public_bytes(key), message, signature) for key, message, signature in signed]

        def cryptography() -> None:
            for key, message, signature in cases:
                key.verify(signature, message)

        does = "OpenSSL, from a key that is parsed already"
        contenders.append(Contender("ed25519_verify_cryptography", cryptography, len(cases), does, "ed25519_verify"))
    return contenders


def _python_ecdsa(against: str, curve: Any, signed: Signed) -> Contender:
    from ecdsa import VerifyingKey

    cases = [(VerifyingKey.from_string(key, curve), digest, signature) for key, digest, signature in signed]

    def work() -> None:
        for key, digest, signature in cases:
            assert key.verify_digest(signature, digest)

    arithmetic = "with gmpy2" if importlib.util.find_spec("gmpy2") else "plain Python"
    does = f"{arithmetic}, from a key that is parsed already"
    return Contender(against + "_python_ecdsa", work, len(cases), does, against)
