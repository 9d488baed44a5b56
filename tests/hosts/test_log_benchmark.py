"""The benchmark of the log server runs for real, once and small. No figure is judged here."""

import pytest

pytest.importorskip("sqlalchemy")

from benchmarks import logserver
from tests.services.process import free_port

pytestmark = pytest.mark.slow


def test_it_measures_what_it_says(tmp_path, monkeypatch):
    monkeypatch.setattr(logserver, "SINGLES", 5)
    rows = list(logserver.measured(tmp_path, str(tmp_path / "log.db"), 500, "p256", 3000, free_port()))
    assert {row["name"] for row in rows} == {
        "log_fill_rate",
        "log_fill_memory",
        "log_bytes",
        "log_rate",
        "log_request_p50",
        "log_request_p99",
        "log_single_p50",
        "log_single_p99",
        "log_memory",
        "log_disk",
    }
    assert all(row["value"] > 0 and row["unit"] and row["extra"] for row in rows)
