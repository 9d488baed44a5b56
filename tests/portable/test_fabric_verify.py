"""From one block of a channel to another: each rule, broken alone."""

from hashlib import sha256

from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge, Truncated
from lightclient.codec.more_errors import UnknownField
from lightclient.codec.protobuf import bytes_field, message_field, number_field
from lightclient.crypto.errors import BadSignature
from lightclient.fabric.block import Block, lean, read_block
from lightclient.fabric.config import config_of
from lightclient.fabric.errors import (
    BadConfig,
    ConfigMissing,
    NotHigher,
    NotLinked,
    NotNextConfig,
    OldConfig,
    PolicyUnmet,
    UnsupportedKey,
    WrongChannel,
    WrongData,
)
from lightclient.fabric.header import Header, parse_header
from lightclient.fabric.network import FabricNetwork
from lightclient.fabric.verify import Trusted, anchored, backwards, step
from lightclient.votes.errors import DoubledSigner, InvalidSignature, NotEnoughVotes
from tests.portable import fabric
from tests.portable.fabric import CHANNEL, MAJORITY, block, config, config_in, genesis, meta_policy, once
from tests.portable.support import raises

GENESIS = genesis()
NETWORK = FabricNetwork(CHANNEL, GENESIS.hash)
TRUSTED = anchored(GENESIS, config_in(GENESIS))
FIRST = once(block, 1, GENESIS.hash)


def raft(**changes):
    return genesis(kind=b"etcdraft", **changes)


RAFT = raft()
RAFT_TRUSTED = anchored(RAFT, config_in(RAFT))


def refused(error, new, trusted=TRUSTED):
    with raises(error) as caught:
        step(trusted, new, NETWORK)
    assert caught.error.height == new.height
    return caught.error


# -- headers and blocks


def test_a_header_is_hashed_as_der():
    for number in (1, 127, 128, 255, 256, 65535, (1 << 63), (1 << 64) - 1):
        header = Header(number, bytes(32), b"\x01" * 32)
        assert parse_header(header.serialize()).der() == header.der()
        assert header.hash == sha256(header.der()).digest()
    assert Header(0, b"", bytes(32)).der().hex() == "3027020100" + "0400" + "0420" + "00" * 32
    assert Header(128, bytes(32), bytes(32)).der().hex() == "304802020080" + ("0420" + "00" * 32) * 2


def test_a_header_has_its_hashes():
    for number, previous, data in (
        (1, b"", bytes(32)),
        (0, bytes(32), bytes(32)),
        (1, bytes(31), bytes(32)),
        (1, bytes(32), b""),
    ):
        with raises(BadSchema):
            parse_header(Header(number, previous, data).serialize())
    with raises(UnknownField):
        parse_header(FIRST.header.serialize() + number_field(4, 1))


def test_a_block_is_read_as_it_was_written():
    assert read_block(FIRST.fields()).fields() == FIRST.fields()
    assert (FIRST.height, FIRST.last_config, FIRST.view, FIRST.envelope) == (1, 0, 1, None)
    for fields in (
        b"",
        [b""],
        [b"", b"", b""],
        [b"", 7],
        [7, FIRST.raw],
        [bytes(31), FIRST.raw],
        [bytes(65 * 32), FIRST.raw],
    ):
        with raises(BadSchema):
            read_block(fields)
    assert len(read_block([bytes(64 * 32), FIRST.raw]).gap) == 64


def test_a_block_has_its_parts():
    header = message_field(1, FIRST.header.serialize())
    signed = message_field(1, bytes_field(1, FIRST.value))
    for raw in (
        b"",
        header,
        message_field(3, signed),
        header + message_field(3, b""),
        header + message_field(3, message_field(1, b"")),
    ):
        with raises(BadSchema):
            Block([], raw)
    with raises(UnknownField):
        Block([], FIRST.raw + number_field(4, 1))
    with raises(TooLarge):
        Block([], header + message_field(3, signed * 9))
    many = bytes_field(1, FIRST.value) + message_field(2, bytes_field(3, number_field(1, 1))) * 129
    with raises(TooLarge):
        Block([], lean(FIRST.header, [], many))


def test_a_signature_has_one_header():
    for signature in (
        b"",
        bytes_field(2, b"s"),
        bytes_field(1, bytes_field(2, b"n")) + bytes_field(3, number_field(1, 1)),
    ):
        with raises(BadSchema):
            Block([], lean(FIRST.header, [], bytes_field(1, FIRST.value) + message_field(2, signature)))


def test_a_configuration_block_has_its_envelope_and_no_other_block_one():
    bare = block(1, GENESIS.hash).raw  # a block as it should be
    assert Block([], bare).height == 1
    with raises(BadSchema):
        block(1, GENESIS.hash, config=True)
    with raises(BadSchema):
        block(1, GENESIS.hash, whole=True, config=False)
    with raises(TooLarge):
        block(1, GENESIS.hash, [b"a", b"b"], whole=True)
    with raises(BadSchema):
        Block([], lean(FIRST.header, [], bytes_field(1, message_field(1, number_field(1, 1)))))


def test_a_view_that_is_none():
    other = bytes_field(1, message_field(1, b"") + bytes_field(2, b"\xff"))
    assert Block([], lean(FIRST.header, [], other)).view is None


# -- consenters of SmartBFT


def test_blocks_are_followed():
    first = step(TRUSTED, FIRST, NETWORK)
    assert (first.height, first.hash, first.signed, first.total) == (1, FIRST.hash, 3, 4)
    assert first.signers == [number.to_bytes(8, "big") for number in b"abc"]
    second = step(first, block(2, FIRST.hash, who="bcd"), NETWORK)
    assert (second.height, second.config) == (2, TRUSTED.config)


def test_the_number_grows():
    refused(NotHigher, GENESIS)
    refused(NotHigher, block(1, GENESIS.hash), step(TRUSTED, FIRST, NETWORK))


def test_hashes_lead_from_the_trusted_block():
    refused(NotLinked, block(1, bytes(32)))
    second = block(2, FIRST.hash, [b"second"])
    refused(NotLinked, second)
    gap = [FIRST.header.data_hash]
    assert step(TRUSTED, block(2, FIRST.hash, gap=gap), NETWORK).height == 2
    refused(NotLinked, block(2, FIRST.hash, gap=[bytes(32)]))
    refused(NotLinked, block(2, FIRST.hash, gap=gap * 2))
    refused(NotLinked, block(1, GENESIS.hash, gap=gap))
    third = block(3, second.hash, gap=gap + [second.header.data_hash])
    assert step(TRUSTED, third, NETWORK).height == 3
    refused(NotLinked, block(3, second.hash, gap=[second.header.data_hash] + gap))


def test_signatures_for_another_channel_of_the_same_orderers_do_not_lead_there():
    # The same consenters sign block 2 of another channel under its block 0, and nothing of that says which channel.
    other = genesis(channel="other")
    foreign = block(1, other.hash)
    assert step(anchored(other, config_in(other)), foreign, FabricNetwork("other", other.hash)).signed == 3
    refused(NotLinked, foreign)
    refused(NotLinked, block(2, foreign.hash, gap=[foreign.header.data_hash]))


def test_a_quorum_of_consenters_signs():
    assert refused(NotEnoughVotes, block(1, GENESIS.hash, who="ab")).args == (2, 4, 3)
    assert refused(NotEnoughVotes, block(1, GENESIS.hash, who="")).args == (0, 4, 3)
    assert step(TRUSTED, block(1, GENESIS.hash, who="abcd"), NETWORK).signed == 3  # no more than needed


def test_strangers_are_passed_over():
    assert refused(NotEnoughVotes, block(1, GENESIS.hash, who="abx")).args == (2, 4, 3)
    assert step(TRUSTED, block(1, GENESIS.hash, who="xabc"), NETWORK).signed == 3
    refused(NotEnoughVotes, block(1, GENESIS.hash, raft=True))


def test_nobody_signs_twice():
    refused(DoubledSigner, block(1, GENESIS.hash, who="aab"))


def test_every_signature_that_is_needed_holds():
    for at in range(3):
        broken = block(1, GENESIS.hash)
        broken.signatures[at].signature = FIRST.signatures[(at + 1) % 3].signature
        assert refused(InvalidSignature, broken).args == (at,)
    broken = block(1, GENESIS.hash)
    broken.signatures[0].signature = b"none"
    with raises(BadSignature):
        step(TRUSTED, broken, NETWORK)


def test_signatures_have_the_lower_s():
    other = block(1, GENESIS.hash)
    other.signatures[1].signature = fabric.high(other.signatures[1].signature)
    refused(InvalidSignature, other)


def test_what_is_signed_is_metadata_and_header():
    moved = block(1, GENESIS.hash, [b"other"])
    moved.signatures = FIRST.signatures
    refused(InvalidSignature, moved)
    moved = block(1, GENESIS.hash, view=2)
    moved.signatures = FIRST.signatures
    refused(InvalidSignature, moved)
    moved = block(1, GENESIS.hash)
    moved.signatures[0].header += b"\x00"
    refused(InvalidSignature, moved)


def test_a_consenter_without_a_key_that_is_verified_here():
    fields = TRUSTED.config.fields()
    fields[3] = [[number, None] for number, _ in fields[3]]
    with raises(UnsupportedKey):
        step(Trusted(GENESIS.header, config_of(fields), config_of(fields), 0, [], None), FIRST, NETWORK)


# -- configurations


def configured(number=1, parent=GENESIS.hash, who="abc", gap=(), **changes):
    changes.setdefault("sequence", 1)
    return block(number, parent, [config(**changes)], who=who, whole=True, gap=gap)


def test_a_configuration_is_signed_under_the_one_before():
    new = configured(peers="xy")
    found = step(TRUSTED, new, NETWORK)
    assert (found.config.number, found.config.sequence, found.total) == (1, 1, 4)
    new = configured(2, FIRST.hash, gap=[FIRST.header.data_hash])
    assert step(TRUSTED, new, NETWORK).config.number == 2


def test_consenters_change_with_the_configuration():
    new = block(1, GENESIS.hash, [config(who="abcef", sequence=1, peers="")], whole=True)
    found = step(TRUSTED, new, NETWORK)
    assert (found.signed, found.total, found.threshold.numerator) == (3, 4, 3)
    assert len(found.config.members) == 5
    after = block(2, new.hash, last=1, who="bcef")
    assert step(found, after, NETWORK).signed == 4
    refused(NotEnoughVotes, block(2, new.hash, last=1, who="abcd"), found)
    # The new ones alone do not bring themselves in.
    refused(NotEnoughVotes, block(1, GENESIS.hash, [config(who="ef", sequence=1, peers="")], who="ef", whole=True))


def test_a_block_is_signed_under_the_configuration_in_force():
    new = configured()
    found = step(TRUSTED, new, NETWORK)
    refused(OldConfig, block(2, new.hash, last=0), found)
    refused(ConfigMissing, block(2, new.hash, last=1, gap=[new.header.data_hash]))
    assert step(found, block(2, new.hash, last=1), NETWORK).height == 2


def test_a_configuration_is_of_the_channel():
    refused(WrongChannel, configured(channel="other"))


def test_a_configuration_is_the_next_one():
    for sequence in (0, 2):
        assert refused(NotNextConfig, configured(sequence=sequence)).args == (sequence, 0)


def test_a_configuration_is_the_one_that_the_header_names():
    new = configured()
    swapped = Block([], lean(new.header, [config(who="ef", sequence=1)], bytes_field(1, new.value)))
    swapped.signatures = new.signatures
    refused(WrongData, swapped)


def test_a_configuration_that_cannot_be_read_changes_nothing():
    with raises(BadConfig):
        step(TRUSTED, block(1, GENESIS.hash, [config(type_=2)], whole=True), NETWORK)
    with raises(Truncated):
        step(TRUSTED, block(1, GENESIS.hash, [b"\x0a\x05"], whole=True), NETWORK)


# -- one orderer


def test_one_orderer_signs_where_they_only_stop():
    found = step(RAFT_TRUSTED, block(1, RAFT.hash, who="b", raft=True), NETWORK)
    assert (found.signed, found.total, found.signers, found.threshold.numerator) == (1, 4, [b"Orgb"], 1)


def test_orderers_meet_the_policy():
    for who in ("", "x"):
        refused(PolicyUnmet, block(1, RAFT.hash, who=who, raft=True), RAFT_TRUSTED)
    refused(PolicyUnmet, block(1, RAFT.hash, who="abc"), RAFT_TRUSTED)  # numbers name nobody here
    most = raft(validation=meta_policy(b"Writers", MAJORITY))
    trusted = anchored(most, config_in(most))
    assert step(trusted, block(1, most.hash, who="abc", raft=True), NETWORK).signed == 3
    refused(PolicyUnmet, block(1, most.hash, who="ab", raft=True), trusted)
    refused(PolicyUnmet, block(1, most.hash, who="aab", raft=True), trusted)


def test_no_more_orderers_are_looked_at_than_the_policy_needs():
    made = block(1, RAFT.hash, who="ab", raft=True)
    made.signatures[1].signature = FIRST.signatures[0].signature
    assert step(RAFT_TRUSTED, made, NETWORK).signers == [b"Orga"]
    made.signatures = made.signatures[:1] * 17
    with raises(TooLarge):
        step(RAFT_TRUSTED, made, NETWORK)
    made.signatures = made.signatures[:16]
    assert step(RAFT_TRUSTED, made, NETWORK).signed == 1


def test_an_orderers_signature_holds():
    broken = block(1, RAFT.hash, who="a", raft=True)
    broken.signatures[0].signature = FIRST.signatures[0].signature
    refused(InvalidSignature, broken, RAFT_TRUSTED)
    other = block(1, RAFT.hash, who="a", raft=True)
    other.signatures[0].signature = fabric.high(other.signatures[0].signature)
    refused(InvalidSignature, other, RAFT_TRUSTED)


def test_a_certificate_of_nobody_we_know_signs_nothing():
    made = block(1, RAFT.hash, who="a", raft=True)
    made.signatures[0].creator = fabric.identity("Orgb", "a", b"orderer").replace(b"Orgb", b"Orga")
    refused(PolicyUnmet, made, RAFT_TRUSTED)


# -- where it starts, and backwards


def test_a_start_is_signed_under_the_configuration_that_came_along():
    found = anchored(FIRST, TRUSTED.config)
    assert (found.height, found.signed) == (1, 3)
    with raises(NotEnoughVotes):
        anchored(block(1, GENESIS.hash, who="ab"), TRUSTED.config)
    with raises(ConfigMissing):
        anchored(block(5, GENESIS.hash, last=4), TRUSTED.config)
    new = configured()
    assert anchored(new, config_in(new)).signed == 0  # its own signatures are under the one before
    swapped = Block([], lean(new.header, [config(sequence=1, peers="x")], bytes_field(1, new.value)))
    with raises(WrongData):
        anchored(swapped, config_in(new))


def test_hashes_lead_backwards():
    second = block(2, FIRST.hash)
    backwards(second.header, FIRST.header)
    for below in (
        GENESIS.header,
        Header(1, bytes(32), bytes(32)),
        Header(0, FIRST.header.previous, FIRST.header.data_hash),
    ):
        with raises(NotLinked):
            backwards(second.header, below)


def test_damage_is_refused_by_name():
    with raises(NonCanonical):
        Block([], message_field(3, b"") + message_field(1, b""))
