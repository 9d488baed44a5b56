"""The signature algorithms of COSE that are known here, by number; the kinds of key they take are `keys/algorithms`'.

    -7   ES256     p256          -8   EdDSA    ed25519
    -9   ESP256    p256          -19  Ed25519  ed25519
    -47  ES256K    secp256k1

ESP256 and Ed25519 name their curve; the older numbers leave it to the key, and here each takes one curve alone.

Source: RFC 9053 section 2, RFC 8812 section 3.2, RFC 9864 section 2.
"""

from lightclient.identity.errors import UnsupportedAlgorithm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

P256, SECP256K1, ED25519 = "p256", "secp256k1", "ed25519"
ES256, ESP256, EDDSA, ED25519_ALG, ES256K = -7, -9, -8, -19, -47
SUPPORTED = {ES256: "ES256", ESP256: "ESP256", EDDSA: "EdDSA", ED25519_ALG: "Ed25519", ES256K: "ES256K"}
KINDS = {ES256: P256, ESP256: P256, EDDSA: ED25519, ED25519_ALG: ED25519, ES256K: SECP256K1}
# What a Signer calls the algorithm of each kind of key.
SIGNS = {P256: "p256", SECP256K1: "ecdsa", ED25519: "ed25519"}
# Names of others, so that a refusal can say them (IANA, COSE Algorithms).
OTHERS = {
    -35: "ES384",
    -36: "ES512",
    -37: "PS256",
    -38: "PS384",
    -39: "PS512",
    -46: "HSS-LMS",
    -48: "ML-DSA-44",
    -49: "ML-DSA-65",
    -50: "ML-DSA-87",
    -51: "ESP384",
    -52: "ESP512",
    -53: "Ed448",
    -257: "RS256",
}


def supported(algorithm: "Any") -> int:
    """Return the algorithm. Raises UnsupportedAlgorithm, which says its name where it has one."""
    known = algorithm in SUPPORTED if type(algorithm) is int else False
    if not known:
        name = OTHERS.get(algorithm) if type(algorithm) is int else None
        shown = (name + " (" + str(algorithm) + ")") if name else repr(algorithm)
        raise UnsupportedAlgorithm(algorithm=shown, known=", ".join(sorted(SUPPORTED.values())))
    return algorithm  # type: ignore[no-any-return]
