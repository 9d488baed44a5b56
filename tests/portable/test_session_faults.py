from lightclient.bitcoin import packed
from lightclient.bitcoin.header import split
from lightclient.codec.cbor import encode
from lightclient.sync.messages import BUSY, MAX_MESSAGE, NOT_FOUND, OK, response
from lightclient.sync.session import BAN, DEADLINE, LONGEST_PAUSE, PAUSE, POLL, SUBSCRIBE
from lightclient.sync.topics import RESPONSES, TIP
from tests.portable.mining import child, unmine
from tests.portable.scene import Scene, headers, names, requests


def pause_of(scene, now):
    """Return for how long a session waits before it asks again; nothing is in flight."""
    assert scene.wants == [] and scene.session.asked is None
    return scene.session.wake_at - now


def within(pause, shortest):
    """Ids spread the requests of many devices over almost twice the shortest pause."""
    return shortest <= pause < 2 * shortest


def test_without_an_answer_the_gateway_is_silent_and_asked_again_later_and_later():
    scene = Scene()
    for failures in range(1, 13):
        deadline = scene.session.wake_at
        assert scene.tick(deadline - 1) == []
        assert scene.session.asked is not None
        scene.tick(deadline)
        assert scene.session.faults == {"Silent": failures}
        assert within(pause_of(scene, deadline), min(PAUSE << failures - 1, LONGEST_PAUSE))
        now = scene.session.wake_at
        assert requests(scene.tick())[0][0] == 101 + failures
        assert scene.session.wake_at == now + DEADLINE


def test_what_brings_something_makes_the_next_pause_short_again():
    scene = Scene()
    for _ in range(5):
        scene.tick()
        scene.tick()
    scene.answer("1")
    assert scene.session.attempts == 0
    scene.tick()
    assert scene.session.attempts == 1 and within(scene.session.wake_at - 2 - DEADLINE, PAUSE)


def test_many_devices_do_not_ask_at_the_same_moment():
    pauses = set()
    for number in range(16):
        scene = Scene(number=number)
        scene.tick()
        pauses.add(pause_of(scene, DEADLINE))
    assert len(pauses) == 16


def test_a_refusal_is_no_lie_and_the_question_is_repeated():
    scene = Scene()
    for failures, (status, body) in enumerate(((BUSY, "later"), (NOT_FOUND, "none"), (99, ""), (OK, None), (OK, [1]))):
        scene.respond(status, body, now=1000)
        assert scene.session.faults == {"Refused": failures + 1}
        assert within(pause_of(scene, 1000), PAUSE << failures)
        assert len(requests(scene.tick())) == 1


def test_whatever_is_malformed_or_breaks_a_rule_bans_with_its_reason():
    scene = Scene()
    first, second = split(scene.tree.run("1 2"))
    bad = packed.serialize(1, [first, unmine(second)])
    easy = child(scene.tree.states["0"], scene.tree.network, version=1)
    for topic, payload, reason in (
        (TIP, b"", "Truncated"),
        (TIP, b"\xff", "Unsupported"),
        (TIP, encode([0, 1]), "BadSchema"),
        (TIP, headers(scene.tree, "1") + b"\x00", "TrailingBytes"),
        (TIP, bad, "HighHash"),
        (TIP, packed.serialize(1, [easy]), "BadVersion"),
        (RESPONSES, b"\x80", "BadSchema"),
        (RESPONSES, response(101, OK, b"\x80"), "BadSchema"),
        (RESPONSES, response(101, OK, bad), "HighHash"),
        (RESPONSES, response(7, BUSY, "x" * 201), "BadSchema"),
        (TIP, bytes(MAX_MESSAGE + 1), "TooLarge"),
        (RESPONSES, response(101, OK, bytes(MAX_MESSAGE + 1)), "TooLarge"),
    ):
        scene = Scene()
        before = scene.ledger.save()
        assert scene.session.receive(topic, payload, 5) == []
        assert scene.session.faults == {reason: 1}, (topic, payload, scene.session.faults)
        assert scene.session.banned_until == scene.session.wake_at == 5 + BAN
        assert scene.session.claim is None and scene.session.asked is None
        assert scene.ledger.save() == before


def test_a_large_answer_for_somebody_else_is_no_lie():
    scene = Scene()
    assert scene.session.receive(RESPONSES, response(7, OK, bytes(100_000)), 1) == []
    assert scene.session.faults == {} and scene.session.asked == 101


def test_who_is_banned_is_not_heard_until_the_ban_ends_and_then_asked():
    scene = Scene()
    scene.session.receive(TIP, b"", 5)
    for now in (6, 4 + BAN):
        assert scene.tip("1 2 3", now) == [] and scene.tick(now) == []
        assert scene.session.receive(TIP, b"", now) == []
    assert scene.ledger.height == 0 and scene.session.faults == {"Truncated": 1}
    scene.session.stop()
    assert scene.session.start(100) == [(SUBSCRIBE, RESPONSES), (SUBSCRIBE, TIP)]
    assert scene.session.wake_at == 5 + BAN
    assert len(requests(scene.tick(5 + BAN))) == 1
    assert scene.tip("1 2 3", 6 + BAN) == [] and scene.ledger.height == 3


def test_a_block_that_is_too_new_is_perhaps_a_wrong_clock_of_ours():
    scene = Scene()
    clock = scene.tree.states["3"].times[-1] - 7201
    assert scene.tip("1 2 3", 1, clock) == []
    assert scene.session.faults == {"TimeTooNew": 1} and scene.session.claim is None
    assert scene.session.asked == 101 and scene.session.wake_at == DEADLINE
    scene.answer("1 2 3", 2, clock)
    assert scene.session.faults == {"TimeTooNew": 2} and scene.ledger.height == 0
    assert within(pause_of(scene, 2), PAUSE) and not scene.session.banned_until
    assert len(requests(scene.tick())) == 1
    scene.answer("1 2 3", 9, clock + 1)
    assert scene.ledger.height == 3


def test_an_answer_that_links_to_nothing_is_noted():
    scene = Scene()
    scene.answer("5 6 7")
    assert scene.session.faults == {"Unlinked": 1} and scene.ledger.height == 0
    assert within(pause_of(scene, 2), PAUSE)
    assert scene.session.claim == (7, scene.hash("7")) and not scene.session.reached()


def test_a_fork_below_the_window_links_to_nothing():
    scene = Scene(count=8, known=8, window=4)
    scene.tree.grow(names(2, 10, "b"), after="1")
    scene.answer("2b 3b")
    assert scene.session.faults == {"Unlinked": 1} and scene.ledger.tip == scene.hash("8")


def test_a_block_that_is_announced_and_not_delivered_is_withheld():
    scene = Scene(known=3)
    scene.answer("3")
    scene.tip("8 9 10")
    for blocks, failures in (("3", 1), ("", 2), ("2 3", 3)):
        scene.answer(blocks)
        assert scene.session.faults == {"Withheld": failures}
        assert within(pause_of(scene, 2), PAUSE << failures - 1)
        assert scene.session.claim == (10, scene.hash("10"))
        assert len(requests(scene.tick())) == 1
    scene.answer(names(4, 10))
    assert scene.answer("10") == [] and scene.session.attempts == 0
    assert scene.session.reached() and scene.session.wake_at == 2 + POLL


def test_a_gateway_that_is_behind_withholds_nothing():
    scene = Scene(known=8)
    assert scene.tip("4 5 6") == []
    assert scene.answer("6") == [] and scene.session.faults == {}
    assert scene.session.claim == (6, scene.hash("6")) and scene.session.wake_at == 2 + POLL


def test_faults_are_counted_by_reason_and_nothing_else_grows():
    scene = Scene()
    now = 0
    for _ in range(50):
        for payload in (b"", b"\xff", b"\x80", b"\x00\x00"):
            scene.session.receive(TIP, payload, now)
            now += BAN
            assert len(requests(scene.session.tick(now))) == 1
    assert scene.session.faults == {"Truncated": 50, "Unsupported": 50, "BadSchema": 50, "TrailingBytes": 50}
    assert scene.session.asked == 101 + 200 and scene.session.batch is None
