"""The vectors of keys and digests on MicroPython: the same results and the same refusals as on CPython."""

import contextlib
import io
import subprocess
import sys

from tests.conftest import ROOT
from tests.test_key_vectors import DERIVED, NAMES
from tests.vectors import load_json

JUDGE = """
import sys
sys.path[0] = "."
from lightclient.bitcoin.networks import MAINNET, by_name
from lightclient.codec.reader import Reader
from lightclient.errors import LightClientError
from lightclient.keys import bip32, bip39, sighash
from lightclient.keys.descriptor import Descriptor
from lightclient.keys.spending import Spending

def derived(seed, path):
    return bip32.master(bytes.fromhex(seed)).derive(path).serialize(MAINNET)

def read(text):
    return bip32.parse(text)[0].serialize(MAINNET)

def sentence(entropy):
    found = bip39.sentence(bytes.fromhex(entropy))
    return found, bip39.entropy(found) == bytes.fromhex(entropy)

def address(network, index, text):
    found = Descriptor(text, by_name(network))
    return found.address(int(index)) if found.ranged or index == "0" else ""

def legacy(tx, script, index, hash_type):
    data = bytes.fromhex(tx)
    found = sighash.legacy(Spending(lambda: Reader(data)), int(index), bytes.fromhex(script), int(hash_type))
    return found.hex()

JUDGES = {"derived": derived, "read": read, "sentence": sentence, "address": address, "legacy": legacy}
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        kind, *arguments = line.rstrip("\\n").split("\\t")
        try:
            print(JUDGES[kind](*arguments))
        except LightClientError as error:
            print(error.name, *[value.name if isinstance(value, LightClientError) else value for value in error.args])
"""


def cases():
    """Yield the kind of a case and its arguments."""
    bip32 = load_json(DERIVED)["bip32"]
    for chain in bip32["valid"]:
        for step in chain["chains"]:
            yield "derived", chain["seed"], step["path"]
            yield "read", step["xpub"]
    for vector in bip32["invalid"]:
        yield "read", vector["key"]
    for entropy, *_ in load_json("bips/bcoin_mnemonic-english.json"):
        yield "sentence", entropy
    for vectors in load_json("bips/bcoin_descriptors_desc-addresses.json").values():
        for vector in vectors:
            yield "address", NAMES[vector.get("network")].name, str(sum(vector.get("range", [0]))), vector["input"]
    for vector in load_json("bips/bcoin_descriptors_desc-invalid.json"):
        yield "address", NAMES[vector.get("network")].name, "0", vector["input"]
    for name in ("core_vectors/sighash.json.xz", "bips/rustbitcoin_legacy_sighash.json"):
        for tx, script, index, hash_type, _ in load_json(name)[1:]:
            yield "legacy", tx, script, str(index), str(hash_type)


def test_micropython_gives_the_same_results(micropython, tmp_path, monkeypatch):
    lines = ["\t".join(case) for case in cases()]
    assert len(lines) > 900
    judge, given = tmp_path / "judge.py", tmp_path / "cases"
    judge.write_text(JUDGE)
    given.write_text("\n".join(lines), encoding="utf-8")
    command = [micropython, "-X", "heapsize=4m", str(judge), str(given)]
    theirs = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    ours = io.StringIO()
    monkeypatch.setattr(sys, "argv", ["judge", str(given)])
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with contextlib.redirect_stdout(ours):
        exec(JUDGE, {})
    assert theirs.splitlines() == ours.getvalue().splitlines()
    assert len(ours.getvalue().splitlines()) == len(lines)
