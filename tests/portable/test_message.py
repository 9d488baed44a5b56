from lightclient.bitcoin.address import script_of as script_of_address
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.crypto import backend, secp256k1
from lightclient.crypto.jacobian import uncompressed
from lightclient.wallet import base64, message, wif
from lightclient.wallet.errors import BadMessageSignature, WrongMessageKind
from lightclient.wallet.outputs import PKH, SH_WPKH, TR, WPKH, script_of
from lightclient.wallet.signers import SingleKey
from tests.portable.support import raises

SECRET = b"\x11" * 32
KEY = backend.current().public_key(SECRET)
TEXT = "Grüße".encode()
KINDS = (PKH, SH_WPKH, WPKH)


def test_a_message_is_signed_for_each_kind_of_address():
    for kind, first in ((PKH, 31), (SH_WPKH, 35), (WPKH, 39)):
        signature = message.sign(SingleKey(SECRET), TEXT, kind)
        assert base64.parse(signature)[0] - first in (0, 1)
        for other in KINDS:
            # 31 to 34 stand for all three addresses of a key.
            assert message.verify(script_of(other, KEY), TEXT, signature) == (kind in (PKH, other))
        assert not message.verify(script_of(kind, KEY), TEXT + b" ", signature)
    with raises(WrongMessageKind):
        message.sign(SingleKey(SECRET), TEXT, TR)


def test_keys_that_are_not_compressed():
    signature = base64.parse(message.sign(SingleKey(SECRET), TEXT, PKH))
    old = base64.serialize(bytes((signature[0] - 4,)) + signature[1:])
    full = uncompressed(secp256k1.parse(KEY))
    assert message.verify(script_of(PKH, full), TEXT, old)
    assert not message.verify(script_of(PKH, KEY), TEXT, old)
    assert not message.verify(script_of(PKH, full), TEXT, base64.serialize(signature))


def test_a_signature_known_to_every_wallet():
    # From the README of bitcoinjs-message.
    text = b"This is an example of a signed message."
    signature = "H9L5yLFjti0QTHhPyFrZCT1V/MMnBtXKmoiKDZ78NDBjERki6ZTQZdSMCtkgoNmp17By9ItJr8o7ChX0XxY91nk="
    secret, _ = wif.parse("L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1", MAINNET)
    assert message.sign(SingleKey(secret), text, PKH) == signature
    assert message.verify(script_of_address("1F3sAm6ZtwLAUnj7d38pGFxtP3RVEvtsbV", MAINNET), text, signature)


def test_texts_that_are_no_signatures():
    script = script_of(PKH, KEY)
    good = message.sign(SingleKey(SECRET), TEXT, PKH)
    data = base64.parse(good)
    for text in (
        "",
        "not base64!",
        good[:-1],
        good + "\n",
        " " + good,
        good.replace("=", ""),
        base64.serialize(data[:64]),
        base64.serialize(data + b"\x00"),
        base64.serialize(b"\x1a" + data[1:]),
        base64.serialize(b"\x2b" + data[1:]),
    ):
        with raises(BadMessageSignature):
            message.verify(script, TEXT, text)
    for wrong in (bytes(64), b"\xff" * 64, data[33:] + data[1:33]):
        for first in (27, 31, 33, 34, 42):
            assert message.verify(script, TEXT, base64.serialize(bytes((first,)) + wrong)) is False
