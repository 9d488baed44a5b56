from lightclient.bitcoin import base58
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import BadCharacter, BadChecksum
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.crypto.errors import BadSecretKey
from lightclient.wallet import wif
from lightclient.wallet.errors import BadWif
from tests.portable.support import raises

SECRET = bytes(range(1, 33))


def test_what_is_written_is_read():
    for network in (MAINNET, REGTEST):
        for compressed in (True, False):
            text = wif.serialize(SECRET, network, compressed)
            assert wif.parse(text, network) == (SECRET, compressed)
    assert wif.serialize(SECRET, MAINNET)[0] in "KL"
    assert wif.serialize(SECRET, MAINNET, False)[0] == "5"


def test_other_texts_are_refused():
    with raises(WrongNetwork):
        wif.parse(wif.serialize(SECRET, MAINNET), REGTEST)
    for data, error in (
        (b"\x80" + SECRET[:31], BadWif),
        (b"\x80" + SECRET + b"\x00", BadWif),
        (b"\x80" + SECRET + b"\x02", BadWif),
        (b"\x80" + SECRET + b"\x01\x01", BadWif),
        (b"\x80" + bytes(32), BadSecretKey),
        (b"\x80" + b"\xff" * 32 + b"\x01", BadSecretKey),
    ):
        with raises(error):
            wif.parse(base58.encode_check(data), MAINNET)
    with raises(BadSecretKey):
        wif.serialize(bytes(32), MAINNET)


def test_errors_do_not_tell_the_secret():
    text = wif.serialize(SECRET, MAINNET)
    for wrong, error in ((text[:-1] + "1", BadChecksum), (text[:9] + "0" + text[10:], BadCharacter)):
        with raises(error) as caught:
            wif.parse(wrong, MAINNET)
        shown = str(caught.error) + repr(caught.error)
        assert text[:9] not in shown and text[10:20] not in shown
    with raises(WrongNetwork) as caught:
        wif.parse(text, REGTEST)
    assert text[:9] not in str(caught.error) + repr(caught.error)
