"""Known answers on BLS12-381: a key and a signature of the suite for proofs of possession, as py_ecc computes them."""

from lightclient.crypto.bls12_381.suites import POSSESSION_MIN_PK
from lightclient.crypto.chosen import PORTABLE
from lightclient.errors import SelfTestFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SECRET = (
    b"\x26\x3d\xbd\x79\x2f\x5b\x1b\xe4\x7e\xd8\x5f\x89\x38\xc0\xf2\x95"
    b"\x86\xaf\x0d\x3a\xc7\xb9\x77\xf2\x1c\x27\x8f\xe1\x46\x20\x40\xe3"
)
KEY = (
    b"\xa4\x91\xd1\xb0\xec\xd9\xbb\x91\x79\x89\xf0\xe7\x4f\x0d\xea\x04"
    b"\x22\xea\xc4\xa8\x73\xe5\xe2\x64\x4f\x36\x8d\xff\xb9\xa6\xe2\x0f"
    b"\xd6\xe1\x0c\x1b\x77\x65\x4d\x06\x7c\x06\x18\xf6\xe5\xa7\xf7\x9a"
)
SIGNATURE = (
    b"\xa3\x17\x51\x77\x98\x76\xb5\x9b\xdd\xbd\x88\x96\xf9\x66\xab\x41"
    b"\xb0\x75\x56\xc0\xf0\x20\xfb\xac\x55\xe8\x62\xe0\x27\xd4\x8e\x79"
    b"\xe5\x7c\xab\xa6\x15\x3d\x7e\xc4\x7d\xb1\x21\x9d\xca\x1b\x07\x0d"
    b"\x13\xa6\x46\x91\x39\x85\x5b\xd9\x0e\xd9\xbb\x08\xb6\x68\x6e\xe0"
    b"\x78\x36\x70\x3f\x90\x54\x7b\xe2\x0e\x77\x15\xa7\x6d\xe9\x41\x15"
    b"\x28\x0b\x07\xb9\x23\x8d\xa2\xea\x23\x70\x4a\x1e\x1a\x71\xc2\xfe"
)
MESSAGE = b"abc"


def test(backend: "Any", signing: bool = True) -> None:
    """Compare what a backend computes with them. Raises SelfTestFailed.

    Who signs by the portable code, or is it, verifies alone: on a board that takes seconds as it is. signing: False
    for a backend that tests itself again when it signs first.
    """
    suite = POSSESSION_MIN_PK
    if not backend.verify(suite, KEY, MESSAGE, SIGNATURE) or (
        signing
        and backend.name != PORTABLE
        and "sign" not in backend.borrowed.split(", ")
        and (
            backend.public_key(suite, SECRET) != KEY
            or backend.sign(suite, SECRET, MESSAGE) != SIGNATURE
            or backend.verify(suite, KEY, b"abcd", SIGNATURE)
        )
    ):
        raise SelfTestFailed("BLS12-381 (" + backend.name + ")")
