"""Headers and proofs. Their bytes lie in /rom."""

from benchmarks.boards.onboard.meter import measure
from lightclient.bitcoin import packed
from lightclient.bitcoin.bundle import parse
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import split
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.merkle import root_of
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.state import genesis, steps
from lightclient.crypto.hashes import sha256d

NOW = 1 << 31  # a clock that is late enough for every header


def parts(name, size):
    with open("/rom/" + name, "rb") as file:
        while True:
            part = file.read(size)
            if not part:
                return
            yield part


def header_hash(turn):
    for header in parts("headers", 80):
        sha256d(header)


def header_step(message):
    state = genesis(MAINNET)
    for headers in parts("headers", 80 * message):
        state = steps(state, split(headers), MAINNET, NOW)


def header_step_log(window, message):
    chain = from_genesis(MAINNET, window)
    for headers in parts("headers", 80 * message):
        chain.extend(headers, NOW)


def merkle_12(root, cases):
    for txid, position, branch in cases:
        if root_of(txid, position, branch) != root:
            raise ValueError(position)


def repeat(count, work):
    def repeated(turn):
        for _ in range(count):
            work()

    return repeated


def works(headers, window, message, batch, repeats):
    """Return [(name, units of work, the work)].

    headers: how many there are; message, batch: how many come at once, raw and packed.
    """
    (root,) = parts("root", 32)
    cases = [(case[:32], int.from_bytes(case[32:36], "little"), case[36:]) for case in parts("branches", 36 + 12 * 32)]
    (bundle,) = parts("bundle", 4096)
    anchor = HeadersAnchor(parse(bundle).header, MAINNET)
    (run,) = parts("packed", 4096)
    return [
        ("header_hash", headers, header_hash),
        ("header_step", headers, lambda turn: header_step(message)),
        ("header_step_log", headers, lambda turn: header_step_log(window, message)),
        ("merkle_12", repeats * len(cases), repeat(repeats, lambda: merkle_12(root, cases))),
        ("bundle_verify", repeats, repeat(repeats, lambda: parse(bundle).verify(anchor))),
        ("unpack_24", repeats * batch, repeat(repeats, lambda: packed.parse(run))),
    ]


def main(*arguments):
    for name, units, work in works(*arguments):
        measure(name, units, work)
