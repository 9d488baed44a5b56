"""Keys, sentences, accounts and descriptors against the vectors of BIP32, 39, 84 and 86, Bitcoin Core and bcoin."""

import pytest

from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import BadChecksum, InvalidAddress
from lightclient.bitcoin.networks.known import NETWORKS
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.crypto import backend
from lightclient.crypto.errors import BadSecretKey, InvalidKey, NotOnCurve
from lightclient.errors import LightClientError
from lightclient.wallet import bip32, bip39, descriptor_checksum, wif
from lightclient.wallet.accounts import Account, path
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.errors import (
    BadKeyExpression,
    InvalidDescriptor,
    KeyKindMismatch,
    MisplacedFunction,
    NotARoot,
    UnknownFunction,
    UnknownKeyVersion,
)
from tests.support.vectors import load, load_json, unhex
from tools import wordtable

DERIVED = "bips/derived_bip_vectors.json"
CHAINS = {"main": MAINNET, "test": TESTNET3, "testnet4": TESTNET4, "signet": SIGNET, "regtest": REGTEST}


@pytest.fixture(params=["portable", "coincurve"], autouse=True)
def library(request):
    """Every vector with the portable code and with libsecp256k1."""
    if request.param != "portable":
        pytest.importorskip(request.param)
    backend.use(request.param)
    yield
    backend.use("portable")


# -- BIP32


def test_bip32_chains():
    chains = load_json(DERIVED)["bip32"]["valid"]
    checked = 0
    for chain in chains:
        root = bip32.master(unhex(chain["seed"]))
        for step in chain["chains"]:
            found = root.derive(step["path"])
            assert found.serialize(MAINNET) == step["xprv"]
            assert found.public().serialize(MAINNET) == step["xpub"]
            for text in (step["xprv"], step["xpub"]):
                assert bip32.parse(text)[0].serialize(MAINNET) == text
            checked += 1
    assert (len(chains), checked) == (4, 17)


def test_bip32_public_derivation():
    checked = 0
    for chain in load_json(DERIVED)["bip32"]["valid"]:
        known = {step["path"]: step["xpub"] for step in chain["chains"]}
        for text, xpub in known.items():
            parent, _, last = text.rpartition("/")
            if parent in known and last.isdigit():
                assert bip32.parse(known[parent])[0].derive(last).serialize(MAINNET) == xpub
                checked += 1
    assert checked == 6


REASONS = {
    "pubkey version / prvkey mismatch": KeyKindMismatch,
    "prvkey version / pubkey mismatch": KeyKindMismatch,
    "invalid pubkey prefix 04": KeyKindMismatch,
    "invalid prvkey prefix 04": KeyKindMismatch,
    "invalid pubkey prefix 01": KeyKindMismatch,
    "invalid prvkey prefix 01": KeyKindMismatch,
    "zero depth with non-zero parent fingerprint": NotARoot,
    "zero depth with non-zero index": NotARoot,
    "unknown extended key version": UnknownKeyVersion,
    "private key 0 not in 1..n-1": BadSecretKey,
    "private key n not in 1..n-1": BadSecretKey,
    "invalid checksum": BadChecksum,
}


def test_bip32_refusals():
    vectors = load_json(DERIVED)["bip32"]["invalid"]
    assert len(vectors) == 16
    for vector in vectors:
        with pytest.raises((InvalidKey, InvalidAddress)) as caught:
            bip32.parse(vector["key"])
        wanted = NotOnCurve if vector["reason"].startswith("invalid pubkey 02") else REASONS[vector["reason"]]
        assert type(caught.value) is wanted, vector["reason"]


def test_bcoin_hd():
    vectors = load_json("bips/bcoin_hd.json")
    root = bip32.master(unhex(vectors["seed"]))
    assert root.serialize(MAINNET) == vectors["master_priv"]
    assert root.public().serialize(MAINNET) == vectors["master_pub"]
    assert root.child(0).serialize(MAINNET) == vectors["child1_priv"]
    assert root.public().child(1).serialize(MAINNET) == vectors["child2_pub"]
    assert bip32.parse(vectors["child5_priv"])[0].public().serialize(MAINNET) == vectors["child5_pub"]
    assert bip32.master(unhex(vectors["seed"])).chain == bip32.parse(vectors["master_pub"])[0].chain


# -- BIP39


def test_the_words_are_those_of_the_list():
    words = load("bips/bip39_english.txt").decode().split()
    assert list(bip39.words()) == words
    assert len(words) == 2048
    assert wordtable.TARGET.read_text() == wordtable.source(words)


def test_bip39_sentences_and_seeds():
    vectors = load_json("bips/bcoin_mnemonic-english.json")
    assert len(vectors) == 24
    for entropy, sentence, passphrase, seed, xprv in vectors:
        assert bip39.sentence(unhex(entropy)) == sentence
        assert bip39.entropy(sentence) == unhex(entropy)
        assert bip39.seed(sentence, passphrase.encode()) == unhex(seed)
        assert bip32.master(unhex(seed)).serialize(MAINNET) == xprv


# -- accounts


def fields(lines):
    """Yield the name and the value of each line that has them."""
    for line in lines:
        if "=" in line and not line.startswith("//"):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


@pytest.mark.parametrize(("purpose", "name"), [(84, "bip0084"), (86, "bip0086")])
def test_accounts_of_bip84_and_bip86(purpose, name):
    lines = load_json(DERIVED)[name]
    given = list(fields(lines))
    root = bip32.master(bip39.seed(given[0][1]))
    account = Account.of(root, purpose, MAINNET)
    keys = [bip32.parse(value)[0] for kind, value in given if kind in ("rootpriv", "xprv")]
    assert keys[0].secret == root.secret
    addresses = [value for kind, value in given if kind == "address"]
    assert addresses == [account.address(0), account.address(1), account.address(0, change=1)]
    assert addresses[:2] == [Account(account.key.public(), purpose, MAINNET).address(index) for index in (0, 1)]
    children = [account.child(0), account.child(1), account.child(0, 1)]
    for kind, wanted in (
        ("privkey", [wif.serialize(child.private(), MAINNET) for child in children]),
        ("pubkey", [child.key.hex() for child in children]),
        ("internal_key", [child.key[1:].hex() for child in children]),
        ("scriptPubKey", [account.script(0).hex(), account.script(1).hex(), account.script(0, 1).hex()]),
    ):
        assert [value for name, value in given if name == kind] in ([], wanted)


def test_slip132_prefixes_of_bip84():
    given = list(fields(load_json(DERIVED)["bip0084"]))
    root = bip32.master(bip39.seed(given[0][1]))
    for name, text, key in (
        ("zprv", given[1][1], root),
        ("zpub", given[2][1], root.public()),
        ("zpub", given[3][1], root.derive(path(84, MAINNET)).public()),
    ):
        found, prefix = bip32.parse(text)
        assert (prefix.name, prefix.scripts) == (name, "wpkh")
        assert found.serialize(MAINNET) == key.serialize(MAINNET)


# -- WIF


def test_core_private_keys():
    vectors = [vector for vector in load_json("core_vectors/key_io_valid.json") if vector[2]["isPrivkey"]]
    assert len(vectors) > 15
    for text, secret, kind in vectors:
        network = CHAINS[kind["chain"]]
        assert wif.parse(text, network) == (unhex(secret), kind["isCompressed"])
        assert wif.serialize(unhex(secret), network, kind["isCompressed"]) == text
        other = TESTNET3 if network is MAINNET else MAINNET
        with pytest.raises(WrongNetwork):
            wif.parse(text, other)


def test_core_refusals():
    vectors = load_json("core_vectors/key_io_invalid.json")
    assert len(vectors) == 70
    for (text,) in vectors:
        for network in NETWORKS:
            with pytest.raises(LightClientError):
                wif.parse(text, network)


# -- descriptors

NAMES = {"main": MAINNET, "testnet": TESTNET3, "regtest": REGTEST, None: MAINNET}
BEYOND = ("pk(", "combo(", "raw(", "addr(", "sh(pk(", "sh(pkh(")  # what Core and bcoin know beyond the functions here


def beyond(text):
    return text.startswith(BEYOND)


def test_bcoin_descriptors():
    understood = refused = underivable = 0
    for vectors in load_json("bips/bcoin_descriptors_desc-valid.json").values():
        for vector in vectors:
            network = NAMES[vector.get("network")]
            if beyond(vector["input"]) or vector["input"].startswith(("multi", "sortedmulti")):
                with pytest.raises((UnknownFunction, MisplacedFunction)):
                    Descriptor(vector["input"], network)
                refused += 1
                continue
            bare = vector["input"].partition("#")[0]
            assert descriptor_checksum.checksum(bare) == vector["checksum"]
            text = bare + "#" + vector["checksum"]
            try:
                found = Descriptor(text, network, checksum_needed=True)
            except BadKeyExpression as error:
                # Core and bcoin take a hardened path below a public key, and fail when they need a script.
                assert str(error).endswith("a hardened child follows from the private key alone")
                assert not vector["hasprivatekeys"]
                underivable += 1
                continue
            assert found.ranged == vector["isrange"]
            understood += 1
    assert (understood, refused, underivable) == (29, 18, 10)


def test_bcoin_addresses():
    checked = 0
    for vectors in load_json("bips/bcoin_descriptors_desc-addresses.json").values():
        for vector in vectors:
            if "addresses" not in vector or beyond(vector["input"]):
                continue
            found = Descriptor(vector["input"], NAMES[vector.get("network")])
            first, last = vector.get("range", (0, 0))
            indices = range(first, last + 1)
            assert [found.address(index) for index in indices] == vector["addresses"]
            checked += len(indices)
    assert checked > 50


def test_bcoin_refusals():
    vectors = load_json("bips/bcoin_descriptors_desc-invalid.json")
    assert len(vectors) == 40
    causes = set()
    later = [vector["input"] for vector in vectors if "<" in vector["input"]]  # older than BIP389
    assert [Descriptor(text, TESTNET3).several for text in later] == [2]
    for vector in vectors:
        if vector["input"] in later:
            continue
        with pytest.raises(InvalidDescriptor) as caught:
            Descriptor(vector["input"], NAMES[vector.get("network")], "Missing checksum" in vector["error"])
        causes.add(caught.type.__name__)
    assert len(causes) >= 8
