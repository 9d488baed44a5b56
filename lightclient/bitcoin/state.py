"""ChainState: all that is needed to decide whether the next header is valid, in constant space.

    height, tip_hash, bits    of the newest block
    epoch_time, epoch_bits    of the first block of its difficulty epoch
    times                     timestamps of the newest blocks, at most 11, oldest first
    chainwork                 work of the whole chain up to and including the newest block

Source: Bitcoin Core validation.cpp (CheckBlockHeader, ContextualCheckBlockHeader), chain.h (GetMedianTimePast).
"""

from struct import unpack

from lightclient.bitcoin import header as codec
from lightclient.bitcoin.difficulty import required_bits, target_of, work_of
from lightclient.crypto.hashes import sha256d
from lightclient.errors import (
    BadBits,
    BadDifficulty,
    BadVersion,
    HighHash,
    InvalidHeader,
    PrevHashMismatch,
    TimeTooNew,
    TimeTooOld,
    TimeWarp,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks import Network

MEDIAN_SPAN = 11  # blocks in the median time past (Core chain.h nMedianTimeSpan)
MAX_FUTURE = 2 * 60 * 60  # seconds (Core chain.h MAX_FUTURE_BLOCK_TIME)
MAX_TIMEWARP = 600  # seconds (BIP94)


class ChainState:
    """Immutable by convention: `step` makes a new one, so a refused header leaves the old one as it was."""

    __slots__ = (
        "bits",
        "chainwork",
        "epoch_bits",
        "epoch_time",
        "height",
        "target",
        "times",
        "tip_hash",
        "work",
    )

    def __init__(
        self,
        height: int,
        tip_hash: bytes,
        bits: int,
        target: int,
        work: int,
        epoch_time: int,
        epoch_bits: int,
        times: "tuple[int, ...]",
        chainwork: int,
    ) -> None:
        """target, work: what `bits` stand for, kept because bits change once in an epoch."""
        self.height = height
        self.tip_hash = tip_hash
        self.bits = bits
        self.target = target
        self.work = work
        self.epoch_time = epoch_time
        self.epoch_bits = epoch_bits
        self.times = times
        self.chainwork = chainwork

    def median_time(self) -> int:
        """Return the median time past of the newest block."""
        return sorted(self.times)[len(self.times) // 2]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ChainState) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> "tuple[object, ...]":
        return (
            self.height,
            self.tip_hash,
            self.bits,
            self.epoch_time,
            self.epoch_bits,
            self.times,
            self.chainwork,
        )


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
    codec.check_size(header)
    height = state.height + 1
    version, prev_hash, _, time, bits, _ = unpack(codec.LAYOUT, header)
    if prev_hash != state.tip_hash:
        raise _at(height, PrevHashMismatch())
    required = required_bits(state, time, network)
    if bits != required:
        _check_bits(bits, height)
        raise _at(height, BadDifficulty(bits, required))
    target, work = state.target, state.work
    if bits != state.bits:
        target = target_of(bits)
        work = work_of(target)
    block_hash = sha256d(header)
    if int.from_bytes(block_hash, "little") > target:
        raise _at(height, HighHash())
    times = state.times
    median = sorted(times)[len(times) // 2]
    if time <= median:
        raise _at(height, TimeTooOld(time, median))
    if network.bip94 and height % network.interval == 0 and time < times[-1] - MAX_TIMEWARP:
        raise _at(height, TimeWarp(time, times[-1]))
    if now is not None and time > now + MAX_FUTURE:
        raise _at(height, TimeTooNew(time, now))
    if version < 4 and version < network.required_version(height):
        raise _at(height, BadVersion(version, network.required_version(height)))

    epoch_time, epoch_bits = state.epoch_time, state.epoch_bits
    if height % network.interval == 0:
        epoch_time, epoch_bits = time, bits
    times = times[1 - MEDIAN_SPAN :] + (time,)
    return ChainState(height, block_hash, bits, target, work, epoch_time, epoch_bits, times, state.chainwork + work)


def advance(state: ChainState, headers: "list[bytes]", tip_hash: bytes, network: "Network") -> ChainState:
    """Return the state after `headers`, which `step` has accepted before; nothing is checked again.

    tip_hash: the hash of the last of them.
    """
    height, bits, target, work = state.height, state.bits, state.target, state.work
    epoch_time, epoch_bits, chainwork = state.epoch_time, state.epoch_bits, state.chainwork
    for header in headers:
        height += 1
        header_bits = codec.bits_of(header)
        if header_bits != bits:
            bits = header_bits
            target = target_of(bits)
            work = work_of(target)
        if height % network.interval == 0:
            epoch_time, epoch_bits = codec.time_of(header), bits
        chainwork += work
    times = state.times + tuple([codec.time_of(header) for header in headers[-MEDIAN_SPAN:]])
    return ChainState(height, tip_hash, bits, target, work, epoch_time, epoch_bits, times[-MEDIAN_SPAN:], chainwork)


def _check_bits(bits: int, height: int) -> None:
    try:
        target_of(bits)
    except BadBits as error:
        raise _at(height, error)


def _at(height: int, error: InvalidHeader) -> InvalidHeader:
    error.height = height
    return error
