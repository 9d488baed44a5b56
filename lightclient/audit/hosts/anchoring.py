"""A head in a main chain: the transaction that carries its hash, for the keys of a wallet to sign elsewhere."""

from lightclient.audit.head import Head
from lightclient.audit.hosts.errors import NoCoins, NoRoomForFee
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.till import dust
from lightclient.till.receiver import Receiver
from lightclient.wallet.psbt.make import REPLACEABLE, make

OP_RETURN = b"\x6a"


def script_of(head: Head) -> bytes:
    """Return the output script that carries the hash of a head: OP_RETURN and 32 bytes."""
    digest = head.hash()
    return OP_RETURN + bytes([len(digest)]) + digest


def psbt_of(head: Head, wallet: Receiver, index: int, coins: list[bytes], fee: int) -> bytes:
    """Return a PSBT that puts a head into the chain, and what the fee leaves back to the wallet's address `index`.

    coins: raw transactions, whose outputs to that address are spent. The same coins and a higher fee replace it.
    Raises NoCoins, NoRoomForFee, and what `parse` raises.
    """
    own = wallet.script(index)
    made, total = Transaction(), 0
    known = {}
    for raw in dict.fromkeys(coins):
        coin = parse(raw)
        known[coin.txid()] = raw
        for place, (satoshi, script) in enumerate(coin.outputs):
            if script == own:
                made.input(coin.txid(), place, b"", REPLACEABLE)
                total += satoshi
    if not total:
        raise NoCoins(address=wallet.address(index))
    left = total - fee
    if left < dust.least(own):
        raise NoRoomForFee(fee=fee, total=total, least=dust.least(own))
    made.output(0, script_of(head))
    made.output(left, own)
    return make(made.serialize(), wallet.descriptor, (index,), known.get)
