"""What of a device outlives its sleep: the chain and what was proved, and the faults that it counts meanwhile."""

from lightclient.codec.errors import BadSchema
from lightclient.device.errors import RecordTooLarge
from lightclient.errors import LightClientError
from lightclient.sync.ledger import record_of
from lightclient.sync.record import worded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.device.proven import Proven
    from lightclient.sync.ledger import Ledger, Network
    from lightclient.sync.quorum import Quorum

AHEAD = 2 * 60 * 60  # seconds that a block's time may be before ours, by the rules of chains here
FIRST_PAUSE = 10  # seconds of sleep after a waking in which nothing worked, doubled each time
# Among the faults: the store was not to be read, or written, or has no record, which is so at the first start.
NOT_LOADED, NOT_SAVED, NO_RECORD = "NotLoaded", "NotSaved", "NoRecord"


class Kept:
    """What Core and its heirs keep.

    faults: how often what went wrong on this side of the gateways, by name. reason: the newest of them, in words.
    store: of the chain, None if nothing is kept. passed: names of what was passed over to get to a chain.
    """

    log: "Callable[[str], object] | None"
    ledger: "Ledger"
    proven: "Proven"
    quorum: "Quorum"
    clock: "Any"
    store: "Any"

    def __init__(self, log: "Callable[[str], object] | None") -> None:
        self.log = log
        self.faults: "dict[str, int]" = {}
        self.reason = ""
        self.passed: "list[str]" = []
        self.disputes: "list[Any]" = []  # as they were saved
        self.room: "int | None" = None  # bytes for the record of challenges, once it had none
        self.another = False  # whether the chain is not the one that was kept, as far as one was
        self.saved = record_of(None)
        self.saved_height = 0
        self.earliest = 0  # Unix seconds, as the clock came

    def mark(self, fault: str, text: str = "") -> None:
        """Count a fault; whoever listens to `log` gets it in words."""
        self.faults[fault] = self.faults.get(fault, 0) + 1
        self.reason = worded(fault, text)
        self.tell(self.reason)

    def tell(self, text: str) -> None:
        if self.log is not None:
            self.log(text)

    def save(self) -> None:
        """Write the chain to the store if it has changed.

        A store that takes nothing is counted, and tried again with the next block: what is known stays in RAM.
        """
        self._save_proven()  # first: what a lost chain says can be asked for again
        state = record_of(self.ledger)
        if state == self.saved:
            return
        self.saved = state
        self.saved_height = self.ledger.height
        self.set_floor()
        if self.store is not None:
            self._save(self.store.save, *self.ledger.parts())

    def begin(self) -> None:
        """Note what the stores have, once ledger and clock are there."""
        self.saved = record_of(self.ledger)
        self.saved_height = self.ledger.height
        self.earliest = self.clock.floor
        self.set_floor()

    def set_floor(self) -> None:
        """Have the clock take a calendar for set unless it is over AHEAD before our newest block.

        A good calendar may be that much behind a block that is right, and a chain that loses takes its times with it.
        """
        self.clock.floor = max(self.earliest, self.ledger.time - AHEAD)

    def _start(self, network: "Network", trust: "bytes | str | None", window: int) -> "Ledger":
        saved = None
        if not hasattr(network, "start"):
            raise BadSchema("network", "its record is needed, not its name")
        if self.store is not None:
            saved = self._load(self.store.load)
            if not self.faults:
                if saved is None:
                    self.faults[NO_RECORD] = 1
                    self.tell(NO_RECORD + ": the chain starts at its trust anchor")
                for fault in getattr(self.store, "told", ()):
                    self.mark(fault, "of the two places where the chain is kept")
        ledger, self.passed = network.start(trust, saved, window)
        self.another = saved is None or bool(self.passed)
        for name in self.passed:
            self.mark(name, "the chain starts at its trust anchor again")
        return ledger

    def _load(self, load: "Callable[[], Any]") -> "Any":
        try:
            return load()
        except LightClientError as error:  # no power cut does this: the flash is worn out
            self.mark(error.name, str(error))
        except OSError as error:
            self.mark(NOT_LOADED, str(error))
        return None

    def _save_proven(self) -> None:
        disputes = self.quorum.disputes()
        if disputes != self.disputes:
            self.disputes = disputes
            self.proven.changed = True
        if disputes and self.proven.changed:
            self._save(self._save_challenges)
        else:
            self._save(self.proven.save)

    def _save_challenges(self) -> None:
        from lightclient.sync import challenges  # costs memory, and most devices never see one

        kept = challenges.parts(self.quorum, self.room)
        try:
            self.proven.save(*kept)
        except RecordTooLarge as error:
            if self.room is not None:
                raise
            self.mark(error.name, str(error))
            size, most = error.args
            self.room = most - size + sum([len(part) for part in kept])
            self.proven.save(*challenges.parts(self.quorum, self.room))

    def _resume(self, kept: "Any") -> None:
        from lightclient.sync import challenges

        self.proven.changed = True  # unless it is good: else each start would find it again
        challenges.resume(self.quorum, kept)
        self.proven.changed = False
        self.disputes = self.quorum.disputes()

    def _save(self, save: "Callable[..., object]", *parts: bytes) -> None:
        try:
            save(*parts)
        except RecordTooLarge as error:
            self.mark(error.name, str(error))
        except OSError as error:
            self.mark(NOT_SAVED, str(error))

    def _woke(self, failed: bool, pause: "float | None", every: float) -> float:
        """Return for how long to sleep after a waking."""
        failures = self.proven.failed(failed)
        self._save_proven()
        seconds = every if pause is None else pause
        return min(seconds, FIRST_PAUSE << failures - 1) if failures else seconds


def stores_of(state: "Any") -> "tuple[Any, Any]":
    """Return the stores of the chain and of what was proved."""
    if isinstance(state, tuple):
        return state[0], state[1]
    if not isinstance(state, str):
        if state is not None and not hasattr(state, "save"):
            raise BadSchema("state", "the path of a file, or a store with load and save, is needed")
        return state, None
    from lightclient.store.files import FileSlots
    from lightclient.store.slots import SlotStore

    return SlotStore(FileSlots(state)), SlotStore(FileSlots(state + "-proven"))
