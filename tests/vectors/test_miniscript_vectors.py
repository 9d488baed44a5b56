"""Miniscript and descriptors by the vectors of Bitcoin Core, and by rust-miniscript on random ones."""

import random
import re

import pytest

from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.codec.errors import TooLarge
from lightclient.errors import LightClientError
from lightclient.wallet import bip32
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.errors import InvalidDescriptor
from lightclient.wallet.miniscript import types
from lightclient.wallet.miniscript.parse import MAX_TEXT, Parser
from tests.support.data import carried
from tools.realdata import DESCRIPTORS, MINISCRIPTS

VALID, NONMAL, NEEDSIG, TIMELOCKMIX, P2WSH_INVALID, TAPSCRIPT_INVALID = 1, 2, 4, 8, 16, 32
MODES = {name: value for name, value in globals().items() if isinstance(value, int)}


def core():
    """Yield (text, script, script in tapscript, mode, opcodes, items) of every call of Core's Test(); "?" is unsaid."""
    source = carried(MINISCRIPTS).read_text()
    call = re.compile(r'^ +Test\("([^"]+)", "([^"]*)", "([^"]*)", ([A-Z0-9_| ]+)(?:, (-?\d+), (-?\d+))?', re.M)
    for text, script, tapscript, mode, ops, items in call.findall(source):
        flags = 0
        for name in mode.split("|"):
            flags |= MODES.get(name.strip().removeprefix("TESTMODE_"), 0)
        yield text, script, script if tapscript == "=" else tapscript, flags, ops, items


def compiled(text, tapscript):
    """Return the node and its script, whose keys are plain ones in hex."""
    keys = []

    def add(key):
        assert re.fullmatch("0[23][0-9a-f]{64}", key)
        keys.append(bytes.fromhex(key)[tapscript:])
        return len(keys) - 1

    node = Parser(text, tapscript, add).whole()
    return node, node.script(keys.__getitem__)


@pytest.mark.slow
def test_core():
    counts = [0, 0]
    for text, script, tapscript, mode, ops, items in core():
        for place, wanted in enumerate((script, tapscript)):
            valid = mode and not mode & (TAPSCRIPT_INVALID if place else P2WSH_INVALID)
            counts[bool(valid)] += 1
            try:
                node, made = compiled(text, place == 1)
            except LightClientError:
                assert not valid, text
                continue
            assert valid, text
            assert wanted in ("?", made.hex()), text
            found = [types.has(node.type, letter) for letter in "msk"]
            assert found == [bool(mode & NONMAL), bool(mode & NEEDSIG), not mode & TIMELOCKMIX], text
            if ops not in ("", "-1"):
                assert node.ops[0] + node.ops[1] == int(ops), text
            if items not in ("", "-1"):
                assert node.items[0] == int(items), text
    assert counts == [75, 119]


# Functions that are refused by name here.
OTHERS = ("combo", "pk", "multi", "sortedmulti", "addr", "raw", "rawtr")


@pytest.mark.slow
def test_descriptors_of_core():
    source = carried(DESCRIPTORS).read_text()
    call = re.compile(r'^ +Check\("([^"]+)", *"([^"]+)",[^{]*(\{\{.*?\}\})', re.M)
    scripts = others = 0
    for private, public, expected in call.findall(source):
        function, inner = private.split("(")[:2]
        if function in OTHERS or "musig" in private or (function == "sh" and inner in ("pk", "pkh")):
            others += 1
            with pytest.raises(InvalidDescriptor):
                Descriptor(public, MAINNET)
            continue
        try:
            found = Descriptor(private, MAINNET)
        except LightClientError as error:
            raise AssertionError(private) from error
        for index, wanted in enumerate(re.findall(r'\{"([0-9a-f]+)"\}', expected)):
            assert found.script(index).hex() == wanted, private
            scripts += 1
    assert (scripts, others) == (49, 22)


def test_what_core_refuses():
    source = carried(DESCRIPTORS).read_text()
    call = re.compile(r'^ +CheckUnparsable\(\s*"([^"]*)",\s*"([^"]*)"', re.M)
    count = 0
    for texts in call.findall(source):
        for text in filter(None, texts):
            count += 1
            with pytest.raises(LightClientError):
                for which in range(Descriptor(text, MAINNET).several):
                    Descriptor(text, MAINNET, which=which)
    assert count > 0


XPUBS = [bip32.master(bytes((number,)) * 16).public().serialize(MAINNET) for number in range(1, 9)]


class Random:
    """Makes miniscripts of which many are of the right types, and each key comes once."""

    def __init__(self, seed, tapscript):
        self.rng = random.Random(seed)
        self.tapscript = tapscript
        self.keys = [f"{xpub}/{which}/*" for xpub in XPUBS for which in (0, 1, 2)]
        self.rng.shuffle(self.keys)

    def key(self):
        return self.keys.pop()

    def made(self, depth):
        rng = self.rng
        if depth == 0 or rng.random() < 0.2:
            return rng.choice(
                (
                    lambda: f"pk({self.key()})",
                    lambda: f"pkh({self.key()})",
                    lambda: f"older({rng.choice((1, 16, 17, 144, 65535, 4194305, 2**31 - 1))})",
                    lambda: f"after({rng.choice((1, 100, 127, 128, 499_999_999, 500_000_000, 2**31 - 1))})",
                    lambda: f"sha256({rng.randbytes(32).hex()})",
                    lambda: f"hash160({rng.randbytes(20).hex()})",
                    lambda: f"multi{'_a' * self.tapscript}(2,{self.key()},{self.key()})",
                )
            )()
        x, y = self.made(depth - 1), self.made(depth - 1)
        form = rng.choice(
            (
                "and_v(v:{x},{y})",
                "and_b({x},a:{y})",
                "and_b({x},s:{y})",
                "or_b({x},a:{y})",
                "or_b({x},s:{y})",
                "or_d({x},{y})",
                "t:or_c({x},v:{y})",
                "or_i({x},{y})",
                "andor({x},{y},0)",
                "and_n({x},{y})",
                "thresh(1,{x},s:{y})",
                "thresh(2,{x},a:{y})",
                "j:{x}",
                "n:{x}",
                "dv:{x}",
                "l:{x}",
                "u:{x}",
            )
        )
        return _joined(form.replace("{x}", x).replace("{y}", y))


def _joined(text):
    """Return the miniscript with wrappers of wrappers in one word."""
    while re.search(r"([a-z]):([a-z]+):", text):
        text = re.sub(r"([a-z]):([a-z]+):", r"\1\2:", text)
    return text


@pytest.mark.slow
def test_rust_miniscript_says_the_same():
    """What one takes the other takes, and makes the same address of it."""
    bdk = pytest.importorskip("bdkpython")
    taken = refused = 0
    for seed in range(600):
        tapscript = seed % 2 == 1
        made = Random(seed, tapscript)
        text = made.made(made.rng.randint(0, 3))
        if tapscript:
            leaf = f"pk({made.key()})"
            tree = made.rng.choice((text, f"{{{text},{leaf}}}", f"{{{leaf},{{{text},pk({made.key()})}}}}"))
            text = f"tr({made.key()},{tree})"
        else:
            text = made.rng.choice((f"wsh({text})", f"sh(wsh({text}))"))
        try:
            ours = Descriptor(text, MAINNET).address(seed)
        except InvalidDescriptor:
            ours = None
        try:
            descriptor = bdk.Descriptor(text, bdk.NetworkKind.MAIN)
            descriptor.sanity_check()
            theirs = str(descriptor.derive_address(seed, bdk.Network.BITCOIN))
        except bdk.DescriptorError:
            theirs = None
        assert ours == theirs, text
        taken += ours is not None
        refused += ours is None
    assert taken > 100 and refused > 100


def test_a_text_longer_than_any_policy_is_refused_unread():
    with pytest.raises(TooLarge):
        Descriptor("wsh(" + "x" * (MAX_TEXT + 1) + ":)", MAINNET)
