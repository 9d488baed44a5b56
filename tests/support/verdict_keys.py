"""Vectors for tests/portable/judge_keys.py: BIP32 and BIP39, descriptors, the digests of Bitcoin Core, PSBTs."""

import base64

from tests.support.vectors import load_json
from tests.vectors.test_key_vectors import DERIVED, NAMES

LARGEST = 4096  # bytes of a transaction: a board takes one in a piece


def vectors():
    bip32 = load_json(DERIVED)["bip32"]
    for chain, vector in enumerate(bip32["valid"]):
        for step in vector["chains"]:
            yield f"bip32 {chain} {step['path']}", "derived", bytes.fromhex(vector["seed"]), step["path"]
            for kind in ("xpub", "xprv"):
                yield f"bip32 {chain} {step['path']} {kind}", "read", step[kind]
    for number, vector in enumerate(bip32["invalid"]):
        yield f"bip32 invalid {number}", "read", vector["key"]
    for number, (entropy, words, *_) in enumerate(load_json("bips/bcoin_mnemonic-english.json")):
        yield f"bip39 {number}", "sentence", bytes.fromhex(entropy)
        for what, changed in (
            ("", words),
            (" short", words[:-4]),
            (" wrong", "zoo " + words),
            (" upper", words.upper()),
        ):
            yield f"bip39 {number} words{what}", "entropy", changed
    for kind, vectors in load_json("bips/bcoin_descriptors_desc-addresses.json").items():
        for number, vector in enumerate(vectors):
            network, index = NAMES[vector.get("network")].name, sum(vector.get("range", [0]))
            yield f"descriptor {kind} {number}", "address", network, index, vector["input"]
    for number, vector in enumerate(load_json("bips/bcoin_descriptors_desc-invalid.json")):
        yield f"descriptor invalid {number}", "address", NAMES[vector.get("network")].name, 0, vector["input"]
    for name in ("core_vectors/sighash.json.xz", "bips/rustbitcoin_legacy_sighash.json"):
        for number, (tx, script, index, hash_type, _) in enumerate(load_json(name)[1:]):
            if len(tx) <= 2 * LARGEST:
                yield f"{name} {number}", "legacy", bytes.fromhex(tx), bytes.fromhex(script), index, hash_type
    for name in ("bip0174", "bip0370", "bip0371"):
        for number, vector in enumerate(load_json(DERIVED)[name]["psbts"]):
            yield f"{name} {number}", "psbt", base64.b64decode(vector["psbt"])
