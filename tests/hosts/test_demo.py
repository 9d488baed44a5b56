"""`make demo` shows as much as a machine lets it: with every kind of data, and with nothing at all."""

import os
import shutil
import subprocess
import sys

import pytest

from lightclient.cli.nextsteps import NEXT
from tests.conftest import ROOT
from tests.support.data import carried, data
from tools import realdata

LEFT_OUT = "Left out: a longer chain and a larger block, which the package index has."


def run(*command, **changes):
    """Run a command in the source tree, as on a terminal; return its lines."""
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | changes, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def shows(lines, headers, forgeries):
    """Whether this many headers were verified, a payment proved, and this many forgeries refused."""
    assert [line for line in lines if line.startswith(f"✓ {headers} headers from the genesis block")]
    assert [line for line in lines if line.startswith("✓ payment found in its block by a bundle of ")]
    assert [line[0] for line in lines if line[:1] in ("✗", "!")] == ["✗"] * forgeries
    assert max(map(len, lines)) <= 80
    return True


def test_the_demonstration_needs_no_package_and_no_network(tmp_path):
    # -S: the interpreter finds no package, neither unearth nor pip
    alone = run(
        sys.executable,
        *("-S", "-m", "examples.demo", "--next"),
        LIGHTCLIENT_DATA=str(tmp_path / "none"),
        LIGHTCLIENT_CACHE=str(tmp_path),
    )
    assert shows(alone, 200, 12)
    assert alone.count(LEFT_OUT) == 1
    assert alone[-len(NEXT.splitlines()) :] == NEXT.splitlines()


def test_with_what_the_registry_carries_there_is_more_of_it(tmp_path):
    carried(realdata.BLOCK_413567)
    lines = run(sys.executable, "-m", "examples.demo", LIGHTCLIENT_DATA=str(tmp_path / "none"))
    assert shows(lines, "2,016", 13)
    assert LEFT_OUT not in lines


def test_with_the_data_folder_there_is_most_of_it():
    data()
    assert shows(run(sys.executable, "-m", "examples.demo"), "39,999", 13)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_demo_shows_what_it_can_where_no_package_can_be_installed(tmp_path):
    lines = run(
        *("make", "--no-print-directory", "demo", f"PYTHON={sys.executable}", f"VENV={tmp_path / 'venv'}"),
        LIGHTCLIENT_DATA=str(tmp_path / "none"),
        LIGHTCLIENT_CACHE=str(tmp_path),
        PIP_NO_INDEX="1",
    )
    assert shows(lines, 200, 12)
    assert [line for line in lines if line.startswith("Left out: the way over MQTT")]
    assert lines[-len(NEXT.splitlines()) :] == NEXT.splitlines()


@pytest.mark.slow
def test_a_package_that_cannot_be_had_is_left_out_by_name(tmp_path):
    carried(realdata.BLOCK_413567)  # or else there may be no index
    (tmp_path / "constraints").write_text("coincurve<1\n")
    install = ["tools/venv.sh", sys.executable, str(tmp_path / "venv"), "fast"]
    environment = os.environ | {"CI": "", "PIP_CONSTRAINT": str(tmp_path / "constraints")}
    for _ in range(2):  # the second time it is there already
        done = subprocess.run(install, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "venv: coincurve>=21 (no wheel for this machine" in done.stderr.splitlines()[-1]
    check = [str(tmp_path / "venv" / "bin" / "python"), "-c", "import lightclient"]
    assert subprocess.run(check, check=False).returncode == 0
    failed = subprocess.run(
        [*install[:2], str(tmp_path / "other"), "fast"],
        cwd=ROOT,
        env=environment | {"CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 3
    assert "pip: " in failed.stderr
