"""Strategies for the fuzz tests: valid inputs, and what an attacker makes of them."""

from hypothesis import strategies as st

from lightclient.errors import LightClientError

REFUSED = object()


@st.composite
def mutated(draw, valid):
    """Draw bytes from `valid` and flip, cut, extend, repeat or splice them, up to three times."""
    data = draw(valid)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, len(data)))
        kind = draw(st.sampled_from(["flip", "cut", "drop", "extend", "repeat", "splice"]))
        if kind == "flip" and data:
            data = flipped(data, draw(st.integers(0, 8 * len(data) - 1)))
        elif kind == "cut":
            data = data[:end]
        elif kind == "drop":
            data = data[:start] + data[end:]
        elif kind == "extend":
            data = data + draw(st.binary(min_size=1, max_size=20))
        elif kind == "repeat":
            data = data[:end] + data[start:]
        elif kind == "splice":
            data = data[:start] + draw(valid)[start:]
    return data


def flipped(data, bit):
    """Return `data` with one bit turned over."""
    index = bit >> 3
    return data[:index] + bytes([data[index] ^ 1 << (bit & 7)]) + data[index + 1 :]


def outcome(decode, *args):
    """Return what `decode` returns, or REFUSED if it raises one of our errors; any other exception is a bug."""
    try:
        return decode(*args)
    except LightClientError as error:
        assert str(error) and error.name
        return REFUSED
