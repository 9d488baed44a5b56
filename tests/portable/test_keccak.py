"""Keccak-256, whoever computes it here: answers of the Keccak team and of Ethereum's own constants."""

from lightclient.crypto import keccak
from lightclient.crypto.keccak import RATE, absorb, keccak256
from tests.portable.support import raises

# Message, hash: the empty one and "abc" as the Keccak team published them; the ends of a block of 136 bytes.
KNOWN = (
    (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
    (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    (b"transfer(address,uint256)", "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b"),
    (b"\x80", "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"),
)


def test_known_answers():
    for message, digest in KNOWN:
        assert keccak256(message).hex() == digest
        assert keccak256(memoryview(message)).hex() == digest


def test_ends_of_blocks():
    seen = b"".join([keccak256(bytes(size)) for size in range(RATE - 2, RATE + 3)] + [keccak256(bytes(3 * RATE))])
    assert keccak256(seen).hex() == "42622206855ac75a8f2ebf4e095cf95914811a7b294b20f7e7eaf2a33a75fb0f"


def test_both_ways_of_computing_agree():
    """Boards compile the permutation; plain Python stands in for it elsewhere, and must say the same."""
    state, other = bytearray(range(200)), bytearray(range(200))
    blocks = bytes(range(RATE)) + bytes(RATE)
    absorb(state, blocks)
    keccak._absorb(other, blocks[:RATE])
    keccak._absorb(other, blocks[RATE:])
    assert state == other
    assert keccak.BACKEND in ("machine", "viper", "python")


def test_what_is_no_bytes():
    with raises(TypeError):
        keccak256(7)
