"""A log server has calendars put its heads into Bitcoin: on time, through restarts and faults."""

import asyncio
import contextlib
import json
import os
import time
from collections import namedtuple

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit.hosts.stamps import WAITING, Stamps
from lightclient.bitcoin import checkpoint
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.opentimestamps import file
from lightclient.opentimestamps.attestation import BITCOIN, in_block, pending
from lightclient.opentimestamps.hosts.errors import BadCalendarUrl
from lightclient.opentimestamps.hosts.stamping import is_complete
from tests.hosts.test_calendars import serving
from tests.portable.site import Log, readings
from tests.services.calendar import Calendar
from tests.services.core import Core
from tests.services.process import free_port, until
from tests.support.command import invoke
from tests.support.logserver import Device, Site, fetch, send
from tests.support.nodes import in_loop

pytest_plugins = ["tests.services.fixtures"]

Head = namedtuple("Head", "size note")
Server = namedtuple("Server", "origin head")  # what is asked of a log server


def at(size):
    return Server("site.example/log", Head(size, Log(readings(size)).note()))


@contextlib.asynccontextmanager
async def calendar(attests=True):
    """Serve a calendar that promises, and has a block if it attests."""

    def says(commitment):
        if len(commitment) != 32:
            return 400, b""
        if liar.seen[-1][0] == "POST":
            return b"\x00" + pending(liar.url).serialize()
        return b"\x00" + in_block(BITCOIN, 7).serialize() if liar.attests else (404, b"")

    async with serving(says) as liar:
        liar.attests = attests
        yield liar


@contextlib.asynccontextmanager
async def working(stamps, server):
    task = asyncio.create_task(stamps.run(server))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def soon(condition):
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never was so")


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def complete(path):
    return is_complete(file.parse(path.read_bytes()).timestamp)


@in_loop
async def test_a_head_is_stamped_and_attested_once_a_block_has_it(tmp_path):
    folder, server = tmp_path / "anchors", at(3)
    async with calendar(attests=False) as one:
        stamps = Stamps(folder, [one.url, one.url + "/"], 0.05)
        assert stamps.calendars == (one.url,)
        async with working(stamps, server):
            await soon(lambda: [way for way, _, _ in one.seen].count("GET") > 2)
            assert names(folder) == ["3", "3.ots"] and stamps.newest() == 0
            one.attests = True
            await soon(stamps.newest)
        assert stamps.newest() == 3 and complete(folder / "3.ots")
        assert (folder / "3").read_bytes() == server.head.note
        found = file.parse((folder / "3.ots").read_bytes())
        head = Log(readings(3)).head()
        assert found.timestamp.message == head.hash()
        sent = b"".join(body for _, _, body in one.seen)
        assert head.hash() not in sent and len(sent) == 32  # a commitment, and nothing that leads to the head


@in_loop
async def test_heads_are_stamped_on_time_and_not_at_each_start(tmp_path):
    async with calendar(attests=False) as one:

        async def started(size, every):
            asked = len(one.seen)
            async with working(Stamps(tmp_path, [one.url], every), at(size)):
                await soon(lambda: "GET" in [way for way, _, _ in one.seen[asked:]])
            return names(tmp_path)

        assert await started(3, 60.0) == ["3", "3.ots"]
        assert await started(4, 60.0) == ["3", "3.ots"]  # which asks for the block, and stamps no more
        assert await started(3, 0.01) == ["3", "3.ots"]  # nothing is new
        ahead = time.time() + 1e6
        os.utime(tmp_path / "3.ots", (ahead, ahead))  # the clock was put back
        assert await started(4, 60.0) == ["3", "3.ots", "4", "4.ots"]
        async with working(Stamps(tmp_path, [one.url], 60.0), Server("site.example/log", None)):
            await asyncio.sleep(0.05)  # before the first head
        assert names(tmp_path) == ["3", "3.ots", "4", "4.ots"]


@in_loop
async def test_too_few_promises_are_named_and_sought_again(tmp_path, caplog):
    async with calendar() as one:
        gone = f"http://127.0.0.1:{free_port()}"
        async with working(Stamps(tmp_path / "one", [one.url, gone], 0.02), at(3)):
            await soon(lambda: len(one.seen) > 2)
        assert names(tmp_path / "one") == []
        (line,) = [each for each in caplog.records if each.message == "head not stamped"]
        assert line.fields["error"] == "TooFewCalendars" and "connection is refused" in line.fields["reason"]
        stamps = Stamps(tmp_path / "two", [one.url, gone], 0.02, needed=1)
        async with working(stamps, at(3)):
            await soon(stamps.newest)


@in_loop
async def test_a_folder_that_is_damaged_stops_nothing(tmp_path, caplog):
    (tmp_path / "2.ots").write_bytes(b"no timestamp")
    (tmp_path / "x.ots").write_bytes(b"")
    (tmp_path / "\u0663.ots").write_bytes(b"")  # a digit to Python
    async with calendar() as one:
        stamps = Stamps(tmp_path, [one.url], 0.02)
        async with working(stamps, at(3)):
            await soon(stamps.newest)
    assert stamps.newest() == 3
    assert "timestamps wait" in [each.message for each in caplog.records]


@in_loop
async def test_a_folder_that_cannot_be_written_is_named(tmp_path, caplog):
    (tmp_path / "file").write_bytes(b"")
    async with calendar() as one, working(Stamps(tmp_path / "file" / "in", [one.url], 0.02), at(3)):
        await soon(lambda: "head not stamped" in [each.message for each in caplog.records])
    line = next(each for each in caplog.records if each.message == "head not stamped")
    assert line.fields["error"] in ("NotADirectoryError", "FileExistsError")


@in_loop
async def test_no_more_than_the_newest_that_wait_are_asked_for(tmp_path):
    async with calendar(attests=False) as one:
        async with working(Stamps(tmp_path, [one.url], 60.0), at(1)):
            await soon(lambda: names(tmp_path) == ["1", "1.ots"])
        for size in range(2, WAITING + 10):
            (tmp_path / f"{size}.ots").write_bytes((tmp_path / "1.ots").read_bytes())
        one.seen.clear()
        async with working(Stamps(tmp_path, [one.url], 60.0), at(1)):
            await soon(lambda: len(one.seen) >= WAITING)
            await asyncio.sleep(0.05)
        assert len(one.seen) == WAITING


def test_calendars_without_a_folder_and_bad_ones_are_refused(tmp_path):
    with pytest.raises(BadCalendarUrl):
        Stamps(tmp_path, ["ftp://calendar.example"])
    site = Site(tmp_path / "site")
    result = invoke(*site.command("--calendars", "http://127.0.0.1:1")[3:])
    assert result.exit_code == 2 and "it takes anchors as well" in result.stderr


def run(*arguments, status=0):
    result = invoke(*arguments, "--json")
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


@pytest.mark.slow
def test_a_log_server_anchors_itself_in_a_block_of_core(core_folder, tmp_path):
    meter, node = Device("meter-7", 1), Core(tmp_path)
    node.start()
    (tmp_path / "calendar").mkdir()
    calendar = Calendar(tmp_path / "calendar", node.rpc_port, wallet=True)
    site, folder = Site(tmp_path / "site", meter), tmp_path / "anchors"
    http = free_port()
    options = ("--anchors", str(folder), "--calendars", calendar.url, "--anchor-every", "1")
    process = site.server(*options, "--http", f"127.0.0.1:{http}")
    try:
        node.mine(101)
        calendar.start()
        process.start()
        made = meter.readings(5)
        send(process.url, *[one.serialize() for one in made])
        until(lambda: [name for name in names(folder) if name.endswith(".ots")], "a head is stamped")
        until(lambda: node.rpc("getrawmempool"), "the calendar has sent its transaction")
        node.mine(1)

        def anchored():
            text = fetch(f"http://127.0.0.1:{http}/metrics")[1].decode()
            return float(text.split("\nlightclient_log_anchored ")[1].split("\n")[0])

        until(anchored, "a block attests the head")
        size = int(anchored())
        (tmp_path / "record").write_bytes(made[0].serialize())
        run("ots", "evidence", folder / f"{size}.ots", "--network", "regtest", "-o", tmp_path / "anchor")
        prove = ("log", "prove", tmp_path / "record", "--server", process.url, "-o", tmp_path / "evidence")
        run(*prove, "--head", folder / str(size), "--anchor", tmp_path / "anchor")
        chain = from_genesis(REGTEST, 2016)
        hashes = [node.rpc("getblockhash", height) for height in range(1, node.rpc("getblockcount") + 1)]
        chain.extend(b"".join(bytes.fromhex(node.rpc("getblockheader", one, False)) for one in hashes))
        (tmp_path / "checkpoint").write_bytes(checkpoint.serialize(chain))
    finally:
        process.stop()
        calendar.stop()
        node.stop()
    # From here on, nobody is asked.
    fields = run("verify", tmp_path / "evidence", "--trust", site.policy, "--main", tmp_path / "checkpoint")
    assert (fields["outcome"], fields["finality"]["kind"]) == ("proved", "anchored")
    assert fields["finality"]["height"] == 102 and fields["subject"]["id"] == made[0].entry().hex()
