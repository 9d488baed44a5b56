"""Watches miss nothing: from their height on, through reorganisations and replacements, over every kind of node.

Findings of the audit and of the reports: 7, 18 to 21, 24; F3, F4, F9, F11, F13, F18; D1 to D5, D8, D11, D13.
"""

import asyncio
import contextlib
import itertools
import secrets

import pytest

from lightclient.bitcoin import kinds, script
from lightclient.bitcoin.hosts.electrum import ElectrumNode
from lightclient.bitcoin.hosts.errors import Pruned
from lightclient.bitcoin.hosts.regtest import PAYEE
from lightclient.bitcoin.kinds import GONE, MINED, SEEN
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.codec.errors import BadSchema
from lightclient.gateway import teller
from lightclient.sync import messages
from lightclient.sync.errors import NotFound
from lightclient.sync.ledger import GENESIS
from lightclient.sync.messages import COVERED, NOT_FOUND, OK, TOO_LARGE, UNSUPPORTED
from tests.services.electrum import ElectrumServer
from tests.support.gateway import Device, at, client, follows, in_loop, regtest, serving, until
from tests.support.nodes import in_process, over_electrum, over_http

pytest_plugins = ["tests.services.fixtures"]

every_kind = pytest.mark.parametrize("kind", [in_process, over_http, over_electrum])
with_blocks = pytest.mark.parametrize("kind", [in_process, over_http])
NUMBER = 77


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(teller, "LOOK_PAUSE", 0.05)


def address():
    return script.p2wpkh(secrets.token_bytes(20))


def paying(to, value=50_000, coin=None, sequence=0xFFFFFFFD, outputs=1):
    tx = Transaction()
    tx.input(coin or secrets.token_bytes(32), 0, b"\x51", sequence)
    for _ in range(outputs):
        tx.output(value, to)
    return tx


class Watcher(Device):
    """A device that watches, and what it is told of."""

    async def watch(self, scripts, since, seconds=600, limit=4096):
        self.observer.messages.clear()
        request = messages.request(NUMBER, messages.WATCH, limit, [scripts, seconds, since])
        await asyncio.to_thread(self.send, request)
        await until(lambda: self.observer.messages, "the watch is answered")
        return self.bodies()[0]

    def bodies(self):
        return [messages.parse_response(message.payload)[2] for message in list(self.observer.messages)]

    def events(self, *kinds):
        return [body for body in self.bodies() if isinstance(body, list) and body[0] in kinds]

    def refusals(self):
        replies = [messages.parse_response(message.payload) for message in list(self.observer.messages)]
        return [(status, body) for number, status, body in replies if number == NUMBER and status != OK]

    async def hears(self, *kinds, count=1, seconds=5.0):
        await until(lambda: len(self.events(*kinds)) >= count, f"{count} of {kinds}: {self.bodies()}", seconds)
        return self.events(*kinds)

    async def covered(self, first, last):
        """Wait until all is covered from `first` to `last`, without a gap."""
        await until(lambda: self.events(COVERED) and self.events(COVERED)[-1][2] >= last, f"covered: {self.bodies()}")
        height = first
        for _, begin, end in self.events(COVERED):
            assert begin == height
            height = end + 1


@contextlib.asynccontextmanager
async def watched(kind, mosquitto, own):
    async with kind(own) as node, serving(node, at(mosquitto.port)) as gateway:
        with Watcher(mosquitto.port) as device:
            yield gateway, device


@every_kind
@pytest.mark.parametrize("deep", [1, 13, 40])
@in_loop
async def test_what_was_mined_while_nobody_watched_is_told_however_deep(mosquitto, kind, deep):
    own, to = regtest(10), address()
    payment = paying(to)
    own.mine(1, [payment.serialize()])
    own.mine(deep - 1)
    async with watched(kind, mosquitto, own) as (_, device):
        assert await device.watch([to], 10) == 600
        await device.covered(11, 10 + deep)
        ((_, txid, height, raw, size, block),) = device.events(MINED)
        assert (txid, height, raw, size) == (payment.txid(), 11, payment.serialize(), len(payment.serialize()))
        assert block == own.chain[11]
        assert device.bodies().index(device.events(MINED)[0]) < device.bodies().index(
            next(body for body in device.events(COVERED) if body[2] >= 11)
        )


@every_kind
@in_loop
async def test_what_waits_is_told_with_size_and_what_it_signals_and_then_as_mined(mosquitto, kind):
    own, to = regtest(10), address()
    async with watched(kind, mosquitto, own) as (_, device):
        await device.watch([to, address()], 10)
        payment = paying(to)
        await own.broadcast(payment.serialize())
        _, txid, none, raw, size, replaceable, _, parents = (await device.hears(SEEN))[0]
        assert (txid, none, raw, size) == (payment.txid(), None, payment.serialize(), len(payment.serialize()))
        assert (replaceable, parents) == (True, 0)
        final = paying(to, sequence=0xFFFFFFFE)
        await own.broadcast(final.serialize())
        await until(lambda: device.events(SEEN)[-1][1] == final.txid(), "the other one is seen")
        assert device.events(SEEN)[-1][5] is False
        own.mine(1)
        await device.covered(11, 11)
        assert {body[1] for body in device.events(MINED)} == {payment.txid(), final.txid()}
        assert not device.events(GONE)


@every_kind
@in_loop
async def test_a_replaced_payment_is_gone_with_what_replaced_it_however_often(mosquitto, kind):
    own, to, coin = regtest(10), address(), secrets.token_bytes(32)
    async with watched(kind, mosquitto, own) as (_, device):
        await device.watch([to], 10)
        versions = [paying(to, 50_000 - fee, coin) for fee in range(6)]
        for version in versions:
            own.waiting = {version.txid(): version.serialize()}
            await until(lambda: version.txid() in [body[1] for body in device.events(SEEN)], "it is seen")  # noqa: B023
        gone = await device.hears(GONE, count=5)
        assert [(body[1], body[3]) for body in gone] == [
            (before.txid(), after.txid()) for before, after in itertools.pairwise(versions)
        ]
        own.mine(1)
        assert (await device.hears(MINED))[0][1] == versions[-1].txid()


@with_blocks
@in_loop
async def test_a_payment_that_a_block_contradicts_is_gone_with_the_rival(mosquitto, kind):
    own, to, coin = regtest(10), address(), secrets.token_bytes(32)
    async with watched(kind, mosquitto, own) as (_, device):
        await device.watch([to], 10)
        await own.broadcast(paying(to, coin=coin).serialize())
        seen = (await device.hears(SEEN))[0][1]
        rival = paying(address(), coin=coin)  # to somebody else
        own.mine(1, [rival.serialize()])
        assert (await device.hears(GONE))[0] == [GONE, seen, None, rival.txid()]


@every_kind
@in_loop
async def test_a_payment_that_the_node_throws_out_is_gone_and_may_come_back(mosquitto, kind):
    own, to = regtest(10), address()
    async with watched(kind, mosquitto, own) as (_, device):
        await device.watch([to], 10)
        payment = paying(to)
        await own.broadcast(payment.serialize())
        await device.hears(SEEN)
        own.waiting.clear()
        assert (await device.hears(GONE))[0] == [GONE, payment.txid(), None, None]
        await own.broadcast(payment.serialize())
        await until(lambda: device.bodies()[-1][:2] == [SEEN, payment.txid()], "it is seen again")


@with_blocks
@in_loop
async def test_a_reorganisation_covers_its_blocks_anew_and_says_what_waits_and_what_is_gone(mosquitto, kind):
    #   10 - 11 (a, b) - 12
    #      \
    #       11' (rival of b) - 12' - 13'
    own, to, coin = regtest(10), address(), secrets.token_bytes(32)
    a, b, rival = paying(to), paying(to, coin=coin), paying(address(), coin=coin)
    async with watched(kind, mosquitto, own) as (_, device):
        await device.watch([to], 10)
        own.mine(2, [a.serialize(), b.serialize()])
        await device.covered(11, 12)
        assert {body[1] for body in device.events(MINED)} == {a.txid(), b.txid()}
        device.observer.messages.clear()
        own.reorg(2, 3, [rival.serialize()])
        await device.covered(11, 13)
        assert [body[1] for body in await device.hears(SEEN)] == [a.txid()]
        assert await device.hears(GONE) == [[GONE, b.txid(), None, rival.txid()]]
        assert not device.events(MINED)
        own.mine(1)
        assert (await device.hears(MINED))[0][1:3] == [a.txid(), 14]


@pytest.mark.slow
@every_kind
@in_loop
async def test_a_large_payment_is_told_by_its_size_and_fetched_in_pieces(mosquitto, kind):
    own, to = regtest(10), address()
    payment = paying(to, outputs=900)
    raw = payment.serialize()
    async with watched(kind, mosquitto, own) as (_, device):
        await device.watch([to], 10)
        await own.broadcast(raw)
        seen = (await device.hears(SEEN))[0]
        assert seen[3:5] == [None, len(raw)]
        own.mine(1)
        mined = (await device.hears(MINED))[0]
        assert mined[3:5] == [None, len(raw)]
        await until(lambda: device.events(COVERED), "covered")
        pieces = b""
        while len(pieces) < len(raw):
            status, (size, piece) = await device.ask(
                kinds.TRANSACTION, [payment.txid(), mined[2], len(pieces)], limit=4096
            )
            assert status == OK and size == len(raw) and 0 < len(piece) < 4096
            pieces += piece
        assert pieces == raw
        assert (await device.ask(kinds.TRANSACTION, payment.txid()))[0] == TOO_LARGE
        await device.watch([to], 10, limit=1 << 20)
        assert (await device.hears(MINED))[0][3] == raw


@pytest.mark.slow
@in_loop
async def test_hundreds_of_open_invoices_are_one_watch_and_renewing_it_reads_no_block_again(mosquitto):
    own, invoices = regtest(10), [address() for _ in range(400)]
    for number in range(20):
        own.mine(1, [paying(invoices[number]).serialize()])
    asked = []
    honest = own.block

    async def block(block_hash):
        asked.append(block_hash)
        return await honest(block_hash)

    own.block = block
    async with watched(in_process, mosquitto, own) as (_, device):
        for _ in range(5):
            assert await device.watch(invoices, 10) == 600
            await device.covered(11, 30)
            assert len(device.events(MINED)) == 20
    assert len(asked) == len(set(asked)) == 20


@in_loop
async def test_a_pruned_block_leaves_a_gap_and_is_not_said_to_be_covered(mosquitto):
    own, to = regtest(20), address()
    honest = own.block

    async def block(block_hash):
        if own.chain.index(block_hash) <= 13:
            raise Pruned("block", "it", "Block not available (pruned data)")
        return await honest(block_hash)

    own.block = block
    own.mine(1, [paying(to).serialize()])
    async with watched(in_process, mosquitto, own) as (_, device):
        await device.watch([to], 10)
        await device.hears(MINED)
        await until(lambda: device.events(COVERED)[-1][2] == 21, "the rest is covered")
        assert device.events(COVERED)[0][1] == 14
        status, why = await device.ask(kinds.TRANSACTION, [bytes(32), 12, 0])
        assert (status, why) == (NOT_FOUND, "this gateway's node is pruned, and has this block no more")


@in_loop
async def test_a_node_that_can_tell_nothing_refuses_watches(mosquitto):
    own = regtest(3)
    own.has_blocks = False
    async with watched(in_process, mosquitto, own) as (gateway, device):
        assert (await device.ask(messages.WATCH, [[b"a"], 60, 0]))[0] == UNSUPPORTED
        assert "watch" not in gateway.status()["capabilities"]


@in_loop
async def test_without_an_index_of_transactions_the_height_helps_and_the_answer_says_so(mosquitto):
    own, to = regtest(10), address()
    payment = paying(to)
    own.mine(1, [payment.serialize()])
    own.mine(30)
    async with over_http(own) as node:
        call = node.call

        async def without_index(method, *params):
            if method == "getindexinfo":
                return {}
            if method == "getrawtransaction" and params[0] not in [txid[::-1].hex() for txid in own.waiting]:
                from lightclient.bitcoin.hosts.errors import NodeRefused

                raise NodeRefused(
                    -5, "No such mempool transaction. Use -txindex or provide a block hash to enable blockchain queries"
                )
            return await call(method, *params)

        node.call = without_index
        async with serving(node, at(mosquitto.port)) as gateway:
            with Device(mosquitto.port) as device:
                assert "txindex" not in gateway.status()["capabilities"]
                for kind, argument in (
                    (kinds.PROOF, [payment.txid(), 0, 1, None, False]),
                    (kinds.TRANSACTION, [payment.txid(), None, 0]),
                ):
                    status, why = await device.ask(kind, argument)
                    assert status == NOT_FOUND and "-txindex" in why and "height" in why
                status, bundle = await device.ask(kinds.PROOF, [payment.txid(), 0, 42, 11, False])
                assert status == OK
                status, bare = await device.ask(kinds.PROOF, [payment.txid(), 0, 42, 11, True])
                assert status == OK and 0 < len(bundle) - len(bare) <= len(payment.serialize()) + 3
                assert (await device.ask(kinds.TRANSACTION, [payment.txid(), 11, 0]))[1][1] == payment.serialize()
                assert (await device.ask(kinds.PROOF, [payment.txid(), 0, 42, 12, False]))[0] == OK  # it is known
            async with client(at(mosquitto.port)) as ours:
                await follows(ours, own)
                gateway.source.blocks.forget_above(0)
                nothing, verdict = await ours.prove(payment.txid())
                assert (nothing, verdict.missing) == (None, ("inclusion",))
                assert "no -txindex" in verdict.reasons["gw"] and "ask with the height" in verdict.reasons["gw"]
                with pytest.raises(NotFound, match="no -txindex"):
                    await ours.transaction(payment.txid())
                assert await ours.transaction(payment.txid(), 11) == payment.serialize()
                evidence, verdict = await ours.prove((payment.txid(), 11))
                assert (verdict.outcome, verdict.place.height) == ("proved", 11) and evidence


@pytest.mark.slow
@in_loop
async def test_the_mempool_is_read_once_in_batches_and_what_comes_is_told_first(mosquitto):
    own, to = regtest(10), address()
    for _ in range(3000):
        tx = paying(address())
        own.waiting[tx.txid()] = tx.serialize()
    async with over_http(own) as node:
        posts = []
        post = node.http.post

        async def counted(body):
            posts.append(body.count(b"getrawtransaction"))
            return await post(body)

        node.http.post = counted
        async with serving(node, at(mosquitto.port)) as gateway:
            with Watcher(mosquitto.port) as device:
                await device.watch([to], 10)
                await asyncio.sleep(0.1)
                payment = paying(to)
                await own.broadcast(payment.serialize())
                await device.hears(SEEN, seconds=2)
                for _ in range(6):  # and a watch of one second, again and again
                    await device.watch([to], 10, seconds=1)
                    await device.hears(SEEN)
                    await asyncio.sleep(1.1)
                await until(lambda: not len(gateway.watches), "the watch has ended")
        assert sum(posts) <= 3001 + 20
        assert len([count for count in posts if count]) <= 32 + 20


@in_loop
async def test_an_electrum_server_that_does_not_list_a_busy_script_is_asked_for_the_next(mosquitto):
    own, quiet = regtest(30), address()
    both = Transaction()
    both.input(secrets.token_bytes(32), 0, b"\x51", 0xFFFFFFFE)
    both.output(1000, PAYEE)  # as every block
    both.output(2000, quiet)
    own.mine(1, [both.serialize()])
    ElectrumServer.longest = 10
    try:
        async with over_electrum(own) as node:
            assert (await node.proof(both.txid())).height == 31
            async with serving(node, at(mosquitto.port)):
                with Watcher(mosquitto.port) as device:
                    await device.watch([quiet], 10)
                    await device.covered(11, 31)
                    assert (await device.hears(MINED))[0][1] == both.txid()
                    await device.watch([PAYEE], 10)  # of which nothing is known: nothing is covered
                    await asyncio.sleep(0.3)
                    assert not device.events(COVERED)
    finally:
        ElectrumServer.longest = 1_000_000


@pytest.mark.slow
@in_loop
async def test_a_reorganisation_to_a_lower_height_while_watchers_are_told_ends_nothing(mosquitto):
    """Blocks come slowly; meanwhile the chain becomes shorter by height, as on testnets with the 20-minute rule."""
    own, to = regtest(30), address()
    payment = paying(to)
    own.mine(1, [payment.serialize()])
    honest = own.block

    async def slowly(block_hash):
        await asyncio.sleep(0.03)
        return await honest(block_hash)

    async with watched(in_process, mosquitto, own) as (gateway, device):
        own.block = slowly
        await device.watch([to], 0)
        await until(lambda: device.events(COVERED), "it is being told")
        index = gateway.source.index
        kept = index.headers[:]
        del index.headers[80 * 12 :]  # what a branch of few heavy blocks leaves
        gateway.watches.back_to(11)
        gateway.source.watcher.back_to(11)
        await asyncio.sleep(0.5)
        assert gateway.connection._loop is not None and gateway.ready.is_set()
        index.headers[:] = kept
        gateway.teller.wake()
        await device.hears(MINED)
        assert parse(device.events(MINED)[0][3]).txid() == payment.txid()


@in_loop
async def test_a_watch_for_a_script_that_is_too_busy_is_refused_in_our_words_and_the_others_are_told(mosquitto):
    own, busy, quiet = regtest(30), address(), address()
    own.mine(1, [paying(busy).serialize() for _ in range(20)])
    server = ElectrumServer(own)
    server.longest = 10
    async with server.running() as url:
        node = ElectrumNode(url)
        async with serving(node, at(mosquitto.port)):
            with Watcher(mosquitto.port) as device:
                assert await device.watch([busy, quiet], 31) == 600
                await until(device.refusals, "it is refused")
                ((status, why),) = device.refusals()
                assert status == UNSUPPORTED
                assert why == "this gateway has no watch for so busy a script, whose history its node does not list"
                payment = paying(quiet)
                await own.broadcast(payment.serialize())
                assert (await device.hears(SEEN))[0][1] == payment.txid()
                own.mine(1)
                await device.hears(MINED)
                await asyncio.sleep(0.3)
                assert not device.events(COVERED)  # for not all of it is
                assert len(device.refusals()) == 1
        await node.close()


def test_a_hint_where_a_transaction_is_has_a_height():
    ledger = REGTEST.start(GENESIS, None, 144)[0]
    for wrong in ((bytes(32),), (bytes(32), -1), (bytes(32), "11"), (bytes(32), 1 << 32), (bytes(32), 1, 2), ("x", 1)):
        with pytest.raises(BadSchema, match="txid"):
            ledger.prove(wrong, lambda: None, 4096)
    assert ledger.prove((bytes(32), 11), lambda: None, 4096).argument()[3] == 11
