"""Where a broker is: mqtt://host[:port], or mqtts://host[:port] for TLS."""

from lightclient.codec.cbor import text
from lightclient.device.streams import tcp
from lightclient.mqtt.errors import BadBroker, TlsFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lightclient.device.streams import Stream

    File = bytes | str

PORTS = {"mqtt": 1883, "mqtts": 8883}


def opener(url: str, ca: "File | None", certificate: "tuple[File, File] | None" = None) -> "Callable[[], Stream]":
    """Return the function that opens a stream to the broker of a URL. Raises BadBroker, TlsFailed."""
    return tcp(*place(url, ca, certificate))


def place(url: str, ca: "File | None", certificate: "tuple[File, File] | None" = None) -> "tuple[str, int, Any]":
    """Return (host, port, TLS context, None without TLS) of a broker. Raises BadBroker, TlsFailed.

    Whoever names files for TLS wants no password to leave in the clear.
    """
    secure, host, port = parse(url)
    if not secure and (ca is not None or certificate is not None):
        raise TlsFailed(
            "mqtt:// sends everything in the clear and needs neither `ca` nor `certificate`: write mqtts://"
        )
    return host, port, context(ca, certificate) if secure else None


def parse(url: str) -> "tuple[bool, str, int]":
    """Return (whether with TLS, host, port). Raises BadBroker, without the part that may hold a password."""
    scheme, _, rest = url.partition("://")
    host, port = rest, ""
    if ":" in rest.rpartition("]")[2]:
        host, _, port = rest.rpartition(":")
    try:
        number = int(port) if port else PORTS.get(scheme, 0)
    except ValueError:
        number = 0
    labels = host.strip("[]").split(".")
    if not labels[-1]:
        labels.pop()
    if not all(0 < len(label) < 64 for label in labels):  # no resolver takes it
        number = 0
    if scheme not in PORTS or not host.strip("[]") or not 0 < number < 65536 or [1 for c in "@/?# " if c in rest]:
        raise BadBroker(given=repr(url.rpartition("@")[2]))  # user and password have arguments of their own
    return scheme == "mqtts", host.strip("[]"), number


def context(ca: "File | None", certificate: "tuple[File, File] | None" = None) -> "Any":
    """Return a TLS context that checks the broker's certificate and name.

    ca: its authority, PEM or DER, or the path of its file; None for the system's, where there is one. certificate: our
    own and its key, for a broker that asks for it, in the same forms; on CPython paths alone.
    Raises TlsFailed, which shows no path.
    """
    what = "`ca`"
    try:
        made = _context(None if ca is None else _read(ca))
        if certificate is not None:
            what = "`certificate`"
            own, key = certificate
            if hasattr(made, "check_hostname"):  # CPython
                made.load_cert_chain(own, key)
            else:
                made.load_cert_chain(_read(own), _read(key))
        return made
    except OSError as error:
        raise TlsFailed(what + " cannot be used: error " + str(error.errno))
    except (TypeError, ValueError) as error:
        raise TlsFailed(what + " cannot be used: " + str(error))


def _read(file: "File") -> "bytes | str":
    if isinstance(file, str) and "-----BEGIN" not in file:
        with open(file, "rb") as opened:
            return opened.read()
    return file


def _context(ca: "bytes | str | None") -> "Any":
    try:
        import tls  # type: ignore[import-not-found]
    except ImportError:
        pem = text(ca) if isinstance(ca, bytes) and b"-----BEGIN" in ca else ca
        return __import__("ssl").create_default_context(cadata=pem)  # CPython
    if ca is None:
        raise TlsFailed("no `ca`: this board knows no authorities of its own")
    made = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)  # wants a certificate, and the broker's name in it
    made.load_verify_locations(ca)
    return made
