"""Evidence that somebody shows: what it proves, by the code of `lightclient verify`, and the path that it takes.

shown = judge(trust, mains, data, file, clock)
shown.fields     what `lightclient verify --json` prints
shown.steps      record -> leaf -> nodes -> head -> witnesses -> anchor
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lightclient.audit import evidence
from lightclient.audit.evidence import FORK, MAX_BODY, SPLIT
from lightclient.audit.hosts.bodyfile import File, check_file
from lightclient.audit.hosts.checking import fast
from lightclient.audit.hosts.drawing import Step, contradiction, path
from lightclient.audit.network import LogNetwork
from lightclient.audit.trust import Trust
from lightclient.errors import LightClientError
from lightclient.evidence import envelope, shown
from lightclient.evidence.policy import Policy
from lightclient.evidence.verdict import NOT_YET, PROVED, REFUSED, Refused
from lightclient.web.languages import N_
from lightclient.web.tones import BAD, COMING, GOOD

MAX_EVIDENCE = MAX_BODY + 1024  # bytes, with its envelope
TITLES = {PROVED: N_("Proved"), NOT_YET: N_("Not proved yet"), REFUSED: N_("Refused")}
BROKEN = {
    SPLIT: N_("Proved: the log showed two histories"),
    FORK: N_("Proved: a device signed two records that contradict each other"),
}


class Shown(NamedTuple):
    """What there is to show of evidence. tone: of web/tones.py."""

    tone: str
    title: str
    fields: dict[str, Any]
    steps: list[Step]


def judge(trust: Trust, mains: dict[str, Any], data: bytes, file: File | None, clock: int) -> Shown:
    """Return what evidence proves to whoever trusts this. mains: ledgers that the log may be anchored in, by id."""
    fast()
    network = LogNetwork(trust, mains)
    ledger, _ = network.start(trust.text, None, 1)
    policy = Policy()
    try:
        verdict, own = shown.judge(ledger, data, clock)
        if file is not None:
            check_file(verdict, file)
        verdict = policy.judge(verdict, clock)
    except LightClientError as error:
        return refused(network, error)
    fields = {**shown.fields(verdict, network), **own, "policy": policy.fields()}
    form = envelope.parse(data).form if envelope.is_envelope(data) else evidence.RECEIPT
    if form in (SPLIT, FORK):
        return Shown(BAD, BROKEN[form], fields, contradiction(form, data))
    good = verdict.outcome == PROVED
    return Shown(GOOD if good else COMING, TITLES[verdict.outcome], fields, path(network.origin, data, form, verdict))


def refused(network: LogNetwork, error: LightClientError) -> Shown:
    """Return what there is to show of evidence that does not hold."""
    fields = {"ok": False, "error": error.name, **shown.refused(Refused(error, network.id)), "message": str(error)}
    return Shown(BAD, TITLES[REFUSED], fields, [])
