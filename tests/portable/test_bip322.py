from hashlib import sha256

from lightclient.bitcoin.script import p2pkh, p2tr, p2wpkh, p2wsh
from lightclient.codec.reader import Reader
from lightclient.crypto import backend, der
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.taproot import output_key
from lightclient.wallet import base64, bip322, multisig, sighash
from lightclient.wallet.errors import BadMessageSignature, UnknownScript, WrongKey
from lightclient.wallet.signers import SingleKey
from lightclient.wallet.spending import Spending
from tests.portable.support import raises

SECRET = b"\x11" * 32
KEY = backend.current().public_key(SECRET)
WPKH, TR = p2wpkh(hash160(KEY)), p2tr(output_key(KEY[1:]))
TEXT = b"Hello World"


def test_what_is_signed_is_found_good_for_this_message_and_address_alone():
    for script, other in ((WPKH, TR), (TR, WPKH)):
        signature = bip322.sign(SingleKey(SECRET), script, TEXT)
        assert signature[:3] == "smp"
        assert bip322.verify(script, TEXT, signature)
        assert bip322.verify(script, TEXT, signature[3:])
        assert not bip322.verify(script, TEXT + b"!", signature)
        assert not bip322.verify(other, TEXT, signature)
    with raises(WrongKey):
        bip322.sign(SingleKey(b"\x12" * 32), WPKH, TEXT)


def test_a_flipped_byte_is_noticed():
    for script in (WPKH, TR):
        data = base64.parse(bip322.sign(SingleKey(SECRET), script, TEXT)[3:])
        for place in range(0, len(data), 5):
            flipped = data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :]
            try:
                assert not bip322.verify(script, TEXT, base64.serialize(flipped)), place
            except BadMessageSignature:
                pass


def test_the_hash_type_is_all():
    data = base64.parse(bip322.sign(SingleKey(SECRET), TR, TEXT)[3:])
    for hash_type in (0, 1, 0x81, 2):
        longer = b"\x01\x41" + data[2:] + bytes((hash_type,))
        assert not bip322.verify(TR, TEXT, base64.serialize(longer))


def test_a_multisig_is_verified():
    secrets = [bytes(31) + bytes((number,)) for number in (1, 2, 3)]
    keys = [backend.current().public_key(secret) for secret in secrets]
    redeem = multisig.script_of(2, keys)
    script = p2wsh(sha256(redeem).digest())
    data = bip322.to_sign(script, TEXT).serialize()
    digest = sighash.segwit(Spending(lambda: Reader(data)), 0, redeem, 0, sighash.ALL)
    first, second, third = [der.serialize(backend.current().sign(secret, digest)) + b"\x01" for secret in secrets]

    def verify(items, script=script):
        parts = [bytes((len(items),))] + [bytes((len(item),)) + item for item in items]
        return bip322.verify(script, TEXT, base64.serialize(b"".join(parts)))

    for signatures in ([first, second], [first, third], [second, third]):
        assert verify([b""] + signatures + [redeem])
        assert not verify([b"\x01"] + signatures + [redeem])
        assert not verify([b""] + signatures + [redeem[:-1] + b"\xaf"])
    for signatures in (
        [first],
        [first, first],
        [second, first],
        [first, second, third],
        [first, b""],
        [first, second[:-1] + b"\x02"],
    ):
        assert not verify([b""] + signatures + [redeem]), signatures
    with raises(UnknownScript):
        verify([b"", b"\x51"] + [b"\x51"], p2wsh(sha256(b"\x51").digest()))
    with raises(UnknownScript):
        bip322.sign(SingleKey(SECRET), script, TEXT)


def test_scripts_that_are_no_multisig():
    redeem = multisig.script_of(2, [KEY] * 20)
    assert multisig.parse(redeem) == (2, [KEY] * 20)
    assert multisig.parse(multisig.script_of(17, [KEY] * 18)) == (17, [KEY] * 18)
    for script in (
        b"",
        redeem[:-1],
        redeem + b"\xae",
        b"\x50" + redeem[1:],
        b"\x01\x02" + redeem[1:],
        b"\x53" + b"\x21" + KEY + b"\x21" + KEY + b"\x52\xae",
        b"\x51" + b"\x21" + KEY + b"\x52\xae",
        b"\x51\x51\xae",
        multisig.script_of(1, [KEY] * 21),
    ):
        assert multisig.parse(script) is None


def test_what_is_not_understood_is_refused_by_name():
    for script in (p2pkh(bytes(20)), b""):
        with raises(UnknownScript):
            bip322.verify(script, TEXT, "smpAA==")
        with raises(UnknownScript):
            bip322.sign(SingleKey(SECRET), script, TEXT)
    good = bip322.sign(SingleKey(SECRET), WPKH, TEXT)
    for text in ("ful" + good[3:], "pof" + good[3:], "", "smp", good + "=", "smpFwA=", "smpAf8=", "smpAAA=", "smpAUEA"):
        with raises(BadMessageSignature):
            bip322.verify(WPKH, TEXT, text)
    assert bip322.verify(WPKH, TEXT, "smpAA==") is False
    assert bip322.verify(TR, TEXT, "smpAQA=") is False
