"""What the commands that talk to gateways have in common: which broker, which gateways, what to trust."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient import ledgers
from lightclient.cli import files, output
from lightclient.client import Client, Status
from lightclient.codec.errors import BadSchema
from lightclient.evidence.errors import UnknownLedger
from lightclient.lightning.network import LightningNetwork
from lightclient.mqtt.hosts.broker import Broker, broker
from lightclient.mqtt.hosts.proxy import proxy
from lightclient.sync.ledger import GENESIS
from lightclient.sync.quorum import FOLLOWING, STALE
from lightclient.sync.topics import check_name
from lightclient.waiting import within

BrokerOption = Annotated[
    str,
    typer.Option(
        "--broker",
        metavar="URL",
        envvar="LIGHTCLIENT_BROKER",
        help="mqtt://user:password@host:port (login and port are optional), mqtts:// for TLS, ws:// or wss:// with a "
        "/path. A password is safer in the environment.",
        show_default=False,
    ),
]
LedgerOption = Annotated[
    str,
    typer.Option(
        "--network",
        metavar="NAME",
        help="The chain: mainnet, testnet3, testnet4, signet, regtest, or the CAIP-2 id of one. "
        "Where the checkpoint brings the rules: its name or id.",
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
ClientIdOption = Annotated[
    str | None,
    typer.Option(
        "--client-id",
        metavar="ID",
        help="Our name in topics; a name connects once at a time. Default: the broker's user.",
        show_default=False,
    ),
]
TimeoutOption = Annotated[float, typer.Option("--timeout", metavar="SECONDS", help="Give up after this time.")]
CaOption = Annotated[
    str | None,
    typer.Option(
        "--ca", metavar="FILE", help="The authority that signed the broker's certificate; by default the system's."
    ),
]
CertificateOption = Annotated[
    str | None,
    typer.Option("--client-cert", metavar="FILE", help="Our own certificate, for a broker that asks for one."),
]
KeyOption = Annotated[
    str | None,
    typer.Option("--client-key", metavar="FILE", help="The key of our certificate, if it is not in the same file."),
]
ProxyOption = Annotated[
    str | None,
    typer.Option(
        "--proxy",
        metavar="URL",
        envvar="LIGHTCLIENT_PROXY",
        help="socks5h://user:password@host:port, as Tor's: the way to the broker, its name included.",
        show_default=False,
    ),
]


def broker_of(url: str, ca: str | None, certificate: str | None, key: str | None, through: str | None) -> Broker:
    """Return the broker as the options describe it. Raises what `broker` and `proxy` raise."""
    return broker(url, ca, certificate, key, proxy(through) if through else None)


def client(
    where: Broker,
    network: Any,
    gateways: list[str],
    checkpoint: Path | None,
    state: Path | None,
    needed: int,
    client_id: str | None,
) -> Client:
    """Return a client as the options describe it. Raises what `Client` raises, and OSError.

    Our name is that of the user at the broker, unless another one is given: access lists go by it. Without a checkpoint
    the one that comes with the package serves; a network that has none starts at its genesis.
    """
    for option, name in [("--gateway", gateway) for gateway in gateways] + [("--client-id", client_id)]:
        try:
            if name is not None:
                check_name(name)
        except BadSchema as error:
            raise typer.BadParameter(str(error), param_hint=option) from None
    if needed > len(gateways):
        raise typer.BadParameter(f"{needed} of {len(gateways)} gateways cannot be had", param_hint="--needed")
    shipped = network.shipped() if checkpoint is None else None
    trust: "bytes | str" = GENESIS if checkpoint is None or _is_genesis(checkpoint) else files.read(checkpoint)
    if client_id is None and where.user is not None:
        with contextlib.suppress(BadSchema):  # a user whose name cannot stand in a topic has no such access list
            client_id = check_name(where.user)
    kept = str(state) if state else None
    made = Client(where, network, gateways, trust=shipped or trust, state=kept, client_id=client_id, needed=needed)
    if shipped:  # whoever named none has to see which one serves
        made.ledger.anchor = "shipped " + made.ledger.anchor
    return made


def network_of(name: str, checkpoint: Path | None) -> Any:
    """Return the record of a network of any ledger, whose rules a checkpoint may bring.

    Ends the command for one that is not known. Raises OSError, TooLarge.
    """
    record = None if checkpoint is None or _is_genesis(checkpoint) else files.read(checkpoint)
    try:
        found = ledgers.network_of(name, record)
    except UnknownLedger as error:
        raise typer.BadParameter(str(error), param_hint="--network") from None
    if isinstance(found, LightningNetwork):
        raise typer.BadParameter(
            "Lightning has no blocks to follow: `lightclient verify` judges its receipts", param_hint="--network"
        )
    return found


def _is_genesis(checkpoint: Path) -> bool:
    """Whether it is the word `genesis`, where no file is called that."""
    return str(checkpoint) == GENESIS and not checkpoint.exists()


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


async def synced(client: Client, timeout: float | None, quiet: bool) -> Status:
    """Wait until the client is synced, and show how far it came; timeout: seconds, None for ever.

    Raises OSError that says how far it came, and why no further.
    """
    with output.working("syncing", quiet) as step:

        async def show() -> None:
            async for status in client.changes():
                step(f"{status.height:,}, {status.chain}")

        showing = asyncio.create_task(show())
        try:
            return await within(client.synced(), timeout)
        except asyncio.TimeoutError:
            raise OSError(f"not synced within {timeout:g} s: {summary(client.status())}") from None
        finally:
            showing.cancel()


def summary(status: Status) -> str:
    """Return a status in a few words."""
    gateways = ", ".join(
        f"{name} {state}"
        + (f", its node {node}" if (node := status.about[name].get("node", FOLLOWING)) != FOLLOWING else "")
        + (f" ({status.reasons[name]})" if name in status.reasons else "")
        for name, state in status.gateways.items()
    )
    stale = " (its tip is too old by this machine's clock)" if status.chain == STALE else ""
    heads = ", ".join(f"{size:,}" for size, _ in status.facts.get("unproved_heads", ()))
    doubt = f"; unproved heads: {heads}" if heads else ""
    return f"height {status.height:,}, {status.chain}{stale}; {gateways}{doubt}"


def fields(client: Client, status: Status) -> dict[str, Any]:
    """Return where a client stands as fields to print."""
    return {
        "chain": status.chain,
        "height": status.height,
        "tip": client.network.show(status.tip),
        **status.facts,
        "trust": client.ledger.anchor,
        "connected": status.connected,
        "gateways": {
            name: {
                "state": state,
                "faults": status.faults[name],
                "reason": status.reasons.get(name, ""),
                "about": status.about[name],
            }
            for name, state in status.gateways.items()
        },
        "passed": status.passed,
    }
