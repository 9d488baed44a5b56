from lightclient.audit import logproof, receipt
from lightclient.audit.errors import BadLogProof, NotAReceipt, OtherLog, RootAttached, UnsupportedTree
from lightclient.audit.logproof import LogProof
from lightclient.audit.witnessed import check
from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge
from lightclient.identity import algorithms, cose, key
from lightclient.identity.errors import AlgorithmOfAnother, CriticalHeader, SignatureInvalid
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.log import check_inclusion, leaf_hash
from tests.portable.site import NOW, ORIGIN, POLICY, SERVER, Holder, Log, readings
from tests.portable.support import raises

STATEMENTS = readings(9)
SITE = Log(STATEMENTS)
KEY = key.of_signer(SERVER, "ed25519")


def changed(found, kind=receipt.INCLUSION, proof=None, headers=None, payload=None, proofs=None):
    """Return the bytes of a receipt with other contents."""
    message = found.message
    protected = message.protected if headers is None else encode(headers)
    if proofs is None:
        proofs = {kind: [message.unprotected[396][found.kind][0] if proof is None else encode(proof)]}
    return cose.Sign1(protected, {396: proofs}, payload, message.signature).serialize()


def nodes(path):
    return [path[at : at + 32] for at in range(0, len(path), 32)]


def test_each_leaf_has_a_receipt():
    for algorithm in (algorithms.ED25519_ALG, algorithms.ES256):
        holder = key.of_signer(SERVER, algorithms.KINDS[algorithm])
        for index in range(9) if algorithm == algorithms.ED25519_ALG else (8,):
            found = receipt.parse(SITE.receipt(index, algorithm).serialize())
            assert found.verify_inclusion(holder, STATEMENTS[index].leaf()) == SITE.head().root
            found.check_log(ORIGIN)
    one = Log(STATEMENTS[:1])
    assert receipt.parse(one.receipt(0).serialize()).verify_inclusion(KEY, STATEMENTS[0].leaf()) == one.head().root


def test_growth_has_receipts():
    for size in range(1, 10):
        found = receipt.parse(SITE.growth_receipt(size).serialize())
        assert found.verify_consistency(KEY, SITE.head(size).root) == SITE.head().root
        # The path of a whole subtree begins at the older root itself, so only the newer one is wrong then.
        with raises(SignatureInvalid if size in (1, 2, 4, 8, 9) else LogRootMismatch):
            found.verify_consistency(KEY, bytes(32))


def test_a_receipt_is_for_one_leaf_and_one_head():
    found = SITE.receipt(3)
    for leaf in (STATEMENTS[4].leaf(), leaf_hash(b""), bytes(32)):
        with raises(SignatureInvalid):
            found.verify_inclusion(KEY, leaf)
    earlier = Log(STATEMENTS[:8])
    for proof in ([8, 3, nodes(earlier.path(3))], [9, 2, nodes(SITE.path(2))]):
        with raises(SignatureInvalid):
            receipt.parse(changed(found, proof=proof)).verify_inclusion(KEY, STATEMENTS[3].leaf())
    with raises(SignatureInvalid):
        found.verify_inclusion(key.of_signer(Holder(3), "ed25519"), STATEMENTS[3].leaf())
    with raises(AlgorithmOfAnother):
        found.verify_inclusion(key.of_signer(SERVER, "p256"), STATEMENTS[3].leaf())
    with raises(OtherLog):
        found.check_log("other.example/log")


def test_a_proof_of_one_kind_is_none_of_the_other():
    with raises(NotAReceipt):
        SITE.receipt(3).verify_consistency(KEY, SITE.head(3).root)
    with raises(NotAReceipt):
        SITE.growth_receipt(3).verify_inclusion(KEY, STATEMENTS[3].leaf())


def test_places_that_are_not_there():
    found = SITE.receipt(3)
    path = nodes(SITE.path(3))
    for proof, error in (
        ([9, 9, path], OutsideLog),
        ([0, 0, []], OutsideLog),
        ([9, 3, path[:-1]], PathLength),
        ([9, 3, path + [bytes(32)]], PathLength),
        ([9, 3, []], PathLength),
        ([(1 << 64) - 1, 3, path], PathLength),
    ):
        with raises(error):
            receipt.parse(changed(found, proof=proof)).verify_inclusion(KEY, STATEMENTS[3].leaf())
    grown = SITE.growth_receipt(3)
    for proof in ([0, 9, []], [10, 9, []]):
        with raises(OutsideLog):
            receipt.parse(changed(grown, receipt.CONSISTENCY, proof)).verify_consistency(KEY, SITE.head(3).root)


def test_a_root_is_computed_and_never_brought():
    for root in (SITE.head().root, b""):
        with raises(RootAttached):
            receipt.parse(changed(SITE.receipt(3), payload=root))


def test_structures_that_are_not_ours_are_refused_by_name():
    found = SITE.receipt(3)
    for structure, name in ((2, "CCF_LEDGER_SHA256 (2)"), (3, "MMR (3)"), (9, "9"), (True, "True"), (None, "None")):
        with raises(UnsupportedTree) as caught:
            receipt.parse(changed(found, headers={1: -19, 395: structure}))
        assert caught.error.fields["structure"] == name
    with raises(UnsupportedTree):  # not where it is not signed
        receipt.parse(cose.Sign1(encode({1: -19}), {395: 1, 396: {-1: [b""]}}, None, b"").serialize())
    with raises(CriticalHeader):
        receipt.parse(changed(found, headers={1: -19, 395: 1, 2: [400], 400: 1})).verify_inclusion(
            KEY, STATEMENTS[3].leaf()
        )


def test_receipts_that_are_none():
    found = SITE.receipt(3)
    proof = found.message.unprotected[396][-1][0]
    for proofs, error in (
        ({}, BadSchema),
        ([], BadSchema),
        ({-1: []}, BadSchema),
        ({-1: [proof, proof]}, BadSchema),
        ({-1: [proof], -2: [proof]}, BadSchema),
        ({-1: proof}, BadSchema),
        ({-1: [[]]}, BadSchema),
        ({-3: [proof]}, NotAReceipt),
        ({-1: [encode([9, 3])]}, BadSchema),
        ({-1: [encode([9, 3, [], 0])]}, BadSchema),
        ({-1: [encode([9, -3, []])]}, BadSchema),
        ({-1: [encode([True, 0, []])]}, BadSchema),
        ({-1: [encode([9, 3, [bytes(31)]])]}, BadSchema),
        ({-1: [encode([9, 3, ["x" * 32]])]}, BadSchema),
        ({-1: [encode([9, 3, bytes(64)])]}, BadSchema),
        ({-1: [encode([9, 3, [bytes(32)] * 70])]}, TooLarge),
        ({-1: [b"\x83\x18\x09\x03\x80"]}, NonCanonical),
    ):
        with raises(error):
            receipt.parse(changed(found, proofs=proofs))


def test_proofs_in_text_come_back():
    for index in range(9):
        made = SITE.proof(index)
        found = logproof.parse(made.serialize())
        assert (found.index, found.path, found.note, found.extra) == (index, made.path, made.note, b"")
        head = check(found.note, POLICY, ORIGIN, NOW).head
        check_inclusion(STATEMENTS[index].leaf(), found.index, head.size, found.path, head.root)
    made = LogProof(0, b"", Log(STATEMENTS[:1]).note(), b"opaque")
    found = logproof.parse(made.serialize())
    assert found.extra == b"opaque" and found.path == b"" and found.serialize() == made.serialize()


def test_proofs_in_text_that_are_none():
    good = LogProof(3, SITE.path(3), SITE.note(), b"extra").serialize()
    for bad in (
        b"",
        good.replace(b"@v1", b"@v2"),
        good.replace(b"c2sp.org", b"\xffc2sp.org"),
        good.replace(b"index 3", b"index 03"),
        good.replace(b"index 3", b"index -3"),
        good.replace(b"index 3", b"index"),
        good.replace(b"index 3\n", b""),
        good.replace(b"extra ", b"extra  "),
        good.replace(b"extra ZXh0cmE=", b"extra "),
        good.replace(b"extra ZXh0cmE=", b"extra ZXh0cmE"),
        good.replace(b"index 3\n", b"index 3\nAAAA\n"),
        good.replace(b"index 3\n", b"index 3\n" + (b"A" * 43 + b"=\n") * 66),
        good.replace(b"index 3\n", b"index 3\r\n"),
        good.split(b"\n\n")[0],
        range(1 << 17),
    ):
        with raises(BadLogProof):
            logproof.parse(bad)
