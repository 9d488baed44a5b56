"""The command as the tests call it, and a folder of small regtest files for it to work on."""

import functools
import json
import subprocess
import sys
from pathlib import Path

import typer.testing
from typer.testing import CliRunner

from lightclient.bitcoin.header import display, hash_of
from lightclient.cli import signature
from lightclient.cli.app import app
from lightclient.crypto import chosen
from tests.portable.blocks import body, chain_over, coinbase, payment, root_of, witnessed

# To read every command and option anew for each call takes longer than most calls.
typer.testing._get_command = functools.cache(typer.main.get_command)

ROOT = Path(__file__).parent.parent.parent
TXS = [coinbase(3), payment(1, 700), witnessed(2), payment(3), payment(4)]
TXIDS = [display(tx.txid()) for tx in TXS]
FORMS = ("bundle", "electrum", "merkleblock")
HEIGHT = 3  # of the block that holds them
TIP = 23


class Files:
    """A regtest chain 0 - 1 - 2 - block - 4 - ... - 23 in a folder.

    block: the path of the raw block. raw: all headers; `headers(first, last)` writes some to a file.
    checkpoint(height): one made by the command, whose log begins at block 0.
    """

    def __init__(self, folder):
        self.folder = folder
        self.tree, _ = chain_over(root_of(TXS), after=20)
        self.raw = self.tree.run(" ".join(["0 1 2 block"] + [str(height) for height in range(4, TIP + 1)]))
        self.block = self.file("block", self.tree.headers["block"] + body(TXS))
        self.hash = display(hash_of(self.tree.headers["block"]))

    def file(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def headers(self, first=0, last=TIP):
        return self.file(f"headers-{first}-{last}", self.raw[80 * first : 80 * (last + 1)])

    def checkpoint(self, height):
        path = self.folder / f"checkpoint-{height}"
        accepted("checkpoint", "make", *REGTEST, "--headers", self.headers(0, height), "--first-height", 0, "-o", path)
        return path

    def tx(self, position=1):
        """Return the option that shows the transaction at a place of the block."""
        return "--tx", self.file(f"tx-{position}", TXS[position].serialize())

    def shown(self, form, position=1):
        """Return the options that a proof of this form needs to be settled."""
        return () if form == "bundle" else self.tx(position)

    def proof(self, form="bundle", *options, txids=TXIDS[1:2]):
        path = self.folder / f"proof-{form}"
        chosen = [part for txid in txids for part in ("--tx", txid)]
        accepted("proof", "make", *REGTEST, "--block", self.block, *chosen, "--form", form, *options, "-o", path)
        return path


REGTEST = ("--network", "regtest")


def invoke(*arguments):
    """Run the command within this process; an exception that it does not handle is the test's.

    The command chooses who computes signatures for the whole process: that is undone.
    """
    before = dict(chosen.backends)
    try:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    finally:
        signature.backend.cache_clear()
        chosen.backends.clear()
        chosen.backends.update(before)


def answer(status, *arguments):
    """Run the command with --json; return the one object that it prints on standard output, and nothing elsewhere."""
    result = invoke(*arguments, "--json")
    assert result.exit_code == status, result.output
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1
    fields = json.loads(result.stdout)
    assert fields["ok"] is (status == 0)
    return fields


def accepted(*arguments):
    return answer(0, *arguments)


def unsettled(*arguments):
    """What the command says is true as far as it goes, but not proved."""
    fields = answer(3, *arguments)
    assert fields["outcome"] == "not yet" and fields["missing"]
    return fields


def refused(*arguments):
    return answer(1, *arguments)


def failed(*arguments):
    """The command cannot read or write a file: return its message."""
    return answer(2, *arguments)["message"]


def misused(*arguments):
    """The command does not understand its arguments: return what it says on standard error."""
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    return " ".join(result.stderr.replace("│", " ").split())


def placed(fields):
    """Return how a verdict places its block."""
    return fields["anchor"], fields["height"], fields["confirmations"], fields["checks"][-1]


def process(*arguments, stdout=subprocess.PIPE, **options):
    """Run the command as a script would."""
    result = subprocess.run(
        [sys.executable, "-m", "lightclient", *map(str, arguments)],
        check=False,
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        **options,
    )
    assert "Traceback" not in result.stderr
    return result
