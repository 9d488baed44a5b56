"""Numbers modulo primes in machine words against Python's integers, and the instructions that they take on a board."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.crypto import (
    edwards,
    edwards_words,
    hashes,
    p256_group,
    p256_words,
    secp256k1_group,
    secp256k1_words,
    words,
)
from lightclient.crypto.edwards_words import EdwardsWords
from lightclient.crypto.words import Words
from lightclient.errors import SelfTestFailed
from tests.support import viper
from tools import boards, romfs
from tools.boards import Board
from tools.machine import words as written

A_PLACE, B_PLACE, RESULT = 2, 3, 4
FACTORS = (1, -1), (3, 3), (1, -2), (2, -1), (1, 1), (2, -2), (1, 2), (2, 1)  # of the rows that are no products
TICK = {"rv32": 0, "cm3": 40}  # instructions between two values of the counter; a clock interrupts now and then


def compiled(prime):
    """Return run() as a board has it."""
    return viper.compiled(written.source(prime), "run")


class Prime:
    """A prime, how its words compute, and what is tried. low, high: a number in words is from low on and below high."""

    def __init__(self, p, prime):
        self.p = p
        self.bits = prime.bits
        self.low, self.high = -(1 << 252), (1 << self.bits) + (1 << 252)
        self.edges = (self.low, -p >> 8, -1, 0, 1, p - 1, p, p + 1, (1 << 247) - 1)
        self.edges += ((1 << self.bits) - 1, 1 << self.bits, self.high - 1)
        self.inside = st.sampled_from(self.edges) | st.integers(self.low, self.high - 1)
        self.coordinates = st.sampled_from((0, 1, 2, p - 1, p - 2, p >> 1, (1 << 224) - 1, (1 << 96) - 1))
        self.coordinates |= st.integers(0, p - 1)
        self.nonzero = st.sampled_from((1, p - 1, 1 << 254)) | st.integers(1, p - 1)
        self.run = compiled(prime)


PRIMES = {
    "P-256": Prime(p256_group.P, written.P256),
    "secp256k1": Prime(secp256k1_group.P, written.SECP256K1),
    "Ed25519": Prime(edwards.P, written.ED25519),
}
GROUPS = {"P-256": (p256_group, p256_words.group), "secp256k1": (secp256k1_group, secp256k1_words.group())}
EDWARDS = EdwardsWords()
primes = pytest.mark.parametrize("prime", PRIMES.values(), ids=PRIMES)
curves = pytest.mark.parametrize("curve", GROUPS)


@pytest.fixture(autouse=True)
def board_words(monkeypatch):
    monkeypatch.setattr(hashes, "tested", [])
    for curve, group in [(curve, group) for curve, (_, group) in GROUPS.items()] + [("Ed25519", EDWARDS)]:
        monkeypatch.setattr(group, "run", PRIMES[curve].run)
        monkeypatch.setattr(group, "load", viper.compiled(words.LOAD, "load"))


def put(memory, place, number):
    for i in range(20):
        word = number >> 13 * i & 0x1FFF if i < 19 else number >> 247
        memory[80 * place + 4 * i : 80 * place + 4 * i + 4] = word.to_bytes(4, "little", signed=True)


def get(memory, place):
    """Return a number, of which all words but the last have 13 bits."""
    found = [int.from_bytes(memory[at : at + 4], "little", signed=True) for at in range(80 * place, 80 * place + 80, 4)]
    assert all(0 <= word < 1 << 13 for word in found[:19])
    return sum(word << 13 * i for i, word in enumerate(found))


def one_row(prime, a, b, p, q, places=(RESULT, A_PLACE, B_PLACE)):
    memory = bytearray(b"\xa5" * 400)  # nothing may depend on what was there
    put(memory, A_PLACE, a)
    put(memory, B_PLACE, b)
    prime.run(memory, 0, bytes((*places, p, q + 8, 0)))
    found = get(memory, places[0])
    assert prime.low <= found < prime.high
    return found


@primes
@given(st.data())
def test_a_product_is_one_modulo_p(prime, data):
    a, b = data.draw(prime.inside), data.draw(prime.inside)
    assert (one_row(prime, a, b, 0, 0) * words.R - a * b) % prime.p == 0


@primes
def test_products_of_extremes(prime):
    for a in prime.edges:
        for b in prime.edges:
            assert (one_row(prime, a, b, 0, 0) * words.R - a * b) % prime.p == 0


@primes
@given(st.data())
def test_a_combination_is_one_modulo_p(prime, data):
    a, b, (p, q) = data.draw(prime.inside), data.draw(prime.inside), data.draw(st.sampled_from(FACTORS))
    assert (one_row(prime, a, b, p, q) - p * a - q * b) % prime.p == 0


@pytest.mark.parametrize("rows", ["ADD", "FINISH", "DOUBLE"])
def test_rows_combine_by_those_factors_alone(rows):
    from lightclient.crypto import jacobian_words

    tables = [getattr(module, rows) for module in (jacobian_words, edwards_words) if hasattr(module, rows)]
    tables += [group.doubling for _, group in GROUPS.values()] if rows == "DOUBLE" else []
    for table in tables:
        for at in range(0, len(table) - 1, 5):
            p, q = table[at + 3], table[at + 4] - 8
            assert not p or (p, q) in FACTORS


@pytest.mark.slow
@primes
@given(st.data())
def test_a_result_may_take_the_place_of_a_factor(prime, data):
    a, b = data.draw(prime.inside), data.draw(prime.inside)
    for place in (A_PLACE, B_PLACE):
        for p, q in ((0, 0), (3, 3)):
            assert one_row(prime, a, b, p, q, (place, A_PLACE, B_PLACE)) == one_row(prime, a, b, p, q)
    assert one_row(prime, a, 0, 0, 0, (A_PLACE, A_PLACE, A_PLACE)) == one_row(prime, a, a, 0, 0)


@given(st.integers(0, (1 << 260) - 1))
def test_what_is_put_is_the_number(number):
    memory = bytearray(b"\xa5" * 400)
    EDWARDS.put(memory, RESULT, number)
    assert get(memory, RESULT) == number
    assert memory[: 80 * RESULT] == b"\xa5" * 80 * RESULT


@primes
@given(st.data())
def test_what_is_got_is_reduced(prime, data):
    memory, number = bytearray(400), data.draw(prime.inside)
    put(memory, RESULT, number)
    assert Words(prime.p, "").get(memory, RESULT) == number % prime.p


# -- points of P-256 and secp256k1


def affine(p, point):
    x, y, z = point
    inverse = pow(z, -1, p)
    return x * inverse**2 % p, y * inverse**3 % p


@pytest.mark.slow
@curves
@given(st.data())
def test_a_double_is_that_of_the_integers(curve, data):
    prime, (integers, group) = PRIMES[curve], GROUPS[curve]
    point = data.draw(prime.coordinates), data.draw(prime.nonzero), data.draw(prime.nonzero)
    found = group.finish(group.double(group.start(point)))
    assert affine(prime.p, found) == affine(prime.p, integers.double(point))


@pytest.mark.slow
@curves
@given(st.data())
def test_a_sum_is_that_of_the_integers(curve, data):
    prime, (integers, group) = PRIMES[curve], GROUPS[curve]
    x, y, z = data.draw(prime.coordinates), data.draw(prime.coordinates), data.draw(prime.nonzero)
    x2, y2 = data.draw(prime.coordinates), data.draw(prime.coordinates)
    found = group.finish(group.add(group.start((x, y, z)), x2, y2))
    if (x2 * z * z - x) % prime.p:
        assert affine(prime.p, found) == affine(prime.p, integers.add((x, y, z), x2, y2))
    else:
        assert found[2] == 0


@pytest.mark.slow
@curves
@settings(max_examples=20)
@given(st.data())
def test_what_cannot_be_added_stays_infinity(curve, data):
    prime, (_, group) = PRIMES[curve], GROUPS[curve]
    x, y, z = data.draw(prime.coordinates), data.draw(prime.nonzero), data.draw(prime.nonzero)
    for x2, y2 in (affine(prime.p, (x, y, z)), affine(prime.p, (x, prime.p - y, z))):
        total = group.double(group.add(group.start((x, y, z)), x2, y2))
        total = group.add(total, x2, y2 + 1)
        assert group.finish(total)[2] == 0


@pytest.mark.slow
@curves
@settings(max_examples=30)
@given(st.data())
def test_numbers_stay_in_their_bounds_on_the_way(curve, data):
    prime, (_, group) = PRIMES[curve], GROUPS[curve]
    total = group.INFINITY
    for _ in range(data.draw(st.integers(2, 4))):
        total = group.add(group.double(total), data.draw(prime.coordinates), data.draw(prime.coordinates))
        for place in range(2, 9):
            assert prime.low <= get(total, place) < prime.high


# -- points of Ed25519


def same(p, one, other):
    """Tell whether two points are the same, as X, Y and Z."""
    return all((one[i] * other[2] - other[i] * one[2]) % p == 0 for i in (0, 1)) and bool(one[2]) == bool(other[2])


@pytest.mark.slow
@given(st.data())
def test_sums_on_the_edwards_curve_are_those_of_the_integers(data):
    prime = PRIMES["Ed25519"]
    x, y, z, e, h = (data.draw(prime.nonzero if i == 2 else prime.coordinates) for i in range(5))
    total, integers = EDWARDS.start((x, y, z, e, h)), (x, y, z, e, h)
    for _ in range(3):
        ready = tuple(data.draw(prime.coordinates) for _ in range(3)) + (data.draw(prime.nonzero),)
        negative = data.draw(st.booleans())
        total = EDWARDS.add(EDWARDS.double(total), ready, negative)
        integers = edwards.add(edwards.double(integers), ready, negative)
        for place in range(2, 13):
            assert prime.low <= get(total, place) < prime.high
        assert same(prime.p, EDWARDS.finish(total), edwards.finish(integers))


# -- tests of themselves, and boards


def test_the_self_tests_notice_another_prime(monkeypatch):
    for curve, (integers, group) in GROUPS.items():
        prime = {"P-256": written.P256, "secp256k1": written.SECP256K1}[curve]
        for other in (prime._replace(terms={**prime.terms, 7: ("-", 5)}), prime._replace(least=prime.least + 2)):
            monkeypatch.setattr(group, "run", compiled(other))
            with pytest.raises(SelfTestFailed, match=curve):
                group.check(integers, curve)
    monkeypatch.setattr(EDWARDS, "run", compiled(written.ED25519._replace(least=17)))
    with pytest.raises(SelfTestFailed, match="Ed25519"):
        EDWARDS.check()


MOST = {  # instructions of a doubling and of an addition
    "P-256": (62_000, 95_000),
    "secp256k1": (52_000, 95_000),
    "Ed25519": (52_000, 95_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", boards.MACHINES)
def test_a_board_takes_the_same_instructions_for_all_points(kind):
    source = """
import board, gc
from lightclient.crypto import ed25519_group, edwards_words, jacobian_words, p256, secp256k1
(p, _), (s, _), e = p256.GROUPS, secp256k1.groups(), ed25519_group.adder()
def taken(words, rows, numbers):
    total = bytearray(80 * 13)
    for place, number in enumerate(numbers):
        words.put(total, place + 2, number % words.p)
    gc.collect()
    start = board.insn()
    words.run(total, 0, rows)
    return board.insn() - start
for words, double, add in (
    (p, p.doubling, jacobian_words.ADD),
    (s, s.doubling, jacobian_words.ADD),
    (e, edwards_words.DOUBLE, edwards_words.ADD),
):
    p = words.p
    for rows in (double, add):
        counts = [
            min([taken(words, rows, [number + place * step for place in range(11)]) for _ in range(3)])
            for number, step in ((0, 0), (1, 0), (p - 1, 0), (p >> 1, 1 << 200), (1 << 254, 12345), (3, p // 7))
        ]
        print(min(counts), max(counts))
"""
    with Board(kind, 160 * 1024, rom=romfs.image(romfs.library()), exact=True) as board:
        found = board.run(source).splitlines()
    for line, most in zip(found, [most for pair in MOST.values() for most in pair], strict=True):
        low, high = map(int, line.split())
        assert high - low <= TICK[kind]
        assert high < most
