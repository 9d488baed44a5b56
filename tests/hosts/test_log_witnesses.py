"""Witnesses of a log server: asked for each head, however they behave; a head is shown once enough have seen it."""

import asyncio
import json
import subprocess
import sys

import pytest

pytest.importorskip("sqlalchemy")

from lightclient.audit import head as heads
from lightclient.audit import note as notes
from lightclient.audit import notekey, trust
from lightclient.audit.hosts.server import LogServer
from lightclient.audit.hosts.store import LogStore
from lightclient.audit.witnessed import check
from tests.portable.site import LOG_KEY, ORIGIN, SERVER
from tests.services.process import Process, free_port, until
from tests.support.gateway import in_loop
from tests.support.logserver import OPERATOR_KEY, SITE, Device, Site, enrolled, fetch, send
from tests.support.witnessed import WitnessServer, policy_of


class Served:
    """A server in this process that signs heads quickly, for the length of a block."""

    def __init__(self, folder, meter, lines, where="log.db"):
        registry = folder / "registry"
        registry.write_bytes(enrolled(meter).serialize())
        self.trust = trust.parse("\n".join(["log " + LOG_KEY.serialize(), *lines, ""]).encode())
        self.server = LogServer(
            LogStore(str(folder / where)),
            self.trust,
            SERVER,
            registry=str(registry),
            operator=OPERATOR_KEY,
            site=SITE,
            interval=0.05,
            workers=1,
        )

    async def __aenter__(self):
        await self.server.__aenter__()
        return self

    async def __aexit__(self, *error):
        await self.server.__aexit__(*error)

    async def take(self, made):
        answer = (await self.server.sequencer.take([made.serialize()], "one"))[0]
        return answer.index + 1

    async def shown(self, size):
        """Return the head that is shown, as its readers judge it, once it has this size."""
        while self.server.head is None or self.server.head.size < size:
            self.server.news.clear()
            await asyncio.wait_for(self.server.news.wait(), 20)
        return check(self.server.head.note, self.trust.policy, ORIGIN)


@pytest.mark.slow
@in_loop
async def test_a_head_is_shown_once_enough_witnesses_have_seen_it(tmp_path):
    meter = Device("meter-7", 1)
    with WitnessServer(71) as one, WitnessServer(72) as two, WitnessServer(73) as three:
        async with Served(tmp_path, meter, policy_of([one, two, three], 2)) as served:
            head = await served.shown(await served.take(meter.read()))
            assert head.met and len(head.times) == 3
            for broken in ((500, b""), (200, b"nonsense"), (200, b"x" * 100_000), (302, b""), (409, b"-1\n")):
                three.broken = broken
                head = await served.shown(await served.take(meter.read()))
                assert sorted(head.times) == ["w0", "w1"]
            two.broken = (422, b"")
            size = await served.take(meter.read())
            await asyncio.sleep(0.5)
            assert served.server.head.size < size  # nobody is shown what no quorum has seen
            two.broken = three.broken = None
            assert len((await served.shown(size)).times) == 3


@pytest.mark.slow
@in_loop
async def test_a_witness_that_knows_another_size_says_which(tmp_path):
    meter = Device("meter-7", 1)
    with WitnessServer(71) as one:
        async with Served(tmp_path, meter, policy_of([one], 1)) as served:
            await served.shown(await served.take(meter.read()))
        assert one.answers[-1] == 200
        async with Served(tmp_path, meter, policy_of([one], 1)) as served:  # which remembers nothing of it
            assert served.server.head.size == 1
            await served.shown(await served.take(meter.read()))
        assert one.answers[-2:] == [409, 200]


@pytest.mark.slow
@in_loop
async def test_a_log_that_was_set_back_is_not_cosigned(tmp_path):
    """Somebody restores yesterday's store: the witness has seen more, and nothing more is shown."""
    meter, clone = Device("meter-7", 1), Device("meter-7", 1)
    with WitnessServer(71) as one:
        async with Served(tmp_path, meter, policy_of([one], 1)) as served:
            for _ in range(3):
                await served.shown(await served.take(meter.read()))
        async with Served(tmp_path, meter, policy_of([one], 1), "restored.db") as served:
            for size in range(1, 6):
                assert await served.take(clone.read(b"rewritten")) == size
            await asyncio.sleep(0.5)
            assert served.server.head is None
        assert one.witness.state.size == 3 and {409, 422} & set(one.answers)


def test_another_projects_witness_cosigns_and_refuses_a_fork(tmp_path):
    pytest.importorskip("aics_witness", reason="aics-witness needs Python 3.12")
    command, port = [sys.executable, "-m", "aics_witness"], free_port()
    config = tmp_path / "witness.json"
    name = "tower.example/w1"
    fields = {"name": name, "listen": f"127.0.0.1:{port}", "db": "db", "key_file": "key"}
    config.write_text(json.dumps({"witness": fields, "logs": [{"origin": ORIGIN, "vkeys": [LOG_KEY.serialize()]}]}))
    made = subprocess.run([*command, "init", "--config", config, "--name", name], capture_output=True, check=True)
    key = notekey.parse(made.stdout.decode().split()[-1])
    tower = Process("witness", tmp_path, [*command, "serve", "--config", str(config)], [port])
    tower.start()
    lines = [f"witness tower {key.serialize()} http://127.0.0.1:{port}", "quorum tower"]
    try:
        for folder, body, cosigned in (("true", b"21 C", True), ("fork", b"rewritten", False)):
            meter = Device("meter-7", 1)
            site = Site(tmp_path / folder, meter, quorum=lines)
            server = site.server()
            server.start()
            try:
                for _ in range(3):
                    assert send(server.url, meter.read(body).serialize())[0] == 200
                if cosigned:
                    until(lambda: fetch(server.url + "/checkpoint")[0] == 200, "it is shown")  # noqa: B023
                    head = notes.parse(fetch(server.url + "/checkpoint")[1])
                    assert head.times(key) and heads.parse(head.text).size > 0
                else:
                    until(lambda: "witness tower fails" in server.log(), "it is refused")  # noqa: B023
                    assert fetch(server.url + "/checkpoint")[0] == 503
            finally:
                server.stop()
    finally:
        tower.stop()
