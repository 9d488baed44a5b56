"""From instructions on the emulated board to seconds on chips: an estimate, and never a measurement.

Each rate is how many instructions of the emulated RV32 board a chip gets through in a second. It was found with five
loops (integers added, multiplied, divided; 1,000 and 5,000 digits of pi) whose times on the chips, under MicroPython
1.23, are public (github.com/shaoziyang/micropython_benchmarks), and whose instructions were counted on the emulated
board: the median of the five, the slowest and the fastest. What the emulator has not is not in them: flash that has to
be cached, Wi-Fi that interrupts, hardware that hashes.
"""

from __future__ import annotations

from typing import NamedTuple


class Chip(NamedTuple):
    """Millions of the board's instructions that a chip gets through in a second."""

    median: float
    slowest: float
    fastest: float


CHIPS = {
    "ESP32": Chip(109, 61, 124),
    "ESP32-C3": Chip(137, 74, 144),
    "ESP32-S3": Chip(198, 103, 220),
    "RP2040": Chip(69, 46, 84),
}
BOARD = "rv32"  # the board that the rates are of
RISCV = ("ESP32-C3",)  # which of them have its instructions, and so what crypto/machine has for it


def seconds(chip: Chip, instructions: float) -> tuple[float, float, float]:
    """Return (about, at best, at worst)."""
    return (
        instructions / chip.median / 1e6,
        instructions / chip.fastest / 1e6,
        instructions / chip.slowest / 1e6,
    )


def able(figure: str) -> list[str]:
    """Return the names of the chips that can do what a figure of this name measures."""
    machine = "machine" in figure or figure.endswith("_block")  # hashes in machine code, too
    return [name for name in CHIPS if name in RISCV or not machine]


def notes(kind: str, figure: str, instructions: float) -> list[str]:
    """Return what is said of the chips beside a figure of the board `kind`."""
    if kind != BOARD:
        return []
    return ["estimates: " + ", ".join([f"{name} {estimate(CHIPS[name], instructions)}" for name in able(figure)])]


def estimate(chip: Chip, instructions: float) -> str:
    """Return the seconds as people read them: "0.30 ms (0.28 to 0.55)"."""
    about, best, worst = seconds(chip, instructions)
    unit, scale = ("s", 1.0) if about >= 1 else ("ms", 1e3)
    return f"{about * scale:.3g} {unit} ({best * scale:.3g} to {worst * scale:.3g})"
