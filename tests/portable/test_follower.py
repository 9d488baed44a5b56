from lightclient.codec.cbor import encode
from lightclient.codec.errors import BadSchema
from lightclient.sync.errors import BadGateways, NoAnswer, NotFound, TooManyQuestions
from lightclient.sync.follower import Follower
from lightclient.sync.messages import BUSY, COVERED, NOT_FOUND, OK, RUN, UNSUPPORTED, WATCH, presence, printable
from lightclient.sync.quorum import (
    BEHIND,
    CATCHING_UP,
    FOLLOWING,
    FORKED,
    OFFLINE,
    SILENT,
    SLOW,
    STALE,
    STARTING,
    SYNCED,
    UNCONFIRMED,
    WITHHOLDING,
)
from lightclient.sync.topics import RESPONSES, STATUS, TIP
from lightclient.sync.watches import OLDER
from tests.portable.support import raises
from tests.portable.toy.ledger import COUNT, CountAt, grow
from tests.portable.toy.world import LIMIT, NAME, NETWORK, SECRET, Gateway, World, chain

BLOCKS = chain(9)
CLOCK = BLOCKS[-1][2] + 10


def counts(world, height, seconds=60):
    asked = world.follower.ask(CountAt(world.ledger, height), world.now, seconds)
    world.run(seconds)
    return asked


def kinds(gateway):
    return [kind for kind, _ in gateway.asked]


def test_one_gateway_is_enough_to_follow():
    world = World({"gw": Gateway(BLOCKS)})
    assert world.chain() == STARTING
    assert world.connect() == SYNCED
    assert (world.ledger.height, world.ledger.count, world.gateway("gw")) == (9, 90, FOLLOWING)


def test_what_a_broker_remembers_is_no_answer():
    gateway = Gateway(BLOCKS)
    gateway.publish()
    gateway.silent = True
    world = World({"gw": gateway}, saved=encode(["TOY", "toy", BLOCKS[8]]))
    assert world.connect() == STARTING
    assert world.ledger.height == 9
    assert world.gateway("gw") == SILENT
    assert world.run(60) == STARTING


def test_a_last_will_is_heard_and_outlived():
    gateway = Gateway(BLOCKS)
    gateway.publish()
    gateway.retained[STATUS] = presence(False)
    gateway.silent = True
    world = World({"gw": gateway})
    world.connect()
    assert world.gateway("gw") == OFFLINE
    gateway.silent = False
    world.deliver("gw", STATUS, presence(True))
    assert world.run(10) == SYNCED
    assert world.gateway("gw") == FOLLOWING
    world.deliver("gw", STATUS, presence(False))
    assert (world.chain(), world.gateway("gw")) == (STARTING, OFFLINE)


def test_a_tip_that_is_too_old_is_stale_if_there_is_a_clock():
    world = World({"gw": Gateway(BLOCKS)})
    world.connect()
    assert world.chain(None) == SYNCED
    assert world.chain(BLOCKS[-1][2] + 3600) == SYNCED
    assert world.chain(BLOCKS[-1][2] + 3601) == STALE


def test_a_boast_delays_nobody():
    liar = Gateway(BLOCKS)
    liar.answers = lambda kind, argument: (OK, encode([BLOCKS[7]]))
    liar.publish()
    far = [99, b"", CLOCK, 0, b""]
    liar.retained[TIP] = encode([far])
    world = World({"liar": liar, "honest": Gateway(BLOCKS)})
    assert world.connect() == SYNCED
    assert world.gateway("liar") == WITHHOLDING
    for _ in range(100):
        world.deliver("liar", TIP, encode([far]))
        assert world.run(0.05) == SYNCED
    assert len(liar.asked) <= 5  # however often it boasts


def test_a_gateway_that_is_never_heard_delays_nobody_for_long():
    world = World({"a": Gateway(BLOCKS), "b": Gateway(BLOCKS)})
    world.gateways["a"].silent = True
    assert world.connect() == CATCHING_UP
    assert world.run(2) == SYNCED


def test_a_gateway_that_is_known_to_be_down_delays_nobody_at_all():
    dead = Gateway(BLOCKS)
    dead.silent = True
    dead.retained[STATUS] = presence(False)
    world = World({"a": dead, "b": Gateway(BLOCKS)})
    assert world.connect() == SYNCED


def test_forty_gateways_that_boast_and_stay_silent_do_not_hide_the_honest_one():
    gateways = {"liar-" + str(number): Gateway(BLOCKS) for number in range(40)}
    for liar in gateways.values():
        liar.publish()
        liar.retained[TIP] = encode([[99, b"", CLOCK, 0, b""]])
        liar.silent = True
    gateways["honest"] = Gateway(BLOCKS)
    world = World(gateways)
    world.connect()
    assert world.run(2) == SYNCED
    assert counts(world, 3, 5).value().place.height == 3


def test_as_many_gateways_as_needed_must_show_the_tip():
    world = World({"a": Gateway(BLOCKS), "b": Gateway(BLOCKS[:8])}, needed=2)
    assert world.connect() == UNCONFIRMED
    world.run(60)
    assert (world.gateway("a"), world.gateway("b")) == (FOLLOWING, BEHIND)
    world.gateways["b"].blocks = BLOCKS
    assert world.run(60) == SLOW  # the counter has not moved for two minutes


def test_two_blocks_of_one_height_end_all_belief():
    world = World({"a": Gateway(BLOCKS), "b": Gateway(BLOCKS)})
    world.connect()
    world.deliver("b", TIP, encode([grow(SECRET, BLOCKS[8], CLOCK, 91)]))
    assert world.chain() == FORKED
    assert "Equivocation" in world.faults("b")
    assert (world.ledger.forked.fields["first"], world.ledger.forked.fields["second"]) == (90, 91)


def test_a_forged_block_bans_its_gateway_and_changes_nothing():
    liar = Gateway(BLOCKS[:8] + [grow(bytes(32), BLOCKS[7], CLOCK, 80)])
    world = World({"honest": Gateway(BLOCKS), "liar": liar})
    world.connect()
    assert world.run(3) == SYNCED
    assert world.ledger.count == 90
    world.deliver("liar", TIP, encode([grow(bytes(32), BLOCKS[9], CLOCK, 80)]))
    assert "Forged" in world.faults("liar")
    assert world.run(0) == SYNCED


def test_a_message_that_is_too_large_or_is_no_message_costs_only_a_mark():
    world = World({"a": Gateway(BLOCKS), "b": Gateway(BLOCKS)})
    world.connect()
    world.deliver("b", TIP, bytes(LIMIT + 1))
    world.deliver("b", RESPONSES + NAME, bytes(LIMIT + 1))
    world.deliver("b", RESPONSES + NAME, b"\xff")
    world.deliver("b", TIP, b"\x9f")
    world.follower.unheard("lc/1/toy/b/tip", world.now, "TooLarge")
    world.follower.unheard("lc/1/toy/nobody/tip", world.now, "TooLarge")
    assert world.faults("b")["TooLarge"] == 3
    assert sum(world.faults("b").values()) == 5
    assert world.run(1) == SYNCED
    assert world.gateway("b") != "banned"


def test_topics_of_others_are_nobodys():
    world = World({"gw": Gateway(BLOCKS)})
    world.connect()
    for topic in ("lc/1/toy/other/tip", "lc/1/toy/gw", "lc/1/other/gw/tip", "lc/1/toy/gw/res/else", "x"):
        world.follower.receive(topic, b"", world.now)
    assert world.faults("gw") == {}


# -- questions


def test_a_question_is_answered_and_judged():
    world = World({"gw": Gateway(BLOCKS)})
    world.connect()
    asked = counts(world, 4)
    assert (asked.value().place.height, asked.by) == (4, "gw")


def test_a_lie_is_marked_and_the_next_gateway_asked_at_once():
    world = World({"honest": Gateway(BLOCKS), "a-liar": Gateway(BLOCKS)})
    world.gateways["a-liar"].answers = lambda kind, argument: (
        (OK, encode(grow(bytes(32), BLOCKS[3], CLOCK, 7)))
        if kind == COUNT
        else world.gateways["honest"].honest(kind, argument)
    )
    world.connect()
    asked = counts(world, 4, 0.01)
    assert (asked.value().place.height, asked.by) == (4, "honest")
    assert world.faults("a-liar") == {"Forged": 1}


def test_a_silent_gateway_costs_two_seconds_and_not_its_whole_deadline():
    world = World({"a": Gateway(BLOCKS), "b": Gateway(BLOCKS)})
    world.connect()
    world.gateways["a"].silent = True
    asked = world.follower.ask(CountAt(world.ledger, 4), world.now)
    world.run(1.9)
    assert not asked.done
    world.run(0.2)
    assert asked.value().place.height == 4


def test_the_order_of_the_gateways_is_the_users_but_healthy_ones_come_first():
    world = World({"b": Gateway(BLOCKS), "a": Gateway(BLOCKS), "c": Gateway(BLOCKS)}, order=["c", "b", "a"])
    world.connect()
    assert world.follower.by_health(world.now) == ["c", "b", "a"]
    world.deliver("c", STATUS, presence(False))
    assert world.follower.by_health(world.now) == ["b", "a", "c"]


def test_why_there_is_no_answer_is_told_apart():
    world = World({"a": Gateway(BLOCKS), "b": Gateway(BLOCKS)})
    world.connect()
    with raises(NotFound) as caught:
        counts(world, 99).value()
    assert caught.error.reasons == {"a": "not yet", "b": "not yet"}
    for gateway in world.gateways.values():
        gateway.silent = True
    with raises(NoAnswer) as caught:
        counts(world, 3).value()
    assert caught.error.reasons == {"a": "no answer", "b": "no answer"}


def test_a_busy_gateway_is_asked_again_ever_more_rarely():
    world = World({"gw": Gateway(BLOCKS)})
    world.connect()
    world.gateways["gw"].answers = lambda kind, argument: (BUSY, "wait")
    asked = world.follower.ask(CountAt(world.ledger, 4), world.now, 100)
    world.run(6)
    assert kinds(world.gateways["gw"]).count(COUNT) == 3  # after 0, 1 and 3 seconds
    assert not asked.done
    world.gateways["gw"].answers = None
    world.run(2)
    assert asked.value().place.height == 4


def test_words_of_a_gateway_cannot_move_a_cursor():
    world = World({"gw": Gateway(BLOCKS)})
    world.connect()
    world.gateways["gw"].answers = lambda kind, argument: (NOT_FOUND, "\x1b[2J gone\x07")
    with raises(NotFound) as caught:
        counts(world, 3).value()
    assert caught.error.reasons == {"gw": "?[2J gone?"}
    for letter in "\x00\x7f\x9b\xa0\xad\u061c\u200b\u200e\u2028\u202e\u2066\u2069\ufeff\U000e0041":
        assert printable("a" + letter + "b") == "a?b", letter
    for text in ("ä€漢\u05d0", "\U0001f600", "~!"):
        assert printable(text) == text


def test_questions_go_side_by_side_and_have_a_bound():
    world = World({"gw": Gateway(BLOCKS)}, questions=3)
    world.connect()
    world.gateways["gw"].silent = True
    asked = [world.follower.ask(CountAt(world.ledger, height), world.now) for height in (1, 2, 3)]
    with raises(TooManyQuestions):
        world.follower.ask(CountAt(world.ledger, 4), world.now)
    world.run(1)
    world.gateways["gw"].silent = False
    world.run(3)
    assert [one.value().place.height for one in asked] == [1, 2, 3]


def test_a_question_without_a_broker_ends_in_time_and_survives_a_break():
    world = World({"gw": Gateway(BLOCKS)})
    asked = counts(world, 1, 20)
    assert asked.done
    with raises(NoAnswer):
        asked.value()
    asked = world.follower.ask(CountAt(world.ledger, 1), world.now, 100)
    world.run(30)
    world.connect()
    assert asked.value().place.height == 1


def test_a_late_answer_answers_nothing_else():
    world = World({"gw": Gateway(BLOCKS)})
    world.connect()
    world.gateways["gw"].silent = True
    first = world.follower.ask(CountAt(world.ledger, 1), world.now, 5)
    number = world.follower.number
    world.run(6)
    second = world.follower.ask(CountAt(world.ledger, 2), world.now, 5)
    assert not world.follower.questions.answer("gw", number, OK, encode(BLOCKS[1]), world.now)
    assert first.done and not second.done


# -- watches


def watch(world, told=lambda name, body, now: None, began=None):
    for name in world.follower.names:
        world.follower.watch(name, [b"x"], 5, told, world.now, began)


def test_a_watch_is_renewed_at_half_of_its_lease():
    gateway = Gateway(BLOCKS)
    world = World({"gw": gateway})
    world.connect()
    watch(world)
    world.run(0)
    world.run(91)
    watched = [argument for kind, argument in gateway.asked if kind == WATCH]
    assert watched == [[[b"x"], 60, 5]] * 4


def test_only_whoever_had_no_room_is_asked_again_and_ever_more_rarely():
    full, fine = Gateway(BLOCKS), Gateway(BLOCKS)
    full.answers = lambda kind, argument: (OK, 0) if kind == WATCH else fine.honest(kind, argument)
    world = World({"full": full, "fine": fine})
    world.connect()
    watch(world)
    world.run(29)
    assert kinds(fine).count(WATCH) == 1
    assert kinds(full).count(WATCH) == 3  # after 0, 5 and 15 seconds


def test_a_watch_that_nobody_answers_is_asked_for_again():
    for lost, seconds in ((1, 20), (2, 40), (3, 60)):
        gateway = Gateway(BLOCKS)
        world = World({"gw": gateway})
        world.connect()
        watch(world)
        gateway.silent = True
        world.run(seconds - 1)
        assert kinds(gateway).count(WATCH) == lost
        gateway.silent = False
        world.run(2)
        assert kinds(gateway).count(WATCH) == lost + 1
        world.run(27)  # half of the lease, less what is over
        assert kinds(gateway).count(WATCH) == lost + 1


def test_a_gateway_that_comes_back_after_an_hour_is_soon_asked_again_if_the_first_request_is_lost():
    gateway = Gateway(BLOCKS)
    world = World({"gw": gateway})
    world.connect()
    gateway.silent = True
    watch(world)
    world.run(3600)
    world.deliver("gw", STATUS, presence(False))
    world.deliver("gw", STATUS, presence(True))
    world.run(1)
    asked = kinds(gateway).count(WATCH)
    world.run(20)
    assert kinds(gateway).count(WATCH) == asked + 1


def test_a_watch_that_is_granted_and_refused_at_once_is_asked_for_ever_more_rarely():
    gateway = Gateway(BLOCKS)
    world = World({"gw": gateway})
    world.connect()
    watch(world)
    world.run(0)
    seconds = [0]  # between requests
    while len(seconds) <= 5:
        number = world.follower.watches.open["gw"].number
        world.follower.watches.answer("gw", number, UNSUPPORTED, "x", world.now)
        asked = kinds(gateway).count(WATCH)
        while kinds(gateway).count(WATCH) == asked:
            world.run(1)
            seconds[-1] += 1
        seconds.append(0)
    assert seconds == [5, 10, 20, 30, 30, 0]


def test_a_forged_answer_to_a_watch_costs_nothing_more():
    world = World({"a": Gateway(BLOCKS), "b": Gateway(BLOCKS)})
    world.connect()
    told = []
    watch(world, lambda name, body, now: told.append((name, body)))
    world.run(0)
    before = [len(gateway.asked) for gateway in world.gateways.values()]
    for _ in range(100):
        world.follower.watches.answer("b", world.follower.watches.open["b"].number, OK, 0, world.now)
    world.run(1)
    assert [len(gateway.asked) for gateway in world.gateways.values()] == before
    world.follower.watches.answer("b", world.follower.watches.open["b"].number, OK, [1, b"y"], world.now)
    assert told == [("b", [1, b"y"])]


def test_what_comes_under_a_watch_that_was_just_replaced_is_told_but_not_how_far_it_looked():
    world = World({"gw": Gateway(BLOCKS)})
    world.connect()
    told = []

    def renew():
        watch(world, lambda name, body, now: told.append(body))
        return world.follower.watches.open["gw"].number

    def comes(number, body):
        return world.follower.watches.answer("gw", number, OK, body, world.now)

    first = renew()
    second = renew()
    assert comes(first, [3, b"gone"]) and comes(second, [1, b"seen"])
    assert comes(first, [COVERED, 1, 9]) and comes(first, 600) and comes(first, []) and not comes(first + 1000, [3])
    assert told == [[3, b"gone"], [1, b"seen"], []]
    for _ in range(OLDER + 1):
        renew()
    assert not comes(first, [3, b"late"])
    assert len(told) == 3


def test_a_lease_of_a_moment_has_nobody_ask_without_end():
    for lease in (1, 2, 3, -1, -(2**40), True, None, "x", []):
        gateway = Gateway(BLOCKS)
        gateway.answers = lambda kind, argument: (
            (OK, lease) if kind == WATCH else Gateway(BLOCKS).honest(kind, argument)  # noqa: B023
        )
        world = World({"gw": gateway})
        world.connect()
        watch(world)
        world.run(60)
        assert kinds(gateway).count(WATCH) <= 13, lease


def test_a_gateway_that_cannot_watch_is_named():
    gateway = Gateway(BLOCKS)
    gateway.answers = lambda kind, argument: (
        (UNSUPPORTED, "no") if kind == WATCH else Gateway(BLOCKS).honest(kind, argument)
    )
    world = World({"gw": gateway})
    world.connect()
    watch(world)
    world.run(0)
    assert world.follower.watches.refused == {"gw": "no"}


def test_a_gateway_that_comes_back_is_asked_for_everything_again_and_one_that_says_so_all_the_time_is_not():
    gateway = Gateway(BLOCKS)
    gateway.publish()
    world = World({"gw": gateway})
    world.connect()
    began = []
    watch(world, began=lambda name, now: began.append(name))
    world.run(20)
    asked = len(gateway.asked)
    assert began == []
    world.deliver("gw", STATUS, presence(False))
    world.deliver("gw", STATUS, presence(True))
    world.run(0)
    assert kinds(gateway)[asked:] == [RUN, WATCH]
    assert began == ["gw"]
    asked = len(gateway.asked)
    for _ in range(200):
        world.deliver("gw", STATUS, presence(True))
        world.run(0.05)
    assert len(gateway.asked) <= asked + 2 * 6  # a request for blocks and one for the watch in two seconds


# -- what is refused at the start


def test_a_gateway_that_keeps_coming_back_and_never_answers_holds_no_question_open():
    liar = Gateway(BLOCKS)
    world = World({"good": Gateway(BLOCKS), "liar": liar})
    world.connect()
    world.run(5)
    liar.silent = True
    asked = world.follower.ask(CountAt(world.ledger, 99), world.now, 300)
    for _ in range(25):
        world.deliver("liar", STATUS, presence(True))
        world.run(1)
    assert asked.done and asked.reasons["liar"] == (None, "no answer")


def test_names_are_looked_at_at_once():
    ledger, _ = NETWORK.start("genesis", None, 1)
    for gateways in ("gw", [], ["a", "a"], None):
        with raises(BadGateways):
            Follower(ledger, gateways, NAME, 0)
    for gateways, name in ((["a b"], NAME), (["a", ["b"]], NAME), ([None], NAME), (["a"], "x/y"), (["a"], "")):
        with raises(BadSchema):
            Follower(ledger, gateways, name, 0)
    for needed in (-1, 0, 3, 1.5, "1", True, None):
        with raises(BadSchema):
            Follower(ledger, ["a", "b"], NAME, 0, needed=needed)
