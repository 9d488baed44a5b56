from lightclient.bitcoin.bech32 import (
    BECH32,
    BECH32M,
    MAX_LENGTH,
    decode,
    decode_witness,
    encode,
    encode_witness,
    octets,
    split,
)
from lightclient.bitcoin.more_errors import (
    AddressTooLong,
    AddressTooShort,
    BadCharacter,
    BadChecksum,
    BadPadding,
    BadWitnessProgram,
    BadWitnessVersion,
    MissingPrefix,
    MixedCase,
    WrongChecksumVariant,
)
from tests.portable import lightning
from tests.portable.support import raises

P2WPKH = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
KEY_HASH = bytes.fromhex("751e76e8199196d454941c45d1b3a323f1433bd6")
P2TR = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
OUTPUT_KEY = bytes.fromhex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")


def test_valid_bech32_strings_of_bip173():
    for text in (
        "A12UEL5L",
        "a12uel5l",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
        "?1ezyfcl",
    ):
        prefix, groups, variant = decode(text)
        assert variant == BECH32
        assert encode(prefix, groups, variant) == text.lower()


def test_valid_bech32m_strings_of_bip350():
    for text in (
        "A1LQFN3A",
        "a1lqfn3a",
        "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
        "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
        "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
        "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
        "?1v759aa",
    ):
        prefix, groups, variant = decode(text)
        assert variant == BECH32M
        assert encode(prefix, groups, variant) == text.lower()


def test_the_checksum_covers_the_prefix():
    with raises(BadChecksum):
        decode("tb" + P2WPKH[2:])


def test_strings_of_the_bips_that_break_one_rule():
    for text, error in (
        ("\x201nwldj5", BadCharacter),  # prefix below the range
        ("\x7f1axkwrx", BadCharacter),  # prefix above the range
        ("\x801eym55h", BadCharacter),
        ("a" * 84 + "1569pvx", AddressTooLong),
        ("pzry9x0s0muk", MissingPrefix),  # no separator
        ("1pzry9x0s0muk", MissingPrefix),  # nothing before it
        ("x1b4n0q5v", BadCharacter),  # b is not in the alphabet
        ("li1dgmt3", AddressTooShort),  # five characters of checksum
        ("de1lg7wt\xff", BadCharacter),
        ("A1G7SGD8", BadChecksum),  # of the prefix in upper case
        ("10a06t8", MissingPrefix),
        ("1qzzfhee", MissingPrefix),
        ("y1b0jsk6g", BadCharacter),
        ("in1muywd", AddressTooShort),
        ("M1VUXWEZ", BadChecksum),
    ):
        with raises(error):
            decode(text)


def test_mixed_case_in_the_prefix_and_in_the_data():
    for text in ("Bc" + P2WPKH[2:], P2WPKH[:-2] + "T4", "BC" + P2WPKH[2:]):
        with raises(MixedCase):
            decode(text)


def test_upper_case_is_the_same_address():
    assert decode_witness(P2WPKH.upper()) == decode_witness(P2WPKH) == ("bc", 0, KEY_HASH)


def test_kelvin_sign_is_not_a_k():
    # lower() would make a k of it, and the checksum would hold
    upper = P2WPKH.upper()
    at = upper.find("K")
    with raises(BadCharacter) as caught:
        decode(upper[:at] + "\u212a" + upper[at + 1 :])
    assert caught.error.args == (0x212A, at)


def test_the_longest_text_and_one_more():
    longest = encode("bc", bytes(MAX_LENGTH - 9), BECH32M)
    assert len(longest) == MAX_LENGTH
    assert decode(longest) == ("bc", bytes(MAX_LENGTH - 9), BECH32M)
    with raises(AddressTooLong) as caught:
        encode("bc", bytes(MAX_LENGTH - 8), BECH32M)
    assert caught.error.args == (91, 90)


def test_version_0_is_bech32_and_later_ones_are_bech32m():
    assert encode_witness("bc", 0, KEY_HASH) == P2WPKH
    assert encode_witness("bc", 1, OUTPUT_KEY) == P2TR
    assert decode_witness(P2TR) == ("bc", 1, OUTPUT_KEY)
    for version in range(1, 17):
        assert decode_witness(encode_witness("tb", version, KEY_HASH)) == ("tb", version, KEY_HASH)


def test_every_program_length():
    for length in range(2, 41):
        program = bytes(range(200, 200 + length))
        assert decode_witness(encode_witness("bcrt", 16, program)) == ("bcrt", 16, program)


def test_the_checksum_of_the_other_variant():
    for version, variant, program in ((0, BECH32M, KEY_HASH), (1, BECH32, OUTPUT_KEY), (16, BECH32, b"ab")):
        with raises(WrongChecksumVariant) as caught:
            decode_witness(as_address(version, program, variant))
        assert caught.error.args == (version,)


def test_there_is_no_version_17():
    with raises(BadWitnessVersion):
        decode_witness(as_address(17, KEY_HASH, BECH32M))
    with raises(BadWitnessVersion):
        encode_witness("bc", 17, KEY_HASH)


def test_programs_of_1_and_41_bytes():
    for length in (0, 1, 41):
        with raises(BadWitnessProgram) as caught:
            decode_witness(as_address(1, bytes(length), BECH32M))
        assert caught.error.args == (1, length)
        with raises(BadWitnessProgram):
            encode_witness("bc", 1, bytes(length))


def test_version_0_has_20_or_32_bytes():
    for length in (2, 19, 21, 31, 33, 40):
        with raises(BadWitnessProgram):
            decode_witness(as_address(0, bytes(length), BECH32))
        with raises(BadWitnessProgram):
            encode_witness("bc", 0, bytes(length))


def test_padding_bits_are_zero():
    # 32 bytes are 51 groups and one bit, so the last group has four bits of padding
    for bit in range(4):
        groups = bytearray(groups_of(1, OUTPUT_KEY))
        groups[-1] |= 1 << bit
        with raises(BadPadding) as caught:
            decode_witness(encode("bc", bytes(groups), BECH32M))
        assert caught.error.args == (4, 1 << bit)


def test_padding_is_shorter_than_a_group():
    with raises(BadPadding):
        decode_witness(encode("bc", groups_of(1, bytes(20)) + b"\0", BECH32M))


def test_an_address_without_a_version():
    with raises(AddressTooShort):
        decode_witness("bc1gmk9yu")


def groups_of(version, program):
    """Return version and program in groups of five bits, filled up with zeros, another way."""
    length = (len(program) * 8 + 4) // 5
    bits = int.from_bytes(program, "big") << length * 5 - len(program) * 8
    return bytes([version]) + bytes([bits >> 5 * (length - 1 - i) & 31 for i in range(length)])


def as_address(version, program, variant):
    return encode("bc", groups_of(version, program), variant)


def test_other_text_may_be_longer_than_an_address():
    groups = bytes(range(32)) * 4
    text = lightning.bech32("lnbc", list(groups))
    assert decode(text, len(text)) == ("lnbc", groups, BECH32)
    with raises(AddressTooLong):
        decode(text, len(text) - 1)
    with raises(AddressTooLong):
        decode(text)


def test_text_without_a_checksum_is_split():
    assert split("LNO1QPZ", 7) == ("lno", bytes((0, 1, 2)))
    assert split("lno1", 4) == ("lno", b"")
    for error, text in ((AddressTooLong, "lno1qpzr"), (MixedCase, "lno1qpZ"), (BadCharacter, "lno1bpz")):
        with raises(error):
            split(text, 7)
    with raises(MissingPrefix):
        split("1qpz", 7)


def test_groups_hold_whole_bytes():
    assert octets(bytes((31, 28))) == b"\xff"
    assert octets(b"") == b""
    for groups in ((31, 29), (31, 28, 0), (0,)):
        with raises(BadPadding):
            octets(bytes(groups))
