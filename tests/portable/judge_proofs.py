"""Verdicts on transactions, and on the proofs that one is in a block and a block in a log."""

from lightclient.bitcoin import bundle as bundles
from lightclient.bitcoin import merkleblock as partial_trees
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.proof import verify_merkleblock
from lightclient.bitcoin.walk import walk
from lightclient.codec.reader import Reader
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.log import check_inclusion


def branch(txid, position, nodes):
    return root_of(txid, position, nodes)


def bundle(network, headers, data):
    """Verify a bundle against headers that are trusted."""
    return _shown(bundles.parse(data).verify(HeadersAnchor(headers, by_name(network))))


def leaf(network, tx):
    """Verify a bundle that holds `tx` with no branch to any block."""
    header = by_name(network).genesis
    return _shown(bundles.Bundle(network, tx, 1, bytes(32), header).verify(HeadersAnchor(header, by_name(network))))


def merkleblock(network, headers, data):
    return partial_trees.parse(data).total, _shown(verify_merkleblock(data, HeadersAnchor(headers, by_name(network))))


def transaction(data):
    reader = Reader(data)
    walked = walk(reader)
    reader.end()
    return walked.txid, walked.size, walked.stripped_size, walked.is_coinbase


def inclusion(leaf, index, size, path, root):
    return check_inclusion(leaf, index, size, path, root)


def consistency(size1, size2, path, root1, root2):
    return check_consistency(size1, size2, path, root1, root2)


def _shown(verdict):
    place = verdict.place
    parts = verdict.proved, place.block_hash, place.height, place.confirmations, hex(place.work), verdict.checks
    return parts
