"""Stores that only boards have, over doubles that keep the real ones' limits."""

from memory import nvs, rtc
from memory.nvs import NvsSlots
from memory.rtc import RtcSlot, SleepStore

from lightclient.bitcoin import checkpoint
from lightclient.device.errors import RecordTooLarge
from lightclient.merkle.compact import CompactRange
from lightclient.store.errors import CorruptStore
from lightclient.store.slots import HEAD, SlotStore
from tests.portable.esp32 import INVALID_LENGTH, NVS, RTC
from tests.portable.support import raises
from tests.portable.test_checkpoint import grown


def largest():
    """Return the record of a chain of a million blocks whose window has 12 headers."""
    _, chain = grown(20, 12)
    chain.log = CompactRange((1 << 20) - 1, bytes(20 * 32))
    return checkpoint.serialize(chain)


def loaded(medium):
    store = SlotStore(medium)
    store.load()
    return store


def test_the_largest_record_of_a_device_fits_rtc_memory_and_nvs_with_the_head_of_its_slot():
    record = largest()
    assert 1600 < len(record) + HEAD <= rtc.SIZE == nvs.SIZE == 2048
    for medium in (RtcSlot(RTC()), NvsSlots(NVS("chain"))):
        for _ in range(3):
            loaded(medium).save(record)
            assert SlotStore(medium).load() == record


def test_what_does_not_fit_is_refused_and_the_old_record_stays():
    for medium in (RtcSlot(RTC()), NvsSlots(NVS("chain"))):
        store = loaded(medium)
        store.save(b"old")
        with raises(RecordTooLarge) as caught:
            store.save(bytes(2048 - HEAD + 1))
        assert caught.error.args == (2049, 2048)
        assert SlotStore(medium).load() == b"old"
        store.save(bytes(2048 - HEAD))
        assert SlotStore(medium).load() == bytes(2048 - HEAD)


def test_nvs_keeps_what_was_saved_over_a_restart_and_half_a_write_costs_nothing():
    flash = NVS("chain")
    store = loaded(NvsSlots(flash))
    assert store.load() is None
    store.save(b"one")
    store.save(b"two")
    flash.reset()
    assert loaded(NvsSlots(flash)).load() == b"two"
    flash.set_blob("slot0", b"LCS1 torn")  # and never committed
    assert SlotStore(NvsSlots(flash)).load() == b"two"
    flash.reset()
    assert SlotStore(NvsSlots(flash)).load() == b"two"


def test_nvs_errors_that_are_not_of_an_empty_slot_are_raised():
    flash = NVS("chain")
    flash.set_blob("slot0", bytes(2049))  # somebody else's
    with raises(OSError) as caught:
        SlotStore(NvsSlots(flash)).load()
    assert caught.error.args[0] == -INVALID_LENGTH


def test_rtc_memory_holds_the_newest_record_and_nothing_if_it_is_torn():
    memory = RTC()
    store = loaded(RtcSlot(memory))
    for record in (b"one", b"two", b"three"):
        store.save(record)
        assert loaded(RtcSlot(memory)).load() == record
    for end in range(len(memory.data)):
        torn = RTC()
        torn.data = memory.data[:end]
        assert SlotStore(RtcSlot(torn)).load() is None


class Flash:
    """A medium in memory that counts how often it was written."""

    def __init__(self):
        self.slots = [b"", b""]
        self.writes = 0

    def read(self, slot):
        return self.slots[slot]

    def write(self, slot, parts):
        self.slots[slot] = b"".join(parts)
        self.writes += 1


def woken(memory, flash, every=4):
    return SleepStore(SlotStore(RtcSlot(memory)), SlotStore(flash), every)


def test_a_device_that_sleeps_writes_to_its_flash_now_and_then():
    memory, flash = RTC(), Flash()
    for count in range(1, 13):
        store = woken(memory, flash)  # each record by another waking
        store.load()
        store.save(b"%d" % count)
        assert woken(memory, flash).load() == b"%d" % count
        assert flash.writes == (count + 3) // 4
    assert woken(RTC(), flash).load() == b"9"  # after a power cut


def test_what_rtc_memory_does_not_hold_is_in_the_flash():
    memory, flash = RTC(), Flash()
    store = woken(memory, flash)
    store.load()
    store.save(b"small")
    with raises(RecordTooLarge):
        store.save(bytes(3000))
    assert woken(RTC(), flash).load() == bytes(3000)


def test_a_record_that_grew_too_large_for_rtc_memory_is_not_rolled_back_by_sleep():
    memory, flash = RTC(), Flash()
    store = woken(memory, flash)
    store.load()
    store.save(b"height 100")
    for height in range(101, 111):  # each by another waking
        store = woken(memory, flash)
        store.load()
        record = b"height %d" % height + bytes(2030)
        with raises(RecordTooLarge):
            store.save(record)
        assert woken(memory, flash).load() == record
        assert woken(RTC(), flash).load() == record
    store.save(b"height 111")  # it fits again
    assert woken(memory, flash).load() == b"height 111"


def test_a_power_cut_between_rtc_memory_and_flash_brings_back_the_flash():
    class Cut(Exception):
        pass

    memory, flash = RTC(), Flash()
    store = woken(memory, flash)
    store.load()
    store.save(b"height 100")
    store.save(b"height 101")  # in RTC memory alone

    def cut(slot, parts):
        raise Cut()

    flash.write = cut
    with raises(Cut):
        store.save(bytes(3000))
    del flash.write
    assert woken(memory, flash).load() == b"height 100"  # what RTC memory had is older than what could not be written


def test_what_either_store_lost_is_told():
    memory, flash = RTC(), Flash()
    store = woken(memory, flash)
    store.load()
    store.save(b"one")
    assert store.told == []
    memory.data = b"noise"
    flash.slots[0] = b"noise" if flash.slots[1] else flash.slots[0]
    again = woken(memory, flash)
    again.load()
    assert set(again.told) == {"LostSlot"}


def test_a_worn_flash_costs_a_device_nothing_until_its_power_fails():
    memory, flash = RTC(), Flash()
    flash.slots = [b"garbage", b"rubbish"]
    with raises(CorruptStore):
        woken(memory, flash).load()
    loaded(RtcSlot(memory)).save(b"kept")
    assert woken(memory, flash).load() == b"kept"
