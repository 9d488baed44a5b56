"""Invoices of BOLT11: each rule broken alone, in invoices that are signed as they stand."""

from lightclient.bitcoin.more_errors import BadChecksum, BadPadding
from lightclient.codec.errors import BadText, TooLarge
from lightclient.lightning import bolt11
from lightclient.lightning.errors import (
    BadAmount,
    BadInvoice,
    DoubledField,
    InvoiceSignatureInvalid,
    MissingFeature,
    MissingField,
    UnknownFeature,
    WrongPrefix,
)
from tests.portable import lightning
from tests.portable.lightning import COFFEE, FEATURES, FIELDS, HASH, OTHER, PAYEE, SECRETS, field, groups_of, number
from tests.portable.support import raises


def refused(error, **parts):
    with raises(error) as caught:
        bolt11.parse(lightning.bolt11(**parts))
    return caught.error


def test_an_invoice_says_what_its_payee_signed():
    found = bolt11.parse(lightning.bolt11())
    assert (found.currency, found.amount, found.description) == ("bc", 250_000_000, "1 cup coffee")
    assert (found.created, found.expires) == (lightning.CREATED, lightning.CREATED + 3600)
    assert found.payment_hash == lightning.PAYMENT_HASH
    assert (found.node, found.description_hash, found.payer, found.chain) == (None, None, None, None)
    assert found.signer() == lightning.key(PAYEE)
    assert bolt11.parse(lightning.bolt11().upper()).digest == found.digest


def test_a_changed_invoice_is_by_somebody_else():
    text = lightning.bolt11()
    groups = [lightning.ALPHABET.index(char) for char in text[text.rfind("1") + 1 : -6]]
    for at in (3, 40, 130):
        changed = groups[:at] + [groups[at] ^ 1] + groups[at + 1 :]
        try:
            assert bolt11.parse(lightning.bech32("lnbc2500u", changed)).signer() != lightning.key(PAYEE)
        except InvoiceSignatureInvalid:
            pass
    assert bolt11.parse(lightning.bech32("lnbc2501u", groups)).signer() != lightning.key(PAYEE)


def test_the_expiry_is_an_hour_unless_the_invoice_says_otherwise():
    found = bolt11.parse(lightning.bolt11(FIELDS + field("x", number(86400, 4))))
    assert found.expires == lightning.CREATED + 86400
    long = field("x", [31] * 13)
    assert refused(TooLarge, fields=FIELDS + long).args[1:] == (13, 12)
    assert bolt11.parse(lightning.bolt11(FIELDS + field("x", [31] * 12))).expires == lightning.CREATED + (1 << 60) - 1


def test_the_hash_of_a_description_stands_in_for_one():
    found = bolt11.parse(lightning.bolt11(HASH + SECRETS + field("h", groups_of(b"\x07" * 32))))
    assert (found.description, found.description_hash) == (None, b"\x07" * 32)


def test_an_invoice_has_one_of_description_and_its_hash():
    refused(BadInvoice, fields=HASH + SECRETS + FEATURES)
    refused(BadInvoice, fields=FIELDS + field("h", groups_of(b"\x07" * 32)))


def test_the_payees_key_is_checked_where_the_invoice_names_it():
    named = field("n", groups_of(lightning.key(PAYEE)))
    found = bolt11.parse(lightning.bolt11(FIELDS + named))
    assert found.node == found.signer() == lightning.key(PAYEE)
    with raises(InvoiceSignatureInvalid):
        bolt11.parse(lightning.bolt11(FIELDS + named, secret=OTHER)).signer()
    with raises(InvoiceSignatureInvalid):  # which is no point
        bolt11.parse(lightning.bolt11(FIELDS + field("n", groups_of(b"\x05" * 33)))).signer()


def test_a_signature_that_no_key_has_made_is_refused():
    for signature in (bytes(65), b"\xff" * 65, b"\x01" * 64 + b"\x04", b"\x01" * 64 + b"\xff"):
        with raises(InvoiceSignatureInvalid):
            bolt11.parse(lightning.bolt11(signature=signature)).signer()


def high(found):
    """Return the other signature by the same key, whose s is in the upper half."""
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    s = order - int.from_bytes(found.signature[32:], "big")
    return found.signature[:32] + s.to_bytes(32, "big") + bytes([found.recovery ^ 1])


def test_a_high_s_is_recovered_to_the_same_key_and_not_verified_by_a_key_that_is_named():
    found = bolt11.parse(lightning.bolt11())
    assert bolt11.parse(lightning.bolt11(signature=high(found))).signer() == lightning.key(PAYEE)
    named = FIELDS + field("n", groups_of(lightning.key(PAYEE)))
    found = bolt11.parse(lightning.bolt11(named))
    with raises(InvoiceSignatureInvalid):
        bolt11.parse(lightning.bolt11(named, signature=high(found))).signer()


def test_fields_of_unknown_types_are_passed_over():
    rest = field("2", [1] * 7) + field("f", [31] + [0] * 32) + field("r", []) + field("m", [3, 4])
    found = bolt11.parse(lightning.bolt11(rest + FIELDS + rest))
    assert (found.payment_hash, found.description) == (lightning.PAYMENT_HASH, "1 cup coffee")
    assert found.signer() == lightning.key(PAYEE)


def test_a_hash_secret_or_key_has_its_length():
    for letter, count in (("p", 52), ("h", 52), ("s", 52), ("n", 53)):
        for wrong in (count - 1, count + 1, 0):
            refused(BadInvoice, fields=FIELDS + field(letter, [0] * wrong))


def test_a_field_stands_there_once():
    for letter, part in (
        ("p", HASH),
        ("s", SECRETS),
        ("d", COFFEE),
        ("9", FEATURES),
        ("x", field("x", [1]) * 2),
        ("n", field("n", groups_of(lightning.key(PAYEE))) * 2),
    ):
        assert refused(DoubledField, fields=FIELDS + part).fields == {"field": letter}


def test_an_invoice_has_a_payment_hash():
    assert refused(MissingField, fields=SECRETS + COFFEE + FEATURES).fields["field"] == "payment hash"


def test_an_invoice_has_a_payment_secret():
    assert refused(MissingField, fields=HASH + COFFEE + FEATURES).fields["field"] == "payment secret"
    assert refused(MissingField, fields=HASH + COFFEE).fields["field"] == "payment secret"


def test_a_feature_that_must_be_known_is():
    def features(*bits):
        return HASH + SECRETS + COFFEE + field("9", number(sum([1 << bit for bit in bits]), 60))

    assert bolt11.parse(lightning.bolt11(features(8, 14, 16, 24, 48, 99, 201))).amount
    for bit in (0, 10, 18, 50, 100, 298):
        assert refused(UnknownFeature, fields=features(8, 14, bit)).fields["bit"] == bit


def test_a_feature_stands_with_those_that_it_takes():
    def features(*bits):
        return HASH + SECRETS + COFFEE + field("9", number(sum([1 << bit for bit in bits]), 4))

    assert refused(MissingFeature, fields=features(14)).fields == {"bit": 14, "needs": 8}
    assert refused(MissingFeature, fields=features(9, 17)).fields == {"bit": 16, "needs": 14}
    assert bolt11.parse(lightning.bolt11(features(9, 15, 17))).amount


def test_amounts_are_whole_millisatoshis():
    for prefix, amount in (
        ("lnbc", None),
        ("lnbc1", 100_000_000_000),
        ("lnbc20m", 2_000_000_000),
        ("lnbc2500u", 250_000_000),
        ("lnbc1n", 100),
        ("lnbc10p", 1),
        ("lnbc9678785340p", 967_878_534),
        ("lnbc1000000000000000000p", 100_000_000_000_000_000),
        ("lnbc21000000", 2_100_000_000_000_000_000),
        ("lntbs1m", 100_000_000),
    ):
        assert bolt11.parse(lightning.bolt11(prefix=prefix)).amount == amount, prefix


def test_what_is_no_amount_is_refused():
    for prefix in (
        "lnbc1x",
        "lnbc1p",
        "lnbc15p",
        "lnbc01m",
        "lnbc0",
        "lnbc1um",
        "lnbc1/1m",
        "lnbc1:1m",
        "lnbc21000001",
    ):
        refused(BadAmount, prefix=prefix)
    refused(BadAmount, prefix="lnbc" + "9" * 20)


def test_the_prefix_is_lightnings():
    assert refused(WrongPrefix, prefix="bc1").fields == {"found": "bc", "wanted": "ln"}


def test_the_checksum_is_that_of_bech32():
    refused(BadChecksum, variant=0x2BC830A3)
    refused(BadChecksum, variant=2)


def test_an_invoice_ends_where_it_says():
    refused(BadInvoice, fields=FIELDS + [13])
    refused(BadInvoice, fields=FIELDS + [13, 0])
    refused(BadInvoice, fields=FIELDS + [13, 0, 1])
    refused(BadInvoice, fields=FIELDS + [13, 31, 31, 0, 0])
    with raises(BadInvoice):
        bolt11.parse(lightning.bech32("lnbc", [0] * 110))
    with raises(MissingField):  # there is room for a time and a signature, and nothing else
        bolt11.parse(lightning.bech32("lnbc", [0] * 111))


def test_padding_of_what_is_read_is_zeros():
    for letter, groups, rest in (
        ("p", HASH[3:], COFFEE),
        ("d", COFFEE[3:], HASH),
        ("h", [0] * 52, HASH),
        ("n", [0] * 53, HASH + COFFEE),
    ):
        refused(BadPadding, fields=SECRETS + rest + field(letter, groups[:-1] + [groups[-1] | 1]))


def test_a_description_is_utf_8():
    refused(BadText, fields=HASH + SECRETS + field("d", groups_of(b"\xc0\xaf")))


def test_an_invoice_has_at_most_7089_characters():
    room = 7089 - len(lightning.bolt11())
    filled = field("m", [0] * 1023) * (room // 1026)
    text = lightning.bolt11(FIELDS + filled + field("m", [0] * (room - len(filled) - 3)))
    assert len(text) == 7089 and bolt11.parse(text).signer() == lightning.key(PAYEE)
    with raises(TooLarge) as caught:
        bolt11.parse("lnbc1" + "q" * 7085)
    assert caught.error.args[1:] == (7090, 7089)
