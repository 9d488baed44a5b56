"""Where a broker is and how it lets us in, from a URL whose every part has one meaning."""

import re
import ssl
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote

from lightclient.mqtt.errors import BadBrokerUrl, TlsFailed
from lightclient.mqtt.hosts.proxy import Proxy

PORTS = {"mqtt": 1883, "mqtts": 8883, "ws": 80, "wss": 443}
SECURE = ("mqtts", "wss")
LABEL = r"[A-Za-z0-9_-]{1,63}"  # of a name; longer or empty ones no resolver takes
PLACE = re.compile(rf"(\[[0-9A-Fa-f:.]+\]|{LABEL}(?:\.{LABEL})*\.?)(?::([0-9]{{1,5}}))?(/[A-Za-z0-9._~/%-]*)?")
RESERVED = re.compile(r"[/?#\[\]@\s]|%(?![0-9A-Fa-f]{2})")  # what cannot stand in a user or password as it is
ADVICE = "in a user or password, / ? # [ ] @ % and a space are written as %2F %3F %23 %5B %5D %40 %25 %20"


@dataclass(frozen=True)
class Broker:
    """Where a broker is and how it lets us in. `repr` hides the login.

    tls: None sends everything in the clear. path: of its WebSocket, None for MQTT over plain TCP. mqtt5: False if it is
    known to speak MQTT 3.1.1 alone. proxy: the way to what is not on this machine.
    """

    host: str
    port: int
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    path: str | None = None
    mqtt5: bool = True
    proxy: Proxy | None = None

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"


def broker(
    url: str,
    ca: str | None = None,
    certificate: str | None = None,
    key: str | None = None,
    proxy: Proxy | None = None,
) -> Broker:
    """Return the broker that a URL names.

    ca: file of the authority that signed the broker's certificate, the system's if None. certificate, key: files that
    show the broker who we are; the key may be in the file of the certificate. Raises BadBrokerUrl, which shows nothing
    of the login, and TlsFailed for files that cannot be used.
    """
    scheme, found, rest = url.partition("://")
    scheme = scheme.lower()
    if not found or scheme not in PORTS:
        named = f" {scheme}://" if found and scheme.isalnum() else ""
        raise BadBrokerUrl(why=f"the scheme{named} is not mqtt, mqtts, ws or wss")
    login, at, place = rest.rpartition("@")
    if RESERVED.search(login):
        raise BadBrokerUrl(why=ADVICE)
    match = PLACE.fullmatch(place)
    if not match:
        why = "host, port or path are missing, or not as they should be"
        raise BadBrokerUrl(why=f"{why}; {ADVICE}" if not at and ":" in place.partition(":")[2] else why)
    port = PORTS[scheme] if match[2] is None else int(match[2])
    if not 0 < port < 65536:
        raise BadBrokerUrl(why=f"there is no port {port}")
    path = None
    if scheme in ("ws", "wss"):
        path = match[3] or "/"
    elif (match[3] or "/") != "/":
        raise BadBrokerUrl(why="only ws:// and wss:// have a path")
    user, password = _login(login) if at else (None, None)
    tls = _context(ca, certificate, key) if scheme in SECURE else None
    if tls is None and (ca or certificate or key):
        raise BadBrokerUrl(why=f"{scheme}:// sends everything in the clear and needs no files for TLS: write {scheme}s")
    return Broker(match[1].strip("[]"), port, user, password, tls, path, proxy=proxy)


def _login(login: str) -> tuple[str, str | None]:
    user, colon, password = login.partition(":")
    if not user:
        raise BadBrokerUrl(why="there is no user before the @")
    try:
        return unquote(user, errors="strict"), unquote(password, errors="strict") if colon else None
    except UnicodeDecodeError:
        raise BadBrokerUrl(why="user or password are not UTF-8") from None


def _context(ca: str | None, certificate: str | None, key: str | None) -> ssl.SSLContext:
    """The names of files stay out of errors: a key's is nobody's business."""
    try:
        tls = ssl.create_default_context(cafile=ca)
    except OSError as error:
        raise TlsFailed(f"the file of the broker's authority cannot be used ({_reason(error)})") from None
    if key and not certificate:
        raise TlsFailed("a key without its certificate is of no use")
    if certificate:
        try:
            tls.load_cert_chain(certificate, key, _locked)
        except OSError as error:
            raise TlsFailed(f"our certificate and its key cannot be used ({_reason(error)})") from None
    return tls


def _locked() -> NoReturn:
    """Called where OpenSSL would ask at the terminal."""
    raise TlsFailed("the key of our certificate is locked with a passphrase, and nobody is there to type it")


def _reason(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return (error.reason or "not PEM").replace("_", " ").lower()
    return error.strerror or type(error).__name__
