"""Verdicts as plain fields: what the command prints, and what a page shows."""

from lightclient.errors import InvalidHeader
from lightclient.evidence import envelope
from lightclient.evidence.verdict import DIGEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.evidence.verdict import Refused, Verdict


def judge(ledger: "Any", data: "bytes | memoryview", clock: "int | None") -> "tuple[Verdict, dict[str, Any]]":
    """Return the verdict of a ledger on evidence in hand, and the fields that are the ledger's own.

    ledger: as in sync/ledger.py. Raises what it raises for evidence that does not hold.
    """
    verdict = ledger.judge_evidence(data, clock)
    form = envelope.parse(data).form if envelope.is_envelope(data) else "bare"
    found = {"form": form, "network": ledger.network.name}
    found.update(said(verdict))
    return verdict, found


def said(verdict: "Verdict") -> "dict[str, Any]":
    """Return what else a ledger says of a verdict's subject."""
    found: "dict[str, Any]" = getattr(verdict.subject, "fields", dict)()
    value = getattr(verdict.subject, "value", None)  # of an entry in a ledger's state, or a record's body
    if value is not None:
        found["value"] = value.hex()
    return found


def fields(verdict: "Verdict", network: "Any") -> "dict[str, Any]":
    """Return what every verdict has. network: whose ids they are."""
    subject, place, finality = verdict.subject, verdict.place, verdict.finality
    id_ = subject.id.hex() if subject.kind == DIGEST else network.show(subject.id)
    shown: "dict[str, Any]" = {"kind": subject.kind, "id": id_}
    if len(subject.found) > 1:
        shown["others"] = [network.show(id_) for _, id_ in subject.found[1:]]
    return {
        "ok": not verdict.missing,
        "outcome": verdict.outcome,
        "ledger": verdict.ledger,
        "subject": shown,
        "height": place.height if place else None,
        "block": (network.show(bytes(place.hash)) or None) if place else None,
        "time": (place.time or None) if place else None,
        "finality": _finality(finality) if finality else None,
        "checks": list(verdict.checks),
        "skipped": list(verdict.skipped),
        "trust": verdict.trust,
        "missing": list(verdict.missing),
    }


def refused(verdict: "Refused") -> "dict[str, Any]":
    """Return the same fields of what is refused, as far as it has them."""
    error = verdict.error
    return {
        "outcome": verdict.outcome,
        "ledger": verdict.ledger,
        "subject": None,
        "height": error.height if isinstance(error, InvalidHeader) else None,
        "block": None,
        "finality": None,
        "checks": [],
        "skipped": [],
        "trust": verdict.trust,
        "missing": [],
    }


def _finality(finality: "Any") -> "dict[str, Any]":
    shown = {"kind": finality.kind}
    shown.update(finality.fields())
    if "work" in shown:
        shown["work"] = f"{shown['work']:064x}"
    return shown
