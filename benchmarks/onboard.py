"""The part of the board benchmarks that runs on the board; boards.py has the rest. Its inputs lie in /rom."""

import gc

import board

from lightclient.bitcoin.bundle import parse
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.networks import MAINNET
from lightclient.bitcoin.state import genesis, step
from lightclient.crypto.hashes import sha256d

NOW = 1 << 31  # a clock that is late enough for every header


def parts(name, size):
    with open("/rom/" + name, "rb") as file:
        while True:
            part = file.read(size)
            if not part:
                return
            yield part


def measure(name, units, work):
    """Print the instructions per unit of work, with the collections that fall into it."""
    gc.collect()
    start = board.insn()
    work()
    print(name, (board.insn() - start) // units)


def header_hash():
    for header in parts("headers", 80):
        sha256d(header)


def header_step():
    state = genesis(MAINNET)
    for header in parts("headers", 80):
        state = step(state, header, MAINNET, NOW)


def header_step_log(message):
    chain = from_genesis(MAINNET)
    for headers in parts("headers", 80 * message):
        chain.extend(headers, NOW)


def merkle_12(root, cases):
    for txid, position, branch in cases:
        if root_of(txid, position, branch) != root:
            raise ValueError(position)


def main(headers, message):
    measure("header_hash", headers, header_hash)
    measure("header_step", headers, header_step)
    measure("header_step_log", headers, lambda: header_step_log(message))
    (root,) = parts("root", 32)
    cases = [(case[:32], int.from_bytes(case[32:36], "little"), case[36:]) for case in parts("branches", 36 + 12 * 32)]
    measure("merkle_12", len(cases), lambda: merkle_12(root, cases))
    (bundle,) = parts("bundle", 4096)
    anchor = HeadersAnchor(parse(bundle).header, MAINNET)
    measure("bundle_verify", 1, lambda: parse(bundle).verify(anchor))
