"""The registry of a site: which key speaks for which device, at what time.

    registry = Registry(operator_key, "site.example")
    registry.take(credential)
    registry.take_list(revocations)
    key = registry.keys_at("meter-7", clock)[0]

A revocation list is a COSE_Sign1 by the operator, whose payload is

    ["LCX1", site, number, time, [[serial number, since], ...]]      by serial number

Each list has a higher number than the one before it and holds all that is revoked, so that nobody can hide one by
keeping it back for long: whoever saw a later one refuses it. A key counts as revoked from `since` on; what it signed
before and a log holds from before stays what it was.
"""

from lightclient.codec.cbor import decode, encode, is_uint
from lightclient.codec.errors import BadSchema
from lightclient.errors import InvalidProof
from lightclient.identity import cose, enrolment
from lightclient.identity.cwt import LEEWAY
from lightclient.identity.errors import (
    CredentialRevoked,
    KeyTaken,
    NotRegistered,
    OlderList,
    RegistryFull,
    SerialTaken,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.identity.enrolment import Credential, Request
    from lightclient.identity.key import Key
    from lightclient.keys.signer import Signer

MAGIC, LIST = "LCG1", "LCX1"
LIST_AAD = b"lightclient/revoked/1"
MAX_CREDENTIALS = 256
MAX_PER_DEVICE = 4  # that overlap while keys are rotated
MAX_SERIAL = 64  # bytes
MAX_RECORD = 1 << 18  # bytes


class Registry:
    """operator: the key that credentials and lists have to be signed with. site: its name, in both."""

    def __init__(self, operator: "Key", site: str) -> None:
        self._operator = operator
        self._site = site
        self._found: "list[Credential]" = []
        self._list = b""
        self._since: "dict[bytes, int]" = {}
        self.number = 0  # of the newest revocation list

    def take(self, data: "bytes | memoryview") -> "Credential":
        """Take a credential and return it; one that is there already stays.

        Raises KeyTaken if another device has the key, SerialTaken, RegistryFull, and what `parse_credential` and
        `Credential.verify` raise.
        """
        new = enrolment.parse_credential(data)
        new.verify(self._operator, self._site)
        same = 0
        for each in self._found:
            if each.serial == new.serial:
                if each.serialize() == new.serialize():
                    return each
                raise SerialTaken(serial=new.serial.hex())
            if each.key.data == new.key.data and each.device != new.device:
                raise KeyTaken(device=new.device, other=each.device)
            same += each.device == new.device
        if same >= MAX_PER_DEVICE:
            raise RegistryFull(limit=MAX_PER_DEVICE, what="credentials of the device")
        if len(self._found) >= MAX_CREDENTIALS:
            raise RegistryFull(limit=MAX_CREDENTIALS, what="credentials")
        self._found.append(new)
        return new

    def take_list(self, data: "bytes | memoryview") -> None:
        """Take a revocation list. Raises OlderList, BadSchema, and what `cose.parse` and `Sign1.verify` raise."""
        message = cose.parse(data)
        fields = decode(message.verify(self._operator, LIST_AAD), 3 * MAX_CREDENTIALS + 8)
        if not isinstance(fields, list) or len(fields) != 5 or fields[:2] != [LIST, self._site]:
            raise BadSchema("revocation list", "not an " + LIST + " of this site")
        _, _, number, time, revoked = fields
        if not is_uint(number) or not is_uint(time) or not isinstance(revoked, list):
            raise BadSchema("revocation list", "not [magic, site, number, time, revoked]")
        since: "dict[bytes, int]" = {}
        last = b""
        for each in revoked:
            if not isinstance(each, list) or len(each) != 2 or not isinstance(each[0], bytes) or not is_uint(each[1]):
                raise BadSchema("revocation list", "not [serial number, since]")
            if each[0] <= last or len(each[0]) > MAX_SERIAL:
                raise BadSchema("revocation list", "serial numbers are not in order, or too long")
            last = each[0]
            since[last] = each[1]
        if number <= self.number:
            raise OlderList(number=number, newest=self.number)
        self.number = number
        self._since = since
        self._list = bytes(data)

    def keys_at(self, device: str, time: int, grace: int = 0) -> "list[Key]":
        """Return the keys that speak for a device at `time`, Unix seconds; the one whose credential began last first.

        grace: seconds for which one that has ended still counts; give one only to let a device rotate its key.
        Raises CredentialRevoked if no key holds and one would but for that, NotRegistered.
        """
        return holding(self._found, self._since, device, time, grace)

    def check_rotation(self, request: "Request", nonce: bytes, clock: int, grace: int) -> None:
        """Check a request that a device signed with the key it has had. Raises what `keys_at` and `verify` raise."""
        keys = self.keys_at(request.device, clock, grace)
        for key in keys[:-1]:
            try:
                request.verify(key, nonce)
                return
            except InvalidProof:
                pass  # an older key may be the one
        request.verify(keys[-1], nonce)

    def forget(self, time: int) -> int:
        """Drop credentials that ended before `time`; return how many."""
        kept = [each for each in self._found if each.expiry >= time]
        dropped = len(self._found) - len(kept)
        self._found = kept
        return dropped

    def devices(self) -> "list[Credential]":
        """Return the credentials, in the order in which they came."""
        return list(self._found)

    def revoked(self, serial: bytes) -> "int | None":
        """Return since when a credential is revoked, None if it is not."""
        return self._since.get(serial)

    def serialize(self) -> bytes:
        return encode([MAGIC, self._site, self._list, [each.serialize() for each in self._found]])


def holding(found: "list[Any]", since: "dict[bytes, int]", device: str, time: int, grace: int = 0) -> "list[Key]":
    """Return what `Registry.keys_at` does. found: Credentials, or what has their device, key, serial, start, expiry."""
    held = []
    revoked = None
    for each in found:
        if each.device != device or time + LEEWAY < each.start or time >= each.expiry + grace:
            continue
        if time >= since.get(each.serial, time + 1):
            revoked = each
            continue
        held.append(each)
    if not held and revoked is not None:
        serial = revoked.serial
        raise CredentialRevoked(serial=serial.hex(), device=device, since=since[serial])
    if not held:
        raise NotRegistered(device=device, time=time)
    return [each.key for each in sorted(held, key=lambda each: -each.start)]


def parse(data: "bytes | memoryview", operator: "Key", site: str) -> Registry:
    """Return the registry that was serialized; every signature is checked again.

    Raises BadSchema, and what `Registry.take` and `take_list` raise.
    """
    if len(data) > MAX_RECORD:
        raise BadSchema("registry", "over " + str(MAX_RECORD) + " bytes")
    fields = decode(bytes(data), MAX_CREDENTIALS + 8)
    if not isinstance(fields, list) or len(fields) != 4 or fields[:2] != [MAGIC, site]:
        raise BadSchema("registry", "not an " + MAGIC + " of this site")
    if not isinstance(fields[2], bytes) or not isinstance(fields[3], list):
        raise BadSchema("registry", "not [magic, site, revocation list, credentials]")
    found = Registry(operator, site)
    if fields[2]:
        found.take_list(fields[2])
    for each in fields[3]:
        if not isinstance(each, bytes):
            raise BadSchema("registry", "a credential is not bytes")
        found.take(each)
    return found


def revoke(
    operator: "tuple[Signer, int, Any]", site: str, number: int, time: int, revoked: "dict[bytes, int]"
) -> bytes:
    """Return a revocation list. operator: (signer, algorithm, name of its key). revoked: since when, by serial number.

    Raises what `cose.sign` raises.
    """
    signer, algorithm, name = operator
    fields = [LIST, site, number, time, [[serial, revoked[serial]] for serial in sorted(revoked)]]
    return cose.sign(signer, algorithm, encode(fields), aad=LIST_AAD, name=name).serialize()
