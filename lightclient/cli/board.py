"""`lightclient board`: run programs under MicroPython on an emulated or a real board, and build what boards need."""

import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from lightclient.cli import files, output, sources
from lightclient.cli.options import BoardKind, JsonOption, bytes_of

HELP = "Run programs under MicroPython on an emulated board, or on a real one at a serial port."
app = typer.Typer(help=HELP, no_args_is_help=True)


class Firmware(str, Enum):
    """What `build-firmware` builds."""

    rv32 = "rv32"
    cm3 = "cm3"
    frozen = "frozen"
    rv32tls = "rv32tls"
    unix = "unix"
    unix32 = "unix32"
    all = "all"


@app.command()
def run(
    script: Annotated[Path, typer.Argument(metavar="SCRIPT", help="The program, such as main.py.")],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Modules, data and folders it finds beside it.")
    ] = None,
    kind: Annotated[BoardKind, typer.Option("--board", help="RV32IMC (as ESP32-C3) or Cortex-M3.")] = BoardKind.rv32,
    heap: Annotated[str, typer.Option("--heap", metavar="SIZE", help="Bytes of heap: 64K, at most 1M.")] = "128K",
    rom: Annotated[
        Path | None,
        typer.Option(
            "--rom", metavar="IMAGE", help="Mount this RomFS image, and not one of our library and the FILEs."
        ),
    ] = None,
    frozen: Annotated[
        bool, typer.Option("--frozen", help="Use firmware that has the library in it (rv32), as products have.")
    ] = False,
    flash: Annotated[
        Path | None, typer.Option("--flash", metavar="FILE", help="File behind the flash (rv32); made if missing.")
    ] = None,
    mqtt: Annotated[
        str | None, typer.Option("--mqtt", metavar="HOST:PORT", help="The broker that the second UART leads to.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Connect to the broker again when the line was lost.")] = False,
    exact: Annotated[bool, typer.Option("--exact", help="Count instructions exactly: board.insn().")] = False,
    port: Annotated[
        str | None, typer.Option("--port", metavar="DEVICE", help="A real board's serial port, such as /dev/ttyACM0.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", help="Stop the program then.")] = 60,
) -> None:
    """Run SCRIPT on a board and print what it prints. Exit status: 1 for a traceback, 2 if the board does not answer.

    An emulated board finds the library, `links`, `memory` and `atecc608` in its ROM, and the FILEs beside them. A real
    board uses what is installed on it.
    """
    if port and (more or rom or frozen or flash or mqtt):
        raise typer.BadParameter("a real board has its own: copy files with mpremote cp", param_hint="--port")
    if rom and more:
        raise typer.BadParameter("put the FILEs into the image", param_hint="--rom")
    if again and not mqtt:
        raise typer.BadParameter("there is no line to lose: add --mqtt HOST:PORT", param_hint="--again")
    if frozen and kind is not BoardKind.rv32:
        raise typer.BadParameter("there is such firmware for rv32 alone", param_hint="--frozen")
    size = bytes_of(heap)
    with output.reported(False):
        sources.find()
        from tools import boards, romfs

        source = script.read_text()
        try:
            board: boards.RawRepl
            if port:
                board = boards.SerialBoard(port)
            else:
                with output.working("compiling", False):
                    if rom:
                        image = rom.read_bytes()
                    elif frozen:
                        image = romfs.pack(romfs.programs(more)) if more else b""
                    else:
                        image = romfs.device_image(more or [])
                board = boards.Board(
                    kind.value, size, mqtt=mqtt, again=again, flash=flash, rom=image, frozen=frozen, exact=exact
                )
            with board:
                board.run(source, timeout, _show)
        except boards.ScriptError as error:
            typer.echo(str(error).strip(), err=True)
            raise typer.Exit(1) from None
        except (boards.BoardError, SyntaxError, ValueError) as error:
            raise OSError(str(error)) from None


@app.command("build-firmware")
def build_firmware(
    firmware: Annotated[
        Firmware,
        typer.Argument(
            help="rv32, cm3: the emulated boards. frozen: rv32 with the library in it. rv32tls: rv32 with TLS. unix, "
            "unix32: MicroPython for this machine."
        ),
    ],
    program: Annotated[
        Path | None, typer.Argument(metavar="[PROGRAM.py]", help="Freeze this file into the firmware (rv32, cm3).")
    ] = None,
) -> None:
    """Build MicroPython from Debian's source and print the path of what was built; a second call finds it done.

    It needs Debian bookworm or trixie, and installs compilers as root. `board run` and `bench --board` build what they
    need on their own.
    """
    if program and firmware not in (Firmware.rv32, Firmware.cm3):
        raise typer.BadParameter("a program goes into rv32 or cm3", param_hint="PROGRAM.py")
    with output.reported(False):
        script = sources.find() / "micropython" / "boards" / "build.sh"
        command = ["sh", str(script), firmware.value, *([str(program.resolve())] if program else [])]
        status = subprocess.run(command, check=False).returncode
    if status:
        raise typer.Exit(output.FAILED)


@app.command()
def build(
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Write the files, and SHA256SUMS.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compile what is installed on a board, and print the size and SHA-256 of each result.

    Each profile (verify; filters, which adds BIP158) becomes .mpy files and a RomFS image of them. The same sources and
    the same mpy-cross give the same bytes on every machine.
    """
    with output.reported(as_json):
        sources.find()
        from tools import builds

        with output.working("compiling", as_json):
            built = builds.build()
        if folder:
            for path, content in {**built, builds.SUMS: builds.sums(built).encode()}.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                files.write(target, content)
    sizes = builds.sizes(built)
    if as_json:
        output.show({name: size._asdict() for name, size in sizes.items()}, True, "")
    else:
        output.rows([(name, f"{size.bytes:,}", "bytes", size.sha256 or "") for name, size in sizes.items()])


@app.command()
def amalgamate(
    program: Annotated[Path, typer.Argument(metavar="PROGRAM", help="The device's own program, such as main.py.")],
    target: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where the one file is written.")],
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="MODULE", help="Leave out this module, which only functions import; may be repeated."
        ),
    ] = None,
    short: Annotated[
        bool, typer.Option("--short", help="Give the library's own names a letter or two: for RomFS and .mpy files.")
    ] = False,
) -> None:
    """Merge PROGRAM and all that it imports into one file, which needs a fifth to a third less heap.

    What nothing uses is left out. Compile the file with mpy-cross, put it into a RomFS image, or freeze it.
    """
    with output.reported(False):
        sources.find()
        from tools.amalgamation import amalgamated
        from tools.names import CannotAmalgamate

        try:
            with output.working("merging", False):
                text = amalgamated(program.resolve(), tuple(without or ()), short)
        except (CannotAmalgamate, SyntaxError) as error:
            raise OSError(str(error)) from None
        target.parent.mkdir(parents=True, exist_ok=True)
        files.write(target, text.encode())


def _show(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
