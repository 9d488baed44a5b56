from lightclient.wallet.errors import BadPath, TooDeepPath
from lightclient.wallet.path import HARDENED, parse, serialize, step
from tests.portable.support import raises


def test_paths_are_read_with_every_marker():
    for text in ("m/84h/0H/0'/0/5", "84'/0h/0h/0/5"):
        assert parse(text) == (84 + HARDENED, HARDENED, HARDENED, 0, 5)
    assert parse("m") == parse("") == ()
    assert parse("2147483647h") == (0xFFFFFFFF,)


def test_paths_are_written_with_h():
    for text in ("m", "m/0", "m/84h/0h/2147483647h/1"):
        assert serialize(parse(text)) == text


def test_what_is_no_path_is_refused_with_the_place():
    for text, place in (
        ("m/", 1),
        ("/1", 1),
        ("m//1", 1),
        ("1/m", 2),
        ("1/2h'", 2),
        ("0/+1", 2),
        ("0/-1", 2),
        ("0/ 1", 2),
        ("0/01", 2),
        ("0/1_0", 2),
        ("0/0x1", 2),
        ("0/2147483648", 2),
        ("0/99999999999", 2),
        ("0/\u0661", 2),
        ("0/h", 2),
        ("M/0", 1),
    ):
        with raises(BadPath) as caught:
            parse(text)
        assert caught.error.args[0] == place, text


def test_paths_end():
    assert len(parse("/".join(["0"] * 255))) == 255
    for length in (256, 5000):
        with raises(TooDeepPath):
            parse("/".join(["0"] * length))


def test_a_step_alone():
    assert step("7h") == 7 + HARDENED
