"""The records of keys in docs/formats.md and docs/formats.cddl: the real ones have that shape, and no other is read."""

import cbor2
import pytest

from lightclient.codec.cbor import decode, encode
from lightclient.keys import entries, keystore, revocation, sealed, suite
from lightclient.keys.pin import PinLock
from lightclient.store.slots import SlotStore
from tests.hosts.test_formats import CDDL, KEYSTORE_BYTES
from tests.portable.flash import Flash, truncated
from tests.portable.rng import Rng
from tests.support.cddl import broken, holds, shape
from tests.support.fuzzing import REFUSED, outcome

RULES = {rule: shape(rule, CDDL) for rule in ("keystore", "entries", "pin", "revocation")}
STORE = keystore.create(suite.PBKDF2, b"4711", suite.Suite.least, Rng())
STORE.put("device", "ed25519", bytes(range(32)))
KEY = STORE.public_key("ed25519")


def locked(record):
    slots = SlotStore(Flash(truncated))
    slots.save(record)
    return PinLock(slots, 0)


READERS = {
    "keystore": sealed.parse,
    "entries": entries.parse,
    "pin": locked,
    "revocation": lambda record: revocation.verify(record, "ed25519", KEY),
}
RECORDS = [
    ("keystore", STORE.seal()),
    ("keystore", keystore.create(suite.SCRYPT, b"4711", 15, Rng()).seal()),
    ("entries", encode({})),
    ("entries", encode({"a": ["ed25519", bytes(32)], "b": ["seed", bytes(16)]})),
    *[("pin", encode(["LCP1", 9, kept])) for kept in (STORE.seal(), 1, 2)],
    *[("revocation", revocation.make(STORE, "ed25519", other, 7)) for other in (None, ("p256", b"\x02" + KEY))],
]


@pytest.mark.parametrize(("rule", "record"), RECORDS)
def test_real_records_have_their_shape_and_are_read(rule, record):
    assert holds(RULES[rule], record)
    assert outcome(READERS[rule], record) is not REFUSED
    for other in RULES.keys() - {rule}:
        assert not holds(RULES[other], record)
        assert outcome(READERS[other], record) is REFUSED


def changes(rule, fields):
    """Yield records with a field dropped, added or of another type."""
    if rule != "entries":
        yield from broken(fields)
    for name in fields if rule == "entries" else ():
        yield from ({**fields, name: entry} for entry in broken(fields[name]))


@pytest.mark.parametrize(("rule", "record"), RECORDS)
def test_a_field_dropped_added_or_of_another_type_has_not_the_shape(rule, record):
    fields = decode(record)
    for changed in changes(rule, fields):
        data = cbor2.dumps(changed, canonical=True)
        assert outcome(READERS[rule], data) is REFUSED, changed
        # A successor that is left out is a statement too, though not the one that was signed.
        if rule != "revocation" or changed != [*fields[:3], None, *fields[4:]]:
            assert not holds(RULES[rule], data), changed


def test_the_keystore_of_the_document_opens():
    assert holds(RULES["keystore"], KEYSTORE_BYTES)
    store = keystore.unlock(KEYSTORE_BYTES, b"4711", Rng())
    assert store.kinds() == {"device": "ed25519", "wallet": "entropy"}
    assert (store.secret("device"), store.secret("wallet")) == (bytes(range(1, 33)), bytes(16))
