from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.crypto.errors import BadLength, BadSignature
from lightclient.errors import LightClientError
from lightclient.keys import algorithms, keystore, revocation, suite
from lightclient.keys.errors import BadName, BadRevocationSignature, KeyStoreFull, NoSuchKey, RevokesAnother
from tests.portable.rng import Rng
from tests.portable.support import raises

OLD, NEW = bytes(range(1, 33)), bytes(range(2, 34))
TIME = 1_800_000_000


def made(algorithm="ed25519"):
    store = keystore.create(suite.PBKDF2, b"4711", suite.Suite.least, Rng())
    store.put("device", algorithms.KIND[algorithm], OLD)
    return store


def test_a_new_key_is_told_by_the_old_one():
    for algorithm in ("ecdsa", "bip340", "p256", "ed25519"):
        store = made(algorithm)
        old = store.public_key(algorithm)
        statement = store.rotate(algorithm, NEW, TIME)
        new = store.public_key(algorithm)
        assert new == algorithms.public_key(algorithm, NEW) != old
        assert revocation.verify(statement, algorithm, old) == ((algorithm, new), TIME)
        assert store.kinds() == {"device": algorithms.KIND[algorithm], "device.1": "statement"}
        assert store.secret("device.1") == statement
        with raises(RevokesAnother):
            revocation.verify(statement, algorithm, new)


def test_keys_that_followed_each_other_are_followed():
    store = made()
    key = store.public_key("ed25519")
    for number in range(3):
        store.rotate("ed25519", bytes((number,)) * 32, TIME + number)
    for number in range(3):
        (_, key), time = revocation.verify(store.secret("device." + str(number + 1)), "ed25519", key)
        assert time == TIME + number
    assert key == store.public_key("ed25519")


def test_the_old_key_is_gone():
    store = made()
    held = store._entries["device"][1]
    store.rotate("ed25519", NEW, TIME)
    assert held == bytearray(32)


def test_what_cannot_replace_a_key_leaves_the_store_as_it_was():
    store = made()
    for error, algorithm, secret in (
        (BadLength, "ed25519", NEW[1:]),
        (NoSuchKey, "p256", NEW),
    ):
        with raises(error):
            store.rotate(algorithm, secret, TIME)
    assert (store.kinds(), store.secret("device")) == ({"device": "ed25519"}, OLD)
    for number in range(31):
        store.put(str(number), "seed", bytes(16))
    with raises(KeyStoreFull):
        store.rotate("ed25519", NEW, TIME)
    assert store.secret("device") == OLD
    store.remove("0")
    store.remove("1")
    store.put("n" * 32, "p256", OLD)
    with raises(BadName):
        store.rotate("p256", NEW, TIME)
    assert store.secret("n" * 32) == OLD


def test_a_key_that_nothing_replaces():
    store = made()
    statement = revocation.make(store, "ed25519", None, 0)
    assert revocation.verify(statement, "ed25519", store.public_key("ed25519")) == (None, 0)


def test_a_successor_may_be_of_another_algorithm():
    store = made()
    successor = ("p256", algorithms.public_key("p256", NEW))
    statement = revocation.make(store, "ed25519", successor, TIME, "device")
    assert revocation.verify(statement, "ed25519", store.public_key("ed25519")) == (successor, TIME)


def test_any_byte_that_is_another_is_refused():
    store = made()
    key = store.public_key("ed25519")
    statement = revocation.make(store, "ed25519", ("ed25519", NEW), TIME)
    for index in range(len(statement)):
        changed = statement[:index] + bytes((statement[index] ^ 1 << index % 8,)) + statement[index + 1 :]
        for broken in (changed, statement[:index]):
            try:
                revocation.verify(broken, "ed25519", key)
                raise AssertionError(index)
            except LightClientError:
                pass


def test_a_statement_of_another_is_none():
    store = made()
    key = store.public_key("ed25519")
    fields = decode(revocation.make(store, "ed25519", None, TIME))
    forged = algorithms.sign("ed25519", NEW, b"", bytes(32))
    with raises(BadRevocationSignature):
        revocation.verify(encode(fields[:5] + [forged]), "ed25519", key)
    with raises(BadSignature):
        revocation.verify(encode(fields[:5] + [forged[1:]]), "ed25519", key)
    # What the key signed elsewhere is no statement, whatever it was.
    signed = store.sign("ed25519", encode(fields[:5]))
    with raises(BadRevocationSignature):
        revocation.verify(encode(fields[:5] + [signed]), "ed25519", key)


def test_fields_of_another_type_or_size_are_refused():
    store = made()
    key = store.public_key("ed25519")
    fields = decode(revocation.make(store, "ed25519", ("ed25519", NEW), TIME))
    for index, others in (
        (0, ("LCR2", 0, b"LCR1")),
        (1, (0, b"ed25519", None)),
        (2, (0, "", None, bytes(34))),
        (3, (0, b"", [], ["ed25519"], ["ed25519", NEW, 0], [0, NEW], ["ed25519", "x"], ["ed25519", bytes(34)], False)),
        (4, (-1, "", None, True)),
        (5, (0, "", None)),
    ):
        for other in others:
            with raises(BadSchema):
                revocation.verify(encode(fields[:index] + [other] + fields[index + 1 :]), "ed25519", key)
    for other in (fields[:5], fields + [0], {}, 0):
        with raises(BadSchema):
            revocation.verify(encode(other), "ed25519", key)
