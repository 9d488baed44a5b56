"""Whose name a name is: Python's scopes, as far as renaming what stands at the top level of a module asks for them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tools.names import CannotAmalgamate, Target, bindings, imported, plain

if TYPE_CHECKING:
    from tools.names import Module, Names

    Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

BUILTINS = "builtins"


class Scope(NamedTuple):
    """names: what is bound in it, with what that stands for if it is imported from us. A class is not seen within."""

    names: dict[str, Target | None]
    is_class: bool = False


class Rewriter(ast.NodeTransformer):
    """Gives the names in one statement of a module's top level those of the file, and takes annotations out.

    needs: the names of the file that it uses. before, within: what of ours it imports, the latter within functions.
    """

    def __init__(self, names: Names, module: Module, values: dict[Target, int | str]) -> None:
        """values: what is written in place of a name."""
        self.names = names
        self.module = module
        self.values = values
        self.scopes: list[Scope] = []
        self.needs: set[str] = set()
        self.before: list[Target] = []
        self.within: list[Target] = []

    def target_of(self, name: str) -> Target | None:
        """Return what a name stands for, None if it is a local one."""
        for scope in reversed(self.scopes):
            if name in scope.names and (scope is self.scopes[-1] or not scope.is_class):
                return scope.names[name]
        if name in self.module.imports:
            return self.names.resolve(self.module.imports[name])
        return Target(self.module.name if name in self.module.bound else BUILTINS, name)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        target = self.target_of(node.id)
        if target is None:
            return node
        if target.module == BUILTINS:
            self.names.avoided.add(node.id)
            return node
        return self._named(target, node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name):
            target = self.target_of(node.value.id)
            if target and self.names.is_module(target):
                if not isinstance(node.ctx, ast.Load):
                    raise CannotAmalgamate(f"{self.module.name} changes {target.module}.{node.attr}")
                return self._named(self.names.resolve(Target(target.module, node.attr)), node.ctx)
        return self.generic_visit(node)  # type: ignore[return-value]

    def _named(self, target: Target, context: ast.expr_context) -> ast.expr:
        if target in self.values and isinstance(context, ast.Load):
            return ast.Constant(self.values[target])
        name = self.names.name(target)
        if any(name in scope.names for scope in self.scopes):
            self.names.avoided.add(name)
        self.needs.add(name)
        return ast.Name(name, context)

    def visit_Global(self, node: ast.Global) -> ast.Global:
        names = [self.names.name(Target(self.module.name, name)) for name in node.names]
        self.needs.update(names)
        return ast.Global(names)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> ast.stmt:
        targets = [self.names.resolve(target) for target in imported(node).values()]
        ours = [self.names.is_ours(target) for target in targets]
        found = [target for target, is_ours in zip(targets, ours, strict=True) if is_ours]
        node.names = [alias for alias, is_ours in zip(node.names, ours, strict=True) if not is_ours]
        if self.scopes:
            self.within += found
        else:
            self.before += found
        return node if node.names else ast.Pass()

    visit_ImportFrom = visit_Import

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.Pass()
        return ast.Assign([self.visit(node.target)], self.visit(node.value), lineno=node.lineno)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        self._around(node)
        node.returns = None
        self._defaults(node.args)
        self._within(node, Scope(self._locals(node)))
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        self._around(node)
        node.bases = [self.visit(base) for base in node.bases]
        self._within(node, Scope(dict.fromkeys(bindings(node.body)), is_class=True))
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        self._defaults(node.args)
        self.scopes.append(Scope(dict.fromkeys(_arguments(node.args))))
        node.body = self.visit(node.body)
        self.scopes.pop()
        return node

    def _comprehension(self, node: Comprehension) -> ast.expr:
        names = [name for generator in node.generators for name in bindings([generator.target])]
        self.scopes.append(Scope(dict.fromkeys(names)))
        self.generic_visit(node)
        self.scopes.pop()
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def _around(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        if not self.scopes:
            node.name = self.names.name(Target(self.module.name, node.name))

    def _defaults(self, arguments: ast.arguments) -> None:
        arguments.defaults = [self.visit(default) for default in arguments.defaults]
        arguments.kw_defaults = [default and self.visit(default) for default in arguments.kw_defaults]
        for node in ast.walk(arguments):
            if isinstance(node, ast.arg):
                node.annotation = None

    def _within(self, node: ast.FunctionDef | ast.ClassDef, scope: Scope) -> None:
        self.scopes.append(scope)
        node.body = [self.visit(child) for child in plain(node.body)] or [ast.Pass()]
        self.scopes.pop()

    def _locals(self, node: ast.FunctionDef) -> dict[str, Target | None]:
        names: dict[str, Target | None] = dict.fromkeys([*_arguments(node.args), *bindings(node.body)])
        for child in ast.walk(node):
            if isinstance(child, (ast.Import, ast.ImportFrom)):
                for name, target in imported(child).items():
                    target = self.names.resolve(target)
                    names[name] = target if self.names.is_ours(target) else None
        for child in ast.walk(node):
            if isinstance(child, (ast.Global, ast.Nonlocal)):
                for name in child.names:
                    names.pop(name, None)
        return names


def _arguments(arguments: ast.arguments) -> list[str]:
    return [node.arg for node in ast.walk(arguments) if isinstance(node, ast.arg)]
