"""A keystore on a device, behind a PIN that nobody can guess at leisure. docs/formats.md describes the record.

    ["LCP1", tries, sealed]       in deterministic CBOR, in two slots (store/slots.py)

A try is counted on the medium before the PIN is tried, and the count cleared when it was right. So cutting the power
wins no try, whenever it is cut. After the limit the secrets are overwritten in both slots, one after the other; what
was cut off is done at the next start, before anything else.

Waiting counts from the last try or from the start of the device, whichever was later: it needs a clock that runs while
the device does, and no calendar. Restarting wins no time, it costs what had been waited.

What this cannot stop: whoever reads the flash guesses elsewhere, and whoever writes it counts anew. See docs/keys.md.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.crypto.steps import finish
from lightclient.keys import keystore
from lightclient.keys.errors import NoKeyStore, StillWaiting, Wiped, WrongPassphrase, WrongPin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.crypto.steps import Steps
    from lightclient.keys.keystore import KeyStore, Random
    from lightclient.store.slots import SlotStore

MAGIC = "LCP1"
LIMIT = 10  # tries
FREE = 2  # wrong tries that cost no waiting; anybody's finger slips
LONGEST = 3600  # seconds

# In the place of the sealed keystore: it did not exist yet, or was overwritten.
NOTHING, ONE_SLOT, BOTH_SLOTS = 0, 1, 2


class PinLock:
    """Keeps one keystore in `slots`, on a medium that no power cut undoes: a count in RTC memory would be cut back.

    now: seconds that do not go back, since the device started or since ever.
    limit: tries, 1 to 255, before all is wiped.
    Making one loads the record, and finishes a wipe that was cut off. Raises CorruptStore, OSError of the medium, and
    BadSchema and the errors of `cbor.decode` for bytes that are no such record.
    """

    def __init__(self, slots: "SlotStore", now: float, limit: int = LIMIT) -> None:
        self.slots = slots
        self.limit = limit
        self.tries, self._sealed = _parse(slots.load())
        self.until = now + waiting(self.tries)
        if self._sealed == ONE_SLOT:
            self._save(self.tries, BOTH_SLOTS)
        elif isinstance(self._sealed, bytes) and self.tries >= limit:
            self.wipe()

    def unlock(self, pin: bytes, now: float, random: "Random") -> "KeyStore":
        """Return the keystore. Two writes if the PIN is right, one or, at the limit, three if it is wrong.

        Raises WrongPin, Wiped, StillWaiting, NoKeyStore, OSError, and what `keystore.unlock` raises but
        WrongPassphrase; of these only WrongPin, and Wiped at the limit, have counted as a try.
        """
        return finish(self.unlock_steps(pin, now, random))

    def unlock_steps(self, pin: bytes, now: float, random: "Random") -> "Steps[KeyStore]":
        """Return what `unlock` does, in steps. A try that was begun counts, whether it is finished or not."""
        if self._sealed == NOTHING:
            raise NoKeyStore()
        if not isinstance(self._sealed, bytes):
            raise Wiped(self.tries)
        if now < self.until:
            raise StillWaiting(self.tries, int(self.until - now) + 1)
        opening = keystore.unlock_steps(self._sealed, pin, random)
        next(opening)  # what is wrong whatever the PIN is shows before the try is counted
        self._save(self.tries + 1, self._sealed)
        self.until = now + waiting(self.tries)
        try:
            store = yield from opening
        except WrongPassphrase:
            if self.tries < self.limit:
                raise WrongPin(self.limit - self.tries) from None
            self.wipe()
            raise Wiped(self.tries) from None
        self._save(0, self._sealed)
        self.until = now
        return store

    def save(self, store: "KeyStore") -> None:
        """Keep what is in an open keystore now, in both slots, so that neither has a secret or a PIN that is over.

        A power cut leaves the one before or the new one. Raises OSError, and what `KeyStore.seal` raises.
        """
        record = store.seal()
        self._save(0, record)
        self._save(0, record)

    def wipe(self) -> None:
        """Overwrite the keystore in both slots. Raises OSError."""
        self._save(self.tries, ONE_SLOT)
        self._save(self.tries, BOTH_SLOTS)

    def _save(self, tries: int, sealed: "bytes | int") -> None:
        self.slots.save(encode([MAGIC, tries, sealed]))
        self.tries = tries
        self._sealed = sealed


def waiting(tries: int) -> int:
    """Return the seconds between a wrong try and the next one, after so many."""
    return min(1 << tries, LONGEST) if tries > FREE else 0


def _parse(record: "bytes | None") -> "tuple[int, bytes | int]":
    if record is None:
        return 0, NOTHING
    fields = decode(record, 16)
    if not isinstance(fields, list) or len(fields) != 3 or fields[0] != MAGIC:
        raise BadSchema("PIN", "not a version 1 record")
    tries, sealed = fields[1:]
    if not is_uint(tries, 255) or not (isinstance(sealed, bytes) or (is_uint(sealed, BOTH_SLOTS) and sealed)):
        raise BadSchema("PIN", "not a count and a keystore")
    return tries, sealed
