from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import BadChecksum
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.crypto.errors import BadLength
from lightclient.wallet.bip32 import ExtendedKey, master, parse
from lightclient.wallet.errors import (
    BadExtendedLength,
    HardenedFromPublic,
    NoSuchChild,
    PublicOnly,
    TooDeepPath,
    UnknownKeyVersion,
)
from lightclient.wallet.path import HARDENED
from lightclient.wallet.slip132 import PREFIXES, Prefix
from tests.portable.support import raises

SEED = bytes(range(16))
XPRV = "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"
CHILD = (  # m/0h/1
    "xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7Wf5uMash7SyYq527Hqck2AxYysAA7xmALppuCkwQ"
)


def test_a_tree_grows_from_a_seed():
    root = master(SEED)
    assert root.serialize(MAINNET) == XPRV
    child = root.derive("m/0h/1")
    assert child.public().serialize(MAINNET) == CHILD
    assert (child.depth, child.number, child.parent) == (2, 1, root.child(HARDENED).fingerprint())


def test_public_keys_have_children_without_their_private_keys():
    parent = master(SEED).child(HARDENED).public()
    assert parent.secret is None
    assert parent.child(1).serialize(MAINNET) == CHILD
    with raises(HardenedFromPublic):
        parent.child(HARDENED)
    with raises(PublicOnly):
        parent.private()


def test_what_is_written_is_read():
    for network in (MAINNET, REGTEST):
        root = master(SEED)
        for key in (root, root.public(), root.child(7)):
            text = key.serialize(network)
            found, prefix = parse(text)
            assert found.serialize(network) == text
            assert prefix.name == text[:4]
            prefix.check(network)
    with raises(WrongNetwork):
        Prefix(0x0488B21E).check(REGTEST)


def test_prefixes_say_what_the_keys_are_for():
    assert len(PREFIXES) == 20
    for name, version, _, scripts in PREFIXES:
        prefix = Prefix(version)
        assert (prefix.name, prefix.scripts, prefix.is_private) == (name, scripts, name.endswith("prv"))
    with raises(UnknownKeyVersion):
        Prefix(0)


def test_seeds_have_16_to_64_bytes():
    for length in (0, 15, 65):
        with raises(BadLength):
            master(bytes(length))
    assert master(bytes(64)).secret != master(bytes(16)).secret


def test_a_tree_ends_255_levels_down():
    leaf = ExtendedKey(bytes(31) + b"\x01", None, bytes(32), 255)
    with raises(TooDeepPath):
        leaf.child(0)
    assert ExtendedKey(bytes(31) + b"\x01", None, bytes(32), 254).child(0).depth == 255


def test_children_have_numbers_of_32_bits():
    root = master(SEED)
    for number in (-1, 2 * HARDENED):
        with raises(NoSuchChild):
            root.child(number)
    assert root.child(2 * HARDENED - 1).number == 0xFFFFFFFF


def test_texts_that_are_no_keys():
    with raises(BadChecksum):
        parse(XPRV[:-1] + "j")
    with raises(BadExtendedLength):
        parse("5JuW2AMDYu4xVwRG9DZW18VbzQrGcd5RCgb99sS6ehJsNQXu5b9")


def test_nothing_shows_a_secret_unasked():
    root = master(SEED)
    shown = repr(root) + str(root) + repr([root]) + repr(parse(XPRV)) + repr(parse(XPRV)[1])
    for part in (root.secret.hex(), repr(root.secret)[2:-1], XPRV, root.chain.hex()):
        assert part not in shown
