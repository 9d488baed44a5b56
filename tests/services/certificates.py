"""A certificate authority for one test, and the certificates of a server and of a client signed by it."""

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

DAY = datetime.timedelta(days=1)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Certificates:
    """PEM files in `folder`: `ca` for everybody, `certificate` and `key` for a server on 127.0.0.1 or localhost,

    and `client_certificate` and `client_key`. host: the server's name. expired: its time ran out yesterday. bits: keys
    are for RSA with so many; without it they are for ECDSA, on P-256.
    """

    def __init__(self, folder: Path, host: str = "localhost", expired: bool = False, bits: int = 0) -> None:
        self.folder = folder
        self.bits = bits
        self.ca_key = self._key()
        self.ca_name = _name("lightclient test CA")
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        ca = (
            _builder(self.ca_name, self.ca_name, self.ca_key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.ca_key, hashes.SHA256())
        )
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        self.certificate, self.key = self._signed("server", host, names, expired)
        self.client_certificate, self.client_key = self._signed("client", "till-7", [x509.DNSName("till-7")], False)

    def lock(self) -> None:
        """Write the client's key anew, under a passphrase."""
        key = serialization.load_pem_private_key(self.client_key.read_bytes(), None)
        lock = serialization.BestAvailableEncryption(b"secret")
        form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        self.client_key.write_bytes(key.private_bytes(*form, lock))

    def _key(self) -> Key:
        return rsa.generate_private_key(65537, self.bits) if self.bits else ec.generate_private_key(ec.SECP256R1())

    def _signed(self, file: str, name: str, names: list[x509.GeneralName], expired: bool) -> tuple[Path, Path]:
        key = self._key()
        certificate = (
            _builder(_name(name), self.ca_name, key.public_key(), -DAY if expired else DAY)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.ca_key.public_key()), critical=False)
            .sign(self.ca_key, hashes.SHA256())
        )
        files = self.folder / f"{file}.pem", self.folder / f"{file}.key"
        files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return files


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    valid: datetime.timedelta = DAY,
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 2 * DAY)
        .not_valid_after(now + valid)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
