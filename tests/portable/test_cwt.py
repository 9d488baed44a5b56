from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, NonCanonical, Unsupported
from lightclient.identity import cwt
from lightclient.identity.cwt import Claims
from lightclient.identity.errors import (
    ClaimMissing,
    Expired,
    IssuedInFuture,
    NotYetValid,
    OtherClaim,
    UnsupportedKey,
)
from tests.portable.support import raises
from tests.portable.test_cose import KEYS

NOW = 1_900_000_000


def test_claims_come_back():
    for holder in KEYS.values():
        fields = {
            cwt.ISS: "site",
            cwt.SUB: "meter-7",
            cwt.EXP: NOW,
            cwt.CNF: cwt.confirmation(holder),
            cwt.UEID: bytes(17),
            cwt.NONCE: bytes(8),
            cwt.OEMID: 76543,
            cwt.SWVERSION: ["1.2.3"],
            cwt.DBGSTAT: 4,
            -70000: "ours",
        }
        found = cwt.parse(Claims(fields).serialize())
        assert found.fields == fields
        assert (found.key.kind, found.key.data) == (holder.kind, holder.data)


def test_a_claim_has_its_type():
    for label, value in (
        (cwt.ISS, b"site"),
        (cwt.ISS, ""),
        (cwt.EXP, -1),
        (cwt.EXP, "soon"),
        (cwt.EXP, True),
        (cwt.CTI, bytes(65)),
        (cwt.NONCE, bytes(7)),
        (cwt.UEID, bytes(34)),
        (cwt.OEMID, bytes(15)),
        (cwt.OEMID, bytes(17)),
        (cwt.OEMID, "maker"),
        (cwt.HWMODEL, b""),
        (cwt.DBGSTAT, 5),
        (cwt.SWVERSION, []),
        (cwt.SWVERSION, "1"),
        (cwt.CNF, {3: b"kid"}),
        (cwt.CNF, {1: 1}),
        (cwt.CNF, 1),
    ):
        with raises(BadSchema):
            cwt.parse(encode({label: value}))
    with raises(UnsupportedKey):
        cwt.parse(encode({cwt.CNF: {1: {1: 2, -1: 3}}}))
    for bad in (b"\xa0", encode([1]), encode(1), encode(dict.fromkeys(range(1000, 1065), 1))):
        with raises(BadSchema):
            cwt.parse(bad)
    with raises(NonCanonical):
        cwt.parse(b"\xa2\x02\x61a\x01\x61b")  # payloads of ours are in order
    with raises(Unsupported):
        cwt.parse(b"\xa1\x04\xfb\x41\xd5\x84\x36\x7c\x20\x00\x00")  # a date with fractions


def test_labels_are_those_of_the_registry():
    labels = {"iss": 1, "sub": 2, "aud": 3, "exp": 4, "nbf": 5, "iat": 6, "cti": 7, "cnf": 8, "eat_nonce": 10}
    labels.update({"ueid": 256, "oemid": 258, "hwmodel": 259, "dbgstat": 263, "eat_profile": 265, "bootcount": 267})
    labels.update({"swname": 270, "swversion": 271})
    assert {name: label for label, name in cwt.NAMES.items()} == labels


def test_the_longest_and_shortest_of_each_claim():
    for label, sizes in ((cwt.CTI, (1, 64)), (cwt.NONCE, (8, 64)), (cwt.UEID, (7, 33)), (cwt.HWMODEL, (1, 32))):
        for size in sizes:
            assert cwt.parse(encode({label: bytes(size)})).fields[label] == bytes(size)
        for size in (sizes[0] - 1, sizes[1] + 1):
            with raises(BadSchema):
                cwt.parse(encode({label: bytes(size)}))
    for oemid in (bytes(3), bytes(16), 0):
        assert cwt.parse(encode({cwt.OEMID: oemid})).fields[cwt.OEMID] == oemid
    assert len(cwt.parse(encode(dict.fromkeys(range(1000, 1064), 1))).fields) == 64


def test_validity_ends_on_time():
    token = Claims({cwt.EXP: NOW, cwt.NBF: NOW - 100, cwt.IAT: NOW - 100})
    token.check_time(NOW - 1, leeway=0)
    token.check_time(NOW + 59)
    token.check_time(NOW + 86399, leeway=0, grace=86400)
    for clock, options, error in (
        (NOW, {"leeway": 0}, Expired),
        (NOW + 60, {}, Expired),
        (NOW + 86400, {"leeway": 0, "grace": 86400}, Expired),
        (NOW - 161, {}, NotYetValid),
    ):
        with raises(error):
            token.check_time(clock, **options)
    with raises(IssuedInFuture):
        Claims({cwt.IAT: NOW + 61}).check_time(NOW)
    Claims({cwt.IAT: NOW + 60}).check_time(NOW)
    Claims({cwt.NBF: NOW + 60}).check_time(NOW)
    Claims({cwt.ISS: "a"}).check_time(0)


def test_demands():
    token = Claims({cwt.AUD: "site", 1000: 1})
    token.demand(cwt.AUD, "site")
    with raises(OtherClaim):
        token.demand(cwt.AUD, "other")
    with raises(OtherClaim):
        token.demand(1000, 2)
    with raises(ClaimMissing):
        token.demand(cwt.NONCE, bytes(8))
    with raises(ClaimMissing):
        assert token.key
