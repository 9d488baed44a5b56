from lightclient.codec.cbor import MAX_UINT, encode
from lightclient.codec.errors import BadSchema
from lightclient.identity.errors import (
    BehindWindow,
    CounterExhausted,
    FutureDated,
    OutOfDate,
    Replayed,
    TooFarAhead,
)
from lightclient.identity.replay import COUNTER, MAX_AHEAD, WIDTH, Counter, Window, parse_window
from lightclient.store.slots import SlotStore
from tests.portable.support import raises

NOW = 1_900_000_000


class Flash:
    """Two slots in memory; the write number `fails` loses power after `after` bytes."""

    def __init__(self):
        self.slots = [b"", b""]
        self.writes = 0
        self.fails = None
        self.after = 0

    def read(self, slot):
        return self.slots[slot]

    def write(self, slot, parts):
        data = b"".join([bytes(part) for part in parts])
        if self.writes == self.fails:
            self.fails = None
            self.slots[slot] = data[: self.after]
            raise OSError("power cut")
        self.writes += 1
        self.slots[slot] = data


def test_a_counter_never_gives_a_number_twice_whenever_power_is_cut():
    for cut_write in range(4):
        for after in (0, 1, 23, 24, 30):
            flash = Flash()
            flash.fails, flash.after = cut_write, after
            given = []
            for _ in range(6):  # starts
                counter = Counter(SlotStore(flash), reserve=3)
                try:
                    for _ in range(4):
                        given.append(counter.next())
                except OSError:
                    pass
            assert len(set(given)) == len(given) and given == sorted(given)
            assert given[0] == 1 or cut_write == 0


def test_a_counter_spares_the_flash():
    flash = Flash()
    counter = Counter(SlotStore(flash), reserve=16)
    assert [counter.next() for _ in range(32)] == list(range(1, 33))
    assert flash.writes == 2
    assert Counter(SlotStore(flash)).next() == 33


def test_a_number_is_in_the_store_before_it_is_used():
    flash = Flash()
    flash.fails = 0
    counter = Counter(SlotStore(flash))
    with raises(OSError):
        counter.next()
    assert counter.next() == 1


def test_a_counter_ends():
    flash = Flash()
    SlotStore(flash).save(encode([COUNTER, MAX_UINT - 16]))
    with raises(CounterExhausted):
        Counter(SlotStore(flash)).next()


def test_each_number_is_taken_once_in_any_order():
    window = Window()
    for number in (5, 3, 4, 70, 69, 7):
        window.take(number)
        with raises(Replayed):
            window.take(number)
    for number in (5, 3, 4, 6, 0):
        with raises(BehindWindow):
            window.take(number)
    window.take(70 - WIDTH + 2)
    with raises(BehindWindow):
        Window().take(0)


def test_every_order_of_a_few_numbers():
    numbers = (1, 2, 64, 65, 66, 129, 130)
    for seed in range(200):
        window, taken = Window(), set()
        for _ in range(20):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            number = numbers[(seed >> 8) % len(numbers)]
            new = number > max(taken or {0}) or (number not in taken and max(taken) - number < WIDTH)
            try:
                window.take(number)
                assert new
                taken.add(number)
            except (Replayed, BehindWindow):
                assert not new
            window = parse_window(window.serialize())


def test_one_message_cannot_use_up_the_numbers():
    window = Window(limit=1000)
    window.take(7)
    with raises(TooFarAhead):
        window.take(1008)
    window.take(1007)
    first = Window(limit=1000)
    first.take(5000)  # whatever the first number is
    far = Window()
    far.take(1)
    with raises(TooFarAhead):
        far.take(2 + MAX_AHEAD)
    far.take(1 + MAX_AHEAD)


def test_time_where_it_is_known():
    window = Window()
    for time, clock, age, error in (
        (NOW + 61, NOW, None, FutureDated),
        (NOW - 11, NOW, 10, OutOfDate),
    ):
        with raises(error):
            window.take(1, time, clock, age)
    window.take(1, NOW + 60, NOW)
    window.take(2, NOW - 10, NOW, 10)
    window.take(3, NOW + 1000, None)
    window.take(4, None, NOW, 10)
    assert window.time == NOW + 1000 and window.newest == 4


def test_what_was_taken_is_saved_first_and_survives():
    flash = Flash()
    window = Window(SlotStore(flash))
    window.take(9)
    flash.fails, flash.after = flash.writes, 10
    with raises(OSError):
        window.take(10)
    assert window.newest == 9
    again = Window(SlotStore(flash))
    with raises(Replayed):
        again.take(9)
    again.take(10)
    assert Window(SlotStore(flash)).newest == 10


def test_records_that_are_none():
    for bad in (
        encode([]),
        encode(["LCW1", 1, 1]),
        encode(["LCW2", 1, 1, 0]),
        encode(["LCN1", 1, 1, 1]),
        encode(["LCW1", 1, 2, 0]),
        encode(["LCW1", 0, 1, 0]),
        encode(["LCW1", -1, 1, 0]),
        encode(["LCW1", True, 1, 0]),
        encode(1),
    ):
        with raises(BadSchema):
            parse_window(bad)
