from lightclient.bitcoin.filters import (
    M,
    P,
    build,
    filter_hash,
    filter_header,
    match_any,
    values_of,
)
from lightclient.bitcoin.more_errors import FilterBadPadding, FilterCountTooLarge, FilterValueTooLarge
from lightclient.codec.errors import NonCanonical, TooLarge, TrailingBytes, Truncated
from tests.portable.support import raises

# Testnet block 0 (BIP158 vectors): one output, in internal order
GENESIS_HASH = bytes.fromhex("43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000")
GENESIS_SCRIPT = bytes.fromhex(
    "4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb"
    "649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac"
)
GENESIS_FILTER = bytes.fromhex("019dfca8")

KEY = bytes(range(32))
SCRIPTS = [b"\x00\x14" + bytes([n]) * 20 for n in range(40)]
FOREIGN = [b"\x00\x14" + bytes([n]) * 20 for n in range(100, 140)]


def test_the_genesis_block_of_testnet():
    assert build(GENESIS_HASH, [GENESIS_SCRIPT]) == GENESIS_FILTER
    assert match_any(GENESIS_FILTER, GENESIS_HASH, [GENESIS_SCRIPT])
    assert not match_any(GENESIS_FILTER, GENESIS_HASH, FOREIGN)


def test_header_of_the_genesis_filter():
    header = filter_header(GENESIS_FILTER, bytes(32))
    expected = bytes.fromhex("21584579b7eb08997773e5aeff3a7f932700042d0ed2a6129012b7d7ae81b750")
    assert header == bytes(reversed(expected))
    assert len(filter_hash(GENESIS_FILTER)) == 32


def test_every_script_of_a_block_matches_alone_and_among_others():
    filter = build(KEY, SCRIPTS)
    for script in SCRIPTS:
        assert match_any(filter, KEY, [script])
        assert match_any(filter, KEY, FOREIGN + [script])
    assert not match_any(filter, KEY, FOREIGN)
    assert not match_any(filter, KEY, [])


def test_the_block_hash_is_the_key():
    assert not match_any(build(KEY, SCRIPTS), bytes(32), SCRIPTS)


def test_order_and_repetition_do_not_matter():
    assert build(KEY, SCRIPTS + SCRIPTS[:7]) == build(KEY, list(reversed(SCRIPTS)))


def test_empty_scripts_and_op_return_are_left_out():
    assert build(KEY, SCRIPTS + [b"", b"\x6a", b"\x6a\x04data"]) == build(KEY, SCRIPTS)


def test_empty_filter():
    assert build(KEY, []) == b"\0"
    assert not match_any(b"\0", KEY, SCRIPTS)


def test_values_ascend_and_stay_in_range():
    filter = build(KEY, SCRIPTS)
    values = list(values_of(filter))
    assert values == sorted(values)
    assert len(values) == 40
    assert values[-1] < 40 * M


def test_counts_of_one_three_and_five_bytes():
    assert build(KEY, many(0xFC))[:1] == b"\xfc"
    filter = build(KEY, many(0xFD))
    assert filter[:3] == b"\xfd\xfd\x00"
    assert len(list(values_of(filter))) == 0xFD


def test_count_in_a_longer_form_than_it_needs():
    tail = build(KEY, SCRIPTS)[1:]
    for head in (b"\xfd\x28\x00", b"\xfe\x28\x00\x00\x00", b"\xff\x28" + bytes(7), b"\xfe\xff\xff\x00\x00"):
        with raises(NonCanonical):
            match_any(head + tail, KEY, SCRIPTS)


def test_count_that_is_cut_off():
    for filter in (b"", b"\xfd", b"\xfd\xfd", b"\xfe\x00\x00\x01", b"\xff" + bytes(7)):
        with raises(Truncated):
            match_any(filter, KEY, SCRIPTS)


def test_more_items_than_the_bits_can_hold():
    # an item has at least P + 1 bits: 5 bytes hold two
    assert list(values_of(b"\x02" + bytes(5))) == [0, 0]
    with raises(FilterCountTooLarge) as caught:
        list(values_of(b"\x03" + bytes(5)))
    assert caught.error.args == (3, 2)
    with raises(TooLarge):
        match_any(b"\xff" + b"\xff" * 8, KEY, SCRIPTS)
    with raises(FilterCountTooLarge):
        match_any(b"\x01", KEY, SCRIPTS)


def test_bits_that_end_too_early():
    with raises(Truncated):
        match_any(build(KEY, SCRIPTS)[:-1], KEY, SCRIPTS)
    with raises(Truncated):
        match_any(b"\x01\xff\xff\xff", KEY, SCRIPTS)  # a quotient without an end


def test_value_that_no_script_can_have():
    def one_item(value):
        # one bit of quotient at most: 1 0 and P bits of remainder, 3 bits of padding
        return b"\x01" + ((0b10 << P | value - (1 << P)) << 3).to_bytes(3, "big")

    assert list(values_of(one_item(M - 1))) == [M - 1]
    with raises(FilterValueTooLarge) as caught:
        list(values_of(one_item(M)))
    assert caught.error.args == (0, M, M)


def test_bytes_after_the_last_item():
    for filter in (b"\0\0", GENESIS_FILTER + b"\0"):
        with raises(TrailingBytes) as caught:
            match_any(filter, GENESIS_HASH, SCRIPTS)
        assert caught.error.args == (1,)


def test_padding_bits_are_zero():
    # the last three bits of the genesis filter are padding
    assert GENESIS_FILTER[-1] & 7 == 0
    for bit in range(3):
        with raises(FilterBadPadding) as caught:
            match_any(GENESIS_FILTER[:-1] + bytes([GENESIS_FILTER[-1] | 1 << bit]), GENESIS_HASH, SCRIPTS)
        assert caught.error.args == (1 << bit,)


def test_a_bad_filter_is_refused_even_if_a_script_matched_before():
    with raises(TrailingBytes):
        match_any(GENESIS_FILTER + b"\0", GENESIS_HASH, [GENESIS_SCRIPT])


def many(count):
    return [b"\x00\x14" + number.to_bytes(20, "big") for number in range(count)]
