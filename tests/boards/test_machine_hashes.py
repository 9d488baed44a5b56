"""Hashes in machine code on emulated boards, against hashlib and the portable code here."""

import hashlib
import random

import pytest

from lightclient.crypto import ripemd160
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


@pytest.mark.slow
def test_ripemd160_as_the_portable_code_computes_it(board):
    assert board.run(HASHED.format(module="ripemd160", name="ripemd160")).strip() == "machine"
    for data, start in messages(64):
        found = board.run(f"hashed({data!r}, {start})").strip()
        assert found == portable_ripemd160(data[start:]).hex()


@pytest.mark.slow
def test_blake2b_as_hashlib_computes_it(board):
    assert board.run(HASHED.format(module="blake2b", name="blake2b")).strip() == "machine"
    for data, start in messages(128):
        found = board.run(f"hashed({data!r}, {start})").strip()
        assert found == hashlib.blake2b(data[start:]).hexdigest()
        key = data[: 1 + start]
        found = board.run(f"print(blake2b({data!r}, 32, {key!r}).hex())").strip()
        assert found == hashlib.blake2b(data, digest_size=32, key=key).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_boards_without_the_routines_hash_by_viper(kind):
    content = {place: data for place, data in compiled().items() if not place.endswith(("rv32.mpy", "thumb.mpy"))}
    expected = {
        ("blake2b", "blake2b"): lambda data: hashlib.blake2b(data).digest(),
        ("ripemd160", "ripemd160"): portable_ripemd160,
        ("sha512", "sha512"): lambda data: hashlib.sha512(data).digest(),
        ("keccak", "keccak256"): keccak256,
    }
    with Board(kind, 192 * 1024, rom=romfs.pack(content)) as board:
        for (module, name), hashed in expected.items():
            assert board.run(HASHED.format(module=module, name=name)).strip() == "viper"
            for data, start in list(messages(RATE if module == "keccak" else 128))[::3]:
                assert board.run(f"hashed({data!r}, {start})").strip() == hashed(data[start:]).hex(), module


def portable_ripemd160(data):
    """Return what the portable rounds make of a message, whatever hashlib has."""
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "little")
    state = ripemd160.START
    for i in range(0, len(padded), 64):
        state = ripemd160._compress(state, padded[i : i + 64])
    return state
