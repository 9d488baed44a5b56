"""What a device reports: docs/protocol.cddl, device-report."""

from lightclient.codec.cbor import encode
from lightclient.crypto import chosen
from lightclient.crypto.hashes import tested
from lightclient.sync import messages


def serialize(chain: str, ledger: "Ledger", faults: "dict[str, int]", verdict: "Verdict | None") -> bytes:
    """chain: what is known of it. verdict: on the payment that was proved, if one was."""
    proved: "list[Any] | None" = None
    if verdict is not None:
        place = verdict.place
        proved = [verdict.proved[0][1], place.height, place.confirmations, place.how]
    state = [chain, ledger.height, ledger.tip, faults, proved]
    return encode([messages.VERSION, True] + state + [chosen.names(), tested])


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.bitcoin.ledger import Ledger
    from lightclient.bitcoin.verdict import Verdict
