"""SHA-256 as Bitcoin uses it, and the proof that this interpreter computes it rightly."""

from hashlib import sha256

from lightclient.errors import SelfTestFailed

tested: "list[str]" = []  # the self-tests that were passed since the start, here and in `backend`


def sha256d(data: "bytes | memoryview") -> bytes:
    """Return SHA-256(SHA-256(data)): 32 bytes in internal order."""
    return sha256(sha256(data).digest()).digest()


def tagged_hash(tag: bytes, data: bytes) -> bytes:
    """Return SHA-256(SHA-256(tag) || SHA-256(tag) || data), as BIP340 separates one use from another."""
    prefix = sha256(tag).digest()
    return sha256(prefix + prefix + data).digest()


def self_test() -> None:
    """Check SHA-256 and big-integer division against known answers; call it once at start.

    MicroPython before 1.15 divided 256-bit integers wrongly (micropython issue 6777), and a wrong hash or target
    accepts what it should refuse. Raises SelfTestFailed.
    """
    # FIPS 180-4, the two-block message of appendix B.2
    message = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    expected = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    if sha256(message).digest().hex() != expected:
        raise SelfTestFailed("SHA-256")
    passed("SHA-256")
    # A quotient of 256 by 224 bits, and a remainder that needs every digit.
    if (1 << 256) // (0xD86A << 208) != 0x12ED3AFD2 or ((1 << 256) - 1) % ((1 << 128) + 1):
        raise SelfTestFailed("big-integer division")
    passed("big-integer division")


def passed(what: str) -> None:
    if what not in tested:
        tested.append(what)
