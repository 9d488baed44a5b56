from lightclient.audit import disclosure
from lightclient.audit.errors import OtherBody
from lightclient.audit.record import Record, inline
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.merkle.errors import OutsideLog, PathLength
from tests.portable.support import raises

FIELDS = [("customer", "Ada"), ("energy", 21500), ("location", [52, 13]), ("tariff", None), ("open", True)]


class Random:
    """Salts that differ, and that a test can say."""

    def __init__(self):
        self.given = 0

    def __call__(self, count):
        self.given += 1
        return bytes([self.given]) * count


def made(fields=FIELDS):
    found = disclosure.make(fields, Random())
    return found, Record("meter-7", 1, None, None, "sale", found.body())


def test_single_fields_are_shown_and_the_others_stay_dark():
    found, record = made()
    for names in (["energy"], ["open", "customer"], [name for name, _ in FIELDS], []):
        shown = found.show(names)
        assert disclosure.shown(shown, record) == {name: value for name, value in FIELDS if name in names}
        if "customer" not in names:
            assert b"Ada" not in shown and bytes([1]) * 16 not in shown
    one, record = made([("only", 1)])
    assert disclosure.shown(one.show(["only"]), record) == {"only": 1}


def test_a_field_can_be_erased_and_the_record_stays_whole():
    found, record = made()
    found.erase("customer")
    for holder in (found, disclosure.parse(found.serialize())):
        assert holder.body() == record.body
        assert disclosure.shown(holder.show(["energy"]), record) == {"energy": 21500}
        with raises(BadSchema):
            holder.show(["customer"])
        with raises(BadSchema):
            holder.erase("customer")
    assert b"Ada" not in found.serialize()


def test_equal_values_have_different_leaves():
    found, _ = made([("a", 1), ("b", 1)])
    assert found.leaves[0] != found.leaves[1]
    again = disclosure.make([("a", 1), ("b", 1)], lambda count: b"\xff" * count)
    assert again.body() != found.body()


def test_what_is_shown_cannot_be_changed():
    found, record = made()
    good = decode(found.show(["energy", "open"]))
    for index, wrong in (
        (0, 0),
        (1, bytes(16)),
        (2, "Energy"),
        (3, 31500),
        (3, True),
        (4, good[2][0][4][:-32] + bytes(32)),
    ):
        fields = [list(each) for each in good[2]]
        fields[0][index] = wrong
        with raises(PathLength if index == 0 and wrong == 4 else OtherBody):
            disclosure.shown(encode([good[0], good[1], fields]), record)
    other, _ = made([("x", 1)] + FIELDS[1:])
    with raises(OtherBody):
        disclosure.shown(other.show(["energy"]), record)
    for wrong in (4, 6):
        with raises(OtherBody):
            disclosure.shown(encode([good[0], wrong, good[2]]), record)
    with raises(OtherBody):
        disclosure.shown(encode(good), Record("meter-7", 1, None, None, "sale", inline(b"")))


def test_shown_fields_that_are_none():
    found, record = made()
    good = decode(found.show(["energy", "open"]))
    first, second = good[2]
    for wrong in (
        good[:2],
        ["LCF2", 5, good[2]],
        ["LCF1", 5, first],
        ["LCF1", 5, {}],
        ["LCF1", 5, [second, first]],
        ["LCF1", 5, [first, first]],
        ["LCF1", 5, [first[:4]]],
        ["LCF1", 5, [[-1] + first[1:]]],
        ["LCF1", 5, [first[:4] + ["path"]]],
        ["LCF1", 5, [first[:4] + [bytes(7 * 32)]]],
        ["LCF1", 5, [[1, bytes(15)] + first[2:]]],
        ["LCF1", 5, [[1, first[1], "", 1, first[4]]]],
        ["LCF1", 5, [[1, first[1], 7, 1, first[4]]]],
    ):
        with raises(BadSchema):
            disclosure.shown(encode(wrong), record)
    with raises(OutsideLog):
        disclosure.shown(encode(["LCF1", 5, [[5] + first[1:]]]), record)
    with raises(BadSchema):
        disclosure.shown(range((1 << 15) + 1), record)


def test_fields_that_are_none():
    with raises(BadSchema):
        made([("a", 1), ("a", 2)])
    with raises(BadSchema):
        made([])
    with raises(BadSchema):
        made([("f" + str(number), number) for number in range(65)])
    with raises(BadSchema):
        made([("", 1)])
    with raises(BadSchema):
        made([("a", 1.5)])
    for wrong in (encode({}), encode([b"short"]), encode([[b"", "a", 1]]), encode([])):
        with raises(BadSchema):
            disclosure.parse(wrong)
    found, _ = made()
    with raises(BadSchema):
        found.show(["nothing"])


def test_a_name_is_there_once():
    twice = [[bytes([9]) * 16, "a", 1], [bytes([8]) * 16, "a", 2]]
    found = disclosure.Fields(list(twice), [disclosure.leaf_of(each) for each in twice])
    record = Record("meter-7", 1, None, None, "sale", found.body())
    with raises(BadSchema):
        disclosure.shown(found.show(["a"]), record)
