"""The terminal of examples/mpos at a counter: QR codes, pages that are read from two metres, keys, and power cuts."""

import io
import subprocess
import sys

import pytest
import segno
import zxingcpp
from PIL import Image, ImageChops

from examples.mpos import settings, till
from examples.mpos.counter import AMOUNT, CANCEL, NEXT, Counter, Key
from examples.run import EXAMPLES, host_source, pay, settings_of
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec import cbor
from lightclient.payments.states import LOST
from lightclient.store.slots import SlotStore
from tests.conftest import ROOT
from tests.portable.shop import Blocks, Gateway, Shop
from tests.services.process import PATIENCE, until
from tests.support.devices import Site, Unix
from tools.portability import check

sys.path.append(str(EXAMPLES / "mpos"))  # from where its files import each other

from qr import CODEWORDS, L, M, TooLong, encode, most

pytest_plugins = ["tests.services.fixtures"]

ACCOUNT = till.account_of(settings.XPUB, settings.PURPOSE, REGTEST)
PAPER = (296, 128)  # of 2.9 inches: a pixel is 0.226 mm
READABLE = 5  # millimetres: eight minutes of arc at two metres, where sharp eyes tell five
PIXEL = 0.226
LEVELS = {L: "l", M: "m"}


def uri(number, satoshi):
    return f"bitcoin:{ACCOUNT.address(number)}?amount={satoshi / 100_000_000:.8f}"


# -- codes


def text(length):
    return bytes([48 + (7 * at + length) % 75 for at in range(length)])


def rows_of(code):
    return [sum((module & 1) << x for x, module in enumerate(row)) for row in code.matrix]


def picture_of(rows, scale=3):
    side = len(rows) + 8
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x in range(len(rows)):
            if row >> x & 1:
                picture.putpixel((x + 4, y + 4), 0)
    return picture.resize((side * scale, side * scale), Image.Resampling.NEAREST)


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("version", range(1, len(CODEWORDS) + 1))
def test_a_full_code_is_that_of_segno(version, level):
    """A full one: where there is room, segno pads with one byte more than the standard has."""
    data = text(most(version, level))
    wanted = [segno.make_qr(data, error=LEVELS[level], mode="byte", boost_error=False, mask=mask) for mask in range(8)]
    assert {code.version for code in wanted} == {version}
    assert encode(data, level) in [rows_of(code) for code in wanted]


@pytest.mark.parametrize("level", LEVELS)
def test_a_code_of_any_length_is_read(level):
    lengths = [1] + [most(version, level) + 1 for version in range(1, len(CODEWORDS))]
    for length in lengths:
        (found,) = zxingcpp.read_barcodes(picture_of(encode(text(length), level)))
        assert found.bytes == text(length) and found.ec_level == LEVELS[level].upper()
    with pytest.raises(TooLong, match=f"holds {most(10, level)} bytes, and these are {most(10, level) + 1}"):
        encode(text(most(10, level) + 1), level)


def test_a_board_draws_the_same_code(micropython):
    lengths = [most(4, L), most(7, L)]
    source = f"""
import sys
sys.path[:] = ["examples/mpos", "."]
from qr import encode
for length in {lengths}:
    print([hex(row) for row in encode(bytes([48 + (7 * at + length) % 75 for at in range(length)]))])
"""
    lines = subprocess.check_output([micropython, "-c", source], text=True, cwd=ROOT).splitlines()
    assert lines == [str([hex(row) for row in encode(text(length))]) for length in lengths]


# -- pages


class Page:
    """A page as a customer sees it: the code is at the left of a wide one, at the top of others."""

    def __init__(self, file, letters):
        self.picture = Image.open(io.BytesIO(file)).convert("L")
        self.letters = letters
        width, height = self.picture.size
        codes = zxingcpp.read_barcodes(self.picture)
        self.code = codes[0].text if codes else None
        self.box = (0, 0, width, height)
        if codes:
            corner = codes[0].position.bottom_right
            self.box = (corner.x + 4, 0, width, height) if width >= 2 * height else (0, corner.y + 4, width, height)

    def lines(self):
        """Return the tight picture of each line of words."""
        words = ImageChops.invert(self.picture.crop(self.box))
        dark = [words.crop((0, y, words.width, y + 1)).getbbox() is not None for y in range(words.height)]
        found, at = [], 0
        while True in dark[at:]:
            first = dark.index(True, at)
            at = dark.index(False, first) if False in dark[first:] else len(dark)
            line = words.crop((0, first, words.width, at))
            found.append(line.crop(line.getbbox()))
        return found

    def says(self, *texts):
        """Return whether these are the lines."""
        lines = self.lines()
        if len(lines) != len(texts):
            return False
        for line, text in zip(lines, texts, strict=True):
            known = self.letters(text)
            if line.width % known.width or line.height % known.height:
                return False
            if ImageChops.difference(line, known.resize(line.size, Image.Resampling.NEAREST)).getbbox():
                return False
        return True


@pytest.fixture(scope="module")
def letters(micropython):
    """Return a function that gives a text in the letters of framebuf, as a tight picture."""
    known = {}

    def letters(text):
        if text not in known:
            source = f"""
import framebuf
pixels = bytearray({8 * len(text)})
framebuf.FrameBuffer(pixels, {8 * len(text)}, 8, framebuf.MONO_HLSB).text({text!r}, 0, 0)
print(pixels.hex())
"""
            pixels = bytes.fromhex(subprocess.check_output([micropython, "-c", source], text=True))
            picture = Image.frombytes("1", (8 * len(text), 8), pixels).convert("L")
            known[text] = picture.crop(picture.getbbox())
        return known[text]

    return letters


SHOWN = ["waiting", "short", "seen", "confirmed 1/2", "paid", "overpaid", "offline", "ready", *LOST]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "purpose"), [(PAPER, 84), ((200, 200), 84), ((128, 128), 86)])
def test_a_page_says_where_the_sale_stands_and_has_the_code_while_there_is_something_to_pay(
    micropython, letters, tmp_path, size, purpose
):
    address = till.account_of(settings.XPUB, purpose, REGTEST).address(0)
    (tmp_path / "settings.py").write_text(settings_of("mpos", PAPER=size))
    source = (
        host_source("mpos", tmp_path).replace("import main\n", "")
        + f"""
from fittings import paper
from page import Page
page = Page(*paper())
for number, status in enumerate({SHOWN!r}):
    page.show(status, 50_000, {address!r})
    os.rename("page.pbm", str(number) + ".pbm")
"""
    )
    subprocess.check_call([micropython, "-X", "heapsize=1m", "-c", source], cwd=ROOT)
    for number, status in enumerate(SHOWN):
        page = Page((tmp_path / f"{number}.pbm").read_bytes(), letters)
        assert page.picture.size == size
        assert page.says(*status.upper().split(" "), "0.00050000"), status
        owed = status in ("waiting", "short", *LOST)
        assert page.code == (f"bitcoin:{address}?amount=0.00050000" if owed else None), status
        if size == PAPER:
            assert min(line.height for line in page.lines()[:-1]) * PIXEL >= READABLE, status


# -- keys


class Pin:
    def __init__(self):
        self.down = False

    def value(self):
        return int(not self.down)


def test_a_key_that_bounces_is_pressed_once():
    pin = Pin()
    key = Key(pin)

    def presses(samples):
        count = 0
        for sample in samples:
            pin.down = sample == "#"
            count += key.pressed()
        return count

    assert presses("....#.#.#..") == 0  # never down for two samples
    assert presses("#.##.#####.##.#.#...") == 1
    assert presses("##") == 1
    assert presses("###########") == 0  # held
    assert presses("..##..##") == 2


class Chip:
    """A till with keys, a gateway's chain at hand, and a flash that outlives it."""

    def __init__(self, blocks=None, slots=None):
        self.blocks = blocks or Blocks()
        self.slots = slots or Slots()
        self.shop = Shop({"gw": Gateway(self.blocks)})
        self.till = till.Till(self.shop, SlotStore(self.slots), ACCOUNT, None, 1)
        self.pins = [Pin() for _ in range(3)]
        self.beeps = []
        self.counter = Counter(self.till, settings.AMOUNTS, self.pins, self.beeps.append)
        self.run()

    def run(self, seconds=5):
        """Return what is shown at the end."""
        for _ in range(seconds):
            self.shop.clock.at += 1
            self.shop.follower.tick(self.shop.clock.at)
            self.shop.flush()
            showing = self.till.look(), self.till.due, self.till.address
            showing = self.counter.showing(showing, self.till.take() is not None)
        return showing[:2]

    def press(self, key):
        """Press a key and let it go; return whether it did anything."""
        refused, found = self.beeps.count(1), 0
        for down in (True, True, False, False):
            self.pins[key].down = down
            found += self.counter.pressed()
        assert found == 1
        return self.beeps.count(1) == refused


class Slots:
    def __init__(self):
        self.slots = [b"", b""]

    def read(self, slot):
        return self.slots[slot]

    def write(self, slot, parts):
        self.slots[slot] = b"".join(parts)


def test_keys_pick_the_amount_open_the_sale_and_give_it_up():
    chip = Chip()
    first, second = settings.AMOUNTS[:2]
    assert chip.run() == ("ready", first)
    assert not chip.press(CANCEL) and chip.press(AMOUNT) and chip.run() == ("ready", second)
    assert chip.press(NEXT) and chip.run() == ("waiting", second)
    assert not chip.press(NEXT) and not chip.press(AMOUNT) and chip.run() == ("waiting", second)
    assert chip.press(CANCEL) and chip.run() == ("ready", second) and chip.till.index == 1
    assert chip.press(NEXT)
    chip.shop.mine(chip.blocks, pay(ACCOUNT.script(0), second))  # late, for a sale that was given up
    assert chip.run() == ("waiting", second)
    chip.shop.mine(chip.blocks, pay(ACCOUNT.script(1), second - 1))
    assert chip.run() == ("short", 1) and not chip.press(CANCEL)
    chip.shop.mine(chip.blocks, pay(ACCOUNT.script(1), 1))
    assert chip.run() == ("paid", second)
    assert chip.run(20) == ("paid", second) and chip.beeps.count(3) == 1  # until a key is pressed
    assert chip.press(CANCEL) and chip.run() == ("ready", second) and not chip.press(CANCEL)


def test_a_till_whose_chain_is_not_known_opens_no_sale():
    chip = Chip()
    chip.shop.follower.disconnect()
    assert chip.till.look() == "offline" and not chip.press(NEXT) and chip.till.sale is None


def test_no_more_sales_are_given_up_than_a_wallet_looks_for():
    chip = Chip()
    for _ in range(till.GAP - 1):
        assert chip.press(NEXT) and chip.press(CANCEL)
    assert chip.press(NEXT) and not chip.press(CANCEL)
    chip = Chip(chip.blocks, chip.slots)  # nor after a power cut
    assert chip.till.index == till.GAP - 1 and not chip.press(CANCEL)
    chip.shop.mine(chip.blocks, pay(ACCOUNT.script(till.GAP - 1), settings.AMOUNTS[0]))
    assert chip.run() == ("paid", settings.AMOUNTS[0])
    assert chip.press(NEXT) and chip.press(CANCEL)


def test_a_sale_that_an_older_terminal_kept_goes_on():
    chip = Chip()
    assert chip.press(NEXT)
    older = Slots()
    SlotStore(older).save(cbor.encode(cbor.decode(SlotStore(chip.slots).load())[:2]))
    chip = Chip(chip.blocks, older)
    assert chip.run() == ("waiting", settings.AMOUNTS[0]) and (chip.till.index, chip.till.unpaid) == (0, 0)


@pytest.mark.parametrize("path", ["counter.py", "grid.py", "page.py", "qr.py"])
def test_what_a_counter_adds_is_portable(path):
    found = check((EXAMPLES / "mpos" / path).read_text(), "examples/mpos/" + path)
    assert {code for _, code, _ in found} <= {"IMPORT"}  # of each other, from the folder that a board starts in


# -- all of it


class Terminal:
    """A terminal with a page, keys and a beeper, under MicroPython on this machine; its power may be cut."""

    def __init__(self, micropython, letters, folder, port):
        self.micropython = micropython
        self.letters = letters
        self.folder = folder
        self.beeps = 0
        self.run = None
        changes = {"PAPER": PAPER, "KEYS": ("amount", "next", "cancel"), "BEEPER": 1}
        (folder / "settings.py").write_text(settings_of("mpos", BROKER=f"mqtt://127.0.0.1:{port}", **changes))

    def start(self):
        (self.folder / "page.pbm").unlink(missing_ok=True)
        self.run = Unix(self.micropython, host_source("mpos", self.folder))

    def cut(self):
        self.run.kill()
        self.beeps += self.run.lines.count("(beep)(beep)(beep)")

    def page(self):
        file = self.folder / "page.pbm"
        return Page(file.read_bytes(), self.letters) if file.exists() else None

    def shows(self, *lines, code=None):
        def shown():
            page = self.page()
            return page and page.says(*lines) and page.code == code

        try:
            until(shown, str(lines), 2 * PATIENCE)
        except TimeoutError:
            raise AssertionError((lines, code, self.run.lines)) from None

    def press(self, key, *lines, code=None):
        """Hold a key down until the page shows this."""
        (self.folder / key).touch()
        self.shows(*lines, code=code)
        (self.folder / key).unlink()


@pytest.mark.slow
def test_a_sale_at_the_counter_goes_on_through_power_cuts_and_outages_and_is_told_paid_once(
    micropython, letters, tmp_path, mosquitto
):
    terminal = Terminal(micropython, letters, tmp_path, mosquitto.port)
    with Site(mosquitto.port, 120) as site:
        try:
            terminal.start()
            terminal.shows("READY", "0.00010000")
            terminal.press("amount", "READY", "0.00050000")
            terminal.press("next", "WAITING", "0.00050000", code=uri(0, 50_000))
            terminal.press("cancel", "READY", "0.00050000")
            terminal.press("next", "WAITING", "0.00050000", code=uri(1, 50_000))
            site.broadcast(pay(ACCOUNT.script(1), 30_000).serialize())
            terminal.shows("SHORT", "0.00020000", code=uri(1, 20_000))
            terminal.cut()
            terminal.start()
            terminal.shows("SHORT", "0.00020000", code=uri(1, 20_000))
            mosquitto.kill()
            terminal.shows("OFFLINE", "0.00020000")
            site.broadcast(pay(ACCOUNT.script(1), 20_000).serialize())
            mosquitto.start()
            terminal.shows("SEEN", "0.00050000")
            terminal.cut()
            site.mine()
            terminal.start()
            terminal.shows("CONFIRMED", "1/2", "0.00050000")
            (tmp_path / "cancel").touch()  # too late: somebody has paid
            until(lambda: "(beep)" in terminal.run.lines, "the key is refused")
            (tmp_path / "cancel").unlink()
            terminal.shows("CONFIRMED", "1/2", "0.00050000")
            site.mine()
            terminal.shows("PAID", "0.00050000")
            terminal.cut()
            terminal.start()
            terminal.shows("READY", "0.00010000")
            terminal.press("next", "WAITING", "0.00010000", code=uri(2, 10_000))
        finally:
            terminal.cut()
    assert terminal.beeps == 1
