"""How much of the site's log is anchored: under a head whose hash is in the ledger, and which the log still contains.

    message  [signed head, transaction id] in deterministic CBOR      retained, on the topic of the fleet

The transaction, of the ledger that the sensor follows, holds SHA-256 of the head. Whoever rewrote the log's past after
that shows by it: no path leads from the anchored head to the log's newest.
"""

from lightclient.audit.questions import Growth
from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import PROVED


class BadAnchor(LightClientError):
    """Not an anchor of the log: {}."""


class Anchors:
    """size: how many records lie under the newest head that was proved to be anchored; kept in `store`."""

    def __init__(self, store: "SlotStore") -> None:
        """Raises what `store.load` and `cbor.decode` raise."""
        self.store = store
        kept = store.load()
        self.size: int = 0 if kept is None else decode(kept)

    def take(self, message: bytes, device: "Device", log: "Device", enough: "Policy", seconds: float) -> bool:
        """Take what the message says, if the ledger, the witnesses and the log bear it out; return whether it is new.

        device, log: follow the ledger and the log. enough: what is demanded of the ledger's verdict.
        Raises whatever is wrong; then all is as it was.
        """
        fields = decode(message, 4)
        if not isinstance(fields, list) or len(fields) != 2 or not all(isinstance(each, bytes) for each in fields):
            raise BadAnchor("not [signed head, transaction id]")
        growth = Growth(log.ledger, fields[0], log.clock.unix)
        size, head = growth.state.size, growth.state.head.head.hash()
        if size <= self.size:
            return False
        verdict = enough.judge(device.prove(fields[1], seconds))
        if verdict.outcome != PROVED:
            raise BadAnchor("the ledger lacks " + ", ".join(verdict.missing))
        if head not in bytes(verdict.subject.content):
            raise BadAnchor("the transaction does not have its hash")
        if log.ask(growth, seconds) != log.ledger.height:  # the log has just grown: the next waking sees both
            raise BadAnchor("no path to our own head yet")
        self.store.save(encode(size))
        self.size = size
        return True


def topic_of(fleet: str) -> str:
    return "fleets/" + fleet + "/anchor"


TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.device.device import Device
    from lightclient.evidence.policy import Policy
    from lightclient.store.slots import SlotStore
