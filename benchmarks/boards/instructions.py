"""Instructions of headers, proofs and signatures, exact under `-icount shift=0`.

A figure is the median of five rounds on one board, or one round of BLS12-381. onboard/meter.py says how rounds differ.
"""

from __future__ import annotations

import functools
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import inputs
from benchmarks.boards import chips
from benchmarks.headers import MESSAGE
from benchmarks.signatures import DIGESTS, SECRETS
from benchmarks.sizes import median_bundle
from benchmarks.timing import row
from lightclient.bitcoin import packed
from lightclient.bitcoin.tree import branch_of, root
from lightclient.crypto import ecdsa, ed25519, p256, schnorr, secp256k1
from lightclient.crypto.bls12_381.backend import Bls12381
from lightclient.crypto.bls12_381.suites import POSSESSION_MIN_PK as SUITE
from lightclient.crypto.hosts import bls_hints
from lightclient.crypto.jacobian import uncompressed
from tools import boards, romfs

if TYPE_CHECKING:
    from typing import Any

# So many that a round has dozens of collections: whether one more falls into it is then less than 1 %.
HEADERS = 1008
PROOFS = 4
REPEATS = 32
WINDOW = 12  # headers, and packed headers at once: what a device keeps and asks for (lightclient/device/device.py)
PACKED = 24
TIMEOUT = 300  # seconds
CASES = 5  # one for each round
BATCH = 8  # signatures, verified at once
BLS = Bls12381()

# Collecting often while modules are imported leaves what stays close together. The allocator looks for room from the
# first free byte on and then finds it soon: without this, hashing takes twice as long.
RUN = """
import gc
gc.threshold(1000)
from benchmarks.boards.onboard.{module} import {function}
gc.collect()
gc.threshold(-1)
{function}(*{arguments!r})
"""

UNITS = {
    "header_hash": "instructions/header",
    "header_step": "instructions/header",
    "header_step_log": "instructions/header",
    "unpack_24": "instructions/header",
    "ed25519_batch": "instructions/signature",
    "merkle_12": "instructions/proof",
}


def chains(kind: str, heap: int) -> list[dict[str, Any]]:
    return _rows(kind, heap, chain_data(HEADERS, PROOFS), "chains", "main", HEADERS, WINDOW, MESSAGE, PACKED, REPEATS)


def chain_data(count: int, proofs: int) -> dict[str, bytes]:
    """Return the files that onboard/chains.py reads, with so many headers and about as many proofs."""
    headers = inputs.alternative_headers().raw
    real = inputs.block_413567()
    txids, _ = inputs.twelve_levels(real)
    positions = range(1, len(txids), len(txids) // proofs)
    branches = [txids[i] + i.to_bytes(4, "little") + branch_of(txids, i) for i in positions]
    return {
        "headers": b"".join(headers[:count]),
        "root": root(txids),
        "branches": b"".join(branches),
        "bundle": median_bundle(real.block).serialize(),
        "packed": packed.serialize(PACKED, headers[PACKED - 1 : 2 * PACKED - 1]),
    }


@functools.cache
def cases() -> dict[str, list[tuple[bytes, ...]]]:
    """Return the arguments of some calls for each of the SIGNATURES that takes any."""
    pairs = list(zip(SECRETS[:CASES], DIGESTS[:CASES], strict=True))
    curves = {"ecdsa_verify": secp256k1, "p256_verify": p256}
    made: dict[str, list[tuple[bytes, ...]]] = {
        name: [
            (uncompressed(curve.parse(ecdsa.public_key(curve, secret))), digest, ecdsa.sign(curve, secret, digest))
            for secret, digest in pairs
        ]
        for name, curve in curves.items()
    }
    made["ecdsa_sign"] = made["ed25519_sign"] = list(pairs)
    made["ed25519_batch"] = [
        (ed25519.public_key(secret), digest, ed25519.sign(secret, digest))
        for secret, digest in zip(SECRETS[:BATCH], DIGESTS[:BATCH], strict=True)
    ]
    made["ecdh"] = [(secret, made["ecdsa_verify"][-1 - i][0]) for i, (secret, _) in enumerate(pairs)]
    made["x25519"] = [(secret, key[1:33]) for secret, key in made["ecdh"]]
    for name, module in (("schnorr_verify", schnorr), ("ed25519_verify", ed25519)):
        made[name] = [(module.public_key(secret), digest, module.sign(secret, digest)) for secret, digest in pairs]
    for secret, digest in pairs[:1]:  # one of these takes as long as fifty others
        secret = b"\0" + secret[1:]  # below the order
        case = (BLS.public_key(SUITE, secret), digest, BLS.sign(SUITE, secret, digest))
        made.setdefault("bls_verify", []).append(case)
        made["bls_sign"] = [(secret, digest)]
        hints = bls_hints.make(SUITE, [case[0]], *case[1:])
        made.setdefault("bls_check_by_hints", []).append((*case, hints))
    return made


SIGNATURES = (
    "ecdsa_verify",
    "ecdsa_sign",
    "schnorr_verify",
    "p256_verify",
    "ed25519_verify",
    "ed25519_batch",
    "sha512_block",
    "keccak256_block",
    "ripemd160_block",
    "blake2b_block",
    "bls_verify",
    "bls_check_by_hints",
    "machine_ecdsa_verify",  # these by crypto/machine
    "machine_ecdsa_sign",
    "machine_schnorr_verify",
    "machine_p256_verify",
    "machine_ed25519_verify",
    "machine_ed25519_sign",
    "machine_ecdh",
    "machine_x25519",
    "machine_bls_sign",
    "machine_bls_verify",
    "machine_bls_check_by_hints",
)


def signature(name: str, kind: str, heap: int) -> list[dict[str, Any]]:
    return _rows(kind, heap, {}, "signatures", name, cases().get(name.removeprefix("machine_")))


@functools.cache
def library() -> list[Path]:
    return [*romfs.library(), *sorted((Path(__file__).parent / "onboard").glob("*.py"))]


def _rows(
    kind: str, heap: int, data: dict[str, bytes], module: str, function: str, *arguments: Any
) -> list[dict[str, Any]]:
    rom = romfs.image(library(), data)
    with boards.Board(kind, heap, rom=rom, exact=True) as board:
        printed = board.run(RUN.format(module=module, function=function, arguments=arguments), TIMEOUT)
    rows = []
    for line in printed.splitlines():
        name, *counts = line.split()
        rounds = sorted(map(int, counts))
        value = round(statistics.median(rounds))
        notes = [f"{rounds[0]:,} to {rounds[-1]:,} in {len(rounds)} rounds, collections included"]
        notes += chips.notes(kind, name, value)
        notes.append(f"library in ROM, heap of {heap // 1024} KB")
        rows.append(row(f"{kind}_{name}", UNITS.get(name, "instructions"), value, notes))
    return rows
