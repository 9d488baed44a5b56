from lightclient.crypto.inverse import inverse
from lightclient.crypto.secp256k1 import N, P
from tests.portable.support import raises


def test_every_number_below_a_small_prime():
    for a in range(1, 101):
        assert a * inverse(a, 101) % 101 == 1


def test_numbers_of_256_bits():
    for modulus in (N, P):
        for a in (1, 2, modulus - 1, modulus >> 1, 1 << 255, 0xFEDCBA9876543210 << 190):
            assert a * inverse(a, modulus) % modulus == 1


def test_negative_numbers_and_those_above_the_modulus():
    assert inverse(-3, 7) == 2
    assert inverse(10, 7) == 5


def test_what_has_no_inverse():
    for a, modulus in ((0, 7), (7, 7), (6, 9)):
        with raises(ZeroDivisionError):
            inverse(a, modulus)
