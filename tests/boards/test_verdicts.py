"""One truth: the verdict log is the same, byte by byte, on every interpreter.

A log has one line for each vector: its name, and "ok" with what was found, or the error with its values. CPython writes
it for all vectors; MicroPython of 64 and of 32 bits and under WebAssembly write it too, the boards for a sample.
"""

import functools
import itertools

import pytest

from tests.portable.verdicts import lines
from tests.support import interpreters, verdicts
from tools import boards, romfs

LOG = "tests/portable/verdicts.py"
KB = 1024

# What a board judges: every n-th vector, in the heap that this takes.
SAMPLES = {
    "headers": (1, 64 * KB),
    "proofs": (2, 96 * KB),  # every form of evidence, chains, policies and the networks at once
    "forms": (1, 64 * KB),
    "signatures": (8, 64 * KB),
    "keys": (1, 256 * KB),
    "votes": (8, 256 * KB),  # sets of up to 100 validators
    "evm": (12, 192 * KB),
    "fabric": (12, 512 * KB),  # whole configurations
    "stamps": (3, 128 * KB),
    "lightning": (6, 160 * KB),
}


# Under WebAssembly nothing is collected while a program runs: what recovers many keys is judged in parts.
PARTS = {("wasm", "evm"): 250}
MANY = 100_000


@functools.cache
def serialized(group):
    return verdicts.serialize(group)


def in_parts(data, most):
    """Yield files of at most so many vectors each."""
    while data:
        end = 0
        for _ in range(most):
            end += 4 + int.from_bytes(data[end : end + 4], "little") if end < len(data) else 0
        yield data[:end]
        data = data[end:]


@pytest.fixture(scope="session")
def vectors(tmp_path_factory):
    """Return a function that returns the path of the vectors of a group."""
    folder = tmp_path_factory.mktemp("vectors")

    @functools.cache
    def write(group):
        path = folder / group
        path.write_bytes(serialized(group))
        return path

    return write


def difference(ours, theirs):
    """Return the first line in which two logs differ, as each has it; None if they are the same."""
    for number, pair in enumerate(itertools.zip_longest(ours, theirs), 1):
        if pair[0] != pair[1]:
            return number, *pair
    return None


@pytest.mark.slow
@pytest.mark.parametrize("group", verdicts.GROUPS)
@pytest.mark.parametrize(
    "interpreter", ["unix", *(pytest.param(name, marks=pytest.mark.slow) for name in ("unix32", "wasm"))]
)
def test_the_log_is_the_same_on(interpreter, group, vectors, tmp_path):
    part, theirs = tmp_path / "vectors", []
    for data in in_parts(serialized(group), PARTS.get((interpreter, group), MANY)):
        part.write_bytes(data)
        result = interpreters.run(interpreter, LOG, group, part, files=[part])
        assert result.returncode == 0, result.stderr
        theirs += result.stdout.splitlines()
    assert difference(lines(group, vectors(group)), theirs) is None


@pytest.mark.slow
@pytest.mark.parametrize("group", verdicts.GROUPS)
@pytest.mark.parametrize("kind", boards.MACHINES)
def test_the_log_is_the_same_on_a_board(kind, group, vectors):
    step, heap = SAMPLES[group]
    tests = [file for file in romfs.portable_tests() if file.name.startswith(("__init__", "verdicts", "judge_"))]
    rom = romfs.image(romfs.library() + tests, {"vectors": serialized(group)})
    with boards.Board(kind, heap, rom=rom) as board:
        run = f"from tests.portable.verdicts import main\nmain({group!r}, '/rom/vectors', {step})"
        theirs = board.run(run, timeout=200).splitlines()
    assert difference(lines(group, vectors(group), step), theirs) is None


@pytest.mark.slow
@pytest.mark.parametrize("group", verdicts.GROUPS)
def test_every_vector_has_a_name_and_every_judge_accepts_and_refuses(group, vectors):
    log = [line.split(": ", 1) for line in lines(group, vectors(group))]
    names = [name for name, _ in log]
    assert len(names) == len(set(names)) > 1000
    refused = {verdict.split()[0] for _, verdict in log} - {"ok"}
    assert any(verdict.startswith("ok") for _, verdict in log)
    assert len(refused) >= 4


def test_a_difference_is_shown_by_its_first_line():
    ours = ["a: ok 1", "b: ok 2", "c: HighHash"]
    assert difference(ours, ours) is None
    assert difference(ours, ["a: ok 1", "b: ok 3", "c: ok"]) == (2, "b: ok 2", "b: ok 3")
    assert difference(ours, ours[:2]) == (3, "c: HighHash", None)
    assert difference(ours[:2], ours) == (3, None, "c: HighHash")
