from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema
from lightclient.crypto.errors import BadLength
from lightclient.crypto.steps import finish
from lightclient.keys import keystore, suite
from lightclient.keys.errors import NoKeyStore, StillWaiting, UnknownSuite, Wiped, WrongPin
from lightclient.keys.pin import LONGEST, PinLock, waiting
from lightclient.store.errors import CorruptStore
from lightclient.store.slots import HEAD, SlotStore
from tests.portable.flash import TORN, Flash, PowerCut, truncated
from tests.portable.rng import Rng
from tests.portable.support import raises

PIN = b"4711"
SECRET = bytes(range(1, 33))
LONG_AGO, LATER = 0, 1 << 20


def sealed():
    store = keystore.create(suite.PBKDF2, PIN, suite.Suite.least, Rng())
    store.put("device", "ed25519", SECRET)
    return store


RECORD = sealed().seal()


def made(torn=truncated, tries=0, limit=10):
    """Return a flash that holds the keystore after so many wrong tries, and the lock over it."""
    flash = Flash(torn)
    slots = SlotStore(flash)
    slots.save(encode(["LCP1", max(tries - 1, 0), RECORD]))
    slots.save(encode(["LCP1", tries, RECORD]))
    flash.writes = 0
    return flash, started(flash, limit=limit)


def started(flash, now=LONG_AGO, limit=10):
    return PinLock(SlotStore(flash), now, limit)


def opens(lock, pin=PIN, now=LATER):
    return lock.unlock(pin, now, Rng())


def holds_secrets(flash):
    return any(RECORD[-40:] in slot for slot in flash.slots)


def test_an_empty_device_has_no_keystore():
    lock = started(Flash(truncated))
    with raises(NoKeyStore):
        opens(lock)
    lock.save(sealed())
    assert opens(lock).secret("device") == SECRET


def test_the_right_pin_opens_and_clears_the_count():
    flash, lock = made(tries=9)
    assert opens(lock).secret("device") == SECRET
    assert lock.tries == started(flash).tries == 0
    assert flash.writes == 2


def test_a_wrong_pin_is_counted_with_one_write():
    flash, lock = made()
    for left in (9, 8, 7):
        with raises(WrongPin) as caught:
            opens(lock, b"4712", LATER * (10 - left))
        assert caught.error.args == (left,)
        assert started(flash).tries == 10 - left == flash.writes
    assert opens(lock, now=LATER * 5).secret("device") == SECRET


def test_the_count_is_on_the_medium_before_the_pin_is_tried():
    flash, lock = made()
    steps = lock.unlock_steps(PIN, LATER, Rng())
    next(steps)
    assert started(flash).tries == lock.tries == 1
    assert started(flash).tries == 1


def test_what_is_saved_while_a_pin_is_tried_stays():
    flash, lock = made()
    steps = lock.unlock_steps(PIN, LATER, Rng())
    next(steps)
    other = keystore.create(suite.PBKDF2, b"0815", suite.Suite.least, Rng(b"other"))
    lock.save(other)
    assert finish(steps).secret("device") == SECRET
    assert opens(started(flash), b"0815").kinds() == {}


def test_a_try_that_cannot_be_counted_is_not_made():
    flash, lock = made()
    flash.left = 5
    with raises(PowerCut):
        next(lock.unlock_steps(PIN, LATER, Rng()))
    assert lock.tries == 0


def test_what_is_wrong_with_any_pin_is_not_a_try():
    flash, lock = made()
    for pin in (b"", bytes(1025)):
        with raises(BadLength):
            opens(lock, pin)
    assert (lock.tries, flash.writes) == (0, 0)
    flash.slots = [b"", b""]
    SlotStore(flash).save(encode(["LCP1", 0, encode(["LCK1", 7, 1000, bytes(16), bytes(16), b"", bytes(32)])]))
    lock = started(flash)
    with raises(UnknownSuite):
        opens(lock)
    assert lock.tries == 0


def test_waiting_grows_and_ends_somewhere():
    seconds = [waiting(tries) for tries in range(256)]
    assert seconds[:10] == [0, 0, 0, 8, 16, 32, 64, 128, 256, 512]
    assert seconds == sorted(seconds)
    assert seconds[-1] == LONGEST


def test_who_comes_too_early_is_sent_away_and_has_not_tried():
    flash, lock = made(tries=2)
    with raises(WrongPin):
        opens(lock, b"0000", 100)
    for now in (100, 101, 107.9):
        with raises(StillWaiting) as caught:
            opens(lock, PIN, now)
        assert caught.error.args == (3, int(108 - now) + 1)
    assert flash.writes == 1
    assert opens(lock, PIN, 108).secret("device") == SECRET
    assert opens(lock, PIN, 108).secret("device") == SECRET


def test_a_restart_wins_no_time():
    flash, _ = made(tries=5)
    lock = started(flash, 7)
    with raises(StillWaiting):
        opens(lock, PIN, 7 + 31)
    assert opens(lock, PIN, 7 + 32)


def test_the_last_wrong_try_wipes_both_slots():
    flash, lock = made(tries=2, limit=3)
    assert holds_secrets(flash)
    with raises(Wiped):
        opens(lock, b"0000")
    assert not holds_secrets(flash)
    assert flash.writes == 3
    for one in (lock, started(flash, limit=3), started(flash, limit=99)):
        with raises(Wiped) as caught:
            opens(one)
        assert caught.error.args == (3,)
    assert flash.writes == 3


def test_a_wiped_device_takes_a_new_keystore():
    flash, lock = made()
    lock.wipe()
    lock.save(sealed())
    assert opens(started(flash)).secret("device") == SECRET


def test_the_right_pin_at_the_last_try_opens():
    flash, lock = made(tries=2, limit=3)
    assert opens(lock).secret("device") == SECRET
    assert started(flash, limit=3).tries == 0


def test_the_power_fails_at_every_byte_of_the_count_and_no_try_is_won_or_lost():
    size = HEAD + len(encode(["LCP1", 5, RECORD]))
    for torn in TORN:
        counted, lock = made(torn, tries=4)
        next(lock.unlock_steps(PIN, LATER, Rng()))
        for left in range(size):
            flash, lock = made(torn, tries=4)
            flash.left = left
            with raises(PowerCut):
                opens(lock)
            flash.left = None
            # Over what was there before, the last bytes that differ make the record whole.
            assert started(flash).tries == 4 + (flash.slots == counted.slots)
        flash, lock = made(torn, tries=4)
        flash.left = size  # the count is whole, and then the power fails
        with raises(PowerCut):
            opens(lock)
        flash.left = None
        lock = started(flash)
        assert lock.tries == 5
        assert opens(lock).secret("device") == SECRET
        assert started(flash).tries == 0


def test_the_power_fails_while_the_count_is_cleared_and_the_secrets_stay():
    size = HEAD + len(encode(["LCP1", 1, RECORD]))
    for torn in TORN:
        cleared, lock = made(torn)
        opens(lock)
        for left in (0, 1, HEAD, HEAD + 7, size - 1):
            flash, lock = made(torn)
            flash.left = size + left
            with raises(PowerCut):
                opens(lock)
            flash.left = None
            assert started(flash).tries == 1 - (flash.slots == cleared.slots)
            assert opens(started(flash)).secret("device") == SECRET


def test_the_power_fails_at_every_byte_of_a_wipe_and_no_further_try_is_made():
    size = HEAD + len(encode(["LCP1", 3, 1]))
    for torn in TORN:
        for left in range(2 * size + 1):
            flash, lock = made(torn, tries=3, limit=4)
            lock.tries = 4  # the last try was counted, and found wrong
            lock.slots.save(encode(["LCP1", 4, RECORD]))
            flash.left = left
            try:
                lock.wipe()
                assert left == 2 * size
            except PowerCut:
                pass
            flash.left = None
            lock = started(flash, limit=4)
            assert not holds_secrets(flash)
            with raises(Wiped):
                opens(lock)
            writes = flash.writes
            with raises(Wiped):
                opens(started(flash, limit=4))
            assert flash.writes == writes


def test_a_power_cut_between_the_last_count_and_its_try_wipes():
    flash, lock = made(tries=3, limit=4)
    next(lock.unlock_steps(PIN, LATER, Rng()))
    with raises(Wiped):
        opens(started(flash, limit=4))
    assert not holds_secrets(flash)


def test_the_power_fails_at_every_byte_of_a_save_and_one_of_the_two_is_there():
    other = sealed()
    other.remove("device")
    other = other.seal()

    class Sealed:
        def seal(self):
            return other

    size = HEAD + len(encode(["LCP1", 0, other]))
    for torn in TORN:
        for left in range(2 * size):
            flash, lock = made(torn, tries=1)
            flash.left = left
            with raises(PowerCut):
                lock.save(Sealed())
            flash.left = None
            kept = decode(SlotStore(flash).load())
            assert kept == ["LCP1", 0, other] or (left < size and kept == ["LCP1", 1, RECORD])


def test_after_a_save_neither_slot_has_what_was_before():
    flash, lock = made()
    store = opens(lock)
    store.change(b"0815", suite.Suite.least)
    lock.save(store)
    assert not holds_secrets(flash)
    with raises(WrongPin):
        opens(started(flash))
    assert opens(started(flash), b"0815").secret("device") == SECRET


def test_what_is_no_record_is_refused():
    for record in (
        ["LCP2", 0, RECORD],
        ["LCP1", 0],
        ["LCP1", 0, RECORD, 0],
        ["LCP1", 256, RECORD],
        ["LCP1", True, RECORD],
        ["LCP1", -1, RECORD],
        ["LCP1", 0, 0],
        ["LCP1", 0, 3],
        ["LCP1", 0, None],
        ["LCP1", 0, True],
        {},
    ):
        flash = Flash(truncated)
        SlotStore(flash).save(encode(record))
        with raises(BadSchema):
            started(flash)
        assert flash.writes == 1


def test_two_damaged_slots_are_no_empty_device():
    flash = Flash(truncated)
    flash.slots = [b"LCS1", b"rubbish"]
    with raises(CorruptStore):
        started(flash)
