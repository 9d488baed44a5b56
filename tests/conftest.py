from pathlib import Path

import pytest
from hypothesis import settings

from tools import boards

ROOT = Path(__file__).parent.parent


# How long an example takes says more about the machine's other work than about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def micropython():
    """The path of a MicroPython interpreter for this machine; the first call on a machine builds it."""
    return boards.firmware("unix")
