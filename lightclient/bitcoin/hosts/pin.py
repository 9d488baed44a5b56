"""A server known by its certificate alone: the SHA-256 of it, as an operator has read it on the server itself.

    openssl x509 -noout -fingerprint -sha256 -in server.crt

Nobody has to sign such a certificate, and neither its names nor its dates matter.
"""

from __future__ import annotations

import re
import ssl
from hashlib import sha256

from lightclient.bitcoin.hosts.errors import BadPin

SHAPE = re.compile(r"[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}")


class PinMismatch(ssl.SSLError):
    """The server shows another certificate than the one that is pinned."""


def pinned(fingerprint: str, ca: str | None = None) -> ssl.SSLContext:
    """Return the TLS of a client that takes one certificate: 64 hex digits, or pairs of them with colons.

    ca: file of an authority that has to have signed it, too, for the name of the server. Raises BadPin, OSError.
    """
    if not SHAPE.fullmatch(fingerprint):
        raise BadPin()
    wanted = bytes.fromhex(fingerprint.replace(":", ""))
    context = ssl.create_default_context(cafile=ca)
    if ca is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE

    class Pinned(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            if sha256(self.getpeercert(True) or b"").digest() != wanted:
                raise PinMismatch("another certificate than the one that is pinned")

    context.sslobject_class = Pinned
    return context
