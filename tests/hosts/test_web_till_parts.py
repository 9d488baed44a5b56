"""Parts of the web till that need no server: the PIN, names of hosts, languages, states in words."""

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.till.states import PaymentState, State
from lightclient.till.web import door as doors
from lightclient.till.web import pages, words
from lightclient.till.web.door import Door
from lightclient.till.web.errors import BadTillConfig, NoPin, PinNeeded, TooManyPins, WrongPin
from lightclient.till.web.look import Look
from lightclient.till.web.origin import goes_by, origin_of
from lightclient.web import languages, templates, tones
from tests.support.webtill import PIN


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return Door(PIN, True, clock)


def wrong(door, device=None, pin="000000"):
    """Return what a wrong PIN ends with: the pause in seconds, 0 if there is none yet."""
    try:
        door.enter(device, pin)
    except WrongPin:
        return 0
    except TooManyPins as error:
        return error.fields["seconds"]
    raise AssertionError


def test_guesses_are_bounded_by_time(door, clock):
    assert [wrong(door) for _ in range(5)] == [0] * 5
    assert wrong(door) == 61
    clock.now += 59
    with pytest.raises(TooManyPins):
        door.enter(None, PIN)  # the right one too: nobody learns which it is
    clock.now += 2
    made = 5
    end = clock.now + 86_400
    while clock.now < end:
        pause = wrong(door)
        clock.now += pause
        made += not pause
    assert made <= 5 + 6 + 24 + 1
    clock.now += 3601
    assert door.enter(None, PIN)


def test_a_stranger_locks_out_strangers_and_not_the_shop(door, clock):
    device = door.enter(None, PIN)
    for _ in range(6):
        wrong(door)
    assert wrong(door) > 0
    door.leave(device)
    with pytest.raises(PinNeeded):
        door.check(device)
    again = door.enter(device, PIN)
    door.check(again)
    with pytest.raises(PinNeeded):
        door.check(device)  # the old name is gone
    for _ in range(5):
        wrong(door, again)
    with pytest.raises(TooManyPins):
        door.enter(again, PIN)


def test_a_device_is_known_for_a_while_and_no_more_than_there_is_room_for(door, clock, monkeypatch):
    device = door.enter(None, PIN)
    door.check_settings(device)
    clock.now += doors.FRESH
    with pytest.raises(PinNeeded):
        door.check_settings(device)
    door.check(device)
    clock.now += doors.LONG
    with pytest.raises(PinNeeded):
        door.check(device)
    monkeypatch.setattr(doors, "DEVICES", 3)
    names = []
    for _ in range(4):
        clock.now += 1
        names.append(door.enter(None, PIN))
    assert [door.lets_in(name) for name in names] == [False, True, True, True] and len(door._devices) == 3
    assert not door.lets_in(None) and not door.lets_in("") and len(set(names)) == 4


@pytest.mark.parametrize("pin", ["", "2718280", "27182", PIN + "\x00", "é" * 6, "\udcff" * 6])
def test_only_the_pin_is_the_pin(door, pin):
    with pytest.raises(WrongPin) as refused:
        door.enter(None, pin)
    assert PIN not in str(refused.value) and PIN not in repr(door)


def test_a_door_without_a_pin_opens_no_settings(clock):
    door = Door(None, False, clock)
    door.check(None)
    for refused in (lambda: door.enter(None, ""), lambda: door.check_settings(None)):
        with pytest.raises(NoPin):
            refused()
    for pin, shut in (("", True), (None, True), ("12345", False), ("1" * 65, False)):
        with pytest.raises(BadTillConfig) as error:
            Door(pin, shut, clock)
        assert not pin or pin not in str(error.value)


@pytest.mark.parametrize(
    ("host", "own", "fine"),
    [
        ("localhost", None, True),
        ("LOCALHOST:8042", None, True),
        ("127.0.0.1:8042", None, True),
        ("[::1]:8042", None, True),
        ("192.168.1.5", None, True),
        ("till.example", "till.example", True),
        ("Till.Example", "till.example", True),
        ("till.example:8443", "till.example:8443", True),
        ("till.example", None, False),
        ("till.example:80", "till.example", False),
        ("evil.till.example", "till.example", False),
        ("localhost.evil.example", None, False),
        ("127.0.0.1.evil.example", None, False),
        ("", None, False),
        ("[::", None, False),
        ("user@localhost", None, False),
    ],
)
def test_a_till_answers_to_its_name_to_addresses_and_to_localhost(host, own, fine):
    assert goes_by(host, own) is fine


@pytest.mark.parametrize(
    "url", ["", "till", "http://till.example", "https://", "https://a/b", "https://u@a", "https://[::"]
)
def test_a_url_that_people_cannot_open_is_refused(url):
    with pytest.raises(BadTillConfig):
        origin_of(url)
    assert (
        origin_of("https://Till.example:8443/") == "till.example:8443"
        and origin_of("http://localhost:1") == "localhost:1"
    )


# -- what a cashier sets


def test_what_is_set_comes_back_from_the_store_as_it_was():
    look = Look().changed(languages.LANGUAGES, shop="Kiosk", currency="EUR", rate="5", expires=60, language="de")
    assert Look.of_rows(look.to_rows()) == look and look.rated > 0
    assert Look.of_rows({**look.to_rows(), "of a later release": "x"}) == look
    assert look.changed(languages.LANGUAGES, shop="x").rated == look.rated


# -- languages


def test_the_till_speaks_its_languages():
    assert languages.language(pages.ROOM, "de")("Settings") == "Einstellungen"
    assert languages.language(pages.ROOM, "en")("Settings") == "Settings"


@pytest.mark.parametrize(
    ("cookie", "header", "default", "code"),
    [
        (None, "", "es", "es"),
        ("de", "es", "en", "de"),
        ("xx", "es", "en", "es"),
        (None, "de-AT,de;q=0.9,en;q=0.8", "en", "de"),
        (None, "fr, es;q=0.2, de;q=0.7", "en", "de"),
        (None, "fr", "en", "en"),
        (None, "de;q=x, es;q=0.5", "en", "es"),
        (None, ",;q=,;;", "en", "en"),
        (None, "de," * 10_000, "en", "de"),
    ],
)
def test_a_language_is_chosen_by_cookie_browser_and_shop(cookie, header, default, code):
    assert languages.chosen(pages.ROOM, cookie, header, default).code == code


def test_each_state_has_words_a_colour_and_a_sign():
    assert set(words.STATES) == set(State) and set(words.PAYMENTS) == set(PaymentState)
    for state, says in words.STATES.items():
        assert (says.tone == tones.GOOD) is state.settled and says.tone in tones.SIGNS
    assert len(set(tones.SIGNS.values())) == len(tones.SIGNS)
    style = templates.static(templates.WEB, "base.css").decode()
    assert all(f".{tone} {{ background" in style for tone in tones.SIGNS)
