"""The `lightclient` command: exit status 0 verified, 1 refused with a named reason, 2 usage or input and output."""

import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


def main() -> None:
    """Run the command. What it needs beyond the library is installed with the extra `cli`."""
    signal.signal(signal.SIGINT, _stop)
    try:
        from lightclient.cli.app import app
    except ModuleNotFoundError as error:
        package = str(error.name).split(".")[0]
        if package not in ("rich", "typer"):
            raise
        print(f"the command needs {package}: pip install 'lightclient[cli]'", file=sys.stderr)
        sys.exit(2)
    app()


def _stop(number: int, frame: "FrameType | None") -> None:
    sys.exit(128 + number)
