from lightclient.crypto.hmac import hmac_sha256, hmac_sha512, keyed_sha256, keyed_sha512, same

# RFC 4231: test cases 2 (a short key) and 6 (a key longer than a block), the latter for SHA-256 alone.
JEFE = b"what do ya want for nothing?"


def test_vectors_of_rfc_4231():
    assert hmac_sha256(b"Jefe", JEFE).hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert hmac_sha512(b"Jefe", JEFE).hex() == (
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    )
    message = b"Test Using Larger Than Block-Size Key - Hash Key First"
    assert hmac_sha256(b"\xaa" * 131, message).hex() == (
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    )


def test_written_out_it_is_the_same_for_every_length_of_key():
    for length in (0, 1, 63, 64, 65, 127, 128, 129):
        key = bytes(range(length))
        assert keyed_sha256(key)(JEFE) == hmac_sha256(key, JEFE)
        assert keyed_sha512(key)(JEFE) == hmac_sha512(key, JEFE)


def test_codes_are_the_same_or_not():
    code = bytes(range(32))
    assert same(code, bytes(range(32))) and same(b"", b"")
    for index in range(32):
        for bit in range(8):
            other = bytearray(code)
            other[index] ^= 1 << bit
            assert not same(code, other)
    for other in (b"", code[:-1], code + b"\x00", code * 2):
        assert not same(code, other) and not same(other, code)
