"""Bitcoin Core as a mirror of the regtest node, to hold its adapter to what every kind of node promises."""

import contextlib
import tempfile
from pathlib import Path

from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from tests.services.core import Core
from tests.services.install import Missing
from tests.support.data import stop


@contextlib.asynccontextmanager
async def over_core(own):
    """An adapter for Bitcoin Core that has the blocks of `own`, now and whenever it mines.

    Their transactions must be coinbases alone, for Core takes none that spend coins out of nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            core = Core(Path(folder))
        except Missing as error:
            stop(str(error))
        core.start()

        def submit(hashes):
            for block_hash in hashes:
                assert core.rpc("submitblock", own.blocks[block_hash].data.hex()) in (None, "inconclusive")

        def mirrored(*arguments):
            hashes = mine(*arguments)
            submit(hashes)
            return hashes

        mine = own.mine
        own.mine = mirrored
        node = JsonRpcNode(core.url, timeout=5, poll=0.02)
        try:
            submit(own.chain[1:])
            yield node
        finally:
            await node.close()
            core.stop()
