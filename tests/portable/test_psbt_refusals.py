"""What is not signed, not finalized and not believed, each alone; nothing is written then."""

from lightclient.bitcoin.script import p2pkh, p2sh, p2tr, p2wpkh, p2wsh
from lightclient.codec.errors import TrailingBytes
from lightclient.crypto import backend
from lightclient.crypto.ripemd160 import hash160
from lightclient.crypto.taproot import output_key
from lightclient.wallet.errors import BadHashType, NoMatchingOutput, Overspent, PublicOnly, UnknownScript
from lightclient.wallet.psbt.errors import (
    BadPartialSignature,
    CoinConflict,
    CoinMismatch,
    HashTypeMismatch,
    HashTypeRefused,
    LegacyCoin,
    NoSuchCoin,
    RedeemScriptMismatch,
    UnknownCoin,
    UnprovedAmount,
    WitnessScriptMismatch,
)
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.sign import sign as strictly_sign
from lightclient.wallet.psbt.update import update
from lightclient.wallet.signers import HdKey, SingleKey
from lightclient.wallet.spending import output_bytes
from tests.portable.psbts import KEYS, ROOTS, created, field, psbt, ready, spend, updated, wallet, written
from tests.portable.support import raises

SECRET = bytes(31) + b"\x01"
KEY = backend.current().public_key(SECRET)
FINGERPRINT = ROOTS[0].fingerprint().hex()

PKH, WPKH, TR = "pkh(" + KEYS[0] + ")", "wpkh(" + KEYS[0] + ")", "tr(" + KEYS[0] + ")"
MULTI = "sortedmulti(1," + KEYS[0] + "," + KEYS[1] + ")"


def sign(found, keys, write, **options):
    """Sign as one who believes amounts; what is shown of them has tests of its own."""
    return strictly_sign(found, keys, write, believe_amounts=True, **options)


def asking(script, *fields, value=10_000, inputs=1, outputs=1, whole=False):
    """Return a PSBT whose first input spends `script` and has these fields; `whole`: the transaction before as well."""
    tx, known = spend([script] + [p2wpkh(bytes(20))] * (inputs - 1), [p2wpkh(bytes(20))] * outputs, value)
    data = created(tx, 0)
    shown = field("01", output_bytes(value, script).hex())
    if whole:
        shown = field("00", known[tx.inputs[0][0]].hex())
    at = len(data) - inputs - outputs
    return data[:at] + shown + b"".join(fields) + data[at:]


def refused(error, data, keys=None, role=sign, **options):
    """Let a role refuse `data`; return the arguments of the error. A signer has written nothing then."""
    parts = []
    with raises(error) as caught:
        if role is sign:
            sign(psbt(data), keys or SingleKey(SECRET), parts.append, **options)
        else:
            role(psbt(data), parts.append)
    assert role is not sign or parts == []
    assert str(caught.error)
    return caught.error.args


def test_a_transaction_that_is_not_the_one_spent():
    for version in (0, 2):
        data, tx = ready(version, [PKH])
        txid = tx.inputs[0][0]
        other = data.replace(txid, bytes(32))
        for keys in (HdKey(ROOTS[0]), SingleKey(SECRET)):  # whoever the input belongs to
            assert refused(CoinMismatch, other, keys) == (0,)
        assert refused(CoinMismatch, other, role=finalize) == (0,)
        before = b"\x01\x0f\x04" if version else txid
        assert refused(NoSuchCoin, data.replace(before + b"\x01", before + b"\x02"), HdKey(ROOTS[0])) == (0, 2, 2)


def test_what_is_spent_is_shown_in_two_ways():
    script = p2wpkh(hash160(KEY))
    for value, other in ((9_999, script), (10_000, p2wpkh(bytes(20)))):
        data = asking(script, field("01", output_bytes(value, other).hex()), whole=True)
        assert refused(CoinConflict, data) == (0,)
    data = asking(script, field("01", output_bytes(10_000, script).hex()), whole=True)
    assert written(sign, psbt(data), SingleKey(SECRET))[1] == 1


def test_an_amount_that_nobody_vouches_for():
    for script, fields in (
        (p2pkh(hash160(KEY)), ()),
        (b"\x51", ()),
        (p2sh(hash160(p2pkh(hash160(KEY)))), (field("04", p2pkh(hash160(KEY)).hex()),)),
    ):
        assert refused(LegacyCoin, asking(script, *fields)) == (0,)
        assert Inputs(psbt(asking(script, *fields, whole=True))).fee == 5_000


def test_scripts_that_are_not_paid_to():
    inner = p2wpkh(hash160(KEY))
    wrong = field("04", p2wpkh(bytes(20)).hex())
    for script in (p2sh(hash160(inner)), inner, p2tr(bytes(32))):
        assert refused(RedeemScriptMismatch, asking(script, wrong)) == (0,)
    for script, fields in (
        (p2wsh(bytes(32)), ()),
        (inner, ()),
        (p2sh(hash160(inner)), (field("04", inner.hex()),)),
        (p2sh(bytes(20)), ()),
    ):
        assert refused(WitnessScriptMismatch, asking(script, field("05", "51"), *fields)) == (0,)


def test_more_is_paid_than_there_is():
    for keys in (SingleKey(SECRET), HdKey(ROOTS[0])):
        assert refused(Overspent, asking(p2wpkh(hash160(KEY)), outputs=3), keys) == (15_000, 10_000)
    assert Inputs(psbt(asking(p2wpkh(hash160(KEY)), outputs=3, inputs=2))).fee is None  # the other may have it


def test_hash_types():
    script = p2wpkh(hash160(KEY))
    for number in (2, 3, 0x81, 0x82, 0x83):
        data = asking(script, field("03", f"{number:02x}000000"))
        assert refused(HashTypeRefused, data) == (0, number)
        assert written(sign, psbt(data), SingleKey(SECRET), hash_types=(number,))[1] == 1
    for number in ("00000000", "04000000", "80000000", "84000000", "01010000", "010000ff"):
        assert refused(BadHashType, asking(script, field("03", number)))
    output = p2tr(output_key(KEY[1:]))
    assert written(sign, psbt(asking(output, field("03", "00000000"))), SingleKey(SECRET))[1] == 1
    for number in ("04000000", "80000000", "00010000"):
        assert refused(BadHashType, asking(output, field("03", number)))


def test_a_single_output_that_does_not_exist():
    """Whoever signs it the old way signs anything: Core's digest is one, then."""
    for version in (0, 2):
        data, _ = ready(version, ["pkh(" + KEYS[1] + ")", PKH, "wpkh(" + KEYS[2] + ")"])
        end = data.rfind(field("06" + ROOTS[0].derive((0, 1)).key.hex(), FINGERPRINT + "00000000" + "01000000"))
        data = data[:end] + field("03", "03000000") + data[end:]
        assert refused(NoMatchingOutput, data, HdKey(ROOTS[0]), hash_types=(3,)) == (1,)


def test_taproot_commits_to_what_all_inputs_spend():
    output = p2tr(output_key(KEY[1:]))
    data = asking(output, inputs=2)
    assert refused(UnknownCoin, data) == (1,)
    alone = asking(output, field("03", "81000000"), inputs=2)
    assert written(sign, psbt(alone), SingleKey(SECRET), hash_types=(0x81,))[1] == 1
    assert written(sign, psbt(asking(p2wpkh(hash160(KEY)), inputs=2)), SingleKey(SECRET))[1] == 1


def test_amounts_that_no_transaction_shows():
    for script, extra, types in (
        (p2wpkh(hash160(KEY)), (), (1,)),
        (p2sh(hash160(p2wpkh(hash160(KEY)))), (field("04", p2wpkh(hash160(KEY)).hex()),), (1,)),
        (p2tr(output_key(KEY[1:])), (field("03", "81000000"),), (0x81,)),
    ):
        data = asking(script, *extra)
        parts = []
        with raises(UnprovedAmount) as caught:
            strictly_sign(psbt(data), SingleKey(SECRET), parts.append, types)
        assert caught.error.args == (0,) and parts == []
        assert written(strictly_sign, psbt(data), SingleKey(SECRET), hash_types=types, believe_amounts=True)[1] == 1
        other = SingleKey(bytes(31) + b"\x02")  # for whom it is somebody else's input
        assert written(strictly_sign, psbt(data), other) == (data, 0)
        if script[0] != 0x51:
            whole = asking(script, *extra, whole=True)
            assert written(strictly_sign, psbt(whole), SingleKey(SECRET))[1] == 1
    data = asking(p2tr(output_key(KEY[1:])))  # commits to all amounts: a lie makes the signature worthless
    assert written(strictly_sign, psbt(data), SingleKey(SECRET))[1] == 1


def test_a_cosigner_keeps_nobody_from_signing():
    """A derivation that says it is ours is no reason to refuse; what the input asks for is not ours to judge."""
    own = ROOTS[0].derive((0, 1)).key
    foreign = derivation(KEY, "00000000" + "01000000")
    for script, marks in (
        (p2wpkh(hash160(KEY)), (foreign, field("03", "02000000"))),
        (p2wpkh(hash160(KEY)), (foreign, field("03", "07000000"))),
        (p2wpkh(hash160(KEY)), (foreign,)),
        (p2wsh(bytes(32)), (foreign,)),
        (p2wsh(bytes(32)), (derivation(own, "00000000" + "01000000"),)),
        (p2tr(output_key(KEY[1:])), (field("16" + KEY[1:].hex(), "00" + FINGERPRINT),)),
        (p2tr(output_key(KEY[1:])), (field("16" + ROOTS[0].key[1:].hex(), "00" + FINGERPRINT),)),
        (p2tr(bytes(31) + b"\x01"), (field("16" + own[1:].hex(), "00" + FINGERPRINT), field("17", own[1:].hex()))),
    ):
        tx, known = spend([wallet(WPKH).script(1), script], [p2wpkh(bytes(20))], 10_000)
        del known[tx.inputs[1][0]]
        data, _ = updated(created(tx, 0), wallet(WPKH), known)
        data = data[:-2] + field("01", output_bytes(10_001, script).hex()) + b"".join(marks) + data[-2:]
        assert written(strictly_sign, psbt(data), HdKey(ROOTS[0]))[1] == 1


def derivation(key, path="", fingerprint=FINGERPRINT):
    return field("06" + key.hex(), fingerprint + path)


def test_what_is_said_to_be_ours_and_is_not():
    keys = HdKey(ROOTS[0])
    own = ROOTS[0].key
    path = "00000000"
    for foreign in (derivation(own), derivation(KEY, path), derivation(KEY, path * 300)):
        data = asking(p2wpkh(hash160(KEY)), foreign)
        assert written(sign, psbt(data), keys) == (data, 0)
    assert written(sign, psbt(asking(p2wpkh(hash160(own)), derivation(own))), keys)[1] == 1
    assert written(sign, psbt(asking(p2wpkh(hash160(own)), derivation(own, "", "00000001"))), keys)[1] == 0
    for script in (p2wsh(bytes(32)), p2sh(bytes(20)), p2tr(bytes(32))[:1] + b"\x52" + p2wpkh(bytes(20))[1:]):
        assert refused(UnknownScript, asking(script, derivation(own), whole=True), keys) == (0,)
    with raises(PublicOnly):
        HdKey(ROOTS[0].public())


def test_ours_without_what_it_spends():
    _, tx = ready(0, [WPKH])
    for version in (0, 2):
        bare = created(tx, version)
        at = bare.rfind(b"\x00", 0, len(bare) - 1) if version == 0 else bare.find(b"\x00\x01\x03\x08")
        for mark in (derivation(ROOTS[0].key), field("16" + ROOTS[0].key[1:].hex(), "00" + FINGERPRINT)):
            told = bare[:at] + mark + bare[at:]
            assert refused(UnknownCoin, told, HdKey(ROOTS[0])) == (0,)
            assert written(sign, psbt(told), HdKey(ROOTS[1])) == (told, 0)


def test_taproot_keys():
    own = ROOTS[0].key[1:]
    keys = HdKey(ROOTS[0])
    output = p2tr(output_key(own))
    mark, internal = field("16" + own.hex(), "00" + FINGERPRINT), field("17", own.hex())
    assert written(sign, psbt(asking(output, mark, internal)), keys)[1] == 1
    assert written(sign, psbt(asking(output, mark)), keys)[1] == 1
    data = asking(p2tr(bytes(31) + b"\x01"), mark, internal)  # the output says otherwise
    assert written(sign, psbt(data), keys) == (data, 0)
    script_only = field("16" + own.hex(), "01" + "22" * 32 + FINGERPRINT)
    assert refused(UnknownScript, asking(output, script_only, field("17", KEY[1:].hex())), keys) == (0,)
    many = field("16" + own.hex(), "fdfd00" + "22" * 32 * 253 + FINGERPRINT)  # in so many scripts as well
    assert written(sign, psbt(asking(output, many, internal)), keys)[1] == 1
    root = "55" * 32
    data = asking(p2tr(output_key(own, bytes.fromhex(root))), mark, internal, field("18", root))
    assert written(sign, psbt(data), keys)[1] == 1
    # Taproot in p2sh is no taproot: everybody can spend it.
    wrapped = asking(p2sh(hash160(output)), field("04", output.hex()), mark, internal)
    assert refused(UnknownScript, wrapped, keys) == (0,)


def test_signatures_that_are_not_good_are_not_used():
    for text, mark in ((PKH, b"\x02"), (WPKH, b"\x02"), (TR, b"\x13"), ("wsh(" + MULTI + ")", b"\x02")):
        data, _ = ready(0, [text])
        data, _ = written(sign, psbt(data), HdKey(ROOTS[0]))
        (signature,) = [
            value for found in psbt(data).maps() for key, value in found.fields if found.kind == 1 and key[:1] == mark
        ]
        for bit in (40 * 8, 62 * 8):
            broken = bytearray(signature)
            broken[bit >> 3] ^= 1
            assert refused(BadPartialSignature, data.replace(signature, bytes(broken)), role=finalize) == (0,)
        if text != TR:
            other = data.replace(signature, signature[:-1] + b"\x03")
            assert refused(BadPartialSignature, other, role=finalize) == (0,)
            other = data.replace(signature, signature[:-1] + b"\x00")
            assert refused(BadHashType, other, role=finalize) == (0,)
        else:
            at = data.find(b"\x01\x13\x40" + signature)
            longer = data[:at] + b"\x01\x13\x41" + signature + b"\x00" + data[at + 67 :]
            assert refused(BadPartialSignature, longer, role=finalize) == (0,)
        at = data.find(field(mark.hex(), "")[:-1]) if text == TR else data.find(b"\x22\x02", 100)
        demanding = data[:at] + field("03", "02000000") + data[at:]
        assert refused(HashTypeMismatch, demanding, role=finalize)[0] == 0


def test_an_updater_does_not_believe_who_knows_transactions():
    tx, known = spend([wallet(WPKH).script(0)], [p2wpkh(bytes(20))])
    data = created(tx, 2)
    right = known[tx.inputs[0][0]]
    for before, error in ((right[:-1] + b"\x01", CoinMismatch), (right + b"\x00", TrailingBytes)):
        parts = []
        with raises(error):
            update(psbt(data), wallet(WPKH), parts.append, (0,), {tx.inputs[0][0]: before}.get)
        assert right not in b"".join(parts)
    assert updated(data, wallet(WPKH), known)[1] == 1
