"""What a gateway is to do: of flags and variables, of a file, of defaults, in this order."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import typer

from lightclient import ledgers
from lightclient.cli import files, settingflags
from lightclient.evidence.errors import UnknownLedger
from lightclient.gateway.errors import (
    BadValue,
    LedgerTwice,
    NotServed,
    SeveralLedgers,
)
from lightclient.gateway.settings import GATEWAY, Setting, checked

CHECKPOINT = "checkpoint"  # a setting of ledgers whose networks are not all known here
TABLES = "ledger"  # the key of the ledgers' tables in the file
NETWORK = Setting("network", str, "The network to serve: its name or CAIP-2 id.", metavar="NAME", needed=True)


class Ledger(NamedTuple):
    """A ledger to serve. module: what serves it, from `ledgers.serving`."""

    network: Any
    module: Any
    values: dict[str, Any]


class Config(NamedTuple):
    values: dict[str, Any]
    ledgers: list[Ledger]


def settings() -> list[Setting]:
    """Return all that can be given as a flag or variable. Ledgers may share a name; the first one's words are shown."""
    found: dict[str, Setting] = {}
    for setting in [*GATEWAY, NETWORK, *(setting for module in ledgers.all_serving() for setting in module.SETTINGS)]:
        found.setdefault(setting.name, setting)
    return list(found.values())


def effective(file: Path | None, given: dict[str, Any]) -> Config:
    """Return what holds. given: flags and variables by the names of settings, None where there is neither.

    Raises BadConfig, OSError for a file that cannot be read; ends the command for a flag that is not as it must be.
    """
    flags = settingflags.chosen(settings(), given)
    where = file or Path("--config")
    table = settingflags.read(file, settings()) if file else {}
    tables = table.pop(TABLES, [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise BadValue(file=where, key=TABLES, value="something else", wanted=f"tables, each below a line [[{TABLES}]]")
    values = {setting.name: setting.default for setting in GATEWAY}
    values |= checked(table, GATEWAY, where)
    values |= {name: flags.pop(name) for name in values if name in flags}
    if len(tables) > 1 and flags:
        setting = next(setting for setting in settings() if setting.name in flags)
        raise SeveralLedgers(flag=setting.flag, variable=setting.variable, file=where, key=setting.name)
    missing = [setting for setting in GATEWAY if setting.needed and values[setting.name] is None]
    found = [_ledger(one, flags, where, number, missing) for number, one in enumerate(tables or [{}], 1)]
    settingflags.demand(list(dict.fromkeys(missing)), file)
    served = [ledger for ledger in found if ledger]
    names = [ledger.network.name for ledger in served]
    for name in names:
        if names.count(name) > 1:
            raise LedgerTwice(file=where, network=name)
    return Config(values, served)


def toml(config: Config) -> str:
    """Return a configuration as a file that says the same, but for passwords."""
    lines = settingflags.lines(config.values, GATEWAY)
    for ledger in config.ledgers:
        lines += ["", f"[[{TABLES}]]", f"network = {settingflags.written(ledger.network.name)}"]
        lines += settingflags.lines(ledger.values, ledger.module.SETTINGS)
    return "\n".join(lines) + "\n"


def _ledger(
    table: dict[str, Any], flags: dict[str, Any], file: Path, number: int, missing: list[Setting]
) -> Ledger | None:
    """Return the ledger of one table and of the flags; what it lacks joins `missing`."""
    where = f" in [[{TABLES}]] {number}"
    table, flags = dict(table), dict(flags)
    written = checked({key: table.pop(key) for key in [NETWORK.name] if key in table}, [NETWORK], file, where)
    name = flags.pop(NETWORK.name, None)
    if name is None and not written:
        missing.append(NETWORK)
        return None
    try:
        network = ledgers.network_of(name or written[NETWORK.name], _trust(table, flags, file))
    except UnknownLedger as error:
        if name:
            raise typer.BadParameter(str(error), param_hint=NETWORK.flag) from None
        known, value = error.fields["known"], repr(written[NETWORK.name])
        raise BadValue(file=file, key=NETWORK.name + where, value=value, wanted=f"one of {known}") from None
    module = ledgers.serving(network)
    if module is None:
        raise NotServed(network=network.name)
    values = {setting.name: setting.default for setting in module.SETTINGS}
    for flag in set(flags) - set(values):
        raise typer.BadParameter(f"{network.name} has no such setting", param_hint="--" + flag.replace("_", "-"))
    values |= checked(table, module.SETTINGS, file, where) | flags
    missing += [setting for setting in module.SETTINGS if setting.needed and values[setting.name] is None]
    return Ledger(network, module, values)


def _trust(table: dict[str, Any], flags: dict[str, Any], file: Path) -> bytes | None:
    """Return the checkpoint that may bring the rules of a network that has no name here. Raises OSError, TooLarge."""
    path = flags.get(CHECKPOINT, table.get(CHECKPOINT))
    return files.read(file.parent.absolute() / path) if isinstance(path, str | Path) and str(path) else None
