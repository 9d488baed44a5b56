"""Merkle-Patricia tries: entries and absences are proved, and nothing else is."""

from lightclient.codec.errors import BadSchema, NonCanonical, TooLarge
from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.errors import BrokenProof, ExtraNodes, NotOfTrie
from lightclient.evm.trie import EMPTY_ROOT, MAX_NODES, halves, value_at
from tests.portable.evm import Trie, path_of
from tests.portable.support import raises

LONG = b"a value that takes more than a node of thirty-two bytes has"
ENTRIES = {
    b"do": b"verb", b"dog": b"puppy", b"doge": b"coin", b"horse": b"stallion", b"\x12\x34": LONG, b"\x12\x35": LONG,
    b"\x12": LONG, b"\x92\x34": b"x",
}  # fmt: skip
TRIE = Trie(ENTRIES)


def rooted(*nodes):
    """Return (root, encoded nodes) of nodes, each of which stands in a branch or extension of the one before."""
    data = [rlp.serialize(node) for node in nodes]
    return keccak256(data[0]), data


def test_every_entry_is_proved():
    for key in ENTRIES:
        assert value_at(TRIE.root, key, TRIE.proof(key)) == ENTRIES[key]


def test_what_is_not_there_is_proved_absent():
    ways = (
        b"",
        b"d",
        b"dogs",
        b"doges",
        b"hors",
        b"horsf",
        b"\x12\x36",
        b"\x12\x44",
        b"\x13",
        b"\x92",
        b"\x92\x34\x56",
    )
    for key in ways:
        assert value_at(TRIE.root, key, TRIE.proof(key)) is None


def test_a_trie_without_entries():
    assert Trie({}).root == EMPTY_ROOT == keccak256(b"\x80")
    assert value_at(EMPTY_ROOT, b"key", []) is None
    with raises(NotOfTrie):
        value_at(TRIE.root, b"key", [])
    with raises(BrokenProof):
        value_at(EMPTY_ROOT, b"key", [b"\x80"])


def test_every_flipped_byte_of_a_proof_is_refused():
    proof = TRIE.proof(b"\x12\x34")
    assert len(proof) > 2
    for number, node in enumerate(proof):
        for place in range(0, len(node), 3):
            damaged = node[:place] + bytes((node[place] ^ 1,)) + node[place + 1 :]
            with raises(NotOfTrie if number == 0 else BrokenProof):
                value_at(TRIE.root, b"\x12\x34", proof[:number] + [damaged] + proof[number + 1 :])


def test_another_keys_proof_proves_nothing():
    for key in ENTRIES:
        for other in ENTRIES:
            try:
                found = value_at(TRIE.root, key, TRIE.proof(other))
            except (BrokenProof, ExtraNodes):
                continue
            assert found == ENTRIES[key]


def test_a_proof_is_neither_longer_nor_shorter():
    proof = TRIE.proof(b"\x12\x34")
    with raises(BrokenProof):
        value_at(TRIE.root, b"\x12\x34", proof[:-1])
    with raises(ExtraNodes):
        value_at(TRIE.root, b"\x12\x34", proof + [b"\xc0"])
    with raises(TooLarge):
        value_at(TRIE.root, b"\x12\x34", [b"\xc0"] * (MAX_NODES + 1))


def test_nodes_that_cannot_be():
    leaf = [path_of(halves(b"k"), True), b"v"]
    for node, error in (
        ([b"", b"", b""], BrokenProof),  # neither branch nor leaf
        (b"text", BrokenProof),
        ([b"", b"v"], BrokenProof),  # no path
        ([[], b"v"], BrokenProof),
        ([b"\x40", b"v"], BrokenProof),  # a path of no known kind
        ([path_of(halves(b"k"), True), b""], BrokenProof),  # a leaf without a value
        ([b"\x2f" + b"k", b"v"], NonCanonical),  # something where nothing may stand
        ([b"\x00", bytes(32)], BrokenProof),  # an extension without a path
        ([path_of(halves(b"k"), False), b""], BrokenProof),  # or that leads nowhere
        ([path_of(halves(b"k"), False), bytes(31)], BrokenProof),
        ([path_of(halves(b"k"), True), [b"list"]], BadSchema),
    ):
        root, data = rooted(node)
        with raises(error):
            value_at(root, b"k", data)
    root, data = rooted(leaf)
    assert value_at(root, b"k", data) == b"v"


def test_a_value_at_the_end_of_a_branch():
    branch = [b""] * 16 + [b"here"]
    root, data = rooted(branch)
    assert value_at(root, b"", data) == b"here"
    assert value_at(root, b"k", data) is None
    root, data = rooted([b""] * 16 + [[b"list"]])
    with raises(BadSchema):
        value_at(root, b"", data)


def test_a_short_node_stands_in_the_one_above():
    inner = [path_of(b"\x0b", True), b"v"]
    root, data = rooted([b""] * 6 + [inner] + [b""] * 10)
    assert value_at(root, b"k", data) == b"v"
    outer, below = [b""] * 6 + [keccak256(rlp.serialize(inner))] + [b""] * 10, rlp.serialize(inner)
    root, data = rooted(outer)
    with raises(BrokenProof):
        value_at(root, b"k", data + [below])


def test_half_bytes():
    assert halves(b"\x12\xf0") == b"\x01\x02\x0f\x00"
