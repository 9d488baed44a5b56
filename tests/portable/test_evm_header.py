"""Headers of Ethereum and what private chains write into their extra data: forms, hashes, and what is signed."""

from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge, TrailingBytes
from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.consensus import IBFT1, IBFT2, KINDS, QBFT, parse_sealed
from lightclient.evm.errors import UnknownConsensus
from lightclient.evm.extra import MAX_VALIDATORS, Extra, parse_ibft1, parse_ibft2, parse_qbft
from lightclient.evm.header import EXTRA, LEAST, MAX_EXTRA, MAX_HEADER, MOST, parse_header
from lightclient.evm.seals import signer_of
from tests.portable.evm import FOUR, START, address, addresses, block, fields, seal, written
from tests.portable.support import raises

LATER = [7, bytes(32), 0, 131072, bytes(32), bytes(32)]  # what the forks have added


def test_headers_of_each_fork():
    for count in range(LEAST, MOST + 1):
        made = fields(9) + LATER[: count - 15]
        header = parse_header(memoryview(rlp.serialize(made)))
        assert (header.number, header.time, header.difficulty) == (9, START + 45, 1)
        assert rlp.serialize(header.fields) == header.raw == rlp.serialize(made)
        assert header.with_extra(bytes(32)) == header.raw


def test_headers_with_another_number_of_fields():
    for count in (0, 14, 22):
        made = (fields(9) + LATER + [b""])[:count]
        with raises(TooLarge if count == 22 else BadSchema):
            parse_header(rlp.serialize(made))


def test_every_field_has_its_size():
    made = fields(9) + LATER
    for place in range(len(made)):
        if place == EXTRA:
            continue
        sized = isinstance(made[place], bytes) and len(made[place]) >= 8
        wrong = made[place] + b"\x01" if sized else b"\x01" + bytes(32)
        with raises(BadSchema if sized and place < LEAST else TooLarge):
            parse_header(rlp.serialize(made[:place] + [wrong] + made[place + 1 :]))
        with raises(BadSchema):
            parse_header(rlp.serialize(made[:place] + [[]] + made[place + 1 :]))
        if not sized and place < LEAST:
            with raises(NonCanonical):
                parse_header(rlp.serialize(made[:place] + [b"\x00\x01"] + made[place + 1 :]))


def test_headers_are_bounded():
    with raises(TooLarge):
        parse_header(rlp.serialize(fields(9, p12=bytes(MAX_EXTRA + 1))))
    with raises(TooLarge):
        parse_header(bytes(MAX_HEADER + 1))
    with raises(TrailingBytes):
        parse_header(rlp.serialize(fields(9)) + b"\x00")
    with raises(BadSchema):
        parse_header(b"\x01")


# -- extra data


def test_extra_data_is_read_as_it_was_written():
    seals = [bytes(65), b"\x01" * 65]
    vote = rlp.serialize([address("e"), b"\xff"])
    for kind, parse in ((QBFT, parse_qbft), (IBFT2, parse_ibft2)):
        for some in (vote, rlp.serialize([address("e"), b"\x00"]), b"\xc0" if kind == QBFT else b"\x80"):
            found = parse(written(Extra(bytes(32), addresses(FOUR), some, 7, seals), kind))
            assert (found.validators, found.vote, found.round, found.seals) == (addresses(FOUR), some, 7, seals)
    found = parse_ibft1(written(Extra(bytes(32), addresses(FOUR), b"", 0, seals, b"\x02" * 65), IBFT1))
    assert (found.validators, found.proposer, found.seals) == (addresses(FOUR), b"\x02" * 65, seals)


def test_extra_data_has_its_form():
    good = [bytes(32), addresses(FOUR), [], 7, [bytes(65)]]
    for place, wrong, error in (
        (0, bytes(31), BadSchema),
        (1, [bytes(19)], BadSchema),
        (1, b"", BadSchema),
        (2, b"", BadSchema),
        (2, [address("e")], BadSchema),
        (2, [address("e"), b"\x01"], BadSchema),
        (2, [bytes(19), b"\xff"], BadSchema),
        (3, b"\x00", NonCanonical),
        (3, 1 << 32, TooLarge),
        (4, [bytes(64)], BadSchema),
        (4, b"", BadSchema),
        (1, [bytes(20)] * (MAX_VALIDATORS + 1), TooLarge),
        (4, [bytes(65)] * (MAX_VALIDATORS + 1), TooLarge),
    ):
        with raises(error):
            parse_qbft(rlp.serialize(good[:place] + [wrong] + good[place + 1 :]))
    with raises(BadSchema):
        parse_qbft(rlp.serialize(good[:4]))
    good[2], good[3] = b"", bytes(4)
    parse_ibft2(rlp.serialize(good))
    for place, wrong in ((2, []), (3, bytes(3)), (3, 7)):
        with raises(BadSchema):
            parse_ibft2(rlp.serialize(good[:place] + [wrong] + good[place + 1 :]))
    for data in (bytes(31), bytes(32) + rlp.serialize([addresses(FOUR), bytes(64), []]), bytes(32) + b"\xc0"):
        with raises(BadSchema):
            parse_ibft1(data)


# -- hashes and seals


def test_the_hash_of_a_block_leaves_seals_out_and_not_its_content():
    for kind in KINDS:
        one, two = block(5, signers="abc", kind=kind), block(5, signers="bcd", kind=kind)
        assert one.hash == two.hash and one.header.raw != two.header.raw
        assert one.hash != keccak256(one.header.raw)
        assert one.hash != block(5, kind=kind, p3=b"\x01" * 32).hash
        assert one.height == 5


def test_the_round_is_signed_and_not_in_the_hash():
    for kind in (QBFT, IBFT2):
        one, two = block(5, kind=kind, signers=""), block(5, kind=kind, signers="", round_=1)
        assert one.hash == two.hash and one.digest() != two.digest()


def test_votes_are_signed():
    vote = rlp.serialize([address("e"), b"\xff"])
    for kind in (QBFT, IBFT2):
        assert block(5, kind=kind, signers="").digest() != block(5, kind=kind, signers="", vote=vote).digest()


def test_seals_tell_who_made_them():
    digest = keccak256(b"message")
    made = seal("a", digest)
    assert signer_of(digest, made) == address("a")
    assert signer_of(keccak256(b"other"), made) != address("a")
    for wrong in (made[:64] + b"\x02", made[:64] + b"\x1b", bytes(65), b"\xff" * 64 + b"\x00", bytes(32) + made[32:]):
        assert signer_of(digest, wrong) is None


def test_kinds_have_names():
    with raises(UnknownConsensus):
        parse_sealed(block(1).header.raw, "clique")
