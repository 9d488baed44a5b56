"""Boards, emulated and real, by the raw REPL that every MicroPython has on its console.

    with Board("rv32", heap=64 * 1024, rom=romfs.image(romfs.library())) as board:
        print(board.run("from lightclient.crypto.hashes import self_test; self_test()"))
    with SerialBoard("/dev/ttyACM0") as board:
        print(board.run("import sys; print(sys.implementation)"))

`lightclient board run` is this on the command line.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
import tty
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.portability import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT = 60.0  # seconds


class BoardError(Exception):
    """The board cannot be started, does not answer, or fell silent."""


class ScriptError(BoardError):
    """A script ended with a traceback, which is the message; `output` is what it printed before."""

    def __init__(self, traceback: str, output: str) -> None:
        super().__init__(traceback)
        self.output = output


class RawRepl(ABC):
    """A board that is read and written through file descriptors. Use it in a `with`."""

    reading: int
    writing: int
    chunk = 4096  # bytes written at once, and the pause after them in seconds
    pause = 0.0

    @abstractmethod
    def start(self) -> None:
        """Open the descriptors. Raises BoardError."""

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> RawRepl:
        try:
            self.start()
            self._write(b"\r\x03\x03\r\x01")  # Ctrl-C twice stops a program, Ctrl-A asks for the raw REPL
            self._read_until(b"raw REPL; CTRL-B to exit\r\n>", time.monotonic() + TIMEOUT)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reset(self) -> None:
        """Start the interpreter anew, with an empty heap."""
        self._write(b"\x04")
        self._read_until(b"raw REPL; CTRL-B to exit\r\n>", time.monotonic() + TIMEOUT)

    def run(self, source: str, timeout: float = TIMEOUT, output: Callable[[bytes], object] | None = None) -> str:
        """Run `source` and return what it printed.

        output: gets it while it arrives. Raises ScriptError for a traceback, BoardError after `timeout` seconds;
        then the board is of no more use, for nothing stops a program that does not read its console.
        """
        deadline = time.monotonic() + timeout
        self._write(source.encode() + b"\n\x04")  # Ctrl-D after nothing at all would reset the board
        self._read_until(b"OK", deadline)
        printed = self._read_until(b"\x04", deadline, output).decode().replace("\r\n", "\n")
        traceback = self._read_until(b"\x04", deadline).decode().replace("\r\n", "\n")
        self._read_until(b">", deadline)
        if traceback:
            raise ScriptError(traceback, printed)
        return printed

    def _write(self, data: bytes) -> None:
        for start in range(0, len(data), self.chunk):
            rest = data[start : start + self.chunk]
            while rest:
                rest = rest[os.write(self.writing, rest) :]
            time.sleep(self.pause)

    def _read_until(self, end: bytes, deadline: float, output: Callable[[bytes], object] | None = None) -> bytes:
        """Return what arrives before `end`."""
        got = b""
        while not got.endswith(end):
            wait = deadline - time.monotonic()
            if wait <= 0 or not select.select([self.reading], [], [], wait)[0]:
                raise BoardError(f"no answer in time; the last words were {got[-200:]!r}")
            # Byte by byte at the end of an answer, for nothing of the next one may be taken.
            data = os.read(self.reading, 1)
            if not data:
                raise BoardError(self.last_words())
            got += data
            if output and data != end:
                output(data)
        return got[: -len(end)]

    def last_words(self) -> str:
        return "the board is gone"


class SerialBoard(RawRepl):
    """A real board on a serial port, or whatever else has a raw REPL on a terminal device."""

    chunk = 256  # the receive buffer of most boards
    pause = 0.01

    def __init__(self, port: str) -> None:
        self.port = port
        self.reading = self.writing = -1

    def start(self) -> None:
        try:
            self.reading = self.writing = os.open(self.port, os.O_RDWR | os.O_NOCTTY)
            tty.setraw(self.reading)
            attributes = tty.tcgetattr(self.reading)
            attributes[4] = attributes[5] = tty.B115200  # ispeed, ospeed
            tty.tcsetattr(self.reading, tty.TCSANOW, attributes)
        except (OSError, tty.error) as error:
            raise BoardError(f"{self.port}: {error}") from None

    def close(self) -> None:
        if self.reading >= 0:
            os.close(self.reading)


class Machine(NamedTuple):
    """How QEMU runs a board, and where in its memory the runner puts things (see boards/*/chip.c)."""

    command: str
    heap: int
    rom: int
    uart: tuple[str, ...]  # connects the chardev `uart1` to the second UART
    flash: bool


MACHINES = {
    "rv32": Machine(
        "qemu-system-riscv32 -machine virt -bios none",
        heap=0x80700000,
        rom=0x80800000,
        uart=("-device", "pci-serial,chardev=uart1,addr=1"),
        flash=True,
    ),
    "cm3": Machine(
        "qemu-system-arm -machine mps2-an385",
        heap=0x21000000,
        rom=0x21100000,
        uart=("-serial", "chardev:uart1"),
        flash=False,
    ),
}

FROZEN = "rv32"  # the board whose firmware there is with the library in it, too

RNG = ("-device", "virtio-rng-device,bus=virtio-mmio-bus.0")  # what the firmware with TLS has its entropy from

FLASH_SIZE = 32 * 1024 * 1024
# With pflash and no BIOS the `virt` machine starts in the flash: lui t0, 0x80000; jr t0 go on to the firmware.
FLASH_START = bytes.fromhex("b7020080 67800200")


def firmware(kind: str, program: Path | None = None) -> Path:
    """Return the path of a board's firmware, or of the one named "frozen"; the first call on a machine builds it.

    program: a file that is frozen into the firmware of a board. Raises BoardError.
    """
    command = [ROOT / "micropython/boards/build.sh", kind, *([program] if program else [])]
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as build,
    ):
        try:
            printed, _ = build.communicate(timeout=2)
        except subprocess.TimeoutExpired:
            print(f"building the firmware {kind}, once: about a minute", file=sys.stderr)
            printed, _ = build.communicate()
        if build.returncode:
            log.seek(0)
            last = log.read().strip().splitlines()[-1:] or ["build.sh says nothing"]
            raise BoardError(f"the firmware {kind} was not built: {last[0]}")
    return Path(printed.splitlines()[-1])


class Board(RawRepl):
    """An emulated board.

    kind   "rv32" or "cm3"
    heap   bytes of heap, at most 1 MB
    mqtt   "host:port" that QEMU connects the second UART (`board.UART()`) to
    again  connect it again, a second after that connection ended or failed
    flash  file behind the flash (rv32); made if it does not exist. Killing QEMU is a power cut.
    rom    RomFS image, mounted at /rom and in sys.path
    frozen the firmware that has the library in it (rv32), or one that has this file in it
    tls    the firmware that has the module `tls` (rv32), and a source of entropy for it
    exact  count instructions exactly, `board.insn()`; time then goes by instructions, and sleeping is slow
    """

    def __init__(
        self,
        kind: str,
        heap: int = 128 * 1024,
        *,
        mqtt: str | None = None,
        again: bool = False,
        flash: Path | None = None,
        rom: bytes = b"",
        frozen: bool | Path = False,
        tls: bool = False,
        exact: bool = False,
    ) -> None:
        if flash and not MACHINES[kind].flash:
            raise BoardError(f"board {kind} has no flash that a file could stand behind")
        self.kind = kind
        self.heap = heap
        self.mqtt = mqtt
        self.again = again
        self.flash = flash
        self.rom = rom
        self.frozen = frozen
        self.tls = tls
        self.exact = exact
        self.process: subprocess.Popen[bytes] | None = None  # None until it runs

    def __enter__(self) -> Board:
        super().__enter__()
        self._mount()
        return self

    def reset(self) -> None:
        super().reset()
        self._mount()

    def _mount(self) -> None:
        if self.rom:
            place = f"uctypes.bytearray_at({MACHINES[self.kind].rom:#x}, {len(self.rom)})"
            self.run(f"import sys, uctypes, vfs\nvfs.mount(vfs.VfsRom({place}), '/rom')\nsys.path.append('/rom')")

    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.errors = tempfile.TemporaryFile()
        stdin, self.writing = os.pipe()
        self.reading, stdout = os.pipe()
        try:
            self.process = subprocess.Popen(self._command(), stdin=stdin, stdout=stdout, stderr=self.errors)
        finally:
            os.close(stdin)
            os.close(stdout)

    def _command(self) -> list[str | Path]:
        machine = MACHINES[self.kind]
        command: list[str | Path] = [*machine.command.split(), "-display", "none", "-monitor", "none", "-semihosting"]
        command += ["-serial", "stdio"]
        command += ["-device", f"loader,addr={machine.heap:#x},data={self.heap:#x},data-len=4"]
        if self.exact:
            command += ["-icount", "shift=0"]
        if self.rom:
            image = Path(self.folder.name) / "rom"
            image.write_bytes(self.rom)
            command += ["-device", f"loader,file={image},addr={machine.rom:#x},force-raw=on"]
        if self.mqtt:
            host, _, port = self.mqtt.rpartition(":")
            reconnect = ",reconnect=1" if self.again else ""
            command += ["-chardev", f"socket,id=uart1,host={host},port={port},nodelay=on{reconnect}", *machine.uart]
        if self.flash:
            if not self.flash.exists():
                self.flash.write_bytes(FLASH_START.ljust(FLASH_SIZE, b"\xff"))
            command += ["-drive", f"if=pflash,unit=0,format=raw,file={self.flash}"]
        if self.tls:
            command += ["-global", "virtio-mmio.force-legacy=false", *RNG]
            image = firmware("rv32tls")
        elif isinstance(self.frozen, Path):
            image = firmware(self.kind, self.frozen)
        else:
            image = firmware("frozen" if self.frozen else self.kind)
        return [*command, "-kernel", image]

    def last_words(self) -> str:
        self.errors.seek(0)
        return self.errors.read().decode().strip() or "the emulator ended"

    def close(self) -> None:
        """Cut the power."""
        if self.process:
            self.process.kill()
            self.process.wait()
        os.close(self.reading)
        os.close(self.writing)
        self.errors.close()
        self.folder.cleanup()
