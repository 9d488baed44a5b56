"""Neutral rooms know no ledger's words: neither in names nor in prose."""

import re

import pytest

from tests.conftest import ROOT

ROOMS = (
    "codec",
    "merkle",
    "store",
    "evidence",
    "votes",
    "sync",
    "decided",
    "mqtt",
    "keys",
    "identity",
    "device",
    "gateway",
)
# Words of one ledger. A block is what every chain is made of; "bits" and "work" have meanings elsewhere.
WORDS = [
    "bitcoin",
    "satoshi",
    "txids?",
    "utxo",
    "mempool",
    "coinbase",
    "chainwork",
    "nbits",
    "segwit",
    "signet",
    "testnet\\d?",
    "mainnet",
    "regtest",
    "electrum",
    "bip(?!340|39|32)\\d+",
    "op_return",
    "ethereum",
    "tendermint",
    "cometbft",
    "burrow",
    "cosmos",
    "amino",
    "ics[ -]?23",
    "iavl",
    "precommits?",
    "app hash",
    "fabric",
    "solidity",
    "lightning",
    "bolt\\d+",
]
PATTERN = re.compile(r"(?<![a-z0-9])(" + "|".join(WORDS) + r")(?![a-z0-9])", re.IGNORECASE)


def files():
    root = ROOT / "lightclient"
    for room in ROOMS:
        yield from sorted(path.relative_to(root) for path in (root / room).rglob("*.py"))


# Where an imported rule has its name from.
ALLOWED = {
    ("codec/protobuf.py", "CometBFT"),
    ("codec/protobuf.py", "Cosmos"),
    ("codec/reader.py", "Bitcoin"),
    ("evidence/policy.py", "coinbase"),
    ("evidence/policy.py", "COINBASE"),
}


def stray(text):
    """Yield (line number, word) of each word that has no place in a neutral room."""
    for number, line in enumerate(text.split("\n"), 1):
        for word in PATTERN.findall(line.replace("_", " ")):
            yield number, word


@pytest.mark.parametrize("file", list(files()), ids=str)
def test_neutral_rooms_speak_of_no_ledger(file):
    text = (ROOT / "lightclient" / file).read_text()
    assert [(number, word) for number, word in stray(text) if (str(file), word) not in ALLOWED] == []


@pytest.mark.parametrize(
    "line", ["def txid_of(x):", "# the mempool of a node", '"""Bitcoin\'s"""', "TXIDS = []", "min_chainwork", "BIP34"]
)
def test_a_word_is_seen_wherever_it_hides(line):
    assert list(stray(line))


@pytest.mark.parametrize("line", ["blocks of a chain", "32 random bits", "the work on top", "ledger.read(payload)"])
def test_common_words_are_nobodys(line):
    assert not list(stray(line))


def replaced():
    """Yield the words that the glossary replaces by others: those after "not"."""
    yield from re.findall(r'not "(\w+)"', (ROOT / "docs/glossary.md").read_text())


# The history names what things were called.
HISTORY = {"docs/glossary.md", "CHANGELOG.md"}


def documents():
    for folder in ("lightclient", "micropython", "examples", "benchmarks", "docs"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".md", ".c", ".sh"):
                yield path
    yield from ROOT.glob("*.md")


def speaks(text, word):
    return re.search(rf"(?<![a-z]){word}s?(?![a-z])", text, re.IGNORECASE)


@pytest.mark.parametrize("word", list(replaced()))
def test_a_word_that_the_glossary_replaces_stands_nowhere_else(word):
    found = {str(path.relative_to(ROOT)) for path in documents() if speaks(path.read_text(), word)}
    assert "docs/glossary.md" in found  # or else this looks in the wrong place
    assert not found - HISTORY


@pytest.mark.parametrize("line", ["self._chance = chance", "Chance: 32 bytes", "greetings of TLS"])
def test_a_replaced_word_is_seen_wherever_it_hides(line):
    assert any(speaks(line, word) for word in replaced())
    assert not any(speaks("a mechanced handshake", word) for word in replaced())
