"""The budgets that these figures are held to, and the table that README shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.peers import COMPILED, MODULES

if TYPE_CHECKING:
    from collections.abc import Sequence

BUDGETS = {  # name: at most
    "header_step": 2.0,  # us/header
    "header_step_log": 3.5,  # us/header
    "merkle_12": 30,  # us/proof
    "gateway_proof_50": 333,  # us/proof
    "checkpoint_bytes_12": 2048,  # bytes
    "wire_bytes_per_header": 44,  # bytes/header
    "index_memory": 150_000_000,  # bytes
    "rv32_header_step": 38_000,  # instructions/header
    "rv32_header_step_log": 80_000,  # instructions/header
    "rv32_merkle_12": 320_000,  # instructions/proof
    "rv32_ecdsa_verify": 30_000_000,  # instructions
    "rv32_ecdsa_sign": 14_000_000,  # instructions
    "rv32_schnorr_verify": 34_000_000,  # instructions
    "rv32_p256_verify": 47_000_000,  # instructions
    "rv32_ed25519_verify": 44_000_000,  # instructions
    "rv32_sha512_block": 20_000,  # instructions
    "rv32_keccak256_block": 20_000,  # instructions
    "rv32_ripemd160_block": 20_000,  # instructions
    "rv32_blake2b_block": 20_000,  # instructions
    "rv32_machine_ecdsa_verify": 3_600_000,  # instructions
    "rv32_machine_ecdsa_sign": 1_800_000,  # instructions
    "rv32_machine_schnorr_verify": 3_900_000,  # instructions
    "rv32_machine_p256_verify": 5_000_000,  # instructions
    "rv32_machine_ed25519_verify": 5_000_000,  # instructions
    "rv32_machine_bls_verify": 180_000_000,  # instructions
    "rv32_machine_bls_check_by_hints": 70_000_000,  # instructions
    "rv32_import_memory_mpy": 36 * 1024,  # bytes
    "rv32_heap_sync_one_frozen": 32 * 1024,  # bytes
    "rv32_heap_sync_one_rom": 32 * 1024,  # bytes
    "rv32_heap_sync_one_mpy": 64 * 1024,  # bytes
}
BOARDS = {"rv32": "RV32IMC", "cm3": "Cortex-M3"}


def base_of(name: str) -> str:
    """Return our own row that the row `name` is compared with: itself, if it is not a peer's."""
    for peer in MODULES:
        before, found, _ = name.partition("_" + peer)
        if found:
            return before
    return name


def peer_of(name: str) -> str:
    """Return the peer whose row `name` is, empty if it is ours."""
    return name[len(base_of(name)) + 1 :].replace("_", " ")


def board_of(name: str) -> str:
    """Return the board that the row `name` was measured on, empty if it was none."""
    return BOARDS.get(name.partition("_")[0], "")


def without_board(name: str) -> str:
    """Return what the rows of several boards have in common."""
    return name.partition("_")[2] if board_of(name) else name


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Return `rows` as a Markdown table: ours, the budget, and the fastest or smallest peer of the same run.

    Compiled libraries are the limit and not a peer: the chart shows them, the table does not compare with them.
    """
    lines = ["| what | measured | budget | nearest peer | ratio |", "|---|---:|---:|---|---:|"]
    for row in rows:
        name = row["name"]
        if peer_of(name):
            continue
        others = [other for other in rows if base_of(other["name"]) == name and peer_of(other["name"])]
        peers = [other for other in others if peer_of(other["name"]) not in COMPILED]
        nearest = min(peers, key=lambda other: other["value"], default=None)
        budget = BUDGETS.get(name)
        cells = [
            f"`{name}`",
            f"{figure(row['value'])} {row['unit']}",
            f"<= {budget:,}" if budget else "",
            f"{peer_of(nearest['name'])} {figure(nearest['value'])}" if nearest else "",
            f"{nearest['value'] / row['value']:.1f}x" if nearest else "",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def lines(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """Return `rows` for a terminal: name, figure, unit, and the budget, or what a peer's figure is of ours."""
    ours = {row["name"]: row["value"] for row in rows}
    told = []
    for row in rows:
        name, value, budget = row["name"], row["value"], BUDGETS.get(row["name"])
        base = ours.get(base_of(name))
        note = ""
        if budget:
            note = f"<= {budget:,}" if value <= budget else f"over {budget:,}"
        elif peer_of(name) and base:
            note = f"{value / base:.1f}x ours"
        told.append((name, figure(value), row["unit"], note))
    return told


def figure(value: float) -> str:
    """Return a number as people read it: 1.57, 23.4, 1,024."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
