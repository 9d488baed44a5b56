"""README and quickstarts: what they print runs as printed, and their figures are those of the measured tables."""

import asyncio
import re
import subprocess
import sys

import pytest

import lightclient
from tests.conftest import ROOT
from tests.hosts.test_cli_regtest import Sandbox
from tests.services.process import PATIENCE
from tools.boards import Board, firmware
from tools.romfs import device_image

README = (ROOT / "README.md").read_text()
FIRMWARE = (ROOT / "docs/quickstart-firmware.md").read_text()
PAYMENTS = (ROOT / "docs/quickstart-payments.md").read_text()


def program(text):
    """Return the first program in a page."""
    return re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)


def test_the_example_of_readme_runs_without_any_package():
    source = program(README)
    assert len(source.splitlines()) <= 12
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{source}"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    said = re.search(r"print\(.*\)  # (.*)", source).group(1)
    assert (result.returncode, result.stdout, result.stderr) == (0, said + "\n", "")


def figure(document, row):
    """Return the cells of a row in one of the tables that benchmarks write."""
    lines = (ROOT / "docs" / document).read_text().splitlines()
    (line,) = [line for line in lines if line.startswith(f"| `{row}` |")]
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def number(text):
    return float(re.search(r"[\d,.]+", text).group().replace(",", ""))


@pytest.mark.parametrize(
    ("said", "measured"),
    [
        (
            r"header, by every rule, on CPython \| ([\d.]+) us",
            lambda: number(figure("performance.md", "header_step")[1]),
        ),
        (r"([\d.]+) times as fast as the nearest", lambda: number(figure("performance.md", "header_step")[4])),
        (r"12 levels, on CPython \| ([\d.]+) us", lambda: number(figure("performance.md", "merkle_12")[1])),
        (r"us, ([\d.]+) times as fast \|", lambda: number(figure("performance.md", "merkle_12")[4])),
        (r"instruction counts\) \| ([\d.]+) ms", lambda: number(figure("boards.md", "header_step")[6])),
        (r"payment proved \| ([\d.]+) KB", lambda: number(figure("boards.md", "heap_sync_one_frozen")[2]) / 1024),
        (r"as it is stored \| ([\d.]+) bytes", lambda: number(figure("performance.md", "checkpoint_bytes")[1])),
    ],
)
def test_each_figure_of_readme_is_measured(said, measured):
    assert number(re.search(said, README).group(1)) == pytest.approx(measured(), rel=0.05)


def test_every_page_and_file_that_is_linked_is_there():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("examples/*/README.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
            assert "://" in target or (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_changelog_says_what_is_new_in_this_version():
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions[0] in (lightclient.__version__, "Unreleased") and lightclient.__version__ in versions


def test_actions_of_others_are_pinned():
    """A tag can be moved; a commit cannot."""
    for path in (ROOT / "action.yml", *(ROOT / ".github/workflows").glob("*.yml")):
        for used in re.findall(r"uses: (.+)", path.read_text()):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+", used), f"{path.name}: {used}"


@pytest.mark.slow
def test_the_program_of_the_payments_quickstart_prints_what_it_says(tmp_path):
    (printed,) = re.findall(r"```\n(pay .*?)```", PAYMENTS, re.DOTALL)
    pay, *rest = printed.splitlines()

    async def follow():
        async with Sandbox() as sandbox:
            source = program(PAYMENTS).replace("mqtt://127.0.0.1:1883", sandbox.told["broker"])
            (tmp_path / "till.py").write_text(source)
            pipe = asyncio.subprocess.PIPE
            till = await asyncio.create_subprocess_exec(sys.executable, tmp_path / "till.py", cwd=ROOT, stdout=pipe)

            async def line():
                return (await asyncio.wait_for(till.stdout.readline(), PATIENCE)).decode().strip()

            try:
                assert await line() == pay
                for said, command in zip(rest, (pay, "mine 1", "mine 1"), strict=True):
                    await sandbox.does(command)
                    assert await line() == said
                assert await asyncio.wait_for(till.wait(), PATIENCE) == 0
            finally:
                if till.returncode is None:
                    till.kill()
                    await till.wait()

    asyncio.run(follow())


@pytest.mark.slow
def test_the_program_of_the_firmware_quickstart_runs_twice(tmp_path):
    firmware("rv32")  # before a time is short

    async def follow():
        async with Sandbox() as sandbox:

            def run(flash):
                where = sandbox.told["broker"].removeprefix("mqtt://")
                with Board("rv32", mqtt=where, rom=device_image([]), flash=flash) as board:
                    return board.run(program(FIRMWARE), PATIENCE).splitlines()

            first = await asyncio.to_thread(run, tmp_path / "flash.img")
            assert first[-1] == re.search("It prints `(.*?)`", FIRMWARE).group(1)
            await sandbox.does("mine 3")
            second = await asyncio.to_thread(run, tmp_path / "flash.img")
            assert second == ["regtest synced at 203; gateway following"]

    asyncio.run(follow())


@pytest.mark.slow
def test_the_documents_become_a_site_without_a_warning(tmp_path):
    pytest.importorskip("mkdocstrings")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    commands = (tmp_path / "commands.html").read_text()
    assert "lightclient board run" in commands and "--update-baseline" in commands
    assert "lightclient.client.Client" in (tmp_path / "reference.html").read_text()
    index = (tmp_path / "index.html").read_text()
    assert 'href="quickstart-firmware.html"' in index and 'src="house.svg"' in index
