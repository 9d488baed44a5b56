"""Options that several commands share."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from lightclient.bitcoin.networks.known import NETWORKS, by_name
from lightclient.bitcoin.networks.network import Network

NetworkName = Enum("NetworkName", {network.name: network.name for network in NETWORKS}, type=str)  # type: ignore[misc]

NetworkOption = Annotated[
    NetworkName, typer.Option("--network", help="The network whose rules apply.", show_default=False)
]
PerhapsNetworkOption = Annotated[
    NetworkName | None,
    typer.Option("--network", help="The network whose rules, addresses and keys count."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]
CheckpointOption = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint", help="Trust this checkpoint (`lightclient checkpoint fetch` makes one).", metavar="CP"
    ),
]
NowOption = Annotated[
    int | None,
    typer.Option("--now", help="Unix time for the two-hour rule. Default: the system clock.", metavar="UNIXTIME"),
]


class BoardKind(str, Enum):
    """The emulated boards."""

    rv32 = "rv32"
    cm3 = "cm3"


def bytes_of(text: str) -> int:
    """Return the number of bytes that "65536", "64K" or "1M" stand for."""
    number, unit = (text[:-1], text[-1].upper()) if text[-1:].isalpha() else (text, "")
    try:
        return int(number) * {"": 1, "K": 1024, "M": 1024 * 1024}[unit]
    except (KeyError, ValueError):
        raise typer.BadParameter(f"{text!r} is no size: write 65536 or 64K") from None


def network_of(name: NetworkName | None) -> Network:
    if name is None:
        raise typer.BadParameter("this depends on the chain: name it", param_hint="--network")
    return by_name(name.value)
