"""AES-256 in counter mode, over the block cipher that the interpreter has: `cryptolib` of MicroPython, or OpenSSL by
the package cryptography on hosts. There is no third one in Python, which would tell its key by the time that it takes.

Most firmware has `cryptolib` without a counter mode, so that counters are encrypted as single blocks here.
Sources: FIPS 197; NIST SP 800-38A, 6.5.
"""

from lightclient.crypto.errors import BadLength, CipherMissing

BLOCK = 16
ECB = 1  # cryptolib's number for it

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def ctr(key: bytes, start: bytes, data: bytes) -> bytes:
    """Return `data` encrypted, or decrypted, which is the same.

    key: 32 bytes. start: 16 bytes, the first counter, big-endian; it goes on from 0 after 2**128 - 1. Two data under
    one key whose counters overlap give each other away. Raises BadLength, CipherMissing.
    """
    for what, value, length in (("an AES key", key, 32), ("a counter", start, BLOCK)):
        if len(value) != length:
            raise BadLength(what, len(value), length)
    size = len(data)
    first = int.from_bytes(start, "big")
    counters = [(first + i & (1 << 128) - 1).to_bytes(BLOCK, "big") for i in range((size + BLOCK - 1) // BLOCK)]
    stream = _cipher()(key, b"".join(counters))
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream[:size], "big")
    return mixed.to_bytes(size, "big")


def _cipher() -> "Callable[[bytes, bytes], bytes]":
    """Return the function of a key and of blocks that encrypts each block."""
    try:
        aes = __import__("cryptolib").aes
        return lambda key, blocks: aes(key, ECB).encrypt(blocks)
    except ImportError:
        pass
    try:
        from lightclient.crypto.hosts.cryptography import encrypt_blocks

        return encrypt_blocks
    except ImportError:
        raise CipherMissing("cryptolib", "cryptography") from None
