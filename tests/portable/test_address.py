from lightclient.bitcoin import base58
from lightclient.bitcoin.address import address_of, script_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import (
    AddressTooLong,
    AddressTooShort,
    BadCharacter,
    BadChecksum,
    BadHashLength,
    InvalidAddress,
    MixedCase,
    WrongChecksumVariant,
)
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.script import p2pkh, p2sh, p2tr, p2wpkh, p2wsh, witness
from tests.portable.support import raises

# Bitcoin Core key_io_valid.json, BIP173, BIP350 and the scripts of each
MAINNET_PAIRS = (
    ("1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mo", "76a914a31c06bd463e3923bc1aadbde48b16976c08071788ac"),
    ("36j4NfKv6Akva9amjWrLG6MuSQym1GuEmm", "a914373b819a068f32b7a6b38b6b38729647cfde01c287"),
    ("bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhv", "00146100fc6343edc8c874496cb2f5bbfec88ea9b77c"),
    (
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    ),
    ("bc1sw50qgdz25j", "6002751e"),
)
TESTNET_PAIRS = (
    ("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", "76a914751e76e8199196d454941c45d1b3a323f1433bd688ac"),
    ("2NByiBUaEXrhmqAsg7BbLpcQSAQs1EDwt5w", "a914cd7b44d0b03f2d026d1e586d7ae18903b0d385f687"),
    (
        "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
        "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
    ),
)
ALL = [(MAINNET, pair) for pair in MAINNET_PAIRS] + [(TESTNET4, pair) for pair in TESTNET_PAIRS]


def test_published_pairs_both_ways():
    for network, (address, script) in ALL:
        assert script_of(address, network) == bytes.fromhex(script)
        assert address_of(bytes.fromhex(script), network) == address


def test_every_kind_on_every_network():
    h20, h32 = bytes(range(20)), bytes(range(32))
    for network in (MAINNET, TESTNET3, TESTNET4, SIGNET, REGTEST):
        for script in (p2pkh(h20), p2sh(h20), p2wpkh(h20), p2wsh(h32), p2tr(h32), witness(7, h20)):
            assert script_of(address_of(script, network), network) == script


def test_scripts_without_an_address():
    for script in (b"", b"\x6a\x04data", b"\x51", b"\x21\x02" + bytes(32) + b"\xac", b"\x00\x02ab"):
        assert address_of(script, MAINNET) is None


def test_upper_case_bech32_is_accepted():
    address, script = MAINNET_PAIRS[2]
    assert script_of(address.upper(), MAINNET) == bytes.fromhex(script)


def test_address_of_another_network():
    for address, _ in MAINNET_PAIRS:
        for network in (TESTNET3, TESTNET4, SIGNET, REGTEST):
            with raises(WrongNetwork):
                script_of(address, network)
    for address, _ in TESTNET_PAIRS:
        with raises(WrongNetwork):
            script_of(address, MAINNET)


def test_the_error_names_what_the_address_was_made_for():
    with raises(WrongNetwork) as caught:
        script_of(MAINNET_PAIRS[2][0].upper(), TESTNET4)
    assert caught.error.args == ("prefix bc", "testnet4")
    with raises(WrongNetwork) as caught:
        script_of("LUxXFcwXFPpRZdMv4aYu6bDwPdC2skQ5YW", MAINNET)
    assert caught.error.args == ("version 48", "mainnet")


def test_test_networks_share_base58_but_not_bech32():
    assert script_of(TESTNET_PAIRS[0][0], REGTEST) == bytes.fromhex(TESTNET_PAIRS[0][1])
    with raises(WrongNetwork):
        script_of(TESTNET_PAIRS[2][0], REGTEST)


def test_addresses_that_break_one_rule():
    for address, error in (
        ("", AddressTooShort),
        ("x", AddressTooShort),
        ("1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mp", BadChecksum),
        ("1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2m0", BadCharacter),
        (" 1FsSia9rv4NeEwvJ2GvXrX7LyxYspbN2mo", BadCharacter),
        ("1" * 113, AddressTooLong),
        ("bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhw", BadChecksum),
        ("bc1Qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhv", MixedCase),
        ("bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhv ", BadCharacter),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", WrongChecksumVariant),
        ("bc1" + "q" * 100, AddressTooLong),
        ("bc1", AddressTooShort),
    ):
        with raises(error):
            script_of(address, MAINNET)


def test_a_mistyped_address_of_another_network_keeps_its_reason():
    with raises(BadChecksum):
        script_of("bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhw", TESTNET4)


def test_hashes_that_are_not_of_20_bytes():
    for length in (0, 19, 21, 32):
        with raises(BadHashLength):
            script_of(base58.encode_check(b"\0" + bytes(length)), MAINNET)
    with raises(BadHashLength):
        script_of(base58.encode_check(b""), MAINNET)


def test_a_private_key_is_not_an_address():
    with raises(BadHashLength):
        script_of(base58.encode_check(b"\x80" + bytes(32) + b"\x01"), MAINNET)


def test_any_other_character_anywhere_is_refused():
    for network, (address, _) in ALL:
        for index in range(len(address)):
            other = "q" if address[index] != "q" else "p"
            try:
                script_of(address[:index] + other + address[index + 1 :], network)
            except InvalidAddress as error:
                assert str(error)
            else:
                raise AssertionError(f"{address} is accepted with {other} at {index}")
