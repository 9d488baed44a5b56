"""What the commands that talk to gateways have in common: which broker, which gateways, what to trust."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks.network import Network
from lightclient.cli import files
from lightclient.client import Client, Status
from lightclient.mqtt import Broker, broker

BrokerOption = Annotated[
    str,
    typer.Option(
        "--broker",
        metavar="URL",
        envvar="LIGHTCLIENT_BROKER",
        help="mqtt://[user:password@]host[:port], or mqtts:// for TLS. A password is safer in the environment.",
        show_default=False,
    ),
]
GatewayOption = Annotated[
    list[str], typer.Option("--gateway", metavar="NAME", help="A gateway to follow; repeat it for several.")
]
StateOption = Annotated[
    Path | None, typer.Option("--state", metavar="PATH", help="Keep the chain in the files PATH.0 and PATH.1.")
]
NeededOption = Annotated[int, typer.Option("--needed", min=1, help="How many gateways must show the tip.")]
TimeoutOption = Annotated[float, typer.Option("--timeout", metavar="SECONDS", help="How long to wait.")]
CaOption = Annotated[
    str | None,
    typer.Option("--ca", metavar="FILE", help="Who signed the broker's certificate; the system's if not given."),
]
CertificateOption = Annotated[
    str | None, typer.Option("--certificate", metavar="FILE", help="Our own certificate for the broker.")
]
KeyOption = Annotated[str | None, typer.Option("--key", metavar="FILE", help="The key of our certificate.")]


def client(
    url: str,
    network: Network,
    gateways: list[str],
    checkpoint: Path | None,
    state: Path | None,
    needed: int,
    tls: tuple[str | None, str | None, str | None],
) -> Client:
    """Return a client as the options describe it. Raises what `Client` raises, and OSError."""
    shipped = files.read(checkpoint) if checkpoint else None
    where: Broker = broker(url, *tls)
    return Client(where, network, gateways, shipped, str(state) if state else None, needed=needed)


def run(work: Callable[[], Awaitable[Any]], endless: bool = False) -> Any:
    """Run a coroutine to its end; Ctrl-C and SIGTERM cancel it, so that it can clean up, and then end the command.

    endless: it serves until it is stopped, which is no failure.
    """
    came: list[int] = []

    async def main() -> Any:
        task = asyncio.ensure_future(work())
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            came.append(number)
            task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop, number)
        return await task

    try:
        return asyncio.run(main())
    except asyncio.CancelledError:
        if not came:
            raise
        raise typer.Exit(0 if endless else 128 + came[0]) from None


def summary(status: Status) -> str:
    """Return a status in a few words."""
    gateways = ", ".join(f"{name} {state}" for name, state in status.gateways.items())
    return f"height {status.height:,}, {status.chain}; {gateways}"


def fields(status: Status) -> dict[str, Any]:
    """Return a status as fields to print."""
    return {
        "chain": status.chain,
        "height": status.height,
        "tip": display(status.tip),
        "chainwork": f"{status.chainwork:064x}",
        "connected": status.connected,
        "gateways": {name: {"state": state, "faults": status.faults[name]} for name, state in status.gateways.items()},
    }
