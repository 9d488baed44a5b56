"""`lightclient keys`: make keys, and sign with them."""

import typer

from lightclient.cli import lazy
from lightclient.cli.secret import NoSecrets

COMMANDS = {
    "generate": "keygen.generate",
    "derive": "keyderive.derive",
    "address": "keyderive.address",
    "sign": "keysign.sign",
    "verify": "keysign.verify",
    "psbt": "keypsbt.psbt",
}

app = typer.Typer(
    cls=lazy.group(COMMANDS, NoSecrets),
    help="Make keys and sign with them.\n\nSecrets come from a hidden prompt, from a file descriptor (--secret-fd) or "
    "from a keystore (--keystore). They are never taken from arguments or from the environment, and never printed "
    "unless --show asks for it.",
    no_args_is_help=True,
)
