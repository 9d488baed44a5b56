"""Verdicts on headers, chains of them, and what they are measured by."""

from lightclient.bitcoin import checkpoint, packed
from lightclient.bitcoin import header as codec
from lightclient.bitcoin.chain import Chain, from_genesis
from lightclient.bitcoin.difficulty import bits_of, target_of, work_of
from lightclient.bitcoin.difficulty import retarget as retarget_of
from lightclient.bitcoin.headers_anchor import HeadersAnchor
from lightclient.bitcoin.networks.known import by_name
from lightclient.bitcoin.state import ChainState, step
from lightclient.errors import LightClientError
from lightclient.merkle.compact import CompactRange
from lightclient.merkle.log import leaf_hash


def steps(network, state, headers, now):
    """Step through a list of headers."""
    state = _state(state)
    for header in headers:
        state = step(state, header, by_name(network), now)
    return state.height, state.tip_hash, hex(state.bits), state.times, hex(state.chainwork)


def chain(network, state, window, runs):
    """Show runs of headers to a chain, from genesis if there is no state; return where each left it."""
    network = by_name(network)
    if state is None:
        chain = from_genesis(network, window)
    else:
        log = CompactRange()
        log.append(leaf_hash(state[1]))
        chain = Chain(network, _state(state), log, state[0], window)
    found = []
    for run in runs:
        try:
            fork = chain.extend(run)
        except LightClientError as error:
            fork = error.name
        found.append((fork, chain.tip.height, chain.tip.tip_hash, hex(chain.tip.chainwork), chain.log.root()))
    return found


def anchor(network, run):
    return HeadersAnchor(run, by_name(network)).hashes


def record(network, data):
    """Read a checkpoint."""
    chain = checkpoint.parse(data, by_name(network))
    return chain.log_start, chain.log.root(), chain.base.height, chain.tip


def message(data):
    """Unpack headers as they travel."""
    first, run = packed.parse(data)
    headers = run[0] if run else []
    return first, b"".join(headers[-1:]), codec.SIZE * len(headers)


def target(bits):
    target = target_of(bits)
    return hex(target), hex(work_of(target)), hex(bits_of(target))


def compact(target):
    return hex(bits_of(int.from_bytes(target, "big")))


def retarget(network, state):
    return hex(retarget_of(_state(state), by_name(network)))


def fields(header):
    codec.check_size(header)
    return codec.hash_of(header), codec.prev_hash_of(header), codec.merkle_root_of(header), codec.time_of(header)


def _state(parts):
    height, tip_hash, bits, epoch_time, epoch_bits, times, chainwork = parts
    target = target_of(bits)
    work = int.from_bytes(chainwork, "big")
    return ChainState(height, tip_hash, bits, target, work_of(target), epoch_time, epoch_bits, tuple(times), work)
