from lightclient.crypto import hashes
from lightclient.errors import SelfTestFailed
from tests.portable.support import raises


class WrongHash:
    """SHA-256 of an interpreter that computes it wrongly."""

    def __init__(self, data):
        pass

    def digest(self):
        return bytes(32)


def test_double_sha_256():
    expected = "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50"
    assert hashes.sha256d(b"hello").hex() == expected
    assert hashes.sha256d(memoryview(b"hello")).hex() == expected


def test_this_interpreter_passes():
    hashes.self_test()


def test_a_wrong_hash_is_noticed():
    right = hashes.sha256
    hashes.sha256 = WrongHash
    try:
        with raises(SelfTestFailed) as caught:
            hashes.self_test()
    finally:
        hashes.sha256 = right
    assert caught.error.args == ("SHA-256",)
