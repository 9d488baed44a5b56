"""Verdicts on Lightning: invoices, offers, payer proofs, roots over records, and receipts as a reader judges them."""

from lightclient.lightning import bolt11, bolt12, merkle, offer, proof, tlv
from lightclient.lightning.known import NETWORKS


def invoice11(text):
    return _said(bolt11.parse(text))


def invoice12(text):
    return _said(bolt12.parse(text))


def offered(text):
    found = offer.parse(text)
    return found.keys, found.chains, str(found.amount), found.currency or "-", found.description or "-"


def proved(text):
    found = proof.parse(text)
    return _said(found), found.payer, found.preimage, found.note or "-"


def root(data):
    return merkle.root(tlv.parse(data))


def receipt(network, trust, clock, data):
    (rules,) = [known for known in NETWORKS if network in (known.id, known.name)]
    ledger, _ = rules.start(trust or None, None, 1)
    found = ledger.judge_evidence(data, clock)
    shown = found.subject.fields()
    fields = [name + "=" + str(shown[name]) for name in sorted(shown)]
    return found.outcome, found.subject.kind, found.subject.id, found.checks, found.skipped, found.missing, fields


def _said(found):
    return found.signer(), found.payment_hash, str(found.amount), str(found.created), str(found.expires), found.digest
