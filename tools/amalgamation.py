"""One file of many: a program with all that it imports of this repository, for boards where every module costs memory.

    lightclient board amalgamate examples/sensor/main.py -o build/main.py

A module takes some 100 bytes of a board's heap, a name that it imports 8, a class of errors 110, and a constant stands
in a dictionary. In one file none of that need be: what is imported is just there, what nothing uses is left out, and so
is a method that nothing can call; small integers and short texts stand where they are used, an error that is only
raised gets its class at that moment, and a class with one heir is part of that. What is left are the statements of the
sources in the order in which they would run.
"""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from tools.flattening import flattened
from tools.names import CannotAmalgamate, Module, Names, Target, bindings, imported
from tools.portability import ROOT
from tools.scopes import Rewriter
from tools.shortening import shortened

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY = "lightclient."
SMALL = 1 << 30  # integers below are no objects on a board
LOOKUPS = ("getattr", "hasattr", "setattr", "delattr")
SHORT = 10  # characters of a text that a board keeps once, however often it is written
# Makes an error of a class that is made when it is raised first; until then there is nothing that could be caught.
MADE = """
made_classes = {}
def made(_name, _base, *values, **fields):
    if _name not in made_classes:
        made_classes[_name] = type(_name, (_base,), {})
    return made_classes[_name](*values, **fields)
def caught(*names):
    return tuple([made_classes[name] for name in names if name in made_classes])
"""


class Statement(NamedTuple):
    """A statement of the file. binds, needs: names of its top level."""

    module: str
    node: ast.stmt
    binds: set[str]
    needs: set[str]


def amalgamated(program: Path, without: tuple[str, ...] = (), short: bool = False) -> str:
    """Return the file. What the program binds or imports at its top level has the same name there.

    What is imported within functions is in the file as well, but for the modules `without`. short: whether what the
    program does not name gets short names, of which a board keeps fewer. Raises CannotAmalgamate.
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
    while True:  # what a method was alone to use is not used either
        fewer = _used(_without_methods(statements, main), main, shown)
        if fewer == statements:
            break
        statements = fewer
    statements = _without_bases(statements, main, shown)
    nodes = [statement.node for statement in statements]
    if short:
        nodes = shortened(nodes, [statement.module.startswith(LIBRARY) for statement in statements], shown)
    lines = [f"# Made by tools/amalgamation.py of {main.name}.py and of the modules that are named below."]
    before = None
    for statement, node in zip(statements, nodes, strict=True):
        if statement.module != before:
            before = statement.module
            lines.append(f"# {before}")
        lines.append(ast.unparse(node))
    return "\n".join(lines) + "\n"


def _shown(main: Module, names: Names) -> set[str]:
    """Give the names of the program's top level to what they stand for, and return them."""
    targets = {name: names.resolve(target) for name, target in main.imports.items()}
    targets |= {name: Target(main.name, name) for name in main.bound}
    shown = {name for name, target in targets.items() if not names.is_module(target)}
    for name in sorted(shown):
        if names.name(targets[name]) != name:
            raise CannotAmalgamate(f"{main.name}: {name} is something else too: give it another name")
    return shown


class _Collected:
    """The statements of a module and of all that it imports, in the order in which they would run."""

    def __init__(self, main: Module, names: Names) -> None:
        self.main = main
        self.names = names
        self.statements: list[Statement] = []
        self.values: dict[Target, int | str] = {}
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
                value = repr(self.values[target]) if target in self.values else self.names.name(target)
                parts.append(f"{name!r}: {value}")
                needs.add(value)
        own = self.names.name(Target(module.name, None))
        node = ast.parse(f"{own} = type({own!r}, (), {{{', '.join(parts)}}})").body[0]
        self.statements.append(Statement(module.name, node, {own}, needs))

    def _keep_values(self, module: Module, node: ast.stmt, new: ast.stmt) -> None:
        """Keep small integers and short texts, which are then written where they are used."""
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
            small = abs(one) < SMALL if type(one) is int else type(one) is str and len(one) <= SHORT
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


def _without_methods(statements: list[Statement], main: Module) -> list[Statement]:
    """Return the statements without the methods that nothing can call, those of the program itself excepted.

    A method may be called where its name stands in what runs: outside such methods, or in one that may be called.
    """
    looked_up = _looked_up(statements)
    methods: dict[str, list[ast.AST]] = {}
    waiting: list[ast.AST] = []
    named: set[str] = set(looked_up or ())
    for statement in statements:
        whole = statement.node
        if isinstance(whole, ast.ClassDef) and statement.module != main.name:
            waiting += [*whole.bases, *at_class_level(whole)]
            for part in at_class_level(whole):  # `__repr__ = __str__`: there a method is a name
                named.update(each.id for each in ast.walk(part) if isinstance(each, ast.Name))
            for node in whole.body:
                if _is_method(node):
                    methods.setdefault(node.name, []).append(node)
                else:
                    waiting.append(node)
        else:
            waiting.append(whole)
    waiting += [node for name in named for node in methods.get(name, [])]
    while waiting:
        for name in _named(waiting.pop(), texts=looked_up is None) - named:
            named.add(name)
            waiting += methods.get(name, [])
    found = []
    for statement in statements:
        whole = statement.node
        if isinstance(whole, ast.ClassDef) and statement.module != main.name:
            kept = [one for one in whole.body if not _is_method(one) or one.name in named]
            if len(kept) < len(whole.body):
                part = copy.copy(whole)
                part.body = kept or [ast.Pass()]
                needs = {each.id for each in ast.walk(part) if isinstance(each, ast.Name)} & statement.needs
                found.append(Statement(statement.module, part, statement.binds, needs))
                continue
        found.append(statement)
    return found


def _named(whole: ast.AST, texts: bool) -> set[str]:
    """Return the names of all attributes in `whole`; with `texts` what stands there as a text as well."""
    nodes = list(ast.walk(whole))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.value for node in nodes if texts and _is_text(node)
    }


def _looked_up(statements: list[Statement]) -> set[str] | None:
    """Return what attributes are looked up by as texts; None if some text is not known."""
    found: set[str] = set()
    for statement in statements:
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKUPS:
                name = node.args[1] if len(node.args) > 1 else None
                if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
                    return None
                found.add(name.value)
    return found


def at_class_level(node: ast.ClassDef) -> list[ast.AST]:
    """Return what of a class is run where the class is made."""
    found: list[ast.AST] = []
    for each in node.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found += [*each.decorator_list, *each.args.defaults, *[one for one in each.args.kw_defaults if one]]
        else:
            found.append(each)
    return found


def _without_bases(statements: list[Statement], main: Module, shown: set[str]) -> list[Statement]:
    """Return the statements with one class in place of each that has one heir only, those of the program excepted."""
    kept = shown.union(*[statement.binds for statement in statements if statement.module == main.name])
    kept |= {node.value for one in statements for node in ast.walk(one.node) if _is_text(node)}
    nodes = [ast.parse(ast.unparse(statement.node)).body[0] for statement in statements]
    merged = zip(statements, flattened(nodes, kept), strict=True)
    return [statement._replace(node=node) for statement, node in merged if node is not None]


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_method(node: ast.stmt) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("__")


def _without_errors(statements: list[Statement]) -> list[Statement]:
    """Return the statements without the errors' classes that have nothing of their own.

    Such a class is made when it is raised first, if it is only called, derived from, or caught; not one of which both
    an heir and itself is caught.
    """
    bases = {}
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.ClassDef) and isinstance(node.body[0], ast.Pass) and len(node.bases) == 1:
            bases[node.name] = ast.unparse(node.bases[0])
    before: dict[str, str] = {}
    while before != bases:  # a class that only such classes are derived from is not needed either
        before = dict(bases)
        caught: set[str] = set()
        derived: set[str] = set()
        for statement in statements:
            whole = statement.node
            passed = {id(node.func) for node in ast.walk(whole) if isinstance(node, ast.Call)}
            for name in _caught(whole):
                passed.add(id(name))
                caught.add(name.id)
            if isinstance(whole, ast.ClassDef) and len(whole.bases) == 1:
                derived.add(ast.unparse(whole.bases[0]))
                if whole.name in bases:
                    passed.add(id(whole.bases[0]))
            for node in ast.walk(whole):
                if isinstance(node, ast.Name) and id(node) not in passed:
                    bases.pop(node.id, None)
        for name in caught & derived:
            bases.pop(name, None)
    found = []
    for node in ast.parse(MADE).body:
        found.append(Statement("tools.amalgamation", node, set(bindings([node])), {"made_classes"}))
    for statement in statements:
        if statement.binds & set(bases):
            continue
        node = _Late(bases, statement.needs).visit(statement.node)
        found.append(statement._replace(node=node))
    return found


def _caught(whole: ast.AST) -> list[ast.Name]:
    """Return the names of the classes that are caught, or that something is said to be an instance of."""
    types: list[ast.expr | None] = []
    for node in ast.walk(whole):
        if isinstance(node, ast.ExceptHandler):
            types.append(node.type)
        elif _is_instance(node):
            types.append(node.args[1])
    names = [each for one in types for each in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return [name for name in names if isinstance(name, ast.Name)]


def _is_instance(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"


class _Late(ast.NodeTransformer):
    """Writes what makes or finds a class late. bases: of those that are made so. needs: gets what is used for it."""

    def __init__(self, bases: dict[str, str], needs: set[str]) -> None:
        self.bases = bases
        self.needs = needs

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Name) and node.func.id in self.bases:
            name, base = node.func.id, self.bases[node.func.id]
            while base in self.bases:
                base = self.bases[base]
            node.func = ast.Name("made")
            node.args = [ast.Constant(name), ast.Name(base), *node.args]
            self.needs.update(("made", base))
        elif _is_instance(node):
            node.args[1] = self._found(node.args[1])
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        if node.type:
            node.type = self._found(node.type)
        return self.generic_visit(node)  # type: ignore[return-value]

    def _found(self, types: ast.expr) -> ast.expr:
        """Return what stands for classes of which some may not be made yet."""
        names = types.elts if isinstance(types, ast.Tuple) else [types]
        late = [each.id for each in names if isinstance(each, ast.Name) and each.id in self.bases]
        if not late:
            return types
        self.needs.add("caught")
        found: ast.expr = ast.Call(ast.Name("caught"), [ast.Constant(name) for name in late], [])
        others = [each for each in names if not isinstance(each, ast.Name) or each.id not in late]
        return ast.BinOp(found, ast.Add(), ast.Tuple(others)) if others else found
