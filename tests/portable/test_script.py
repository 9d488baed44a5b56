from lightclient.bitcoin.more_errors import BadHashLength, BadWitnessProgram, BadWitnessVersion
from lightclient.bitcoin.script import (
    destination_of,
    p2pkh,
    p2sh,
    p2tr,
    p2wpkh,
    p2wsh,
    witness,
    witness_of,
)
from tests.portable.support import raises

H20 = bytes(range(20))
H32 = bytes(range(32))

STANDARD = (
    (p2pkh(H20), "p2pkh", H20),
    (p2sh(H20), "p2sh", H20),
    (p2wpkh(H20), "p2wpkh", H20),
    (p2wsh(H32), "p2wsh", H32),
    (p2tr(H32), "p2tr", H32),
)


def test_the_bytes_of_every_kind():
    assert p2pkh(H20) == b"\x76\xa9\x14" + H20 + b"\x88\xac"
    assert p2sh(H20) == b"\xa9\x14" + H20 + b"\x87"
    assert p2wpkh(H20) == b"\x00\x14" + H20
    assert p2wsh(H32) == b"\x00\x20" + H32
    assert p2tr(H32) == b"\x51\x20" + H32
    assert witness(16, b"ab") == b"\x60\x02ab"


def test_kind_and_payload():
    for script, kind, payload in STANDARD:
        assert destination_of(script) == (kind, payload)


def test_other_witness_programs_are_destinations_too():
    assert destination_of(witness(1, H20)) == ("witness_v1", H20)
    assert destination_of(bytes.fromhex("51024e73")) == ("witness_v1", b"\x4e\x73")  # pay to anchor
    assert destination_of(witness(2, H32)) == ("witness_v2", H32)
    assert destination_of(witness(16, bytes(40))) == ("witness_v16", bytes(40))


def test_one_byte_more_or_less_is_nobodys():
    for script, _, _ in STANDARD:
        assert destination_of(script + b"\0") is None
        assert destination_of(script[:-1]) is None


def test_every_opcode_counts():
    script = p2pkh(H20)
    for index in (0, 1, 2, 23, 24):
        assert destination_of(changed(script, index)) is None
    script = p2sh(H20)
    for index in (0, 1, 22):
        assert destination_of(changed(script, index)) is None
    for script in (p2wpkh(H20), p2wsh(H32), p2tr(H32)):
        assert destination_of(changed(script, 1)) is None


def test_a_hash_pushed_the_long_way_is_nobodys():
    assert destination_of(b"\x76\xa9\x4c\x14" + H20 + b"\x88\xac") is None
    assert destination_of(b"\x00\x4c\x14" + H20) is None


def test_what_nobody_can_be_paid_with():
    for script in (
        b"",
        b"\x00",
        b"\x51",
        b"\x6a",
        b"\x6a\x04data",  # OP_RETURN
        b"\x6a\x20" + H32,
        b"\x21" + b"\x02" + H32 + b"\xac",  # a bare key
        b"\x50\x20" + H32,  # OP_RESERVED is not a version
        b"\x61\x20" + H32,  # neither is OP_NOP
        b"\x4f\x20" + H32,  # nor OP_1NEGATE
    ):
        assert destination_of(script) is None
        assert witness_of(script) is None


def test_witness_program_and_back():
    for version in range(17):
        script = witness(version, H32)
        assert script[0] == (0x50 + version if version else 0)
        assert witness_of(script) == (version, H32)


def test_witness_of_a_program_with_a_wrong_length():
    for script in (b"\x51\x01a", b"\x51\x29" + bytes(41), b"\x00\x13" + bytes(19), b"\x00\x21" + bytes(33)):
        assert witness_of(script) is None


def test_hashes_of_another_length():
    for build in (p2pkh, p2sh, p2wpkh):
        with raises(BadHashLength) as caught:
            build(H32)
        assert caught.error.args == (32, 20)
    for build in (p2wsh, p2tr):
        with raises(BadHashLength):
            build(H20)


def test_witness_versions_that_do_not_exist():
    for version in (-1, 17):
        with raises(BadWitnessVersion):
            witness(version, H32)


def test_witness_programs_that_do_not_exist():
    for version, length in ((1, 1), (1, 41), (16, 0), (0, 2), (0, 21), (0, 33)):
        with raises(BadWitnessProgram) as caught:
            witness(version, bytes(length))
        assert caught.error.args == (version, length)


def changed(script, index):
    return script[:index] + bytes([script[index] ^ 1]) + script[index + 1 :]
