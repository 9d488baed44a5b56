from lightclient.audit.errors import NoConflict, NotConsistent, OtherLog, SplitView
from lightclient.audit.logstate import LogState, check_split
from lightclient.merkle.consistency import consistency_root
from lightclient.merkle.errors import OutsideLog, PathLength
from tests.portable.site import NOW, ORIGIN, POLICY, Holder, Log, readings
from tests.portable.support import raises

STATEMENTS = readings(20)
SITE = Log(STATEMENTS)
REWRITTEN = Log(readings(20, holder=Holder(4)))


def at(size):
    state = LogState(POLICY, ORIGIN)
    assert state.take(Log(STATEMENTS[:size]).note())
    return state


def grown(old, new):
    return Log(STATEMENTS[:new]).grown(old)


def test_a_head_moves_forward_by_proofs():
    for old, new in ((1, 2), (2, 3), (3, 7), (4, 8), (7, 20), (8, 9), (15, 16), (16, 20), (19, 20)):
        state = at(old)
        assert state.take(SITE.note(size=new), grown(old, new))
        assert state.size == new and state.root == SITE.head(new).root


def test_without_a_proof_it_stays():
    for old, new in ((1, 2), (3, 4), (7, 20), (8, 16)):
        for path in (b"", grown(old, new)[:-32], grown(old, new) + bytes(32)):
            state = at(old)
            with raises(PathLength):
                state.take(SITE.note(size=new), path)
            assert state.size == old
        with raises(NotConsistent):
            at(old).take(SITE.note(size=new), grown(old, new)[:-32] + bytes(32))


def test_a_rewritten_past_shows():
    for old in (1, 3, 8, 19):
        state = at(old)
        with raises(NotConsistent):
            state.take(REWRITTEN.note(), REWRITTEN.grown(old))
        assert state.root == SITE.head(old).root


def test_two_heads_of_one_size_are_a_split_view():
    state = at(7)
    for witnesses in ((), ("w1", "w2", "w3")):
        with raises(SplitView) as caught:
            state.take(REWRITTEN.note(size=7, witnesses=witnesses))
        assert caught.error.fields["at"] == 7
    assert state.root == SITE.head(7).root


def test_what_is_older_or_not_witnessed_moves_nothing():
    state = at(7)
    assert not state.take(SITE.note(size=6))
    assert not state.take(SITE.note(size=0))
    assert not state.take(SITE.note(size=9, witnesses=("w1",)), grown(7, 9))
    assert not state.take(SITE.note(size=7))
    assert state.size == 7
    assert state.take(SITE.note(size=7, time=NOW + 10))
    assert state.head.time == NOW + 10


def test_an_empty_log_is_the_beginning_of_any():
    state = at(0)
    assert state.take(SITE.note(size=5))
    state = at(0)
    with raises(PathLength):
        state.take(SITE.note(size=5), bytes(32))


def test_another_log_is_not_this_one():
    with raises(OtherLog):
        at(3).take(Log(STATEMENTS, origin="other.example/log").note(), grown(3, 20))


def test_two_notes_are_evidence_of_a_split_view():
    ours, theirs = SITE.note(size=5), REWRITTEN.note(size=5, witnesses=())
    first, second = check_split(ours, theirs, POLICY, ORIGIN)
    assert first.head.root != second.head.root
    for other in (ours, SITE.note(size=6), SITE.note(size=5, extensions=("more",))):
        with raises(NoConflict):
            check_split(ours, other, POLICY, ORIGIN)


def test_a_size_that_is_not_there():
    with raises(OutsideLog):
        consistency_root(0, 5, b"", bytes(32))
