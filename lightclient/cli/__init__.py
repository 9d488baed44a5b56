"""The `lightclient` command: exit status 0 verified, 1 refused with a named reason, 2 usage or input and output."""

import sys


def main() -> None:
    """Run the command. What it needs beyond the library is installed with the extra `cli`."""
    try:
        from lightclient.cli.app import app
    except ModuleNotFoundError as error:
        if error.name not in ("typer", "rich"):
            raise
        sys.exit(f"the command needs {error.name}: pip install 'lightclient[cli]'")
    app()
