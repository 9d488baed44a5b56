"""The log server over a real broker: an inbox, retained heads, and answers to whoever follows."""

import asyncio
import contextlib
import itertools
import json
import re
import socket
import time

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit import others, record, trust
from lightclient.audit.head import MAX_SIZE
from lightclient.audit.network import LogNetwork
from lightclient.audit.outbox import Outbox
from lightclient.audit.questions import APPEND, CONSISTENCY, MAX_APPENDED, RECORD
from lightclient.client import Client
from lightclient.codec.cbor import decode
from lightclient.device.device import Device as Board
from lightclient.device.streams import Stream
from lightclient.evidence.verdict import PROVED
from lightclient.identity import algorithms
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.tree import root_of
from lightclient.store.files import FileSlots
from lightclient.store.slots import SlotStore
from lightclient.sync import messages, topics
from lightclient.sync.errors import NoAnswer
from lightclient.sync.quorum import FORKED
from tests.conftest import ROOT
from tests.portable.site import LOG_KEY, ORIGIN
from tests.services.mqtt import Observer
from tests.services.process import until
from tests.support.command import invoke
from tests.support.gateway import at, in_loop
from tests.support.logserver import Device, Site, send
from tests.support.witnessed import WitnessServer, policy_of

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

TRUST = f"log {LOG_KEY.serialize()}\nquorum none\n".encode()
NETWORK = LogNetwork(trust.parse(TRUST))
BASE = topics.base(NETWORK.name, "gw")
DOCUMENT = (ROOT / "docs/audit.md").read_text()


@pytest.fixture
def served(mosquitto, tmp_path):
    """Return a function that starts a server of the site at the broker; the meter is enrolled there."""
    site = Site(tmp_path / "site", Device("meter-7", 1), options=("--broker", f"mqtt://127.0.0.1:{mosquitto.port}"))
    running = []

    def start():
        running.append(site.server("--name", "gw"))
        running[-1].start()
        until(lambda: '"gateway": "gw"' in running[-1].log(), "it serves at the broker")
        return running[-1]

    yield start
    for process in running:
        process.stop()
        assert "Traceback" not in process.log()


class Asker:
    """A client that asks one thing after the other."""

    def __init__(self, observer, name="meter-7"):
        self.observer = observer
        self.name = name
        self.number = 0
        observer.subscribe(BASE + topics.RESPONSES + name)

    def ask(self, kind, argument, limit=100_000):
        self.number += 1
        self.kind = kind
        request = messages.request(self.number, kind, limit, argument)
        self.observer.publish(BASE + topics.REQUESTS + self.name, request)
        return until(self._answer, "an answer")

    def _answer(self):
        for message in list(self.observer.messages):
            if message.topic == BASE + topics.RESPONSES + self.name:
                number, status, body = messages.parse_response(message.payload)
                if number == self.number:
                    return status, decode(body) if status == messages.OK and self.kind != CONSISTENCY else body
        return None


def size_of(payload):
    return heads.parse(notes.parse(decode(payload)[0][0]).text).size


def shown(observer):
    """Return the size of the newest head that an observer has seen, 0 before the first."""
    tips = [message for message in observer.messages if message.topic == BASE + topics.TIP]
    return size_of(tips[-1].payload) if tips else 0


def test_records_are_taken_and_heads_retained(served, mosquitto):
    served()
    meter = Device("meter-7", 1)
    made = meter.readings(3)
    with Observer(mosquitto.port) as observer:
        asker = Asker(observer)
        status, first = asker.ask(APPEND, [one.serialize() for one in made])
        assert status == messages.OK
        assert first == [[index, one.entry(), True] for index, one in enumerate(made)]
        forged = Device("meter-7", 9).read().serialize()
        status, again = asker.ask(APPEND, [made[0].serialize(), forged])
        assert again[0] == [0, made[0].entry(), False] and again[1][0] == "SignatureInvalid"
        for wrong in ([], b"x", [1], [b""] * (MAX_APPENDED + 1)):
            assert asker.ask(APPEND, wrong)[0] == messages.BAD_REQUEST
        observer.subscribe(BASE + topics.TIP)
        until(lambda: shown(observer) == 3, "its head")
        assert asker.ask(RECORD, [bytes(32), 0])[0] == messages.NOT_FOUND
        assert asker.ask(RECORD, [bytes(31), 0])[0] == messages.BAD_REQUEST
        assert asker.ask(messages.RUN, b"x")[0] == messages.BAD_REQUEST
        roots = [root_of([one.leaf() for one in made[:size]]) for size in (2, 3)]
        status, path = asker.ask(CONSISTENCY, [2, roots[0], 3, roots[1]])
        check_consistency(2, 3, path, *roots)
        assert asker.ask(CONSISTENCY, [3, roots[1], 3, roots[1]]) == (messages.OK, b"")
        for other in ([2, roots[1], 3, roots[1]], [2, roots[0], 4, roots[1]], [0, roots[0], 3, roots[1]]):
            assert asker.ask(CONSISTENCY, other)[0] == messages.NOT_FOUND
        assert asker.ask(CONSISTENCY, [2, roots[0], MAX_SIZE, roots[1]])[0] == messages.NOT_FOUND
        for wrong in ([], b"x", [2, b"", 3, roots[1]], [2, roots[0], -3, roots[1]], [2, roots[0], True, roots[1]]):
            assert asker.ask(CONSISTENCY, wrong)[0] == messages.BAD_REQUEST
        body = asker.ask(RECORD, [made[2].entry(), 0])[1]
        assert body[:2] == [made[2].serialize(), 2]
    with Observer(mosquitto.port, BASE + topics.TIP) as late:
        assert size_of(late.wait(1)[0].payload) == 3 and late.messages[0].retain


@in_loop
async def test_a_client_follows_the_log_and_proves_a_record(mosquitto, tmp_path):
    """Its heads are cosigned, for a client believes no tip whose time nobody vouches for."""
    with WitnessServer(71) as one, WitnessServer(72) as two:
        meter = Device("meter-7", 1)
        lines, options = policy_of([one, two], 2), ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--name", "gw")
        site = Site(tmp_path / "site", meter, quorum=lines, options=options)
        process = site.server()
        await asyncio.to_thread(process.start)
        try:
            made = meter.readings(5)
            assert (await asyncio.to_thread(send, process.url, *[each.serialize() for each in made[:3]]))[0] == 200
            given = site.policy.read_bytes()
            async with Client(at(mosquitto.port), NETWORK, ["gw"], trust=given) as client:
                await asyncio.wait_for(client.synced(), 60)
                assert client.status().height == 3 and client.status().facts["witnesses"] == ["w0", "w1"]
                _, verdict = await client.prove(made[1].entry())
                assert verdict.outcome == PROVED and verdict.subject.record.sequence == 2
                assert (await asyncio.to_thread(send, process.url, *[each.serialize() for each in made[3:]]))[0] == 200
                while client.status().height < 5:
                    await asyncio.sleep(0.05)
                _, verdict = await client.prove(made[4].entry())
                assert verdict.subject.record.sequence == 5
        finally:
            await asyncio.to_thread(process.stop)


@in_loop
async def test_a_server_that_shows_two_histories_is_caught_by_clients_that_never_meet(mosquitto, tmp_path):
    """Each client has a gateway of its own, and what it shows is whole; only what the other has seen tells."""
    processes, sizes = [], []
    async with contextlib.AsyncExitStack() as stack:
        clients = []
        for number, name in enumerate(("one", "two")):
            meter, options = Device("meter-7", 1), ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--name", name)
            site = Site(tmp_path / name, meter, options=options)
            processes.append(site.server())
            stack.push_async_callback(asyncio.to_thread, processes[-1].stop)
            await asyncio.to_thread(processes[-1].start)
            made = [meter.read(b"%d" % (100 * number + count)).serialize() for count in range(3)]
            assert (await asyncio.to_thread(send, processes[-1].url, *made))[0] == 200
            state = str(tmp_path / f"state-{name}")
            client = Client(at(mosquitto.port), NETWORK, [name], trust=TRUST, state=state, client_id=name)
            clients.append(await stack.enter_async_context(client))
            while clients[-1].ledger.height < 3:
                await asyncio.sleep(0.05)
            sizes.append(clients[-1].ledger.height)
        assert sizes == [3, 3]
        while not all(client.status().chain == FORKED for client in clients):
            await asyncio.sleep(0.05)
        evidence = bytes.fromhex(clients[0].status().facts["evidence"])
        (tmp_path / "evidence").write_text(evidence.hex())
        (tmp_path / "policy").write_bytes(TRUST)
        told = invoke("verify", tmp_path / "evidence", "--trust", tmp_path / "policy", "--json")
        assert told.exit_code == 0 and json.loads(told.stdout)["subject"]["kind"] == "split view"
    for name in ("one", "two"):
        again = Client(at(mosquitto.port), NETWORK, [name], trust=TRUST, state=str(tmp_path / f"state-{name}"))
        assert again.status().chain == FORKED and again.ledger.evidence
        again._close_store()


def printed(folder, awake):
    """Return the program of docs/audit.md for a device in a folder, that is awake for so many seconds."""
    (program,) = [text for text in re.findall(r"```python\n(.+?)```", DOCUMENT, re.DOTALL) if "Outbox(" in text]
    changes = (
        ('"/mark"', repr(str(folder / "mark"))),
        ('"/ring"', repr(str(folder / "ring"))),
        ("algorithms.ES256", "algorithms.ED25519_ALG"),
        ("awake(60)", f"awake({awake})"),
        ("Append(made)", f"Append(made), {awake}"),
        ("one.entry()", f"one.entry(), {awake}"),
    )
    for before, after in changes:
        assert program.count(before) == 1, before
        program = program.replace(before, after)
    return program


@in_loop
async def test_two_histories_of_two_sizes_are_doubted(mosquitto, tmp_path, monkeypatch):
    monkeypatch.setattr(others, "SOON", 0.5)
    monkeypatch.setattr(others, "PAUSE", 0.5)
    async with contextlib.AsyncExitStack() as stack:
        clients, servers = [], []
        for count, name in ((3, "one"), (5, "two")):
            meter, options = Device("meter-7", 1), ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--name", name)
            servers.append(Site(tmp_path / name, meter, options=options).server())
            stack.push_async_callback(asyncio.to_thread, servers[-1].stop)
            await asyncio.to_thread(servers[-1].start)
            made = [meter.read(b"%d of %d" % (number, count)).serialize() for number in range(count)]
            assert (await asyncio.to_thread(send, servers[-1].url, *made))[0] == 200
            client = Client(at(mosquitto.port), NETWORK, [name], trust=TRUST, client_id=name)
            clients.append(await stack.enter_async_context(client))
            while client.ledger.height < count:
                await asyncio.sleep(0.05)
        while not all("unproved_heads" in client.status().facts for client in clients):
            await asyncio.sleep(0.05)
        found = [client.status().facts["unproved_heads"] for client in clients]
        assert found == [[[client.ledger.height, client.ledger.tip.hex()]] for client in reversed(clients)]
        assert all(client.status().chain != FORKED and not client.ledger.evidence for client in clients)


def test_a_device_keeps_what_it_signed_until_the_log_is_proved_to_have_it(mosquitto, tmp_path):
    """The program of the document, over a broker, a log server and witnesses, as a device runs it at each waking."""
    meter = Device("meter-7", 1)

    def broker():
        connection = socket.create_connection(("127.0.0.1", mosquitto.port))
        connection.setblocking(False)
        return Stream(connection.makefile("rwb", buffering=0))

    def waiting():
        ring = FileSlots(str(tmp_path / "ring"))
        return len(Outbox(meter.name, ORIGIN, SlotStore(FileSlots(str(tmp_path / "mark"))), ring, 64))

    def wake(body):
        """Start anew, as after deep sleep, and add a reading."""
        given = site.policy.read_bytes()
        found = {
            "algorithms": algorithms,
            "record": record,
            "device": Board(NETWORK, meter.name, ["gw"], broker, given, str(tmp_path / "chain")),
            "signer": meter.holder,
            "now": int(time.time()),
            "body": body,
            "kid": b"",
        }
        exec(printed(tmp_path, 3), found)
        return len(found["outbox"])

    options = ("--broker", f"mqtt://127.0.0.1:{mosquitto.port}", "--name", "gw")
    with WitnessServer(71) as one, WitnessServer(72) as two:
        site = Site(tmp_path / "site", meter, quorum=policy_of([one, two], 2), options=options)
        for number in (1, 2):
            with pytest.raises(NoAnswer):
                wake(b"%d C" % number)
            assert waiting() == number
        process = site.server()
        process.start()
        made = itertools.count(3)

        def delivered():
            time.sleep(2)  # for a head over what was sent last
            return wake(b"%d C" % next(made)) == 1

        try:
            until(delivered, "the log has all but the newest")
            process.kill()
            with pytest.raises(NoAnswer):
                wake(b"%d C" % next(made))
            process.start()
            until(delivered, "the log has those of before")
            with Observer(mosquitto.port, BASE + topics.TIP) as observer:
                newest = next(made) - 1
                until(lambda: shown(observer) == newest, "each record is there once")
        finally:
            process.stop()


def test_a_client_that_floods_is_told_to_wait_and_others_are_served(served, mosquitto):
    served()
    flood = Device("flood", 9).read().serialize()
    request = messages.request(1, APPEND, 4096, [flood] * MAX_APPENDED)
    with Observer(mosquitto.port) as loud, Observer(mosquitto.port) as quiet:
        flooder, asker = Asker(loud, "flood"), Asker(quiet)
        for _ in range(300):
            loud.publish(BASE + topics.REQUESTS + flooder.name, request)
        began = time.monotonic()
        meter = Device("meter-7", 1)
        assert asker.ask(APPEND, [meter.read().serialize()])[0] == messages.OK
        assert time.monotonic() - began < 15
        statuses = [messages.parse_response(m.payload)[1] for m in list(loud.messages)]
        assert messages.BUSY in statuses


def test_a_server_that_is_killed_goes_on_where_it_was(served, mosquitto):
    process = served()
    meter = Device("meter-7", 1)
    with Observer(mosquitto.port, BASE + topics.TIP) as observer:
        asker = Asker(observer)
        first = asker.ask(APPEND, [meter.read().serialize()])[1]
        process.kill()
        process.start()
        until(lambda: process.log().count('"gateway": "gw"') == 2, "it serves again")
        second = asker.ask(APPEND, [meter.read().serialize()])[1]
        assert [first[0][0], second[0][0]] == [0, 1]
        until(lambda: shown(observer) == 2, "its head")
