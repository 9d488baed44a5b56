"""Partial Merkle trees that Bitcoin Core, bcoin and rust-bitcoin made: verified, compared with our own, mutated."""

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import merkleblock
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.errors import DuplicateSibling, RootMismatch
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.more_errors import NotEnoughBits, NotEnoughHashes, UnusedBits
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.proof import verify_merkleblock
from lightclient.bitcoin.walk import walk
from lightclient.codec.errors import TrailingBytes, Truncated
from lightclient.codec.reader import Reader
from lightclient.errors import InvalidProof, Malformed
from tests.support.vectors import load, load_hex, names

TXOUTPROOFS = names("merkle_proofs/ckb_txoutproof", "*.bin")
BCOIN = "merkle_proofs/bcoin_merkle300025.raw"
BCOIN_EXTENDED = "merkle_proofs/bcoin_merkle300025-extended.raw"
RUST = "merkle_proofs/rustbitcoin_merkle_block.hex"


def proof_bytes(name):
    if name == BCOIN_EXTENDED:
        return load(name)[: len(load(BCOIN))]  # the transactions that matched follow
    return load_hex(name)[0] if name.endswith(".hex") else load(name)


ALL = [*TXOUTPROOFS, BCOIN, BCOIN_EXTENDED, RUST]


def block_of(name):
    if "txoutproof" in name:
        height = name.split("/")[-1].split("-")[0]
        return Block(load(f"blocks/ckb_{height}.blk.xz"))
    return Block(
        load_hex("merkle_proofs/rustbitcoin_block_13b8a.hex")[0] if name == RUST else load("blocks/bcoin_300025.blk.xz")
    )


@pytest.mark.parametrize("name", ALL)
def test_proof_verifies_and_is_the_one_we_would_make(name):
    data, block = proof_bytes(name), block_of(name)
    verdict = verify_merkleblock(data, HeadersAnchor(block.header, MAINNET))
    assert verdict.subject.found == [(position, block.txids[position]) for position, _ in verdict.subject.found]
    assert verdict.place.hash == codec.hash_of(block.header)
    made = merkleblock.prove(block.header, block.txids, {position for position, _ in verdict.subject.found})
    assert made.serialize() == data
    assert merkleblock.parse(data).total == len(block.txids)


@pytest.mark.parametrize("name", TXOUTPROOFS)
def test_positions_are_those_in_the_name_of_the_file(name):
    proved = merkleblock.parse(load(name)).matches()
    assert [position for position, _ in proved] == [int(at) for at in name.split("-")[-1].split(".")[0].split("_")]


def test_transactions_after_bcoins_merkleblock_are_those_it_proves():
    reader = Reader(load(BCOIN_EXTENDED)[len(proof_bytes(BCOIN_EXTENDED)) :])
    txids = [walk(reader).txid for _ in range(reader.u8())]
    reader.end()
    proved = [txid for _, txid in merkleblock.parse(proof_bytes(BCOIN_EXTENDED)).matches()]
    assert len(proved) == 2
    assert txids == proved


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_flipped_bit_is_refused_or_proves_what_is_true(name):
    """The number of transactions is committed to nowhere, and the flag of a leaf shown beside a match can be set."""
    data, block = proof_bytes(name), block_of(name)
    anchor = HeadersAnchor(data[:80], MAINNET)
    flags = len(data) - len(merkleblock.parse(data).flags)
    for bit in range(8 * 36, 8 * len(data)):
        if 68 <= bit >> 3 < 80:
            continue  # time, bits, nonce: another header, which the anchor does not know
        changed = bytearray(data)
        changed[bit >> 3] ^= 1 << (bit & 7)
        try:
            proved = verify_merkleblock(bytes(changed), anchor).subject.found
        except (InvalidProof, Malformed):
            continue
        assert 80 <= bit >> 3 < 84 or bit >> 3 >= flags
        assert all(block.txids[position] == txid for position, txid in proved)


@pytest.mark.parametrize("name", ALL)
def test_mutations_are_refused_by_name(name):
    data = proof_bytes(name)
    anchor = HeadersAnchor(data[:80], MAINNET)
    proof = merkleblock.parse(data)

    def refused(error, hashes=proof.hashes, flags=proof.flags):
        with pytest.raises(error):
            verify_merkleblock(merkleblock.MerkleBlock(proof.header, proof.total, hashes, flags).serialize(), anchor)

    nodes = [proof.hashes[at : at + 32] for at in range(0, len(proof.hashes), 32)]
    refused(RootMismatch, hashes=b"".join([nodes[1], nodes[0], *nodes[2:]]))
    refused(NotEnoughHashes, hashes=b"".join(nodes[:-1]))
    refused(NotEnoughBits, flags=b"")
    refused(UnusedBits, flags=proof.flags + b"\x00")
    refused(DuplicateSibling, hashes=twins(proof, nodes))
    with pytest.raises(TrailingBytes):
        verify_merkleblock(data + b"\x00", anchor)
    with pytest.raises(Truncated):
        verify_merkleblock(data[:-1], anchor)


def twins(proof, nodes):
    """Return the hashes with one of two that stand side by side, at any level, put at the place of its sibling."""
    for at in range(len(nodes) - 1):
        changed = nodes[: at + 1] + [nodes[at]] + nodes[at + 2 :]
        try:
            merkleblock.MerkleBlock(proof.header, proof.total, b"".join(changed), proof.flags).matches()
        except DuplicateSibling:
            return b"".join(changed)
        except RootMismatch:
            pass
    raise AssertionError("no two hashes of the proof are siblings")


@pytest.mark.parametrize(
    ("name", "block", "network"),
    [
        ("merkle_proofs/bcoin_compact426884.raw", "blocks/bcoin_426884.blk.xz", MAINNET),
        ("merkle_proofs/bcoin_compact898352.raw", "blocks/bcoin_testnet_898352.blk", TESTNET3),
    ],
)
def test_compact_blocks_show_the_header_and_coinbase_of_their_block(name, block, network):
    # BIP152: header, nonce, short ids of six bytes, then whole transactions, the coinbase first
    whole = Block(load(block))
    reader = Reader(load(name))
    assert reader.take(80) == whole.header
    reader.take(8)
    short = reader.compact_size()
    reader.take(6 * short)
    prefilled = reader.compact_size()
    assert short + prefilled == len(whole.txids)
    assert reader.u8() == 0  # position of the first whole transaction
    assert walk(reader).txid == whole.txids[0]
    HeadersAnchor(whole.header, network)


def test_headers_message():
    # what a peer's `headers` message carries: a header and a transaction count of zero
    data = load("merkle_proofs/bcoin_headers1.raw")
    assert data[80:] == b"\x00"
    assert codec.prev_hash_of(data) == codec.hash_of(MAINNET.genesis)
    HeadersAnchor(MAINNET.genesis + data[:80], MAINNET)
