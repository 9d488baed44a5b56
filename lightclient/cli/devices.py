"""`lightclient devices`: what a fleet's devices say of themselves; and its commands, whose keys speak for them."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from typing import Annotated, Any, get_args

import typer

from lightclient.cli import lazy, online, output
from lightclient.cli.options import JsonOption
from lightclient.codec.cbor import decode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.errors import Malformed
from lightclient.mqtt.hosts.broker import Broker
from lightclient.mqtt.hosts.paho import Connection
from lightclient.sync.messages import VERSION
from lightclient.sync.topics import DEVICES, check_name

MOST = 10_000  # devices that are kept; the names are whatever somebody publishes
LARGEST = 8 * 1024  # bytes of a report
FIELDS = 9  # of a report (device-report in docs/protocol.cddl)
_BROKER = get_args(online.BrokerOption)[1]
HEAD = ("device", "chain", "height", "proved", "faults", "crypto")


COMMANDS = {
    "enrol": "devicekeys.enrol",
    "list": "devicekeys.list_",
    "rotate": "devicekeys.rotate",
    "revoke": "devicekeys.revoke",
    "say": "devicekeys.say",
    "key": "devicekeys.key",
}

app = typer.Typer(cls=lazy.group(COMMANDS))


@app.callback(invoke_without_command=True)
def devices(
    context: typer.Context,
    where: Annotated[str | None, _BROKER] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0, help="How long to listen.")] = 3,
    follow: Annotated[bool, typer.Option("--follow", help="Go on, and print each report when it comes.")] = False,
    client_id: online.ClientIdOption = None,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    proxy: online.ProxyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the reports of all devices: chain, height, what they proved last, and their faults.

    The broker keeps each device's last report. Reports are not signed: they are for operation, and prove nothing.

    The commands are for the site's operator: they say whose key speaks for which device.
    """
    if context.invoked_subcommand:
        return
    if where is None:
        context.fail("Missing option '--broker'.")
    with output.reported(as_json):
        place = online.broker_of(where, ca, certificate, key, proxy)
        id_ = client_id or _id_of(place.user)
        found: dict[str, dict[str, Any]] = {}
        told = (lambda report: output.event(report if as_json else _brief(report), as_json)) if follow else None
        with output.working("listening", as_json or follow):
            online.run(lambda: _listen(place, id_, None if follow else seconds, found, told), endless=follow)
    reports = [found[name] for name in sorted(found)]
    if follow:
        return
    if as_json:
        print(json.dumps(reports))
    elif reports:
        output.table(HEAD, [tuple(str(value) for value in _brief(report).values()) for report in reports])
    else:
        typer.echo(f"no device reported within {seconds:g} s", err=True)


def report_of(name: str, payload: bytes) -> dict[str, Any]:
    """Return a device's report by its fields; "up" is False for its last will. Raises Malformed."""
    value = decode(payload)
    if value == [VERSION, False]:
        return {"device": name, "up": False}
    if not isinstance(value, list) or len(value) != FIELDS or value[:2] != [VERSION, True]:
        raise BadSchema("report", "it is not one of version 1")
    chain, height, tip, faults, proved, crypto, tested = value[2:]
    texts = [chain, crypto, *(tested if isinstance(tested, list) else [None])]
    texts += list(faults) if isinstance(faults, dict) else [None]
    if not all(isinstance(text, str) for text in texts) or not isinstance(tip, bytes) or not is_uint(height):
        raise BadSchema("report", "a field has another type")
    if not all(is_uint(count) for count in faults.values()):
        raise BadSchema("report", "a fault is counted in numbers")
    return {
        "device": name,
        "up": True,
        "chain": chain,
        "height": height,
        "tip": tip.hex(),
        "faults": faults,
        "proved": None if proved is None else _proved(proved),
        "crypto": crypto,
        "tested": tested,
    }


def _proved(value: Any) -> dict[str, Any]:
    if not isinstance(value, list) or len(value) != 5:
        raise BadSchema("report", "what was proved has five fields")
    subject, height, outcome, finality, amounts = value
    numbers = amounts if isinstance(amounts, list) else [None]
    if not isinstance(subject, bytes) or not is_uint(height) or not all(is_uint(number) for number in numbers):
        raise BadSchema("report", "a field of what was proved has another type")
    if not isinstance(outcome, str) or not isinstance(finality, str):
        raise BadSchema("report", "a field of what was proved has another type")
    return {"subject": subject.hex(), "height": height, "outcome": outcome, "finality": finality, "amounts": amounts}


def _brief(report: dict[str, Any]) -> dict[str, Any]:
    """Return what a person reads of a report, by the columns of HEAD."""
    if not report["up"]:
        return dict(zip(HEAD, (report["device"], report.get("error", "gone"), "", "", "", ""), strict=True))
    proved = report["proved"]
    said = proved and f"{proved['outcome']} at {proved['height']}"
    faults = ", ".join(f"{name} {count}" for name, count in report["faults"].items())
    return dict(
        zip(
            HEAD,
            (report["device"], report["chain"], report["height"], said or "", faults, report["crypto"]),
            strict=True,
        )
    )


async def _listen(
    where: Broker,
    id_: str,
    seconds: float | None,
    found: dict[str, dict[str, Any]],
    told: Callable[[dict[str, Any]], None] | None,
) -> None:
    """Fill `found` with the newest report of each device, for so long; None for ever."""

    def take(topic: str, payload: bytes, retained: bool) -> None:
        name = topic.removeprefix(DEVICES)
        with contextlib.suppress(BadSchema):  # nobody follows the protocol with such a name
            check_name(name)
            if name not in found and len(found) >= MOST:
                return
            try:
                found[name] = report_of(name, payload)
            except Malformed as error:
                found[name] = {"device": name, "up": False, "error": f"malformed: {error}"}
            if told:
                told(found[name])

    def changed(connected: bool) -> None:
        if connected:
            connection.subscribe(DEVICES + "+")

    connection = Connection(where, id_, take, changed, max_payload=LARGEST)
    await connection.start()
    try:
        await asyncio.sleep(float("inf") if seconds is None else seconds)
    finally:
        await connection.stop()


def _id_of(user: str | None) -> str:
    """Return the user's name, which access lists go by, or a name of our own."""
    with contextlib.suppress(BadSchema):
        return check_name(user or "")
    return "devices-" + secrets.token_hex(4)
