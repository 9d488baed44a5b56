from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.errors import BadLength, BadSecretKey
from lightclient.crypto.hmac import hmac_sha256
from lightclient.crypto.kdf import STEP, hkdf_sha256, pbkdf2
from lightclient.crypto.steps import finish
from lightclient.errors import LightClientError
from lightclient.keys import algorithms, entries, keystore, suite
from lightclient.keys.errors import (
    AmbiguousKey,
    BadName,
    CostOutOfBounds,
    KeyStoreClosed,
    KeyStoreFull,
    NameTaken,
    NoSuchKey,
    UnknownAlgorithm,
    UnknownKind,
    UnknownSuite,
    WrongPassphrase,
)
from lightclient.keys.sealed import MAX_SIZE, Head
from tests.portable.rng import Rng
from tests.portable.support import raises

PIN = b"4711"
LEAST = suite.Suite.least
SECRET = bytes(range(1, 33))
OTHER = bytes(range(2, 34))
# Sealed by this code on a host, opened by it everywhere: the format does not change unseen.
RECORD = bytes.fromhex(
    "87644c434b31011903e850e3b0c44298fc1c149afbf4c8996fb924500c2efbfa5c6f708c22c6a490932e2e2458542570"
    "886d9b4d22b4b0eba522557a52b8a648107181da020c90f7ec31bc1e814a82ab99a551a43f2d9eb7c6d4b8e221e0ecc0"
    "a8facdc48e5f6977d35b8ad14638212cb42d925a94325a5e186ce0b4e0d9e44cc76a5820f47e6a69c15f78204fb40d1e"
    "f098d6489ee932518f48ba5d9c777622d238bcc1"
)


def made():
    store = keystore.create(suite.PBKDF2, PIN, LEAST, Rng())
    store.put("device", "ed25519", SECRET)
    store.put("wallet", "entropy", bytes(16))
    return store


def opened(record, pin=PIN):
    return keystore.unlock(record, pin, Rng(b"later"))


def refused(record):
    """Return whether nothing is opened; any error but one of ours is a bug."""
    try:
        opened(record)
    except LightClientError:
        return True
    return False


def test_a_record_of_before_opens():
    store = opened(RECORD)
    assert store.kinds() == {"device": "ed25519", "wallet": "entropy"}
    assert (store.secret("device"), store.secret("wallet")) == (SECRET, bytes(16))
    assert made().seal() == RECORD


def test_the_record_is_what_the_document_says():
    fields = decode(RECORD)
    magic, number, rounds, salt, nonce, ciphertext, tag = fields
    assert (magic, number, rounds) == ("LCK1", 1, LEAST)
    master = pbkdf2("sha256", PIN, salt, rounds, 32)
    key = hkdf_sha256(master, b"", b"lightclient/keystore/authentication", 32)
    assert hmac_sha256(key, encode(fields[:5]) + ciphertext) == tag
    assert len(salt) == len(nonce) == 16


def test_what_is_put_in_is_there_after_sealing_and_opening():
    store = opened(made().seal())
    store.put("identity", "p256", OTHER)
    store.remove("wallet")
    store = opened(store.seal())
    assert store.kinds() == {"device": "ed25519", "identity": "p256"}
    assert store.secret("identity") == OTHER
    with raises(NoSuchKey):
        store.secret("wallet")


def test_two_seals_of_the_same_have_nothing_in_common_but_the_salt():
    store = made()
    one, two = decode(store.seal()), decode(store.seal())
    assert one[:4] == two[:4]
    assert all(one[index] != two[index] for index in (4, 5, 6))


def test_entropy_that_repeats_itself_encrypts_no_two_contents_alike():
    store = keystore.create(suite.PBKDF2, PIN, LEAST, bytes)
    first = store.seal()
    assert store.seal() == first
    store.put("device", "ed25519", SECRET)
    assert decode(store.seal())[4] != decode(first)[4]


def test_another_pin_opens_nothing():
    for pin in (b"4712", b"471", b"47110", b" 4711"):
        with raises(WrongPassphrase):
            opened(RECORD, pin)
    for size in (0, 1025):
        with raises(BadLength):
            opened(RECORD, bytes(size))
        with raises(BadLength):
            keystore.create(suite.PBKDF2, bytes(size), LEAST, Rng())


def test_any_byte_that_is_another_is_refused():
    for index in range(len(RECORD)):
        assert refused(RECORD[:index] + bytes((RECORD[index] ^ 1 << index % 8,)) + RECORD[index + 1 :])
    for size in range(len(RECORD)):
        assert refused(RECORD[:size])
    assert refused(RECORD + b"\x00")


def test_fields_of_another_size_or_type_are_refused():
    fields = decode(RECORD)
    for index, others in (
        (0, ("LCK2", "LCC1", 1, b"LCK1")),
        (1, (True, -1, b"", "1", None)),
        (2, (True, -1, b"", "1", None)),
        (3, (b"", bytes(15), bytes(17), "", 0)),
        (4, (b"", bytes(12), bytes(17), "", 0)),
        (5, ("", 0, None, [])),
        (6, (b"", bytes(16), bytes(31), bytes(33), "", 0)),
    ):
        for other in others:
            with raises(BadSchema):
                opened(encode(fields[:index] + [other] + fields[index + 1 :]))
    for other in (fields[:6], fields + [0], [], {}, 0):
        with raises(BadSchema):
            opened(encode(other))
    with raises(TooLarge):
        opened(bytes(MAX_SIZE + 1))


def test_costs_have_bounds_and_suites_names():
    fields = decode(RECORD)
    for cost in (0, 1, LEAST - 1, suite.Suite.most + 1, 1 << 32, (1 << 64) - 1):
        with raises(CostOutOfBounds):
            opened(encode(fields[:2] + [cost] + fields[3:]))
        with raises(CostOutOfBounds):
            keystore.create(suite.PBKDF2, PIN, cost, Rng())
        with raises(CostOutOfBounds):
            made().change(PIN, cost)
    for number in (0, 3, 1 << 40):
        with raises(UnknownSuite):
            opened(encode(fields[:1] + [number] + fields[2:]))


def test_the_cost_is_what_takes_the_time_that_was_asked_for():
    class Clock:
        """Seconds that pass by so much at each look."""

        def __init__(self, step):
            self.seconds = 0.0
            self.step = step

        def __call__(self):
            self.seconds += self.step
            return self.seconds

    sample = 16 * STEP
    assert suite.rounds_for(1, Clock(sample / 2000)) in (1999, 2000)
    assert suite.rounds_for(2, Clock(sample / 2000)) in (3999, 4000)
    assert suite.rounds_for(1, Clock(10)) == LEAST
    assert suite.rounds_for(1, Clock(0)) == suite.Suite.most


def test_opening_is_done_in_steps():
    assert len(list(keystore.unlock_steps(RECORD, PIN, Rng()))) > LEAST // STEP


def test_every_algorithm_signs_with_the_key_of_its_kind():
    store = keystore.create(suite.PBKDF2, PIN, LEAST, Rng())
    for kind in ("secp256k1", "p256", "ed25519"):
        store.put(kind, kind, SECRET)
    store.put("seed", "seed", bytes(64))
    for algorithm, size in (("ecdsa", 33), ("bip340", 32), ("p256", 33), ("ed25519", 32)):
        key = store.public_key(algorithm)
        signature = store.sign(algorithm, OTHER)
        assert (len(key), len(signature)) == (size, 64)
        assert algorithms.verify(algorithm, key, OTHER, signature)
        assert not algorithms.verify(algorithm, key, SECRET, signature)
        assert store.public_key(algorithm, algorithms.KIND[algorithm]) == key
        with raises(NoSuchKey):
            store.sign(algorithm, OTHER, "seed")
        if algorithm != "ed25519":
            for size in (0, 31, 33):
                with raises(BadLength):
                    store.sign(algorithm, bytes(size))
    assert algorithms.verify("ed25519", key, b"short", store.sign("ed25519", b"short"))
    with raises(UnknownAlgorithm):
        store.sign("rsa", OTHER)
    with raises(UnknownAlgorithm):
        algorithms.verify("rsa", key, OTHER, signature)


def test_of_several_keys_one_has_to_be_named():
    store = made()
    with raises(NoSuchKey):
        store.sign("p256", SECRET)
    store.put("second", "ed25519", OTHER)
    with raises(AmbiguousKey):
        store.sign("ed25519", b"")
    with raises(AmbiguousKey):
        store.public_key("ed25519")
    assert store.public_key("ed25519", "second") == algorithms.public_key("ed25519", OTHER)
    store.remove("device")
    assert store.public_key("ed25519") == algorithms.public_key("ed25519", OTHER)


def test_what_cannot_be_an_entry_is_refused_and_the_store_stays():
    store = made()
    before = entries.serialize(store._entries)
    for error, name, kind, secret in (
        (NameTaken, "device", "ed25519", OTHER),
        (BadName, "", "ed25519", OTHER),
        (BadName, "n" * 33, "ed25519", OTHER),
        (BadName, "\u00fc", "ed25519", OTHER),
        (BadName, "a\nb", "ed25519", OTHER),
        (BadName, "\x7f", "ed25519", OTHER),
        (UnknownKind, "x", "rsa", OTHER),
        (BadLength, "x", "ed25519", OTHER + b"\x00"),
        (BadLength, "x", "entropy", bytes(17)),
        (BadLength, "x", "entropy", bytes(36)),
        (BadLength, "x", "seed", bytes(15)),
        (BadLength, "x", "seed", bytes(65)),
        (BadLength, "x", "statement", bytes(257)),
        (BadSecretKey, "x", "secp256k1", bytes(32)),
        (BadSecretKey, "x", "secp256k1", b"\xff" * 32),
        (BadSecretKey, "x", "p256", bytes(32)),
        (BadSecretKey, "x", "p256", b"\xff" * 32),
    ):
        with raises(error):
            store.put(name, kind, secret)
        assert entries.serialize(store._entries) == before
    for count in range(entries.MAX_ENTRIES - 2):
        store.put(str(count), "ed25519", OTHER)
    with raises(KeyStoreFull):
        store.put("x", "ed25519", OTHER)
    with raises(NoSuchKey):
        store.remove("x")
    assert len(opened(store.seal()).kinds()) == entries.MAX_ENTRIES


def test_a_record_has_an_end():
    store = keystore.create(suite.PBKDF2, PIN, LEAST, Rng())
    for count in range(16):
        store.put(str(count), "statement", bytes(256))
    with raises(TooLarge):
        store.seal()


def test_entries_of_another_shape_are_refused_although_the_passphrase_is_right():
    salt, nonce = bytes(16), bytes(16)
    head = Head(suite.load(suite.PBKDF2), LEAST, salt, nonce)
    key = finish(head.suite.key_steps(PIN, salt, LEAST))
    good = {"a": ["ed25519", SECRET]}
    assert opened(head.seal(key, encode(good))).kinds() == {"a": "ed25519"}
    for error, bad in (
        (BadSchema, []),
        (BadSchema, {1: ["ed25519", SECRET]}),
        (BadSchema, {"a": SECRET}),
        (BadSchema, {"a": ["ed25519"]}),
        (BadSchema, {"a": ["ed25519", SECRET, 0]}),
        (BadSchema, {"a": [0, SECRET]}),
        (BadSchema, {"a": ["ed25519", "text"]}),
        (TooLarge, {str(index): ["seed", bytes(16)] for index in range(entries.MAX_ENTRIES + 1)}),
        (UnknownKind, {"a": ["rsa", SECRET]}),
        (BadName, {"": ["ed25519", SECRET]}),
        (BadLength, {"a": ["ed25519", b""]}),
    ):
        with raises(error):
            opened(head.seal(key, encode(bad)))


def test_another_passphrase_takes_the_place_of_the_old_one():
    store = made()
    store.change(b"0815", LEAST + 1)
    record = store.seal()
    assert decode(record)[2] == LEAST + 1
    assert decode(record)[3] != decode(RECORD)[3]
    with raises(WrongPassphrase):
        opened(record)
    assert opened(record, b"0815").secret("device") == SECRET


def test_a_closed_store_does_nothing_and_its_buffers_are_zero():
    store = made()
    held, key = store._entries["device"][1], store._key
    store.close()
    assert (held, key) == (bytearray(32), bytearray(64))
    for call in (
        store.kinds,
        store.seal,
        lambda: store.sign("ed25519", b""),
        lambda: store.public_key("ed25519"),
        lambda: store.put("x", "ed25519", SECRET),
        lambda: store.secret("device"),
        lambda: store.remove("device"),
        lambda: store.rotate("ed25519", OTHER, 0),
        lambda: store.change(PIN, LEAST),
    ):
        with raises(KeyStoreClosed):
            call()
    store.close()


def test_what_leaves_the_store_is_wiped():
    store = made()
    held, key = store._entries["device"][1], store._key
    store.remove("device")
    store.change(PIN, LEAST)
    assert (held, key) == (bytearray(32), bytearray(64))
    secret = bytearray(OTHER)
    store.put("own copy", "ed25519", secret)
    keystore.wipe(secret)
    assert store.secret("own copy") == OTHER
