"""What a library is not asked to judge, because each judges otherwise: lengths, forms and ranges, as the portable code
judges them. Where no curve is named, it is secp256k1."""

from lightclient.crypto.errors import BadKeyEncoding, BadLength, BadSecretKey, BadSignature, NotOnCurve

N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141  # the order of secp256k1
P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
ED25519_L = 2**252 + 27742317777372353535851937790883648493  # of Ed25519's base point
FIELD = 2**256 - 2**32 - 977

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def of_32(what: str, data: bytes) -> None:
    if len(data) != 32:
        raise BadLength(what, len(data), 32)


def check_secret(secret: bytes, n: int = N) -> None:
    if len(secret) != 32 or not 0 < int.from_bytes(secret, "big") < n:
        raise BadSecretKey()


def tweak_number(tweak: bytes) -> int:
    """Return what is added to a key, a number below N. Raises BadSecretKey."""
    number = int.from_bytes(tweak, "big")
    if len(tweak) != 32 or number >= N:
        raise BadSecretKey()
    return number


def check_key(key: bytes, field: int = FIELD) -> None:
    """Refuse what is no encoding of a key here. Whether it is a point, the library says."""
    form = key[0] if key else 0
    if (len(key), form) not in ((33, 2), (33, 3), (65, 4)):
        raise BadKeyEncoding(len(key), form)
    for at in range(1, len(key), 32):
        _below(field, key[at : at + 32])


def check_schnorr(key: bytes, signature: bytes) -> None:
    if len(key) != 32:
        raise BadKeyEncoding(len(key), key[0] if key else 0)
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    _below(FIELD, key)


def check_edwards(key: bytes, signature: bytes, any_encoding: bool = False) -> None:
    """Refuse what is no signature of Ed25519, and a key that is not in its one encoding (RFC 8032, 5.1.3).

    any_encoding: take a key in any (ZIP-215).
    """
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    if len(key) != 32:
        raise BadKeyEncoding(len(key), key[0] if key else 0)
    prime = 2**255 - 19
    number = int.from_bytes(key, "little")
    parity, y = number >> 255, number & 2**255 - 1
    if not any_encoding and (y >= prime or (parity and y in (1, prime - 1))):  # where x is 0, it has no negative
        raise NotOnCurve()


def normal(signature: bytes, low_s: bool = False, n: int = N) -> "bytes | None":
    """Return the signature with the lower of its two s, or None if it is out of range or higher than `low_s` allows.

    libsecp256k1 verifies the lower one only; both are good, or neither is.
    """
    if len(signature) != 64:
        raise BadSignature(f"{len(signature)} bytes, not 64")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < n and 0 < s < n):
        return None
    if s > n >> 1:
        return None if low_s else signature[:32] + (n - s).to_bytes(32, "big")
    return signature


def check_recovery(signature: bytes, recovery: int) -> None:
    """Refuse what no key can be recovered from."""
    if normal(signature) is None or not 0 <= recovery < 4:
        raise BadSignature("out of range")
    if recovery > 1 and int.from_bytes(signature[:32], "big") + N >= FIELD:
        raise NotOnCurve()


def until_low_r(sign: "Callable[[bytes], bytes]", low_r: bool) -> bytes:
    """Return the first signature whose r takes 32 bytes in DER, as Bitcoin Core tries; sign(extra) makes one."""
    signature = sign(b"")
    attempt = 0
    while low_r and signature[0] & 0x80:
        attempt += 1
        signature = sign(attempt.to_bytes(32, "little"))
    return signature


def _below(field: int, coordinate: bytes) -> None:
    if int.from_bytes(coordinate, "big") >= field:
        raise NotOnCurve()
