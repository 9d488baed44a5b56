from lightclient.crypto.bls12_381 import answers, encoding, fp, fp12, g1, g2, hints, points
from lightclient.crypto.bls12_381.backend import Bls12381
from lightclient.crypto.bls12_381.errors import (
    BadHints,
    BadPoint,
    KeyAtInfinity,
    NoSignatures,
    OutOfSubgroup,
    WrongHint,
)
from lightclient.crypto.bls12_381.suites import POSSESSION_MIN_PK
from lightclient.crypto.steps import finish
from tests.portable.support import raises

# For the known answer: a witness, two roots of the hash, those of the signature and of the key, as bls_hints.make finds
# them.
HINTS = bytes.fromhex(
    "008d6c978c9b3df279544bacc6c65404c8b0ec58e3c94e982e13caf2a45559fc331717aa52792eccbd35626fad035fdd"
    "048115dc9cbdea96f367edce2f0cccf8c8a4f54aa4f05ed0f9dba019009bbcdd8b830735ec8c4a81abc7bf56645a89d4"
    "0880dc0d7ffc1c453164f0e8f55a4b47f5b07de744a2cf8e34beda5ecdd16a0380b267107966bc72b26d0ca9f8a6fe98"
    "155c995c34a4d9ad2a90e3dc4e845939868b507c79e35c6f35c73ac7f472cf205dc520874f62483bc3e529d0f6787a08"
    "0312f559448b54477db729df55f9a86708dfbc9b906ba0cdd3d75881a4aa5a352898c0843ec8a386af0b2e0c73b55b4a"
    "060470e14ee460720dc00e03015052be886c518d2f966037fca5d7831a0adae8cf57d1a1bc66610b42e4c53a5eae2ebf"
    "10046340378002d3cfe09eef76aa2b6584b7d6cfdbbbc28fc3eef67680a9bb23adf6d77b43fde6147026db450224c060"
    "19e6863a42290107cf3697981ae957a1a5b3df3f2fb183db856057bedec0bc0b40484e917f57909705da01072f83a461"
    "0ccd51b380faf1f88fde83300bbe8ab993524008661fe442eaa164dbeebabebc64dcc5374db61832d44aca60eeba82dc"
    "19a4f1cc1203ec76a50d6e2d95356619c15287af803cab98de3e6a19d08bdf3baec759738fd5c25656bab46280ea50f1"
    "13b2dfb76547258f083288b7a79e69555391eb0a187be9c80e4ff9cb278aae3ea356db337bb42197dc6fbf0d8097d85c"
    "12f4fa6e1a918d6c2e8c3a379fcc3f40011b47db468bd2789128c017ec740f5620b053b0559dbac8d35ebfbcadf3b46e"
    "17cd7061575d3e8034fcea62adaa1a3bc38dca4b50e4c5c01d04dd78037c9cee914e17944ea99e7ad84278e5d49f36c4"
)
USED = Bls12381()
P = fp.P
WITNESS = tuple([int.from_bytes(HINTS[i : i + 48], "big") for i in range(0, 288, 48)])
GENERATORS = (g1.GENERATOR, g2.GENERATOR)


def check(given, keys=(answers.KEY,), message=answers.MESSAGE, signature=answers.SIGNATURE):
    USED.check_by_hints(POSSESSION_MIN_PK, list(keys), message, signature, given)


def refused(error, *arguments):
    """Return what the error says, if it says anything."""
    with raises(error) as caught:
        check(*arguments)
    return caught.error.args[0] if caught.error.args else None


def changed(i, value):
    """Return the hints with another number i."""
    return HINTS[: 48 * i] + value.to_bytes(48, "big") + HINTS[48 * i + 48 :]


def number(i):
    return int.from_bytes(HINTS[48 * i : 48 * i + 48], "big")


def test_good_hints():
    assert len(HINTS) == 13 * 48
    check(HINTS)


def test_a_root_of_either_sign_will_do():
    for first, count in ((6, 2), (8, 2), (10, 2), (12, 1)):
        given = HINTS
        for i in range(first, first + count):
            given = given[: 48 * i] + (P - number(i)).to_bytes(48, "big") + given[48 * i + 48 :]
        check(given)


def test_wrong_roots_are_named():
    for i, what in (
        (6, "a root of the message's hash"),
        (9, "a root of the message's hash"),
        (10, "the root of the signature"),
        (12, "the root of a key"),
    ):
        assert refused(WrongHint, changed(i, number(i) ^ 1)) == what
    # Of a pair the two numbers in the other order.
    swapped = HINTS[:288] + HINTS[336:384] + HINTS[288:336] + HINTS[384:]
    assert refused(WrongHint, swapped) == "a root of the message's hash"


def test_a_wrong_witness_shows_nothing():
    for i in range(6):
        assert refused(WrongHint, changed(i, number(i) ^ 1)) == "the pairing"


def test_hints_of_another_signature_show_nothing():
    assert refused(WrongHint, HINTS, [answers.KEY], b"another") == "a root of the message's hash"
    negative = bytes((answers.SIGNATURE[0] ^ 0x20,)) + answers.SIGNATURE[1:]
    assert refused(WrongHint, HINTS, [answers.KEY], answers.MESSAGE, negative) == "the pairing"


def test_numbers_are_in_their_range():
    for i in range(13):
        for value in (P, (1 << 384) - 1):
            assert refused(BadHints, changed(i, value)) == "a number that is not below the prime"
    assert refused(BadHints, bytes(288) + HINTS[288:]) == "a witness of 0"
    for first, count in ((6, 2), (8, 2), (10, 2), (12, 1)):
        zero = HINTS[: 48 * first] + bytes(48 * count) + HINTS[48 * (first + count) :]
        assert refused(BadHints, zero) == "a root of 0"


def test_there_are_as_many_hints_as_are_needed():
    for given in (b"", HINTS[:-1], HINTS + b"\0", HINTS + bytes(48)):
        assert refused(BadHints, given) == f"{len(given)} bytes, not 624"
    # What is whole needs no root.
    key = finish(encoding.parse(USED, g1, answers.KEY))
    signature = finish(encoding.parse(USED, g2, answers.SIGNATURE))
    whole_key = encoding.serialize(g1, key, False)
    whole = encoding.serialize(g2, signature, False)
    check(HINTS[:480], [whole_key], answers.MESSAGE, whole)
    check(HINTS[:480] + HINTS[576:], [answers.KEY], answers.MESSAGE, whole)
    assert refused(BadHints, HINTS, [whole_key]) == "624 bytes, not 576"


def test_keys_and_signatures_are_what_they_are_without_hints():
    infinity = bytes((0xC0,))
    for keys, signature, given, error in (
        ([], answers.SIGNATURE, HINTS, NoSignatures),
        ([b""], answers.SIGNATURE, HINTS[:576], BadPoint),
        ([answers.KEY], b"", HINTS[:480] + HINTS[576:], BadPoint),
        ([infinity + bytes(47)], answers.SIGNATURE, HINTS[:576], KeyAtInfinity),
        ([bytes(95) + b"\2"], answers.SIGNATURE, HINTS[:576], OutOfSubgroup),
        ([b"\x80" + bytes(47)], answers.SIGNATURE, HINTS[:576] + (2).to_bytes(48, "big"), OutOfSubgroup),
    ):
        refused(error, given, keys, answers.MESSAGE, signature)
    # Infinity as the signature: no witness shows that.
    refused(WrongHint, HINTS[:480] + HINTS[576:], [answers.KEY], answers.MESSAGE, infinity + bytes(95))


def test_keys_that_cancel_each_other_show_nothing():
    negative = bytes((answers.KEY[0] ^ 0x20,)) + answers.KEY[1:]
    keys = [answers.KEY, negative]
    infinity = bytes((0xC0,)) + bytes(95)
    given = HINTS[:480] + HINTS[576:] + HINTS[576:]
    refused(KeyAtInfinity, given, keys, answers.MESSAGE, infinity)


def test_no_special_witness_shows_a_false_equation():
    one = [GENERATORS]
    root3 = g1.BETA  # of 1, of the order 3
    for a in (1, P - 1, 2, root3, root3 * root3 % P):
        for i in range(6):
            assert not finish(hints.is_one_by(USED, one, tuple([a if i == j else 0 for j in range(6)])))
    for witness in (WITNESS, tuple([P - x for x in WITNESS]), (1, 1, 1, 1, 1, 1)):
        assert not finish(hints.is_one_by(USED, one, witness))


def test_a_witness_is_one_of_a_true_equation():
    negative = points.negative(fp, g1.GENERATOR)
    two = points.affine(g2.FIELD, points.double(g2.FIELD, g2.GENERATOR))
    pairs = [(negative, two), (g1.GENERATOR, g2.GENERATOR), (g1.GENERATOR, g2.GENERATOR)]
    assert finish(USED.is_one(pairs))
    assert not finish(hints.is_one_by(USED, pairs, WITNESS))
    assert finish(hints.is_one_by(USED, [], fp12.ZERO6))
