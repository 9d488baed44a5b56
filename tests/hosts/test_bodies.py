"""Bodies that do not fit into records: in a folder, and in a store that speaks S3's protocol, as moto serves it."""

import logging
import socket
import threading
from hashlib import sha256

import pytest

from lightclient.audit.hosts import bodies
from lightclient.audit.hosts.bodies import FolderBodies, bodies_of
from lightclient.audit.hosts.errors import BadLogConfig, BodyDamaged, NoSuchBody
from lightclient.store.errors import StoreFailed

KEY, SECRET = "AKIAEXAMPLEKEY", "wJalrXUtnFEMIsecretEXAMPLE"
DATA = b"a long film" * 10_000
DIGEST = sha256(DATA).digest()


@pytest.fixture(scope="module")
def s3():
    """The address of an S3 in this process, with a bucket."""
    boto3 = pytest.importorskip("boto3")
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
    )
    client.create_bucket(Bucket="bodies")
    client.at = address.removeprefix("http://")
    yield client
    server.stop()


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.slow)])
def kept(request, tmp_path):
    """Return a store, and a function that puts other bytes in the place of a body."""
    if request.param == "folder":
        folder = tmp_path / "bodies"
        yield (
            bodies_of(str(folder)),
            lambda digest, data: (folder / digest.hex()[:2] / digest.hex()[2:]).write_bytes(data),
        )
        return
    client = request.getfixturevalue("s3")
    name = f"site/{tmp_path.name}"
    yield (
        bodies_of(f"s3+http://{client.at}/bodies/{name}/", (KEY, SECRET)),
        lambda digest, data: client.put_object(Bucket="bodies", Key=f"{name}/{digest.hex()}", Body=data),
    )


def test_what_is_kept_is_found_by_its_hash(kept):
    store, _ = kept
    for data in (DATA, b"", b"x"):
        digest = sha256(data).digest()
        assert store.put(data) == store.put(data) == digest
        assert store.get(digest, len(data)) == data


def test_what_is_not_there_or_something_else_is_refused(kept):
    store, replace = kept
    with pytest.raises(NoSuchBody):
        store.get(DIGEST, len(DATA))
    store.put(DATA)
    for other in (b"", DATA[:-1], DATA + b"x", DATA[:-1] + b"X", DATA * 3):
        replace(DIGEST, other)
        with pytest.raises(BodyDamaged):
            store.get(DIGEST, len(DATA))
    store.put(DATA)  # which mends it
    assert store.get(DIGEST, len(DATA)) == DATA
    with pytest.raises(BodyDamaged):
        store.get(DIGEST, len(DATA) - 1)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed):
        FolderBodies(tmp_path / "file").put(DATA)
    with pytest.raises(StoreFailed):
        FolderBodies(tmp_path / "file").get(DIGEST, 1)
    store = FolderBodies(tmp_path)
    store.put(DATA)
    assert [one.name for one in tmp_path.rglob(".*")] == []  # nothing half-written is left


def test_places_that_are_none(tmp_path):
    for where in (
        "ftp://x/y",
        "s3://",
        "s3+http://host",
        "s3+https://key:secret@host/bucket",
        "s3://bucket?x=1",
        "x://",
    ):
        with pytest.raises(BadLogConfig) as caught:
            bodies_of(where)
        assert "secret" not in str(caught.value)
    with pytest.raises(BadLogConfig):
        bodies_of(str(tmp_path), (KEY, SECRET))


@pytest.mark.slow
def test_no_login_is_told(s3, caplog):
    caplog.set_level(logging.DEBUG)
    store = bodies_of(f"s3+http://{s3.at}/bodies", (KEY, SECRET))
    store.put(DATA)
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    told = [repr(store), repr(vars(store))]
    for where in (f"s3+http://{s3.at}/nobucket/x", f"s3+http://127.0.0.1:{port}/bodies"):
        with pytest.raises(StoreFailed) as caught:
            bodies_of(where, (KEY, SECRET)).put(DATA)
        told.append(str(caught.value))
        assert caught.value.__cause__ is None and str(port) not in str(caught.value)
    for text in [*told, caplog.text]:
        assert KEY not in text and SECRET not in text


@pytest.mark.slow
def test_an_answer_without_end_is_not_read(monkeypatch):
    """A server that says more than was asked for, and one that says nothing."""
    pytest.importorskip("boto3")
    monkeypatch.setattr(bodies, "SECONDS", 1)
    sent = []

    def answer(listener, silent):
        for _ in range(4):
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                if silent:
                    connection.recv(1)
                    continue
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
                try:
                    while len(sent) < 1000:
                        connection.sendall(bytes(1 << 16))
                        sent.append(1)
                except OSError:
                    pass

    for silent, error in ((False, BodyDamaged), (True, StoreFailed)):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            thread = threading.Thread(target=answer, args=(listener, silent), daemon=True)
            thread.start()
            store = bodies_of(f"s3+http://127.0.0.1:{listener.getsockname()[1]}/bodies", (KEY, SECRET))
            with pytest.raises(error):
                store.get(DIGEST, len(DATA))
    assert len(sent) < 1000
