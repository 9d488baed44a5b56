from lightclient import errors
from lightclient.crypto import errors as crypto_errors
from lightclient.errors import (
    BadBits,
    ChainworkMismatch,
    HighHash,
    InvalidHeader,
    LightClientError,
    Malformed,
    TooLarge,
)
from tests.portable.support import raises


def test_every_error_is_in_the_tree():
    for module, least in ((errors, 30), (crypto_errors, 5)):
        names = [name for name in dir(module) if not name.startswith("_")]
        assert len(names) > least
        for name in names:
            assert issubclass(getattr(module, name), LightClientError), name


def test_name_is_the_name_of_the_class():
    assert BadBits(0).name == "BadBits"
    assert LightClientError().name == "LightClientError"


def test_args_become_words_only_when_read():
    with raises(TooLarge) as caught:
        raise TooLarge("message", 70_000, 65_536)
    assert caught.error.args == ("message", 70_000, 65_536)
    assert str(caught.error) == "message is 70000, the limit is 65536"


def test_numbers_are_written_as_the_field_writes_them():
    assert str(BadBits(0x1D00FFFF)) == "compact bits 0x1d00ffff are negative, zero or over 256 bits"
    assert str(ChainworkMismatch(1 << 68, 1 << 72)).startswith("chainwork 0x100000000000000000 was given")


def test_a_cause_without_values_is_a_plain_sentence():
    assert str(HighHash()) == "the hash is above the target: not enough work was done"
    assert str(InvalidHeader()) == ""


def test_one_handler_catches_a_whole_branch():
    for error, branch in ((TooLarge("message", 2, 1), Malformed), (HighHash(), LightClientError)):
        try:
            raise error
        except branch as caught:
            assert caught is error


def test_height_belongs_to_one_error_and_not_to_its_class():
    error = HighHash()
    assert error.height is None
    error.height = 481_824
    assert HighHash.height is None


def test_raises_says_when_nothing_was_raised():
    with raises(AssertionError) as caught, raises(HighHash):
        pass
    assert str(caught.error) == "HighHash was not raised"
