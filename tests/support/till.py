"""Wallets, customers and shops for tests of the till."""

import asyncio
import secrets

from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction
from lightclient.till.receiver import Receiver
from lightclient.wallet import bip32
from lightclient.wallet.accounts import Account
from tests.services.process import PATIENCE

ACCOUNT = Account.of(bip32.master(bytes(32)), 84, REGTEST)
XPUB = ACCOUNT.key.public().serialize(REGTEST)
DESCRIPTOR = f"wpkh({XPUB}/<0;1>/*)"


def wallet(network=REGTEST):
    return Receiver.from_descriptor(DESCRIPTOR, network)


def transaction(script, satoshi, coin=None, sequence=0xFFFFFFFE):
    """Return a transaction that pays a script, from a coin of its own unless one is given."""
    payment = Transaction()
    payment.input(coin or secrets.token_bytes(32), 0, b"\x51", sequence)
    payment.output(satoshi, script)
    return payment


def paying(invoice, satoshi=None):
    """Return a raw transaction that pays an invoice, or so much of it."""
    return transaction(invoice.sale.script, satoshi or invoice.satoshi).serialize()


class Watching:
    """Reads an invoice's changes, and keeps all that it read."""

    def __init__(self, invoice):
        self.changes = invoice.changes()
        self.read = []

    async def until(self, state, **fields):
        """Read on to a change with this state and these fields, and return it."""
        while True:
            change = await asyncio.wait_for(anext(self.changes), PATIENCE)
            self.read.append(change.state)
            if change.state is state and all(getattr(change, name) == value for name, value in fields.items()):
                return change
