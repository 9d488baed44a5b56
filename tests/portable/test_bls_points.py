from lightclient.crypto.bls12_381 import encoding, fp, fp2, g1, g2, hashing, points, sswu
from lightclient.crypto.bls12_381.backend import Bls12381
from lightclient.crypto.bls12_381.errors import BadPoint, OffCurve, OutOfSubgroup
from lightclient.crypto.steps import finish
from tests.portable.support import raises

P, R = fp.P, points.R
BACKEND = Bls12381()
GROUPS = (g1, g2)
BLIND = bytes(range(50))

# Points of other orders (ethereum/bls12-381-tests): of the curve over integers, and one of order 13 over pairs.
OUTSIDE_1 = (
    175120027539531016442854006573889751122153014990298010045047409866982914293422983043097473453160715743839524736495,
    3886161143382294459707944199964771025143673781268592314417728386394555910678469538674068117321209145872489588747338,
)
OUTSIDE_2 = (
    (
        3922397287649913227621058437622997108794641953057758105879357683864299671651819357275859520733535654147680406731276,
        3741137028670202333708729730342450399205516524855163427388600406129033394826520864962370018146369072778910602014330,
    ),
    (
        2318861511113254089730073927932992301121994664766687670497054556026428871746827995944986621318870599424754598753423,
        1139817624251523735913718360323397122746649955859850938514186251456988186435865415993431523202408255536265404879025,
    ),
)

# RFC 9380, J.9.1 and J.10.1, and K.1.
TAG_1 = b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"
TAG_2 = b"QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_RO_"
HASHES = (
    (
        g1,
        TAG_1,
        b"",
        "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1"
        "08ba738453bfed09cb546dbb0783dbb3a5f1f566ed67bb6be0e8c67e2e81a4cc68ee29813bb7994998f3eae0c9c6a265",
    ),
    (
        g1,
        TAG_1,
        b"abc",
        "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903"
        "0b9c15f3fe6e5cf4211f346271d7b01c8f3b28be689c8429c85b67af215533311f0b8dfaaa154fa6b88176c229f2885d",
    ),
    (
        g2,
        TAG_2,
        b"",
        "05cb8437535e20ecffaef7752baddf98034139c38452458baeefab379ba13dff5bf5dd71b72418717047f5b0f37da03d"
        "0141ebfbdca40eb85b87142e130ab689c673cf60f1a3e98d69335266f30d9b8d4ac44c1038e9dcdd5393faf5c41fb78a"
        "12424ac32561493f3fe3c260708a12b7c620e7be00099a974e259ddc7d1f6395c3c811cdd19f1e8dbf3e9ecfdcbab8d6"
        "0503921d7f6a12805e72940b963c0cf3471c7b2a524950ca195d11062ee75ec076daf2d4bc358c4b190c0c98064fdd92",
    ),
    (
        g2,
        TAG_2,
        b"abcdef0123456789",
        "190d119345b94fbd15497bcba94ecf7db2cbfd1e1fe7da034d26cbba169fb3968288b3fafb265f9ebd380512a71c3f2c"
        "121982811d2491fde9ba7ed31ef9ca474f0e1501297f68c298e9f4c0028add35aea8bb83d53c08cfc007c1e005723cd0"
        "0bb5e7572275c567462d91807de765611490205a941a5a6af3b1691bfe596c31225d3aabdf15faff860cb4ef17c7c3be"
        "05571a0f8d3c08d094576981f4a3b8eda0a8e771fcdcc8ecceaf1356a6acf17574518acb506e435b639353c2e14827c8",
    ),
)


def parsed(group, data):
    return finish(encoding.parse(BACKEND, group, data))


def refused(group, data):
    """Return what the error says for bytes that are not a point."""
    with raises(BadPoint) as caught:
        parsed(group, data)
    assert caught.error.args[0] == group.NAME
    return caught.error.args[1]


def number(value):
    return value.to_bytes(48, "big")


def flagged(group, flags, rest=b""):
    data = bytearray(rest or bytes(group.FIELD.SIZE))
    data[0] |= flags
    return bytes(data)


def test_roots_of_integers():
    for a in (0, 1, 2, 3, 4, P - 1, P - 2, P >> 1, 1 << 380):
        root = finish(fp.root(BACKEND, a))
        assert root is None or root * root % P == a
        assert (root is None) == (pow(a, P >> 1, P) == P - 1)


def test_roots_of_pairs():
    numbers = (0, 1, 2, 5, P - 1, P - 4, 3**200 % P)
    for a in numbers:
        for b in numbers:
            pair = a, b
            assert fp2.sqr(finish(fp2.root(BACKEND, fp2.sqr(pair)))) == fp2.sqr(pair)
            square = pow(fp2.norm(pair), P >> 1, P) != P - 1
            assert (finish(fp2.root(BACKEND, pair)) is not None) == square


def test_either_a_number_has_a_root_or_another_one_has():
    for a in (1, 2, 3, P - 1, 7**150 % P):
        square, root = finish(fp.either(BACKEND, a, 5))
        assert root * root % P == (a if square else fp.TWIST * 25 * a % P)
        pair = a, a * a % P
        square, root = finish(fp2.either(BACKEND, pair, (3, 4)))
        other = fp2.mul(fp2.mul(fp2.TWIST, fp2.sqr((3, 4))), pair)
        assert fp2.sqr(root) == (pair if square else other)


def test_inverses():
    for a in (1, 2, P - 1, P + 3, -5):
        assert fp.inverse(a) * a % P == 1
        assert fp2.mul(fp2.inverse((a, 7)), (a, 7)) == fp2.ONE
    assert fp.inverse(0) == fp.inverse(P) == 0
    assert fp2.inverse((0, P)) == fp2.ZERO


def test_the_generators_have_the_order_of_the_groups():
    for group in GROUPS:
        f, g = group.FIELD, group.GENERATOR
        assert finish(group.in_subgroup(BACKEND, g))
        assert points.same(f, finish(points.multiply(f, g, R - 1, BLIND)), points.negative(f, g))


def test_points_are_added_in_every_case():
    for group in GROUPS:
        f, g = group.FIELD, group.GENERATOR
        two = points.double(f, g)
        three = points.add(f, two, g)
        nothing = points.infinity(f)
        add, same = points.add, points.same
        assert same(f, add(f, g, g), two)
        assert same(f, add(f, g, two), three)
        assert same(f, add(f, three, points.negative(f, two)), g)
        assert same(f, add(f, two, two), add(f, three, g))
        assert add(f, two, points.negative(f, two)) == nothing
        assert add(f, nothing, two) == add(f, two, nothing) == two
        assert points.double(f, nothing)[2] == f.ZERO
        assert not same(f, two, three) and not same(f, two, nothing) and same(f, nothing, nothing)
        assert points.affine(f, nothing) == nothing and points.affine(f, g) == g
        assert same(f, points.affine(f, three), three)


def test_a_product_does_not_depend_on_its_blinding():
    f, g = fp, g1.GENERATOR
    sevens = points.infinity(f)
    for _ in range(7):
        sevens = points.add(f, sevens, g)
    for blind in (bytes(50), b"\xff" * 50, BLIND):
        assert points.same(f, finish(points.multiply(f, g, 7, blind)), sevens)


def test_what_is_written_is_read():
    for group in GROUPS:
        f = group.FIELD
        point = points.affine(f, points.add(f, points.double(f, group.GENERATOR), group.GENERATOR))
        for one in (point, points.affine(f, points.negative(f, point)), points.infinity(f)):
            for compressed in (True, False):
                data = encoding.serialize(group, one, compressed)
                assert len(data) == f.SIZE * (1 if compressed else 2)
                assert parsed(group, data) == one


def test_lengths_and_flags_that_are_refused():
    for group in GROUPS:
        size = group.FIELD.SIZE
        good = encoding.serialize(group, group.GENERATOR)
        whole = encoding.serialize(group, group.GENERATOR, False)
        for data in (b"", good[:-1], good + b"\0", flagged(group, 0, good[1:] + b"\0")):
            refused(group, data)
        assert refused(group, b"") == f"0 bytes, not {2 * size}"
        assert refused(group, good + b"\0") == f"{size + 1} bytes, not {size}"
        # A compressed point in the length of a whole one, and the other way.
        assert refused(group, flagged(group, 0x80, whole)) == f"{2 * size} bytes, not {size}"
        assert refused(group, bytes((good[0] & 0x1F,)) + good[1:]) == f"{size} bytes, not {2 * size}"
        # A sign where y is given, and one of infinity.
        assert refused(group, flagged(group, 0x20, whole)) == "a sign where y is given"
        for data in (
            flagged(group, 0xE0),
            flagged(group, 0xC1),
            flagged(group, 0xC0, good),
            flagged(group, 0xC0, bytes(size - 1) + b"\1"),
            flagged(group, 0x60, bytes(2 * size)),
            flagged(group, 0x40, whole),
            flagged(group, 0x40, bytes(2 * size - 1) + b"\1"),
        ):
            assert refused(group, data) == "infinity with more than its flag"
        assert parsed(group, flagged(group, 0xC0)) == parsed(group, flagged(group, 0x40, bytes(2 * size)))


def test_coordinates_are_below_the_prime():
    says = "a coordinate that is not below the prime"
    for value in (P, P + 1, (1 << 381) - 1):
        assert refused(g1, flagged(g1, 0x80, number(value))) == says
        assert refused(g1, number(0) + number(value)) == says
        assert refused(g2, flagged(g2, 0x80, number(value) + number(0))) == says
        assert refused(g2, flagged(g2, 0x80, number(0) + number(value))) == says
        for i in range(4):
            numbers = [number(value if i == j else 0) for j in range(4)]
            assert refused(g2, b"".join(numbers)) == says
    # The flags of what follows the first number are bits of that number.
    assert refused(g2, flagged(g2, 0x80, number(0) + flagged(g1, 0x80))) == says


def test_points_off_the_curve_are_refused():
    x, y, _ = g1.GENERATOR
    for data in (number(x) + number(y + 1), number(0) + number(0), flagged(g1, 0x80, number(1))):
        with raises(OffCurve):
            parsed(g1, data)
    whole = bytearray(encoding.serialize(g2, g2.GENERATOR, False))
    for at in (95, 191):
        whole[at] ^= 1
        with raises(OffCurve):
            parsed(g2, bytes(whole))
        whole[at] ^= 1
    with raises(OffCurve):
        parsed(g2, flagged(g2, 0x80, number(0) + number(3)))


def test_points_outside_the_subgroup_are_refused():
    for group, (x, y) in ((g1, OUTSIDE_1), (g2, OUTSIDE_2)):
        f = group.FIELD
        for point in ((x, y, f.ONE), points.negative(f, (x, y, f.ONE))):
            for compressed in (True, False):
                with raises(OutOfSubgroup) as caught:
                    parsed(group, encoding.serialize(group, point, compressed))
                assert caught.error.args == (group.NAME,)
        # A point of the subgroup and one outside.
        mixed = points.affine(f, points.add(f, group.GENERATOR, (x, y, f.ONE)))
        assert not finish(group.in_subgroup(BACKEND, mixed))


def test_the_points_of_order_three_are_refused():
    # x == 0 gives y == 2 and -2, of order 3.
    for y in (2, P - 2):
        with raises(OutOfSubgroup):
            parsed(g1, number(0) + number(y))


def test_vectors_of_rfc_9380():
    for group, tag, message, point in HASHES:
        found = finish(hashing.hash_to_curve(BACKEND, group, message, tag))
        assert encoding.serialize(group, found, False).hex() == point


def test_messages_are_expanded():
    expand = hashing.expand
    tag = b"QUUX-V01-CS02-with-expander-SHA256-128"
    assert expand(b"abc", tag, 32).hex() == "d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615"
    assert expand(b"", tag, 128)[-8:].hex() == "fa5b646c993f0ced"
    long = tag + b"-long-DST-" + b"1" * 208
    assert len(long) == 256
    assert expand(b"abc", long, 32).hex() == "52dbf4f36cf560fca57dedec2ad924ee9c266341d8f3d6afe5171733b16bbb12"


def test_numbers_that_the_map_has_exceptions_for():
    # Where Z**2 * u**4 + Z * u**2 is 0: for 0, and on G1 for no other number (-1 / 11 is not a square).
    for group in GROUPS:
        f = group.FIELD
        point = points.affine(f, finish(sswu.to_curve(BACKEND, group, f.ZERO)))
        assert f.is_zero(f.sub(f.sqr(point[1]), points.square(f, group.B, point[0])))


def test_hashed_points_are_in_the_subgroup():
    for group in GROUPS:
        point = points.affine(group.FIELD, finish(hashing.hash_to_curve(BACKEND, group, b"any", b"tag")))
        assert finish(group.in_subgroup(BACKEND, point))
        # What was not cleared of the cofactor is not.
        point = points.affine(
            group.FIELD, finish(sswu.to_curve(BACKEND, group, hashing.numbers(group, b"any", b"tag")[0]))
        )
        assert not finish(group.in_subgroup(BACKEND, point))
