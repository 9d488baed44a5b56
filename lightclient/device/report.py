"""Report: what a device says of itself. Its shape is `device-report` in docs/protocol.cddl."""

from lightclient.codec.cbor import encode
from lightclient.crypto import chosen
from lightclient.crypto.hashes import tested
from lightclient.sync.messages import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.evidence.verdict import Verdict
    from lightclient.sync.ledger import Ledger


def serialize(chain: str, ledger: "Ledger", faults: "dict[str, int]", verdict: "Verdict | None") -> bytes:
    """chain: its state. faults: how often each happened. verdict: what was proved last."""
    proved: "list[Any] | None" = None
    if verdict is not None and verdict.place is not None:
        finality = verdict.finality
        proved = [verdict.subject.id, verdict.place.height, verdict.outcome, finality.kind, finality.short()]
    return encode([VERSION, True, chain, ledger.height, ledger.tip, faults, proved, chosen.names(), tested])
