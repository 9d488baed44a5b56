"""Verdicts on timestamps: what each says, and what it proves on a run of headers or on a chain."""

from lightclient.bitcoin import evidence, stamp
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.known import by_name


def said(data):
    """Return the digest of a proof, and each attestation with the message that it attests."""
    found = stamp.parse(data)
    return found.algorithm, found.digest, [(each.tag, each.payload, message) for each, message in found.attested]


def given(network, headers, data):
    """Judge a proof on headers that are trusted."""
    return _shown(stamp.verify_stamp(data, HeadersAnchor(headers, by_name(network))))


def chain(network, headers, clock, data):
    """Judge evidence of any form on a chain from genesis. headers: those after genesis that our own chain has."""
    network = by_name(network)
    chain = from_genesis(network, 8)
    chain.extend(headers)
    anchor = ChainAnchor(chain, "genesis")
    form, body = evidence.opened(data, anchor)
    return form, _shown(evidence.verify(form, body, anchor, clock))


def _shown(verdict):
    stands = ()
    if verdict.place:
        place, finality = verdict.place, verdict.finality
        stands = place.height, place.hash, place.time, finality.confirmations, hex(finality.work)
    open_ = "skipped", verdict.skipped, "missing", verdict.missing
    return verdict.outcome, verdict.subject.kind, verdict.subject.found, stands, verdict.checks, open_
