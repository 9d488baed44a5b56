from lightclient.audit.senml import MAX_ITEMS, MAX_NAME, Measurement, add, parse, serialize
from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge, TrailingBytes, Truncated, Unsupported
from tests.portable.support import raises

METER = "urn:dev:ow:10e2073a01080063:"
MADE = (
    Measurement(METER + "voltage", (1201, -1), "V", 1_276_020_076),
    Measurement(METER + "current", 12, "mA", 1_276_020_071),
    Measurement(METER, True, "", 1_276_020_076),
    Measurement(METER + "seal", "broken", "", (12760200765, -1)),
    Measurement(METER + "raw", b"\x01"),
)
# [{0: "voltage", 1: "V", 2: 120.1, -2: METER, -3: 1276020076}, {0: "current", 1: "mA", 2: 12, 6: -5}]
PACK = (
    "82a50067766f6c7461676501615602c482201904b121781c75726e3a6465763a6f773a313065323037336130313038303036333a221a4c0e856c"
    "a4006763757272656e7401626d41020c0624"
)


def told(made):
    return [(one.name, one.value, one.unit, one.time) for one in made]


def refused(error, data):
    with raises(error) as caught:
        parse(bytes.fromhex(data))
    return str(caught.error)


def test_what_all_have_in_common_is_written_once():
    data = serialize(MADE[:2], METER, MADE[0].time)
    assert data == bytes.fromhex(PACK)
    assert told(parse(data)) == told(MADE[:2]) and told(parse(memoryview(data))) == told(MADE[:2])


def test_values_of_each_type_come_back_as_they_were():
    assert told(parse(serialize(MADE))) == told(MADE)
    assert told(parse(serialize(MADE, METER, 1_276_020_070))) == told(MADE)
    assert serialize(parse(serialize(MADE, METER))) == serialize(MADE)


def test_base_fields_hold_until_others_come():
    # [{-2: "a", -3: 10, -4: "V", -5: (5, -1), 2: 1}, {0: "b", 2: (15, -1), 6: 1}, {-2: "c", -3: 0, 1: "m", 3: "x"}]
    data = "83" + "a5" + "0201" + "216161" + "220a" + "236156" + "24c4822005"
    data += "a3" + "006162" + "02c482200f" + "0601" + "a4" + "01616d" + "036178" + "216163" + "2200"
    assert told(parse(bytes.fromhex(data))) == [("a", (15, -1), "V", 10), ("ab", (20, -1), "V", 11), ("c", "x", "m", 0)]


def test_what_nobody_knows_is_passed_over_unless_it_must_be_understood():
    for field in ("0501", "0701", "1863f5", "617801"):  # sum, update time, label 99, "x"
        assert told(parse(bytes.fromhex("81a300616102" + "01" + field))) == [("a", 1, "", 0)]
    assert "x_ must be understood" in refused(BadSchema, "81a300616102" + "01" + "62785f01")
    assert "version" in refused(BadSchema, "81a30061610201200b")
    assert told(parse(bytes.fromhex("81a30061610201200a"))) == [("a", 1, "", 0)]


def test_packs_that_are_none_are_refused():
    assert "not a list" in refused(BadSchema, "a0") and "not a list" in refused(BadSchema, "80")
    assert "no map" in refused(BadSchema, "8101")
    assert "0 values" in refused(BadSchema, "81a1006161") and "2 values" in refused(
        BadSchema, "81a300616102010361" + "61"
    )
    for field, why in (
        ("02f5", "no number"),
        ("0301", "another type"),
        ("0401", "another type"),
        ("0861" + "61", "type"),
    ):
        assert why in refused(BadSchema, "81a2006161" + field)
    for field in ("0001", "0101", "0661" + "61", "2101", "2301", "2261" + "61", "24f4"):
        assert "label" in refused(BadSchema, "81a2" + "0201" + field)
    for name in ("60", "612d", "6120", "6124"):  # empty, "-", " ", "$"
        assert "a name" in refused(BadSchema, "81a20201" + "00" + name)
    refused(TrailingBytes, "81a2006161020100")
    refused(Truncated, "81a2006161")
    refused(NonCanonical, "81a3006161020102" + "01")  # a label twice
    refused(Unsupported, "81a200616102fb4037f00000000000")  # a float
    refused(TooLarge, "99ffff")


def test_fractions_are_bounded():
    for pair in ("8101", "83010101", "8261" + "6101", "8201f5", "821301", "823201", "82c4820101" + "01", "01"):
        assert "decimal fraction" in refused(BadSchema, "81a200616102c4" + pair)
    assert parse(bytes.fromhex("81a200616102c482121bffffffffffffffff"))[0].value == ((1 << 64) - 1, 18)
    # a base value of 10**18, and one of 10**-18: their sum has 36 digits
    assert "64 bits" in refused(BadSchema, "81a3006161" + "02c4821201" + "24c4823101")


def test_sums_are_exact():
    assert add(1, 2) == 3 and add((1, -1), 0) == (1, -1) and add(0, (1, 5)) == (1, 5)
    assert add((15, -1), 2) == (35, -1) and add((1, 1), (1, -1)) == (101, -1) and add((5, -1), (-5, -1)) == 0
    with raises(BadSchema):
        add((1 << 64) - 1, 1)


def test_what_senml_has_no_place_for_is_not_made():
    for arguments in (
        ("",),
        (".a",),
        ("a" * (MAX_NAME + 1),),
        ("\u00e9",),
        ("a", 1.5),
        ("a", None),
        ("a", (1, 19)),
        ("a", (1, True)),
        ("a", 1 << 64),
        ("a", 1, "V", 1.5),
        ("a", 1, "V", True),
    ):
        with raises(BadSchema):
            Measurement(*(arguments if len(arguments) > 1 else (arguments[0], 1)))
    with raises(BadSchema):
        serialize([])
    with raises(BadSchema):
        serialize(MADE, "urn:other:")
    assert len(parse(serialize([Measurement("a", 1)] * (MAX_ITEMS // 5)))) == MAX_ITEMS // 5
