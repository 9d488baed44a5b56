"""Hashes in machine code on emulated boards, against hashlib and the portable code here."""

import hashlib
import random

import pytest

from lightclient.crypto.keccak import RATE, keccak256
from tests.support.machine import KINDS, compiled
from tools import romfs
from tools.boards import Board

HASHED = """
from lightclient.crypto.{module} import BACKEND, {name}
print(BACKEND)
def hashed(data, start):
    print({name}(memoryview(data)[start:]).hex())
"""


@pytest.fixture(params=KINDS)
def board(request):
    with Board(request.param, 192 * 1024, rom=romfs.pack(compiled())) as board:
        yield board


def messages(block):
    """Yield (bytes, how many of them to leave out): lengths about whole blocks, at any address."""
    rng = random.Random("hashes")
    for size in (0, 1, 3, block // 2, block - 17, block - 16, block - 1, block, block + 1, 2 * block, 5 * block - 17):
        start = rng.randrange(8)
        yield rng.randbytes(start + size), start
    for byte in (0x00, 0x7F, 0x80, 0xFF):
        yield bytes([byte]) * (2 * block), 0


@pytest.mark.slow
def test_sha512_as_hashlib_computes_it(board):
    assert board.run(HASHED.format(module="sha512", name="sha512")).strip() == "machine"
    for data, start in messages(128):
        found = board.run(f"hashed({data!r}, {start})").strip()
        assert found == hashlib.sha512(data[start:]).hexdigest()


@pytest.mark.slow
def test_keccak256_as_the_portable_code_computes_it(board):
    assert board.run(HASHED.format(module="keccak", name="keccak256")).strip() == "machine"
    for data, start in messages(RATE):
        found = board.run(f"hashed({data!r}, {start})").strip()
        assert found == keccak256(data[start:]).hex()
