"""Groups whose commands are imported when they are called: to import all of them takes longer than most of them run."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group


class Commands(Mapping[str, Any]):
    """The commands of a group by name. places: of each, the "module.attribute" beside this file that it is."""

    def __init__(self, places: "dict[str, str]") -> None:
        self.places = places
        self.found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self.found:
            self.found[name] = _command(name, self.places[name])
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def group(places: "dict[str, str]", base: type[TyperGroup] = TyperGroup) -> type[TyperGroup]:
    """Return the class of a group of these commands, in this order, for `typer.Typer(cls=...)`."""

    class Group(base):  # type: ignore[misc, valid-type]
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.commands = Commands(places)

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
