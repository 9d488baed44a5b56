"""Nothing that fails, and nothing that is shown without being asked for, tells a secret."""

from lightclient.bitcoin import base58
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.script import p2tr, p2wpkh
from lightclient.bitcoin.transaction import Transaction
from lightclient.codec.reader import Reader
from lightclient.crypto import backend, ecdsa, ed25519, schnorr, secp256k1
from lightclient.crypto.taproot import output_secret
from lightclient.errors import LightClientError
from lightclient.keys import keystore, sealed, suite
from lightclient.keys.pin import PinLock
from lightclient.store.slots import SlotStore
from lightclient.wallet import bip32, bip39, bip322, message, sign, wif
from lightclient.wallet.accounts import Account
from lightclient.wallet.bip32 import ExtendedKey
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.outputs import PKH
from lightclient.wallet.signers import HdKey, SingleKey
from lightclient.wallet.spending import Spending
from tests.portable.flash import Flash, truncated
from tests.portable.rng import Rng

SECRET = bytes(range(0xA0, 0xC0))
LONG = SECRET + b"\xc0"
SENTENCE = bip39.sentence(SECRET)
XPRV = ExtendedKey(SECRET, None, bytes(32)).serialize(MAINNET)
WIF = wif.serialize(SECRET, MAINNET)


def traces():
    """Return what must not be seen: every form in which the secret could show, and pieces of them."""
    number = int.from_bytes(SECRET, "big")
    whole = [SECRET.hex(), repr(SECRET)[2:-1], str(number), hex(number)[2:], WIF, XPRV]
    return [text[at : at + 12] for text in whole for at in range(0, len(text) - 12, 6)] + SENTENCE.split()


TRACES = [trace for trace in traces() if trace not in ("xprv9s21ZrQH",)]


def shown(*things):
    text = " ".join([repr(thing) + str(thing) for thing in things])
    return [trace for trace in TRACES if len(trace) > 3 and trace in text]


def view():
    tx = Transaction()
    tx.input(bytes(32), 0, b"", 0)
    tx.output(1, b"")
    data = tx.serialize()
    spending = Spending(lambda: Reader(data))
    spending.spends([(1, p2tr(bytes(32)))])
    return spending


def test_errors():
    used = backend.current()
    words = SENTENCE.split()
    for call in (
        lambda: used.public_key(LONG),
        lambda: used.sign(LONG, bytes(32)),
        lambda: used.sign(SECRET, bytes(31)),
        lambda: used.sign_recoverable(LONG, bytes(32)),
        lambda: used.schnorr_sign(LONG, bytes(32)),
        lambda: used.schnorr_sign(SECRET, bytes(32), b""),
        lambda: used.add(used.public_key(SECRET), LONG),
        lambda: ecdsa.sign(secp256k1, LONG, bytes(32)),
        lambda: schnorr.sign(LONG, b""),
        lambda: ed25519.sign(LONG, b""),
        lambda: bip39.sentence(LONG),
        lambda: bip39.entropy(" ".join(words[:-1])),
        lambda: bip39.entropy(" ".join(words[1:] + words[:1])),
        lambda: bip39.seed(SENTENCE + "x"),
        lambda: bip39.seed(" ".join(words[:5] + ["zebra"] + words[6:])),
        lambda: bip32.master(SECRET[:15]),
        lambda: bip32.parse(XPRV[:-1]),
        lambda: bip32.parse(XPRV[:-1] + "z"),
        lambda: bip32.parse(XPRV + XPRV),
        lambda: bip32.parse(WIF),
        lambda: bip32.parse(base58.encode_check(b"\x04\x88\xad\xe4" + bytes(41) + LONG)),
        lambda: ExtendedKey(SECRET, None, bytes(32)).derive("1/" + WIF),
        lambda: ExtendedKey(SECRET, None, bytes(32), 255).child(0),
        lambda: ExtendedKey(SECRET, None, bytes(32)).public().private(),
        lambda: wif.parse(WIF, REGTEST),
        lambda: wif.parse(WIF[1:], MAINNET),
        lambda: wif.parse(XPRV, MAINNET),
        lambda: wif.serialize(LONG, MAINNET),
        lambda: Descriptor("wpkh(" + WIF + ")", REGTEST),
        lambda: Descriptor("wpkh(" + WIF + ")#00000000", MAINNET),
        lambda: Descriptor("wpkh(" + XPRV + "/x)", MAINNET),
        lambda: Descriptor("wpkh(" + XPRV + ")", REGTEST),
        lambda: Descriptor(WIF, MAINNET),
        lambda: Descriptor(SENTENCE, MAINNET),
        lambda: Descriptor("wsh(multi(" + WIF + "," + WIF + "))", MAINNET),
        lambda: Account(ExtendedKey(SECRET, None, bytes(32)), 1, MAINNET),
        lambda: output_secret(LONG),
        lambda: sign.pkh_script(view(), 0, b"", (SingleKey(SECRET), None)),
        lambda: sign.wpkh_witness(view(), 0, 1, p2wpkh(bytes(20)), (SingleKey(SECRET), None)),
        lambda: sign.tr_witness(view(), 0, 1, p2tr(bytes(32)), (SingleKey(SECRET), None)),
        lambda: sign.sign(view(), [(1, p2tr(bytes(32)))], lambda index: (SingleKey(SECRET), None), len),
        lambda: message.sign(SingleKey(LONG), b"", PKH),
        lambda: message.sign(SingleKey(SECRET), b"", "tr"),
        lambda: bip322.sign(SingleKey(SECRET), p2wpkh(bytes(20)), b""),
        lambda: bip322.sign(SingleKey(SECRET), b"", b""),
    ):
        try:
            call()
            raise AssertionError("nothing was refused")
        except LightClientError as error:
            assert shown(error, error.args, error.name) == [], error.name


def test_objects():
    root = ExtendedKey(SECRET, None, bytes(32))
    descriptor = Descriptor("wpkh(" + XPRV + "/*)", MAINNET)
    things = [root, root.child(0), Account(root, 84, MAINNET), descriptor, descriptor.keys, view(), backend.current()]
    things += [HdKey(root), SingleKey(SECRET)]
    assert shown(things) == []
    for thing in things:
        assert shown(thing) == []


def test_keystores():
    """The secret is the passphrase and the PIN as well; its sentence is never asked for."""

    def told(*things):
        return [trace for trace in shown(*things) if trace not in SENTENCE.split()]

    least = suite.Suite.least
    store = keystore.create(suite.PBKDF2, SECRET, least, Rng())
    for kind in ("entropy", "seed", "secp256k1", "ed25519"):
        store.put(kind, kind, SECRET)
    record = store.seal()
    lock = PinLock(SlotStore(Flash(truncated)), 0, 2)
    lock.save(store)
    things = [
        store,
        store.kinds(),
        record,
        lock,
        lock.slots.medium.slots,
        sealed.parse(record),
        suite.load(suite.PBKDF2),
    ]
    assert told(things) == []
    for thing in things:
        assert told(thing) == []
    for call in (
        lambda: keystore.unlock(record, LONG, Rng()),
        lambda: keystore.unlock(record, SECRET * 33, Rng()),
        lambda: keystore.unlock(record[:-1], SECRET, Rng()),
        lambda: keystore.create(suite.PBKDF2, SECRET, 0, Rng()),
        lambda: store.change(SECRET, 0),
        lambda: store.put("x", "ed25519", LONG),
        lambda: store.put("x", "secp256k1", LONG[1:] + b"\xff" * 31),
        lambda: store.put("seed", "seed", SECRET),
        lambda: store.put("x", "p256", bytes(32)),
        lambda: store.rotate("ecdsa", LONG, 0),
        lambda: store.sign("ecdsa", LONG),
        lambda: store.sign("p256", SECRET),
        lambda: store.secret("x"),
        lambda: lock.unlock(LONG, 0, Rng()),
        lambda: lock.unlock(LONG, 1 << 20, Rng()),
        lambda: lock.unlock(SECRET, 1 << 20, Rng()),
    ):
        try:
            call()
            raise AssertionError("nothing was refused")
        except LightClientError as error:
            assert told(error, error.args, error.name) == [], error.name
    store.close()
    assert told(vars_of(store)) == []


def vars_of(thing):
    return [getattr(thing, name) for name in dir(thing) if name[:2] != "__"]


def test_traces_are_found_where_they_are():
    assert len(TRACES) > 60
    for thing in (
        SECRET,
        SECRET.hex(),
        [SECRET],
        WIF,
        XPRV,
        SENTENCE,
        int.from_bytes(SECRET, "big"),
        ValueError(SECRET),
    ):
        assert shown(thing)
