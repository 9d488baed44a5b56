"""Source archives from the package index, of which nothing is run.

pip is no help here: to read an archive's metadata `pip download` runs its build system, and builds that from source too
where it may take no wheels.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

PATIENCE = 60.0  # seconds for one archive


class Unavailable(Exception):
    """The index does not give what is wanted; the message is one line and says why."""


def fetch(package: str, sha256: str, folder: Path) -> Path:
    """Download the source archive of a package, such as "name==1.0", into `folder` and return its path.

    The index is the one that pip is configured for. Raises Unavailable.
    """
    if importlib.util.find_spec("unearth") is None:
        raise Unavailable(f"cannot get {package}: unearth is not installed")
    options, environment = _as_pip_is_told(package)
    command = [sys.executable, "-m", "unearth", "--no-binary", "--download", str(folder), *options, package]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{package} is not here after {PATIENCE:.0f} s") from None
    name = package.partition("==")[0].replace("-", "[-_]")
    archives = list(folder.glob(f"{name}-*.tar.gz"))
    if done.returncode or not archives:
        said = done.stderr.strip().splitlines()[-1:] or ["the index has no such archive"]
        raise Unavailable(f"cannot get {package}: {said[0]}")
    if hashlib.sha256(archives[0].read_bytes()).hexdigest() != sha256:
        raise Unavailable(f"{archives[0].name} is not the archive it should be")
    return archives[0]


def _as_pip_is_told(package: str) -> "tuple[list[str], dict[str, str]]":
    """Return the options and the environment that make unearth ask the index that pip would ask."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    told = {}
    for line in listed.splitlines():  # global.index-url='...', and last :env:.index-url='...', which is the stronger
        name, _, value = line.partition("=")
        section, _, name = name.rpartition(".")
        if section != ":env:" and f":env:.{name}=" in listed:
            continue
        told[name] = value.strip("'\"")
    if told.get("no-index", "0").lower() in ("1", "true", "yes", "on"):
        raise Unavailable(f"cannot get {package}: pip is told to use no index")
    options = [f"--index-url={told['index-url']}"] if "index-url" in told else []
    options += [f"--trusted-host={host}" for host in told.get("trusted-host", "").split()]
    environment = dict(os.environ)
    if "cert" in told:
        environment.setdefault("SSL_CERT_FILE", told["cert"])
    return options, environment
