"""Speed, size and memory, measured on real headers and a real block, beside peers in the same run.

    lightclient bench                      everything, as a table
    lightclient bench header_step merkle_12
    lightclient bench -o rows.json --chart speed.svg --table
    lightclient bench --board rv32         the part that runs on emulated boards: benchmarks/boards

A row is {"name", "unit", "value", "extra"}: the list format of github-action-benchmark. Less is better in every one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import gateway, headers, memory, online, proofs, signatures, sizes, wire

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]

# Each benchmark measures the rows that have to be measured together: ours and the peers'.
REGISTRY: dict[Callable[[], list[Row]], tuple[str, ...]] = {
    headers.steps: (
        "header_step",
        "header_step_log",
        "header_hash",
        "header_step_bitcoinx",
        "header_step_btclib",
        "header_step_btclib_pow",
        "header_step_python_bitcoinlib",
    ),
    proofs.branches: ("merkle_12", "merkle_12_bitcoinx", "merkle_12_btclib"),
    proofs.bundles: ("bundle_verify", "cbor_proof"),
    proofs.blocks: ("block_parse", "block_parse_btclib", "block_parse_python_bitcoinlib"),
    proofs.filters: ("filter_match", "filter_match_btclib"),
    headers.checkpoints: ("checkpoint_parse",),
    gateway.extending: ("index_extend",),
    gateway.proving: ("index_path", "index_memory"),
    online.catch_up: ("catch_up",),
    online.proofs: (
        "gateway_proof_1",
        "gateway_proof_50",
        "gateway_proof_50_p50_ms",
        "gateway_proof_50_p99_ms",
        "gateway_proof_500",
    ),
    online.memory: ("gateway_memory",),
    online.devices: ("device_cost_1", "device_cost_200"),
    signatures.secp256k1_ecdsa: (
        "ecdsa_verify",
        "ecdsa_verify_python_ecdsa",
        "ecdsa_verify_embit",
        "ecdsa_verify_btclib",
        "ecdsa_verify_cryptography",
        "ecdsa_verify_coincurve",
        "ecdsa_sign",
        "ecdsa_sign_python_ecdsa",
        "ecdsa_sign_embit",
        "ecdsa_sign_btclib",
        "ecdsa_sign_cryptography",
        "ecdsa_sign_coincurve",
    ),
    signatures.bip340: (
        "schnorr_verify",
        "schnorr_verify_embit",
        "schnorr_verify_btclib",
        "schnorr_verify_coincurve",
        "schnorr_sign",
        "schnorr_sign_embit",
        "schnorr_sign_btclib",
        "schnorr_sign_coincurve",
    ),
    signatures.p256_ecdsa: (
        "p256_verify",
        "p256_verify_python_ecdsa",
        "p256_verify_btclib",
        "p256_verify_cryptography",
    ),
    signatures.edwards: (
        "ed25519_verify",
        "ed25519_verify_python_ecdsa",
        "ed25519_verify_cryptography",
    ),
    signatures.derivation: (
        "bip32_child",
        "bip32_child_embit",
        "bip32_child_coincurve",
    ),
    wire.headers: ("wire_bytes_per_header", "unpack_64"),
    sizes.bundles: ("bundle_bytes", "bundle_bytes_plain"),
    sizes.checkpoints: ("checkpoint_bytes", "checkpoint_bytes_12"),
    memory.states: ("state_memory",),
    memory.imports: (
        "import_memory",
        "import_memory_bitcoinx",
        "import_memory_btclib",
        "import_memory_python_bitcoinlib",
    ),
}

NAMES = tuple(name for names in REGISTRY.values() for name in names)


def run(
    names: list[str] | None = None,
    progress: Callable[[str], None] | None = None,
    registry: dict[Callable[[], list[Row]], tuple[str, ...]] = REGISTRY,
) -> list[Row]:
    """Return the rows called `names`, all by default, in the order of the registry.

    progress: called with the first name of each benchmark before it runs. A peer that is not installed has no row.
    Raises ValueError for an unknown name, `tools.realdata.MissingData` without data to measure on.
    """
    known = [name for measured in registry.values() for name in measured]
    wanted = known if names is None else names
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(known)}")
    rows = []
    for measure, measured in registry.items():
        if not any(name in wanted for name in measured):
            continue
        if progress:
            progress(measured[0])
        rows += [row for row in measure() if row["name"] in wanted]
    return rows
