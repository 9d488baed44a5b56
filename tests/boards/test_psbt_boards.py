"""A PSBT of a hundred inputs on a board whose heap is smaller than it: the same bytes as on a host."""

from hashlib import sha256

import pytest

from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.script import p2wpkh
from lightclient.bitcoin.transaction import Transaction
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.psbt.combine import combine
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.signers import HdKey
from tests.portable.psbts import KEYS, ROOTS, created, psbt, updated, written
from tools import romfs
from tools.boards import Board

pytestmark = pytest.mark.slow

COUNT = 100
HEAP = 64 * 1024
MACHINE = 2 * 1024  # bytes that signing by machine code wants beside that
ORIGIN = "84h/1h/0h"
ACCOUNT = ROOTS[0].derive("m/" + ORIGIN).public().serialize(TESTNET3)
ORIGINATED = f"[{ROOTS[0].fingerprint().hex()}/{ORIGIN}]{ACCOUNT}/0/*"
WALLETS = {
    "tr": f"tr({ORIGINATED})",
    "pkh": f"pkh({ORIGINATED})",
    "shared": f"wsh(sortedmulti(1,{ORIGINATED},{KEYS[1]}))",
}

# A heap that is tidied often is one that still has room in one piece when it is almost full.
ROLE = """
import gc
gc.threshold(4096)
from hashlib import sha256
from lightclient.codec.stream import StreamReader
from lightclient.wallet.psbt.psbt import Psbt
{imports}

written = sha256()
size = [0]
def write(data):
    written.update(data)
    size[0] += len(data)

def read(name):
    return Psbt(lambda: StreamReader(open("/rom/" + name, "rb").read))

result = {role}
print(size[0], result, written.digest().hex())
"""
ROLES = {
    "sign": "sign(read('ready'), HdKey(master(bytes((1,)) * 16)), write)",
    "combine": "combine(read('ready'), read('signed'), write)",
    "finalize": "finalize(read('signed'), write)",
    "extract": "extract(read('final'), write)",
}
KEYS_TOO = """
from lightclient.wallet.bip32 import master
from lightclient.wallet.signers import HdKey
"""


def many(text, version):
    """Return an unsigned PSBT of COUNT inputs. One of them shows a transaction larger than the heap."""
    own = Descriptor(text, TESTNET3)
    tx, known = Transaction(), {}
    for number in range(COUNT):
        before = Transaction()
        before.input(bytes((number,)) * 32, number, bytes(100), 0xFFFFFFFF)
        before.output(10_000, own.script(number))
        for _ in range(2000 if number == 7 else 1):
            before.output(7, p2wpkh(bytes(20)))
        known[before.txid()] = before.serialize()
        tx.input(before.txid(), 0, b"", 0xFFFFFFFD)
    for number in range(3):
        tx.output(300_000, p2wpkh(bytes((number,)) * 20))
    data, count = updated(created(tx, version), own, known, range(COUNT))
    assert count == COUNT
    return data


@pytest.mark.parametrize(("kind", "version"), [("tr", 2), ("pkh", 2), ("shared", 0)])
def test_a_hundred_inputs(kind, version):
    ready = many(WALLETS[kind], version)
    assert kind == "tr" or len(ready) > HEAP
    signed, count = written(sign, psbt(ready), HdKey(ROOTS[0]))
    assert count == COUNT
    final, left = written(finalize, psbt(signed))
    assert left == 0
    wanted = {
        "sign": (signed, COUNT),
        "combine": (written(combine, psbt(ready), psbt(signed))[0], None),
        "finalize": (final, 0),
        "extract": (written(extract, psbt(final))[0], None),
    }
    rom = romfs.image([], {"ready": ready, "signed": signed, "final": final})
    for role, (data, result) in wanted.items():
        with Board("rv32", HEAP + MACHINE * (role == "sign"), rom=rom, frozen=True) as board:
            imports = f"from lightclient.wallet.psbt.{role} import {role}\n" + (KEYS_TOO if role == "sign" else "")
            output = board.run(ROLE.replace("{role}", ROLES[role]).replace("{imports}", imports), timeout=600)
        assert output.split() == [str(len(data)), str(result), sha256(data).hexdigest()], role
