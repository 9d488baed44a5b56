"""docs/log-server.md: its settings are those there are, and its first log works as it is written."""

import re
import subprocess
import sys

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit.hosts.schema import tables
from lightclient.audit.hosts.settings import EVERY, LOG
from lightclient.audit.hosts.stamps import NEEDED, WAITING
from lightclient.audit.hosts.store import FORKS, HEADS
from tests.conftest import ROOT
from tests.services.process import free_port

TEXT = (ROOT / "docs" / "log-server.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


def test_each_setting_has_its_place():
    rows = TEXT.split("## Settings")[1].split("## HTTP")[0]
    named = set(re.findall(r"`([a-z_]+)`", "\n".join(line.split("|")[1] for line in rows.splitlines() if "|" in line)))
    assert named == {setting.name for setting in LOG}


def test_each_table_is_named():
    rows = TEXT.split("## What is stored")[1].split("## Faults")[0]
    assert set(re.findall(r"^\| `(log_[a-z]+)`", rows, re.MULTILINE)) == set(tables.tables) - {"log_facts"}
    assert f"newest {HEADS:,} heads" in rows and f"{FORKS} of each device" in rows


def test_what_is_said_of_anchors_is_so():
    said = " ".join(TEXT.split("## A head in Bitcoin")[1].split("```")[0].split())
    assert f"the newest {WAITING} are asked for" in said and (NEEDED, EVERY) == (2, 3600)
    assert "Two of them must promise it" in said and "once an hour" in said


def test_each_command_is_named():
    from lightclient.cli import devices, log

    for group, commands in (("log", log.COMMANDS), ("devices", devices.COMMANDS)):
        for name in commands:
            row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{group} "))
            assert f"`{group} {name}`" in TEXT or f"`{name}`" in row or re.search(rf"`{group}.*`{name}`", TEXT)


@pytest.mark.slow
def test_the_first_log_works_as_it_is_written(tmp_path):
    port = free_port()
    _, serving, asking = [block.replace("8080", str(port)) for block in BLOCKS[:3]]
    command = tmp_path / "lightclient"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m lightclient "$@"\n')
    command.chmod(0o755)
    wait = f"until (exec 9<>/dev/tcp/127.0.0.1/{port}) 2>/dev/null; do sleep 0.1; done\n"
    script = f'set -e\n{serving}trap "kill $!; wait $!" EXIT\n{wait}{asking}'
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "verified" in done.stdout and "whole" in done.stdout
    assert (tmp_path / "tiles" / "checkpoint").exists()
