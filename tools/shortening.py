"""Short names in a file that tools/amalgamation.py has made: a board keeps each name once, whatever it names.

So functions, attributes and parameters get the same few names. Left alone are all that may be looked up from outside or
by a text: what the program itself names, keywords, classes of errors, and names that an object of Python or of a board
has as well.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import itertools
import keyword
import string
from typing import TYPE_CHECKING

from tools.names import Target, bindings, imported
from tools.scopes import BUILTINS, Rewriter, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = "one file"
Function = ast.FunctionDef | ast.AsyncFunctionDef
# Objects of these are what the library is handed, or makes.
MODULES = ("asyncio", "builtins", "collections", "hashlib", "io", "os", "select", "socket", "ssl", "struct", "time")
BOARDS = {"any", "deinit", "init", "ioctl", "irq", "mem_alloc", "off", "on", "readblocks", "value", "writeblocks"}


def shortened(body: list[ast.stmt], is_ours: list[bool], shown: set[str]) -> list[ast.stmt]:
    """Return the statements of the file with short names.

    is_ours: of each whether it is the library's. shown: names of its top level that stay.
    """
    body = [ast.parse(ast.unparse(node)).body[0] for node in body]
    ours = [node for node, one in zip(body, is_ours, strict=True) if one]
    others = [node for node, one in zip(body, is_ours, strict=True) if not one]
    texts = _texts(body)
    attributes = (_methods(ours) | _assigned(ours)) - texts - _named(others) - _foreign() - _loose(body)
    kept = shown | texts | _at_class_level(body) | _imported(body)
    bound = [name for node in ours for name in bindings([node])]
    globals_ = [name for name in dict.fromkeys(bound) if name not in kept and name not in _errors(body)]
    used = {name for node in body for name in _identifiers(node)} | _named(body)
    pool = [name for name, _ in zip(_pool(used), range(len(globals_) + len(attributes) + 99), strict=False)]
    renamer = _Renamer(body, dict(zip(globals_, pool, strict=False)), dict(zip(sorted(attributes), pool, strict=False)))
    found = [renamer.visit(node) for node in body]
    for node in found:
        for function in _outermost(node):
            _shorten_parameters(function, texts | _defined(found), pool)
    return found


class _Renamer(Rewriter):
    """Gives short names to what stands at the file's top level, and to attributes."""

    def __init__(self, body: list[ast.stmt], globals_: dict[str, str], attributes: dict[str, str]) -> None:
        self.short = globals_
        self.attributes = attributes
        self.scopes: list[Scope] = []
        self.bound = {name for node in body for name in bindings([node])}

    def target_of(self, name: str) -> Target | None:
        for scope in reversed(self.scopes):
            if name in scope.names and (scope is self.scopes[-1] or not scope.is_class):
                return None
        return Target(FILE if name in self.bound else BUILTINS, name)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self.short.get(node.id, node.id), node.ctx) if self.target_of(node.id) else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        node.attr = self.attributes.get(node.attr, node.attr)
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_Global(self, node: ast.Global) -> ast.Global:
        return ast.Global([self.short.get(name, name) for name in node.names])

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> ast.stmt:
        return node

    visit_ImportFrom = visit_Import

    def _around(self, node: Function | ast.ClassDef) -> None:
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        if not self.scopes:
            node.name = self.short.get(node.name, node.name)
        elif self.scopes[-1].is_class and not isinstance(node, ast.ClassDef):
            node.name = self.attributes.get(node.name, node.name)

    def _locals(self, node: ast.FunctionDef) -> dict[str, Target | None]:
        names = dict.fromkeys([*(each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg))])
        names |= dict.fromkeys(bindings(node.body))
        for child in ast.walk(node):
            if isinstance(child, (ast.Global, ast.Nonlocal)):
                for name in child.names:
                    names.pop(name, None)
        return dict.fromkeys(names)


def _shorten_parameters(function: ast.AST, kept: set[str], pool: list[str]) -> None:
    """Rename the parameters of a function and of those within it, wherever they stand in it."""
    used = set(_identifiers(function))
    names = dict.fromkeys(node.arg for node in ast.walk(function) if isinstance(node, ast.arg))
    renamed = [name for name in names if name not in kept and name != "self"]
    short = dict(zip(renamed, (name for name in pool if name not in used), strict=False))
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            node.arg = short.get(node.arg, node.arg)
        elif isinstance(node, ast.Name):
            node.id = short.get(node.id, node.id)
        elif isinstance(node, ast.Nonlocal):
            node.names = [short.get(name, name) for name in node.names]


def _outermost(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the functions that are in no other."""
    for child in [node] if isinstance(node, Function | ast.Lambda) else ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.Lambda):
            yield child
        else:
            yield from _outermost(child)


def _pool(used: set[str]) -> Iterator[str]:
    """Yield a, b, ... aa, ab, ... without what is in use."""
    for size in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=size):
            name = "".join(letters)
            if name not in used and not keyword.iskeyword(name) and not hasattr(builtins, name):
                yield name


def _identifiers(node: ast.AST) -> Iterator[str]:
    """Yield all names but those of attributes and keywords."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.arg):
            yield each.arg
        elif isinstance(each, Function | ast.ClassDef):
            yield each.name
        elif isinstance(each, ast.alias):
            yield (each.asname or each.name).split(".")[0]
        elif isinstance(each, ast.ExceptHandler) and each.name:
            yield each.name
        elif isinstance(each, ast.Global | ast.Nonlocal):
            yield from each.names


def _imported(body: list[ast.stmt]) -> set[str]:
    imports = [each for each in _all(body) if isinstance(each, ast.Import | ast.ImportFrom)]
    return {name for each in imports for name in imported(each)}


def _texts(body: list[ast.stmt]) -> set[str]:
    """Return what is named by a text or a keyword."""
    found = set()
    for each in _all(body):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            found.add(each.value)
        elif isinstance(each, ast.keyword) and each.arg:
            found.add(each.arg)
    return found


def _named(body: list[ast.stmt]) -> set[str]:
    """Return the names of all attributes and methods that stand somewhere in `body`."""
    return {each.attr for each in _all(body) if isinstance(each, ast.Attribute)} | _methods(body)


def _methods(body: list[ast.stmt]) -> set[str]:
    found = [each for node in _all(body) if isinstance(node, ast.ClassDef) for each in node.body]
    return {each.name for each in found if isinstance(each, Function) and not each.name.startswith("__")}


def _assigned(body: list[ast.stmt]) -> set[str]:
    """Return the names of the attributes that objects are given."""
    return {each.attr for each in _all(body) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)}


def _loose(body: list[ast.stmt]) -> set[str]:
    """Return what a class binds otherwise than by `def`, or names outside its functions."""
    found: set[str] = set()
    for node in _all(body):
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if not isinstance(each, Function):
                    found.update(_identifiers(each))
    return found


def _at_class_level(body: list[ast.stmt]) -> set[str]:
    """Return the names that are looked up where a class is made, in which its methods come first."""
    found = _loose(body)
    for node in _all(body):
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, Function):
                    defaults = [default for default in each.args.kw_defaults if default]
                    for part in [*each.decorator_list, *each.args.defaults, *defaults]:
                        found.update(_identifiers(part))
    return found


def _errors(body: list[ast.stmt]) -> set[str]:
    """Return the classes that have a base which is not in the file, and theirs: their names are shown."""
    found: set[str] = set()
    own = {node.name for node in body if isinstance(node, ast.ClassDef)}
    for node in body:
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base) for base in node.bases}
            if bases & found or bases - own:
                found.add(node.name)
    return found


def _defined(body: list[ast.stmt]) -> set[str]:
    return {name for node in body for name in bindings([node])} | set(dir(builtins))


def _foreign() -> set[str]:
    """Return the names that an object which is not of the file may have."""
    found = set(BOARDS)
    for name in MODULES:
        module = importlib.import_module(name)
        for value in vars(module).values():
            if isinstance(value, type):
                found.update(dir(value))
        found.update(dir(module))
    return found


def _all(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    for node in body:
        yield from ast.walk(node)
