from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge, TrailingBytes, Truncated, Unsupported
from lightclient.crypto import p256, secp256k1
from lightclient.crypto.errors import BadKeyEncoding, BadSignature, NotOnCurve
from lightclient.identity import algorithms, cose, key
from lightclient.identity.errors import (
    AlgorithmOfAnother,
    CriticalHeader,
    DuplicateHeader,
    NoAlgorithm,
    PayloadAttached,
    PayloadDetached,
    SignatureInvalid,
    UnsupportedAlgorithm,
    UnsupportedKey,
    WrongTag,
)
from lightclient.keys import algorithms as kinds
from tests.portable.support import raises

SECRETS = {"p256": bytes(range(1, 33)), "secp256k1": bytes(range(2, 34)), "ed25519": bytes(range(3, 35))}
AAD = b"site/meter-7"


class Single:
    """A signer with one secret of each kind."""

    def public_key(self, algorithm, name=None):
        return kinds.public_key(algorithm, SECRETS[kinds.kind_of(algorithm)])

    def sign(self, algorithm, message, name=None):
        return kinds.sign(algorithm, SECRETS[kinds.kind_of(algorithm)], message, bytes(32))

    def sign_steps(self, algorithm, message, name=None):
        return kinds.sign_steps(algorithm, SECRETS[kinds.kind_of(algorithm)], message, bytes(32))


SIGNER = Single()
KEYS = {kind: key.of_signer(SIGNER, kind) for kind in SECRETS}


def signed(algorithm=algorithms.ED25519_ALG, payload=b"21.5 C", **options):
    return cose.sign(SIGNER, algorithm, payload, **options)


def test_every_algorithm_signs_and_verifies():
    for algorithm in algorithms.SUPPORTED:
        holder = KEYS[algorithms.KINDS[algorithm]]
        data = signed(algorithm, headers={4: b"7"}, aad=AAD).serialize()
        found = cose.parse(data)
        assert found.verify(holder, AAD) == b"21.5 C"
        assert found.kid == b"7" and found.algorithm() == algorithm
        assert found.serialize() == data


def test_what_was_signed_cannot_be_changed():
    for algorithm in (algorithms.ES256, algorithms.ED25519_ALG):
        holder = KEYS[algorithms.KINDS[algorithm]]
        good = signed(algorithm, aad=AAD)
        headers = encode({1: algorithm, 4: b"8"})
        for changed, aad in (
            (good, b"site/meter-8"),
            (good, b""),
            (cose.Sign1(good.protected, {}, b"91.5 C", good.signature), AAD),
            (cose.Sign1(headers, {}, good.payload, good.signature), AAD),
        ):
            with raises(SignatureInvalid):
                changed.verify(holder, aad)
        other = cose.Sign1(good.protected, {4: b"whatever"}, good.payload, good.signature)
        assert other.verify(holder, AAD) == good.payload  # unprotected is not signed


def test_one_algorithm_of_a_curve_is_not_the_other():
    good = signed(algorithms.ES256)
    swapped = cose.Sign1(encode({1: algorithms.ESP256}), {}, good.payload, good.signature)
    with raises(SignatureInvalid):
        swapped.verify(KEYS["p256"])


def test_a_key_of_another_kind_verifies_nothing():
    for kind in ("p256", "secp256k1"):
        with raises(AlgorithmOfAnother):
            signed().verify(KEYS[kind])
    with raises(AlgorithmOfAnother):
        signed(algorithms.ES256K).verify(KEYS["p256"])


def test_a_payload_can_travel_by_another_way():
    found = cose.parse(signed(detached=True).serialize())
    assert found.payload is None
    assert found.verify(KEYS["ed25519"], payload=b"21.5 C") == b"21.5 C"
    with raises(SignatureInvalid):
        found.verify(KEYS["ed25519"], payload=b"22.5 C")
    with raises(PayloadDetached):
        found.verify(KEYS["ed25519"])
    with raises(PayloadAttached):
        signed().verify(KEYS["ed25519"], payload=b"21.5 C")


def test_others_are_refused_by_name():
    for algorithm, name in ((-35, "ES384 (-35)"), (-48, "ML-DSA-44 (-48)"), (999, "999"), ("unknown", "'unknown'")):
        found = cose.parse(cose.Sign1(encode({1: algorithm}), {}, b"", bytes(64)).serialize())
        with raises(UnsupportedAlgorithm) as caught:
            found.algorithm()
        assert caught.error.fields["algorithm"] == name
    with raises(UnsupportedAlgorithm):
        signed(-35)
    with raises(NoAlgorithm):
        cose.Sign1(b"", {1: algorithms.ES256}, b"", bytes(64)).algorithm()
    with raises(NoAlgorithm):
        cose.Sign1(encode({4: b"7"}), {1: algorithms.ES256}, b"", bytes(64)).verify(KEYS["p256"])


def test_critical_headers_have_to_be_understood():
    critical = signed(headers={2: [99], 99: 1})
    with raises(CriticalHeader):
        critical.verify(KEYS["ed25519"])
    assert critical.verify(KEYS["ed25519"], understood=cose.UNDERSTOOD + (99,))
    with raises(CriticalHeader):  # it is named and not there
        signed(headers={2: [99]}).verify(KEYS["ed25519"], understood=(99,))
    for label in (2, 4):
        with raises(CriticalHeader):
            signed(headers={2: [4]}, unprotected={4: b"7"}).verify(KEYS["ed25519"])
        with raises(CriticalHeader):
            signed(unprotected={2: [label]}).verify(KEYS["ed25519"])
    for bad in ([], 4):
        with raises(BadSchema):
            signed(headers={2: bad}).verify(KEYS["ed25519"])


def test_forms_that_are_none():
    good = signed(unprotected={4: b"7"})
    data = good.serialize()
    assert cose.parse(good.serialize(False), False).serialize() == data
    for bad, tagged, error in (
        (data, False, Unsupported),
        (data[1:], True, WrongTag),
        (b"", True, WrongTag),
        (b"\xd1" + data[1:], True, WrongTag),
        (data + b"\x00", True, TrailingBytes),
        (data[:-1], True, Truncated),
        (b"\xd2" + encode([b"", {}, b""]), True, BadSchema),
        (b"\xd2" + encode([b"", {}, b"", b"", b""]), True, BadSchema),
        (b"\xd2" + encode({}), True, BadSchema),
        (b"\xd2" + encode([{}, {}, b"", b""]), True, BadSchema),
        (b"\xd2" + encode([b"", [], b"", b""]), True, BadSchema),
        (b"\xd2" + encode([b"", {}, "", b""]), True, BadSchema),
        (b"\xd2" + encode([b"", {}, b"", ""]), True, BadSchema),
        (b"\xd2" + encode([b"\x80", {}, b"", b""]), True, BadSchema),
        (b"\xd2" + encode([b"", {b"1": 1}, b"", b""]), True, BadSchema),
        (b"\xd2" + encode([encode({1: -7}), {1: -7}, b"", b""]), True, DuplicateHeader),
        (b"\xd2" + encode([b"\xa2\x01\x26\x01\x26", {}, b"", b""]), True, NonCanonical),
        (b"\xd2" + encode([b"\xa1\x01\x38\x06", {}, b"", b""]), True, NonCanonical),
        (b"\xd2" + encode([b"\xbf\x01\x26\xff", {}, b"", b""]), True, Unsupported),
        (range((1 << 16) + 1), True, TooLarge),
        (range(1 << 16), True, WrongTag),
    ):
        with raises(error):
            cose.parse(bad, tagged)


def test_headers_may_stand_in_any_order():
    body = signed(headers={4: b"7"})
    turned = b"\xa2\x04\x41\x37\x01\x32"
    assert cose.Sign1(turned, {}, b"", b"").headers == body.headers


def test_signatures_of_another_length():
    for algorithm in (algorithms.ES256, algorithms.ED25519_ALG):
        good = signed(algorithm)
        with raises(BadSignature):
            cose.Sign1(good.protected, {}, good.payload, good.signature + b"\x00").verify(
                KEYS[algorithms.KINDS[algorithm]]
            )


def test_keys_come_back():
    for holder in KEYS.values():
        for kid in (b"", b"7"):
            found = key.parse(key.Key(holder.kind, holder.data, kid).serialize())
            assert (found.kind, found.data, found.kid) == (holder.kind, holder.data, kid)


def test_keys_that_are_none():
    point = {1: 2, -1: 1, -2: bytes(32), -3: bytes(32)}
    for change, error in (
        ({-1: 2}, UnsupportedKey),  # P-384
        ({-1: 7}, UnsupportedKey),  # Ed448
        ({1: 1}, UnsupportedKey),
        ({1: 4}, UnsupportedKey),  # symmetric
        ({-1: 6}, UnsupportedKey),
        ({3: -8}, UnsupportedKey),
        ({-2: bytes(31)}, BadSchema),
        ({-2: "x"}, BadSchema),
        ({-3: bytes(33)}, BadSchema),
        ({-3: 1}, BadSchema),
        ({-4: bytes(32)}, BadSchema),  # a secret has no place here
        ({2: bytes(65)}, BadSchema),
        ({1: 1, -1: 6}, BadSchema),
        ({-1: True, 1: True}, UnsupportedKey),
    ):
        fields = dict(point)
        fields.update(change)
        with raises(error):
            key.of(fields)
    for bad in (b"\x80", encode([1]), bytes(300)):
        with raises(BadSchema):
            key.parse(bad)
    for kind, data, error in (
        ("p256", bytes(33), BadKeyEncoding),
        ("p256", b"\x04" + bytes(32), BadKeyEncoding),
        ("ed25519", bytes(33), BadKeyEncoding),
        ("ed448", bytes(57), UnsupportedKey),
    ):
        with raises(error):
            key.Key(kind, data)
    with raises(UnsupportedKey):
        key.of_signer(SIGNER, "ed448")
    with raises(NotOnCurve):
        signed(algorithms.ES256).verify(key.Key("p256", b"\x04" + bytes(64)))


def test_a_longer_form_of_the_key_is_the_same_key():
    for kind, curve in (("p256", p256), ("secp256k1", secp256k1)):
        x, y = curve.parse(KEYS[kind].data)
        whole = key.Key(kind, b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big"))
        algorithm = algorithms.ES256 if kind == "p256" else algorithms.ES256K
        assert signed(algorithm).verify(key.parse(whole.serialize())) == b"21.5 C"
