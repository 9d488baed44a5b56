"""The secure element's driver with a chip whose P-256 is OpenSSL's; the bus itself: tests/portable/test_atecc608.py."""

import os

import pytest
from atecc608.chip import Chip
from atecc608.element import Element
from atecc608.packet import crc, data_of
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import example, given
from hypothesis import strategies as st

from lightclient.keys import revocation
from tests.portable import element as simulated
from tests.support.fuzzing import REFUSED, mutated, outcome

HASHED = ec.ECDSA(Prehashed(SHA256()))


class OpenSsl:
    def _key(self, secret):
        return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())

    def sign(self, secret, digest):
        r, s = decode_dss_signature(self._key(secret).sign(digest, HASHED))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def public(self, secret):
        numbers = self._key(secret).public_key().public_numbers()
        return numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


def test_what_the_chip_signs_openssl_verifies():
    bus = simulated.Element(OpenSsl(), os.urandom)
    element = Element(Chip(bus, bus.now, bus.pause), {"device": 3})
    for _ in range(20):
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), element.create("device"))
        digest = os.urandom(32)
        signature = element.sign("p256", digest)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        key.verify(encode_dss_signature(r, s), digest, HASHED)
        statement = revocation.make(element, "p256", None, 0)
        assert revocation.verify(statement, "p256", element.public_key("p256")) == (None, 0)


def framed(data):
    group = bytes((len(data) + 3,)) + data
    return group + crc(group)


answers = st.binary(min_size=1, max_size=64).map(framed)


@pytest.mark.slow
@given(answers | mutated(answers) | st.binary(max_size=80), st.integers(1, 64))
@example(b"", 1)
@example(b"\xff" * 35, 32)
@example(framed(b""), 1)
def test_an_answer_is_data_of_the_wanted_size_or_refused(answer, size):
    data = outcome(data_of, answer, size)
    assert data is REFUSED or (len(data) == size and answer.startswith(framed(data)))
