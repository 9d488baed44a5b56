import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def micropython():
    """The path of a MicroPython interpreter for this machine; the first call on a machine builds it."""
    output = subprocess.check_output(["micropython/boards/build.sh", "unix"], cwd=ROOT, text=True)
    return output.splitlines()[-1]
