"""The `lightclient` command: exit status 0 proved, 1 refused with a named reason, 2 usage or I/O, 3 not yet proved."""

import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


def main() -> None:
    """Run the command. A package that is missing is named in one line, with the extra that installs it."""
    signal.signal(signal.SIGINT, _stop)
    try:
        from lightclient.cli.app import app

        app()
    except ModuleNotFoundError as error:
        from lightclient.cli.extras import way_out

        line = way_out(error)
        if line is None:
            raise
        print(line, file=sys.stderr)
        sys.exit(2)


def _stop(number: int, frame: "FrameType | None") -> None:
    sys.exit(128 + number)
