from lightclient.crypto import blake2b as module
from lightclient.crypto.blake2b import blake2b
from lightclient.crypto.errors import BadLength
from tests.portable.support import raises

# RFC 7693, appendix A.
ABC = (
    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
    "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
)
# Appendix E: the hash of all its hashes, each without and with a key.
SELF_TEST = "c23a7800d98123bd10f506c61e29da5603d763b8bbad2e737f5e765a7bccd475"


def sequence(length, seed):
    """Return the bytes of appendix E's `selftest_seq`."""
    a, b = 0xDEAD4BAD * seed & 0xFFFFFFFF, 1
    found = bytearray()
    for _ in range(length):
        a, b = b, a + b & 0xFFFFFFFF
        found.append(b >> 24)
    return bytes(found)


def test_vectors_of_the_rfc():
    assert blake2b(b"abc").hex() == ABC
    assert module._hashed(b"abc", 64, b"").hex() == ABC
    for hashed in (blake2b, module._hashed):
        found = b""
        for size in (20, 32, 48, 64):
            for length in (0, 3, 128, 129, 255, 1024):
                message = sequence(length, length)
                found += hashed(message, size, b"") + hashed(message, size, sequence(size, size))
        assert hashed(found, 32, b"").hex() == SELF_TEST


def test_the_portable_rounds_give_the_same_whatever_the_backend():
    assert module.BACKEND in ("hashlib", "machine", "viper", "python")
    blocks = bytes(range(256))
    state = bytearray(range(80))
    other = bytearray(state)
    module.compress(state, blocks)
    for start in (0, 128):
        module._compress(other, blocks[start : start + 128])
        counted = int.from_bytes(other[64:72], "little") + 128
        other[64:72] = counted.to_bytes(8, "little")
    assert state == other


def test_what_is_counted_goes_on_from_one_word_to_the_next():
    state = bytearray(80)
    state[64:68] = b"\xff" * 4
    module.compress(state, bytes(128))
    assert state[64:72] == b"\x7f\0\0\0\x01\0\0\0"


def test_sizes_and_keys_out_of_range_are_refused():
    for size in (0, 65, -1):
        with raises(BadLength):
            blake2b(b"", size)
    with raises(BadLength):
        blake2b(b"", 32, bytes(65))
    assert blake2b(b"", 32, b"") == blake2b(b"", 32) and len(blake2b(b"", 1, bytes(64))) == 1
