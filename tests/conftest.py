import subprocess
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent


# How long an example takes says more about the machine's other work than about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def micropython():
    """The path of a MicroPython interpreter for this machine; the first call on a machine builds it."""
    output = subprocess.check_output(["micropython/boards/build.sh", "unix"], cwd=ROOT, text=True)
    return output.splitlines()[-1]
