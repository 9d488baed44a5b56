"""ICS-23's own vectors: every file of data/ics23, for the trees and operations that are here; the others by name."""

import base64

import pytest

from lightclient.cometbft.errors import AgainstSpec, NotAbsent, OtherEntry, UnsupportedProof
from lightclient.cometbft.ics23 import Existence, absence_root, membership_root, read_proof
from lightclient.cometbft.steps import LEFT, Inner, Leaf, side
from lightclient.cometbft.trees import IAVL, LEAF, MAX_DEPTH, TENDERMINT, Tree
from lightclient.errors import LightClientError
from tests.support.vectors import load_json, names

FOLDER = "ics23/testdata"
TREES = {"iavl": IAVL, "tendermint": TENDERMINT}


def test_every_file_is_used():
    assert len(names(FOLDER)) == 19
    assert [len(names(f"{FOLDER}/{name}")) for name in TREES] == [6, 6]


def b64(text):
    return base64.b64decode(text or "")


def cases():
    for tree in TREES:
        for name in names(f"{FOLDER}/{tree}"):
            case = {field: bytes.fromhex(value) for field, value in load_json(name).items()}
            yield name, TREES[tree], case


def root_of(tree, case, proof):
    if case["value"]:
        return membership_root(proof, tree, case["key"], case["value"])
    return absence_root(proof, tree, case["key"])


def test_proofs_lead_to_their_roots():
    for name, tree, case in cases():
        assert root_of(tree, case, read_proof(case["proof"])) == case["root"], name


def test_a_proof_holds_for_nothing_else():
    for _, tree, case in cases():
        proof = read_proof(case["proof"])
        other = TENDERMINT if tree is IAVL else IAVL
        for changed, among, error in (
            ({"key": case["key"] + b"x"}, tree, OtherEntry),
            ({"value": case["value"] + b"x"}, tree, OtherEntry),
            ({}, other, AgainstSpec),
        ):
            with pytest.raises(error):
                root_of(among, {**case, **changed}, proof)


@pytest.mark.slow
def test_no_bit_of_a_proof_can_be_turned():
    for name, tree, case in cases():
        data = case["proof"]
        for bit in range(0, 8 * len(data), 5):
            damaged = data[: bit >> 3] + bytes((data[bit >> 3] ^ 1 << (bit & 7),)) + data[(bit >> 3) + 1 :]
            try:
                assert root_of(tree, case, read_proof(damaged)) != case["root"], name
            except LightClientError:
                pass


def tree_of(spec):
    """Return the tree that a spec of the vectors describes, as far as a Tree can."""
    leaf, inner = spec["leaf_spec"], spec["inner_spec"]
    assert inner["child_order"] == [0, 1] and inner["hash"] == leaf["hash"] == 1 and b64(leaf["prefix"]) == b"\0"
    return Tree(
        "such",
        leaf.get("prehash_key", 0),
        leaf.get("prehash_value", 0),
        leaf.get("length", 0),
        inner["child_size"],
        inner["min_prefix_length"],
        inner["max_prefix_length"],
        b64(inner["empty_child"]) if "empty_child" in inner else None,
        inner["child_size"] == 33 and not spec.get("max_depth") and not spec.get("min_depth"),
        spec.get("max_depth") or MAX_DEPTH,
        spec.get("min_depth", 0),
        False,
    )


def existence_of(fields):
    leaf = fields.get("leaf")
    return Existence(
        b64(fields.get("key")),
        b64(fields.get("value")),
        leaf and leaf_of(leaf),
        [inner_of(each) for each in fields.get("path") or []],
    )


def leaf_of(fields):
    numbers = [fields.get(name, 0) for name in ("hash", "prehash_key", "prehash_value", "length")]
    return Leaf(*numbers, b64(fields.get("prefix")))


def inner_of(fields):
    return Inner(fields.get("hash", 0), b64(fields.get("prefix")), b64(fields.get("suffix")))


# Each has a step without any child beside the one it comes from. No tree here has such nodes, and none is taken.
STRICTER = {"accepts leaf with valid inner proofs", "allows depth limited in proper range"}


def test_proofs_against_specs():
    found = load_json(f"{FOLDER}/TestCheckAgainstSpecData.json")
    assert len(found) == 11
    for name, case in found.items():
        proof, tree = existence_of(case["Proof"]), tree_of(case["Spec"])
        if case["Err"] or name in STRICTER:
            with pytest.raises(AgainstSpec):
                proof.check(tree)
            assert not case["Err"] or name not in STRICTER
        else:
            proof.check(tree)


def test_proofs_against_specs_name_the_same_reasons():
    found = load_json(f"{FOLDER}/TestCheckAgainstSpecData.json")
    for case in found.values():
        if "too" in case["Err"]:
            with pytest.raises(AgainstSpec, match=f"it has {case['Err'].rsplit(' ', 1)[1]} steps"):
                proof = existence_of(case["Proof"])
                proof.leaf.prefix = LEAF  # the leaves are IAVL's, the tree has no layers
                proof.check(tree_of(case["Spec"]))


def test_leaves_against_specs():
    """The trees here hash with SHA-256; where a spec of the vectors wants SHA-512, the two change places."""
    found = load_json(f"{FOLDER}/TestCheckLeafData.json")
    assert len(found) == 10
    taken = set()
    for name, case in found.items():
        leaf, spec = leaf_of(case["Leaf"]), case["Spec"]
        if spec.get("hash") == 2:
            leaf.hash = {1: 2, 2: 1}.get(leaf.hash, leaf.hash)
        numbers = [spec.get(field, 0) for field in ("prehash_key", "prehash_value", "length")]
        tree = Tree("such", *numbers, 32, 1, 1, None, False, 128, 0, False)
        try:
            leaf.check(tree)
            taken.add(name)
        except AgainstSpec:
            assert case["IsErr"] or not spec.get("hash")  # without a hash there is no tree
    assert taken == {"leaf and spec match, all fields full"}


def test_leaf_operations():
    found = load_json(f"{FOLDER}/TestLeafOpData.json")
    assert len(found) == 11
    computed = set()
    for name, case in found.items():
        leaf, key, value = leaf_of(case["Op"]), b64(case["Key"]), b64(case["Value"])
        if case["IsErr"]:
            with pytest.raises(AgainstSpec):
                leaf.apply(key, value)
        elif leaf.hash != 1 or leaf.length > 1:
            with pytest.raises(UnsupportedProof):
                leaf.apply(key, value)
        else:
            assert leaf.apply(key, value) == b64(case["Expected"]), name
            computed.add(name)
    assert len(computed) == 4


def test_inner_operations():
    found = load_json(f"{FOLDER}/TestInnerOpData.json")
    assert len(found) == 4
    for name, case in found.items():
        inner = inner_of(case["Op"])
        if case["IsErr"]:
            with pytest.raises(AgainstSpec):
                inner.apply(b64(case["Child"]))
        else:
            assert inner.apply(b64(case["Child"])) == b64(case["Expected"]), name


def test_hash_operations():
    found = load_json(f"{FOLDER}/TestDoHashData.json")
    assert len(found) == 7
    for name, case in found.items():
        data = (case.get("Preimage") or case.get("PreImage")).encode()
        inner = Inner(case["HashOp"], b"", b"")
        if name == "sha256":
            assert inner.apply(data).hex() == case["ExpectedHash"]
        else:
            with pytest.raises(UnsupportedProof, match=f"hash operation {case['HashOp']}"):
                inner.apply(data)


def test_roots_of_existence_proofs():
    found = load_json(f"{FOLDER}/TestExistenceProofData.json")
    assert len(found) == 6
    for name, case in found.items():
        proof = existence_of(case["Proof"])
        if case["IsErr"]:
            with pytest.raises(AgainstSpec):
                proof.root()
        else:
            assert proof.root() == b64(case["Expected"]), name


def test_empty_branches():
    found = load_json(f"{FOLDER}/TestEmptyBranchData.json")
    assert len(found) == 8
    for case in found:
        inner, tree = inner_of(case["Op"]), tree_of(case["Spec"])
        try:
            left = side(inner, tree) == LEFT
        except AgainstSpec:  # a step of another form has no side at all
            assert not case["IsLeft"] and not case["IsRight"]
            continue
        empty = inner.other(tree) == tree.empty
        # IsLeft: the branches to the left are empty, so the way up comes from the right.
        assert (not left and empty, left and empty) == (case["IsLeft"], case["IsRight"])


def test_absence_is_not_existence():
    for _, tree, case in cases():
        if not case["value"]:
            with pytest.raises(OtherEntry):
                membership_root(read_proof(case["proof"]), tree, case["key"], b"x")
            proof = read_proof(case["proof"])
            proof.key = (proof.left or proof.right).key
            with pytest.raises(NotAbsent):
                absence_root(proof, tree, proof.key)
