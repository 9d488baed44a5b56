"""Addresses against the vectors of Bitcoin Core, the BIPs and python-bitcoinlib."""

import json

import pytest

from lightclient.bitcoin import base58
from lightclient.bitcoin.address import address_of, script_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import (
    AddressTooShort,
    BadCharacter,
    BadChecksum,
    BadHashLength,
    BadPadding,
    BadWitnessProgram,
    BadWitnessVersion,
    InvalidAddress,
    MixedCase,
    WrongChecksumVariant,
)
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.script import destination_of
from tests.support.data import data

NETWORKS = (MAINNET, TESTNET3, TESTNET4, SIGNET, REGTEST)
CHAINS = {"main": MAINNET, "test": TESTNET3, "testnet4": TESTNET4, "signet": SIGNET, "regtest": REGTEST}

BIP_REASONS = {
    "Invalid human-readable part": WrongNetwork,
    "Invalid checksum": BadChecksum,
    "Invalid checksum (Bech32 instead of Bech32m)": WrongChecksumVariant,
    "Invalid checksum (Bech32m instead of Bech32)": WrongChecksumVariant,
    "Invalid character in checksum": BadCharacter,
    "Invalid witness version": BadWitnessVersion,
    "Invalid program length": BadWitnessProgram,
    "Invalid program length (1 byte)": BadWitnessProgram,
    "Invalid program length (41 bytes)": BadWitnessProgram,
    "Invalid program length for witness version 0 (per BIP141)": BadWitnessProgram,
    "Mixed case": MixedCase,
    "zero padding of more than 4 bits": BadPadding,
    "Non-zero padding in 8-to-5 conversion": BadPadding,
    "Empty data section": AddressTooShort,
}

# -- Bitcoin Core


def test_core_valid_addresses_both_ways_on_their_chain_and_on_no_other():
    count = 0
    for address, script, about in load("core_vectors", "key_io_valid.json"):
        if about["isPrivkey"]:
            continue
        count += 1
        network = CHAINS[about["chain"]]
        assert script_of(address, network) == bytes.fromhex(script)
        assert address_of(bytes.fromhex(script), network) == address
        assert destination_of(bytes.fromhex(script)) is not None
        for other in NETWORKS:
            if not shares_prefix(address, network, other):
                assert refusal(address, other) is WrongNetwork
    assert count


def test_core_case_flips():
    for address, script, about in load("core_vectors", "key_io_valid.json"):
        if about["isPrivkey"]:
            continue
        network = CHAINS[about["chain"]]
        if about.get("tryCaseFlip"):
            assert script_of(address.swapcase(), network) == bytes.fromhex(script)
        else:
            assert issubclass(refusal(address.swapcase(), network), InvalidAddress)


def test_core_private_keys_are_not_addresses():
    keys = [address for address, _, about in load("core_vectors", "key_io_valid.json") if about["isPrivkey"]]
    assert keys
    for key in keys:
        for network in NETWORKS:
            assert refusal(key, network) is BadHashLength


@pytest.mark.parametrize("name", ["core_vectors/key_io_invalid.json", "bips/bitcoinjs/core_base58_keys_invalid.json"])
def test_core_invalid_addresses_on_every_network(name):
    for (address,) in load(name):
        for network in NETWORKS:
            assert issubclass(refusal(address, network), (InvalidAddress, WrongNetwork))


def test_core_old_base58_addresses():
    count = 0
    for address, payload, about in load("bips", "bitcoinjs", "core_base58_keys_valid.json"):
        network = TESTNET4 if about["isTestnet"] else MAINNET
        if about["isPrivkey"]:
            assert refusal(address, network) is BadHashLength
            continue
        count += 1
        kind = {"pubkey": "p2pkh", "script": "p2sh"}[about["addrType"]]
        assert destination_of(script_of(address, network)) == (kind, bytes.fromhex(payload))
    assert count


@pytest.mark.parametrize(
    "name", ["core_vectors/base58_encode_decode.json", "bips/bitcoinjs/core_base58_encode_decode.json"]
)
def test_core_base58_both_ways(name):
    for hexadecimal, text in load(name):
        assert base58.encode(bytes.fromhex(hexadecimal), 256) == text
        assert base58.decode(text, 400) == bytes.fromhex(hexadecimal)


# -- BIPs


def test_bip350_valid_addresses():
    for case in load("bips", "derived_bip_vectors.json")["bip0350"]["valid_addresses"]:
        check_pair(case["address"], bytes.fromhex(case["scriptPubKey"]), network_of(case["address"]))


def test_bip173_valid_addresses_of_later_versions_need_the_checksum_of_bip350():
    cases = [
        (case["scriptPubKey"], case["address"])
        for case in load("bips", "derived_bip_vectors.json")["bip0173"]["valid_addresses"]
    ]
    for script, address in cases + load("bips", "pybitcoinlib_bech32_encode_decode.json"):
        if script.startswith("00"):
            check_pair(address, bytes.fromhex(script), network_of(address))
        else:
            assert refusal(address, network_of(address)) is WrongChecksumVariant


def test_bip173_and_bip350_invalid_addresses_for_their_reason():
    bips = load("bips", "derived_bip_vectors.json")
    cases = [
        (case["address"], case["reason"]) for bip in ("bip0173", "bip0350") for case in bips[bip]["invalid_addresses"]
    ]
    for address, reason in cases + load("bips", "pybitcoinlib_bech32_invalid.json"):
        assert refusal(address, network_of(address)) is BIP_REASONS[reason], address


@pytest.mark.parametrize("name", ["bips/bip341_wallet-test-vectors.json", "core_vectors/bip341_wallet_vectors.json"])
def test_bip341_taproot_addresses(name):
    for case in load(name)["scriptPubKey"]:
        expected = case["expected"]
        check_pair(expected["bip350Address"], bytes.fromhex(expected["scriptPubKey"]), MAINNET)


# -- how


def load(*parts):
    return json.loads(data(*parts).read_text())


def network_of(address):
    return TESTNET4 if address.lower().startswith("tb1") else MAINNET


def shares_prefix(address, network, other):
    """Tell whether an address of `network` is one of `other` too: base58 is the same on all test networks."""
    bech32 = address.lower().startswith(network.hrp + "1")
    return network.hrp == other.hrp if bech32 else network.p2pkh_version == other.p2pkh_version


def check_pair(address, script, network):
    assert script_of(address, network) == script
    expected = address.lower() if address.lower().startswith(network.hrp + "1") else address
    assert address_of(script, network) == expected


def refusal(address, network):
    """Return the class of the error with which `address` is refused."""
    with pytest.raises((InvalidAddress, WrongNetwork)) as caught:
        script_of(address, network)
    assert str(caught.value)
    return caught.type
