"""docs/web-till.md: its settings, requests and bounds are those there are, and its first till serves."""

import re

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.cli import tomlfile
from lightclient.till.web import access, api, door, kept, lightning, openapi, server, webhooks, webtill
from lightclient.till.web.settings import TILL
from tests.conftest import ROOT
from tests.support.command import invoke
from tests.support.till import DESCRIPTOR

TEXT = (ROOT / "docs" / "web-till.md").read_text()


def section(name):
    return TEXT.split(f"## {name}\n")[1].split("\n## ")[0]


def test_each_setting_has_its_place_and_its_default():
    rows = [line for line in section("Settings").splitlines() if line.startswith("| `")]
    named = [set(re.findall(r"`([a-z_]+)`", row.split("|")[1])) for row in rows]
    assert sorted(name for names in named for name in names) == sorted(setting.name for setting in TILL)
    for setting in TILL:
        if setting.default is not None:
            row = next(row for row, names in zip(rows, named, strict=True) if setting.name in names)
            assert re.search(rf"\b{re.escape(str(setting.default))}\b", row.split("|")[3])


def test_each_request_of_the_api_is_named():
    named = set(re.findall(r"`(GET|POST|PUT) (/(?!api)[a-z{}/]+)", section("The API")))
    there = {(verb.upper(), path) for path, found in openapi.document()["paths"].items() for verb in found}
    assert named | {("GET", "/openapi.json")} == {(verb, path) for verb, path in there if verb != "PARAMETERS"}
    assert f"GET {openapi.PREFIX}/openapi.json" in TEXT and f"{api.SPAN // 86_400} days at most" in TEXT


def test_the_bounds_are_those_of_the_code():
    assert lightning.WAITING == 8 and "Eight\nreceipts wait at most" in section("Receipts of Lightning")
    bounds = section("Beyond this machine")
    assert f"{server.MAX_BODY // 1024} KB and ten seconds" in bounds and access.READING == 10
    assert f"{webtill.READERS} pages" in bounds
    assert f"{webtill.READERS_EACH} of them one" in bounds and f"{kept.MOST:,} webhooks" in bounds
    assert (door.TRIES, door.PAUSE, door.LONGEST, door.LONG, door.FRESH) == (5, 60, 3600, 12 * 3600, 300)
    assert f"{door.LEAST} to {door.MOST} characters" in TEXT and f"{access.LEAST} characters or more" in TEXT
    assert (webhooks.PAUSE, webhooks.LONGEST, webhooks.GIVE_UP) == (5, 3600, 3 * 86_400)


def test_the_first_till_is_configured_as_it_is_written(tmp_path):
    settings = re.search(r"<<'END'\n(.*?)END\n", TEXT, re.DOTALL)[1]
    (tmp_path / "till.toml").write_text(settings)
    (tmp_path / "wallet").write_text(DESCRIPTOR)
    result = invoke("till", "--config", tmp_path / "till.toml", "--print-config")
    assert result.exit_code == 0
    shown = tomlfile.parse(result.stdout.encode())
    for name, value in tomlfile.parse(settings.encode()).items():
        assert shown[name] in (value, str(tmp_path / str(value)))
