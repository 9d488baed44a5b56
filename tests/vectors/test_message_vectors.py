"""Signed messages: the vectors of BIP322."""

import pytest

from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.wallet import bip322, wif
from lightclient.wallet.errors import BadMessageSignature, UnknownScript
from lightclient.wallet.signers import SingleKey
from tests.support.vectors import load_json

BASIC = "bips/bip322_basic.json"


def test_transactions_of_bip322():
    vectors = load_json(BASIC)["tx_hashes"]
    assert len(vectors) == 3
    for vector in vectors:
        message, script = vector["message"].encode(), script_of(vector["address"], MAINNET)
        assert bip322.message_hash(message).hex() == vector["message_hash"]
        assert bip322.to_spend(script, message).txid()[::-1].hex() == vector["to_spend_tx_hash"]
        assert bip322.to_sign(script, message).txid()[::-1].hex() == vector["to_sign_tx_hash"]


def test_simple_signatures_of_bip322():
    vectors = load_json(BASIC)["simple"]
    kinds = [vector["type"] for vector in vectors]
    assert kinds == ["p2wpkh", "p2wpkh", "p2wsh-multisig-3of3", "p2tr"]
    made = 0
    for vector in vectors:
        message, script = vector["message"].encode(), script_of(vector["address"], MAINNET)
        for signature in vector["bip322_signatures"]:
            assert bip322.verify(script, message, signature)
            assert not bip322.verify(script, message + b".", signature)
        if vector["type"].startswith("p2wsh"):
            with pytest.raises(UnknownScript):
                bip322.sign(SingleKey(bytes(31) + b"\x01"), script, message)
            continue
        secret, _ = wif.parse(vector["private_keys"][0], MAINNET)
        mine = bip322.sign(SingleKey(secret), script, message)
        assert bip322.verify(script, message, mine)
        made += mine in vector["bip322_signatures"]
    assert made == 2


def test_refusals_of_bip322():
    vectors = load_json(BASIC)["error"]
    assert len(vectors) == 8
    found = []
    for vector in vectors:
        message, script = vector["message"].encode(), script_of(vector["address"], MAINNET)
        try:
            found.append(bip322.verify(script, message, vector["signature"]))
        except BadMessageSignature as error:
            found.append(error.name)
    malformed = "BadMessageSignature"
    assert found == [malformed, malformed, False, False, False, False, malformed, malformed]
