"""`lightclient demo`: the whole path over MQTT, on this machine, in under a minute.

A broker, a regtest node and a gateway run in this process; a client catches up, a payment is made, seen, confirmed and
proved; then three lying gateways try what such gateways try, and are caught.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import typer

from lightclient.bitcoin import packed, script
from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.header import display
from lightclient.bitcoin.networks import shipped
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.cli import online, output
from lightclient.cli.nextsteps import NEXT
from lightclient.cli.options import NetworkName, network_of
from lightclient.client import Client
from lightclient.errors import LightClientError
from lightclient.gateway import logs
from lightclient.mqtt.hosts.amqtt import embedded
from lightclient.mqtt.hosts.broker import Broker
from lightclient.mqtt.hosts.broker import broker as broker_of
from lightclient.sync.ledger import GENESIS
from lightclient.waiting import within

BLOCKS = 1000  # mined before the client comes
PRICE = 250_000  # satoshi
PATIENCE = 30.0  # seconds for any step


class DemoFailed(LightClientError):
    """the demonstration did not go as it should: {}"""


def demo(
    node: Annotated[
        str | None,
        typer.Option("--node", metavar="URL", help="A real node instead of ours; as for `lightclient gateway`."),
    ] = None,
    broker: Annotated[
        str | None, typer.Option("--broker", metavar="URL", help="A real broker instead of ours.")
    ] = None,
    network: Annotated[
        NetworkName | None,
        typer.Option("--network", help="The chain of --node, which must start at its genesis block."),
    ] = None,
) -> None:
    """Show the whole path: node, gateway, broker, client, payment, proof, and liars that are caught."""
    if (node is None) != (network is None):
        raise typer.BadParameter("--node and --network go together")
    rules = network_of(network) if network else REGTEST
    with output.reported(False):
        online.run(lambda: _demo(rules, node, broker))


async def _demo(network: Network, node_url: str | None, broker_url: str | None) -> None:
    began = time.perf_counter()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(logs.silenced())
        where = broker_of(broker_url) if broker_url else await stack.enter_async_context(embedded())

        # After the broker: where the extra is missing, that says so in one line.
        from lightclient.bitcoin.hosts.connect import connect
        from lightclient.bitcoin.hosts.regtest import RegtestNode

        node = connect(node_url) if node_url else RegtestNode()
        stack.push_async_callback(node.close)
        if isinstance(node, RegtestNode):
            node.mine(BLOCKS)
        await stack.enter_async_context(serve_gateway("honest", node, network, where))
        _good(f"gateway serves {node.name} over the broker {where.name}")
        client = await _catch_up(stack, where, network)
        if isinstance(node, RegtestNode):
            await _payment(client, node)
            await _liars(stack, client, node, where)
        else:
            await _prove_newest(client, node)
    output.say(f"\n{time.perf_counter() - began:.1f} s in all.\n")
    output.say(NEXT)


# -- what goes well


async def _catch_up(stack: contextlib.AsyncExitStack, where: Broker, network: Network) -> Client:
    began = time.perf_counter()
    client = await stack.enter_async_context(
        Client(where, network, ["honest"], trust=shipped.checkpoint_of(network) or GENESIS, client_id="terminal")
    )
    status = await _within(client.synced(), "the client did not catch up")
    took = time.perf_counter() - began
    _good(f"client caught up with {status.height:,} headers in {took:.2f} s, every rule checked")
    return client


async def _payment(client: Client, node: Any) -> None:
    pay_to = script.p2wpkh(secrets.token_bytes(20))
    address = address_of(pay_to, REGTEST) or ""
    _good(f"terminal asks for {PRICE:,} satoshi to {address}")
    payment = Transaction()
    payment.input(secrets.token_bytes(32), 0, b"\x51", 0xFFFFFFFE)
    payment.output(PRICE, pay_to)

    async def customer() -> None:
        await client.broadcast(payment.serialize())
        await asyncio.sleep(2)
        node.mine(1)
        await asyncio.sleep(0.5)
        node.mine(1)

    paying = asyncio.create_task(customer())
    async with contextlib.aclosing(client.payment(address, PRICE, 2)) as events:
        async for event in events:
            claim = "claimed, not yet proved" if event.verdict is None else "proved by its Merkle branch"
            depth = f"{event.confirmations} confirmation{'s' * (event.confirmations != 1)}"
            _good(f"payment {event.state}, {depth} ({claim})")
    await paying
    proof, verdict = await client.prove(payment.txid())
    _good(f"a bundle of {len(proof or b''):,} bytes proves it offline; checked:")
    output.told(" ", ", ".join(verdict.checks), "dim")


async def _prove_newest(client: Client, node: Any) -> None:
    block = await node.block(client.ledger.tip)
    txid = block.txids[-1]
    proof, verdict = await client.prove(txid)
    size = len(proof or b"")
    _good(f"transaction {display(txid)} is in block {verdict.place.height:,}: proved by {size:,} bytes")


# -- what is tried, and caught


async def _liars(stack: contextlib.AsyncExitStack, client: Client, node: Any, where: Broker) -> None:
    output.say("\nNow three gateways that lie:")
    victim = (await node.block(client.ledger.tip)).txids[0]
    await stack.enter_async_context(serve_gateway("forger", node, REGTEST, where, forge))
    async with Client(where, REGTEST, ["forger", "honest"], trust=GENESIS) as careful:
        await _within(careful.synced(), "a second client did not catch up")
        await careful.prove(victim)
        faults = careful.status().faults["forger"]
        _caught("forged proof", f"{', '.join(faults)}; the honest gateway's proof was taken instead", bool(faults))

    lesser = node.fork(5)
    lesser.mine(3)
    await stack.enter_async_context(serve_gateway("lesser", lesser, REGTEST, where))
    async with Client(where, REGTEST, ["honest", "lesser"], trust=GENESIS) as careful:
        await _within(careful.synced(), "a third client did not catch up")
        deadline = time.perf_counter() + PATIENCE
        while not careful.ledger.chain.branches and time.perf_counter() < deadline:
            await asyncio.sleep(0.1)
        status = careful.status()
        branches = len(careful.ledger.chain.branches)
        how = "its blocks are known as a side branch; the tip stays where the work is"
        _caught("fork with less work", how, status.tip == node.chain[-1] and branches == 1)

    await stack.enter_async_context(serve_gateway("withholder", node, REGTEST, where, withhold))
    async with Client(where, REGTEST, ["withholder"], trust=GENESIS) as careful:
        deadline = time.perf_counter() + PATIENCE
        while careful.status().gateways["withholder"] != "withholding" and time.perf_counter() < deadline:
            await asyncio.sleep(0.1)
        status = careful.status()
        state = status.gateways["withholder"]
        _caught("withheld tip", f"the gateway is {state}, the chain {status.chain}", state == "withholding")


def forge(gateway: Any) -> None:
    """Let a gateway raise the amounts in its proofs."""
    from lightclient.bitcoin import bundle
    from lightclient.bitcoin.kinds import PROOF

    honest = gateway.source.plan

    def plan(kind: int, limit: int, argument: Any) -> Any:
        plan = honest(kind, limit, argument)
        answer = plan.answer

        async def forged() -> bytes:
            body = answer()
            proof = bundle.parse(body if isinstance(body, bytes) else await body)
            transaction = parse(proof.tx)
            transaction.outputs = [(value + 1, script) for value, script in transaction.outputs]
            proof.tx = transaction.serialize()
            return proof.serialize()

        if kind == PROOF:
            plan.answer = forged
        return plan

    gateway.source.plan = plan


def withhold(gateway: Any) -> None:
    """Let a gateway announce its tip and give out no header on the way there."""
    from lightclient.gateway.source import Plan, Work

    gateway.source.plan = lambda kind, limit, argument: Plan(Work(), lambda: packed.serialize(0, []))


# -- parts


@contextlib.asynccontextmanager
async def serve_gateway(
    name: str, node: Any, network: Network, where: Broker, lie: Callable[[Any], None] = lambda gateway: None
) -> AsyncIterator[None]:
    from lightclient.bitcoin.hosts.source import BitcoinSource
    from lightclient.gateway.service import Gateway

    gateway = Gateway(name, BitcoinSource(network, node), where)
    lie(gateway)
    running = asyncio.create_task(gateway.run())
    ready = asyncio.create_task(gateway.ready.wait())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def _within(what: Any, failed: str) -> Any:
    try:
        return await within(what, PATIENCE)
    except asyncio.TimeoutError:
        raise DemoFailed(failed) from None


def _good(what: str) -> None:
    output.told("[green]✓[/]", what)


def _caught(what: str, how: str, caught: bool) -> None:
    if not caught:
        raise DemoFailed(f"{what}: {how}")
    output.say(f"[green]✗[/] {what:<37}[bold]caught[/]")
    output.told(" ", how, "dim")
