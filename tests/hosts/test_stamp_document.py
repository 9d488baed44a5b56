"""docs/opentimestamps.md: its commands are there, and its figures are the code's."""

import re

import pytest
import typer

from lightclient.bitcoin import stamp
from lightclient.cli.app import app
from lightclient.opentimestamps import attestation, file, operations, timestamp
from lightclient.opentimestamps.hosts import calendar, stamping
from tests.support.command import ROOT

TEXT = (ROOT / "docs/opentimestamps.md").read_text()
COMMANDS = re.findall(r"^lightclient (.*?)(?:\s+#.*)?$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_document_exists_with_its_options(line):
    words = line.split()
    command = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    known = {name for each in command.params for name in each.opts}
    assert {word for word in words if word.startswith("-")} <= known
    context = command.make_context("it", words, resilient_parsing=True)
    assert context.params


def test_there_are_commands():
    assert {line.split()[0] for line in COMMANDS} == {"stamp", "ots", "verify"}


def test_its_figures_are_those_of_the_code():
    plain = " ".join(TEXT.split())
    for figure in (
        f"{stamping.NONCE} random bytes",
        f"{timestamp.MAX_DEPTH} operations deep",
        f"{timestamp.MAX_ATTESTATIONS} attestations",
        f"{file.MAX_SIZE >> 10} KiB",
        f"{timestamp.MAX_COST >> 20} MiB of SHA-256",
        f"at most {calendar.MAX_ANSWER:,} bytes",
        "asks four public calendars and wants two",
        *(f"`{tag:02x}` {name}" for tag, name in operations.NAMES.items() if tag >= operations.APPEND),
        *(tag.hex() for tag in (*attestation.CHAINS, attestation.PENDING)),
        stamp.ATTESTATION,
        f"`{stamp.HEADERS}`",
    ):
        assert figure in plain, figure
    assert len(calendar.POOLS) == 4
