"""Vectors for tests/portable/judge_headers.py: headers of every network and collection, whole and damaged."""

import random

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.block import Block
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.network import EPOCH
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.bitcoin.networks.signet import SIGNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.networks.testnet4 import TESTNET4
from lightclient.bitcoin.state import genesis, step
from lightclient.bitcoin.trust import trusted
from tests.support.vectors import blk_blocks, damaged, load, load_json, names, records, state_of, unhex
from tests.vectors.test_adversarial import COINBASES, TIMESTAMPS, branches, btcd_files, btcd_listing
from tests.vectors.test_checkpoint_vectors import bitcoinj
from tests.vectors.test_header_vectors import RELAYS, joined, raito_state, raw, spv_cases

PIECE = 20  # headers of a run that are judged together: 1.6 KB


def vectors():
    yield from raito()
    yield from real_runs()
    yield from alternative_chains()
    yield from reorganisations()
    yield from collections()
    yield from damaged_headers()
    yield from damaged_checkpoints()
    yield from numbers()


def plain(state):
    """Return a ChainState without what the judge computes itself."""
    work = state.chainwork.to_bytes(32, "big")
    return [state.height, state.tip_hash, state.bits, state.epoch_time, state.epoch_bits, list(state.times), work]


def pieces(name, network, state, headers):
    """Cut a run that follows `state`."""
    for at in range(0, len(headers), PIECE):
        piece = headers[at : at + PIECE]
        yield f"{name} {state.height + 1}", "steps", network.name, plain(state), piece, None
        for header in piece:
            state = step(state, header, network)


# -- valid ones


def raito():
    for name in names("header_vectors/raito_light"):
        case = load_json(name)
        (block,) = case["blocks"]
        state = raito_state(case["chain_state"])
        fields = block["header"]
        root = codec.from_display(block["data"]["merkle_root"])
        header = codec.serialize(
            fields["version"], state.tip_hash, root, fields["time"], fields["bits"], fields["nonce"]
        )
        yield name, "steps", "mainnet", plain(state), [header], fields["time"]
        for what, changed, now in malformed(header):
            yield f"{name} {what}", "steps", "mainnet", plain(state), [changed], now


def malformed(header):
    """Yield (what, header, clock) for every rule that a header can break by itself."""
    version, link, root, time = (header[a:b] for a, b in ((0, 4), (4, 36), (36, 68), (68, 72)))
    bits, nonce = header[72:76], header[76:]
    now = int.from_bytes(time, "little")
    yield "short", header[:-1], None
    yield "long", header + b"\0", None
    yield "empty", b"", None
    yield "unlinked", version + bytes(32) + root + time + bits + nonce, None
    yield "no work", version + link + bytes(32) + time + bits + nonce, None
    for other in (0, 0x1D00FFFF, 0x207FFFFF, 0x1D80FFFF, 0xFF00FFFF, int.from_bytes(bits, "little") + 1):
        yield f"bits {other:#x}", version + link + root + time + other.to_bytes(4, "little") + nonce, None
    yield "new", header, now - 7201
    yield "not new", header, now - 7200
    yield "time 0", header[:68] + bytes(4) + header[72:], None


def real_runs():
    for name, network, count in [
        ("headers_mainnet/main_000000_039999.bin.xz", MAINNET, 2100),
        ("headers_test/testnet3_0000000_0009999.bin.xz", TESTNET3, 4100),
        ("headers_test/testnet4_0_100.bin", TESTNET4, None),
        ("headers_test/signet_0_2015.bin.xz", SIGNET, None),
        ("headers_test/regtest_0_100.bin", REGTEST, None),
    ]:
        headers = codec.split(load(name))[:count]
        assert headers[0] == network.genesis
        yield from pieces(name, network, genesis(network), headers[1:])
    headers = codec.split(load("headers_mainnet/main_822527_830592.bin.xz"))
    state = trusted(b"".join(headers[:400]), 822527, None, None, MAINNET).base
    yield from pieces("headers_mainnet/main_822527_830592.bin.xz", MAINNET, state, headers[400:2500])


def alternative_chains():
    """BIP54: chains that warp time, each header once."""
    seen = {MAINNET.genesis: genesis(MAINNET)}
    for run, comment in branches(load_json(TIMESTAMPS)):
        state = seen[MAINNET.genesis]
        fresh = []
        start = state
        for header in codec.split(run)[1:]:
            if header in seen:
                state = start = seen[header]
                continue
            state = seen[header] = step(state, header, MAINNET)
            fresh.append(header)
        yield from pieces("bip54 " + comment[:40], MAINNET, start, fresh)


def reorganisations():
    for name, read in (("files", btcd_files), ("listing", btcd_listing)):
        headers = [Block(data).header for data in blk_blocks(read())]
        runs = [b"".join(headers[:5]), *headers[5:]]
        yield f"btcd {name}", "chain", "mainnet", None, 144, runs
        yield f"btcd {name}, no window", "chain", "mainnet", None, 1, runs
    branches = load_json("adversarial/floresta_test_reorg.json")
    runs = [b"".join([Block(bytes.fromhex(text)).header for text in branch]) for branch in branches]
    yield "floresta", "chain", "regtest", None, 144, [*runs, runs[0]]
    for number, case in enumerate(load_json(COINBASES)):
        headers = [Block(bytes.fromhex(text)).header for text in case["block_chain"]]
        yield f"bip54 coinbases {number}", "chain", "mainnet", None, 12, [b"".join(headers)]
    case = load_json(RELAYS)["chain"]["isMostRecentCommonAncestor"]
    state = state_of(case["genesis"]["height"], raw(case["genesis"]), raw(case["oldPeriodStart"]))
    headers = case["preRetargetChain"] + case["postRetargetChain"]
    for late in (1, 2):
        runs = [joined(headers[:-late]), raw(case["orphan"]), joined(headers[-late:])]
        yield f"relays orphan {late}", "chain", "mainnet", plain(state), 144, runs
    case = load_json(RELAYS)["chain"]["heaviestFromAncestor"]
    state = state_of(case["genesis"]["height"], raw(case["genesis"]), raw(case["genesis"]))
    runs = [joined(case["headers"][:8]), raw(case["orphan"]), raw(case["badHeader"]), joined(case["headers"][8:])]
    yield "relays heaviest", "chain", "mainnet", plain(state), 144, runs


def collections():
    """bitcoin-spv and the relays: their good and bad runs, and the fields of single headers."""
    for function in ("validateHeaderChain", "validateHeaderChainError"):
        for number, case in enumerate(spv_cases(function)):
            for network in ("mainnet", "regtest"):
                yield f"spv {function} {number} {network}", "anchor", network, unhex(case["input"])
    for number, case in enumerate(spv_cases("workHash")):
        yield f"spv workHash {number}", "fields", unhex(case["input"])
    for number, case in enumerate(spv_cases("retargetAlgorithm")):
        first, last, _ = [raw(record) for record in case["input"]]
        state = state_of(case["input"][1]["height"], last, first)
        yield f"spv retarget {number}", "retarget", "mainnet", plain(state)
    for case in load_json(RELAYS)["header"]["validateDifficultyChange"]:
        state = state_of(case["anchor"]["height"], raw(case["anchor"]), raw(case["prevEpochStart"]))
        headers = [raw(record) for record in case["headers"]]
        yield "relays " + case["comment"], "steps", "mainnet", plain(state), headers, None
    for case in load_json(RELAYS)["header"]["validateHeaderChain"]:
        run = raw(case["anchor"]) + joined(case["headers"])
        yield "relays run " + case["comment"], "anchor", "mainnet", run


# -- damaged ones


def damaged_headers():
    for network, name in (
        (MAINNET, "headers_mainnet/main_000000_039999.bin.xz"),
        (TESTNET4, "headers_test/testnet4_0_100.bin"),
        (SIGNET, "headers_test/signet_0_2015.bin.xz"),
    ):
        header = codec.split(load(name))[1]
        for bit in range(8 * codec.SIZE):
            changed = bytearray(header)
            changed[bit >> 3] ^= 1 << (bit & 7)
            yield f"{network.name} bit {bit}", "steps", network.name, plain(genesis(network)), [bytes(changed)], None
    headers = codec.split(load("headers_test/signet_0_2015.bin.xz"))
    message = packed.serialize(1, headers[1:13])
    yield "packed", "message", message
    for number, changed in enumerate(damaged(message, 300)):
        yield f"packed {number}", "message", changed


def damaged_checkpoints():
    for network, name in (
        (MAINNET, "headers_mainnet/main_000000_039999.bin.xz"),
        (REGTEST, "headers_test/regtest_0_100.bin"),
    ):
        chain = from_genesis(network, 12)
        chain.extend(load(name)[: 101 * codec.SIZE])
        record = checkpoint.serialize(chain)
        yield f"checkpoint {network.name}", "record", network.name, record
        yield f"checkpoint {network.name} elsewhere", "record", "signet", record
        for number, changed in enumerate(damaged(record, 300)):
            yield f"checkpoint {network.name} {number}", "record", network.name, changed


# -- numbers


def numbers():
    epochs = records("headers_mainnet/epoch_boundaries_0_832608.bin", codec.SIZE)
    for (height, first), (end, last) in zip(epochs[::2], epochs[1::2], strict=False):
        assert end == height + EPOCH - 1
        yield f"epoch {height}", "target", codec.bits_of(first)
        yield f"retarget {height}", "retarget", "mainnet", plain(state_of(end, last, first))
    for name in ("production", "test", "signet"):
        rows = sorted(bitcoinj(f"checkpoints/bitcoinj_{name}.checkpoints.txt").items())
        for height, (_, header) in rows[:: max(1, len(rows) // 100)]:
            yield f"bitcoinj {name} {height}", "target", codec.bits_of(header)
    for exponent in (*range(36), 127, 128, 255):
        for mantissa in (0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x8000, 0x7FFFFF, 0x800000, 0x800001, 0xFFFFFF):
            bits = exponent << 24 | mantissa
            yield f"bits {bits:#010x}", "target", bits
    for size in range(2, 256):
        for value in (1 << size, (1 << size) - 1):
            yield f"compact {value:#x}", "compact", value.to_bytes(32, "big")
    rng = random.Random(1)
    for number in range(100):
        yield f"compact random {number}", "compact", rng.randbytes(rng.randrange(1, 33))
