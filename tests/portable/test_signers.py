"""Whoever signs, signs everything: a keystore, a wallet in one, a single secret, all by the same three methods."""

from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.script import p2pkh, p2tr, p2wpkh
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.taproot import output_key
from lightclient.keys import algorithms, keystore, suite
from lightclient.keys.errors import KeyStoreClosed, NoSuchKey, UnknownAlgorithm
from lightclient.wallet import bip32, bip39, bip322, message
from lightclient.wallet.errors import PublicOnly, UncompressedKey
from lightclient.wallet.outputs import PKH, WPKH, script_of
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.signers import HdKey, SingleKey
from tests.portable.psbts import SINGLES, created, psbt, ready, spend, updated, wallet, written
from tests.portable.rng import Rng
from tests.portable.support import raises

ENTROPY, SEED, SECRET = bytes(range(16)), bytes((1,)) * 16, b"\x11" * 32
PATH = "m/84h/0h/0h/0/5"
WALLET = ("ecdsa", "ecdsa-low-r", "ecdsa-recoverable", "bip340", "bip340-tweaked")


def store():
    found = keystore.create(suite.PBKDF2, b"passphrase", suite.Suite.least, Rng())
    found.put("words", "entropy", ENTROPY)
    found.put("root", "seed", SEED)
    found.put("key", "secp256k1", SECRET)
    found.put("device", "ed25519", SECRET)
    found.put("till", "p256", SECRET)
    return found


def test_every_signer_signs_by_every_algorithm_at_once_and_in_steps():
    one = store()
    root = one.signer("root", HdKey.of)
    digest = bytes(range(32))
    for signer, name, names in (
        (one, "key", WALLET),
        (one, "device", ("ed25519",)),
        (one, "till", ("p256",)),
        (root, PATH, WALLET),
        (root, None, WALLET),
        (SingleKey(SECRET), None, WALLET + ("ed25519", "p256")),
    ):
        for algorithm in names:
            key = signer.public_key(algorithm, name)
            steps = signer.sign_steps(algorithm, digest, name)
            count = 0
            while True:
                try:
                    next(steps)
                    count += 1
                except StopIteration as stop:
                    made = stop.value
                    break
            assert count
            for signature in (made, signer.sign(algorithm, digest, name)):
                assert algorithms.verify(algorithm, key, digest, signature), algorithm
                assert not algorithms.verify(algorithm, key, bytes(32), signature)
            if algorithm == "ecdsa-low-r":
                assert made[0] < 0x80
    with_root = root.sign("bip340-tweaked", digest + SECRET, PATH)
    key = root.public_key("bip340-tweaked", PATH)
    assert algorithms.verify("bip340", output_key(key, SECRET), digest, with_root)
    for wrong in ("p256", "ed25519", "rsa"):
        with raises(UnknownAlgorithm):
            root.public_key(wrong, PATH)
        with raises(UnknownAlgorithm):
            root.sign(wrong, digest, PATH)


def test_a_wallet_in_a_keystore_signs_and_ends_with_it():
    one = store()
    words, root = one.signer("words", HdKey.of), one.signer("root", HdKey.of)
    wanted = bip32.master(bip39.seed(bip39.sentence(ENTROPY)))
    assert words.public_key("ecdsa", PATH) == wanted.derive(PATH).key
    assert words.public(PATH).serialize(MAINNET) == wanted.derive(PATH).public().serialize(MAINNET)
    assert root.public().key == bip32.master(SEED).key
    with raises(PublicOnly):
        words.public(PATH).private()
    with raises(NoSuchKey):
        one.signer("nobody", HdKey.of)
    data, _ = ready(0, SINGLES)
    signed, count = written(sign, psbt(data), root)
    assert count == len(SINGLES)
    assert written(finalize, psbt(signed))[1] == 0
    one.close()
    for signer in (words, root):
        with raises(KeyStoreClosed):
            signer.public()
        with raises(KeyStoreClosed):
            signer.sign("ecdsa", bytes(32))
        with raises(KeyStoreClosed):
            signer.candidates(SEED[:4], ())


def test_a_key_in_a_keystore_signs_messages_and_payments():
    one = store()
    key = one.public_key("ecdsa", "key")
    text = b"Hello"
    for script in (p2wpkh(hash160(key)), p2tr(output_key(key[1:]))):
        assert bip322.verify(script, text, bip322.sign(one, script, text, "key"))
    assert message.verify(script_of(PKH, key), text, message.sign(one, text, PKH, "key"))
    own = wallet("wpkh(" + key.hex() + ")")
    tx, known = spend([own.script()], [p2wpkh(bytes(20))])
    data, _ = updated(created(tx, 0), own, known, (0,))
    signed, count = written(sign, psbt(data), one, name="key")
    assert count == 1 and written(finalize, psbt(signed))[1] == 0
    assert written(sign, psbt(data), one) == (signed, 1)  # the only one that can


def test_an_uncompressed_key_signs_for_its_old_address_alone():
    key = SingleKey(SECRET, False)
    full = key.public_key("ecdsa")
    assert len(full) == 65 and len(key.public_key("bip340")) == 32
    assert message.verify(p2pkh(hash160(full)), b"x", message.sign(key, b"x", PKH))
    short = SingleKey(SECRET).public_key("ecdsa")
    for call in (
        lambda: message.sign(key, b"x", WPKH),
        lambda: bip322.sign(key, p2wpkh(hash160(short)), b"x"),
        lambda: bip322.sign(key, p2tr(output_key(short[1:])), b"x"),
    ):
        with raises(UncompressedKey):
            call()


def test_which_path_a_derivation_means():
    root = bip32.master(SEED)
    h = 1 << 31
    account = (84 + h, h, h)
    mark, none, other = root.fingerprint(), bytes(4), b"\x01\x02\x03\x04"
    own = root.derive(account).fingerprint()
    whole = account + (0, 5)
    for signer, cases in (
        (HdKey(root), ((mark, whole, [whole]), (none, whole, [whole]), (own, whole, []), (other, whole, []))),
        (
            HdKey(root, starts=((), account)),
            (
                (mark, whole, [whole]),
                (own, (0, 5), [whole]),
                (own, whole, [account + whole, whole]),
                (none, (0, 5), [(0, 5), whole]),
                (other, whole, []),
            ),
        ),
        (
            HdKey(root.derive(account)),
            (
                (mark, whole, [(0, 5)]),
                (own, (0, 5), [(0, 5)]),
                (own, whole, [whole, (0, 5)]),
                (none, (0, 5), [(0, 5)]),
                (other, (84 + h, h, 1 + h, 0, 5), []),
                (other, (0, 5), []),
            ),
        ),
    ):
        for fingerprint, steps, wanted in cases:
            assert signer.candidates(fingerprint, steps) == wanted
            key = root.derive(whole).key
            found = signer.path_of(key, fingerprint, steps)
            assert (found is not None) == bool(wanted)
            if found is not None:
                assert signer.public_key("ecdsa", found) == key
            assert signer.path_of(SingleKey(SECRET).public_key("ecdsa"), fingerprint, steps) is None
