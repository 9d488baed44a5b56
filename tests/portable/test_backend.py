from lightclient.crypto import backend, chosen, ecdsa, ed25519, p256, secp256k1
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from lightclient.crypto.computed import COMPUTED
from lightclient.crypto.ed25519_backend import Ed25519
from lightclient.crypto.errors import BackendMissing, BadLength, BadSecretKey, CurveMissing, NotOnCurve
from lightclient.crypto.machine import native
from lightclient.crypto.p256_backend import P256 as PortableP256
from lightclient.crypto.secp256k1_backend import Secp256k1
from lightclient.errors import SelfTestFailed
from tests.portable.support import raises

ONE = bytes(31) + b"\x01"


def test_what_a_board_can_do_best_is_used_until_another_is_asked_for():
    try:
        native.load()
        best = "machine"
    except ImportError:
        best = "portable"
        with raises(BackendMissing) as caught:
            backend.use("machine")
        assert caught.error.args == ("machine", "this interpreter has no such module")
    chosen.backends.clear()  # other tests may have asked already
    assert best == backend.current().name == backend.p256().name == backend.ed25519().name == chosen.names()
    for curve, used in ((SECP256K1, backend.current), (P256, backend.p256), (ED25519, backend.ed25519)):
        assert backend.use("portable", curve) is used()
        assert used().borrowed == ""
    assert chosen.names() == "portable"


def test_each_curve_has_a_backend_of_its_own_and_one_tells_which():
    class Other(Secp256k1):
        name = "other"

    before = backend.current()
    others = backend.use("portable", P256), backend.use("portable", ED25519)
    chosen.backends[SECP256K1] = Other()
    try:
        assert chosen.names() == "secp256k1 other, p256 portable, ed25519 portable"
        assert backend.current().name == "other"
        assert others == (backend.p256(), backend.ed25519())
    finally:
        chosen.backends[SECP256K1] = before


def test_a_backend_without_a_curve_is_an_error_and_nobody_stands_in():
    before = backend.p256(), backend.ed25519()
    for name in ("coincurve", "secp256k1"):
        for curve in (P256, ED25519):
            with raises(CurveMissing) as caught:
                backend.use(name, curve)
            assert caught.error.args == (name, curve, ", ".join(COMPUTED[curve]))
    assert before == (backend.p256(), backend.ed25519())


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
    no = lambda self, key, message, signature, low_s=False: False  # noqa: E731
    yes = lambda self, key, message, signature, low_s=False: True  # noqa: E731
    zeros = lambda self, secret, message: bytes(64)  # noqa: E731
    one_key = lambda self, secret: b"\x02" + ONE  # noqa: E731
    for portable, operation, broken in (
        (Secp256k1, "verify", yes),
        (Secp256k1, "verify", no),
        (Secp256k1, "sign", zeros),
        (Secp256k1, "add", lambda self, key, tweak: key),
        (Secp256k1, "schnorr_sign", zeros),
        (Secp256k1, "schnorr_verify", yes),
        (PortableP256, "verify", yes),
        (PortableP256, "verify", no),
        (PortableP256, "sign", zeros),
        (PortableP256, "public_key", one_key),
        (Ed25519, "verify", yes),
        (Ed25519, "verify", no),
        (Ed25519, "sign", zeros),
        (Ed25519, "public_key", one_key),
    ):
        wrong = type("Wrong", (portable,), {"name": "flips", operation: broken})
        with raises(SelfTestFailed) as caught:
            wrong().self_test()
        assert caught.error.args[0].find("(flips)") > 0


def test_the_other_curves_compute_what_their_files_do():
    key = backend.p256().public_key(ONE)
    signature = backend.p256().sign(ONE, bytes(32))
    assert (key, signature) == (ecdsa.public_key(p256, ONE), ecdsa.sign(p256, ONE, bytes(32)))
    assert backend.p256().verify(key, bytes(32), signature, True)
    key = backend.ed25519().public_key(ONE)
    signature = backend.ed25519().sign(ONE, b"message")
    assert (key, signature) == (ed25519.public_key(ONE), ed25519.sign(ONE, b"message"))
    assert backend.ed25519().verify(key, b"message", signature)


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
        lambda: backend.p256().sign(ONE, bytes(31)),
        lambda: backend.p256().verify(b"", bytes(33), b""),
    ):
        with raises(BadLength):
            call()


def test_a_signature_is_recovered():
    used = backend.current()
    signature, recovery = used.sign_recoverable(ONE, bytes(32))
    assert signature == used.sign(ONE, bytes(32))
    assert used.recover(bytes(32), signature, recovery) == used.public_key(ONE)
