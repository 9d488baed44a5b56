"""What a board computes in words where it has no machine code of ours, against the vectors of others."""

import functools
import sys

import pytest

from benchmarks.boards.instructions import signature
from lightclient.crypto import ed25519_group, edwards, secp256k1, secp256k1_group, viper
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from tests.support.machine import Remote, compiled
from tests.vectors import test_backend_vectors as seam
from tests.vectors import test_ecdh_vectors as ecdh
from tools import boards, romfs
from tools.boards import Board

KB = 1024
ROOMY, SMALL = 160 * KB, 128 * KB
CHOSEN = """
from lightclient.crypto import ed25519_group, hashes, p256, secp256k1
print(len(p256.GROUPS), len(secp256k1.groups()), hasattr(ed25519_group.adder(), "run"), *hashes.tested)
"""
CROWDED = """
import gc
from lightclient.crypto import {module}
gc.collect()
taken = bytearray(gc.mem_free() - {free} * 1024)
before = gc.mem_alloc()
chosen = {chosen}
gc.collect()
print(chosen, gc.mem_alloc() - before)
"""
MILLIONS = {"ecdsa_verify": 18, "ecdsa_sign": 9.5, "schnorr_verify": 22, "ed25519_verify": 27, "ed25519_batch": 19.5}


@functools.cache
def library():
    """Return an image without the routines in machine code."""
    files = {path: code for path, code in compiled().items() if not path.endswith(("rv32.mpy", "thumb.mpy"))}
    return romfs.pack(files)


@pytest.fixture(params=boards.MACHINES)
def board(request):
    with Board(request.param, ROOMY, rom=library()) as board:
        yield board


@pytest.mark.slow
def test_secp256k1(board):
    words = Remote(board, SECP256K1, "portable")
    assert seam.compare(words, 120) > 20
    seam.test_on_random_keys(words)


@pytest.mark.slow
def test_ecdh(board):
    assert ecdh.compare(Remote(board, SECP256K1, "portable"), 80)[0] > 3


@pytest.mark.slow
def test_p256(board):
    assert seam.compare_p256(Remote(board, P256, "portable"), 25)[0] > 5


@pytest.mark.slow
def test_ed25519(board):
    words = Remote(board, ED25519, "portable")
    assert seam.compare_ed25519(words, 20)[0] > 5
    assert seam.compare_edges(words, "verify_zip215", 23)[1] > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("heap", "chosen"),
    [(SMALL, "2 1 False P-256 (viper)"), (ROOMY, "2 2 True P-256 (viper) secp256k1 (viper) Ed25519 (viper)")],
)
@pytest.mark.parametrize("kind", boards.MACHINES)
def test_words_are_chosen_where_there_is_room(kind, heap, chosen):
    with Board(kind, heap, rom=library()) as board:
        assert board.run(CHOSEN).strip() == chosen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "chosen"),
    [("secp256k1", "len(secp256k1.groups()) > 1"), ("ed25519_group", "hasattr(ed25519_group.adder(), 'run')")],
)
def test_where_there_is_no_room_now_integers_compute(module, chosen):
    for free, words, most in ((18, "True", 6.5 * KB), (12, "False", 5 * KB)):
        with Board("rv32", ROOMY, rom=library()) as board:
            found, kept = board.run(CROWDED.format(module=module, chosen=chosen, free=free)).split()
        assert found == words
        assert int(kept) < most


@pytest.mark.slow
@pytest.mark.parametrize("name", MILLIONS)
def test_what_words_take(name):
    (row,) = signature(name, "rv32", ROOMY)
    assert row["value"] < MILLIONS[name] * 1e6


@pytest.mark.parametrize("missing", [True, False], ids=["left out", "no viper"])
def test_without_words_integers_compute(missing, monkeypatch):
    monkeypatch.setattr(viper, "roomy", lambda: True)
    monkeypatch.setattr(secp256k1, "_groups", [])
    monkeypatch.setattr(ed25519_group, "_adder", [])
    if missing:
        for name in ("secp256k1_words", "edwards_words"):
            monkeypatch.delattr(f"lightclient.crypto.{name}", raising=False)
            monkeypatch.setitem(sys.modules, f"lightclient.crypto.{name}", None)
    assert secp256k1.groups() == [secp256k1_group] and ed25519_group.adder() is edwards
