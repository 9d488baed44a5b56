"""`lightclient checkpoint fetch`: from a node over JSON-RPC and over Electrum's protocol, and what it refuses."""

import asyncio
import contextlib
import copy
import json
import sys

import pytest

from lightclient.bitcoin import checkpoint as records
from lightclient.bitcoin.header import display
from lightclient.bitcoin.hosts.connect import connect
from lightclient.bitcoin.hosts.errors import NodeNonsense, NoWork, TooShort
from lightclient.bitcoin.hosts.fetch import _first, fetch
from lightclient.bitcoin.hosts.regtest import RegtestNode
from lightclient.bitcoin.hosts.rpcserver import RpcServer
from lightclient.bitcoin.more_errors import BadGenesis, ChainworkMismatch
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from tests.conftest import ROOT
from tests.services.electrum import ElectrumServer
from tests.services.process import free_port
from tests.support.gateway import in_loop

BLOCKS = 130


@contextlib.asynccontextmanager
async def node(blocks=BLOCKS):
    own = RegtestNode()
    own.mine(blocks)
    server = RpcServer(own)
    await server.start()
    try:
        yield own, server
    finally:
        await server.close()


async def command(url, *options):
    """Run the command; return its exit status, standard output and standard error."""
    line = [sys.executable, "-m", "lightclient", "checkpoint", "fetch", "--network", "regtest", "--node", url]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*line, *map(str, options), cwd=ROOT, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def fetched(url, network=REGTEST, at=None, whole=False):
    """Return the chain, and how the progress went."""
    told = []
    source = connect(url)
    try:
        return await fetch(source, network, at, whole, lambda *done: told.append(done)), told
    finally:
        await source.close()


@pytest.mark.slow
@in_loop
async def test_a_settled_block_of_the_node_becomes_a_checkpoint(tmp_path):
    target = tmp_path / "cp"
    async with node() as (own, server):
        status, out, err = await command(server.url, "-o", target, "--json")
        said = json.loads(out)
        assert (status, err) == (0, "")
        height = BLOCKS - REGTEST.cadence.settled
        assert (said["height"], said["tip"]) == (height, display(own.chain[height]))
        chain = records.parse(target.read_bytes(), REGTEST)
        assert (chain.base.chainwork, chain.log_start) == (own.states[height].chainwork, 0)
        chain, told = await fetched(server.url, at=BLOCKS)
        assert chain.base.height == BLOCKS and told == [(0, BLOCKS + 1)]


@in_loop
async def test_a_run_inside_the_chain_takes_the_work_from_the_node(monkeypatch):
    """Regtest has one epoch for ever: with shorter ones its chain is long enough to begin within."""
    short = copy.copy(REGTEST)
    short.interval = 50
    async with node() as (own, server):
        chain, told = await fetched(server.url, short, at=BLOCKS)
        assert (chain.base.chainwork, chain.log_start) == (own.states[BLOCKS].chainwork, BLOCKS)
        assert told == [(0, BLOCKS + 1 - 100)]
        for lie in ("", "0x12", "f" * 65, 7, None):
            monkeypatch.setitem(server.methods, "getblockheader", lying(server.methods["getblockheader"], lie))
            with pytest.raises(NodeNonsense):
                await fetched(server.url, short, at=BLOCKS)
            monkeypatch.undo()
        monkeypatch.setitem(server.methods, "getblockheader", lying(server.methods["getblockheader"], "0" * 64))
        with pytest.raises(ChainworkMismatch):
            await fetched(server.url, short, at=BLOCKS)
    async with ElectrumServer(own).running() as url:
        with pytest.raises(NoWork, match="--whole counts it"):
            await fetched(url, short, at=BLOCKS)
        chain, _ = await fetched(url, at=BLOCKS, whole=True)
        assert chain.base.chainwork == own.states[BLOCKS].chainwork


def lying(answer, work):
    async def lied(block_hash, verbose=True):
        found = await answer(block_hash, verbose)
        return {**found, "chainwork": work} if verbose else found

    return lied


@pytest.mark.slow
@in_loop
async def test_what_the_node_cannot_give_is_said_and_nothing_is_written(tmp_path):
    target = tmp_path / "cp"
    async with node(20) as (_, server):
        with pytest.raises(BadGenesis):
            await fetched(server.url, SIGNET)
        for at in (None, 21):  # nothing is settled; beyond the tip
            with pytest.raises(TooShort, match="ends at height 20"):
                await fetched(server.url, at=at)
        status, out, err = await command(server.url.replace(":key", ":secret"), "-o", target)
        assert (status, out) == (2, "") and "user or password are wrong" in err and "secret" not in err
    status, out, err = await command(f"http://127.0.0.1:{free_port()}", "-o", target)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert not target.exists()


@pytest.mark.parametrize(
    ("at", "first"), [(0, 0), (2015, 0), (2016, 0), (2025, 0), (2027, 2016), (840_000, 838_656), (840_672, 838_656)]
)
def test_a_run_begins_where_difficulty_and_median_time_are_known(at, first):
    assert _first(at, 2016) == first
