"""A regtest node, and calendars in processes of their own that put commitments into its chain."""

from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.opentimestamps import file
from tests.services.calendar import Calendar
from tests.services.loop import LoopThread
from tests.services.process import until
from tests.support.gateway import regtest

BLOCKS = 101  # so that the first coinbase may be spent
LOGIN = "x:key"


class StampSite:
    """`with StampSite(folder, calendars=2) as site:` node is a RegtestNode, behind Bitcoin Core's JSON-RPC."""

    def __init__(self, folder, calendars=1):
        self.folder = folder
        self.count = calendars
        self.node = regtest(BLOCKS)

    def __enter__(self):
        self.loop = LoopThread()
        self.server = RpcServer(self.node)
        self.loop.run(self.server.start())
        port = self.server.runner.addresses[0][1]
        self.calendars = []
        for number in range(self.count):
            folder = self.folder / f"calendar{number}"
            folder.mkdir()
            self.calendars.append(Calendar(folder, port, LOGIN))
            self.calendars[-1].start()
        return self

    def __exit__(self, *_):
        for calendar in self.calendars:
            calendar.stop()
        self.loop.run(self.server.close())
        self.loop.close()

    @property
    def urls(self):
        return [calendar.url for calendar in self.calendars]

    def options(self):
        """Return the options that name all calendars."""
        return [part for url in self.urls for part in ("--calendar", url)]

    def mine(self, transactions=1):
        """Mine a block as soon as so many transactions wait."""
        until(lambda: len(self.node.waiting) >= transactions, "the calendars have paid")
        self.loop.call(self.node.mine)

    def headers(self):
        """Return the path of a new file with all headers."""
        path = self.folder / f"headers-{len(list(self.folder.glob('headers-*')))}"
        path.write_bytes(self.loop.run(self.node.header_run(0, len(self.node.chain))))
        return path


def attested(path):
    """Return the heights at which blocks are said to attest the file of a proof."""
    found = file.parse(path.read_bytes())
    return [each.height for _, each in found.timestamp.attested() if each.height is not None]
