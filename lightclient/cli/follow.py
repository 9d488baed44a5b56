"""`lightclient sync`, `status`, `watch` and `prove`: a client on the command line."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.header import display, from_display
from lightclient.cli import files, online, output, signature, verify
from lightclient.cli.options import CheckpointOption, JsonOption, NetworkOption, network_of
from lightclient.client import Client
from lightclient.payment import Payment


def sync(
    network: NetworkOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    timeout: online.TimeoutOption = 60,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Catch up with the chain, save it with --state, and say where it stands."""

    async def work(client: Client) -> dict[str, Any]:
        async with client:
            with output.working("syncing", as_json) as step:

                async def show() -> None:
                    async for status in client.changes():
                        step(f"{status.height:,}, {status.chain}")

                showing = asyncio.create_task(show())
                try:
                    status = await asyncio.wait_for(client.synced(), timeout)
                finally:
                    showing.cancel()
            return online.fields(status)

    with output.reported(as_json):
        rules = network_of(network)
        client = online.client(broker, rules, gateway, checkpoint, state, needed, (ca, certificate, key))
        try:
            fields = online.run(lambda: work(client))
        except asyncio.TimeoutError:
            raise OSError(f"not synced within {timeout:g} s: {online.summary(client.status())}") from None
    output.show({"ok": True, "network": rules.name, **fields}, as_json, "synced")


def status(
    network: NetworkOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    seconds: Annotated[float, typer.Option("--seconds", help="How long to listen first.")] = 3,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Listen for a while and say what each gateway is doing, with reasons, and who computes signatures."""

    async def work(client: Client) -> dict[str, Any]:
        async with client:
            await asyncio.sleep(seconds)
            return online.fields(client.status())

    with output.reported(as_json):
        rules = network_of(network)
        crypto = signature.backend().name
        client = online.client(broker, rules, gateway, checkpoint, state, needed, (ca, certificate, key))
        fields = online.run(lambda: work(client))
    output.show({"ok": True, "network": rules.name, **fields, "crypto": crypto}, as_json, fields["chain"])


def watch(
    address: Annotated[str, typer.Argument(help="The address that is to be paid.")],
    satoshi: Annotated[int, typer.Argument(min=1, help="The least amount.")],
    network: NetworkOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    confirmations: Annotated[int, typer.Option("--confirmations", min=0, help="End when a payment has so many.")] = 1,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wait for a payment: seen (only claimed), confirmed (proved), reorged-out. One line or JSON object each."""

    async def work(client: Client) -> None:
        async with client:
            await client.synced()
            async for payment in client.payment(address, satoshi, confirmations):
                output.event(_payment(payment), as_json)

    with output.reported(as_json):
        rules = network_of(network)
        script_of(address, rules)  # a wrong one is refused before anything is waited for
        client = online.client(broker, rules, gateway, checkpoint, state, needed, (ca, certificate, key))
        online.run(lambda: work(client))


def prove(
    txid: Annotated[str, typer.Argument(help="The transaction, in display order.")],
    network: NetworkOption,
    broker: online.BrokerOption,
    gateway: online.GatewayOption,
    target: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the bundle there.")
    ] = None,
    checkpoint: CheckpointOption = None,
    state: online.StateOption = None,
    needed: online.NeededOption = 1,
    timeout: online.TimeoutOption = 60,
    ca: online.CaOption = None,
    certificate: online.CertificateOption = None,
    key: online.KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Get a proof of TXID from the gateways, verify it against our chain, and keep it as a bundle."""
    try:
        wanted = from_display(txid)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="TXID") from None

    async def work(client: Client) -> dict[str, Any]:
        async with client:
            await asyncio.wait_for(client.synced(), timeout)
            proof, verdict = await client.prove(wanted)
            if target:
                files.write(target, proof.serialize())
            return verify.fields("bundle", verdict, ChainAnchor(client.ledger.chain, verdict.anchor))

    with output.reported(as_json):
        client = online.client(broker, network_of(network), gateway, checkpoint, state, needed, (ca, certificate, key))
        try:
            fields = online.run(lambda: work(client))
        except asyncio.TimeoutError:
            raise OSError(f"not synced within {timeout:g} s: {online.summary(client.status())}") from None
    output.show(fields, as_json, "verified")


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "state": payment.state,
        "txid": display(payment.txid),
        "satoshi": payment.satoshi,
        "confirmations": payment.confirmations,
        "height": payment.height,
        "seen_by": list(payment.seen_by),
    }
