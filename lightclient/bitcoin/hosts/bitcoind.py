"""Bitcoin Core as a process of ours, on regtest, for those who develop and test."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from lightclient.bitcoin.hosts.errors import NodeError, NodeUnreachable, NodeWontStart
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.waiting import within

# Loopback only, no peers, no name lookups, a fee where nothing can be estimated, a wallet that is fast and not safe.
OPTIONS = (
    "-regtest",
    "-server=1",
    "-listen=0",
    "-connect=0",
    "-dnsseed=0",
    "-fixedseeds=0",
    "-discover=0",
    "-natpmp=0",
    "-rpcbind=127.0.0.1",
    "-rpcallowip=127.0.0.1",
    "-fallbackfee=0.0001",
    "-keypool=10",
    "-unsafesqlitesync",
    "-printtoconsole=1",
    "-nodebuglogfile",
)
PATIENCE = 60.0  # seconds to start, and to stop
PAUSE = 0.05  # seconds between looks whether it has started
POLL = 0.1  # seconds between looks at its tip


@contextlib.asynccontextmanager
async def running(program: str) -> AsyncIterator[JsonRpcNode]:
    """Run bitcoind with an empty chain, in a folder of its own that is deleted at the end; yields it with a wallet.

    program: its path, or its name if it is on the path. Raises NodeWontStart.
    """
    path = shutil.which(program)
    if path is None:
        raise NodeWontStart("there is no such program")
    with tempfile.TemporaryDirectory(prefix="lightclient-regtest-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        process = await asyncio.create_subprocess_exec(
            *(path, *OPTIONS, "-txindex=1", f"-datadir={folder}", f"-rpcport={port}"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us, who then stop it in good order
        )
        node = JsonRpcNode(f"http://127.0.0.1:{port}", cookie=Path(folder) / "regtest" / ".cookie", poll=POLL)
        try:
            await _started(process, node)
            await node.call("createwallet", "wallet")
            yield node
        finally:
            await node.close()
            await _stopped(process)


async def _started(process: asyncio.subprocess.Process, node: JsonRpcNode) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while True:
        try:
            await node.tip()
            return
        except NodeUnreachable as error:
            if process.returncode is not None:
                raise NodeWontStart(f"it ended with status {process.returncode}") from None
            if loop.time() > deadline:
                raise NodeWontStart(f"no answer within {PATIENCE:.0f} s ({error})") from None
        except NodeError as error:  # somebody else answers at its port
            raise NodeWontStart(str(error)) from None
        await asyncio.sleep(PAUSE)


async def _stopped(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await within(process.wait(), PATIENCE)
    except asyncio.TimeoutError:
        process.kill()
        await process.wait()
