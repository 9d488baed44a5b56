"""Keystores in files, with the hosts' suite: who may read them, what a crash leaves, and that no change goes unseen."""

import errno
import os
import stat
import subprocess
import sys
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.crypto.errors import BadLength, CipherMissing
from lightclient.errors import LightClientError
from lightclient.keys import suite
from lightclient.keys.errors import (
    CostOutOfBounds,
    KeyStoreChanged,
    KeyStoreClosed,
    NameTaken,
    UnknownSuite,
    WrongPassphrase,
)
from lightclient.keys.hosts import keyfile
from lightclient.store.errors import StateLocked
from tests.conftest import ROOT
from tests.support.fuzzing import flipped

PASSPHRASE = b"correct horse battery staple"
CHEAP = 15


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def record(path):
    store = keyfile.create(path, PASSPHRASE, cost=CHEAP)
    store.put("savings", "entropy", bytes(range(16)))
    keyfile.save(path, store)
    return path.read_bytes()


@pytest.mark.slow
def test_what_was_saved_is_loaded(path):
    store = keyfile.create(path, PASSPHRASE)
    secret = os.urandom(32)
    store.put("device", "ed25519", secret)
    assert keyfile.load(path, PASSPHRASE).kinds() == {}
    keyfile.save(path, store)
    store = keyfile.load(path, PASSPHRASE)
    assert store.kinds() == {"device": "ed25519"}
    assert store.secret("device") == secret


def test_signatures_are_good_to_others(path):
    store = keyfile.create(path, PASSPHRASE, cost=CHEAP)
    store.put("a", "ed25519", os.urandom(32))
    store.put("b", "p256", os.urandom(32))
    key = ed25519.Ed25519PublicKey.from_public_bytes(store.public_key("ed25519"))
    key.verify(store.sign("ed25519", b"message"), b"message")
    digest = os.urandom(32)
    signature = store.sign("p256", digest)
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), store.public_key("p256"))
    point.verify(der, digest, ec.ECDSA(Prehashed(SHA256())))


def test_the_record_is_what_the_document_says(record):
    fields = decode(record)
    magic, number, cost, salt, nonce, ciphertext, tag = fields
    assert (magic, number, cost) == ("LCK1", suite.SCRYPT, CHEAP)
    key = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(PASSPHRASE)
    plain = AESGCM(key).decrypt(nonce, ciphertext + tag, encode(fields[:5]))
    assert decode(plain) == {"savings": ["entropy", bytes(range(16))]}


def test_only_the_owner_may_read_it(path, record):
    old = os.umask(0)
    try:
        keyfile.save(path, keyfile.load(path, PASSPHRASE))
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_replaced_by_a_new_keystore(path, record):
    with pytest.raises(FileExistsError):
        keyfile.create(path, b"another", cost=CHEAP)
    assert path.read_bytes() == record


def test_a_crash_while_saving_leaves_the_old_file(path, record, monkeypatch):
    store = keyfile.load(path, PASSPHRASE)
    store.put("more", "seed", bytes(64))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "no space left")))
        with pytest.raises(OSError, match="no space"):
            keyfile.save(path, store)
    assert path.read_bytes() == record
    keyfile.save(path, store)
    assert sorted(keyfile.load(path, PASSPHRASE).kinds()) == ["more", "savings"]
    assert os.listdir(path.parent) == ["keys"]


WRITER = """
import sys
from pathlib import Path
from lightclient.keys.hosts import keyfile
path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(8):
    with keyfile.changing(path, sys.argv[3].encode()) as store:
        store.put(f"{name}{number}", "seed", bytes(64))
"""


def writer(path, name, code=WRITER):
    """Start a process that waits for a line and then writes."""
    found = subprocess.Popen(
        [sys.executable, "-c", code, path, name, PASSPHRASE.decode()],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert found.stdout.readline() == "ready\n"
    return found


@pytest.mark.slow
def test_two_processes_that_write_at_once_lose_nothing(path, record):
    writers = [writer(path, name) for name in "ab"]
    for one in writers:
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in writers:
        one.communicate(timeout=120)
        assert one.returncode == 0
    names = [name + str(number) for name in "ab" for number in range(8)]
    assert sorted(keyfile.load(path, PASSPHRASE).kinds()) == sorted([*names, "savings"])
    assert os.listdir(path.parent) == ["keys"]


HOLDER = """
import sys
from pathlib import Path
from lightclient.keys.hosts import keyfile
with keyfile.changing(Path(sys.argv[1]), sys.argv[3].encode()):
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_a_writer_waits_for_another_and_says_so_in_the_end(path, record, monkeypatch):
    with writer(path, "", HOLDER) as holder:
        monkeypatch.setattr(keyfile, "PATIENCE", 0.1)
        with pytest.raises(StateLocked), keyfile.changing(path, PASSPHRASE):
            raise AssertionError
        monkeypatch.setattr(keyfile, "PATIENCE", 60)
        threading.Timer(0.3, holder.communicate, ("go\n",)).start()
        with keyfile.changing(path, PASSPHRASE) as store:
            store.put("more", "seed", bytes(64))
    assert sorted(keyfile.load(path, PASSPHRASE).kinds()) == ["more", "savings"]


def test_a_program_that_holds_a_keystore_open_overwrites_nobodys_change(path, record):
    mine = keyfile.load(path, PASSPHRASE)
    with keyfile.changing(path, PASSPHRASE) as store:
        store.put("theirs", "seed", bytes(64))
    mine.put("mine", "seed", bytes(64))
    with pytest.raises(KeyStoreChanged, match=str(path)):
        keyfile.save(path, mine)
    assert sorted(keyfile.load(path, PASSPHRASE).kinds()) == ["savings", "theirs"]
    keyfile.save(path.with_name("copy"), mine)  # another file is nobody's
    assert sorted(keyfile.load(path.with_name("copy"), PASSPHRASE).kinds()) == ["mine", "savings"]


def test_a_change_that_fails_changes_nothing(path, record):
    with pytest.raises(NameTaken), keyfile.changing(path, PASSPHRASE) as store:
        store.put("more", "seed", bytes(64))
        store.put("savings", "seed", bytes(64))
    assert path.read_bytes() == record
    with pytest.raises(KeyStoreClosed):
        store.kinds()


def test_a_keystore_is_made_where_there_are_no_links(path, monkeypatch):
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(PermissionError(errno.EPERM, "no links")))
    keyfile.create(path, PASSPHRASE, cost=CHEAP)
    assert keyfile.load(path, PASSPHRASE).kinds() == {}
    with pytest.raises(FileExistsError):
        keyfile.create(path, PASSPHRASE, cost=CHEAP)
    assert os.listdir(path.parent) == ["keys"]


def test_another_passphrase_opens_nothing_and_the_file_stays(path, record):
    for other in (b"x", PASSPHRASE + b" ", PASSPHRASE[:-1]):
        with pytest.raises(WrongPassphrase):
            keyfile.load(path, other)
    for size in (0, 1025):
        with pytest.raises(BadLength):
            keyfile.load(path, bytes(size))
    assert path.read_bytes() == record


@pytest.mark.slow
def test_flipped_bits_are_refused(path, record):
    assert keyfile.load(path, PASSPHRASE)
    for bit in range(0, 8 * len(record), 13):
        path.write_bytes(flipped(record, bit))
        with pytest.raises(LightClientError):
            keyfile.load(path, PASSPHRASE)


def test_a_record_of_another_size_or_shape_is_refused(path, record):
    fields = decode(record)
    for size in (*range(8), len(record) - 1):
        path.write_bytes(record[:size])
        with pytest.raises(LightClientError):
            keyfile.load(path, PASSPHRASE)
    path.write_bytes(record + bytes(5000))
    with pytest.raises(TooLarge):
        keyfile.load(path, PASSPHRASE)
    for index, size in ((3, 16), (4, 12), (6, 16)):
        for other in (0, size - 1, size + 1):
            path.write_bytes(encode([*fields[:index], bytes(other), *fields[index + 1 :]]))
            with pytest.raises(BadSchema):
                keyfile.load(path, PASSPHRASE)


def test_costs_have_bounds(path, record):
    fields = decode(record)
    for cost in (0, 14, 21, 64, 2**64 - 1):
        path.write_bytes(encode([*fields[:2], cost, *fields[3:]]))
        with pytest.raises(CostOutOfBounds):
            keyfile.load(path, PASSPHRASE)
        with pytest.raises(CostOutOfBounds):
            keyfile.create(path.with_name("other"), PASSPHRASE, cost=cost)
    for number in (0, 3, 2**64 - 1):
        path.write_bytes(encode([fields[0], number, *fields[2:]]))
        with pytest.raises(UnknownSuite):
            keyfile.load(path, PASSPHRASE)
    assert os.listdir(path.parent) == ["keys"]


@pytest.mark.slow
def test_a_new_passphrase_takes_the_place_of_the_old_one(path, record):
    store = keyfile.load(path, PASSPHRASE)
    store.change(b"new", CHEAP + 1)
    keyfile.save(path, store)
    assert decode(path.read_bytes())[2:4] != decode(record)[2:4]
    with pytest.raises(WrongPassphrase):
        keyfile.load(path, PASSPHRASE)
    assert keyfile.load(path, b"new").secret("savings") == bytes(range(16))


def test_without_the_package_there_is_an_error_and_nothing_weaker(path, record):
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from pathlib import Path\n"
        "from lightclient.crypto.errors import CipherMissing\n"
        "from lightclient.keys.hosts import keyfile\n"
        "for call in (lambda: keyfile.load(Path(sys.argv[1]), b'x'), lambda: keyfile.create(Path('never'), b'x', 1)):\n"
        "    try:\n"
        "        call()\n"
        "    except CipherMissing as error:\n"
        "        print(error.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [CipherMissing.__name__] * 2
