"""`lightclient log`: keep the log of a site, and look at it."""

import typer

from lightclient.cli import lazy

COMMANDS = {
    "key": "logserve.key",
    "serve": "logserve.serve",
    "append": "logask.append",
    "prove": "logask.prove",
    "watch": "logwatch.watch",
    "anchor": "loganchor.anchor",
    "keep": "logbody.keep",
    "body": "logbody.body",
    "export": "logkeep.export",
    "audit": "logkeep.audit",
}

app = typer.Typer(
    cls=lazy.group(COMMANDS),
    help="Keep the log of a site: take records of devices, show heads, prove what is in it.\n\n"
    "A first log, on this machine:\n\n"
    "\b\n"
    "lightclient keys generate --kind ed25519 --keystore log.keys --name log\n"
    "lightclient log key --keystore log.keys --origin site.example/log > site.policy\n"
    "echo 'quorum none' >> site.policy\n"
    "lightclient log serve --store log.db --policy site.policy --keystore log.keys \\\n"
    "    --keystore-password-file passphrase --inbox 127.0.0.1:8080",
    no_args_is_help=True,
)
