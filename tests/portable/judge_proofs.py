"""Verdicts on transactions, and on the proofs that one is in a block and a block in a log."""

from lightclient.bitcoin import bundle as bundles
from lightclient.bitcoin import evidence
from lightclient.bitcoin import merkleblock as partial_trees
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.proof import Beside, verify_branch, verify_merkleblock
from lightclient.bitcoin.walk import walk
from lightclient.codec.reader import Reader
from lightclient.evidence.policy import policy_of
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.log import check_inclusion


def branch(txid, position, nodes):
    return root_of(txid, position, nodes)


def placed(network, headers, txid, position, nodes, height):
    """Verify a branch against headers that are trusted."""
    return _shown(verify_branch(txid, position, nodes, HeadersAnchor(headers, by_name(network)), height))


def bundle(network, headers, data):
    """Verify a bundle against headers that are trusted."""
    return _shown(bundles.parse(data).verify(HeadersAnchor(headers, by_name(network))))


def leaf(network, tx):
    """Verify a bundle that holds `tx` with no branch to any block."""
    header = by_name(network).genesis
    return _shown(bundles.Bundle(network, tx, 1, bytes(32), header).verify(HeadersAnchor(header, by_name(network))))


def merkleblock(network, headers, data):
    return partial_trees.parse(data).total, _shown(verify_merkleblock(data, HeadersAnchor(headers, by_name(network))))


def beside(network, headers, clock, data, transactions, coinbase, accept):
    """Verify evidence of any form against a chain from genesis, with what was shown beside it.

    headers: those after genesis that our own chain has.
    """
    network = by_name(network)
    chain = from_genesis(network)
    chain.extend(headers)
    anchor = ChainAnchor(chain, "genesis")
    form, body = evidence.opened(data, anchor)
    given = Beside(transactions, coinbase, None, tuple(accept))
    return form, _shown(evidence.verify(form, body, anchor, clock, given))


def judged(network, headers, data, policy, clock, gateways):
    """Verify a bundle, and say what a policy makes of the verdict."""
    verdict = bundles.parse(data).verify(HeadersAnchor(headers, by_name(network)))
    return _shown(policy_of(policy).judge(verdict, clock, gateways))


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
    place, finality = verdict.place, verdict.finality
    stands = place.height, place.hash, place.time, finality.kind, finality.confirmations, hex(finality.work)
    open_ = "skipped", verdict.skipped, "missing", verdict.missing
    parts = verdict.outcome, verdict.subject.found, stands, verdict.checks, open_
    return parts
