"""The gateway over a real Bitcoin Core: pruned, without an index, warming up, with filters, behind ElectrumX."""

import asyncio
import contextlib
import time

import pytest

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import kinds
from lightclient.bitcoin.address import script_of
from lightclient.bitcoin.anchor import ChainAnchor
from lightclient.bitcoin.filters import match_any
from lightclient.bitcoin.hosts.electrum import ElectrumNode
from lightclient.bitcoin.hosts.errors import NodeError, NodeNotReady, NodeRefused, NodeUnauthorized, NotFound, Pruned
from lightclient.bitcoin.hosts.index import HeaderIndex
from lightclient.bitcoin.hosts.jsonrpc import JsonRpcNode
from lightclient.bitcoin.kinds import MINED, SEEN
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.gateway import service, teller
from lightclient.gateway.costs import Budgets
from lightclient.sync.errors import Refused
from lightclient.sync.messages import COVERED, NOT_FOUND, OK
from tests.hosts.test_gateway_watches import Watcher
from tests.services.electrumx import ElectrumX
from tests.services.process import PATIENCE
from tests.support.gateway import PRICE, Device, at, client, in_loop, invoice, serving, until

pytest_plugins = ["tests.services.fixtures"]
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(service, "NODE_PAUSES", (0.05, 0.2))
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)


@contextlib.asynccontextmanager
async def adapter(core, **options):
    node = JsonRpcNode(core.bare_url, cookie=core.cookie, timeout=20, poll=0.05, **options)
    try:
        yield node
    finally:
        await node.close()


def paid(core, address, satoshi=PRICE):
    """Pay an address and mine the payment; return txid in internal order and height."""
    txid = core.pay(address, satoshi)
    core.mine(1)
    return codec.from_display(txid), core.rpc("getblockcount")


@in_loop
async def test_what_is_pruned_is_a_gap_in_a_watch_and_named_to_who_asks_for_it(core, mosquitto):
    pruned = core(pruned=True, txindex=False)
    early, late = invoice()[0], invoice()[0]
    pruned.mine(101)
    gone, low = paid(pruned, early)
    pruned.mine(550, invoice()[0])
    kept, high = paid(pruned, late)
    last = pruned.prune()
    assert low < last < high
    async with adapter(pruned) as node:
        index = HeaderIndex(REGTEST)
        await index.follow(node)  # headers are never pruned
        assert index.height == high
        with pytest.raises(Pruned):
            await node.raw_block(index.hash(low))
        async with serving(node, at(mosquitto.port), budgets=Budgets(1e6, 1e6)):
            with Watcher(mosquitto.port) as device:
                scripts = [script_of(address, REGTEST) for address in (early, late)]
                await device.watch(scripts, 0)
                await until(lambda: device.events(COVERED) and device.events(COVERED)[-1][2] == high, "all is told")
                assert [event[1] for event in device.events(MINED)] == [kept]
                assert low < min(first for _, first, _ in device.events(COVERED))
                status, why = await device.ask(kinds.PROOF, [gone, 0, high + 1, low, False])
                assert status == NOT_FOUND and "pruned" in why
                assert (await device.ask(kinds.PROOF, [kept, 0, high + 1, high, False]))[0] == OK


@in_loop
async def test_without_an_index_a_proof_takes_the_height_and_a_client_is_told_so(core, mosquitto):
    bare = core(txindex=False)
    bare.mine(101)
    txid, height = paid(bare, invoice()[0])
    bare.mine(30)
    async with adapter(bare) as node, serving(node, at(mosquitto.port)) as gateway:
        assert not await node.is_indexed()
        assert "txindex" not in gateway.status()["capabilities"]
        with Device(mosquitto.port) as device:
            for kind, argument in ((kinds.PROOF, [txid, 0, 1, None, False]), (kinds.TRANSACTION, [txid, None, 0])):
                status, why = await device.ask(kind, argument)
                assert status == NOT_FOUND and "-txindex" in why and "height" in why
            assert (await device.ask(kinds.PROOF, [txid, 0, height + 1, height, False]))[0] == OK
        async with client(at(mosquitto.port)) as ours:
            await ours.synced()
            raw = await ours.transaction(txid, height)
            assert raw == bytes.fromhex(
                bare.rpc("getrawtransaction", codec.display(txid), 0, bare.rpc("getblockhash", height))
            )


@in_loop
async def test_a_node_that_warms_up_is_waited_for_and_its_new_cookie_is_used(core, mosquitto):
    node = core(options=("-checkblocks=0", "-checklevel=4"))  # reads its whole chain at each start
    node.mine(400)
    node.restart()
    async with adapter(node) as asked:
        named = set()

        async def tip():
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                try:
                    return await asked.tip()
                except NodeError as error:
                    named.add(type(error))
                await asyncio.sleep(0)

        for _ in range(10):  # now and then it has started before anybody looks
            login = node.cookie.read_text()
            node.kill()
            waiting = asyncio.create_task(tip())
            await asyncio.to_thread(node.start_to_warm_up)
            assert (await waiting).height == 400
            assert node.cookie.read_text() != login
            if NodeNotReady in named:
                break
        assert NodeNotReady in named
        assert NodeRefused not in named
    async with (
        adapter(node) as asked,
        serving(asked, at(mosquitto.port)) as gateway,
        client(at(mosquitto.port)) as ours,
    ):
        assert (await ours.synced()).height == 400
        await asyncio.to_thread(node.restart)
        node.mine(2)
        await until(lambda: ours.ledger.height == 402, "the node is followed with its new cookie")
        await until(gateway.healthy, "all is well again")
        assert ours.status().faults == {"gw": {}}


@in_loop
async def test_a_stale_cookie_is_named(core):
    node = core()
    async with adapter(node) as asked:
        kept = node.cookie.read_text()
        node.restart()
        node.cookie.write_text(kept)
        with pytest.raises(NodeUnauthorized):
            await asked.tip()


@in_loop
async def test_filters_fees_and_what_signals_replacement_are_those_of_core(core):
    node = core(filters=True)
    node.mine(101)
    address = invoice()[0]
    txid = node.pay(address, PRICE)
    async with adapter(node) as asked:
        entry = await asked.entry(codec.from_display(txid))
        known = node.rpc("getmempoolentry", txid)
        assert entry.fee_rate == round(known["fees"]["base"] * 10**8) * 1000 // known["vsize"]
        assert entry.replaceable in (True, None)
        (block,) = node.mine(1)
        block_hash = codec.from_display(block)
        data = await asked.filter(block_hash)
        assert data.hex() == node.rpc("getblockfilter", block)["filter"]
        assert match_any(data, block_hash, [script_of(address, REGTEST)])
        assert not match_any(data, block_hash, [script_of(invoice()[0], REGTEST)])
        with pytest.raises(NotFound):  # it waits no more
            await asked.entry(codec.from_display(txid))


@in_loop
async def test_what_core_refuses_to_relay_is_refused_by_name(core, mosquitto):
    node = core(options=("-minrelaytxfee=0.001",))
    node.mine(101)
    (coin,) = node.rpc("listunspent")[:1]
    cheap = node.rpc(
        "createrawtransaction",
        [{"txid": coin["txid"], "vout": coin["vout"]}],
        [{invoice()[0]: round(coin["amount"] - 0.00001, 8)}],
    )
    raw = bytes.fromhex(node.rpc("signrawtransactionwithwallet", cheap)["hex"])
    async with adapter(node) as asked, serving(asked, at(mosquitto.port)), client(at(mosquitto.port)) as ours:
        await ours.synced()
        with pytest.raises(Refused, match="its fee is too low"):
            await ours.broadcast(raw)
        assert node.rpc("getrawmempool") == []


def test_zmq_addresses_are_those_that_were_asked_for(core):
    node = core(zmq=True)
    told = {one["type"]: one["address"] for one in node.rpc("getzmqnotifications")}
    assert told == {"pubhashblock": node.zmq_url, "pubrawtx": node.zmq_url}


@in_loop
async def test_electrumx_over_core_proves_broadcasts_and_watches(core, mosquitto, tmp_path):
    real = core(options=("-txospenderindex=1", "-rest=1"))
    real.mine(101)
    txid, height = paid(real, invoice()[0])
    folder = tmp_path / "electrumx"
    folder.mkdir()
    electrumx = ElectrumX(folder, real.url)
    await asyncio.to_thread(electrumx.start)
    node = ElectrumNode(electrumx.url, timeout=20)
    try:
        index = HeaderIndex(REGTEST)
        await index.follow(node)
        assert (index.height, codec.display(index.tip_hash)) == (height, real.rpc("getbestblockhash"))
        verdict = (await node.proof(txid)).bundle("regtest").verify(ChainAnchor(index.chain, "index"))
        assert verdict.subject.found == [(1, txid)] and verdict.place.height == height
        async with serving(node, at(mosquitto.port)):
            with Watcher(mosquitto.port) as device:
                address = invoice()[0]
                await device.watch([script_of(address, REGTEST)], height)
                txid = codec.from_display(await asyncio.to_thread(real.pay, address, PRICE))
                assert (await device.hears(SEEN, seconds=PATIENCE))[0][1] == txid
                await asyncio.to_thread(real.mine, 1)
                assert (await device.hears(MINED, seconds=PATIENCE))[0][1:3] == [txid, height + 1]
    finally:
        await node.close()
        await asyncio.to_thread(electrumx.stop)
