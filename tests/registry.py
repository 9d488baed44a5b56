"""Real data that anyone can have: Bitcoin Core's own test data, in the source distribution of py-bitcoinkernel."""

import functools
import hashlib
import os
import pathlib
import subprocess
import sys
import tarfile

import pytest

PACKAGE = "py-bitcoinkernel==0.1.0a5"
ARCHIVE = "py_bitcoinkernel-0.1.0a5.tar.gz"
INSIDE = "py_bitcoinkernel-0.1.0a5/depend/bitcoin/"


def cache():
    """Return where downloads are kept: $LIGHTCLIENT_CACHE, else lightclient in the user's cache folder."""
    home = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    return pathlib.Path(os.environ.get("LIGHTCLIENT_CACHE") or home / "lightclient") / "sdist"


@functools.cache
def archive():
    """Return the path of the source distribution, downloaded at the first call ever.

    Without a package index the test is skipped, but fails in CI, where a skipped vector would go unnoticed.
    """
    path = cache() / ARCHIVE
    if not path.exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:"]
        done = subprocess.run(
            [*command, "--dest", str(path.parent), PACKAGE], capture_output=True, text=True, check=False
        )
        if not path.exists():
            stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            stop("cannot download " + PACKAGE + ": " + (done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return path


def core_file(name, sha256):
    """Return a file of Bitcoin Core's source tree; `sha256` is the hex digest that it must have."""
    with tarfile.open(archive()) as tar:
        raw = tar.extractfile(INSIDE + name).read()
    assert hashlib.sha256(raw).hexdigest() == sha256
    return raw
