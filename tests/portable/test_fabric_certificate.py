"""Certificates and organisations of Fabric: DER in its one form, who issued whom, which role that gives."""

from lightclient.codec.errors import BadBase64, TooLarge
from lightclient.codec.protobuf import BYTES, bytes_field, message_field, number_field, parse
from lightclient.fabric.certificate import Certificate, parse_certificate, parse_pem
from lightclient.fabric.der import BITS, INTEGER, OCTETS, OID, SEQUENCE, Der, element, integer
from lightclient.fabric.errors import BadCertificate, BadDer, NoRole, NotIssued, Revoked, UnsupportedKey
from lightclient.fabric.msp import MEMBER, ORDERER, PEER, parse_identity, parse_msp
from tests.portable import fabric
from tests.portable.fabric import algorithm, authority, build, constraints, extension, key, member, once, pem, usage
from tests.portable.support import raises

CA = once(authority, "CAOrga")
LEAF = once(member, "Orga", "a", b"peer")
ED25519 = b"\x2b\x65\x70"


def msp(**changes):
    return parse_msp(fabric.msp_config("Orga", **changes))


# -- DER


def test_numbers_are_in_their_shortest_form():
    for value, made in ((0, "020100"), (127, "02017f"), (128, "02020080"), (256, "02020100"), ((1 << 64) - 1, None)):
        data = integer(value)
        assert made is None or data.hex() == made
        assert Der(data).number("a number") == value
    for bad in ("0200", "020180", "0202007f", "02020000", "030100", "0202"):
        with raises(BadDer):
            Der(bytes.fromhex(bad)).number("a number")


def test_lengths_are_in_their_shortest_form():
    for size in (0, 127, 128, 255, 256, 65535):
        data = element(OCTETS, bytes(size))
        found = Der(data)
        assert len(found.read(OCTETS, "bytes")) == size and not found.more
        found.done("bytes")
    for bad in (
        "0480",
        "048100",
        "04817f" + "00" * 127,
        "04820080" + "00" * 128,
        "0484000000" + "01" * 9,
        "0405" + "00" * 4,
        "04",
    ):
        with raises(BadDer):
            Der(bytes.fromhex(bad)).read(OCTETS, "bytes")
    with raises(BadDer):
        Der(b"\x04\x00\x00", 0, 1).read(OCTETS, "bytes")
    with raises(BadDer):
        Der(b"\x04\x00\x00").done("bytes")


def test_bit_strings_are_of_whole_bytes():
    assert Der(b"\x03\x02\x00\x07").bits("bits") == b"\x07"
    for bad in (b"\x03\x00", b"\x03\x02\x01\x08"):
        with raises(BadDer):
            Der(bad).bits("bits")


# -- certificates


def test_a_certificate_is_read():
    found = parse_certificate(LEAF)
    assert (found.serial, found.key, found.units, found.authority, found.depth) == (8, key("a"), [b"peer"], False, None)
    assert (found.not_before, found.not_after) == (1767225600, 2051222400)
    assert found.issuer == Certificate(CA).subject
    assert found.signed_by(key("CAOrga")) and not found.signed_by(key("a"))
    assert parse_certificate(memoryview(pem(LEAF))).raw == LEAF


def test_dates_are_utc_to_the_second():
    cases = (
        (b"700101000000Z", 0),
        (b"500101000000Z", -631152000),
        (b"491231235959Z", 2524607999),
        (b"240229120000Z", 1709208000),
    )
    for text, seconds in cases:
        assert parse_certificate(build("a", "CAOrga", dates=(text, b"350101000000Z"))).not_before == seconds
    for text in (
        b"2601010000Z", b"260101000000+0100", b"261301000000Z", b"260001000000Z", b"260132000000Z", b"260101240000Z",
        b"260101006000Z", b"260101000060Z", b"26010100000xZ",
    ):  # fmt: skip
        with raises(BadCertificate):
            parse_certificate(build("a", "CAOrga", dates=(text, b"350101000000Z")))
    raw = LEAF.replace(b"\x17\x0d350101000000Z", b"\x18\x0d350101000000Z")
    with raises(BadCertificate):
        parse_certificate(raw)


def test_certificates_are_bounded():
    with raises(TooLarge):
        parse_certificate(bytes(4097))
    many = [extension(b"\x2a" + bytes((number,)), b"", False) for number in range(33)]
    with raises(BadCertificate):
        parse_certificate(build("a", "CAOrga", extensions=many))
    assert parse_certificate(build("a", "CAOrga", extensions=many[:32])).serial == 7


def test_a_serial_number_takes_at_most_20_bytes():
    whole = Der(LEAF).inside(SEQUENCE, "").whole(SEQUENCE, "")
    for size, allowed in ((20, True), (21, False)):
        serial = element(INTEGER, b"\x01" + bytes(size - 1))
        body = element(SEQUENCE, Der(whole).read(SEQUENCE, "").replace(integer(8), serial, 1))
        raw = element(SEQUENCE, body + algorithm() + element(BITS, b"\x00" + fabric.sign("CAOrga", body)))
        if allowed:
            assert parse_certificate(raw).serial == 1 << 152
        else:
            with raises(BadCertificate):
                parse_certificate(raw)


def test_pem_is_one_block():
    assert parse_pem(LEAF, b"CERTIFICATE") == LEAF
    text = pem(LEAF)
    for bad in (b"", text[1:], text + text[:20], text.replace(b"END", b"ENV"), b"x" + text):
        with raises(BadCertificate):
            parse_certificate(bad)
    for bad in (text.replace(b"MII", b"MI*"), text + text):
        with raises(BadBase64):
            parse_certificate(bad)


def test_a_critical_extension_that_nobody_knows_is_refused():
    unknown = extension(b"\x55\x1d\x1e", b"\x30\x00")
    with raises(BadCertificate):
        parse_certificate(build("a", "CAOrga", extensions=[unknown]))
    fine = [
        extension(b"\x55\x1d\x1e", b"\x30\x00", False),
        extension(b"\x55\x1d\x11", b""),
        extension(b"\x55\x1d\x25", b""),
    ]
    assert parse_certificate(build("a", "CAOrga", extensions=fine)).serial == 7


def test_an_extension_stands_once():
    with raises(BadCertificate):
        parse_certificate(build("a", "CAOrga", extensions=[constraints(True), constraints(True)]))


def test_only_version_3_is_read():
    with raises(BadCertificate):
        parse_certificate(build("a", "CAOrga", version=1))


def test_both_algorithms_are_the_same():
    with raises(BadCertificate):
        parse_certificate(LEAF.replace(b"\x04\x03\x02", b"\x04\x03\x03", 1))


def test_keys_of_other_kinds_are_read_and_refused_by_whoever_needs_them():
    other = element(SEQUENCE, element(SEQUENCE, element(OID, ED25519)) + element(BITS, bytes(33)))
    assert parse_certificate(build("a", "CAOrga", public=other)).key is None
    sha384 = build("a", "CAOrga", method=algorithm(b"\x2a\x86\x48\xce\x3d\x04\x03\x03"))
    with raises(UnsupportedKey):
        parse_certificate(sha384).signed_by(key("CAOrga"))
    short = element(
        SEQUENCE, algorithm(fabric.EC_KEY, element(OID, fabric.P256)) + element(BITS, b"\x00\x02" + bytes(32))
    )
    with raises(BadCertificate):
        parse_certificate(build("a", "CAOrga", public=short))


def test_every_flipped_bit_of_what_is_signed_shows():
    body = Der(LEAF).inside(SEQUENCE, "").whole(SEQUENCE, "")
    start = LEAF.index(body)
    for at in range(start, start + len(body), 7):
        broken = bytearray(LEAF)
        broken[at] ^= 1 << at % 8
        try:
            assert not parse_certificate(bytes(broken)).signed_by(key("CAOrga"))
        except (BadDer, BadCertificate, UnsupportedKey):
            pass


# -- organisations


def test_a_member_has_the_role_that_its_unit_names():
    org = msp()
    assert org.id == "Orga"
    assert org.role_of(parse_certificate(LEAF)) == PEER
    assert org.role_of(parse_certificate(member("Orga", "o", b"orderer"))) == ORDERER
    every = msp(units=((2, b"client"), (3, b"peer"), (4, b"admin"), (5, b"orderer")))
    roles = [
        every.role_of(parse_certificate(member("Orga", "m", unit)))
        for unit in (b"admin", b"client", b"peer", b"orderer")
    ]
    assert roles == [1, 2, 3, 4]
    for units in ((), (b"peer", b"orderer"), (b"peers",)):
        with raises(NoRole):
            org.role_of(parse_certificate(build("a", "CAOrga", units)))
    assert msp(units=()).role_of(parse_certificate(build("a", "CAOrga"))) == MEMBER


def test_certificates_lead_to_a_root():
    org = msp()
    with raises(NotIssued):
        org.role_of(parse_certificate(member("Orgb", "b", b"peer")))
    with raises(NotIssued):  # whoever calls itself as the authority is called has not its key
        org.role_of(parse_certificate(build("a", "CAOrga", (b"peer",), signer="mallory")))
    with raises(NotIssued):  # a member issues nothing
        org.role_of(parse_certificate(build("x", "a", (b"peer",))))
    with raises(BadCertificate):  # and an authority is no member
        org.role_of(parse_certificate(CA))


def test_intermediates_lead_to_a_root_too():
    middle = authority("middle", "CAOrga", serial=2)
    leaf = parse_certificate(build("a", "middle"))
    assert msp(others=[middle], units=()).role_of(leaf) == MEMBER
    with raises(NotIssued):
        msp(units=()).role_of(leaf)
    stray = authority("middle", "mallory")
    with raises(NotIssued):
        msp(others=[stray], units=()).role_of(leaf)
    with raises(NotIssued):  # two that sign each other lead nowhere
        msp(others=[authority("middle", "other"), authority("other", "middle")], units=()).role_of(leaf)


def test_an_authority_may_bound_the_way():
    middle = authority("middle", "CAOrga")
    leaf = parse_certificate(build("a", "middle"))
    for depth, allowed in ((0, False), (1, True)):
        org = msp(roots=[authority("CAOrga", depth=depth)], others=[middle], units=())
        if allowed:
            assert org.role_of(leaf) == MEMBER
        else:
            with raises(NotIssued):
                org.role_of(leaf)


def test_who_may_not_sign_certificates_is_no_authority():
    for extensions in ([constraints(False)], [constraints(True), usage(0x80)], [usage(0x06)]):
        org = msp(roots=[build("CAOrga", "CAOrga", extensions=extensions)], units=())
        with raises(NotIssued):
            org.role_of(parse_certificate(LEAF))
    assert (
        msp(roots=[build("CAOrga", "CAOrga", extensions=[constraints(True)])], units=()).role_of(
            parse_certificate(LEAF)
        )
        == 0
    )


def test_a_role_is_given_by_the_authority_that_the_organisation_says():
    other = authority("CA2")
    org = parse_msp(fabric.msp_config("Orga", roots=[CA, other]))
    assert org.role_of(parse_certificate(LEAF)) == PEER
    with raises(NoRole):
        org.role_of(parse_certificate(build("a", "CA2", (b"peer",))))
    with raises(BadCertificate):
        msp(roots=[CA], units=((3, b""),))


def test_the_revoked_are_refused():
    revoked = fabric.crl("Orga", [3, 8])
    with raises(Revoked):
        msp(revoked=[revoked]).role_of(parse_certificate(LEAF))
    assert msp(revoked=[fabric.crl("Orga", [3])]).role_of(parse_certificate(LEAF)) == PEER
    assert msp(revoked=[fabric.crl("Orgb", [8])]).role_of(parse_certificate(LEAF)) == PEER
    with raises(BadCertificate):
        msp(revoked=[fabric.crl("Orga", list(range(1, 1026)))])
    middle = authority("middle", "CAOrga", serial=9)
    leaf = parse_certificate(build("a", "middle"))
    with raises(Revoked):
        msp(others=[middle], units=(), revoked=[fabric.crl("Orga", [9])]).role_of(leaf)


def test_what_else_an_organisation_may_have():
    plain = fabric.msp_config("Orga", units=())
    others = message_field(4, pem(LEAF)) * 2 + message_field(6, b"") + message_field(7, b"") * 2 + message_field(8, b"")
    more = inside(plain) + others + message_field(9, pem(CA)) * 2 + message_field(10, pem(CA)) * 2
    assert parse_msp(bytes_field(2, more)).fields() == parse_msp(plain).fields()


def inside(message):
    return parse(message, {2: BYTES}, "an MSP")[2]


def test_an_organisation_has_a_root_and_is_of_x509():
    with raises(BadCertificate):
        msp(roots=[], units=())
    assert parse_msp(number_field(1, 1) + bytes_field(2, b"idemix")) is None


def test_identities():
    found = parse_identity(fabric.identity("Orga", "a", b"peer"))
    assert (found[0], found[1].raw) == ("Orga", LEAF)
