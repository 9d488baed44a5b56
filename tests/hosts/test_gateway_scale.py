"""Many headers: a gateway that starts with them answers meanwhile, and holds no more than it says."""

import pytest

from benchmarks import scale

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

COUNT = 40_000
EMPTY_MB = 75  # of a gateway without headers, with its libraries
HEADER_BYTES = 200  # of memory for each: twice what it is, for what a start needs on top


def test_a_gateway_with_many_headers_starts_awake_within_its_memory_and_serves_at_full_speed(installed_mosquitto):
    by_rpc, by_rest, from_file, client, checks = scale.measure(COUNT)
    for start in (by_rpc, by_rest, from_file):
        assert start["not_ready"] > 0
        assert start["live_worst_ms"] < 1000
        assert start["gateway_mb"] < EMPTY_MB + COUNT * HEADER_BYTES / 1e6
    # Most of that is a gateway's start; that REST is used, test_node_rest.py says.
    for start in (by_rest, from_file):
        assert start["gateway_cpu_seconds"] < 1.5 * by_rpc["gateway_cpu_seconds"]
    assert client["faults"] == {}  # no question was too dear for what a client may spend
    # The machine may be busy: what the client computes says whether it would keep up on a quiet one.
    assert COUNT / client["client_cpu_seconds"] > 50_000
    assert COUNT / checks["cpu_seconds"] > 60_000
