"""Settings of commands that serve: of flags and variables, of a TOML file, of defaults, in this order."""

from __future__ import annotations

import inspect
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.cli import tomlfile
from lightclient.gateway.errors import NoToml, SecretExposed, SettingMissing
from lightclient.gateway.settings import Setting, checked, without_password

MAX_FILE = 1 << 20  # bytes

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        envvar="LIGHTCLIENT_CONFIG",
        help="A TOML file with settings; flags and variables override it.",
    ),
]
PrintOption = Annotated[
    bool,
    typer.Option("--print-config", help="Print the effective settings as such a file, without passwords, and exit."),
]


def flagged(settings: Iterable[Setting]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what gives a function, beside its own options, one for each setting: Typer reads them off its signature.

    The function takes them as keywords, None where there is neither flag nor variable.
    """
    listed = list(settings)
    return lambda function: _flagged(function, listed)


def _flagged(function: Callable[..., None], settings: list[Setting]) -> Callable[..., None]:
    own = [
        one for one in inspect.signature(function, eval_str=True).parameters.values() if one.kind is not one.VAR_KEYWORD
    ]
    for setting in settings:
        option = typer.Option(
            f"{setting.flag}/--no-{setting.flag[2:]}" if setting.kind is bool else setting.flag,
            metavar=setting.metavar,
            envvar=setting.variable,
            help=setting.help,
            show_default=False if setting.default is None else str(setting.default),
        )
        # A path comes as text: whether it can be one is looked at where that of a file is, too.
        one = str if setting.kind is Path else setting.kind
        kind = Annotated[(list[one] if setting.many else one) | None, option]  # type: ignore[valid-type]
        own.append(inspect.Parameter(setting.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind))
    function.__signature__ = inspect.Signature(own)  # type: ignore[attr-defined]
    return function


def chosen(settings: Iterable[Setting], given: dict[str, Any]) -> dict[str, Any]:
    """Return what flags and variables say. given: as `flagged` has it. Ends the command for what cannot be."""
    flags = {}
    for setting in settings:
        value = given.get(setting.name)
        if value is None or value == []:
            continue
        if not setting.holds(value):
            raise typer.BadParameter(f"it must be {setting.wanted}", param_hint=f"{setting.flag} ({setting.variable})")
        flags[setting.name] = setting.of(value, Path())
    return flags


def effective(settings: Iterable[Setting], file: Path | None, given: dict[str, Any]) -> dict[str, Any]:
    """Return what holds, for a command whose file has no tables. given: as `flagged` has it.

    Raises BadConfig, OSError; ends the command for a flag that is not as it must be.
    """
    listed = list(settings)
    flags = chosen(listed, given)
    values = {setting.name: setting.default for setting in listed}
    if file:
        values |= checked(read(file, listed), listed, file)
    values |= flags
    demand([setting for setting in listed if setting.needed and values[setting.name] is None], file)
    return values


def demand(missing: list[Setting], file: Path | None) -> None:
    """Raise SettingMissing if settings are missing that have to be given. file: that of --config, if there is one."""
    if missing:
        raise SettingMissing(
            flags=_listed([setting.flag for setting in missing]),
            variables=_listed([setting.variable for setting in missing]),
            file=file or "the file of --config",
        )


def _listed(names: list[str]) -> str:
    before, last = ", ".join(names[:-1]), names[-1]
    return f"{before} and {last}" if before else last


def read(file: Path, settings: Iterable[Setting]) -> dict[str, Any]:
    """Return what a file says. Raises OSError, NoToml, SecretExposed.

    A password that everybody can read is refused and not warned of: a warning scrolls by, the password stays readable.
    """
    with open(file, "rb") as opened:
        mode = os.fstat(opened.fileno()).st_mode
        data = opened.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise NoToml(file=file, why=f"it has more than {MAX_FILE} bytes")
    try:
        table = tomlfile.parse(data)
    except ValueError as error:
        raise NoToml(file=file, why=str(error)) from None
    if mode & stat.S_IROTH:
        logins = {setting.name for setting in settings if setting.login}
        for key, value in _texts(table):
            if key in logins and without_password(value) != value:
                raise SecretExposed(file=file, key=key)
    return table


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield all texts in a table, however deep, with the key that each stands under."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name in value:
            yield from _texts(value[name], name)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, key)


def lines(values: dict[str, Any], settings: Iterable[Setting]) -> list[str]:
    """Return the lines of a file that says the same, but for passwords."""
    found = []
    for setting in settings:
        value = values[setting.name]
        if value is None:
            continue
        if setting.login:
            shown = [without_password(one) for one in value] if setting.many else without_password(value)
            if shown != value:
                found.append(f"# {setting.name} has a password, which is not shown")
            value = shown
        found.append(f"{setting.name} = {written(value)}")
    return found


def written(value: Any) -> str:
    """Return a value as TOML has it, which for what a setting can be is as JSON has it."""
    return json.dumps(value, ensure_ascii=False, default=str)
