"""docs/*-rules.md are true: their errors, files and tests exist, and no error of the ledgers is missing from them."""

import ast
import functools
import importlib

import pytest

from lightclient.errors import LightClientError
from tests.support.command import ROOT

LIBRARY = ROOT / "lightclient"
HEADINGS = ["rule", "source", "error", "file", "test"]


PAGES = sorted(ROOT.glob("docs/*-rules.md"))


@functools.cache
def rows(page):
    """Return the rows of all tables of rules; a page may have other tables too."""
    found = []
    ours = False
    for line in page.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells == HEADINGS:
            ours = cells == HEADINGS
        elif ours and set(cells[0]) != {"-"}:
            assert len(cells) == len(HEADINGS), line
            found.append(cells)
    return found


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


@functools.cache
def calls(path):
    """Return the names of all that a file calls: an error is made where it is raised."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


@functools.cache
def raised():
    return set().union(*(calls(path) for path in LIBRARY.rglob("*.py") if not path.stem.endswith("errors")))


def leaves(error=LightClientError):
    """Yield the names of the errors that stand for one cause; keys, gateways and brokers have others, elsewhere.

    One that has others below it stands for one as well if it is raised itself.
    """
    modules = [child for child in error.__subclasses__() if child.__module__.startswith(PARTS)]
    children = [child for child in modules if not child.__module__.startswith(NODES)]
    if not children or error.__name__ in raised():
        yield error.__name__
    for child in children:
        yield from leaves(child)


@functools.cache
def functions(path):
    """Return the source of each function of a file, by its name."""
    source = path.read_text()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    lines = source.splitlines()
    nodes = [node for node in ast.parse(source).body if isinstance(node, kinds)]
    return {node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in nodes}


def test_every_error_is_in_the_table():
    assert set(leaves()) == {row[2] for page in PAGES for row in rows(page)} - {"-"}


def test_every_error_is_raised_somewhere():
    assert set(leaves()) <= raised()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_file_raises_its_error(page):
    wrong = []
    for rule, _, error, file, _ in rows(page):
        path = LIBRARY / file
        if not path.is_file() or error not in calls(path) | {"-"}:
            wrong.append((rule, error, file))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_test_exists_and_speaks_of_its_error(page):
    wrong = []
    for rule, _, error, _, test in rows(page):
        file, name = test.split("::")
        body = functions(ROOT / (file if "/" in file else f"tests/portable/{file}")).get(name)
        if body is None or (error != "-" and error not in body):
            wrong.append((rule, error, test))
    assert wrong == []
