"""Ethereum's own libraries say the same: pycryptodome's Keccak, rlp and trie, on random input."""

import random

import pytest

from lightclient.codec.errors import TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.errors import LightClientError, Malformed
from lightclient.evm import rlp
from lightclient.evm.trie import EMPTY_ROOT, value_at

keccak = pytest.importorskip("Crypto.Hash.keccak")
theirs = pytest.importorskip("rlp")
HexaryTrie = pytest.importorskip("trie").HexaryTrie

BORDERS = (0, 0x7F, 0x80, 0x81, 0xB7, 0xB8, 0xC0, 0xF8)  # where one form of RLP begins or ends


def test_keccak():
    rng = random.Random(1)
    for size in [*range(300), 1000, 4096]:
        data = rng.randbytes(size)
        assert keccak256(data) == keccak.new(digest_bits=256, data=data).digest()


def tree(rng, depth=0):
    if depth == 4 or rng.random() < 0.6:
        return rng.randbytes(rng.choice([0, 1, 1, 2, 20, 32, 55, 56, 300]))
    return [tree(rng, depth + 1) for _ in range(rng.randrange(5))]


def test_rlp_writes_and_reads_the_same():
    rng = random.Random(2)
    for _ in range(500):
        value = tree(rng)
        data = rlp.serialize(value)
        assert data == theirs.encode(value)
        assert rlp.parse(data) == value == theirs.decode(data)
    for number in (0, 1, 127, 128, 255, 256, 1 << 63, (1 << 256) - 1):
        assert rlp.serialize(number) == theirs.encode(number)


def test_rlp_takes_what_they_take_and_no_more():
    rng = random.Random(3)
    taken = 0
    for _ in range(4_000):
        data = bytearray(rlp.serialize(tree(rng)))
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] = rng.choice([*BORDERS, rng.randrange(256)])
        try:
            found = rlp.parse(bytes(data))
        except TooLarge:
            continue
        except Malformed:
            with pytest.raises(theirs.exceptions.RLPException):
                theirs.decode(bytes(data))
            continue
        assert theirs.encode(found) == bytes(data)
        taken += 1
    assert taken > 200


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_tries(seed):
    rng = random.Random(seed)
    for _ in range(8):
        trie = HexaryTrie({})
        lengths = rng.choice([[1, 2, 3], [32], [20, 32]])
        keys = [rng.randbytes(rng.choice(lengths)) for _ in range(rng.randrange(40))]
        entries = {key: rng.randbytes(rng.randrange(1, 60)) for key in keys}
        for key, value in entries.items():
            trie[key] = value
        absent = [rng.randbytes(rng.choice(lengths)) for _ in range(8)]
        for key in [*entries, *absent]:
            nodes = [theirs.encode(node) for node in trie.get_proof(key)]
            # Its proofs list nodes that stand in the one above as well.
            proof = [node for place, node in enumerate(nodes) if place == 0 or len(node) >= 32]
            if trie.root_hash == EMPTY_ROOT:
                proof = []
            assert value_at(trie.root_hash, key, proof) == entries.get(key)
            if len(proof) > 1:
                with pytest.raises(LightClientError):
                    value_at(trie.root_hash, key, proof[:-1])
