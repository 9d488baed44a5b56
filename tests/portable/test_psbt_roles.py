"""From a transaction that nobody has signed to one that the network takes, by every role and in both versions."""

from lightclient.bitcoin.script import p2wpkh
from lightclient.bitcoin.transaction import parse
from lightclient.codec.reader import Reader
from lightclient.crypto import backend
from lightclient.crypto.ripemd160 import hash160
from lightclient.wallet.errors import NoSuchChild, TooDeepPath
from lightclient.wallet.psbt.combine import combine
from lightclient.wallet.psbt.errors import NotFinal
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.sign import sign as sign_transaction
from lightclient.wallet.signers import HdKey, SingleKey
from lightclient.wallet.spending import Spending
from tests.portable.psbts import (
    ROOTS,
    SHARED,
    SINGLES,
    created,
    field,
    fields_of,
    finished,
    psbt,
    ready,
    signed,
    spend,
    updated,
    wallet,
    written,
)
from tests.portable.support import raises


def signed_by_itself(unsigned, coins, secret):
    parts = []
    sign_transaction(Spending(lambda: Reader(unsigned)), coins, lambda index: (SingleKey(secret), None), parts.append)
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
        tx, known = spend([b"\x76\xa9\x14" + hash160(keys.public_key("ecdsa")) + b"\x88\xac"], [p2wpkh(bytes(20))])
        data = created(tx, 0)
        data, _ = updated(data, wallet(SINGLES[0]), known)
        data, count = written(sign, psbt(data), keys)
        assert count == 1
        made = parse(finished(data))
        assert made.inputs[0][2][-len(keys.public_key("ecdsa")) :] == keys.public_key("ecdsa")


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


def test_a_path_that_fails_changes_no_other_paths_key():
    root = ROOTS[0]
    keys = HdKey(root)
    paths = ((1, 2), (1,), (4,))
    for bad, error in (((1,) + (0,) * 300, TooDeepPath), ((1, 1 << 32), NoSuchChild)):
        for path in paths[:2]:
            keys.sign("ecdsa", bytes(32), path)
            for attempt in (keys.public_key, lambda algorithm, name: keys.sign(algorithm, bytes(32), name)):
                with raises(error):
                    attempt("ecdsa", bad)
                for other in (path,) + paths:
                    secret = root.derive(other).private()
                    assert keys.public_key("ecdsa", other) == root.derive(other).key, (bad, path, other)
                    assert keys.sign("ecdsa", bytes(32), other) == backend.current().sign(secret, bytes(32))
