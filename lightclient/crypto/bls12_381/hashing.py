"""From a message to a point of the subgroup whose logarithm nobody knows. Source: RFC 9380, with SHA-256."""

from hashlib import sha256

from lightclient.crypto.bls12_381 import sswu
from lightclient.crypto.bls12_381.fp import P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lightclient.crypto.bls12_381.points import Jacobian
    from lightclient.crypto.steps import Steps

LENGTH = 64  # bytes for each integer modulo P, enough to be evenly spread


def expand(message: bytes, tag: bytes, length: int) -> bytes:
    """Return `length` bytes, at most 8,160, made of a message under a domain separation tag (5.3.1)."""
    if len(tag) > 255:
        tag = sha256(b"H2C-OVERSIZE-DST-" + tag).digest()
    tag += bytes((len(tag),))
    first = sha256(bytes(64) + message + length.to_bytes(2, "big") + b"\0" + tag).digest()
    block = sha256(first + b"\1" + tag).digest()
    found = bytearray(block)
    for i in range(2, (length + 31) // 32 + 1):
        mixed = bytes([first[j] ^ block[j] for j in range(32)])
        block = sha256(mixed + bytes((i,)) + tag).digest()
        found.extend(block)
    return bytes(found[:length])


def numbers(group: "Any", message: bytes, tag: bytes) -> "list[Any]":
    """Return the two numbers of a group's field that a message becomes (5.2)."""
    degree = group.FIELD.SIZE // 48
    data = expand(message, tag, 2 * degree * LENGTH)
    found = [int.from_bytes(data[i : i + LENGTH], "big") % P for i in range(0, len(data), LENGTH)]
    return found if degree == 1 else [(found[0], found[1]), (found[2], found[3])]


def hash_to_curve(backend: "Any", group: "Any", message: bytes, tag: bytes) -> "Steps[Jacobian]":
    """Return the point of a group, `g1` or `g2`, that a message becomes (3, "random oracle")."""
    one, two = numbers(group, message, tag)
    one = yield from sswu.to_curve(backend, group, one)
    yield
    two = yield from sswu.to_curve(backend, group, two)
    yield
    found: "Jacobian" = yield from backend.cleared_sum(group, one, two)
    return found
