"""Benchmarks that run for real, once each: their rows, their chart, their table. No figure is judged here."""

import json
import os
import xml.etree.ElementTree as ElementTree

import pytest

from benchmarks import NAMES, REGISTRY, chart, curves, fairness, online, run, serving, timing
from benchmarks.budgets import BUDGETS, base_of, table
from benchmarks.budgets import lines as budget_lines
from benchmarks.peers import MODULES, installed
from lightclient.cli import output
from tools import realdata

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

ONLINE = [name for measure, names in REGISTRY.items() if measure.__module__ == online.__name__ for name in names]
OFFLINE = [name for name in NAMES if name not in ONLINE]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def rows():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timing, "LAPS", 1)
        patch.setattr(timing, "LAP", 0)
        try:
            return run(OFFLINE)
        except realdata.MissingData as error:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(error))


def test_each_name_has_one_row_but_for_peers_that_are_not_installed(rows):
    absent = tuple("_" + peer for peer in MODULES if not installed(peer))
    expected = [name for name in OFFLINE if not any(part in name for part in absent)]
    assert [row["name"] for row in rows] == expected


def test_rows_have_the_list_format_of_github_action_benchmark(rows):
    for row in rows:
        assert list(row) == ["name", "unit", "value", "extra"]
        assert isinstance(row["unit"], str) and isinstance(row["extra"], str)
        assert row["value"] > 0


def test_a_peer_says_how_it_compares_and_a_timing_how_it_was_taken(rows):
    for row in rows:
        ours = base_of(row["name"])
        if ours != row["name"]:
            assert f"x {ours}" in row["extra"]
        if row["unit"].startswith("us"):
            assert "min " in row["extra"] and "1 laps" in row["extra"]


@pytest.mark.slow
def test_gateway_broker_and_devices_run_for_each_row(installed_mosquitto, monkeypatch):
    for name, value in (("CATCH_UP", 1_000), ("INDEXED", 1_000), ("FEW", 100), ("TRANSACTIONS", 20), ("BLOCKS", 3)):
        monkeypatch.setattr(online, name, value)
    monkeypatch.setattr(online, "LAP", 0.2)
    monkeypatch.setattr(timing, "LAPS", 1)
    rows = {row["name"]: row for row in run(ONLINE)}
    assert list(rows) == ONLINE
    assert all(row["value"] > 0 for row in rows.values())
    assert rows["gateway_proof_50_p50_ms"]["value"] <= rows["gateway_proof_50_p99_ms"]["value"]
    assert rows["device_cost_1"]["extra"].startswith("1 messages, and 0 requests from the 1 devices")
    assert rows["device_cost_200"]["value"] == rows["device_cost_1"]["value"]


def test_without_a_broker_rows_are_left_out_and_that_is_said_once(monkeypatch, capsys):
    monkeypatch.setattr(serving, "_mosquitto", lambda: None)
    serving.installed.cache_clear()
    try:
        assert run(ONLINE) == []
    finally:
        serving.installed.cache_clear()
    assert capsys.readouterr().err == "what a gateway costs is left out: mosquitto is not installed\n"


def test_only_the_wanted_rows_come_back_and_progress_is_told():
    told = []
    rows = run(["import_memory"], told.append)
    assert [row["name"] for row in rows] == told == ["import_memory"]


def test_an_unknown_name_is_refused_before_anything_runs():
    told = []
    with pytest.raises(ValueError, match="header_stp"):
        run(["header_step", "header_stp"], told.append)
    assert not told


def test_a_peer_that_cannot_be_imported_is_named_on_stderr(monkeypatch, capsys):
    monkeypatch.setitem(MODULES, "nobody", "no_such_module")
    assert not installed("nobody")
    assert capsys.readouterr().err == "nobody is left out: No module named 'no_such_module'\n"


def test_the_chart_is_xml_and_shows_every_row(rows):
    drawing = ElementTree.fromstring(chart.svg(rows))
    assert drawing.tag == SVG + "svg"
    shown = [text.text for text in drawing.iter(SVG + "text")]
    titles = [title.text.split(":")[0] for title in drawing.iter(SVG + "title")]
    for row in rows:
        assert row["name"] in shown + titles


def test_a_bar_is_as_long_as_its_share_of_the_longest():
    pair = [
        {"name": "merkle_12", "unit": "us/proof", "value": 20.0, "extra": ""},
        {"name": "merkle_12_btclib", "unit": "us/proof", "value": 80.0, "extra": "<&"},
    ]
    drawing = ElementTree.fromstring(chart.svg(pair))
    bars = {bar.get("class"): float(bar.get("width")) for bar in drawing.iter(SVG + "rect")}
    assert bars["ours"] == bars["peer"] / 4


def test_the_page_holds_the_chart_and_every_note(rows):
    page = chart.page(rows)
    assert chart.svg(rows) in page
    assert page.count("<dt>") == len(rows)


def test_the_table_holds_each_budget_and_the_nearest_peer(rows):
    lines = table(rows).splitlines()
    for name, budget in BUDGETS.items():
        if name not in OFFLINE:
            continue
        (line,) = [line for line in lines if f"`{name}`" in line]
        assert f"<= {budget:,}" in line


def test_the_terminal_has_a_line_for_every_row_and_80_columns_are_enough(rows, capsys):
    names = {name: {"name": name, "unit": "us/transaction", "value": 1234.5, "extra": ""} for name in NAMES}
    names.update((row["name"], row) for row in rows)
    output.rows(budget_lines([*names.values()]))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(names)
    assert max(map(len, lines)) <= 80


def test_a_line_has_the_budget_or_what_a_peer_takes_of_ours():
    rows = [
        {"name": "header_step", "unit": "us/header", "value": 1.5, "extra": ""},
        {"name": "header_step_btclib", "unit": "us/header", "value": 15.0, "extra": ""},
        {"name": "merkle_12", "unit": "us/proof", "value": 31, "extra": ""},
        {"name": "bundle_bytes", "unit": "bytes", "value": 1212, "extra": ""},
    ]
    assert [line[3] for line in budget_lines(rows)] == ["<= 2.0", "10.0x ours", "over 30", ""]


def test_the_table_compares_with_the_peer_that_comes_nearest():
    rows = [
        {"name": "header_step", "unit": "us/header", "value": 1.5, "extra": ""},
        {"name": "header_step_btclib", "unit": "us/header", "value": 15.0, "extra": ""},
        {"name": "header_step_python_bitcoinlib", "unit": "us/header", "value": 4.5, "extra": ""},
    ]
    assert table(rows).splitlines()[2:] == [
        "| `header_step` | 1.50 us/header | <= 2.0 | python bitcoinlib 4.50 | 3.0x |"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["unix", "rv32"])
def test_embit_is_counted_beside_us_on_micropython(kind, tmp_path, capsys, monkeypatch):
    drawing = tmp_path / "curves.svg"
    monkeypatch.setattr("sys.argv", ["curves", kind, "--json", "--chart", str(drawing)])
    curves.main()
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(rows) == [f"{kind}_{name}" for name in curves.OPERATIONS]
    for name, row in rows.items():
        if name.endswith("_embit"):
            ours = rows[base_of(name)]
            # What is counted is two of the same work, so it does not hang on the machine's mood.
            assert row["value"] > 2 * ours["value"] > 10_000_000
            assert f"x {ours['name']}" in row["extra"]
    assert ElementTree.parse(drawing).getroot().tag == SVG + "svg"


def test_a_kind_that_curves_does_not_know_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["curves", "esp8266"])
    with pytest.raises(SystemExit) as caught:
        curves.main()
    assert caught.value.code == 2
    assert "no esp8266; there are cpython, unix, rv32" in capsys.readouterr().err


@pytest.mark.slow
def test_a_gateway_is_fair_to_boards_and_under_a_flood(installed_mosquitto):
    """A small form of benchmarks/fairness.py. Others work here too, so bounds are wide."""
    size = fairness.Size(boards=40, honest=30, transactions=300, seconds=12)
    for which, kinds in (("boards", {"tip", "watch"}), ("flood", {"tip", "watch", "proof"})):
        shown = fairness.measure(which, size)
        assert shown["honest_clients"].keys() == kinds
        for kind, row in shown["honest_clients"].items():
            assert row["statuses"].keys() == {"0"}, (which, kind, row)  # everyone is answered, and with what was asked
            assert row["p50_ms"] < 1000, (which, kind, row)
        assert shown["gateway_mb"] < 400
        assert shown["log_lines"] < 60
