"""`lightclient sync`, `status`, `watch` and `prove`: a client on the command line."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.header import display
from lightclient.cli import files, online, output, signature, verify
from lightclient.cli.options import CheckpointOption, JsonOption, NetworkOption, network_of
from lightclient.client import Client, Payment
from lightclient.codec.errors import BadSchema
from lightclient.evidence.verdict import Verdict


def sync(
    network: online.LedgerOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    client_id: online.ClientIdOption = None,
    timeout: online.TimeoutOption = 60,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    proxy: online.ProxyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Catch up with the chain, save it with --state, and say where it stands."""

    async def work(client: Client) -> dict[str, Any]:
        async with client:
            return online.fields(client, await online.synced(client, timeout, as_json))

    with output.reported(as_json):
        rules = online.network_of(network, checkpoint)
        where = online.broker_of(broker, ca, certificate, key, proxy)
        client = online.client(where, rules, gateway, checkpoint, state, needed, client_id)
        fields = online.run(lambda: work(client))
    output.show({"ok": True, "network": rules.name, **fields}, as_json, "synced")


def status(
    network: online.LedgerOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    client_id: online.ClientIdOption = None,
    seconds: Annotated[float, typer.Option("--seconds", help="How long to listen first.")] = 3,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    proxy: online.ProxyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Listen for a while, then report what each gateway is doing, and which backend computes signatures."""

    async def work(client: Client) -> dict[str, Any]:
        async with client:
            await asyncio.sleep(seconds)
            return online.fields(client, client.status())

    with output.reported(as_json):
        rules = online.network_of(network, checkpoint)
        crypto = signature.backend().name
        where = online.broker_of(broker, ca, certificate, key, proxy)
        client = online.client(where, rules, gateway, checkpoint, state, needed, client_id)
        fields = online.run(lambda: work(client))
    output.show({"ok": True, "network": rules.name, **fields, "crypto": crypto}, as_json, fields["chain"])


def watch(
    address: Annotated[str, typer.Argument(help="The address that gets paid.")],
    satoshi: Annotated[int, typer.Argument(min=1, help="The amount due.")],
    network: NetworkOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    confirmations: Annotated[
        int, typer.Option("--confirmations", min=0, help="Stop once the amount has this many.")
    ] = 1,
    since: Annotated[
        int | None,
        typer.Option(
            "--since",
            min=0,
            metavar="HEIGHT",
            help="Count payments in blocks above this height. Default: the current tip.",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", help="Save the sale under this name (with --state); the same command resumes it."),
    ] = None,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    client_id: online.ClientIdOption = None,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    proxy: online.ProxyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wait until ADDRESS has received SATOSHI, in one payment or several, and report the state of each.

    States: seen (gateways claim it), confirmed (proved), immature, reorged out, replaced, conflicted, gone.
    """
    if name is not None and state is None:
        raise typer.BadParameter("a sale with a name is kept in the state files: give --state", param_hint="--name")

    async def work(client: Client) -> None:
        async with client:
            await online.synced(client, None, as_json)
            async for payment in client.payment(address, satoshi, confirmations, since, name=name):
                output.event(_payment(payment), as_json)

    with output.reported(as_json):
        rules = network_of(network)
        script_of(address, rules)  # a wrong one is refused before anything is waited for
        where = online.broker_of(broker, ca, certificate, key, proxy)
        client = online.client(where, rules, gateway, checkpoint, state, needed, client_id)
        online.run(lambda: work(client))


def prove(
    subject: Annotated[
        str, typer.Argument(help="What to prove, as the ledger's explorers show it; for Bitcoin, a txid.")
    ],
    network: online.LedgerOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    target: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the evidence there.")
    ] = None,
    height: Annotated[
        int | None,
        typer.Option(
            "--height", min=0, help="The height of its block; a gateway whose node runs without -txindex needs it."
        ),
    ] = None,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    client_id: online.ClientIdOption = None,
    timeout: online.TimeoutOption = 60,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    proxy: online.ProxyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Get evidence of SUBJECT from the gateways, verify it against our chain, and keep it for `lightclient verify`."""

    async def work(client: Client) -> tuple[Verdict, dict[str, Any]]:
        async with client:
            await online.synced(client, timeout, as_json)
            try:
                evidence, verdict = await client.prove(subject if height is None else (subject, height))
            except BadSchema as error:
                raise typer.BadParameter(str(error), param_hint="SUBJECT") from None
            if target and evidence:
                files.write(target, evidence)
            fields = verify.fields("bundle", verdict, client.ledger.network)
            reasons = getattr(verdict, "reasons", {})
            return verdict, {**fields, "reasons": reasons} if reasons else fields

    with output.reported(as_json):
        rules = online.network_of(network, checkpoint)
        where = online.broker_of(broker, ca, certificate, key, proxy)
        client = online.client(where, rules, gateway, checkpoint, state, needed, client_id)
        verdict, fields = online.run(lambda: work(client))
    output.judged(verdict.outcome, fields, as_json)


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "state": payment.state,
        "txid": display(payment.txid),
        "satoshi": payment.satoshi,
        "confirmations": payment.confirmations,
        "height": payment.height,
        "seen_by": list(payment.seen_by),
        "replaceable": payment.replaceable,
        "received": payment.received,
        "due": payment.due,
    }
