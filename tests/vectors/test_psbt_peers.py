"""PSBTs as others see them: embit reads and signs the same, Bitcoin Core's interpreter takes what comes out."""

import base64
import io
import os
import random

import pytest

from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.transaction import Transaction
from lightclient.crypto import backend
from lightclient.wallet import bip32
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.psbt.combine import combine
from lightclient.wallet.psbt.errors import BadPartialSignature
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.psbt import UNCHANGED
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.signers import HdKey
from tests.portable.psbts import created, fields_of, previous, psbt, updated, written
from tests.support.vectors import load_json

try:
    from embit import bip32 as embit_bip32
    from embit.psbt import PSBT

    from tests.support.kernel import valid
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("embit or py-bitcoinkernel is not installed: nobody to ask", allow_module_level=True)

SINGLE = ["pkh({0})", "wpkh({0})", "sh(wpkh({0}))", "tr({0})"]
WRAPPED = ["wsh(pk({0}))", "wsh(pkh({0}))", "sh(wsh(pk({0})))", "sh(wsh(pkh({0})))"]
MULTI = ["multi(2,{0},{1},{2})", "sortedmulti(2,{2},{0},{1})", "multi(1,{1},{0})"]
SHARED = [wrap.format(multi) for wrap in ("sh({})", "wsh({})", "sh(wsh({}))") for multi in MULTI]
LEAVES = ["tr({2},{{pk({0}),{{pk({1}),and_v(v:pkh({2}),after(9))}}}})", "tr({2},{{pk({1}),pk({0})}})"]
HASH_TYPES = (1, 2, 3, 0x81, 0x82, 0x83)
AGREED = {"hash_types": (0, *HASH_TYPES), "believe_amounts": True}


@pytest.fixture(params=["portable", "coincurve"])
def rng(request):
    """Random numbers with a fixed seed, with the portable code and with libsecp256k1."""
    if request.param != "portable":
        pytest.importorskip(request.param)
    backend.use(request.param)
    yield random.Random("PSBT")
    backend.use("portable")


class Payment:
    """An unsigned transaction that spends outputs of random descriptors, and the roots of their keys."""

    def __init__(self, rng, kinds, most=5):
        self.roots = [bip32.master(rng.randbytes(16)) for _ in range(3)]
        origins = [
            f"[{root.fingerprint().hex()}/48h/1h]{root.derive('48h/1h').public().serialize(TESTNET3)}/0/*"
            for root in self.roots
        ]
        self.tx, self.known, self.wallets, self.coins = Transaction(), {}, [], []
        self.tx.version = rng.choice((1, 2))
        self.tx.locktime = rng.getrandbits(32)
        for number in range(rng.randint(1, most)):
            wallet = Descriptor(rng.choice(kinds).format(*origins), TESTNET3)
            coin = rng.randint(10_000, 10**10), wallet.script(number)
            before = previous(coin[1], coin[0], rng.random() < 0.5)
            self.known[before.txid()] = before.serialize()
            self.tx.input(before.txid(), 1, b"", rng.getrandbits(32))
            self.wallets.append(wallet)
            self.coins.append(coin)
        for _ in range(rng.randint(len(self.coins), len(self.coins) + 2)):
            self.tx.output(rng.randint(0, 1000), rng.randbytes(rng.choice((0, 22, 34, 300))))

    def psbt(self, version):
        data = created(self.tx, version)
        for number, wallet in enumerate(self.wallets):
            data, count = updated(data, wallet, self.known, (number,))
            assert count >= 1
        return data


def asking(rng, data):
    """Let every input of a PSBT ask for a random hash type."""
    parts = []
    psbt(data).rewrite(
        parts.append,
        lambda found: ((), [(b"\x03", bytes((rng.choice(HASH_TYPES), 0, 0, 0)))] if found.kind == 1 else []),
    )
    return b"".join(parts)


@pytest.mark.slow
def test_core_takes_what_is_extracted(rng):
    for turn in range(24):
        payment = Payment(rng, 3 * SINGLE + SHARED + WRAPPED)
        data = payment.psbt(0 if turn & 1 else 2)
        if turn & 2:
            data = asking(rng, data)
        parts = [written(sign, psbt(data), HdKey(root), **AGREED)[0] for root in payment.roots[:2]]
        both, _ = written(combine, psbt(parts[0]), psbt(parts[1]))
        assert Inputs(psbt(both)).fee == sum(value for value, _ in payment.coins) - sum(
            value for value, _ in payment.tx.outputs
        )
        final, left = written(finalize, psbt(both))
        assert left == 0
        made, _ = written(extract, psbt(final))
        assert valid(made, payment.coins) == [True] * len(payment.coins)


@pytest.mark.slow
def test_embit_reads_what_is_written_and_writes_what_is_read(rng):
    for turn in range(24):
        payment = Payment(rng, 3 * SINGLE + SHARED)
        data = payment.psbt(0 if turn & 1 else 2)
        theirs = PSBT.read_from(io.BytesIO(data))
        assert theirs.tx.serialize() == payment.tx.serialize()
        again = theirs.serialize()
        assert [sorted(fields) for fields in fields_of(again)] == [sorted(fields) for fields in fields_of(data)]
        parts = []
        psbt(again).rewrite(parts.append, lambda _: UNCHANGED)
        assert b"".join(parts) == again


def without_schnorr(data):
    """Return the fields of every map but signatures of taproot."""
    return [[field for field in sorted(fields) if field[0] != b"\x13"] for fields in fields_of(data)]


def unfinished(found):
    """Take a signature of taproot out of the final witness, where embit puts it at once."""
    witness = found.value(8) if found.kind == 1 else None
    return ((8,), [(b"\x13", witness[2:])]) if witness else UNCHANGED


@pytest.mark.slow
def test_embit_signs_the_same(rng):
    """Byte by byte with ECDSA. Its Schnorr signatures have other nonces, and are good for the same digests."""
    for turn in range(24):
        payment = Payment(rng, 3 * SINGLE + SHARED)
        data = payment.psbt(0 if turn & 1 else 2)
        theirs = PSBT.read_from(io.BytesIO(data))
        root = payment.roots[0]
        signed, count = written(sign, psbt(data), HdKey(root))
        assert theirs.sign_with(embit_bip32.HDKey.from_string(root.serialize(TESTNET3))) == count
        parts = []
        psbt(theirs.serialize()).rewrite(parts.append, unfinished)
        others = b"".join(parts)
        assert without_schnorr(signed) == without_schnorr(others)
        assert written(finalize, psbt(others))[1] == written(finalize, psbt(signed))[1]


def test_core_refuses_signatures_that_the_finalizer_refuses():
    """Two vectors of bitcoinjs, which it finalizes without a look at the signatures."""
    vectors = load_json("bips/bitcoinjs/psbt.json")
    for vector, wrong in ((vectors["bip174"]["finalizer"][1], 1), (vectors["finalizeAllInputs"][3], 0)):
        found = psbt(base64.b64decode(vector["psbt"]))
        inputs = Inputs(found)
        coins = [inputs.take(each).spent() for each in found.maps(inputs.passing) if each.kind == 1]
        with pytest.raises(BadPartialSignature) as caught:
            written(finalize, found)
        assert caught.value.args == (wrong,)
        made, _ = written(extract, psbt(base64.b64decode(vector["result"])))
        assert [place for place, good in enumerate(valid(made, coins)) if not good] == [wrong]


@pytest.mark.slow
def test_core_takes_leaves_of_taproot(rng):
    for turn in range(12):
        payment = Payment(rng, LEAVES)
        data = payment.psbt(0 if turn & 1 else 2)
        root = payment.roots[turn % 2]
        signed, count = written(sign, psbt(data), HdKey(root), hash_types=(0, *HASH_TYPES))
        assert count == len(payment.coins)
        final, left = written(finalize, psbt(signed))
        assert left == 0
        made, _ = written(extract, psbt(final))
        assert valid(made, payment.coins) == [True] * len(payment.coins)
