"""Logs against others' programs, both ways: receipts against scitt-cose, notes and witnesses against aics-tlog."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given, settings
from hypothesis import strategies as st
from scitt_cose import receipt as their_receipt
from scitt_cose import statement as their_statement

from lightclient.audit import head, note, notekey, receipt, statement
from lightclient.audit.errors import NoteSignatureInvalid
from lightclient.audit.head import Head
from lightclient.audit.notekey import LOG
from lightclient.errors import LightClientError
from lightclient.identity import algorithms, key
from lightclient.identity.errors import SignatureInvalid
from tests.portable.site import NOW, ORIGIN, SERVER, WITNESS_KEYS, WITNESSES, Log, readings

STATEMENTS = readings(13)
ENTRIES = [each.entry().hex() for each in STATEMENTS]
NAMES = {algorithms.ES256: "ES256", algorithms.EDDSA: "EdDSA"}


def secret_of(holder, algorithm):
    if algorithm == algorithms.ES256:
        return ec.derive_private_key(int.from_bytes(holder.secret, "big"), ec.SECP256R1())
    return ed25519.Ed25519PrivateKey.from_private_bytes(holder.secret)


def pem(secret, public=True):
    if public:
        return secret.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    return secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize("algorithm", NAMES)
@pytest.mark.parametrize("size", [1, 2, 7, 13])
def test_they_verify_our_receipts(algorithm, size):
    site = Log(STATEMENTS[:size])
    public = pem(secret_of(SERVER, algorithm))
    for index in {0, size // 2, size - 1}:
        made = site.receipt(index, algorithm).serialize()
        found = their_receipt.verify_receipt(made, leaf_entry_hex=ENTRIES[index], log_public_key_pem=public)
        assert found.ok, found.errors
        assert found.issuer == ORIGIN and found.root == site.head().root.hex()
        other = their_receipt.verify_receipt(made, leaf_entry_hex="00" * 32, log_public_key_pem=public)
        assert not other.ok


@pytest.mark.parametrize("algorithm", NAMES)
@pytest.mark.parametrize("size", [1, 2, 7, 13])
def test_we_verify_their_receipts(algorithm, size):
    site = Log(STATEMENTS[:size])
    holder = key.of_signer(SERVER, algorithms.KINDS[algorithm])
    for index in {0, size // 2, size - 1}:
        made = their_receipt.build_receipt(
            leaf_entry_hex=ENTRIES[index],
            leaf_index=index,
            tree_entries_hex=ENTRIES[:size],
            alg=NAMES[algorithm],
            log_private_key_pem=pem(secret_of(SERVER, algorithm), False),
            iss=ORIGIN,
            sub="reading",
            kid=b"log",
            iat=NOW,
            grade="observed-only",
        )
        found = receipt.parse(made)
        found.check_log(ORIGIN)
        assert found.verify_inclusion(holder, STATEMENTS[index].leaf()) == site.head().root
        with pytest.raises(LightClientError):
            found.verify_inclusion(holder, STATEMENTS[index - 1].leaf() if size > 1 else bytes(32))


@pytest.mark.parametrize("algorithm", NAMES)
def test_they_read_our_transparent_statements_and_we_theirs(algorithm):
    site = Log(STATEMENTS)
    for index in (0, 12):
        made = statement.parse(STATEMENTS[index].serialize())
        made.receipts = [site.receipt(index, algorithm).serialize()]
        found = their_statement.extract_receipts(made.serialize())
        assert [bytes(each) for each in found] == made.receipts
        attached = their_statement.attach_receipts(STATEMENTS[index].serialize(), made.receipts)
        assert statement.parse(attached).serialize() == made.serialize()


def test_we_read_their_statements():
    secret = secret_of(SERVER, algorithms.ES256)
    made = their_statement.build_signed_statement(
        payload=b"anything",
        content_type="text/plain",
        issuer="someone",
        subject="something",
        alg="ES256",
        private_key_pem=pem(secret, False),
        kid=b"7",
    )
    found = statement.parse(made)
    found.verify(key.of_signer(SERVER, "p256"))
    with pytest.raises(SignatureInvalid):
        found.verify(key.of_signer(WITNESSES["w1"], "p256"))
    assert found.serialize() == made and found.message.payload == b"anything"


def theirs():
    return pytest.importorskip("aics_tlog", reason="aics-tlog needs Python 3.12")


origins = st.sampled_from([ORIGIN, "example.com/behind-the-sofa", "log"])
roots = st.binary(min_size=32, max_size=32)
lines = st.lists(st.text("abc =+", min_size=1, max_size=10), max_size=3)


@settings(deadline=None, max_examples=50)
@given(origins, st.integers(1, 1 << 62), roots, lines, st.integers(0, 1 << 40))
def test_they_verify_our_heads_and_cosignatures(origin, size, root, extensions, time):
    aics = theirs()
    made = note.Note(Head(origin, size, root, tuple(extensions)).serialize())
    log_key = notekey.of_signer(SERVER, origin, LOG)
    made.add(log_key, log_key.sign(SERVER, made.text))
    witness = WITNESS_KEYS["w1"]
    made.add(witness, witness.sign(WITNESSES["w1"], made.text, time))
    keys = [aics.parse_vkey(each.serialize()) for each in (log_key, witness)]
    found = aics.verify_checkpoint(aics.parse_note(made.serialize()), keys[0], [keys[1]], 1, expected_origin=origin)
    assert found.ok and (found.size, found.root, found.cosignature_count) == (size, root, 1), found.error


@settings(deadline=None, max_examples=50)
@given(origins, st.integers(1, 1 << 62), roots, lines, st.integers(0, 1 << 40))
def test_we_verify_their_heads_and_cosignatures(origin, size, root, extensions, time):
    aics = theirs()
    secret = secret_of(SERVER, algorithms.EDDSA)
    signed = aics.sign_checkpoint(aics.Checkpoint(origin, size, root, tuple(extensions)), secret, origin)
    witness = secret_of(WITNESSES["w1"], algorithms.EDDSA)
    _, line = aics.sign_cosignature(witness, "w1.example", time, origin, size, root, extensions)
    text = signed.text.encode()
    made = note.Note(text, [(each.name, each.key_id, each.signature) for each in (*signed.signatures, line)])
    found = note.parse(made.serialize())
    read = head.parse(found.text)
    assert (read.origin, read.size, read.root, list(read.extensions)) == (origin, size, root, extensions)
    assert found.times(notekey.of_signer(SERVER, origin, LOG)) == [None]
    assert found.times(WITNESS_KEYS["w1"]) == [time]
    assert aics.format_vkey(aics.cosignature_vkey("w1.example", witness.public_key())) == WITNESS_KEYS["w1"].serialize()
    with pytest.raises(NoteSignatureInvalid):
        note.Note(text.replace(b"\n", b"0\n", 2), found.signatures).times(WITNESS_KEYS["w1"])


@given(st.binary(max_size=80) | st.sampled_from([Log(STATEMENTS).note()]), st.data())
def test_both_take_the_same_notes(data, draw):
    """Of damaged notes as well; where we are stricter, we are by name."""
    aics = theirs()
    if data and draw.draw(st.booleans()):
        at = draw.draw(st.integers(0, len(data) - 1))
        data = data[:at] + bytes([draw.draw(st.integers(0, 255))]) + data[at + 1 :]
    try:
        ours = note.parse(data)
    except LightClientError:
        ours = None
    try:
        found = aics.parse_note(data)
    except ValueError:
        found = None
    if ours is not None:
        assert found is not None
        assert found.text.encode() == ours.text
        assert [(each.name, each.key_id, each.signature) for each in found.signatures] == ours.signatures
