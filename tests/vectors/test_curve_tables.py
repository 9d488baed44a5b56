"""The tables of multiples are what their generator makes, and the generator is right about each of them."""

import pytest
from ecdsa import NIST256p, SECP256k1

from lightclient.crypto import secp256k1_comb, secp256k1_table
from tools import curvetables


@pytest.mark.parametrize("name", curvetables.TABLES)
def test_a_table_is_what_the_script_makes(name):
    text = curvetables.source(*curvetables.TABLES[name])
    assert (curvetables.FOLDER / name).read_text() == text


def test_another_table_is_noticed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(curvetables, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["curvetables.py", "--check"])
    assert curvetables.main() == 1
    monkeypatch.setattr("sys.argv", ["curvetables.py"])
    assert curvetables.main() == 0
    monkeypatch.setattr("sys.argv", ["curvetables.py", "--check"])
    assert curvetables.main() == 0
    assert capsys.readouterr().out.count("written") == len(curvetables.TABLES)


def entry(points, i):
    return int.from_bytes(points[64 * i : 64 * i + 32], "big"), int.from_bytes(points[64 * i + 32 : 64 * i + 64], "big")


def test_entries_are_the_multiples_that_python_ecdsa_finds():
    for i in range(64):
        point = SECP256k1.generator * (2 * i + 1)
        assert entry(secp256k1_table.POINTS, i) == (point.x(), point.y())
    for i in range(32):
        k = (1 << 120) + sum((1 if i >> tooth & 1 else -1) << 24 * tooth for tooth in range(5))
        point = SECP256k1.generator * k
        assert entry(secp256k1_comb.POINTS, i) == (point.x(), point.y())


def test_the_generator_of_p256_is_the_standards():
    point = NIST256p.generator
    assert curvetables.P256.base == (point.x(), point.y())
