from lightclient.crypto import backend, ecdsa, secp256k1
from lightclient.crypto.backend import Backend
from lightclient.crypto.errors import BackendMissing, BadLength, BadSecretKey, NotOnCurve
from lightclient.errors import SelfTestFailed
from tests.portable.support import raises

ONE = bytes(31) + b"\x01"


def test_portable_is_used_until_another_is_asked_for():
    assert backend.current().name == "portable"
    assert backend.use("portable") is backend.current()
    assert backend.current().borrowed == ""


def test_a_backend_that_is_not_there_is_an_error_and_changes_nothing():
    before = backend.current()
    with raises(BackendMissing) as caught:
        backend.use("openssl")
    assert caught.error.args[0] == "openssl" and caught.error.args[1].startswith("known are portable, ecdsa, ")
    with raises(BackendMissing) as caught:
        backend.use("secp256k1")
    assert caught.error.args == ("secp256k1", "this interpreter has no such module")
    assert backend.current() is before


def test_a_backend_that_computes_wrongly_is_noticed():
    class Flips(Backend):
        name = "flips"

    for broken in (
        ("verify", lambda self, key, digest, signature, low_s=False: True),
        ("verify", lambda self, key, digest, signature, low_s=False: False),
        ("sign", lambda self, secret, digest: bytes(64)),
        ("add", lambda self, key, tweak: key),
        ("schnorr_sign", lambda self, secret, message: bytes(64)),
        ("schnorr_verify", lambda self, key, message, signature: True),
    ):
        wrong = type("Wrong", (Flips,), {broken[0]: broken[1]})
        with raises(SelfTestFailed) as caught:
            backend.self_test(wrong())
        assert caught.error.args[0].find("(flips)") > 0


def test_keys_are_added():
    add = backend.current().add
    key = ecdsa.public_key(secp256k1, ONE)
    assert add(key, ONE) == ecdsa.public_key(secp256k1, bytes(31) + b"\x02")
    assert add(key, bytes(32)) == key
    for tweak in (ONE[1:], secp256k1.N.to_bytes(32, "big"), (secp256k1.N - 1).to_bytes(32, "big")):
        with raises(BadSecretKey):
            add(key, tweak)
    with raises(NotOnCurve):
        add(b"\x02" + bytes(31) + b"\x05", ONE)


def test_only_32_bytes_are_signed():
    used = backend.current()
    for call in (
        lambda: used.sign(ONE, bytes(31)),
        lambda: used.sign_recoverable(ONE, bytes(33)),
        lambda: used.verify(b"", bytes(20), b""),
        lambda: used.recover(bytes(20), b"", 0),
        lambda: used.schnorr_sign(ONE, b""),
        lambda: used.schnorr_verify(b"", b"", b""),
    ):
        with raises(BadLength):
            call()


def test_a_signature_is_recovered():
    used = backend.current()
    signature, recovery = used.sign_recoverable(ONE, bytes(32))
    assert signature == used.sign(ONE, bytes(32))
    assert used.recover(bytes(32), signature, recovery) == used.public_key(ONE)
