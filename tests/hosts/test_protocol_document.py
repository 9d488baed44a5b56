"""docs/protocol.md and docs/protocol.cddl: real messages have these shapes, no others do, and values are the code's."""

import importlib
import re

import cbor2
import pytest

from lightclient.bitcoin import filters, header, kinds, packed
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.header import SIZE
from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.sync import messages, topics
from lightclient.sync.messages import MAX_MESSAGE, OK
from tests.portable.blocks import PAYEE
from tests.portable.scene import Hand, headers
from tests.support.cddl import broken, holds
from tests.support.command import ROOT, invoke
from tests.support.protocol import SHAPES, NotOfTheProtocol, check
from tests.support.vectors import load

TEXT = (ROOT / "docs/protocol.md").read_text()
BASE = topics.base("regtest", "gw")
HASH = bytes(range(32))
SCENE = Hand(4)
RUN = headers(SCENE.tree, "1 2 3")
LOCATOR = SCENE.ledger.locator()


# -- messages as the library makes them


def request(kind, argument):
    return messages.request(7, kind, MAX_MESSAGE, argument)


def response(body):
    return messages.response(7, OK, body)


REQUESTS = {
    "run-request": request(messages.RUN, LOCATOR),
    "proof-request": request(kinds.PROOF, [HASH, 0, 800_001, 800_000, False]),
    "transaction-request": request(kinds.TRANSACTION, [HASH, 800_000, 0]),
    "header-request": request(kinds.HEADER, [5, 0, 9]),
    "filter-request": request(kinds.FILTER, HASH),
    "broadcast-request": request(kinds.BROADCAST, b"\x01" * 1000),
    "watch-request": request(messages.WATCH, [[PAYEE, b""], 600, 7]),
    "first-proof-request": request(kinds.PROOF, [HASH, 0, 800_001]),
    "first-transaction-request": request(kinds.TRANSACTION, HASH),
}
RESPONSES = {
    "run-response": response(RUN),
    "header-response": response([SCENE.tree.headers["1"], 1, 5, HASH * 3]),
    "broadcast-response": response(HASH),
    "watch-response": response(600),
    "transaction-response": response([200, b"\x01" * 100]),
    "seen-event": response([kinds.SEEN, HASH, None, b"\x01" * 200, 200, True, 1000, 0]),
    "mined-event": response([kinds.MINED, HASH, 5, None, 200, HASH]),
    "gone-event": response([kinds.GONE, HASH, None, HASH]),
    "covered-event": response([messages.COVERED, 5, 9]),
    "refusal": messages.response(7, messages.NOT_FOUND, "no such block"),
}
ABOUT = {"version": "0.2.0", "capabilities": ["proof", "run"], "height": 5, "node": "following"}
PUBLISHED = {
    "headers": RUN,
    "presence": messages.presence(True, ABOUT),
    "gone": messages.presence(False),
}
PROVED = [HASH, 5, "proved", "work", [2]]
REPORT = [messages.VERSION, True, "synced", 7, HASH, {"NoAnswer": 3}, PROVED, "portable", ["SHA-256"]]
KINDS = {name.removesuffix("-request"): decode(data)[1] for name, data in REQUESTS.items()}
EVENTS = [name for name in RESPONSES if name.endswith("-event")]


@pytest.mark.parametrize("rule", REQUESTS)
def test_every_request_has_its_shape_and_no_other(rule):
    assert check(BASE + "req/till-7", REQUESTS[rule]) == rule
    assert [name for name, shape in SHAPES.items() if holds(shape, REQUESTS[rule])] == [rule]


@pytest.mark.parametrize("rule", RESPONSES)
def test_every_response_has_its_shape(rule):
    kind = KINDS["watch" if "event" in rule else rule.removesuffix("-response")] if rule != "refusal" else None
    assert check(BASE + "res/till-7", RESPONSES[rule], kind) == rule
    if kind != kinds.BROADCAST and kind != messages.RUN:  # whose bodies could be those of other kinds
        assert check(BASE + "res/till-7", RESPONSES[rule]) == rule


def test_bodies_of_bytes_are_read_if_it_is_known_what_was_asked():
    block = Block(load("blocks/bcoin_482683.blk"))
    proof = block.bundle("mainnet", 3).serialize()
    tx = block.transaction(3).serialize()
    for name, body in (("run", RUN), ("proof", proof), ("transaction", tx), ("filter", filters.build(HASH, [PAYEE]))):
        topic = BASE + "res/till-7"
        rule = ("first-" if name == "transaction" else "") + name + "-response"
        assert check(topic, response(body), KINDS[name]) == rule
        with pytest.raises(LightClientError):
            check(topic, response(body + b"\x00"), KINDS[name])


def test_all_refusals_and_events_have_their_shape():
    for status in range(1, 7):
        assert check(BASE + "res/x", messages.response(7, status, "é" * 200)) == "refusal"
    for transaction in (None, b"\x01"):
        for rate in (None, 0, 1 << 40):
            seen = [kinds.SEEN, HASH, None, transaction, 300, False, rate, 2]
            assert check(BASE + "res/x", response(seen), messages.WATCH) == "seen-event"
            with pytest.raises(NotOfTheProtocol):
                check(BASE + "res/x", response([kinds.MINED, *seen[1:]]))
        mined = [kinds.MINED, HASH, 5, transaction, 300, HASH]
        assert check(BASE + "res/x", response(mined), messages.WATCH) == "mined-event"
    for rival in (None, HASH):
        assert check(BASE + "res/x", response([kinds.GONE, HASH, None, rival]), messages.WATCH) == "gone-event"


def test_what_a_session_sends_has_its_shape():
    for want in SCENE.wants:
        if want[0] == "send":
            assert check(BASE + "req/till-7", want[1]) == "run-request"


def test_real_headers_have_their_shape():
    run = header.split(load("headers_mainnet/main_822527_830592.bin.xz"))
    base = topics.base("mainnet", "gw")
    for number in range(822_592 // 64, 822_592 // 64 + 20):
        start = number * 64 - 822_527
        batch = packed.serialize(number * 64, run[start : start + 64])
        assert check(f"{base}headers/{number}", batch) == "batch"
        with pytest.raises(NotOfTheProtocol):
            check(f"{base}headers/{number + 1}", batch)
    assert check(base + "tip", packed.serialize(830_581, run[-12:])) == "tip"
    assert check(base + "tip", packed.serialize(0, [])) == "tip"
    assert check(base + "status", messages.presence(True, ABOUT)) == "presence"
    assert check(base + "status", messages.presence(True, {**ABOUT, "later": [1]})) == "presence"
    assert check(base + "status", messages.presence(False)) == "gone"


def test_reports_of_devices_have_their_shape():
    topic = "lc/1/devices/meter-7"
    for faults in ({}, {"NoAnswer": 3, "NotSaved": 1}):
        for proved in (None, PROVED):
            assert check(topic, encode([*REPORT[:5], faults, proved, *REPORT[7:]])) == "device-report"
    assert check(topic, encode([messages.VERSION, False])) == "device-gone"
    for fields in broken(REPORT):
        proved = fields[6] if len(fields) > 6 else None
        if isinstance(proved, list) and proved[:4] == PROVED[:4] and proved[4:] in ([[]], [[2, 0]]):
            continue  # as many amounts as the kind of finality has
        if fields[:5] != REPORT[:5] or (fields[5] != {} and fields[6:7] != [None] and fields[8:] != [[]]):
            with pytest.raises((NotOfTheProtocol, LightClientError)):
                check(topic, cbor2.dumps(fields, canonical=True))
    with pytest.raises(NotOfTheProtocol):
        check(topic, encode([*REPORT[:5], {"NoAnswer": "often"}, None, *REPORT[7:]]))


# -- no other message has it


ALL = {**PUBLISHED, **REQUESTS, **RESPONSES}


# What is changed into another message of the same rule. pycddl takes the last one; `check` does not.
STILL_GOOD = {
    "gone": [[1, True]],
    "gone-event": [[7, OK, [kinds.GONE, HASH, None, None]]],
    "seen-event": [
        [7, OK, [kinds.SEEN, HASH, None, None, 200, True, 1000, 0]],
        [7, OK, [kinds.SEEN, HASH, None, b"\x01" * 200, 200, True, None, 0]],
    ],
    "proof-request": [
        [7, kinds.PROOF, MAX_MESSAGE, [HASH, 0, 800_001, None, False]],
        [7, kinds.PROOF, MAX_MESSAGE, [HASH, 0, 800_001, 800_000, True]],
    ],
    "transaction-request": [[7, kinds.TRANSACTION, MAX_MESSAGE, [HASH, None, 0]]],
    "watch-request": [
        [7, messages.WATCH, MAX_MESSAGE, [scripts, 600, 7]] for scripts in ([], [PAYEE], [b""], [PAYEE, b"", b""])
    ]
    + [[7, messages.WATCH, MAX_MESSAGE, []]],
}


@pytest.mark.parametrize("rule", ALL)
def test_a_field_dropped_added_or_of_another_type_has_not_the_shape(rule):
    count = 0
    for changed in broken(decode(ALL[rule])):
        if changed not in STILL_GOOD.get(rule, []):
            assert not holds(SHAPES[rule], cbor2.dumps(changed, canonical=True)), changed
            count += 1
    assert count > 10
    with pytest.raises(NotOfTheProtocol):
        check(BASE + "req/x", encode(STILL_GOOD["watch-request"][-1]))


@pytest.mark.parametrize(
    ("rule", "path", "sizes"),
    [
        ("headers", [1], (31, 33)),
        ("run-request", [3], (0, 35, 2305)),
        ("transaction-request", [3, 0], (31, 33)),
        ("proof-request", [3, 0], (31, 33)),
        ("filter-request", [3], (31, 33)),
        ("watch-request", [3, 0, 0], (65,)),
        ("header-response", [2, 0], (79, 81)),
        ("header-response", [2, 3], (2081,)),
        ("broadcast-response", [2], (31, 33)),
        ("seen-event", [2, 1], (31, 33)),
    ],
)
def test_a_field_of_another_size_has_not_the_shape(rule, path, sizes):
    for size in sizes:
        fields = decode(ALL[rule])
        inner = fields
        for index in path[:-1]:
            inner = inner[index]
        inner[path[-1]] = bytes(size)
        assert not holds(SHAPES[rule], encode(fields)), size


def test_numbers_have_32_bits_and_watches_512_scripts():
    for rule in [*REQUESTS, *RESPONSES]:
        fields = decode(ALL[rule])
        assert not holds(SHAPES[rule], encode([1 << 32, *fields[1:]]))
        assert holds(SHAPES[rule], encode([(1 << 32) - 1, *fields[1:]]))
    for count in (0, 16, 512, 513):
        fits = holds(SHAPES["watch-request"], request(messages.WATCH, [[PAYEE] * count, 600, 7]))
        assert fits == (count <= 512)


@pytest.mark.parametrize(
    "topic",
    [
        "lc/2/regtest/gw/tip",
        "lc/1/regtest/tip",
        "lc/1/regtest/g w/tip",
        "lc/1/regtest/gw/tip/",
        "lc/1/regtest/gw/headers/01",
        "lc/1/regtest/gw/headers/",
        "lc/1/regtest/gw/res/",
        "lc/1/regtest/gw/req/a b",
        "tip",
    ],
)
def test_another_topic_is_none_of_the_protocol(topic):
    with pytest.raises((NotOfTheProtocol, LightClientError)):
        check(topic, RUN if "tip" in topic or "headers" in topic else RESPONSES["refusal"])


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("tip", b""),
        ("tip", RUN + b"\x00"),
        ("tip", RUN.replace(b"\x83\x01", b"\x83\x18\x01")),
        ("tip", PUBLISHED["presence"]),
        ("tip", packed.serialize(1, [bytes(SIZE)] * 150)),
        ("headers/0", RUN),
        ("status", encode([2, True])),
        ("status", RUN),
        ("req/x", RESPONSES["refusal"]),
        ("req/x", request(8, HASH)),
        ("req/x", request(messages.RUN, bytes(37))),
        ("req/x", request(kinds.BROADCAST, bytes(messages.MAX_REQUEST))),
        ("res/x", REQUESTS["run-request"]),
        ("res/x", messages.response(7, 7, "unknown")),
        ("res/x", encode([7, 1, "x" * 201])),
        ("res/x", response("text")),
    ],
)
def test_a_message_that_is_broken_is_noticed(topic, payload):
    with pytest.raises((NotOfTheProtocol, LightClientError)):
        check(BASE + topic, payload)


# -- the document


def tables():
    """Yield the rows of all tables of the document, as lists of cells."""
    for line in TEXT.splitlines():
        if line.startswith("|") and not line.startswith("|--"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


CONSTANTS = [row for row in tables() if len(row) == 4 and row[3].startswith("lightclient.")]


@pytest.mark.parametrize(("name", "value", "module"), [(row[0], row[1], row[3]) for row in CONSTANTS])
def test_the_constants_of_the_document_are_those_of_the_code(name, value, module):
    assert getattr(importlib.import_module(module), name) == int(value.replace(",", ""))


def test_no_constant_of_a_session_or_quorum_is_missing():
    for module in ("record", "asking", "quorum", "messages", "topics"):
        code = vars(importlib.import_module("lightclient.sync." + module))
        numbers = {name for name, value in code.items() if name.isupper() and type(value) is int}
        numbers -= {*NUMBERED, "TYPE_CHECKING", "MAX_UINT32"}
        assert numbers <= {row[0] for row in CONSTANTS}, module


NUMBERED = {row[1]: int(row[0]) for row in tables() if row[0].isdigit()}


def test_kinds_statuses_and_events_are_numbered_as_in_the_code():
    code = {**vars(messages), **vars(kinds)}
    assert {name: code[name] for name in NUMBERED} == NUMBERED
    assert len(NUMBERED) == 7 + 7 + 4


def test_states_are_named_as_in_the_code():
    quorum = importlib.import_module("lightclient.sync.quorum")
    for heading, states in (
        ("a gateway is", "OFFLINE BANNED SILENT CHALLENGING WITHHOLDING REFUSING BEHIND FOLLOWING"),
        ("the chain is", "STARTING CATCHING_UP UNCONFIRMED STALE SLOW SYNCED FORKED"),
    ):
        named = TEXT.split(f"| {heading} |")[1].split("\n\n")[0]
        rows = [line.split("|")[1].strip() for line in named.splitlines()[2:]]
        assert rows == [getattr(quorum, state) for state in states.split()]


@pytest.mark.parametrize("mark", ["Silent", "Refused", "Unlinked", "Withheld"])
def test_marks_are_named_as_in_the_code(mark):
    assert f"marks `{mark}`" in TEXT
    assert f'"{mark}"' in (ROOT / "lightclient/sync/session.py").read_text()


def test_the_access_list_is_the_one_that_the_command_prints():
    printed = invoke("gateway", "acl", "--network", "regtest", "--name", "gw").stdout
    for verb, topic in (
        ("read", "tip"),
        ("read", "headers/+"),
        ("read", "status"),
        ("write", "req/%u"),
        ("read", "res/%u"),
    ):
        assert f"pattern {verb} {BASE}{topic}\n" in printed + "\n"
    assert "pattern write lc/1/devices/%u\n" in printed
    assert printed.count("pattern ") == 6 and f"topic readwrite {BASE}#" in printed
    assert "subscribe to `tip`, `headers/+`, `status` and its own `res/CLIENT`; publish to its own `req/CLIENT`" in TEXT


EXAMPLES = [
    bytes.fromhex("".join(line.split(";")[0] for line in block.splitlines()))
    for block in re.findall(r"```hex\n(.*?)```", TEXT, re.DOTALL)
]


def test_the_example_is_what_the_code_says():
    asks, answers = EXAMPLES
    topic, other = re.findall(r"^    (lc/1/\S+)$", TEXT, re.MULTILINE)
    assert (check(topic, asks), check(other, answers, messages.RUN)) == ("run-request", "run-response")
    scene = Hand(2)
    assert scene.wants[-1] == ("send", asks)
    assert answers == messages.response(101, OK, headers(scene.tree, "1 2"))
    _, status, body = messages.parse_response(answers)
    scene.session.answer(status, body, 1)
    assert scene.ledger.height == 2


# -- what it says about sizes


def test_a_batch_of_the_largest_headers_fits():
    run = []
    for index in range(topics.BATCH):
        fields = (1 + index, bytes(32), bytes(32), 10**9 * (1 + index % 2), 1 + index, 0)
        run.append(header.serialize(*fields))
    message = packed.serialize(0xFFFFFFFF, run)
    assert len(message) == 49 * topics.BATCH + len(encode([0xFFFFFFFF, bytes(32), bytes(49 * topics.BATCH)])) - 49 * 64
    assert len(message) <= MAX_MESSAGE


def test_a_mainnet_header_takes_about_as_many_bytes_as_it_says():
    run = header.split(load("headers_mainnet/main_822527_830592.bin.xz"))
    mean = len(packed.serialize(822_527, run[: topics.BATCH])) / topics.BATCH
    assert f"about {mean:.0f} bytes" in TEXT or f"about {mean - 1:.0f} bytes" in TEXT
