from lightclient.crypto import ripemd160 as module
from lightclient.crypto.ripemd160 import ripemd160

# Appendix B of the paper.
VECTORS = {
    b"": "9c1185a5c5e9fc54612808977ee8f548b2258d31",
    b"a": "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe",
    b"abc": "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
    b"message digest": "5d0689ef49d2fae572b881b123a85ffa21595f36",
    b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "12a053384a9c0c88e405a06c27dcf49ada62eb2b",
    b"1234567890" * 8: "9b752e45573d4b39f4dbd3323cab82bf63326bfb",
}


def test_vectors_of_the_paper():
    for message, digest in VECTORS.items():
        assert ripemd160(message).hex() == digest
        assert module._hashed(message).hex() == digest


def test_padding_at_the_edges_of_a_block():
    assert module.BACKEND in ("hashlib", "machine", "viper", "python")
    for length in (55, 56, 63, 64, 65, 119, 120):
        assert module._hashed(bytes(length)) == ripemd160(bytes(length))
