"""Benchmarks on the emulated boards: their figures are exact, and none has grown beside the baseline."""

import json
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree

import pytest

from benchmarks import chart, run
from benchmarks.boards import (
    HEAP,
    NAMES,
    baseline,
    chips,
    functions,
    instructions,
    memory,
    online,
    registry,
    scripts,
)
from benchmarks.boards.table import table
from benchmarks.timing import row
from tests.conftest import ROOT
from tests.support.data import stop
from tools import boards, realdata, romfs

pytest_plugins = ["tests.services.fixtures"]

KINDS = tuple(boards.MACHINES)
DOCUMENT = ROOT / "docs/boards.md"
GCC12 = {"built": "MicroPython-1.25.0 GCC 12.2.0", "mpy-cross": "1.25.0", "firmware": "aa"}
GCC14 = {**GCC12, "built": "MicroPython-1.25.0 GCC 14.2.0", "firmware": "bb"}


def rows_of(kind="rv32", **values):
    return [
        {"name": f"{kind}_{name}", "unit": "instructions", "value": value, "extra": ""}
        for name, value in values.items()
    ]


@pytest.fixture
def file(tmp_path):
    file = baseline.Baseline(tmp_path / "baseline.json")
    baseline.update("rv32", rows_of(header_step=40_000, merkle_12=300_000), GCC12, file)
    return file


def test_what_grew_by_more_than_three_percent_is_named_with_both_figures_and_the_way_out(file):
    worse, told = baseline.compare("rv32", HEAP, rows_of(header_step=41_201, merkle_12=309_000), GCC12, file)
    assert worse == [
        "rv32_header_step: 41,201, the baseline has 40,000 (+3.0%); if that is intended: "
        "`lightclient bench --board rv32 --update-baseline header_step`, in a commit of its own"
    ]
    assert not told


def test_what_became_better_is_told(file):
    worse, told = baseline.compare("rv32", HEAP, rows_of(header_step=30_000), GCC12, file)
    assert not worse
    assert told == [
        "rv32_header_step: 30,000, the baseline has 40,000 (-25.0%); to keep it: "
        "`lightclient bench --board rv32 --update-baseline header_step`"
    ]


def test_another_toolchain_another_heap_and_a_new_figure_are_told_and_not_judged(file):
    for kind, heap, rows, used, says in (
        ("rv32", HEAP, rows_of(header_step=80_000), GCC14, "no baseline of this toolchain"),
        ("cm3", HEAP, rows_of("cm3", header_step=80_000), GCC12, "no baseline of this toolchain"),
        ("rv32", HEAP // 2, rows_of(header_step=80_000), GCC12, "the baseline is one of 128 KB of heap"),
        ("rv32", HEAP, rows_of(header_hash=80_000), GCC12, "rv32_header_hash: 80,000, and not in the baseline yet"),
    ):
        worse, (told,) = baseline.compare(kind, heap, rows, used, file)
        assert not worse and says in told


def test_a_gate_of_another_width_and_names_of_ones_own(file):
    mine = file._replace(names=None, gate=10.0, command="mine {}")
    baseline.update("rv32", rows_of(parse=1_000, header_step=40_000), GCC12, mine)
    assert baseline.compare("rv32", HEAP, rows_of(parse=1_100), GCC12, mine) == ([], [])
    (worse,), _ = baseline.compare("rv32", HEAP, rows_of(parse=1_101), GCC12, mine)
    assert "rv32_parse: 1,101, the baseline has 1,000 (+10.1%)" in worse and "`mine rv32 parse`" in worse


def test_scripts_name_what_is_measured(tmp_path):
    mine, helper, data = tmp_path / "mine.py", tmp_path / "helper.py", tmp_path / "data.bin"
    mine.write_text(
        "import helper\ndef bench_parse(): pass\ndef other(): pass\nclass A:\n    def bench_no(self): pass\n"
    )
    helper.write_text("def bench(): pass\n")
    data.write_bytes(b"\xff")
    names = list(scripts.registry(["rv32", "cm3"], HEAP, [mine, helper, data]).values())
    assert names == [("rv32_parse",), ("cm3_parse",)]
    with pytest.raises(scripts.BadScript, match="define a function bench_NAME"):
        scripts.registry(["rv32"], HEAP, [helper])
    helper.write_text("def bench_parse(): pass\n")
    with pytest.raises(scripts.BadScript, match="two functions are called bench_parse"):
        scripts.registry(["rv32"], HEAP, [mine, helper])


def test_a_summary_shows_each_figure_beside_the_baseline():
    lines = scripts.table(rows_of(parse=1_100, fresh=5), {"rv32_parse": 1_000}).splitlines()
    assert lines[2].startswith("| `rv32_parse` | 1,100 | 1,000 | +10.0% | 0.00803 ms")
    assert lines[3].startswith("| `rv32_fresh` | 5 |  |  |")


def test_two_files_of_one_name_cannot_be_on_a_board(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.txt").write_text(folder)
    assert romfs.programs([tmp_path / "a"]) == {"a/note.txt": b"a"}
    with pytest.raises(ValueError, match=r"two files would be note\.txt"):
        romfs.programs([tmp_path / "a/note.txt", tmp_path / "b/note.txt"])
    (tmp_path / "bad.py").write_text("match 1:\n    case 1:\n        pass\n")
    with pytest.raises(SyntaxError, match=r"bad\.py: SyntaxError: invalid syntax for MicroPython, line 1"):
        romfs.programs([tmp_path / "bad.py"])


def test_figures_that_depend_on_a_line_are_never_compared(file):
    assert not set(online.NAMES) & set(baseline.EXACT) and set(online.NAMES) < set(NAMES)
    baseline.update("rv32", rows_of(connect_to_verified=1), GCC12, file)
    assert baseline.compare("rv32", HEAP, rows_of(connect_to_verified=2), GCC12, file) == ([], [])


def test_an_update_keeps_what_it_does_not_measure(file):
    baseline.update("rv32", rows_of(merkle_12=310_000), GCC12, file)
    baseline.update("rv32", rows_of(header_step=39_000), GCC14, file)
    baseline.update("cm3", rows_of("cm3", header_step=36_000), GCC12, file)
    known = json.loads(file.file.read_text())
    assert [entry["figures"] for entry in known["rv32"]] == [
        {"header_step": 40_000, "merkle_12": 310_000},
        {"header_step": 39_000},
    ]
    baseline.update("rv32", rows_of(header_step=38_000), {**GCC12, "firmware": "cc"}, file)
    known = json.loads(file.file.read_text())
    assert [entry["figures"] for entry in known["rv32"]] == [{"header_step": 39_000}, {"header_step": 38_000}]


def test_the_committed_baseline_knows_each_figure_that_a_board_has():
    known = json.loads(baseline.FILE.read_text())
    assert tuple(known) == KINDS
    for kind, entries in known.items():
        expected = [name for name in baseline.EXACT if kind == boards.FROZEN or "frozen" not in name]
        for entry in entries:
            assert list(entry["figures"]) == expected


def test_an_estimate_has_the_range_that_the_chip_has():
    chip = chips.Chip(100, 50, 200)
    assert chips.estimate(chip, 1e6) == "10 ms (5 to 20)"
    assert chips.estimate(chip, 2e8) == "2 s (1 to 4)"
    assert chips.notes("cm3", "header_step", 1e6) == []  # the rates are those of the other board's instructions


def test_the_smallest_heap_is_found():
    tried = []

    def works(size):
        tried.append(size)
        return size >= 5_000

    assert memory.smallest(works, 1024, 64 * 1024, 256) == 5_120
    assert len(tried) < 12
    with pytest.raises(ValueError, match="4096"):
        memory.smallest(works, 1024, 4096, 256)


def test_both_boards_stand_side_by_side():
    rows = rows_of(header_step=40_000) + rows_of("cm3", header_step=36_000)
    rows.append(row("cm3_import_memory_rom", "bytes", 9, []))
    counted, sized = table(rows).split("\n\n")
    assert "| `header_step` | instructions | 40,000 | 36,000 | <= 38,000 | 0.367 ms (0.323 to 0.656) |" in counted
    assert sized.splitlines()[2] == "| `import_memory_rom` | bytes |  | 9 |  |"
    drawing = ElementTree.fromstring(chart.svg(rows))
    shown = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert "lightclient on emulated boards" in shown and "40,000  of 38,000 allowed" in shown
    assert shown.count("RV32IMC") == shown.count("Cortex-M3") == 1


def bench(*arguments):
    command = [sys.executable, "-m", "lightclient", "bench", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.slow
def test_the_command_refuses_what_makes_no_sense():
    for arguments in (("--update-baseline",), ("--board", "rv32", "--heap", "64K", "--update-baseline")):
        result = bench(*arguments)
        assert result.returncode == 2 and "--update-baseline" in result.stderr
    assert bench("--board", "z80").returncode == 2
    assert bench("--board", "rv32", "header_stp").returncode == 2
    assert bench("--board", "rv32", "--heap", "much").returncode == 2


@pytest.fixture(scope="module")
def inputs():
    try:
        realdata.carried(realdata.BLOCK_413567)
    except realdata.MissingData as error:
        stop(str(error))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_has_grown_beside_the_baseline(kind, inputs):
    rows = run([f"{kind}_{name}" for name in baseline.EXACT], registry=registry([kind], HEAP))
    expected = [name for name in baseline.EXACT if kind == boards.FROZEN or "frozen" not in name]
    assert [row["name"] for row in rows] == [f"{kind}_{name}" for name in expected]
    worse, told = baseline.compare(kind, HEAP, rows, baseline.toolchain(kind))
    for line in told:
        warnings.warn(line, stacklevel=1)
    assert not worse, "\n".join(worse)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_two_runs_count_alike(kind, inputs):
    """But for a few instructions in a million: the collector also looks at what the console has left on the stack."""

    def values():
        rows = instructions.chains(kind, HEAP) + instructions.signature("ecdsa_sign", kind, HEAP)
        return {row["name"]: row["value"] for row in rows}

    assert values() == pytest.approx(values(), rel=1e-4)


@pytest.mark.slow
def test_a_device_is_measured_from_connecting_to_a_verified_payment(installed_mosquitto):
    (row,) = online.connecting("rv32", HEAP)
    assert 1_000_000 < row["value"] < 1_000_000_000


def documented(form):
    """Return the bytes of heap that the document says a device takes in this form."""
    row = re.search(rf"^\| `heap_sync_{form}` \| bytes \| ([\d,]+) \|", DOCUMENT.read_text(), re.MULTILINE)
    return int(row[1].replace(",", ""))


@pytest.mark.slow
def test_a_device_takes_the_heap_that_the_document_says(installed_mosquitto, monkeypatch):
    with online.gateway() as served:
        for form in online.FORMS:
            assert online.prove("rv32", form, documented(form) * 103 // 100, *served), form
    monkeypatch.setattr(online, "FORMS", {"one_rom": ""})
    (row,) = online.heaps("rv32", HEAP)
    assert row["value"] == pytest.approx(documented("one_rom"), rel=0.03)


@pytest.mark.slow
def test_the_command_measures_and_compares(inputs):
    result = bench("--board", "rv32", "--heap", "64K", "ripemd160_block", "--json")
    assert result.returncode == 0
    assert "so nothing is judged" in result.stderr
    (row,) = json.loads(result.stdout)
    assert row["name"] == "rv32_ripemd160_block" and row["unit"] == "instructions"
    assert "ESP32-C3" in row["extra"] and "heap of 64 KB" in row["extra"]


@pytest.mark.slow
def test_the_functions_of_a_benchmark_add_up_to_it(inputs):
    found = functions.functions("header_step")
    known = json.loads(baseline.FILE.read_text())[functions.KIND][0]["figures"]["header_step"]
    assert abs(found.total() / known - 1) < 0.1
    assert found.most_common(1)[0][0] == "sha256_transform"
    parts = functions.parts(found)
    assert parts.total() == found.total() and parts["the rest"] < found.total() / 10


def test_the_document_has_the_figures_of_the_baseline():
    """`make figures` makes both."""
    lines = DOCUMENT.read_text().splitlines()
    for kind, entries in json.loads(baseline.FILE.read_text()).items():
        for name, value in entries[0]["figures"].items():
            (line,) = [line for line in lines if line.startswith(f"| `{name}` |")]
            assert line.split(" | ")[2 + KINDS.index(kind)] == f"{value:,}", name
