"""What `log append` keeps of what a device signed: nothing is lost, and no number stands for two records."""

import subprocess
import sys

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import record, statement
from lightclient.audit.errors import OtherLog
from lightclient.audit.hosts.errors import OutboxFull
from lightclient.cli import outbox
from lightclient.codec.errors import BadSchema, Malformed
from lightclient.identity import algorithms
from lightclient.store.errors import StateLocked
from tests.conftest import ROOT
from tests.portable.site import DEVICE, NOW, ORIGIN


def sign(sequence, previous, body):
    made = record.Record("meter-7", sequence, previous, (NOW + sequence, 1, record.OWN_CLOCK), *body)
    return statement.sign(DEVICE, algorithms.ED25519_ALG, made, ORIGIN)


def forbidden(*what):
    raise AssertionError("it was signed twice")


def bodies(text):
    return [("reading", record.inline(word.encode())) for word in text.split()]


def send(path, text, taken="", sign=sign):
    """Sign what `text` names; the log takes what `taken` names. Return what was sent, as sequence:body."""
    with outbox.opened(path) as box:
        made = box.to_send(bodies(text), sign)
        shown = [statement.parse(one).record() for one in made]
        box.answered(made, [one.body[1].decode() in taken.split() for one in shown])
    return " ".join(f"{one.sequence}:{one.body[1].decode()}" for one in shown)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "meter.state"


def test_what_the_log_does_not_answer_waits_and_is_sent_again_as_it_was(path):
    with outbox.opened(path) as box:
        made = box.to_send(bodies("a b c"), sign)  # the server is away
    with outbox.opened(path) as box:
        assert box.to_send(bodies("a b c"), forbidden) == made
        box.answered(made[:2], [True, False])
    assert send(path, "a b c", "a b c", forbidden) == "1:a 2:b 3:c"
    assert path.read_bytes() == made[-1], "once all are taken, it is the newest statement and nothing else"


def test_it_is_in_the_file_before_it_can_be_sent(path):
    with outbox.opened(path) as box:
        made = box.to_send(bodies("a b"), sign)
        assert all(one in path.read_bytes() for one in made)


def test_other_files_go_on_behind_what_waits(path):
    assert send(path, "a b", "") == "1:a 2:b"
    assert send(path, "c", "a c") == "1:a 2:b 3:c"
    assert send(path, "", "", forbidden) == "2:b", "what was taken is sent no more"
    assert send(path, "d", "b d") == "2:b 4:d"
    assert send(path, "", "d", forbidden) == "4:d"


def test_a_retry_signs_nothing_twice_where_a_part_was_taken(path):
    assert send(path, "a b", "a") == "1:a 2:b"
    assert send(path, "a b", "a b", forbidden) == "1:a 2:b"
    assert send(path, "a b", "a b") == "2:b 3:a 4:b", "these are others: all before them was taken"


def test_the_same_reading_twice_is_two_records(path):
    assert send(path, "a a", "") == "1:a 2:a"
    assert send(path, "a a a", "a") == "1:a 2:a 3:a"


def test_a_state_file_of_earlier_releases_goes_on(path):
    before = sign(7, bytes(32), bodies("old")[0])
    path.write_bytes(before.serialize())
    with outbox.opened(path) as box:
        made = box.to_send(bodies("a"), sign)
    assert made[0] == before.serialize()
    found = statement.parse(made[1]).record()
    assert (found.sequence, found.previous) == (8, before.record().hash())


def test_a_state_of_another_device_or_log_is_refused(path):
    send(path, "a", "")
    with outbox.opened(path) as box:
        box.check("meter-7", ORIGIN)
        with pytest.raises(BadSchema):
            box.check("meter-8", ORIGIN)
        with pytest.raises(OtherLog):
            box.check("meter-7", "other/log")


def test_a_file_that_is_none_is_refused(path):
    send(path, "a b", "a")
    good = path.read_bytes()
    for bad in (b"", good[:-1], good + b"\x00", b"\x83\x64LCO1\x00\x00", b"\x83\x64LCO1\x40\x81\x00", b"reading"):
        path.write_bytes(bad)
        with pytest.raises(Malformed), outbox.opened(path):
            pass


def test_too_much_that_waits_signs_nothing_and_can_be_sent(path, monkeypatch):
    monkeypatch.setattr(outbox, "MAX_WAITING", 3)
    send(path, "a b", "")
    with outbox.opened(path) as box, pytest.raises(OutboxFull):
        box.to_send(bodies("c d"), forbidden)
    assert send(path, "", "a b", forbidden) == "1:a 2:b"
    assert send(path, "c d", "c d") == "2:b 3:c 4:d"


def test_two_processes_do_not_sign_at_once(path, monkeypatch):
    monkeypatch.setattr(outbox, "PATIENCE", 0.0)
    other = (
        "import sys, pathlib\nfrom lightclient.cli import outbox\n"
        "with outbox.opened(pathlib.Path(sys.argv[1])):\n    print('in', flush=True)\n    sys.stdin.read()"
    )
    command = [sys.executable, "-c", other, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"in\n"
        with pytest.raises(StateLocked), outbox.opened(path):
            pass
        process.stdin.close()
        process.wait(10)
    with outbox.opened(path):
        pass
