"""Vectors for tests/portable/judge_forms.py: CBOR, sizes, base58, bech32, addresses, DER, filters."""

from lightclient.bitcoin.networks.known import NETWORKS
from tests.support.vectors import damaged, load_json
from tests.vectors.test_filter_vectors import FILES, Case
from tests.vectors.test_header_vectors import spv_cases, unhex
from tests.vectors.test_signature_vectors import wycheproof

ADDRESSES = "bips/derived_bip_vectors.json"
ODD_TEXTS = ("", "1", "é", "\ud7ff", "bc1", "BC1Q", "1" * 200, "tb1" + "q" * 200, "0OIl", "a b", "\x00", "\x7f")


def vectors():
    for number, case in enumerate(load_json("cbor/appendix_a.json")):
        data = bytes.fromhex(case["hex"])
        yield f"cbor {number}", "cbor", data
        for index, changed in enumerate(damaged(data, 8)):
            yield f"cbor {number} {index}", "cbor", changed
    for major in range(8):
        for low in range(32):
            yield f"cbor head {major} {low}", "cbor", bytes((major << 5 | low,)) + b"\x18" * 9
    for text in (b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xf0\x9f\x98\x80", b"\xff"):
        yield f"cbor text {text.hex()}", "cbor", bytes((0x60 + len(text),)) + text
    yield "cbor deep", "cbor", 9 * b"\x81" + b"\0"
    yield "cbor many", "cbor", b"\x99\x10\x01" + 4097 * b"\0"
    for function in ("parseVarInt", "parseVarIntError"):
        for number, case in enumerate(spv_cases(function)):
            yield f"spv {function} {number}", "size", unhex(case["input"])
    yield from texts()
    yield from scripts()
    yield from filters()
    for name in ("ecdsa_secp256k1_sha256", "ecdsa_secp256k1_sha256_bitcoin", "ecdsa_secp256r1_sha256"):
        for _, test in wycheproof(name):
            yield f"der {name} {test['tcId']}", "der", bytes.fromhex(test["sig"])
    for label in ("canonical", "noncanonical"):
        for number, text in enumerate(load_json(f"bips/bitcoinjs/core_sig_{label}.json")):
            if text.startswith("30"):  # the others are comments
                yield f"der {label} {number}", "der", bytes.fromhex(text)[:-1]


def texts():
    """Every text as whatever it could be, on every network."""
    seen = dict.fromkeys(ODD_TEXTS)
    for name in ("core_vectors/key_io_valid.json", "core_vectors/key_io_invalid.json"):
        seen.update(dict.fromkeys(row[0] for row in load_json(name)))
    for name in ("core_base58_keys_valid", "core_base58_keys_invalid"):
        seen.update(dict.fromkeys(row[0] for row in load_json(f"bips/bitcoinjs/{name}.json")))
    for bip in ("bip0173", "bip0350"):
        vectors = load_json(ADDRESSES)[bip]
        seen.update(
            dict.fromkeys(case["address"] for case in vectors["valid_addresses"] + vectors["invalid_addresses"])
        )
    for name in ("encode_decode", "invalid"):
        rows = load_json(f"bips/pybitcoinlib_bech32_{name}.json")
        seen.update(dict.fromkeys(row[name == "encode_decode"] for row in rows))
    for hexadecimal, text in load_json("core_vectors/base58_encode_decode.json"):
        yield f"base58 {hexadecimal}", "base58plain", text
    for number, text in enumerate(seen):
        for what, form in (("", text), (" swapped", text.swapcase()), (" cut", text[:-1])):
            yield f"text {number} base58{what}", "base58check", form
            yield f"text {number} bech32{what}", "witness", form
        for network in NETWORKS:
            yield f"text {number} {network.name}", "address", network.name, text


def scripts():
    for number, row in enumerate(load_json("core_vectors/key_io_valid.json")):
        for network in NETWORKS:
            yield f"script {number} {network.name}", "script", network.name, bytes.fromhex(row[1])
        for index, changed in enumerate(damaged(bytes.fromhex(row[1]), 5)):
            yield f"script {number} damaged {index}", "script", "mainnet", changed


def filters():
    for name in FILES:
        for row in load_json(name):
            if len(row) < 2 or row[0] == "Block Height":
                continue
            case = Case(row)
            wanted = [*case.matching[:2], b"\x00\x14" + bytes(20)]
            label = f"filter {name} {case.height}"
            yield label, "filter", case.filter, case.block_hash, wanted, case.previous_header
            for index, changed in enumerate(damaged(case.filter, 20)):
                yield f"{label} {index}", "filter", changed, case.block_hash, wanted[:1], case.previous_header
