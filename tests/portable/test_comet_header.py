"""Headers, commits, keys and validator sets: how they are hashed, signed and read."""

from hashlib import sha256

from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.codec.more_errors import UnknownField
from lightclient.codec.protobuf import bytes_field, message_field, number_field
from lightclient.cometbft.commit import ABSENT, COMMIT, NIL, NO_TIME, Commit, Vote, parse_commit
from lightclient.cometbft.errors import BadField, UnknownProfile, UnsupportedKey
from lightclient.cometbft.header import NAMES, BlockId, Header, parse_header
from lightclient.cometbft.keys import Key, read_key
from lightclient.cometbft.profiles import BURROW, PROFILES, V0_32, V0_33, V0_34, V0_38, profile_of
from lightclient.cometbft.validators import parse_validators, serialize_validators, validators_of
from lightclient.merkle.log import leaf_hash
from lightclient.merkle.tree import root_of
from lightclient.votes.errors import BadWeight, DoubledMember, EmptySet
from tests.portable.comet import FOUR, NETWORK, block, key, members, named, sign
from tests.portable.support import raises


def golden(counts=(0, 0)):
    """Return the header of types/block_test.go TestHeaderHash."""
    hashes = [sha256(word.encode()).digest() for word in NAMES]  # what Go hashes for each field is its name
    hashes[8] = hashes[8][:20]
    last = BlockId(bytes(32), 6, bytes(32))
    return Header(1, 2, "chainId", 3, (1570983284, 0), last, hashes, counts)


def test_the_header_of_go_hashes_as_go_hashes_it():
    wanted = {V0_34: "f740121f", V0_33: "abdc7892"}
    for profile in wanted:
        assert golden().hash(profile).hex()[:8] == wanted[profile]
    assert golden().hash(V0_38).hex() == "f740121f553b5418c3efbd343c2dbfe9e007bb67b0d020a0741374bab65242a4"
    assert golden((4, 5)).hash(V0_32).hex()[:8] == "a37a7a69"


def test_empty_fields_are_empty_leaves_and_no_block_before_is_not():
    header = golden()
    header.fields = [b""] * 9
    header.last_block_id = BlockId()
    leaves = [b"\x08\x01\x10\x02", b"\x0a\x07chainId", b"\x08\x03", number_field(1, 1570983284), b"\x12\x00"]
    assert header.hash(V0_38) == root_of([leaf_hash(leaf) for leaf in leaves + [b""] * 9])
    leaves = [b"\x08\x01\x10\x02", b"\x07chainId", b"\x03", number_field(1, 1570983284), b""]
    assert header.hash(V0_33) == root_of([leaf_hash(leaf) for leaf in leaves + [b""] * 9])


def vote(flag, height, round_, time=NO_TIME, chain_id="", block_id=None, profile=V0_38):
    commit = Commit(height, round_, block_id or BlockId(), [Vote(flag, bytes(20), time, b"?")])
    return commit.sign_bytes(0, chain_id, profile)


def test_sign_bytes_of_go():
    # types/vote_test.go TestVoteSignBytesTestVectors, those of precommits.
    assert vote(NIL, 1, 1).hex() == "2108021101000000000000001901000000000000002a0b088092b8c398feffffff01"
    named_chain = vote(NIL, 1, 1, chain_id="test_chain_id").hex()
    assert named_chain == (
        "3008021101000000000000001901000000000000002a0b088092b8c398feffffff01320d746573745f636861696e5f6964"
    )


def test_a_round_of_zero_is_left_out_and_the_time_is_not():
    assert vote(NIL, 1, 0, (0, 0)).hex() == "0d08021101000000000000002a00"


def test_a_vote_for_a_block_names_it_and_one_for_none_does_not():
    block_id = BlockId(b"\x01" * 32, 3, b"\x02" * 32)
    for profile, parts in ((V0_38, "08031220" + "02" * 32), (V0_33, "0a20" + "02" * 32 + "1003")):
        made = vote(COMMIT, 1, 0, (1, 2), "c", block_id, profile).hex()
        assert made[24:] == "22480a20" + "01" * 32 + "1224" + parts + "2a0408011002" + "320163"
    assert "0101" not in vote(NIL, 1, 0, (1, 2), "c", block_id).hex()


def test_addresses():
    assert key("a").address == sha256(key("a").data).digest()[:20]
    # The key of secret 1 and its hash160, as Bitcoin's wallets know it.
    data = bytes.fromhex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
    assert Key(2, data).address.hex() == "751e76e8199196d454941c45d1b3a323f1433bd6"


def test_signatures_by_both_kinds_of_keys():
    for name in "aA":
        signature = sign(name, b"message")
        for profile in PROFILES:
            assert key(name).verify(b"message", signature, profile)
            assert not key(name).verify(b"massage", signature, profile)
            assert not key(name).verify(b"message", signature[:-1], profile)


def test_a_high_s_is_no_signature():
    n = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    signature = sign("A", b"message")
    high = signature[:32] + (n - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    assert not key("A").verify(b"message", high, V0_38)


def test_zip_215_holds_from_v0_38_on():
    #   R in another encoding, s == 0, the key of order 1: every message is signed
    small = Key(1, b"\x01" + bytes(31))
    signature = b"\x01" + bytes(30) + b"\x80" + bytes(32)
    assert small.verify(b"message", signature, V0_38)
    assert not small.verify(b"message", signature, V0_34)


def test_a_key_that_is_no_point_signs_nothing():
    for profile in (V0_34, V0_38):
        assert not Key(1, b"\x02" + bytes(31)).verify(b"message", bytes(64), profile)


def test_other_kinds_of_keys_are_refused_by_name():
    for field, name in ((3, "bls12381"), (4, "secp256k1eth"), (5, "mldsa65")):
        with raises(UnsupportedKey) as caught:
            read_key(message_field(field, bytes(48)))
        assert caught.error.fields == {"kind": name}
    with raises(UnknownField):
        read_key(message_field(6, bytes(48)))


def test_a_key_has_its_length_and_comes_alone():
    for data in (message_field(1, bytes(31)), message_field(2, bytes(32))):
        with raises(BadField):
            read_key(data)
    for data in (b"", message_field(1, bytes(32)) + message_field(2, bytes(33))):
        with raises(BadSchema):
            read_key(data)


def test_profiles_are_known_by_name():
    for profile in PROFILES:
        assert profile_of(profile.name) is profile
    with raises(UnknownProfile):
        profile_of("v2")
    assert BURROW["0.29"] is V0_32 and BURROW["0.30"] is V0_33 and BURROW["0.34"] is V0_34


def test_a_set_is_what_it_was_written_as():
    for profile in (V0_33, V0_38):
        made = members("a5 b3 C2 d1", profile)
        again = parse_validators(serialize_validators(made), profile)
        assert (again.hash, again.ids, again.weights) == (made.hash, made.ids, made.weights)
    assert members("a5 b3").hash != members("a5 b3", V0_33).hash


def test_the_order_of_a_set_and_its_powers_are_in_its_hash():
    a, b = (key("a"), 1), (key("b"), 1)
    hashes = {validators_of(each, V0_38).hash for each in ([a, b], [b, a], [a], [(key("a"), 2), b])}
    assert len(hashes) == 4


def test_sets_that_cannot_be():
    a = message_field(1, message_field(1, key("a").serialize()) + number_field(2, 1))
    heavy = message_field(1, message_field(1, key("b").serialize()) + number_field(2, ((1 << 63) - 1) // 8))
    for data, error in (
        (b"", EmptySet),
        (a + a, DoubledMember),
        (a + heavy, BadWeight),
        (message_field(1, message_field(1, key("a").serialize())), BadWeight),
        (message_field(1, number_field(2, 1)), BadSchema),
        (a * 513, TooLarge),
    ):
        with raises(error):
            parse_validators(data, V0_38)


def made():
    return block(NETWORK, 7, FOUR, FOUR, None, "abc")


def test_a_header_is_what_it_was_written_as():
    header = made().header
    again = parse_header(header.serialize(), V0_38)
    assert again.serialize() == header.serialize()
    assert again.hash(V0_38) == header.hash(V0_38)
    old = golden((3, 4))
    assert parse_header(old.serialize(), V0_32).hash(V0_32) == old.hash(V0_32)


def changed(**fields):
    header = made().header
    for name in fields:
        setattr(header, name, fields[name])
    return header.serialize()


def with_field(number, value):
    header = made().header
    header.fields[number] = value
    return header.serialize()


def test_headers_that_are_not_valid_by_themselves():
    for data in (
        changed(block=10),
        changed(chain_id=""),
        changed(chain_id=51 * "x"),
        changed(height=0),
        changed(height=-1),
        changed(time=(0, 1000000000)),
        changed(time=(0, -1)),
        changed(last_block_id=BlockId(bytes(31), 1, bytes(32))),
        changed(last_block_id=BlockId(bytes(32), 1, bytes(33))),
        changed(counts=(1, 1)),
        with_field(0, bytes(31)),
        with_field(2, b""),
        with_field(3, bytes(33)),
        with_field(5, bytes(65)),
        with_field(8, b""),
    ):
        with raises(BadField):
            parse_header(data, V0_38)


def test_parts_of_a_header_must_be_there():
    data = made().header.serialize()
    with raises(BadSchema):
        parse_header(data[4:] if data[1] == 2 else b"", V0_38)
    with raises(UnknownField):
        parse_header(data + bytes_field(17, b"x"), V0_38)


def test_an_app_hash_has_any_length_up_to_a_bound():
    for size in (0, 1, 8, 64):
        assert parse_header(with_field(5, bytes(size)), V0_38).app_hash == bytes(size)


def test_a_commit_is_what_it_was_written_as():
    commit = made().commit
    again = parse_commit(commit.serialize())
    assert again.serialize() == commit.serialize()
    assert [each.flag for each in again.votes].count(ABSENT) == 1
    assert again.voters() == commit.voters()


def test_commits_that_are_not_valid_by_themselves():
    good = made().commit
    block_id = good.block_id
    for commit in (
        Commit(0, 0, block_id, good.votes),
        Commit(7, -1, block_id, good.votes),
        Commit(7, 1 << 31, block_id, good.votes),
        Commit(7, 0, block_id, [Vote(0, bytes(20), (1, 1), b"?")]),
        Commit(7, 0, block_id, [Vote(4, bytes(20), (1, 1), b"?")]),
        Commit(7, 0, block_id, [Vote(COMMIT, bytes(19), (1, 1), b"?")]),
        Commit(7, 0, block_id, [Vote(COMMIT, bytes(20), (1, 1), b"")]),
        Commit(7, 0, block_id, [Vote(COMMIT, bytes(20), (1, 1), bytes(65))]),
        Commit(7, 0, BlockId(bytes(31), 1, bytes(32)), good.votes),
    ):
        with raises(BadField):
            parse_commit(commit.serialize())
    for commit in (
        Commit(7, 0, BlockId(), good.votes),
        Commit(7, 0, BlockId(bytes(32), 0, bytes(32)), good.votes),
        Commit(7, 0, BlockId(bytes(32), 1, b""), good.votes),
        Commit(7, 0, block_id, [Vote(ABSENT, b"", (1, 1))]),
        Commit(7, 0, block_id, [Vote(ABSENT, bytes(20))]),
        Commit(7, 0, block_id, [Vote(ABSENT, b"", NO_TIME, b"?")]),
    ):
        with raises(BadSchema):
            parse_commit(commit.serialize())


def test_more_votes_than_any_set_has_members_are_refused():
    votes = message_field(4, Vote(ABSENT).serialize())
    front = Commit(7, 0, made().commit.block_id, []).serialize()
    assert len(parse_commit(front + votes * 512).votes) == 512
    with raises(TooLarge):
        parse_commit(front + votes * 513)


def test_names_are_in_the_order_of_the_chain():
    assert [name for name, _ in named("a1 b3 c2")] == ["b", "c", "a"]
