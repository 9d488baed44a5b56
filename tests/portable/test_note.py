from lightclient.audit import head, note, notekey
from lightclient.audit.errors import BadHead, BadNote, BadNoteKey, NoteSignatureInvalid
from lightclient.audit.head import Head
from lightclient.audit.notekey import COSIGNATURE, LOG, NoteKey
from lightclient.merkle.log import EMPTY_ROOT
from tests.portable.site import LOG_KEY, NOW, ORIGIN, SERVER, WITNESS_KEYS, WITNESSES, Log, readings
from tests.portable.support import raises

# The example of C2SP signed-note: a key that the Go checksum database's library verifies with.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNED = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()


def test_a_note_of_the_go_checksum_database():
    key = notekey.parse(VKEY)
    found = note.parse(SIGNED)
    assert found.times(key) == [None]
    assert found.serialize() == SIGNED
    assert key.serialize() == VKEY
    changed = note.parse(SIGNED.replace(b"answer", b"Answer"))
    with raises(NoteSignatureInvalid):
        changed.times(key)


def test_the_text_ends_at_the_last_empty_line():
    made = note.Note(b"first\n\nsecond\n", [("a", b"abcd", b"x")])
    found = note.parse(made.serialize())
    assert found.text == made.text and found.signatures == made.signatures


def test_notes_that_are_none():
    for bad in (
        b"",
        b"\n",
        b"text\n",
        b"text\n\n",
        SIGNED[:-1],
        SIGNED + b"\n",
        SIGNED + b"more\n",
        SIGNED.replace(b"\n\n", b"\n"),
        SIGNED.replace(b"If", b"\tf"),
        SIGNED.replace(b"If", b"\x00f"),
        SIGNED.replace(b"If", b"\xc0\x80"),
        SIGNED.replace("\u2014".encode(), b"-"),
        SIGNED.replace(b" x08go", b"  x08go"),
        SIGNED.replace(b" x08go", b"+ x08go"),
        SIGNED.replace(b"PeterNeumann", "Peter\u2003Neumann".encode()),
        SIGNED.replace(b"PeterNeumann ", b" "),
        SIGNED.replace(b"AM=\n", b"AM\n"),
        SIGNED.replace(b"AM=\n", b"AN=\n"),
        SIGNED.replace(b"AM=\n", b"AM=\r\n"),
        b"text\n\n" + "\u2014 name AAAAAA==\n".encode(),
        b"text\n\n" + "\u2014 name AAAAAAA=\n".encode() * 65,
        range((1 << 16) + 1),  # as long, and takes no room
    ):
        with raises(BadNote):
            note.parse(bad)
    note.parse(b"text\n\n" + "\u2014 name AAAAAAA=\n".encode() * 64)


def test_signatures_of_unknown_keys_prove_nothing_and_are_no_fault():
    found = note.parse(SIGNED)
    same_name = NoteKey("PeterNeumann", LOG, bytes(32))
    assert found.times(same_name) == [] and found.times(LOG_KEY) == []
    stranger = NoteKey("Peter", LOG, notekey.parse(VKEY).key)
    stranger.id = notekey.parse(VKEY).id
    assert found.times(stranger) == []


def test_a_false_signature_beside_a_good_one_refuses_the_note():
    found = note.parse(SIGNED)
    name, id_, signature = found.signatures[0]
    for order in (0, 1):
        both = note.Note(found.text, list(found.signatures))
        both.signatures.insert(order, (name, id_, bytes(64)))
        with raises(NoteSignatureInvalid):
            both.times(notekey.parse(VKEY))
    for wrong in (signature[:-1], signature + b"\x00", b"x"):
        with raises(NoteSignatureInvalid):
            note.Note(found.text, [(name, id_, wrong)]).times(notekey.parse(VKEY))


def test_keys_that_are_none():
    for bad in (
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        VKEY.replace("c7", "c8"),
        VKEY.replace("c74f20a3", "C74F20A3"),
        VKEY.replace("PeterNeumann", "Peter"),
        VKEY.replace("PeterNeumann", "Peter Neumann"),
        VKEY[:-1],
        VKEY + "+",
        VKEY.replace("TW", "TX"),
        "a+00000000+Ag==",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ):
        with raises(BadNoteKey):
            notekey.parse(bad)
    for name, kind, key in (
        ("a", 2, bytes(32)),
        ("a", 5, bytes(32)),
        ("a", 6, bytes(1312)),
        ("a", LOG, bytes(31)),
        ("a+b", LOG, bytes(32)),
        ("a b", LOG, bytes(32)),
        ("a\u2000b", LOG, bytes(32)),
        ("a\u200ab", LOG, bytes(32)),
        ("a\u3000b", LOG, bytes(32)),
        ("a\u00a0b", LOG, bytes(32)),
        ("a" * 256, LOG, bytes(32)),
        ("", LOG, bytes(32)),
    ):
        with raises(BadNoteKey):
            NoteKey(name, kind, key)
    for space in (0x85, 0xA0, 0x1680, 0x2000, 0x2005, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000):
        assert not notekey.is_name("a" + chr(space) + "b")
    for name in ("a" * 255, "\u1fff\u200b", "!"):
        assert notekey.parse(NoteKey(name, LOG, bytes(32)).serialize()).name == name


def test_a_cosignature_says_when_and_binds_it():
    witness = WITNESS_KEYS["w1"]
    text = Log(readings(3)).head().serialize()
    signature = witness.sign(WITNESSES["w1"], text, NOW)
    assert witness.verify(text, signature) == NOW
    later = (NOW + 1).to_bytes(8, "big") + signature[8:]
    negative = b"\x80" + signature[1:]
    for wrong in (later, negative, signature[8:], signature + b"\x00"):
        with raises(NoteSignatureInvalid):
            witness.verify(text, wrong)
    with raises(NoteSignatureInvalid):
        witness.verify(text.replace(b"site", b"side"), signature)


def test_a_log_signature_is_no_cosignature():
    text = Log().head().serialize()
    both = {kind: notekey.of_signer(SERVER, ORIGIN, kind) for kind in (LOG, COSIGNATURE)}
    assert both[LOG].id != both[COSIGNATURE].id
    with raises(NoteSignatureInvalid):
        both[COSIGNATURE].verify(text, bytes(8) + both[LOG].sign(SERVER, text))
    with raises(NoteSignatureInvalid):
        both[LOG].verify(text, both[COSIGNATURE].sign(SERVER, text, 0)[8:])


def test_heads_come_back():
    for made in (
        Head(ORIGIN, 0, EMPTY_ROOT),
        Head("a log with spaces", (1 << 63) - 1, bytes(32)),
        Head(ORIGIN, 3, bytes(range(32)), ("one", "two")),
    ):
        found = head.parse(made.serialize())
        assert (found.origin, found.size, found.root, found.extensions) == (
            made.origin,
            made.size,
            made.root,
            made.extensions,
        )
        assert found.serialize() == made.serialize()


def test_heads_that_are_none():
    good = Head(ORIGIN, 20, bytes(32)).serialize()
    for bad in (
        b"",
        good[:-1],
        good + b"\n",
        b"\n" + good,
        good.replace(b"20", b"020"),
        good.replace(b"20", b"-2"),
        good.replace(b"20", b"+2"),
        good.replace(b"20", b"2 "),
        good.replace(b"20", b""),
        good.replace(b"20", b"9223372036854775808"),
        good.replace(b"20", b"99999999999999999999"),
        good.replace(b"20", "\u0662".encode()),
        good.replace(b"AAA=", b"AA=="),
        good.replace(b"=", b""),
        good.replace(b"20", b"0"),  # the root of an empty log is another one
        good.replace(b"\n20", b""),
        good + b"x\n" * 17,
        good.replace(b"site", b"s\x1fte"),
        good.replace(b"site", b"s\xffte"),
    ):
        with raises(BadHead):
            head.parse(bad)
    with raises(BadHead):
        Head("a\nb", 1, bytes(32))
    with raises(BadHead):
        Head("a" * 256, 1, bytes(32))
    for size in (-1, 1 << 63):
        with raises(BadHead):
            Head("a", size, bytes(32))
    for root in (bytes(31), bytes(33)):
        with raises(BadHead):
            Head("a", 1, root)
    with raises(BadHead):
        Head("a", 1, bytes(32), ("",))
