"""What of challenges outlives a restart: a device that sleeps most of the time is freed all the same."""

from memory.nvs import NvsSlots

from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.device.device import Device
from lightclient.device.errors import RecordTooLarge
from lightclient.errors import LightClientError
from lightclient.store.slots import SlotStore
from lightclient.sync import challenges
from lightclient.sync.ledger import GENESIS
from lightclient.sync.quorum import CATCHING_UP
from lightclient.sync.record import FIRST, order
from lightclient.sync.session import Session
from lightclient.sync.topics import of_network
from tests.portable import esp32
from tests.portable.scene import WINDOW, Gateway, Scene, anchor, forked, names
from tests.portable.support import raises
from tests.portable.toy.bench import Store, Wire
from tests.portable.toy.world import NAME

TREE = forked()
TREE.grow(names(5, 200, "x"), after="4", spacing=1301)  # less work than the real chain has at 24r
TREE.grow(names(5, 199, "y"), after="4", spacing=1302)


def begun(blocks=16, **options):
    """Return a scene whose honest gateway has shown so many blocks of its chain in a challenge."""
    honest = Gateway(TREE, "40r", most=4)
    honest.delay = 1
    scene = Scene(TREE, {"honest": honest, "weak": "200x"}, known="200x", **options)
    scene.connect()
    while not (challenger := scene.follower.quorum.sessions["honest"].challenger) or challenger.height < blocks:
        scene.run(1)
    return scene


def again(scene, kept, **options):
    """Return the scene after a restart, with the record of its challenges."""
    later = Scene(TREE, scene.gateways, saved=scene.ledger.save(), **options)
    challenges.resume(later.follower.quorum, kept)
    return later


def record(scene):
    return decode(b"".join(challenges.parts(scene.follower.quorum)))


def test_a_challenge_goes_on_after_a_restart():
    for trust in (GENESIS, anchor(TREE, "4")):
        scene = begun(trust=trust)
        before = scene.follower.quorum.sessions["honest"].challenger
        later = again(scene, record(scene), trust=trust)
        parked = later.follower.quorum.sessions["honest"].parked
        assert (parked.height, parked.tip, parked.chain.tip) == (before.height, before.tip, before.chain.tip)
        assert later.follower.quorum.disputes() == [("honest", 1, before.tip)]
        later.gateways["honest"].asked = []
        later.connect()
        assert later.run(FIRST) != CATCHING_UP  # it was waited for, the first time
        later.seconds_to("40r", 60)
        assert len(later.gateways["honest"].asked) < 10
        assert challenges.parts(later.follower.quorum) == [] == later.follower.quorum.disputes()


def test_without_a_challenge_there_is_nothing_to_keep():
    scene = Scene(TREE, {"gw": "40r"}, known="40r")
    scene.connect()
    assert scene.follower.quorum.disputes() == [] == challenges.parts(scene.follower.quorum)


def test_a_challenge_from_another_trust_anchor_does_not_go_on():
    scene = begun()
    later = again(scene, record(scene), trust=anchor(TREE, "4"))
    assert later.follower.quorum.disputes() == []
    assert later.connect() == CATCHING_UP


def test_a_gateway_that_is_not_asked_any_more_is_passed_over():
    kept = record(begun())
    kept[1][0][0] = "gone"
    assert again(begun(), kept).follower.quorum.disputes() == []


def test_a_record_that_cannot_be_used_is_refused_by_name():
    tip = record(begun())[0]
    for kept in (None, [], [tip], [tip, {}], [tip, [[]]], [tip, [["honest", -1, b""]]], [tip, [["honest", 1, "x"]]]):
        with raises(BadSchema):
            again(begun(), kept)
    good = record(begun())
    for at in range(0, len(good[1][0][2]), 40):
        bad = bytearray(good[1][0][2])
        bad[at] ^= 1
        try:
            again(begun(), [tip, [["honest", 1, bytes(bad)]]])
        except LightClientError:
            continue
        raise AssertionError(at)


class Short:
    """A gateway whose link carries so many answers in a waking, and then nothing."""

    def __init__(self, tip, most, answers):
        self.gateway = Gateway(TREE, tip, most)
        self.gateway.publish()
        self.most = answers

    def wake(self):
        self.left = self.most
        self.gateway.silent = not self.most
        self.gateway.answers = self.answer

    def answer(self, kind, argument):
        self.left -= 1
        self.gateway.silent = self.left <= 0
        return self.gateway.honest(kind, argument)


def wakings(shorts, stores, most):
    """Wake up until the device has the real chain; return after how many times."""
    for count in range(1, most):
        for name in shorts:
            shorts[name].wake()
        wire = Wire({name: shorts[name].gateway for name in shorts}, prefix=of_network(TREE.network.name))
        device = Device(TREE.network, NAME, sorted(shorts), wire, GENESIS, state=stores, window=WINDOW)
        with device.awake(15):
            pass
        if device.ledger.tip == TREE.hash("40r"):
            return count, device.faults
    raise AssertionError(device.quorum.disputes())


def stores():
    """Return the stores of a device that followed the weaker chain."""
    chain = Scene(TREE, {"weak": "200x"}, known="200x").ledger.save()
    return Store(chain), Store()


def test_a_device_that_is_awake_for_moments_is_freed():
    #   five answers of two headers each, and the way up to more work has 24 headers
    count, faults = wakings({"honest": Short("40r", 2, 6)}, stores(), 8)
    assert count in (4, 5) and "BadSchema" not in faults


def test_whoever_answers_first_in_every_waking_does_not_keep_the_turn():
    #   "a..." are asked first and never done
    for liars in (1, 4):
        shorts = {"a" + str(number): Short("199y", 1, 6) for number in range(liars)}
        shorts["honest"] = Short("40r", 2, 6)
        wakings(shorts, stores(), 8 * (liars + 1))


def test_a_store_with_little_room_keeps_what_fits_and_frees_all_the_same():
    for liars in (1, 2, 4):
        shorts = {"a" + str(number): Short("199y", 1, 6) for number in range(liars)}
        shorts["honest"] = Short("40r", 2, 6)
        small = SlotStore(NvsSlots(esp32.NVS("proven")))
        _, faults = wakings(shorts, (stores()[0], small), 8 * (liars + 1))
        assert set(faults) <= {"RecordTooLarge"}


class Tight(Store):
    """A store with room for so many bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room

    def save(self, *parts):
        size = sum([len(part) for part in parts])
        if size > self.room:
            raise RecordTooLarge(size, self.room)
        super().save(*parts)


def test_a_store_with_room_for_one_of_many_frees_all_the_same():
    #   more turns in a row, the more all of them had: no other way up would ever be done
    for liars in (2, 4):
        shorts = {"a" + str(number): Short("199y", 1, 6) for number in range(liars)}
        shorts["honest"] = Short("40r", 2, 6)
        wakings(shorts, (stores()[0], Tight(600)), 16 * (liars + 1))


def test_turns_in_a_row_are_twice_as_many_each_time():
    had = {"a": 0, "b": 0, "c": 0}
    took = ""
    for _ in range(21):
        name = min(sorted(had), key=lambda one: order(had[one]))
        had[name] += 1
        took += name
    assert took == "abc" + "aabbcc" + "aaaabbbbcccc"


def test_what_has_no_room_is_left_out_and_those_come_first_whose_turn_is_next():
    quorum = begun(challenges=3).follower.quorum
    challenger = quorum.sessions["honest"].challenger
    rest = {"b": (3, challenger), "c": (0, None), "d": (2, challenger)}  # and "honest" 1
    for name, (turns, parked) in rest.items():
        session = quorum.sessions[name] = Session(quorum.ledger, lambda: 1, [])
        session.turns_had, session.parked, session.waited_until = turns, parked, 0.0
    brief = b"".join(challenger.brief())
    assert len(brief) < 400 < len(b"".join(challenger.parts()))
    seen = []
    for room in range(0, 2000, 10):
        data = b"".join(challenges.parts(quorum, room))
        anchor, entries = decode(data)
        assert len(data) <= room or not entries
        assert [entry[0] for entry in entries] == ["c", "d", "honest", "b"][: len(entries)]
        seen.append((len(entries), sum([bool(entry[2]) for entry in entries])))
        if seen[-1:] != seen[-2:-1]:
            later = again(begun(), [anchor, entries])
            assert len(later.follower.quorum.disputes()) == ("honest" in [entry[0] for entry in entries])
    assert seen[0] == (0, 0) and seen[-1] == (4, 3) and (4, 1) in seen and (4, 2) in seen
    assert bytes(entries[2][2]) == brief
    assert quorum.ledger.challenger(brief).tip == challenger.tip


def test_without_a_store_for_it_the_chain_is_kept_all_the_same():
    wakings({"honest": Short("40r", 8, 20)}, (stores()[0], None), 2)


def test_a_record_that_was_damaged_is_counted_and_costs_only_the_way_so_far():
    kept = stores()
    kept[1].record = encode([0, [], [b"?", 7]])
    count, faults = wakings({"honest": Short("40r", 3, 20)}, kept, 3)
    assert count == 1 and faults["BadSchema"] == 1
    count, faults = wakings({"honest": Short("40r", 3, 20)}, kept, 3)
    assert "BadSchema" not in faults  # it was replaced


def test_a_challenge_is_written_when_it_got_further_and_not_again():
    kept = stores()
    short = Short("40r", 3, 6)
    with raises(AssertionError):
        wakings({"honest": short}, kept, 2)
    saves = kept[1].saves
    assert saves == 1
    short.most = 0
    with raises(AssertionError):
        wakings({"honest": short}, kept, 3)
    assert kept[1].saves == saves
