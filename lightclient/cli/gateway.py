"""`lightclient gateway`: serve full nodes' chains to devices, and print the broker's ACL."""

import contextlib
import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient import __version__
from lightclient.cli import files, gatewayconfig, online, output, settingflags
from lightclient.cli.options import JsonOption, NetworkName
from lightclient.codec.errors import BadSchema
from lightclient.gateway import logs
from lightclient.gateway.errors import BadSecret
from lightclient.gateway.settings import EMBEDDED, address, password_of
from lightclient.mqtt.hosts.amqtt import embedded
from lightclient.mqtt.hosts.broker import Broker, broker
from lightclient.mqtt.hosts.proxy import proxy
from lightclient.sync import topics

app = typer.Typer(help="Serve full nodes' chains to devices over MQTT.")

LOOPBACK = ("127.0.0.1", "::1", "localhost")

NameOption = Annotated[str, typer.Option("--name", help="The gateway's name in topics; replicas share one.")]


@app.callback(invoke_without_command=True)
@settingflags.flagged(gatewayconfig.settings())
def serve(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            envvar="LIGHTCLIENT_CONFIG",
            help="A TOML file with settings; flags and variables override it. It can hold several ledgers.",
        ),
    ] = None,
    print_config: Annotated[
        bool,
        typer.Option(
            "--print-config", help="Print the effective settings as such a file, without passwords, and exit."
        ),
    ] = False,
    **given: Any,
) -> None:
    """Publish the blocks of full nodes and answer requests until stopped. Logs are JSON lines on standard error."""
    if context.invoked_subcommand:
        return
    with output.reported(False):
        chosen = gatewayconfig.effective(config, given)
        if print_config:
            typer.echo(gatewayconfig.toml(chosen), nl=False)
            return
        online.run(lambda: _serve(chosen), endless=True)


async def _serve(config: gatewayconfig.Config) -> None:
    from lightclient.gateway import metrics
    from lightclient.gateway.costs import BURST, RATE, Budgets
    from lightclient.gateway.service import Gateway, serve, why_not_ready

    values = config.values
    http = address(values["http"], "http") if values["http"] else None
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(logs.to_stderr(values["log_level"]))
        where = await broker_of(values, stack)
        counters = metrics.Metrics()
        budgets = Budgets(values["rate"], BURST * values["rate"] / RATE)
        gateways = []
        for network, module, options in config.ledgers:
            source = module.source(network, values | options)
            stack.push_async_callback(source.close)
            gateways.append(Gateway(values["name"], source, where, counters, budgets))
        networks = [ledger.network.name for ledger in config.ledgers]
        logs.log.info("starting", extra={"fields": {"version": __version__, "networks": networks}})
        if http:
            web = await metrics.serve(counters, lambda: why_not_ready(gateways), *http)
            stack.push_async_callback(web.cleanup)
        await serve(gateways)


async def broker_of(values: dict[str, Any], stack: contextlib.AsyncExitStack) -> Broker:
    """Return where the broker is; one inside this process runs until the stack is closed."""
    file = values["broker_password_file"]
    if values["broker"] == EMBEDDED:
        if file:
            raise BadSecret(key="broker_password_file", why="the embedded broker has no users")
        host, port = address(values["listen"], "listen")
        if host not in LOOPBACK:
            logs.log.warning("the embedded broker is open to the network: it takes whoever comes", extra={"fields": {}})
        return await stack.enter_async_context(embedded(host, port))
    return reached(values)


def reached(values: dict[str, Any]) -> Broker:
    """Return where a broker outside this process is. Raises BadBrokerUrl, TlsFailed, BadProxyUrl, BadSecret."""
    file = values["broker_password_file"]
    ca, certificate, key = (str(values[name]) if values[name] else None for name in ("ca", "client_cert", "client_key"))
    through = proxy(values["proxy"]) if values["proxy"] else None
    where = broker(values["broker"], ca, certificate, key, through)
    if not file:
        return where
    if where.user is None or where.password is not None:
        raise BadSecret(key="broker_password_file", why="it takes a URL with a user and no password, in broker")
    return dataclasses.replace(where, password=password_of(file, "broker_password_file"))


@app.command()
def acl(
    network: Annotated[NetworkName, typer.Option("--network", help="The chain.")],
    name: NameOption = "gateway",
    user: Annotated[
        list[str], typer.Option("--user", help="The user that the gateway connects as; repeat it for replicas.")
    ] = ["gateway"],  # noqa: B006 - typer copies it
    client: Annotated[
        list[str], typer.Option("--client", metavar="NAME", help="A client's user name; repeat it for several.")
    ] = [],  # noqa: B006
    clients: Annotated[
        Path | None,
        typer.Option("--clients", metavar="FILE", help="Its users are clients: mosquitto's password file, or names."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print an access list for mosquitto that keeps each client to its own topics.

    A client is known by its user name, which the broker checks, and must use it as its client id too. Without names,
    the list is for all users of the broker, and mosquitto warns of three lines in it.
    """
    from lightclient.gateway.acl import lines

    with output.reported(as_json):
        base = topics.base(network.value, name)
        listed = files.read(clients).decode(errors="replace").splitlines() if clients else []
        names = dict.fromkeys(client + [line.partition(":")[0].strip() for line in listed])
        wanted = [one for one in names if one and one not in user]
        for one in user + wanted:
            try:
                topics.check_name(one)
            except BadSchema as error:
                raise typer.BadParameter(f"user {one!r}: {error}") from None
        rules = lines(base, user, wanted)
    if as_json:
        output.event({"ok": True, "acl": rules}, True)
    else:
        typer.echo("\n".join(rules))
