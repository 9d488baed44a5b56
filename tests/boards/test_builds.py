"""What a release hands out for boards, and its sums."""

import json
import subprocess

import pytest

from tests.support.command import invoke
from tools import builds, profile, romfs


@pytest.fixture(scope="module")
def built():
    return builds.build()


@pytest.mark.slow
def test_each_profile_has_its_files_and_an_image_of_them(built):
    for name in profile.RELEASED:
        files = {romfs.inside(file).replace(".py", ".mpy") for file in profile.files(name).values()}
        assert {path.removeprefix(name + "/") for path in built if path.startswith(name + "/")} == files
        assert built[name + ".romfs"] == romfs.image(profile.files(name).values())


@pytest.mark.slow
def test_compiled_files_have_nothing_that_a_board_never_looks_at(built):
    for path, content in built.items():
        for name in (b"TYPE_CHECKING", b"typing", b"__slots__"):
            assert name not in content, path


def test_what_is_taken_out_leaves_each_line_where_it_was():
    source = """import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
else:
    Any = None


class Place:
    __slots__ = (
        "height",
        "hash",
    )

    def work(self) -> "Any":
        if TYPE_CHECKING:
            import enum
        return 1 / 0
"""
    left = """import time


if 0:
    from typing import Any
else:
    Any = None


class Place:





    def work(self) -> "Any":
        if 0:
            import enum
        return 1 / 0
"""
    assert romfs.bare(source) == left


@pytest.mark.slow
def test_the_command_writes_what_its_sums_are_of(built, tmp_path):
    result = invoke("board", "build", "-o", tmp_path / "dist", "--json")
    assert result.exit_code == 0
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", builds.SUMS], cwd=tmp_path / "dist", check=True)
    written = {path.relative_to(tmp_path / "dist").as_posix() for path in (tmp_path / "dist").rglob("*.*")}
    assert written == set(built)
    sizes = json.loads(result.stdout)
    for name in profile.RELEASED:
        image = tmp_path / "dist" / f"{name}.romfs"
        assert sizes[image.name]["bytes"] == image.stat().st_size
        assert f"{sizes[image.name]['sha256']}  {image.name}" in (tmp_path / "dist" / builds.SUMS).read_text()
    mpy = (tmp_path / "dist/verify").rglob("*.mpy")
    assert sizes["verify/*.mpy"]["bytes"] == sum(file.stat().st_size for file in mpy)


@pytest.mark.slow
def test_it_prints_without_writing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = invoke("board", "build")
    assert result.exit_code == 0 and "filters.romfs" in result.stdout
    assert not list(tmp_path.iterdir())
