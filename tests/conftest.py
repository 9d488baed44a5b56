import gc
import logging
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tools import boards

ROOT = Path(__file__).parent.parent


# How long an example takes says more about the machine's other work than about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


RECURSION = sys.getrecursionlimit()  # as every process begins
LEVELS = {"": logging.WARNING, "lightclient": logging.NOTSET}  # as every process begins


gc.disable()  # until all tests are collected: what they import stays, and to look at it takes a fifth of the time


def pytest_collection_finish():
    """Take back what packages set: py_ecc wants 100,000 calls, and nested JSON then ends the process."""
    sys.setrecursionlimit(RECURSION)
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def micropython():
    """The path of a MicroPython interpreter for this machine; the first call on a machine builds it."""
    return boards.firmware("unix")


@pytest.fixture(autouse=True)
def logs_as_found():
    """A test that leaves the logs at another level keeps later ones from reading what they wait for."""
    yield
    assert {name: logging.getLogger(name).level for name in ("", "lightclient")} == LEVELS
