"""Bitcoin Core's own script interpreter (libbitcoinkernel) as the judge of what is signed here."""

import os
import random
import subprocess

import pytest

from lightclient.bitcoin.script import p2pkh
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.codec.reader import Reader
from lightclient.codec.stream import StreamReader
from lightclient.crypto import backend, secp256k1
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.ripemd160 import hash160
from lightclient.keys.outputs import PKH, SH_WPKH, TR, WPKH, script_of
from lightclient.keys.sign import _push, pkh_script, sign, tr_witness, wpkh_witness
from lightclient.keys.spending import Spending
from tests.conftest import ROOT

try:
    import pbk
    from pbk.script import PrecomputedTransactionData
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("py-bitcoinkernel is not installed: no consensus oracle", allow_module_level=True)

FLAGS = sum(pbk.ScriptVerificationFlags)
HASH_TYPES = (1, 2, 3, 0x81, 0x82, 0x83)


@pytest.fixture(params=["portable", "coincurve"])
def chance(request):
    """Chance with a fixed seed, with the portable code and with libsecp256k1."""
    if request.param != "portable":
        pytest.importorskip(request.param)
    backend.use(request.param)
    yield random.Random("to be signed")
    backend.use("portable")


def spend(chance, most=6):
    """Return an unsigned transaction, what it spends, and a secret for each input."""
    tx, coins, secrets = Transaction(), [], []
    tx.version = chance.choice((1, 2, 0xFFFFFFFF))
    tx.locktime = chance.getrandbits(32)
    for _ in range(chance.randint(1, most)):
        secret = chance.randbytes(32)
        key = backend.current().public_key(secret)
        kind = chance.choice((PKH, WPKH, SH_WPKH, TR, ""))
        script = script_of(kind, key) if kind else p2pkh(hash160(uncompressed(secp256k1.parse(key))))
        coins.append((chance.randint(10_000, 10**12), script))
        secrets.append(secret)
        tx.input(chance.randbytes(32), chance.getrandbits(8), b"", chance.getrandbits(32))
    for _ in range(chance.randint(1, 4)):
        tx.output(chance.randint(0, 2000), chance.randbytes(chance.choice((0, 22, 34, 300))))
    return tx, coins, secrets


def valid(data, coins):
    """Return for each input whether Core finds its script satisfied."""
    tx = pbk.Transaction(data)
    outputs = [pbk.TransactionOutput(pbk.ScriptPubkey(script), value) for value, script in coins]
    computed = PrecomputedTransactionData(tx, outputs)
    return [
        pbk.ScriptPubkey(script).verify(value, tx, computed, index, FLAGS)
        for index, (value, script) in enumerate(coins)
    ]


def trickle(data):
    """Return a reader whose source gives a few bytes at a time."""
    position = [0]

    def read(count):
        piece = data[position[0] : position[0] + min(count, 7)]
        position[0] += len(piece)
        return piece

    return StreamReader(read)


def test_core_accepts_what_is_signed_and_nothing_else(chance):
    for _ in range(12):
        tx, coins, secrets = spend(chance)
        data = tx.serialize()
        written = []
        sign(
            Spending(lambda data=data: trickle(data)), coins, secrets.__getitem__, written.append, chance.randbytes(32)
        )
        made = b"".join(written)
        assert valid(made, coins) == [True] * len(coins)
        changed = parse(made)
        changed.outputs[-1] = (changed.outputs[-1][0] + 1, changed.outputs[-1][1])
        assert valid(changed.serialize(), coins) == [False] * len(coins)


def test_core_accepts_every_hash_type(chance):
    for hash_type in HASH_TYPES:
        tx, coins, secrets = spend(chance, 4)
        while len(tx.outputs) < len(coins):
            tx.output(5, b"")
        data = tx.serialize()
        view = Spending(lambda data=data: Reader(data))
        view.spends(coins)
        tx.witnesses = [[] for _ in coins]
        for index, ((value, script), secret) in enumerate(zip(coins, secrets, strict=True)):
            txid, number, unlocking, sequence = tx.inputs[index]
            key_hash = hash160(backend.current().public_key(secret))
            if script[:2] == b"\x51\x20":
                tx.witnesses[index] = tr_witness(view, index, value, script, secret, hash_type=hash_type)
            elif script[:1] == b"\x76":
                unlocking = pkh_script(view, index, script, secret, hash_type)
            else:
                tx.witnesses[index] = wpkh_witness(view, index, value, script, secret, hash_type)
                unlocking = _push(b"\x00\x14" + key_hash) if script[:1] == b"\xa9" else b""
            tx.inputs[index] = txid, number, unlocking, sequence
        tx.witnesses = tx.witnesses if any(tx.witnesses) else []
        assert valid(tx.serialize(), coins) == [True] * len(coins), hash_type


# -- in little memory

HEAP = 48 * 1024
COUNT = 100

SIGNS = """
import gc, sys
sys.path[0] = "."
from hashlib import sha256
from lightclient.bitcoin.script import p2pkh, p2tr, p2wpkh
from lightclient.codec.stream import StreamReader
from lightclient.crypto import backend
from lightclient.crypto.ripemd160 import hash160
from lightclient.keys.outputs import script_of
from lightclient.keys.sign import sign
from lightclient.keys.spending import Spending

COUNT, HEAP, KIND = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
backend.current()
coin = 10000, script_of(KIND, backend.current().public_key(bytes(31) + b"\\x01"))

class Coins:
    def __iter__(self):
        for _ in range(COUNT):
            yield coin

opened = []
def open_file():
    while opened:
        opened.pop().close()
    opened.append(open(sys.argv[4], "rb"))
    return StreamReader(opened[0].read)

out = open(sys.argv[5], "wb")
gc.collect()
ballast = [bytearray(480) for _ in range((gc.mem_free() - HEAP) // 512)]
gc.collect()
print(gc.mem_free() < HEAP + 2048)
sign(Spending(open_file), Coins(), lambda index: bytes(31) + b"\\x01", out.write)
out.close()
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", [WPKH, TR, PKH])
def test_a_hundred_inputs_are_signed_in_a_small_heap(micropython, tmp_path, kind):
    """On a 64-bit MicroPython, whose objects are twice as large as a board's."""
    tx = Transaction()
    for number in range(COUNT):
        tx.input(bytes((number,)) * 32, number, b"", 0xFFFFFFFD)
    for number in range(3):
        tx.output(1000, b"\x00\x14" + bytes((number,)) * 20)
    unsigned, made, script = tmp_path / "unsigned", tmp_path / "signed", tmp_path / "signs.py"
    unsigned.write_bytes(tx.serialize())
    script.write_text(SIGNS)
    command = [micropython, "-X", "heapsize=1m", str(script), str(COUNT), str(HEAP), kind, str(unsigned), str(made)]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (output.stdout, output.stderr) == ("True\n", "")
    key = backend.current().public_key(bytes(31) + b"\x01")
    assert valid(made.read_bytes(), [(10_000, script_of(kind, key))] * COUNT) == [True] * COUNT
