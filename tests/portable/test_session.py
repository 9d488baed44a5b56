from lightclient.bitcoin.header import split
from lightclient.bitcoin.ledger import load
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.messages import MAX_MESSAGE, OK, RUN, response
from lightclient.sync.session import DEADLINE, POLL, SUBSCRIBE, Session
from lightclient.sync.topics import RESPONSES, TIP
from tests.portable.scene import Scene, headers, names, requests


def test_a_start_subscribes_and_asks():
    scene = Scene(known=5)
    assert scene.wants[:2] == [(SUBSCRIBE, RESPONSES), (SUBSCRIBE, TIP)] and len(scene.wants) == 3
    [(number, kind, limit, locator)] = requests(scene.wants)
    assert (number, kind, limit) == (101, RUN, MAX_MESSAGE)
    assert locator == [(height, scene.hash(str(height))) for height in (5, 4, 2, 0)]
    assert scene.session.wake_at == DEADLINE


def test_ids_go_on_at_zero_after_the_last_one():
    scene = Scene(number=0xFFFFFFFE)
    assert requests(scene.wants)[0][0] == 0xFFFFFFFF
    assert requests(scene.answer("1"))[0][0] == 0


def test_newest_headers_that_link_need_no_request():
    scene = Scene()
    assert scene.tip("1 2 3") == [] and scene.ledger.tip == scene.hash("3")
    assert scene.session.claim == (3, scene.hash("3"))
    assert scene.tip("2 3 4 5") == [] and scene.ledger.tip == scene.hash("5")


def test_an_answer_without_news_ends_the_asking_until_the_next_poll():
    scene = Scene(known=5)
    assert scene.answer("5", now=2) == []
    assert scene.session.wake_at == 2 + POLL and scene.session.faults == {}
    assert scene.tick(1 + POLL) == []
    assert len(requests(scene.tick(2 + POLL))) == 1


def test_a_gap_is_asked_for_with_a_locator():
    scene = Scene(known=3)
    scene.answer("3")
    [(number, kind, _, locator)] = requests(scene.tip("8 9 10", now=3))
    assert (number, kind) == (102, RUN)
    assert locator[0] == (3, scene.hash("3")) and locator[-1] == (0, scene.hash("0"))
    assert scene.session.claim == (10, scene.hash("10")) and scene.ledger.height == 3


def test_there_is_one_request_in_flight_and_no_more():
    scene = Scene()
    for now in range(1, 9):
        assert scene.tip("8 9 10", now) == []
    assert scene.session.asked == 101 and scene.session.wake_at == DEADLINE


def test_answers_go_on_until_they_bring_nothing_new():
    scene = Scene()
    for blocks, height in (("1 2 3", 3), ("4 5 6 7", 7), ("8", 8)):
        [(_, _, _, locator)] = requests(scene.answer(blocks))
        assert locator[0] == (height, scene.hash(str(height)))
    assert scene.answer("8") == [] and scene.ledger.height == 8
    assert scene.session.wake_at == 2 + POLL


def test_an_answer_that_is_late_doubled_or_for_somebody_else_is_passed_over():
    scene = Scene()
    first = response(101, OK, headers(scene.tree, "1 2"))
    assert len(requests(scene.session.receive(RESPONSES, first, 1))) == 1
    for number, body in ((101, headers(scene.tree, "3")), (7, b"nonsense"), (0, [1, 2, None]), (103, 600)):
        assert scene.session.receive(RESPONSES, response(number, OK, body), 2) == []
    assert scene.ledger.height == 2 and scene.session.asked == 102 and scene.session.wake_at == 1 + DEADLINE
    assert scene.session.faults == {} and scene.session.receive(RESPONSES, first, 3) == []


def test_a_reorganisation_in_many_messages_goes_by_its_side_branch():
    #         2a - 3a - 4a - 5a
    #        /
    #   0 - 1
    #        \
    #         2b - 3b - 4b - 5b - 6b      two headers in an answer
    scene = Scene(count=1, known=1)
    tree = scene.tree
    scene.ledger.extend(split(tree.grow("2a 3a 4a 5a", after="1")), 2, None)
    tree.grow("2b 3b 4b 5b 6b", after="1")
    scene.session.start(0)
    for blocks, tip in (("2b 3b", "3b"), ("4b 5b", "5b")):
        [(_, _, _, locator)] = requests(scene.answer(blocks))
        assert locator[:2] == [(5, tree.hash("5a")), (tree.states[tip].height, tree.hash(tip))]
        assert scene.ledger.tip == tree.hash("5a")
    assert len(requests(scene.answer("6b"))) == 1
    assert scene.ledger.tip == tree.hash("6b")
    assert scene.answer("6b") == [] and scene.session.faults == {}


def test_a_branch_with_less_work_is_known_and_not_asked_for_again():
    #   0 - 1 - 2a - 3a
    #        \
    #         2b - 3b
    scene = Scene(count=1, known=1)
    scene.ledger.extend(split(scene.tree.grow("2a 3a", after="1")), 2, None)
    scene.tree.grow("2b 3b", after="1")
    scene.session.start(0)
    assert scene.tip("2b 3b") == [] and scene.session.reached()
    assert len(requests(scene.answer("3b"))) == 1  # for it had been asked before
    assert scene.answer("3b") == [] and scene.session.faults == {}


def test_a_stop_forgets_what_was_asked_and_a_start_asks_anew():
    scene = Scene()
    late = response(scene.session.asked, OK, headers(scene.tree, "1"))
    scene.session.stop()
    assert scene.session.wake_at is None and scene.session.asked is None
    assert scene.session.tick(1000) == []
    for topic, payload in ((TIP, headers(scene.tree, "1")), (RESPONSES, late)):
        assert scene.session.receive(topic, payload, 1000) == []
    assert scene.ledger.height == 0 and scene.session.heard_at is None
    wants = scene.session.start(2000)
    assert wants[:2] == [(SUBSCRIBE, RESPONSES), (SUBSCRIBE, TIP)]
    assert requests(wants)[0][0] == 102 and scene.session.wake_at == 2000 + DEADLINE
    assert scene.session.receive(RESPONSES, late, 2001) == [] and scene.ledger.height == 0


def test_after_a_power_cut_it_goes_on_where_it_was_saved():
    scene = Scene(window=12)
    scene.answer(names(1, 6))
    saved = scene.ledger.save()
    scene.answer("7 8")
    ledger = load(saved, REGTEST, 12)
    session = Session(ledger, 5000)
    [(number, _, _, locator)] = requests(session.start(0))
    assert locator[0] == (6, scene.hash("6"))
    assert len(requests(session.receive(RESPONSES, response(number, OK, headers(scene.tree, names(7, 10))), 1))) == 1
    assert ledger.tip == scene.hash("10")


def test_other_topics_say_nothing():
    scene = Scene(known=3)
    scene.answer("3")
    for topic in ("status", "headers/0", "headers/x", "req/me", "", "tip/"):
        assert scene.session.receive(topic, b"\xff\xff", 3) == []
    assert scene.session.faults == {} and scene.session.wake_at == 2 + POLL


def test_a_gateway_that_has_nothing_yet_is_asked_again_later():
    scene = Scene()
    assert scene.tip("0") == [] and scene.session.claim == (0, scene.hash("0"))
    assert scene.answer("") == []
    assert scene.session.wake_at == 2 + POLL and scene.session.faults == {}
