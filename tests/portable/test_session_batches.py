from lightclient.bitcoin import packed
from lightclient.bitcoin.header import split
from lightclient.bitcoin.ledger import load
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.session import DEADLINE, PATIENCE, SUBSCRIBE, UNSUBSCRIBE, Session
from lightclient.sync.topics import BATCH, RESPONSES, SETTLED, TIP
from tests.portable.mining import unmine
from tests.portable.scene import Scene, headers, names, requests, show

COUNT = 2 * BATCH + SETTLED - 1  # the height at which a second batch is settled
LONG = Scene(COUNT).tree  # mined once


def catching_up(known=0, height=COUNT):
    """Return a scene whose gateway has announced the block at `height`."""
    scene = Scene(1)
    scene.tree = LONG
    scene.ledger.extend(split(LONG.run(names(1, known))), 1, None)
    scene.session.start(0)
    scene.answer("0")
    scene.tip(names(height - 11, height))
    return scene


def batch(number, first=0, last=BATCH - 1):
    blocks = names(number * BATCH + first, number * BATCH + last)
    return packed.serialize(number * BATCH + first, split(LONG.run(blocks)))


def receive(scene, number, payload, now=3):
    scene.wants = show(scene.session.receive, "headers/" + str(number), payload, now)
    return scene.wants


def test_what_is_settled_comes_in_batches_one_at_a_time():
    scene = catching_up()
    assert scene.wants == [(SUBSCRIBE, "headers/0")]
    assert scene.session.wake_at == 1 + PATIENCE and scene.session.asked is None
    assert receive(scene, 0, batch(0)) == [(UNSUBSCRIBE, "headers/0"), (SUBSCRIBE, "headers/1")]
    assert scene.ledger.height == 63 and scene.session.wake_at == 3 + PATIENCE
    assert receive(scene, 1, batch(1))[0] == (UNSUBSCRIBE, "headers/1")
    [(_, _, _, locator)] = requests(scene.wants)  # the next batch is not settled yet
    assert locator[0] == (127, LONG.hash("127"))
    scene.answer(names(128, COUNT))
    assert scene.answer(str(COUNT)) == [] and scene.ledger.height == COUNT and scene.session.faults == {}


def test_a_batch_is_awaited_only_when_it_is_settled():
    assert catching_up(height=BATCH + SETTLED - 1).wants == [(SUBSCRIBE, "headers/0")]
    assert len(requests(catching_up(height=BATCH + SETTLED - 2).wants)) == 1


def test_a_batch_begins_where_the_ledger_stands():
    for known, number in ((0, 0), (62, 0), (63, 1), (126, 1)):
        assert catching_up(known).wants == [(SUBSCRIBE, "headers/" + str(number))]
    assert len(requests(catching_up(127).wants)) == 1
    scene = catching_up(70)
    assert receive(scene, 1, batch(1))[0] == (UNSUBSCRIBE, "headers/1") and scene.ledger.height == 127


def test_news_do_not_disturb_a_batch_that_is_awaited():
    scene = catching_up()
    assert scene.tip(names(COUNT - 11, COUNT), now=4) == []
    assert scene.session.batch == 0 and scene.session.wake_at == 1 + PATIENCE


def test_a_broker_without_the_batch_is_asked_for_no_other_one():
    scene = catching_up()
    assert scene.tick(PATIENCE) == []
    wants = scene.tick(1 + PATIENCE)
    assert wants[0] == (UNSUBSCRIBE, "headers/0") and len(requests(wants)) == 1
    assert scene.session.wake_at == 1 + PATIENCE + DEADLINE and scene.session.faults == {}
    for first, last in ((1, 60), (61, 120)):
        assert len(requests(scene.answer(names(first, last), 9))) == 1 and len(scene.wants) == 1
    assert receive(scene, 0, batch(0)) == [] and scene.session.asked is not None  # too late
    scene.session.stop()
    scene.session.start(100)
    scene.answer(names(100, 126))
    assert len(requests(scene.wants)) == 1


def test_a_batch_that_does_not_lead_to_the_next_one_is_the_last():
    for payload, height in (
        (batch(0, 0, 30), 30),
        (batch(0, 10, 63), 0),
        (batch(1), 0),
        (packed.serialize(0, []), 0),
        (batch(0, 0, 0), 0),
    ):
        scene = catching_up()
        wants = receive(scene, 0, payload)
        assert wants[0] == (UNSUBSCRIBE, "headers/0") and len(requests(wants)) == 1
        assert scene.ledger.height == height and not scene.session.retained
        assert scene.session.faults == {}


def test_a_batch_with_a_bad_header_bans_the_gateway():
    run = split(LONG.run(names(0, 63)))
    scene = catching_up()
    assert receive(scene, 0, packed.serialize(0, run[:-1] + [unmine(run[-1])])) == [(UNSUBSCRIBE, "headers/0")]
    assert scene.session.faults == {"HighHash": 1} and scene.ledger.height == 0
    assert scene.session.batch is None


def test_a_batch_that_another_gateway_delivered_first_is_no_fault_of_this_one():
    scene = catching_up()
    scene.ledger.extend(split(LONG.run(names(1, 63))), 1, None)
    assert receive(scene, 0, batch(0)) == [(UNSUBSCRIBE, "headers/0"), (SUBSCRIBE, "headers/1")]
    assert scene.session.retained


def test_a_start_drops_the_batch_that_a_stop_left():
    scene = catching_up()
    scene.session.stop()
    wants = scene.session.start(50)
    assert wants[:3] == [(UNSUBSCRIBE, "headers/0"), (SUBSCRIBE, RESPONSES), (SUBSCRIBE, TIP)]
    assert len(requests(wants)) == 1 and scene.session.batch is None


def test_after_a_power_cut_in_a_batch_the_same_one_is_awaited_again():
    scene = catching_up()
    receive(scene, 0, batch(0))
    ledger = load(scene.ledger.save(), REGTEST, 144)
    session = Session(ledger, 9000)
    session.start(0)
    scene = Scene(1)
    scene.tree, scene.ledger, scene.session = LONG, ledger, session
    scene.answer("63")
    assert scene.tip(names(COUNT - 11, COUNT)) == [(SUBSCRIBE, "headers/1")]
    receive(scene, 1, batch(1))
    assert ledger.tip == LONG.hash("127")


def test_answers_lead_to_batches_as_well():
    scene = Scene(1)
    scene.tree = LONG
    scene.tip(names(COUNT - 11, COUNT))
    assert scene.answer(names(1, 20)) == [(SUBSCRIBE, "headers/0")]
    assert scene.session.claim == (COUNT, LONG.hash(str(COUNT)))
    assert headers(LONG, names(0, 63)) == batch(0)


def test_whoever_cannot_take_a_batch_asks_for_as_much_as_it_can_take():
    scene = Scene(1)
    scene.tree = LONG
    scene.session = Session(scene.ledger, 100, 1024)
    ((_, _, limit, _),) = requests(scene.session.start(0))
    scene.answer("0")
    scene.tip(names(COUNT - 11, COUNT))
    assert [request[2] for request in requests(scene.wants)] == [limit] == [1024]
    scene.answer("0")
    assert scene.session.faults == {"Withheld": 1}
    scene.tick()
    scene.answer(names(1, 40))
    assert scene.session.faults == {"Withheld": 1, "TooLarge": 1} and scene.session.banned_until > 1000
