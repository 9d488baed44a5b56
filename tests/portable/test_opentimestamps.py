"""Timestamp files: what each operation does, every bound, and the one order in which a tree is written."""

from hashlib import sha256

from lightclient.codec.errors import NonCanonical, TooDeep, TooLarge, TrailingBytes, Truncated
from lightclient.codec.reader import Reader
from lightclient.codec.varint import varint
from lightclient.opentimestamps import attestation, file, operations, timestamp
from lightclient.opentimestamps.attestation import BITCOIN, ETHEREUM, LITECOIN, PENDING, Attestation, in_block, pending
from lightclient.opentimestamps.errors import (
    BadCalendarUri,
    BadMessage,
    EmptyOperand,
    NoDigest,
    NothingAttested,
    NotTimestamp,
    OtherMessage,
    TooCostly,
    UnknownOperation,
    UnknownVersion,
)
from lightclient.opentimestamps.file import MAGIC, TimestampFile
from lightclient.opentimestamps.gather import gathered
from lightclient.opentimestamps.operations import (
    APPEND,
    HEXLIFY,
    KECCAK256,
    PREPEND,
    REVERSE,
    RIPEMD160,
    SHA1,
    SHA256,
    Operation,
)
from lightclient.opentimestamps.timestamp import Timestamp
from tests.portable.stamps import DIGEST, STEPS, URI, grown, stamped
from tests.portable.support import raises

BLOCK = b"\x00" + in_block(BITCOIN, 7).serialize()
HEAD = MAGIC + b"\x01\x08" + DIGEST


def read(data, message=b"message"):
    return timestamp.parse(data, message)


def walked(data, message):
    """Read without a tree: it would take a megabyte."""
    for _ in timestamp.walk(Reader(data), message):
        pass


def refused(error, data, message=b"message"):
    with raises(error) as caught:
        read(data, message)
    return caught.error


# -- operations


def test_each_operation_does_what_its_name_says():
    results = {
        SHA1: "f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0",
        RIPEMD160: "d44426aca8ae0a69cdbc4021c64fa5ad68ca32fe",
        SHA256: "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969",
        KECCAK256: "06b3dfaec148fb1bb2b066f10ec285e7c9bf402ab32aa78a5d38e34566810cd2",
        REVERSE: b"olleH".hex(),
        HEXLIFY: b"48656c6c6f".hex(),
    }
    for tag, result in results.items():
        assert Operation(tag).apply(b"Hello").hex() == result
        assert Operation(tag).serialize() == bytes((tag,))
        assert tag not in operations.SIZES or len(result) == 2 * operations.SIZES[tag]
    assert Operation(APPEND, b"!").apply(b"Hello") == b"Hello!"
    assert Operation(PREPEND, b"!").apply(b"Hello") == b"!Hello"
    assert Operation(APPEND, b"ab").serialize() == b"\xf0\x02ab"
    assert sorted(operations.NAMES) == [0x02, 0x03, 0x08, 0x67, 0xF0, 0xF1, 0xF2, 0xF3]


def test_no_message_grows_beyond_the_limit():
    longest = bytes(4096)
    for operation in (Operation(SHA256), Operation(SHA1), Operation(REVERSE)):
        operation.apply(longest)
        with raises(BadMessage):
            operation.apply(longest + b"x")
    assert len(Operation(APPEND, b"x").apply(longest[1:])) == len(Operation(PREPEND, b"x").apply(longest[1:])) == 4096
    for tag in (APPEND, PREPEND):
        with raises(BadMessage) as caught:
            Operation(tag, b"x").apply(longest)
        assert caught.error.fields["most"] == 4095
    assert len(Operation(HEXLIFY).apply(longest[:2048])) == 4096
    with raises(BadMessage):
        Operation(HEXLIFY).apply(longest[:2049])


def test_nothing_is_no_message_to_reverse_or_write_in_hex():
    for tag in (REVERSE, HEXLIFY):
        with raises(BadMessage):
            Operation(tag).apply(b"")
        assert Operation(tag).apply(b"1") in (b"1", b"31")
    assert Operation(SHA256).apply(b"") == sha256(b"").digest()


def test_operands_have_one_to_4096_bytes():
    assert read(b"\xf0\x01x" + BLOCK).branches[0][1].message == b"messagex"
    assert len(read(b"\xf0" + varint(4096) + bytes(4096) + BLOCK, b"").branches[0][1].message) == 4096
    refused(EmptyOperand, b"\xf0\x00" + BLOCK)
    refused(TooLarge, b"\xf1" + varint(4097) + bytes(4097) + BLOCK, b"")
    refused(TooLarge, b"\xf1" + varint(1 << 63))
    refused(NonCanonical, b"\xf0\x81\x00x" + BLOCK)
    refused(Truncated, b"\xf0\x02x")


def test_what_is_no_operation_is_refused_by_its_byte():
    for tag in (0x01, 0x04, 0x66, 0xEF, 0xF4, 0xFE):
        assert refused(UnknownOperation, bytes((tag,)) + BLOCK).fields == {"tag": tag, "offset": 0}
    assert refused(UnknownOperation, b"\xff\xff" + BLOCK).fields == {"tag": 0xFF, "offset": 1}


# -- attestations


def test_attestations_of_each_kind_are_read_and_written():
    for tag, name in attestation.CHAINS.items():
        made = in_block(tag, 358391)
        assert (made.height, made.uri, made.payload) == (358391, None, b"\xf7\xef\x15")
        assert made.serialize() == tag + b"\x03\xf7\xef\x15" and name
    made = pending(URI)
    assert (made.height, made.uri) == (None, URI)
    unknown = Attestation(b"\x01\x02\x03\x04\x05\x06\x07\x08", b"\xff" * 3)
    assert (unknown.height, unknown.uri) == (None, None)
    for each in (made, unknown, in_block(LITECOIN, 0)):
        assert attestation.read_from(Reader(each.serialize())).order == each.order
    tags = [each.hex() for each in (BITCOIN, LITECOIN, ETHEREUM, PENDING)]
    assert tags == ["0588960d73d71901", "06869a0d73d71b45", "30fe8087b5c7ead7", "83dfe30d2ef90c8e"]


def test_a_payload_of_a_known_kind_has_one_form():
    for error, tag, payload in (
        (TrailingBytes, BITCOIN, b"\x07\x00"),
        (NonCanonical, BITCOIN, b"\x87\x00"),
        (Truncated, BITCOIN, b""),
        (Truncated, LITECOIN, b"\x87"),
        (TooLarge, ETHEREUM, varint(1 << 32)),
        (TrailingBytes, PENDING, b"\x01ab"),
        (Truncated, PENDING, b"\x02a"),
        (NonCanonical, PENDING, b"\x81\x00a"),
    ):
        refused(error, b"\x00" + tag + varint(len(payload)) + payload)
    assert in_block(BITCOIN, 0xFFFFFFFF).height == 0xFFFFFFFF


def test_payloads_have_at_most_8192_bytes():
    unknown = b"\x00" + b"\x01" * 8
    assert read(unknown + varint(8192) + bytes(8192)).attestations[0].payload == bytes(8192)
    refused(TooLarge, unknown + varint(8193) + bytes(8193))
    refused(TooLarge, unknown + varint(1 << 62))
    with raises(TooLarge):
        Attestation(b"\x01" * 8, bytes(8193))


def test_an_address_can_hide_nothing():
    assert pending("x" * 1000).uri == "x" * 1000
    with raises(TooLarge):
        pending("x" * 1001)
    assert pending("").uri == ""
    for char in "?#%@[] \n\"'<>\\\x00\x7f":
        with raises(BadCalendarUri) as caught:
            pending("https://a" + char)
        assert caught.error.fields == {"byte": ord(char), "index": 9}
    with raises(BadCalendarUri):
        pending("é")


# -- trees


def test_a_tree_is_written_in_one_order():
    tree = Timestamp(b"message")
    other = b"\x01" * 8
    for tag, operand in ((PREPEND, b"a"), (APPEND, b"b"), (APPEND, b"ab"), (SHA256, b"")):
        tree.then(Operation(tag, operand)).attest(in_block(BITCOIN, 7))
    for each in (pending("b"), pending("a"), in_block(BITCOIN, 300), in_block(BITCOIN, 7), Attestation(other, b"")):
        assert tree.attest(each)
    parts = [
        b"\xff\x00" + other + b"\x00",
        b"\xff" + BLOCK,
        b"\xff\x00" + in_block(BITCOIN, 300).serialize(),
        b"\xff\x00" + pending("a").serialize(),
        b"\xff\x00" + pending("b").serialize(),
        b"\xff\x08" + BLOCK,
        b"\xff\xf0\x02ab" + BLOCK,
        b"\xff\xf0\x01b" + BLOCK,
        b"\xf1\x01a" + BLOCK,
    ]
    assert tree.serialize() == b"".join(parts)
    assert read(tree.serialize()).serialize() == tree.serialize()
    # The order in which it was read does not matter.
    shuffled = parts[5:8] + parts[3:5] + [b"\xff" + parts[8]] + parts[:2] + [parts[2][1:]]
    assert read(b"".join(shuffled)).serialize() == tree.serialize()
    heights = [each.height for _, each in tree.attested()]
    assert heights == [None, 7, 300, None, None, 7, 7, 7, 7]


def test_what_is_written_twice_counts_once():
    twice = b"\xff\x08" + BLOCK + b"\xff" + BLOCK + b"\xff" + BLOCK + b"\x08\x00" + pending(URI).serialize()
    tree = read(twice)
    assert len(tree.attestations) == len(tree.branches) == 1
    assert [each.uri for _, each in tree.attested()] == [None, None, URI]
    assert tree.serialize() == b"\xff" + BLOCK + b"\x08\xff" + BLOCK + b"\x00" + pending(URI).serialize()


def test_a_branch_without_an_attestation_is_not_written():
    tree = Timestamp(b"message")
    with raises(NothingAttested):
        tree.serialize()
    tree.then(Operation(SHA256)).attest(in_block(BITCOIN, 7))
    tree.then(Operation(SHA1))
    with raises(NothingAttested):
        tree.serialize()


def test_merging_adds_what_is_new_and_nothing_twice():
    ours, theirs = read(b"\x08" + BLOCK), read(b"\xff\x08\xff" + BLOCK + BLOCK[:-1] + b"\x08" + BLOCK)
    assert ours.merge(theirs) == 2
    assert ours.merge(theirs) == 0
    assert ours.serialize() == b"\xff" + BLOCK + b"\x08\xff" + BLOCK + BLOCK[:-1] + b"\x08"
    with raises(OtherMessage):
        ours.merge(Timestamp(b"another"))


def test_gathering_leads_every_message_to_one():
    #       r            r
    #      / \          / \
    #     ab  c       abcd  e
    #    / \          /  \
    #   a   b        ab    cd
    def joined(left, right):
        return sha256(left + right).digest()

    a, b, c, d, e = [bytes((n,)) * 32 for n in range(5)]
    roots = {
        1: a,
        2: joined(a, b),
        3: joined(joined(a, b), c),
        4: joined(joined(a, b), joined(c, d)),
        5: joined(joined(joined(a, b), joined(c, d)), e),
    }
    for count in roots:
        nodes = [Timestamp(each) for each in (a, b, c, d, e)[:count]]
        top = gathered(list(nodes))
        assert top.message == roots[count]
        top.attest(in_block(BITCOIN, 7))
        for node in nodes:
            ((last, _),) = timestamp.parse(node.serialize(), node.message).attested()
            assert last.message == roots[count]


# -- bounds


def test_nothing_is_nested_deeper_than_255_operations():
    for depth in (254, 255):
        tree = read(b"\x08" * depth + BLOCK)
        assert tree.serialize() == b"\x08" * depth + BLOCK
    refused(TooDeep, b"\x08" * 256 + BLOCK)


def test_forks_within_forks_are_read_without_recursion():
    data = b"\x08" * 192 + b"\xff\x08" * 63 + BLOCK * 64
    tree = read(data)
    assert len(tree.attested()) == 64
    assert read(tree.serialize()).serialize() == tree.serialize()
    refused(TooDeep, b"\xff\x08" * 256 + BLOCK * 64)


def test_there_are_at_most_64_attestations():
    def many(count):
        return b"".join([b"\xff\x00" + in_block(BITCOIN, height).serialize() for height in range(1, count)]) + BLOCK

    assert len(read(many(64)).attestations) == 63  # of which one was there twice
    refused(TooLarge, many(65))


def test_a_walk_holds_16_kilobytes_of_messages_at_most():
    for count, fits in ((4, True), (5, False)):
        data = b"\xff\xf2" * count + BLOCK * (count + 1)
        if fits:
            assert len(read(data, bytes(4096)).attested()) == count + 1
        else:
            refused(TooLarge, data, bytes(4096))
    assert read((b"\xff\xf2" + BLOCK) * 40 + BLOCK, bytes(4096)).attested()  # what was returned to is held no longer


def test_work_is_bounded_by_what_it_costs():
    for tag, most in ((RIPEMD160, 31), (SHA1, 3), (KECCAK256, 3)):  # of messages that are as long as can be
        each = b"\xff" + bytes((tag,)) + BLOCK
        assert read(each * most + BLOCK, bytes(4096)).attestations
        refused(TooCostly, each * (most + 1) + BLOCK, bytes(4096))
    reversing = b"\xff" + b"\xf2" * 255 + BLOCK + b"\xf2" + BLOCK  # each byte of which costs as much
    walked(reversing, bytes(4032))
    with raises(TooCostly):
        walked(reversing, bytes(4033))
    costs = [Operation(tag).cost(b"") // 64 for tag in (SHA256, RIPEMD160, SHA1, KECCAK256, REVERSE)]
    assert costs == [1, 8, 64, 64, 1]
    assert Operation(APPEND, b"xy").cost(b"abc") == 69


def test_a_tree_ends_where_its_last_item_does():
    refused(TrailingBytes, BLOCK + b"\x00")
    for size in range(len(BLOCK)):
        refused(Truncated, BLOCK[:size])
    refused(Truncated, b"\xff" + BLOCK)


# -- files


def test_a_file_has_magic_version_hash_digest_and_a_tree():
    data = stamped(7, calendar=URI)
    found = file.parse(data)
    assert data.startswith(HEAD) and file.is_timestamp(data)
    assert (found.algorithm, found.digest) == (SHA256, DIGEST)
    assert found.serialize() == data
    assert [(each.height, each.uri) for _, each in found.timestamp.attested()] == [(None, URI), (7, None)]
    node = found.timestamp
    for operation in STEPS:
        node = node.then(operation)
    assert node.message == grown()[1].message


def test_a_digest_may_be_of_any_hash_and_of_nothing_else():
    for tag, size in operations.SIZES.items():
        data = MAGIC + bytes((1, tag)) + bytes(size) + BLOCK
        assert file.parse(data).serialize() == data
    for tag in (APPEND, PREPEND, REVERSE, HEXLIFY):
        with raises(NoDigest):
            file.parse(MAGIC + bytes((1, tag)) + bytes(32) + BLOCK)
    with raises(UnknownOperation) as caught:
        file.parse(MAGIC + b"\x01\x09" + bytes(32) + BLOCK)
    assert caught.error.fields == {"tag": 9, "offset": 32}


def test_what_is_no_timestamp_file_is_refused():
    assert not file.is_timestamp(MAGIC[:-1])
    for index in range(len(MAGIC)):
        with raises(NotTimestamp):
            file.parse(HEAD[:index] + b"\x01" + HEAD[index + 1 :] + BLOCK)
    for version in (0, 2, 300):
        with raises(UnknownVersion) as caught:
            file.parse(MAGIC + varint(version) + HEAD[len(MAGIC) + 1 :] + BLOCK)
        assert caught.error.fields["version"] == version
    with raises(TrailingBytes):
        file.parse(HEAD + BLOCK + b"x")
    for size in range(len(MAGIC), len(HEAD)):
        with raises(Truncated):
            file.parse(HEAD[:size])


def test_files_have_at_most_64_kilobytes():
    unknown = b"\xff\x00" + b"\x01" * 7
    filler = b"".join([unknown + bytes((n,)) + varint(8192) + bytes(8192) for n in range(7)])
    last = b"\x00" + b"\x02" * 8
    size = file.MAX_SIZE - len(HEAD) - len(filler) - len(last) - 2
    data = HEAD + filler + last + varint(size) + bytes(size)
    assert len(data) == file.MAX_SIZE
    tree = file.parse(data)
    assert tree.serialize() == data
    with raises(TooLarge):
        file.parse(HEAD + filler + last + varint(size + 1) + bytes(size + 1))
    tree.timestamp.attest(pending(URI))
    with raises(TooLarge):
        TimestampFile(SHA256, tree.timestamp).serialize()
