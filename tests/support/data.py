"""Real data for tests: without it a test is skipped, but fails in CI, where a skipped vector would go unnoticed."""

import os
import pathlib

import pytest

from tools import realdata

FOLDER = realdata.location()


def data(*parts: str) -> pathlib.Path:
    """Return a path in the data folder."""
    if not FOLDER.is_dir():
        stop("no data folder: set LIGHTCLIENT_DATA")
    return FOLDER.joinpath(*parts)


def carried(name: str) -> pathlib.Path:
    """Return the path of a file that the package registry carries, one of realdata.CARRIED."""
    try:
        return realdata.carried(name)
    except realdata.MissingData as error:
        stop(str(error))
        raise


def stop(reason: str) -> None:
    """End the test because of what this machine lacks: in CI it fails, elsewhere it is skipped."""
    end = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    end(reason)
