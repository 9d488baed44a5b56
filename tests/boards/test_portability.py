"""The lint of portable files: what each rule refuses and lets pass, and that the interpreters bear it out.

Every example leaves its result in `x`. A bad one comes out differently on MicroPython, a good one does not.
"""

import subprocess

import pytest

from tests.conftest import ROOT
from tools.portability import RULES, board_files, check, element_files, portable_files

LIBRARY = "lightclient/example.py"

# code, what is refused, its good twin
TRAPS = [
    ("IMPORT", "import functools\nx = 1", "import struct\nx = 1"),
    (
        "IMPORT",
        "from typing import Any\nx = 1",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any\nx = 1",
    ),
    ("IMPORT", "import collections.abc\nx = 1", "from collections import namedtuple\nx = 1"),
    ("IMPORT", "import hmac\nx = 1", "try:\n    import hmac\nexcept ImportError:\n    hmac = None\nx = 1"),
    ("MEMBER", "import math\nx = math.isqrt(10)", "import math\nx = math.floor(3.5)"),
    ("MEMBER", "from hashlib import sha512\nx = 1", "from hashlib import sha256\nx = 1"),
    (
        "MEMBER",
        "import hashlib\nx = len(hashlib.new('md5', b'').digest())",
        "import hashlib\nx = hashlib.sha256(b'').digest()",
    ),
    (
        "MEMBER",
        "import struct\ntry:\n    struct.unpack('<I', b'')\nexcept struct.error:\n    x = 1",
        "import struct\ntry:\n    struct.unpack('<I', b'')\nexcept Exception:\n    x = 1",
    ),
    (
        "MEMBER",
        "import hashlib\ntry:\n    x = hashlib.sha512(b'').digest()\nexcept ValueError:\n    x = 1",
        "import hashlib\ntry:\n    hashlib.sha512\nexcept AttributeError:\n    pass\nx = 1",
    ),
    (
        "BUILTIN",
        "try:\n    x = 1 // 0\nexcept (TimeoutError, ZeroDivisionError):\n    x = 1",
        "try:\n    x = 1 // 0\nexcept (OSError, ZeroDivisionError):\n    x = 1",
    ),
    ("ATTRIBUTE", "x = (5).bit_length()", "x = hex(5)"),
    ("ATTRIBUTE", "x = (5).bit_count()", "x = bin(5)"),
    (
        "ATTRIBUTE",
        "import hashlib\nx = hashlib.sha256(b'').hexdigest()",
        "import hashlib\nx = hashlib.sha256(b'').digest().hex()",
    ),
    (
        "ATTRIBUTE",
        "import hashlib\nx = hashlib.sha256(b'').copy().digest()",
        "import hashlib\nx = hashlib.sha256(b'').digest()",
    ),
    ("ATTRIBUTE", "x = bytearray(b'ab').copy()", "x = bytearray(bytearray(b'ab'))"),
    ("ATTRIBUTE", "x = memoryview(b'ab').tobytes()", "x = bytes(memoryview(b'ab'))"),
    (
        "ATTRIBUTE",
        "x = memoryview(b'ab').cast('H')[0]",
        "import struct\nx = struct.unpack('<H', memoryview(b'ab'))",
    ),
    ("ATTRIBUTE", "x = memoryview(b'ab').itemsize", "x = len(memoryview(b'ab'))"),
    ("ATTRIBUTE", "x = 'ab'.isascii()", "x = len('ab'.encode()) == len('ab')"),
    ("ATTRIBUTE", "x = 'ab'.removeprefix('a')", "x = 'ab'[1:] if 'ab'.startswith('a') else 'ab'"),
    ("ATTRIBUTE", "x = 'ab'.zfill(4)", "x = '{:04x}'.format(5)"),
    (
        "ATTRIBUTE",
        "from collections import namedtuple\nx = namedtuple('P', ('a', 'b'))(1, 2)._replace(a=3)",
        "from collections import namedtuple\nx = namedtuple('P', ('a', 'b'))(a=3, b=2)",
    ),
    ("KEYWORD", "x = int.from_bytes(b'ab', byteorder='big')", "x = int.from_bytes(memoryview(b'ab'), 'big')"),
    ("KEYWORD", "x = (5).to_bytes(2, byteorder='big')", "x = (5).to_bytes(2, 'big')"),
    ("KEYWORD", "x = int('ff', base=16)", "x = int('ff', 16)"),
    ("KEYWORD", "x = 'a b'.split(maxsplit=1)", "x = 'a b'.split(' ', 1)"),
    ("POW", "x = pow(3, -1, 7)", "x = pow(3, 7 - 2, 7)"),
    ("STEP", "x = b'abc'[::-1]", "x = bytes(reversed(b'abc'))"),
    ("STEP", "x = (1, 2, 3)[::2]", "x = (1, 2, 3)[0:2]"),
    ("BOOL", "x = isinstance(True, int)", "x = type(True) is int"),
    (
        "BOOL",
        "def number(value):\n    return isinstance(value, (int, str))\nx = number(True)",
        "def number(value):\n    return isinstance(value, (int, bool))\nx = number(True)",
    ),
    (
        "BOOL",
        "def number(value):\n    return isinstance(value, int)\nx = number(True)",
        "def number(value):\n    return value is not True and isinstance(value, int)\nx = number(True)",
    ),
    ("DECODE", "x = b'\\xc0\\x80'.decode()", "x = 'a'.encode()"),
    ("DECODE", "x = str(b'\\xc0\\x80', 'utf-8')", "x = str(5)"),
    ("DISPLAY", "x = [*b'ab']", "x = list(b'ab')"),
    ("DISPLAY", "x = (*b'ab', 1)", "x = tuple(b'ab') + (1,)"),
    ("DISPLAY", "x = {*b'a'}", "x = set(b'a')"),
    ("DISPLAY", "x = {**{1: 2}}", "x = {1: 2} | {1: 3}"),
    (
        "DISPLAY",
        "def f(a):\n    return *a, 1\nx = f([2])",
        "def f(*a):\n    head, *tail = a\n    return tail\nx = f(*[1], *[2])",
    ),
    ("FSTRING", "x = '{}' f'{1}'", "x = '{{}}{}'.format(1)"),
    (
        "HOOK",
        "class A:\n    def __index__(self):\n        return 1\nx = [1, 2][A()]",
        "class A:\n    def index(self):\n        return 1\nx = [1, 2][A().index()]",
    ),
    (
        "HOOK",
        "class A:\n    def __bytes__(self):\n        return b'a'\nx = bytes(A())",
        "class A:\n    def serialize(self):\n        return b'a'\nx = A().serialize()",
    ),
    (
        "SUBCLASS",
        "class Height(int):\n    pass\nx = 1 + Height(1)",
        "class Height:\n    value = 1\nx = 1 + Height().value",
    ),
    (
        "SUBCLASS",
        "class Hash(bytes):\n    pass\nx = b''.join([Hash(b'a')])",
        "class Hash:\n    value = b'a'\nx = b''.join([Hash.value])",
    ),
    (
        "SUBCLASS",
        "class Point(tuple):\n    pass\nx = (0,) + Point((1, 2))",
        "from collections import namedtuple\nclass P(namedtuple('P', ('a', 'b'))):\n    pass\nx = P(1, 2).a",
    ),
    ("SYNTAX", "match 1:\n    case 1:\n        x = 1", "if 1 == 1:\n    x = 1"),
    ("SYNTAX", "def f(a, /):\n    return a\nx = f(1)", "def f(a, *, b):\n    return a\nx = f(1, b=2)"),
    (
        "SYNTAX",
        "async def f(a):\n    return [b async for b in a]\nx = 1",
        "async def f(a):\n    async for b in a:\n        pass\nx = 1",
    ),
    (
        "SYNTAX",
        "async def f(a):\n    return [await b for b in a]\nx = 1",
        "async def f(a):\n    for b in a:\n        await b\nx = 1",
    ),
    (
        "SYNTAX",
        "async def f():\n    yield 1\nx = hasattr(f(), '__anext__')",
        "class F:\n    async def __anext__(self):\n        return 1\nx = hasattr(F(), '__anext__')",
    ),
    (
        "CHAIN",
        "try:\n    raise ValueError from KeyError()\nexcept ValueError:\n    x = 1",
        "try:\n    raise ValueError from None\nexcept ValueError:\n    x = 1",
    ),
]

# Both interpreters agree here: it is the house that does not want it.
HOUSE_RULES = [
    ("ANNOTATION", "def f(a: list[int]): ...", "def f(a: 'list[int]', *b: int, **c: bytes) -> None: ..."),
    ("ANNOTATION", "a: int | None = 1", "a: 'int | None' = 1"),
    ("ASSERT", "assert 1", "if not 1:\n    raise ValueError"),
    (
        "DECORATOR",
        "@cache\ndef f(): ...",
        "class A:\n    @property\n    def f(self): ...\n    @micropython.native\n    def g(self): ...",
    ),
    ("PRINT", "print(1)", "def show(print_it): ...\nshow(1)"),
    ("SIZE", "#" * 9217, "#" * 9216),
    ("TYPE_CHECKING", "TYPE_CHECKING = True", "TYPE_CHECKING = False"),
]


def codes(source, path=LIBRARY):
    return {code for _, code, _ in check(source, path)}


def test_a_table_may_be_longer_than_other_files():
    table = "lightclient/crypto/curve_table.py"
    assert codes("#" * 20480, table) == set()
    assert codes("#" * 20481, table) == {"SIZE"}


def on_cpython(source):
    names = {}
    try:
        exec(source, names)
    except Exception as error:
        return type(error).__name__
    return repr(names["x"])


def on_micropython(micropython, source):
    program = f"""
try:
    exec({source!r})
    print(repr(x))
except Exception as error:
    print(type(error).__name__)
"""
    result = subprocess.run([micropython, "-c", program], capture_output=True, text=True, check=False)
    return (result.stdout + result.stderr).strip()


@pytest.mark.parametrize("code, bad, good", TRAPS + HOUSE_RULES)
def test_a_rule_refuses_the_bad_twin_alone(code, bad, good):
    assert codes(bad) == {code}
    assert codes(good) == set()


@pytest.mark.parametrize("code, bad, good", TRAPS)
def test_micropython_differs_on_the_bad_twin_alone(micropython, code, bad, good):
    assert on_micropython(micropython, bad) != on_cpython(bad)
    assert on_micropython(micropython, good) == on_cpython(good)


def test_except_star_is_refused():
    source = "try:\n    x = 1\nexcept* ValueError:\n    pass"  # Python 3.10 has no such syntax either
    try:
        assert codes(source) == {"SYNTAX"}
    except SyntaxError:
        pytest.skip("needs Python 3.11")


def test_text_is_decoded_in_the_codec():
    assert codes("x = b''.decode()", "lightclient/codec/cbor.py") == set()


def test_every_rule_has_an_example():
    assert {code for code, _, _ in TRAPS + HOUSE_RULES} == set(RULES)


def test_portable_files_pass():
    for file in portable_files() + board_files() + element_files():
        name = file.relative_to(ROOT).as_posix()
        assert check(file.read_text(encoding="utf-8"), name) == [], name


def test_a_finding_says_where_and_what():
    assert check("x = 1\nx = pow(3, -1, 7)", LIBRARY) == [(2, "POW", RULES["POW"])]
