"""Small blocks that are whole: a coinbase and payments under a Merkle root, and a chain around them."""

from lightclient.bitcoin import tree
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.state import step
from lightclient.bitcoin.transaction import Transaction
from lightclient.codec.reader import compact_size
from tests.portable.mining import Tree, child

PAYEE = b"\x76\xa9\x14" + bytes(20) + b"\x88\xac"


def coinbase(height):
    """Return the coinbase of the block at `height` (at most 32767), which it names as BIP34 asks."""
    tx = Transaction()
    tx.input(bytes(32), 0xFFFFFFFF, b"\x02" + height.to_bytes(2, "little"), 0xFFFFFFFF)
    tx.output(5_000_000_000, PAYEE)
    return tx


def payment(n, value=1000, script=PAYEE):
    """Return a transaction, another one for each `n`, that pays `value` satoshi to `script`."""
    tx = Transaction()
    tx.input(bytes((n & 255, n >> 8)) + b"\x01" * 30, 0, b"\x51\x52", 0xFFFFFFFE)
    tx.output(value, script)
    return tx


def witnessed(n):
    """Return a payment in witness form."""
    tx = payment(n)
    tx.witness(0, b"signature")
    tx.witness(0, b"")
    return tx


def tx_of_64_bytes(script_size=1):
    """Return 64 bytes that are a transaction, or two hashes, as one likes."""
    tx = Transaction()
    tx.input(bytes(range(32)), 7, bytes(script_size), 9)
    tx.output(5, bytes(4 - script_size))
    return tx.serialize()


def root_of(txs):
    return tree.root([tx.txid() for tx in txs])


def body(txs):
    """Return what follows the header of a block."""
    return compact_size(len(txs)) + b"".join([tx.serialize() for tx in txs])


def chain_over(root, after=3, window=4):
    """Return a tree and a regtest chain that follows it: 0 - 1 - 2 - block - 4 - 5 ..., `after` more than the block.

    root: the Merkle root in the header of "block".
    """
    tree = Tree(REGTEST)
    run = tree.grow("1 2", after="0")
    state = tree.states["2"]
    header = tree.headers["block"] = child(state, REGTEST, root=root)
    tree.states["block"] = step(state, header, REGTEST)
    run += header + tree.grow(" ".join([str(4 + n) for n in range(after)]), after="block")
    chain = from_genesis(REGTEST, window)
    chain.extend(run)
    return tree, chain
