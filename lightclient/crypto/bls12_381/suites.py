"""The ciphersuites: in which group keys and signatures are, and what a message is hashed under.

Source: draft-irtf-cfrg-bls-signature-05, 4.2.
"""

from lightclient.crypto.bls12_381 import g1, g2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Suite:
    """keys, signatures: the groups, `g1` and `g2` or the other way. distinct: whether messages of an aggregate must be.

    tag, proof_tag: the domain separation tags of messages, and of keys in proofs of possession (b"" without proofs).
    """

    def __init__(self, keys: "Any", signatures: "Any", scheme: str) -> None:
        self.keys, self.signatures = keys, signatures
        self.name = "BLS_SIG_BLS12381" + signatures.NAME + "_XMD:SHA-256_SSWU_RO_" + scheme + "_"
        self.distinct = scheme == "NUL"
        self.tag = self.name.encode()
        self.proof_tag = b"" if self.distinct else self.tag.replace(b"SIG", b"POP")


BASIC_MIN_PK = Suite(g1, g2, "NUL")  # keys of 48 bytes, signatures of 96
BASIC_MIN_SIG = Suite(g2, g1, "NUL")  # the other way
POSSESSION_MIN_PK = Suite(g1, g2, "POP")  # Ethereum's
POSSESSION_MIN_SIG = Suite(g2, g1, "POP")
