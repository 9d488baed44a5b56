"""The one seam to secp256k1: who computes signatures, chosen by name and never in silence.

    portable      the files of this folder, on every interpreter; what is used until another one is asked for
    ecdsa         the package python-ecdsa                    cryptography  OpenSSL, by the package of that name
    coincurve     libsecp256k1, by the package of that name   secp256k1     libsecp256k1 in custom firmware

`use("coincurve")` chooses for the whole program, once, at its start; `current().name` says what is in use, and
`current().borrowed` which operations it leaves to the portable code because its library does not have them.

Digests and messages have 32 bytes here, as in Bitcoin. Every backend refuses the same inputs with the same errors.
"""

from hashlib import sha256

from lightclient.crypto import ecdsa, schnorr, secp256k1
from lightclient.crypto.checks import of_32, tweak_number
from lightclient.crypto.errors import BackendMissing, BadSecretKey
from lightclient.crypto.jacobian import affine, serialize
from lightclient.crypto.steps import finish
from lightclient.errors import SelfTestFailed

NAMES = ("portable", "ecdsa", "coincurve", "cryptography", "secp256k1")


class Backend:
    """The portable one. The others override what their library has, with the same arguments, results and errors."""

    name = "portable"
    borrowed = ""

    def verify(self, key: bytes, digest: bytes, signature: bytes, low_s: bool = False) -> bool:
        """Tell whether `signature` (64 bytes, r and s) is one by `key` (SEC 1). See `ecdsa.verify`."""
        of_32("a digest", digest)
        return ecdsa.verify(secp256k1, key, digest, signature, low_s)

    def recover(self, digest: bytes, signature: bytes, recovery: int) -> bytes:
        """Return the compressed public key that the signature is good for. See `ecdsa.recover`."""
        of_32("a digest", digest)
        return ecdsa.recover(secp256k1, digest, signature, recovery)

    def public_key(self, secret: bytes) -> bytes:
        """Return the compressed public key. Raises BadSecretKey."""
        return ecdsa.public_key(secp256k1, secret)

    def sign(self, secret: bytes, digest: bytes, low_r: bool = False) -> bytes:
        """Return the signature with the nonce of RFC 6979 and a low s. See `ecdsa.sign`."""
        of_32("a digest", digest)
        return ecdsa.sign(secp256k1, secret, digest, low_r=low_r)

    def sign_recoverable(self, secret: bytes, digest: bytes) -> "tuple[bytes, int]":
        """Return what `sign` does, and the number that `recover` wants."""
        of_32("a digest", digest)
        return finish(ecdsa.sign_steps(secp256k1, secret, digest))

    def add(self, key: bytes, tweak: bytes) -> bytes:
        """Return key + tweak * G, compressed. Raises InvalidKey, and BadSecretKey for a tweak that is not below N or
        leads to infinity, which no honest tweak does."""
        t = tweak_number(tweak)
        total = finish(secp256k1.combine(t, 1, secp256k1.parse(key)))
        if not total[2]:
            raise BadSecretKey()
        return serialize(affine(total, secp256k1.P))

    def schnorr_verify(self, key: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether `signature` is one by `key`, 32 bytes. See `schnorr.verify`."""
        of_32("a message", message)
        return schnorr.verify(key, message, signature)

    def schnorr_sign(self, secret: bytes, message: bytes, aux: bytes = bytes(32)) -> bytes:
        """Return the signature of BIP340. See `schnorr.sign`."""
        of_32("a message", message)
        return schnorr.sign(secret, message, aux)


_used: "list[Backend]" = []  # at most one


def current() -> Backend:
    """Return the backend in use."""
    return _used[0] if _used else use("portable")


def use(name: str) -> Backend:
    """Use the backend of this name from now on, and return it. Raises what `load` raises and changes nothing then."""
    _used[:] = [load(name)]
    return _used[0]


def load(name: str) -> Backend:
    """Return the backend of this name, tested. Raises BackendMissing, SelfTestFailed."""
    if name not in NAMES:
        raise BackendMissing(name, "known are " + ", ".join(NAMES))
    try:
        backend = _load(name)
    except ImportError:
        raise BackendMissing(name, "this interpreter has no such module") from None
    self_test(backend)
    return backend


def _load(name: str) -> Backend:
    if name == "secp256k1":
        from lightclient.crypto.firmware import Firmware

        return Firmware()
    if name == "ecdsa":
        from lightclient.crypto.hosts.ecdsa import PythonEcdsa

        return PythonEcdsa()
    if name == "coincurve":
        from lightclient.crypto.hosts.coincurve import Coincurve

        return Coincurve()
    if name == "cryptography":
        from lightclient.crypto.hosts.cryptography import OpenSsl

        return OpenSsl()
    return Backend()


def self_test(backend: Backend) -> None:
    """Compare with known answers: RFC 6979 with the secret key 1, BIP340's vector 0. Raises SelfTestFailed."""
    one, three = _number(1), _number(3)
    digest = sha256(b"Satoshi Nakamoto").digest()
    key, x = backend.public_key(one), backend.public_key(three)[1:]
    signature, schnorr_signature = backend.sign(one, digest), backend.schnorr_sign(three, bytes(32))
    if (
        signature[:4] != b"\x93\x4b\x1e\xa1"
        or not backend.verify(key, digest, signature, True)
        or backend.verify(key, one, signature)
        or backend.add(key, _number(2)) != backend.public_key(three)
        or schnorr_signature[:4] != b"\xe9\x07\x83\x1f"
        or not backend.schnorr_verify(x, bytes(32), schnorr_signature)
        or backend.schnorr_verify(x, one, schnorr_signature)
    ):
        raise SelfTestFailed("secp256k1 (" + backend.name + ")")


def _number(number: int) -> bytes:
    return number.to_bytes(32, "big")
