"""Whoever asks orderers: a member of an organisation, from a folder as Fabric's own commands have it.

signcerts/    the certificate, PEM
keystore/     its secret key of P-256, PEM (PKCS #8)
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from lightclient.codec.protobuf import bytes_field
from lightclient.crypto import backend
from lightclient.crypto.der import serialize
from lightclient.errors import LightClientError
from lightclient.fabric.certificate import EC_KEY, P256, parse_certificate, parse_pem
from lightclient.fabric.der import OCTETS, OID, SEQUENCE, Der
from lightclient.fabric.hosts.errors import BadIdentity


class Identity:
    """msp: its organisation's. creator: message SerializedIdentity."""

    def __init__(self, msp: str, certificate: bytes, secret: bytes) -> None:
        self.creator = bytes_field(1, msp.encode()) + bytes_field(2, certificate)
        self._secret = secret

    def sign(self, message: bytes) -> bytes:
        return serialize(backend.p256().sign(self._secret, sha256(message).digest()))


def identity_in(folder: Path, msp: str) -> Identity:
    """Return the identity in a folder. Raises BadIdentity, which shows nothing of the secret; OSError."""
    certificate, key = [_one(folder / name) for name in ("signcerts", "keystore")]
    try:
        parse_certificate(certificate)
    except LightClientError as error:
        raise BadIdentity(why=f"the certificate in signcerts does not parse ({error.name})") from None
    try:
        return Identity(msp, certificate, _secret(parse_pem(key, b"PRIVATE KEY")))
    except LightClientError:
        raise BadIdentity(why="the key in keystore is not one of P-256 in PKCS #8") from None


def _one(folder: Path) -> bytes:
    found = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    if len(found) != 1:
        raise BadIdentity(why=f"{folder.name} has {len(found)} files, not one")
    return found[0].read_bytes()


def _secret(raw: bytes) -> bytes:
    """Return the secret key in PKCS #8 (RFC 5958, RFC 5915). Raises BadDer, BadIdentity."""
    outer = Der(raw).inside(SEQUENCE, "a key")
    outer.number("a version")
    kind = outer.inside(SEQUENCE, "an algorithm")
    if (kind.read(OID, "an algorithm"), kind.read(OID, "a curve")) != (EC_KEY, P256):
        raise BadIdentity(why="of another curve")
    inner = Der(outer.read(OCTETS, "a key")).inside(SEQUENCE, "a key")
    inner.number("a version")
    return inner.read(OCTETS, "a key")
