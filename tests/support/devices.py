"""Devices that run under MicroPython, and the gateway that they follow."""

import asyncio
import contextlib
import subprocess
import threading

from lightclient.bitcoin.header import display
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.source import BitcoinSource
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.codec.cbor import decode
from lightclient.gateway.service import Gateway
from lightclient.mqtt.hosts.broker import Broker
from tests.conftest import ROOT
from tests.services.loop import LoopThread
from tests.services.mqtt import Observer
from tests.services.process import PATIENCE, until
from tests.support.protocol import check

STATUS = "lc/1/devices/meter-1"

# A device whose end of the wire is `open`, and that tells where it stands whenever that changes.
DEVICE = """
import sys
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.ledger import GENESIS
from lightclient.device.entropy import seeded
from lightclient.device.device import Device
def tell():
    global told
    state = device.chain(), device.ledger.height, bytes(reversed(device.ledger.tip)).hex()
    if state != told: print(*state)
    told = state
told, log = None, None
device = Device(
    REGTEST, "meter-1", {gateways!r}, open, {trust!r}, {state!r}, random=seeded({seed!r}), log=log
)
tell()
"""
UNIX = """
import sys
sys.path.append("micropython")
from lightclient.device.streams import tcp
open = tcp("127.0.0.1", {port})
"""
CATCH_UP = "device.catch_up({seconds})\ntell()\n"
FOLLOW = "while True:\n    device.follow(0.2)\n    tell()\n"
REPORT = "print('reported', device.report())\n"
SLEEP = "device.sleep()\nprint('asleep')\n"


class Site:
    """A node, of regtest unless told otherwise, with a gateway named "gw", in a thread; use it in a `with`."""

    def __init__(self, port, blocks=0, name="gw", node=None, index=None):
        self.where = Broker("127.0.0.1", port)
        self.name = name
        self.node = node or RegtestNode()
        self.source = BitcoinSource(index.chain.network if index else REGTEST, self.node, index=index)
        self.index = self.source.index
        if blocks:
            self.node.mine(blocks)

    def __enter__(self):
        self.loop = LoopThread()
        self.gateway = self.loop.run(self._start())
        return self

    def __exit__(self, *error):
        self.loop.close()

    async def _start(self):
        gateway = Gateway(self.name, self.source, self.where)
        self.running = asyncio.create_task(gateway.run())
        await asyncio.wait_for(gateway.ready.wait(), PATIENCE)
        return gateway

    def mine(self, count=1, transactions=None):
        self.loop.call(lambda: self.node.mine(count, transactions))

    def broadcast(self, raw):
        return self.loop.run(self.node.broadcast(raw))

    def reorg(self, depth, count):
        self.loop.call(lambda: self.node.reorg(depth, count))

    def state(self, chain="synced"):
        """Return what a device tells that has followed so far."""
        return f"{chain} {len(self.node.chain) - 1} {display(self.node.chain[-1])}"


class Unix:
    """A device in a process of MicroPython's unix port, or of CPython if `heap` is None; `lines` is what it printed.

    A device prints a line in pieces: one that it had begun when it was killed does not count.
    """

    def __init__(self, micropython, source, heap="1m"):
        command = [micropython, *(["-X", f"heapsize={heap}"] if heap else []), "-c", source]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.kill()

    def _read(self):
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.lines.append(line.rstrip())

    def tells(self, line, seconds=PATIENCE):
        """Wait until the device has told `line` as the last it had to tell."""
        with contextlib.suppress(TimeoutError):
            until(lambda: self.lines[-1:] == [line], "", seconds)
        assert self.lines[-1:] == [line], self.lines

    def ends(self, seconds=PATIENCE):
        """Wait until the device has nothing more to do, and return all it told."""
        self.process.wait(seconds)
        self.thread.join()
        assert self.process.returncode == 0, self.lines
        return self.lines

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.thread.join()
        self.process.stdout.close()


def report(port):
    """Return the status that the device has left at the broker."""
    with Observer(port, STATUS) as observer:
        (message,) = observer.wait(1)
        assert message.retain
        assert check(message.topic, message.payload) == "device-report"
        return decode(message.payload)
