"""ChainState: all that is needed to decide whether the next header is valid, in constant space.

    height, tip_hash, bits    of the newest block
    target, work              what its bits stand for, kept because bits change once in an epoch
    epoch_time, epoch_bits    of the first block of its difficulty epoch
    times                     timestamps of the newest blocks, at most 11, oldest first. The newest is not before their
                              median: a block is later than the median before it, which moves by one place at most
    chainwork                 work of the whole chain up to and including the newest block

It is a tuple: `steps` makes a new one, so a refused header leaves the old one as it was, and a board makes a tuple
seven times faster than an object with as many attributes, and half as large.

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
    from collections.abc import Sequence
    from typing import NamedTuple

    from lightclient.bitcoin.networks.network import Network

MEDIAN_SPAN = 11  # blocks in the median time past (Core chain.h nMedianTimeSpan)
MAX_FUTURE = 2 * 60 * 60  # seconds (Core chain.h MAX_FUTURE_BLOCK_TIME)
MAX_TIMEWARP = 600  # seconds (BIP94)

# Bound here, because a board finds a name of this module sooner than a builtin or a method of one.
length = len
int_from = int.from_bytes
read_from = unpack_from


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


def median_of(times: "Sequence[int]") -> int:
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
    """Return the state after one `header`: as `steps`."""
    return steps(state, (header,), network, now)


def steps(
    state: ChainState,
    headers: "Sequence[bytes]",
    network: "Network",
    now: "int | None" = None,
    last: "bytes | None" = None,
) -> ChainState:
    """Return the state after `headers`, each of which must be a valid successor of the one before.

    headers: 80 bytes each. now: Unix seconds; None where there is no clock, then the two-hour rule is skipped.
    last: the hash of the last header, where whoever made these put into each the hash that it computed of the one
    before (packed.unpack); None where a message shows them whole.
    Raises Truncated, TrailingBytes, PrevHashMismatch, BadBits, BadDifficulty, HighHash, TimeTooOld, TimeWarp,
    TimeTooNew, BadVersion; an InvalidHeader carries the `height` at which the rule was broken.
    """
    height, tip_hash, last_bits, target, work, epoch_time, epoch_bits, times, chainwork = state
    interval, easier = network.interval, network.min_difficulty
    latest = 0xFFFFFFFF if now is None else now + MAX_FUTURE
    newest = times[-1]
    recent = list(times)  # as times, but nothing is made anew for each header
    index, count = 0, length(headers)
    for header in headers:
        if length(header) != SIZE:
            codec.check_size(header)
        height += 1
        if not header.startswith(tip_hash, 4):  # prev_hash, without a copy of it
            raise _at(height, PrevHashMismatch())
        time, bits = read_from("<II", header, 68)
        first = not height % interval  # of its epoch; inside one bits stay, but for the testnets' 20-minute rule
        if bits != last_bits or first or easier:
            latest_time = (newest,)  # no rule about bits asks for the ones before
            before = ChainState(
                height - 1, tip_hash, last_bits, target, work, epoch_time, epoch_bits, latest_time, chainwork
            )
            _check_bits(bits, before, time, network)
            if bits != last_bits:
                target = target_of(bits)
                work = work_of(target)
                last_bits = bits
        if last is None:
            tip_hash = sha256(sha256(header).digest()).digest()
        else:
            index += 1
            tip_hash = headers[index][4:36] if index < count else last
        if int_from(tip_hash, "little") > target:
            raise _at(height, HighHash())
        # The newest time is never before the median (see times), so what is after it needs no sorting.
        if time <= newest and time <= median_of(recent):
            raise _at(height, TimeTooOld(time, median_of(recent)))
        if first:
            if network.bip94 and time < newest - MAX_TIMEWARP:
                raise _at(height, TimeWarp(time, newest))
            epoch_time, epoch_bits = time, bits
        if time > latest:
            raise _at(height, TimeTooNew(time, now))
        if header[3] & 0xE0 != 0x20:  # BIP9's top bits, which nearly all have: a number that no rule finds too small
            _check_version(header, height, network)
        newest = time
        recent.append(time)
        if length(recent) > MEDIAN_SPAN:
            recent.pop(0)
        chainwork += work
    return ChainState(height, tip_hash, last_bits, target, work, epoch_time, epoch_bits, tuple(recent), chainwork)


def advance(state: ChainState, headers: "list[bytes]", tip_hash: bytes, network: "Network") -> ChainState:
    """Return the state after `headers`, which `step` has accepted before; nothing is checked again.

    tip_hash: the hash of the last of them.
    """
    height, _, bits, target, work, epoch_time, epoch_bits, times, chainwork = state
    height += len(headers)
    since = height % network.interval  # blocks after the first one of the epoch
    if since < len(headers):
        epoch_time, epoch_bits = unpack_from("<II", headers[-1 - since], 68)
    packed = bits.to_bytes(4, "little")
    same = 0  # headers of the same bits, whose work is added at once
    for header in headers:
        if not header.startswith(packed, 72):
            chainwork += same * work
            same = 0
            bits, packed = codec.bits_of(header), header[72:76]
            target = target_of(bits)
            work = work_of(target)
        same += 1
    times += tuple([unpack_from("<I", header, 68)[0] for header in headers[-MEDIAN_SPAN:]])
    times = times[-MEDIAN_SPAN:]
    return ChainState(height, tip_hash, bits, target, work, epoch_time, epoch_bits, times, chainwork + same * work)


def _check_bits(bits: int, state: ChainState, time: int, network: "Network") -> None:
    required = required_bits(state, time, network)
    if bits == required:
        return
    height = state.height + 1
    try:
        target_of(bits)
    except BadBits as error:
        raise _at(height, error)
    raise _at(height, BadDifficulty(bits, required))


def _check_version(header: bytes, height: int, network: "Network") -> None:
    (version,) = unpack_from("<i", header)
    required = network.required_version(height)
    if version < required:
        raise _at(height, BadVersion(version, required))


def _at(height: int, error: InvalidHeader) -> InvalidHeader:
    error.height = height
    return error
