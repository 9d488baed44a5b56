"""The portable code, on the interpreter it is for."""

import ast
import re
import subprocess

import pytest

from tests.conftest import ROOT
from tests.support.interpreters import run
from tools.portability import board_files, element_files, portable_files

RUN = "tests/portable/run.py"
NEED_AES = ("test_aes", "test_keystore", "test_pin", "test_secrets")
# What knows the architecture: machine code, viper, and how numbers and bytes are laid out. The rest does the same on
# every machine of one size.
OF_A_MACHINE = re.compile(
    "test_(aes|atecc608|backend|bip32|blake2b|bls_|cbor|compact|ecd|ed25519|errors|hashes|header|hmac|inverse|kdf|keccak|"
    "keystore|memory|merkle|mqtt_packets|p256|packed|reader|recode|ripemd160|schnorr|secp256k1|secrets|sha|siphash|"
    "slots|steps|votes|walk_pieces)"
)
# How the names begin of what takes half a second or more there: it signs, or follows whole chains.
LONG = re.compile(
    "test_(anchored|backend|bls|bolt11|captured|challenge|comet|descriptor|device|ed25519|enrolment|evm|fabric|follower|"
    "gossip|keystore|lightning|log_|opentimestamps|outbox|p256|payer|payments_liars|psbt|receipt|registration|revocation|secp256k1|signers|"
    "start|turns|witness)"
)
PORTABLE_TESTS = sorted(ROOT.glob("tests/portable/test_*.py"))


def count_tests(path):
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    return sum(function.name.startswith("test_") for function in functions)


def module_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("micropython.").removesuffix(".__init__")


def runs():
    """Yield every portable test on the interpreter of 64 bits, where most are fast, and what is short on the newest.

    The RV32 board, which has 32 bits, runs them as well (test_boards.py).
    """
    for path in PORTABLE_TESTS:
        long = LONG.match(path.stem)
        yield pytest.param("unix", path, id=f"unix-{path.stem}", marks=pytest.mark.slow if long else ())
        if not long or OF_A_MACHINE.match(path.stem):
            yield pytest.param("wasm", path, id=f"wasm-{path.stem}", marks=pytest.mark.slow)


@pytest.mark.parametrize(("interpreter", "path"), list(runs()))
def test_every_portable_test_passes(interpreter, path):
    if interpreter == "wasm" and path.stem in NEED_AES:
        pytest.skip("needs AES, for which the WebAssembly build has no module")
    result = run(interpreter, RUN, path.stem)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.splitlines()[-1] == f"{count_tests(path)} passed, 0 failed"


@pytest.mark.parametrize("interpreter", ["unix", pytest.param("wasm", marks=pytest.mark.slow)])
def test_a_failing_test_fails_the_run(interpreter):
    result = run(interpreter, RUN, "test_that_does_not_exist")
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_every_portable_module_imports(micropython):
    names = [module_name(path) for path in portable_files() + board_files() + element_files()]
    imports = "\n".join(f"import {name}\nprint({name!r})" for name in names)
    program = "import sys\nsys.path.append('micropython')\n" + imports
    command = [micropython, "-X", "heapsize=8m", "-c", program]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.split() == names
