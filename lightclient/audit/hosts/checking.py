"""Statements as they come, checked before a log takes them: a function for worker processes.

Each is judged alone: a bad one is refused by name and spoils no other.
"""

from __future__ import annotations

import contextlib
import functools
from hashlib import sha256
from typing import NamedTuple

from lightclient.audit import statement as statements
from lightclient.audit.hosts.errors import RecordTooLarge
from lightclient.audit.hosts.placing import Checked
from lightclient.audit.record import MAX_BODY
from lightclient.audit.statement import Statement
from lightclient.codec.errors import BadSchema
from lightclient.crypto import backend
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from lightclient.crypto.errors import BackendMissing
from lightclient.errors import InvalidProof, LightClientError
from lightclient.identity import key as keys
from lightclient.identity import registry as registries
from lightclient.identity.errors import FutureDated, NotRegistered
from lightclient.identity.key import Key
from lightclient.identity.registry import Registry
from lightclient.merkle.log import leaf_hash

MAX_STATEMENT = MAX_BODY + 1024  # bytes
LEEWAY = 60  # seconds by which a device's clock may be ahead of ours
OPENSSL = "cryptography"


class Rules(NamedTuple):
    """What a log takes. Plain values, for another process.

    origin    of the log
    devices   COSE keys by name, of a policy
    site      of the registry; registry: serialized, b"" without one; operator: its COSE key
    """

    origin: str
    devices: tuple[tuple[str, bytes], ...]
    site: str
    registry: bytes
    operator: bytes


class Refused(NamedTuple):
    """Why a statement is not taken: the name of the error, and its sentence."""

    name: str
    why: str


def check(batch: list[bytes], rules: Rules, clock: int) -> list[Checked | Refused]:
    """Return each statement, checked, or why it is refused. clock: Unix seconds, of the server."""
    fast()
    return [_one(data, rules, clock) for data in batch]


def _one(data: bytes, rules: Rules, clock: int) -> Checked | Refused:
    try:
        return checked(data, rules, clock)
    except LightClientError as error:
        return refused(error)


def checked(data: bytes, rules: Rules, clock: int | None) -> Checked:
    """Return a statement as the store takes it. clock: None for one that is in the log already, whose time is past.

    Raises RecordTooLarge, BadSchema, OtherLog, NotRegistered, CredentialRevoked, FutureDated, SignatureInvalid and its
    kin, and what `statement.parse` raises.
    """
    if len(data) > MAX_STATEMENT:
        raise RecordTooLarge(size=len(data), limit=MAX_STATEMENT)
    made = statements.parse(data)
    if not made.is_record():
        raise BadSchema("statement", "its payload is not a record of this version")
    record = made.record()
    made.check_log(rules.origin)
    if clock is not None:
        verify(made, record.device, rules, clock)
        if record.time is not None and record.time[0] - record.time[1] > clock + LEEWAY:
            raise FutureDated(time=record.time[0], clock=clock, leeway=LEEWAY)
    bare = made.message.serialize()
    entry = sha256(bare).digest()  # as Statement.entry and .leaf have it
    return Checked(record.device, record.sequence, record.previous, record.hash(), entry, leaf_hash(entry), bare)


def verify(made: Statement, device: str, rules: Rules, clock: int) -> None:
    """Check a device's signature by one of the keys that speak for it at `clock`.

    Raises NotRegistered, CredentialRevoked, and what `Statement.verify` raises.
    """
    fixed = _fixed(rules.devices).get(device)
    if fixed is not None:
        made.verify(_key(fixed))
        return
    if not rules.registry:
        raise NotRegistered(device=device, time=clock)
    found = _registry(rules.registry, rules.operator, rules.site).keys_at(device, clock)
    for key in found[:-1]:
        with contextlib.suppress(InvalidProof):  # an older key may be the one
            made.verify(key)
            return
    made.verify(found[-1])


def refused(error: LightClientError) -> Refused:
    return Refused(error.name, str(error))


@functools.cache
def fast() -> None:
    """Let libraries of C compute signatures in this process, where they are installed."""
    for curve, names in ((P256, (OPENSSL,)), (ED25519, (OPENSSL,)), (SECP256K1, ("coincurve", OPENSSL))):
        for name in names:
            with contextlib.suppress(BackendMissing):
                backend.use(name, curve)
                break


@functools.lru_cache(2)
def _fixed(devices: tuple[tuple[str, bytes], ...]) -> dict[str, bytes]:
    return dict(devices)


@functools.lru_cache(256)
def _key(data: bytes) -> Key:
    return keys.parse(data)


@functools.lru_cache(2)
def _registry(data: bytes, operator: bytes, site: str) -> Registry:
    return registries.parse(data, keys.parse(operator), site)
