"""Records of keystores, PINs and revocations: whatever comes is read or refused by a named error, and soon."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lightclient.codec.cbor import encode
from lightclient.keys import entries, keystore, pin, revocation, sealed, suite
from lightclient.keys.entries import SIZES
from lightclient.keys.pin import PinLock
from lightclient.store.slots import SlotStore
from tests.portable.flash import Flash, truncated
from tests.portable.rng import Rng
from tests.support.fuzzing import REFUSED, flipped, mutated, outcome

PIN = b"4711"
KEY = bytes(range(1, 33))
STORE = keystore.create(suite.PBKDF2, PIN, suite.Suite.least, Rng())
STORE.put("device", "ed25519", KEY)
RECORD = STORE.seal()
PUBLIC = STORE.public_key("ed25519")
STATEMENT = revocation.make(STORE, "ed25519", ("p256", b"\x02" + KEY), 5)

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=40) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
heads = st.builds(
    lambda number, cost, sizes: encode(["LCK1", number, cost, *map(bytes, sizes)]),
    st.sampled_from([0, 1, 2, 3, 2**64 - 1]),
    st.integers(0, 2**64 - 1) | st.integers(0, 100_000),
    st.tuples(*[st.sampled_from([0, 12, 15, 16, 17, 32]) for _ in range(4)]),
)
anything = st.binary(max_size=200) | values.map(encode)


def opened(record):
    return keystore.unlock(record, PIN, Rng())


@pytest.mark.slow
@given(mutated(st.just(RECORD)))
@settings(max_examples=300)
def test_only_the_record_itself_opens(record):
    assert outcome(opened, record) is REFUSED or record == RECORD


@pytest.mark.slow
def test_a_record_with_any_bit_flipped_does_not_open():
    assert opened(RECORD).secret("device") == KEY
    for bit in range(8 * len(RECORD)):
        assert outcome(opened, flipped(RECORD, bit)) is REFUSED


@pytest.mark.slow
@given(anything | heads | mutated(heads))
@example(b"")
@example(bytes(5000))
@settings(max_examples=500)
def test_what_is_read_before_the_passphrase_is_bounded(record):
    found = outcome(sealed.parse, record)
    if found is not REFUSED:
        head, ciphertext, tag = found
        assert encode([*head.fields(), ciphertext, tag]) == record
        assert head.suite.least <= head.cost <= head.suite.most
        assert len(record) <= sealed.MAX_SIZE


names = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=8) | st.text(max_size=8)
kinds = st.sampled_from(sorted(SIZES))
secrets = st.tuples(kinds, st.sampled_from([16, 32, 64]).flatmap(lambda size: st.binary(min_size=size, max_size=size)))


@given(
    st.dictionaries(names, secrets, max_size=5).map(lambda found: {key: list(value) for key, value in found.items()})
)
def test_entries_are_read_as_they_were_written_or_refused(found):
    read = outcome(entries.parse, encode(found))
    if read is not REFUSED:
        assert entries.serialize(read) == encode(found)


@given(anything)
def test_other_entries_are_refused(data):
    read = outcome(entries.parse, data)
    assert read is REFUSED or entries.serialize(read) == data


@pytest.mark.slow
@given(mutated(st.just(STATEMENT)) | anything)
@settings(max_examples=300)
def test_only_the_statement_itself_is_believed(record):
    assert outcome(revocation.verify, record, "ed25519", PUBLIC) is REFUSED or record == STATEMENT


@given(anything | mutated(st.just(encode(["LCP1", 3, RECORD]))))
def test_a_pin_record_is_read_or_refused(record):
    flash = Flash(truncated)
    SlotStore(flash).save(record)
    lock = outcome(PinLock, SlotStore(flash), 0)
    if lock is not REFUSED:
        assert 0 <= lock.tries <= 255
        assert lock.until == pin.waiting(lock.tries)
        if lock.tries < pin.LIMIT:
            assert outcome(lock.unlock, b"0000", 1 << 20, Rng()) is REFUSED
