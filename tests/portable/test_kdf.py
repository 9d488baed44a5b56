from lightclient.crypto.errors import BadLength
from lightclient.crypto.kdf import hkdf_sha256, pbkdf2, pbkdf2_steps
from lightclient.crypto.steps import finish
from tests.portable.support import raises


def test_pbkdf2_vectors_of_rfc_7914_and_of_sha512():
    assert pbkdf2("sha256", b"passwd", b"salt", 1, 64).hex() == (
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
    )
    assert pbkdf2("sha512", b"password", b"salt", 2, 64).hex() == (
        "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53c"
        "f76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754f27ccf4e"
    )


def test_pbkdf2_in_steps_is_the_same():
    for name in ("sha256", "sha512"):
        steps = pbkdf2_steps(name, b"password", b"salt", 40, 70)
        assert finish(steps) == pbkdf2(name, b"password", b"salt", 40, 70)
    assert len(list(pbkdf2_steps("sha256", b"p", b"s", 33, 32))) == 2


def test_hkdf_vector_1_of_rfc_5869():
    key = hkdf_sha256(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    assert key.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"


def test_hkdf_has_an_end():
    assert len(hkdf_sha256(b"secret", b"", b"", 8160)) == 8160
    assert hkdf_sha256(b"secret", b"", b"", 0) == b""
    with raises(BadLength):
        hkdf_sha256(b"secret", b"", b"", 8161)
