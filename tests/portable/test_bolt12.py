"""Text, records, offers and invoices of BOLT12: each rule broken alone, in what is signed as it stands."""

from lightclient.bitcoin.more_errors import BadCharacter, BadPadding, MixedCase
from lightclient.codec.errors import BadText, NonCanonical, TooLarge, Truncated
from lightclient.lightning import bolt12, merkle, offer, text, tlv
from lightclient.lightning.errors import (
    BadContinuation,
    BadRecord,
    ForeignRecord,
    InvoiceSignatureInvalid,
    MissingField,
    OtherAmount,
    OtherNode,
    UnknownFeature,
    UnknownRecord,
    WrongPrefix,
)
from tests.portable import lightning
from tests.portable.lightning import OTHER, PAYEE, PAYER, record, tu64
from tests.portable.support import raises

OFF_CURVE = b"\x02" + b"\x05" * 32


def refused(error, read, data):
    with raises(error) as caught:
        read(data)
    return caught.error


# -- text


def test_pieces_of_a_text_are_joined():
    whole = lightning.text("lno", lightning.offer())
    wanted = offer.parse(whole).keys
    for written in (
        whole[:9] + "+" + whole[9:],
        whole[:9] + "+ \r\n\t" + whole[9:20] + "+\n" + whole[20:],
        "l+" + whole[1:],
        (whole[:30] + "+ " + whole[30:]).upper(),
    ):
        assert offer.parse(written).keys == wanted


def test_a_plus_stands_between_two_characters():
    whole = lightning.text("lno", lightning.offer())
    for written in ("+" + whole, whole + "+", whole + "+ ", "ln++" + whole[2:], whole[:5] + " +" + whole[5:]):
        refused(BadContinuation, offer.parse, written)
    assert refused(BadContinuation, offer.parse, whole[:5] + "++" + whole[5:]).fields["index"] == 5


def test_a_text_is_of_one_case_and_alphabet_and_of_what_it_says():
    whole = lightning.text("lno", lightning.offer())
    refused(MixedCase, offer.parse, whole[:9] + whole[9:].upper())
    refused(BadCharacter, offer.parse, whole[:-1] + "b")
    refused(BadCharacter, offer.parse, whole[:9] + " " + whole[9:])
    assert refused(WrongPrefix, bolt12.parse, whole).fields == {"found": "lno", "wanted": "lni"}
    refused(WrongPrefix, offer.parse, lightning.text("lni", lightning.invoice()))


def test_a_text_is_filled_up_with_less_than_five_zeros():
    data = b"\x0a\x01a"
    groups = lightning.groups_of(data)
    assert text.parse(lightning.plain("lno", groups), "lno") == data
    for bad in (groups + [0], groups[:-1] + [groups[-1] | 1]):
        with raises(BadPadding):
            text.parse(lightning.plain("lno", bad), "lno")


def test_a_text_has_at_most_16384_characters():
    assert text.joined("a" * 16384)
    refused(TooLarge, text.joined, "a" * 16385)


# -- records


def test_records_are_in_ascending_order():
    one, two = record(1, b"a"), record(3, b"b")
    assert [each.type for each in tlv.parse(one + two)] == [1, 3]
    refused(NonCanonical, tlv.parse, two + one)
    refused(NonCanonical, tlv.parse, one + one)


def test_numbers_are_in_their_shortest_form():
    for value in (0, 252, 253, 0xFFFF, 0x10000, 0xFFFFFFFF, 1 << 32, (1 << 64) - 1):
        (found,) = tlv.parse(record(value, b""))
        assert (found.type, found.head) == (value, lightning.bigsize(value))
    for long in (b"\xfd\x00\xfc", b"\xfe\x00\x00\xff\xff", b"\xff" + bytes(4) + b"\xff" * 4):
        refused(NonCanonical, tlv.parse, long + b"\x00")
        refused(NonCanonical, tlv.parse, b"\x01" + long + bytes(300))


def test_a_stream_ends_where_its_records_do():
    whole = record(1, b"abc") + record(300, b"d")
    for size in (1, 2, 4, 6, 7, 8, 9):
        refused(Truncated, tlv.parse, whole[:size])
    assert len(tlv.parse(whole)) == 2


def test_a_stream_has_at_most_128_records_and_10240_bytes():
    assert len(tlv.parse(b"".join([record(at, b"") for at in range(128)]))) == 128
    many = refused(TooLarge, tlv.parse, b"".join([record(at, b"") for at in range(129)]))
    assert many.args == ("the number of records", 129, 128)
    assert tlv.parse(record(1, bytes(10236)))
    refused(TooLarge, tlv.parse, record(1, bytes(10237)))


def test_the_root_is_that_of_the_published_examples():
    for stream, root in (
        ("010203e8", "b013756c8fee86503a0b4abdab4cddeb1af5d344ca6fc2fa8b6c08938caa6f93"),
        ("010203e802080000010000020003", "c3774abbf4815aa54ccaa026bff6581f01f3be5fe814c620a252534f434bc0d1"),
        (
            "010203e80208000001000002000303310266e4598d1d3c415f572a8488830b60f7e744ed9235eb0b1ba93283b315c035180000000000"
            "0000010000000000000002",
            "ab2e79b1283b0b31e0b035258de23782df6b89a38cfa7237bde69aed1a658c5d",
        ),
    ):
        assert merkle.root(tlv.parse(bytes.fromhex(stream))).hex() == root


def test_the_root_of_any_number_of_records_is_level_by_level():
    for count in range(1, 20):
        records = tlv.parse(b"".join([record(2 * at, bytes([at])) for at in range(count)]))
        assert merkle.root(records) == lightning.root(records)
    signed = tlv.parse(record(1, b"a") + record(240, bytes(64)) + record(1000, b"b") + record(1001, b"c"))
    assert merkle.root(signed) == merkle.root([signed[0], signed[3]])


# -- offers


def offered(**changes):
    return offer.Offer(lightning.offer(**changes))


def wrong(error, **changes):
    return refused(error, offer.Offer, lightning.offer(**changes))


def test_an_offer_says_what_it_is_for():
    found = offered(r2=b"\x01" * 64, r6=b"EUR", r8=tu64(150), r14=tu64(99), r18="Café".encode())
    assert (found.amount, found.currency, found.description, found.issuer) == (150, "EUR", "coffee", "Café")
    assert (found.chains, found.expires, found.keys) == ([b"\x01" * 32] * 2, 99, [lightning.key(PAYEE)])
    found = offered(r10=None)
    assert (found.amount, found.description, found.chains, found.expires) == (None, None, [], None)


def test_an_offer_without_an_issuer_is_paid_at_the_end_of_a_path():
    found = offered(r22=None, r16=lightning.path(OTHER, PAYER, PAYEE) + lightning.path(OTHER, PAYER))
    assert found.keys == [lightning.key(PAYEE), lightning.key(PAYER)]
    assert offered(r16=lightning.path(OTHER, PAYER)).keys == [lightning.key(PAYEE)]
    channel = b"\x01" + bytes(8) + lightning.path(OTHER, PAYEE)[33:]
    assert offered(r22=None, r16=channel).keys == [lightning.key(PAYEE)]


def test_an_offer_has_an_issuer_or_a_path():
    assert wrong(MissingField, r22=None).fields["field"] == "issuer"


def test_an_amount_has_a_description_and_a_currency_an_amount():
    assert wrong(MissingField, r10=None, r8=tu64(1)).fields["field"] == "description"
    assert wrong(MissingField, r6=b"EUR").fields["field"] == "amount"
    for code in (b"eur", b"E1R", b"EU", b"EU[", b"@UR"):
        wrong(BadRecord, r6=code, r8=tu64(1))
    assert offered(r6=b"AZN", r8=tu64(1)).currency == "AZN"


def test_an_offer_has_its_own_records_alone():
    for type_ in (0, 80, 81, 240, 999_999_999, 2_000_000_000):
        data = {10: b"a", 22: lightning.key(PAYEE), type_: b"a"}
        assert refused(ForeignRecord, offer.Offer, lightning.stream(data)).fields["type"] == type_
    assert offered(r79=b"a", r1000000001=b"b", r1999999999=b"c").description == "coffee"


def test_a_record_of_an_unknown_even_type_is_refused():
    for type_ in (24, 78, 1_000_000_000, 1_999_999_998):
        data = {10: b"a", 22: lightning.key(PAYEE), type_: b"a"}
        assert refused(UnknownRecord, offer.Offer, lightning.stream(data)).fields == {"type": type_}


def test_an_offer_demands_no_features():
    assert offered(r12=b"\x80\x02")
    assert wrong(UnknownFeature, r12=b"\x01").fields["bit"] == 0
    assert wrong(UnknownFeature, r12=b"\x40\x00").fields["bit"] == 14


def test_values_are_what_their_types_say():
    for changes in (
        {"r2": bytes(33)},
        {"r8": b"\x00\x01"},
        {"r8": b"\x01" * 9},
        {"r14": b"\x00"},
        {"r14": b"\x01" * 9},
        {"r20": b"\x01" * 9},
        {"r22": b"\x02" * 32},
        {"r22": b"\x04" + b"\x02" * 32},
    ):
        wrong(BadRecord, **changes)
    for type_ in ("r10", "r18"):
        wrong(BadText, **{type_: b"\xed\xa0\x80"})
    wrong(BadText, r6=b"\xff\xff\xff", r8=tu64(1))


def test_points_of_an_offer_are_on_the_curve():
    whole = lightning.path(OTHER, PAYEE)
    wrong(BadRecord, r22=OFF_CURVE)
    for at in (0, 33, 67):
        changed = whole[:at] + OFF_CURVE + whole[at + 33 :]
        wrong(BadRecord, r16=changed)
        wrong(BadRecord, r16=whole[:at] + b"\x04" + whole[at + 1 :])


def test_paths_have_hops_and_end_where_they_say():
    whole = lightning.path(OTHER, PAYEE)
    wrong(BadRecord, r16=lightning.path(OTHER))
    wrong(BadRecord, r16=whole + lightning.path(OTHER))
    wrong(Truncated, r16=b"")
    for size in (1, 40, 66, 67, 99, 101, 103):
        wrong(Truncated, r16=whole[:size])
    wrong(Truncated, r16=whole + b"\x02")
    assert len(offered(r16=whole * 16).records.paths(16)) == 16
    wrong(TooLarge, r16=whole * 17)
    wrong(TooLarge, r16=lightning.path(OTHER, *[PAYEE] * 17))


# -- invoices


def read(**changes):
    return bolt12.Invoice(lightning.invoice(**changes))


def broken(error, **changes):
    return refused(error, bolt12.Invoice, lightning.invoice(**changes))


def test_an_invoice_says_what_its_payee_signed():
    found = read()
    assert (found.amount, found.description, found.chain, found.currency) == (250_000, "coffee", None, None)
    assert (found.created, found.expires) == (lightning.CREATED, lightning.CREATED + 600)
    assert (found.payment_hash, found.payer) == (lightning.PAYMENT_HASH, lightning.key(PAYER))
    assert found.signer() == lightning.key(PAYEE)
    assert read(r166=None).expires == lightning.CREATED + 7200
    assert read(r88=None).payer is None
    assert read(r80=b"\x07" * 32).chain == b"\x07" * 32


def test_only_its_node_signs_an_invoice():
    with raises(InvoiceSignatureInvalid):
        read(secret=OTHER).signer()
    with raises(InvoiceSignatureInvalid):
        read(signature=bytes(64)).signer()
    with raises(InvoiceSignatureInvalid):  # by a key that is no point
        read(r22=None, r176=OFF_CURVE).signer()
    whole = lightning.invoice()
    at = whole.index(b"coffee")
    with raises(InvoiceSignatureInvalid):
        bolt12.Invoice(whole[:at] + b"toffee" + whole[at + 6 :]).signer()


def test_an_invoice_has_what_a_payer_needs():
    for type_, field in (
        (164, "time"),
        (168, "payment hash"),
        (170, "amount"),
        (176, "node"),
        (160, "paths"),
        (162, "costs of its paths"),
        (240, "signature"),
    ):
        assert broken(MissingField, **{"r" + str(type_): None}).fields["field"] == field


def test_each_path_of_an_invoice_has_its_costs():
    both = lightning.path(OTHER, PAYEE) * 2
    assert read(r160=both, r162=lightning.PAYINFO + bytes(26) + b"\x00\x01\x02").amount
    broken(BadRecord, r160=both)
    broken(BadRecord, r162=lightning.PAYINFO * 2)
    broken(Truncated, r162=lightning.PAYINFO[:-1])
    broken(Truncated, r162=bytes(26) + b"\x00\x01")
    broken(BadRecord, r160=lightning.path(OTHER))


def test_an_invoice_is_by_a_key_that_its_offer_names():
    assert broken(OtherNode, r22=lightning.key(OTHER)).fields["found"] == lightning.key(PAYEE).hex()
    broken(OtherNode, r22=None, r16=lightning.path(PAYEE, OTHER))
    assert read(r22=None, r16=lightning.path(OTHER, PAYER) + lightning.path(OTHER, PAYEE)).signer()
    assert read(r22=None).signer() == lightning.key(PAYEE)  # for a request without an offer


def test_an_invoice_is_of_what_was_asked_for():
    assert broken(OtherAmount, r82=tu64(250_001)).fields == {"found": 250_000, "wanted": 250_001}
    assert read(r82=None).amount == 250_000


def test_an_invoice_demands_no_features_but_payment_in_parts():
    assert read(r174=b"\x03\x00\x00").amount
    assert broken(UnknownFeature, r174=b"\x04\x00\x00").fields["bit"] == 18


def test_an_invoice_has_no_records_of_payer_proofs():
    for type_ in (241, 1000, 1001, 999_999_999, 4_000_000_000):
        assert broken(ForeignRecord, **{"r" + str(type_): b"a"}).fields["type"] == type_
    for type_ in (92, 178, 3_000_000_000):
        assert broken(UnknownRecord, **{"r" + str(type_): b"a"}).fields["type"] == type_
    assert read(r4=b"a", r84=b"\x02", r172=b"\x00\x00\x02ab", r91=b"\x01a\x01b", r239=b"a", r3000000001=b"b").signer()


def test_the_rest_of_an_invoice_is_what_its_types_say():
    for changes in (
        {"r80": bytes(31)},
        {"r168": bytes(33)},
        {"r164": b"\x00\x01"},
        {"r164": b"\x01" * 9},
        {"r166": b"\x01" * 5},
        {"r82": b"\x01" * 9},
        {"r86": b"\x01" * 9},
        {"r170": b"\x01" * 9},
        {"r88": b"\x05" + bytes(32)},
        {"r240": bytes(63)},
        {"r82": b"\x00"},
        {"r86": b"\x00\x01"},
        {"r90": lightning.path(OTHER)},
    ):
        broken(BadRecord, **changes)
    broken(BadText, r89=b"\x80")
