"""Messages held against docs/protocol.cddl: those that a test makes, and those that are seen on a real broker."""

import re

from lightclient.bitcoin import bundle, filters, locators, packed, transaction
from lightclient.codec.cbor import decode
from lightclient.sync import messages, topics
from tests.support.cddl import holds, shape
from tests.support.command import ROOT

CDDL = (ROOT / "docs/protocol.cddl").read_text()
RULES = re.findall(r"^(\S+) = \[", CDDL, re.MULTILINE)
SHAPES = {rule: shape(rule, CDDL) for rule in RULES}
REQUESTS = [rule for rule in RULES if rule.endswith("-request")]
ANSWERS = [rule for rule in RULES if rule.endswith(("-response", "-event"))]
TOPIC = re.compile(r"lc/1/[a-z0-9]+/([^/+#]+)/(tip|status|headers/(0|[1-9]\d*)|(?:req|res)/([^/+#]+))")
DEVICES = "lc/1/devices/"


class NotOfTheProtocol(Exception):
    pass


def check(topic, payload, asked=None):
    """Return the rule of docs/protocol.cddl that a message follows on its topic; raise if there is none.

    asked: the kind of request that a response answers, if it is known. Without it several rules can hold for an answer
    whose body is bytes; the first one is returned. Raises NotOfTheProtocol or what the decoders of the library raise.
    """
    if topic.startswith(DEVICES):
        topics.check_name(topic.removeprefix(DEVICES))
        fields = decode(payload)
        rule = _one(["device-report", "device-gone"], payload)
        if rule == "device-report" and not isinstance(fields[5], dict):  # pycddl takes [] for an empty map
            raise NotOfTheProtocol("a report whose faults are no map")
        return rule
    place = TOPIC.fullmatch(topic)
    if not place:
        raise NotOfTheProtocol(f"no topic of version 1: {topic}")
    gateway, suffix, number, client = place.groups()
    topics.check_name(gateway)
    decode(payload)  # deterministic CBOR, whatever its shape
    if client:
        topics.check_name(client)
        return _request(payload) if suffix.startswith(topics.REQUESTS) else _response(payload, asked)
    if len(payload) > messages.MAX_MESSAGE:
        raise NotOfTheProtocol(f"{len(payload)} bytes for everyone on {topic}")
    if suffix == topics.STATUS:
        return _one(["presence", "gone"], payload)
    _one(["headers"], payload)
    height, run = packed.parse(payload)
    if number is None:
        return "tip"
    count = len(run[0]) if run else 0
    if height != int(number) * topics.BATCH or count != topics.BATCH:
        raise NotOfTheProtocol(f"{count} headers from {height} on {topic}")
    return "batch"


def _request(payload):
    if len(payload) > messages.MAX_REQUEST:
        raise NotOfTheProtocol(f"a request of {len(payload)} bytes")
    rule = _one(REQUESTS, payload)
    _, kind, _, argument = messages.parse_request(payload)
    if kind == messages.RUN:
        locators.parse_locator(argument)
    if kind == messages.WATCH and len(argument) != 3:  # pycddl takes [] for an array that begins with an array
        raise NotOfTheProtocol("a watch without scripts and seconds")
    return rule


def _response(payload, asked):
    _, status, body = messages.parse_response(payload)
    if status != messages.OK:
        return _one(["refusal"], payload)
    if asked is None:
        return _one(ANSWERS, payload)
    kind = REQUESTS[asked - 1].removesuffix("-request")
    events = [rule for rule in ANSWERS if rule.endswith("-event")] if kind == "watch" else []
    first = [f"first-{kind}-response"] if kind == "transaction" else []
    rule = _one([kind + "-response", *events, *first], payload)
    if kind == "run":
        packed.parse(body)
    elif kind == "proof":
        bundle.parse(body)
    elif rule == "first-transaction-response":
        transaction.parse(body)
    elif kind == "filter":
        list(filters.values_of(body))
    return rule


def _one(rules, payload):
    for rule in rules:
        if holds(SHAPES[rule], payload):
            return rule
    raise NotOfTheProtocol(f"none of {', '.join(rules)}: {payload[:80].hex()}")
