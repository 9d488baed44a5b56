"""What the field machine computes on a board, against the portable code here and the vectors of others.

The portable code is held to libsecp256k1, OpenSSL and the same vectors in tests/vectors.
"""

import random

import pytest

from lightclient.crypto import backend, ecdsa, p256, secp256k1, x25519
from lightclient.crypto.chosen import ED25519, P256, SECP256K1
from lightclient.crypto.computed import COMPUTED
from lightclient.crypto.errors import SmallOrder
from lightclient.crypto.inverse import inverse
from lightclient.crypto.jacobian import affine, serialize
from lightclient.crypto.recode import comb
from lightclient.crypto.secp256k1 import LAMBDA, N, split_odd
from lightclient.crypto.steps import finish
from tests.support.machine import KINDS, Remote, compiled
from tests.vectors import test_backend_vectors as seam
from tests.vectors import test_ecdh_vectors as ecdh
from tests.vectors import test_ed25519_cctv as cctv
from tests.vectors.test_backend_vectors import PORTABLE
from tools import romfs
from tools.boards import Board, ScriptError

KB = 1024


@pytest.fixture(params=KINDS)
def board(request):
    with Board(request.param, 256 * KB, rom=romfs.pack(compiled())) as board:
        yield board


@pytest.fixture
def machine(board):
    return Remote(board, SECP256K1)


@pytest.mark.slow
def test_on_vectors(machine):
    assert seam.compare(machine, 8) > 300


@pytest.mark.slow
def test_on_random_keys(machine):
    seam.test_on_random_keys(machine)


@pytest.mark.slow
def test_on_what_is_no_key(machine):
    seam.test_on_what_is_no_key(machine)


@pytest.mark.slow
def test_p256_on_every_vector(board):
    assert seam.compare_p256(Remote(board, P256), 1) == (249, 174)


@pytest.mark.slow
def test_p256_on_some_vectors(board):
    assert seam.compare_p256(Remote(board, P256), 25)[0] > 5


@pytest.mark.slow
def test_ed25519_on_every_vector(board):
    assert seam.compare_ed25519(Remote(board, ED25519), 1) == (151, 88)


@pytest.mark.slow
def test_ed25519_on_some_vectors(board):
    assert seam.compare_ed25519(Remote(board, ED25519), 20)[0] > 5


@pytest.mark.slow
@pytest.mark.parametrize(("operation", "accepted"), [("verify", 30), ("verify_zip215", 273)])
def test_ed25519_where_verifiers_differ(board, operation, accepted):
    assert seam.compare_edges(Remote(board, ED25519), operation) == (598, accepted)


@pytest.mark.slow
@pytest.mark.parametrize("operation", ["verify", "verify_zip215"])
def test_ed25519_on_some_of_these(board, operation):
    assert seam.compare_edges(Remote(board, ED25519), operation, 23)[1] > 0


def compare_cctv(board, step):
    """Return how many of CCTV's signatures are good by RFC 8032, and how many by ZIP-215."""
    machine, portable = Remote(board, ED25519), backend.load("portable", ED25519)
    found = [
        [
            seam.agree(machine, operation, key, message, signature, portable=portable)
            for operation in ("verify", "verify_zip215")
        ]
        for number, key, signature, message, _ in cctv.cases()
        if number % step == 0
    ]
    return [verdicts.count(True) for verdicts in zip(*found, strict=True)]


@pytest.mark.slow
def test_ed25519_on_every_vector_of_cctv(board):
    assert compare_cctv(board, 1) == [172, 826]


@pytest.mark.slow
def test_ed25519_on_some_vectors_of_cctv(board):
    rfc_8032, zip_215 = compare_cctv(board, 31)
    assert 0 < rfc_8032 < zip_215


@pytest.mark.slow
def test_ed25519_on_random_keys_as_openssl_computes_it(board):
    machine, openssl = Remote(board, ED25519), backend.load("cryptography", ED25519)
    rng = random.Random("OpenSSL")
    for size in (0, 1, 63, 64, 65, 111, 112, 127, 128, 300):
        secret, message, fresh = rng.randbytes(32), rng.randbytes(size), rng.randbytes(32)
        key = seam.agree(machine, "public_key", secret, portable=openssl)
        signature = openssl.sign(secret, message)
        assert machine.sign(secret, message) == machine.sign(secret, message, fresh) == signature
        assert machine.verify(key, message, signature) and machine.verify_zip215(key, message, signature)
        for turned in (rng.randrange(512) for _ in range(6)):  # one bit of the signature, or of the key
            wrong = bytes(byte ^ (turned >> 3 == at) << (turned & 7) for at, byte in enumerate(signature))
            seam.agree(machine, "verify", key, message, wrong, portable=openssl)
            other = bytes(byte ^ (turned % 256 >> 3 == at) << (turned & 7) for at, byte in enumerate(key))
            seam.agree(machine, "verify", other, message, signature, portable=openssl)


@pytest.mark.slow
def test_ed25519_on_anything(board):
    machine, portable = Remote(board, ED25519), backend.load("portable", ED25519)
    rng = random.Random("anything")
    key, signature = portable.public_key(bytes(32)), portable.sign(bytes(32), b"")
    for length in (0, 1, 31, 33, 64):
        seam.agree(machine, "verify", rng.randbytes(length), b"", signature, portable=portable)
        seam.agree(machine, "verify_zip215", key, b"", rng.randbytes(length) + signature[length:-1], portable=portable)
    for _ in range(12):
        r, s = rng.choice((key, rng.randbytes(32))), rng.choice((signature[32:], rng.randbytes(31) + bytes(1)))
        for operation in ("verify", "verify_zip215"):
            seam.agree(machine, operation, rng.choice((key, r)), rng.randbytes(5), r + s, portable=portable)


def forms(u, v):
    """Return u * G + v * Q as the machine adds it up: (g, q) for g * G + q * Q, what is there and what is added."""
    odd_u = u + N * (~u & 1)
    columns = comb(odd_u, 6, 44)
    v1, v2 = split_odd(v, bytes(4))
    digits = [[(half + (1 << 132) - 1 >> 1 >> 4 * i & 15) * 2 - 15 for i in range(33)] for half in (v1, v2)]
    total = None
    for window in range(32, -1, -1):
        for column in range(3, -1, -1):
            if total is not None:
                total = 2 * total[0], 2 * total[1]
                if window < 11:
                    column_digits = columns[43 - (4 * window + column)]
                    added = sum((1 if column_digits >> t & 1 else -1) << 44 * t for t in range(6)), 0
                    yield total, added
                    total = total[0] + added[0], 0 + total[1]
        for turn, half in ((1, digits[0]), (LAMBDA, digits[1])):
            added = 0, half[window] * turn
            if total is not None:
                yield total, added
                total = total[0], total[1] + added[1]
            else:
                total = added
    assert (total[0] - u) % N == (total[1] - v) % N == 0


COUNTED = """
from lightclient.crypto import p256_backend, secp256k1_backend
calls = []
class Counted({backend}):
    def verify(self, *arguments):
        calls.append(1)
        return super().verify(*arguments)
used.portable = Counted
"""


@pytest.mark.slow
@pytest.mark.parametrize("sign", [1, -1])
def test_whoever_makes_it_add_a_point_to_itself_or_to_its_negative_gains_nothing(machine, sign):
    rng = random.Random(sign)
    met = 0
    for turn in range(12):
        u, v = rng.randrange(1, N), rng.randrange(1, N)
        steps = list(forms(u, v))
        (g, q), (more_g, more_q) = steps[(0, -1)[turn] if turn < 2 else rng.randrange(len(steps))]
        # The secret key of Q for which both are the same point, or each other's negative.
        if (q - sign * more_q) % N == 0 or (sign * more_g - g) % N == 0:
            continue
        secret = (sign * more_g - g) * inverse(q - sign * more_q, N) % N
        key = PORTABLE.public_key(secret.to_bytes(32, "big"))
        found = finish(secp256k1.combine(u, v, secp256k1.parse(key)))
        if not found[2]:
            continue  # infinity is no signature, see below
        r = affine(found, secp256k1.P)[0] % N
        s = r * inverse(v, N) % N
        if s > N >> 1:
            continue  # the other s, which is verified in its place, leads elsewhere
        met += 1
        digest, signature = (u * s % N).to_bytes(32, "big"), r.to_bytes(32, "big") + s.to_bytes(32, "big")
        assert ecdsa.verify(secp256k1, key, digest, signature)
        machine.board.run(COUNTED.format(backend="secp256k1_backend.Secp256k1"))
        assert machine.verify(key, digest, signature)
        assert not machine.verify(key, digest[1:] + b"\x00", signature)
        assert machine.board.run("print(len(calls))").strip() == "1"
    assert met > 2


def p256_forms(u, v):
    """Return what `forms` does, for P-256."""
    digits = [(v + p256.N * (~v & 1) >> 1 | 1 << 259) >> 4 * i & 15 for i in range(65)]
    columns = comb(u + p256.N * (~u & 1), 6, 44)
    total = 0, digits[64] * 2 - 15
    for window in range(63, -1, -1):
        for column in range(3, -1, -1):
            total = 2 * total[0], 2 * total[1]
            if window < 11:
                taken = columns[43 - (4 * window + column)]
                added = sum((1 if taken >> t & 1 else -1) << 44 * t for t in range(6)), 0
                yield total, added
                total = total[0] + added[0], total[1]
        added = 0, digits[window] * 2 - 15
        yield total, added
        total = total[0], total[1] + added[1]
    assert (total[0] - u) % p256.N == (total[1] - v) % p256.N == 0


@pytest.mark.slow
@pytest.mark.parametrize("sign", [1, -1])
def test_nor_does_it_on_p256(board, sign):
    rng = random.Random(sign)
    machine, n = Remote(board, P256), p256.N
    u, v = rng.randrange(1, n), rng.randrange(1, n)
    steps = [step for step in p256_forms(u, v) if step[1][0]]  # an entry of the comb is added
    met = 0
    for (g, q), (more_g, _) in (*steps[:6], *steps[-8:-1]):
        secret = (sign * more_g - g) * inverse(q, n) % n
        key = ecdsa.public_key(p256, secret.to_bytes(32, "big"))
        r = affine(finish(p256.combine(u, v, p256.parse(key))), p256.P)[0] % n
        s = r * inverse(v, n) % n
        if s > n >> 1:
            continue  # the other s, which is verified in its place, leads elsewhere
        met += 1
        digest, signature = (u * s % n).to_bytes(32, "big"), r.to_bytes(32, "big") + s.to_bytes(32, "big")
        board.run(COUNTED.format(backend="p256_backend.P256"))
        assert machine.verify(key, digest, signature)
        assert not machine.verify(key, digest[1:] + b"\x00", signature)
        assert board.run("print(len(calls))").strip() == "1"
    assert met > 2


@pytest.mark.slow
def test_infinity_is_no_signature_and_no_key(machine):
    rng = random.Random("infinity")
    secret, r, s = (rng.randrange(1, N) for _ in range(3))
    key = serialize(secp256k1.parse(PORTABLE.public_key(secret.to_bytes(32, "big"))))
    digest = (-r * secret % N).to_bytes(32, "big")
    assert not machine.verify(key, digest, r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    seam.agree(machine, "add", key, (N - secret).to_bytes(32, "big"))


@pytest.mark.slow
def test_ecdh_on_vectors_and_awkward_secrets(machine):
    assert ecdh.compare(machine, 8) == [60, 2]
    for secret in list(ecdh.awkward_secrets())[::5]:
        seam.agree(machine, "shared_point", secret, PORTABLE.public_key(b"\x07" * 32))
    key = PORTABLE.public_key(bytes(31) + b"\x07")
    for bad in (bytes(32), N.to_bytes(32, "big"), b"", bytes(33)):
        seam.agree(machine, "shared_point", bad, key)
    for bad in (b"", key[1:], b"\x05" + key[1:], b"\x02" + bytes(31) + b"\x05", b"\x02" + b"\xff" * 32):
        seam.agree(machine, "shared_point", bytes(31) + b"\x07", bad)


@pytest.mark.slow
def test_x25519_on_some_vectors(board):
    board.run("from lightclient.crypto import x25519")
    assert board.run("print(x25519.BACKEND)").strip() == "machine"

    def shared(secret, key):
        found = board.run(
            f"try:\n    print(x25519.shared({secret!r}, {key!r}).hex())\nexcept x25519.SmallOrder:\n    print('small')"
        ).strip()
        if found == "small":
            raise SmallOrder()
        return bytes.fromhex(found)

    assert ecdh.compare_x25519(shared, 9) == [53, 5]
    for secret, key in ((bytes(32), b"\xff" * 32), (b"\xff" * 32, b"\xfe" * 32)):
        assert shared(secret, key) == x25519.shared(secret, key)


COUNTER = """
@micropython.asm_rv32
def insn():
    csrrs(a0, zero, 0xC02)
    slli(a0, a0, 8)
    srli(a0, a0, 8)
"""
# The allocator's steps depend on what lies where: so all is in its place before, and the first call is not counted.
COUNTS = """
import gc
from array import array
from hashlib import sha256
from counter import insn
from lightclient.crypto import backend, x25519
used = backend.load("machine", {curve!r})
secret, digest = bytearray(32), bytearray(32)
found = array("I", [0] * ({count} + 1))
def counts(operation):
    for i in range({count} + 1):
        secret[:] = sha256(b"secret %d" % i).digest()
        digest[:] = sha256(b"digest %d" % i).digest()
        gc.collect()
        start = insn()
        operation(secret, digest)
        found[i] = insn() - start & 0xFFFFFF
    print(*found[1:])
"""


def instructions(curve, work, count):
    """Return the instructions of an operation on so many keys and digests, in order. work: code that calls `counts`."""
    # In 24 bits the counter is a small integer, whose reading allocates nothing.
    counter = {"counter.mpy": romfs.bytecode("counter", COUNTER, native="rv32imc")}
    with Board("rv32", 512 * KB, rom=romfs.pack(compiled() | counter), exact=True) as board:
        return list(map(int, board.run(COUNTS.format(curve=curve, count=count) + work, timeout=300).split()))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("curve", "operation", "count"),
    [(SECP256K1, "used.sign", 1000), (SECP256K1, "used.schnorr_sign", 100), (ED25519, "used.sign", 1000)],
)
def test_signing_takes_the_same_instructions_for_every_key_and_nonce(curve, operation, count):
    found = instructions(curve, f"counts({operation})", count)
    for turns in (found[::2], found[1::2]):  # the heap may be in one of two states, by turns
        least = min(turns)
        assert 500_000 < least < 2_000_000
        # MicroPython hashes all bytes that it makes; for a hash of 0, one of 65,536, it takes 1 by an instruction more.
        assert set(turns) <= {least, least + 1}
        assert turns.count(least) >= 0.98 * len(turns)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("operation", "least"),
    [
        (
            f"lambda secret, digest: used.shared_point(secret, {PORTABLE.public_key(bytes(31) + bytes((7,)))!r})",
            1_700_000,
        ),
        ("lambda secret, digest: x25519.shared(secret, x25519.BASE)", 1_900_000),
    ],
    ids=["secp256k1", "X25519"],
)
def test_sharing_takes_the_same_instructions_for_every_secret(operation, least):
    found = instructions(SECP256K1, f"counts({operation})", 62)[2:]  # the heap finds its two states first
    for turns in (found[::2], found[1::2]):
        assert least < min(turns) < 2_300_000
        assert set(turns) <= {min(turns), min(turns) + 1}
        assert turns.count(min(turns)) >= 0.98 * len(turns)


SIGNED = """
import gc
gc.collect()
free = gc.mem_free()
from lightclient.crypto import backend, chosen
unused = chosen.names()
used = backend.{curve}()
signed = used.sign({secret!r}, {message!r}) == {signature!r}
judged = used.verify({key!r}, {message!r}, {signature!r})
gc.collect()
kept = free - gc.mem_free()
print(unused, "/", chosen.names(), "/", signed and judged, kept)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("form", "most"), [("frozen", 12 * KB), ("rom", 24 * KB)])
@pytest.mark.parametrize(
    ("curve", "names"),
    [
        (SECP256K1, "secp256k1 machine, p256 unused, ed25519 unused"),
        (ED25519, "secp256k1 unused, p256 unused, ed25519 machine"),
    ],
)
def test_it_is_chosen_without_being_asked_for_and_fits_a_small_heap(form, most, curve, names):
    options = {"frozen": True} if form == "frozen" else {"rom": romfs.pack(compiled())}
    portable = backend.load("portable", curve)
    secret, message = bytes(31) + b"\x07", bytes(32)
    key, signature = portable.public_key(secret), portable.sign(secret, message)
    used = {SECP256K1: "current"}.get(curve, curve)
    case = {"curve": used, "secret": secret, "message": message, "key": key, "signature": signature}
    with Board("rv32", 40 * KB, **options) as board:
        unused, used, kept = board.run(SIGNED.format(**case)).split(" / ")
    assert (unused, used) == ("unused", names)
    good, kept = kept.split()
    assert good == "True" and int(kept) < most


@pytest.mark.slow
def test_without_its_routine_the_portable_code_is_used_and_told():
    files = {path: code for path, code in compiled().items() if not path.endswith(("rv32.mpy", "thumb.mpy"))}
    with Board("rv32", 192 * KB, rom=romfs.pack(files)) as board:
        board.run("from lightclient.crypto import backend, chosen")
        assert board.run("print(backend.current().name, '/', chosen.names())").split("/")[0] == "portable "
        for curve in COMPUTED:
            with pytest.raises(ScriptError, match="BackendMissing"):
                board.run(f"backend.use('machine', {curve!r})")
        for name in ("sha512", "keccak"):
            assert board.run(f"from lightclient.crypto import {name}\nprint({name}.BACKEND)").strip() == "viper"


def test_a_machine_that_computes_wrongly_is_not_used():
    with Board("rv32", 128 * KB, rom=romfs.pack(compiled())) as board:
        board.run(
            "from lightclient.crypto.machine import secp256k1_program as p\np.CONSTANTS = bytes(len(p.CONSTANTS))"
        )
        board.run("from lightclient.crypto import backend, chosen")
        with pytest.raises(ScriptError, match=r"SelfTestFailed|NotOnCurve|BadSecretKey"):
            board.run("backend.current()")
        assert board.run("print(chosen.backends)").strip() == "{}"
