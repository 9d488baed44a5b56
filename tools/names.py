"""What names stand for in the modules of a program, and what they are called in one file of all of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tools.portability import HOST_ONLY, LIBRARY, MACHINE, place_of
from tools.romfs import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NESTED = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


class CannotAmalgamate(Exception):
    """What only works in modules of its own."""


class Target(NamedTuple):
    """What a name stands for: a name in a module, or a whole module if `name` is None."""

    module: str
    name: str | None


class Module:
    """One of our files. imports: what names of its top level stand for; bound: all others, once for each binding."""

    def __init__(self, name: str, file: Path) -> None:
        self.name = name
        self.body = list(plain(ast.parse(bare(file.read_text(encoding="utf-8"))).body))
        self.imports: dict[str, Target] = {}
        self.bound: list[str] = []
        for node in self.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.imports |= imported(node)
            else:
                changed = [name for child in ast.walk(node) if isinstance(child, ast.Global) for name in child.names]
                self.bound += bindings([node]) + changed


class Names:
    """The modules that are found in `folders`, all but those in `without`, those of hosts, and machine code.

    avoided: names that nothing of ours may have in the file.
    """

    def __init__(self, folders: list[Path], without: tuple[str, ...]) -> None:
        self.folders = folders
        self.without = without
        self.avoided = {"made", "made_classes", "caught", "type"}
        self._modules: dict[str, Module | None] = {}
        self._names: dict[Target, str] = {}

    def module(self, name: str) -> Module | None:
        """Return one of our modules, None for all others."""
        if name not in self._modules:
            file = self._find(name)
            module = self._modules[name] = Module(name, file) if file else None
            if module:
                self._conditional(module)
        return self._modules[name]

    def _conditional(self, module: Module) -> None:
        """Take for imports what of ours a module imports under an `if` or a `try` of its top level."""
        for node in outermost(module.body):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                ours = {name: target for name, target in imported(node).items() if self.is_ours(self.resolve(target))}
                module.imports |= ours
                module.bound = [name for name in module.bound if name not in ours]

    def _find(self, name: str) -> Path | None:
        if name in self.without:
            return None
        for folder in self.folders + ([LIBRARY.parent] if name.startswith(LIBRARY.name) else []):
            path = folder.joinpath(*name.split("."))
            for file in (path / "__init__.py", path.with_suffix(".py")):
                place = place_of(file) if file.is_relative_to(LIBRARY) else ""
                if file.exists() and not place.startswith((*HOST_ONLY, MACHINE)):
                    return file
        return None

    def resolve(self, target: Target) -> Target:
        """Return where a name is defined, through all modules that import it from each other."""
        if target.name is None:
            return target
        if self.module(f"{target.module}.{target.name}"):
            return Target(f"{target.module}.{target.name}", None)
        module = self.module(target.module)
        return self.resolve(module.imports[target.name]) if module and target.name in module.imports else target

    def is_ours(self, target: Target) -> bool:
        module = self.module(target.module)
        return module is not None and (target.name is None or target.name in module.bound)

    def is_module(self, target: Target) -> bool:
        return target.name is None and self.is_ours(target)

    def name(self, target: Target) -> str:
        """Return the name in the file of what is defined in a module, ours or another."""
        if target not in self._names:
            part = target.module.split(".")[-1]
            name = wanted = target.name or part
            while name in self.avoided or name in self._names.values():
                name = f"{part}_{name}" if name == wanted else f"{name}_"
            self._names[target] = name
        return self._names[target]

    def forget(self) -> None:
        """Give new names to everything."""
        self._names = {}


def plain(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements without docstrings, and without what is under `if 0:`."""
    for node in body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Constant):
            yield from plain(node.orelse)
        elif not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant):
            yield node


def imported(node: ast.Import | ast.ImportFrom) -> dict[str, Target]:
    """Return what the names stand for that an import binds."""
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name.split(".")[0]: Target(alias.name, None) for alias in node.names}
    return {alias.asname or alias.name: Target(node.module or "", alias.name) for alias in node.names}


def outermost(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Yield all nodes of statements, or of the targets of an assignment, that are in their own scope."""
    for node in body:
        yield node
        if not isinstance(node, NESTED):
            yield from outermost(list(ast.iter_child_nodes(node)))


def bindings(body: Sequence[ast.AST]) -> list[str]:
    """Return the names that are bound in their own scope."""
    names: list[str] = []
    for node in outermost(body):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.append(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names += imported(node)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.append(node.name)
    return names
