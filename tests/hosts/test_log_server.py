"""The log server as a process: what it takes, what it refuses by name, what it shows, and what cannot stop it."""

import asyncio
import contextlib
import http.client
import json
import socket
import time

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("sqlalchemy")

from lightclient.audit import evidence, logproof, receipt, record, statement, trust
from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit.hosts import inbox
from lightclient.audit.hosts import sequencer as sequencers
from lightclient.audit.hosts.checking import MAX_STATEMENT, Refused, Rules
from lightclient.audit.hosts.errors import BadLogConfig, LogBusy
from lightclient.audit.hosts.sequencer import Sequencer
from lightclient.audit.hosts.server import LogServer
from lightclient.audit.hosts.store import LogStore
from lightclient.audit.network import LogNetwork
from lightclient.audit.witnessed import check
from lightclient.audit.witnessrequest import parse as parse_growth
from lightclient.codec.cbor import encode
from lightclient.evidence.verdict import PROVED
from lightclient.identity import key as keys
from lightclient.merkle import tree
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.log import check_inclusion
from lightclient.store.errors import StoreFailed
from tests.portable.site import LOG_KEY, ORIGIN, SERVER, Holder
from tests.portable.site import policy_text as witnessed_policy
from tests.services.process import free_port, until
from tests.support.gateway import in_loop
from tests.support.logpage import Visitor
from tests.support.logserver import BEGAN, OPERATOR_KEY, SITE, Device, Site, enrolled, fetch, send

pytest_plugins = ["tests.services.fixtures"]

TRUST = f"log {LOG_KEY.serialize()}\nquorum none\n".encode()
OURS = "lightclient_log_"
NOT_TAKEN = Device("meter-9", 9)  # who is nowhere enrolled


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server, its site, and devices by name; each test takes one that no other has."""
    devices = {name: Device(name, 50 + number) for number, name in enumerate(DEVICES)}
    made = Site(tmp_path_factory.mktemp("site"), *devices.values())
    made.devices = devices
    made.process = made.server()
    made.process.start()
    made.url = made.process.url
    yield made
    made.process.stop()
    log = made.process.log()
    assert "Traceback" not in log, log[log.index("Traceback") - 200 :][:2000]
    assert made.PASSPHRASE not in log and SERVER.secret.hex() not in log


DEVICES = [
    "reading",
    "again",
    "clone",
    "forged",
    "late",
    "huge",
    "many",
    "shown",
    "moved",
    "slow",
    "flood",
    "fuzz",
    "page",
]


def shown(site, size):
    """Return the newest head, once it covers so many records, as its readers check it."""

    def covered():
        status, body, _ = fetch(site.url + "/checkpoint")
        return status == 200 and heads.parse(notes.parse(body).text).size >= size and body

    return check(until(covered, "a head covers the records"), trust.parse(TRUST).policy, ORIGIN)


def refusal(site, made):
    status, said = send(site.url, made if isinstance(made, bytes) else made.serialize())
    assert said["ok"] is False
    return status, said["error"]


def test_a_record_is_acknowledged_with_its_place_and_can_be_proved(site):
    device = site.devices["reading"]
    made = device.readings(5)
    status, said = send(site.url, *[one.serialize() for one in made])
    assert status == 200 and said["ok"] is True
    assert [one["entry"] for one in said["records"]] == [one.entry().hex() for one in made]
    first = said["records"][0]["index"]
    assert [one["index"] for one in said["records"]] == list(range(first, first + 5))
    head = shown(site, first + 5)
    status, body, kind = fetch(f"{site.url}/proof/{made[3].entry().hex()}")
    assert status == 200 and kind["Content-Type"] == "text/plain; charset=utf-8"
    proof = logproof.parse(body)
    assert proof.index == first + 3
    root = heads.parse(notes.parse(proof.note).text)
    check_inclusion(made[3].leaf(), proof.index, root.size, proof.path, root.root)
    network = LogNetwork(trust.parse(TRUST))
    ledger, _ = network.start(TRUST, None, 1)
    verdict = ledger.judge_evidence(evidence.of_statement(network.id, made[3], proof), None)
    assert verdict.outcome == PROVED and verdict.subject.record.sequence == 4
    status, body, _ = fetch(f"{site.url}/receipt/{made[3].entry().hex()}")
    issued = receipt.parse(body)
    issued.check_log(ORIGIN)
    assert issued.verify_inclusion(keys.Key("ed25519", LOG_KEY.key), made[3].leaf())
    made[3].receipts.append(body)
    assert ledger.judge_evidence(made[3].serialize(), None).outcome == PROVED
    growth = parse_growth(fetch(f"{site.url}/growth/{first + 2}")[1])
    newest = heads.parse(notes.parse(growth.note).text)
    status, tile, _ = fetch(f"{site.url}/tile/0/000.p/{first + 2}")
    assert status == 200 and len(tile) == 32 * (first + 2)
    old = tree.root_of([tile[at : at + 32] for at in range(0, len(tile), 32)])
    check_consistency(first + 2, newest.size, growth.path, old, newest.root)
    assert head.head.size >= first + 5


def test_a_record_that_is_sent_again_stays_where_it_was(site):
    made = site.devices["again"].read().serialize()
    first = send(site.url, made)[1]["records"][0]
    again = send(site.url, made, made)[1]["records"]
    assert first["fresh"] and again == [first | {"fresh": False}] * 2


def test_two_devices_with_one_identity_are_told_apart(site):
    clone = Device("clone", site.devices["clone"].holder.secret[0])
    assert send(site.url, site.devices["clone"].read().serialize())[0] == 200
    assert refusal(site, clone.read(b"cloned")) == (422, "DeviceForked")


def test_forged_records_are_refused_by_name(site):
    device = site.devices["forged"]
    stranger = Device("forged", 99)
    assert refusal(site, stranger.read()) == (422, "SignatureInvalid")
    assert refusal(site, NOT_TAKEN.read()) == (422, "NotRegistered")
    assert refusal(site, Device("forged", device.holder.secret[0], "another.example/log").read()) == (422, "OtherLog")
    genuine = device.read().serialize()
    changed = genuine.replace(b"21 C", b"99 C")
    assert changed != genuine and refusal(site, changed) == (422, "SignatureInvalid")
    bare = statement.parse(genuine)
    bare.message.payload = b"no record"
    assert refusal(site, bare) == (422, "BadSchema")
    assert send(site.url, genuine)[0] == 200


def test_one_bad_record_spoils_no_other(site):
    device = site.devices["many"]
    good = [one.serialize() for one in device.readings(3)]
    status, said = send(site.url, good[0], NOT_TAKEN.read().serialize(), good[1], b"\xd2\xff", good[2])
    assert status == 200 and said["ok"] is False
    assert [one.get("error", "taken") for one in said["records"]] == [
        "taken",
        "NotRegistered",
        "taken",
        "Unsupported",
        "taken",
    ]


def test_a_record_from_the_future_is_refused_and_one_that_is_unsure_is_not(site):
    device = site.devices["late"]
    future = int(time.time()) + 86_400
    early = Device("late", device.holder.secret[0])
    assert refusal(site, early.read(time=(future, 5, record.OWN_CLOCK))) == (422, "FutureDated")
    assert send(site.url, device.read(time=(future, 90_000, record.OWN_CLOCK)).serialize())[0] == 200
    assert send(site.url, device.read(time=None).serialize())[0] == 200


def test_records_may_come_in_another_order(site):
    made = [one.serialize() for one in site.devices["moved"].readings(4)]
    for place in (2, 0, 3, 1):
        assert send(site.url, made[place])[1]["records"][0]["fresh"]


def test_records_and_requests_have_a_greatest_size(site):
    device = site.devices["huge"]
    assert refusal(site, b"\xd2" + bytes(MAX_STATEMENT)) == (413, "RecordTooLarge")
    assert send(site.url, device.read(bytes(record.MAX_BODY)).serialize())[0] == 200
    assert fetch(site.url + "/records", encode([bytes(MAX_STATEMENT + 1)]))[0] == 400
    assert fetch(site.url + "/records", encode([b"\xd2"] * 2049))[0] == 400
    assert fetch(site.url + "/records", bytes(2 << 20))[0] == 413
    connection = http.client.HTTPConnection("127.0.0.1", site.process.port, timeout=20)
    connection.putrequest("POST", "/records")
    connection.putheader("Content-Length", str(1 << 40))
    connection.endheaders()
    connection.send(bytes(2 << 20))
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines", [[b"X: " + b"a" * 100_000], [b"X-%d: y" % number for number in range(50_000)], [b"GET " * 50_000]]
)
def test_headers_without_end_are_refused(site, lines):
    with socket.create_connection(("127.0.0.1", site.process.port), 20) as peer, contextlib.suppress(ConnectionError):
        peer.sendall(b"GET /checkpoint HTTP/1.1\r\nHost: x\r\n" + b"\r\n".join(lines) + b"\r\n\r\n")
        assert peer.recv(100).split(b" ")[1] in (b"400", b"431")
    assert send(site.url, site.devices["flood"].read().serialize())[0] == 200


@pytest.mark.slow
def test_a_request_that_trickles_is_given_up(site):
    with socket.create_connection(("127.0.0.1", site.process.port), 40) as peer:
        peer.sendall(b"POST /records HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n\xd2")
        assert send(site.url, site.devices["slow"].read().serialize())[0] == 200
        assert peer.recv(100).split(b" ")[1] == b"408"


@pytest.mark.slow
@in_loop
async def test_the_page_makes_the_evidence_of_a_record_that_the_log_has(site):
    device = site.devices["page"]
    made, unknown = device.read(), device.read()
    index = send(site.url, made.serialize())[1]["records"][0]["index"]
    shown(site, index + 1)
    async with Visitor(site.url) as visitor:
        tone, fields, steps = await visitor.shown(made.serialize(), b"21 C")
        assert (tone, fields["subject"]["id"]) == ("good", made.entry().hex())
        assert [name for name, _ in steps][:2] == ["record", "leaf"] and fields["checks"][-1] == "file"
        status, text = await visitor.send(unknown.serialize())
        assert status == 404 and "NoSuchRecord" in text


def test_whoever_sends_slowly_keeps_nobody_else_waiting(site):
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            peer = stack.enter_context(
                socket.create_connection(("127.0.0.1", site.process.port), 20, source_address=("127.0.0.2", 0))
            )
            peer.sendall(b"POST /records HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n\xd2")
        assert peer.recv(100).split(b" ")[1] == b"503"  # it has enough of them
        assert send(site.url, site.devices["slow"].read().serialize())[0] == 200


@pytest.mark.slow
@in_loop
async def test_whoever_asks_much_keeps_nobody_else_waiting(tmp_path, monkeypatch):
    meter, port, slow = Device("meter-7", 1), free_port(), asyncio.Event()
    registry = tmp_path / "registry"
    registry.write_bytes(enrolled(meter).serialize())
    store = LogStore(str(tmp_path / "log.db"))
    server = LogServer(
        store, trust.parse(TRUST), SERVER, registry=str(registry), operator=OPERATOR_KEY, site=SITE, interval=0.05,
        workers=1,
    )  # fmt: skip
    find = store.find

    async def slowly(entry):
        if entry != known:
            await slow.wait()
        return await find(entry)

    async def ask(session, entry):
        async with session.get(f"http://127.0.0.1:{port}/proof/{entry.hex()}") as answer:
            return answer.status

    monkeypatch.setattr(store, "find", slowly)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(server)
        known = (await server.sequencer.take([meter.read().serialize()], "one"))[0].entry
        await asyncio.wait_for(server.news.wait(), 20)
        stack.push_async_callback((await inbox.serve(server, "127.0.0.1", port)).cleanup)
        much = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0), limit=0)
        flood = await stack.enter_async_context(aiohttp.ClientSession(connector=much))
        other = await stack.enter_async_context(aiohttp.ClientSession())
        asking = [asyncio.create_task(ask(flood, bytes([number]) * 32)) for number in range(inbox.AT_ONCE_EACH + 4)]
        while sum(one.done() for one in asking) < 4:
            await asyncio.sleep(0.01)
        assert await ask(other, known) == 200
        assert [one.result() for one in asking if one.done()] == 4 * [503]
        slow.set()
        assert sorted(await asyncio.gather(*asking)) == inbox.AT_ONCE_EACH * [404] + 4 * [503]


@pytest.mark.parametrize(
    "path",
    [
        "/tile/0/../../../../etc/passwd",
        "/tile/..%2f..%2f..%2fetc%2fpasswd",
        "/tile/0/%2e%2e/%2e%2e/policy",
        "/tile/0/001%00",
        "/tile//etc/passwd",
        "/tile/9/001",
        "/tile/entries/x001",
        "/proof/" + "g" * 64,
        "/proof/" + "0" * 62,
        "/proof/" + "00%20" * 32,
        "/growth/-1",
        "/growth/01",
        "/growth/" + "9" * 30,
        "/receipt/x",
    ],
)
def test_a_path_leads_nowhere_else(site, path):
    send(site.url, site.devices["flood"].read().serialize())
    shown(site, 1)
    connection = http.client.HTTPConnection("127.0.0.1", site.process.port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status in (400, 404)
    assert b"root:" not in answer.read()
    connection.close()


@pytest.mark.parametrize("path", ["/tile/0/999", "/tile/3/000", "/growth/999999", "/proof/" + "00" * 32])
def test_what_the_log_does_not_reach_is_not_found(site, path):
    send(site.url, site.devices["flood"].read().serialize())
    shown(site, 1)
    status, body, _ = fetch(site.url + path)
    assert status == 404 and json.loads(body)["error"] in ("OutsideLog", "NoSuchRecord")


@given(st.binary(max_size=200), st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_stop_it(site, data, single):
    status, body, _ = fetch(site.url + "/records", b"\xd2" + data if single else data)
    assert status in (200, 400, 413, 422)
    said = json.loads(body)
    assert said["ok"] is False and ("error" in said or all("error" in one for one in said["records"]))


@given(st.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_byte_of_a_record_is_taken(site, data):
    genuine = Device("fuzz", site.devices["fuzz"].holder.secret[0]).read(b"fuzz").serialize()
    place = data.draw(st.integers(0, len(genuine) - 1))
    changed = bytearray(genuine)
    changed[place] ^= data.draw(st.integers(1, 255))
    status, said = send(site.url, bytes(changed))
    assert status in (400, 422) or (status == 200 and not said["ok"])


@pytest.mark.slow
def test_a_device_that_is_enrolled_or_revoked_is_so_at_once(tmp_path):
    meter, door = Device("meter-7", 1), Device("door", 2)
    site = Site(tmp_path / "site", meter)
    process = site.server()
    process.start()
    try:
        url = process.url
        assert send(url, meter.read().serialize())[0] == 200
        lost = door.read().serialize()
        assert send(url, lost)[1]["error"] == "NotRegistered"
        site.enrol(meter, door, revoked={meter.credential().serial: BEGAN})
        until(lambda: send(url, lost)[0] == 200, "the door is enrolled")
        assert send(url, meter.read().serialize())[1]["error"] == "CredentialRevoked"
        site.enrol(meter, door)  # without the list: whoever takes it back is not believed
        until(lambda: "revocation list is older" in process.log(), "it is told")
        assert send(url, meter.read().serialize())[1]["error"] == "CredentialRevoked"
        site.registry.write_bytes(b"nonsense")
        assert send(url, door.read().serialize())[0] == 200
    finally:
        process.stop()


@in_loop
async def test_no_start_takes_a_revocation_back(tmp_path):
    """The registry may be a copy of yesterday, at this server or another one of the same store."""
    meter = Device("meter-7", 1)
    registry = tmp_path / "registry"

    def server():
        return LogServer(
            LogStore(str(tmp_path / "log.db")), trust.parse(TRUST), SERVER, registry=str(registry),
            operator=OPERATOR_KEY, site=SITE, workers=1,
        )  # fmt: skip

    yesterday = enrolled(meter).serialize()
    today = enrolled(meter, revoked={meter.credential().serial: BEGAN}).serialize()
    for data in (yesterday, today, today):
        registry.write_bytes(data)
        async with server():
            pass
    registry.write_bytes(yesterday)
    for _ in range(2):
        with pytest.raises(BadLogConfig, match="older than one that was used before"):
            async with server():
                pass


@pytest.mark.slow
def test_an_operator_sees_how_it_goes(tmp_path):
    meter, port = Device("meter-7", 1), free_port()
    site = Site(tmp_path / "site", meter)
    process = site.server("--http", f"127.0.0.1:{port}")
    process.start()
    try:
        send(process.url, *[one.serialize() for one in meter.readings(3)], NOT_TAKEN.read().serialize())
        site.url = process.url
        shown(site, 3)

        def numbers():
            lines = fetch(f"http://127.0.0.1:{port}/metrics")[1].decode().splitlines()
            return {name: float(value) for name, value in [line.split(" ") for line in lines if line.startswith(OURS)]}

        until(lambda: numbers()[OURS + "shown"] == 3, "the head is counted")
        assert (numbers()[OURS + "taken"], numbers()[OURS + "refused"], numbers()[OURS + "waiting"]) == (3, 1, 0)
        assert fetch(f"http://127.0.0.1:{port}/ready")[0] == 200
    finally:
        process.stop()


# -- in this process


def rules(*devices):
    return Rules(ORIGIN, (), SITE, enrolled(*devices).serialize(), OPERATOR_KEY.serialize())


class Running:
    """A sequencer at work for the length of a block."""

    def __init__(self, where, *devices, **options):
        self.store = LogStore(where)
        self.sequencer = Sequencer(self.store, lambda: rules(*devices), workers=1, **options)

    async def __aenter__(self):
        await self.store.open(ORIGIN)
        self.task = asyncio.create_task(self.sequencer.run())
        return self.sequencer

    async def __aexit__(self, *error):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.store.close()


@in_loop
async def test_what_waits_is_bounded_and_nobody_has_all_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sequencers, "WAITING", 20)
    meter = Device("meter-7", 1)
    async with Running(str(tmp_path / "log.db"), meter) as sequencer:
        made = [one.serialize() for one in meter.readings(30)]
        first = asyncio.create_task(sequencer.take(made[:10], "one"))
        await asyncio.sleep(0)
        assert sequencer.waiting == 10 and sequencer.bytes == sum(map(len, made[:10]))
        with pytest.raises(LogBusy):
            await sequencer.take(made[10:11], "one")
        second = asyncio.create_task(sequencer.take(made[10:20], "two"))
        await asyncio.sleep(0)
        with pytest.raises(LogBusy, match="20 records"):
            await sequencer.take(made[20:21], "three")
        answers = [*await first, *await second]
        assert [one.index for one in answers] == list(range(20))
        assert sequencer.waiting == sequencer.bytes == 0
        monkeypatch.setattr(sequencers, "WAITING_BYTES", 100)
        with pytest.raises(LogBusy):
            await sequencer.take(made[20:21], "one")


@in_loop
async def test_a_sender_that_has_gone_leaves_nothing_behind(tmp_path):
    meter = Device("meter-7", 1)
    async with Running(str(tmp_path / "log.db"), meter) as sequencer:
        task = asyncio.create_task(sequencer.take([meter.read().serialize()], "one"))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await sequencer.take([meter.read().serialize()], "two")
        assert sequencer.waiting == sequencer.bytes == 0


@in_loop
async def test_a_store_that_fails_takes_nothing_and_the_next_record_is_taken(tmp_path, monkeypatch):
    meter = Device("meter-7", 1)
    async with Running(str(tmp_path / "log.db"), meter) as sequencer:
        append = sequencer.store.append
        for failure in (StoreFailed(role="it", reason="gone"), ZeroDivisionError("a fault of ours")):

            async def fails(*batch, failure=failure):
                raise failure

            made = meter.read().serialize()
            monkeypatch.setattr(sequencer.store, "append", fails)
            assert (await sequencer.take([made], "one"))[0].name == "NotTaken"
            monkeypatch.setattr(sequencer.store, "append", append)
            assert (await sequencer.take([made], "one"))[0].fresh


@in_loop
async def test_whoever_waits_while_it_stops_is_told(tmp_path):
    meter = Device("meter-7", 1)
    async with Running(str(tmp_path / "log.db"), meter) as sequencer:
        waiting = asyncio.create_task(sequencer.take([one.serialize() for one in meter.readings(3)], "one"))
        await asyncio.sleep(0)
    answers = await waiting
    assert all(isinstance(one, Refused) and one.name == "NotTaken" for one in answers)


class Clock:
    def __init__(self):
        self.now = 1_800_000_000

    def __call__(self):
        return self.now


@pytest.mark.slow
@in_loop
async def test_a_clock_that_jumps_stops_no_heads(tmp_path, monkeypatch):
    meter, clock = Device("meter-7", 1), Clock()
    store = LogStore(str(tmp_path / "log.db"))
    registry = tmp_path / "registry"
    registry.write_bytes(enrolled(meter).serialize())
    server = LogServer(
        store, trust.parse(TRUST), SERVER, registry=str(registry), operator=OPERATOR_KEY, site=SITE, clock=clock,
        interval=0.05, workers=1,
    )  # fmt: skip
    async with server:
        before = meter.previous
        for jump in (0, 10**8, -3 * 10**8, 2 * 10**8):
            clock.now += jump
            answer = (await server.sequencer.take([meter.read(time=None).serialize()], "one"))[0]
            if clock.now < BEGAN:  # no credential holds yet
                assert answer.name == "NotRegistered"
                meter.sequence, meter.previous = meter.sequence - 1, before
                continue
            before = meter.previous
            while server.head is None or server.head.size < answer.index + 1:
                server.news.clear()
                await asyncio.wait_for(server.news.wait(), 20)
    assert [head.size for head in await _heads(tmp_path)] == [1, 2, 3]


async def _heads(folder):
    store = LogStore(str(folder / "log.db"))
    found = await store.heads()
    await store.close()
    return found


@pytest.mark.slow
def test_a_server_whose_files_do_not_fit_together_does_not_start(tmp_path):
    store = LogStore(str(tmp_path / "log.db"))
    with pytest.raises(BadLogConfig, match="another key"):
        LogServer(store, trust.parse(TRUST), Holder(7))
    with pytest.raises(BadLogConfig, match="takes operator and site"):
        LogServer(store, trust.parse(TRUST), SERVER, registry="x")
    with pytest.raises(BadLogConfig, match="w1 has no URL"):
        LogServer(store, trust.parse(witnessed_policy()), SERVER)


@pytest.mark.slow
def test_a_database_that_goes_away_in_the_middle_loses_nothing(postgres, tmp_path):
    meter = Device("meter-7", 1)
    site = Site(tmp_path / "site", meter, store=postgres.url("served"))
    ready = f"127.0.0.1:{free_port()}"
    process = site.server("--http", ready)
    process.start()
    try:
        assert send(process.url, meter.read().serialize())[0] == 200
        postgres.kill()
        lost = meter.read().serialize()
        status, said = send(process.url, lost)
        assert (status, said["error"]) == (503, "NotTaken")
        until(lambda: fetch(f"http://{ready}/ready")[0] == 503, "it says that it is not ready")
        assert json.loads(fetch(f"http://{ready}/ready")[1])["why"] == {ORIGIN: "its store does not answer"}
        postgres.start()
        until(lambda: send(process.url, lost)[0] == 200, "it is taken")
        site.url = process.url
        assert shown(site, 2).head.size == 2
        assert postgres.password not in process.log()
    finally:
        process.stop()
