"""Report: what a device says of itself. Its shape is `device-report` in docs/protocol.cddl."""

from lightclient.codec.cbor import encode
from lightclient.crypto import chosen
from lightclient.crypto.hashes import tested
from lightclient.sync.messages import VERSION


def serialize(chain: str, ledger: "Ledger", faults: "dict[str, int]", verdict: "Verdict | None") -> bytes:
    """chain: what is known of it. faults: how often what went wrong. verdict: what was proved last."""
    proved: "list[Any] | None" = None
    if verdict is not None:
        place = verdict.place
        proved = [verdict.proved[0][1], place.height, place.confirmations, place.how]
    return encode([VERSION, True, chain, ledger.height, ledger.tip, faults, proved, chosen.names(), tested])


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.bitcoin.ledger import Ledger
    from lightclient.bitcoin.verdict import Verdict
