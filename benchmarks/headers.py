"""Header rules: one state step, a chain with window and header log, and restoring a checkpoint."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from benchmarks import inputs, peers
from benchmarks.sizes import checkpoint
from benchmarks.timing import Contender, race
from lightclient.bitcoin import header as codec
from lightclient.bitcoin import packed
from lightclient.bitcoin.chain import WINDOW, from_genesis
from lightclient.bitcoin.checkpoint import parse
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.state import genesis
from lightclient.bitcoin.state import steps as run_of_steps

COUNT = 4032  # two difficulty epochs
MESSAGE = 50  # headers in a message


def steps() -> list[dict[str, Any]]:
    headers = inputs.headers().raw[:COUNT]
    messages = [b"".join(headers[i : i + MESSAGE]) for i in range(0, len(headers), MESSAGE)]
    now = codec.time_of(headers[-1])

    runs = [headers[i : i + MESSAGE] for i in range(0, len(headers), MESSAGE)]
    packets = [packed.serialize(1 + MESSAGE * number, run) for number, run in enumerate(runs)]

    def with_state() -> None:
        state = genesis(MAINNET)
        for run in runs:
            state = run_of_steps(state, run, MAINNET, now)

    def with_log() -> None:
        chain = from_genesis(MAINNET)
        for message in messages:
            chain.extend(message, now)

    def from_the_wire() -> None:
        ledger = Ledger(from_genesis(MAINNET))
        for packet in packets:
            height, run = ledger.read(packet)
            ledger.extend(run, height, now)

    def hash_only() -> None:
        for header in headers:
            sha256(sha256(header).digest()).digest()

    rules = "every rule: link, required bits, PoW, median time, clock, version, chainwork"
    log = f"every rule, window of {WINDOW} and header log, {MESSAGE} headers a message"
    contenders = [
        Contender("header_step", with_state, len(headers), rules),
        Contender("header_step_log", with_log, len(headers), log),
        Contender("header_wire", from_the_wire, len(headers), log + ", unpacked from what gateways send"),
        Contender("header_hash", hash_only, len(headers), "the floor: double SHA-256 alone"),
    ]
    contenders += peers.header_steps(headers, now)
    return race(contenders, "us/header", f"first {len(headers):,} {inputs.headers().source}")


def checkpoints() -> list[dict[str, Any]]:
    record = checkpoint(12)

    def work() -> None:
        parse(record, MAINNET)

    contender = Contender("checkpoint_parse", work, 1, "decode, check the schema, check 12 headers again")
    return race([contender], "us", inputs.headers().source)
