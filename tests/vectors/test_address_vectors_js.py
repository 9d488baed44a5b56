"""Addresses against the vectors of bitcoinjs and bcoin."""

from lightclient.bitcoin.address import address_of, script_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import InvalidAddress
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import Network
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.script import destination_of
from tests.vectors.test_address_vectors import CHAINS, check_pair, load, network_of, refusal


def custom(p2pkh_version, p2sh_version, hrp):
    versions = {"p2pkh_version": p2pkh_version, "p2sh_version": p2sh_version}
    return Network("custom", MAINNET.genesis, MAINNET.limit_bits, hrp=hrp, **versions)


NETWORKS = {"bitcoin": MAINNET, "testnet": TESTNET3, "regtest": REGTEST, "litecoin": custom(48, 50, "ltc")}

OPCODES = {
    "OP_0": 0x00,
    "OP_RESERVED": 0x50,
    "OP_TRUE": 0x51,
    "OP_RETURN": 0x6A,
    "OP_DUP": 0x76,
    "OP_EQUAL": 0x87,
    "OP_EQUALVERIFY": 0x88,
    "OP_HASH160": 0xA9,
    "OP_HASH256": 0xAA,
    "OP_CHECKSIG": 0xAC,
    "OP_CHECKMULTISIG": 0xAE,
}
OPCODES.update({f"OP_{n}": 0x50 + n for n in range(1, 17)})


# -- bitcoinjs


def test_bitcoinjs_standard_addresses():
    for case in load("bips", "bitcoinjs", "address.json")["standard"]:
        network = NETWORKS[case["network"]]
        check_pair(case.get("base58check") or case["bech32"], assemble(case["script"]), network)


def test_bitcoinjs_bech32_addresses():
    for case in load("bips", "bitcoinjs", "address.json")["bech32"]:
        script = script_of(case["address"], network_of(case["address"]))
        assert destination_of(script)[1].hex() == case["data"]


def test_bitcoinjs_invalid_addresses():
    invalid = load("bips", "bitcoinjs", "address.json")["invalid"]
    for case in invalid["bech32"] + invalid["fromBase58Check"] + invalid["toOutputScript"]:
        if "paymentException" in case:  # a key that is not on the curve: its script is valid, as in Bitcoin Core
            assert script_of(case["address"], MAINNET)
            continue
        network = MAINNET
        if "network" in case:
            network = custom(0, 5, case["network"]["bech32"])
        assert issubclass(refusal(case["address"], network), (InvalidAddress, WrongNetwork))


def test_bitcoinjs_scripts_without_an_address():
    for case in load("bips", "bitcoinjs", "address.json")["invalid"]["fromOutputScript"]:
        script = assemble(case["script"])
        if case["script"].startswith("OP_1 ff"):  # again a key that is not on the curve
            assert address_of(script, MAINNET)
        else:
            assert address_of(script, MAINNET) is None


def test_bitcoinjs_payments():
    count = 0
    for kind in ("p2pkh", "p2sh", "p2wpkh", "p2tr"):
        for case in load("bips", "bitcoinjs", kind + ".json")["valid"]:
            address = case["expected"].get("address") or case["arguments"]["address"]
            output = case["expected"].get("output") or case["arguments"]["output"]
            network = TESTNET3 if address.startswith("2") else MAINNET
            check_pair(address, assemble(output), network)
            assert destination_of(assemble(output))[0] == kind
            count += 1
    assert count


def test_bitcoinjs_payments_with_an_invalid_output_or_address():
    count = 0
    for kind in ("p2pkh", "p2sh", "p2wpkh", "p2tr"):
        for case in load("bips", "bitcoinjs", kind + ".json")["invalid"]:
            arguments = case.get("arguments", {})
            if case["exception"] == "Output is invalid":
                found = destination_of(assemble(arguments["output"]))
                assert found is None or found[0] != kind
            elif (
                case["exception"].startswith("Invalid") and "address" in arguments and "pubkey" not in case["exception"]
            ):
                try:
                    script = script_of(arguments["address"], MAINNET)
                except (InvalidAddress, WrongNetwork):
                    pass
                else:  # an address, but of another kind
                    assert destination_of(script)[0] != kind
            else:
                continue
            count += 1
    assert count


# -- bcoin


def test_bcoin_descriptor_addresses_round_trip():
    count = 0
    for cases in load("bips", "bcoin_descriptors_desc-addresses.json").values():
        for case in cases:
            network = CHAINS[{"testnet": "test"}.get(case.get("network"), case.get("network", "main"))]
            for address in case.get("addresses", []):
                script = script_of(address, network)
                assert address_of(script, network) == address
                if case["input"].startswith("raw("):
                    assert script.hex() == case["input"][4 : case["input"].index(")")]
                count += 1
    assert count


def assemble(text):
    """Return the script of "OP_DUP ab12 ...": opcodes by name, pushes of up to 75 bytes in hex."""
    script = bytearray()
    for word in text.split():
        if word in OPCODES:
            script.append(OPCODES[word])
        else:
            push = bytes.fromhex(word)
            script += bytes([len(push)]) + push
    return bytes(script)
