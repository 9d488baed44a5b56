"""A head whose hash is in a main chain, whose own rules say whether it is."""

from lightclient.audit.errors import NotAnchored
from lightclient.evidence import envelope
from lightclient.evidence.verdict import Proved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.ledger import LogLedger
    from lightclient.audit.witnessed import Witnessed
    from lightclient.evidence.verdict import Verdict

ANCHOR = "anchor"


def judge(
    ledger: "LogLedger", head: "Witnessed | None", anchors: "list[bytes]", clock: "int | None"
) -> "tuple[Verdict | None, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]":
    """Return the verdict on the last anchor that holds, and (checks, skipped, missing) of all of them.

    anchors: envelopes. What no block holds, such as an answer that peers endorsed, anchors nothing.
    Raises NotAnchored, and what `envelope.parse` and the ledgers of the main chains raise.
    """
    checks: "tuple[str, ...]" = ()
    skipped: "tuple[str, ...]" = ()
    missing: "tuple[str, ...]" = ()
    found: "Verdict | None" = None
    for data in anchors:
        name = envelope.parse(data).ledger
        main = ledger.network.mains.get(name)
        if main is None:
            skipped += (ANCHOR + " " + name,)
            continue
        through = main.judge_evidence(data, clock)
        if head is None or head.head.hash() not in bytes(through.subject.content):
            raise NotAnchored(ledger=name)
        missing += tuple([each for each in through.missing if each not in missing])
        if through.place is not None and through.place.height is not None:
            checks += (ANCHOR,)
            found = through
        elif isinstance(through, Proved):
            raise NotAnchored(ledger=name)
    return found, (checks, skipped, missing)
