"""Why there is no connection, in words that name no address and no secret."""

from __future__ import annotations

import os
import ssl

from lightclient.mqtt.errors import BrokerRefused
from lightclient.mqtt.hosts.proxy import ProxyFailed


def why_not(error: BaseException) -> str:
    """Return why there is no connection, without a word of where to."""
    if isinstance(error, BrokerRefused):
        return str(error.fields["reason"])
    if isinstance(error, ProxyFailed):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted (code {error.verify_code} of OpenSSL)"
    if isinstance(error, ssl.SSLError):
        return f"TLS fails ({error.reason})"
    number = getattr(error, "errno", None)
    if number and number > 0:
        return os.strerror(number)
    return "it does not answer" if isinstance(error, ConnectionError | TimeoutError) else "its host is not known"
