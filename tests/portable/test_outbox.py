from lightclient.audit import record
from lightclient.audit.devicechain import DeviceChain, conflict
from lightclient.audit.outbox import Outbox
from lightclient.audit.questions import APPEND, MAX_APPENDED, Append
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TooLarge
from lightclient.identity import algorithms
from lightclient.store.errors import CorruptStore
from lightclient.store.slots import SlotStore
from tests.portable.flash import TORN, Flash, PowerCut, truncated
from tests.portable.site import DEVICE_KEY, NOW, ORIGIN
from tests.portable.support import raises

ROOM = 4
ALGORITHM = algorithms.ED25519_ALG


class Quick:
    """A signer whose signatures nobody verifies here."""

    def sign_steps(self, algorithm, message, name=None):
        yield
        return bytes(64)


class Behind:
    """The slots of a flash behind its first ones, as a medium."""

    def __init__(self, flash, first):
        self.flash = flash
        self.first = first

    def read(self, slot):
        return self.flash.read(self.first + slot)

    def write(self, slot, parts):
        self.flash.write(self.first + slot, parts)


class Meter:
    """A device's flash, which stays when its outbox goes: the two slots of the mark, then the ring."""

    def __init__(self, torn=truncated):
        self.flash = Flash(torn, 2 + ROOM)
        self.ring = Behind(self.flash, 2)
        self.made = 0
        self.released = set()

    def open(self, device="meter-7", origin=ORIGIN, room=ROOM):
        return Outbox(device, origin, SlotStore(self.flash), self.ring, room)

    def add(self, outbox, count=1):
        for _ in range(count):
            self.made += 1
            body = record.inline(b"reading %d" % self.made)
            made = outbox.add(Quick(), ALGORITHM, (NOW + self.made, 5, record.NETWORK), "reading", body)
        return made


def numbers(statements):
    return [one.record().sequence for one in statements]


def test_records_are_chained_and_wait_until_they_are_released():
    meter = Meter()
    outbox = meter.open()
    assert (len(outbox), outbox.sequence, outbox.newest, outbox.waiting(9)) == (0, 0, None, [])
    last = meter.add(outbox, 3)
    assert (len(outbox), outbox.sequence, outbox.newest) == (3, 3, last.record().hash())
    assert numbers(outbox.waiting(2)) == [1, 2]
    chain = DeviceChain("meter-7")
    for one in outbox.waiting(9):
        chain.take(one.record())
        one.check_log(ORIGIN)
    assert outbox.waiting(9)[2].entry() == last.entry()
    outbox.release(outbox.waiting(9)[1])  # in any order
    assert numbers(outbox.waiting(9)) == [1, 3] and len(outbox) == 2
    for one in outbox.waiting(9):
        outbox.release(one)
        outbox.release(one)
    assert len(outbox) == 0 and outbox.waiting(9) == [] and outbox.lost == 0


def test_what_was_signed_is_a_record_that_verifies():
    from tests.portable.site import DEVICE

    made = Meter().open().add(DEVICE, ALGORITHM, None, "alarm", record.inline(b"door"), b"kid")
    made.verify(DEVICE_KEY)
    assert made.message.headers[4] == b"kid" and made.record().content == "alarm"


def test_an_outbox_goes_on_where_it_was():
    meter = Meter()
    outbox = meter.open()
    meter.add(outbox, 2)
    outbox.release(outbox.waiting(1)[0])
    again = meter.open()  # the release was not saved: it is asked for once more
    assert numbers(again.waiting(9)) == [1, 2]
    outbox.save()
    again = meter.open()
    assert numbers(again.waiting(9)) == [2] and (again.sequence, again.newest) == (2, outbox.newest)
    writes = meter.flash.writes
    again.save()
    assert again.waiting(9) and meter.flash.writes == writes  # nothing is new


def test_records_that_were_not_sent_are_found_again():
    meter = Meter()
    outbox = meter.open()
    newest = meter.add(outbox, 3)
    assert meter.flash.slots[:2] == [b"", b""]
    again = meter.open()
    assert (again.sequence, again.newest) == (3, newest.record().hash()) and numbers(again.waiting(9)) == [1, 2, 3]


def test_a_full_ring_loses_the_oldest_and_counts_them():
    meter = Meter()
    outbox = meter.open()
    meter.add(outbox, ROOM)
    assert outbox.lost == 0
    outbox.release(outbox.waiting(1)[0])
    meter.add(outbox)  # in place of the one that was released
    assert outbox.lost == 0
    meter.add(outbox, 2)
    assert outbox.lost == 2 and numbers(outbox.waiting(9)) == [4, 5, 6, 7]
    again = meter.open()
    assert again.lost == 2
    meter.add(again, 3)
    assert meter.open().lost == 5  # though nothing was saved


def test_a_record_that_flash_forgets_is_counted_and_its_number_stays_used():
    for damage in (b"", b"noise", None):
        meter = Meter()
        outbox = meter.open()
        newest = meter.add(outbox, 3)
        outbox.waiting(9)  # sent, perhaps
        slots = meter.flash.slots
        slots[2 + 3] = slots[2 + 2] if damage is None else damage
        again = meter.open()
        assert (again.sequence, again.newest) == (3, newest.record().hash())
        assert numbers(again.waiting(9)) == [1, 2] and again.lost == 1
        assert meter.add(again).record().sequence == 4
    meter = Meter()
    meter.add(meter.open(), 2)
    meter.flash.slots[2 + 1] = b""
    assert meter.open().sequence == 0  # nobody has seen them


def test_what_is_not_ours_is_not_sent():
    meter = Meter()
    meter.add(meter.open(), 1)
    for device, origin in (("meter-8", ORIGIN), ("meter-7", "other.example/log")):
        assert meter.open(device, origin).sequence == 0
    outbox = meter.open()
    outbox.waiting(9)
    for device, origin in (("meter-8", ORIGIN), ("meter-7", "other.example/log")):
        with raises(BadSchema) as caught:
            meter.open(device, origin)
        assert caught.error.args == ("outbox", "of another device or log")
    with raises(BadSchema) as caught:
        meter.open(room=9)
    assert caught.error.args == ("outbox", "of another ring")


def test_marks_that_cannot_be_read_are_refused():
    meter = Meter()
    outbox = meter.open()
    meter.add(outbox, 2)
    outbox.save()
    fields = decode(SlotStore(meter.flash).load())
    assert fields[0] == "LCO1" and fields[5:] == [b"\x03", 0]
    for place, wrong in (
        (0, "LCO2"),
        (3, -1),
        (3, 1),  # fewer than wait
        (3, 0),
        (4, b"short"),
        (4, None),
        (5, b"\x13"),  # more than the ring has
        (5, 3),
        (6, b""),
    ):
        changed = list(fields)
        changed[place] = wrong
        flash = Flash(truncated)
        store = SlotStore(flash)
        store.load()
        store.save(encode(changed))
        with raises(BadSchema) as caught:
            Outbox("meter-7", ORIGIN, SlotStore(flash), meter.ring, ROOM)
        assert caught.error.args[0] == "outbox", (place, wrong)
    for wrong in ([], 7, fields + [0]):
        store.save(encode(wrong))
        with raises(BadSchema):
            Outbox("meter-7", ORIGIN, SlotStore(flash), meter.ring, ROOM)
    meter.flash.slots[:2] = [b"noise", b"noise"]
    with raises(CorruptStore):
        meter.open()


def test_after_an_error_all_is_as_it_was():
    meter = Meter()
    outbox = meter.open()
    meter.add(outbox)
    before = outbox.sequence, outbox.newest, len(outbox)
    with raises(BadSchema):
        outbox.add(Quick(), ALGORITHM, None, "two words", record.inline(b""))
    with raises(TooLarge):
        outbox.add(Quick(), ALGORITHM, None, "big", record.inline(bytes(record.MAX_BODY)), bytes(1 << 15))
    meter.flash.left = 10
    with raises(PowerCut):
        meter.add(outbox)
    assert (outbox.sequence, outbox.newest, len(outbox)) == before
    meter.flash.left = None
    assert meter.add(outbox).record().sequence == 2


def test_no_power_cut_forks_a_chain_or_loses_a_record_in_silence():
    """At many bytes: records are made, sent and released, the power fails, and the device starts again and goes on."""
    for torn in TORN:
        budget = 0
        while True:
            meter = Meter(torn)
            budget += 37
            sent = {}
            if not _fails(meter, budget, sent):
                break
            outbox = meter.open()  # never an error
            _send(sent, outbox)
            gone = set(range(1, outbox.sequence + 1)) - set(numbers(outbox.waiting(9))) - meter.released
            assert len(gone) <= outbox.lost <= len(gone) + 1  # one may have been released, and that not saved
            meter.add(outbox, 2)
            _send(sent, outbox)
            chain = DeviceChain("meter-7")
            for number in range(1, outbox.sequence + 1):
                chain.take(sent[number].record())


def _fails(meter, budget, sent):
    """Work for three days; return whether the power failed, after so many bytes."""
    meter.flash.left = budget
    try:
        for day in range(3):
            outbox = meter.open()
            meter.add(outbox, 2)
            _send(sent, outbox)
            if day != 1:
                for one in outbox.waiting(9):
                    outbox.release(one)
                    meter.released.add(one.record().sequence)
            outbox.save()
    except PowerCut:
        meter.flash.left = None
        return True
    return False


def _send(sent, outbox):
    for one in outbox.waiting(9):
        number = one.record().sequence
        assert number not in sent or not conflict(sent[number].record(), one.record())
        sent[number] = one


def test_a_log_says_what_it_took():
    meter = Meter()
    outbox = meter.open()
    meter.add(outbox, 2)
    made = outbox.waiting(9)
    question = Append(made)
    assert question.kind == APPEND and question.argument() == [one.serialize() for one in made]
    assert question.what == "room for 2 records"
    answer = [[7, made[0].entry(), True], ["KeyRevoked", "since\n1"]]
    assert question.judge(encode(answer)) == [(7, ""), (None, "KeyRevoked: since?1")]
    for wrong in (
        answer[:1],
        answer + answer[:1],
        {},
        [[7, made[1].entry(), True], answer[1]],  # of another record
        [[-1, made[0].entry(), True], answer[1]],
        [[7, made[0].entry()], answer[1]],
        [answer[0], ["KeyRevoked", 1]],
        [answer[0], 3],
    ):
        with raises(BadSchema):
            question.judge(encode(wrong))
    for many in ([], made * MAX_APPENDED):
        with raises(BadSchema):
            Append(many)
