"""PSBTs for the tests: written field by field, or made from a wallet by creating and updating."""

from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.script import p2wpkh
from lightclient.bitcoin.transaction import Transaction
from lightclient.codec.reader import Reader, compact_size
from lightclient.wallet import bip32
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.psbt.create import create, create_2
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.psbt import MAGIC, Psbt
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.psbt.update import update
from lightclient.wallet.signers import HdKey
from lightclient.wallet.spending import Spending

ROOTS = [bip32.master(bytes((number,)) * 16) for number in (1, 2, 3)]
KEYS = ["[" + root.fingerprint().hex() + "/0]" + root.child(0).public().serialize(TESTNET3) + "/*" for root in ROOTS]

SINGLES = ["pkh(" + KEYS[0] + ")", "wpkh(" + KEYS[0] + ")", "sh(wpkh(" + KEYS[0] + "))", "tr(" + KEYS[0] + ")"]
MULTI = "sortedmulti(2," + ",".join(KEYS) + ")"
SHARED = ["sh(" + MULTI + ")", "wsh(" + MULTI + ")", "sh(wsh(" + MULTI + "))"]

# -- field by field


def field(key, value):
    key, value = bytes.fromhex(key), bytes.fromhex(value)
    return compact_size(len(key)) + key + compact_size(len(value)) + value


def whole(*maps):
    """Return the PSBT of these maps, each a list of fields."""
    return MAGIC + b"".join([b"".join(fields) + b"\x00" for fields in maps])


def psbt(data):
    return Psbt(lambda: Reader(data))


def written(role, *arguments, **options):
    """Return what a role writes, and what it returns."""
    parts = []
    result = role(*(arguments + (parts.append,)), **options)
    return b"".join(parts), result


def fields_of(data):
    """Return the fields of every map, a transaction that passes by without its value."""
    return [found.fields for found in psbt(data).maps()]


# -- from a wallet


def previous(script, value=10_000, witnesses=False):
    """Return a transaction whose output 1 pays to `script`."""
    tx = Transaction()
    tx.input(bytes((len(script),)) * 32, 7, b"\x51", 5)
    tx.output(1, b"\x51")
    tx.output(value, script)
    if witnesses:
        tx.witness(0, b"\x01")
    return tx


def spend(scripts, outputs, value=10_000):
    """Return an unsigned transaction that spends one output of each script, and the transactions with these outputs."""
    tx = Transaction()
    known = {}
    for place, script in enumerate(scripts):
        before = previous(script, value + place, place % 2 == 1)
        known[before.txid()] = before.serialize()
        tx.input(before.txid(), 1, b"", 0xFFFFFFFD - place)
    for script in outputs:
        tx.output(value // 2, script)
    tx.locktime = 500
    return tx, known


def created(tx, version):
    data = tx.serialize()
    return written(create_2 if version else create, Spending(lambda: Reader(data)))[0]


def updated(data, descriptor, known, indices=(0, 1)):
    return written(update, psbt(data), descriptor, indices=indices, previous=known.get)


def wallet(text):
    return Descriptor(text, TESTNET3)


def ready(version, texts, outputs=1, index=1):
    """Return a PSBT of one input for each descriptor, ready to be signed, and the unsigned transaction."""
    wallets = [wallet(text) for text in texts]
    paid = [p2wpkh(bytes((number,)) * 20) for number in range(outputs)]
    tx, known = spend([found.script(index) for found in wallets], paid)
    data = created(tx, version)
    for found in wallets:
        data, _ = updated(data, found, known)
    return data, tx


def signed(data, root=ROOTS[0], **options):
    return written(sign, psbt(data), HdKey(root), **options)


def finished(data):
    """Return the transaction of a PSBT whose signatures suffice."""
    data, left = written(finalize, psbt(data))
    assert left == 0
    return written(extract, psbt(data))[0]
