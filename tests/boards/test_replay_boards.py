"""Real mainnet headers on the emulated boards: from a checkpoint on, through our gateway and out of a board's ROM."""

import pytest

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin.header import SIZE, display, split
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.trust import trusted
from tests.boards.test_device_boards import BOARD, KB, WIRE, OnBoard
from tests.support.devices import DEVICE, Site
from tests.support.recorded import RecordedIndex, RecordedNode
from tests.vectors.test_mainnet_headers import Run
from tools import romfs
from tools.boards import MACHINES, Board

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

HEAP = 100 * KB
MESSAGE = 25  # headers, as many as a device asks for at once
MOST_RECEIVED, MOST_SENT = 46, 11  # bytes on the wire for a header, whatever is around it included
MOST_UNPACKING, MOST_CHECKING = 80_000, 95_000  # instructions for a header, the latter with the header log


@pytest.fixture(scope="module")
def record():
    return Run("main_822527_830592")


@pytest.fixture(scope="module")
def start(record):
    """Return the chain that ends where every rule begins to hold."""
    return trusted(record.raw, record.start, record.covered, record.chainwork_at(record.covered), MAINNET)


@pytest.fixture(scope="module")
def index(record):
    """Return the index of a gateway that has checked the record."""
    base = trusted(record.raw, record.start, record.covered, record.chainwork_at(record.covered), MAINNET)
    index = RecordedIndex(base, record.up_to(record.covered)[-SIZE:])
    index.extend(record.after(record.covered))
    return index


@pytest.fixture(scope="module")
def rom():
    return romfs.image(romfs.library() + romfs.board_only())


DEVICE_OF_MAINNET = DEVICE.replace("regtest", "mainnet").replace("REGTEST", "MAINNET")
# The record ends below the least work that mainnet must have by now: the device is never synced.
REACH = "while device.ledger.height < {height}:\n    device.follow(1)\ntell()\n"


def test_a_board_takes_eight_thousand_headers_of_mainnet_from_our_gateway(mosquitto, rom, record, start, index):
    steps = BOARD + DEVICE_OF_MAINNET + REACH + WIRE
    steps = steps.replace("log=log", "log=log, limit=2048")
    values = {"gateways": ["gw"], "state": "/flash/chain", "seed": b"1", "height": record.end}
    program = steps.format(trust=checkpoint.serialize(start), **values)
    site = Site(mosquitto.port, node=RecordedNode(record.raw, record.start), index=index)
    with site, OnBoard(program, "rv32", HEAP, mosquitto.port, 300, rom=rom) as run:
        lines = run.ends(310)
    count = record.end - record.covered
    assert count > 8000
    assert lines[0] == f"starting {record.covered} {display(start.base.tip_hash)}"
    assert lines[1] == f"catching up {record.end} {display(record.tip_hash)}"
    sent, received = map(int, lines[2].split()[1:])
    print(f"{count} headers, {received / count:.1f} bytes received and {sent / count:.1f} sent for each")
    assert received < MOST_RECEIVED * count and sent < MOST_SENT * count


STEP = """
import board, gc
gc.threshold(1000)
from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin.networks.mainnet import MAINNET
gc.collect()
gc.threshold(-1)
with open("/rom/start", "rb") as file:
    chain = checkpoint.parse(file.read(), MAINNET, 12)
file = open("/rom/messages", "rb")
count = unpacking = checking = 0
while True:
    message = file.read(int.from_bytes(file.read(2), "big"))
    if not message:
        break
    gc.collect()
    start = board.insn()
    first, run = packed.parse(message)
    unpacked = board.insn()
    headers, last = run
    chain.connect(headers, 1 << 31, None, last)
    chain.slide()
    unpacking += unpacked - start
    checking += board.insn() - unpacked
    count += len(headers)
print(count, unpacking // count, checking // count, chain.tip.height, bytes(reversed(chain.tip.tip_hash)).hex())
"""


@pytest.mark.parametrize("kind", MACHINES)
def test_every_header_of_the_record_is_accepted_at_a_known_cost(kind, record, start):
    run = split(record.after(record.covered))
    messages = b""
    for at in range(0, len(run), MESSAGE):
        message = packed.serialize(record.covered + 1 + at, run[at : at + MESSAGE])
        messages += len(message).to_bytes(2, "big") + message
    rom = romfs.image(romfs.library(), {"start": checkpoint.serialize(start), "messages": messages})
    with Board(kind, HEAP, rom=rom, exact=True) as board:
        count, unpacking, checking, height, tip = board.run(STEP, timeout=120).split()
    assert (int(count), int(height), tip) == (record.end - record.covered, record.end, display(record.tip_hash))
    print(f"{kind}: {unpacking} instructions to unpack a header and {checking} to check it")
    assert int(unpacking) < MOST_UNPACKING and int(checking) < MOST_CHECKING
