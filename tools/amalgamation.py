"""One file of many: a program with all that it imports of this repository, for boards where every module costs memory.

    lightclient board amalgamate examples/sensor/main.py -o build/main.py

A module takes some 100 bytes of a board's heap, a name that it imports 8, a class of errors 110, and a constant stands
in a dictionary. In one file none of that need be: what is imported is just there, what nothing uses is left out, small
integers stand where they are used, and an error that is only raised gets its class at that moment. What is left are
the statements of the sources, unchanged but for names, in the order in which they would run.
"""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, NamedTuple

from tools.names import CannotAmalgamate, Module, Names, Target, bindings, imported
from tools.portability import ROOT
from tools.scopes import Rewriter

if TYPE_CHECKING:
    from pathlib import Path

SMALL = 1 << 30  # integers below are no objects on a board
MADE = "def made(name, base, *values):\n    return type(name, (base,), {})(*values)\n"


class Statement(NamedTuple):
    """A statement of the file. binds, needs: names of its top level."""

    module: str
    node: ast.stmt
    binds: set[str]
    needs: set[str]


def amalgamated(program: Path, without: tuple[str, ...] = ()) -> str:
    """Return the file. What the program binds or imports at its top level has the same name there.

    What is imported within functions is in the file as well, but for the modules `without`. Raises CannotAmalgamate.
    """
    names = Names([program.parent, program.parent.parent, ROOT / "micropython", ROOT], without)
    main = names.module(program.stem)
    if main is None:
        raise CannotAmalgamate(f"there is no {program}")
    while True:  # each time there are more names to keep clear of
        avoided = len(names.avoided)
        names.forget()
        shown = _shown(main, names)
        collected = _Collected(main, names)
        if len(names.avoided) == avoided:
            break
    statements = _used(collected.statements, main, shown)
    statements = _used(_without_errors(statements), main, shown)
    lines = [f"# Made by tools/amalgamation.py of {main.name}.py and of the modules that are named below."]
    before = None
    for statement in statements:
        if statement.module != before:
            before = statement.module
            lines.append(f"# {before}")
        lines.append(ast.unparse(statement.node))
    return "\n".join(lines) + "\n"


def _shown(main: Module, names: Names) -> set[str]:
    """Give the names of the program's top level to what they stand for, and return them."""
    targets = {name: names.resolve(target) for name, target in main.imports.items()}
    targets |= {name: Target(main.name, name) for name in main.bound}
    shown = {name for name, target in targets.items() if not names.is_module(target)}
    for name in sorted(shown):
        if names.name(targets[name]) != name:
            raise CannotAmalgamate(f"{main.name}: {name} has to be called otherwise, for it is something else too")
    return shown


class _Collected:
    """The statements of a module and of all that it imports, in the order in which they would run."""

    def __init__(self, main: Module, names: Names) -> None:
        self.main = main
        self.names = names
        self.statements: list[Statement] = []
        self.values: dict[Target, int] = {}
        self.done: set[object] = set()
        self._module(main)

    def _module(self, module: Module) -> None:
        self.done.add(module.name)
        within: list[Target] = []
        for node in module.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for target in imported(node).values():
                    self._bring(self.names.resolve(target))
            elif module is self.main or not ast.unparse(node).startswith("if __name__ == '__main__'"):
                rewriter = Rewriter(self.names, module, self.values)
                new = rewriter.visit(copy.deepcopy(node))
                within += rewriter.within
                for target in rewriter.before:
                    self._bring(target)
                self._keep_values(module, node, new)
                binds = {self.names.name(Target(module.name, name)) for name in bindings([node])}
                self.statements.append(Statement(module.name, new, binds, rewriter.needs))
        if module is not self.main:
            self._as_value(module)
        for target in within:
            self._bring(target)

    def _bring(self, target: Target) -> None:
        module = self.names.module(target.module)
        if module:
            if not self.names.is_ours(target):
                raise CannotAmalgamate(f"{target.module} has no {target.name}")
            if module.name not in self.done:
                self._module(module)
        elif target not in self.done:
            self.done.add(target)
            name = self.names.name(target)
            alias = ast.alias(target.name or target.module)
            if alias.name != name:
                alias.asname = name
            node = ast.ImportFrom(target.module, [alias], 0) if target.name else ast.Import([alias])
            self.statements.append(Statement(target.module, node, {name}, set()))

    def _as_value(self, module: Module) -> None:
        """Add the class that stands for a module where that is handed on as a value, as curves are."""
        parts = []
        needs = set()
        for name in dict.fromkeys([*module.bound, *module.imports]):
            target = self.names.resolve(module.imports.get(name, Target(module.name, name)))
            if not self.names.is_module(target):
                value = str(self.values[target]) if target in self.values else self.names.name(target)
                parts.append(f"{name!r}: {value}")
                needs.add(value)
        own = self.names.name(Target(module.name, None))
        node = ast.parse(f"{own} = type({own!r}, (), {{{', '.join(parts)}}})").body[0]
        self.statements.append(Statement(module.name, node, {own}, needs))

    def _keep_values(self, module: Module, node: ast.stmt, new: ast.stmt) -> None:
        """Keep small integers, which are then written where they are used."""
        if not isinstance(node, ast.Assign) or not isinstance(new, ast.Assign):
            return
        target = node.targets[0]
        targets = target.elts if isinstance(target, ast.Tuple) else [target]
        try:
            code = compile(ast.fix_missing_locations(ast.Expression(new.value)), module.name, "eval")
            value = eval(code, {"__builtins__": {"range": range}})  # of our own sources
            values = list(value) if isinstance(target, ast.Tuple) else [value]
        except (NameError, TypeError, AttributeError):
            return  # no constant
        for name, one in zip(targets, values, strict=True):
            small = type(one) is int and abs(one) < SMALL
            if small and isinstance(name, ast.Name) and module.bound.count(name.id) == 1:
                self.values[Target(module.name, name.id)] = one


def _used(statements: list[Statement], main: Module, shown: set[str]) -> list[Statement]:
    """Return the statements of the program, those that bind nothing, and all that these need."""
    wanted = set(shown)
    left = statements
    found = left
    while found:
        found = [one for one in left if one.module == main.name or not one.binds or one.binds & wanted]
        left = [one for one in left if one not in found]
        wanted.update(*[one.needs for one in found])
    return [one for one in statements if one not in left]


def _without_errors(statements: list[Statement]) -> list[Statement]:
    """Return the statements without the classes that have nothing of their own and are only called."""
    bases = {}
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.ClassDef) and isinstance(node.body[0], ast.Pass) and len(node.bases) == 1:
            bases[node.name] = ast.unparse(node.bases[0])
    for statement in statements:
        called = {id(node.func) for node in ast.walk(statement.node) if isinstance(node, ast.Call)}
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Name) and id(node) not in called:
                bases.pop(node.id, None)
    found = [Statement("tools.amalgamation", ast.parse(MADE).body[0], {"made"}, set())]
    for statement in statements:
        if statement.binds & set(bases):
            continue
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in bases:
                name, base = node.func.id, bases[node.func.id]
                node.func = ast.Name("made")
                node.args = [ast.Constant(name), ast.Name(base), *node.args]
                statement.needs.update(("made", base))
        found.append(statement)
    return found
