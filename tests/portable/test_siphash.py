from lightclient.crypto.siphash import siphash

KEY = bytes(range(16))

# Appendix A of the SipHash paper and the table of the reference implementation: bytes 00 01 02 ... under KEY.
BY_LENGTH = {
    0: 0x726FDB47DD0E0E31,
    1: 0x74F839C593DC67FD,
    2: 0x0D6C8009D9A94F5A,
    7: 0xAB0200F58B01D137,
    8: 0x93F5F5799A932462,
    9: 0x9E0082DF0BA9E4B0,
    15: 0xA129CA6149BE45E5,
    16: 0x3F2ACC7F57C29BDB,
    32: 0x7127512F72F27CCE,
}


def test_reference_vectors():
    for length, digest in BY_LENGTH.items():
        assert siphash(KEY, bytes(range(length))) == digest


def test_all_zero_key():
    assert siphash(bytes(16), b"") == 0x1E924B9D737700D7


def test_length_above_255_counts_modulo_256():
    assert siphash(KEY, bytes(256)) != siphash(KEY, bytes(264))
    assert siphash(KEY, bytes(256)) < 1 << 64
