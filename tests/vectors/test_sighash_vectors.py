"""Digests and signatures of transactions: sighashes of Core, rust-bitcoin and bitcoinjs, BIP143 and BIP341."""

import pytest

from lightclient.bitcoin.script import destination_of
from lightclient.bitcoin.transaction import parse
from lightclient.codec.reader import Reader
from lightclient.crypto import backend, der
from lightclient.crypto.errors import BadSignature
from lightclient.crypto.taproot import output_key, output_secret
from lightclient.wallet import sighash, sign
from lightclient.wallet.signers import SingleKey
from lightclient.wallet.spending import Spending
from tests.support.vectors import load_json, unhex

WALLET = ["bips/bip341_wallet-test-vectors.json", "core_vectors/bip341_wallet_vectors.json"]


def spending(text):
    data = unhex(text)
    return Spending(lambda: Reader(data))


@pytest.mark.parametrize(
    ("name", "count"), [("core_vectors/sighash.json.xz", 500), ("bips/rustbitcoin_legacy_sighash.json", 289)]
)
def test_legacy(name, count):
    vectors = load_json(name)[1:]
    assert len(vectors) == count
    for tx, script, index, hash_type, digest in vectors:
        assert sighash.legacy(spending(tx), index, unhex(script), hash_type)[::-1].hex() == digest


def assembled(text):
    """Return the script that bitcoinjs writes as text; an OP_n pushes n, as far as these vectors go."""
    codes = {"OP_DUP": 0x76, "OP_HASH160": 0xA9, "OP_EQUALVERIFY": 0x88, "OP_CHECKSIG": 0xAC, "OP_CHECKMULTISIG": 0xAE}
    codes |= {"OP_CODESEPARATOR": 0xAB, "OP_CHECKSIGVERIFY": 0xAD, "OP_0": 0}
    codes |= {f"OP_{number}": 0x50 + number for number in range(1, 17)}
    script = b""
    for word in text.split():
        script += bytes((codes[word],)) if word in codes else bytes((len(unhex(word)),)) + unhex(word)
    return script


def test_bip143():
    vectors = load_json("bips/bitcoinjs/transaction.json")["hashForWitnessV0"]
    assert len(vectors) == 8
    for vector in vectors:
        found = sighash.segwit(
            spending(vector["txHex"]), vector["inIndex"], assembled(vector["script"]), vector["value"], vector["type"]
        )
        assert found.hex() == vector["hash"], vector["description"]


@pytest.mark.parametrize("name", WALLET)
def test_bip341_outputs(name):
    vectors = load_json(name)["scriptPubKey"]
    assert len(vectors) == 7
    for vector in vectors:
        internal = unhex(vector["given"]["internalPubkey"])
        root = unhex(vector["intermediary"]["merkleRoot"] or "")
        assert output_key(internal, root).hex() == vector["intermediary"]["tweakedPubkey"]
        assert "5120" + output_key(internal, root).hex() == vector["expected"]["scriptPubKey"]


@pytest.mark.parametrize("name", WALLET)
@pytest.mark.parametrize("library", ["portable", "coincurve"])
def test_bip341_key_path(name, library):
    if library != "portable":
        pytest.importorskip(library)
    backend.use(library)
    (vectors,) = load_json(name)["keyPathSpending"]
    tx = spending(vectors["given"]["rawUnsignedTx"])
    coins = [(coin["amountSats"], unhex(coin["scriptPubKey"])) for coin in vectors["given"]["utxosSpent"]]
    tx.spends(coins)
    signed = parse(unhex(vectors["auxiliary"]["fullySignedTx"]))
    assert len(vectors["inputSpending"]) == 7
    for vector in vectors["inputSpending"]:
        given, between = vector["given"], vector["intermediary"]
        index, hash_type = given["txinIndex"], given["hashType"]
        value, script = coins[index]
        assert sighash.taproot(tx, index, value, script, hash_type).hex() == between["sigHash"]
        secret, root = unhex(given["internalPrivkey"]), unhex(given["merkleRoot"] or "")
        assert output_secret(secret, root).hex() == between["tweakedPrivkey"]
        witness = sign.tr_witness(tx, index, value, script, (SingleKey(secret), None), root, hash_type)
        assert [item.hex() for item in witness] == vector["expected"]["witness"]
        assert signed.witnesses[index] == witness
    backend.use("portable")


# -- signatures that are in the chain, or in Core's tests of valid transactions


def test_core_valid_transactions():
    """Every signature of tx_valid.json that a single key makes, found good under the digest of its kind."""
    checked = {}
    for entry in load_json("core_vectors/tx_valid.json"):
        if not isinstance(entry[0], list):
            continue
        coins = {(unhex(coin[0])[::-1], coin[1] & 0xFFFFFFFF): coin[2:] for coin in entry[0]}
        transaction = parse(unhex(entry[1]))
        tx = spending(entry[1])
        for index, (txid, number, unlocking, _) in enumerate(transaction.inputs):
            text, *value = coins[txid, number]
            witness = transaction.witnesses[index] if transaction.witnesses else []
            for kind in single_key(text, unlocking, witness, tx, index, *value):
                checked[kind] = checked.get(kind, 0) + 1
    assert checked == {"p2pkh": 16, "p2wpkh": 23}


def single_key(text, unlocking, witness, tx, index, value=0):
    """Yield the kind of an input after its signature was checked, nothing if it is not of a single key."""
    script = core_script(text)
    kind, _ = destination_of(script) or (None, b"")
    if kind == "p2pkh" and unlocking and unlocking[0] < 75:
        signature, key = unlocking[1 : 1 + unlocking[0]], unlocking[2 + unlocking[0] :]
        digest = sighash.legacy(tx, index, script, signature[-1])
    elif kind == "p2wpkh" and len(witness) == 2:
        signature, key = witness
        code = b"\x76\xa9\x14" + script[2:] + b"\x88\xac"
        digest = sighash.segwit(tx, index, code, value, signature[-1])
    else:
        return
    if len(key) not in (33, 65):
        return
    try:
        compact = der.parse(signature[:-1])
    except BadSignature:
        return  # from before BIP66
    assert backend.current().verify(key, digest, compact)
    yield kind


def core_script(text):
    """Return a script in the notation of Core's tests, as far as scripts of a single key need it."""
    codes = {"DUP": 0x76, "HASH160": 0xA9, "EQUALVERIFY": 0x88, "CHECKSIG": 0xAC, "0": 0}
    script = b""
    for word in text.split():
        if word.startswith("0x"):
            script += unhex(word)
        elif word in codes:
            script += bytes((codes[word],))
        else:
            return b""
    return script
