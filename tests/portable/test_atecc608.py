from atecc608 import packet
from atecc608.chip import Chip
from atecc608.element import Element
from atecc608.errors import (
    STATUS,
    BadAnswer,
    BadCrc,
    ChipError,
    ChipSilent,
    CommunicationError,
    ExecutionError,
    NotAwake,
    NotLocked,
    UnknownStatus,
    WatchdogExpiring,
)

from lightclient.crypto import ecdsa, p256
from lightclient.crypto.errors import BadLength
from lightclient.crypto.steps import finish
from lightclient.keys import revocation
from lightclient.keys.errors import AmbiguousKey, NoSuchKey, UnknownAlgorithm
from tests.portable import element as simulated
from tests.portable.rng import Rng
from tests.portable.support import raises

SECRET = bytes(range(1, 33))
DIGESTS = [bytes((first,)) * 32 for first in (2, 3)]  # the simulated chip signs one with a low s, one with a high


class Sheet:
    """Signatures that were made once: what is tested here is the bus."""

    def __init__(self):
        self.made = {}

    def sign(self, secret, digest):
        if (secret, digest) not in self.made:
            self.made[secret, digest] = simulated.Portable().sign(secret, digest)
        return self.made[secret, digest]

    def public(self, secret):
        if secret not in self.made:
            self.made[secret] = simulated.Portable().public(secret)
        return self.made[secret]


SHEET = Sheet()


def made():
    bus = simulated.Element(SHEET, Rng())
    bus.keys[0] = SECRET
    return bus, Chip(bus, bus.now, bus.pause)


def test_what_passes_over_the_bus_is_what_the_data_sheet_says():
    assert packet.command(0x30, 0, 0, b"") == bytes.fromhex("030730000000035d")
    assert packet.command(0x1B, 0, 0, b"") == bytes.fromhex("03071b00000024cd")
    assert packet.command(0x16, 3, 0, bytes(32))[:6] == bytes.fromhex("032716030000")
    assert packet.crc(b"\x04\x11") == b"\x33\x43"
    for size in range(40):
        data = Rng()(size)
        assert packet.crc(data) == simulated.crc(data)


def test_who_it_is():
    _, chip = made()
    assert chip.revision() == bytes.fromhex("00006002")
    assert chip.serial() == bytes.fromhex("01233ac19f0d27a3ee")


def test_locks():
    bus, chip = made()
    assert chip.locked() == (True, True)
    bus.config[86] = 0x55
    assert chip.locked() == (True, False)
    bus.config[86:88] = b"\x00\x55"
    assert chip.locked() == (False, True)


def test_random_numbers_are_random_or_refused():
    bus, chip = made()
    assert len(chip.random()) == 32
    assert chip.random() != chip.random()
    bus.config[87] = 0x55
    with raises(NotLocked):
        chip.random()


def test_it_signs():
    _, chip = made()
    element = Element(chip, {"device": 0})
    key = element.public_key("p256")
    assert key == ecdsa.public_key(p256, SECRET)
    for digest in DIGESTS:
        signature = element.sign("p256", digest)
        assert ecdsa.verify(p256, key, digest, finish(element.sign_steps("p256", digest)), True)
        assert ecdsa.verify(p256, key, digest, signature, low_s=True)
    assert ecdsa.verify(p256, key, DIGESTS[1], chip.sign(0, DIGESTS[1]))
    assert not ecdsa.verify(p256, key, DIGESTS[1], chip.sign(0, DIGESTS[1]), low_s=True)


def test_a_new_key_takes_the_place_of_the_old_one():
    bus, chip = made()
    element = Element(chip, {"device": 0})
    old = element.public_key("p256")
    key = element.create("device")
    assert key == element.public_key("p256") == ecdsa.public_key(p256, bus.keys[0]) != old
    bus.config[87] = 0x55
    with raises(ExecutionError):
        chip.create_key(5)


def test_it_stands_where_a_keystore_stands():
    _, chip = made()
    element = Element(chip, {"device": 0})
    statement = revocation.make(element, "p256", None, 7)
    assert revocation.verify(statement, "p256", element.public_key("p256")) == (None, 7)
    for algorithm in ("ecdsa", "bip340", "ed25519"):
        with raises(NoSuchKey):
            element.sign(algorithm, DIGESTS[0])
    with raises(NoSuchKey):
        element.sign("p256", DIGESTS[0], "other")
    with raises(UnknownAlgorithm):
        element.public_key("rsa")
    with raises(AmbiguousKey):
        Element(chip, {"device": 0, "other": 1}).public_key("p256")
    assert Element(chip, {"other": 1, "device": 0}).public_key("p256", "device") == element.public_key("p256")
    for size in (0, 31, 33):
        with raises(BadLength):
            element.sign("p256", bytes(size))


def test_a_slot_without_a_key_signs_nothing():
    bus, chip = made()
    for call in (lambda: chip.sign(1, DIGESTS[0]), lambda: chip.public_key(1)):
        with raises(ExecutionError):
            call()
        assert (bus.state, bus.temp_key) == (simulated.ASLEEP, None)


def test_every_status_has_an_error_and_the_chip_goes_on():
    for code in range(1, 256):
        bus, chip = made()
        for call, *arguments in ((chip.revision,), (chip.random,), (chip.sign, 0, DIGESTS[0])):
            bus.fails = code
            with raises(STATUS.get(code, UnknownStatus)):
                call(*arguments)
            assert (bus.state, bus.temp_key) == (simulated.ASLEEP, None)
        assert chip.revision() == bytes.fromhex("00006002")


def test_success_where_data_was_wanted_is_no_answer():
    bus, chip = made()
    bus.fails = 0
    with raises(BadAnswer):
        chip.random()


def test_the_chip_is_left_asleep():
    bus, chip = made()
    for call in (chip.revision, chip.random, lambda: chip.public_key(0), lambda: chip.sign(0, DIGESTS[0])):
        call()
        assert (bus.state, bus.temp_key) == (simulated.ASLEEP, None)


def test_an_answer_with_a_flipped_bit_is_refused():
    for bit in range(8 * 35):
        bus, chip = made()
        answers = []

        def spoil(way, data, bit=bit, answers=answers):
            if way == "write" or len(data) != 35:
                return data
            answers.append(data)
            return data[: bit >> 3] + bytes((data[bit >> 3] ^ 1 << (bit & 7),)) + data[(bit >> 3) + 1 :]

        bus.spoil = spoil
        with raises(BadAnswer if bit < 8 else BadCrc):
            chip.random()
        assert len(answers) == 1
        bus.spoil = None
        assert chip.random()


def test_a_command_that_was_damaged_is_refused_by_the_chip():
    for index in range(1, 8):
        bus, chip = made()
        bus.spoil = lambda way, data, index=index: (
            data[:index] + bytes((data[index] ^ 1,)) + data[index + 1 :] if way == "write" and len(data) == 8 else data
        )
        with raises(CommunicationError):
            chip.random()
        assert bus.commands == []


def test_nobody_on_the_bus():
    bus, _ = made()
    chip = Chip(bus, bus.now, bus.pause, 0x61)
    with raises(NotAwake):
        chip.revision()


def test_a_chip_that_was_left_awake_in_the_middle_of_something():
    bus, chip = made()
    try:
        bus.writeto(0, b"\x00")
    except OSError:
        pass
    bus.pause(0.002)
    bus.writeto(simulated.ADDRESS, packet.command(0x1B, 0, 0, b""))
    bus.pause(0.03)
    bus.readfrom(simulated.ADDRESS, 3)
    assert chip.revision() == bytes.fromhex("00006002")


def test_a_chip_that_is_busy_is_asked_again_until_the_time_is_over():
    bus, chip = made()
    bus.times[0x41] = 0.665  # with the slowest setting of its clock
    before = bus.time
    assert len(chip.sign(0, DIGESTS[0])) == 64
    assert 0.68 < bus.time - before < 0.75
    bus.times[0x30] = 0.2
    before = bus.time
    with raises(ChipSilent):
        chip.revision()
    assert 0.1 < bus.time - before < 0.12
    bus.pause(bus.watchdog)
    assert chip.serial()


def test_two_commands_together_may_take_longer_than_the_watchdog_allows():
    bus, chip = made()
    bus.watchdog = 0.7
    bus.times[0x16], bus.times[0x41] = 0.06, 0.665
    assert len(chip.sign(0, DIGESTS[0])) == 64


def test_a_chip_without_time_says_so():
    bus, chip = made()
    bus.watchdog = 0.1
    with raises(WatchdogExpiring):
        chip.public_key(0)
    assert bus.state == simulated.ASLEEP


def test_what_was_loaded_does_not_survive_sleep():
    _, chip = made()
    chip._run(0x16, 3, 0, DIGESTS[0], 1, 0.1)
    with raises(ExecutionError):
        chip._run(0x41, 0x80, 0, b"", 64, 1)


def test_whatever_is_read_is_data_or_an_error():
    rng = Rng(b"noise")
    for _ in range(300):
        bus, chip = made()
        bus.spoil = lambda way, data: data if way == "write" or data[:2] == b"\x04\x11" else rng(len(data))
        with raises_any(ChipError):
            chip.random()


class raises_any(raises):
    def __exit__(self, kind, error, trace):
        assert kind is not None
        return issubclass(kind, self.wanted)
