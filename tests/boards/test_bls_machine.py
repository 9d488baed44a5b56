"""BLS12-381's machine on emulated boards: its operations against Python's integers, its backend against portable."""

import ast
import random

import pytest

from lightclient.crypto import backend
from lightclient.crypto.bls12_381 import (
    answers,
    encoding,
    errors,
    fp,
    fp2,
    fp12,
    g1,
    g2,
    hashing,
    pairing,
    points,
    signatures,
    suites,
)
from lightclient.crypto.chosen import BLS12_381
from lightclient.crypto.hosts import bls_hints
from lightclient.crypto.steps import finish
from lightclient.errors import LightClientError
from tests.boards.test_machine_vectors import COUNTER, instructions
from tests.support.machine import KINDS, Rows, compiled
from tools import romfs
from tools.boards import Board
from tools.machine.bls import NUMBER, SLOT

pytestmark = pytest.mark.slow

P = fp.P
R = 1 << 8 * SLOT
ORDER = points.R
BACK = pow(R, -1, P)
WORDS = (0, 1, 0xFFFFFFFF, 0x80000000, 0x7FFFFFFF, 0xFFFF0000, 0x0000FFFF)
EDGES = [0, 1, 2, P - 1, P - 2, P >> 1, (P >> 1) + 1, R % P, R * R % P, (1 << 380) - 1, 1 << 380]
EDGES += [(0xFFFFFFFF << 32 * i) % P for i in range(12)] + [(P ^ (0xFFFFFFFF << 32 * i)) % P for i in range(11)]
JUNK = b"\xa5" * SLOT
M, A, B, TO = 0, 2, 4, 6  # slots: P and its companion, two pairs, where a result goes


def numbers(rng):
    """Yield numbers below P: edges, words at their edges, and any."""
    while True:
        yield rng.choice(EDGES)
        words = [rng.choice(WORDS) if rng.random() < 0.7 else rng.getrandbits(32) for _ in range(12)]
        yield sum(word << 32 * i for i, word in enumerate(words)) % P
        yield rng.randrange(P)


def memory(a, b):
    return [P, -pow(P, -1, 1 << 32) % (1 << 32), *a, *b, JUNK, JUNK]


def wanted(name, a, b):
    """Return what an operation leaves: a number and None, or a pair."""
    (a0, a1), (b0, b1) = a, b
    return {
        "MUL": lambda: (a0 * b0 * BACK % P, None),
        "ADD": lambda: ((a0 + b0) % P, None),
        "SUB": lambda: ((a0 - b0) % P, None),
        "MUL2": lambda: ((a0 * b0 - a1 * b1) * BACK % P, (a0 * b1 + a1 * b0) * BACK % P),
        "ADD2": lambda: ((a0 + b0) % P, (a1 + b1) % P),
        "SUM2": lambda: (a0 + b0, a1 + b1),
        "SUB2": lambda: ((a0 - b0) % P, (a1 - b1) % P),
        "SQR2": lambda: ((a0 * a0 - a1 * a1) * BACK % P, 2 * a0 * a1 * BACK % P),
        "TURN2": lambda: ((a0 - a1) % P, (a0 + a1) % P),
    }[name]()


NAMES = ("MUL", "ADD", "SUB", "MUL2", "ADD2", "SUB2", "SUM2", "SQR2", "TURN2")


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def rows():
    return Rows(routine="bls_", slot=SLOT, numbers=NUMBER)


def test_operations_at_their_edges(kind):
    rng = random.Random("operations")
    given = numbers(rng)
    program, results = rows(), []
    pairs = [((a, rng.choice(EDGES)), (rng.choice(EDGES), next(given))) for a in EDGES]
    pairs += [((P - 1, P - 1), (P - 1, P - 1)), ((P - 1, 0), (0, P - 1)), ((0, P - 1), (0, P - 1))]
    pairs += [((next(given), next(given)), (next(given), next(given))) for _ in range(40)]
    for a, b in pairs:
        for name in NAMES:
            program.add([(name, TO, A, B)], memory(a, b))
            results.append((name, a, b))
    for (name, a, b), (first, second) in zip(results, program.run(kind, TO, TO + 2), strict=True):
        one, two = wanted(name, a, b)
        assert first == one, (name, a, b)
        assert second == (int.from_bytes(JUNK, "little") if two is None else two), (name, a, b)


def test_products_of_sums_that_are_not_reduced(kind):
    rng = random.Random("sums")
    given = numbers(rng)
    largest = 2 * P - 2
    pairs = [((largest, largest), (largest, largest)), ((largest, 0), (0, largest)), ((0, largest), (0, largest))]
    pairs += [((largest, 0), (largest, 0)), ((0, largest), (largest, largest)), ((P, P), (P, P)), ((P, 1), (1, P))]
    pairs += [tuple((next(given) + next(given), next(given) + next(given)) for _ in range(2)) for _ in range(80)]
    program = rows()
    for a, b in pairs:
        program.add([("MUL2", TO, A, B)], memory(a, b))
    found = program.run(kind, TO, TO + 2)
    assert found == [list(wanted("MUL2", a, b)) for a, b in pairs]


def test_a_result_may_take_the_place_of_an_operand(kind):
    given = numbers(random.Random("places"))
    program = rows()
    for _ in range(8):
        a, b = (next(given), next(given)), (next(given), next(given))
        for name in ("MUL", "ADD", "SUB", "MUL2", "ADD2", "SUB2", "SUM2", "SQR2"):
            for place in (A, B) if name != "SQR2" else (A,):
                double = "2" if name.endswith("2") else ""
                program.add(
                    [(name, TO, A, B), (name, place, A, B), ("SUB" + double, TO, TO, place)],
                    [*memory(a, b)[:TO], 0, 0],
                )
    assert all(found[-2:] == [0, 0] for found in program.run(kind, A, TO + 2))


def test_squares_copies_and_calls(kind):
    program = rows()
    a = 3**200 % P
    cases = []
    for count in (1, 2, 9):
        program.add([("SQR", TO, A, count)], memory((a, 1), (2, 3)))
        result = a
        for _ in range(count):
            result = result * result * BACK % P
        cases.append([result, int.from_bytes(JUNK, "little")])
    program.add([("COPY", TO, A, 2)], memory((a, 5), (2, 3)))
    cases.append([a, 5])
    # Five calls of three calls of two additions of 1, one in the other.
    program.add(
        [
            ("CALL", 5, 2, 0),
            ("END",),
            ("CALL", 3, 4, 0),
            ("RET",),
            ("CALL", 2, 6, 0),
            ("RET",),
            ("ADD", TO, TO, A),
            ("RET",),
        ],
        [*memory((1, 0), (0, 0))[:TO], 0, 0],
    )
    cases.append([30, 0])
    assert program.run(kind, TO, TO + 2) == cases


# The allocator's steps depend on what lies where: so all is in its place before, and the first call is not counted.
COUNTED = """
import gc
from array import array
from counter import insn
from lightclient.crypto.machine.bls_rv32 import run
memory = bytearray({size})
found = array("I", [0] * {count})
def compare(program, memories):
    for turn in range(2):
        for i in range({count}):
            memory[:] = memories[i]
            gc.collect()
            start = insn()
            run(program, memory, memory, 0)
            found[i] = insn() - start & 0xFFFFFF
    print(*found)
"""


def test_every_number_takes_the_same_instructions():
    rng = random.Random("even")
    given = numbers(rng)
    pairs = [((a, a), (a, P - 1)) for a in (0, 1, P - 1, R % P)]
    pairs += [((next(given), next(given)), (next(given), next(given))) for _ in range(20)]
    laid = [
        b"".join(slot if isinstance(slot, bytes) else slot.to_bytes(SLOT, "little") for slot in memory(*pair))
        for pair in pairs
    ]
    counter = {"counter.mpy": romfs.bytecode("counter", COUNTER, native="rv32imc")}
    with Board("rv32", 256 * 1024, rom=romfs.pack(compiled() | counter), exact=True) as board:
        board.run(COUNTED.format(size=len(laid[0]), count=len(laid)))
        for name in (*NAMES, "SQR"):
            program = bytes((NUMBER[name], TO, A, 3 if name == "SQR" else B)) + bytes(4)
            found = board.run(f"compare({program!r}, {laid!r})").split()
            assert len(found) == len(laid) and len(set(found)) == 1, name


# -- the backend

PRELUDE = """
from lightclient.crypto import backend
from lightclient.crypto.bls12_381 import answers, encoding, fp, fp2, fp12, g1, g2, hashing, pairing, points, signatures
from lightclient.crypto.bls12_381 import suites
from lightclient.crypto.steps import finish
from lightclient.errors import LightClientError
used = backend.load("machine", "bls12-381")
S = suites.POSSESSION_MIN_PK
def tried(work):
    try:
        return work()
    except LightClientError as error:
        return error.name, error.args
"""


def tried(work):
    try:
        return work()
    except LightClientError as error:
        return error.name, error.args


HERE = {
    "answers": answers,
    "encoding": encoding,
    "finish": finish,
    "fp": fp,
    "fp2": fp2,
    "fp12": fp12,
    "g1": g1,
    "g2": g2,
    "hashing": hashing,
    "pairing": pairing,
    "points": points,
    "signatures": signatures,
    "suites": suites,
    "tried": tried,
    "used": backend.load("portable", BLS12_381),
    "S": suites.POSSESSION_MIN_PK,
}


@pytest.fixture
def board(kind):
    with Board(kind, 384 * 1024, rom=romfs.pack(compiled())) as board:
        board.run(PRELUDE)
        yield board


def agree(board, expression):
    """Return what an expression gives here and on the board, which has to be the same."""
    here = eval(expression, dict(HERE))
    there = ast.literal_eval(board.run(f"print(repr({expression}))", 300).strip())
    assert there == here, expression
    return here


CHOSEN = """
from lightclient.crypto import backend, chosen
before = chosen.names()
print(before, "|", backend.bls12_381().name, "|", chosen.names())
"""


def test_a_board_uses_it_by_itself_where_it_is_installed(kind):
    files = compiled()
    without = {name: content for name, content in files.items() if "/bls_" + KINDS[kind] not in name}
    assert len(without) == len(files) - 1
    for rom, name in ((files, "machine"), (without, "portable")):
        with Board(kind, 256 * 1024, rom=romfs.pack(rom)) as board:
            found = board.run(CHOSEN, 300).strip().split(" | ")
        others = "secp256k1 unused, p256 unused, ed25519 unused"
        assert found == ["unused", name, f"{others}, bls12-381 {name}"]


def test_powers(board):
    rng = random.Random("powers")
    for a in (0, 1, 2, P - 1, *(rng.randrange(P) for _ in range(4))):
        agree(board, f"finish(used.power({a}))")


def test_multiples_and_points_of_small_order(board):
    rng = random.Random("multiples")
    affine = "points.affine({f}, finish(used.times_x({f}, {point})))"
    for group in (g1, g2):
        f = group.FIELD.__name__.split(".")[-1]
        outside = random_point(group, rng)
        for point in (group.GENERATOR, outside, points.double(group.FIELD, outside), points.infinity(group.FIELD)):
            agree(board, affine.format(f=f, point=repr(point)))
        agree(board, f"finish(used.in_subgroup({f.replace('fp2', 'g2').replace('fp', 'g1')}, {outside!r}))")
    # Of order 3, and 13: an addition meets the point itself or its negative.
    agree(board, affine.format(f="fp", point=repr((0, 2, 1))))
    assert agree(board, "finish(used.in_subgroup(g1, (0, 2, 1)))") is False
    small = points.affine(fp2, of_order_13())
    agree(board, affine.format(f="fp2", point=repr(small)))
    assert agree(board, f"finish(used.in_subgroup(g2, {small!r}))") is False
    clear = "points.affine({f}, finish(used.cleared_sum({g}, {one!r}, {two!r})))"
    one, two = random_point(g2, rng), random_point(g2, rng)
    for pair in ((one, two), (one, one), (one, points.negative(fp2, one)), (small, small), (small, g2.GENERATOR)):
        agree(board, clear.format(f="fp2", g="g2", one=pair[0], two=pair[1]))
    agree(board, clear.format(f="fp2", g="g2", one=points.infinity(fp2), two=one))
    agree(board, clear.format(f="fp", g="g1", one=(0, 2, 1), two=g1.GENERATOR))


def random_point(group, rng):
    """Return a point of the curve, most likely outside the subgroup."""
    while True:
        x = rng.randrange(P) if group is g1 else (rng.randrange(P), rng.randrange(P))
        y = finish(HERE["used"].lift(group, x))
        if y is not None:
            return x, y, group.FIELD.ONE


def of_order_13():
    from tests.portable.test_bls_points import OUTSIDE_2

    return (*OUTSIDE_2, fp2.ONE)


def test_pairings(board):
    rng = random.Random("pairings")
    six = tuple(rng.randrange(P) for _ in range(6))
    one, two = random_points(rng), random_points(rng)
    for pairs in ([], [one], [one, two], [one, two, one]):
        for factor in (None, six):
            agree(board, f"finish(used.miller({pairs!r}, {factor!r}))")
    negative = points.affine(fp, points.negative(fp, one[0])), one[1]
    assert agree(board, f"finish(used.is_one({[one, negative]!r}))") is True
    assert agree(board, f"finish(used.is_one({[one, two]!r}))") is False
    assert agree(board, "finish(used.final_is_one(fp12.ONE))") is True
    assert agree(board, "finish(used.final_is_one((fp12.ZERO6, fp12.ZERO6)))") is False


TURNS = """
def turns(*generators):
    found = [None] * len(generators)
    left = list(range(len(generators)))
    while left:
        for i in list(left):
            try:
                next(generators[i])
            except StopIteration as stop:
                found[i] = stop.value
                left.remove(i)
    return found
"""
exec(TURNS, HERE)


def test_computations_take_turns(board):
    board.run(TURNS)
    rng = random.Random("turns")
    one, two = random_points(rng), random_points(rng)
    six = tuple(rng.randrange(P) for _ in range(6))
    negative = points.affine(fp, points.negative(fp, one[0])), one[1]
    agree(board, f"turns(used.miller({[one]!r}, {six!r}), used.miller({[two, one]!r}, None), used.power(5))")
    both = f"used.is_one({[one, negative]!r}), used.is_one({[one, two]!r})"
    assert agree(board, f"turns({both}, used.power(7))")[:2] == [True, False]
    hashed = "[points.affine(fp2, point) for point in turns({}, {})]"
    cleared = [f"used.cleared_sum(g2, {pair[0][1]!r}, {pair[1][1]!r})" for pair in ((one, two), (two, two))]
    agree(board, hashed.format(*cleared))


def random_points(rng):
    found = []
    for group in (g1, g2):
        k = rng.randrange(1, points.R)
        point = finish(points.multiply(group.FIELD, group.GENERATOR, k, bytes(50)))
        found.append(points.affine(group.FIELD, point))
    return tuple(found)


def test_hashes_and_roots(board):
    for group in ("g1", "g2"):
        for message in (b"", b"abc", bytes(200)):
            found = f"points.affine({group}.FIELD, finish(used.hash_to_curve({group}, {message!r}, b'tag')))"
            agree(board, found)
        for x in (1, 2, 3, 4):
            x = x if group == "g1" else (x, 1)
            agree(board, f"finish(used.lift({group}, {x!r}))")


def test_signatures_and_hints(board):
    rng = random.Random("signatures")
    for name in ("BASIC_MIN_SIG", "POSSESSION_MIN_PK"):
        suite = getattr(suites, name)
        used = HERE["used"]
        secret = rng.randrange(1, points.R).to_bytes(32, "big")
        key, signature = used.public_key(suite, secret), used.sign(suite, secret, b"message")
        for message in (b"message", b"another"):
            verify = f"used.verify(suites.{name}, {key!r}, {message!r}, {signature!r})"
            assert agree(board, verify) is (message == b"message")
        given = bls_hints.make(suite, [key], b"message", signature)
        at = 48 * rng.randrange(len(given) // 48) + 47
        changed = given[:at] + bytes((given[at] ^ 1,)) + given[at + 1 :]
        for hints, error in ((given, None), (changed, errors.WrongHint), (given[:-1], errors.BadHints)):
            check = f"used.check_by_hints(suites.{name}, [{key!r}], b'message', {signature!r}, {hints!r})"
            found = agree(board, f"tried(lambda: {check})")
            assert found is None if error is None else found[0] == error.__name__


def test_secret_multiples(board):
    rng = random.Random("secrets")
    secrets = [1, 2, 3, 8, 30, ORDER - 1, ORDER - 2, ORDER >> 1, *(rng.randrange(1, ORDER) for _ in range(2))]
    for number in secrets:
        secret = number.to_bytes(32, "big")
        name = rng.choice(("BASIC_MIN_PK", "BASIC_MIN_SIG"))
        agree(board, f"used.public_key(suites.{name}, {secret!r}, b'random')")
    for name in ("POSSESSION_MIN_PK", "POSSESSION_MIN_SIG"):
        agree(board, f"used.sign(suites.{name}, {secret!r}, b'message')")
    agree(board, f"used.prove(suites.POSSESSION_MIN_PK, {secret!r})")
    for bad in (b"", bytes(32), ORDER.to_bytes(32, "big"), bytes(33)):
        assert agree(board, f"tried(lambda: used.sign(S, {bad!r}, b''))")[0] == "BadSecretKey"


def test_secrets_take_the_same_instructions():
    # A byte of 0 at the end of a coordinate, which all may know, is 8 instructions when that becomes an integer.
    prelude = """
from lightclient.crypto.bls12_381 import {group}
from lightclient.crypto.bls12_381.points import R
from lightclient.crypto.machine import bls_sign
from lightclient.crypto.steps import finish
def multiplied(secret, digest):
    secret[0] &= 0x3F
    k = int.from_bytes(secret, "big")
    finish(bls_sign.multiply(used, {group}.FIELD, {group}.GENERATOR, k, digest + digest))
counts(multiplied)
"""
    for group in ("g1", "g2"):
        found = instructions(BLS12_381, prelude.format(group=group), 38)[6:]  # the heap finds its two states first
        for turns in (found[::2], found[1::2]):
            assert {count - min(turns) for count in turns} <= {0, 1, 8, 9, 16}
            assert turns.count(min(turns)) > 0.6 * len(turns)


def test_what_is_no_key_and_no_signature(board):
    good = encoding.serialize(g2, g2.GENERATOR)
    for key in (b"", bytes(48), b"\xc0" + bytes(47), bytes(95) + b"\2", b"\x80" + bytes(46) + b"\1"):
        found = agree(board, f"tried(lambda: used.verify(S, {key!r}, b'', {good!r}))")
        assert isinstance(found, tuple)
    outside = encoding.serialize(g2, of_order_13())
    for signature in (b"", bytes(96), outside, b"\xa0" + bytes(95)):
        found = agree(board, f"tried(lambda: used.verify(S, answers.KEY, b'', {signature!r}))")
        assert isinstance(found, tuple)
