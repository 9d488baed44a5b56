"""docs/*-rules.md are true: their errors, files and tests exist, and no error of the ledgers is missing from them."""

import ast
import importlib

import pytest

from lightclient.errors import LightClientError
from tests.support.command import ROOT

LIBRARY = ROOT / "lightclient"
HEADINGS = ["rule", "source", "error", "file", "test"]


def rows():
    """Return the rows of all tables of rules; a page may have other tables too."""
    found = []
    for path in sorted(ROOT.glob("docs/*-rules.md")):
        ours = False
        for line in path.read_text().splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not line.startswith("|") or cells == HEADINGS:
                ours = cells == HEADINGS
            elif ours and set(cells[0]) != {"-"}:
                assert len(cells) == len(HEADINGS), line
                found.append(cells)
    return found


ROWS = rows()


for path in LIBRARY.rglob("*errors.py"):  # only classes that somebody has imported are known
    importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
NODES = (
    "lightclient.bitcoin.hosts",
    "lightclient.decided.hosts",
    "lightclient.fabric.hosts",
    "lightclient.opentimestamps.hosts",
)
ROOMS = (
    "errors",
    "codec",
    "merkle",
    "votes",
    "opentimestamps",
    "bitcoin",
    "cometbft",
    "decided",
    "evm",
    "fabric",
    "lightning",
    "store",
)
PARTS = tuple(f"lightclient.{part}" for part in ROOMS)


def calls(path):
    """Return the names of all that a file calls: an error is made where it is raised."""
    tree = ast.parse(path.read_text())
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


RAISED = set().union(*(calls(path) for path in LIBRARY.rglob("*.py") if not path.stem.endswith("errors")))


def leaves(error=LightClientError):
    """Yield the names of the errors that stand for one cause; keys, gateways and brokers have others, elsewhere.

    One that has others below it stands for one as well if it is raised itself.
    """
    modules = [child for child in error.__subclasses__() if child.__module__.startswith(PARTS)]
    children = [child for child in modules if not child.__module__.startswith(NODES)]
    if not children or error.__name__ in RAISED:
        yield error.__name__
    for child in children:
        yield from leaves(child)


def test_every_error_is_in_the_table():
    assert set(leaves()) == {row[2] for row in ROWS} - {"-"}


def test_every_error_is_raised_somewhere():
    assert set(leaves()) <= RAISED


@pytest.mark.parametrize(("rule", "error", "file"), [(row[0], row[2], row[3]) for row in ROWS])
def test_the_file_raises_the_error(rule, error, file):
    path = LIBRARY / file
    assert path.is_file(), rule
    assert error == "-" or error in calls(path), rule


@pytest.mark.parametrize(("rule", "error", "test"), [(row[0], row[2], row[4]) for row in ROWS])
def test_the_test_exists_and_speaks_of_the_error(rule, error, test):
    file, name = test.split("::")
    source = (ROOT / (file if "/" in file else f"tests/portable/{file}")).read_text()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, kinds)}
    assert name in functions, rule
    assert error == "-" or error in ast.get_source_segment(source, functions[name]), rule
