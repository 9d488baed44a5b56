"""The emulated boards: the portable tests on them, and what their firmware and their runner promise."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.boards.test_micropython import OF_A_MACHINE, PORTABLE_TESTS, count_tests
from tests.conftest import ROOT
from tools import boards, romfs
from tools.boards import Board, BoardError, ScriptError, SerialBoard

pytestmark = pytest.mark.slow

KINDS = tuple(boards.MACHINES)
KB = 1024

# All that the emulated boards have: the tests make more than a device would, chains, whole blocks, dozens of gateways,
# and beside that what their modules take. What a device itself takes is measured in test_device_boards.py.
HEAP = 1024 * KB

# Whole worlds of gateways, which take a board minutes and do the same on every machine (test_micropython.py).
WORLDS = ("test_challenges", "test_payments_liars")


@pytest.fixture(scope="session")
def rom():
    return romfs.image(romfs.library() + romfs.board_only() + romfs.element() + romfs.portable_tests())


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def runs():
    """Yield the portable tests on the first board, and on the others those of what knows the architecture."""
    for path in PORTABLE_TESTS:
        if path.stem in WORLDS:
            continue
        for kind in KINDS if OF_A_MACHINE.match(path.stem) else KINDS[:1]:
            yield pytest.param(kind, path, id=f"{kind}-{path.stem}")


@pytest.mark.parametrize(("kind", "path"), list(runs()))
def test_every_portable_test_passes(kind, path, rom):
    with Board(kind, HEAP, rom=rom) as board:
        output = board.run(f"from tests.portable.run import run\nprint(run({path.stem!r}))", timeout=600)
    assert output.splitlines()[-1] == f"({count_tests(path)}, 0)", output


def test_a_heap_has_the_size_that_was_asked_for(kind):
    for size in (32 * KB, 64 * KB, 166 * KB):
        with Board(kind, size) as board:
            total = int(board.run("import gc; print(gc.mem_alloc() + gc.mem_free())"))
        assert 0.96 * size < total < size


def test_instructions_are_counted_alike_every_time(kind):
    source = "import board\nstart = board.insn()\npow(3, 1 << 256, (1 << 256) - 189)\nprint(board.insn() - start)"

    def count():
        with Board(kind, exact=True) as board:
            return int(board.run(source))

    assert 1_000_000 < count() == count() < 100_000_000


def test_peak_is_what_was_alive_and_not_what_was_thrown_away(kind):
    source = """
import board, gc
board.peak()
gc.collect()
before = board.peak()
for _ in range(100): bytes(1000)
kept = bytes(10000)
gc.collect()
del kept
gc.collect()
print(board.peak() - before)
"""
    with Board(kind) as board:
        assert 10_000 <= int(board.run(source)) < 12_000


def test_time_passes(kind):
    source = "import time\nstart = time.ticks_us()\ntime.sleep_ms(50)\nprint(time.ticks_diff(time.ticks_us(), start))"
    with Board(kind) as board:
        assert 50_000 <= int(board.run(source)) < 5_000_000


def test_a_board_that_waits_leaves_the_processor_to_others(kind):
    source = "import time\ntime.sleep(2)"
    with Board(kind) as board:
        before = processor_time(board)
        board.run(source)
        assert processor_time(board) - before < 1


def processor_time(board):
    """Return the seconds of processor time that the emulator has taken."""
    fields = Path(f"/proc/{board.process.pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def test_a_byte_wakes_a_board_at_once(kind):
    """It sleeps for a millisecond at most; what is answered after a quarter of one is there before that is over.

    Where this machine is busy the answer itself comes late: one try in ten has to be quick, at some time.
    """
    source = """
import board, select, time
uart, ready = board.UART(), select.poll()
ready.register(uart, select.POLLIN)
for _ in range(200):
    took = []
    for _ in range(50):
        start = time.ticks_us()
        uart.write(b"?")
        ready.poll(10_000)
        took.append(time.ticks_diff(time.ticks_us(), start))
        uart.read(1)
    if sorted(took)[5] < 1000:
        break
print(sorted(took)[5])
"""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                while connection.recv(1):
                    end = time.perf_counter() + 0.00025
                    while time.perf_counter() < end:
                        pass
                    connection.sendall(b"!")

        thread = threading.Thread(target=answer)
        thread.start()
        with Board(kind, mqtt=f"127.0.0.1:{server.getsockname()[1]}") as board:
            assert 250 <= int(board.run(source)) < 1000
        thread.join()


def test_asyncio_talks_through_the_second_uart(kind):
    source = """
import asyncio, board
async def main():
    uart = board.UART()
    writer = asyncio.StreamWriter(uart)
    for _ in range(3):
        writer.write(bytes(range(256)) * 4)
        await writer.drain()
    print(sum(await asyncio.StreamReader(uart).readexactly(3 * 1024)))
asyncio.run(asyncio.wait_for(main(), 20))
"""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def echo():
            connection, _ = server.accept()
            with connection:
                while data := connection.recv(4096):
                    connection.sendall(data)

        thread = threading.Thread(target=echo)
        thread.start()
        with Board(kind, mqtt=f"127.0.0.1:{server.getsockname()[1]}") as board:
            assert int(board.run(source)) == 3 * 4 * sum(range(256))
        thread.join()


def test_a_second_uart_that_is_not_there():
    with Board("rv32") as board, pytest.raises(ScriptError, match="ENODEV"):
        board.run("import board; board.UART()")


def test_cm3_writes_to_ram_for_want_of_flash():
    with Board("cm3") as board:
        board.run("import disk; disk.mount()\nfile = open('/flash/a', 'w'); file.write('x'); file.close()")
        assert board.run("print(open('/flash/a').read())") == "x\n"
    with pytest.raises(BoardError, match="no flash"):
        Board("cm3", flash=Path("flash"))


class PowerCut(Exception):
    pass


class Printed(bytearray):
    """What a board has printed; the power is cut at the twentieth line."""

    def take(self, data):
        self.extend(data)
        if self.count(b"\n") >= 20:
            raise PowerCut


def test_what_is_in_flash_survives_a_power_cut(tmp_path):
    """The record counts up until the power fails; then it is as it was before a write, or after it, never between."""
    flash = tmp_path / "flash"
    writer = """
import disk, os
disk.mount()
n = int(open("/flash/n").read() if "n" in os.listdir("/flash") else 0)
while True:
    with open("/flash/n", "w") as file: file.write("%08d" % n)
    print(n)
    n += 1
"""
    seen = -1
    for _ in range(3):
        printed = Printed()
        with Board("rv32", flash=flash) as board, pytest.raises(PowerCut):
            board.run(writer, output=printed.take)
        with Board("rv32", flash=flash) as board:
            kept = board.run("import disk; disk.mount(); print(open('/flash/n').read())")
        assert re.fullmatch(r"\d{8}\n", kept)
        last = int(bytes(printed).split(b"\n")[-2])
        assert int(kept) >= last > seen
        seen = int(kept)


def test_a_traceback_arrives_with_what_was_printed_before(kind):
    with Board(kind) as board:
        with pytest.raises(ScriptError, match="ZeroDivisionError") as caught:
            board.run("print('before')\n1 / 0")
        assert caught.value.output == "before\n"
        assert board.run("print('after')") == "after\n"


def test_an_empty_script_changes_nothing(kind):
    with Board(kind) as board:
        board.run("kept = 1")
        assert board.run("") == ""
        assert board.run("print(kept)") == "1\n"


def test_a_script_that_never_ends_is_ended_with_its_board(kind):
    with Board(kind) as board, pytest.raises(BoardError, match="in time"):
        board.run("while True: pass", timeout=0.5)
    assert board.process.returncode is not None


def test_an_emulator_that_cannot_start_says_why(kind):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(BoardError, match="refused"), Board(kind, mqtt=address):
        pass


def test_a_board_on_a_serial_port():
    command = [*boards.MACHINES["rv32"].command.split(), "-display", "none", "-monitor", "none", "-serial", "pty"]
    command += ["-semihosting", "-kernel", boards.firmware("rv32")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as emulator:
        try:
            port = re.search(r"/dev/\S+", emulator.stdout.readline()).group()
            with SerialBoard(port) as board:
                assert board.run(f"word = {'x' * 5000!r}\nprint(len(word))") == "5000\n"
                board.reset()
                with pytest.raises(ScriptError, match="NameError"):
                    board.run("word")
            with SerialBoard(port) as board:
                assert board.run("print('again')") == "again\n"
        finally:
            emulator.kill()


def test_the_command_runs_a_script(kind, tmp_path):
    def run(source, *options):
        script = tmp_path / "script.py"
        script.write_text(source)
        command = [sys.executable, "-m", "lightclient", "board", "run", "--board", kind, *options, script]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    result = run("from lightclient.crypto.hashes import self_test\nself_test()\nprint('fine')", "--heap", "64K")
    assert (result.returncode, result.stdout) == (0, "fine\n")
    result = run("print('before')\n1 / 0")
    assert (result.returncode, result.stdout) == (1, "before\n")
    assert "ZeroDivisionError" in result.stderr
    assert run("while True: pass", "--timeout", "1").returncode == 2


@pytest.mark.parametrize("kind", KINDS[:1])  # one recipe builds both
def test_firmware_is_the_same_wherever_it_is_built(kind, tmp_path):
    first = boards.firmware(kind)
    copy = tmp_path / "checkout" / "boards"
    shutil.copytree(ROOT / "micropython/boards", copy)
    cache = tmp_path / "cache"
    cache.mkdir()
    shutil.copy(next(first.parent.parent.glob("*.orig.tar.xz")), cache)
    environment = {**os.environ, "LIGHTCLIENT_CACHE": str(cache)}

    def built(*program):
        printed = subprocess.check_output([copy / "build.sh", kind, *program], env=environment, text=True)
        return Path(printed.splitlines()[-1])

    assert built().read_bytes() == first.read_bytes()
    program = tmp_path / "program.py"
    program.write_text("print('frozen')")
    assert built(program).read_bytes() != first.read_bytes()
    shutil.rmtree(built().parent)
    assert built().read_bytes() == first.read_bytes(), "what was frozen before is left in it"


def test_a_traceback_names_module_and_line(kind, rom):
    lines = (ROOT / "lightclient/bitcoin/header.py").read_text().splitlines()
    with Board(kind, rom=rom) as board, pytest.raises(ScriptError) as caught:
        board.run("from lightclient.bitcoin.header import check_size\ncheck_size(b'')")
    line = lines.index("        raise Truncated(SIZE, 0)") + 1
    assert f'File "lightclient.bitcoin.header", line {line}, in check_size\nTruncated: (80, 0)' in str(caught.value)


def test_an_image_is_the_same_every_time(rom):
    assert romfs.image(romfs.library() + romfs.board_only() + romfs.element() + romfs.portable_tests()) == rom
