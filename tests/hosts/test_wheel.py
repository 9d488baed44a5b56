"""The wheel in an empty folder: what it carries runs, and a firmware's own repository checks itself with action.yml."""

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile

import pytest

from tests.conftest import ROOT
from tests.support.data import stop

yaml = pytest.importorskip("yaml")
pytestmark = pytest.mark.slow

MINE = """
from lightclient.crypto.hashes import sha256d
import helper


def bench_hash():
    for _ in range(helper.TIMES):
        sha256d(helper.DATA)
"""
HELPER = "TIMES = {}\nDATA = bytes(80)\n"
MAIN = """
import settings
from links.uart import Line
from memory.rtc import RtcSlot
from lightclient.device.device import Device
print(settings.NAME, Device.__name__, open("/rom/note.txt").read())
"""
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}


class Repository:
    """A firmware's repository, checked as GitHub checks it: the steps of action.yml in its folder."""

    def __init__(self, folder):
        self.folder = folder
        self.temporary = folder.parent / "runner"
        self.summary = self.temporary / "summary"
        self.temporary.mkdir(exist_ok=True)
        self.write("mine.py", MINE)
        self.write("helper.py", HELPER.format(4))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def step(self, name, **inputs):
        """Run a step as GitHub's runner runs one with `shell: bash`."""
        step = STEPS[name]
        inputs = {name: entry.get("default") for name, entry in ACTION["inputs"].items()} | inputs
        values = {"github.action_path": str(ROOT), "runner.temp": str(self.temporary)}
        values |= {f"inputs.{name}": value for name, value in inputs.items()}

        def value(text):
            return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: values[found.group(1)], text)

        assert step["shell"] == "bash" and "${{" not in step["run"]
        self.summary.write_text("")
        more = {name: value(text) for name, text in step.get("env", {}).items()}
        environment = clean() | more | {"GITHUB_STEP_SUMMARY": str(self.summary)}
        script = self.temporary / "step.sh"
        script.write_text(step["run"])
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def lightclient(self, *arguments):
        command = [self.temporary / "lightclient/bin/lightclient", *arguments]
        return subprocess.run(command, cwd=self.folder, env=clean(), capture_output=True, text=True, check=False)


def clean():
    """Return an environment in which no checkout is to be found."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("firmware")
    made = Repository(folder)
    result = made.step("Install lightclient")
    if result.returncode:
        stop(f"the package index does not answer: {result.stderr.strip().splitlines()[-1]}")
    return made


def test_it_is_the_wheel_that_is_installed_and_not_the_checkout(repository):
    python = repository.temporary / "lightclient/bin/python"
    code = "import lightclient; from lightclient.cli import sources; print(lightclient.__file__, sources.find())"
    command = [python, "-c", code]
    result = subprocess.run(command, cwd=repository.folder, env=clean(), capture_output=True, text=True, check=True)
    package, carried = result.stdout.split()
    assert package.startswith(str(repository.temporary)) and carried.startswith(str(repository.temporary))


def test_a_device_program_of_several_files_runs(repository):
    repository.write("main.py", MAIN)
    repository.write("settings.py", "NAME = 'meter-7'\n")
    repository.write("note.txt", "kept")
    for options in ((), ("--frozen",)):
        result = repository.lightclient("board", "run", *options, "main.py", "settings.py", "note.txt")
        assert (result.returncode, result.stdout) == (0, "meter-7 Device kept\n"), result.stderr


def test_what_a_release_hands_out_is_built_and_an_image_of_it_runs(repository):
    result = repository.lightclient("board", "build", "-o", "release", "--json")
    assert set(json.loads(result.stdout)) == {"verify/*.mpy", "verify.romfs", "filters/*.mpy", "filters.romfs"}
    repository.write("hash.py", "from lightclient.bitcoin.header import SIZE\nprint(SIZE)\n")
    result = repository.lightclient("board", "run", "--rom", "release/verify.romfs", "hash.py")
    assert (result.returncode, result.stdout) == (0, "80\n"), result.stderr


def test_a_program_becomes_one_file_that_runs_in_any_folder(repository):
    repository.write("small.py", "from lightclient.crypto.hashes import sha256d\nprint(sha256d(b'').hex()[:8])\n")
    result = repository.lightclient("board", "amalgamate", "small.py", "-o", "made/one.py")
    assert (result.returncode, result.stderr) == (0, "")
    result = repository.lightclient("board", "run", "--heap", "512K", "made/one.py")
    assert (result.returncode, result.stdout) == (0, "5df6e0e2\n"), result.stderr


def test_our_own_figures_are_measured(repository):
    result = repository.lightclient("bench", "--board", "rv32", "ripemd160_block", "--json")
    assert [row["name"] for row in json.loads(result.stdout)] == ["rv32_ripemd160_block"]


def test_the_action_passes_what_did_not_grow_and_fails_what_did(repository):
    inputs = {"script": "mine.py\nhelper.py\n", "baseline": "mine.json"}
    assert repository.step("Build the board's firmware", **inputs).returncode == 0
    scripts = ("--script", "mine.py", "--script", "helper.py")
    update = repository.lightclient(
        "bench", "--board", "rv32", *scripts, "--baseline", "mine.json", "--update-baseline"
    )
    assert update.returncode == 0, update.stderr
    result = repository.step("Measure and compare", **inputs)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.search(r"\| `rv32_hash` \| ([\d,]+) \| \1 \| \+0\.0% \|", repository.summary.read_text())

    repository.write("helper.py", HELPER.format(5))
    result = repository.step("Measure and compare", **inputs)
    assert result.returncode == 1
    assert "> rv32_hash: " in repository.summary.read_text() and "if that is intended" in result.stderr
    assert repository.step("Measure and compare", **inputs, gate="40").returncode == 0
    result = repository.step("Measure and compare", script="nosuch.py", baseline="mine.json")
    assert result.returncode == 2 and "nosuch.py" in repository.summary.read_text()


def built(what, folder, target):
    """Build the wheel or the sdist of the sources in a folder, without an index; return its path."""
    code = f"import hatchling.build; print(hatchling.build.build_{what}({str(target)!r}))"
    result = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return target / result.stdout.split()[-1]


def test_the_source_archive_gives_the_same_wheel(tmp_path):
    """What is built from the archive has the files that are built from a checkout."""
    pytest.importorskip("hatchling")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with tarfile.open(built("sdist", ROOT, tmp_path)) as members:
        names = members.getnames()
        members.extractall(tmp_path, filter="data")
    folder = tmp_path / names[0].partition("/")[0]
    for name in ("docs/formats.md", "tests/conftest.py", "examples/gateway/compose.yaml", "action.yml"):
        assert f"{folder.name}/{name}" in names
    wheels = [built("wheel", place, tmp_path / name) for place, name in ((ROOT, "one"), (folder, "two"))]
    first, second = (zipfile.ZipFile(wheel).namelist() for wheel in wheels)
    assert first == second
    assert "lightclient/carried/micropython/boards/build.sh" in first
    rooms = [ROOT / "lightclient" / name for name in ("audit/hosts", "till/web", "web")]
    pages = [path for room in rooms for name in ("templates", "static", "locale") for path in room.glob(name + "/*")]
    assert len(pages) > 12 and {path.relative_to(ROOT).as_posix() for path in pages} <= set(first)
