from hashlib import sha256

from lightclient.audit import record, statement
from lightclient.audit.devicechain import DeviceChain, conflict
from lightclient.audit.errors import (
    DeviceForked,
    OtherBody,
    OtherDevice,
    OtherLog,
    RecordRepeated,
    RecordsMissing,
    TailCut,
    TimeWentBack,
)
from lightclient.audit.record import Record, elsewhere, inline
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.identity import algorithms, cose, key
from lightclient.identity.errors import CriticalHeader, SignatureInvalid
from tests.portable.site import DEVICE, DEVICE_KEY, NOW, ORIGIN, Holder, Log, readings
from tests.portable.support import raises

STATEMENTS = readings(6)
RECORDS = [each.record() for each in STATEMENTS]


def like(old, **changes):
    fields = {name: getattr(old, name) for name in ("device", "sequence", "previous", "time", "content", "body")}
    fields.update(changes)
    return Record(**fields)


def test_records_come_back():
    for made in [
        Record("d", 1, None, None, "c", inline(b"")),
        Record("d" * 64, (1 << 64) - 1, bytes(32), (NOW, 0, 2), "text/plain", elsewhere(b"a large body")),
        Record("d", 2, bytes(32), (0, 0, 0), "c", (2, bytes(32), 3)),
    ] + RECORDS:
        found = record.parse(made.serialize())
        assert found.serialize() == made.serialize() and found.hash() == sha256(made.serialize()).digest()
        assert (found.device, found.sequence, found.time, found.body) == (
            made.device,
            made.sequence,
            made.time,
            made.body,
        )


def test_records_that_are_none():
    good = decode(RECORDS[1].serialize())
    for index, wrong in (
        (0, "LCA2"),
        (1, ""),
        (1, "two words"),
        (1, "d" * 65),
        (5, "c" * 65),
        (1, b"d"),
        (1, "\u00e9"),
        (2, 0),
        (2, -1),
        (2, True),
        (2, "2"),
        (3, None),
        (3, bytes(31)),
        (4, 5),
        (4, []),
        (4, [1, 2]),
        (4, [1, 2, 3]),
        (4, [-1, 0, 0]),
        (4, [True, 0, 0]),
        (5, ""),
        (5, None),
        (6, b"body"),
        (6, []),
        (6, [0]),
        (6, [0, "text"]),
        (6, [0, b"", b""]),
        (6, [1, bytes(31), 1]),
        (6, [1, bytes(32), -1]),
        (6, [1, bytes(32)]),
        (6, [3, bytes(32), 1]),
        (6, [False, b""]),
        (6, [None]),
    ):
        fields = list(good)
        fields[index] = wrong
        with raises(BadSchema):
            record.parse(encode(fields))
    for wrong in (good[:6], good + [0], {}, 1):
        with raises(BadSchema):
            record.parse(encode(wrong))
    with raises(BadSchema):
        like(RECORDS[0], previous=bytes(32))
    limit, record.MAX_BODY = record.MAX_BODY, 8  # a board has no room for a body that is too large
    try:
        like(RECORDS[0], body=inline(bytes(8)))
        with raises(BadSchema):
            like(RECORDS[0], body=inline(bytes(9)))
    finally:
        record.MAX_BODY = limit


def test_a_body_is_held_against_what_the_record_says():
    RECORDS[0].check_body(b"21001 mC")
    far = like(RECORDS[0], body=elsewhere(b"a large body"))
    far.check_body(b"a large body")
    for holder, data in ((RECORDS[0], b"21002 mC"), (far, b"a large bodY"), (far, b"")):
        with raises(OtherBody):
            holder.check_body(data)
    with raises(OtherBody):
        like(RECORDS[0], body=(2, sha256(b"x").digest(), 1)).check_body(b"x")


def test_a_chain_takes_all_records_in_order():
    chain = DeviceChain("meter-7")
    for each in RECORDS:
        chain.take(each)
    chain.check_tail(6)
    assert chain.sequence == 6 and chain.newest == RECORDS[5].hash()
    with raises(TailCut):
        chain.check_tail(7)
    resumed = DeviceChain("meter-7", 3, RECORDS[2].hash())
    resumed.take(RECORDS[3])


def test_a_chain_shows_what_is_wrong():
    #   1 - 2 - 3 - 4 - 5 - 6
    #        \
    #         3b - 4b
    third = like(RECORDS[2], body=inline(b"other"))
    fourth = like(RECORDS[3], previous=third.hash())

    def after(*records):
        chain = DeviceChain("meter-7")
        for each in records:
            chain.take(each)
        return chain

    for taken, next_, error in (
        (RECORDS[:1], RECORDS[2], RecordsMissing),
        ((), RECORDS[1], RecordsMissing),
        (RECORDS[:3], RECORDS[2], RecordRepeated),
        (RECORDS[:3], RECORDS[0], RecordRepeated),
        (RECORDS[:3], third, DeviceForked),
        (RECORDS[:3], fourth, DeviceForked),
        (RECORDS[:2], like(RECORDS[2], device="meter-8"), OtherDevice),
        (RECORDS[:1], like(RECORDS[1], time=(NOW, 5, 0)), TimeWentBack),
    ):
        chain = after(*taken)
        stands = chain.sequence, chain.newest
        with raises(error):
            chain.take(next_)
        assert (chain.sequence, chain.newest) == stands
    missing = after(RECORDS[0])
    with raises(RecordsMissing) as caught:
        missing.take(RECORDS[4])
    assert (caught.error.fields["first"], caught.error.fields["last"]) == (2, 4)


def test_time_may_be_unknown_or_unsure():
    chain = DeviceChain("meter-7")
    for time in ((NOW, 10, 0), None, (NOW - 15, 5, 1), (NOW + 100, 200, 0), (NOW - 10, 0, 2)):
        chain.take(Record("meter-7", chain.sequence + 1, chain.newest, time, "c", inline(b"")))
    with raises(TimeWentBack):
        chain.take(Record("meter-7", 6, chain.newest, (NOW - 11, 0, 0), "c", inline(b"")))


def test_two_records_of_a_forked_device_show_it():
    third = like(RECORDS[2], body=inline(b"other"))
    assert conflict(RECORDS[2], third)
    assert conflict(third, RECORDS[3]) and conflict(RECORDS[3], third)
    assert not conflict(RECORDS[2], RECORDS[2])
    assert not conflict(RECORDS[2], RECORDS[3])
    assert not conflict(third, RECORDS[4])  # one between them is not known
    assert not conflict(RECORDS[2], like(third, device="meter-8"))


def test_statements_come_back():
    for algorithm in algorithms.SUPPORTED:
        made = readings(1, algorithm=algorithm)[0]
        found = statement.parse(made.serialize())
        found.verify(key.of_signer(DEVICE, algorithms.KINDS[algorithm]))
        found.check_log(ORIGIN)
        assert found.record().serialize() == made.record().serialize()
        assert found.entry() == made.entry() == sha256(made.serialize()).digest()


def test_receipts_change_neither_entry_nor_signature():
    made = statement.parse(STATEMENTS[2].serialize())
    made.receipts = [Log(STATEMENTS).receipt(2).serialize()]
    found = statement.parse(made.serialize())
    assert found.receipts == made.receipts
    assert found.entry() == STATEMENTS[2].entry() and found.leaf() == STATEMENTS[2].leaf()
    found.verify(DEVICE_KEY)


def test_a_statement_is_of_one_device_and_one_log():
    with raises(OtherLog):
        STATEMENTS[0].check_log("other.example/log")
    with raises(SignatureInvalid):
        STATEMENTS[0].verify(key.of_signer(Holder(5), "ed25519"))
    signed = STATEMENTS[0].message
    for claims in (None, 5, {1: "meter-8", 2: "reading"}, {1: "meter-7", 2: "alarm"}, {2: "reading"}):
        headers = {3: "application/cbor"}
        if claims is not None:
            headers[15] = claims
        other = statement.Statement(cose.sign(DEVICE, algorithms.ED25519_ALG, signed.payload, headers))
        with raises(BadSchema):
            other.record()
        with raises(OtherLog):
            other.check_log(ORIGIN)
    critical = cose.sign(DEVICE, algorithms.ED25519_ALG, signed.payload, {2: [258], 258: 1})
    with raises(CriticalHeader):
        statement.Statement(critical).verify(DEVICE_KEY)


def test_statements_that_are_none():
    signed = STATEMENTS[0].message
    for unprotected in ({394: b"receipt"}, {394: ["receipt"]}, {394: [b""] * 9}):
        bad = cose.Sign1(signed.protected, unprotected, signed.payload, signed.signature)
        with raises(BadSchema):
            statement.parse(bad.serialize())
    protected = cose.sign(DEVICE, algorithms.ED25519_ALG, signed.payload, {394: [b"x"]})
    with raises(BadSchema):
        statement.parse(protected.serialize())
    detached = cose.Sign1(signed.protected, {}, None, signed.signature)
    with raises(BadSchema):
        statement.parse(detached.serialize()).record()
