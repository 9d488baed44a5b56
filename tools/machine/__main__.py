"""Write the files of lightclient/crypto/ that are made: the routines, the programs of each curve, its words in viper.

python -m tools.machine            writes the files
python -m tools.machine --check    exits with 1 if a file is not what this makes
"""

import argparse
import sys

from tools.curvetables import SECP256K1, affine, comb, source
from tools.machine import (
    blake2b_rv32,
    blake2b_thumb,
    bls,
    bls_rv32,
    bls_sign,
    bls_thumb,
    ed25519,
    keccak_rv32,
    keccak_thumb,
    p256,
    ripemd160_rv32,
    ripemd160_thumb,
    rv32,
    secp256k1,
    secp256k1_ecdh,
    sha512_rv32,
    sha512_thumb,
    thumb,
    words,
    x25519,
)
from tools.machine.operations import COLUMNS, TEETH
from tools.machine.program import Program
from tools.portability import ROOT

FOLDER = ROOT / "lightclient" / "crypto" / "machine"
BY = "tools/machine"


def routine(title: str, lines: list[str]) -> str:
    """Return the text of a module with the function `run` for ARMv7-M if the lines are data, else for RV32IM."""
    thumb_ = lines[0].startswith("data")
    name, letter = ("ARMv7-M", "r") if thumb_ else ("RV32IM", "a")
    head = (
        f'"""{title} for {name}. Written by {BY}.\n\nCompiled by `mpy-cross -march=...` alone, see docs/crypto.md.\n"""'
    )
    body = "".join(f"    {line}\n" for line in lines)
    arguments = ", ".join(letter + str(i) for i in range(4))
    return f"{head}\n\n\n@micropython.asm_{'thumb' if thumb_ else 'rv32'}\ndef run({arguments}):\n{body}"


def programs(title: str, program: Program, constants: bool = True) -> str:
    """Return the text of a module with programs, their constants, where they start, and the slots that are shown."""
    lines = [
        f'"""{title} Written by {BY}."""',
        "",
        *_bytes("PROGRAM", program.assembled()),
    ]
    if constants:
        lines += _bytes("CONSTANTS", program.image())
    lines += [f"SLOTS = {program.size()}", ""]
    lines += [f"{entry} = {row}" for entry, row in program.entries().items()] + [""]
    lines += [f"{slot.upper()} = {program.slots[slot]}" for slot in program.shown]
    return "\n".join(lines) + "\n"


def table(title: str, program: Program) -> str:
    """Return the text of a module with the constants of large programs."""
    return "\n".join([f'"""{title} Written by {BY}."""', "", *_bytes("CONSTANTS", program.image()), ""])


def _bytes(name: str, data: bytes) -> list[str]:
    rows = [data[i : i + 16] for i in range(0, len(data), 16)]
    return [f"{name} = (", *('    b"' + "".join(f"\\x{byte:02x}" for byte in row) + '"' for row in rows), ")"]


def viper(curve: str, prime: words.Prime) -> str:
    """Return the text of a module with RUN, for boards that have no routine."""
    head = f'"""Numbers modulo the prime of {curve}, see `words`. Written by {BY}."""'
    return f'{head}\n\nRUN = """{words.source(prime)}"""\n'


def files() -> dict[str, str]:
    """Return {name: text}."""
    return {
        "rv32.py": routine("The field machine", rv32.routine()),
        "thumb.py": routine("The field machine", thumb.routine()),
        "sha512_rv32.py": routine("Blocks of SHA-512", sha512_rv32.routine()),
        "sha512_thumb.py": routine("Blocks of SHA-512", sha512_thumb.routine()),
        "keccak_rv32.py": routine("Blocks of Keccak-256", keccak_rv32.routine()),
        "keccak_thumb.py": routine("Blocks of Keccak-256", keccak_thumb.routine()),
        "blake2b_rv32.py": routine("Blocks of BLAKE2b", blake2b_rv32.routine()),
        "blake2b_thumb.py": routine("Blocks of BLAKE2b", blake2b_thumb.routine()),
        "ripemd160_rv32.py": routine("Blocks of RIPEMD-160", ripemd160_rv32.routine()),
        "ripemd160_thumb.py": routine("Blocks of RIPEMD-160", ripemd160_thumb.routine()),
        "bls_rv32.py": routine("BLS12-381's machine", bls_rv32.routine()),
        "bls_thumb.py": routine("BLS12-381's machine", bls_thumb.routine()),
        "bls_program.py": programs("BLS12-381 on its machine, see tools/machine/bls.py.", bls.build(), False),
        "bls_sign_program.py": programs(
            "A secret multiple of a point of BLS12-381, see tools/machine/bls_sign.py.", bls_sign.build(), False
        ),
        "bls_table.py": table("What the memory of BLS12-381's machine begins with.", bls.build()),
        "secp256k1_program.py": programs(
            "secp256k1 on the field machine, see tools/machine/secp256k1.py.",
            secp256k1.build(),
        ),
        "p256_program.py": programs("P-256 on the field machine, see tools/machine/p256.py.", p256.build()),
        "ed25519_program.py": programs("Ed25519 on the field machine, see tools/machine/ed25519.py.", ed25519.build()),
        "secp256k1_ecdh_program.py": programs(
            "A secret multiple of a point on secp256k1, see tools/machine/secp256k1_ecdh.py.",
            secp256k1_ecdh.build(),
            False,
        ),
        "x25519_program.py": programs("X25519 on the field machine, see tools/machine/x25519.py.", x25519.build()),
        "../p256_viper.py": viper("P-256", words.P256),
        "../secp256k1_viper.py": viper("secp256k1", words.SECP256K1),
        "../ed25519_viper.py": viper("Ed25519", words.ED25519),
        "secp256k1_comb.py": source(
            f"secp256k1: a comb of {TEETH} teeth {COLUMNS} bits apart, x and y of each.",
            affine(comb(SECP256K1, TEETH, COLUMNS)),
            BY,
        ),
        "p256_comb.py": source(
            f"P-256: a comb of {TEETH} teeth {COLUMNS} bits apart, x and y of each times 2**256 modulo the prime.",
            affine(p256.table()),
            BY,
        ),
        "ed25519_comb.py": source(
            f"Ed25519: a comb of {TEETH} teeth {COLUMNS} bits apart, y and x of each.",
            affine(ed25519.table()),
            BY,
        ),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="only compare")
    check = parser.parse_args().check
    stale = [name for name, text in files().items() if not _same(name, text)]
    for name in stale:
        if not check:
            (FOLDER / name).write_text(files()[name], encoding="utf-8")
        print(f"{name} {'differs' if check else 'written'}")
    return int(check and bool(stale))


def _same(name: str, text: str) -> bool:
    file = FOLDER / name
    return file.exists() and file.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
