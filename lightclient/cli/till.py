"""`lightclient till`: a till for a shop, in the browser."""

import contextlib
from typing import Any

import typer

from lightclient import __version__
from lightclient.cli import files, gateway, online, output, settingflags
from lightclient.cli.database import store_of
from lightclient.gateway import logs
from lightclient.gateway.settings import address, password_of
from lightclient.till.web.settings import TILL


@settingflags.flagged(TILL)
def till(
    config: settingflags.ConfigOption = None,
    print_config: settingflags.PrintOption = False,
    **given: Any,
) -> None:
    """Serve a till for browsers, and an API for shop systems, until stopped. Logs are JSON lines on standard error."""
    with output.reported(False):
        values = settingflags.effective(TILL, config, given)
        if print_config:
            typer.echo("\n".join(settingflags.lines(values, TILL)))
            return
        _check(values)
        online.run(lambda: _serve(values), endless=True)


def _check(values: dict[str, Any]) -> None:
    """Name what is missing. A package is named with the extra of tills first, although others have part of them."""
    from lightclient.till.web import money  # noqa: F401
    from lightclient.till.web.errors import BadTillConfig

    if (values["webhook"] is None) != (values["webhook_secret_file"] is None):
        raise BadTillConfig(key="webhook", why="webhook and webhook_secret_file go together")


async def _serve(values: dict[str, Any]) -> None:
    from lightclient.till.policy import Policy
    from lightclient.till.web.access import Access
    from lightclient.till.web.door import Door
    from lightclient.till.web.kept import Kept
    from lightclient.till.web.lightning import Checker
    from lightclient.till.web.origin import is_loopback
    from lightclient.till.web.server import serve
    from lightclient.till.web.webhooks import Target, Webhooks
    from lightclient.till.web.webtill import WebTill

    # What is wrong with the settings is said before anything is opened.
    host, port = address(values["web"], "web")
    door = Door(_secret(values, "pin_file"), shut=values["url"] is not None or not is_loopback(host))
    access = Access(door, _secret(values, "api_token_file"), values["url"])
    target = Target(values["webhook"], _secret(values, "webhook_secret_file") or "") if values["webhook"] else None
    checker = Checker(files.read(values["payees"]) if values["payees"] else None)
    network = online.network_of(values["network"], values["checkpoint"])
    wallet = _wallet(values, network)
    policy = Policy(values["confirmations"], zero=_zero(values), gap=values["gap"])
    store = store_of(values["store"], values["store_password_file"])
    kept = Kept(store)
    options = [values[name] for name in ("gateways", "checkpoint", "state", "needed", "client_id")]
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(logs.to_stderr(values["log_level"]))
        client = await stack.enter_async_context(online.client(gateway.reached(values), network, *options))
        opened = await client.till(wallet, store, policy)
        hooks = Webhooks(opened, kept, target) if target else None
        web = await stack.enter_async_context(WebTill(client, opened, kept, access, hooks, checker))
        runner = await serve(web, host, port)
        stack.push_async_callback(runner.cleanup)
        fields = {"version": __version__, "network": network.name, "web": values["web"]}
        logs.log.info("serving", extra={"fields": fields})
        await web.ended()


def _secret(values: dict[str, Any], key: str) -> str | None:
    return password_of(values[key], key) if values[key] else None


def _wallet(values: dict[str, Any], network: Any) -> Any:
    """Return the receiver of the wallet's file. Raises OSError, and what Receiver raises, which repeats no key."""
    from lightclient.till.receiver import Receiver

    text = files.read(values["wallet"]).decode(errors="replace").strip()
    if "(" in text:
        return Receiver.from_descriptor(text, network)
    return Receiver.from_key(text, network, values["purpose"])


def _zero(values: dict[str, Any]) -> Any:
    from lightclient.payments.policy import ZeroConfirmation

    if values["zero_limit"] is None:
        return None
    return ZeroConfirmation(values["zero_limit"], values["zero_gateways"], values["zero_seconds"])
