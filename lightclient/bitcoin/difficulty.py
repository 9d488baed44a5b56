"""Compact targets ("bits"), the work they stand for, and the target that a chain requires next.

Source: Bitcoin Core arith_uint256.cpp (SetCompact, GetCompact), chain.cpp (GetBlockProof), pow.cpp
(GetNextWorkRequired, CalculateNextWorkRequired); BIP94.
"""

from lightclient.bitcoin.errors import BadBits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network
    from lightclient.bitcoin.state import ChainState

SPACING = 600  # seconds between blocks that every retarget aims at


def target_of(bits: int) -> int:
    """Return the target that compact `bits` encode, as an integer below 2**256.

    bits: 32 bits as in the header: exponent in the top byte, sign in 0x00800000, mantissa below.
    Raises BadBits if the value is negative, zero or does not fit 256 bits.
    """
    exponent = bits >> 24
    mantissa = bits & 0x7FFFFF
    target = mantissa << 8 * (exponent - 3) if exponent > 3 else mantissa >> 8 * (3 - exponent)
    if bits & 0x800000 or not target or target >> 256:
        raise BadBits(bits)
    return target


def bits_of(target: int) -> int:
    """Return `target` as compact bits, rounded down to their three-byte mantissa."""
    exponent = 0
    while target >> 8 * exponent:
        exponent += 1
    mantissa = target >> 8 * (exponent - 3) if exponent > 3 else target << 8 * (3 - exponent)
    if mantissa & 0x800000:  # the sign bit: shift it out of the mantissa
        mantissa >>= 8
        exponent += 1
    return exponent << 24 | mantissa


def work_of(target: int) -> int:
    """Return the expected number of hashes behind one header with this `target`."""
    return (1 << 256) // (target + 1)


def required_bits(state: "ChainState", time: int, network: "Network") -> int:
    """Return the bits that the header after `state` must carry if its timestamp is `time`."""
    if (state.height + 1) % network.interval == 0:
        return state.bits if network.no_retargeting else retarget(state, network)
    if not network.min_difficulty:
        return state.bits
    # Testnet rule: after 20 minutes without a block anything goes. Core walks back to the last block above the minimum;
    # inside an epoch that is always the first one's difficulty, so no old header is needed.
    return network.limit_bits if time > state.times[-1] + 2 * SPACING else state.epoch_bits


def retarget(state: "ChainState", network: "Network") -> int:
    """Return the bits of the epoch that begins after `state`.

    Core measures from the epoch's first block to its last: one interval less than the epoch has blocks.
    """
    aim = network.interval * SPACING
    took = min(max(state.times[-1] - state.epoch_time, aim // 4), aim * 4)
    # BIP94 starts from the first block's target, which the minimum-difficulty rule cannot have touched.
    base = state.epoch_bits if network.bip94 else state.bits
    return bits_of(min(target_of(base) * took // aim, target_of(network.limit_bits)))
