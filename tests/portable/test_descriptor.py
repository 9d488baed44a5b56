from hashlib import sha256

from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.crypto import ecdsa, secp256k1
from lightclient.crypto.jacobian import serialize
from lightclient.wallet import descriptor_checksum as checksum
from lightclient.wallet import wif
from lightclient.wallet.bip32 import master
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.errors import (
    BadDescriptorCharacter,
    BadDescriptorChecksum,
    BadKeyExpression,
    BadMultipath,
    BadPath,
    BadThreshold,
    KeyCount,
    MisplacedFunction,
    NoDescriptorChecksum,
    NoSuchChild,
    NoSuchDescriptor,
    ScriptTooLarge,
    Unbalanced,
    UnknownFunction,
)
from lightclient.wallet.path import HARDENED
from tests.portable.support import raises

G = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
H = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"
FULL = "04" + G[2:] + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
ROOT = master(bytes(range(16)))
XPUB = ROOT.public().serialize(MAINNET)
XPRV = ROOT.serialize(MAINNET)
# BlueWallet 7395
YPUB = "Ypub6j9gr7f7uvWfTHdwVwhYRowZH9oqkh9DZz2hdbeKJw7yjQbsfqaruLva2piTZqN7jSKT43LpsnAqHU4vufUGAyGBzD6UJpwTeKiG5JRYUnm"


def test_checksums_of_bip380():
    text = "raw(deadbeef)"
    assert checksum.add(text) == text + "#89f8spxm"
    assert checksum.take(text + "#89f8spxm") == checksum.take(text) == text
    for wrong in ("#", "#89f8spx", "#89f8spxmx", "#99f8spxm", "##9f8spxm"):
        with raises(BadDescriptorChecksum):
            checksum.take(text + wrong)
    with raises(BadDescriptorChecksum):
        checksum.take("raw(deedbeef)#89f8spxm")
    with raises(NoDescriptorChecksum):
        checksum.take(text, True)
    with raises(BadDescriptorCharacter) as caught:
        checksum.take("raw(\u00fc)#00000000")
    assert caught.error.args == (5,)


def test_single_keys_and_their_scripts():
    for text, script in (
        ("pkh(" + G + ")", "76a914751e76e8199196d454941c45d1b3a323f1433bd688ac"),
        ("pkh(" + FULL + ")", "76a91491b24bf9f5288532960ac687abb035127b1d28a588ac"),
        ("wpkh(" + G + ")", "0014751e76e8199196d454941c45d1b3a323f1433bd6"),
        ("sh(wpkh(" + G + "))", "a914bcfeb728b584253d5f3f70bcb780e9ef218a68f487"),
        # BIP386
        (
            "tr(a34b99f22c790c4e36b2b3c2c35a36db06226e41c692fc82b8b56ac1c540c5bd)",
            "512077aab6e066f8a7419c5ab714c12c67d25007ed55a43cadcacb4d7a970a093f11",
        ),
    ):
        found = Descriptor(text, MAINNET)
        assert found.script().hex() == script
        assert not found.ranged
    assert Descriptor("wpkh(" + G + ")", MAINNET).address() == "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    x_only = Descriptor("tr(" + G[2:] + ")", MAINNET).script()
    assert x_only == Descriptor("tr(" + G + ")", MAINNET).script()


def test_several_keys_and_their_scripts():
    witness = bytes.fromhex("5121" + H + "21" + G + "52ae")
    found = Descriptor("wsh(multi(1," + H + "," + G + "))", MAINNET)
    assert found.witness_script() == witness
    assert found.redeem_script() is None
    assert found.script() == b"\x00\x20" + sha256(witness).digest()
    ordered = Descriptor("wsh(sortedmulti(1," + H + "," + G + "))", MAINNET)
    assert ordered.witness_script().hex() == "5121" + G + "21" + H + "52ae"
    nested = Descriptor("sh(wsh(multi(1," + H + "," + G + ")))", MAINNET)
    assert nested.redeem_script() == found.script()
    assert nested.witness_script() == witness
    old = Descriptor("sh(multi(1," + H + "," + G + "))", MAINNET)
    assert old.redeem_script() == witness
    assert old.witness_script() is None
    assert old.address()[0] == nested.address()[0] == "3"


def test_thresholds_over_16_are_pushed_as_bytes():
    found = Descriptor("wsh(multi(17" + ("," + G) * 20 + "))", MAINNET)
    script = found.witness_script()
    assert (script[:2], script[-3:]) == (b"\x01\x11", b"\x01\x14\xae")


def test_extended_keys_with_paths():
    found = Descriptor("wpkh([00000000/84h/0']" + XPUB + "/1/*)", MAINNET)
    assert found.ranged
    assert found.script(7)[2:] != found.script(8)[2:]
    assert found.keys[0].key(7) == ROOT.derive("1/7").key
    assert found.keys[0].origin == (bytes(4), (84 + HARDENED, HARDENED))
    hardened = Descriptor("wpkh(" + XPRV + "/1h/*')", MAINNET)
    assert hardened.keys[0].key(7) == ROOT.derive("1h/7h").key
    for index in (-1, HARDENED):
        with raises(NoSuchChild):
            hardened.address(index)
    fixed = Descriptor("wpkh(" + XPUB + ")", MAINNET)
    assert fixed.keys[0].key() == ROOT.key and fixed.keys[0].origin is None


def test_several_descriptors_in_one():
    pair = "wsh(sortedmulti(1," + XPUB + "/<0;1>/*,[00000000/1]" + XPUB + "/7/<4;5h>))"
    for text, branches, expanded in (
        ("wpkh(" + XPUB + "/<0;1>/*)", 2, ["wpkh(" + XPUB + "/0/*)", "wpkh(" + XPUB + "/1/*)"]),
        ("tr(" + XPUB + "/<7;8;9>)", 3, ["tr(" + XPUB + "/" + last + ")" for last in "789"]),
    ):
        for branch, one in enumerate(expanded):
            found = Descriptor(checksum.add(text), MAINNET, True, branch)
            wanted = Descriptor(one, MAINNET)
            assert (found.several, wanted.several) == (branches, 1)
            assert found.script(1) == wanted.script(1)
            assert found.keys[0].derivation(1) == wanted.keys[0].derivation(1)
        assert Descriptor(text, MAINNET).script(1) == Descriptor(expanded[0], MAINNET).script(1)
        for branch in (branches, -1):
            with raises(NoSuchDescriptor):
                Descriptor(text, MAINNET, which=branch)
    assert Descriptor(pair, MAINNET).keys[1].derivation() == (bytes(4), (1, 7, 4))
    with raises(BadKeyExpression):  # the second branch would be hardened
        Descriptor(pair, MAINNET, which=1)
    with raises(NoSuchDescriptor):
        Descriptor("wpkh(" + XPUB + "/*)", MAINNET, which=1)
    for paths in (
        "/<0>/*",
        "/<>/*",
        "/<0;0>/*",
        "/<0;0/*",
        "/0;1>/*",
        "/<0;1>/<2;3>",
        "<0;1>/*",
        "/<0;1>x/*",
        "/<0;1>0",
        "/1<0;1>",
    ):
        with raises(BadMultipath if "<" in paths else BadKeyExpression):
            Descriptor("wpkh(" + XPUB + paths + ")", MAINNET)
    with raises(BadMultipath):
        Descriptor("wsh(multi(1," + XPUB + "/<0;1>," + XPUB + "/<0;1;2>))", MAINNET)
    with raises(BadMultipath):
        Descriptor("wpkh([00000000/<0;1>]" + XPUB + "/0)", MAINNET)
    for step in ("x", "", "01", "-1", "2147483648"):
        with raises(BadPath):
            Descriptor("wpkh(" + XPUB + "/<0;" + step + ">/*)", MAINNET)


def test_a_descriptor_in_a_bug_report_of_bluewallet():
    shared = Descriptor("sh(wsh(sortedmulti(1," + YPUB + "/<0;1>/*," + YPUB + "/<2;3>/*)))", MAINNET)
    assert shared.several == 2 and shared.address(0)[0] == "3"
    for text in ("wpkh(" + YPUB + "/0/*)", "sh(wpkh(" + YPUB + "))", "wsh(multi(1," + YPUB + "))", "tr(" + YPUB + ")"):
        with raises(BadKeyExpression) as caught:
            Descriptor(text, MAINNET)
        assert caught.error.args == (1, "Ypub stands for sh(wsh)")


def test_private_keys_in_wif():
    secret = bytes(31) + b"\x01"
    compressed, full = (wif.serialize(secret, MAINNET, choice) for choice in (True, False))
    assert Descriptor("pkh(" + compressed + ")", MAINNET).script() == Descriptor("pkh(" + G + ")", MAINNET).script()
    assert Descriptor("pkh(" + full + ")", MAINNET).script() == Descriptor("pkh(" + FULL + ")", MAINNET).script()


def test_what_is_not_understood_is_refused_by_name():
    many = ("," + G) * 16
    for text, error in (
        ("", UnknownFunction),
        (G, UnknownFunction),
        ("pk(" + G + ")", UnknownFunction),
        ("wsh", UnknownFunction),
        ("multi(1," + G + ")", MisplacedFunction),
        ("wsh(wpkh(" + G + "))", MisplacedFunction),
        ("sh(sh(wpkh(" + G + ")))", MisplacedFunction),
        ("wsh(tr(" + G + "))", MisplacedFunction),
        ("wpkh(" + G, Unbalanced),
        ("wpkh(" + G + "))", Unbalanced),
        ("wsh(multi(0," + G + "))", BadThreshold),
        ("wsh(multi(2," + G + "))", BadThreshold),
        ("wsh(multi(01," + G + "))", BadThreshold),
        ("wsh(multi(1))", BadThreshold),
        ("sh(multi(1" + many + "))", KeyCount),
        ("wsh(multi(1" + many + ("," + G) * 5 + "))", KeyCount),
        ("sh(multi(1" + ("," + FULL) * 8 + "))", ScriptTooLarge),
    ):
        with raises(error):
            Descriptor(text, MAINNET)


def test_keys_that_are_none():
    off_curve = "02" + "00" * 31 + "05"
    for key in (
        "",
        G[:-2],
        G[:-1] + " ",
        off_curve,
        FULL,
        G[2:],
        G + "/0",
        "[0000000]" + G,
        "[0000000g]" + G,
        "[00000000/]" + G,
        "[00000000" + G,
        "[00000000][00000000]" + G,
        "[00000000/x]" + G,
        XPUB + "/",
        XPUB + "/*/1",
        "[00000000/m]" + G,
        "[00000000/m/1]" + G,
        YPUB + "/0/*",
        XPUB + "/m/1",
        XPUB + "/1h",
        XPUB + "/*h",
        XPUB[:-1] + "1",
    ):
        with raises(BadKeyExpression) as caught:
            Descriptor("wpkh(" + key + ")", MAINNET)
        assert caught.error.args[0] == 1, key
    with raises(BadKeyExpression) as caught:
        Descriptor("wsh(multi(1," + G + "," + XPUB + "))", REGTEST)
    place, error = caught.error.args
    assert place == 2 and error.name == "WrongNetwork" and error.args == ("xpub", "regtest")


def test_nothing_shows_a_secret_unasked():
    wrong = wif.serialize(bytes(31) + b"\x01", MAINNET)
    for text in ("wpkh(" + XPRV + "/1x)", wrong, XPRV + "(", "wpkh(" + wrong + "/0)", "wpkh(" + XPRV[:-1] + "1)"):
        try:
            Descriptor(text, MAINNET)
            raise AssertionError("taken")
        except (BadKeyExpression, UnknownFunction) as error:
            shown = str(error) + repr(error)
            assert XPRV[8:20] not in shown and wrong[:12] not in shown
    found = Descriptor("wpkh(" + XPRV + "/*)", MAINNET)
    assert XPRV[8:20] not in repr(found) + str(found) + repr(found.keys)


def test_the_generator_is_g():
    assert serialize(secp256k1.parse(bytes.fromhex(FULL))).hex() == G
    assert ecdsa.public_key(secp256k1, bytes(31) + b"\x02").hex() == H
