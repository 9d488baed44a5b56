"""Which orders a sensor takes: those of the site's desk whose records are in the site's log.

    message  the entry of the record in the log, 32 bytes     retained, on the topic of the device
    record   signed by the desk, its content "order", its body [device, whether the fan runs] in deterministic CBOR

Everything that is obeyed comes out of the log with its proof; the message only says where to look. The number of the
desk's record tells orders apart: an older one is refused.
"""

from lightclient.audit.evidence import DEVICE
from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.evidence.verdict import PROVED

ORDER = "order"


class NotInLog(LightClientError):
    """The log is not proved to have the order; missing: {}."""


class NotAnOrder(LightClientError):
    """Not an order for this device: {}."""


class OldOrder(LightClientError):
    """Order {}, and order {} is obeyed."""


class Orders:
    """The order that is obeyed, kept in `store`.

    sequence  its number among the desk's records, 0 before the first
    """

    def __init__(self, name: str, desk: str, store: "SlotStore", fan: "Callable[[bool], object]") -> None:
        """name: of this device. desk: of whoever may order. fan(runs): does what the newest order says.

        Raises what `store.load` and `cbor.decode` raise.
        """
        self.name = name
        self.desk = desk
        self.store = store
        self.fan = fan
        self.sequence = 0
        kept = store.load()
        if kept is not None:
            self.sequence, runs = decode(kept)
            fan(runs)

    def take(self, entry: bytes, log: "Device", seconds: float) -> "bool | None":
        """Obey the order with this entry; return what it says of the fan, or None if it is obeyed already.

        Raises whatever is wrong with it; then all is as it was.
        """
        verdict = log.prove(entry, seconds)
        if verdict.outcome != PROVED:
            raise NotInLog(", ".join(verdict.missing))
        found = getattr(verdict.subject, "record", None)
        if found is None or found.content != ORDER or found.device != self.desk:
            raise NotAnOrder("not by the desk, or no order")
        if DEVICE not in verdict.checks:  # a log takes records of many, so its word alone orders nothing
            raise NotAnOrder("the policy has no key of the desk")
        body = decode(verdict.subject.value or b"")
        if not isinstance(body, list) or len(body) != 2 or body[0] != self.name or type(body[1]) is not bool:
            raise NotAnOrder("the body is not [this device, whether the fan runs]")
        if found.sequence == self.sequence:
            return None
        if found.sequence < self.sequence:
            raise OldOrder(found.sequence, self.sequence)
        self.store.save(encode([found.sequence, body[1]]))  # kept before it is obeyed
        self.sequence = found.sequence
        self.fan(body[1])
        return bool(body[1])


def topic_of(fleet: str, device: str) -> str:
    return "fleets/" + fleet + "/orders/" + device


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.device.device import Device
    from lightclient.store.slots import SlotStore
