"""Miniscript in descriptors: what is refused, by name, and that hosts and boards compile the same."""

from hashlib import sha256

from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.errors import BadKeyExpression, BadThreshold, KeyCount, MisplacedFunction
from lightclient.wallet.miniscript.errors import (
    MiniscriptSyntax,
    TooDeepMiniscript,
    UnknownFragment,
    UnsafeMiniscript,
    WrongType,
)
from tests.portable.support import raises

G = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
H = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"
FULL = "04" + G[2:] + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
DIGEST = "11" * 32


def wsh(text):
    return Descriptor("wsh(" + text + ")", MAINNET).witness_script()


def tr(text):
    return Descriptor("tr(" + H + "," + text + ")", MAINNET)


def test_scripts():
    for text, script in (
        ("pk(" + G + ")", "21" + G + "ac"),
        ("and_v(v:pk(" + G + "),older(144))", "21" + G + "ad029000b2"),
        (
            "or_d(pk(" + G + "),and_v(v:pkh(" + H + "),after(500000000)))",
            "21" + G + "ac736476a91406afd46bcdfd22ef94ac122aa11f241244a37ecc88ad040065cd1db168",
        ),
        ("and_v(v:pk(" + G + "),sha256(" + DIGEST + "))", "21" + G + "ad82012088a820" + DIGEST + "87"),
    ):
        assert wsh(text).hex() == script, text
        assert Descriptor("wsh(" + text + ")", MAINNET).script() == b"\x00\x20" + sha256(bytes.fromhex(script)).digest()
    (leaf,) = tr("multi_a(1," + G + "," + H + ")").policy.leaves_at(0)
    assert leaf == (0, bytes.fromhex("20" + G[2:] + "ac20" + H[2:] + "ba519c"))
    ordered = tr("sortedmulti_a(1," + H + "," + G + ")")
    assert ordered.policy.leaves_at(0) == [leaf]
    both = tr("{pk(" + G + "),{pk(" + H + "),pk(" + G[2:] + ")}}")  # the same key in two leaves is as good as in one
    assert [depth for depth, _ in both.policy.leaves_at(0)] == [1, 2, 2]


def test_texts_that_are_no_miniscripts():
    pk = "pk(" + G + ")"
    for text, error in (
        ("pk(" + G, MiniscriptSyntax),
        ("pk(" + G + "))", MiniscriptSyntax),
        (pk + pk, MiniscriptSyntax),
        ("v:", MiniscriptSyntax),
        (":" + pk, MiniscriptSyntax),
        ("v::" + pk, MiniscriptSyntax),
        ("and_v(v:" + pk + ")", MiniscriptSyntax),
        ("and_v(v:" + pk + "," + pk + "," + pk + ")", MiniscriptSyntax),
        ("older(0)", MiniscriptSyntax),
        ("older(01)", MiniscriptSyntax),
        ("older(-1)", MiniscriptSyntax),
        ("older(2147483648)", MiniscriptSyntax),
        ("older()", MiniscriptSyntax),
        ("sha256(" + DIGEST[2:] + ")", MiniscriptSyntax),
        ("sha256(" + DIGEST[1:] + "g)", MiniscriptSyntax),
        ("0(" + pk + ")", MiniscriptSyntax),
        ("p k(" + G + ")", MiniscriptSyntax),
        ("pq(" + G + ")", UnknownFragment),
        ("q:" + pk, UnknownFragment),
        ("multi_a(1," + G + ")", UnknownFragment),
        ("and_v(" + pk + "," + pk + ")", WrongType),
        ("pk_k(" + G + ")", WrongType),
        ("v:" + pk, WrongType),
        ("a:" + pk, WrongType),
        ("thresh(2," + pk + ")", BadThreshold),
        ("or_i(multi(2," + G + "),0)", BadThreshold),
        ("t:v:multi(1" + ("," + G) * 21 + ")", MiniscriptSyntax),
        ("tv:multi(1" + ("," + G) * 21 + ")", KeyCount),
        ("wpkh(" + G + ")", MisplacedFunction),
        ("pk()", BadKeyExpression),
        ("pk(" + FULL + ")", BadKeyExpression),
        ("pk(" + G[2:] + ")", BadKeyExpression),
        ("n" * 100 + ":" + pk, TooDeepMiniscript),
        ("and_v(v:" * 120 + pk, TooDeepMiniscript),
        ("thresh(1," + pk + ",a:0" * 1000 + ")", MiniscriptSyntax),
    ):
        with raises(error) as caught:
            wsh(text)
        assert str(caught.error), text
    for text in (
        "{" + pk,
        "{" + pk + "}",
        "{" + pk + "," + pk,
        pk + "}",
        "{" + pk + "," + pk + "," + pk + "}",
        pk + ",",
        "{,}",
    ):
        with raises(MiniscriptSyntax):
            tr(text)
    with raises(MiniscriptSyntax):
        tr("")
    with raises(TooDeepMiniscript):
        tr("{" * 129)
    with raises(UnknownFragment):
        tr("multi(1," + G + ")")
    with raises(UnknownFragment):
        tr("{pk(" + G + "),tr(" + G + ")}")


def test_miniscripts_that_nobody_should_be_paid_to():
    pk, other = "pk(" + G + ")", "pk(" + H + ")"
    for text, reason in (
        ("older(1)", "without a signature"),
        ("or_i(" + pk + ",older(1))", "without a signature"),
        ("0", "nothing satisfies"),
        ("and_v(v:" + pk + ",0)", "nothing satisfies"),
        ("and_b(" + pk + ",s:" + pk + ")", "the same key twice"),
        ("or_b(" + pk + ",s:" + other + ")", None),
        ("and_v(v:" + pk + ",or_i(sha256(" + DIGEST + "),older(1)))", "others could change"),
        ("and_v(v:and_v(v:" + pk + ",after(1)),after(500000000))", "mixes time locks"),
        ("and_v(v:and_v(v:" + pk + ",after(1)),after(2))", None),
        ("and_v(v:" + pk + "," + "n" * 97 + ":" + "1)", None),
        ("thresh(1," + pk + ",a:0" * 85 + ")", "more than 201 opcodes"),
    ):
        if reason is None:
            assert wsh(text)
            continue
        with raises(UnsafeMiniscript) as caught:
            wsh(text)
        assert caught.error.args[0].find(reason) >= 0, (text, caught.error.args)
    with raises(UnsafeMiniscript):
        tr("{pk(" + G + "),and_v(v:pk(" + G + "),pk(" + G[2:] + "))}")
