"""The log server under load: records a second, latency, memory and growth. A real process, over HTTP, on this machine.

    python -m benchmarks.logserver --records 100000
    python -m benchmarks.logserver --records 100000 --store postgresql://user:password@host/name

The sender is on the same machine and takes its share of the cores; records are signed before the clock starts. With
--grow-to the store is filled first, by the store itself, and what is measured is a log of that size.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from lightclient.audit import notekey, record, statement
from lightclient.audit.hosts.checking import fast
from lightclient.audit.hosts.placing import Checked
from lightclient.audit.hosts.store import LogStore
from lightclient.audit.notekey import LOG
from lightclient.codec import base64
from lightclient.codec.cbor import encode
from lightclient.identity import algorithms, key
from lightclient.keys import algorithms as kinds
from lightclient.keys import suite
from lightclient.keys.hosts import keyfile
from lightclient.merkle.log import leaf_hash

ORIGIN = "site.example/log"
DEVICES = 100
BATCH = 100  # records in one request
SENDERS = 16  # connections
BODY = b'[{"n":"temperature","u":"Cel","v":21.5}]'
SINGLES = 300  # records that are sent one by one, for the latency
PASSPHRASE = b"benchmark"
COSE = {"ed25519": algorithms.EDDSA, "p256": algorithms.ES256}


class Holder:
    """A signer of one secret."""

    def __init__(self, number: int) -> None:
        self.secret = sha256(b"%d" % number).digest()

    def public_key(self, algorithm: str, name: object = None) -> bytes:
        return kinds.public_key(algorithm, self.secret)

    def sign(self, algorithm: str, message: bytes, name: object = None) -> bytes:
        return kinds.sign(algorithm, self.secret, message, bytes(32))

    def sign_steps(self, algorithm: str, message: bytes, name: object = None) -> Any:
        return kinds.sign_steps(algorithm, self.secret, message, bytes(32))


class Device:
    """A device that signs one reading after the other."""

    def __init__(self, number: int, kind: str) -> None:
        self.name = f"device-{number}"
        self.kind = kind
        self.holder = Holder(number)
        self.sequence = 0
        self.previous: bytes | None = None

    def line(self) -> str:
        return f"device {self.name} {base64.serialize(key.of_signer(self.holder, self.kind).serialize())}"

    def record(self) -> record.Record:
        self.sequence += 1
        dated = (1_800_000_000 - 10**8 + self.sequence, 5, record.NETWORK)
        made = record.Record(self.name, self.sequence, self.previous, dated, "senml+json", record.inline(BODY))
        self.previous = made.hash()
        return made

    def signed(self) -> bytes:
        return statement.sign(self.holder, COSE[self.kind], self.record(), ORIGIN).serialize()


class Server:
    """`lightclient log serve` in a folder, for the length of a block."""

    def __init__(self, folder: Path, store: str, devices: list[Device], port: int) -> None:
        log, keystore, phrase, policy = Holder(10**6), folder / "keys", folder / "phrase", folder / "policy"
        made = keyfile.create(keystore, PASSPHRASE, suite.PBKDF2, 1000)
        made.put("log", "ed25519", log.secret)
        keyfile.save(keystore, made)
        phrase.write_bytes(PASSPHRASE)
        lines = ["log " + notekey.of_signer(log, ORIGIN, LOG).serialize(), "quorum none", *[d.line() for d in devices]]
        policy.write_text("\n".join(lines) + "\n")
        self.port = port
        self._command = [
            *(sys.executable, "-m", "lightclient", "log", "serve", "--store", store, "--policy", str(policy)),
            *("--keystore", str(keystore), "--keystore-password-file", str(phrase)),
            *("--inbox", f"127.0.0.1:{port}"),
        ]

    def __enter__(self) -> Server:
        self.process = subprocess.Popen(self._command)
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                http.client.HTTPConnection("127.0.0.1", self.port, timeout=5).connect()
                break
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the log server does not start")
            time.sleep(0.05)
        time.sleep(3)  # its workers begin
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def memory(self) -> int:
        """Return the bytes in memory of the serving process itself; its workers keep nothing."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0

    def send(self, connection: http.client.HTTPConnection, body: bytes, count: int) -> float:
        """Send records until they are taken; return the seconds that the answer took."""
        while True:
            began = time.perf_counter()
            connection.request("POST", "/records", body)
            answer = connection.getresponse()
            said = json.loads(answer.read())
            if answer.status == 200 and said["ok"] and len(said["records"]) == count:
                return time.perf_counter() - began
            if answer.status != 503:
                raise SystemExit(f"the log server refuses: {said}")
            time.sleep(0.01)


def batches(devices: list[Device], count: int) -> list[tuple[bytes, int]]:
    """Return requests with so many records in all, signed by all devices in turn."""
    made = [devices[number % len(devices)].signed() for number in range(count)]
    pieces = [made[at : at + BATCH] for at in range(0, count, BATCH)]
    return [(encode(piece), len(piece)) for piece in pieces]


def sent(server: Server, requests: list[tuple[bytes, int]]) -> tuple[float, list[float], list[int]]:
    """Return (seconds, latencies, memory on the way) of sending all requests over some connections at once."""
    left = iter(requests)
    lock = threading.Lock()
    latencies: list[float] = []

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while True:
            with lock:
                request = next(left, None)
            if request is None:
                return
            latencies.append(server.send(connection, *request))

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    memory = [server.memory()]
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.2)
        memory.append(server.memory())
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, latencies, memory


async def filled(where: str, devices: list[Device], size: int) -> list[dict[str, Any]]:
    """Fill a store to `size` records with made-up statements of the right length; return how it goes."""
    store = LogStore(where)
    await store.open(ORIGIN)
    at = await store.size()
    rows, began, mark = [], time.perf_counter(), at
    turn = itertools.cycle(devices)
    step = max(100_000, size // 10)
    while at < size:
        batch = []
        for _ in range(min(2000, size - at)):
            made, previous = next(turn), None
            previous = made.previous
            made.sequence += 1
            data = made.name.encode() + made.sequence.to_bytes(8, "big") + bytes(230)
            hashed = sha256(data).digest()
            made.previous = hashed
            batch.append(Checked(made.name, made.sequence, previous, hashed, hashed, leaf_hash(hashed), data))
        await store.append(batch)
        at += len(batch)
        if at % step < 2000 or at == size:
            seconds = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            rows.append(row("log_fill_rate", "records/s", (at - mark) / seconds, f"by the store alone, at {at:,}"))
            rows.append(row("log_fill_memory", "bytes", peak, f"peak of the process, at {at:,}"))
            began, mark = time.perf_counter(), at
    await store.close()
    if "://" not in where:
        rows.append(row("log_bytes", "bytes/record", on_disk(where) / at, f"of the file of SQLite, at {at:,}"))
    return rows


def on_disk(where: str) -> int:
    return sum(path.stat().st_size for path in Path(where).parent.glob(Path(where).name + "*"))


def measured(folder: Path, where: str, count: int, kind: str, grow_to: int, port: int) -> Iterator[dict[str, Any]]:
    fast()
    devices = [Device(number, kind) for number in range(DEVICES)]
    if grow_to:
        yield from asyncio.run(filled(where, devices, grow_to))
    singles = [devices[number % DEVICES].signed() for number in range(SINGLES)]
    requests = batches(devices, count)
    cores = len(os.sched_getaffinity(0))
    name = "postgresql" if "://" in where else "sqlite"
    source = f"{name}, {kind}, {cores} cores, the sender's share included, log of {grow_to:,} before"
    with Server(folder, where, devices, port) as server:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        alone = sorted(server.send(connection, encode([one]), 1) for one in singles)
        seconds, latencies, memory = sent(server, requests)
        latencies.sort()
        yield row("log_rate", "records/s", count / seconds, f"{count:,} in requests of {BATCH}, {source}")
        for part in (50, 99):
            yield row(f"log_request_p{part}", "ms", 1000 * at(latencies, part), f"requests of {BATCH} under that load")
            yield row(f"log_single_p{part}", "ms", 1000 * at(alone, part), "one record after the other, acknowledged")
        first = memory[len(memory) // 4]
        yield row("log_memory", "bytes", memory[-1], f"of the serving process; {memory[-1] - first:+,} since a quarter")
    if "://" not in where:
        yield row("log_disk", "bytes/record", on_disk(where) / (grow_to + count + SINGLES), source)


def row(name: str, unit: str, value: float, extra: str) -> dict[str, Any]:
    return {"name": name, "unit": unit, "value": round(value, 2), "extra": extra}


def at(ordered: list[float], part: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--store", help="a URL of PostgreSQL; a file of SQLite in a folder of its own if not given")
    parser.add_argument("--kind", choices=sorted(COSE), default="ed25519", help="of the devices' keys")
    parser.add_argument("--grow-to", type=int, default=0, metavar="RECORDS")
    parser.add_argument("--port", type=int, default=18_080)
    parser.add_argument("--folder", help="where files are made; a temporary folder if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        where = given.store or str(folder / "log.db")
        for each in measured(folder, where, given.records, given.kind, given.grow_to, given.port):
            print(json.dumps(each), flush=True)


if __name__ == "__main__":
    main()
