"""Log servers are killed at random while devices send: nothing acknowledged is lost, no size has two heads.

LIGHTCLIENT_KILLS says how often.
"""

import asyncio
import contextlib
import http.client
import json
import os
import random
import threading
import time

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit import statement
from lightclient.audit.devicechain import DeviceChain
from lightclient.audit.hosts.store import LogStore
from lightclient.merkle import tree
from tests.services.process import PATIENCE
from tests.support.logserver import Device, Site, fetch, send

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.services.fixtures"]

KILLS = int(os.environ.get("LIGHTCLIENT_KILLS", "20"))
LONGEST = 3.0  # seconds that a server lives after it has started, at most
DEVICES = 4


class Sender(threading.Thread):
    """A device that sends its records, each again until it is acknowledged; `taken` is what it was told."""

    def __init__(self, device, urls):
        super().__init__(daemon=True)
        self.device = device
        self.urls = urls  # of servers, changed by others
        self.taken = []  # (sequence, entry, index)
        self.ended = threading.Event()
        self.wrong = []

    def run(self):
        number = 0
        while not self.ended.is_set():
            batch = self.device.readings(random.randrange(1, 6))
            waiting = [one.serialize() for one in batch]
            while not self._sent(batch, waiting, number):
                number += 1
                time.sleep(0.01)

    def _sent(self, batch, waiting, number):
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            status, said = send(self.urls[number % len(self.urls)], *waiting)
            if status == 503 or any(one.get("error") == "NotTaken" for one in said.get("records", ())):
                return False
            if not said["ok"]:
                self.wrong.append(said)
                return True
            for one, made in zip(said["records"], batch, strict=True):
                assert one["entry"] == made.entry().hex()
                self.taken.append((made.record().sequence, one["entry"], one["index"]))
            return True
        return False


class Watcher(threading.Thread):
    """Looks at the heads that servers show."""

    def __init__(self, urls):
        super().__init__(daemon=True)
        self.urls = urls
        self.seen = {}  # size: notes
        self.ended = threading.Event()

    def run(self):
        while not self.ended.is_set():
            for url in list(self.urls):
                with contextlib.suppress(OSError, http.client.HTTPException):
                    status, body, _ = fetch(url + "/checkpoint", seconds=5)
                    if status == 200:
                        self.seen.setdefault(heads.parse(notes.parse(body).text).size, set()).add(body)
            time.sleep(0.05)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_whenever_servers_are_killed(request, tmp_path, kind):
    seeded = random.Random(1)
    devices = [Device(f"device-{number}", 60 + number) for number in range(DEVICES)]
    where = None if kind == "sqlite" else request.getfixturevalue("postgres").url("logkilled")
    site = Site(tmp_path / "site", *devices, store=where)
    servers = [site.server() for _ in range(1 if kind == "sqlite" else 2)]
    urls = [server.url for server in servers]
    senders = [Sender(device, urls) for device in devices]
    watcher = Watcher(urls)
    try:
        for each in servers:
            each.start()
        for each in [*senders, watcher]:
            each.start()
        for _ in range(KILLS):
            time.sleep(seeded.uniform(0, LONGEST))
            victim = seeded.choice(servers)
            victim.kill()
            victim.start()
        for each in senders:
            each.ended.set()
        for each in senders:
            each.join(PATIENCE)
            assert not each.is_alive()
        size = max(index for each in senders for _, _, index in each.taken) + 1
        end = time.monotonic() + PATIENCE
        while max(watcher.seen, default=0) < size and time.monotonic() < end:
            time.sleep(0.1)
    finally:
        watcher.ended.set()
        for each in senders:
            each.ended.set()
        for each in servers:
            each.stop()
    assert all(not each.wrong for each in senders), [each.wrong[:1] for each in senders]
    assert all("Traceback" not in server.log() for server in servers)
    asyncio.run(_check(site.store, senders, watcher.seen))


async def _check(where, senders, seen):
    store = LogStore(where)
    size, root = await store.root()
    made = []
    for first in range(0, size, 1000):
        made += await store.between(first, min(size, first + 1000))
    found = [statement.parse(each) for each in made]
    leaves = [each.leaf() for each in found]
    assert tree.root_of(leaves) == root
    taken = 0
    for sender in senders:
        chain = DeviceChain(sender.device.name)
        own = {}
        for index, each in enumerate(found):
            record = each.record()
            if record.device == sender.device.name:
                assert record.sequence not in own, "a record is there twice"
                own[record.sequence] = index, each
        for number in sorted(own):
            chain.take(own[number][1].record())
        chain.check_tail(len(own))
        for sequence, entry, index in sender.taken:
            assert (own[sequence][0], own[sequence][1].entry().hex()) == (index, entry)
        taken += len(sender.taken)
    assert taken > 5 * KILLS, "hardly anything was taken: this shows nothing"
    assert len(seen) > KILLS // 4, "hardly a head was seen: this shows nothing"
    kept = {head.size: head.note for head in await store.heads()}
    for at, bodies in seen.items():
        assert len(bodies) == 1, "two heads of one size"
        assert heads.parse(notes.parse(next(iter(bodies))).text).root == tree.root_of(leaves[:at])
        assert kept.get(at, next(iter(bodies))) == next(iter(bodies))
    print(json.dumps({"kills": KILLS, "acknowledged": taken, "in the log": size, "heads seen": len(seen)}))
    await store.close()
