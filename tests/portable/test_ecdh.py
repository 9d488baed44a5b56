from hashlib import sha256

from lightclient.crypto import backend, ecdh, secp256k1_ecdh, x25519
from lightclient.crypto.errors import BadKeyEncoding, BadSecretKey, NotOnCurve, SmallOrder
from lightclient.crypto.secp256k1 import N
from lightclient.crypto.steps import finish
from tests.portable.support import raises

# RFC 7748, 5.2: scalar, u, result; and 6.1.
VECTORS = (
    (
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    ),
    (
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
    ),
)
ONCE = "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"

P = x25519.P
# What has a small order, on the curve or its twist, in every encoding (cr.yp.to/ecdh.html).
SMALL = (
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    P - 1,
    P,
    P + 1,
)


def secret(number):
    return number.to_bytes(32, "big")


def test_vectors_of_rfc_7748():
    assert x25519.BACKEND in ("machine", "python")
    for scalar, u, expected in VECTORS:
        for random in (b"", b"other"):
            assert x25519.shared(bytes.fromhex(scalar), bytes.fromhex(u), random).hex() == expected
    assert x25519.shared(x25519.BASE, x25519.BASE).hex() == ONCE


def test_two_share_the_same_on_curve25519():
    one, two = sha256(b"one").digest(), sha256(b"two").digest()
    found = x25519.shared(one, x25519.public_key(two))
    assert found == x25519.shared(two, x25519.public_key(one), b"random")
    # The top bit of a key does not count, and those of a secret that its decoding sets.
    key = bytearray(x25519.public_key(two))
    key[31] |= 0x80
    assert x25519.shared(bytes((one[0] ^ 7,)) + one[1:31] + bytes((one[31] ^ 0xC0 & ~one[31],)), bytes(key)) == found


def test_keys_of_small_order_are_refused_by_name():
    for u in SMALL:
        for top in (0, 1 << 255):
            with raises(SmallOrder):
                x25519.shared(sha256(b"mine").digest(), (u | top).to_bytes(32, "little"))


def test_bytes_that_are_no_keys_on_curve25519_are_refused():
    for size in (0, 31, 33, 64):
        with raises(BadSecretKey):
            x25519.shared(bytes(size), x25519.BASE)
        with raises(BadKeyEncoding):
            x25519.shared(x25519.BASE, bytes(size))


def test_the_portable_ladder_gives_the_same_whatever_the_backend():
    scalar, u, expected = (bytes.fromhex(text) for text in VECTORS[0])
    scalar = int.from_bytes(scalar, "little") & (1 << 254) - 8 | 1 << 254
    assert finish(x25519._ladder(scalar, int.from_bytes(u, "little"), bytes(32))) == expected


def test_two_share_the_same_on_secp256k1():
    used = backend.current()
    one, two = sha256(b"one").digest(), sha256(b"two").digest()
    point = used.shared_point(one, used.public_key(two))
    assert point == used.shared_point(two, used.public_key(one), b"random")
    assert point.hex() == "03f3868eedfb24931d161f2704bd3f11934331a01d47d2a2d9c6414551e9c62866"
    assert ecdh.secret(one, used.public_key(two)) == sha256(point).digest()
    assert ecdh.x(one, used.public_key(two)) == point[1:]
    assert finish(secp256k1_ecdh.shared_steps(one, used.public_key(two))) == point


def test_a_secret_of_1_shares_the_key_itself():
    used = backend.current()
    key = used.public_key(sha256(b"two").digest())
    assert used.shared_point(secret(1), key) == key
    negative = used.shared_point(secret(N - 1), key)
    assert negative[1:] == key[1:] and negative[0] ^ key[0] == 1


def test_what_is_no_key_on_secp256k1_is_refused():
    used = backend.current()
    key = used.public_key(secret(7))
    for bad in (secret(0), secret(N), secret(N + 1), b"", bytes(31), bytes(33)):
        with raises(BadSecretKey):
            used.shared_point(bad, key)
    for bad in (b"", key[:32], key[1:], b"\x05" + key[1:], key + b"\0", b"\x06" + bytes(64)):
        with raises(BadKeyEncoding):
            used.shared_point(secret(7), bad)
    for bad in (b"\x02" + secret(5), b"\x02" + b"\xff" * 32, b"\x04" + key[1:] + bytes(32)):
        with raises(NotOnCurve):
            used.shared_point(secret(7), bad)
    assert used.shared_point(secret(1), key) == key
