"""Logs that others keep: a head of a Certificate Transparency log, receipts of RFC 9942, proofs of transparency-dev."""

import base64
from hashlib import sha256

import cbor2
import pytest

from lightclient.audit import head, note, receipt
from lightclient.audit.errors import NoteSignatureInvalid
from lightclient.audit.logproof import LogProof, parse
from lightclient.audit.treehead import TreeHeadKey
from lightclient.codec.cbor import encode
from lightclient.identity import cose
from lightclient.merkle.consistency import consistency_root
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.log import inclusion_root
from tests.support.vectors import load, load_json, names

TREE = "extra/tlog/sunlight_tree/"


def log_key():
    about = load_json(TREE + "log.v3.json")
    spki = base64.b64decode(about["key"])
    assert sha256(spki).digest() == base64.b64decode(about["log_id"])
    return TreeHeadKey(about["description"], spki[-65:])


def test_the_head_of_a_certificate_log():
    about = load_json(TREE + "log.v3.json")["final_tree_head"]
    found = note.parse(load(TREE + "checkpoint"))
    assert found.serialize() == load(TREE + "checkpoint")
    made = head.parse(found.text)
    assert made.size == about["tree_size"] and made.root == base64.b64decode(about["sha256_root_hash"])
    assert made.serialize() == found.text
    assert found.times(log_key()) == [about["timestamp"] // 1000]


def test_a_changed_head_of_a_certificate_log():
    good = load(TREE + "checkpoint")
    name, id_, signature = note.parse(good).signatures[0]
    other = TreeHeadKey("rome2027h1.example.org", log_key().key)
    assert note.parse(good).times(other) == []
    for text in (b"300", b"301"), (b"lCkH", b"lCkI"), (b"v0=\n\n", b"v0=\nextension\n\n"):
        with pytest.raises(NoteSignatureInvalid):
            note.parse(good.replace(*text)).times(log_key())
    for wrong in (
        signature[:7] + b"\x05" + signature[8:],
        signature[:8] + b"\x04\x01" + signature[10:],
        signature[:-1],
        signature + b"\x00",
        signature[:12] + signature[13:],
        signature[:3],
    ):
        with pytest.raises(NoteSignatureInvalid):
            note.Note(note.parse(good).text, [(name, id_, wrong)]).times(log_key())


def plain(value):
    """Return what cbor2 decoded as lists and dictionaries."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return {label: plain(each) for label, each in value.items()} if hasattr(value, "items") else value


@pytest.mark.parametrize("name", ["inclusion", "consistency"])
def test_receipts_of_rfc_9942(name):
    """Their keys were never published, so that their paths are all that can be judged."""
    data = load(f"cose/merkle_tree_proofs/{name}-receipt.cbor")
    found = receipt.parse(data)
    assert found.serialize() == data
    assert found.issuer == "https://transparency-service.example.com"
    protected, unprotected, payload, _ = plain(cbor2.loads(data).value)
    assert payload is None and found.message.algorithm() == -7 == cbor2.loads(protected)[1]
    kind = receipt.INCLUSION if name == "inclusion" else receipt.CONSISTENCY
    first, second, path = plain(cbor2.loads(unprotected[396][kind][0]))
    assert (found.kind, found.numbers, found.path) == (kind, (first, second), b"".join(path))


def test_the_two_receipts_of_rfc_9942_are_of_one_log():
    inclusion, consistency = [
        receipt.parse(load(f"cose/merkle_tree_proofs/{name}-receipt.cbor")) for name in ("inclusion", "consistency")
    ]
    assert inclusion.numbers == (5, 3) and consistency.numbers == (3, 5)
    nodes = [inclusion.path[at : at + 32] for at in range(0, 96, 32)]
    others = [consistency.path[at : at + 32] for at in range(0, 128, 32)]
    assert [others[0], others[2], others[3]] == nodes  # leaf 2, the first two, and the last one
    # The leaf is the second node of the path between the logs, and both lead to one root.
    root = inclusion_root(others[1], 3, 5, inclusion.path)
    before = inclusion_root(others[0], 2, 3, others[2])
    assert consistency_root(3, 5, consistency.path, before) == root


def b64(text):
    return base64.b64decode(text or "")


def proof_of(case):
    found = [b64(node) for node in case["proof"] or []]
    if any(len(node) != 32 for node in found):
        assert case["wantErr"]
        pytest.skip("a node that is not of 32 bytes: no receipt holds one")
    return found


def carried(kind, numbers, path):
    """Return a receipt with this path, as a log would send it, read again."""
    protected = encode({1: -19, 395: 1})
    proofs = {396: {kind: [encode([*numbers, path])]}}
    return receipt.parse(cose.Sign1(protected, proofs, None, b"").serialize())


REFUSED = (LogRootMismatch, OutsideLog, PathLength)


@pytest.mark.parametrize("name", names("rfc6962/inclusion", "*.json"))
def test_inclusion_through_a_receipt_and_through_text(name):
    case = load_json(name)
    path = proof_of(case)
    size, index, leaf, root = case["treeSize"], case["leafIdx"], b64(case["leafHash"]), b64(case["root"])
    found = carried(receipt.INCLUSION, (size, index), path)
    assert (found.numbers, found.path) == ((size, index), b"".join(path))
    again = parse(LogProof(index, found.path, b"note").serialize()) if index < 1 << 63 else found
    try:
        good = inclusion_root(leaf, index, size, again.path) == root
    except REFUSED:
        good = False
    assert good == (not case["wantErr"])


@pytest.mark.parametrize("name", names("rfc6962/consistency", "*.json"))
def test_consistency_through_a_receipt(name):
    case = load_json(name)
    path = proof_of(case)
    size1, size2, root1, root2 = case["size1"], case["size2"], b64(case["root1"]), b64(case["root2"])
    found = carried(receipt.CONSISTENCY, (size1, size2), path)
    if not size1:
        with pytest.raises(OutsideLog):  # a receipt has no use for an empty log
            consistency_root(size1, size2, found.path, root1)
        return
    try:
        good = consistency_root(size1, size2, found.path, root1) == root2
    except REFUSED:
        good = False
    assert good == (not case["wantErr"])
