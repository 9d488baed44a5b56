"""`log watch` over several servers of one log: what one of them shows is connected by any other, or doubted."""

import pytest

from lightclient.audit.errors import NotConsistent, SplitView
from lightclient.audit.hosts.errors import ServerRefuses, ServerSilent
from lightclient.audit.logstate import LogState
from lightclient.audit.witnessrequest import WitnessRequest
from lightclient.cli import logwatch
from lightclient.cli.logwatch import MOST, ROUNDS, Watched
from tests.portable.site import NOW, ORIGIN, POLICY, Holder, Log, readings

HONEST = readings(14)
FORK = HONEST[:7] + readings(14, holder=Holder(3))[7:]


class Server:
    """What `Remote` says of a server that shows the first `size` records. lost: whether it makes no paths."""

    def __init__(self, statements, size, lost=False):
        self.statements = statements
        self.size = size
        self.lost = lost
        self.asked = 0

    def growth(self, size):
        if size > self.size:
            raise ServerRefuses(error="OutsideLog", why="it is smaller")
        log = Log(self.statements[: self.size])
        return WitnessRequest(size, b"" if self.lost else log.grown(size), log.note()).serialize()

    def grown(self, old, size):
        self.asked += 1
        if self.lost:
            raise ServerSilent(why="no tiles")
        if size > self.size:
            raise ServerRefuses(error="OutsideLog", why="it is smaller")
        return Log(self.statements[:size]).grown(old)


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass by waiting alone."""
    now = [1000.0]
    monkeypatch.setattr(logwatch.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    monkeypatch.setattr(logwatch.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(logwatch.time, "time", lambda: NOW)
    return now


def watched(*servers, tmp_path=None):
    return Watched(list(servers), LogState(POLICY, ORIGIN), tmp_path / "head" if tmp_path else None)


def told(found):
    return [(shown["size"], shown["behind"], shown["unproved"]) for _, shown in found]


def test_a_server_that_lags_is_behind_and_belongs_to_the_log(clock):
    ahead, behind = Server(HONEST, 10), Server(HONEST, 4)
    watch = watched(ahead, behind)
    assert told(watch.look()) == [(10, False, False), (4, True, False)]
    assert ahead.asked == 1 and told(watch.look())[1] == (4, True, False) and ahead.asked == 1  # it is known


def test_an_older_head_of_another_history_is_doubted(clock):
    ahead, other = Server(HONEST, 10), Server(FORK, 9)
    watch = watched(ahead, other)
    moved, shown = watch.look()[1]
    assert moved and shown["unproved"] and shown["server"] == 2 and ahead.asked == ROUNDS
    moved, shown = watch.look()[1]
    assert not moved and shown["unproved"] and ahead.asked == ROUNDS  # it is told once, and not asked for all the time
    clock[0] += logwatch.RARELY
    assert not watch.look()[1][0] and ahead.asked == 2 * ROUNDS
    other.statements = HONEST
    assert told(watch.look())[1] == (9, True, False)


def test_a_path_of_another_server_serves_as_well(clock):
    behind, ahead = Server(HONEST, 10), Server(HONEST, 14, lost=True)
    watch = watched(behind, ahead)
    with pytest.raises(NotConsistent):  # nobody has the path
        watch.look()
    behind.size = 14
    watch = watched(Server(HONEST, 10), ahead, behind)
    assert told(watch.look())[1:] == [(14, False, False), (14, False, False)]
    with pytest.raises(NotConsistent):
        watched(Server(HONEST, 10), Server(FORK, 14)).look()


def test_two_heads_of_one_size_are_kept_as_evidence(clock, tmp_path):
    with pytest.raises(SplitView):
        watched(Server(HONEST, 10), Server(FORK, 10), tmp_path=tmp_path).look()
    assert (tmp_path / "head.split").stat().st_size > 300


def test_what_is_remembered_is_bounded(clock):
    watch = watched(Server(HONEST, 10))
    for number in range(2 * MOST):
        watch._keep((number, b""), 1.0)
    assert len(watch._asked) == MOST


def test_one_server_of_several_may_be_silent(clock):
    silent = Server(HONEST, 10)
    silent.growth = lambda size: (_ for _ in ()).throw(ServerSilent(why="away"))
    assert told(watched(silent, Server(HONEST, 10)).look()) == [(10, False, False)]
    with pytest.raises(ServerSilent):
        watched(silent, silent).look()
