"""docs/bitcoin-rules.md is true: its errors, files and tests exist, and no error of the library is missing from it."""

import ast
import importlib

import pytest

from lightclient.errors import LightClientError
from tests.command import ROOT

LIBRARY = ROOT / "lightclient"
HEADINGS = ["rule", "source", "error", "file", "test"]


def rows():
    lines = (ROOT / "docs/bitcoin-rules.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert all(len(row) == len(HEADINGS) for row in cells)
    return [row for row in cells if row != HEADINGS and set(row[0]) != {"-"}]


ROWS = rows()


for path in LIBRARY.rglob("*errors.py"):  # only classes that somebody has imported are known
    importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
PARTS = tuple(f"lightclient.{part}" for part in ("errors", "codec", "merkle", "bitcoin", "store"))


def leaves(error=LightClientError):
    """Yield the names of the errors that stand for one cause; keys, gateways and brokers have others, elsewhere."""
    children = [child for child in error.__subclasses__() if child.__module__.startswith(PARTS)]
    if not children:
        yield error.__name__
    for child in children:
        yield from leaves(child)


def calls(path):
    """Return the names of all that a file calls: an error is made where it is raised."""
    tree = ast.parse(path.read_text())
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_every_error_is_in_the_table():
    assert set(leaves()) == {row[2] for row in ROWS} - {"-"}


def test_every_error_is_raised_somewhere():
    raised = set().union(*(calls(path) for path in LIBRARY.rglob("*.py") if not path.stem.endswith("errors")))
    assert set(leaves()) <= raised


@pytest.mark.parametrize(("rule", "error", "file"), [(row[0], row[2], row[3]) for row in ROWS])
def test_the_file_raises_the_error(rule, error, file):
    path = LIBRARY / file
    assert path.is_file(), rule
    assert error == "-" or error in calls(path), rule


@pytest.mark.parametrize(("rule", "error", "test"), [(row[0], row[2], row[4]) for row in ROWS])
def test_the_test_exists_and_speaks_of_the_error(rule, error, test):
    file, name = test.split("::")
    source = (ROOT / (file if "/" in file else f"tests/portable/{file}")).read_text()
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    assert name in functions, rule
    assert error == "-" or error in ast.get_source_segment(source, functions[name]), rule
