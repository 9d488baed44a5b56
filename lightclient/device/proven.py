"""Proven: what a device has seen proved, so that it notices when a reorganisation takes it back."""

from lightclient.codec.cbor import ARRAY, decode, encode, head, is_uint
from lightclient.codec.errors import BadSchema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.evidence.verdict import Verdict
    from lightclient.sync.ledger import Ledger

KEEP = 4  # subjects: the newest


class Proven:
    """The newest subjects that were proved on `ledger`, and what else outlives a restart beside the chain.

        [failures, [[id, height, hash, doubted]], challenges]    its record, in `store`, which may be None

    challenges: what of them outlives a restart, null if there is nothing; see sync/challenges.py.
    taken_back: what is not in the chain any more, as the ledger shows it, the newest last. failures: wakings in a row
    in which nothing worked.
    """

    def __init__(self, ledger: "Ledger", store: "Any") -> None:
        self.ledger = ledger
        self.store = store
        self.entries: "list[list[Any]]" = []
        self.failures = 0
        self.taken_back: "list[str]" = []
        self.changed = False
        ledger.replaced.append(self.doubt)

    def load(self) -> "Any":
        """Return the record of challenges, None before the first one.

        Raises StoreError, OSError, and Malformed for a record that cannot be used: then nothing is known of it.
        """
        data = self.store.load() if self.store is not None else None
        if data is None:
            return None
        self.changed = True  # unless it is good
        self.failures, self.entries, challenges = _parse(data)
        self.changed = False
        return challenges

    def add(self, verdict: "Verdict") -> None:
        """Remember what a verdict proves."""
        if verdict.outcome != "proved" or verdict.place.height is None:
            return
        entry = [verdict.subject.id, verdict.place.height, bytes(verdict.place.hash), False]
        if entry not in self.entries:
            self.entries = [one for one in self.entries if one[0] != entry[0]][1 - KEEP :] + [entry]
            self.changed = True

    def doubt(self, fork: int) -> None:
        """Take that every block above height `fork` may have been replaced."""
        for entry in self.entries:
            if entry[1] > fork and not entry[3]:
                entry[3] = self.changed = True

    def look(self) -> "list[str]":
        """Return what has been taken back since the last look. The chain has to be known."""
        gone = []
        for entry in self.entries[:]:
            there = self.ledger.where(entry[1], entry[2])
            if there is False or (there is None and entry[3]):  # below what we keep only a new proof could say
                self.entries.remove(entry)
                gone.append(self.ledger.network.show(entry[0]))
                self.changed = True
            elif there and entry[3]:
                entry[3] = False
                self.changed = True
        self.taken_back = (self.taken_back + gone)[-KEEP:]
        return gone

    def failed(self, failed: bool) -> int:
        """Count a waking; return how many in a row failed."""
        failures = min(self.failures + 1, 16) if failed else 0
        self.changed = self.changed or failures != self.failures
        self.failures = failures
        return failures

    def save(self, *challenges: bytes) -> None:
        """challenges: the record of them in pieces, none if there is nothing to keep. Raises OSError."""
        if self.changed and self.store is not None:
            self.store.save(
                head(ARRAY, 3), encode(self.failures), encode(self.entries), *(challenges or [encode(None)])
            )
        self.changed = False


def _parse(data: bytes) -> "tuple[int, list[list[Any]], Any]":
    fields = decode(data)
    if not isinstance(fields, list) or len(fields) != 3 or not is_uint(fields[0]) or not isinstance(fields[1], list):
        raise BadSchema("proven", "not [failures, entries, challenges]")
    if not all(_is_entry(entry) for entry in fields[1]):
        raise BadSchema("proven", "an entry is not [id, height, hash, doubted]")
    return fields[0], fields[1][:KEEP], fields[2]


def _is_entry(entry: "Any") -> bool:
    return (
        isinstance(entry, list)
        and len(entry) == 4
        and isinstance(entry[0], bytes)
        and is_uint(entry[1])
        and isinstance(entry[2], bytes)
        and isinstance(entry[3], bool)
    )
