from lightclient.crypto import sha1 as module
from lightclient.crypto.sha1 import sha1

# FIPS 180-2 and RFC 3174.
VECTORS = {
    b"": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    b"abc": "a9993e364706816aba3e25717850c26c9cd0d89d",
    b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
    b"01234567" * 80: "dea356a2cddd90c7a7ecedc5ebb563934f460452",
}


def test_published_vectors():
    for message, digest in VECTORS.items():
        assert sha1(message).hex() == digest
        assert module._hashed(message).hex() == digest


def test_padding_at_the_edges_of_a_block():
    assert module.BACKEND in ("hashlib", "python")
    for length in (55, 56, 63, 64, 65, 119, 120):
        assert module._hashed(bytes(length)) == sha1(bytes(length))
