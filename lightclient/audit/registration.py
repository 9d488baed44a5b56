"""Is this device registered now? Answered by a record of the site's log that the operator signed.

    verdict = ledger.judge_evidence(evidence, clock)      of a record with that content (identity/registration.py)

    proved    it is: a key holds now, and the operator has said so for as long as until now
    not yet   `newer-statement` is missing: the statement no longer says so of now, and a newer one may be held back;
              or `clock`, `witnesses` and what else any record may lack
    refused   CredentialRevoked, NotRegistered

How old a statement may be is for the operator to say, and for the policy, whose `age` counts from the statement's date.
"""

from lightclient.audit import evidence, statement
from lightclient.audit.errors import NoOperator, NotARegistration, OtherSite
from lightclient.audit.record import INLINE
from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.evidence.envelope import parse
from lightclient.evidence.finality import CLOCK
from lightclient.evidence.verdict import PROVED
from lightclient.identity import registration as registrations
from lightclient.identity.cwt import LEEWAY
from lightclient.identity.errors import CredentialRevoked, IssuedInFuture, NotRegistered, OlderStatement, RegistryFull
from lightclient.identity.registry import MAX_CREDENTIALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.entry import Entry
    from lightclient.audit.ledger import LogLedger
    from lightclient.audit.record import Record
    from lightclient.evidence.verdict import Verdict
    from lightclient.identity.key import Key
    from lightclient.identity.registration import Registration
    from lightclient.identity.replay import Store

NEWER = "newer-statement"  # what may be missing
MAGIC = "LCJ1"
MAX_ITEMS = 4 * MAX_CREDENTIALS + 5


def judge(verdict: "Verdict", site: str, clock: "int | None") -> "Verdict":
    """Return the verdict on what a record of the operator says of a device. verdict: on the record as such.

    Raises OtherSite for another site's, BadSchema, IssuedInFuture, CredentialRevoked, NotRegistered, and what
    `registration.parse` raises.
    """
    entry: "Entry" = verdict.subject  # type: ignore[assignment]
    if entry.value is None or entry.record.time is None:
        raise BadSchema("registration", "its body is not in the record, or it has no date")
    found = registrations.parse(entry.value)
    if found.site != site:
        raise OtherSite(found=found.site, wanted=site)
    dated = entry.record.time[0]
    entry.kind = "registration"
    entry.registration = found
    if verdict.finality is not None:
        verdict.finality.time = min(dated, verdict.finality.time) if verdict.finality.time else dated
    if clock is None:
        _check_keys(found, dated, True)
        return verdict.lacking((CLOCK,))
    if dated > clock + LEEWAY:
        raise IssuedInFuture(issued=dated, leeway=LEEWAY, clock=clock)
    _check_keys(found, clock, clock >= found.until)
    return verdict.lacking((NEWER,) if clock >= found.until else ())


def _check_keys(found: "Registration", time: int, stale: bool) -> None:
    """Check that a key holds. stale: whether a newer statement may have given another one; nobody takes a revocation
    back."""
    try:
        found.keys_at(time)
    except NotRegistered:
        if not stale:
            raise


class Registered:
    """The newest registration of each device that was proved, for whoever hears from several.

        known = Registered(ledger, store=store)
        known.take(evidence, clock)
        Inbox(known, windows)               in place of a registry

    age: seconds from its date on for which one counts, None for as long as the operator says.
    store: what keeps them over a restart (store/slots.py), or an older one counts again then:

        ["LCJ1", origin of the log, [site, the operator's COSE key], [[number, date, statement], ...]]
    """

    def __init__(self, ledger: "LogLedger", age: "int | None" = None, store: "Store | None" = None) -> None:
        """Raises NoOperator if the trust of the log has none; what the store raises, and BadSchema and the errors of
        `cbor.decode` for what is not a record of this log and operator."""
        if ledger.trust.operator is None:
            raise NoOperator()
        site, key = ledger.trust.operator
        self._of = [ledger.network.origin, [site, key.serialize()]]
        self._ledger = ledger
        self._age = age
        self._store = store
        self._known: "dict[str, tuple[int, int, bytes]]" = {}  # number, date and statement by device
        data = store.load() if store else None
        if data is not None:
            self._restore(bytes(data))

    def take(self, data: "bytes | memoryview", clock: "int | None") -> "Verdict":
        """Take evidence and return the verdict. It counts once it is proved; that no key holds counts at once.

        Raises NotARegistration for evidence of something else, OlderStatement, RegistryFull, and what `evidence.judge`
        raises: CredentialRevoked and NotRegistered among it.
        """
        record, found = _read(bytes(data))
        known = self._known.get(found.device)
        if known is None and len(self._known) >= MAX_CREDENTIALS:
            raise RegistryFull(limit=MAX_CREDENTIALS, what="devices")
        number = record.sequence
        if known is not None and (number < known[0] or (number == known[0] and found.serialize() != known[2])):
            raise OlderStatement(number=number, device=found.device, newest=known[0])
        new = number, record.time[0] if record.time else 0, found.serialize()
        try:
            verdict = evidence.judge(self._ledger, data, clock)
        except (CredentialRevoked, NotRegistered):
            self._keep(found.device, new)
            raise
        if verdict.outcome == PROVED:
            self._keep(found.device, new)
        return verdict

    def keys_at(self, device: str, time: int, grace: int = 0) -> "list[Key]":
        """Return the keys that speak for a device at `time`. Raises NotRegistered, CredentialRevoked."""
        if device not in self._known:
            raise NotRegistered(device=device, time=time)
        _, dated, data = self._known[device]
        found = registrations.parse(data)
        held = found.keys_at(time, grace)
        if time >= found.until or (self._age is not None and time - dated > self._age):
            raise NotRegistered(device=device, time=time)
        return held

    def _keep(self, device: str, new: "tuple[int, int, bytes]") -> None:
        """Have a statement count from now on, though it cannot be saved: it may be a revocation."""
        if self._known.get(device) != new:
            self._known[device] = new
            if self._store:
                self._store.save(encode([MAGIC] + self._of + [[list(each) for each in self._known.values()]]))

    def _restore(self, data: bytes) -> None:
        fields = decode(data, MAX_ITEMS)
        if not isinstance(fields, list) or len(fields) != 4 or fields[:3] != [MAGIC] + self._of:
            raise BadSchema("registrations", "of another log or operator, or no " + MAGIC)
        for each in fields[3] if isinstance(fields[3], list) else [None]:
            if not isinstance(each, list) or len(each) != 3 or not (is_uint(each[0]) and is_uint(each[1])):
                raise BadSchema("registrations", "not [number, date, statement]")
            if not isinstance(each[2], bytes):
                raise BadSchema("registrations", "a statement is not bytes")
            self._known[registrations.parse(each[2]).device] = each[0], each[1], each[2]


def _read(data: bytes) -> "tuple[Record, Registration]":
    """Return the record in evidence and what it says; nothing of it is verified."""
    fields = evidence.fields_of(bytes(parse(data).body), 5)
    record = statement.parse(fields[0]).record() if isinstance(fields[0], bytes) else None
    if record is None or record.content != evidence.REGISTRATION or record.body[0] != INLINE:
        raise NotARegistration()
    return record, registrations.parse(record.body[1])
