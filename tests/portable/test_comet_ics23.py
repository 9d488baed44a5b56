"""ICS-23 proofs over small trees that are built here: membership, absence, and forms that a tree does not have."""

from hashlib import sha256

from lightclient.codec.protobuf import bytes_field, message_field, number_field
from lightclient.codec.varint import varint
from lightclient.cometbft.errors import AgainstSpec, NotAbsent, OtherEntry, UnsupportedProof
from lightclient.cometbft.ics23 import Absence, Existence, absence_root, membership_root, read_proof
from lightclient.cometbft.steps import LEFT, RIGHT, Inner, Leaf, side
from lightclient.cometbft.trees import IAVL, SMT, TENDERMINT, Tree, tree_of
from tests.portable.support import raises

TREES = (IAVL, TENDERMINT, SMT)
SHALLOW = 10  # the place of this field in a Tree
ENTRIES = [(name.encode(), (name + "!").encode()) for name in ["b", "d", "f", "h", "k", "m", "p", "r"]]


def leaf_of(tree):
    prefix = b"\x00" + (b"\x02\x04" if tree.layers else b"")
    return Leaf(1, tree.key, tree.value, tree.length, prefix)


def steps_of(tree, height, left, right):
    """Return the steps above two children: from the left one and from the right one."""
    front = varint(2 * height) + b"\x10\x04" if tree.layers else b"\x01"
    mark = b"\x20" if tree.layers else b""
    return Inner(1, front + mark, mark + right), Inner(1, front + mark + left + mark, b"")


def build(tree, entries=ENTRIES):
    """Return the root over entries, as many as a power of two, and the proof of each by its key."""
    order = sorted(entries, key=lambda entry: sha256(entry[0]).digest() if tree.hashed else entry[0])
    leaf = leaf_of(tree)
    row = [(leaf.apply(key, value), [key]) for key, value in order]
    paths = {key: [] for key, _ in order}
    height = 1
    while len(row) > 1:
        above = []
        for i in range(0, len(row), 2):
            (left, lefts), (right, rights) = row[i], row[i + 1]
            steps = steps_of(tree, height, left, right)
            for keys, step in ((lefts, steps[0]), (rights, steps[1])):
                for key in keys:
                    paths[key].append(step)
            above.append((steps[0].apply(left), lefts + rights))
        row = above
        height += 1
    proofs = {key: Existence(key, value, leaf_of(tree), paths[key]) for key, value in order}
    return row[0][0], proofs, [key for key, _ in order]


def existence(proof):
    leaf = proof.leaf
    numbers = [number_field(i + 1, each) for i, each in enumerate((leaf.hash, leaf.key, leaf.value, leaf.length))]
    made = bytes_field(1, proof.key) + bytes_field(2, proof.value)
    made += message_field(3, b"".join(numbers) + bytes_field(5, leaf.prefix))
    for step in proof.path:
        made += message_field(4, number_field(1, step.hash) + bytes_field(2, step.prefix) + bytes_field(3, step.suffix))
    return made


def serialize(proof):
    if isinstance(proof, Existence):
        return message_field(1, existence(proof))
    made = bytes_field(1, proof.key)
    for number, each in ((2, proof.left), (3, proof.right)):
        if each is not None:
            made += message_field(number, existence(each))
    return message_field(2, made)


def between(tree, order, proofs, key):
    """Return the proof that there is no `key`."""
    place = (lambda each: sha256(each).digest()) if tree.hashed else (lambda each: each)
    lefts = [each for each in order if place(each) < place(key)]
    rights = [each for each in order if place(each) > place(key)]
    return Absence(key, proofs[lefts[-1]] if lefts else None, proofs[rights[0]] if rights else None)


def test_every_entry_is_proved_in_every_tree():
    for tree in TREES:
        root, proofs, _ = build(tree)
        for key, value in ENTRIES:
            assert membership_root(read_proof(serialize(proofs[key])), tree, key, value) == root


def test_what_is_not_there_is_proved_absent_in_every_tree():
    for tree in TREES:
        root, proofs, order = build(tree)
        for key in (b"a", b"c", b"e", b"g", b"i", b"l", b"n", b"q", b"z"):
            assert absence_root(read_proof(serialize(between(tree, order, proofs, key))), tree, key) == root


def test_a_proof_is_of_the_key_and_value_that_were_asked_for():
    _, proofs, order = build(IAVL)
    for key, value in ((b"d", b"b!"), (b"b", b"d!")):
        with raises(OtherEntry):
            membership_root(proofs[b"b"], IAVL, key, value)
    absent = between(IAVL, order, proofs, b"c")
    with raises(OtherEntry):
        absence_root(absent, IAVL, b"e")
    with raises(OtherEntry):
        absence_root(proofs[b"b"], IAVL, b"b")
    with raises(OtherEntry):
        membership_root(absent, IAVL, b"c", b"c!")


def test_an_entry_that_is_there_is_not_proved_absent():
    for tree in TREES:
        _, proofs, order = build(tree)
        for key, _ in ENTRIES:
            for left in [None] + order:
                for right in [None] + order:
                    proof = Absence(
                        key, None if left is None else proofs[left], None if right is None else proofs[right]
                    )
                    with raises(NotAbsent):
                        absence_root(proof, tree, key)


def test_neighbours_are_next_to_each_other():
    for tree in (IAVL, TENDERMINT):
        _, proofs, _ = build(tree)
        for left, right in ((b"b", b"f"), (b"b", b"h"), (b"d", b"k"), (b"b", b"r")):
            with raises(NotAbsent):
                absence_root(Absence(b"e" if left < b"e" < right else b"c", proofs[left], proofs[right]), tree, b"e")


def test_a_single_neighbour_is_at_an_end():
    for tree in (IAVL, TENDERMINT):
        _, proofs, _ = build(tree)
        for left, right, key in ((None, b"d", b"c"), (b"p", None, b"q"), (None, None, b"c")):
            proof = Absence(key, left and proofs[left], right and proofs[right])
            with raises(NotAbsent):
                absence_root(proof, tree, key)


def test_neighbours_are_in_one_tree():
    _, proofs, _ = build(IAVL)
    _, others, _ = build(IAVL, ENTRIES[1:3])
    with raises(NotAbsent):
        absence_root(Absence(b"c", proofs[b"b"], others[b"d"]), IAVL, b"c")


def test_an_empty_branch_may_lie_beside_an_end():
    #   root of one leaf and an empty branch: the leaf is first and last
    leaf = leaf_of(SMT)
    for prefix, suffix in ((b"\x01", bytes(32)), (b"\x01" + bytes(32), b"")):
        proof = Existence(b"k", b"v", leaf, [Inner(1, prefix, suffix)])
        for key in (b"a", b"b", b"c", b"d", b"e"):
            left = sha256(b"k").digest() < sha256(key).digest()
            found = Absence(key, proof if left else None, None if left else proof)
            assert absence_root(found, SMT, key) == proof.root()
            full = Existence(
                b"k", b"v", leaf, [Inner(1, prefix.replace(bytes(32), b"\x07" * 32), b"\x07" * len(suffix))]
            )
            found = Absence(key, full if left else None, None if left else full)
            if (prefix == b"\x01") == left:
                with raises(NotAbsent):
                    absence_root(found, SMT, key)


def refused(error, tree, proof):
    with raises(error):
        membership_root(proof, tree, proof.key, proof.value)


def test_a_leaf_is_of_the_trees_form():
    for tree in TREES:
        _, proofs, _ = build(tree)
        good = proofs[b"b"]
        for name, value in (("hash", 0), ("key", 1 - tree.key), ("value", 0), ("length", 1 - tree.length)):
            leaf = leaf_of(tree)
            setattr(leaf, name, value)
            refused(AgainstSpec, tree, Existence(good.key, good.value, leaf, good.path))
        leaf = leaf_of(tree)
        leaf.prefix = b"\x01" + leaf.prefix[1:]
        refused(AgainstSpec, tree, Existence(good.key, good.value, leaf, good.path))
        refused(AgainstSpec, tree, Existence(good.key, good.value, None, good.path))


def test_a_prefix_takes_no_byte_of_a_key():
    """What ICS-23 leaves open: whoever may choose keys wrote one that holds another, its length before it."""
    entries = [(b"a", b"1"), (b"b", b"2"), (b"user/eve/\x07balance", b"3"), (b"z", b"4")]
    for tree in TREES:
        root, proofs, _ = build(tree, entries)
        long = proofs[b"user/eve/\x07balance"]
        for cut in (1, 9, 10):
            eaten = (bytes([len(long.key)]) if tree.length else b"") + long.key[:cut]
            leaf = Leaf(1, tree.key, tree.value, tree.length, long.leaf.prefix + eaten)
            forged = Existence(long.key[cut + 1 :], long.value, leaf, long.path)
            assert tree is not TENDERMINT or cut != 9 or (forged.key, forged.root()) == (b"balance", root)
            refused(AgainstSpec, tree, forged)
            with raises(AgainstSpec):  # nor is the key that is there proved absent
                absence_root(Absence(long.key, proofs[b"b"], forged), tree, long.key)


def test_a_step_is_of_the_trees_form():
    for tree in TREES:
        _, proofs, _ = build(tree)
        good = next(iter([proof for proof in proofs.values() if proof.path[0].suffix]))
        step = good.path[0]
        for prefix, suffix in (
            (b"\x00" + step.prefix[1:], step.suffix),  # begins as a leaf does: Dragonberry
            (step.prefix + bytes(13), step.suffix),
            (step.prefix, step.suffix + b"x"),
            (step.prefix, step.suffix + step.suffix),
            (step.prefix + bytes(tree.child), step.suffix),
            (step.prefix, b""),
            (b"", step.suffix),
        ):
            refused(
                AgainstSpec,
                tree,
                Existence(good.key, good.value, good.leaf, [Inner(1, prefix, suffix)] + good.path[1:]),
            )
        refused(AgainstSpec, tree, Existence(good.key, good.value, good.leaf, [Inner(0, step.prefix, step.suffix)]))


def test_a_proof_is_no_deeper_than_its_tree_may_be():
    step = Inner(1, b"\x01", bytes(32))
    assert membership_root(Existence(b"k", b"v", leaf_of(TENDERMINT), [step] * 128), TENDERMINT, b"k", b"v")
    refused(AgainstSpec, TENDERMINT, Existence(b"k", b"v", leaf_of(TENDERMINT), [step] * 129))
    shallow = Tree(*[2 if i == SHALLOW else value for i, value in enumerate(TENDERMINT)])
    refused(AgainstSpec, shallow, Existence(b"k", b"v", leaf_of(TENDERMINT), [step]))


def test_a_layer_of_iavl_is_not_above_its_height():
    _, proofs, _ = build(IAVL)
    good = proofs[b"b"]
    low = Inner(1, b"\x00" + good.path[0].prefix[1:], good.path[0].suffix)
    refused(AgainstSpec, IAVL, Existence(good.key, good.value, good.leaf, [low] + good.path[1:]))
    high = [good.path[0]] * 4  # of height 1, four times
    refused(AgainstSpec, IAVL, Existence(good.key, good.value, good.leaf, high))
    for prefix in (b"", b"\x02", b"\x02\x04\x80", b"\x01\x04\x04\x20", b"\x02\x04\x04\x20\x20"):
        refused(AgainstSpec, IAVL, Existence(good.key, good.value, good.leaf, [Inner(1, prefix, good.path[0].suffix)]))


def test_key_and_value_are_not_empty():
    for key, value in ((b"", b"v"), (b"k", b"")):
        with raises(AgainstSpec):
            Existence(key, value, leaf_of(TENDERMINT), []).root()


def test_operations_that_no_tree_has_are_refused_by_name():
    for leaf in (Leaf(2, 0, 1, 1, b""), Leaf(1, 9, 0, 0, b""), Leaf(1, 0, 0, 2, b"")):
        with raises(UnsupportedProof):
            leaf.apply(b"k", b"v")
    with raises(UnsupportedProof):
        tree_of("mpt")


def test_batches_are_refused_by_name():
    for data in (message_field(3, b""), message_field(4, b""), b"", message_field(1, b"") + message_field(2, b"")):
        with raises(UnsupportedProof):
            read_proof(data)


def test_sides():
    left, right = steps_of(IAVL, 1, b"\x01" * 32, b"\x02" * 32)
    assert (side(left, IAVL), side(right, IAVL)) == (LEFT, RIGHT)
    assert left.other(IAVL)[-32:] == b"\x02" * 32
