"""The path that evidence takes, in steps to draw: record -> leaf -> nodes -> head -> witnesses -> anchor."""

from __future__ import annotations

from typing import Any, NamedTuple

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit import receipt, statement
from lightclient.audit.anchored import ANCHOR
from lightclient.audit.evidence import DEVICE, RECORD, SPLIT, fields_of
from lightclient.audit.finality import WITNESSES, Anchored
from lightclient.audit.hosts.bodyfile import FILE
from lightclient.audit.record import ELSEWHERE, INLINE
from lightclient.evidence import envelope
from lightclient.evidence.verdict import Verdict
from lightclient.identity.cwt import ISS
from lightclient.merkle.log import inclusion_root
from lightclient.web.languages import N_
from lightclient.web.tones import BAD, COMING, GOOD, WAIT

MAX_TEXT = 2000  # characters of a body that are shown
CODE, TIME, WORDS = "code", "time", "words"  # how a value is shown, where it is no plain text


class Line(NamedTuple):
    """Something that is known of a step. form: CODE for machines, TIME in Unix seconds, WORDS of ours, or as it is."""

    label: str
    value: Any
    form: str = ""


class Step(NamedTuple):
    """One step of a path. tone: of web/tones.py. says: what that means here.

    pairs: hashes of two nodes each, from the leaf upwards.
    """

    kind: str
    tone: str
    title: str
    says: str
    lines: tuple[Line, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def path(origin: str, data: bytes, form: str, verdict: Verdict) -> list[Step]:
    """Return the steps of a record, from itself to what it rests on. Its evidence has been judged."""
    index, head, anchors = 0, None, []
    if form == RECORD:
        made, index, nodes, note, anchors = fields_of(bytes(envelope.parse(data).body), 5)
        found = statement.parse(made)
        head = heads.parse(notes.parse(note).text)
        size, root = head.size, head.root
    else:
        found = statement.parse(envelope.parse(data).body if envelope.is_envelope(data) else data)
        # One after the other, as they were judged: what stands behind ours was not looked at.
        ours = next(one for one in map(receipt.parse, found.receipts) if one.issuer == origin)
        (size, index), nodes = ours.numbers, ours.path
    pairs: list[tuple[str, str]] = []
    climbed = inclusion_root(
        found.leaf(), index, size, nodes, lambda left, right: pairs.append((left.hex(), right.hex()))
    )
    if head is None:
        root = climbed
    steps = [
        _record(found, verdict),
        Step("leaf", GOOD, N_("Leaf"), N_("The hash of the record, as the log has it."), _leaf(found, index)),
    ]
    if pairs:
        says = N_("Each two hashes make the one above them, up to the root.")
        steps.append(Step("nodes", GOOD, N_("Nodes"), says, (), tuple(pairs)))
    lines = (Line(N_("Log"), origin), Line(N_("Records"), size), Line(N_("Root"), root.hex(), CODE))
    says = N_("The log has signed this root.")
    steps.append(Step("head", GOOD, N_("Head of the log"), says, lines))
    return [*steps, _witnesses(verdict), *_anchors(anchors, verdict)]


def _record(found: statement.Statement, verdict: Verdict) -> Step:
    lines = [Line(N_("Entry"), found.entry().hex(), CODE)]
    title = N_("Statement")
    if found.is_record():
        title = N_("Record")
        record = found.record()
        lines = [
            Line(N_("Device"), record.device),
            Line(N_("Number"), record.sequence),
            Line(N_("Content"), record.content),
            *lines,
        ]
        if record.time:
            lines.append(Line(N_("Dated"), record.time[0], TIME))
        lines.append(_body(record.body))
    elif isinstance(found.claim(ISS), str):
        lines.append(Line(N_("Device"), found.claim(ISS)))
    says = N_("Its device has signed it.")
    if DEVICE not in verdict.checks:
        says = N_("The signature of the device was not checked: the log's policy names no keys of devices.")
    if FILE in verdict.checks:
        lines.append(Line(N_("File"), N_("It is the one of this record."), WORDS))
    return Step("record", GOOD if DEVICE in verdict.checks else WAIT, title, says, tuple(lines))


def _body(body: tuple[Any, ...]) -> Line:
    if body[0] == ELSEWHERE:
        return Line(N_("SHA-256 of the body"), body[1].hex(), CODE)
    if body[0] != INLINE:
        return Line(N_("Root of the fields"), body[1].hex(), CODE)
    try:
        text = body[1].decode()
    except UnicodeDecodeError:
        text = ""
    readable = text and all(each.isprintable() or each in "\n\t" for each in text)
    return Line(N_("Body"), (text if readable else body[1].hex())[:MAX_TEXT], "" if readable else CODE)


def _leaf(found: statement.Statement, index: int) -> tuple[Line, ...]:
    return Line(N_("Place"), index), Line(N_("Hash"), found.leaf().hex(), CODE)


def _witnesses(verdict: Verdict) -> Step:
    finality: Any = verdict.finality
    endorsed = finality.endorsed if isinstance(finality, Anchored) else finality
    tone, says = GOOD, N_("Enough witnesses have seen this head, so nobody is shown another one.")
    if WITNESSES in verdict.missing:
        tone, says = COMING, N_("Too few witnesses have seen this head.")
    elif WITNESSES in verdict.skipped:
        tone, says = WAIT, N_("The policy asks for no witnesses: the log's word is all there is.")
    lines = [Line(N_("Seen by"), name) for name in endorsed.names]
    if endorsed.time:
        lines.append(Line(N_("Seen at"), endorsed.time, TIME))
    return Step("witnesses", tone, N_("Witnesses"), says, tuple(lines))


def _anchors(anchors: list[bytes], verdict: Verdict) -> list[Step]:
    """Return a step for each chain that the evidence says to hold the head."""
    steps = []
    title = N_("Anchor in a main chain")
    for data in anchors:
        name = envelope.parse(data).ledger
        finality: Any = verdict.finality
        line = Line(N_("Chain"), name, CODE)
        if f"{ANCHOR} {name}" in verdict.skipped:
            says = N_("This server does not follow that chain, so nothing is known of it.")
            steps.append(Step("anchor", WAIT, title, says, (line,)))
            continue
        lines = [line]
        if not isinstance(finality, Anchored):
            says = N_("That chain is promised to hold the hash of the head.")
            steps.append(Step("anchor", COMING, title, says, (line,)))
            continue
        if finality.through.ledger == name:
            place = finality.through.place
            lines += [Line(N_("Block"), place.height), Line(N_("Before"), place.time, TIME)]
        waits = [each for each in verdict.missing if each != WITNESSES]
        says = N_("That chain holds the hash of the head.")
        if waits:
            says = N_("That chain holds the hash of the head, and has to go on before it counts.")
        steps.append(Step("anchor", COMING if waits else GOOD, title, says, tuple(lines)))
    return steps


def contradiction(form: str, data: bytes) -> list[Step]:
    """Return the two things that cannot both be."""
    steps = []
    for one in fields_of(bytes(envelope.parse(data).body), 2):
        if form == SPLIT:
            head = heads.parse(notes.parse(one).text)
            lines = (
                Line(N_("Log"), head.origin),
                Line(N_("Records"), head.size),
                Line(N_("Root"), head.root.hex(), CODE),
            )
            steps.append(Step("head", BAD, N_("Head of the log"), N_("The log has signed this root."), lines))
        else:
            found = statement.parse(one)
            record = found.record()
            own = (Line(N_("Device"), record.device), Line(N_("Number"), record.sequence))
            lines = (*own, Line(N_("Entry"), found.entry().hex(), CODE))
            steps.append(Step("record", BAD, N_("Record"), N_("Its device has signed it."), lines))
    return steps
