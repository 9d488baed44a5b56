from lightclient.store.errors import CorruptStore
from lightclient.store.slots import HEAD, SlotStore
from tests.portable.flash import TORN, Flash, PowerCut, truncated
from tests.portable.support import raises


def rebooted(flash):
    store = SlotStore(flash)
    return store, store.load()


def test_nothing_was_stored_yet():
    assert rebooted(Flash(truncated))[1] is None


def test_the_newest_record_is_loaded():
    flash = Flash(truncated)
    store, _ = rebooted(flash)
    for payload in (b"one", b"two", b"", b"four"):
        store.save(payload)
        assert rebooted(flash)[1] == payload


def test_a_record_may_come_in_parts():
    flash = Flash(truncated)
    store, _ = rebooted(flash)
    store.save(b"one", b"", b"two")
    assert rebooted(flash)[1] == b"onetwo"


def test_a_slot_that_is_not_whole_is_told_and_one_that_is_empty_is_not():
    flash = Flash(truncated)
    store, _ = rebooted(flash)
    assert store.told == []
    store.save(b"one")
    assert rebooted(flash)[0].told == []
    store.save(b"two")
    flash.slots[store.slot] = b"noise"
    again, newest = rebooted(flash)
    assert (newest, again.told) == (b"one", ["LostSlot"])
    again.save(b"three")  # over the noise
    again, newest = rebooted(flash)
    assert (newest, again.told) == (b"three", [])
    flash.slots[0] = flash.slots[1] = b"\xff" * 64
    store = SlotStore(flash)
    with raises(CorruptStore):
        store.load()
    assert store.told == ["LostSlot", "LostSlot"]


def test_one_slot_of_noise_and_nothing_else_is_told():
    flash = Flash(truncated)
    flash.slots[1] = b"\xff" * 64
    store, newest = rebooted(flash)
    assert newest is None and store.told == ["LostSlot"]


def test_of_two_slots_with_one_sequence_the_first_serves():
    flash = Flash(truncated)  # no store writes this; whoever copies slots about may
    store, _ = rebooted(flash)
    store.save(b"one")
    flash.slots[1] = flash.slots[0].replace(b"one", b"two")
    other = Flash(truncated)
    SlotStore(other).save(b"two")
    flash.slots[1] = other.slots[0]
    store, newest = rebooted(flash)
    assert (newest, store.slot, store.told) == (b"one", 0, [])
    store.save(b"three")
    assert rebooted(flash)[1] == b"three"


def test_a_store_can_be_loaded_again():
    store = SlotStore(Flash(truncated))
    store.load()
    store.save(b"one")
    store.save(b"two")
    assert store.load() == store.load() == b"two"
    store.save(b"three")
    assert store.load() == b"three"


def test_power_cut_after_every_byte_of_every_write_leaves_the_old_record_or_the_new():
    records = (b"a" * 40, b"b" * 60, b"c" * 10, b"", b"e" * 80, b"f" * 80)
    cuts = 0
    for torn in TORN:
        for count, payload in enumerate(records):
            for left in range(HEAD + len(payload)):
                flash = Flash(torn)
                store, _ = rebooted(flash)
                for earlier in records[:count]:
                    store.save(earlier)
                flash.left = left
                try:
                    store.save(payload)
                except PowerCut:
                    cuts += 1
                flash.left = None
                store, newest = rebooted(flash)
                assert newest == (records[count - 1] if count else None)
                # The client goes on as if nothing had happened, and is cut off no more.
                store.save(payload)
                assert rebooted(flash)[1] == payload
                store.save(b"next")
                assert rebooted(flash)[1] == b"next"
    assert cuts == 3 * sum([HEAD + len(payload) for payload in records])


def test_power_cuts_one_after_another_never_lose_the_last_whole_record():
    flash = Flash(truncated)
    store, _ = rebooted(flash)
    store.save(b"whole")
    for left in range(HEAD):
        flash.left = left
        try:
            store.save(b"never completed")
        except PowerCut:
            store, newest = rebooted(flash)
            assert newest == b"whole"


def test_any_flipped_bit_in_the_newest_record_brings_back_the_one_before():
    flash = Flash(truncated)
    store, _ = rebooted(flash)
    store.save(b"older")
    store.save(b"newer")
    whole = flash.slots[1]
    for bit in range(8 * len(whole)):
        damaged = bytearray(whole)
        damaged[bit >> 3] ^= 1 << (bit & 7)
        flash.slots[1] = bytes(damaged)
        assert rebooted(flash)[1] == b"older"


def test_two_damaged_slots_are_no_power_cut():
    flash = Flash(truncated)
    flash.slots = [b"garbage", b"rubbish"]
    with raises(CorruptStore):
        rebooted(flash)
