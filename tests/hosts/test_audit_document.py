"""docs/audit.md and docs/audit.cddl: the real records have that shape, no other has, and what is named is there."""

import re
from decimal import Decimal

import cbor2
import pytest

from lightclient.audit import receipt, record, senml
from lightclient.audit.errors import BadSavedHead
from lightclient.audit.evidence import FORMS
from lightclient.audit.others import ROUNDS, Other
from lightclient.audit.record import Record, elsewhere, inline
from lightclient.audit.registration import Registered
from lightclient.codec.cbor import decode, encode
from lightclient.errors import LightClientError
from lightclient.evidence import envelope
from lightclient.identity import cose, registration, registry
from lightclient.identity.algorithms import OTHERS, SUPPORTED
from lightclient.identity.registry import revoke
from lightclient.identity.replay import Counter, Window
from lightclient.store.slots import SlotStore
from tests.hosts.test_error_sentences import errors
from tests.portable.site import NOW, Holder, Log, readings
from tests.portable.test_disclosure import made as fields_of
from tests.portable.test_enrolment import OPERATOR, OPERATOR_KEY, credential, filled
from tests.portable.test_log_evidence import SITE, STATEMENTS, evidence_of, ledger
from tests.portable.test_outbox import Meter
from tests.portable.test_registration import ledger as registering
from tests.portable.test_registration import said, shown
from tests.portable.test_replay import Flash
from tests.support.cddl import broken, holds, shape
from tests.support.command import ROOT

TEXT = (ROOT / "docs/audit.md").read_text()
CDDL = (ROOT / "docs/audit.cddl").read_text()


def records():
    """Yield (name of the shape, record) of all that is written."""
    yield from (("record", each.record().serialize()) for each in STATEMENTS[:2])
    for body in (inline(b"x"), elsewhere(b"x")):
        yield "record", Record("meter-7", 1, None, None, "reading", body).serialize()
    fields, committed = fields_of()
    yield "record", committed.serialize()
    yield "shown-fields", fields.show(["energy", "open"])
    yield "inclusion", bytes(envelope.parse(evidence_of()).body)
    yield "split", encode([SITE.note(), SITE.note(size=8)])
    kept = ledger()
    yield "saved-head", b"".join(kept.parts())
    kept.state.take(SITE.note())
    yield "saved-head", b"".join(kept.parts())
    kept.restore(b"".join(kept.parts()))
    kept.heard(Log(readings(9, holder=Holder(3))).note())
    yield "forked-head", b"".join(kept.parts())
    kept.others = [Other(kept, Log(STATEMENTS[:5]).note(), rounds=ROUNDS)]
    yield "doubted-head", b"".join(kept.parts())
    kept = ledger(saved=encode(["LCH3", *decode(b"".join(kept.parts()))[1:3], b"", [Log(STATEMENTS[:5]).note()]]))
    yield "doubted-head", b"".join(kept.parts())
    flash = Flash()
    Counter(SlotStore(flash)).next()
    yield "counter", SlotStore(flash).load()
    meter = Meter()
    outbox = meter.open()
    meter.add(outbox, 2)
    outbox.save()
    yield "outbox", SlotStore(meter.flash).load()
    window = Window()
    window.take(7, 1_900_000_000)
    yield "window", window.serialize()
    listed = revoke(OPERATOR, "site.example", 3, 1_900_000_000, {b"1": 5, b"2": 6})
    yield "revocation-list", cose.parse(listed).payload
    made = filled(credential())
    yield "registry", made.serialize()
    made.take_list(listed)
    yield "registry", made.serialize()
    for name in ("meter-7", "nobody"):
        yield "registration", registration.of_registry(made, "site.example", name, 1_900_000_000).serialize()
    for statements in ((), (said(4), said(5, device="meter-8", found=filled(credential(device="meter-8"))))):
        yield "registrations", known_of(statements)
    for message in (STATEMENTS[0].message, SITE.receipt(3).message):
        yield "message", message.serialize(tagged=False)
    shown = SITE.receipt(3)
    yield "inclusion-proof", shown.message.unprotected[receipt.PROOFS][receipt.INCLUSION][0]


def known_of(statements):
    """Return what a receiver keeps of these."""
    flash = Flash()
    known = Registered(registering(), store=SlotStore(flash))
    for each in statements:
        known.take(shown(each), NOW)
    return SlotStore(flash).load() or encode(["LCJ1", *known._of, []])


def saved(data):
    flash = Flash()
    SlotStore(flash).save(data)
    Registered(registering(), store=SlotStore(flash))


def test_the_measurements_are_a_record_of_senml():
    (code,) = [text for text in re.findall(r"```python\n(.+?)```", TEXT, re.DOTALL) if "senml" in text]
    names = {}
    exec(code, names)
    assert [one.value for one in senml.parse(names["made"].body[1])] == [(215, -1), True]
    assert cbor2.loads(names["pack"])[0][2] == Decimal("21.5") and names["made"].content == "application/senml+cbor"


@pytest.mark.parametrize(("name", "data"), list(records()), ids=lambda value: value if isinstance(value, str) else "")
def test_records_have_their_shape(name, data):
    assert holds(shape(name, CDDL), data)


def restore(data):
    if ledger().restore(data):
        raise BadSavedHead(why="told")


READERS = {
    "record": record.parse,
    "saved-head": restore,
    "forked-head": restore,
    "doubted-head": restore,
    "registration": registration.parse,
    "registrations": saved,
    "registry": lambda data: registry.parse(data, OPERATOR_KEY, "site.example"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_what_has_another_shape_is_refused(name):
    refused = 0
    for found, data in records():
        if found != name:
            continue
        for fields in broken(decode(data)):
            try:
                other = encode(fields)
            except LightClientError:
                continue  # a float
            if not holds(shape(name, CDDL), other):
                with pytest.raises(LightClientError):
                    READERS[name](other)
                refused += 1
    assert refused > 20


def test_every_error_that_is_named_exists():
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", TEXT)) - {"H", "LogNetwork"}
    rules = TEXT[TEXT.index("## Rules") : TEXT.index("## Evidence")]
    named |= set(re.findall(r"`([A-Z][a-z]+[A-Za-z]+)`", rules))
    assert len(named) > 20
    assert named <= set(errors()), named - set(errors())


def test_forms_and_algorithms_are_all_named():
    for form in FORMS:
        assert f"| `{form}` |" in TEXT
    for number, name in SUPPORTED.items():
        assert f"{name} ({number})" in TEXT
    assert "ML-DSA-44" in OTHERS.values()


@pytest.mark.slow
def test_the_sizes_are_real():
    made = readings(1000)
    site = Log(made)
    sizes = re.search(r"takes (\d+) bytes, a receipt in a log of 1,000 takes (\d+), and .* (\d+)\.", TEXT, re.DOTALL)
    found = [len(made[500].serialize()), len(site.receipt(500).serialize()), len(site.proof(500).serialize())]
    assert [int(size) for size in sizes.groups()] == found
