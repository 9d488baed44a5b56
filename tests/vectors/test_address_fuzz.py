"""Addresses under arbitrary input, and side by side with the base58 and bech32 packages of others."""

import base58 as other_base58
import bech32 as other_bech32
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lightclient.bitcoin import base58, bech32
from lightclient.bitcoin.address import address_of, script_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import InvalidAddress
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.script import destination_of, p2pkh, p2sh, witness, witness_of
from lightclient.errors import LightClientError

networks = st.sampled_from([MAINNET, TESTNET4, REGTEST])
hashes = st.binary(min_size=20, max_size=20)


@st.composite
def programs(draw):
    version = draw(st.integers(0, 16))
    length = draw(st.sampled_from([20, 32]) if version == 0 else st.integers(2, 40))
    return version, draw(st.binary(min_size=length, max_size=length))


scripts = hashes.map(p2pkh) | hashes.map(p2sh) | programs().map(lambda program: witness(*program))

# Text of any kind, of the right letters, and addresses with one stretch replaced.
base58_like = st.text(base58.ALPHABET, max_size=120)
bech32_like = st.builds(
    lambda prefix, rest, upper: (prefix + "1" + rest).upper() if upper else prefix + "1" + rest,
    st.sampled_from(["bc", "tb", "bcrt", "x"]),
    st.text(bech32.ALPHABET, max_size=95),
    st.booleans(),
)


@st.composite
def damaged(draw):
    address = address_of(draw(scripts), draw(networks))
    start = draw(st.integers(0, len(address)))
    end = draw(st.integers(start, len(address)))
    return address[:start] + draw(st.text(max_size=3) | bech32_like) + address[end:]


texts = st.text() | base58_like | bech32_like | damaged()


@pytest.mark.slow
@given(texts, networks)
def test_any_text_is_an_address_or_a_named_error(text, network):
    try:
        script = script_of(text, network)
    except LightClientError as error:
        assert str(error)
    else:
        assert address_of(script, network) in (text, text.lower())


@given(texts)
def test_decoders_raise_nothing_but_invalid_address(text):
    for decode in (base58.decode, base58.decode_check, bech32.decode, bech32.decode_witness):
        try:
            decode(text)
        except InvalidAddress as error:
            assert str(error)


@given(st.binary(max_size=60))
def test_any_script_has_an_address_or_none(script):
    address = address_of(script, MAINNET)
    assert (address is None) == (destination_of(script) is None)
    if address is not None:
        assert script_of(address, MAINNET) == script


@given(scripts, networks)
def test_address_and_script_round_trip(script, network):
    address = address_of(script, network)
    assert script_of(address, network) == script
    if witness_of(script):
        assert script_of(address.upper(), network) == script


@given(scripts, networks, st.data())
def test_any_single_character_changed_is_refused(script, network, data):
    address = address_of(script, network)
    index = data.draw(st.integers(0, len(address) - 1))
    character = data.draw(st.characters(codec="ascii") | st.characters())
    assume(character != address[index])
    with pytest.raises((InvalidAddress, WrongNetwork)):
        script_of(address[:index] + character + address[index + 1 :], network)


@given(st.binary(max_size=base58.MAX_LENGTH))
def test_base58_agrees_with_the_base58_package(raw):
    text = base58.encode(raw)
    assert text == other_base58.b58encode(raw).decode()
    assert base58.decode(text, len(text)) == raw
    if len(raw) <= 78:
        text = base58.encode_check(raw)
        assert text == other_base58.b58encode_check(raw).decode()
        assert base58.decode_check(text) == raw


@given(st.text(base58.ALPHABET + "0OIl", max_size=base58.MAX_LENGTH))
def test_base58_accepts_what_the_base58_package_accepts(text):
    assert outcome(base58.decode, text) == outcome(other_base58.b58decode, text)
    assert outcome(base58.decode_check, text) == outcome(other_base58.b58decode_check, text)


@given(bech32_like | st.text(st.characters(codec="ascii")))
def test_bech32_accepts_what_the_bech32_package_accepts(text):
    prefix, groups = other_bech32.bech32_decode(text)
    try:
        found = bech32.decode(text)
    except InvalidAddress:
        assert prefix is None
    else:
        if found[2] == bech32.BECH32:  # the package knows no bech32m
            assert found[:2] == (prefix, bytes(groups))
        else:
            assert prefix is None


@given(st.binary(max_size=81), st.sampled_from(["a", "bc", "tb"]))
def test_bech32_encodes_as_the_bech32_package_does(raw, prefix):
    groups = bytes(byte & 31 for byte in raw)
    text = bech32.encode(prefix, groups, bech32.BECH32)
    assert text == other_bech32.bech32_encode(prefix, list(groups))
    assert bech32.decode(text) == (prefix, groups, bech32.BECH32)


@given(st.sampled_from([20, 32]).flatmap(lambda length: st.binary(min_size=length, max_size=length)))
def test_version_0_addresses_agree_with_the_bech32_package(program):
    text = bech32.encode_witness("bc", 0, program)
    assert text == other_bech32.encode("bc", 0, program)
    assert other_bech32.decode("bc", text) == (0, list(program))


def outcome(decode, text):
    try:
        return decode(text)
    except (ValueError, InvalidAddress):
        return None
