"""RFC 8949 appendix A against our part of CBOR: same value and same bytes, or a named refusal."""

import pytest

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import Unsupported
from tests.support.vectors import load_json

# What has no JSON value in the vectors but is in our part
DIAGNOSTIC = {"h''": b"", "h'01020304'": b"\x01\x02\x03\x04", "{1: 2, 3: 4}": {1: 2, 3: 4}}
NAMES = ("floats", "tags", "simple values", "indefinite lengths")


def cases():
    return load_json("cbor/appendix_a.json")


def kind_of(data):
    """Return what outside our part `data` is made of, None if it is inside."""
    if 0xFF in data and any(byte & 0x1F == 0x1F and 2 <= byte >> 5 <= 5 for byte in data):
        return "indefinite lengths"
    major, low = data[0] >> 5, data[0] & 31
    if major == 6:
        return "tags"
    if major == 7 and low in (25, 26, 27):
        return "floats"
    if major == 7 and low not in (20, 21, 22):
        return "simple values"
    return None


def test_every_item_of_our_part_decodes_and_encodes_back():
    inside = [case for case in cases() if kind_of(bytes.fromhex(case["hex"])) is None]
    assert len(inside) > 30
    for case in inside:
        data = bytes.fromhex(case["hex"])
        value = case["decoded"] if "decoded" in case else DIAGNOSTIC[case["diagnostic"]]
        assert decode(data) == value
        assert type(decode(data)) is type(value)
        assert encode(value) == data
        assert case["roundtrip"]


@pytest.mark.parametrize("kind", NAMES)
def test_everything_else_is_refused(kind):
    outside = [case for case in cases() if kind_of(bytes.fromhex(case["hex"])) == kind]
    assert outside
    for case in outside:
        with pytest.raises(Unsupported):
            decode(bytes.fromhex(case["hex"]))


def test_what_is_not_in_its_shortest_form_is_refused():
    refused = [case for case in cases() if not case["roundtrip"]]
    assert refused
    for case in refused:
        assert kind_of(bytes.fromhex(case["hex"])) in ("floats", "indefinite lengths")
