"""A device on an emulated board, and TLS to the broker at the other end of its serial line."""

import asyncio
import contextlib
import ssl

import pytest

from tests.boards.test_device_boards import BOARD, KB, PROVE, OnBoard, source
from tests.portable.blocks import payment
from tests.services.certificates import Certificates
from tests.services.process import until
from tests.services.rogue import Rogue
from tests.support.devices import CATCH_UP, FOLLOW, REPORT, Site
from tools import boards, romfs
from tools.boards import Board, ScriptError

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

SMALLEST = 128 * KB  # works in 124
ALERT = bytes((21, 3, 3, 0, 2, 2, 90))  # what a line says that has had enough

TLS = """
import tls
context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
context.load_verify_locations({ca!r})
"""
LINE = "open = Line(board.UART(), context, 'localhost').open\n"
FAULTS = "print(sorted(set(device.faults) - {{'NoRecord'}}), device.link.sent)\n"
OPENED = """
line = Line(board.UART(), context, "localhost")
line.used = True
for _ in range(2):
    stream = line.open()
    stream.write(b"\\x10\\x0e\\0\\4MQTT\\4\\2\\0\\x3c\\0\\2me")
    answer = bytearray(4)
    while not stream.readinto(answer): stream.wait(5)
    print(bytes(answer).hex())
    stream.close()
"""
HELLO = """
import board, tls
context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
context.wrap_socket(board.UART(), server_hostname="localhost", do_handshake_on_connect=False).write(b"-")
"""
# The handshake goes as far as it can in each call; what passes in between only waits for bytes.
HANDSHAKE = """
import board, select
secure = context.wrap_socket(board.UART(), server_hostname="localhost", do_handshake_on_connect=False)
ready = select.poll()
ready.register(secure, select.POLLOUT)
took = 0
while True:
    start = board.insn()
    done = secure.write(b"\\xe0\\0")
    took += board.insn() - start
    if done: break
    ready.poll(5000)
print(took, *secure.cipher())
"""


@pytest.fixture(scope="module")
def rom():
    return romfs.image(romfs.library() + romfs.board_only())


def authority(certificates):
    """Return its certificate as the firmware takes it, which knows no PEM."""
    return ssl.PEM_cert_to_DER_cert(certificates.ca.read_text())


def secured(certificates, *steps, **values):
    return source(*steps, board=BOARD + TLS + LINE, ca=authority(certificates), **values)


def test_it_catches_up_and_proves_over_tls_in_a_small_heap(tls_broker, rom):
    here = tls_broker()
    tx = payment(1)
    with Site(here.port, 120) as site:
        site.mine(1, [tx.serialize()])
        steps = secured(here.certificates, CATCH_UP, PROVE, REPORT, FAULTS, txid=tx.txid().hex())
        with OnBoard(steps, "rv32", SMALLEST, here.tls_port, rom=rom, tls=True) as run:
            lines = run.ends()
        height = len(site.node.chain) - 1
        assert lines[1:4] == [site.state(), f"proved {height} 1 header-window", "reported True"]
        assert lines[4].startswith("[] ")


def test_after_the_loss_of_the_broker_there_is_a_new_session(tls_broker, rom):
    here = tls_broker()
    with Site(here.port, 120) as site:
        steps = secured(here.certificates, "device.link.mqtt.keep_alive = 4\n", CATCH_UP, FOLLOW)
        with OnBoard(steps, "rv32", SMALLEST, here.tls_port, rom=rom, tls=True) as run:
            run.tells(site.state())
            here.kill()
            site.mine(2)
            here.start()
            run.tells(site.state())
            here.restart()
            site.mine()
            run.tells(site.state())


@pytest.mark.parametrize(
    "wrong", [{}, {"host": "broker.example"}, {"expired": True}], ids=["another CA", "another name", "expired"]
)
def test_a_broker_that_is_not_the_one_gets_nothing(tls_broker, tmp_path, rom, wrong):
    here = tls_broker(**wrong)
    folder = tmp_path / "other"
    folder.mkdir()
    trusted = here.certificates if wrong else Certificates(folder)
    steps = secured(trusted, CATCH_UP, FAULTS, seconds=1)
    with OnBoard(steps, "rv32", 128 * KB, here.tls_port, rom=rom, tls=True) as run:
        lines = run.ends()
    assert lines[-1] == "['TlsFailed'] 0"


def test_a_broker_that_stalls_in_the_handshake_is_left_in_time(tls_broker, rom):
    async def trickles(reader, writer):
        """Say a record byte by byte, until the other side has had enough."""
        writer.write(bytes((22, 3, 3, 63, 255)))
        heard = b""
        while ALERT not in heard and not reader.at_eof():
            writer.write(b"\0")
            with contextlib.suppress(asyncio.TimeoutError):
                heard += await asyncio.wait_for(reader.read(1000), 0.2)

    here = tls_broker()
    with Site(here.port, 120) as site, Rogue(here.tls_port, [trickles]) as rogue:
        patience = "import lightclient.device.streams\nlightclient.device.streams.WRITE_WAIT = 2000\n"
        steps = secured(here.certificates, patience, CATCH_UP, FAULTS)
        with OnBoard(steps, "rv32", 128 * KB, rogue.port, rom=rom, tls=True) as run:
            lines = run.ends()
        assert lines[-2] == site.state() and lines[-1].startswith("['TlsFailed'] ")


def test_a_line_that_is_opened_again_ends_what_is_at_its_other_end(tls_broker, rom):
    here = tls_broker()
    steps = (BOARD + TLS + OPENED).format(ca=authority(here.certificates))
    with OnBoard(steps, "rv32", 128 * KB, here.tls_port, rom=rom, tls=True) as run:
        # The first time the broker waits for a handshake, then there is a session.
        assert run.ends() == ["20020000"] * 2


def test_what_is_random_comes_from_outside(monkeypatch):
    hellos = []

    async def listens(reader, writer):
        hellos.append(await reader.readexactly(43))

    with Rogue(0, [listens, listens]) as rogue:
        for count in (1, 2):
            with Board("rv32", mqtt=f"127.0.0.1:{rogue.port}", tls=True) as board:
                board.run(HELLO)
                until(lambda count=count: len(hellos) == count, "a handshake")
    # The last 28 bytes are the random ones (RFC 5246, 7.4.1.2).
    assert hellos[0][:11] == hellos[1][:11] and hellos[0][15:] != hellos[1][15:]
    monkeypatch.setattr(boards, "RNG", ())
    with Board("rv32", tls=True) as board, pytest.raises(ScriptError, match="OSError: 52"):  # ..._ENTROPY_SOURCE_FAILED
        board.run("import tls\ntls.SSLContext(tls.PROTOCOL_TLS_CLIENT)")


@pytest.mark.parametrize(("bits", "most"), [(0, 120_000_000), (2048, 75_000_000)], ids=["P-256", "RSA-2048"])
def test_what_a_handshake_takes(tls_broker, bits, most):
    here = tls_broker(bits=bits)
    with Board("rv32", 128 * KB, mqtt=f"127.0.0.1:{here.tls_port}", tls=True, exact=True) as board:
        took, suite, version = board.run((TLS + HANDSHAKE).format(ca=authority(here.certificates))).split()
    print(f"{int(took):,} instructions, {suite}, {version}")
    assert suite.startswith("TLS-ECDHE-RSA-" if bits else "TLS-ECDHE-ECDSA-")
    assert int(took) < most
