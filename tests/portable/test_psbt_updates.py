"""What an updater knows of inputs and outputs, what a combiner makes of two PSBTs, and what may still be changed."""

from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.script import p2sh, p2wpkh
from lightclient.codec.reader import Reader
from lightclient.crypto.ripemd160 import hash160
from lightclient.wallet.psbt.combine import combine
from lightclient.wallet.psbt.errors import NotTheSame
from lightclient.wallet.psbt.psbt import Psbt
from lightclient.wallet.psbt.update import update
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
    xpub = ROOTS[0].public().serialize(TESTNET3)
    tx, known = spend([wallet(SINGLES[1]).script(1)], [p2wpkh(bytes(20))])
    for text, origin in (
        ("wpkh([aabbccdd/84h/1]" + public + ")", "aabbccdd" + "54000080" + "01000000"),
        ("wpkh([aabbccdd]" + public + ")", "aabbccdd"),
        ("wpkh(" + public + ")", hash160(bytes.fromhex(public))[:4].hex()),
        ("wpkh([aabbccdd/5]" + xpub + "/0/*)", "aabbccdd" + "05000000" + "00000000" + "01000000"),
        ("wpkh(" + xpub + "/0/1)", ROOTS[0].fingerprint().hex() + "00000000" + "01000000"),
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


def test_an_updater_reads_the_outputs_once_however_many_they_are():
    own = wallet(SINGLES[1])
    opened = []
    for outputs in (2, 40):
        tx, known = spend([own.script(0)], [own.script(place % 2) for place in range(outputs)])
        for version in (0, 2):
            data = created(tx, version)
            count = [0]

            def start(data=data, count=count):
                count[0] += 1
                return Reader(data)

            updated_data, found = written(update, Psbt(start), own, indices=(0, 1), previous=known.get)
            assert found == 1 + outputs
            assert len(fields_of(updated_data)[-1]) == (1 if version == 0 else 3)
            opened.append(count[0])
    assert opened[:2] == opened[2:]
