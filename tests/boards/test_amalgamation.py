"""The amalgamation: one file does what the modules do."""

import subprocess
import sys

import pytest

from tests import interpreters, verdicts
from tests.conftest import ROOT
from tests.portable.verdicts import lines
from tools import boards, romfs
from tools.amalgamation import amalgamated
from tools.names import CannotAmalgamate

HEAP = 40 * 1024

SHAPES = '''
"""Two names of another module, one of them shadowed here and there."""
import math
from tools_ import UNIT, scale as stretch
from tools_ import errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Never
else:
    Never = None

LIMIT, MORE = range(2)
calls = 0

def size(scale: "float", *rest, unit=UNIT):
    "A docstring."
    global calls
    calls += 1
    tools_scale = 5
    if scale < 0:
        raise errors.Negative(scale)
    def inner():
        nonlocal tools_scale
        tools_scale += 1
        return [stretch(scale) + tools_scale for tools_scale in rest]
    return inner(), stretch(scale) * unit, math.floor(scale), MORE

class Square:
    unit = UNIT
    side: "float"
    double = [UNIT * 2 for _ in (1, 2)]

    def __init__(self, side):
        self.side: "float" = side

    def size(self):
        unit = lambda UNIT=UNIT: UNIT + LIMIT
        return size(self.side, 1, 2) + (self.unit, unit())

def unused():
    return Nothing
'''
TOOLS = """
from tools_.errors import Failure

UNIT = 7
if UNIT > 6:
    import re, tools_.errors as named
    from late import number as counted
    kind = re.sub("f", counted.__name__[0], named.Failure.kind)
else:
    from os import path as kind
SHAPE = (UNIT, -UNIT, 1 << 40)

def scale(value):
    size = 3
    try:
        return value * size + sum(SHAPE) + _helped() + len(kind)
    except TypeError as error:
        raise Failure(str(error))

def _helped():
    from late import number
    from late import number as again
    return number() + again()

def sum(values):
    return values[0]
"""
ERRORS = '''
class Failure(Exception):
    kind = "failure"

class Negative(Failure):
    """{} is below zero"""

class Unused(Failure):
    """never"""
'''
LATE = "import tools_.errors as e\ndef number():\n    return len(e.Failure.kind) + size\nsize = 100\n"
MAIN = """
before = [1]
import shapes
import tools_
from shapes import Square
from tools_.errors import Failure

def main():
    print(Square(2).size(), Square.double, shapes.calls, before)
    print(area(tools_, 4))
    try:
        shapes.size(-3)
    except Failure as error:
        print(type(error).__name__, error.args, error.kind, isinstance(error, Failure))

def area(measures, side):
    return measures.UNIT * getattr(measures, "scale")(side)

main()
"""


@pytest.fixture
def program(tmp_path):
    """Return the path of a program of five modules."""
    sources = {"main": MAIN, "shapes": SHAPES, "late": LATE, "tools_/__init__": TOOLS, "tools_/errors": ERRORS}
    (tmp_path / "tools_").mkdir()
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source)
    return tmp_path / "main.py"


def printed(*command):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_one_file_prints_what_the_modules_print(program, tmp_path):
    one = tmp_path / "alone" / "one.py"
    one.parent.mkdir()
    one.write_text(amalgamated(program))
    expected = printed(sys.executable, program)
    assert "Negative (-3,) failure True" in expected
    for interpreter in (sys.executable, boards.firmware("unix")):
        assert printed(interpreter, one) == expected


def test_what_is_not_needed_is_left_out(program):
    source = amalgamated(program)
    for absent in ("unused", "Unused", "Never", "LIMIT", "MORE", "UNIT =", "docstring", "float", "class Negative"):
        assert absent not in source
    assert source.startswith("# Made by tools/amalgamation.py of main.py")
    assert source.index("before = [1]") < source.index("class Square")  # in the order in which it would run


def test_a_module_may_stay_outside(program):
    source = amalgamated(program, ("late",))
    assert "from late import number" in source and "def number" not in source


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("main()\n", "shapes.calls = 3\n", "main changes shapes.calls"),
        ("import Square", "import Circle", "shapes has no Circle"),
        ("def main", "def len(x): return 1\ndef main", "main: len has to be called otherwise"),
    ],
)
def test_what_only_works_in_modules_is_refused(program, old, new, said):
    program.write_text(MAIN.replace(old, new))
    with pytest.raises(CannotAmalgamate, match=said):
        amalgamated(program)


def test_the_command_writes_the_file_or_says_why_not(program, tmp_path):
    def run(*arguments):
        command = [sys.executable, "-m", "lightclient", "board", "amalgamate", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    target = tmp_path / "out.py"
    assert run(program, "-o", target).returncode == 0
    assert target.read_text() == amalgamated(program)
    target.write_text("mine")
    program.write_text("import shapes\nshapes.calls = 3\n")
    failed = run(program, "-o", target)
    assert failed.returncode == 2 and "main changes shapes.calls" in failed.stderr and "Traceback" not in failed.stderr
    assert target.read_text() == "mine"


def judge(folder, group):
    """Write the program that judges a group of vectors, and return its path."""
    module = __import__(f"tests.portable.judge_{group}", None, None, ["*"])
    names = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    names = [name for name in names if not name.startswith("_")]
    judges = "".join(f"Judges.{name} = {name}\n" for name in names)
    path = folder / f"judged_{group}.py"
    path.write_text(
        f"from tests.portable.{module.__name__.split('.')[-1]} import {', '.join(names)}\n"
        f"from tests.portable.verdicts import judged, show\n\nclass Judges:\n    pass\n\n{judges}"
    )
    return path


@pytest.mark.slow
@pytest.mark.parametrize("group", ["headers", "proofs"])
def test_a_small_board_judges_as_the_modules_do(group, tmp_path):
    one = amalgamated(judge(tmp_path, group)) + "\nshow(judged(Judges, '/rom/vectors'))\n"
    vectors = tmp_path / "vectors"
    vectors.write_bytes(verdicts.serialize(group))
    rom = romfs.pack({"one.mpy": romfs.bytecode("one", one), "vectors": vectors.read_bytes()})
    with boards.Board("rv32", HEAP, rom=rom) as board:
        assert board.run("import gc\ngc.threshold(2048)\nimport one", timeout=200).splitlines() == list(
            lines(group, vectors)
        )


LONG = ("signatures", "keys")


@pytest.mark.parametrize(
    "group", [pytest.param(group, marks=pytest.mark.slow if group in LONG else ()) for group in verdicts.GROUPS]
)
def test_one_file_judges_every_vector_as_the_modules_do(group, tmp_path):
    vectors = tmp_path / "vectors"
    vectors.write_bytes(verdicts.serialize(group))
    one = tmp_path / "alone" / "one.py"
    one.parent.mkdir()
    source = amalgamated(judge(tmp_path, group))
    one.write_text(source + f"\nshow(judged(Judges, {str(vectors)!r}))\n")
    expected = list(lines(group, vectors))
    result = interpreters.run("unix", one)
    assert result.stdout.splitlines() == expected and result.returncode == 0, result.stderr
