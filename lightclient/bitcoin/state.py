"""ChainState: all that is needed to decide whether the next header is valid, in constant space.

    height, tip_hash, bits    of the newest block
    target, work              what its bits stand for, kept because bits change once in an epoch
    epoch_time, epoch_bits    of the first block of its difficulty epoch
    times                     timestamps of the newest blocks, at most 11, oldest first. The newest is not before their
                              median: a block is later than the median before it, which moves by one place at most
    chainwork                 work of the whole chain up to and including the newest block

It is a tuple: `step` makes a new one, so a refused header leaves the old one as it was, and a board makes a tuple seven
times faster than an object with as many attributes, and half as large.

Source: Bitcoin Core validation.cpp (CheckBlockHeader, ContextualCheckBlockHeader), chain.h (GetMedianTimePast).
"""

from collections import namedtuple
from hashlib import sha256
from struct import unpack_from

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import required_bits, target_of, work_of
from lightclient.bitcoin.errors import (
    BadBits,
    BadDifficulty,
    BadVersion,
    HighHash,
    PrevHashMismatch,
    TimeTooOld,
    TimeWarp,
)
from lightclient.bitcoin.header import SIZE
from lightclient.errors import InvalidHeader, TimeTooNew

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from lightclient.bitcoin.networks.network import Network

MEDIAN_SPAN = 11  # blocks in the median time past (Core chain.h nMedianTimeSpan)
KEPT = MEDIAN_SPAN - 1
MAX_FUTURE = 2 * 60 * 60  # seconds (Core chain.h MAX_FUTURE_BLOCK_TIME)
MAX_TIMEWARP = 600  # seconds (BIP94)


if TYPE_CHECKING:

    class ChainState(NamedTuple):
        height: int
        tip_hash: bytes
        bits: int
        target: int
        work: int
        epoch_time: int
        epoch_bits: int
        times: tuple[int, ...]
        chainwork: int

else:
    ChainState = namedtuple(
        "ChainState",
        ("height", "tip_hash", "bits", "target", "work", "epoch_time", "epoch_bits", "times", "chainwork"),
    )


def median_of(times: "tuple[int, ...]") -> int:
    """Return the median time past of the blocks with these timestamps."""
    return sorted(times)[len(times) // 2]


def genesis(network: "Network") -> ChainState:
    """Return the state after block 0 of `network`."""
    header = network.genesis
    time, bits = codec.time_of(header), codec.bits_of(header)
    target = target_of(bits)
    work = work_of(target)
    return ChainState(0, codec.hash_of(header), bits, target, work, time, bits, (time,), work)


def step(state: ChainState, header: bytes, network: "Network", now: "int | None" = None) -> ChainState:
    """Return the state after `header`, which must be a valid successor of `state`.

    header: 80 bytes. now: Unix seconds; None where there is no clock, then the two-hour rule is skipped.
    Raises Truncated, TrailingBytes, PrevHashMismatch, BadBits, BadDifficulty, HighHash, TimeTooOld, TimeWarp,
    TimeTooNew, BadVersion; an InvalidHeader carries the `height` at which the rule was broken.
    """
    if len(header) != SIZE:
        codec.check_size(header)
    last_height, tip_hash, last_bits, target, work, epoch_time, epoch_bits, times, chainwork = state
    height = last_height + 1
    if not header.startswith(tip_hash, 4):  # prev_hash, without a copy of it
        raise _at(height, PrevHashMismatch())
    time, bits = unpack_from("<II", header, 68)
    first = not height % network.interval  # of its epoch; inside one bits stay, but for the testnets' 20-minute rule
    required = required_bits(state, time, network) if first or network.min_difficulty else last_bits
    if bits != required:
        _check_bits(bits, height)
        raise _at(height, BadDifficulty(bits, required))
    if bits != last_bits:
        target = target_of(bits)
        work = work_of(target)
    block_hash = sha256(sha256(header).digest()).digest()
    if int.from_bytes(block_hash, "little") > target:
        raise _at(height, HighHash())
    # The newest time is never before the median (see times), so what is after it needs no sorting.
    if time <= times[-1] and time <= median_of(times):
        raise _at(height, TimeTooOld(time, median_of(times)))
    if first and network.bip94 and time < times[-1] - MAX_TIMEWARP:
        raise _at(height, TimeWarp(time, times[-1]))
    if now is not None and time > now and time > now + MAX_FUTURE:
        raise _at(height, TimeTooNew(time, now))
    if not 0 < header[3] < 0x80:  # the version's top byte: all others are of numbers that no rule finds too small
        _check_version(header, height, network)

    if first:
        epoch_time, epoch_bits = time, bits
    times = times[-KEPT:] + (time,)
    return ChainState(height, block_hash, bits, target, work, epoch_time, epoch_bits, times, chainwork + work)


def advance(state: ChainState, headers: "list[bytes]", tip_hash: bytes, network: "Network") -> ChainState:
    """Return the state after `headers`, which `step` has accepted before; nothing is checked again.

    tip_hash: the hash of the last of them.
    """
    height, _, bits, target, work, epoch_time, epoch_bits, times, chainwork = state
    packed = bits.to_bytes(4, "little")
    for header in headers:
        height += 1
        if not header.startswith(packed, 72):
            bits, packed = codec.bits_of(header), header[72:76]
            target = target_of(bits)
            work = work_of(target)
        if height % network.interval == 0:
            epoch_time, epoch_bits = codec.time_of(header), bits
        chainwork += work
    times += tuple([codec.time_of(header) for header in headers[-MEDIAN_SPAN:]])
    return ChainState(height, tip_hash, bits, target, work, epoch_time, epoch_bits, times[-MEDIAN_SPAN:], chainwork)


def _check_bits(bits: int, height: int) -> None:
    try:
        target_of(bits)
    except BadBits as error:
        raise _at(height, error)


def _check_version(header: bytes, height: int, network: "Network") -> None:
    (version,) = unpack_from("<i", header)
    required = network.required_version(height)
    if version < required:
        raise _at(height, BadVersion(version, required))


def _at(height: int, error: InvalidHeader) -> InvalidHeader:
    error.height = height
    return error
