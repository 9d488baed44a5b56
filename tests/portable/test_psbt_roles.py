"""From a transaction that nobody has signed to one that the network takes, by every role and in both versions."""

from lightclient.bitcoin.script import p2sh, p2wpkh
from lightclient.bitcoin.transaction import parse
from lightclient.codec.reader import Reader
from lightclient.crypto.ripemd160 import hash160
from lightclient.keys.psbt.combine import combine
from lightclient.keys.psbt.errors import NotFinal, NotTheSame
from lightclient.keys.psbt.extract import extract
from lightclient.keys.psbt.finalize import finalize
from lightclient.keys.psbt.sign import sign
from lightclient.keys.psbt.signers import HdKey, SingleKey
from lightclient.keys.sign import sign as sign_transaction
from lightclient.keys.spending import Spending
from tests.portable.psbts import (
    KEYS,
    ROOTS,
    created,
    field,
    fields_of,
    psbt,
    ready,
    spend,
    updated,
    wallet,
    written,
)
from tests.portable.support import raises

SINGLES = ["pkh(" + KEYS[0] + ")", "wpkh(" + KEYS[0] + ")", "sh(wpkh(" + KEYS[0] + "))", "tr(" + KEYS[0] + ")"]
MULTI = "sortedmulti(2," + ",".join(KEYS) + ")"
SHARED = ["sh(" + MULTI + ")", "wsh(" + MULTI + ")", "sh(wsh(" + MULTI + "))"]


def signed(data, root=ROOTS[0], **options):
    return written(sign, psbt(data), HdKey(root), **options)


def finished(data):
    """Return the transaction of a PSBT whose signatures suffice."""
    data, left = written(finalize, psbt(data))
    assert left == 0
    return written(extract, psbt(data))[0]


def signed_by_itself(unsigned, coins, secret):
    parts = []
    sign_transaction(Spending(lambda: Reader(unsigned)), coins, lambda index: secret, parts.append)
    return b"".join(parts)


def test_single_keys():
    secret = ROOTS[0].derive((0, 1)).private()
    for version in (0, 2):
        data, tx = ready(version, SINGLES)
        data, count = signed(data)
        assert count == 4
        made = finished(data)
        coins = [(10_000 + place, wallet(text).script(1)) for place, text in enumerate(SINGLES)]
        assert made == signed_by_itself(tx.serialize(), coins, secret)


def test_keys_that_share():
    for version in (0, 2):
        data, _ = ready(version, SHARED)
        one, count = signed(data, ROOTS[0])
        assert count == 3
        other, _ = signed(data, ROOTS[2])
        assert written(finalize, psbt(one)) == (one, 3)
        both, _ = written(combine, psbt(one), psbt(other))
        made = parse(finished(both))
        assert made.serialize() == finished(signed(one, ROOTS[2])[0])
        redeem = wallet(SHARED[0]).redeem_script(1)
        assert made.inputs[0][2][-len(redeem) :] == redeem
        assert made.inputs[0][2][:1] == b"\x00"
        assert made.witnesses[0] == []
        assert made.inputs[1][2] == b""
        assert made.inputs[2][2] == b"\x22" + wallet(SHARED[2]).redeem_script(1)
        for index in (1, 2):
            items = made.witnesses[index]
            assert (len(items), items[0], items[3]) == (4, b"", wallet(SHARED[index]).witness_script(1))
        everyone, _ = signed(both, ROOTS[1])  # one more than needed
        assert len(parse(finished(everyone)).witnesses[1]) == 4


def test_a_signature_is_made_once():
    for text in (SINGLES[1], SINGLES[3], SHARED[1]):
        data, _ = ready(2, [text])
        once, count = signed(data)
        assert count == 1
        assert signed(once) == (once, 0)
        if text != SHARED[1]:
            final, _ = written(finalize, psbt(once))
            assert signed(final) == (final, 0)
            assert written(finalize, psbt(final)) == (final, 0)


def test_others_keys_sign_nothing():
    for text in SINGLES + SHARED:
        data, _ = ready(0, [text])
        for keys in (SingleKey(bytes(31) + b"\x07"), HdKey(ROOTS[0].derive((5,)))):
            assert written(sign, psbt(data), keys) == (data, 0)


def test_single_secrets():
    for root in (ROOTS[0], ROOTS[1]):
        secret = root.derive((0, 1)).private()
        for text in SINGLES + SHARED:
            data, _ = ready(2, [text])
            wanted = signed(data, root)
            if root is ROOTS[0] or text in SHARED:
                assert wanted[1] == 1
                assert written(sign, psbt(data), SingleKey(secret)) == wanted


def test_an_uncompressed_key():
    secret = bytes(31) + b"\x05"
    for compressed in (True, False):
        keys = SingleKey(secret, compressed)
        tx, known = spend([b"\x76\xa9\x14" + hash160(keys._key) + b"\x88\xac"], [p2wpkh(bytes(20))])
        data = created(tx, 0)
        data, _ = updated(data, wallet(SINGLES[0]), known)
        data, count = written(sign, psbt(data), keys)
        assert count == 1
        made = parse(finished(data))
        assert made.inputs[0][2][-len(keys._key) :] == keys._key


def test_what_is_not_needed_is_gone_and_what_is_not_understood_stays():
    for version in (0, 2):
        data, _ = ready(version, [SHARED[1]])
        unknown = field("f0", "aa") + field("fc0474657374", "bb")
        end = data.rfind(fields_of(data)[1][-1][1]) + len(fields_of(data)[1][-1][1])
        data = data[:end] + unknown + data[end:]
        data, _ = signed(data)
        data, _ = signed(data, ROOTS[1])
        final, left = written(finalize, psbt(data))
        assert left == 0
        needed = ["00", "01"] if version == 0 else ["00", "01", "0e", "0f", "10"]
        before, after = fields_of(data), fields_of(final)
        assert [key.hex() for key, _ in after[1]] == sorted(needed + ["08"]) + ["f0", "fc0474657374"]
        assert before[0] == after[0]
        assert before[2] == after[2]


def test_fields_are_put_in_by_their_types():
    for version in (0, 2):
        data, _ = ready(version, SINGLES + SHARED)
        data, _ = signed(data)
        for fields in fields_of(data):
            types = [key[0] for key, _ in fields]
            assert types == sorted(types)


def test_an_updater_knows_inputs_and_outputs():
    for text in SINGLES + SHARED:
        own = wallet(text)
        tx, known = spend([own.script(0), p2sh(bytes(20))], [p2wpkh(bytes(20)), own.script(1)])
        for version in (0, 2):
            data = created(tx, version)
            data, count = updated(data, own, known)
            assert count == 2
            assert updated(data, own, known) == (data, 2)
            _, first, second, other, change = fields_of(data)
            first, change = dict(first), dict(change)
            taproot = text == SINGLES[3]
            assert (b"\x00" in first) != taproot
            assert (b"\x01" in first) == (text not in (SINGLES[0], SHARED[0]))
            assert first.get(b"\x04") == own.redeem_script(0)
            assert first.get(b"\x05") == own.witness_script(0)
            assert change.get(b"\x00") == own.redeem_script(1)
            assert change.get(b"\x01") == own.witness_script(1)
            for place, fields, derivation, internal in ((0, first, 6, 0x17), (1, change, 2, 5)):
                for number in range(len(own.keys)):
                    public = own.keys[number].key(place)
                    origin = ROOTS[number].fingerprint() + bytes(4) + bytes((place, 0, 0, 0))
                    if taproot:
                        assert fields[bytes((internal,))] == public[1:]
                        assert fields[bytes((0x16 if place == 0 else 7,)) + public[1:]] == b"\x00" + origin
                    else:
                        assert fields[bytes((derivation,)) + public] == origin
            assert [key for key, _ in second][:1] == [b"\x00"]
            assert len(other) == (0 if version == 0 else 2)
    data = created(tx, 2)
    _, count = updated(data, own, {})
    assert count == 1  # of inputs nothing is known, of outputs all


def test_origins_of_keys():
    public = ROOTS[0].derive((0, 1)).key.hex()
    tx, known = spend([wallet(SINGLES[1]).script(1)], [p2wpkh(bytes(20))])
    for text, origin in (
        ("wpkh([aabbccdd/84h/1]" + public + ")", "aabbccdd" + "54000080" + "01000000"),
        ("wpkh([aabbccdd]" + public + ")", "aabbccdd"),
        ("wpkh(" + public + ")", hash160(bytes.fromhex(public))[:4].hex()),
        ("wpkh([aabbccdd/5]" + KEYS[0] + ")", "aabbccdd" + "05000000" + "00000000" + "01000000"),
    ):
        data, count = updated(created(tx, 0), wallet(text), known)
        assert count == 1
        assert dict(fields_of(data)[1])[bytes.fromhex("06" + public)].hex() == origin


def test_combining():
    data, _ = ready(2, [SHARED[1]], 2)
    bare = created(ready(2, [SHARED[1]], 2)[1], 2)
    for one, other in ((bare, data), (data, bare), (data, data), (bare, bare)):
        both, _ = written(combine, psbt(one), psbt(other))
        assert sorted(fields_of(both)[1]) == sorted(fields_of(bare if one == other == bare else data)[1])
        assert len(both) == max(len(one), len(other))
    for other in (ready(0, [SHARED[1]], 2)[0], ready(2, [SHARED[1]])[0], ready(2, [SHARED[2]], 2)[0]):
        parts = []
        with raises(NotTheSame):
            combine(psbt(data), psbt(other), parts.append)
        assert parts == []


def with_flags(data, flags):
    """Return a PSBT of version 2 that says what may be changed."""
    at = data.find(b"\x01\xfb\x04")
    return data[:at] + field("06", f"{flags:02x}") + data[at:]


def test_what_may_still_be_changed():
    """By the hash type: of all inputs and outputs nothing, of none the outputs, alone the inputs."""
    data, _ = ready(2, [SINGLES[1]])
    types = (1, 2, 3, 0x81, 0x82, 0x83)
    for place, flags in enumerate((0xF8, 0xFA, 0xFC, 0xF9, 0xFB, 0xFD)):
        hash_type = types[place]
        end = data.rfind(fields_of(data)[1][-1][1]) + len(fields_of(data)[1][-1][1])
        asking = data[:end] + field("03", f"{hash_type:02x}000000") + data[end:]
        found, count = signed(with_flags(asking, 0xFB), hash_types=types)
        assert count == 1
        assert dict(fields_of(found)[0])[b"\x06"] == bytes((flags,))
        assert finished(found) == finished(signed(asking, hash_types=types)[0])
    for one, other, both in ((3, 3, 3), (3, 1, 1), (2, 1, 0), (3, 4, 4), (7, 3, 7)):
        found, _ = written(combine, psbt(with_flags(data, one)), psbt(with_flags(data, other)))
        assert dict(fields_of(found)[0])[b"\x06"] == bytes((both,))
    unchanged = with_flags(data, 3)
    assert signed(unchanged, ROOTS[1]) == (unchanged, 0)


def test_what_is_not_final_is_not_extracted():
    data, _ = ready(0, [SINGLES[0], SHARED[1]])
    data, _ = written(finalize, psbt(signed(data)[0]))
    parts = []
    with raises(NotFinal) as caught:
        extract(psbt(data), parts.append)
    assert caught.error.args == (1,)
    assert parts == []


def test_a_transaction_without_witnesses_stays_without():
    for version in (0, 2):
        data, tx = ready(version, [SINGLES[0], SHARED[0]])
        data, _ = signed(data)
        made = parse(finished(signed(data, ROOTS[1])[0]))
        assert made.witnesses == []
        assert made.locktime == tx.locktime
        assert made.outputs == tx.outputs
        assert [place[:2] + place[3:] for place in made.inputs] == [place[:2] + place[3:] for place in tx.inputs]
