"""`lightclient log key` and `log serve`: the line that names a log, and the server that keeps it."""

import asyncio
import contextlib
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient import __version__
from lightclient.audit import notekey
from lightclient.audit.hosts.settings import LOG
from lightclient.cli import anchors, keysource, logbody, online, output, settingflags
from lightclient.cli.database import store_of
from lightclient.cli.options import JsonOption
from lightclient.cli.secret import FdOption, Secrets
from lightclient.gateway import logs
from lightclient.gateway.settings import address, password_of


def key(
    keystore: Annotated[Path, typer.Option("--keystore", metavar="FILE", help="The keystore with the log's key.")],
    origin: Annotated[
        str, typer.Option("--origin", metavar="NAME", help="The log's name for all times, such as site.example/log.")
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its name in the keystore.")] = "log",
    secret_fd: FdOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the line of a policy that names the log by its public key."""
    with output.reported(as_json):
        from lightclient.cli import signature

        signature.backend("ed25519")
        with keysource.opened(keystore, Secrets(secret_fd)) as store:
            found = notekey.of_signer(store, origin, notekey.LOG, keysource.pick(store, ("ed25519",), name))
        line = "log " + found.serialize()
    output.event({"ok": True, "line": line} if as_json else {"line": line}, as_json)


@settingflags.flagged(LOG)
def serve(
    config: settingflags.ConfigOption = None,
    print_config: settingflags.PrintOption = False,
    **given: Any,
) -> None:
    """Take records, sign heads and show them until stopped. Logs are JSON lines on standard error.

    A record is acknowledged once it is on the disk. Several servers may share one PostgreSQL.
    """
    with output.reported(False):
        values = settingflags.effective(LOG, config, given)
        if print_config:
            typer.echo("\n".join(settingflags.lines(values, LOG)))
            return
        online.run(lambda: _serve(values), endless=True)


async def _serve(values: dict[str, Any]) -> None:
    from lightclient.audit.hosts import checking, inbox
    from lightclient.audit.hosts.publishing import Folder
    from lightclient.audit.hosts.source import LogSource
    from lightclient.cli.gateway import broker_of
    from lightclient.gateway import metrics
    from lightclient.gateway.costs import BURST, RATE, Budgets
    from lightclient.gateway.service import Gateway, why_not_ready

    checking.fast()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(logs.to_stderr(values["log_level"]))
        server = server_of(values, stack)
        stamps = stamps_of(values)
        server.bodies = logbody.opened(values["bodies"], values["bodies_login_file"])
        if values["tiles"]:
            server.showing.append(Folder(values["tiles"], server.store).show)
        await stack.enter_async_context(server)
        logs.log.info("starting", extra={"fields": {"version": __version__, "log": server.origin}})
        counters = metrics.Metrics()
        counted = server.sequencer
        counters.show("lightclient_log_taken", "Records that this process has taken", lambda: counted.taken)
        counters.show("lightclient_log_refused", "Records that this process has refused", lambda: counted.refused)
        counters.show("lightclient_log_waiting", "Records that wait or are worked on", lambda: counted.waiting)
        counters.show("lightclient_log_shown", "Size of the head that is shown", lambda: server.shown)
        if stamps:
            counters.show("lightclient_log_anchored", "Size of the newest head that a block has", stamps.newest)
        gateways = []
        if values["broker"]:
            budgets = Budgets(values["rate"], BURST * values["rate"] / RATE)
            where = await broker_of(values, stack)
            gateways.append(Gateway(values["name"], LogSource(server), where, counters, budgets))
        if values["inbox"]:
            mains = anchors.mains(values["mains"] or [])
            web = await inbox.serve(server, *address(values["inbox"], "inbox"), mains)
            stack.push_async_callback(web.cleanup)
        if values["http"]:

            def why() -> dict[str, str]:
                return why_not_ready(gateways) | ({server.origin: server.failing} if server.failing else {})

            web = await metrics.serve(counters, why, *address(values["http"], "http"))
            stack.push_async_callback(web.cleanup)
        logs.log.info("serving", extra={"fields": {"log": server.origin, "size": await server.store.size()}})
        endless = [server.ended(), *[gateway.run() for gateway in gateways], *([stamps.run(server)] if stamps else [])]
        work = [asyncio.ensure_future(one) for one in endless]
        try:
            await asyncio.gather(*work)
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)


def server_of(values: dict[str, Any], stack: contextlib.AsyncExitStack) -> Any:
    """Return the server that settings describe; its keystore is closed with the stack.

    Raises BadConfig, BadStore, BadTrust, BadPolicy, OSError, and what keystores raise.
    """
    from lightclient.audit.hosts.server import LogServer
    from lightclient.audit.hosts.store import LogStore
    from lightclient.audit.trust import parse
    from lightclient.cli import files
    from lightclient.cli.secret import normal
    from lightclient.codec import base64
    from lightclient.identity import key as keys
    from lightclient.keys.hosts import keyfile

    trust = parse(files.read(values["policy"]))
    phrase = password_of(values["keystore_password_file"], "keystore_password_file")
    store = keyfile.load(values["keystore"], normal(phrase))
    stack.callback(store.close)
    operator = keys.parse(base64.parse(values["operator"])) if values["operator"] else None
    return LogServer(
        LogStore(store_of(values["store"], values["store_password_file"])),
        trust,
        store,
        keysource.pick(store, ("ed25519",), values["key"]),
        str(values["registry"] or ""),
        operator,
        values["site"] or "",
        values["gaps"],
        values["interval"],
        values["workers"],
    )


def stamps_of(values: dict[str, Any]) -> Any:
    """Return what anchors the log, None if nothing is set. Raises BadLogConfig, BadCalendarUrl, and as `proxy` does."""
    from lightclient.audit.hosts.errors import BadLogConfig
    from lightclient.audit.hosts.stamps import Stamps
    from lightclient.mqtt.hosts.proxy import proxy

    if not values["anchors"]:
        if values["calendars"]:
            raise BadLogConfig(key="calendars", why="it takes anchors as well")
        return None
    through = proxy(values["proxy"]) if values["proxy"] else None
    return Stamps(values["anchors"], values["calendars"] or (), values["anchor_every"], through)
