"""A regtest chain at the command of whoever develops an application: mine, pay, reorganise.

The node is ours or Bitcoin Core; both do the same. Every transaction spends a coin that was mined, so that the blocks
are valid to any node.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.header import from_display
from lightclient.bitcoin.hosts.errors import NoCoins, NodeRefused, NotPaid
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.hosts.node import Node
from lightclient.bitcoin.hosts.regtest import PAYEE, RegtestNode
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction

FIRST = 200  # blocks that are there from the start: half of their coins may be spent
MATURITY = 100  # blocks until a coinbase may be spent
DEEPEST = MATURITY - 1  # reorganisation; a deeper one takes back coins that were spent
AT_ONCE = 50  # blocks before others have their turn
FEE = 1000  # satoshi for each coin that is spent
REPLACEABLE = 0xFFFFFFFD  # a sequence that signals replacement (BIP125)


class Sandbox(Protocol):
    """What may be done to the chain of `node`; each call returns when the node has done it."""

    node: Node

    async def mine(self, count: int) -> None:
        """Mine blocks; what waits is in the first of them."""

    async def pay(self, address: str, satoshi: int) -> bytes:
        """Send a payment, which waits then; return its txid.

        Raises InvalidAddress, WrongNetwork, NoCoins, NotPaid.
        """

    async def reorg(self, depth: int) -> None:
        """Replace the last `depth` blocks, at most DEEPEST, by one more. What was paid in them waits again."""


class OwnSandbox(Sandbox):
    """The node of this process, whose coinbases anybody may spend."""

    def __init__(self, node: RegtestNode) -> None:
        self.node = node
        self._own = node
        self._next = 1  # height of the first coinbase that is unspent

    async def mine(self, count: int) -> None:
        for start in range(0, count, AT_ONCE):
            self._own.mine(min(AT_ONCE, count - start))
            await asyncio.sleep(0)

    async def pay(self, address: str, satoshi: int) -> bytes:
        payment = Transaction()
        script = script_of(address, REGTEST)
        last = self._own.states[-1].height - DEEPEST  # in the next block it has MATURITY blocks on top
        height, found, wanted = self._next, 0, satoshi
        while found < wanted:
            if height > last:
                raise NoCoins(found, wanted)
            coinbase = self._own.blocks[self._own.chain[height]].transaction(0)
            payment.input(coinbase.txid(), 0, b"", REPLACEABLE)
            found += coinbase.outputs[0][0]
            wanted += FEE
            height += 1
        payment.output(satoshi, script)
        if found > wanted:
            payment.output(found - wanted, PAYEE)
        self._next = height
        return await self._own.broadcast(payment.serialize())

    async def reorg(self, depth: int) -> None:
        self._own.reorg(depth, depth + 1)


class CoreSandbox(Sandbox):
    """Bitcoin Core with a wallet, which gets what is mined."""

    def __init__(self, node: JsonRpcNode) -> None:
        self.node = node
        self._core = node

    async def mine(self, count: int) -> None:
        address = await self._core.call("getnewaddress")
        for start in range(0, count, AT_ONCE):
            await self._core.call("generatetoaddress", min(AT_ONCE, count - start), address)

    async def pay(self, address: str, satoshi: int) -> bytes:
        script_of(address, REGTEST)  # a wrong one is refused in our words
        try:
            return from_display(await self._core.call("sendtoaddress", address, _coins(satoshi)))
        except NodeRefused as error:
            balance = round(await self._core.call("getbalance") * 100_000_000)
            if balance < satoshi:
                raise NoCoins(balance, satoshi) from None
            raise NotPaid(error.args[1]) from None

    async def reorg(self, depth: int) -> None:
        address = await self._core.call("getnewaddress")
        tip = await self._core.tip()
        await self._core.call("invalidateblock", await self._core.call("getblockhash", tip.height - depth + 1))
        for _ in range(depth + 1):
            await self._core.call("generateblock", address, [])


def _coins(satoshi: int) -> str:
    """Return an amount as Core reads it."""
    return f"{satoshi // 100_000_000}.{satoshi % 100_000_000:08}"
