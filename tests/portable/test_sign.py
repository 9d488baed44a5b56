from lightclient.bitcoin.script import p2pkh, p2sh, p2tr, p2wpkh, p2wsh
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.codec.errors import TrailingBytes
from lightclient.codec.reader import Reader
from lightclient.crypto import backend, der, secp256k1
from lightclient.crypto.jacobian import uncompressed
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.taproot import output_key, output_secret
from lightclient.wallet import sighash
from lightclient.wallet.errors import (
    BadAmount,
    BadHashType,
    CoinCount,
    NoMatchingOutput,
    NoSuchInput,
    Overspent,
    UnknownScript,
    WrongKey,
)
from lightclient.wallet.sign import sign, tr_witness, wpkh_witness
from lightclient.wallet.signers import SingleKey
from lightclient.wallet.spending import Spending
from tests.portable.support import raises

SECRETS = [bytes(31) + bytes((number,)) for number in range(1, 6)]
KEYS = [backend.current().public_key(secret) for secret in SECRETS]
HASHES = [hash160(key) for key in KEYS]
FULL = uncompressed(secp256k1.parse(KEYS[4]))

# One of each kind, for the five keys.
COINS = [
    (1000, p2pkh(HASHES[0])),
    (2000, p2wpkh(HASHES[1])),
    (3000, p2sh(hash160(p2wpkh(HASHES[2])))),
    (4000, p2tr(output_key(KEYS[3][1:]))),
    (5000, p2pkh(hash160(FULL))),
]

# BIP143, native P2WPKH.
NATIVE = bytes.fromhex(
    "0100000002fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f0000000000eeffffff"
    "ef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02202cb206000000001976a914"
    "8280b37df378db99f66f85c95a783a76ac7a6d5988ac9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa8159"
    "88ac11000000"
)


def by(secret):
    return SingleKey(secret), None


def unsigned(count, outputs=2, value=7000):
    tx = Transaction()
    for number in range(count):
        tx.input(bytes((number,)) * 32, number, b"", 0xFFFFFFFD)
    for number in range(outputs):
        tx.output(value, p2wpkh(bytes((number,)) * 20))
    tx.locktime = 900_000
    return tx


def spending(tx):
    data = tx.serialize()
    return Spending(lambda: Reader(data))


def signed(tx, coins, secrets=SECRETS):
    written = []
    sign(spending(tx), coins, lambda index: by(secrets[index]), written.append)
    return parse(b"".join(written))


def test_the_signature_of_bip143():
    secret = bytes.fromhex("619c335025c7f4012e556c2a58b2506e30b8511b53ade95ea316fd8c3286feb9")
    script = bytes.fromhex("00141d0f172a0ecb48aee1be1f2687d2963ae33f71a1")
    tx = Spending(lambda: Reader(NATIVE))
    signature, key = wpkh_witness(tx, 1, 600_000_000, script, by(secret), low_r=False)
    assert signature.hex() == (
        "304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a"
        "0220573a954c4518331561406f90300e8f3358f51928d43c212a8caed02de67eebee01"
    )
    assert key.hex() == "025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee6357"


def test_every_kind_of_input_is_signed():
    tx = unsigned(5)
    found = signed(tx, COINS)
    view = spending(tx)
    view.spends(COINS)
    used = backend.current()
    for index, key, witnessed in ((0, KEYS[0], False), (1, KEYS[1], True), (2, KEYS[2], True), (4, FULL, False)):
        value, script = COINS[index]
        if witnessed:
            signature, shown = found.witnesses[index]
            digest = sighash.segwit(view, index, p2pkh(hash160(key)), value, sighash.ALL)
        else:
            unlocking = found.inputs[index][2]
            signature, shown = unlocking[1 : 1 + unlocking[0]], unlocking[2 + unlocking[0] :]
            digest = sighash.legacy(view, index, script, sighash.ALL)
        assert shown == key
        assert signature[-1] == sighash.ALL
        compact = der.parse(signature[:-1])
        assert used.verify(key, digest, compact, True)
        assert compact[0] < 0x80
    assert found.inputs[2][2] == b"\x16" + p2wpkh(HASHES[2])
    (signature,) = found.witnesses[3]
    digest = sighash.taproot(view, 3, *COINS[3])
    assert used.schnorr_verify(COINS[3][1][2:], digest, signature)
    assert [len(items) for items in found.witnesses] == [0, 2, 2, 1, 0]

    for place in range(5):  # nothing but signatures was added
        found.inputs[place] = tx.inputs[place]
    assert found.serialize(False) == tx.serialize(False)


def test_without_witnesses_the_old_form_is_written():
    found = signed(unsigned(1, 1, 500), COINS[:1])
    assert found.witnesses == []
    assert len(found.inputs[0][2]) in (106, 107)


def test_what_is_not_as_it_was_said_to_be_is_not_signed():
    written = []

    def attempt(count, coins, secrets=SECRETS, value=7000):
        sign(spending(unsigned(count, value=value)), coins, lambda index: by(secrets[index]), written.append)

    with raises(CoinCount):
        attempt(5, COINS[:4])
    with raises(CoinCount):
        attempt(4, COINS)
    for value in (-1, 1 << 64):
        with raises(BadAmount):
            attempt(5, COINS[:4] + [(value, COINS[4][1])])
    with raises(Overspent):
        attempt(5, COINS, value=7501)
    for script in (p2wsh(bytes(32)), b"", b"\x6a", b"\x52\x20" + bytes(32)):
        with raises(UnknownScript) as caught:
            attempt(5, COINS[:4] + [(9000, script)])
        assert caught.error.args == (4,)
    assert written == []
    for index in range(5):
        with raises(WrongKey) as caught:
            attempt(5, COINS, [b"\x07" * 32 if place == index else SECRETS[place] for place in range(5)])
        assert caught.error.args == (index,)
        assert str(caught.error).find("\\x07") < 0


def test_digests_of_what_does_not_exist():
    view = spending(unsigned(2, 1))
    for index in (-1, 2):
        with raises(NoSuchInput):
            sighash.legacy(view, index, b"", sighash.ALL)
        with raises(NoSuchInput):
            sighash.segwit(view, index, b"", 0, sighash.ALL)
        with raises(NoSuchInput):
            sighash.taproot(view, index, 0, b"")
    for value in (-1, 1 << 64):
        with raises(BadAmount):
            sighash.segwit(view, 0, b"", value, sighash.ALL)
    with raises(CoinCount):
        sighash.taproot(view, 0, 0, b"")
    view.spends(COINS[:2])
    for hash_type in (4, 0x80, 0x84, 0x100, -1):
        with raises(BadHashType):
            sighash.taproot(view, 0, 0, b"", hash_type)
    with raises(NoMatchingOutput):
        sighash.taproot(view, 1, 0, b"", sighash.SINGLE)
    assert sighash.legacy(view, 1, b"", sighash.SINGLE) == b"\x01" + bytes(31)
    assert sighash.segwit(view, 1, b"", 0, sighash.SINGLE) != sighash.segwit(view, 1, b"", 0, sighash.ALL)


def test_bytes_after_the_transaction_are_refused():
    data = unsigned(1).serialize() + b"\x00"
    with raises(TrailingBytes):
        Spending(lambda: Reader(data))


def test_separators_are_taken_out_and_pushed_ones_stay():
    for script, kept in (
        ("", ""),
        ("ab", ""),
        ("51ab52abab53", "515253"),
        ("02abab", "02abab"),
        ("ab4c02ababab", "4c02abab"),
        ("4d0100abab51", "4d0100ab51"),
        ("4e01000000abab", "4e01000000ab"),
        ("ab03abab", "03abab"),
        ("ab4d01", "4d01"),
        ("ab4c", "4c"),
    ):
        assert sighash.without_separators(bytes.fromhex(script)) == bytes.fromhex(kept), script


def test_taproot_with_a_tree_of_scripts():
    root = b"\x55" * 32
    script = p2tr(output_key(KEYS[0][1:], root))
    view = spending(unsigned(1))
    view.spends([(20_000, script)])
    hash_type = sighash.SINGLE | sighash.ANYONE_CAN_PAY
    (signature,) = tr_witness(view, 0, 20_000, script, by(SECRETS[0]), root, hash_type)
    assert signature[64:] == b"\x83"
    digest = sighash.taproot(view, 0, 20_000, script, hash_type)
    assert backend.current().schnorr_verify(script[2:], digest, signature[:64])
    with raises(WrongKey):
        tr_witness(view, 0, 20_000, script, by(SECRETS[0]))
    assert output_secret(SECRETS[0], root) != output_secret(SECRETS[0])
