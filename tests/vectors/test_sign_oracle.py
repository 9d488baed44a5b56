"""Bitcoin Core's own script interpreter (libbitcoinkernel) as the judge of what is signed here."""

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
from lightclient.wallet.outputs import PKH, SH_WPKH, TR, WPKH, script_of
from lightclient.wallet.sign import _push, pkh_script, sign, tr_witness, wpkh_witness
from lightclient.wallet.signers import SingleKey
from lightclient.wallet.spending import Spending
from tests.conftest import ROOT
from tests.support import kernel
from tests.support.kernel import valid

HASH_TYPES = (1, 2, 3, 0x81, 0x82, 0x83)


@pytest.fixture(params=["portable", "coincurve"])
def rng(request):
    """Random numbers with a fixed seed, with the portable code and with libsecp256k1."""
    if request.param != "portable":
        pytest.importorskip(request.param)
    backend.use(request.param)
    yield random.Random("to be signed")
    backend.use("portable")


def spend(rng, most=6):
    """Return an unsigned transaction, what it spends, and a secret for each input."""
    tx, coins, secrets = Transaction(), [], []
    tx.version = rng.choice((1, 2, 0xFFFFFFFF))
    tx.locktime = rng.getrandbits(32)
    for _ in range(rng.randint(1, most)):
        secret = rng.randbytes(32)
        key = backend.current().public_key(secret)
        kind = rng.choice((PKH, WPKH, SH_WPKH, TR, ""))
        script = script_of(kind, key) if kind else p2pkh(hash160(uncompressed(secp256k1.parse(key))))
        coins.append((rng.randint(10_000, 10**12), script))
        secrets.append(secret)
        tx.input(rng.randbytes(32), rng.getrandbits(8), b"", rng.getrandbits(32))
    for _ in range(rng.randint(1, 4)):
        tx.output(rng.randint(0, 2000), rng.randbytes(rng.choice((0, 22, 34, 300))))
    return tx, coins, secrets


def keys(secrets, rng):
    """Return what gives the key of an input, with a random aux."""
    return lambda index: (SingleKey(secrets[index], random=rng.randbytes), None)


def trickle(data):
    """Return a reader whose source gives a few bytes at a time."""
    position = [0]

    def read(count):
        piece = data[position[0] : position[0] + min(count, 7)]
        position[0] += len(piece)
        return piece

    return StreamReader(read)


def test_core_accepts_what_is_signed_and_nothing_else(rng):
    for _ in range(12):
        tx, coins, secrets = spend(rng)
        data = tx.serialize()
        written = []
        sign(Spending(lambda data=data: trickle(data)), coins, keys(secrets, rng), written.append)
        made = b"".join(written)
        assert valid(made, coins) == [True] * len(coins)
        changed = parse(made)
        changed.outputs[-1] = (changed.outputs[-1][0] + 1, changed.outputs[-1][1])
        assert valid(changed.serialize(), coins) == [False] * len(coins)


def test_core_accepts_every_hash_type(rng):
    for hash_type in HASH_TYPES:
        tx, coins, secrets = spend(rng, 4)
        while len(tx.outputs) < len(coins):
            tx.output(5, b"")
        data = tx.serialize()
        view = Spending(lambda data=data: Reader(data))
        view.spends(coins)
        tx.witnesses = [[] for _ in coins]
        for index, ((value, script), secret) in enumerate(zip(coins, secrets, strict=True)):
            txid, number, unlocking, sequence = tx.inputs[index]
            by = SingleKey(secret), None
            key_hash = hash160(backend.current().public_key(secret))
            if script[:2] == b"\x51\x20":
                tx.witnesses[index] = tr_witness(view, index, value, script, by, hash_type=hash_type)
            elif script[:1] == b"\x76":
                unlocking = pkh_script(view, index, script, by, hash_type)
            else:
                tx.witnesses[index] = wpkh_witness(view, index, value, script, by, hash_type)
                unlocking = _push(b"\x00\x14" + key_hash) if script[:1] == b"\xa9" else b""
            tx.inputs[index] = txid, number, unlocking, sequence
        tx.witnesses = tx.witnesses if any(tx.witnesses) else []
        assert valid(tx.serialize(), coins) == [True] * len(coins), hash_type


@pytest.mark.slow
def test_an_engine_that_aborts_fails_one_call_and_the_next_one_has_another(rng):
    tx, coins, _ = spend(rng)
    unsigned = tx.serialize()
    with pytest.raises(kernel.Died, match=r"^Core's engine ended with SIGABRT in valid$"):
        kernel.call(kernel._valid, unsigned, coins, 1 << 31)  # a flag that there is not
    assert valid(unsigned, coins) == [False] * len(coins)


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
from lightclient.wallet.outputs import script_of
from lightclient.wallet.sign import sign
from lightclient.wallet.signers import SingleKey
from lightclient.wallet.spending import Spending

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
key = SingleKey(bytes(31) + b"\\x01"), None
gc.collect()
ballast = [bytearray(224) for _ in range((gc.mem_free() - HEAP) // 256)]
gc.collect()
print(gc.mem_free() < HEAP + 2048)
sign(Spending(open_file), Coins(), lambda index: key, out.write)
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
