"""A session with one gateway, message by message: what it asks, what it makes of the answers, and how long it waits."""

from lightclient.bitcoin import packed
from lightclient.bitcoin.header import hash_of, split
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.cbor import encode
from lightclient.sync.asking import BAN, DEADLINE, LONGEST_PAUSE, PATIENCE, PAUSE, POLL, SEND, SUBSCRIBE, UNSUBSCRIBE
from lightclient.sync.messages import BUSY, MAX_MESSAGE, OK, UNAVAILABLE
from lightclient.sync.session import Session
from lightclient.sync.topics import BATCH, KEPT, RESPONSES, STATUS, TIP
from tests.portable.mining import EASY, START, child, mine, run_of, unmine
from tests.portable.scene import Hand, headers, names

SETTLED = REGTEST.cadence.settled
COUNT = 2 * BATCH + SETTLED - 1  # the height at which a second batch is settled
LONG = Hand(COUNT).tree  # mined once


def within(pause, shortest):
    """Ids spread the requests of many devices over almost twice the shortest pause."""
    return shortest <= pause < 2 * shortest


def test_a_start_subscribes_and_asks():
    hand = Hand(known=5)
    assert hand.wants[:3] == [(SUBSCRIBE, RESPONSES), (SUBSCRIBE, STATUS), (SUBSCRIBE, TIP)]
    assert hand.locator() == [(height, hand.hash(str(height))) for height in (5, 4, 2, 0)]
    assert hand.session.wake_at == DEADLINE


def test_newest_headers_that_link_need_no_request():
    hand = Hand()
    assert hand.tip("1 2 3") == [] and hand.ledger.tip == hand.hash("3")
    assert hand.session.claim == (3, hand.hash("3"))
    assert hand.tip("2 3 4 5") == [] and hand.ledger.tip == hand.hash("5")


def test_an_answer_without_news_ends_the_asking_until_the_next_poll():
    hand = Hand(known=5)
    assert hand.answer("5", now=2) == []
    assert hand.session.wake_at == 2 + POLL and hand.session.faults == {}
    assert hand.tick(1 + POLL) == []
    hand.tick(2 + POLL)
    assert hand.locator()[0] == (5, hand.hash("5"))


def test_a_gap_is_asked_for_and_there_is_one_request_in_flight_and_no_more():
    hand = Hand(known=3)
    hand.answer("3")
    hand.tip("8 9 10", now=3)
    assert hand.locator()[0] == (3, hand.hash("3")) and hand.locator()[-1] == (0, hand.hash("0"))
    assert hand.session.claim == (10, hand.hash("10")) and hand.ledger.height == 3
    for now in range(4, 12):
        assert hand.tip("8 9 10", now) == []


def test_answers_go_on_until_they_bring_nothing_new():
    hand = Hand()
    for blocks, height in (("1 2 3", 3), ("4 5 6 7", 7), ("8", 8)):
        hand.answer(blocks)
        assert hand.locator()[0] == (height, hand.hash(str(height)))
    assert hand.answer("8") == [] and hand.ledger.height == 8


def test_a_reorganisation_in_many_messages_goes_by_its_side_branch():
    #         2a - 3a - 4a - 5a
    #        /
    #   0 - 1
    #        \\
    #         2b - 3b - 4b - 5b - 6b      two headers in an answer
    hand = Hand(count=1, known=1)
    tree = hand.tree
    hand.ledger.extend(run_of(tree.grow("2a 3a 4a 5a", after="1")), 2, None)
    tree.grow("2b 3b 4b 5b 6b", after="1")
    hand.session.start(0)
    for blocks, tip in (("2b 3b", "3b"), ("4b 5b", "5b")):
        hand.answer(blocks)
        assert hand.locator()[:2] == [(5, tree.hash("5a")), (tree.states[tip].height, tree.hash(tip))]
        assert hand.ledger.tip == tree.hash("5a")
    hand.answer("6b")
    assert hand.ledger.tip == tree.hash("6b")
    assert hand.answer("6b") == [] and hand.session.faults == {}


def test_a_stop_forgets_what_was_asked_and_a_start_asks_anew():
    hand = Hand()
    hand.session.stop()
    assert hand.session.wake_at is None and hand.session.asked is None
    assert hand.session.tick(1000) == []
    assert hand.tip("1", 1000) == [] and hand.answer("1", 1000) == []
    assert hand.ledger.height == 0 and hand.session.answered_at is None
    hand.wants = hand.session.start(2000)
    assert hand.session.asked == 102 and hand.session.wake_at == 2000 + DEADLINE


def test_a_gateway_that_shows_nothing_is_refusing():
    hand = Hand()
    assert hand.answer("") == [] and hand.session.faults == {"Empty": 1} and hand.session.refused
    assert within(hand.session.wake_at - 2, PAUSE)


# -- pauses and faults


def test_without_an_answer_the_gateway_is_silent_and_asked_again_later_and_later():
    hand = Hand()
    for failures in range(1, 13):
        deadline = hand.session.wake_at
        assert hand.tick(deadline - 1) == [] and hand.session.asked is not None
        assert hand.tick(deadline) == [] and hand.session.asked is None
        assert hand.session.faults == {"Silent": failures}
        assert within(hand.session.wake_at - deadline, min(PAUSE << failures - 1, LONGEST_PAUSE))
        hand.tick()
        assert hand.session.asked is not None


def test_what_brings_something_makes_the_next_pause_short_again():
    hand = Hand()
    for _ in range(5):
        hand.tick()
        hand.tick()
    hand.answer("1")
    assert hand.session.attempts == 0


def test_many_devices_do_not_ask_at_the_same_moment():
    pauses = set()
    for number in range(16):
        hand = Hand(number=number)
        hand.tick()
        pauses.add(hand.session.wake_at)
    assert len(pauses) == 16


def test_a_refusal_is_no_lie_and_the_question_is_repeated():
    hand = Hand()
    for failures, (status, body) in enumerate(((BUSY, "later"), (UNAVAILABLE, "no"), (99, ""), (OK, None), (OK, [1]))):
        hand.respond(status, body, now=1000)
        assert hand.session.faults == {"Refused": failures + 1}
        assert within(hand.session.wake_at - 1000, PAUSE << failures)
        hand.tick()
    assert hand.session.last == "Refused"


def test_a_fault_says_what_was_wrong_and_the_log_hears_of_it_ever_more_rarely():
    hand = Hand()
    hand.respond(BUSY, "a node that sleeps \x1b[2J", now=0)
    assert hand.session.last == "Refused: a node that sleeps ?[2J"
    told = []
    for count in range(1, 100):
        if hand.session.news:
            told.append(count)
        hand.session.news = False
        hand.session.mark("Refused")
    assert told == [1, 2, 4, 8, 16, 32, 64]


def test_what_breaks_a_rule_bans_with_its_reason_and_changes_nothing():
    tree = Hand().tree
    first, second = split(tree.run("1 2"))
    bad = packed.serialize(1, [first, unmine(second)])
    easy = packed.serialize(1, [child(tree.states["0"], tree.network, version=1)])
    for payload, reason in ((bad, "HighHash"), (easy, "BadVersion"), (bytes(MAX_MESSAGE + 1), "TooLarge")):
        for push in (True, False):
            hand = Hand(tree=tree)
            before = hand.ledger.save()
            assert (hand.push(TIP, payload, 5) if push else hand.respond(OK, payload, 5)) == []
            assert hand.session.faults == {reason: 1}
            assert hand.session.last.startswith(reason)
            assert hand.ledger.save() == before
            if reason != "TooLarge":
                assert hand.session.banned_until == hand.session.wake_at == 5 + BAN
                assert hand.session.claim is None and hand.session.asked is None


def test_what_does_not_decode_may_have_been_damaged_on_its_way():
    for payload, reason in (
        (b"", "Truncated"),
        (b"\xff", "Unsupported"),
        (encode([0, 1]), "BadSchema"),
        (headers(Hand().tree, "1") + b"\x00", "TrailingBytes"),
    ):
        hand = Hand()
        hand.push(TIP, payload, 5)
        assert hand.session.faults == {reason: 1} and not hand.session.banned_until
        hand.respond(OK, payload, 6)
        assert hand.session.faults == {reason: 2} and within(hand.session.wake_at - 6, PAUSE)


def test_who_is_banned_is_not_heard_until_the_ban_ends_and_then_asked():
    hand = Hand()
    first, second = split(hand.tree.run("1 2"))
    hand.push(TIP, packed.serialize(1, [first, unmine(second)]), 5)
    for now in (6, 4 + BAN):
        assert hand.tip("1 2 3", now) == [] and hand.tick(now) == []
    assert hand.ledger.height == 0
    hand.session.stop()
    hand.wants = hand.session.start(100)
    assert SEND not in [want[0] for want in hand.wants] and hand.session.wake_at == 5 + BAN
    hand.tick(5 + BAN)
    assert hand.locator()
    assert hand.tip("1 2 3", 6 + BAN) == [] and hand.ledger.height == 3


def test_a_block_that_is_too_new_is_perhaps_a_wrong_clock_of_ours():
    hand = Hand()
    clock = hand.tree.states["3"].times[-1] - 7201
    assert hand.tip("1 2 3", 1, clock) == []
    assert hand.session.faults == {"TimeTooNew": 1} and hand.session.claim is None
    hand.answer("1 2 3", 2, clock)
    assert hand.session.faults == {"TimeTooNew": 2} and hand.ledger.height == 0
    assert within(hand.session.wake_at - 2, PAUSE) and not hand.session.banned_until
    hand.tick()
    hand.answer("1 2 3", 9, clock + 1)
    assert hand.ledger.height == 3


def test_a_block_that_is_announced_and_not_delivered_is_withheld_and_forgotten():
    hand = Hand(known=3)
    hand.answer("3")
    hand.tip("8 9 10")
    hand.answer("3")
    assert hand.session.faults == {"Withheld": 1} and hand.session.withheld
    assert within(hand.session.wake_at - 2, PAUSE) and hand.session.claim is None


def test_a_gateway_that_is_behind_withholds_nothing():
    hand = Hand(known=8)
    assert hand.tip("4 5 6") == []
    assert hand.answer("6") == [] and hand.session.faults == {}
    assert hand.session.claim == (6, hand.hash("6")) and hand.session.wake_at == 2 + POLL


# -- batches that the broker keeps


def catching_up(known=0, height=COUNT):
    """Return a session whose gateway has announced the block at `height`."""
    hand = Hand(tree=LONG)
    hand.ledger.extend(run_of(LONG.run(names(1, known))), 1, None)
    hand.session.start(0)
    hand.answer(str(max(known, 1)) if known else "1")
    hand.session.asked = None
    hand.tip(names(height - 11, height))
    return hand


def batch(number, first=0, last=BATCH - 1):
    blocks = names(number * BATCH + first, number * BATCH + last)
    return packed.serialize(number * BATCH + first, split(LONG.run(blocks)))


def receive(hand, number, payload, now=3):
    return hand.push("headers/" + str(number), payload, now)


def test_what_is_settled_comes_in_batches_one_at_a_time():
    hand = catching_up()
    assert hand.wants == [(SUBSCRIBE, "headers/0")]
    assert hand.session.wake_at == 1 + PATIENCE and hand.session.asked is None
    assert receive(hand, 0, batch(0)) == [(UNSUBSCRIBE, "headers/0"), (SUBSCRIBE, "headers/1")]
    assert hand.ledger.height == 63 and hand.session.wake_at == 3 + PATIENCE
    assert receive(hand, 1, batch(1))[0] == (UNSUBSCRIBE, "headers/1")
    assert hand.locator()[0] == (127, LONG.hash("127"))  # the next batch is not settled yet
    hand.answer(names(128, COUNT))
    assert hand.answer(str(COUNT)) == [] and hand.ledger.height == COUNT and hand.session.faults == {}


def test_a_batch_is_awaited_only_when_it_is_settled():
    assert catching_up(height=BATCH + SETTLED - 1).wants == [(SUBSCRIBE, "headers/0")]
    assert catching_up(height=BATCH + SETTLED - 2).locator()


def test_a_batch_begins_where_the_ledger_stands():
    for known, number in ((2, 0), (62, 0), (63, 1), (126, 1)):
        assert catching_up(known).wants == [(SUBSCRIBE, "headers/" + str(number))]
    hand = catching_up(70)
    assert receive(hand, 1, batch(1))[0] == (UNSUBSCRIBE, "headers/1") and hand.ledger.height == 127


def test_a_broker_without_the_batch_is_asked_for_no_other_one():
    hand = catching_up()
    assert hand.tick(PATIENCE) == []
    assert hand.tick(1 + PATIENCE)[0] == (UNSUBSCRIBE, "headers/0")
    assert hand.locator() and hand.session.faults == {}
    hand.answer(names(2, 60), 9)
    assert hand.locator()
    assert receive(hand, 0, batch(0)) == []  # too late


def test_a_batch_that_does_not_lead_to_the_next_one_is_the_last():
    for payload, height in ((batch(0, 0, 30), 30), (batch(0, 10, 63), 1), (batch(1), 1), (batch(0, 0, 0), 1)):
        hand = catching_up()
        assert receive(hand, 0, payload)[0] == (UNSUBSCRIBE, "headers/0")
        assert hand.locator() and hand.ledger.height == height and not hand.session.retained


def test_a_batch_with_a_bad_header_bans_the_gateway():
    run = split(LONG.run(names(0, 63)))
    hand = catching_up()
    assert receive(hand, 0, packed.serialize(0, run[:-1] + [unmine(run[-1])])) == [(UNSUBSCRIBE, "headers/0")]
    assert hand.session.faults == {"HighHash": 1} and hand.ledger.height == 1 and hand.session.batch is None


def test_a_start_drops_the_batch_that_a_stop_left():
    hand = catching_up()
    hand.session.stop()
    assert hand.session.start(50)[0] == (UNSUBSCRIBE, "headers/0") and hand.session.batch is None


def test_whoever_cannot_take_a_batch_asks_for_as_much_as_it_can_take():
    hand = Hand(tree=LONG, limit=1024)
    hand.answer("1")
    hand.session.asked = None
    hand.tip(names(COUNT - 11, COUNT))
    assert hand.locator()


def verb_at(tip):
    """Return what a session at block 1 does next when the gateway shows a tip at this height."""
    first = mine(hash_of(REGTEST.genesis), START, EASY)
    hand = Hand(tree=LONG)
    hand.session = Session(hand.ledger, hand.fresh, [])
    hand.session.start(0)
    hand.push(TIP, packed.serialize(tip, [mine(bytes(32), START, EASY)]), 0)
    wants = hand.respond(OK, packed.serialize(1, [first]), 0)
    assert len(wants) == 1
    return wants[0][0]


def test_a_batch_is_awaited_where_the_broker_keeps_it():
    settled = BATCH + SETTLED - 1
    assert [verb_at(settled - 1), verb_at(settled)] == [SEND, SUBSCRIBE]
    last = (KEPT + 1) * BATCH + SETTLED - 2
    assert [verb_at(last), verb_at(last + 1)] == [SUBSCRIBE, SEND]
