from lightclient.bitcoin import header as codec
from lightclient.bitcoin import tree
from lightclient.bitcoin.errors import DuplicateSibling, InnerNodeIsTransaction, RootMismatch
from lightclient.bitcoin.merkleblock import MerkleBlock, parse, prove
from lightclient.bitcoin.more_errors import (
    NotEnoughBits,
    NotEnoughHashes,
    NothingProved,
    NoTransactions,
    TooManyHashes,
    TooManyTransactions,
    UnusedBits,
    UnusedHashes,
)
from lightclient.codec.errors import NonCanonical, TooLarge, TrailingBytes, Truncated
from lightclient.codec.reader import compact_size
from lightclient.crypto.hashes import sha256d
from tests.portable.blocks import tx_of_64_bytes
from tests.portable.support import raises

TXIDS = [sha256d(bytes((n,))) for n in range(20)]


def header_over(root):
    return codec.serialize(4, bytes(32), root, 1_600_000_000, 0x207FFFFF, 0)


def proof_of(count, positions):
    txids = TXIDS[:count]
    return prove(header_over(tree.root(txids)), txids, positions)


def bits(text):
    """Return flag bytes for bits in the order of the walk."""
    flags = bytearray((len(text) + 7) // 8)
    for index, bit in enumerate(text):
        flags[index >> 3] |= int(bit) << (index & 7)
    return bytes(flags)


def changed(proof, total=None, hashes=None, flags=None):
    return MerkleBlock(
        proof.header,
        proof.total if total is None else total,
        proof.hashes if hashes is None else hashes,
        proof.flags if flags is None else flags,
    )


def refused(error, proof):
    """The proof decodes, but does not prove; return the args of the error."""
    proof = parse(proof.serialize())
    with raises(error) as caught:
        proof.matches()
    return caught.error.args


def raw(total=1, count=1, hashes=bytes(32), flags=b"\x01\x01"):
    return bytes(80) + total.to_bytes(4, "little") + compact_size(count) + hashes + flags


def malformed(error, data):
    with raises(error) as caught:
        parse(data)
    return caught.error.args


# -- what proves


def test_every_transaction_of_every_small_block_can_be_proved():
    for count in range(1, 21):
        for position in range(count):
            data = proof_of(count, {position}).serialize()
            assert parse(data).matches() == [(position, TXIDS[position])]
            assert parse(data).serialize() == data


def test_several_transactions_are_proved_at_once():
    for positions in ({0, 6}, {1, 2, 5}, set(range(7))):
        assert proof_of(7, positions).matches() == [(n, TXIDS[n]) for n in sorted(positions)]


def test_the_walk_visits_what_the_picture_shows():
    #          root              bits:   root 1, left 1, tx0 0, tx1 1, right 0
    #         /    \             hashes: tx0, tx1, right
    #      left    right
    #      /  \
    #    tx0  tx1
    proof = proof_of(4, {1})
    assert proof.flags == bits("11010")
    assert proof.hashes == TXIDS[0] + TXIDS[1] + sha256d(TXIDS[2] + TXIDS[3])


# -- what does not decode


def test_a_block_has_transactions():
    malformed(NoTransactions, raw(total=0))


def test_a_block_has_no_more_transactions_than_fit():
    assert malformed(TooManyTransactions, raw(total=16667)) == (16667, 16666)
    assert parse(raw(total=16666)).total == 16666


def test_there_are_no_more_hashes_than_transactions():
    assert malformed(TooManyHashes, raw(total=1, count=2)) == (2, 1)


def test_there_is_a_bit_for_each_hash():
    assert parse(raw(9, 8, bytes(256), b"\x01\x00")).flags == b"\x00"
    malformed(NotEnoughBits, raw(9, 9, bytes(288), b"\x01\x00"))
    malformed(NotEnoughBits, raw(flags=b"\x00"))


def test_counts_are_bounded_before_they_are_read():
    assert malformed(TooLarge, raw(16666, 0x02000001))[0] == "the number of hashes"
    assert malformed(TooLarge, raw(flags=compact_size(16667)))[0] == "the number of flag bytes"


def test_counts_are_in_their_shortest_form():
    malformed(NonCanonical, raw(flags=b"\xfd\x01\x00\x01"))


def test_input_cut_short_anywhere_is_truncated():
    data = proof_of(7, {2, 5}).serialize()
    for size in range(len(data)):
        malformed(Truncated, data[:size])


def test_bytes_after_the_proof_are_refused():
    malformed(TrailingBytes, proof_of(7, {2}).serialize() + b"\x00")


# -- what does not prove


def test_the_root_is_that_of_the_header():
    proof = proof_of(7, {2})
    proof.header = header_over(bytes(32))
    refused(RootMismatch, proof)


def test_every_hash_counts():
    proof = proof_of(7, {2})
    for index in range(0, len(proof.hashes), 32):
        flipped = bytes((proof.hashes[index] ^ 1,))
        refused(RootMismatch, changed(proof, hashes=proof.hashes[:index] + flipped + proof.hashes[index + 1 :]))


def test_a_proof_without_a_match_proves_nothing():
    refused(NothingProved, proof_of(7, set()))
    # Bits of ancestors, but no leaf that matches.
    refused(NothingProved, changed(proof_of(2, {0}), flags=bits("100")))


def test_a_missing_hash_is_noticed():
    proof = proof_of(7, {2})
    refused(NotEnoughHashes, changed(proof, hashes=proof.hashes[:-32]))


def test_a_hash_too_many_is_noticed():
    proof = proof_of(7, {2})
    assert refused(UnusedHashes, changed(proof, hashes=proof.hashes + bytes(64))) == (2,)


def test_bits_that_end_too_early_are_noticed():
    proof = proof_of(20, set(range(20)))  # 41 bits
    refused(NotEnoughBits, changed(proof, flags=proof.flags[:-1]))


def test_a_byte_of_bits_too_many_is_noticed():
    for count in (4, 7, 20):
        proof = proof_of(count, {2})
        for more in (b"\x00", b"\x01"):
            refused(UnusedBits, changed(proof, flags=proof.flags + more))


def test_padding_is_zero():
    proof = proof_of(4, {1})  # five bits
    for bit in (5, 6, 7):
        refused(UnusedBits, changed(proof, flags=bytes((proof.flags[0] | 1 << bit,))))


def test_a_transaction_cannot_be_shown_twice():
    #   CVE-2012-2459: to the header, a tree of four whose last two are the same is a tree of three
    #
    #          root                          root
    #         /    \                        /    \
    #       01      22         =          01      22
    #      /  \    /  \                  /  \    /  \
    #     0    1  2   (2)               0    1  2    2
    three = proof_of(3, {2})
    hashes = sha256d(TXIDS[0] + TXIDS[1]) + TXIDS[2]
    assert three.hashes == hashes and three.matches() == [(2, TXIDS[2])]
    for flags in ("10111", "10110", "10101"):
        assert refused(DuplicateSibling, changed(three, 4, hashes + TXIDS[2], bits(flags))) == (0,)


def test_a_subtree_cannot_be_shown_twice():
    #   0 1 2 3 4 5 and 0 1 2 3 4 5 4 5 have one root
    six = proof_of(6, {4})
    assert six.flags == bits("101110") and six.matches() == [(4, TXIDS[4])]
    eight = changed(six, 8, six.hashes + sha256d(TXIDS[4] + TXIDS[5]), bits("1011100"))
    assert refused(DuplicateSibling, eight) == (1,)


def test_a_transaction_cannot_pass_as_an_inner_node():
    #   CVE-2017-12842: the header is over two transactions, the first of 64 bytes: two hashes, the second a fake
    fake = tx_of_64_bytes()
    header = header_over(tree.root([sha256d(fake), TXIDS[1]]))
    assert prove(header, [sha256d(fake), TXIDS[1]], {0}).matches() == [(0, sha256d(fake))]
    forged = MerkleBlock(header, 4, fake + TXIDS[1], bits("11010"))
    assert refused(InnerNodeIsTransaction, forged) == (0,)
