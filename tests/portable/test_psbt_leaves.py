"""Taproot's scripts in PSBTs: what an updater says of a tree, and leaves of a single key, signed and finalized."""

from lightclient.bitcoin.script import p2tr, p2wpkh
from lightclient.bitcoin.transaction import parse
from lightclient.crypto import backend
from lightclient.crypto.taproot import output_key
from lightclient.crypto.taptree import branch_hash, control_blocks, leaf_hash, merkle, root_above
from lightclient.wallet import sighash
from lightclient.wallet.errors import UnknownScript
from lightclient.wallet.psbt.errors import BadPartialSignature, HashTypeRefused
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.signers import HdKey, SingleKey
from tests.portable.psbts import KEYS, ROOTS, created, fields_of, finished, psbt, ready, signed, spend, wallet, written
from tests.portable.support import raises

NOBODY = "50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0"  # a key that nobody has, BIP341
TREE = "tr(" + NOBODY + ",{pk(" + KEYS[0] + "),{pk(" + KEYS[1] + "),and_v(v:pk(" + KEYS[2] + "),older(5))}})"


def key(number, index=1):
    return ROOTS[number].derive((0, index)).key[1:]


def test_what_proves_a_leaf():
    leaves = [(2, b"\x51"), (2, b"\x52"), (1, b"\x53")]
    hashes = [leaf_hash(script) for _, script in leaves]
    left = branch_hash(hashes[0], hashes[1])
    root, paths = merkle([(depth, leaf_hash(script)) for depth, script in leaves])
    assert root == branch_hash(left, hashes[2]) == branch_hash(hashes[2], left)
    assert paths == [hashes[1] + hashes[2], hashes[0] + hashes[2], left]
    internal = key(0)
    found, controls = control_blocks(internal, leaves)
    assert found == root
    for place, control in enumerate(controls):
        assert control[1:33] == internal and control[0] & 0xFE == 0xC0
        assert root_above(hashes[place], control[33:]) == root
    assert merkle([(0, hashes[0])]) == (hashes[0], [b""])


def test_an_updater_says_what_is_in_the_tree():
    own = wallet(TREE)
    for version in (0, 2):
        data, _ = ready(version, [TREE])
        _, given, _ = [dict(fields) for fields in fields_of(data)]
        scripts = [script for _, script in own.policy.leaves_at(1)]
        root, controls = control_blocks(bytes.fromhex(NOBODY), own.policy.leaves_at(1))
        assert [depth for depth, _ in own.policy.leaves_at(1)] == [1, 2, 2]
        for control, script in zip(controls, scripts):  # noqa: B905
            assert given[b"\x15" + control] == script + b"\xc0"
        assert given[b"\x17"].hex() == NOBODY and given[b"\x18"] == root
        assert p2tr(output_key(given[b"\x17"], root)) == own.script(1)
        for number in range(3):
            value = given[b"\x16" + key(number)]
            assert value[:33] == b"\x01" + leaf_hash(scripts[number])
            assert value[33:37] == ROOTS[number].fingerprint()
    tx, known = spend([p2wpkh(bytes(20))], [own.script(0)])
    data, count = written_update(created(tx, 0), own, known)
    assert count == 1
    (paid,) = [dict(fields) for fields in fields_of(data)[2:]]
    assert paid[b"\x06"][:2] == b"\x01\xc0" and paid[b"\x05"].hex() == NOBODY
    assert psbt(data).outputs == 1  # the tree is one


def written_update(data, own, known):
    from tests.portable.psbts import updated

    return updated(data, own, known)


def test_leaves_of_a_single_key_are_signed_and_spent():
    for version in (0, 2):
        data, _ = ready(version, [TREE])
        for number in (0, 1):
            one, count = signed(data, ROOTS[number])
            assert count == 1 and signed(one, ROOTS[number]) == (one, 0)
            alone = written(sign, psbt(data), SingleKey(ROOTS[number].derive((0, 1)).private()))
            assert alone == (one, 1)
            made = parse(finished(one))
            signature, script, control = made.witnesses[0]
            assert script == b"\x20" + key(number) + b"\xac"
            assert len(control) == 33 + 32 * (1 + number)
            view = psbt(data).spending()
            view.spends([(10_000, wallet(TREE).script(1))])
            digest = sighash.taproot(view, 0, 10_000, wallet(TREE).script(1), 0, leaf_hash(script))
            assert backend.current().schnorr_verify(key(number), digest, signature)
            assert digest != sighash.taproot(view, 0, 10_000, wallet(TREE).script(1))
        both, count = signed(signed(data, ROOTS[0])[0], ROOTS[1])
        assert count == 1
        assert len(parse(finished(both)).witnesses[0][2]) == 65  # the shorter way
        with raises(UnknownScript):  # the third one waits, which is not signed here
            signed(data, ROOTS[2])
        assert signed(data, ROOTS[0].derive((7,))) == (data, 0)


def test_the_internal_key_signs_for_itself():
    text = "tr(" + KEYS[0] + ",{pk(" + KEYS[1] + "),pk(" + KEYS[2] + ")})"
    data, _ = ready(0, [text])
    one, count = signed(data)
    assert count == 1
    (signature,) = parse(finished(one)).witnesses[0]
    assert len(signature) == 64
    other, count = signed(data, ROOTS[1])
    assert count == 1 and len(parse(finished(other)).witnesses[0]) == 3


def test_what_a_leaf_does_not_prove_is_not_signed():
    data, _ = ready(0, [TREE])
    _, given, _ = fields_of(data)
    for name, value in given:
        if name[:1] == b"\x15" and key(0) in value:
            break
    for wrong in (
        data.replace(name, name[:1] + bytes((name[1] ^ 1,)) + name[2:]),  # the other parity
        data.replace(name, name[:-1] + bytes((name[-1] ^ 1,))),
        data.replace(value, value[:-1] + b"\xc2"),
        data.replace(value, value[:-2] + b"\xad\xc0"),
        data.replace(value, b"\x20" + key(1) + b"\xac\xc0"),
    ):
        with raises(UnknownScript):
            signed(wrong)


def test_hash_types_of_leaves():
    data, _ = ready(0, [TREE])
    end = data.rfind(fields_of(data)[1][-1][1]) + len(fields_of(data)[1][-1][1])
    asking = data[:end] + b"\x01\x03\x04\x03\x00\x00\x00" + data[end:]
    with raises(HashTypeRefused):
        signed(asking)
    one, _ = signed(asking, hash_types=(3,))
    assert parse(finished(one)).witnesses[0][0][64:] == b"\x03"


def test_a_signature_of_a_leaf_that_is_not_good_is_not_used():
    data, _ = ready(0, [TREE])
    one, _ = signed(data)
    (signature,) = [value for name, value in fields_of(one)[1] if name[:1] == b"\x14"]
    broken = bytearray(signature)
    broken[40] ^= 1
    with raises(BadPartialSignature):
        written(finalize, psbt(one.replace(signature, bytes(broken))))
    assert written(finalize, psbt(data)) == (data, 1)


def test_a_tree_is_for_whoever_has_its_key_by_any_name():
    account = HdKey(ROOTS[0].child(0))
    data, _ = ready(0, [TREE])
    assert written(sign, psbt(data), account)[1] == 1
