"""The amalgamation: one file does what the modules do."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.portable.verdicts import lines
from tests.support import interpreters, verdicts
from tools import boards, romfs
from tools.amalgamation import amalgamated
from tools.names import CannotAmalgamate

HEAP = 48 * 1024
# What a small board has no room for, and these vectors no use.
WITHOUT = ("lightclient.crypto.backend", "lightclient.bitcoin.stamp")

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

OURS = """
from shapes import Square
from tools_ import scale as scaling

a, LARGEST = 1, "big"
order = []

class TooHigh(ValueError):
    pass

def measured(amount, b=None):
    order.append(amount)
    inner = lambda amount, x=a: amount + x + (b or 0)
    def nested(highest):
        nonlocal amount
        amount = highest
        return [amount for amount in range(highest)]
    return inner(amount), len(nested(3)), amount

class Basis:
    kind = "basis"

    def __init__(self, height):
        self.height = height

    def grow(self):
        self.height += 1
        return self.height

    def shrink(self):
        return self.height - 1

class Between(Basis):
    kind = "between"

    def grow(self, by=5):
        return super().grow() + super().shrink() + by

class Heir(Between):
    def __init__(self, height):
        super().__init__(height)
        self.more = isinstance(self, Basis)

class Lone:
    pass

class Caught(Lone):
    pass

class Lost(Exception):
    pass

class Found(Lost):
    pass

class Late(Lost):
    pass

def sought(error):
    try:
        try:
            raise Late(1) if error else Found(2)
        except Found as error:
            return type(error).__name__
    except Lost as error:
        return type(error).__name__, type(error) is Lost

def grown():
    heir = Heir(3)
    return heir.grow(), heir.more, heir.kind, heir.shrink(), type(Lone()) is Lone, isinstance(Caught(), Lone)

def scaled(amount, factor=2):
    return amount * factor

class Meter:
    unit = LARGEST
    made = [a]

    def __init__(self, highest, *rest, **more):
        self.highest = highest
        self.readings: "list[int]" = list(rest)
        self.more = more

    @property
    def value(self):
        shown = self._doubled() + scaled(1, factor=3), sorted(self.more), self.unit, self.made
        return grown(), sought(0), sought(1), shown

    def _doubled(self, by=scaling(2)):
        if self.highest > 100:
            raise TooHigh(self.highest)
        return measured(by)[0] + measured(self.highest, b=2)[1]

    def close(self):
        self.readings.append(7)
        return self.readings

def unused_here():
    global order
    order = []
"""
USE = """
meter = Meter(5, 3, limit=4)
print(meter.value, meter.close(), getattr(meter, "unit"))
try:
    print(Meter(101).value)
except ValueError as error:
    print(type(error).__name__, error)
"""


THING = """
class Thing:
    def used(self):
        return self._helped()

    def _helped(self):
        return 1

    def round(self):
        return self.back()

    def back(self):
        return self.round()

    def looked_up(self):
        return 2

    def said(self):
        return 4

    def called(self):
        return 3

    __call__ = called
"""
KNOWN = """
from thing import Thing
SAID = "said"
thing = Thing()
print(thing.used(), getattr(thing, "looked_up")(), thing())
"""
COMPUTED = """
from thing import Thing
for name in ("looked_up",):
    print(getattr(Thing(), name)(), "said")
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


def test_methods_that_nothing_can_call_are_left_out(tmp_path):
    (tmp_path / "thing.py").write_text(THING)
    main = tmp_path / "main.py"
    main.write_text(KNOWN)
    source = amalgamated(main)
    assert "def round" not in source and "def back" not in source and "def said" not in source
    one = tmp_path / "one.py"
    one.write_text(source)
    assert printed(sys.executable, one) == printed(sys.executable, main) == "1 2 3\n"
    main.write_text(COMPUTED)
    source = amalgamated(main)
    assert "def round" not in source and "def said" in source  # a name in a text, and not known which is looked up
    one.write_text(source)
    assert printed(sys.executable, one) == printed(sys.executable, main) == "2 said\n"


def test_a_module_may_stay_outside(program):
    source = amalgamated(program, ("late",))
    assert "from late import number" in source and "def number" not in source


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("main()\n", "shapes.calls = 3\n", "main changes shapes.calls"),
        ("import Square", "import Circle", "shapes has no Circle"),
        ("def main", "def len(x): return 1\ndef main", "main: len is something else too"),
    ],
)
def test_what_only_works_in_modules_is_refused(program, old, new, said):
    program.write_text(MAIN.replace(old, new))
    with pytest.raises(CannotAmalgamate, match=said):
        amalgamated(program)


@pytest.mark.slow
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


def test_short_names_do_what_long_ones_do(program, tmp_path):
    (tmp_path / "lightclient").mkdir()
    (tmp_path / "lightclient" / "__init__.py").write_text("")
    (tmp_path / "lightclient" / "ours.py").write_text(OURS)
    program.write_text("from lightclient.ours import Meter\n" + MAIN + USE)
    one = tmp_path / "alone" / "one.py"
    one.parent.mkdir()
    one.write_text(amalgamated(program, short=True))
    expected = printed(sys.executable, program)
    assert "TooHigh" in expected and "[3, 7]" in expected
    for interpreter in (sys.executable, boards.firmware("unix")):
        assert printed(interpreter, one) == expected
    for gone in ("measured", "_doubled", "scaling", "readings", "highest"):
        assert gone not in one.read_text()
    whole = amalgamated(program)
    for gone in ("class Basis", "class Between"):  # one class with their only heir
        assert gone not in whole
    for gone in ("class Late", "class Found"):  # made when they are raised, though Found is caught, too
        assert gone not in whole
    for stays in ("class Heir", "class Lone", "class Lost"):
        assert stays in whole
    for stays in ("Meter", "def value", "def close", "TooHigh", "factor"):
        assert stays in one.read_text()


def judge(folder, group):
    """Write the program that judges a group of vectors, and return its path."""
    module = __import__(f"tests.portable.judge_{group}", None, None, ["*"])
    names = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
    names = [name for name in names if not name.startswith("_")]
    judges = "".join(f"Judges.{name} = {name}\n" for name in names)
    path = folder / f"judged_{group}.py"
    path.write_text(
        f"from tests.portable.{module.__name__.split('.')[-1]} import {', '.join(names)}\n"
        f"from tests.portable import verdicts\n\nclass Judges:\n    pass\n\n{judges}\n"
        "def show(path):\n    verdicts.show(verdicts.judged(Judges, path))\n"
    )
    return path


@pytest.mark.slow
@pytest.mark.parametrize("group", ["headers", "proofs"])
def test_a_small_board_judges_as_the_modules_do(group, tmp_path):
    one = amalgamated(judge(tmp_path, group), WITHOUT, short=True) + "\nshow('/rom/vectors')\n"
    vectors = tmp_path / "vectors"
    vectors.write_bytes(verdicts.serialize(group))
    rom = romfs.pack({"one.mpy": romfs.bytecode("one", one), "vectors": vectors.read_bytes()})
    with boards.Board("rv32", HEAP, rom=rom) as board:
        assert board.run("import gc\ngc.threshold(2048)\nimport one", timeout=600).splitlines() == list(
            lines(group, vectors)
        )


@pytest.mark.slow
@pytest.mark.parametrize("group", verdicts.GROUPS)
def test_one_file_judges_every_vector_as_the_modules_do(group, tmp_path):
    vectors = tmp_path / "vectors"
    vectors.write_bytes(verdicts.serialize(group))
    one = tmp_path / "alone" / "one.py"
    one.parent.mkdir()
    source = amalgamated(judge(tmp_path, group))
    one.write_text(source + f"\nshow({str(vectors)!r})\n")
    expected = list(lines(group, vectors))
    result = interpreters.run("unix", one)
    assert result.stdout.splitlines() == expected and result.returncode == 0, result.stderr
