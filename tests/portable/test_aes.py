from lightclient.crypto.aes import ctr
from lightclient.crypto.errors import BadLength
from tests.portable.support import raises

KEY = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
START = bytes.fromhex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
PLAIN = bytes.fromhex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
)
SEALED = bytes.fromhex(
    "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
    "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"
)


def test_sp_800_38a_f_5_5():
    assert ctr(KEY, START, PLAIN) == SEALED
    assert ctr(KEY, START, SEALED) == PLAIN


def test_any_length():
    for size in range(len(PLAIN) + 1):
        assert ctr(KEY, START, PLAIN[:size]) == SEALED[:size]


def test_the_counter_runs_over():
    last = b"\xff" * 16
    assert ctr(KEY, last, bytes(32)) == ctr(KEY, last, bytes(16)) + ctr(KEY, bytes(16), bytes(16))


def test_only_keys_of_32_and_counters_of_16_bytes():
    for size in (0, 16, 24, 31, 33):
        with raises(BadLength):
            ctr(bytes(size), START, b"")
    for size in (0, 12, 15, 17):
        with raises(BadLength):
            ctr(KEY, bytes(size), b"")
