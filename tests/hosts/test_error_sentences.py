"""Each error is raised with the values that its sentence names, and each sentence is one that a user can act on."""

import ast
import functools
import importlib
import pkgutil
import string
import sys
import warnings

import pytest

import lightclient
from lightclient.errors import LightClientError
from tests.conftest import ROOT


def holes(sentence):
    """Return (how many places a format string takes values for by position, the names that it takes others by)."""
    names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
    heads = [name.split(".")[0].split("[")[0] for name in names]
    numbers = [int(head) for head in heads if head.isdigit()]
    count = max([number + 1 for number in numbers] + [heads.count("")])
    return count, {head for head in heads if head and not head.isdigit()}


def names_of(module):
    """Return what a module has; nothing where it is the command, is for a board alone, or for a newer Python."""
    if module.endswith("__main__"):
        return {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # what an assembler reads is odd Python
            return vars(importlib.import_module(module))
    except NameError as error:
        assert error.name in ("micropython", "uint", "ptr8", "ptr32", "asm_rv32"), error
        return {}
    except ModuleNotFoundError as error:
        assert error.name == "py_arkworks_bls12381" and sys.version_info < (3, 11), error  # it has no wheel for 3.10
        return {}


@functools.cache
def errors():
    """Return the class of each error of the library by its name; several may share one."""
    for module in pkgutil.walk_packages(lightclient.__path__, "lightclient."):
        names_of(module.name)
    found = {}
    todo = [LightClientError]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        if kind.__module__.startswith("lightclient."):
            found.setdefault(kind.__name__, []).append(kind)
    return found


def wrong(call, names):
    """Return what a call that makes an error lacks, None if nothing; `names`: what the module of the call has."""
    name = getattr(call.func, "id", getattr(call.func, "attr", None))
    kinds = [names[name]] if name in names else errors().get(name, [])
    kinds = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, LightClientError)]
    if not kinds or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    if any(keyword.arg is None for keyword in call.keywords) or any("__init__" in vars(kind) for kind in kinds):
        return None
    count, fields = len(call.args), {keyword.arg for keyword in call.keywords}
    wanted = [holes(kind.__doc__ or "") for kind in kinds]
    # An error may carry more than it says: what a node said is for the logs.
    if any(least <= count and needed <= fields for least, needed in wanted):
        return None
    return f"{name} is given {count} values and {fields}; its sentence takes {wanted}"


def test_every_error_is_made_with_what_its_sentence_names():
    found = []
    for file in sorted((ROOT / "lightclient").rglob("*.py")):
        names = names_of(".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
        found += [(file, call.lineno, lacks) for call in calls if (lacks := wrong(call, names))]
    assert found == []


@pytest.mark.parametrize(
    ("source", "fine"),
    [
        ("TooLarge('message', 2, 1)", True),
        ("TooLarge('message', 2)", False),
        ("TooLarge()", False),
        ("Equivocation(who='a', at=1, first=b'', second=b'')", True),
        ("Equivocation(who='a', at=1, first=b'')", False),
        ("ValueError('any')", True),
    ],
)
def test_a_value_that_is_missing_is_seen(source, fine):
    assert (wrong(ast.parse(source).body[0].value, {}) is None) is fine
