"""Compact block filters under arbitrary bytes and arbitrary blocks."""

from hypothesis import given
from hypothesis import strategies as st

from lightclient.bitcoin.filters import M, P, build, match_any, values_of
from lightclient.errors import Malformed

keys = st.binary(min_size=32, max_size=32)
scripts = st.lists(st.binary(max_size=40), max_size=40)


def encode(values):
    """Return a filter of ascending `values`, by way of a text of bits: slow, and unlike the library."""
    bits = ""
    before = 0
    for value in values:
        bits += "1" * (value - before >> P) + "0" + format((value - before) % (1 << P), f"0{P}b")
        before = value
    bits += "0" * (-len(bits) % 8)
    return bytes([len(values)]) + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


@given(st.binary(max_size=200), keys)
def test_any_bytes_are_a_filter_or_a_named_error(raw, key):
    try:
        match_any(raw, key, [b"\x51"])
    except Malformed as error:
        assert str(error)


@given(st.integers(0, 20), st.binary(max_size=100))
def test_a_filter_that_decodes_has_no_second_form(count, tail):
    raw = bytes([count]) + tail
    try:
        values = list(values_of(raw))
    except Malformed:
        return
    assert encode(values) == raw


@given(st.lists(st.integers(0, M - 1), max_size=100).map(sorted))
def test_values_round_trip(values):
    assert list(values_of(encode(values))) == values


@given(keys, scripts)
def test_scripts_of_a_block_always_match(key, block):
    raw = build(key, block)
    assert raw == encode(list(values_of(raw)))
    for script in block:
        if script and script[0] != 0x6A:
            assert match_any(raw, key, [script])


@given(keys, scripts, st.data())
def test_a_filter_cut_short_is_refused(key, block, data):
    raw = build(key, block)
    cut = raw[: data.draw(st.integers(0, len(raw) - 1))]
    try:
        list(values_of(cut))
    except Malformed:
        return
    raise AssertionError("a part of a filter is a filter")
