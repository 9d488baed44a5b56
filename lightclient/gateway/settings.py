"""What an operator can set: one line for each setting, which makes it a flag, a variable and a key of the file.

    Setting("node_ca", Path, "...")   --node-ca, LIGHTCLIENT_NODE_CA, and `node_ca = "..."` in the file

GATEWAY is what the process has once. What a ledger's source takes is in SETTINGS of the module that serves the ledger,
and reaches `source(network, values)` there by its name, beside those of the process. A new option is one line in one of
them: flag, variable, key, checks and --help follow. A test asks for its line in the table of docs/operations.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from lightclient.gateway.costs import RATE
from lightclient.gateway.errors import BadAddress, BadSecret, BadValue, UnknownKey

LEVELS = ("debug", "info", "warning", "error")
EMBEDDED = "embedded"  # in the place of a broker's URL: a broker inside this process
MAX_NUMBER = 1 << 53  # beyond which a float is not exact; it leaves out infinity and what is no number, too
MAX_PASSWORD = 1024  # bytes


class Setting(NamedTuple):
    """One setting. Its name is the key in the file.

    kind       str, int, float, bool, or Path: a file, relative to the folder of the file that names it
    default    what holds if nobody sets it; None: nothing
    least      of a number
    choices    of a text
    many       a list of them: the flag is repeated, the variable has spaces between
    login      a URL that may carry a password
    needed     nothing works without it
    """

    name: str
    kind: type
    help: str
    default: Any = None
    metavar: str | None = None
    least: float | None = None
    choices: tuple[str, ...] = ()
    many: bool = False
    login: bool = False
    needed: bool = False

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        return "LIGHTCLIENT_" + self.name.upper()

    @property
    def wanted(self) -> str:
        """What a value must be, in words."""
        if self.many:
            return "a list, and in it " + self._replace(many=False).wanted
        if self.choices:
            return "one of " + ", ".join(self.choices)
        words = {str: "a text", Path: "a text, the path of a file", bool: "true or false", int: "a whole number"}
        least = "" if self.least is None else f" of at least {self.least:g}"
        return words.get(self.kind, "a number") + least

    def holds(self, value: Any) -> bool:
        """Return whether a value that TOML gave can stand for this setting."""
        if self.many:
            return isinstance(value, list) and value != [] and all(map(self._replace(many=False).holds, value))
        if self.kind in (int, float):
            if not isinstance(value, int | self.kind) or isinstance(value, bool):
                return False
            return abs(value) <= MAX_NUMBER and (self.least is None or value >= self.least)
        if self.kind is bool:
            return isinstance(value, bool)
        text = isinstance(value, str) and value != "" and value.isprintable()
        return text and (not self.choices or value in self.choices)

    def of(self, value: Any, folder: Path) -> Any:
        """Return the value for one that `holds`, as the program has it. folder: where relative paths start."""
        if self.many:
            return [self._replace(many=False).of(one, folder) for one in value]
        return folder.absolute() / value if self.kind is Path else self.kind(value)


GATEWAY = (
    Setting(
        "broker",
        str,
        "mqtt(s)://user@host:port, ws(s)://..., or the word embedded for a broker inside this process.",
        metavar="URL",
        login=True,
        needed=True,
    ),
    Setting("broker_password_file", Path, "The file with the password of the broker's user.", metavar="FILE"),
    Setting("ca", Path, "The authority that signed the broker's certificate; by default the system's.", metavar="FILE"),
    Setting("client_cert", Path, "Our own certificate, for a broker that asks for one.", metavar="FILE"),
    Setting("client_key", Path, "The key of our certificate, if it is not in the same file.", metavar="FILE"),
    Setting(
        "proxy",
        str,
        "socks5h://user@host:port, as Tor's: the way to node and broker, names included.",
        metavar="URL",
        login=True,
    ),
    Setting("listen", str, "Where the embedded broker listens.", "127.0.0.1:1883", metavar="HOST:PORT"),
    Setting("name", str, "The gateway's name in topics; replicas share one.", "gateway", metavar="NAME"),
    Setting("http", str, "Serve /metrics (Prometheus), /live and /ready there.", metavar="HOST:PORT"),
    Setting(
        "rate",
        float,
        "Cost that one client may cause a second; a small question is 1.",
        RATE,
        metavar="COST",
        least=1,
    ),
    Setting("log_level", str, "The least level that is logged.", "info", metavar="|".join(LEVELS), choices=LEVELS),
)


def checked(table: dict[str, Any], settings: Iterable[Setting], file: Path, where: str = "") -> dict[str, Any]:
    """Return the settings in a table of a file, with absolute paths.

    where: which table it is, for errors. Raises UnknownKey, BadValue.
    """
    known = {setting.name: setting for setting in settings}
    values = {}
    for key, value in table.items():
        setting = known.get(key)
        if setting is None:
            raise UnknownKey(file=file, key=key + where, known=", ".join(known))
        if not setting.holds(value):
            shown = "something else" if setting.login else repr(value)
            raise BadValue(file=file, key=key + where, value=shown, wanted=setting.wanted)
        values[key] = setting.of(value, file.parent)
    return values


def without_password(url: str) -> str:
    """Return a URL, or what should have been one, without its password."""
    scheme, found, rest = url.partition("://") if "://" in url else ("", "", url)
    login, at, place = rest.rpartition("@")
    return f"{scheme}{found}{login.partition(':')[0]}{at}{place}"


def password_of(file: Path, key: str) -> str:
    """Return the password in a file, its first line, for the setting `key`. Raises BadSecret.

    Its mode is not looked at: the secrets that container systems mount are readable by everybody in the container. Its
    name is not shown: whoever writes the password itself in its place should not find it in a log.
    """
    try:
        with open(file, "rb") as opened:
            line = opened.read(MAX_PASSWORD + 2).split(b"\n")[0].rstrip(b"\r")
    except OSError as error:
        raise BadSecret(key=key, why=f"its file cannot be read ({error.strerror})") from None
    if not 0 < len(line) <= MAX_PASSWORD:
        raise BadSecret(key=key, why=f"the first line of its file must be a password of 1 to {MAX_PASSWORD} bytes")
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise BadSecret(key=key, why="the first line of its file is not UTF-8") from None


def address(value: str, key: str) -> tuple[str, int]:
    """Return host and port of "HOST:PORT"; an IPv6 address may stand in brackets. Raises BadAddress."""
    host, _, port = value.rpartition(":")
    if not (port.isascii() and port.isdecimal()) or int(port) > 65535:
        raise BadAddress(key=key, value=value)
    return host.strip("[]"), int(port)
