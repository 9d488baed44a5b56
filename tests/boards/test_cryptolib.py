"""The cipher that build.sh adds to MicroPython for the tests: OpenSSL computes the same, in all that it does."""

import random
import subprocess

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tools.boards import firmware

ECB, CBC = 1, 2

JUDGE = """
import sys
from cryptolib import aes
for line in sys.stdin:
    mode, key, iv, data = line.split()
    given = [bytes.fromhex(key), int(mode)] + ([bytes.fromhex(iv)] if mode == "2" else [])
    sealed = aes(*given).encrypt(bytes.fromhex(data))
    print(sealed.hex(), aes(*given).decrypt(sealed).hex())
"""


def test_openssl_computes_the_same(tmp_path):
    micropython = firmware("unix32")  # that of 64 bits has the cipher of Mbed TLS
    rng = random.Random(1)
    cases = [
        (mode, rng.randbytes(size), rng.randbytes(16), rng.randbytes(16 * blocks))
        for mode in (ECB, CBC)
        for size in (16, 32)
        for blocks in range(1, 40)
    ]
    judge = tmp_path / "judge.py"
    judge.write_text(JUDGE)
    lines = "".join(f"{mode} {key.hex()} {iv.hex()} {data.hex()}\n" for mode, key, iv, data in cases)
    done = subprocess.run([micropython, judge], input=lines, capture_output=True, text=True, check=True)
    for (mode, key, iv, data), line in zip(cases, done.stdout.splitlines(), strict=True):
        cipher = Cipher(algorithms.AES(key), modes.ECB() if mode == ECB else modes.CBC(iv)).encryptor()
        assert line == f"{(cipher.update(data) + cipher.finalize()).hex()} {data.hex()}"
