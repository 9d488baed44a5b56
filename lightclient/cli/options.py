"""Options that several commands share."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from lightclient.bitcoin.networks import Network, by_name
from lightclient.bitcoin.testnets import NETWORKS

NetworkName = Enum("NetworkName", {network.name: network.name for network in NETWORKS}, type=str)  # type: ignore[misc]

NetworkOption = Annotated[
    NetworkName, typer.Option("--network", help="The chain whose rules hold.", show_default=False)
]
PerhapsNetworkOption = Annotated[
    NetworkName | None,
    typer.Option("--network", help="The chain whose addresses and keys are meant, if there are any."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]
CheckpointOption = Annotated[
    Path | None,
    typer.Option("--checkpoint", help="Trust this checkpoint (see `lightclient checkpoint make`).", metavar="CP"),
]
NowOption = Annotated[
    int | None,
    typer.Option("--now", help="Unix time for the two-hour rule; the system's clock if not given.", metavar="UNIXTIME"),
]


def network_of(name: NetworkName | None) -> Network:
    if name is None:
        raise typer.BadParameter("this depends on the chain: name it", param_hint="--network")
    return by_name(name.value)
