"""Real data for those without the data folder; what the registry carries is tested in test_registry_data.py."""

import functools
import hashlib
import http.server
import io
import tarfile
import threading

import pytest

from tools import index, realdata


def test_without_folder_and_registry_the_error_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("LIGHTCLIENT_DATA", str(tmp_path / "none"))
    monkeypatch.setenv("LIGHTCLIENT_CACHE", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert realdata.folder() is None
    with pytest.raises(realdata.MissingData, match=r"LIGHTCLIENT_DATA.*py-bitcoinkernel"):
        realdata.carried(realdata.BLOCK_413567)


# -- from an index of our own


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive in a package index, the only one that pip is told of; it says so if any of it is run."""
    folder = tmp_path / "index" / "simple" / "trap"
    folder.mkdir(parents=True)
    page = folder / "index.html"
    page.write_text('<!doctype html><a href="trap-1.0.tar.gz">trap-1.0.tar.gz</a>')
    ran = tmp_path / "ran"
    with tarfile.open(folder / "trap-1.0.tar.gz", "w:gz") as tar:
        for name, text in (
            ("pyproject.toml", '[build-system]\nrequires = []\nbuild-backend = "trap"\nbackend-path = ["."]\n'),
            ("trap.py", f"open({str(ran)!r}, 'w').close()\n"),
            ("setup.py", f"open({str(ran)!r}, 'w').close()\n"),
        ):
            member = tarfile.TarInfo(f"trap-1.0/{name}")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path / "index")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple/")
        yield folder / "trap-1.0.tar.gz"
        server.shutdown()
        assert not ran.exists()


@pytest.mark.slow
def test_an_archive_comes_from_the_index_of_pip_and_nothing_of_it_runs(archive, tmp_path):
    pinned = hashlib.sha256(archive.read_bytes()).hexdigest()
    got = index.fetch("trap==1.0", pinned, tmp_path)
    assert got == tmp_path / "trap-1.0.tar.gz"
    assert got.read_bytes() == archive.read_bytes()


@pytest.mark.slow
def test_an_archive_that_is_not_the_pinned_one_is_refused(archive, tmp_path):
    with pytest.raises(index.Unavailable, match=r"^trap-1.0.tar.gz is not the archive it should be$"):
        index.fetch("trap==1.0", bytes(32).hex(), tmp_path)


@pytest.mark.slow
def test_what_the_index_does_not_have_is_said_in_one_line(archive, tmp_path):
    with pytest.raises(index.Unavailable, match=r"^cannot get trap==2.0: [^\n]+$"):
        index.fetch("trap==2.0", bytes(32).hex(), tmp_path)
