"""The portable code, on the interpreter it is for."""

import ast
import subprocess

import pytest

from tests.conftest import ROOT
from tests.interpreters import NAMES, run
from tools.portability import element_files, port_files, portable_files

RUN = "tests/portable/run.py"
NEED_AES = ("test_aes", "test_keystore", "test_pin", "test_secrets")
PORTABLE_TESTS = sorted(ROOT.glob("tests/portable/test_*.py"))


def count_tests(path):
    functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
    return sum(function.name.startswith("test_") for function in functions)


def module_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("micropython.").removesuffix(".__init__")


@pytest.mark.parametrize("path", PORTABLE_TESTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("interpreter", [NAMES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES[1:])])
def test_every_portable_test_passes(interpreter, path):
    if interpreter == "wasm" and path.stem in NEED_AES:
        pytest.skip("needs AES, for which the WebAssembly build has no module")
    result = run(interpreter, RUN, path.stem)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.splitlines()[-1] == f"{count_tests(path)} passed, 0 failed"


@pytest.mark.parametrize("interpreter", NAMES)
def test_a_failing_test_fails_the_run(interpreter):
    result = run(interpreter, RUN, "test_that_does_not_exist")
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_every_portable_module_imports(micropython):
    names = [module_name(path) for path in portable_files() + port_files() + element_files()]
    imports = "\n".join(f"import {name}\nprint({name!r})" for name in names)
    program = "import sys\nsys.path.append('micropython')\n" + imports
    result = subprocess.run([micropython, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.split() == names
