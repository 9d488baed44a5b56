"""What an operator says of one device: which keys speak for it, and until when this holds unless a newer one says so.

    ["LCI1", site, device, until, [[serial number, COSE key, start, expiry, revoked since or null], ...]]

It is the body of a record that the operator signs for the log of the site, dated and numbered as any record is. An
operator says so anew before `until`, and at once when something changes. Without that, whoever holds a newer statement
back could have an older one believed for ever: a log proves that a record is in it, and never that there is no other.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.identity import key as keys
from lightclient.identity.enrolment import MAX_DEVICE
from lightclient.identity.registry import MAX_PER_DEVICE, MAX_SERIAL, holding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.identity.key import Key
    from lightclient.identity.registry import Registry

MAGIC = "LCI1"
FIELDS, MAX_ITEMS = 5, 64


class Held:
    """A credential as a statement has it. since: when it was revoked, None if it is not."""

    __slots__ = ("device", "expiry", "key", "serial", "since", "start")

    def __init__(self, device: str, serial: bytes, key: "Key", start: int, expiry: int, since: "int | None") -> None:
        self.device = device
        self.serial = serial
        self.key = key
        self.start = start
        self.expiry = expiry
        self.since = since


class Registration:
    """site, device: their names. until: Unix seconds. held: [Held], at most MAX_PER_DEVICE."""

    __slots__ = ("device", "held", "site", "until")

    def __init__(self, site: str, device: str, until: int, held: "list[Held]") -> None:
        self.site = site
        self.device = device
        self.until = until
        self.held = held

    def keys_at(self, time: int, grace: int = 0) -> "list[Key]":
        """Return the keys that speak for the device at `time`, as far as this statement knows.

        Raises CredentialRevoked, NotRegistered.
        """
        since = {each.serial: each.since for each in self.held if each.since is not None}
        return holding(self.held, since, self.device, time, grace)

    def serialize(self) -> bytes:
        held = [[each.serial, each.key.serialize(), each.start, each.expiry, each.since] for each in self.held]
        return encode([MAGIC, self.site, self.device, self.until, held])


def of_registry(registry: "Registry", site: str, device: str, until: int) -> Registration:
    """Return what a registry says of a device now; of one that it does not know, that it has no keys."""
    found = [each for each in registry.devices() if each.device == device]
    return Registration(
        site,
        device,
        until,
        [Held(device, each.serial, each.key, each.start, each.expiry, registry.revoked(each.serial)) for each in found],
    )


def parse(data: "bytes | memoryview") -> Registration:
    """Return the statement that `data` holds. Raises BadSchema, what `key.parse` raises, and the errors of
    `cbor.decode`."""
    fields = decode(bytes(data), MAX_ITEMS)
    _check(isinstance(fields, list) and len(fields) == FIELDS and fields[0] == MAGIC, "it is no " + MAGIC)
    _, site, device, until, held = fields
    _check(isinstance(site, str) and isinstance(device, str), "a name is no text")
    _check(0 < len(device) <= MAX_DEVICE and is_uint(until), "no name of a device, or no time")
    _check(isinstance(held, list) and len(held) <= MAX_PER_DEVICE, "over " + str(MAX_PER_DEVICE) + " credentials")
    return Registration(site, device, until, [_held(device, each) for each in held])


def _held(device: str, fields: "Any") -> Held:
    _check(isinstance(fields, list) and len(fields) == 5, "a credential is not of 5 fields")
    serial, key, start, expiry, since = fields
    _check(isinstance(serial, bytes) and 0 < len(serial) <= MAX_SERIAL, "no serial number")
    _check(isinstance(key, bytes), "a key is not bytes")
    _check(is_uint(start) and is_uint(expiry) and start < expiry, "a credential ends before it begins")
    _check(since is None or is_uint(since), "it is not said since when a credential is revoked")
    return Held(device, serial, keys.parse(key), start, expiry, since)


def _check(holds: bool, why: str) -> None:
    if not holds:
        raise BadSchema("registration", why)
