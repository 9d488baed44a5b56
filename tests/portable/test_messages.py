from lightclient.bitcoin import kinds, locators
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, NonCanonical, TooDeep, TooLarge, TrailingBytes, Truncated
from lightclient.sync import messages
from lightclient.sync.messages import OK, RUN, TOO_LARGE
from tests.portable.support import raises

HASH = bytes(range(32))


def test_a_request_is_an_array_of_four():
    data = messages.request(7, RUN, 4096, HASH)
    assert data == b"\x84\x07\x01\x19\x10\x00\x58\x20" + HASH
    assert messages.parse_request(data) == (7, RUN, 4096, HASH)


def test_numbers_of_a_request_have_32_bits():
    for number in (0, 23, 24, 0xFFFFFFFF):
        assert messages.parse_request(messages.request(number, number, number, None)) == (number,) * 3 + (None,)
    for index in range(3):
        for wrong in (-1, 1 << 32, None, True, b"", "1", []):
            fields = [7, RUN, 4096, HASH]
            fields[index] = wrong
            with raises(BadSchema):
                messages.parse_request(encode(fields))


def test_an_argument_may_be_anything_that_is_small():
    for argument in (None, True, 0, b"", "text", [HASH, 0, 1], [[b"", b""], 600], {1: 2}):
        assert messages.parse_request(messages.request(1, 2, 3, argument))[3] == argument
    for wrong in ([0] * 1021, [[0]] * 511):
        with raises(TooLarge):
            messages.parse_request(messages.request(1, 2, 3, wrong))
    deep = 0
    for _ in range(8):
        deep = [deep]
    with raises(TooDeep):
        messages.parse_request(messages.request(1, 2, 3, deep))


def test_what_is_no_request_is_refused():
    for fields in ([], [1, 2, 3], [1, 2, 3, 4, 5], 1, None, b"", "text", {1: 2}):
        with raises(BadSchema):
            messages.parse_request(encode(fields))
    data = messages.request(7, RUN, 4096, HASH)
    with raises(TrailingBytes):
        messages.parse_request(data + b"\x00")
    with raises(NonCanonical):
        messages.parse_request(data.replace(b"\x84\x07", b"\x84\x18\x07"))
    for size in range(len(data)):
        with raises(Truncated):
            messages.parse_request(data[:size])


def test_a_response_is_an_array_of_three():
    assert messages.response(7, OK, b"\x01") == b"\x83\x07\x00\x41\x01"
    for body in (b"", HASH * 1000, 600, [1, HASH, None, None]):
        assert messages.parse_response(messages.response(7, OK, body)) == (7, OK, body)


def test_a_refusal_says_why_in_a_short_text():
    for status in (1, TOO_LARGE, 6, 7, 0xFFFFFFFF):
        for text in ("", "no such block", "é" * 200):
            assert messages.parse_response(messages.response(1, status, text)) == (1, status, text)
        for body in ("x" * 201, b"bytes", None, 7, ["text"]):
            with raises(BadSchema):
                messages.parse_response(messages.response(1, status, body))


def test_what_is_no_response_is_refused():
    for fields in ([], [1, 0], [1, 0, b"", 0], 1, None, {1: 2}, [-1, 0, b""], [1, True, b""], [1 << 32, 0, b""]):
        with raises(BadSchema):
            messages.parse_response(encode(fields))
    data = messages.response(7, OK, HASH)
    with raises(TrailingBytes):
        messages.parse_response(data + b"\x00")
    for size in range(len(data)):
        with raises(Truncated):
            messages.parse_response(data[:size])


def test_a_locator_is_heights_and_hashes():
    blocks = [(0xFFFFFFFF, HASH), (258, bytes(32)), (0, HASH)]
    data = locators.locator(blocks)
    assert data == b"\xff\xff\xff\xff" + HASH + b"\x00\x00\x01\x02" + bytes(32) + bytes(4) + HASH
    assert locators.parse_locator(data) == blocks


def test_a_locator_has_at_most_64_blocks():
    blocks = [(height, HASH) for height in range(70)]
    assert locators.parse_locator(locators.locator(blocks)) == blocks[:64]
    with raises(BadSchema):
        locators.parse_locator(locators.locator(blocks[:64]) + locators.locator(blocks[:1]))


def test_what_is_no_locator_is_refused():
    for data in (b"", bytes(35), bytes(37), bytes(71), None, 36, "x" * 36, [bytes(36)], [[1, HASH]]):
        with raises(BadSchema):
            locators.parse_locator(data)


def test_kinds_statuses_and_events_are_numbered_for_good():
    assert (messages.RUN, messages.WATCH, messages.COVERED, messages.VERSION) == (1, 7, 4, 1)
    names = "PROOF TRANSACTION HEADER FILTER BROADCAST"
    assert [getattr(kinds, name) for name in names.split()] == [2, 3, 4, 5, 6]
    statuses = "OK NOT_FOUND TOO_LARGE BUSY BAD_REQUEST UNSUPPORTED UNAVAILABLE"
    assert [getattr(messages, name) for name in statuses.split()] == [0, 1, 2, 3, 4, 5, 6]
    assert (kinds.SEEN, kinds.MINED, kinds.GONE) == (1, 2, 3)


def test_a_status_says_what_it_says_and_no_more():
    said = {"version": "2.0", "capabilities": ["proof", "watch"], "height": 7, "node": "stale"}
    assert messages.about(messages.presence(True, said)) == said
    assert messages.is_up(messages.presence(True, said))
    assert messages.about(messages.presence(True, {"node": "stale", "mood": "new", "height": 8})) == {
        "node": "stale",
        "height": 8,
    }
    for silent in (messages.presence(True), messages.presence(False), messages.presence(False, said), b"", b"\x82"):
        assert messages.about(silent) == {}
    assert messages.about(encode([2, True, said])) == {}
    assert messages.about(messages.presence(True, said)[:-1]) == {}  # what was cut is nothing


def test_a_status_is_strange_to_nobody():
    wrong = {
        "version": ("", "x" * 33, 2, None, b"2.0", ["2.0"]),
        "node": ("", "x" * 33, 2, True, {}),
        "height": (-1, 1 << 32, "7", None, True, []),
        "capabilities": ("proof", {}, [1], [""], ["proof", None], ["x" * 33]),
    }
    for key in wrong:
        for value in wrong[key]:
            assert messages.about(encode([1, True, {key: value}])) == {}
    assert messages.about(encode([1, True, {"node": "\x1b[2J\u202e", "capabilities": ["a\n"]}])) == {
        "node": "?[2J?",
        "capabilities": ["a?"],
    }
