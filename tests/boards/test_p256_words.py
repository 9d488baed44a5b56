"""The words of P-256 against Python's integers, and the instructions that they take on a board."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.crypto import p256_group, p256_viper, p256_words
from lightclient.crypto.p256 import B, P
from tests.support import viper
from tools import boards, romfs
from tools.boards import Board

R = 1 << 260
LOW, HIGH = -(1 << 252), (1 << 256) + (1 << 252)  # a number in words is from LOW on and below HIGH
A_PLACE, B_PLACE, RESULT = 2, 3, 4

run = viper.compiled(p256_viper.RUN, "run")
load = viper.compiled(p256_viper.LOAD, "load")

TICK = {"rv32": 0, "cm3": 40}  # instructions between two values of the counter

EDGES = (LOW, -P >> 8, -1, 0, 1, P - 1, P, P + 1, (1 << 256) - 1, 1 << 256, HIGH - 1, (1 << 247) - 1)
inside = st.sampled_from(EDGES) | st.integers(LOW, HIGH - 1)
coordinates = st.sampled_from((0, 1, 2, P - 1, P - 2, (1 << 224) - 1, (1 << 96) - 1, P >> 1)) | st.integers(0, P - 1)
nonzero = st.sampled_from((1, P - 1, 1 << 255)) | st.integers(1, P - 1)


@pytest.fixture(autouse=True)
def words(monkeypatch):
    monkeypatch.setattr(p256_words, "run", run)
    monkeypatch.setattr(p256_words, "load", load)


def put(memory, place, number):
    for i in range(20):
        word = number >> 13 * i & 0x1FFF if i < 19 else number >> 247
        memory[80 * place + 4 * i : 80 * place + 4 * i + 4] = word.to_bytes(4, "little", signed=True)


def get(memory, place):
    """Return a number, of which all words but the last have 13 bits."""
    found = [int.from_bytes(memory[at : at + 4], "little", signed=True) for at in range(80 * place, 80 * place + 80, 4)]
    assert all(0 <= word < 1 << 13 for word in found[:19])
    return sum(word << 13 * i for i, word in enumerate(found))


def one_row(a, b, p, q, places=(RESULT, A_PLACE, B_PLACE)):
    memory = bytearray(b"\xa5" * 400)  # nothing may depend on what was there
    put(memory, A_PLACE, a)
    put(memory, B_PLACE, b)
    run(memory, 0, bytes((*places, p, q + 8, 0)))
    found = get(memory, places[0])
    assert LOW <= found < HIGH
    return found


@given(inside, inside)
def test_a_product_is_one_modulo_p(a, b):
    assert (one_row(a, b, 0, 0) * R - a * b) % P == 0


def test_products_of_extremes():
    for a in EDGES:
        for b in EDGES:
            assert (one_row(a, b, 0, 0) * R - a * b) % P == 0


@given(inside, inside, st.sampled_from(((1, -1), (3, 3), (1, -2), (2, -1), (1, 1), (2, -2))))
def test_a_combination_is_one_modulo_p(a, b, factors):
    p, q = factors
    assert (one_row(a, b, p, q) - p * a - q * b) % P == 0


@pytest.mark.slow
@given(inside, inside)
def test_a_result_may_take_the_place_of_a_factor(a, b):
    for place in (A_PLACE, B_PLACE):
        for p, q in ((0, 0), (3, 3)):
            assert one_row(a, b, p, q, (place, A_PLACE, B_PLACE)) == one_row(a, b, p, q)
    assert one_row(a, 0, 0, 0, (A_PLACE, A_PLACE, A_PLACE)) == one_row(a, a, 0, 0)


@given(st.integers(0, HIGH - 1))
def test_what_is_loaded_is_the_number(number):
    memory = bytearray(b"\xa5" * 400)
    load(memory, RESULT, number.to_bytes(33, "little"))
    assert get(memory, RESULT) == number
    assert memory[: 80 * RESULT] == b"\xa5" * 80 * RESULT


def affine(point):
    x, y, z = point
    inverse = pow(z, -1, P)
    return x * inverse**2 % P, y * inverse**3 % P


@pytest.mark.slow
@given(coordinates, nonzero, nonzero)
def test_a_double_is_that_of_the_integers(x, y, z):
    found = p256_words.finish(p256_words.double(p256_words.start((x, y, z))))
    assert affine(found) == affine(p256_group.double((x, y, z)))


@pytest.mark.slow
@given(coordinates, coordinates, nonzero, coordinates, coordinates)
def test_a_sum_is_that_of_the_integers(x, y, z, x2, y2):
    found = p256_words.finish(p256_words.add(p256_words.start((x, y, z)), x2, y2))
    if (x2 * z * z - x) % P:
        assert affine(found) == affine(p256_group.add((x, y, z), x2, y2))
    else:
        assert found[2] == 0


@pytest.mark.slow
@settings(max_examples=20)
@given(coordinates, nonzero, nonzero)
def test_what_cannot_be_added_stays_infinity(x, y, z):
    for x2, y2 in (affine((x, y, z)), affine((x, P - y, z))):
        total = p256_words.double(p256_words.add(p256_words.start((x, y, z)), x2, y2))
        total = p256_words.add(total, x2, y2 + 1)
        assert p256_words.finish(total)[2] == 0


@pytest.mark.slow
@settings(max_examples=30)
@given(st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=4))
def test_numbers_stay_in_their_bounds_on_the_way(points):
    total = p256_words.INFINITY
    for x, y in points:
        total = p256_words.add(p256_words.double(total), x, y)
        for place in range(2, 9):
            assert LOW <= get(total, place) < HIGH


def test_the_self_test_notices_another_prime(monkeypatch):
    wrong = p256_viper.RUN.replace("m << 10", "m << 9")
    assert wrong != p256_viper.RUN
    monkeypatch.setattr(p256_words, "run", viper.compiled(wrong, "run"))
    with pytest.raises(p256_words.SelfTestFailed, match="P-256"):
        p256_words._self_test()


@pytest.mark.slow
@pytest.mark.parametrize("kind", boards.MACHINES)
def test_a_board_takes_the_same_instructions_for_all_points(kind):
    source = f"""
import board, gc
from lightclient.crypto import p256, p256_words
assert p256.BACKEND == "viper"
def taken(rows, point):
    total = p256_words.start(point)
    p256_words.load(total, p256_words.U, point[0].to_bytes(33, "little"))
    p256_words.load(total, p256_words.V, point[1].to_bytes(33, "little"))
    gc.collect()
    start = board.insn()
    p256_words.run(total, 0, rows)
    return board.insn() - start
P = p256.P
points = ((1, 1, 1), (0, 1, P - 1), (P - 1, P - 2, P - 3), (P >> 1, {B}, 1 << 255), (0, 1, 0))
for rows in (p256_words.DOUBLE, p256_words.ADD):
    taken_by = [taken(rows, point) for point in points]
    print(min(taken_by), max(taken_by))
"""
    with Board(kind, rom=romfs.image(romfs.library()), exact=True) as board:
        found = board.run(source).splitlines()
    for line, most in zip(found, (62_000, 95_000), strict=True):
        low, high = map(int, line.split())
        assert high - low <= TICK[kind]
        assert high < most
