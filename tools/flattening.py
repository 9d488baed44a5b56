"""One class in place of a class and its only heir: a class costs a board more than its methods do."""

from __future__ import annotations

import ast
import copy

Function = ast.FunctionDef | ast.AsyncFunctionDef


def flattened(body: list[ast.stmt], kept: set[str]) -> list[ast.stmt | None]:
    """Return the statements, None for each class that is now within its heir. kept: classes that stay as they are."""
    found: list[ast.stmt | None] = list(body)
    named = [_beside_bases(node) for node in body]
    again = True
    while again:
        again = False
        for place, base in enumerate(found):
            heir = _heir(base, found, named, kept) if isinstance(base, ast.ClassDef) else None
            if heir is None or not isinstance(base, ast.ClassDef):
                continue
            before = found[heir]
            merged = _merged(base, before) if isinstance(before, ast.ClassDef) else None
            if merged is not None:
                found[place], found[heir] = None, merged
                named[place], named[heir] = set(), _beside_bases(merged)
                found = [node and _renamed(node, base.name, merged.name) for node in found]
                again = True
                break
    return found


def _heir(base: ast.ClassDef, body: list[ast.stmt | None], named: list[set[str]], kept: set[str]) -> int | None:
    """Return where the one class derived from `base` stands, if nothing makes an object of `base` itself.

    named: what `_beside_bases` returns of each statement.
    """
    if base.name in kept or any(base.name in names for names in named):
        return None
    heirs = []
    for place, node in enumerate(body):
        if node is None:
            continue
        if isinstance(node, ast.ClassDef) and [each for each in node.bases if _is(each, base.name)]:
            if len(node.bases) > 1:
                return None
            heirs.append(place)
    if len(heirs) != 1:
        return None
    heir = body[heirs[0]]
    return None if isinstance(heir, ast.ClassDef) and heir.name in kept else heirs[0]


def _merged(base: ast.ClassDef, heir: ast.ClassDef) -> ast.ClassDef | None:
    """Return the one class; None if what it would do is not sure."""
    merged = copy.deepcopy(heir)
    above = {node.name: node for node in base.body if isinstance(node, Function)}
    own = {node.name for node in heir.body if isinstance(node, Function)} | _assigned(heir)
    called: dict[str, str] = {}
    for function in merged.body:
        for call in _supers(function):
            if not isinstance(function, Function) or call.attr not in above or above[call.attr].decorator_list:
                return None
            name = call.attr
            if name in own:
                called[name] = "_" + base.name + "_" + name.strip("_")
                name = called[name]
            call.value, call.attr = ast.Name(function.args.args[0].arg, ast.Load()), name
    if [each for node in merged.body for each in ast.walk(node) if _is(each, "super")]:
        return None
    body: list[ast.stmt] = []
    for node in copy.deepcopy(base.body):
        if isinstance(node, Function):
            if node.name in called:
                node.name = called[node.name]
            elif node.name in own:
                continue
            body.append(node)
        elif isinstance(node, ast.Assign) and not _targets(node) & own:
            body.append(node)
        elif not isinstance(node, (ast.Assign, ast.Pass)):
            return None
    merged.body = body + [node for node in merged.body if not isinstance(node, ast.Pass)] or [ast.Pass()]
    merged.bases = base.bases
    return merged


def _supers(node: ast.AST) -> list[ast.Attribute]:
    """Return the attributes of super()."""
    attributes = [each for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    return [each for each in attributes if isinstance(each.value, ast.Call) and _is(each.value.func, "super")]


def _beside_bases(node: ast.stmt) -> set[str]:
    """Return the names in a statement but for a class's bases and what something is said to be an instance of."""
    passed: set[int] = {id(each) for each in node.bases} if isinstance(node, ast.ClassDef) else set()
    for function in ast.walk(node):
        for each in ast.walk(function) if isinstance(function, Function) else ():
            if isinstance(each, ast.Call) and _is(each.func, "isinstance"):
                passed.update(id(one) for one in ast.walk(each.args[1]))
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and id(each) not in passed}


def _assigned(node: ast.ClassDef) -> set[str]:
    return {name for each in node.body if isinstance(each, ast.Assign) for name in _targets(each)}


def _targets(node: ast.Assign) -> set[str]:
    return {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}


def _is(node: ast.AST | None, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _renamed(node: ast.stmt, old: str, new: str) -> ast.stmt:
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id == old:
            each.id = new
    return node
