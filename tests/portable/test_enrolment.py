from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema
from lightclient.identity import algorithms, cose, cwt, enrolment, key, registry
from lightclient.identity.cwt import LEEWAY, Claims
from lightclient.identity.enrolment import approve, parse_credential, parse_request, request
from lightclient.identity.errors import (
    AlgorithmOfAnother,
    ClaimMissing,
    CredentialRevoked,
    KeyTaken,
    NotRegistered,
    OlderList,
    OtherClaim,
    RegistryFull,
    SerialTaken,
    SignatureInvalid,
    WrongTag,
)
from lightclient.identity.registry import Registry, revoke
from tests.portable.site import NOW, Holder
from tests.portable.support import raises

SITE, DEVICE, NONCE = "site.example", "meter-7", b"nonce-01"
DAY = 86400


def whole(number, algorithm=algorithms.ED25519_ALG):
    return Holder(number), algorithm, None


def public(number, kind="ed25519"):
    return key.of_signer(Holder(number), kind)


OWN, CLAIM, OPERATOR = whole(1), whole(2), whole(3)
OPERATOR_KEY = public(3)


def asked(own=OWN, claim=CLAIM, device=DEVICE, nonce=NONCE, new=None, **options):
    return parse_request(request(device, nonce, own, claim, new or key.of_signer(own[0], "ed25519"), **options))


def credential(number=1, device=DEVICE, serial=b"1", start=NOW, expiry=NOW + 30 * DAY, operator=OPERATOR, site=SITE):
    return approve(operator, site, device, public(number), serial, start, expiry).serialize()


def filled(*credentials):
    made = Registry(OPERATOR_KEY, SITE)
    for each in credentials:
        made.take(each)
    return made


def test_a_device_asks_and_is_approved():
    for algorithm, kind in ((algorithms.ED25519_ALG, "ed25519"), (algorithms.ES256, "p256")):
        found = asked(whole(1, algorithm), new=public(1, kind), ueid=bytes(17), kid=b"batch-4")
        found.verify(public(2), NONCE)
        assert (found.device, found.key.data, found.kid) == (DEVICE, public(1, kind).data, b"batch-4")
        assert found.claims.fields[cwt.UEID] == bytes(17)
        given = parse_credential(approve(OPERATOR, SITE, DEVICE, found.key, b"1", NOW, NOW + DAY).serialize())
        given.verify(OPERATOR_KEY, SITE)
        assert filled(given.serialize()).keys_at(DEVICE, NOW)[0].data == public(1, kind).data


def test_whoever_asks_holds_both_keys_and_has_seen_the_nonce():
    with raises(SignatureInvalid):
        asked(claim=whole(9)).verify(public(2), NONCE)
    with raises(SignatureInvalid):  # the new key is somebody else's
        asked(own=whole(9), new=public(1)).verify(public(2), NONCE)
    with raises(OtherClaim):
        asked(nonce=b"nonce-00").verify(public(2), NONCE)
    with raises(AlgorithmOfAnother):
        asked().verify(public(2, "p256"), NONCE)


def test_one_message_does_not_pass_for_another():
    inner = asked()._inner
    bare = cose.sign(Holder(2), algorithms.ED25519_ALG, inner.serialize())  # without saying what it is
    with raises(SignatureInvalid):
        parse_request(bare.serialize()).verify(public(2), NONCE)
    fields = parse_credential(credential()).claims.serialize()
    for aad in (b"", enrolment.REQUEST_AAD, registry.LIST_AAD):
        other = cose.sign(Holder(3), algorithms.ED25519_ALG, fields, aad=aad)
        with raises(SignatureInvalid):
            filled(other.serialize())


def test_requests_and_credentials_that_are_none():
    signed = lambda payload: cose.sign(Holder(2), algorithms.ED25519_ALG, payload).serialize()  # noqa: E731
    claims = {cwt.SUB: DEVICE, cwt.CNF: cwt.confirmation(public(1)), cwt.NONCE: NONCE}
    for change, error in (
        ({cwt.SUB: None}, ClaimMissing),
        ({cwt.CNF: None}, ClaimMissing),
        ({cwt.SUB: "two words"}, BadSchema),
        ({cwt.SUB: "d" * 65}, BadSchema),
    ):
        fields = dict(claims)
        fields.update(change)
        payload = Claims({label: value for label, value in fields.items() if value is not None}).serialize()
        with raises(error):
            parse_request(signed(signed(payload)))
    detached = cose.sign(Holder(2), algorithms.ED25519_ALG, b"x", detached=True).serialize()
    for wrong in (detached, signed(detached)):
        with raises(BadSchema):
            parse_request(wrong)
    for parse in (parse_request, parse_credential):
        with raises(BadSchema):
            parse(range(2049))
        with raises(WrongTag):  # as long as may be, and nothing else is right
            parse(range(2048))
    for label in (cwt.ISS, cwt.EXP, cwt.NBF, cwt.CTI, cwt.SUB, cwt.CNF):
        fields = dict(parse_credential(credential()).claims.fields)
        del fields[label]
        with raises(ClaimMissing):
            parse_credential(signed(Claims(fields).serialize()))
    with raises(BadSchema):
        credential(start=NOW, expiry=NOW)


def test_a_credential_holds_from_its_start_to_its_end():
    made = filled(credential())
    for time in (NOW - LEEWAY, NOW, NOW + 30 * DAY - 1):
        assert made.keys_at(DEVICE, time)[0].data == public(1).data
    for device, time in ((DEVICE, NOW - LEEWAY - 1), (DEVICE, NOW + 30 * DAY), ("meter-8", NOW)):
        with raises(NotRegistered):
            made.keys_at(device, time)
    assert made.keys_at(DEVICE, NOW + 31 * DAY, grace=2 * DAY)
    with raises(NotRegistered):
        made.keys_at(DEVICE, NOW + 32 * DAY, grace=2 * DAY)


def test_another_operator_or_site_registers_nobody():
    for wrong, error in (
        (credential(operator=whole(9)), SignatureInvalid),
        (credential(site="other.example"), OtherClaim),
    ):
        with raises(error):
            filled(wrong)


def test_two_devices_do_not_share_a_key():
    made = filled(credential())
    with raises(KeyTaken):
        made.take(credential(device="meter-8", serial=b"2"))
    with raises(SerialTaken):
        made.take(credential(number=4))
    assert made.take(credential()).serial == b"1" and len(made.devices()) == 1


def test_keys_are_rotated_with_an_overlap():
    made = filled(credential())
    new = asked(whole(4), OWN, new=public(4))  # signed with the key that it has had
    made.check_rotation(new, NONCE, NOW + 29 * DAY, 0)
    made.take(credential(4, serial=b"2", start=NOW + 29 * DAY, expiry=NOW + 60 * DAY))
    assert [each.data for each in made.keys_at(DEVICE, NOW + 29 * DAY)] == [public(4).data, public(1).data]
    assert [each.data for each in made.keys_at(DEVICE, NOW + 30 * DAY)] == [public(4).data]
    for old in (OWN, whole(4)):  # either of the two asks for the next
        made.check_rotation(asked(whole(5), old, new=public(5)), NONCE, NOW + 29 * DAY, 0)
    with raises(SignatureInvalid):
        made.check_rotation(asked(whole(5), CLAIM, new=public(5)), NONCE, NOW + 29 * DAY, 0)
    assert made.forget(NOW + 31 * DAY) == 1 and len(made.devices()) == 1


def test_an_expired_key_still_serves_to_ask_for_another():
    made = filled(credential())
    new = asked(whole(4), OWN, new=public(4))
    with raises(NotRegistered):
        made.check_rotation(new, NONCE, NOW + 40 * DAY, 0)
    made.check_rotation(new, NONCE, NOW + 40 * DAY, 90 * DAY)
    with raises(NotRegistered):
        made.check_rotation(new, NONCE, NOW + 120 * DAY, 90 * DAY)


def test_a_revoked_key_speaks_for_nobody_and_rotates_nothing():
    made = filled(credential())
    made.take_list(revoke(OPERATOR, SITE, 1, NOW, {b"1": NOW + 100, b"7": NOW}))
    assert made.keys_at(DEVICE, NOW + 99) and made.revoked(b"1") == NOW + 100 and made.revoked(b"2") is None
    for grace in (0, 90 * DAY):
        with raises(CredentialRevoked):
            made.keys_at(DEVICE, NOW + 100, grace)
    with raises(CredentialRevoked):
        made.check_rotation(asked(whole(4), OWN, new=public(4)), NONCE, NOW + 200, 90 * DAY)
    made.take(credential(4, serial=b"2"))
    assert [each.data for each in made.keys_at(DEVICE, NOW + 200)] == [public(4).data]


def test_an_older_list_brings_nobody_back():
    made = filled(credential())
    first = revoke(OPERATOR, SITE, 1, NOW, {})
    second = revoke(OPERATOR, SITE, 2, NOW, {b"1": NOW})
    made.take_list(second)
    for old in (first, second, revoke(OPERATOR, SITE, 0, NOW, {})):
        with raises(OlderList):
            made.take_list(old)
    assert made.number == 2 and made.revoked(b"1") == NOW


def test_lists_that_are_none():
    def listed(fields, aad=registry.LIST_AAD, holder=OPERATOR):
        return cose.sign(holder[0], algorithms.ED25519_ALG, encode(fields), aad=aad).serialize()

    good = ["LCX1", SITE, 1, NOW, [[b"1", NOW]]]
    for index, wrong in (
        (0, "LCX2"),
        (1, "other.example"),
        (2, -1),
        (2, True),
        (3, None),
        (4, {}),
        (4, [b"1"]),
        (4, [[b"1"]]),
        (4, [["1", NOW]]),
        (4, [[b"1", -1]]),
        (4, [[b"", NOW]]),
        (4, [[b"2", NOW], [b"1", NOW]]),
        (4, [[b"1", NOW], [b"1", NOW]]),
        (4, [[bytes(65), NOW]]),
        (4, [[b"2", NOW], [b"1" * 64, NOW]]),
    ):
        fields = list(good)
        fields[index] = wrong
        made = filled()
        with raises(BadSchema):
            made.take_list(listed(fields))
        assert made.number == 0
    for wrong in (good[:4], good + [0], {}):
        with raises(BadSchema):
            filled().take_list(listed(wrong))
    for wrong in (listed(good, b""), listed(good, holder=whole(9))):
        with raises(SignatureInvalid):
            filled().take_list(wrong)


def test_a_registry_has_room_for_so_much():
    made = Registry(OPERATOR_KEY, SITE)
    for number in range(registry.MAX_PER_DEVICE):
        made.take(credential(10 + number, serial=bytes([number + 1])))
    with raises(RegistryFull):
        made.take(credential(20, serial=b"new"))
    limit, registry.MAX_CREDENTIALS = registry.MAX_CREDENTIALS, len(made.devices())
    try:
        with raises(RegistryFull):
            made.take(credential(20, device="meter-8", serial=b"new"))
    finally:
        registry.MAX_CREDENTIALS = limit


def test_a_registry_comes_back_and_believes_nothing_unsigned():
    made = filled(credential(), credential(4, "meter-8", b"2"))
    made.take_list(revoke(OPERATOR, SITE, 5, NOW, {b"2": NOW}))
    data = made.serialize()
    found = registry.parse(data, OPERATOR_KEY, SITE)
    assert found.serialize() == data and found.number == 5
    assert [each.device for each in found.devices()] == [DEVICE, "meter-8"]
    with raises(CredentialRevoked):
        found.keys_at("meter-8", NOW)
    assert registry.parse(Registry(OPERATOR_KEY, SITE).serialize(), OPERATOR_KEY, SITE).number == 0
    with raises(SignatureInvalid):
        registry.parse(data, public(9), SITE)
    for wrong in (
        encode(["LCG1", "other.example", b"", []]),
        encode(["LCG1", SITE, b""]),
        encode(["LCG1", SITE, None, []]),
        encode(["LCG1", SITE, b"", [1]]),
        encode(1),
        range((1 << 18) + 1),
    ):
        with raises(BadSchema):
            registry.parse(wrong, OPERATOR_KEY, SITE)
