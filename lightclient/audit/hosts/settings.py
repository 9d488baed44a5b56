"""What an operator can set of a log server, beside what gateways have as well."""

from __future__ import annotations

from pathlib import Path

from lightclient.gateway.settings import GATEWAY, Setting
from lightclient.gateway.workers import WORKERS

INTERVAL = 1.0  # seconds between heads, at least
EVERY = 3600.0  # seconds between heads that are put into Bitcoin
SHARED = (
    "broker_password_file",
    "ca",
    "client_cert",
    "client_key",
    "proxy",
    "listen",
    "name",
    "http",
    "rate",
    "log_level",
)
BROKER = next(setting for setting in GATEWAY if setting.name == "broker")._replace(needed=False)

LOG = (
    Setting(
        "store",
        str,
        "Where the log is kept: the path of a file of SQLite, or postgresql://user@host/name. Servers may share one.",
        metavar="PATH|URL",
        login=True,
        needed=True,
    ),
    Setting("store_password_file", Path, "The file with the password of the store's user.", metavar="FILE"),
    Setting(
        "policy",
        Path,
        "The log's key, its witnesses with their URLs and their quorum, and keys of devices: see docs/audit.md.",
        metavar="FILE",
        needed=True,
    ),
    Setting("keystore", Path, "The keystore with the secret of the log's key.", metavar="FILE", needed=True),
    Setting("keystore_password_file", Path, "The file with its passphrase.", metavar="FILE", needed=True),
    Setting("key", str, "The name of the log's key in the keystore.", "log", metavar="NAME"),
    Setting("site", str, "The site whose operator enrols devices.", metavar="NAME"),
    Setting("operator", str, "The operator's COSE key, in base64; `lightclient devices key` prints it.", metavar="KEY"),
    Setting("registry", Path, "The registry of devices. It is read again when it changes.", metavar="FILE"),
    Setting("inbox", str, "Take records and show heads over HTTP there.", metavar="HOST:PORT"),
    Setting(
        "mains",
        Path,
        "For the page: a checkpoint of a chain that the log is anchored in.",
        metavar="FILE",
        many=True,
    ),
    Setting("tiles", Path, "Write heads and tiles into this folder, for any web server.", metavar="FOLDER"),
    Setting(
        "bodies",
        str,
        "Keep bodies that do not fit into records: in a folder, s3://bucket/prefix or s3+https://host:port/bucket/prefix.",
        metavar="FOLDER|URL",
        login=True,
    ),
    Setting(
        "bodies_login_file",
        Path,
        "The file with the access key and the secret for S3, a line each; without it, those of the environment.",
        metavar="FILE",
    ),
    Setting(
        "anchors",
        Path,
        "Have OpenTimestamps' calendars put heads into Bitcoin, and keep each head and its timestamp in this folder.",
        metavar="FOLDER",
    ),
    Setting("calendars", str, "For anchors: a calendar; by default four public ones.", metavar="URL", many=True),
    Setting("anchor_every", float, "Seconds between two heads that are anchored.", EVERY, metavar="SECONDS", least=1),
    Setting("interval", float, "Seconds between two heads.", INTERVAL, metavar="SECONDS", least=1),
    Setting("gaps", bool, "Take a record before the one that it follows; a device may have lost that.", True),
    Setting("workers", int, "Processes that verify signatures.", WORKERS, metavar="COUNT", least=1),
    BROKER,
    *(setting for setting in GATEWAY if setting.name in SHARED),
)
