"""What the commands for boards refuse before a board is started."""

import pytest

from tests.support.command import failed, invoke, misused
from tools import boards


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "main.py", "--board", "cm3", "--frozen"), "rv32 alone"),
        (("run", "main.py", "--again"), "add --mqtt"),
        (("run", "main.py", "more.py", "--rom", "image"), "into the image"),
        (("run", "main.py", "more.py", "--port", "/dev/null"), "mpremote cp"),
        (("run", "main.py", "--heap", "much"), "no size"),
        (("build-firmware", "frozen", "main.py"), "rv32 or cm3"),
        (("build-firmware", "z80"), "z80"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments, says):
    assert says in misused("board", *arguments)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--script", "mine.py"), "add --board rv32"),
        (("--baseline", "mine.json"), "add --board rv32"),
        (("--board", "rv32", "--script", "mine.py", "--update-baseline"), "--baseline FILE.json"),
    ],
)
def test_a_script_is_for_a_board_and_a_baseline_has_a_file(arguments, says):
    assert says in misused("bench", *arguments)


@pytest.mark.slow
def test_files_that_are_missing_or_have_nothing_to_measure_are_named(tmp_path):
    assert "nosuch.py: No such file" in failed("bench", "--board", "rv32", "--script", "nosuch.py")
    script = tmp_path / "mine.py"
    script.write_text("def parse(): pass\n")
    assert "define a function bench_NAME()" in failed("bench", "--board", "rv32", "--script", script)
    script.write_text("def bench_parse(:\n")
    assert "mine.py" in failed("bench", "--board", "rv32", "--script", script)
    result = invoke("board", "run", "nosuch.py")
    assert (result.exit_code, result.stdout) == (2, "") and "nosuch.py: No such file" in result.stderr


def test_firmware_that_cannot_be_built_says_why():
    with pytest.raises(boards.BoardError, match=r"firmware z80 was not built: build.sh: usage"):
        boards.firmware("z80")
