"""Configurations of channels and their policies: what is read of them, and when signers are enough."""

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, NonCanonical, TooDeep, TooLarge, TrailingBytes, Truncated
from lightclient.codec.more_errors import UnknownField
from lightclient.codec.protobuf import bytes_field, message_field, number_field
from lightclient.fabric.config import Config, Group, Org, config_of
from lightclient.fabric.configblock import parse_config
from lightclient.fabric.errors import BadCertificate, BadConfig, UnknownMsp, UnsupportedConsensus
from lightclient.fabric.msp import MEMBER, ORDERER, PEER, parse_msp
from lightclient.fabric.policy import is_met, least_of, named_by
from lightclient.votes.errors import DoubledMember, EmptySet
from lightclient.votes.threshold import Threshold
from tests.portable import fabric
from tests.portable.fabric import (
    ANY,
    MAJORITY,
    config,
    meta_policy,
    msp_config,
    once,
    out_of,
    principal,
    role_policy,
    signature_policy,
    signed_by,
)
from tests.portable.support import raises

NOBODY = Group([], b"")
XY = [principal("OrgX", PEER), principal("OrgY", PEER)]


def read(**changes):
    return parse_config(config(**changes), 5)


def refused(error, **changes):
    with raises(error) as caught:
        read(**changes)
    return caught.error.args


# -- configurations


def test_a_configuration_is_read():
    channel, found = read(sequence=3)
    assert (channel, found.number, found.sequence, found.kind) == ("site", 5, 3, "BFT")
    assert found.consenters == [(ord(name), fabric.key(name)) for name in "abcd"]
    assert [org.msp.id for org in found.endorsers.orgs] == ["Orgx", "Orgy", "Orgz"]
    assert found.orderers.orgs == []  # consenters alone count
    assert found.endorsers.msp("Orgy").id == "Orgy"
    with raises(UnknownMsp):
        found.endorsers.msp("Orga")


def test_consenters_decide_by_their_quorum():
    for count, quorum in ((1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (10, 7), (13, 9)):
        made = Config(0, 0, "BFT", [(number, b"key") for number in range(count)], NOBODY, NOBODY)
        assert made.threshold == Threshold(quorum, count, True)


def test_orderers_of_other_kinds_are_their_organisations():
    for kind in (b"etcdraft", b"kafka", b"solo"):
        _, found = read(kind=kind)
        assert (found.consenters, found.members.ids) == ([], [b"Orga", b"Orgb", b"Orgc", b"Orgd"])
        assert found.threshold == Threshold(1, 4, True)
    _, found = read(kind=b"etcdraft", validation=meta_policy(b"Writers", MAJORITY))
    assert found.threshold == Threshold(3, 4, True)


def test_consensus_is_of_a_kind_that_is_known():
    with raises(UnsupportedConsensus):
        read(kind=b"pbft")


def test_nobody_orders_twice():
    with raises(DoubledMember):
        Config(0, 0, "BFT", [(1, b""), (1, b"")], NOBODY, NOBODY)
    with raises(EmptySet):
        Config(0, 0, "BFT", [], NOBODY, NOBODY)
    refused(BadSchema, who="aabc")
    refused(EmptySet, who="")


def test_what_is_needed_has_to_be_there():
    assert refused(BadConfig, type_=3) == (5, "it is an envelope of type 3")
    assert "BlockValidation" in refused(BadConfig, kind=b"etcdraft", validation=b"")[1]
    refused(BadSchema, kind=b"etcdraft", validation=number_field(1, 2))
    for envelope in (
        b"",
        bytes_field(1, b"\x0a\x00"),
        fabric.envelope(1, b""),
        fabric.envelope(1, message_field(1, b"")),
    ):
        with raises(BadSchema):
            parse_config(envelope, 5)
    refused(BadCertificate, msps={"x": bytes_field(2, bytes_field(1, b"Orgx"))})
    whole = config()
    for cut in (len(whole) - 1, len(whole) // 2, 40):
        with raises(Truncated):
            parse_config(whole[:cut], 5)


def test_an_organisation_of_another_kind_is_kept_without_certificates():
    _, found = read(msps={"x": number_field(1, 1) + bytes_field(2, b"idemix")})
    assert found.endorsers.orgs[0].msp is None
    with raises(UnknownMsp):
        found.endorsers.msp("Orgx")
    assert encode(config_of(decode(encode(found.fields()))).fields()) == encode(found.fields())


def test_a_record_brings_the_same_configuration():
    revoked = msp_config("Orgx", revoked=[fabric.crl("Orgx", [8, 9])], others=[fabric.authority("middle", "CAOrgx")])
    for changes in ({}, {"kind": b"etcdraft"}, {"msps": {"x": revoked}}):
        _, found = read(**changes)
        again = config_of(decode(encode(found.fields())))
        assert encode(again.fields()) == encode(found.fields())
        assert (again.members.ids, again.threshold) == (found.members.ids, found.threshold)


def test_a_record_that_cannot_be():
    revoked = msp_config("Orgx", revoked=[fabric.crl("Orgx", [8])])
    fields = decode(encode(read(kind=b"etcdraft", msps={"x": revoked})[1].fields()))
    broken = 0

    def spoil(value, put):
        """Put something else in the place of each part, and see that it is refused."""
        nonlocal broken
        for other in ({}, [7], "text"):
            if type(other) is type(value):
                continue
            put(other)
            with raises(BadSchema):
                config_of(fields)
            broken += 1
        put(value)
        for place in range(len(value) if isinstance(value, list) else 0):

            def inner(other, value=value, place=place):
                value[place] = other

            spoil(value[place], inner)

    for place in (0, 1, 3):
        kept = fields[place]
        for other in ({}, [7], "text"):
            fields[place] = other
            with raises(BadSchema):
                config_of(fields)
        fields[place] = kept

    def put(other):
        fields[5] = other

    spoil(fields[5], put)
    assert broken > 50
    fields[2] = "pbft"
    with raises(UnsupportedConsensus):
        config_of(fields)


# -- policies


def group(*ids, role=PEER):
    orgs = [Org(parse_msp(once(msp_config, "Org" + name)), role_policy("Org" + name, role)) for name in ids]
    return Group(orgs, b"")


def test_signers_of_a_role_meet_a_policy():
    policy = role_policy("OrgX", PEER)
    assert is_met(policy, NOBODY, [("OrgX", PEER)])
    for signers in ([], [("OrgX", ORDERER)], [("OrgY", PEER)], [("OrgX", MEMBER)]):
        assert not is_met(policy, NOBODY, signers)
    assert is_met(role_policy("OrgX", MEMBER), NOBODY, [("OrgX", ORDERER)])


def test_so_many_of_several():
    policy = signature_policy(out_of(2, signed_by(0), signed_by(1)), *XY)
    assert is_met(policy, NOBODY, [("OrgY", PEER), ("OrgX", PEER)])
    assert not is_met(policy, NOBODY, [("OrgX", PEER)])
    nested = signature_policy(out_of(1, out_of(2, signed_by(0), signed_by(1)), signed_by(1)), *XY)
    assert is_met(nested, NOBODY, [("OrgY", PEER)]) and not is_met(nested, NOBODY, [("OrgX", PEER)])


def test_nobody_is_counted_twice():
    policy = signature_policy(out_of(2, signed_by(0), signed_by(0)), *XY)
    assert not is_met(policy, NOBODY, [("OrgX", PEER)])
    assert is_met(policy, NOBODY, [("OrgX", PEER), ("OrgX", PEER)])
    # Those of a rule that is not met are free for the next one.
    policy = signature_policy(out_of(1, out_of(2, signed_by(0), signed_by(1)), signed_by(0)), *XY)
    assert is_met(policy, NOBODY, [("OrgX", PEER)])


def test_organisations_are_counted():
    some = group("x", "y", "z")
    for rule, wanted in ((ANY, 1), (1, 3), (MAJORITY, 2)):
        policy = meta_policy(b"Endorsement", rule)
        assert (least_of(policy, some), named_by(policy)) == (wanted, "Endorsement")
        for count in range(4):
            assert is_met(policy, some, [("Org" + name, PEER) for name in "xyz"[:count]]) == (count >= wanted)
    assert not is_met(meta_policy(b"Endorsement", MAJORITY), some, [("Orgx", PEER)] * 3)
    some.orgs[0].policy = b""  # no policy of its own: nothing meets it
    assert not is_met(meta_policy(b"Endorsement", 1), some, [("Org" + name, PEER) for name in "xyz"])
    assert (least_of(role_policy("OrgX", PEER), some), named_by(role_policy("OrgX", PEER))) == (1, "")


def test_nobody_is_never_enough():
    for policy, some in ((meta_policy(b"Endorsement", 1), NOBODY), (signature_policy(out_of(0)), group("x"))):
        assert not is_met(policy, some, [])
        assert is_met(policy, some, [("OrgX", PEER)])


def test_principals_that_are_no_role_are_never_met():
    unit = number_field(1, 1) + bytes_field(2, b"unit")
    assert not is_met(signature_policy(out_of(1, signed_by(0)), unit), NOBODY, [("OrgX", PEER)])


def test_policies_that_cannot_be():
    cases = (
        (BadSchema, b""),
        (BadSchema, number_field(1, 2)),
        (BadSchema, meta_policy(b"Endorsement", 3)),
        (BadSchema, signature_policy(signed_by(7), *XY)),
        (BadSchema, signature_policy(b"\x1a\x00", *XY)),
        (BadSchema, number_field(1, 1)),
        (TrailingBytes, signature_policy(signed_by(0) + b"\x00", *XY)),
        (Truncated, signature_policy(b"", *XY)),
        (UnknownField, signature_policy(out_of(1, signed_by(0)), b"\x1a\x00")),
        (NonCanonical, signature_policy(message_field(2, b"\x08\x00"), *XY)),
    )
    for error, policy in cases:
        with raises(error):
            is_met(policy, group("x"), [("OrgX", PEER)])
    some = group("x")
    some.orgs[0].policy = meta_policy(b"Endorsement", ANY)
    with raises(BadSchema):
        is_met(meta_policy(b"Endorsement", ANY), some, [])


def test_policies_are_bounded():
    deep = signed_by(0)
    for _ in range(8):
        deep = out_of(1, deep)
    assert is_met(signature_policy(deep, *XY), NOBODY, [("OrgX", PEER)])
    deep = out_of(1, deep)
    with raises(TooDeep):
        is_met(signature_policy(deep, *XY), NOBODY, [])
    wide = out_of(1, *[out_of(1, *[signed_by(0)] * 20)] * 20)
    with raises(TooLarge):
        is_met(signature_policy(wide, *XY), NOBODY, [])
