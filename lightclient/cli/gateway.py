"""`lightclient gateway`: serve a full node's chain to devices, and print the broker's ACL."""

from pathlib import Path
from typing import Annotated

import typer

from lightclient.cli import online, output
from lightclient.cli.options import JsonOption, NetworkName, network_of
from lightclient.sync import topics

app = typer.Typer(help="Serve a full node's chain to devices over MQTT.")

NameOption = Annotated[str, typer.Option("--name", help="The gateway's name in topics; replicas share one.")]


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    network: Annotated[NetworkName | None, typer.Option("--network", help="The chain whose rules hold.")] = None,
    node: Annotated[
        str | None,
        typer.Option(
            "--node",
            metavar="URL",
            envvar="LIGHTCLIENT_NODE",
            help="http(s)://user:password@host:port of Core, btcd or bcoin; tcp:// or ssl:// of an Electrum server.",
        ),
    ] = None,
    broker: Annotated[
        str | None,
        typer.Option(
            "--broker", metavar="URL", envvar="LIGHTCLIENT_BROKER", help="mqtt(s)://[user:password@]host[:port]"
        ),
    ] = None,
    name: NameOption = "gateway",
    headers: Annotated[
        Path | None, typer.Option("--headers", metavar="FILE", help="Keep the headers there: a restart takes seconds.")
    ] = None,
    http: Annotated[
        str | None, typer.Option("--http", metavar="HOST:PORT", help="Serve /metrics (Prometheus) and /health there.")
    ] = None,
    rate: Annotated[
        float, typer.Option("--rate", min=1, help="Requests a second that one client may go on making.")
    ] = 20,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
) -> None:
    """Publish the headers of a full node and answer requests until stopped. Logs are JSON lines on standard error."""
    if context.invoked_subcommand:
        return
    if network is None or node is None or broker is None:
        raise typer.BadParameter("--network, --node and --broker are needed")
    host, _, port = (http or ":0").rpartition(":")
    if not port.isdecimal():
        raise typer.BadParameter("HOST:PORT is needed", param_hint="--http")
    from lightclient.gateway import logs, metrics
    from lightclient.gateway.connect import connect
    from lightclient.gateway.index import HeaderIndex
    from lightclient.gateway.limiter import BURST, RATE, Limiter
    from lightclient.gateway.service import Gateway
    from lightclient.mqtt import broker as broker_of

    async def work() -> None:
        full_node = connect(node)
        index = HeaderIndex(network_of(network), str(headers) if headers else None)
        limiter = Limiter(rate, BURST * rate / RATE)
        gateway = Gateway(name, full_node, index, broker_of(broker, ca, certificate, key), limiter=limiter)
        web = None
        try:
            if http:
                web = await metrics.serve(gateway.metrics, gateway.healthy, host, int(port))
            await gateway.run()
        finally:
            if web:
                await web.cleanup()
            await full_node.close()

    logs.set_up()
    with output.reported(False):
        online.run(work, endless=True)


@app.command()
def acl(
    network: Annotated[NetworkName, typer.Option("--network", help="The chain.")],
    name: NameOption = "gateway",
    user: Annotated[str, typer.Option("--user", help="The user as which the gateway connects.")] = "gateway",
    as_json: JsonOption = False,
) -> None:
    """Print an access list for mosquitto that keeps each device to its own topics.

    A device is known by its user name, which the broker checks, and must use it as its client id too.
    """
    with output.reported(as_json):
        base = topics.base(network.value, name)
    lines = [
        f"user {user}",
        f"topic readwrite {base}#",
        "",
        f"pattern read {base}{topics.TIP}",
        f"pattern read {base}{topics.BATCHES}+",
        f"pattern read {base}{topics.STATUS}",
        f"pattern write {base}{topics.REQUESTS}%u",
        f"pattern read {base}{topics.RESPONSES}%u",
        "pattern write lc/1/devices/%u",
    ]
    if as_json:
        output.event({"ok": True, "acl": lines}, True)
    else:
        typer.echo("\n".join(lines))
