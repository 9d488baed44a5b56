"""A witness that nobody here wrote cosigns the heads of our log, and refuses its fork."""

import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from lightclient.audit import notekey, policy
from lightclient.audit.note import parse as parse_note
from lightclient.audit.witnessed import check
from lightclient.audit.witnessrequest import WitnessRequest, add_answer
from tests.portable.site import LOG_KEY, ORIGIN, Holder, Log, readings
from tests.services.process import Process, free_port

pytest.importorskip("aics_witness", reason="aics-witness needs Python 3.12")

STATEMENTS = readings(12)
REWRITTEN = readings(12, holder=Holder(3))


COMMAND = [sys.executable, "-m", "aics_witness"]
NAME = "tower.example/w1"


@pytest.fixture
def witness(tmp_path):
    """Start the witness with our log in its configuration; return (its key, a function that asks it, its process)."""
    port = free_port()
    config = {
        "witness": {"name": NAME, "listen": f"127.0.0.1:{port}", "db": "db", "key_file": "key"},
        "logs": [{"origin": ORIGIN, "vkeys": [LOG_KEY.serialize()]}],
    }
    path = tmp_path / "witness.json"
    path.write_text(json.dumps(config))
    made = subprocess.run([*COMMAND, "init", "--config", path, "--name", NAME], capture_output=True, check=True)
    key = notekey.parse(made.stdout.decode().split()[-1])
    process = Process("witness", tmp_path, [*COMMAND, "serve", "--config", str(path)], [port])
    process.start()

    def ask(request):
        url = f"http://127.0.0.1:{port}/add-checkpoint"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, request.serialize()), timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    yield key, ask, process
    process.stop()


def asked(old, new, statements=STATEMENTS):
    site = Log(statements[:new])
    return WitnessRequest(old, site.grown(old), site.note(witnesses=()))


def test_it_cosigns_our_heads_under_our_policy(witness):
    key, ask, process = witness
    rules = policy.parse(f"log {LOG_KEY.serialize()}\nwitness tower {key.serialize()}\nquorum tower\n".encode())
    for old, new in ((0, 3), (3, 3), (3, 8), (8, 12)):
        status, body = ask(asked(old, new))
        assert status == 200, body
        note = parse_note(asked(old, new).note)
        assert not check(note.serialize(), rules, ORIGIN).met
        assert add_answer(note, body, key) == 1
        assert check(note.serialize(), rules, ORIGIN).met
        process.restart()


def test_it_refuses_our_fork(witness):
    _, ask, _ = witness
    assert ask(asked(0, 5))[0] == 200
    assert ask(asked(5, 5, REWRITTEN))[0] in (409, 422)
    assert ask(asked(5, 9, REWRITTEN))[0] == 422
    assert ask(WitnessRequest(5, b"", asked(5, 9).note))[0] == 422
    assert ask(asked(5, 9))[0] == 200


def test_it_says_where_it_stands(witness):
    _, ask, _ = witness
    assert ask(asked(0, 5))[0] == 200
    assert ask(asked(0, 9)) == (409, b"5\n")
