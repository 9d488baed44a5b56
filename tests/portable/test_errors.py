from lightclient.bitcoin.errors import BadBits, HighHash
from lightclient.bitcoin.more_errors import ChainworkMismatch
from lightclient.codec.errors import TooLarge
from lightclient.errors import LightClientError, Malformed
from tests.portable.support import raises

# MicroPython keeps no docstrings, and so no sentences.
SENTENCES = hasattr(LightClientError, "__doc__")


def words(error, sentence, plain):
    assert str(error) == (sentence if SENTENCES else plain)


def test_name_is_the_name_of_the_class():
    assert BadBits(0).name == "BadBits"
    assert LightClientError().name == "LightClientError"


def test_args_become_words_only_when_read():
    with raises(TooLarge) as caught:
        raise TooLarge("message", 70_000, 65_536)
    assert caught.error.args == ("message", 70_000, 65_536)
    words(caught.error, "message is 70000, the limit is 65536", "TooLarge: message, 70000, 65536")


def test_numbers_are_written_as_the_field_writes_them():
    if SENTENCES:
        assert str(BadBits(0x1D00FFFF)) == "compact bits 0x1d00ffff are negative, zero or over 256 bits"
        assert str(ChainworkMismatch(1 << 68, 1 << 72)).startswith("chainwork 0x100000000000000000 was given")


def test_values_may_have_names():
    class NotThere(LightClientError):
        """there is no {what} at {where}"""

    error = NotThere(what="header", where=7)
    assert error.fields == {"what": "header", "where": 7}
    if SENTENCES:
        assert str(error) == "there is no header at 7"
    else:
        assert "what=header" in str(error)


def test_a_cause_without_values_is_a_plain_sentence():
    words(HighHash(), "the hash is above the target: not enough work was done", "HighHash: ")


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
    assert str(error).startswith("height 481824: ")


def test_raises_says_when_nothing_was_raised():
    with raises(AssertionError) as caught, raises(HighHash):
        pass
    assert str(caught.error) == "HighHash was not raised"
