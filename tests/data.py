"""Where the published vectors and the real chain data lie, which are not part of the repository."""

import os
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = pathlib.Path(os.environ.get("LIGHTCLIENT_DATA") or ROOT.parent / "shared" / "data")


def data(*parts: str) -> pathlib.Path:
    """Return a path in the data folder: $LIGHTCLIENT_DATA, else ../shared/data beside the repository.

    Without the folder the test is skipped, but fails in CI, where a skipped vector would go unnoticed.
    """
    if not FOLDER.is_dir():
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("no data folder: set LIGHTCLIENT_DATA")
    return FOLDER.joinpath(*parts)
