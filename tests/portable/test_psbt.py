"""The form of a PSBT: what is read, what is refused, and that all of it is written back."""

from lightclient.bitcoin.errors import NoInputs, NoOutputs
from lightclient.codec.errors import NonCanonical, TooLarge, TrailingBytes, Truncated
from lightclient.wallet.psbt.errors import (
    AlreadySigned,
    BadFieldKey,
    BadFieldValue,
    BadRequiredLocktime,
    DuplicateField,
    LocktimeConflict,
    MisplacedField,
    MissingField,
    NoPsbt,
    UnknownPsbtVersion,
)
from lightclient.wallet.psbt.psbt import UNCHANGED
from tests.portable.psbts import field, fields_of, psbt, whole
from tests.portable.support import raises

OUTPOINT = "11" * 32 + "01000000"
UNSIGNED = "02000000" + "01" + OUTPOINT + "00" + "fdffffff" + "01" + "e803000000000000" + "0151" + "00000000"
TX = field("00", UNSIGNED)
KEY = "02" + "11" * 32
POINT = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"

# Version 2: one input, one output.
TWO = [field("02", "02000000"), field("04", "01"), field("05", "01"), field("fb", "02000000")]
SPENT = [field("0e", "11" * 32), field("0f", "01000000")]
PAID = [field("03", "e803000000000000"), field("04", "51")]


def rewritten(data):
    parts = []
    psbt(data).rewrite(parts.append, lambda found: UNCHANGED)
    return b"".join(parts)


def in_input(*fields):
    return whole([TX], list(fields), [])


def test_what_is_read_is_written():
    unknown = [field("f0aabb", "00" * 40), field("fc0474657374020001", ""), field("fd0001", "07"), field("07", "51")]
    for data in (
        whole([TX], [], []),
        whole([field("fb", "00000000"), TX], [], []),
        whole([field("f1", ""), TX], unknown + [field("04", "51")], [field("fe00000100ff", "01")]),
        whole([field("00", "02000000" + "0000" + "00000000")]),
        whole(TWO, SPENT, PAID),
        whole([TWO[3], field("06", "ff"), TWO[0], TWO[2], TWO[1]], [SPENT[1]] + unknown + [SPENT[0]], PAID),
        whole([TWO[0], field("04", "00"), field("05", "00"), TWO[3]]),
    ):
        assert rewritten(data) == data
    found = psbt(whole(TWO, SPENT, PAID))
    assert (found.version, found.inputs, found.outputs) == (2, 1, 1)
    found = psbt(whole([TX], [], []))
    assert (found.version, found.inputs, found.outputs) == (0, 1, 1)


def test_bytes_that_are_no_psbt():
    good = whole([TX], [field("04", "51")], [])
    for end in range(len(good)):
        with raises(Truncated):
            psbt(good[:end])
    for data in (bytes.fromhex(UNSIGNED), b"PSBT" + good[4:], b"psbt\x00" + good[5:]):
        with raises(NoPsbt):
            psbt(data)
    with raises(TrailingBytes):
        psbt(good + b"\x00")
    with raises(NonCanonical):
        psbt(whole([TX], [b"\xfd\x01\x00\x04\x00"], []))
    with raises(NonCanonical):
        psbt(whole([TX], [field("fd0100", "00")], []))
    for version in ("01000000", "03000000", "ffffffff"):
        with raises(UnknownPsbtVersion):
            psbt(whole([TX, field("fb", version)], [], []))


def test_the_unsigned_transaction():
    with raises(AlreadySigned) as caught:
        psbt(whole([field("00", UNSIGNED.replace("00fdffffff", "0151fdffffff"))], [], []))
    assert caught.error.args == (0,)
    for tx, error in ((UNSIGNED + "00", TrailingBytes), (UNSIGNED[:-2], Truncated), ("", Truncated)):
        with raises(error):
            psbt(whole([field("00", tx)], [], []))
    with raises(TooLarge):  # more inputs than could be
        psbt(whole([field("00", "02000000fdffff" + "00" * 80)], [], []))
    for data in (
        whole([field("00", "02000000" + "0000" + "00000000")]),
        whole([TWO[0], field("04", "00")] + TWO[2:], PAID),
    ):
        with raises(NoInputs):
            psbt(data).spending()
    with raises(NoOutputs):
        psbt(whole(TWO[:2] + [field("05", "00"), TWO[3]], SPENT)).spending()


def test_the_same_field_twice():
    for data in (
        whole([TX, TX], [], []),
        in_input(field("04", ""), field("04", "51")),
        in_input(field("f0", "01"), field("f1", "01"), field("f0", "02")),
        whole([TX], [], [field("00", ""), field("00", "")]),
    ):
        with raises(DuplicateField):
            psbt(data)


def test_keys_that_fit_no_field():
    for key in (
        "0000 0100 03aa 0400 0500 0700 0800 0900 0e00 0f00 1000 1100 1200 1300 1700 1800"
        + " 02"
        + " 02"
        + KEY[:-2]
        + " 0204"
        + KEY[2:]
        + " 06"
        + " 0605"
        + KEY[2:]
        + " 0a"
        + "11" * 21
        + " 0b"
        + "11" * 31
        + " 0c"
        + " 0d"
        + "11" * 33
        + " 14"
        + "11" * 63
        + " 15"
        + "c0" * 32
        + " 15"
        + "c0" * 34
        + " 16"
        + "11" * 31
        + " 16"
        + KEY
        + " 1a"
        + "11" * 33
        + " 1a"
        + "02"
        + "00" * 32
        + " 1b"
        + POINT
        + " 1c"
        + POINT
        + POINT[:-2]
        + " 1b"
        + POINT
        + KEY
    ).split():
        with raises(BadFieldKey if key[:2] not in ("0e", "0f", "10", "11", "12") else MisplacedField):
            psbt(in_input(field(key, "")))
    for key in ("0000", "0100", "02" + KEY[:-2], "0501", "0600", "07" + "11" * 33, "08" + KEY[:-2]):
        with raises(BadFieldKey):
            psbt(whole([TX], [], [field(key, "")]))
    for key in ("01" + "11" * 77, "0001", "fb00"):
        with raises(BadFieldKey) as caught:
            psbt(whole([field(key, "00000000"), TX], [], []))
        assert caught.error.args[0] == "the global map"


def test_values_that_fit_no_field():
    xpub = "01" + "0488b21e" + "02" + "00" * 73
    good_signature = "3006020101020101" + "01"
    for key, good, bad in (
        (
            "01",
            "e803000000000000" + "0151",
            ("", "e8030000000000", "e803000000000000" + "0251", "e803000000000000" + "015151"),
        ),
        ("02" + KEY, good_signature, ("", "01", "3006020101020100", good_signature + "01")),
        ("03", "01000000", ("", "01", "0100000000")),
        ("06" + KEY, "aabbccdd" + "00000080", ("", "aabbcc", "aabbccdd00")),
        ("08", "01" + "0151", ("", "01", "0201", "01" + "0151" + "00")),
        ("13", "11" * 64, ("", "11" * 63, "11" * 66)),
        ("14" + "11" * 64, "11" * 65, ("", "11" * 66)),
        ("15" + "c0" * 65, "51c0", ("",)),
        (
            "16" + "11" * 32,
            "01" + "22" * 32 + "aabbccdd",
            ("", "00", "01" + "22" * 32, "02" + "22" * 32 + "aabbccdd", "00aabbccdd00"),
        ),
        ("17", "11" * 32, ("", KEY)),
        ("18", "11" * 32, ("11" * 31,)),
        ("1a" + POINT, POINT * 2, (POINT[:-2], "02" + "00" * 32)),
        ("1b" + POINT * 2, "11" * 66, ("11" * 65,)),
        ("1c" + POINT * 2 + "22" * 32, "11" * 32, ("11" * 33,)),
    ):
        data = in_input(field(key, good))
        assert rewritten(data) == data
        for value in bad:
            with raises(BadFieldValue) as caught:
                psbt(in_input(field(key, value)))
            assert caught.error.args == ("input 0", int(key[:2], 16))
    for value in ("aabbccdd", "aabbccdd" + "00000000" * 3, ""):  # the key says that it is two levels deep
        with raises(BadFieldValue):
            psbt(whole([TX, field(xpub, value)], [], []))
    assert psbt(whole([TX, field(xpub, "aabbccdd" + "00000000" * 2)], [], [])).version == 0


def test_trees_of_scripts():
    def tree(text):
        """Return leaves of these depths."""
        return whole([TX], [], [field("06", "".join([f"{int(depth):02x}c00151" for depth in text.split()]))])

    for text in ("0", "1 1", "1 2 2", "2 2 1", "2 2 2 2", "1 2 3 4 4", "3 3 2 2 3 3", "2 3 3 1"):
        assert rewritten(tree(text)) == tree(text)
    for text in ("", "1", "0 0", "1 1 1", "2 2", "1 2", "2 1 2", "1 3 3", "129", "1 1 0", "2 2 1 1"):
        with raises(BadFieldValue):
            psbt(tree(text))
    for value in ("00c0", "00c00251", "00"):
        with raises(BadFieldValue):
            psbt(whole([TX], [], [field("06", value)]))


def test_fields_of_the_other_version():
    for key, value in (("02", "02000000"), ("03", "00000000"), ("04", "01"), ("05", "01"), ("06", "00")):
        with raises(MisplacedField) as caught:
            psbt(whole([TX, field(key, value)], [], []))
        assert caught.error.args == ("the global map", int(key), 0)
    for key, value in (
        ("0e", "11" * 32),
        ("0f", "00000000"),
        ("10", "00000000"),
        ("11", "00ca9a3b"),
        ("12", "01000000"),
    ):
        with raises(MisplacedField):
            psbt(in_input(field(key, value)))
    for each in PAID:
        with raises(MisplacedField):
            psbt(whole([TX], [], [each]))
    with raises(MisplacedField):
        psbt(whole([TX] + TWO, SPENT, PAID))


def test_what_each_version_needs():
    with raises(MissingField):
        psbt(whole([], [], []))
    for maps in ((TWO[1:], SPENT, PAID), (TWO[:1] + TWO[2:], SPENT, PAID), (TWO[:2] + TWO[3:], SPENT, PAID)):
        with raises(MissingField):
            psbt(whole(*maps))
    for fields in (SPENT[1:], SPENT[:1]):
        with raises(MissingField) as caught:
            psbt(whole(TWO, fields, PAID))
        assert caught.error.args[0] == "input 0"
    for fields in (PAID[1:], PAID[:1]):
        with raises(MissingField):
            psbt(whole(TWO, SPENT, fields))
    assert len(fields_of(whole(TWO, SPENT, PAID))) == 3


def test_bounds():
    psbt(in_input(b"\x01\xf0\xfd\x80\x3e" + bytes(16_000)))
    with raises(TooLarge):  # before a byte of it is read
        psbt(in_input(b"\x01\xf0\xfd\x80\x40"))
    with raises(TooLarge):  # many small ones take as much of a heap
        psbt(in_input(*[field(f"f{number:03x}", "") for number in range(256)]))
    with raises(TooLarge):
        psbt(in_input(b"\xfd\x23\x10\xf0"))
    with raises(TooLarge):
        psbt(in_input(b"\x01\xf0\xfe\x01\x09\x3d\x00"))
    for counts in ((field("04", "fda961"), TWO[2]), (TWO[1], field("05", "fda961"))):
        with raises(TooLarge):
            psbt(whole([TWO[0], TWO[3]] + list(counts)))


HEIGHT, LATER_HEIGHT = field("12", "10270000"), field("12", "11270000")
TIME, LATER_TIME = field("11", "8bc0c462"), field("11", "8cc0c462")


def locktime(*inputs, fallback=()):
    count = field("04", "0" + str(len(inputs)))
    maps = [[TWO[0], count, TWO[2], TWO[3]] + list(fallback)] + [SPENT + list(each) for each in inputs] + [PAID]
    found = psbt(whole(*maps))
    assert int.from_bytes(found.spending().locktime, "little") == found.locktime()
    return found.locktime()


def test_locktimes():
    assert locktime([]) == 0
    assert locktime([], fallback=[field("03", "07000000")]) == 7
    assert locktime([HEIGHT], [], fallback=[field("03", "07000000")]) == 10_000
    assert locktime([HEIGHT], [LATER_HEIGHT], []) == 10_001
    assert locktime([HEIGHT, LATER_TIME], [LATER_HEIGHT, TIME]) == 10_001
    assert locktime([HEIGHT, LATER_TIME], [TIME]) == 1657061516
    assert locktime([], [TIME]) == 1657061515
    for inputs in ([HEIGHT], [TIME]), ([TIME], [HEIGHT, TIME], [], [HEIGHT]):
        with raises(LocktimeConflict):
            locktime(*inputs)


def test_locktimes_that_are_none():
    for key, number in (("11", "ff64cd1d"), ("11", "00000000"), ("12", "0065cd1d"), ("12", "00000000")):
        with raises(BadRequiredLocktime):
            psbt(whole(TWO, SPENT + [field(key, number)], PAID))
    for key, number in (("11", "0065cd1d"), ("12", "ff64cd1d"), ("12", "01000000")):
        psbt(whole(TWO, SPENT + [field(key, number)], PAID))
    with raises(BadFieldValue):
        psbt(whole(TWO, SPENT + [field("11", "65cd1d")], PAID))


def test_a_transaction_of_either_version_is_the_same_to_a_signer():
    zero, two = psbt(whole([TX], [], [])), psbt(whole(TWO, SPENT + [field("10", "fdffffff")], PAID))
    for ask in (
        lambda view: (view.version, view.locktime, view.count, view.outputs, view.value),
        lambda view: (view.outpoint(0), view.sequence(0), view.output_hash(0)),
        lambda view: (view.prevouts_hash, view.sequences_hash, view.outputs_hash),
    ):
        assert ask(zero.spending()) == ask(two.spending())
    assert psbt(whole(TWO, SPENT, PAID)).spending().sequence(0) == b"\xff" * 4
