"""The field machine: what its files are made of, each operation against Python's integers, and how long they take."""

import random

import pytest

from tests.support.machine import KINDS, Rows
from tools.machine import __main__ as files
from tools.machine.operations import COLUMNS, TEETH, WIDTH

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
R = 1 << 256

M, A, B, TO = 0, 2, 3, 4  # slots; after m its companion, after the result a second one
JUNK = b"\xa5" * 32

WORDS = (0, 1, 0xFFFFFFFF, 0x80000000, 0x7FFFFFFF, 0xFFFF0000, 0x0000FFFF)
EDGES = [0, 1, 2, 976, 977, 978, 2**32 + 977, 2**32 - 1, R - 1, R - 2**32, R - 977, R >> 1, P256, P256_N]
EDGES += [P - 1, P, P + 1, N - 1, N, N + 1]
EDGES += [18, 19, 37, 38, 39, Q - 1, Q, Q + 1, 2 * Q - 1, 2 * Q, 2 * Q + 1, 2 * Q + 37, L]
EDGES += [0xFFFFFFFF << 32 * i for i in range(8)] + [(R - 1) ^ (0xFFFFFFFF << 32 * i) for i in range(8)]


def numbers(rng, below=R):
    """Yield numbers: edges, numbers of words at their edges, and any, in no order."""
    while True:
        yield rng.choice(EDGES) % below
        yield (
            sum((rng.choice(WORDS) if rng.random() < 0.7 else rng.getrandbits(32)) << 32 * i for i in range(8)) % below
        )
        yield rng.getrandbits(256) % below


def slots(m, a, b):
    return [m, -pow(m, -1, 1 << 32) % (1 << 32), a, b, JUNK, JUNK]


def modular(operation, m, a, b):
    """Return what an operation modulo m leaves."""
    return {
        "MULM": lambda: a * b * pow(R, -1, m) % m,
        "ADDM": lambda: (a + b) % m,
        "SUBM": lambda: (a - b) % m,
        "INV": lambda: pow(a, -1, m) if a % m else 0,
        "NEGIF": lambda: m - a if b & 1 else a,
    }[operation]()


def check(kind, cases):
    """cases: (rows, slots, what holds for the result and the next slot)."""
    rows = Rows()
    for program, memory, _ in cases:
        rows.add(program, memory)
    for (program, memory, holds), found in zip(cases, rows.run(kind, TO, TO + 2), strict=True):
        assert holds(*found), (program, memory)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.mark.parametrize("name", files.files())
def test_the_files_are_what_the_tool_makes(name):
    assert (files.FOLDER / name).read_text() == files.files()[name], "python -m tools.machine makes it anew"


@pytest.mark.slow
@pytest.mark.parametrize(("field", "prime"), [("", P), ("Q", Q)], ids=["secp256k1", "Ed25519"])
def test_numbers_modulo_the_primes_that_have_operations_of_their_own(kind, field, prime):
    rng = random.Random("modulo p")
    given = numbers(rng)
    cases = []
    pairs = [(a, b) for a in EDGES for b in EDGES if rng.random() < 0.1] + [
        (next(given), next(given)) for _ in range(60)
    ]
    for a, b in pairs:
        times = rng.choice((1, 1, 2, 9))
        for name, last, wanted in (
            ("MUL", B, a * b),
            ("ADD", B, a + b),
            ("SUB", B, a - b),
            ("SQR", times, pow(a, 2**times, prime)),
        ):
            holds = lambda r, _, wanted=wanted: (r - wanted) % prime == 0  # noqa: E731
            cases.append(([(name + field, TO, A, last)], slots(P, a, b), holds))
    check(kind, cases)


@pytest.mark.slow
@pytest.mark.parametrize("m", [N, P, P256, P256_N, R // 2 + 1, R - 1, Q, L])
def test_numbers_modulo_any_number(kind, m):
    rng = random.Random(m)
    given = numbers(rng, m)
    any_given = numbers(rng)
    cases = []
    pairs = [(a % m, rng.choice(EDGES) % m) for a in EDGES] + [(next(given), next(given)) for _ in range(40)]
    for a, b in pairs:
        operations = ["ADDM", "SUBM", "NEGIF"] + (["INV"] if m in (P, N, P256, P256_N, Q, L) else [])
        for name in operations:
            wanted = modular(name, m, a, b)
            cases.append(([("USE", M), (name, TO, A, B)], slots(m, a, b), lambda r, _, wanted=wanted: r == wanted))
        more = next(any_given)  # one factor may be larger than m
        for one, two in ((a, more), (more, a)):
            wanted = modular("MULM", m, one, two)
            cases.append(([("USE", M), ("MULM", TO, A, B)], slots(m, one, two), lambda r, _, w=wanted: r == w))
        cases.append(
            (
                [("USE", M), ("HALF", TO, A)],
                slots(m, more, b),
                lambda r, _, a=more, m=m: r < R and (2 * r - a) % m == 0,
            )
        )
    check(kind, cases)


@pytest.mark.slow
def test_two_sums_with_zero_bring_any_number_below_the_prime_of_ed25519(kind):
    rows = [("USE", M), ("ADDM", TO, A, B), ("ADDM", TO, TO, B)]
    check(kind, [(rows, slots(Q, a, 0), lambda r, _, a=a: r == a % Q) for a in EDGES])


@pytest.mark.slow
def test_a_result_may_take_the_place_of_an_operand(kind):
    rng = random.Random("places")
    given = numbers(rng, N)
    cases = []
    for _ in range(16):
        a, b = next(given), next(given)
        fields = ("MUL", "ADD", "SUB", "MULQ", "ADDQ", "SUBQ", "MULM", "ADDM", "SUBM")
        for name in (*fields, "NEGIF", "XOR", "BELOW", "PARITY", "HIGH"):
            for place in (A, B):
                other = [("USE", M), (name, TO, A, B), (name, place, A, B), ("XOR", TO, TO, place), ("COPY", A, TO)]
                cases.append((other, [N, -pow(N, -1, 1 << 32) % (1 << 32), a, b, JUNK, JUNK]))
        for name in ("SQR", "SQRQ", "HALF", "INV", "SWAP"):
            cases.append(([("USE", M), (name, TO, A, 1), (name, A, A, 1), ("XOR", TO, TO, A)], slots(N, a, b)))
    rows = Rows()
    for program, memory in cases:
        rows.add(program, memory)
    assert all(result == 0 for _, _, result in rows.run(kind, A, TO + 1))


@pytest.mark.slow
def test_what_is_no_arithmetic(kind):
    rng = random.Random("no arithmetic")
    given = numbers(rng)
    cases = []
    for a, b in [(a, rng.choice(EDGES)) for a in EDGES for _ in range(2)] + [
        (next(given), next(given)) for _ in range(50)
    ]:
        for name, wanted in (
            ("COPY", a),
            ("SWAP", int.from_bytes(a.to_bytes(32, "little"), "big")),
            ("XOR", a ^ b),
            ("BELOW", a < b),
            ("PARITY", (a ^ b ^ 1) & 1),
            ("MOVEIF", a if b & 1 else int.from_bytes(JUNK, "little")),
            ("HIGH", (a * b >> 383) + 1 >> 1),
        ):
            cases.append(([(name, TO, A, B)], slots(P, a, b), lambda r, _, wanted=wanted: r == wanted))
        cases.append(([("BELOW", TO, A, A)], slots(P, a, b), lambda r, _: r == 0))
        a %= N
        wanted = a + N * (2 * (b & 127) + (~a & 1)) + (1 << TEETH * COLUMNS)
        cases.append(
            (
                [("USE", M), ("ODD", TO, A, B)],
                slots(N, a, b),
                lambda r, high, wanted=wanted: high << 256 | r == wanted,
            )
        )
    check(kind, cases)


def digit(bits, teeth, spread):
    """Return the odd number that bits `spread` apart are, each 1 or -1."""
    return sum((1 if bits >> spread * i & 1 else -1) << i for i in range(teeth))


@pytest.mark.slow
def test_points_are_chosen_by_bits(kind):
    rng = random.Random("points")
    given = numbers(rng, P)
    table = [(next(given), next(given) or 1) for _ in range(32)]
    rows = Rows(b"".join(x.to_bytes(32, "big") + y.to_bytes(32, "big") for x, y in table))
    wanted = []

    def expect(points, chosen):
        x, y = points[abs(chosen) >> 1]
        wanted.append((x, y if chosen > 0 else P - y))

    for counter in range(1, 64):
        number = rng.getrandbits(256) | 1
        points = [(next(given), next(given) or 1) for _ in range(8)]
        rows.add(
            [("USE", M), ("COUNT", counter), ("PICK", TO, A, 6)],
            [*slots(P, number, 0), *(coordinate for point in points for coordinate in point)],
        )
        expect(points, digit(number >> WIDTH * (counter - 1) + 1, WIDTH, 1))
    for counter in range(1, COLUMNS // 4 + 1):
        for column in range(4):
            number = rng.getrandbits(TEETH * COLUMNS + 1)
            memory = [*slots(P, number % R, number >> 256)]
            rows.add([("USE", M), ("COUNT", counter), ("COMB", TO, A, column)], memory)
            bits = number >> 4 * (counter - 1) + column + 1
            chosen = [bits >> COLUMNS * tooth & 1 for tooth in range(TEETH)]
            # The table has the entries whose highest tooth is added; bit t of an index says that tooth t is.
            entry = sum(bit << tooth for tooth, bit in enumerate(chosen[:-1]))
            x, y = table[entry if chosen[-1] else ~entry & 31]
            wanted.append((x, y if chosen[-1] else P - y))
    assert list(map(tuple, rows.run(kind, TO, TO + 2))) == wanted


@pytest.mark.slow
def test_programs_count_call_and_jump(kind):
    add, one = ("ADD", TO, TO, A), 1
    rows = Rows()
    rows.add([("JUMP", 0, 4), ("ADD", TO, TO, B), add, ("RET",), ("CALL", 3, 2), ("CALL", 2, 1), ("END",)],
             [P, 0, one, 100, 0, 0])  # fmt: skip
    rows.add([("COUNT", 7), add, ("AGAIN", 3, 1), ("ADD", TO, TO, B), ("AGAIN", 0, 3)], [P, 0, one, 100, 0, 0])
    outer = [("CALL", 2, 3), ("CALL", 1, 6), ("END",), ("CALL", 5, 6), ("ADD", TO, TO, B), ("RET",), add, ("RET",)]
    rows.add(outer, [P, 0, one, 100, 0, 0])
    assert [found for (found,) in rows.run(kind, TO, TO + 1)] == [3 + 2 * 101, 4 + 3 * 100, 2 * 105 + 1]
