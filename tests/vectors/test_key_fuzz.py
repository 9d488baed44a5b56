"""Texts and bytes of keys: whatever comes is read or refused by a named error, and what is read is written again."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from lightclient.bitcoin import base58
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.script import p2wpkh
from lightclient.errors import LightClientError
from lightclient.wallet import base64, bip32, bip39, bip322, descriptor_checksum, message, path, sighash, wif
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.slip132 import PREFIXES

PARTS = [*"()[],/#*'h<;>", "wpkh(", "sh(", "wsh(", "tr(", "multi(", "sortedmulti(", "1", "00000000", "02" + "11" * 32]
PARTS += ["pk(", "v:pkh(", "and_v(", "or_d(", "andor(", "thresh(2,", "older(9)", "a:0", "s:", "tv:", "multi_a(2,", "{}"]
XPUB = bip32.master(bytes(16)).public().serialize(MAINNET)
texts = st.text(max_size=120) | st.lists(st.sampled_from([*PARTS, XPUB]), max_size=12).map("".join)
words = list(bip39.words())


@given(texts)
@example("m/0h")
@example("wsh(multi(1," + XPUB + "/0/*," + XPUB + "))")
@example("wsh(and_v(v:pk(" + XPUB + "/<0;1>/*),older(9)))")
@example("tr(" + XPUB + ",{pk(" + XPUB + "/1),{older(9),and_v(v:pk(" + XPUB + "/2),")
@settings(max_examples=300)
def test_readers_answer_or_name_an_error(text):
    for read in (
        lambda: path.parse(text),
        lambda: bip32.parse(text),
        lambda: wif.parse(text, MAINNET),
        lambda: bip39.entropy(text),
        lambda: Descriptor(text, MAINNET).address(0),
        lambda: message.verify(b"", b"", text),
        lambda: bip322.verify(p2wpkh(bytes(20)), b"", text),
    ):
        try:
            read()
        except LightClientError as error:
            assert str(error)


@given(st.lists(st.integers(0, 2**32 - 1), max_size=255).map(tuple))
def test_paths(steps):
    assert path.parse(path.serialize(steps)) == steps


@given(
    st.sampled_from(PREFIXES),
    st.binary(min_size=41, max_size=41),
    st.integers(0, 4),
    st.binary(min_size=32, max_size=32),
)
def test_an_extended_key_is_read_from_its_one_form(known, place, first, rest):
    name, version, family, scripts = known
    data = version.to_bytes(4, "big") + place + bytes((first,)) + rest
    try:
        key, prefix = bip32.parse(base58.encode_check(data))
    except LightClientError:
        return
    assert (prefix.name, prefix.scripts, key.secret is None) == (name, scripts, first > 0)
    network = MAINNET if family == MAINNET.xpub_version else TESTNET3
    assert base58.decode_check(key.serialize(network))[4:] == data[4:]


@given(st.integers(4, 8).flatmap(lambda count: st.binary(min_size=4 * count, max_size=4 * count)))
def test_sentences(entropy):
    sentence = bip39.sentence(entropy)
    assert bip39.entropy(sentence) == entropy
    number = int.from_bytes(entropy, "big") << len(entropy) // 4
    count = len(entropy) * 3 // 4
    assert sentence.split()[:-1] == [words[number >> 11 * place & 2047] for place in range(count - 1, 0, -1)]


@given(
    st.text(alphabet=descriptor_checksum.INPUT, min_size=1, max_size=60).filter(lambda text: "#" not in text), st.data()
)
def test_a_descriptor_mistyped_in_up_to_three_places_is_noticed(text, data):
    """BIP380: up to 3 errors in texts of up to 49,154 characters, if they stay in the first 32 of the alphabet's 96."""
    mistyped = list(descriptor_checksum.add(text))
    assert descriptor_checksum.take("".join(mistyped), True) == text
    for place in data.draw(st.sets(st.integers(0, len(text) - 1), min_size=1, max_size=3)):
        index = descriptor_checksum.INPUT.index(mistyped[place])
        group = descriptor_checksum.INPUT[index & 96 : (index & 96) + 32].replace("#", "")
        mistyped[place] = data.draw(st.sampled_from(group))
    assume("".join(mistyped) != descriptor_checksum.add(text))
    with pytest.raises(LightClientError):
        descriptor_checksum.take("".join(mistyped))


@given(st.binary(max_size=60))
@example(b"\x4d\x01")
@example(b"\x4e\xff\xff\xff\xff\xab")
def test_scripts_lose_nothing_but_separators(script):
    kept = sighash.without_separators(script)
    assert kept.replace(b"\xab", b"") == script.replace(b"\xab", b"")


@given(st.binary(min_size=1, max_size=80))
def test_base64(data):
    assert base64.parse(base64.serialize(data)) == data
