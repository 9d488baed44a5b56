"""`lightclient board`: run scripts under MicroPython on an emulated or a real board."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from lightclient.cli import files, output
from lightclient.cli.options import BoardKind, JsonOption, bytes_of

app = typer.Typer(help="Run scripts under MicroPython on an emulated board, or on a real one at a serial port.")


@app.command()
def run(
    script: Annotated[Path, typer.Argument(metavar="SCRIPT", help="What to run; it can import lightclient.")],
    kind: Annotated[BoardKind, typer.Option("--board", help="RV32IMC (as ESP32-C3) or Cortex-M3.")] = BoardKind.rv32,
    heap: Annotated[str, typer.Option("--heap", metavar="SIZE", help="Bytes of heap: 64K, at most 1M.")] = "128K",
    mqtt: Annotated[
        str | None, typer.Option("--mqtt", metavar="HOST:PORT", help="Where the second UART is connected to.")
    ] = None,
    flash: Annotated[
        Path | None, typer.Option("--flash", metavar="FILE", help="File behind the flash (rv32); made if missing.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Count instructions exactly: board.insn().")] = False,
    port: Annotated[
        str | None, typer.Option("--port", metavar="DEVICE", help="A real board's serial port, such as /dev/ttyACM0.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", help="Stop the script then.")] = 60,
) -> None:
    """Run SCRIPT on a board and print what it prints. Exit status: 1 for a traceback, 2 if the board does not answer.

    An emulated board gets this checkout's library as a file system in ROM; a real one uses what is installed on it.
    """
    try:
        from tools import boards, romfs
    except ModuleNotFoundError:
        raise typer.BadParameter("the boards are in the source tree: run this from a checkout") from None

    def show(data: bytes) -> None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()

    try:
        source = script.read_text()
        board: boards.RawRepl
        if port:
            board = boards.SerialBoard(port)
        else:
            rom = romfs.image(romfs.library())
            board = boards.Board(kind.value, bytes_of(heap), mqtt=mqtt, flash=flash, rom=rom, exact=exact)
        with board:
            board.run(source, timeout, show)
    except boards.ScriptError as error:
        typer.echo(str(error).strip(), err=True)
        raise typer.Exit(1) from None
    except (boards.BoardError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


@app.command()
def build(
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Write the files, and SHA256SUMS.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compile what a board is installed, and print the size and the SHA-256 of what comes out.

    For each profile (verify, or filters too) the .mpy files and a RomFS image that holds them. The same sources and
    the same mpy-cross give the same bytes on every machine.
    """
    try:
        from tools import builds
    except ModuleNotFoundError:
        raise typer.BadParameter("what is built is in the source tree: run this from a checkout") from None
    with output.reported(as_json):
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
        typer.Option("--without", metavar="MODULE", help="Leave out what only a function imports; may be repeated."),
    ] = None,
) -> None:
    """Make one file of PROGRAM and all that it imports: it takes a board a fifth to a third less heap.

    What nothing uses is left out. Compile the file with mpy-cross, put it into a RomFS image, or freeze it.
    """
    try:
        from tools.amalgamation import amalgamated
        from tools.names import CannotAmalgamate
    except ModuleNotFoundError:
        raise typer.BadParameter("what is built is in the source tree: run this from a checkout") from None
    try:
        files.write(target, amalgamated(program.resolve(), tuple(without or ())).encode())
    except (CannotAmalgamate, OSError, SyntaxError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
