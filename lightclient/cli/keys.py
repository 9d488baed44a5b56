"""`lightclient keys`: its commands are in `keygen`, `keyderive`, `keysign` and `keypsbt`."""

import typer

from lightclient.cli import keyderive, keygen, keypsbt, keysign
from lightclient.cli.secret import NoSecrets

app = typer.Typer(
    cls=NoSecrets,
    help="Make keys and sign with them.\n\nSecrets come from a hidden prompt, from a file descriptor (--secret-fd) or "
    "from a keystore (--keystore). They are never taken from arguments or from the environment, and never printed "
    "unless --show asks for it.",
    no_args_is_help=True,
)
app.command()(keygen.generate)
app.command()(keyderive.derive)
app.command()(keyderive.address)
app.command()(keysign.sign)
app.command()(keysign.verify)
app.command()(keypsbt.psbt)
