"""Groups whose commands are imported when they are called: to import all of them takes longer than most of them run."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group


class Commands(MutableMapping[str, Any]):
    """Commands by name: those that were registered, and those of `places`, each "module.attribute" beside this file."""

    def __init__(self, registered: "dict[str, Any]", places: "dict[str, str]") -> None:
        self.found = registered
        self.places = places

    def __getitem__(self, name: str) -> Any:
        if name not in self.found:
            self.found[name] = _command(name, self.places[name])
        return self.found[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self.found[name] = command

    def __delitem__(self, name: str) -> None:
        del self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places | self.found)

    def __len__(self) -> int:
        return len(self.places | self.found)


def group(places: "dict[str, str]", base: type[TyperGroup] = TyperGroup) -> type[TyperGroup]:
    """Return the class of a group of these commands, for `typer.Typer(cls=...)`."""

    class Group(base):  # type: ignore[misc, valid-type]
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = Commands(dict(self.commands), places)  # type: ignore[has-type]

    return Group


def _command(name: str, place: str) -> Any:
    module, attribute = place.split(".")
    found = getattr(import_module(f"{__package__}.{module}"), attribute)
    parent = typer.Typer()
    if isinstance(found, typer.Typer):
        parent.add_typer(found, name=name)
    else:
        parent.command(name)(found)
    return get_group(parent).commands[name]
