from lightclient.bitcoin.base58 import MAX_LENGTH, decode, decode_check, encode, encode_check
from lightclient.bitcoin.more_errors import AddressTooLong, AddressTooShort, BadCharacter, BadChecksum
from tests.portable.support import raises

# Bitcoin Core base58_encode_decode.json
PAIRS = (
    ("", ""),
    ("61", "2g"),
    ("626262", "a3gV"),
    ("73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2"),
    ("00eb15231dfceb60925886b67d065299925915aeb172c06647", "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L"),
    ("00000000000000000000", "1111111111"),
)
GENESIS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
GENESIS_PAYLOAD = bytes.fromhex("0062e907b15cbf27d5425399ebf6f0fb50ebb88f18")


def test_core_vectors_both_ways():
    for data, text in PAIRS:
        assert encode(bytes.fromhex(data)) == text
        assert decode(text) == bytes.fromhex(data)


def test_leading_zeros_are_kept_one_for_one():
    for zeros in range(4):
        assert encode(bytes(zeros) + b"\x01") == "1" * zeros + "2"
        assert decode("1" * zeros + "2") == bytes(zeros) + b"\x01"


def test_address_of_the_genesis_block():
    assert decode_check(GENESIS) == GENESIS_PAYLOAD
    assert encode_check(GENESIS_PAYLOAD) == GENESIS


def test_an_extended_key_is_not_too_long():
    payload = bytes(range(78))
    assert decode_check(encode_check(payload)) == payload
    assert len(encode_check(b"\xff" * 78)) <= MAX_LENGTH


def test_characters_that_look_like_others_are_not_in_the_alphabet():
    for character in "0OIl":
        with raises(BadCharacter) as caught:
            decode("2g" + character)
        assert caught.error.args == (ord(character), 2)


def test_white_space_is_not_skipped():
    with raises(BadCharacter):
        decode_check(" " + GENESIS)
    with raises(BadCharacter):
        decode_check(GENESIS + "\n")


def test_character_outside_ascii():
    with raises(BadCharacter):
        decode("2\u0261")


def test_wrong_checksum():
    with raises(BadChecksum):
        decode_check(GENESIS[:-1] + "b")


def test_missing_leading_zero_breaks_the_checksum():
    with raises(BadChecksum):
        decode_check(GENESIS[1:])


def test_no_room_for_a_checksum():
    for text in ("", "111", "2g"):
        with raises(AddressTooShort):
            decode_check(text)


def test_an_empty_payload_is_a_checksum_alone():
    assert decode_check(encode_check(b"")) == b""


def test_the_longest_text_and_one_more():
    assert decode("1" * MAX_LENGTH) == bytes(MAX_LENGTH)
    with raises(AddressTooLong) as caught:
        decode("1" * (MAX_LENGTH + 1))
    assert caught.error.args == (113, 112)
    with raises(AddressTooLong):
        encode(bytes(MAX_LENGTH + 1))


def test_the_caller_may_set_the_limit():
    assert decode(encode(bytes(200), 200), 200) == bytes(200)
    with raises(AddressTooLong):
        decode("111", 2)
